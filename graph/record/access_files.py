"""The files of the access log: a process appends to one of its own; whoever comes later reads those of the dead.

    accesses/20261124T093000Z-4711-9f3c2a1b.lock             held by the operating system's lock while the process lives
    accesses/20261124T093000Z-4711-9f3c2a1b.000000001.log    its links from the first on, one a line
    accesses/20261124T093000Z-4711-9f3c2a1b.000004097.log    and from the 4,097th on
    accesses/marks.log                                       how far chains had come when their files were removed

A line that is whole was logged, whatever became of its process: what was written in part only has no line feed, and its
access was never shown.  This module knows files alone; it blocks, and is for a thread of its own.
"""

import fcntl
import logging
import os
import re
import secrets
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import orjson

from graph.access.chain import Link, Mark, first_mark, marks_in, next_link, plain_link, read_link
from graph.access.grants import Access

LONGEST_SEGMENT = 4 << 20
"""Bytes after which a process goes on in another file, so that the first can be removed once it is moved."""

LONGEST_LINE = 8 << 20
"""Bytes.  Ours are far shorter: a longer one was not written by us."""

SEGMENT = re.compile(r"(?P<chain>[0-9A-Za-z-]{8,60})\.(?P<first>\d{9,15})\.log")

MARKS = "marks.log"

log = logging.getLogger("wangge")


class ChainFile:
    """The files of this process's chain, open at their end."""

    def __init__(self, folder: Path, chain: str, lock: int, begun: datetime, *, sync: bool) -> None:
        self.folder = folder
        self.chain = chain
        self.mark = first_mark(chain, begun)
        self.length = 0
        """Bytes of the newest segment that are whole lines."""
        self._lock = lock
        self._sync = sync
        self._file: int | None = None
        self._newest = ""

    @staticmethod
    def begin(folder: Path, now: datetime, *, sync: bool) -> "ChainFile":
        """Begin a chain.  Raises OSError if its folder can't be written."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        chain = f"{now:%Y%m%dT%H%M%SZ}-{os.getpid()}-{secrets.token_hex(4)}"
        # Nobody may see the lock before it is held: its holder would be taken for dead.
        draft = folder / f"{chain}.lock.new"
        lock = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            draft.rename(_lock_path(folder, chain))
        except OSError:
            os.close(lock)
            draft.unlink(missing_ok=True)
            raise
        return ChainFile(folder, chain, lock, now, sync=sync)

    def append(self, at: datetime, entries: Sequence[Access]) -> Link:
        """Write accesses as the next link, whole or not at all.  Raises OSError; the next try begins afresh."""
        link = next_link(self.mark, at, entries)
        line = orjson.dumps(plain_link(link)) + b"\n"
        file = self._open(link)
        try:
            _write_all(file, line)
        except OSError:
            self._take_back(file)
            raise
        self.length += len(line)
        self.mark = link.mark
        if self._sync:
            os.fsync(file)
        return link

    def is_gone(self) -> bool:
        """Whether somebody has removed or moved the files: what is written there now, nobody would find."""
        lies_there = [_lies_at(_lock_path(self.folder, self.chain), self._lock)]
        if self._file is not None:
            lies_there.append(_lies_at(self.folder / self._newest, self._file))
        return not all(lies_there)

    def close(self) -> None:
        """Write no more.  The lock goes with the process, or with what is left of the chain."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
        os.close(self._lock)

    def _open(self, link: Link) -> int:
        if self._file is not None and self.length < LONGEST_SEGMENT:
            return self._file
        name = f"{self.chain}.{link.number:09d}.log"
        # A file may be there that was opened, and then could not be written: nothing of it was logged.
        file = os.open(self.folder / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600)
        if self._file is not None:
            os.close(self._file)
        self._file, self._newest, self.length = file, name, 0
        return file

    def _take_back(self, file: int) -> None:
        """Cut off what was written of a line.  Where even that fails go on in another file."""
        try:
            os.ftruncate(file, self.length)
        except OSError:
            os.close(file)
            self._file = None


def _lies_at(path: Path, file: int) -> bool:
    """Whether an open file is the one of a path."""
    try:
        return os.path.samestat(path.stat(), os.fstat(file))
    except FileNotFoundError:
        return False


def _write_all(file: int, line: bytes) -> None:
    rest = memoryview(line)
    while rest:
        rest = rest[os.write(file, rest) :]


# -- reading -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class Segment:
    """A file of a chain, that begins with the link `first`."""

    chain: str
    first: int
    path: Path


