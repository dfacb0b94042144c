"""The proof that graph and journal agree: the journal replayed from nothing and held against the graph.

Whether the facts keep the rules is not asked here: `queries.checks.check` does.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from graph.apply import restate, work_out
from graph.change import Recorded
from graph.errors import RuleViolated, Unavailable
from graph.record.bolt import BoltStore
from graph.record.comparing import Difference, DifferenceKind, differences
from graph.record.journal import Unreadable, read_journal
from graph.snapshot import Snapshot

TRIES = 5
"""How often all is read anew because somebody wrote meanwhile."""


@dataclass(frozen=True, slots=True)
class _Chain:
    """What holds the journal together: the heads, the revisions there are, the NEXT steps between them."""

    heads: list[Any]
    revisions: list[Any]
    steps: list[Any]

    @property
    def numbers(self) -> list[int]:
        """The revisions that are numbers, ascending, each once."""
        return sorted({r for r in self.revisions if isinstance(r, int) and r > 0})


async def prove(store: BoltStore) -> list[Difference]:
    """Replay the journal from nothing and name all in which the graph differs: journal first, then fact by fact.

    Empty: the revisions run from 1 without a gap, the head is the last of them, each follows from the one before, and
    the graph is what they lead to.  Raises Unavailable if others write all the while.  Cost: all is read once.
    """
    for _ in range(TRIES):
        chain = await _chain(store)
        model, faults = await _replayed(store, chain.numbers)
        found = [each async for each in differences(store, model)]
        if await _chain(store) == chain:
            return [*_unsound(chain), *faults, *found]
    raise Unavailable("Others kept writing while graph and journal were compared. Try again. 其间一直有人写入，请重试")


async def _chain(store: BoltStore) -> _Chain:
    heads = await store.query("MATCH (h:Head) RETURN h.revision AS row")
    revisions = await store.query("MATCH (c:Change) RETURN c.revision AS row ORDER BY row")
    steps = await store.query(
        "MATCH (a:Change)-[:NEXT]->(b:Change) WITH [a.revision, b.revision] AS row RETURN row ORDER BY row"
    )
    return _Chain(*([each["row"] for each in rows] for rows in (heads, revisions, steps)))


def _unsound(chain: _Chain) -> Iterator[Difference]:
    numbers = chain.numbers
    last = max(numbers, default=0)
    if chain.heads != [last]:
        said = " and ".join(str(head) for head in chain.heads) or "nothing"
        yield _amiss(f"The head says {said}; the newest change is revision {last}. 头指针与台账不符")
    for revision, count in (Counter(map(str, chain.revisions)) - Counter(map(str, numbers))).items():
        yield _amiss(f"{count} changes too many say that they are revision {revision}. 版本号有误", revision)
    for a, b in pairwise((0, *numbers)):
        if b != a + 1:
            yield _amiss(f"Nothing stands between revision {a} and revision {b}. 版本缺失", a + 1)
    wanted, found = Counter(pairwise(numbers)), Counter(map(tuple, chain.steps))
    for a, b in wanted - found:
        yield _amiss(f"No NEXT leads from change {a} to change {b}. 台账链断开", b)
    for a, b in found - wanted:
        yield _amiss(f"A NEXT that should not be leads from change {a} to change {b}. 台账链多余", b)


async def _replayed(store: BoltStore, revisions: Iterable[int]) -> tuple[Snapshot, list[Difference]]:
    snapshot, faults = Snapshot.empty(), list[Difference]()
    async for entry in read_journal(store, revisions):
        if isinstance(entry, Unreadable):
            faults.append(_amiss(f"Revision {entry.revision} can't be replayed: {entry.why}. 无法重放", entry.revision))
            continue
        snapshot = _next(snapshot, entry, faults)
    return snapshot, faults


def _next(snapshot: Snapshot, recorded: Recorded, faults: list[Difference]) -> Snapshot:
    try:
        step = work_out(snapshot, recorded.change.operations)
    except RuleViolated as error:
        faults.append(_amiss(f"Revision {recorded.revision} can't be replayed: {error} 无法重放", recorded.revision))
        return restate(snapshot, recorded)
    if step.was != recorded.was:
        what = "says that it replaced other facts than the changes before it leave"
        faults.append(_amiss(f"Revision {recorded.revision} {what}. 被替换的内容不符", recorded.revision))
    return step.after


def _amiss(message: str, revision: object = None) -> Difference:
    return Difference(DifferenceKind.JOURNAL, None if revision is None else str(revision), message)
