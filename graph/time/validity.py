"""Half-open validity `[start, end)` in whole days of the organisation's zone; `end is None` means open."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import Protocol, TypeVar

FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2999, 12, 31)
"""Dates outside are slips of the pen, not organisation."""


class Dated(Protocol):
    """Anything with a half-open validity interval."""

    @property
    def start(self) -> date: ...
    @property
    def end(self) -> date | None: ...


D = TypeVar("D", bound=Dated)


def holds_on(fact: Dated, day: date) -> bool:
    """Say whether `start <= day < end`.  An empty interval (an annulled fact) holds on no day."""
    return fact.start <= day and (fact.end is None or day < fact.end)


def on_day(facts: Iterable[D], day: date) -> D | None:
    """The one of facts that holds on a day, where only one does; None if none does."""
    return next((fact for fact in facts if holds_on(fact, day)), None)


def is_void(fact: Dated) -> bool:
    """Say whether the interval is empty: the fact was annulled and never held."""
    return fact.end is not None and fact.end <= fact.start


def until(fact: Dated) -> date:
    """The first day on which the fact no longer holds; `date.max` if it is open."""
    return date.max if fact.end is None else fact.end


def overlap(a: Dated, b: Dated) -> bool:
    """Say whether the two hold together on at least one day."""
    return max(a.start, b.start) < min(until(a), until(b))


def within(inner: Dated, outer: Dated) -> bool:
    """Say whether every day of `inner` is a day of `outer`; an empty `inner` is within anything."""
    return is_void(inner) or (outer.start <= inner.start and until(inner) <= until(outer))


def first_overlap(facts: Iterable[D]) -> tuple[D, D] | None:
    """The earliest two of `facts` that hold on a common day, or None.  Cost: one sort."""
    live = sorted((f for f in facts if not is_void(f)), key=lambda f: f.start)
    for before, after in pairwise(live):
        if overlap(before, after):
            return before, after
        # Sorted by start and so far disjoint: only neighbours can overlap.
    return None


def first_uncovered_day(life: Dated, facts: Iterable[Dated]) -> date | None:
    """The first day of `life` on which none of `facts` holds, or None if every day is covered."""
    if is_void(life):
        return None
    reached = life.start
    for fact in sorted((f for f in facts if not is_void(f)), key=lambda f: f.start):
        if fact.start > reached:
            break
        reached = max(reached, until(fact))
    return reached if reached < until(life) else None


def next_boundary(fact: Dated, day: date) -> date | None:
    """The first day after `day` on which `fact` begins or ends to hold, or None."""
    if fact.start > day:
        return None if is_void(fact) else fact.start
    # One that is void begins no earlier than it ends, and it has begun.
    return fact.end if fact.end is not None and fact.end > day else None


def boundaries(facts: Iterable[Dated]) -> Sequence[date]:
    """Every day on which one of `facts` begins or ends to hold, ascending, each once."""
    return sorted({b for f in facts if not is_void(f) for b in (f.start, f.end) if b is not None})
