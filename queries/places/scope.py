"""What lies under a unit: whether a unit, a person or what a change touches does.  It is no permission."""

from collections.abc import Iterable
from datetime import date

from graph.access.reach import nearest_life
from graph.facts import Fact, FactId, Holding, Unit
from graph.snapshot import Snapshot
from graph.view import View


def is_under(snapshot: Snapshot, code: FactId, top: FactId, day: date) -> bool:
    """Say whether the unit is `top` or below it on `day`; of one not alive then, on the nearest day of its life."""
    unit = snapshot.get(Unit, code)
    if unit is None:
        return False
    return code == top or any(above.id == top for above in nearest_life(View(snapshot, day), unit).ancestors(code))


def person_is_under(snapshot: Snapshot, person: FactId, top: FactId, day: date) -> bool:
    """Say whether the person holds a post of `top` or of a unit below it on `day`."""
    held = View(snapshot, day).linked(Holding, "person", person)
    return any(is_under(snapshot, holding.of, top, day) for holding in held)


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
