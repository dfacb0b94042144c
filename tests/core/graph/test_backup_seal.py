"""The seal of a backup has a key: who has not got it alters nothing unseen.  What a file unpacks to is bounded."""

import gzip
import hashlib
import resource
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest

from graph.access.chain import Link, first_mark, next_link, plain_link, plain_mark
from graph.access.grants import Access
from graph.errors import InvalidInput
from graph.record import backup_writing
from graph.record.backup import Contents, KeptChain, open_backup
from graph.record.backup_seal import SEAL_BYTES, SealKey, SealKeys, plain_seal, stored
from graph.record.backup_writing import GZIP, Sealing
from tests.builders.organisations import Builder, random_organisation
from tests.builders.saved import KEY, KEYS, opened, read_backup, write_backup, writing

AT = datetime(2025, 6, 1, 4, tzinfo=UTC)
OTHER = SealKey(b"another key".ljust(32))
FOUR = random_organisation(3, size=1, changes=3)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A backup of four changes."""
    write_backup(FOUR.recorded, tmp_path / "w.backup", len(FOUR.recorded))
    return tmp_path / "w.backup"


def refused(path: Path, keys: SealKeys = KEYS, *, trust_unsealed: bool = False) -> str:
    """Why a backup is not opened, or on reading all of it makes no sense."""
    with pytest.raises(InvalidInput) as caught:
        read_all(path, keys, trust_unsealed=trust_unsealed)
    return str(caught.value)


def read_all(path: Path, keys: SealKeys = KEYS, *, trust_unsealed: bool = False) -> None:
    saved = open_backup(path, keys, trust_unsealed=trust_unsealed)
    for part in (saved.changes(), saved.decisions(), saved.chains(), saved.links()):
        for _ in part:
            pass


def sealed(path: Path, lines: Iterable[object], key: SealKey = KEY) -> Path:
    """A file of these lines, well sealed."""
    with path.open("wb") as file:
        sealing = Sealing(file, key)
        for line in lines:
            sealing.line(line)  # type: ignore[arg-type]  # whatever JSON has
        sealing.seal()
    return path


def unsealed(path: Path, lines: Iterable[bytes]) -> Path:
    """A file of version 2, as whole as anybody can make one."""
    packing, packed, unpacked = zlib.compressobj(wbits=GZIP), b"", hashlib.sha256()
    for line in lines:
        packed += packing.compress(line)
        unpacked.update(line)
    packed += packing.flush()
    path.write_bytes(packed + plain_seal(unpacked.hexdigest(), hashlib.sha256(packed).hexdigest()))
    return path


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()]


# -- who has not got the key -------------------------------------------------------------------------------------------


def test_a_changed_phone_shows_however_well_the_file_is_made_anew(tmp_path: Path) -> None:
    """What the seals of versions 1 and 2 let pass."""
    town = Builder()
    town.person("张三", phone="13800000001")
    path = tmp_path / "w.backup"
    write_backup(town.organisation().recorded, path, 1)
    text = gzip.decompress(path.read_bytes()[:-SEAL_BYTES]).replace(b"13800000001", b"13900000009")
    seal = path.read_bytes()[-SEAL_BYTES:]
    for forged in (gzip.compress(text) + seal, gzip.compress(text), gzip.compress(text) + stored(b"{}\n")):
        path.write_bytes(forged)
        assert "cut short or was altered" in refused(path)
    text = text.replace(b'"version":3', b'"version":2')
    unsealed(path, text.splitlines(keepends=True))
    assert "whose seal has no key" in refused(path)


def test_a_file_sealed_with_a_key_that_is_not_known_says_what_to_do(path: Path) -> None:
    for keys in (SealKeys(), SealKeys((OTHER,))):
        assert f"is sealed with the key {KEY.id}, which is not known here" in refused(path, keys)
        assert "wangge backup-key import" in refused(path, keys)


def test_naming_another_key_helps_nobody(path: Path) -> None:
    """The id of a key that is known, put in the place of the one that sealed."""
    path.write_bytes(path.read_bytes().replace(KEY.id.encode(), OTHER.id.encode()))
    assert "altered" in refused(path, SealKeys((KEY, OTHER)))


def test_any_key_that_is_known_verifies(path: Path) -> None:
    assert open_backup(path, SealKeys((OTHER, KEY))).sealed_by == KEY.id


def test_nothing_is_unpacked_before_the_seal_is_verified(tmp_path: Path) -> None:
    """A header that says version 3, then four gigabytes of nothing: refused by its seal, at once."""
    header = orjson.dumps({"format": "wangge-journal", "version": 3, "revision": 0, "changes": 0, "decisions": 0})
    packing = zlib.compressobj(wbits=GZIP)
    packed = [packing.compress(header + b"\n")]
    packed += [packing.compress(bytes(1 << 24)) for _ in range(256)]
    (tmp_path / "bomb").write_bytes(b"".join([*packed, packing.flush()]))
    with memory_of_at_most(256 << 20):
        assert "it has no seal at its end" in refused(tmp_path / "bomb")


# -- what a file unpacks to --------------------------------------------------------------------------------------------


@contextmanager
def memory_of_at_most(more: int) -> Iterator[None]:
    """No more than so many bytes beyond what the process has already."""
    has = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (has + more, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


HEADER = b'{"format":"wangge-journal","version":2,"revision":1,"changes":1,"decisions":0}\n'


@pytest.mark.parametrize("line", [b"0" * (1 << 20), b"0" * (1 << 20) + b"\n"], ids=["one line", "many lines"])
def test_a_bomb_without_a_key_is_refused_though_it_is_trusted(tmp_path: Path, line: bytes) -> None:
    path = unsealed(tmp_path / "bomb", [HEADER, *[line] * 300, b"\n"])
    assert path.stat().st_size < 1 << 20
    with memory_of_at_most(256 << 20):
        complaint = refused(path, trust_unsealed=True)
    assert "has a line of more than" in complaint or "unpacks to more than 100 times its size" in complaint


def test_a_line_that_is_too_long_is_refused_though_it_is_well_sealed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup_writing, "LONGEST_LINE", 1 << 40)
    header = {"format": "wangge-journal", "version": 3, "revision": 1, "changes": 1, "decisions": 0}
    path = sealed(tmp_path / "long", [header, {"revision": 1, "actor": "长" * 25_000_000}])
    assert "has a line of more than 64 MB" in refused(path)


def test_a_line_too_long_to_be_read_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup_writing, "LONGEST_LINE", 1_000)
    with pytest.raises(InvalidInput, match="at most"):
        write_backup(FOUR.recorded, tmp_path / "w.backup", len(FOUR.recorded))
    assert list(tmp_path.iterdir()) == []


DEEP = b"[" * 100_000 + b"]" * 100_000


@pytest.mark.parametrize(
    "line",
    [
        DEEP,
        b'{"revision":1,"operations":' + DEEP + b"}",
        b'{"revision":1,"at":"2025-01-01T00:00:00Z","actor":"","reason":"","summary":"","operations":["'
        + DEEP
        + b'"]}',
        b'{"revision":1,"operations":' + b'{"a":' * 50_000,
    ],
)
def test_what_is_nested_deep_is_refused(tmp_path: Path, line: bytes) -> None:
    path = unsealed(tmp_path / "deep", [HEADER, line + b"\n"])
    assert "lacks revision 1" in refused(path, trust_unsealed=True) or "makes no sense" in refused(
        path, trust_unsealed=True
    )


# -- changes of many lines ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("a_line", "characters"), [(1, 1 << 20), (2, 1 << 20), (10_000, 500)])
def test_a_long_change_runs_over_several_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, a_line: int, characters: int
) -> None:
    monkeypatch.setattr(backup_writing, "OPERATIONS_A_LINE", a_line)
    monkeypatch.setattr(backup_writing, "TEXT_A_LINE", characters)
    path = tmp_path / "w.backup"
    write_backup(FOUR.recorded, path, len(FOUR.recorded))
    assert len(lines_of(path)) > 4 * len(FOUR.recorded)
    assert tuple(read_backup(path)) == FOUR.recorded


@pytest.mark.parametrize(
    ("alter", "complaint"),
    [
        (lambda lines: lines.pop(2), "lacks 1 operations of revision 1"),
        (lambda lines: lines.insert(2, lines[2]), "has more operations than it says"),
        (lambda lines: lines.insert(1, lines[2]), "lacks revision 1"),
        (lambda lines: lines[1].update(size=-1), "can't have -1 operations"),
        (lambda lines: lines[1].update(size="2"), "can't have 2 operations"),
        (lambda lines: lines[1].update(size=1), "more operations than it says"),
        (lambda lines: lines.insert(2, {"decision": {}}), "stands in their place"),
        (lambda lines: lines[1].update(revision=True), "lacks revision 1"),
    ],
)
def test_operations_are_as_many_as_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, alter: Any, complaint: str
) -> None:
    monkeypatch.setattr(backup_writing, "OPERATIONS_A_LINE", 1)
    town = Builder()
    town.person("张三")
    town.person("李四")
    path = tmp_path / "w.backup"
    write_backup(town.organisation().recorded, path, 1)
    lines = lines_of(path)[:-1]
    alter(lines)
    assert complaint in refused(sealed(path, lines))


# -- the access log ----------------------------------------------------------------------------------------------------


def chain_of(name: str, links: int) -> list[Link]:
    mark, made = first_mark(name, AT), []
    for number in range(links):
        access = Access(at=AT, key="k", key_name="热线", request=f"{number}", operation="", people=("p",))
        made.append(next_link(mark, AT, [access]))
        mark = made[-1].mark
    return made


ONE, TWO = chain_of("20250601T040000Z-1-aaaaaaaa", 5), chain_of("20250601T040000Z-2-bbbbbbbb", 3)
CHAINS = [KeptChain(ONE[-1].mark), KeptChain(TWO[-1].mark, TWO[0].mark, AT)]


@pytest.fixture
def logged(tmp_path: Path) -> Path:
    """A backup of four changes and two chains; of the second the first link was cut off."""
    path = tmp_path / "w.backup"
    with writing(path, Contents(len(FOUR.recorded), 0)) as writer:
        for recorded in FOUR.recorded:
            writer.add(recorded)
        for chain in CHAINS:
            writer.add_chain(chain)
        for link in (*ONE, *TWO[1:]):
            writer.add_link(link)
    return path


def test_the_access_log_is_read_again(logged: Path) -> None:
    saved = opened(logged)
    assert saved.contents == (len(FOUR.recorded), 0, 7)
    assert tuple(saved.changes()) == FOUR.recorded
    assert list(saved.chains()) == CHAINS
    assert list(saved.links()) == [*ONE, *TWO[1:]]
    assert list(saved.decisions()) == []


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ({"chain": {}}, "makes no sense"),
        ({"chain": {"newest": {**plain_mark(ONE[0].mark), "chain": "../x"}}}, "makes no sense"),
        ({"chain": []}, "makes no sense"),
        ({"link": {}}, "lacks revision"),
    ],
)
def test_a_chain_that_makes_no_sense_is_refused(path: Path, line: object, complaint: str) -> None:
    assert complaint in refused(sealed(path, [*lines_of(path)[:-1], line]))


@pytest.mark.parametrize(
    "link", [{}, [], None, {**plain_link(ONE[0]), "number": "1"}, {**plain_link(ONE[0]), "hash": 5}]
)
def test_a_link_that_makes_no_sense_is_refused(logged: Path, link: object) -> None:
    assert "Link 8 of the access log" in refused(sealed(logged, [*lines_of(logged)[:-1], {"link": link}]))
