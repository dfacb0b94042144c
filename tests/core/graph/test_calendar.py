"""Which days are worked, which years are known, and the file that says more."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import InvalidInput
from graph.messages import Language
from graph.time.calendar import DAY, WorkCalendar, last_published, not_known, read_calendar


def stated(path: Path, *lines: str) -> WorkCalendar:
    """The calendar of a file."""
    path.write_text("\n".join(lines), encoding="utf-8")
    return read_calendar(path)


def test_the_last_year_with_working_saturdays_is_the_last_that_is_known() -> None:
    year, calendar = last_published(), WorkCalendar()
    assert year >= 2026

    def made_up(of: int) -> int:
        days = (date(of, 1, 1) + number * DAY for number in range(365))
        return sum(1 for day in days if day.weekday() >= 5 and calendar.is_worked(day))

    assert made_up(year) > 0
    assert made_up(year + 1) == 0
    assert calendar.is_known(year)
    assert calendar.is_known(2001)
    assert not calendar.is_known(year + 1)


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.integers(0, 2_000), st.frozensets(st.integers(2000, 2070)))
def test_unknown_years_are_those_that_nobody_published_or_stated(
    first: date, days: int, complete: frozenset[int]
) -> None:
    last = first + timedelta(days=days)
    unknown = WorkCalendar({}, complete).unknown_years(first, last)
    years = {(first + n * DAY).year for n in range(days + 1)}
    assert unknown == tuple(sorted(year for year in years if year > last_published() and year not in complete))


@pytest.mark.parametrize(
    "line", ["2028 complete", "2028 complete # 国办发明电", "2028  完整", " 2028, complete ", "2028\tcomplete x"]
)
def test_a_file_says_that_a_year_is_complete(tmp_path: Path, line: str) -> None:
    calendar = stated(tmp_path / "days.txt", "# 放假安排", "2028-01-29 work  # 春节", "", line, "2028-01-26 off")
    assert calendar.is_known(2028)
    assert not calendar.is_known(2029)
    assert calendar.is_worked(date(2028, 1, 29))
    assert not calendar.is_worked(date(2028, 1, 26))


def test_days_alone_do_not_make_a_year_known(tmp_path: Path) -> None:
    assert not stated(tmp_path / "days.txt", "2028-01-29 work").is_known(2028)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("2028", "is not a date"),
        ("2028 completed", "is not a date"),
        ("28 complete", "is not a date"),
        ("２０２８ complete", "is not a date"),
        ("complete 2028", "is not a date"),
        ("2028-02-30 off", "is not a date"),
        ("2028-01-29 off\n2028-01-29 work", "line 3: 2028-01-29 is both"),
    ],
)
def test_what_is_no_line_names_itself_and_an_example(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        stated(tmp_path / "days.txt", "2027-01-01 off", line)
    assert said in str(refused.value)
    assert "days.txt, line" in str(refused.value)


def test_the_same_day_may_be_said_again(tmp_path: Path) -> None:
    assert not stated(tmp_path / "days.txt", "2028-01-26 off", "2028-01-26 off").is_worked(date(2028, 1, 26))


def test_the_sentence_names_years_and_file() -> None:
    told = not_known((2028, 2029))
    zh, en = told.in_(Language.CHINESE), told.in_(Language.ENGLISH)
    assert "2028、2029" in zh
    assert "2028, 2029" in en
    assert "WANGGE_HOLIDAYS" in zh
    assert "`2028 complete`" in en
