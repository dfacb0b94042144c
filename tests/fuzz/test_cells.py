"""Cells of random content, for each reader: a value, a doubt or a sentence, and nothing else; read again, the same."""

import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.messages import Language, spoken
from graph.texts import name_key, text_fault
from graph.words import Term
from loaders.cells import values as cells
from loaders.cells.duty_dates import DutyDates, span_of
from loaders.cells.people import Named, people, whom
from loaders.cells.person_words import BODIES, DITTO, ELSEWHERE, TITLES, UNTOLD, VACANT
from loaders.cells.role_words import ROLE_WORDS
from loaders.cells.telephones import phone, phones_in
from loaders.cells.values import Cell, CellFault, Doubted, bare
from loaders.rows.places import codes_in, names_in
from loaders.rows.roster import roles_in
from loaders.tables.fields import Field
from loaders.tables.reading import READERS
from tests.fuzz.effort import examples
from tests.fuzz.reading import ENDINGS

WORDS = sorted(VACANT | UNTOLD | DITTO | ELSEWHERE | TITLES | BODIES | set(ROLE_WORDS))
NAMES = "张三 李四 欧阳修 王 A角 b岗 主 备"
NUMBERS = "13800000001 0538-2345678 转801 +86 13800000002 1.38E+10 370923001001 99999999999 2 0"
DATES = "2026 年 12 月 30 日 周三 至今 2026-12-30 8:30 ８点半 上午 每周一、三 每月 FREQ=DAILY ;INTERVAL=2 小时 分钟"
MARKS = "一 十 百 第 级 岗 户 元 ¥ % - / 、 ， ； ： （ ） ( ) . · ~ = + @ # ' \" \\ * & < > [ ] =1+1 #N/A _x0041_"
ODD = "⼀ ⻓ ① ½ ² ٣ Ⅳ ㍿ ﷺ ſ İ e\u0301 \u0301"
NONE = "\U00030edd \ue863 \ue000 \ufffd \ud800 \x00 \u2060 \u200b \ufeff \u202e \U000e0041"
BLANKS = (" ", "\n", "\t", "\r\n", "\u3000", "\u00a0", "\u2028", "\x0b")
PIECES = [*WORDS, *" ".join((NAMES, NUMBERS, DATES, MARKS, ODD, NONE)).split(" "), *BLANKS]
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=8).map("".join) | st.text(max_size=40)
FIGURES = st.integers(-(10**20), 10**20).map(float) | st.floats(allow_nan=False, allow_infinity=False)
MOMENTS = st.dates() | st.datetimes() | st.times() | st.timedeltas(timedelta(days=-(10**6)), timedelta(days=10**6))
CELLS: st.SearchStrategy[Cell] = TEXTS | FIGURES | MOMENTS | st.booleans()


def last_day(cell: Cell) -> date | None:
    return cells.day(cell, last=True)


def duty_day(cell: Cell) -> Doubted | date | None:
    return DutyDates(span_of(["2026年12月29日至2027年1月3日"], None), [cell]).day(cell)


def roles(cell: Cell) -> object:
    return roles_in(cells.lines(cell), "专职")


ALL: dict[str, Callable[[Cell], Any]] = {
    **{f"{field.value}": reader for field, reader in READERS.items()},
    **{f"{reader.__name__} itself": reader for reader in (cells.text, cells.note, cells.literal, cells.literal_note)},
    **{
        reader.__name__: reader
        for reader in (cells.day, last_day, duty_day, people, phone, phones_in, names_in, codes_in)
    },
    "roles": roles,
}


def assert_whole(sentence: str) -> None:
    """It is a whole sentence in each language."""
    for language in Language:
        assert spoken(sentence, language).rstrip().endswith(ENDINGS), sentence


@pytest.mark.parametrize("name", sorted(ALL))
@examples(60)
@given(cell=CELLS)
def test_a_cell_is_a_value_a_doubt_or_a_sentence(name: str, cell: Cell) -> None:
    try:
        found = ALL[name](cell)
    except CellFault as fault:
        assert_whole(fault.why)
        if fault.remedy:
            assert_whole(fault.remedy)
        return
    if isinstance(found, Doubted):
        assert_whole(found.why)


def written(value: object) -> Cell:
    """A value as the export writes it."""
    if isinstance(value, Term):
        return value.zh
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return float(value)
    return value if isinstance(value, date | datetime | time) else str(value)


AGAIN = {
    name: reader for name, reader in ALL.items() if name not in {"people", "phones_in", "names_in", "codes_in", "roles"}
}


@pytest.mark.parametrize("name", sorted(set(AGAIN) - {"last_day", Field.RANK.value}))
@examples(60)
@given(cell=CELLS)
def test_what_is_read_and_written_again_reads_the_same(name: str, cell: Cell) -> None:
    try:
        found = bare(ALL[name](cell))
    except CellFault:
        return
    if found is not None and not _too_large(found):
        assert bare(ALL[name](written(found))) == found


def _too_large(value: object) -> bool:
    """Whether a number has more digits than a cell holds; the core refuses such."""
    return isinstance(value, int | float) and abs(value) >= 10**cells.EXACT_DIGITS


@examples(300)
@given(cell=TEXTS)
def test_whoever_is_named_is_named_again_by_what_was_read(cell: str) -> None:
    try:
        found = whom(cell)
    except CellFault:
        return
    told = [person for person in found if not person.titled]
    for person in told:
        assert text_fault("name", person.name) is None
        again = whom(f"{person.name} {person.phone}" if person.phone else person.name)
        assert [Named(p.name, p.phone) for p in again] == [Named(person.name, person.phone)]


@examples(300)
@given(cell=TEXTS)
def test_nothing_of_a_name_is_made_up_or_silently_dropped(cell: str) -> None:
    """All letters of a cell of people are in the names that were read, or there is a doubt or a fault."""
    try:
        found = people(cell)
    except CellFault:
        return
    if isinstance(found, Doubted) or found is None or any(person.doubt for person in found):
        return
    letters = [c for c in name_key(cell) if unicodedata.category(c)[0] == "L"]
    names = "".join(name_key(person.name) for person in found)
    assert set(names) <= set(name_key(cell))
    assert not found or set(letters) - set(names) <= BESIDE_NAMES


BESIDE_NAMES = set("ab角岗主备责副联系电话方式手机号码telphonxt转分机和与及")
"""Letters of ranks, of words for telephones and between names."""


@examples(200)
@given(text=TEXTS)
def test_a_text_of_one_line_holds_no_more_than_the_core_lets_it(text: str) -> None:
    """Cleaning takes out what it may; what is left is fit to be kept, or was a fault of its characters."""
    try:
        list(cells.doubts_of_characters(text))
        kept = cells.text(text)
    except CellFault:
        return
    wrong = None if kept is None else text_fault("name", kept)
    assert wrong is None or "a mark without" in wrong or "at most" in wrong
