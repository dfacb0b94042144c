"""What one GraphQL operation knows: the live model, the time, the zone, and how much it may still cost."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from strawberry.types.info import Info as StrawberryInfo

from graph.errors import InvalidInput, WanggeError
from graph.instants import day_of, midnight
from graph.live import LiveModel

MOST_NODES = 20_000
"""Nodes that one operation may list in all."""

LONGEST_SECONDS = 10.0
"""Time that one operation may take; looked at whenever something is listed or computed over a subtree."""


class TooCostly(WanggeError):
    """The operation asks for more than one operation may."""

    code = "TOO_COSTLY"


@dataclass(slots=True)
class Budget:
    """What an operation may still cost."""

    nodes: int = MOST_NODES
    deadline: float = field(default_factory=lambda: time.monotonic() + LONGEST_SECONDS)

    def spend(self, nodes: int = 1) -> None:
        """Take `nodes` off the budget.  Raises TooCostly when it or the time is used up."""
        self.nodes -= nodes
        if self.nodes < 0:
            raise TooCostly(f"One operation lists at most {MOST_NODES} nodes in all. Ask for fewer, or page.")
        if time.monotonic() > self.deadline:
            raise TooCostly(f"One operation takes at most {LONGEST_SECONDS:g} seconds. Ask for less at once.")


@dataclass(slots=True)
class Context:
    """The surroundings of an operation."""

    model: LiveModel
    zone: ZoneInfo
    now: Callable[[], datetime]
    actor: str = "anonymous"
    budget: Budget = field(default_factory=Budget)

    def instant(self, at: datetime | None) -> datetime:
        """`at`, or now, in the organisation's zone.  An `at` without a zone is taken to be in it."""
        at = self.now() if at is None else at
        try:
            return at.replace(tzinfo=self.zone) if at.tzinfo is None else at.astimezone(self.zone)
        except OverflowError as error:
            raise InvalidInput(f"The instant {at} lies outside the calendar.") from error

    def day(self, at: datetime) -> date:
        """The organisation's day in which an instant lies."""
        return day_of(at, self.zone)

    def midnight(self, day: date | None) -> datetime | None:
        """The instant at which a day begins; None for None."""
        return None if day is None else midnight(day, self.zone)


Info = StrawberryInfo[Context, None]
"""What resolvers are given."""
