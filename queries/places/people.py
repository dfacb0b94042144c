"""What a person is answerable for."""

from dataclasses import dataclass

from graph.facts import FactId, Unit
from graph.view import View
from graph.words import Role
from queries.places.counting import KindCount, count_kinds, households


@dataclass(frozen=True, slots=True)
class Reach:
    """All that somebody's posts extend over: units by kind, and the households in them (None: not known)."""

    units: tuple[KindCount, ...]
    households: int | None


def units_held(view: View, person_id: FactId, role: Role | None = None) -> list[Unit]:
    """The units that the person holds posts of, each once, by code; with `role`, posts of that role alone."""
    held = {holding.of for holding in view.holdings_by(person_id) if role is None or holding.role == role}
    return [unit for unit in map(view.unit, sorted(held)) if unit is not None]


def widest(view: View, units: list[Unit]) -> list[Unit]:
    """Those of `units` that lie below no other of them, in their order: no place is in two of these."""
    codes = {unit.id for unit in units}
    return [unit for unit in units if not codes & {above.id for above in view.ancestors(unit.id)}]


def reach(view: View, person_id: FactId) -> Reach:
    """The units that the person's posts are on, and everything below them, each once.

    Households are those of the widest of these units, so none is counted twice.
    """
    tops = widest(view, units_held(view, person_id))
    units: list[Unit] = [unit for top in tops for unit in view.subtree(top)]
    known = [count for count in (households(view, top) for top in tops) if count is not None]
    return Reach(tuple(count_kinds(units)), sum(known) if known else None)
