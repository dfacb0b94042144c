"""Until when an answer stands, by what is recorded today."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from graph.view import View

T = TypeVar("T")


def valid_until(view: View, ask: Callable[[View], T]) -> date | None:
    """The first day after the view's on which `ask` gives another answer, or None if it never does.

    Asks anew at each day on which something that the answer was read from begins or ends, so the day is exact: on the
    day before the answer is still the same, on the day itself it is not.  Cost: one asking for each such day.
    """
    watched = view.watched()
    answer = ask(watched)
    while watched.horizon is not None and watched.horizon.next is not None:
        watched = view.on(watched.horizon.next).watched()
        if ask(watched) != answer:
            return watched.day
    return None
