"""Until when an answer stands, by what is recorded today."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from graph.view import View

T = TypeVar("T")
Told = Callable[[View, T], object]
"""What is told of an answer beside it, seen from a view: equal values are the same."""


@dataclass(frozen=True, slots=True)
class Standing(Generic[T]):
    """An answer, with what it was read from: until when it stands can be asked at any time."""

    answer: T
    seen: View
    ask: Callable[[View], T]

    def until(self) -> date | None:
        """The first day after the view's on which `ask` gives another answer, or None if it never does.

        Asks anew at each day on which something that the answer was read from begins or ends, so the day is exact: on
        the day before the answer is still the same, on the day itself it is not.  Cost: one asking for each such day.
        """
        seen = self.seen
        while seen.horizon is not None and seen.horizon.next is not None:
            seen = seen.on(seen.horizon.next).watched()
            if self.ask(seen) != self.answer:
                return seen.day
        return None

    def until_told(self, told: Told[T]) -> tuple[date | None, datetime | None]:
        """As `until`, of the answer with what is told of it; and the instant from which the clock tells something else.

        Whatever is read for what is told is noted, so that nothing can be forgotten of which it depends.  Days after
        the instant are not looked at.
        """
        seen = self.seen.watched_wholly()
        answer, said = self.ask(seen), told(seen, self.answer)
        instant = None if seen.horizon is None else seen.horizon.instant
        while seen.horizon is not None and (day := seen.horizon.next) is not None:
            if instant is not None and day > instant.date():
                break
            seen = self.seen.on(day).watched_wholly()
            if self.ask(seen) != answer or told(seen, answer) != said:
                return day, instant
        return None, instant


def standing(view: View, ask: Callable[[View], T]) -> Standing[T]:
    """What `ask` answers, and all that is needed to say until when."""
    seen = view.watched()
    return Standing(ask(seen), seen, ask)
