"""The record to a backup file, and from one into an empty record: the same facts, journal, decisions and access log."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from pathlib import Path

from graph.apply import check, work_out
from graph.change import Put, Recorded
from graph.errors import InvalidInput, RuleViolated, Unavailable
from graph.facts import FactId, Person
from graph.live import HeadMovedError
from graph.record.access_rows import AccessRows
from graph.record.backup import Backup, Contents
from graph.record.backup_seal import SealKey
from graph.record.backup_writing import BackupWriter, writing
from graph.record.bolt import BoltStore
from graph.record.carrying import bring_decisions, check_same_decisions, decisions_of, in_order, rehearse_decisions
from graph.record.carrying_accesses import bring_accesses, rehearse_accesses, write_accesses
from graph.record.decisions import DecisionStore
from graph.record.journal import Unreadable, read_journal
from graph.record.shape import SHAPES, NodeShape
from graph.rules.invariants import LATER_RULES, STRICTER_RULES
from graph.snapshot import Snapshot
from graph.step import Step

Note = Callable[[Collection[FactId]], Awaitable[None]]
"""Logs of whom personal data is written, before it is."""


async def backup(store: BoltStore, path: Path, key: SealKey, note: Note) -> Contents:
    """Write the whole journal, every decision and the access log to a file sealed with a key; how many of each.

    Changes and decisions made meanwhile are not in it: it is the record as of the revision at which it began.  `note`
    hears whose data is in it before there is such a file, and its word is part of the access log that is written.
    Raises InvalidInput if the file can't be written, Unavailable if the record is damaged, whatever `note` raises; an
    older file is kept then.
    """
    keeper = DecisionStore(store)
    ids = in_order(await keeper.listed())
    contents = Contents(await store.head(), len(ids))  # after the decisions: each rests on a revision that is there
    with writing(path, contents, key) as writer:
        await note(await _write_changes(store, writer, contents.changes))
        async for decision in decisions_of(keeper, ids):
            writer.add_decision(decision)
        links = await write_accesses(AccessRows(store), writer)
    return contents._replace(links=links)


async def _write_changes(store: BoltStore, writer: BackupWriter, last: int) -> set[FactId]:
    """Write the journal; the people who are in it."""
    people = set[FactId]()
    async for entry in read_journal(store, range(1, last + 1)):
        recorded = _sound(entry)
        await asyncio.to_thread(writer.add, recorded)
        puts = (operation.fact for operation in recorded.change.operations if isinstance(operation, Put))
        people.update(fact.id for fact in puts if isinstance(fact, Person))
    return people


async def restore(store: BoltStore, saved: Backup, *, resume: bool = False) -> Contents:
    """Bring a backup into an empty record; how much it holds.

    Nothing is written before each of its changes is applied in memory, every rule checked but those that may have come
    after the changes: what breaks them is restored, and `wangge check` finds it.  Then they are written one by one,
    each whole or not at all, then the decisions, then the access log.  Where that is interrupted the record holds the
    first so many; `resume` goes on from there if they are those of this file.  To start over, empty the database
    instead.

    Raises InvalidInput if the record is not empty or the backup will not do, Unavailable if writing stopped half way.
    """
    keeper = DecisionStore(store)
    done = await store.head()
    if done:
        await _check_same_beginning(store, saved, done, resume=resume)
        await check_same_decisions(keeper, saved)
    else:
        await _check_empty(store)
    await asyncio.to_thread(rehearse, saved)
    await _write(store, saved, done)
    await bring_decisions(keeper, saved)
    await bring_accesses(AccessRows(store), saved)
    return saved.contents


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


async def _check_same_beginning(store: BoltStore, backup: Backup, done: int, *, resume: bool) -> None:
    if not resume:
        message = (
            f"The record is at revision {done}; a backup is restored into an empty one only. Name another data folder "
            "or database; or, if this is what an interrupted restore of the same file left, resume it: --resume. "
            "数据库非空"
        )
        raise InvalidInput(message)
    path, last = backup.path, backup.contents.changes
    if done > last:
        raise InvalidInput(f"The record is at revision {done}, past the {last} of {path}: nothing to resume. 无可续传")
    saved = backup.changes()
    async for entry in read_journal(store, range(1, done + 1)):
        if next(saved) != entry:
            message = (
                f"Revision {entry.revision} of the record is another than that in {path}, so it can't be resumed; "
                "empty the database and start over. 内容不一致，请清空后重新恢复"
            )
            raise InvalidInput(message)


# -- what ------------------------------------------------------------------------------------------------------------


def rehearse(saved: Backup) -> None:
    """See that all of a backup can be put into a record: every rule is checked.  Raises InvalidInput."""
    snapshot, path = Snapshot.empty(), saved.path
    for recorded in saved.changes():
        try:
            step = work_out(snapshot, recorded.change.operations)
            if step.was != recorded.was:
                message = (
                    f"Revision {recorded.revision} in {path} does not fit the ones before it: it says that it replaced "
                    "other facts than they leave. Nothing was restored. 前后不一致，未恢复任何内容"
                )
                raise InvalidInput(message)
            check(step, leaving_out=LATER_RULES | STRICTER_RULES)
        except RuleViolated as error:
            message = (
                f"Revision {recorded.revision} in {path} breaks rules, so nothing was restored: {error} 未恢复任何内容"
            )
            raise InvalidInput(message) from error
        snapshot = step.after
    rehearse_decisions(saved)
    rehearse_accesses(saved)


async def _write(store: BoltStore, saved: Backup, done: int) -> None:
    snapshot = Snapshot.empty()
    for recorded in saved.changes():
        step = work_out(snapshot, recorded.change.operations)
        if recorded.revision > done:
            await _append(store, recorded, step, saved.contents.changes)
        snapshot = step.after


async def _append(store: BoltStore, recorded: Recorded, step: Step, last: int) -> None:
    try:
        await store.append(recorded, step.changed, step.after)
    except (HeadMovedError, Unavailable) as error:
        why = "Somebody else wrote to the record." if isinstance(error, HeadMovedError) else str(error)
        message = (
            f"{why} Restoring stopped after revision {recorded.revision - 1} of {last}: resume it, or empty the "
            "database and start over. 恢复中断，可续传或清空后重来"
        )
        raise Unavailable(message) from error
