"""The days of a duty table: over New Year, without years, without months; never a day of another year."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.cells.duty_dates import WEEKDAYS, DutyDates, span_of
from loaders.cells.values import Cell, CellFault, Doubted, bare

DAY = timedelta(days=1)


def read(title: str | None, *cells: Cell) -> list[object]:
    """What each row of a table is read as: a day, a day with a doubt as text, or "fault"."""
    dates = DutyDates(None if title is None else span_of([title], None), cells)
    found: list[object] = []
    for cell in cells:
        try:
            day = dates.day(cell)
        except CellFault:
            found.append("fault")
        else:
            found.append(f"? {day.value}" if isinstance(day, Doubted) else str(day))
    return found


OVER = ["2026-12-30", "2026-12-31", "2027-01-01", "2027-01-02"]
SPAN = "值班表（2026年12月29日至2027年1月3日）"


@pytest.mark.parametrize(
    ("title", "span"),
    [
        (SPAN, "2026-12-29 to 2027-01-03"),
        ("2026.12.29-2027.1.3 值班", "2026-12-29 to 2027-01-03"),
        ("2026年12月29日（周二）至1月3日", "2026-12-29 to 2027-01-03"),
        ("2026年10月1日—7日", "2026-10-01 to 2026-10-07"),
        ("2026年6月份值班安排表", "2026-06-01 to 2026-06-30"),
        ("二〇二六年十二月值班表", "2026-12-01 to 2026-12-31"),
        ("2026年11-12月", "2026-11-01 to 2026-12-31"),
        ("2026年第四季度", "2026-10-01 to 2026-12-31"),
        ("2026年值班表", "2026-01-01 to 2026-12-31"),
        ("2027年1月值班表（2026年12月20日制）", "2027-01-01 to 2027-01-31"),
        ("电话 0538-2026123", "None"),
        ("370923001", "None"),
        ("2026年13月", "2026-01-01 to 2026-12-31"),
    ],
)
def test_a_title_says_of_which_days_the_table_is(title: str, span: str) -> None:
    assert str(span_of([title], None)) == span


def test_a_sheet_of_a_year_may_say_the_month() -> None:
    assert str(span_of(["2026年值班表"], "12月")) == "2026-12-01 to 2026-12-31"


@pytest.mark.parametrize(
    "rows", [["12月30日", "12月31日", "1月1日", "1月2日"], ["30日", "31日", "1日", "2日"], [30.0, 31.0, 1.0, 2.0]]
)
def test_a_title_over_new_year_gives_each_row_its_year(rows: list[Cell]) -> None:
    assert read(SPAN, *rows) == OVER


def test_a_table_that_runs_on_beyond_its_title_is_doubted() -> None:
    assert read("2026年12月值班表", "12月30日", "12月31日", "1月1日") == [*OVER[:2], "? 2027-01-01"]
    assert read("2027年1月值班表", "12月31日", "1月1日") == ["? 2026-12-31", "2027-01-01"]
    assert read("2026年6月", "6月30日", "7月1日") == ["2026-06-30", "? 2026-07-01"]


def test_days_alone_that_begin_anew_need_a_month() -> None:
    assert read("2026年12月值班表", "30日", "31日", "1日") == ["fault"] * 3
    assert read(None, "12月30日", "31日") == ["fault", "fault"]
    assert read(SPAN, "12月30日", "31日", "1日") == OVER[:3]


def test_a_year_alone_does_not_say_which_side_of_new_year_is_meant() -> None:
    rows = ("12月31日", "1月1日")
    assert read("2026年元旦值班表", *rows) == ["fault", "fault"]
    assert read("2026年元旦值班表", "12月31日（周三）", "1月1日（周四）") == ["2025-12-31", "2026-01-01"]
    assert read("2026年值班表", "6月3日", "6月4日") == ["2026-06-03", "2026-06-04"]


def test_whole_dates_of_another_year_than_all_around_are_faults() -> None:
    wrong, right = datetime(2026, 1, 1), date(2027, 1, 1)  # noqa: DTZ001 -- spreadsheets know no zones
    assert read(SPAN, date(2026, 12, 31), wrong) == ["2026-12-31", "fault"]
    assert read(None, date(2026, 12, 31), wrong) == ["2026-12-31", "fault"]
    assert read(SPAN, date(2026, 12, 31), right) == ["2026-12-31", "2027-01-01"]
    assert read("2026年6月", date(2026, 9, 1)) == ["? 2026-09-01"]


def test_a_table_of_a_year_may_begin_anew() -> None:
    year = [date(2026, 1, 1) + n * DAY for n in range(365)]
    assert read("2026年值班表", *year, *year) == [str(day) for day in (*year, *year)]


STYLES = {
    "month and day": "{0.month}月{0.day}日",
    "slash": "{0.month}/{0.day}",
    "day alone": "{0.day}日",
    "numerals": "{0.month}月{0.day}号",
    "whole": "{0}",
}
TITLES = {
    "span": "{0.year}年{0.month}月{0.day}日至{1.year}年{1.month}月{1.day}日",
    "half span": "{0.year}年{0.month}月{0.day}日-{1.month}月{1.day}日",
    "month": "{0.year}年{0.month}月值班表",
    "later month": "{1.year}年{1.month}月值班表",
    "year": "{0.year}年值班表",
    "later year": "{1.year}年值班表",
    "none": "值班表",
}


@given(
    first=st.dates(date(2025, 1, 1), date(2027, 12, 31)),
    length=st.integers(1, 40),
    step=st.integers(1, 3),
    style=st.sampled_from(sorted(STYLES)),
    title=st.sampled_from(sorted(TITLES)),
    weekday=st.booleans(),
)
def test_no_row_is_read_as_another_day_without_a_doubt(
    first: date, length: int, step: int, style: str, title: str, weekday: bool
) -> None:
    days = [first + n * step * DAY for n in range(length)]
    rows = [STYLES[style].format(day) + (f"（周{WEEKDAYS[day.weekday()]}）" if weekday else "") for day in days]
    dates = DutyDates(span_of([TITLES[title].format(days[0], days[-1])], None), rows)
    for day, row in zip(days, rows, strict=True):
        try:
            found = dates.day(row)
        except CellFault:
            continue
        assert bare(found) == day or isinstance(found, Doubted)


@given(
    first=st.dates(date(2025, 1, 1), date(2027, 12, 31)),
    length=st.integers(1, 40),
    style=st.sampled_from(sorted(STYLES)),
)
def test_with_both_ends_in_the_title_every_row_is_told(first: date, length: int, style: str) -> None:
    days = [first + n * DAY for n in range(min(length, 28 if style == "day alone" else length))]
    title = TITLES["span"].format(days[0], days[-1])
    assert read(title, *(STYLES[style].format(day) for day in days)) == [str(day) for day in days]
