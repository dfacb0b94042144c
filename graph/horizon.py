"""The next day on which an answer may change: what was read for it, and when any of that begins or ends to hold."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from graph.facts import Fact, FactId
from graph.snapshot import Snapshot
from graph.time.validity import next_boundary

F = TypeVar("F", bound=Fact)


class Horizon:
    """Notes the first day after the one looked from on which anything that was read begins or ends to hold.

    What changes by the clock is noted as an instant.
    """

    __slots__ = ("day", "instant", "next")

    def __init__(self, day: date) -> None:
        self.day = day
        self.next: date | None = None
        self.instant: datetime | None = None

    def note(self, facts: Iterable[Fact]) -> None:
        """Take the boundaries of `facts` into account."""
        for fact in facts:
            boundary = next_boundary(fact, self.day)
            if boundary is not None and (self.next is None or boundary < self.next):
                self.next = boundary

    def note_instant(self, instant: datetime | None) -> None:
        """Take into account that something changes at an instant; None: it does not."""
        if instant is not None and (self.instant is None or instant < self.instant):
            self.instant = instant


@dataclass(frozen=True, slots=True)
class NotedSnapshot(Snapshot):
    """A snapshot that notes in a horizon whatever is read of it, by whom and whatever for."""

    horizon: Horizon = field(kw_only=True, compare=False, repr=False)

    # `super()` does not work in a class with slots, which `dataclass` makes anew.

    def get(self, cls: type[F], fact_id: FactId) -> F | None:
        found = Snapshot.get(self, cls, fact_id)
        if found is not None:
            self.horizon.note((found,))
        return found

    def find(self, fact_id: FactId) -> Fact | None:
        found = Snapshot.find(self, fact_id)
        if found is not None:
            self.horizon.note((found,))
        return found

    def all(self, cls: type[F]) -> Iterator[F]:
        found = list(Snapshot.all(self, cls))
        self.horizon.note(found)
        return iter(found)

    def linked(self, cls: type[F], name: str, target: FactId) -> tuple[F, ...]:
        found = Snapshot.linked(self, cls, name, target)
        self.horizon.note(found)
        return found


def noted(snapshot: Snapshot, horizon: Horizon) -> NotedSnapshot:
    """The same facts, noting in a horizon what is read of them."""
    return NotedSnapshot(
        snapshot.revision, snapshot.facts, snapshot.links, snapshot.boundaries, snapshot.meter, horizon=horizon
    )
