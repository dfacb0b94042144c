"""The live model: the newest snapshot in memory, changed only by way of the record and following it.

It knows a `Record` (where changes are kept) and nothing of how that is done.
"""

import asyncio
from collections.abc import Callable, Mapping
from typing import Protocol

from graph.apply import apply, before, replay, touched
from graph.change import Change, Recorded
from graph.errors import Conflict, Rival, Unavailable
from graph.facts import Fact, FactId
from graph.snapshot import Snapshot

RETRIES = 20
"""How often a change is built anew on what others wrote meanwhile, before its author is asked to come again."""

KEPT_SNAPSHOTS = 256
"""Newest snapshots kept in memory; they share structure, so an older one costs only what has changed since."""


class HeadMovedError(Exception):
    """Somebody else wrote first: the record is at another revision than the one built upon."""


class Record(Protocol):
    """Where changes are kept for good."""

    async def load(self) -> Snapshot:
        """The model as the record has it now."""

    async def since(self, revision: int) -> list[Recorded]:
        """The changes after a revision, oldest first."""

    async def append(self, recorded: Recorded, changed: Mapping[FactId, Fact], after: Snapshot) -> None:
        """Keep a change that leads to `after`; HeadMovedError if the record is not at the revision before."""


class LiveModel:
    """The newest snapshot, kept equal to the record.

    Reading it costs no I/O.  `commit` is the only way to change it; `follow` brings in what other processes wrote.
    """

    def __init__(self, record: Record, snapshot: Snapshot) -> None:
        self._record = record
        self._snapshots: dict[int, Snapshot] = {snapshot.revision: snapshot}
        self._snapshot = snapshot
        self._turn = asyncio.Lock()
        self._watchers: set[Callable[[Recorded], None]] = set()
        self.behind: str | None = None

    @staticmethod
    async def start(record: Record) -> "LiveModel":
        """Load the model from the record."""
        return LiveModel(record, await record.load())

    @property
    def snapshot(self) -> Snapshot:
        """The newest snapshot."""
        return self._snapshot

    def at_revision(self, revision: int) -> Snapshot | None:
        """The snapshot of a revision if it is still kept in memory, else None."""
        return self._snapshots.get(revision)

    def watch(self, watcher: Callable[[Recorded], None]) -> Callable[[], None]:
        """Call `watcher` with every change from now on; the answer stops it."""
        self._watchers.add(watcher)
        return lambda: self._watchers.discard(watcher)

    async def commit(self, change: Change, *, expected_revision: int | None = None) -> Recorded:
        """Apply a change, keep it, publish it.

        Raises RuleViolated if it would break a rule, and Conflict if others changed the same facts since
        `expected_revision` (if given) or since the snapshot it was first applied to.
        """
        async with self._turn:
            base = self._snapshot.revision if expected_revision is None else expected_revision
            for _ in range(RETRIES):
                await self._refuse_rivals(base, change)
                now = self._snapshot
                after = apply(now, change)
                recorded = Recorded(revision=after.revision, change=change, was=before(now, change))
                try:
                    await self._record.append(recorded, touched(now, change), after)
                except HeadMovedError:
                    await self._catch_up()
                    continue
                self._publish(after, recorded)
                return recorded
        raise Unavailable(f"Others kept writing: the change was built anew {RETRIES} times. Try again.")

    async def catch_up(self) -> None:
        """Bring in what others have written."""
        async with self._turn:
            await self._catch_up()

    async def follow(self, every_seconds: float) -> None:
        """Catch up again and again, until cancelled.  A record out of reach is noted in `behind` and tried again."""
        while True:
            await asyncio.sleep(every_seconds)
            try:
                await self.catch_up()
            except Unavailable as error:
                self.behind = str(error)
            else:
                self.behind = None

    async def _catch_up(self) -> None:
        for recorded in await self._record.since(self._snapshot.revision):
            self._publish(replay(self._snapshot, recorded.change), recorded)

    async def _refuse_rivals(self, base: int, change: Change) -> None:
        if base >= self._snapshot.revision:
            return
        ours = {operation.fact_id for operation in change.operations}
        rivals = []
        for recorded in await self._record.since(base):
            same = ours & {operation.fact_id for operation in recorded.change.operations}
            if same:
                theirs = recorded.change
                rivals.append(Rival(recorded.revision, theirs.actor, theirs.at, theirs.reason, tuple(sorted(same))))
        if rivals:
            last = rivals[-1]
            message = (
                f"{last.actor} changed {', '.join(last.ids[:5])} meanwhile ({last.reason}). Look again, then decide."
            )
            raise Conflict(tuple(rivals), message)

    def _publish(self, snapshot: Snapshot, recorded: Recorded) -> None:
        self._snapshots[snapshot.revision] = self._snapshot = snapshot
        self._snapshots.pop(snapshot.revision - KEPT_SNAPSHOTS, None)
        for watcher in tuple(self._watchers):
            watcher(recorded)
