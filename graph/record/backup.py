"""The record as one portable file, read: if every byte is as it was written, and no more at once than it may be.

It is gzip'd text, a JSON object a line, from which an equal record is made in an empty Neo4j of any version:

    {"format":"wangge-journal","version":3,"revision":2,"changes":2,"decisions":1}
    {"revision":1,"at":"2025-01-01T08:00:00+08:00","actor":…,"reason":…,"summary":…,"size":2,"operations":["…","…"]}
    {"revision":2,…,"size":812,"operations":["…",…]}
    {"operations":["…",…]}                                        the rest of a change that is too long for one line
    {"decision":{"id":…,"reference":…,"deadlines":[…],"events":[…],…}}
    {"chain":{"newest":{"chain":…,"number":…,"hash":…,"at":…},…}}  how far each chain of the access log had come
    {"link":{"chain":…,"number":…,"entries":[…],…}}               and what it held
    {"key":…,"hmac_sha256":…}

Operations are as `graph.codec` has them, decisions as `graph.decisions.codec`, links as `graph.access.chain`.
Version 1 had no decisions, version 2 no access log, neither a key (`graph.record.backup_seal`); both are read where
that is asked for.
`graph.record.backup_writing` writes.  Neither knows where a record comes from or goes to.
"""

import gzip
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import datetime
from itertools import islice, pairwise
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from graph.access.chain import Link, Mark, read_link, read_mark
from graph.change import Change, Operation, Put, Recorded
from graph.codec import FIELD_TYPES, Reader, decode_operation, encode_operation
from graph.decisions.codec import read_decision
from graph.decisions.decision import Decision
from graph.errors import InvalidInput
from graph.facts import FACT_CLASSES, Fact
from graph.record.backup_seal import SealKeys, check_plain_seal, check_seal

FORMAT = "wangge-journal"
VERSION = 3
UNSEALED = {1, 2}
"""Versions whose seal has no key."""

LONGEST_HEADER = 1_000
LONGEST_LINE = 64 << 20
LONGEST_UNSEALED_LINE = 1 << 30
"""Bytes: versions 1 and 2 held each change in one line, and the import of a city is one change."""

LONGEST_COMPLAINT = 300
"""Characters."""

MOST_UNPACKED = 100
ALWAYS_UNPACKED = 16 << 20
"""A file without a key may unpack to so many times its size, or to so many bytes: journals pack some ten to one."""

AFTER_CHANGES = ("decision", "chain", "link")
"""What a line may hold that comes after all changes."""

NONSENSE = (KeyError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError)
"""What is raised by a text that was well sealed and makes no sense all the same."""


class Contents(NamedTuple):
    """What a backup holds: how many changes, which is its revision too, how many decisions, links of the access log."""

    changes: int
    decisions: int
    links: int = 0


