"""Backups of tests: sealed with a key of their own, written, opened, restored."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from graph.change import Recorded
from graph.decisions.decision import Decision
from graph.facts import FactId
from graph.record import backup_writing, restoring
from graph.record.backup import Backup, Contents, open_backup
from graph.record.backup_seal import SealKey, SealKeys
from graph.record.backup_writing import BackupWriter
from graph.record.bolt import BoltStore

KEY = SealKey(bytes(range(32)))
KEYS = SealKeys((KEY,))


def opened(path: Path) -> Backup:
    """A backup, verified with the key of tests."""
    return open_backup(path, KEYS)


def verify_backup(path: Path) -> Contents:
    """What a backup holds, if it is sound."""
    return opened(path).contents


def read_backup(path: Path) -> Iterator[Recorded]:
    """The changes of a backup that is sound."""
    return opened(path).changes()


def read_decisions(path: Path) -> Iterator[Decision]:
    """The decisions of a backup that is sound."""
    return opened(path).decisions()


def write_backup(recorded: Iterable[Recorded], path: Path, revision: int, decisions: Sequence[Decision] = ()) -> None:
    """Write a backup, sealed with the key of tests."""
    backup_writing.write_backup(recorded, path, KEY, revision, decisions)


def writing(path: Path, announced: Contents) -> AbstractContextManager[BackupWriter]:
    """A writer, that seals with the key of tests."""
    return backup_writing.writing(path, announced, KEY)


async def nobody_notes(people: Collection[FactId]) -> None:
    """The access log of tests that are about something else."""
    assert not isinstance(people, str)


async def backup(store: BoltStore, path: Path) -> Contents:
    """Write a record to a backup, sealed with the key of tests."""
    return await restoring.backup(store, path, KEY, nobody_notes)


async def restore(store: BoltStore, path: Path, *, resume: bool = False) -> Contents:
    """Bring a backup that is sound into a record."""
    return await restoring.restore(store, opened(path), resume=resume)
