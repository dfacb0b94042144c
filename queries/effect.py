"""What a change does: whom and what it touches, posts vacated, cover opened and closed, what lapses, what misleads."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from graph.facts import Fact, FactId, Holding, Person, StaffingRule, Succession, Unit, UnitState
from graph.misnomers import Misnomer, misnomers_caused
from graph.rules.clashes import Caused, caused
from graph.snapshot import Snapshot
from graph.step import Step
from graph.time.validity import is_void, until
from queries.cover.breaks import Break, breaks, roles_asked

F = TypeVar("F", bound=Fact)


@dataclass(frozen=True, slots=True)
class Effect:
    """The effect of a change over all time; everything by id.

    `vacated` are posts that end, or end earlier; `opened` and `closed` are breaks of cover that are there only after,
    or only before; `outlines` are those that lie outside the unit above or over a neighbour only after, or further so;
    `misnomers` are names and codes that mislead only after.  `lapsed` is what was recorded of units for later days and
    never comes: their former versions.
    """

    units: tuple[Unit, ...]
    people: tuple[Person, ...]
    vacated: tuple[Holding, ...]
    opened: tuple[Break, ...]
    closed: tuple[Break, ...]
    outlines: tuple[Caused, ...]
    misnomers: tuple[Misnomer, ...]
    lapsed: tuple[UnitState, ...]


def effect(step: Step) -> Effect:
    """Tell what a step does.

    Cost: the units touched; a change of the staffing standard touches every unit of its kind.
    """
    before, after, changed = step.before, step.after, step.changed
    units = _named(after, Unit, changed.values())
    asked = {fact.unit_kind for fact in changed.values() if isinstance(fact, StaffingRule)}
    concerned = {unit.id: unit for unit in units} | {u.id: u for u in after.all(Unit) if asked and u.kind in asked}
    opened: list[Break] = []
    closed: list[Break] = []
    for code in sorted(concerned):
        then, now = _breaks(before, code), _breaks(after, code)
        opened.extend(now[key] for key in now.keys() - then.keys())
        closed.extend(then[key] for key in then.keys() - now.keys())
    return Effect(
        units=units,
        people=_named(after, Person, changed.values()),
        vacated=tuple(fact for fact in changed.values() if isinstance(fact, Holding) and _is_vacated(before, fact)),
        opened=tuple(sorted(opened, key=_key)),
        closed=tuple(sorted(closed, key=_key)),
        outlines=tuple(caused(step)),
        misnomers=tuple(misnomers_caused(step)),
        lapsed=tuple(_lapsed(step)),
    )


def _lapsed(step: Step) -> Iterator[UnitState]:
    """The states that a change annuls before they began to hold, unless a successor is said to be the same then."""
    for fact_id in sorted(step.changed):
        old = step.before.get(UnitState, fact_id)
        if old is not None and not is_void(old) and is_void(step.changed[fact_id]) and not _goes_on(step.after, old):
            yield old


def _goes_on(after: Snapshot, old: UnitState) -> bool:
    heirs = [succession.successor for succession in after.linked(Succession, "predecessor", old.unit)]
    same = {"start": old.start, "name": old.name, "households": old.households, "population": old.population}
    states = (state for code in (old.unit, *heirs) for state in after.linked(UnitState, "unit", code))
    return any(
        not is_void(state) and all(getattr(state, name) == value for name, value in same.items()) for state in states
    )


def _named(snapshot: Snapshot, cls: type[F], facts: Iterable[Fact]) -> tuple[F, ...]:
    ids = {fact.id for fact in facts} | {getattr(fact, name) for fact in facts for name in fact.LINKS}
    found = (snapshot.get(cls, i) for i in ids if i is not None)
    return tuple(sorted((fact for fact in found if fact is not None), key=lambda fact: fact.id))


def _is_vacated(before: Snapshot, holding: Holding) -> bool:
    old = before.get(Holding, holding.id)
    return old is not None and not is_void(old) and until(holding) < until(old)


def _breaks(snapshot: Snapshot, code: FactId) -> dict[tuple[object, ...], Break]:
    unit = snapshot.get(Unit, code)
    if unit is None:
        return {}
    found = (b for role in roles_asked(snapshot, unit) for b in breaks(snapshot, unit, role))
    return {(b.unit.id, b.role, b.start, b.end): b for b in found}


def _key(found: Break) -> tuple[str, str, str]:
    return found.unit.id, found.role, found.start.isoformat()
