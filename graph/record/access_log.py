"""The access log of this process: into its file before the answer leaves, from there into Neo4j in the background."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from graph.access.grants import Access, NotLogged
from graph.record.access_files import ChainFile, Reading, clear_locks, note_marks, release, segments, take_over
from graph.record.access_rows import AccessRows

GATHER_S = 0.002
"""How long the first of several waits for others: they share one write."""

WRITE_WITHIN_S = 2.0
"""After so long a file that does not take an access counts as one that can't be written."""

MOST_WAITING = 5_000
"""Accesses that wait for a file; beyond them none is taken."""

MOST_ENTRIES = 100
MOST_PEOPLE = 1_000
"""Of a link; an access of more people becomes several."""

LONGEST_TEXT = 100
"""Characters of the name of an operation, of a request, of who asked."""

MOVED_AT_ONCE = 16 << 10
"""Bytes of links that are sent to Neo4j together: few, so that others don't wait for that to be packed."""

T = TypeVar("T")

log = logging.getLogger("wangge")


@dataclass(slots=True)
class _Waiting:
    """An access that is to be written, and who waits for that."""

    access: Access
    written: "asyncio.Future[None]"


class AccessLog:
    """The accesses of this process, in a chain of its own; it begins with the first of them."""

    def __init__(
        self, folder: Path, *, sync: bool = False, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self.folder = folder
        self._sync = sync
        self._now = now
        self._file: ChainFile | None = None
        self._reading: Reading | None = None
        self._waiting: list[_Waiting] = []
        self._writing: asyncio.Task[None] | None = None
        self._failed = False
        self._closed = False
        self._moving = asyncio.Lock()
        self._disk = ThreadPoolExecutor(1, thread_name_prefix="access-log")
        """One thread for the files: a disk that hangs holds up nobody else."""

    # -- into the file -------------------------------------------------------------------------------------------------

    async def record(self, access: Access) -> None:
        """Return once an access is in the file.  Raises NotLogged if it can't be written, or not in time."""
        if self._closed:
            raise _not_logged("the service is ending")
        parts = list(_parts(access))
        if len(self._waiting) + len(parts) > MOST_WAITING:
            raise _not_logged(f"{len(self._waiting)} others wait for it")
        loop = asyncio.get_running_loop()
        waiting = [_Waiting(part, loop.create_future()) for part in parts]
        self._waiting += waiting
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        try:
            async with asyncio.timeout(WRITE_WITHIN_S):
                for each in waiting:
                    await each.written
        except TimeoutError:
            raise _not_logged(f"it has not been written within {WRITE_WITHIN_S:g} s") from None
        finally:
            self._forget(waiting)

    def _forget(self, waiting: list[_Waiting]) -> None:
        """Let go of what its caller waits for no longer."""
        for each in waiting:
            if not each.written.done():
                each.written.cancel()
            elif not each.written.cancelled():
                each.written.exception()  # looked at
        if any(each.written.cancelled() for each in waiting):
            self._waiting = [each for each in self._waiting if not each.written.done()]

    async def _write(self) -> None:
        await asyncio.sleep(GATHER_S)
        while self._waiting:
            batch = self._next_batch()
            try:
                await self._on_disk(partial(self._append, [each.access for each in batch]))
            except Exception as error:
                self._say_failed(error)
                for each in batch:
                    if not each.written.done():
                        each.written.set_exception(_not_logged(getattr(error, "strerror", None) or str(error)))
            else:
                self._say_written()
                for each in batch:
                    if not each.written.done():
                        each.written.set_result(None)

    def _next_batch(self) -> list[_Waiting]:
        people, size = 0, 0
        for each in self._waiting[:MOST_ENTRIES]:
            people += len(each.access.people)
            if size and people > MOST_PEOPLE:
                break
            size += 1
        batch, self._waiting = self._waiting[:size], self._waiting[size:]
        return batch

    def _append(self, entries: list[Access]) -> None:
        """Write a link.  In the thread of the files."""
        if self._file is not None and self._file.is_gone():
            log.error("The access log %s was removed while it was written; another is begun.", self._file.chain)
            with suppress(OSError):
                note_marks(self.folder, [self._file.mark])
            self._file.close()
            self._file = None
        if self._file is None:
            self._file = ChainFile.begin(self.folder, self._now(), sync=self._sync)
            self._reading = Reading(self.folder, self._file.chain)
        self._file.append(self._now(), entries)

    def _say_failed(self, error: Exception) -> None:
        if not self._failed:
            log.error("The access log in %s can't be written, so contacts are masked: %s", self.folder, error)
        self._failed = True

    def _say_written(self) -> None:
        if self._failed:
            log.warning("The access log in %s is written again.", self.folder)
        self._failed = False

    # -- into Neo4j ----------------------------------------------------------------------------------------------------

    async def move(self, rows: AccessRows) -> int:
        """Move what is in this process's file into Neo4j; how many links.  Raises Unavailable."""
        async with self._moving:
            return await self._move_own(rows)

    async def move_all(self, rows: AccessRows) -> int:
        """Move what is in anybody's files into Neo4j; those of the dead are removed.  Raises Unavailable."""
        async with self._moving:
            moved = await self._move_own(rows)
            own = None if self._file is None else self._file.chain
            for chain in await self._on_disk(lambda: segments(self.folder)):
                if chain != own:
                    moved += await self._move_other(rows, chain)
            await self._on_disk(lambda: clear_locks(self.folder))
            return moved

    async def _move_own(self, rows: AccessRows) -> int:
        reading = self._reading
        if reading is None:
            return 0
        moved = await self._move_read(rows, reading)
        await self._on_disk(lambda: reading.drop_read(to_the_end=False))
        return moved

    async def _move_other(self, rows: AccessRows, chain: str) -> int:
        lock = await self._on_disk(lambda: take_over(self.folder, chain))
        reading = Reading(self.folder, chain)
        finished = False
        try:
            moved = await self._move_read(rows, reading)
            if lock is not None:
                if (newest := await rows.mark(chain)) is not None:
                    await self._on_disk(lambda: note_marks(self.folder, [newest]))
                finished = await self._on_disk(lambda: reading.drop_read(to_the_end=True))
        finally:
            if lock is not None:
                release(self.folder, chain, lock, finished=finished)
        return moved

    async def _move_read(self, rows: AccessRows, reading: Reading) -> int:
        """Move the links that are still to be read; half of the time is left to others."""
        moved = 0
        while links := await self._on_disk(lambda: reading.links(MOVED_AT_ONCE)):
            began = time.monotonic()
            await rows.keep(links)
            moved += len(links)
            await asyncio.sleep(time.monotonic() - began)
        return moved

    async def note_mark(self) -> None:
        """Note beside the files how far this process's chain has come."""
        file = self._file
        if file is not None and file.mark.number:
            with suppress(OSError):
                await self._on_disk(lambda: note_marks(self.folder, [file.mark]))

    async def close(self, rows: AccessRows | None) -> None:
        """Write what waits, move it if Neo4j is there, and leave no file where all of it was moved."""
        self._closed = True
        if self._writing is not None:
            await asyncio.wait([self._writing])
        try:
            if rows is not None:
                await self.move(rows)
                await self._on_disk(self._remove)
        finally:
            if self._file is not None:
                self._file.close()
            self._file = self._reading = None
            self._disk.shutdown(wait=False)

    def _remove(self) -> None:
        if self._file is not None and self._reading is not None:
            note_marks(self.folder, [self._file.mark])
            if self._reading.drop_read(to_the_end=True):
                (self.folder / f"{self._file.chain}.lock").unlink(missing_ok=True)

    def _on_disk(self, work: Callable[[], T]) -> Awaitable[T]:
        return asyncio.get_running_loop().run_in_executor(self._disk, work)


def _parts(access: Access) -> Iterator[Access]:
    """An access as it is logged: texts of a length and characters that can be kept, people by the thousand."""
    clean = replace(
        access,
        key=_clean(access.key),
        key_name=_clean(access.key_name),
        request=_clean(access.request),
        operation=_clean(access.operation),
    )
    if len(access.people) <= MOST_PEOPLE:
        yield clean
        return
    for start in range(0, len(access.people), MOST_PEOPLE):
        yield replace(clean, people=access.people[start : start + MOST_PEOPLE])


def _clean(text: str) -> str:
    return "".join(character if character.isprintable() else "�" for character in text[:LONGEST_TEXT])


def _not_logged(why: str) -> NotLogged:
    return NotLogged(
        f"The access log can't be written ({why}), so contacts are not shown. See the disk and the rights of the "
        "folder accesses in WANGGE_DATA. 查阅日志无法写入，联系方式已隐藏"
    )
