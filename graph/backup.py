"""The record as one portable file: written whole or not at all, and read only if every byte is as it was written.

It is gzip'd text, a JSON object a line, from which an equal record is made in an empty Neo4j of any version:

    {"format":"wangge-journal","version":2,"revision":2,"changes":2,"decisions":1}
    {"revision":1,"at":"2025-01-01T08:00:00+08:00","actor":…,"reason":…,"summary":…,"operations":["…","…"]}
    {"revision":2,…}
    {"decision":{"id":…,"reference":…,"deadlines":[…],"events":[…],…}}
    {"sha256":…,"packed_sha256":…}

Operations are as `graph.codec` has them, decisions as `graph.decision_codec`; version 1 had no decisions, and is read.
The last line, the seal, holds digests of all lines before it and of their packed bytes; it lies in the file unpacked,
byte for byte what those digests make it.  So nothing can be altered unseen, were it one bit.  This module knows files,
not where a record comes from or goes to.
"""

import gzip
import hashlib
import os
import struct
import tempfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from datetime import datetime
from itertools import islice, pairwise
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import orjson

from graph.change import Change, Operation, Put, Recorded
from graph.codec import FIELD_TYPES, Reader, decode_operation, encode_operation
from graph.decision import Decision
from graph.decision_codec import plain_decision, read_decision
from graph.errors import InvalidInput
from graph.facts import FACT_CLASSES, Fact

FORMAT = "wangge-journal"
VERSION = 2
VERSIONS = {1, 2}
"""Those that are read here."""

GZIP = 31
"""zlib's number for a gzip member."""

STORED_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
CHUNK = 1 << 20
LONGEST_HEADER = 1_000
"""Bytes."""


class Contents(NamedTuple):
    """What a backup holds: how many changes, which is its revision too, and how many decisions."""

    changes: int
    decisions: int


# -- writing ---------------------------------------------------------------------------------------------------------


class Sealing:
    """Packs lines into an open file, and seals them."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._zip = zlib.compressobj(wbits=GZIP)
        self._lines, self._packed = hashlib.sha256(), hashlib.sha256()

    def line(self, plain: Mapping[str, object]) -> None:
        """Write one line."""
        line = orjson.dumps(plain) + b"\n"
        self._lines.update(line)
        self._put(self._zip.compress(line))

    def seal(self) -> None:
        """Write the seal; nothing can follow it."""
        self._put(self._zip.flush())
        self._file.write(_seal(self._lines.hexdigest(), self._packed.hexdigest()))

    def _put(self, packed: bytes) -> None:
        self._packed.update(packed)
        self._file.write(packed)


class BackupWriter:
    """Writes the changes 1 … and the decisions that were announced to an open file; `finish` seals it."""

    def __init__(self, file: BinaryIO, announced: Contents) -> None:
        self._sealing = Sealing(file)
        self._announced = announced
        self._next = 1
        self._decided = 0
        self._sealing.line({"format": FORMAT, "version": VERSION, "revision": announced.changes, **announced._asdict()})

    def add(self, recorded: Recorded) -> None:
        """Write the next change.  Raises InvalidInput if it is another than the next."""
        last = self._announced.changes
        if recorded.revision != self._next or recorded.revision > last:
            message = f"Revision {recorded.revision} came where {self._next} of {last} was due. 版本不连续"
            raise InvalidInput(message)
        if recorded.change.at.tzinfo is None:
            raise InvalidInput(f"Revision {recorded.revision} was decided at an instant without a zone. 时间缺少时区")
        self._sealing.line(_plain(recorded))
        self._next += 1

    def add_decision(self, decision: Decision) -> None:
        """Write the next decision, after all changes; one that another takes the place of comes before that."""
        self._all_changes()
        self._decided += 1
        self._sealing.line({"decision": plain_decision(decision)})

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


def write_backup(recorded: Iterable[Recorded], path: Path, revision: int, decisions: Sequence[Decision] = ()) -> None:
    """Write the changes 1 … `revision` to a file, in one pass over them.  Raises InvalidInput as `writing` does."""
    with writing(path, Contents(revision, len(decisions))) as writer:
        for each in recorded:
            writer.add(each)
        for decision in decisions:
            writer.add_decision(decision)


@contextmanager
def writing(path: Path, announced: Contents) -> Iterator[BackupWriter]:
    """A writer to `path`, where nothing appears, and nothing is replaced, before all of it is safely on the disk.

    Only its owner may read the file: it holds names and telephone numbers.  Raises InvalidInput if the file can't be
    written or its contents are not those announced; no part of a file stays behind then.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                writer = BackupWriter(file, announced)
                yield writer
                writer.finish()
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        _sync_folder(path.parent)
    except OSError as error:
        raise InvalidInput(f"{path} can't be written: {error.strerror or error}. 无法写入") from error


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":  # elsewhere a folder can't be opened
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _plain(recorded: Recorded) -> dict[str, object]:
    change = recorded.change
    return {
        "revision": recorded.revision,
        "at": change.at.isoformat(),
        "actor": change.actor,
        "reason": change.reason,
        "summary": change.summary,
        "operations": [encode_operation(o, was) for o, was in zip(change.operations, recorded.was, strict=True)],
    }


