"""What lies under a unit: whether a unit, a person or a change does."""

from collections.abc import Iterable, Iterator
from datetime import date

from graph.calendar import DAY
from graph.facts import (
    Centre,
    CodeTemplate,
    Committee,
    Department,
    Fact,
    FactId,
    Holding,
    LadderRung,
    Person,
    Rota,
    StaffingRule,
    Unit,
)
from graph.snapshot import Snapshot
from graph.view import View

HAVE_A_PLACE: tuple[type[Fact], ...] = (Centre, Committee, Rota)
"""What is no unit, and belongs to one."""


def is_under(snapshot: Snapshot, code: FactId, top: FactId, day: date) -> bool:
    """Say whether the unit is `top` or below it on `day`; of one not alive then, on the nearest day of its life."""
    unit = snapshot.get(Unit, code)
    if unit is None:
        return False
    last = date.max if unit.end is None else unit.end - DAY
    view = View(snapshot, max(unit.start, min(day, last)))
    return code == top or any(above.id == top for above in view.ancestors(code))


def person_is_under(snapshot: Snapshot, person: FactId, top: FactId, day: date) -> bool:
    """Say whether the person holds a post of `top` or of a unit below it on `day`."""
    held = View(snapshot, day).linked(Holding, "person", person)
    return any(is_under(snapshot, holding.of, top, day) for holding in held)


def outside(before: Snapshot, after: Snapshot, facts: Iterable[Fact], top: FactId, day: date) -> list[FactId]:
    """The facts among those changed that do not lie under `top`, by id.

    A fact lies there if every unit it concerns does, or the person it is about holds a post there; somebody new lies
    anywhere.  The dated settings and departments concern the whole organisation.
    """
    return sorted(fact.id for fact in facts if not _lies_under(before, after, fact, top, day))


def _lies_under(before: Snapshot, after: Snapshot, fact: Fact, top: FactId, day: date) -> bool:
    if isinstance(fact, StaffingRule | LadderRung | CodeTemplate | Department):
        return False
    person = fact.id if isinstance(fact, Person) else getattr(fact, "person", None)
    if person is not None and not isinstance(fact, Holding):
        new = before.get(Person, person) is None
        return new or any(person_is_under(snapshot, person, top, day) for snapshot in (before, after))
    units = set(_units_of(after, fact))
    return bool(units) and all(is_under(after, u, top, day) or is_under(before, u, top, day) for u in units)


def _units_of(snapshot: Snapshot, fact: Fact) -> Iterator[FactId]:
    if isinstance(fact, Unit):
        yield fact.id
    for name in fact.LINKS:
        target = getattr(fact, name)
        if target is None or name == "person":
            continue
        if snapshot.get(Unit, target) is not None:
            yield target
        for cls in HAVE_A_PLACE:
            found = snapshot.get(cls, target)
            if found is not None:
                yield from _units_of(snapshot, found)


def ids_named(facts: Iterable[Fact]) -> set[FactId]:
    """The ids of facts and of all that they name."""
    named: set[FactId] = set()
    for fact in facts:
        named.add(fact.id)
        named.update(target for target in (getattr(fact, name) for name in fact.LINKS) if target is not None)
    return named


def touches(snapshot: Snapshot, ids: Iterable[FactId], top: FactId, day: date) -> bool:
    """Say whether any of the units or people among `ids` is under `top`."""
    return any(is_under(snapshot, i, top, day) or person_is_under(snapshot, i, top, day) for i in ids)
