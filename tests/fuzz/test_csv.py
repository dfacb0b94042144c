"""Delimited texts made up and damaged at random: each is read, or is refused in words."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders.workbooks import VILLAGE, World
from tests.fuzz.effort import examples
from tests.fuzz.reading import attempt, town

ROSTER = (
    f"姓名,联系电话,岗位,网格编码,上岗日期\n张三,13800000001,网格长,{VILLAGE}001,2025-03-01\n"
    f"李四,13800000002,网格长,{VILLAGE}002,45717\n"
)
UNITS = f"编码,名称,户数\n{VILLAGE}001,第一网格,320\n{VILLAGE}002,第二网格,-5\n"
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-32", "big5", "latin-1")
MARKS = ('"', '""', ",", ";", "\t", "\n", "\r", "\r\n", "\0", "\ufeff", "\ufffd", "'", "\\", "|", "\u200b")
WORDS = ("=1+1", "#N/A", "1900-01-00", "1e999", "x" * 40_000, "-" * 3_000, "9" * 5_000, "龥" * 600)
HEAPS = ('"' + "x,\n" * 20_000, "," * 5_000, "\n" * 20_000)
PIECES = st.sampled_from([*MARKS, *WORDS, *HEAPS])


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A village with two grids."""
    return town(tmp_path_factory.mktemp("town"))


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A sound table with pieces put in, cut out and doubled, in one encoding or several."""
    text = draw(st.sampled_from([ROSTER, UNITS])).replace(",", draw(st.sampled_from([",", ",", "\t", ";"])))
    text = text * draw(st.sampled_from([1, 1, 2, 300]))
    for _ in range(draw(st.integers(0, 4))):
        at, cut = draw(st.integers(0, min(len(text), 400))), draw(st.integers(0, 9))
        text = text[:at] + draw(st.one_of(PIECES, st.text(max_size=9))) + text[at + cut :]
    one, other = draw(st.sampled_from(ENCODINGS)), draw(st.sampled_from(ENCODINGS))
    at = draw(st.one_of(st.just(len(text)), st.integers(0, len(text))))
    content = text[:at].encode(one, "replace") + text[at:].encode(other, "replace")
    return content[: draw(st.one_of(st.just(len(content)), st.integers(0, len(content))))]


@examples(150)
@given(content=st.one_of(damaged(), st.binary(max_size=400), st.text(max_size=400).map(str.encode)))
def test_any_text_is_read_or_refused_in_words(world: World, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    assert attempt(world, path)