class KeptChain(NamedTuple):
    """A chain of the access log: how far it had come; where it begins, if its oldest links were cut off, and when."""

    newest: Mark
    begins: Mark | None = None
    cut_on: datetime | None = None


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was verified; `sealed_by`: the id of the key, None: it was not sealed with one.

    Each reading unpacks the file anew, one change, decision or link at a time in memory.  All raise InvalidInput on
    coming to what makes no sense.
    """

    path: Path
    contents: Contents
    sealed_by: str | None

    def changes(self) -> Iterator[Recorded]:
        """The changes, oldest first."""
        reader = Reader()
        for plain in _whole_changes(self._lines()):
            yield _change(self.path, plain, reader)

    def decisions(self) -> Iterator[Decision]:
        """The decisions, each after the one whose place it took."""
        for number, plain in enumerate(self._of_kind("decision"), start=1):
            with self._sense(f"Decision {number}"):
                yield read_decision(plain)

    def chains(self) -> Iterator[KeptChain]:
        """How far each chain of the access log had come."""
        for number, plain in enumerate(self._of_kind("chain"), start=1):
            with self._sense(f"Chain {number} of the access log"):
                yield _chain(plain)

    def links(self) -> Iterator[Link]:
        """The links of the access log, chain by chain, in their order; sound or not."""
        for number, plain in enumerate(self._of_kind("link"), start=1):
            with self._sense(f"Link {number} of the access log"):
                yield read_link(plain)

    def _lines(self) -> Iterator[dict[str, Any]]:
        with _readable(self.path):
            yield from map(_loaded, islice(_lines(self.path, sealed=self.sealed_by is not None), 1, None))

    def _of_kind(self, kind: str) -> Iterator[Any]:
        return (plain[kind] for plain in self._lines() if kind in plain)

    @contextmanager
    def _sense(self, what: str) -> Iterator[None]:
        try:
            yield
        except NONSENSE as error:
            raise InvalidInput(f"{what} in {self.path} makes no sense here: {_told(error)}. 内容无法识别") from error


def open_backup(path: Path, keys: SealKeys, *, trust_unsealed: bool = False) -> Backup:
    """See that a backup is complete, unaltered and of a kind known here.  Nothing is unpacked before its seal is.

    With `trust_unsealed` one of version 1 or 2 too, which anybody could have altered and made whole again.  Raises
    InvalidInput with a sentence that says what is wrong, and what to do.  Cost: the file three times unpacked.
    """
    with _readable(path):
        version = _version(path)
        if version in UNSEALED:
            if not trust_unsealed:
                raise InvalidInput(
                    f"{path} is a backup of version {version}, whose seal has no key: whoever had it in hand could "
                    "have altered it. If you know where it comes from, restore it with --trust-unsealed. "
                    "旧版备份未用密钥封印"
                )
            check_plain_seal(path, _lines(path, sealed=False))
            return Backup(path, _checked(path, version), None)
        sealed_by = check_seal(path, keys)
        return Backup(path, _checked(path, version), sealed_by)


def is_packed(path: Path) -> bool:
    """Whether a file is gzip'd, as every backup is.  Raises InvalidInput if it can't be read."""
    with _readable(path), path.open("rb") as file:
        return file.read(2) == b"\x1f\x8b"


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise InvalidInput(f"{path} is cut short or was altered: {error}. 文件不完整或被改动") from error
    except OSError as error:
        raise InvalidInput(f"{path} can't be read: {error.strerror or error}. 无法读取") from error


# -- line by line ------------------------------------------------------------------------------------------------------


def _header(path: Path) -> dict[str, Any]:
    with gzip.open(path) as file:
        return _loaded(file.readline(LONGEST_HEADER))


def _version(path: Path) -> int:
    header = _header(path)
    if header.get("format") != FORMAT:
        raise InvalidInput(f"{path} is no backup of a Wangge journal. 不是网格台账备份文件")
    version = header.get("version")
    if type(version) is not int or not 1 <= version <= VERSION:
        known = f"this Wangge reads versions 1 to {VERSION}"
        raise InvalidInput(f"{path} is a backup of version {str(version)[:20]}; {known}. 备份版本不符")
    return version


def _checked(path: Path, version: int) -> Contents:
    """What the first line announces, and that it is there: changes one by one, decisions, the access log."""
    header = _header(path)
    revision, decisions = header.get("revision"), header.get("decisions", 0)
    if type(revision) is not int or revision < 0 or header.get("changes") != revision:
        raise InvalidInput(f"{path} announces {header.get('changes')} changes up to revision {revision}. 表头有误")
    if type(decisions) is not int or decisions < 0 or (version == 1) != ("decisions" not in header):
        raise InvalidInput(f"{path} announces {header.get('decisions')} decisions. 表头有误")
    counter = _Counter(path, revision, decisions)
    for line in islice(_lines(path, sealed=version not in UNSEALED), 1, None):
        counter.take(_loaded(line))
    return counter.contents()


@dataclass(slots=True)
class _Counter:
    """Sees that the lines come in their order and are as many as was announced."""

    path: Path
    announced: int
    announced_decisions: int
    changes: int = 0
    wanting: int = 0
    """Operations of the last change that are still to come."""
    decisions: int = 0
    chains: int = 0
    links: int = 0

    def take(self, plain: Mapping[str, Any]) -> None:
        """Count a line.  Raises InvalidInput if it is not due."""
        match plain:
            case {"decision": _} if self._all_changes and not self.chains:
                self.decisions += 1
            case {"chain": _} if self._all_changes and not self.links:
                self.chains += 1
            case {"link": _} if self.chains:
                self.links += 1
            case {"operations": list(more)} if self.wanting and "revision" not in plain:
                self.wanting = self._less(len(more))
            case {"revision": int(revision)} if type(revision) is int and revision == self._due:
                self._begin(plain)
            case _:
                raise self._out_of_place(plain)

    def contents(self) -> Contents:
        """What was counted.  Raises InvalidInput if it is not what was announced."""
        if self.wanting:
            raise InvalidInput(f"{self.path} lacks {self.wanting} operations of revision {self.changes}. 缺少操作")
        if self.changes != self.announced:
            message = f"{self.path} holds {self.changes} changes; {self.announced} were announced. 变更数不符"
            raise InvalidInput(message)
        if self.decisions != self.announced_decisions:
            message = (
                f"{self.path} holds {self.decisions} decisions; {self.announced_decisions} were announced. 决定数不符"
            )
            raise InvalidInput(message)
        return Contents(self.changes, self.decisions, self.links)

    @property
    def _all_changes(self) -> bool:
        return self.changes == self.announced and not self.wanting

    @property
    def _due(self) -> int | None:
        """The revision that comes next, if one may come."""
        return None if self.wanting or self.decisions or self.chains else self.changes + 1

    def _begin(self, plain: Mapping[str, Any]) -> None:
        self.changes += 1
        operations, size = plain.get("operations"), plain.get("size")
        if size is not None and (type(size) is not int or size < 0):
            raise InvalidInput(
                f"Revision {self.changes} in {self.path} can't have {str(size)[:20]} operations. 操作数有误"
            )
        if size is not None and isinstance(operations, list):
            self.wanting = size
            self.wanting = self._less(len(operations))

    def _less(self, came: int) -> int:
        if came > self.wanting:
            raise InvalidInput(f"Revision {self.changes} in {self.path} has more operations than it says. 操作数不符")
        return self.wanting - came

    def _out_of_place(self, plain: Mapping[str, Any]) -> InvalidInput:
        kind = next((kind for kind in AFTER_CHANGES if kind in plain), None)
        found = plain.get("revision") if kind is None else f"a {kind}"
        if self.wanting:
            lacking = f"{self.wanting} operations of revision {self.changes}"
            return InvalidInput(f"{self.path} lacks {lacking}: {str(found)[:20]} stands in their place. 缺少操作")
        if "operations" in plain and "revision" not in plain and self.changes:
            return InvalidInput(f"Revision {self.changes} in {self.path} has more operations than it says. 操作数不符")
        missing = self.changes + 1
        return InvalidInput(f"{self.path} lacks revision {missing}: {str(found)[:20]} stands in its place. 缺少版本")


def _lines(path: Path, *, sealed: bool) -> Iterator[bytes]:
    """All lines but the seal.  Raises InvalidInput for more than may be: a few bytes can unpack to gigabytes."""
    most = None if sealed else max(ALWAYS_UNPACKED, MOST_UNPACKED * path.stat().st_size)
    longest = LONGEST_LINE if sealed else min(LONGEST_UNSEALED_LINE, most or 0)
    with gzip.open(path) as file:
        for line, _ in pairwise(iter(lambda: file.readline(longest + 1), b"")):
            if len(line) > longest:
                raise InvalidInput(f"{path} has a line of more than {longest >> 20} MB; a backup has none. 行过长")
            if most is not None:
                most -= len(line)
                if most < 0:
                    raise InvalidInput(
                        f"{path} unpacks to more than {MOST_UNPACKED} times its size; no backup does. 解压后过大"
                    )
            yield line


def _loaded(line: bytes) -> dict[str, Any]:
    try:
        plain = orjson.loads(line)
    except orjson.JSONDecodeError:
        return {}
    return plain if isinstance(plain, dict) else {}


# -- made sense of -----------------------------------------------------------------------------------------------------


def _whole_changes(lines: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The changes, those that run over several lines put together."""
    change: dict[str, Any] | None = None
    for plain in lines:
        if change is not None and "revision" not in plain and isinstance(plain.get("operations"), list):
            change["operations"] += plain["operations"]
            continue
        if change is not None:
            yield change
            change = None
        if not plain.keys().isdisjoint(AFTER_CHANGES):
            return
        change = plain
    if change is not None:
        yield change


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
    except NONSENSE as error:
        message = f"Revision {plain.get('revision')} in {path} makes no sense here: {_told(error)}. 内容无法识别"
        raise InvalidInput(message) from error
    return Recorded(revision=plain["revision"], change=change, was=tuple(was for _, was in decoded))


def _chain(plain: Mapping[str, Any]) -> KeptChain:
    begins, cut_on = plain.get("begins"), plain.get("cut_on")
    return KeptChain(
        read_mark(plain["newest"]),
        None if begins is None else read_mark(begins),
        None if cut_on is None else _instant(cut_on),
    )


def _told(error: BaseException) -> str:
    """What an error says, no longer than anybody reads: it may show what was in the file."""
    said = str(error)
    return said if len(said) <= LONGEST_COMPLAINT else f"{said[:LONGEST_COMPLAINT]}…"


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
    operation, was = decode_operation(_text(text), reader)
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
