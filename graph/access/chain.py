"""The log of accesses as chains of hashes: what was changed in it afterwards does not fit any more.

Every process that logs writes one chain.  A link holds what was logged at once: a digest of each access, and the hash
of the link before it.  So an access that is altered, taken out, put in or moved is found by its digest or its place,
a link by its hash; and whoever noted a chain's newest number and hash finds that its end was cut off.  Pure: it
knows no file and no database.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import orjson

from graph.access.grants import Access, AccessSource

NO_HASH = "0" * 64
"""What stands before the first link."""

CHAIN = re.compile(r"[0-9A-Za-z-]{8,60}")
"""How a chain may be called: it is part of a file's name."""

HASH = re.compile(r"[0-9a-f]{64}")

MARK = re.compile(r"access log: chain (\S+) link (\d{1,15}) hash ([0-9a-f]{64}) at (\S+)")


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a chain has come: its newest link, that link's hash, and when it was written."""

    chain: str
    number: int
    hash: str
    at: datetime

    def __str__(self) -> str:
        at = self.at.astimezone(UTC).isoformat()
        return f"access log: chain {self.chain} link {self.number} hash {self.hash} at {at}"


def marks_in(lines: Iterable[str]) -> Iterator[Mark]:
    """The marks that a text names, such as the log of a service, a line each."""
    for line in lines:
        if found := MARK.search(line):
            try:
                at = datetime.fromisoformat(found[4])
            except ValueError:
                continue
            if at.tzinfo is not None:
                yield Mark(found[1], int(found[2]), found[3], at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Accesses that were logged at once, at `at`, as the `number`-th link of a chain; `before`: the last one's hash."""

    chain: str
    number: int
    before: str
    at: datetime
    entries: tuple[Access, ...]
    digests: tuple[str, ...]
    hash: str

    @property
    def mark(self) -> Mark:
        """How far the chain has come with this link."""
        return Mark(self.chain, self.number, self.hash, self.at)

    @property
    def id(self) -> str:
        """The name of the link."""
        return f"{self.chain}/{self.number}"


def first_mark(chain: str, at: datetime) -> Mark:
    """Where a chain stands before its first link."""
    return Mark(chain, 0, NO_HASH, at)


def next_link(last: Mark, at: datetime, entries: Sequence[Access]) -> Link:
    """The link that follows a mark."""
    digests = tuple(map(digest_of_access, entries))
    return Link(
        chain=last.chain,
        number=last.number + 1,
        before=last.hash,
        at=at,
        entries=tuple(entries),
        digests=digests,
        hash=_hash(last.chain, last.number + 1, last.hash, at, digests),
    )


def digest_of_access(access: Access) -> str:
    """SHA-256 of everything that an access says."""
    return hashlib.sha256(orjson.dumps(plain_access(access))).hexdigest()


def _hash(chain: str, number: int, before: str, at: datetime, digests: Sequence[str]) -> str:
    said = [chain, number, before, at.astimezone(UTC).isoformat(), *digests]
    return hashlib.sha256(orjson.dumps(said)).hexdigest()


# -- as text -----------------------------------------------------------------------------------------------------------


def plain_access(access: Access) -> dict[str, object]:
    """An access as JSON has it, its fields always in this order."""
    return {
        "at": access.at.astimezone(UTC).isoformat(),
        "key": access.key,
        "key_name": access.key_name,
        "request": access.request,
        "operation": access.operation,
        "source": access.source.value,
        "people": list(access.people),
    }


def plain_link(link: Link) -> dict[str, object]:
    """A link as JSON has it."""
    return {
        "chain": link.chain,
        "number": link.number,
        "before": link.before,
        "at": link.at.astimezone(UTC).isoformat(),
        "entries": [plain_access(entry) for entry in link.entries],
        "digests": list(link.digests),
        "hash": link.hash,
    }


def read_link(plain: Mapping[str, Any]) -> Link:
    """The link that JSON has, sound or not.  Raises ValueError if it is none."""
    try:
        return Link(
            chain=_text(plain["chain"], CHAIN),
            number=_number(plain["number"]),
            before=_text(plain["before"], HASH),
            at=_instant(plain["at"]),
            entries=tuple(_read_access(entry) for entry in _list(plain["entries"])),
            digests=tuple(_text(digest, HASH) for digest in _list(plain["digests"])),
            hash=_text(plain["hash"], HASH),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no link of the access log: {error}") from error


def read_mark(plain: Mapping[str, Any]) -> Mark:
    """The mark that JSON has.  Raises ValueError if it is none."""
    try:
        number = _number(plain["number"], least=0)
        return Mark(_text(plain["chain"], CHAIN), number, _text(plain["hash"], HASH), _instant(plain["at"]))
    except (KeyError, TypeError) as error:
        raise ValueError(f"no mark of the access log: {error}") from error


def plain_mark(mark: Mark) -> dict[str, object]:
    """A mark as JSON has it."""
    at = mark.at.astimezone(UTC).isoformat()
    return {"chain": mark.chain, "number": mark.number, "hash": mark.hash, "at": at}


def _read_access(plain: Mapping[str, Any]) -> Access:
    source = next((source for source in AccessSource if source.value == plain["source"]), None)
    if source is None:
        raise ValueError(f"nothing is logged from {str(plain['source'])[:40]!r}")
    return Access(
        at=_instant(plain["at"]),
        key=_text(plain["key"]),
        key_name=_text(plain["key_name"]),
        request=_text(plain["request"]),
        operation=_text(plain["operation"]),
        people=tuple(_text(person) for person in _list(plain["people"])),
        source=source,
    )


def _text(value: object, form: re.Pattern[str] | None = None) -> str:
    if not isinstance(value, str) or (form is not None and not form.fullmatch(value)):
        raise ValueError(f"{str(value)[:80]!r} is not of the form asked for")
    return value


def _number(value: object, least: int = 1) -> int:
    if type(value) is not int or not least <= value < 1 << 53:
        raise ValueError(f"{str(value)[:80]!r} is no number of a link")
    return value


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(f"{str(value)[:80]!r} is no list")
    return value


def _instant(value: object) -> datetime:
    at = datetime.fromisoformat(_text(value))
    if at.tzinfo is None:
        raise ValueError(f"the instant {value} has no zone")
    try:
        return at.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"the instant {value} lies outside the calendar") from error


# -- verified ----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Verifier:
    """Looks at the links of one chain, in the order of their numbers, and says what does not fit.

    `last` is where the chain begins: before its first link, or the checkpoint where the oldest ones were cut off.
    `marks` are what others noted of it.
    """

    last: Mark
    marks: Sequence[Mark] = ()
    _noted: dict[int, list[Mark]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for mark in self.marks:
            self._noted.setdefault(mark.number, []).append(mark)

    def faults(self, link: Link, places: Sequence[int]) -> Iterator[str]:
        """What is wrong with the next link; `places`: where its entries say that they stand, from 0."""
        last, self.last = self.last, link.mark
        yield from self._order(last, link)
        if link.hash != _hash(link.chain, link.number, link.before, link.at, link.digests):
            yield f"Link {link.id} was altered: it has another hash than it should. 链节被改动"
        yield from _entry_faults(link, places)
        for mark in self._noted.pop(link.number, ()):
            if mark.hash != link.hash:
                yield f"Link {link.id} is another than was noted at the time ({mark.hash[:12]}…). 链节被替换"

    def end(self, newest: Mark) -> Iterator[str]:
        """What is wrong after the last link; `newest`: where the chain is said to have come."""
        if self.last.number < newest.number:
            yield f"Chain {newest.chain} lacks its end: {_between(self.last.number, newest.number + 1)}. 链尾被截"
        elif (self.last.number, self.last.hash) != (newest.number, newest.hash):
            said = f"is said to end with link {newest.number} ({newest.hash[:12]}…)"
            yield f"Chain {newest.chain} {said}, but ends with link {self.last.number}. 链尾不符"
        beyond = [number for number in self._noted if number > max(newest.number, self.last.number)]
        if beyond:
            came, noted = max(newest.number, self.last.number), max(beyond)
            yield f"Chain {newest.chain} lacks its end: it had come to link {noted}, and ends with {came}. 链尾被截"

    def _order(self, last: Mark, link: Link) -> Iterator[str]:
        if link.number <= last.number:
            yield f"Link {link.id} stands there twice, or after it was cut off. 链节重复"
        elif link.number > last.number + 1:
            yield f"Chain {link.chain} lacks {_between(last.number, link.number)}. 缺少链节"
        elif link.before != last.hash:
            yield f"Link {link.id} does not follow the one before it: one of them is not the one written. 链节不相接"


def _entry_faults(link: Link, places: Sequence[int]) -> Iterator[str]:
    expected = dict(enumerate(link.digests))
    for place, entry in zip(places, link.entries, strict=True):
        digest = expected.pop(place, None)
        name = f"The access {link.id}/{place} ({entry.at.isoformat()}, {entry.key_name}, request {entry.request})"
        if digest is None:
            yield f"{name} was put in. 记录系插入"
        elif digest != digest_of_access(entry):
            yield f"{name} was altered, or stands in another's place. 记录被改动或移位"
    for place in sorted(expected):
        yield f"The access {link.id}/{place} was taken out. 记录被删除"


def _between(before: int, after: int) -> str:
    first, last = before + 1, after - 1
    return f"link {first}" if first == last else f"links {first} to {last}"
