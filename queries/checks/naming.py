"""Names and codes of units."""

import re
from collections import defaultdict
from collections.abc import Iterator

from graph.codes import is_coded_in
from graph.facts import Unit
from graph.messages import say
from graph.texts import name_key
from graph.view import View
from graph.words import UnitKind
from queries.checks.finding import Check, Fault, Severity, called, fault
from queries.places.place import name

CODE_DIGITS = 5
"""So many digits in a row are a code, not a house number or a year."""

LONGEST_NAME = 30
"""Characters.  WeCom's grid interface takes no longer name (DOMAIN.md 4)."""

DIGITS = re.compile(r"\d+")


def same_named_siblings(view: View) -> Iterator[Fault]:
    """Units directly below the same unit do not share a name."""
    for unit in view.units():
        namesakes: dict[str, list[Unit]] = defaultdict(list)
        for child in view.children(unit.id):
            namesakes[name_key(name(view, child))].append(child)
        for children in namesakes.values():
            if len(children) > 1:
                shared = name(view, children[0])
                codes = tuple(child.id for child in children)
                above = called(view, unit)
                yield fault(
                    say("siblings-called-alike", above=above, count=len(children), shared=shared, codes=codes),
                    *(child.id for child in children),
                )


def code_in_name(view: View) -> Iterator[Fault]:
    """A name holds neither the unit's code nor any other long number."""
    for unit in view.units():
        state = view.state(unit.id)
        own = "" if state is None else state.name
        numbers = [run for run in DIGITS.findall(own) if len(run) >= CODE_DIGITS or run == unit.id]
        if numbers:
            who, code = called(view, unit), numbers[0]
            yield fault(say("name-holds-code", who=who, code=code), unit.id)


def parent_in_name(view: View) -> Iterator[Fault]:
    """A name does not repeat the name of the unit above."""
    for unit in view.units():
        above = view.parent(unit.id)
        if above is None:
            continue
        own, parents = name(view, unit), name(view, above)
        if len(parents) > 1 and parents in own:
            who = called(view, unit)
            yield fault(
                say("name-repeats-above", who=who, parents=parents),
                unit.id,
                above.id,
            )


def name_too_long(view: View) -> Iterator[Fault]:
    """A name has at most 30 characters."""
    for unit in view.units():
        length = len(name(view, unit))
        if length > LONGEST_NAME:
            who = called(view, unit)
            yield fault(say("name-of-length", who=who, length=length), unit.id)


def code_not_under_parent(view: View) -> Iterator[Fault]:
    """The code of a village, or of what is above it, begins with that of the unit above or of a predecessor."""
    for unit in view.units():
        yield from code_elsewhere(view, unit)


def code_elsewhere(view: View, unit: Unit) -> Iterator[Fault]:
    """A unit whose code is that of another place.  Of grids and micro-grids the rule `code-in-place` speaks."""
    above = _coded_above(view, unit)
    if unit.kind in {UnitKind.GRID, UnitKind.MICRO_GRID} or above is None:
        return
    if not is_coded_in(view.snapshot, unit.id, above.id):
        who, parent = called(view, unit), called(view, above)
        yield fault(
            say("code-not-of-parent", who=who, parent=parent),
            unit.id,
            above.id,
        )


def _coded_above(view: View, unit: Unit) -> Unit | None:
    return next((above for above in view.ancestors(unit.id) if above.kind != UnitKind.MANAGEMENT_AREA), None)


CHECKS = (
    Check(
        "W201",
        Severity.WARNING,
        say("siblings-of-one-name"),
        say("rename-so-that-each-can-be"),
        same_named_siblings,
    ),
    Check(
        "W202",
        Severity.WARNING,
        say("code-in-the-name"),
        say("leave-the-code-out"),
        code_in_name,
    ),
    Check(
        "W203",
        Severity.NOTE,
        say("name-of-the-unit-above-in"),
        say("leave-it-out-it-is-shown"),
        parent_in_name,
    ),
    Check(
        "W204",
        Severity.NOTE,
        say("name-too-long"),
        say("shorten-it-to-30-characters-other"),
        name_too_long,
    ),
    Check(
        "W212",
        Severity.NOTE,
        say("code-not-under-its-parents"),
        say("renumber-it-if-codes-are-to"),
        code_not_under_parent,
    ),
)
