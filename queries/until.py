"""Until when an answer stands, by what is recorded today."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from graph.view import View

T = TypeVar("T")


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


def standing(view: View, ask: Callable[[View], T]) -> Standing[T]:
    """What `ask` answers, and all that is needed to say until when."""
    seen = view.watched()
    return Standing(ask(seen), seen, ask)
