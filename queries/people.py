"""What a person is answerable for."""

from dataclasses import dataclass

from graph.facts import FactId, Unit
from graph.view import View
from queries.counting import KindCount, count_kinds, households


@dataclass(frozen=True, slots=True)
class Reach:
    """All that somebody's posts extend over: units by kind, and the households in them (None: not known)."""

    units: tuple[KindCount, ...]
    households: int | None


def reach(view: View, person_id: FactId) -> Reach:
    """The units that the person's posts are on, and everything below them, each once.

    Households are those of the widest of these units, so none is counted twice.
    """
    held = {holding.of for holding in view.holdings_by(person_id)}
    tops = [unit for unit in (view.unit(code) for code in sorted(held)) if unit is not None]
    tops = [unit for unit in tops if not held & {above.id for above in view.ancestors(unit.id)}]
    units: list[Unit] = [unit for top in tops for unit in view.subtree(top)]
    known = [count for count in (households(view, top) for top in tops) if count is not None]
    return Reach(tuple(count_kinds(units)), sum(known) if known else None)
