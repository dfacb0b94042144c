"""Units and their parts: what each is made of."""

from collections.abc import Iterator

from graph.facts import Unit
from graph.messages import say
from graph.view import View
from graph.words import GridType, UnitKind
from queries.checks.finding import Check, Fault, Severity, called, fault


def grid_without_micro_grids(view: View) -> Iterator[Fault]:
    """A general grid is divided into micro-grids."""
    for unit in view.units(UnitKind.GRID):
        if _is_general(view, unit) and not view.children(unit.id):
            who = called(view, unit)
            yield fault(say("has-no-micro-grid", who=who), unit.id)


def _is_general(view: View, unit: Unit) -> bool:
    state = view.state(unit.id)
    return state is not None and state.grid_type == GridType.GENERAL


def village_without_grids(view: View) -> Iterator[Fault]:
    """A village has at least one grid."""
    for unit in view.units(UnitKind.VILLAGE):
        if not view.children(unit.id):
            who = called(view, unit)
            yield fault(say("has-no-grid", who=who), unit.id)


CHECKS = (
    Check(
        "W301",
        Severity.NOTE,
        say("general-grid-without-micro-grids"),
        say("divide-it-or-make-it-a"),
        grid_without_micro_grids,
    ),
    Check(
        "W302",
        Severity.WARNING,
        say("village-without-grids"),
        say("found-at-least-one-grid-nobody"),
        village_without_grids,
    ),
)
