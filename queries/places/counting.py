"""How many: units by kind, posts by role, households."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from graph.facts import FactId, Holding, Unit
from graph.view import View
from graph.words import Role, UnitKind


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many units of a kind."""

    kind: UnitKind
    count: int


@dataclass(frozen=True, slots=True)
class RoleCount:
    """How many posts of a role are held, and by how many different people."""

    role: Role
    count: int
    people: int


def count_kinds(units: Iterable[Unit]) -> list[KindCount]:
    """Units by kind, widest first; kinds without any are left out."""
    counts = Counter(unit.kind for unit in units)
    return [KindCount(kind, counts[kind]) for kind in UnitKind if counts[kind]]


def count_holdings(view: View) -> list[RoleCount]:
    """Posts held on the day, by role in the field's order.  Cost: all holdings."""
    posts: Counter[Role] = Counter()
    people: dict[Role, set[FactId]] = {}
    for holding in view.alive(list(view.snapshot.all(Holding))):
        posts[holding.role] += 1
        people.setdefault(holding.role, set()).add(holding.person)
    return [RoleCount(role, posts[role], len(people[role])) for role in Role if posts[role]]


def households(view: View, unit: Unit) -> int | None:
    """Households of a unit: as stated, else the sum of those of its parts; None if nothing is known."""
    state = view.state(unit.id)
    if state is not None and state.households is not None:
        return state.households
    parts = [count for count in (households(view, child) for child in view.children(unit.id)) if count is not None]
    return sum(parts) if parts else None
