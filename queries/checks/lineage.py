"""Retired units: what their codes still lead to."""

from collections.abc import Iterator

from graph.facts import Succession, Unit
from graph.messages import say
from graph.time.validity import is_void
from graph.view import View
from queries.checks.finding import Check, Fault, Severity, called, fault
from queries.places.place import heirs_of


def succession_ends_nowhere(view: View) -> Iterator[Fault]:
    """Where a retired unit was succeeded, the succession leads on to a unit that is alive."""
    for unit in _retired(view):
        heirs = [s.successor for s in view.successors(unit.id)]
        if heirs and not heirs_of(view, unit):
            who, names = called(view, unit), [called(view, view.snapshot.get(Unit, heir)) for heir in heirs]
            yield fault(
                say("succeeded-by-nothing", who=who, names=tuple(names)),
                unit.id,
                *heirs,
            )


def retired_without_heirs(view: View) -> Iterator[Fault]:
    """A unit that is retired is succeeded by another, so that its code and its places still lead somewhere."""
    for unit in _retired(view):
        if not [s for s in view.snapshot.linked(Succession, "predecessor", unit.id) if not is_void(s)]:
            who = called(view, unit)
            yield fault(say("retired-without-heirs-on", who=who, end=unit.end), unit.id)


def _retired(view: View) -> list[Unit]:
    """Units that were alive and are no more, by code."""
    gone = (u for u in view.snapshot.all(Unit) if u.end is not None and u.end <= view.day and not is_void(u))
    return sorted(gone, key=lambda unit: unit.id)


CHECKS = (
    Check(
        "W601",
        Severity.WARNING,
        say("succession-that-ends-nowhere"),
        say("record-what-succeeded-the-last-of"),
        succession_ends_nowhere,
    ),
    Check(
        "W602",
        Severity.NOTE,
        say("retired-without-heirs"),
        say("if-another-unit-took-its-places"),
        retired_without_heirs,
    ),
)
