"""The record to a backup file, and from one into an empty record: the same facts, links, journal and decisions."""

import asyncio
from pathlib import Path

from graph.apply import apply, before, replay, touched
from graph.backup import Contents, read_backup, verify_backup, writing
from graph.change import Recorded
from graph.errors import InvalidInput, RuleViolated, Unavailable
from graph.invariants import LATER_RULES
from graph.live import HeadMovedError
from graph.snapshot import Snapshot
from graph.store.bolt import BoltStore
from graph.store.carrying import bring_decisions, check_same_decisions, decisions_of, in_order, rehearse_decisions
from graph.store.decisions import DecisionStore
from graph.store.journal import Unreadable, read_journal
from graph.store.shape import SHAPES, NodeShape


async def backup(store: BoltStore, path: Path) -> Contents:
    """Write the whole journal, and every decision, to a file; how many of each.

    Changes and decisions made meanwhile are not in it: it is the record as of the revision at which it began.  Raises
    InvalidInput if the file can't be written, Unavailable if the record is damaged; an older file is kept then.
    """
    keeper = DecisionStore(store)
    ids = in_order(await keeper.listed())
    contents = Contents(await store.head(), len(ids))  # after the decisions: each rests on a revision that is there
    with writing(path, contents) as writer:
        async for entry in read_journal(store, range(1, contents.changes + 1)):
            await asyncio.to_thread(writer.add, _sound(entry))
        async for decision in decisions_of(keeper, ids):
            writer.add_decision(decision)
    return contents


async def restore(store: BoltStore, path: Path, *, resume: bool = False) -> Contents:
    """Bring a backup into an empty record; how many changes and decisions it holds.

    Nothing is written before the whole file is verified and each of its changes applied in memory, every rule checked
    but those that may have come after the changes: what breaks them is restored, and `wangge check` finds it.  Then
    they are written one by one, each whole or not at all, and the decisions after them.  Where that is interrupted the
    record holds the first so many; `resume` goes on from there if they are those of this file.  To start over, empty
    the database instead.

    Raises InvalidInput if the record is not empty or the backup will not do, Unavailable if writing stopped half way.
    """
    contents = await asyncio.to_thread(verify_backup, path)
    keeper = DecisionStore(store)
    done = await store.head()
    if done:
        await _check_same_beginning(store, path, done, contents.changes, resume=resume)
        await check_same_decisions(keeper, path)
    else:
        await _check_empty(store)
    await asyncio.to_thread(_rehearse, path)
    await _write(store, path, done, contents.changes)
    await bring_decisions(keeper, path, contents.decisions)
    return contents


def _sound(entry: Recorded | Unreadable) -> Recorded:
    if isinstance(entry, Unreadable):
        message = f"Revision {entry.revision} of the journal is damaged: {entry.why}. 台账已损坏"
        raise Unavailable(message)
    return entry


# -- where to ----------------------------------------------------------------------------------------------------------


async def _check_empty(store: BoltStore) -> None:
    labels = ["Change", "Decision", *(shape.label for shape in SHAPES.values() if isinstance(shape, NodeShape))]
    rows = await store.query(
        "MATCH (n) WHERE any(label IN labels(n) WHERE label IN $labels) RETURN count(n) AS count", labels=labels
    )
    if count := rows[0]["count"]:
        message = (
            f"The database holds {count:,} nodes of an organisation, though no revision: restore into an empty one. "
            "数据库非空"
        )
        raise InvalidInput(message)


async def _check_same_beginning(store: BoltStore, path: Path, done: int, last: int, *, resume: bool) -> None:
    if not resume:
        message = (
            f"The record is at revision {done}; a backup is restored into an empty one only. Name another data folder "
            "or database; or, if this is what an interrupted restore of the same file left, resume it. 数据库非空"
        )
        raise InvalidInput(message)
    if done > last:
        raise InvalidInput(f"The record is at revision {done}, past the {last} of {path}: nothing to resume. 无可续传")
    saved = read_backup(path)
    async for entry in read_journal(store, range(1, done + 1)):
        if next(saved) != entry:
            message = (
                f"Revision {entry.revision} of the record is another than that in {path}, so it can't be resumed; "
                "empty the database and start over. 内容不一致，请清空后重新恢复"
            )
            raise InvalidInput(message)


# -- what ------------------------------------------------------------------------------------------------------------


def _rehearse(path: Path) -> None:
    snapshot = Snapshot.empty()
    for recorded in read_backup(path):
        if before(snapshot, recorded.change) != recorded.was:
            message = (
                f"Revision {recorded.revision} in {path} does not fit the ones before it: it says that it replaced "
                "other facts than they leave. Nothing was restored. 前后不一致，未恢复任何内容"
            )
            raise InvalidInput(message)
        try:
            snapshot = apply(snapshot, recorded.change, leaving_out=LATER_RULES)
        except RuleViolated as error:
            message = (
                f"Revision {recorded.revision} in {path} breaks rules, so nothing was restored: {error} 未恢复任何内容"
            )
            raise InvalidInput(message) from error
    rehearse_decisions(path)


async def _write(store: BoltStore, path: Path, done: int, last: int) -> None:
    snapshot = Snapshot.empty()
    for recorded in read_backup(path):
        after = replay(snapshot, recorded.change)
        if recorded.revision > done:
            await _append(store, recorded, snapshot, after, last)
        snapshot = after


async def _append(store: BoltStore, recorded: Recorded, snapshot: Snapshot, after: Snapshot, last: int) -> None:
    try:
        await store.append(recorded, touched(snapshot, recorded.change), after)
    except (HeadMovedError, Unavailable) as error:
        why = "Somebody else wrote to the record." if isinstance(error, HeadMovedError) else str(error)
        message = (
            f"{why} Restoring stopped after revision {recorded.revision - 1} of {last}: resume it, or empty the "
            "database and start over. 恢复中断，可续传或清空后重来"
        )
        raise Unavailable(message) from error