def _seal(lines: str, packed: str) -> bytes:
    """The last line as a gzip member that holds it unpacked: the same bytes whatever the machine and its zlib."""
    line = orjson.dumps({"sha256": lines, "packed_sha256": packed}) + b"\n"
    stored = struct.pack("<BHH", 1, len(line), len(line) ^ 0xFFFF) + line
    return STORED_HEADER + stored + struct.pack("<II", zlib.crc32(line), len(line))


SEAL_BYTES = len(_seal("0" * 64, "0" * 64))


# -- reading ---------------------------------------------------------------------------------------------------------


def read_backup(path: Path) -> Iterator[Recorded]:
    """The changes of a backup, oldest first, once the whole file is verified.

    Raises InvalidInput as `verify_backup` does, and on coming to a change that is well sealed but makes no sense.
    Cost: the file three times unpacked; one change at a time in memory.
    """
    return _changes(path, verify_backup(path))


def read_decisions(path: Path) -> Iterator[Decision]:
    """The decisions of a backup, each after the one whose place it took, once the whole file is verified.

    Raises InvalidInput as `read_backup` does.
    """
    return _decisions(path, verify_backup(path))


def verify_backup(path: Path) -> Contents:
    """See that a backup is complete, unaltered and of a kind known here; what it holds.

    Raises InvalidInput with a sentence that says what is wrong.
    """
    with _readable(path):
        announced = _announced(path)
        _check_seal(path)
        _check_lines(path, announced)
    return announced


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise InvalidInput(f"{path} is cut short or was altered: {error}. 文件不完整或被改动") from error
    except OSError as error:
        raise InvalidInput(f"{path} can't be read: {error.strerror or error}. 无法读取") from error


def _announced(path: Path) -> Contents:
    """What the first line announces."""
    with gzip.open(path) as file:
        header = _loaded(file.readline(LONGEST_HEADER))
    if header.get("format") != FORMAT:
        raise InvalidInput(f"{path} is no backup of a Wangge journal. 不是网格台账备份文件")
    version, revision, decisions = header.get("version"), header.get("revision"), header.get("decisions", 0)
    if type(version) is not int or version not in VERSIONS:
        known = " and ".join(map(str, sorted(VERSIONS)))
        message = f"{path} is a backup of version {version}; this Wangge reads versions {known}. 备份版本不符"
        raise InvalidInput(message)
    if type(revision) is not int or revision < 0 or header.get("changes") != revision:
        raise InvalidInput(f"{path} announces {header.get('changes')} changes up to revision {revision}. 表头有误")
    if type(decisions) is not int or decisions < 0 or (version == 1) != ("decisions" not in header):
        raise InvalidInput(f"{path} announces {header.get('decisions')} decisions. 表头有误")
    return Contents(revision, decisions)