def segments(folder: Path) -> dict[str, list[Segment]]:
    """The files of every chain, in their order.  Raises OSError if the folder can't be read."""
    found: dict[str, list[Segment]] = {}
    if not folder.is_dir():
        return found
    for path in folder.iterdir():
        if name := SEGMENT.fullmatch(path.name):
            found.setdefault(name["chain"], []).append(Segment(name["chain"], int(name["first"]), path))
    return {chain: sorted(each) for chain, each in sorted(found.items())}


@dataclass(slots=True)
class Reading:
    """A place in the files of a chain: `links` reads on from there, whole lines only."""

    folder: Path
    chain: str
    after: int = 0
    """The number of the last link that was read."""
    _file: int = 0
    _place: int = 0
    _damaged: set[Path] = field(default_factory=set)

    def links(self, most_bytes: int) -> list[Link]:
        """The next links, as many as `most_bytes` of text hold, or one that is longer; empty: no more are there yet.

        A line that makes no sense is passed over, with a word in the log, and its file is kept.
        """
        for segment in segments(self.folder).get(self.chain, ()):
            if segment.first < self._file:
                continue
            if segment.first > self._file:
                self._file, self._place = segment.first, 0
            while lines := self._lines(segment.path, most_bytes):
                if found := [link for line in lines if (link := self._link(segment.path, line)) is not None]:
                    self.after = found[-1].number
                    return found
        return []

    def _lines(self, path: Path, most_bytes: int) -> list[bytes]:
        try:
            with path.open("rb") as file:
                file.seek(self._place)
                text = file.read(most_bytes)
                if text and b"\n" not in text:
                    text += file.readline(LONGEST_LINE)
        except FileNotFoundError:  # its process has moved it meanwhile
            return []
        end = text.rfind(b"\n") + 1 or (len(text) if len(text) >= LONGEST_LINE else 0)
        self._place += end
        return text[:end].splitlines()

    def _link(self, path: Path, line: bytes) -> Link | None:
        try:
            link = read_link(orjson.loads(line))
        except (ValueError, TypeError, AttributeError):
            link = None
        if link is not None and link.chain == self.chain:
            return link
        if path not in self._damaged:
            log.error("The access log %s has a line that is no link of its chain; the file is kept.", path)
        self._damaged.add(path)
        return None

    def drop_read(self, *, to_the_end: bool) -> bool:
        """Remove the files that are behind; `to_the_end`: the one at hand too.  Whether none is left."""
        left = False
        for segment in segments(self.folder).get(self.chain, ()):
            if segment.first > self._file or (segment.first == self._file and not to_the_end):
                left = True
            elif segment.path in self._damaged:
                segment.path.rename(segment.path.with_suffix(".damaged"))
            else:
                segment.path.unlink(missing_ok=True)
        return not left


def take_over(folder: Path, chain: str) -> int | None:
    """The lock of a chain whose process is dead, to be given back by `release`; None: it lives, or another has it."""
    lock = os.open(_lock_path(folder, chain), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return None
    return lock


def release(folder: Path, chain: str, lock: int, *, finished: bool) -> None:
    """Give the lock of a chain back; with `finished` nothing is left of it to be locked."""
    if finished:
        _lock_path(folder, chain).unlink(missing_ok=True)
    os.close(lock)


def clear_locks(folder: Path) -> None:
    """Remove the locks of the dead that have no files: of processes that logged nothing."""
    chains = segments(folder)
    for path in folder.glob("*.lock*") if folder.is_dir() else ():
        chain = path.name.partition(".")[0]
        if chain in chains:
            continue
        with suppress(OSError):
            lock = os.open(path, os.O_RDWR)
            with suppress(BlockingIOError):
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink(missing_ok=True)
            os.close(lock)


def _lock_path(folder: Path, chain: str) -> Path:
    return folder / f"{chain}.lock"


# -- marks -------------------------------------------------------------------------------------------------------------


def note_marks(folder: Path, marks: Sequence[Mark]) -> None:
    """Note how far chains have come, beside their files."""
    if not marks:
        return
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = os.open(folder / MARKS, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        _write_all(file, "".join(f"{mark}\n" for mark in marks).encode())
    finally:
        os.close(file)


def noted_marks(path: Path) -> Iterator[Mark]:
    """The marks that a file of text names: ours, or the log of a service."""
    if path.is_file():
        with path.open(encoding="utf-8", errors="replace") as lines:
            yield from marks_in(lines)
