"""Units and their parts: what each is made of."""

from collections.abc import Iterator

from graph.facts import Unit
from graph.view import View
from graph.words import GridType, UnitKind
from queries.checks.finding import Check, Fault, Severity, called, fault


def grid_without_micro_grids(view: View) -> Iterator[Fault]:
    """A general grid is divided into micro-grids."""
    for unit in view.units(UnitKind.GRID):
        if _is_general(view, unit) and not view.children(unit.id):
            who = called(view, unit)
            yield fault(f"{who}没有微网格", f"{who} has no micro-grid.", unit.id)


def _is_general(view: View, unit: Unit) -> bool:
    state = view.state(unit.id)
    return state is not None and state.grid_type == GridType.GENERAL


def village_without_grids(view: View) -> Iterator[Fault]:
    """A village has at least one grid."""
    for unit in view.units(UnitKind.VILLAGE):
        if not view.children(unit.id):
            who = called(view, unit)
            yield fault(f"{who}没有网格", f"{who} has no grid.", unit.id)


CHECKS = (
    Check(
        "W301",
        Severity.NOTE,
        "全科网格无微网格 / general grid without micro-grids",
        "划分微网格并配协管员 / divide it, or make it a dedicated grid if it holds no households.",
        grid_without_micro_grids,
    ),
    Check(
        "W302",
        Severity.WARNING,
        "村（社区）无网格 / village without grids",
        "至少设一个网格 / found at least one grid: nobody below the village answers for its places.",
        village_without_grids,
    ),
)
