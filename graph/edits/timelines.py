"""Facts of which one holds at a time: what becomes of them when something is stated from a day on, by whatever way."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from graph.facts import Fact
from graph.time.validity import on_day, until

F = TypeVar("F", bound=Fact)
Make = Callable[[F | None, date, date | None], F]
"""A new fact for [start, end), taking over what it does not state from an earlier one, or from nothing."""


def says(fact: Fact, values: Mapping[str, object]) -> bool:
    """Say whether the fact has these values already."""
    return all(getattr(fact, name) == value for name, value in values.items())


def stretch(line: Sequence[F], day: date) -> tuple[date, date | None]:
    """The days from `day` to the next change of the line: how far a statement without an end reaches."""
    now = on_day(line, day)
    if now is not None:
        return day, now.end
    return day, min((fact.start for fact in line if fact.start > day), default=None)


def coming(line: Sequence[F], day: date, values: Mapping[str, object]) -> F | None:
    """The next fact after `day` if it says the same: the statement is known already, from a later day on."""
    later = next((fact for fact in line if fact.start > day), None)
    return later if later is not None and says(later, values) else None


def restate(line: Sequence[F], values: Mapping[str, object], start: date, end: date | None, make: Make[F]) -> list[F]:
    """The facts to put so that `values` hold on every day of [start, end), whatever of the line held there before.

    `line` is disjoint and sorted by start.  A fact that begins before `start` ends there; one that lies within is
    corrected in place, or annulled for a new one if what is stated is part of its identity; one that goes on after
    `end` does so as it was.  Empty if all of it is so already.
    """
    last = date.max if end is None else end
    puts: list[F] = []
    reached = start
    for fact in line:
        if until(fact) <= start or fact.start >= last:
            continue
        if fact.start > reached:
            puts.append(make(None, reached, fact.start))
        reached = until(fact)
        if not says(fact, values):
            puts.extend(_within(fact, values, start, end, make))
    if reached < last:
        puts.append(make(None, reached, end))
    return puts


def _within(fact: F, values: Mapping[str, object], start: date, end: date | None, make: Make[F]) -> list[F]:
    """What becomes of one fact that overlaps [start, end) and says something else."""
    if end is not None and until(fact) > end:
        if fact.start >= start:
            return [make(fact, fact.start, end), replace(fact, start=end)]
        after = altered(make(fact, end, fact.end), {name: getattr(fact, name) for name in values})
        return [replace(fact, end=start), make(fact, start, end), after]
    if fact.start < start:
        return [replace(fact, end=start), make(fact, start, fact.end)]
    if any(name in fact.LINKS or name in fact.FIXED for name in values):
        return [replace(fact, end=fact.start), make(fact, fact.start, fact.end)]
    return [altered(fact, values)]


def altered(fact: F, values: Mapping[str, object]) -> F:
    """The fact with other values."""
    return replace(fact, **values)  # type: ignore[arg-type]  # whoever read them gave each its type
