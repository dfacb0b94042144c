"""Households and people: sums that do not come out, grids out of proportion.  No norm is built in (DOMAIN.md 2.3)."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median

from graph.facts import Unit, UnitState
from graph.messages import Message, say
from graph.view import View
from graph.words import GridType, Setting, UnitKind
from queries.checks.finding import Check, Fault, Severity, called, fault

SUM_SLACK = 0.02
"""The share by which the parts may differ from the whole: the two are seldom counted on one day."""

FAR_FROM_MEDIAN = 3.0
"""A grid is out of proportion if it has more than so many times the households of the usual one, or fewer by that."""

FEWEST_TO_COMPARE = 5
"""Grids of a kind and setting below which none is called usual."""

Count = Callable[[UnitState], int | None]


def households_off_sum(view: View) -> Iterator[Fault]:
    """The households of the parts of a unit add up to those of the whole."""
    yield from _off_sum(view, lambda state: state.households, say("households"))


def population_off_sum(view: View) -> Iterator[Fault]:
    """The population of the parts of a unit adds up to that of the whole."""
    yield from _off_sum(view, lambda state: state.population, say("people"))


@dataclass(frozen=True, slots=True)
class _Sum:
    """What is known of a count: at least `known`; all of it if `complete`."""

    known: int
    complete: bool


def _off_sum(view: View, count: Count, noun: Message) -> Iterator[Fault]:
    for unit in view.units():
        state, parts = view.state(unit.id), _sum_of_parts(view, unit, count)
        whole = None if state is None else count(state)
        if whole is None or parts is None:
            continue
        slack = whole * SUM_SLACK
        if parts.known > whole + slack or (parts.complete and parts.known < whole - slack):
            who = called(view, unit)
            yield fault(
                say("parts-off-sum", who=who, noun=noun, whole=whole, known=parts.known),
                unit.id,
            )


def _sum_of_parts(view: View, unit: Unit, count: Count) -> _Sum | None:
    """The sum of the parts, each as stated or else the sum of its own; None if there are no parts."""
    children = view.children(unit.id)
    if not children:
        return None
    parts = [_known(view, child, count) for child in children]
    return _Sum(sum(part.known for part in parts), all(part.complete for part in parts))


def _known(view: View, unit: Unit, count: Count) -> _Sum:
    state = view.state(unit.id)
    stated = None if state is None else count(state)
    if stated is not None:
        return _Sum(stated, complete=True)
    if state is not None and state.grid_type == GridType.DEDICATED:
        return _Sum(0, complete=True)  # a park or a market has nobody living in it, unless it is said
    return _sum_of_parts(view, unit, count) or _Sum(0, complete=False)


def fewer_people_than_households(view: View) -> Iterator[Fault]:
    """A unit has at least as many people as households."""
    for unit in view.units():
        state = view.state(unit.id)
        if state is None or state.households is None or state.population is None:
            continue
        if state.population < state.households:
            who, homes, people = called(view, unit), state.households, state.population
            yield fault(say("homes-and-people", who=who, homes=homes, people=people), unit.id)


def out_of_proportion(view: View) -> Iterator[Fault]:
    """A grid has households as others of its kind and setting (urban, rural) have: within 3 times their median."""
    alike: dict[tuple[GridType | None, Setting | None], list[tuple[Unit, int]]] = defaultdict(list)
    for unit in view.units(UnitKind.GRID):
        state = view.state(unit.id)
        if state is not None and state.households:
            alike[state.grid_type, setting_of(view, unit)].append((unit, state.households))
    for (grid_type, setting), grids in alike.items():
        usual = median(homes for _, homes in grids)
        if len(grids) >= FEWEST_TO_COMPARE:
            kind = " ".join(term.zh for term in (setting, grid_type) if term is not None)
            yield from _out_of_proportion(view, grids, usual, kind)


def _out_of_proportion(view: View, grids: list[tuple[Unit, int]], usual: float, kind: str) -> Iterator[Fault]:
    for unit, homes in grids:
        if not usual / FAR_FROM_MEDIAN <= homes <= usual * FAR_FROM_MEDIAN:
            who = called(view, unit)
            yield fault(
                say("homes-off-usual", who=who, homes=homes, kind=kind, usual=usual),
                unit.id,
            )


def setting_of(view: View, unit: Unit) -> Setting | None:
    """Urban or rural, by the urban-rural class of the unit or of the nearest above that has one (1…, 2…)."""
    for each in view.path(unit):
        state = view.state(each.id)
        if state is not None and state.category:
            return {"1": Setting.URBAN, "2": Setting.RURAL}.get(state.category[0])
    return None


CHECKS = (
    Check(
        "W311",
        Severity.WARNING,
        say("households-that-do-not-add-up"),
        say("count-again-and-correct-the-whole"),
        households_off_sum,
    ),
    Check(
        "W312",
        Severity.WARNING,
        say("people-that-do-not-add-up"),
        say("count-again-and-correct-the-whole-2"),
        population_off_sum,
    ),
    Check(
        "W313",
        Severity.NOTE,
        say("fewer-people-than-households"),
        say("look-at-the-two-numbers-were"),
        fewer_people_than_households,
    ),
    Check(
        "W314",
        Severity.NOTE,
        say("grid-out-of-proportion"),
        say("think-of-splitting-or-merging-it"),
        out_of_proportion,
    ),
)
