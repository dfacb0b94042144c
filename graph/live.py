"""The live model: the newest snapshot in memory, changed only by way of the record and following it.

It knows a `Record` (where changes are kept) and nothing of how that is done.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace

from graph.apply import check, rewind, work_out
from graph.change import Asked, Change, Recorded, change_id
from graph.errors import Conflict, InvalidInput, NotFound, Rival, TokenReused, TooCostly, Unavailable, WanggeError
from graph.journal import Journal, Record
from graph.messages import say
from graph.meter import UNMETERED, Meter
from graph.snapshot import Snapshot
from graph.step import Step

RETRIES = 200
"""How often a change is built anew on what others wrote meanwhile, before its author is asked to come again."""

BACK_OFF_S = 0.003
MOST_BACK_OFFS = 17
"""After each try a little longer is waited, up to MOST_BACK_OFFS times BACK_OFF_S seconds, then less again."""

LONGEST_QUEUE_S = 30.0
"""How long a change waits for those before it here: where the record is out of reach, each of them takes its time."""

LATE_S = 3.0
"""Seconds without an answer of the record after which what is here counts as old, though the record may yet answer."""

KEPT_SNAPSHOTS = 256
"""Newest snapshots kept in memory; they share structure, so an older one costs only what has changed since."""


KEPT_REWOUND = 16
"""Older snapshots kept that somebody asked for."""

REWOUND_AT_ONCE = 500
"""Changes read at once on the way back."""

Build = Callable[[Snapshot], Change]
"""Makes a change on the newest snapshot."""

Judge = Callable[[Step], None]
"""Refuses, by raising, what a change would do, for other reasons than the rules, which are asked after it."""


def all_allowed(step: Step) -> None:
    """The judge of who may do anything."""


class HeadMovedError(Exception):
    """Somebody else wrote first: the record is at another revision than the one built upon."""


@dataclass(frozen=True, slots=True)
class _Proposal:
    """A change to be built, who judges it, and what it was worked out to do where that was done before."""

    build: Build
    judge: Judge = all_allowed
    step: Step | None = None

    def on(self, snapshot: Snapshot) -> tuple[Change, Step]:
        """The change built on a snapshot, and its step, judged."""
        change = self.build(snapshot)
        step = self.step
        if step is None or step.before.facts is not snapshot.facts or step.operations != change.operations:
            step = work_out(snapshot, change.operations)
        self.judge(step)
        return change, step


class LiveModel:
    """The newest snapshot, kept equal to the record.

    Reading it costs no I/O.  `commit` is the only way to change it; `follow` brings in what other processes wrote.
    """

    def __init__(self, record: Record, snapshot: Snapshot) -> None:
        self._record = record
        self._snapshots: dict[int, Snapshot] = {snapshot.revision: snapshot}
        self._snapshot = snapshot
        self._rewound: dict[int, Snapshot] = {}
        self._turn = asyncio.Lock()
        self._watchers: set[Callable[[Recorded], None]] = set()
        self.behind: str | None = None
        self._caught_up_at = 0.0
        self._clock: Callable[[], float] = lambda: 0.0

    @staticmethod
    async def start(record: Record) -> "LiveModel":
        """Load the model from the record."""
        return LiveModel(record, await record.load())

    @property
    def record(self) -> Record:
        """Where changes are kept."""
        return self._record

    @property
    def journal(self) -> Journal:
        """The journal of the record."""
        return Journal(self._record, UNMETERED)

    @property
    def snapshot(self) -> Snapshot:
        """The newest snapshot."""
        return self._snapshot

    @property
    def seconds_old(self) -> float:
        """How long ago the snapshot was last known to be all that the record has."""
        return 0.0 if self.behind is None else self._clock() - self._caught_up_at

    def watch(self, watcher: Callable[[Recorded], None]) -> Callable[[], None]:
        """Call `watcher` with every change from now on; the answer stops it."""
        self._watchers.add(watcher)
        return lambda: self._watchers.discard(watcher)

    async def commit(
        self, change: Change, *, expected_revision: int | None = None, step: Step | None = None
    ) -> Recorded:
        """Apply a change that is settled already, keep it, publish it.  Raises as `decide` does.

        `step` is what the change was worked out to do, to be taken if nobody has written since.
        """
        return await self.decide(lambda _: change, expected_revision=expected_revision, step=step)

    async def decide(
        self,
        build: Build,
        judge: Judge = all_allowed,
        *,
        expected_revision: int | None = None,
        asked: Asked | None = None,
        meter: Meter = UNMETERED,
        step: Step | None = None,
    ) -> Recorded:
        """Build a change on the newest snapshot, apply it, keep it, publish it; built anew if others wrote first.

        What it does is worked out once for each snapshot it is built on: for the judge, the rules and the record.

        What was `asked` before is not made again: the change that it made then is the answer.  Raises InvalidInput if
        something else was asked for under the same token.

        Raises RuleViolated if it would break a rule, and Conflict if others changed the same facts since
        `expected_revision` (if given) or since the snapshot it was first built on.  Raises TooCostly, by `meter`,
        before anything is kept, never after.
        """
        async with self._next_in_turn():
            if (expected_revision or 0) > self._snapshot.revision:
                await self._catch_up()
            base = self._base(expected_revision)
            for attempt in range(RETRIES):
                # Whatever was made before is found here, or has moved the head on by the time this is kept.
                if (earlier := await self._made_before(asked, meter)) is not None:
                    return earlier
                recorded, made = await self._applied(_Proposal(build, judge, step), base, meter)
                recorded = replace(recorded, change=replace(recorded.change, asked=asked))
                try:
                    await self._record.append(recorded, made.changed, made.after)
                except HeadMovedError:
                    await asyncio.sleep(BACK_OFF_S * (attempt % MOST_BACK_OFFS))
                    await self._catch_up()
                    continue
                self._publish(made.after.metered(UNMETERED), recorded)
                return recorded
        raise Unavailable(say("others-kept-writing", retries=RETRIES))

    async def made_before(self, asked: Asked | None, meter: Meter = UNMETERED) -> Recorded | None:
        """The change that the same request has made already, if it has.  Raises InvalidInput as `decide` does."""
        if asked is None:
            return None
        async with self._next_in_turn():
            return await self._made_before(asked, meter)

    async def preview(
        self,
        build: Build,
        judge: Judge = all_allowed,
        *,
        expected_revision: int | None = None,
        meter: Meter = UNMETERED,
    ) -> Recorded:
        """What `decide` would keep, and as which revision, or why not; nothing is saved."""
        if (expected_revision or 0) > self._snapshot.revision:
            await self.catch_up()
        recorded, _ = await self._applied(_Proposal(build, judge), self._base(expected_revision), meter)
        return recorded

    async def past(self, revision: int, meter: Meter = UNMETERED) -> Snapshot:
        """The snapshot of a revision, wound back through the journal if it is not in memory.  Raises NotFound.

        Raises TooCostly where `meter` does not allow to go so far back; how far it came is kept for who asks again.
        """
        if revision > self._snapshot.revision:
            await self.catch_up()
        kept = self._snapshots.get(revision, self._rewound.get(revision))
        if kept is not None:
            return kept
        if not 0 <= revision <= self._snapshot.revision:
            raise NotFound(say("revision-unknown", revision=revision, newest=self._snapshot.revision))
        if revision == 0:
            return Snapshot.empty()
        at_hand = self._snapshots | self._rewound
        begun = min(known for known in at_hand if known > revision)
        snapshot, journal = at_hand[begun], Journal(self._record, meter)
        try:
            while snapshot.revision > revision:
                for recorded in await journal.back(snapshot.revision, revision, most=REWOUND_AT_ONCE):
                    snapshot = rewind(snapshot, recorded)
        except TooCostly as error:
            came_to = say("going-back-cut", revision=snapshot.revision)
            what = say("going-back", begun=begun, revision=revision)
            raise TooCostly(error.cost, error.limit, what, came_to if snapshot.revision < begun else None) from None
        finally:
            self._rewound[snapshot.revision] = snapshot
            if len(self._rewound) > KEPT_REWOUND:
                self._rewound.pop(next(iter(self._rewound)))
        return snapshot

    async def wait_for(self, revision: int, seconds: float) -> None:
        """Wait until a revision is here, so that a writer reads what it wrote elsewhere.  Raises Unavailable."""
        if self._snapshot.revision >= revision:
            return
        arrived = asyncio.Event()
        stop = self.watch(lambda recorded: arrived.set() if recorded.revision >= revision else None)
        try:
            async with asyncio.timeout(seconds):
                with contextlib.suppress(Unavailable):  # the record may be back before the time is over
                    await self.catch_up()
                await arrived.wait()
        except TimeoutError:
            message = say("revision-awaited", revision=revision, seconds=seconds, newest=self._snapshot.revision)
            if self.behind is not None:
                message = say("revision-awaited-because", first=message, why=self.behind)
            raise Unavailable(message) from None
        finally:
            stop()

    async def catch_up(self) -> None:
        """Bring in what others have written."""
        async with self._turn:
            await self._catch_up()

    async def follow(self, every_seconds: float) -> None:
        """Catch up again and again, until cancelled.  A record out of reach is noted in `behind` and tried again."""
        self._clock = asyncio.get_running_loop().time
        self._caught_up_at = self._clock()
        while True:
            await asyncio.sleep(every_seconds)
            late = asyncio.get_running_loop().call_later(LATE_S, self._note_late)
            try:
                async with self._turn:
                    asked_at = self._clock()
                    await self._catch_up()
            except Exception as error:
                self.behind = str(error) or type(error).__name__
            else:
                self._caught_up_at = asked_at
                if self._clock() - asked_at <= LATE_S:  # an answer that was long on its way tells of the past alone
                    self.behind = None
            finally:
                late.cancel()

    def _note_late(self) -> None:
        if self.behind is None:
            self.behind = say("record-silent", seconds=LATE_S)

    @contextlib.asynccontextmanager
    async def _next_in_turn(self) -> AsyncIterator[None]:
        """One after the other.  Raises Unavailable if those before take too long."""
        try:
            async with asyncio.timeout(LONGEST_QUEUE_S):
                await self._turn.acquire()
        except TimeoutError:
            raise Unavailable(say("queue-too-long", seconds=LONGEST_QUEUE_S)) from None
        try:
            yield
        finally:
            self._turn.release()

    async def _catch_up(self) -> None:
        for recorded in await self._record.since(self._snapshot.revision):
            self._publish(work_out(self._snapshot, recorded.change.operations).after, recorded)

    async def _made_before(self, asked: Asked | None, meter: Meter) -> Recorded | None:
        found = None if asked is None else await self._record.asked_before(asked.by)
        if asked is None or found is None:
            return None
        content, revision = found
        if content != asked.content or revision is None:
            raise TokenReused(None if revision is None else change_id(revision))
        if revision > self._snapshot.revision:
            await self._catch_up()
        made = await Journal(self._record, meter).read(revision)
        if made is None:
            raise NotFound(say("change-unknown", change=change_id(revision)), (change_id(revision),))
        return made

    def _base(self, expected: int | None) -> int:
        """The revision that a change is built upon.  Raises InvalidInput if there is none such."""
        if expected is None:
            return self._snapshot.revision
        if not 0 <= expected <= self._snapshot.revision:
            raise InvalidInput(say("revision-unknown", newest=self._snapshot.revision, revision=expected))
        return expected

    async def _applied(self, proposal: "_Proposal", base: int, meter: Meter) -> tuple[Recorded, Step]:
        """What is proposed, applied to the newest snapshot: as it would be recorded, and what it does."""
        change, step = await self._worked_out(proposal, base, meter)
        check(step)
        return Recorded(revision=step.after.revision, change=change, was=step.was), step

    async def _worked_out(self, proposal: "_Proposal", base: int, meter: Meter) -> tuple[Change, Step]:
        """The change built on the newest snapshot, and its step.  Raises Conflict if others changed its facts after
        `base`.

        What can't be built any more may be so because of them: then it is built on `base`, to find out.
        """
        try:
            change, step = proposal.on(self._snapshot.metered(meter))
        except WanggeError:
            then = self._snapshots.get(base)
            if then is not None and base < self._snapshot.revision:
                with contextlib.suppress(NotFound, InvalidInput):
                    change, _ = proposal.on(then.metered(meter))
                    await self._refuse_rivals(base, change, meter)
            raise
        await self._refuse_rivals(base, change, meter)
        return change, step

    async def _refuse_rivals(self, base: int, change: Change, meter: Meter) -> None:
        if base >= self._snapshot.revision:
            return
        ours = {operation.fact_id for operation in change.operations}
        rivals = []
        for recorded in await Journal(self._record, meter).touching(ours, after=base):
            theirs = recorded.change
            same = ours & {operation.fact_id for operation in theirs.operations}
            rivals.append(Rival(recorded.revision, theirs.actor, theirs.at, theirs.reason, tuple(sorted(same))))
        if rivals:
            last = rivals[-1]
            message = say("changed-meanwhile", actor=last.actor, ids=tuple(last.ids[:5]), reason=last.reason)
            raise Conflict(tuple(rivals), message)

    def _publish(self, snapshot: Snapshot, recorded: Recorded) -> None:
        self._snapshots[snapshot.revision] = self._snapshot = snapshot
        self._snapshots.pop(snapshot.revision - KEPT_SNAPSHOTS, None)
        for watcher in tuple(self._watchers):
            watcher(recorded)
