"""The access log at the command line: what goes into files is logged, and the log is held against what was noted."""

import os
import pwd
import uuid
from collections.abc import AsyncIterator, Collection, Iterable, Iterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from graph.access.chain import Mark
from graph.access.grants import Access, AccessSource
from graph.errors import InvalidInput, Unavailable
from graph.facts import FactId
from graph.record.access_files import MARKS, noted_marks
from graph.record.access_log import AccessLog
from graph.record.access_rows import AccessRows
from graph.record.auditing import Audit, audit
from graph.record.backup import is_packed, open_backup
from graph.record.backup_key import KeyFile
from graph.record.bolt import BoltStore
from graph.record.security import ACCESSES
from graph.record.settings import RecordSettings


class Logged:
    """The access log while a command runs."""

    def __init__(self, settings: RecordSettings, store: BoltStore) -> None:
        self._actor = settings.actor
        self.folder = settings.data / ACCESSES
        self.rows = AccessRows(store)
        self.log = AccessLog(self.folder, sync=settings.access_log_sync)

    async def note(self, source: AccessSource, operation: str, people: Collection[FactId]) -> None:
        """Log of whom personal data is about to be written to a file.  Raises NotLogged: then it must not be."""
        if not people:
            return
        access = Access(
            at=datetime.now(UTC),
            key=f"os:{user()}",
            key_name=self._actor,
            request=uuid.uuid4().hex[:16],
            operation=operation,
            people=tuple(sorted(people)),
            source=source,
        )
        await self.log.record(access)

    async def prove(self, marks: Iterable[Mark] = ()) -> Audit:
        """Move what is still in files, then follow every chain; hold it against these marks and those noted here."""
        await self.log.move_all(self.rows)
        return await audit(self.rows, [*noted_marks(self.folder / MARKS), *marks], datetime.now(UTC))

    async def marks(self) -> list[Mark]:
        """How far each chain has come, with what was still in files."""
        await self.log.move_all(self.rows)
        return [chain.newest for chain in await self.rows.chains()]


@asynccontextmanager
async def logged(settings: RecordSettings, store: BoltStore) -> AsyncIterator[Logged]:
    """The access log for a command; what it logged is moved into Neo4j at its end."""
    log = Logged(settings, store)
    try:
        yield log
    finally:
        with suppress(Unavailable):
            await log.log.close(log.rows)


def user() -> str:
    """The operating system's user, as it knows them; what the environment says may be anything."""
    with suppress(KeyError):
        return pwd.getpwuid(os.getuid()).pw_name
    return str(os.getuid())


def marks_of(path: Path, keys: KeyFile) -> Iterator[Mark]:
    """The marks in a backup, or in a text such as a service's log.  Raises InvalidInput if there are none."""
    if is_packed(path):
        found = [chain.newest for chain in open_backup(path, keys.known()).chains()]
    else:
        found = list(noted_marks(path))
    if not found:
        raise InvalidInput(f"{path} says nothing of how far the access log had come. 文件中没有查阅日志的标记")
    yield from found
