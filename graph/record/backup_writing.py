"""The record as one portable file, written: whole or not at all, sealed with a key, readable by its owner alone.

What stands in it `graph.record.backup` says.
"""

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import zip_longest
from pathlib import Path
from typing import BinaryIO

import orjson

from graph.access.chain import Link, plain_link, plain_mark
from graph.change import Recorded
from graph.codec import encode_operation
from graph.decisions.codec import plain_decision
from graph.decisions.decision import Decision
from graph.errors import InvalidInput
from graph.record.backup import FORMAT, LONGEST_LINE, VERSION, Contents, KeptChain
from graph.record.backup_seal import Sealer, SealKey
from graph.whole_files import whole_file

GZIP = 31
"""zlib's number for a gzip member."""

OPERATIONS_A_LINE = 1_000
TEXT_A_LINE = 1 << 20
"""Characters of operations; one that is longer stands alone."""


class Sealing:
    """Packs lines into an open file, and seals them."""

    def __init__(self, file: BinaryIO, key: SealKey) -> None:
        self._file = file
        self._zip = zlib.compressobj(wbits=GZIP)
        self._sealer = Sealer(key)

    def line(self, plain: Mapping[str, object]) -> None:
        """Write one line.  Raises InvalidInput for one too long to be read again."""
        line = orjson.dumps(plain) + b"\n"
        if len(line) > LONGEST_LINE:
            raise InvalidInput(f"A line of a backup has at most {LONGEST_LINE >> 20} MB, not {len(line) >> 20}. 行过长")
        self._put(self._zip.compress(line))

    def seal(self) -> None:
        """Write the seal; nothing can follow it."""
        self._put(self._zip.flush())
        self._file.write(self._sealer.seal())

    def _put(self, packed: bytes) -> None:
        self._sealer.update(packed)
        self._file.write(packed)


class BackupWriter:
    """Writes the changes 1 … and the decisions that were announced to an open file, then the access log.

    `finish` seals it.
    """

    def __init__(self, file: BinaryIO, announced: Contents, key: SealKey) -> None:
        self._sealing = Sealing(file, key)
        self._announced = announced
        self._next = 1
        self._decided = 0
        self._sealing.line(
            {
                "format": FORMAT,
                "version": VERSION,
                "revision": announced.changes,
                "changes": announced.changes,
                "decisions": announced.decisions,
            }
        )

    def add(self, recorded: Recorded) -> None:
        """Write the next change.  Raises InvalidInput if it is another than the next."""
        last = self._announced.changes
        if recorded.revision != self._next or recorded.revision > last:
            message = f"Revision {recorded.revision} came where {self._next} of {last} was due. 版本不连续"
            raise InvalidInput(message)
        if recorded.change.at.tzinfo is None:
            raise InvalidInput(f"Revision {recorded.revision} was decided at an instant without a zone. 时间缺少时区")
        for line in _change_lines(recorded):
            self._sealing.line(line)
        self._next += 1

    def add_decision(self, decision: Decision) -> None:
        """Write the next decision, after all changes; one that another takes the place of comes before that."""
        self._all_changes()
        self._decided += 1
        self._sealing.line({"decision": plain_decision(decision)})

    def add_chain(self, chain: KeptChain) -> None:
        """Write how far a chain of the access log has come, after all decisions and before any link."""
        plain: dict[str, object] = {"newest": plain_mark(chain.newest)}
        if chain.begins is not None and chain.cut_on is not None:
            plain |= {"begins": plain_mark(chain.begins), "cut_on": chain.cut_on.isoformat()}
        self._sealing.line({"chain": plain})

    def add_link(self, link: Link) -> None:
        """Write a link of the access log, after the one before it."""
        self._sealing.line({"link": plain_link(link)})

    def finish(self) -> None:
        """Seal the file.  Raises InvalidInput if changes or decisions are still wanting, or there are too many."""
        self._all_changes()
        if self._decided != self._announced.decisions:
            message = f"{self._decided} decisions came; {self._announced.decisions} were announced. 决定数不符"
            raise InvalidInput(message)
        self._sealing.seal()

    def _all_changes(self) -> None:
        if self._next <= self._announced.changes:
            raise InvalidInput(f"Revision {self._next} of {self._announced.changes} is missing. 缺少版本")


def write_backup(
    recorded: Iterable[Recorded], path: Path, key: SealKey, revision: int, decisions: Sequence[Decision] = ()
) -> None:
    """Write the changes 1 … `revision` to a file, in one pass over them.  Raises InvalidInput as `writing` does."""
    with writing(path, Contents(revision, len(decisions)), key) as writer:
        for each in recorded:
            writer.add(each)
        for decision in decisions:
            writer.add_decision(decision)


@contextmanager
def writing(path: Path, announced: Contents, key: SealKey) -> Iterator[BackupWriter]:
    """A writer to `path`, where nothing appears, and nothing is replaced, before all of it is safely on the disk.

    Only its owner may read the file: it holds names and telephone numbers.  Raises InvalidInput if the file can't be
    written or its contents are not those announced; no part of a file stays behind then.
    """
    with whole_file(path) as file:
        writer = BackupWriter(file, announced, key)
        yield writer
        writer.finish()


def _change_lines(recorded: Recorded) -> Iterator[dict[str, object]]:
    """A change as one line, or as several if its operations are many."""
    change, texts = recorded.change, list(_texts(recorded))
    head: dict[str, object] = {
        "revision": recorded.revision,
        "at": change.at.isoformat(),
        "actor": change.actor,
        "reason": change.reason,
        "summary": change.summary,
        "size": len(texts),
    }
    for operations, first in zip_longest(_by_length(texts), [head], fillvalue=None):
        yield {**(first or {}), "operations": operations or []}


def _texts(recorded: Recorded) -> Iterator[str]:
    for operation, was in zip(recorded.change.operations, recorded.was, strict=True):
        yield encode_operation(operation, was)


def _by_length(texts: Sequence[str]) -> Iterator[list[str]]:
    some, length = list[str](), 0
    for text in texts:
        if some and (len(some) == OPERATIONS_A_LINE or length + len(text) > TEXT_A_LINE):
            yield some
            some, length = [], 0
        some.append(text)
        length += len(text)
    if some:
        yield some
