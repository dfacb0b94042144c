"""The record of changes, and its journal as one request reads it: counted, and no more at once than it may cost."""

from collections.abc import Collection, Mapping
from typing import Protocol

from graph.change import Entry, Recorded
from graph.errors import TooCostly
from graph.facts import Fact, FactId
from graph.meter import Meter
from graph.snapshot import Snapshot

UNITS_STATEMENT, UNITS_ENTRY, UNITS_OPERATION = 500, 20, 60
"""What it costs to ask the record anything, and to read a line of its journal, and an operation of a change."""

UNITS_REWOUND = 100
"""What it costs to go back by a change, besides its operations."""


class Record(Protocol):
    """Where changes are kept for good."""

    async def load(self) -> Snapshot:
        """The model as the record has it now."""

    async def since(self, revision: int, until: int | None = None) -> list[Recorded]:
        """The changes after a revision, or after it up to another, oldest first."""

    async def touching(self, ids: Collection[FactId], after: int) -> dict[int, int]:
        """The revisions after one whose changes touch or name any of these facts, ascending, with their sizes."""

    async def these(self, revisions: Collection[int]) -> list[Recorded]:
        """The changes that made these revisions, oldest first."""

    async def asked_before(self, by: str) -> tuple[str, int | None] | None:
        """What was asked for under a token, by the digest of both, and the revision that it made; None: nothing was."""

    async def append(self, recorded: Recorded, changed: Mapping[FactId, Fact], after: Snapshot) -> None:
        """Keep a change that leads to `after`; HeadMovedError if the record is not at the revision before."""

    async def entries(self, about: FactId | None, below: int, most: int) -> list[Entry]:
        """The newest lines of the journal before revision `below`, newest first; `about`: only those that touch it."""

    async def later(self, about: FactId | None, after: int, most: int) -> list[Entry]:
        """The lines of the journal that follow a revision, oldest first; `about`: only those that touch it."""

    async def named(self, revision: int) -> list[FactId]:
        """The ids of all that the change which made a revision touches or names."""

    async def count_entries(self, about: FactId | None) -> int:
        """How many lines the journal has, or has about something."""

    async def read(self, revision: int, skip: int = 0, most: int | None = None) -> Recorded | None:
        """The change that made a revision, with some or all of its operations."""


class Journal:
    """The journal of a record, each reading paid for before it is done.  All of it raises TooCostly."""

    __slots__ = ("_meter", "_record")

    def __init__(self, record: Record, meter: Meter) -> None:
        self._record = record
        self._meter = meter

    async def entries(self, about: FactId | None, below: int, most: int) -> list[Entry]:
        """The newest lines of the journal before revision `below`, newest first; `about`: only those that touch it."""
        found = await self._record.entries(about, below, most)
        self._meter.spend(UNITS_STATEMENT + UNITS_ENTRY * len(found))
        return found

    async def later(self, about: FactId | None, after: int, most: int) -> list[Entry]:
        """The lines of the journal that follow a revision, oldest first; `about`: only those that touch it."""
        found = await self._record.later(about, after, most)
        self._meter.spend(UNITS_STATEMENT + UNITS_ENTRY * len(found))
        return found

    async def named(self, revision: int) -> list[FactId]:
        """The ids of all that the change which made a revision touches or names."""
        found = await self._record.named(revision)
        self._meter.spend(UNITS_STATEMENT + len(found))
        return found

    async def count_entries(self, about: FactId | None) -> int:
        """How many lines the journal has, or has about something."""
        self._meter.spend(UNITS_STATEMENT)
        return await self._record.count_entries(about)

    async def read(self, revision: int, skip: int = 0, most: int | None = None) -> Recorded | None:
        """The change that made a revision, with some or all of its operations."""
        allowed = self._meter.rest // UNITS_OPERATION + 1
        found = await self._record.read(revision, skip, allowed if most is None else min(most, allowed))
        self._meter.spend(UNITS_STATEMENT + UNITS_OPERATION * (0 if found is None else len(found.change.operations)))
        return found

    async def touching(self, ids: Collection[FactId], after: int) -> list[Recorded]:
        """The changes after a revision that have operations on any of these facts, oldest first."""
        wanted = set(ids)
        sizes = await self._record.touching(wanted, after)
        self._meter.spend(2 * UNITS_STATEMENT + sum(UNITS_ENTRY + UNITS_OPERATION * size for size in sizes.values()))
        found = await self._record.these(sizes)
        return [one for one in found if not wanted.isdisjoint(o.fact_id for o in one.change.operations)]

    async def back(self, newest: int, revision: int, most: int) -> list[Recorded]:
        """The changes that made `newest` and the revisions before it down to `revision`, newest first.

        At most `most` of them, and no more than may be paid for.  Raises TooCostly if not even one may.
        """
        entries = await self.entries(None, newest + 1, min(newest - revision, most))
        cost, last = 0, newest
        for entry in entries:
            more = cost + UNITS_REWOUND + 2 * UNITS_OPERATION * entry.size
            if more > self._meter.rest:
                break
            cost, last = more, entry.revision - 1
        if last == newest:
            raise TooCostly(self._meter.limit, self._meter.limit)
        self._meter.spend(cost)
        return (await self._record.since(last, until=newest))[::-1]
