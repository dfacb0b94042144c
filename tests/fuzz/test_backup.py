"""Backups made up: whatever is in the file, it is read, or refused in a sentence; never a crash, never without end."""

import gzip
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import InvalidInput
from graph.record.backup import Backup, Contents, open_backup
from graph.record.backup_key import read_keys
from graph.record.backup_writing import Sealing
from graph.record.restoring import rehearse
from tests.builders.saved import KEY, KEYS, writing
from tests.core.graph.test_backup import FIRST, SECOND, SIX, THIRD
from tests.core.graph.test_backup_seal import CHAINS, ONE, TWO, unsealed
from tests.fuzz.effort import examples


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


@pytest.fixture(scope="module")
def sound(folder: Path) -> bytes:
    """A backup with something of everything."""
    path = folder / "sound.backup"
    with writing(path, Contents(6, 3)) as writer:
        for recorded in SIX.recorded:
            writer.add(recorded)
        for decision in (FIRST, SECOND, THIRD):
            writer.add_decision(decision)
        for chain in CHAINS:
            writer.add_chain(chain)
        for link in (*ONE, *TWO[1:]):
            writer.add_link(link)
    return path.read_bytes()


LONGEST_REFUSAL = 2_000


def read_all(path: Path) -> bool:
    """Open a backup and make sense of all of it; whether that could be done."""
    refusal = ""
    try:
        saved = open_backup(path, KEYS, trust_unsealed=True)
        _exhaust(saved)
        rehearse(saved)
    except InvalidInput as error:
        refusal = str(error)
        if not 0 < len(refusal) < LONGEST_REFUSAL:
            raise
    return not refusal


def _exhaust(saved: Backup) -> None:
    parts: Iterable[Iterable[object]] = (saved.changes(), saved.decisions(), saved.chains(), saved.links())
    for part in parts:
        for _ in part:
            pass


# -- bytes -------------------------------------------------------------------------------------------------------------


@examples(100)
@given(st.binary(max_size=2_000))
def test_any_bytes(folder: Path, content: bytes) -> None:
    path = folder / "bytes"
    path.write_bytes(content)
    assert not read_all(path)
    path.write_bytes(gzip.compress(content))
    assert not read_all(path)


@examples(100)
@given(data=st.data())
def test_a_backup_with_some_of_its_bytes_altered_is_refused(folder: Path, sound: bytes, data: st.DataObject) -> None:
    altered = bytearray(sound)
    for place in data.draw(st.lists(st.integers(0, len(sound) - 1), min_size=1, max_size=5)):
        altered[place] = data.draw(st.integers(0, 255))
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(sound))] * 2)))
    for content in (bytes(altered), sound[:start] + sound[end:], sound[:end] + sound[start:]):
        path = folder / "altered"
        path.write_bytes(content)
        assert read_all(path) == (content == sound)


# -- lines, well sealed ------------------------------------------------------------------------------------------------

plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)


ODD = ["", "9999-12-31", "0001-01-01T00:00:00-14:00", "9999-12-31T23:59:59+14:00"]
Draw = Callable[[st.SearchStrategy[Any]], Any]


def altered(value: Any, draw: Draw) -> Any:
    """A value of JSON with something in it that was something else."""
    if isinstance(value, dict | list) and value:
        return _within(value, draw)
    if isinstance(value, str) and value.startswith("{"):  # an operation is JSON within JSON
        return _dumped(altered(orjson.loads(value), draw))
    if isinstance(value, str) and value and draw(st.booleans()):
        return draw(st.sampled_from([value[:-1], value + "0", value[::-1], *ODD]))
    if isinstance(value, int) and draw(st.booleans()):
        return draw(st.sampled_from([value + 1, value - 1, -value, 2**53, 2**63, float(value), str(value)]))
    return draw(plain)


def _within(value: Any, draw: Draw) -> Any:
    places = sorted(value) if isinstance(value, dict) else range(len(value))
    place = draw(st.sampled_from(places))
    copy = value.copy()
    match draw(st.sampled_from(["deeper", "deeper", "deeper", "gone", "another", "more"])):
        case "deeper":
            copy[place] = altered(value[place], draw)
        case "gone":
            del copy[place]
        case "another":
            copy[place] = draw(plain)
        case _ if isinstance(copy, list):
            copy.insert(place, value[place])
        case _:
            copy[draw(st.text(max_size=5))] = draw(plain)
    return copy


def _dumped(value: Any) -> str:
    try:
        return orjson.dumps(value).decode()
    except TypeError:  # an integer of more than 64 bits
        return json.dumps(value)


def sealed_text(path: Path, lines: Iterable[bytes]) -> Path:
    """A file of these lines, whatever they are, well sealed."""
    with path.open("wb") as file:
        sealing = Sealing(file, KEY)
        for line in lines:
            sealing._put(sealing._zip.compress(line))
        sealing.seal()
    return path


@examples(150)
@given(data=st.data())
def test_a_backup_that_says_something_else_is_read_or_refused(folder: Path, sound: bytes, data: st.DataObject) -> None:
    """Sealed by whoever has the key; in the older form by anybody."""
    lines = [orjson.loads(line) for line in gzip.decompress(sound).splitlines()[:-1]]
    for _ in range(data.draw(st.integers(1, 3))):
        lines = altered(lines, data.draw)
    texts = [_dumped(line).encode() + b"\n" for line in lines]
    read_all(sealed_text(folder / "sealed", texts))
    read_all(unsealed(folder / "unsealed", [text.replace(b'"version":3', b'"version":2') for text in texts]))


# -- files of keys -----------------------------------------------------------------------------------------------------


@examples(50)
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: f"wangge-backup-key {text}".encode()))
def test_any_file_of_keys(folder: Path, content: bytes) -> None:
    path = folder / "keys"
    path.unlink(missing_ok=True)
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(InvalidInput):
        read_keys(path)
