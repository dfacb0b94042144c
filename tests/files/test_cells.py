"""Single cells: what an office types, and what it means."""

from datetime import date, datetime

import pytest

from graph.words import Gender, GridType, Rank, UnitKind
from loaders.cells import telephones
from loaders.cells import values as cells
from loaders.cells.values import Cell, CellFault

NEW_YEAR = date(2025, 1, 1)


@pytest.mark.parametrize(
    "written",
    [
        "2025-01-01",
        "2025/1/1",
        "2025.1.1",
        "20250101",
        "2025年1月1日",
        "2025年 1月 1日",
        "２０２５－０１－０１",
        "2025-01-01 00:00:00",
        "2025年1月",
        "2025.01",
        "2025-1",
        "202501",
        "45658",
        45658.0,
        20250101.0,
        2025.01,
        NEW_YEAR,
        datetime(2025, 1, 1, 8, 30),  # noqa: DTZ001 -- spreadsheets know no zones
    ],
)
def test_a_date_is_understood_in_all_the_ways_in_which_it_is_written(written: Cell) -> None:
    assert cells.day(written) == NEW_YEAR


@pytest.mark.parametrize("written", ["2025年1月", "2025.01", "202501", 2025.01])
def test_a_month_stands_for_its_last_day_where_the_last_day_is_asked_for(written: Cell) -> None:
    assert cells.day(written, last=True) == date(2025, 1, 31)


def test_october_written_as_text_is_october_and_as_a_number_doubtful() -> None:
    assert cells.day("2025.10") == date(2025, 10, 1)
    assert cells.day(2025.11) == date(2025, 11, 1)
    with pytest.raises(CellFault, match="January"):
        cells.day(2025.1)


@pytest.mark.parametrize("written", ["至今", "长期", "", "/", "—"])
def test_an_open_end_is_no_date(written: Cell) -> None:
    assert cells.day(written) is None


@pytest.mark.parametrize("written", ["2025", "2025年", "25.1.1", "2025-02-30", "2025-13-01", "去年", 3.5, "1850-01-01"])
def test_what_is_no_date_is_a_fault(written: Cell) -> None:
    with pytest.raises(CellFault):
        cells.day(written)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (13800000000.0, "13800000000"),
        ("13800000000.0", "13800000000"),
        ("138 0000 0000", "13800000000"),
        ("138-0000-0000", "13800000000"),
        ("+86 13800000000", "13800000000"),
        ("0086-13800000000", "13800000000"),
        ("8613800000000", "13800000000"),
        ("１３８００００００００", "13800000000"),
        ("0538-2821234", "0538-2821234"),
        ("（0538）2821234", "0538-2821234"),
        ("05382821234", "0538-2821234"),
        ("010-12345678", "010-12345678"),
        ("2821234", "2821234"),
        ("", None),
        ("无", None),
    ],
)
def test_a_telephone_number_has_one_form(written: Cell, meant: str | None) -> None:
    assert telephones.phone(written) == meant


@pytest.mark.parametrize("written", ["1.38E+10", "1380000000", "138000000001", "12800000000", "见备注"])
def test_what_is_no_telephone_number_is_a_fault(written: Cell) -> None:
    with pytest.raises(CellFault):
        telephones.phone(written)


@pytest.mark.parametrize(
    "written", [370923001001.0, "370923001001.0", "'370923001001", "３７０９２３００１００１", " 370923001001 "]
)
def test_a_code_is_a_row_of_digits_however_it_is_stored(written: Cell) -> None:
    assert cells.code(written) == "370923001001"


@pytest.mark.parametrize("written", [370923001001001001.0, "3.70923E+11", "3.70923001001E+14"])
def test_a_code_that_has_lost_digits_is_a_fault(written: Cell) -> None:
    with pytest.raises(CellFault, match="lost"):
        cells.code(written)


def test_an_id_number_is_checked_by_its_check_digit() -> None:
    assert cells.id_number("11010519491231002x") == "11010519491231002X"
    with pytest.raises(CellFault, match="check digit"):
        cells.id_number("110105194912310021")
    with pytest.raises(CellFault, match="birth"):
        cells.id_number("110105194913310024")
    with pytest.raises(CellFault, match="first generation"):
        cells.id_number("110105491231002")
    with pytest.raises(CellFault, match="lost"):
        cells.id_number(110105194912310020.0)


def test_an_id_number_says_when_somebody_was_born_and_whether_a_woman() -> None:
    assert cells.born_on("11010519491231002X") == date(1949, 12, 31)
    assert cells.gender_in("11010519491231002X") == Gender.FEMALE


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (320.0, 320),
        ("320户", 320),
        ("1,024", 1024),
        ("1 024 户", 1024),
        ("12，345，678", 12_345_678),
        ("３２０", 320),
        (" 320 ", 320),
        ("", None),
        ("/", None),
    ],
)
def test_a_count_is_a_whole_number(written: Cell, meant: int | None) -> None:
    assert cells.count(written) == meant


@pytest.mark.parametrize("written", ["约320", "很多", 3.5])
def test_an_estimate_is_no_count(written: Cell) -> None:
    with pytest.raises(CellFault):
        cells.count(written)


def test_words_of_closed_lists_are_known_in_many_forms() -> None:
    general = ["全科", "全科网格", "综合网格", "基础网格", "general", "一般网格"]
    dedicated = ["专属", "专属网格", "专业网格", "dedicated"]
    assert {cells.grid_type(word) for word in general} == {GridType.GENERAL}
    assert {cells.grid_type(word) for word in dedicated} == {GridType.DEDICATED}
    men: list[Cell] = ["男", "M", "1", 1.0]
    assert {cells.gender(word) for word in men} == {Gender.MALE}
    assert {cells.unit_kind(word) for word in ["村", "社区", "村（社区）", "village"]} == {UnitKind.VILLAGE}
    assert cells.rank("A角") == (Rank.PRIMARY,)
    assert cells.rank("备") == (Rank.BACKUP,)
    assert cells.rank("成员") == (None,)
    assert cells.rank("") is None
    with pytest.raises(CellFault, match="全科网格"):
        cells.grid_type("大网格")


def test_text_has_half_width_letters_no_invisible_ones_and_keeps_its_brackets() -> None:
    assert cells.text(" 第１网格\u200b（ＡＢ） ") == "第1网格（AB）"
    assert cells.text("一\n二") == "一 二"
    assert cells.text("—") is None


def test_chinese_numerals_become_digits() -> None:
    assert [cells.arabic(word) for word in ["第一", "第十", "第十二", "二十一", "三十"]] == [
        "第1",
        "第10",
        "第12",
        "21",
        "30",
    ]


@pytest.mark.parametrize(
    "written", ["4,0", "3 2 0", "1,02", "1,0240", "12 34", "1,024 5", "1,024,5", ",320", "1 024,000"]
)
def test_marks_among_digits_that_keep_no_thousands_apart_are_a_fault(written: str) -> None:
    """Whoever typed them may have meant 4.0, 40, or two numbers."""
    for read in (cells.count, cells.yuan, cells.score):
        with pytest.raises(CellFault):
            read(written)
    assert cells.count("1,024") == cells.yuan("1,024") == 1024
