"""The record to a sealed file, that file proved, and the record built from one."""

from collections.abc import Collection
from pathlib import Path

from app.auditing import logged
from graph.access.grants import AccessSource
from graph.facts import FactId
from graph.record import restoring
from graph.record.backup import Backup, Contents, open_backup
from graph.record.backup_key import KeyFile
from graph.record.opening import OpenRecord
from graph.record.settings import RecordSettings


def key_file(settings: RecordSettings) -> KeyFile:
    """The file of the keys that seal backups and verify them."""
    return KeyFile.of(settings.data, settings.backup_key)


async def write(settings: RecordSettings, record: OpenRecord, file: Path) -> tuple[Contents, str]:
    """Write the whole record to `file`; what is in it, and the id of the key that seals it."""
    sealing = key_file(settings).for_sealing()
    async with logged(settings, record.store) as log:

        async def note(people: Collection[FactId]) -> None:
            await log.note(AccessSource.BACKUP, f"wangge backup {file.name}", people)
            await log.log.move_all(log.rows)

        written = await restoring.backup(record.store, file, sealing, note)
    return written, sealing.id


def opened(settings: RecordSettings, file: Path, *, trust_unsealed: bool = False) -> Backup:
    """A backup whose seal and every line have been verified.  Raises InvalidInput."""
    return open_backup(file, key_file(settings).known(), trust_unsealed=trust_unsealed)


def verify(settings: RecordSettings, file: Path) -> Contents:
    """See that a record can be built from a backup; what it holds.

    Its seal is verified with the keys known here, and all of it is put together in memory, every rule checked, as a
    restore does before it writes.  Raises InvalidInput.
    """
    saved = opened(settings, file)
    restoring.rehearse(saved)
    return saved.contents