def _check_seal(path: Path) -> None:
    with path.open("rb") as file:
        packed = hashlib.sha256()
        left = max(0, path.stat().st_size - SEAL_BYTES)
        while left and (chunk := file.read(min(CHUNK, left))):
            packed.update(chunk)
            left -= len(chunk)
        seal = file.read()
    lines = hashlib.sha256()
    for line in _lines(path):
        lines.update(line)
    if seal != _seal(lines.hexdigest(), packed.hexdigest()):
        raise InvalidInput(f"{path} is cut short or was altered: its seal is not the one it should have. 校验不符")


def _check_lines(path: Path, announced: Contents) -> None:
    """See that the changes are there one by one, then the decisions, as many as were announced."""
    changes = decisions = 0
    for line in islice(_lines(path), 1, None):
        plain = _loaded(line)
        if "decision" in plain and changes == announced.changes:
            decisions += 1
            continue
        changes += 1
        if decisions or plain.get("revision") != changes:
            found = "a decision" if "decision" in plain else plain.get("revision")
            raise InvalidInput(f"{path} lacks revision {changes}: {found} stands in its place. 缺少版本")
    if changes != announced.changes:
        raise InvalidInput(f"{path} holds {changes} changes; {announced.changes} were announced. 变更数不符")
    if decisions != announced.decisions:
        raise InvalidInput(f"{path} holds {decisions} decisions; {announced.decisions} were announced. 决定数不符")


def _lines(path: Path) -> Iterator[bytes]:
    """All lines but the seal."""
    with gzip.open(path) as file:
        for line, _ in pairwise(file):
            yield line


def _loaded(line: bytes) -> dict[str, Any]:
    try:
        plain = orjson.loads(line)
    except orjson.JSONDecodeError:
        return {}
    return plain if isinstance(plain, dict) else {}


def _changes(path: Path, contents: Contents) -> Iterator[Recorded]:
    reader = Reader()
    with _readable(path):
        for line in islice(_lines(path), 1, 1 + contents.changes):
            yield _change(path, _loaded(line), reader)


def _decisions(path: Path, contents: Contents) -> Iterator[Decision]:
    with _readable(path):
        for number, line in enumerate(islice(_lines(path), 1 + contents.changes, None), start=1):
            try:
                yield read_decision(_loaded(line)["decision"])
            except (KeyError, TypeError, ValueError) as error:
                raise InvalidInput(f"Decision {number} in {path} makes no sense here: {error}. 内容无法识别") from error


def _change(path: Path, plain: Mapping[str, Any], reader: Reader) -> Recorded:
    try:
        decoded = [_operation(text, reader) for text in plain["operations"]]
        change = Change(
            operations=tuple(operation for operation, _ in decoded),
            actor=_text(plain["actor"]),
            reason=_text(plain["reason"]),
            at=_instant(plain["at"]),
            summary=_text(plain["summary"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        message = f"Revision {plain.get('revision')} in {path} makes no sense here: {error}. 内容无法识别"
        raise InvalidInput(message) from error
    return Recorded(revision=plain["revision"], change=change, was=tuple(was for _, was in decoded))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _instant(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(f"the instant {text} has no zone")
    return at


def _operation(text: str, reader: Reader) -> tuple[Operation, Fact | None]:
    """The operation of a text.  Raises ValueError if it says less than a fact needs, or more than is known here."""
    operation, was = decode_operation(text, reader)
    facts = (operation.fact if isinstance(operation, Put) else None, was)
    if fault := next((fault for fact in facts if fact is not None and (fault := _type_fault(fact))), None):
        raise ValueError(fault)
    if orjson.loads(encode_operation(operation, was)) != orjson.loads(text):
        raise ValueError(f"{operation.fact_id} has fields that this Wangge does not know")
    return operation, was


REQUIRED: dict[type[Fact], frozenset[str]] = {
    cls: frozenset(field.name for field in fields(cls) if field.default is not None) for cls in FACT_CLASSES
}
"""The fields that can't be None."""


def _type_fault(fact: Fact) -> str | None:
    cls = type(fact)
    for name, wanted in FIELD_TYPES[cls].items():
        value = getattr(fact, name)
        if value is None and name in REQUIRED[cls]:
            return f"{name} of {cls.__name__} {fact.id} is missing"
        if value is not None and type(value) is not wanted:
            return f"{name} of {cls.__name__} {fact.id} can't be {value!r}"
    return None
