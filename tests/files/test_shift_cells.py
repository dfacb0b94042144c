"""Cells about shifts: what offices write for a time of day, a length, days of duty and a recurrence."""

from datetime import datetime, time, timedelta

import pytest

from graph.words import DutyDays
from loaders.cells.shifts import clock, duty_days, minutes, recurrence
from loaders.cells.values import Cell, CellFault, yuan


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("08:30", "08:30"),
        ("8:30", "08:30"),
        ("08：30", "08:30"),
        ("０８：３０", "08:30"),
        ("8:30:00", "08:30"),
        ("8点半", "08:30"),
        ("8点", "08:00"),
        ("8点整", "08:00"),
        ("8时05分", "08:05"),
        ("上午8:30", "08:30"),
        ("下午2点半", "14:30"),
        ("中午12点", "12:00"),
        ("晚上8:00", "20:00"),
        ("凌晨12:15", "00:15"),
        ("8:30 PM", "20:30"),
        ("17", "17:00"),
        (0.0, "00:00"),
        (8.5 / 24, "08:30"),
        (17 / 24, "17:00"),
        (8.0, "08:00"),
        (time(8, 30), "08:30"),
        (datetime(1899, 12, 31, 8, 30), "08:30"),  # noqa: DTZ001 -- as spreadsheets
        (timedelta(hours=8, minutes=30), "08:30"),
        ("", None),
        ("/", None),
    ],
)
def test_times_of_day(cell: Cell, expected: str | None) -> None:
    assert clock(cell) == expected


@pytest.mark.parametrize(
    "cell", ["24:00", "8:60", "八点", "8:30-17:30", 8.5, 24.0, -1.0, True, timedelta(hours=24), timedelta(hours=-1)]
)
def test_what_is_no_time_of_day(cell: Cell) -> None:
    with pytest.raises(CellFault, match="08:30"):
        clock(cell)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (540.0, 540),
        ("540", 540),
        ("540分钟", 540),
        ("540.0", 540),
        ("9小时", 540),
        ("8.5小时", 510),
        ("8小时30分", 510),
        ("24h", 1440),
        (time(9), 540),
        (timedelta(hours=24), 1440),
        ("", None),
    ],
)
def test_lengths_of_shifts(cell: Cell, expected: int | None) -> None:
    assert minutes(cell) == expected


@pytest.mark.parametrize("cell", ["一天", "8:30-17:30", 0.5, True])
def test_what_is_no_length(cell: Cell) -> None:
    with pytest.raises(CellFault, match="540"):
        minutes(cell)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("每日", "FREQ=DAILY"),
        ("每天", "FREQ=DAILY"),
        ("每周一、三、五", "FREQ=WEEKLY;BYDAY=MO,WE,FR"),
        ("每周一至周五", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("每周六日", "FREQ=WEEKLY;BYDAY=SA,SU"),
        ("星期天", "FREQ=WEEKLY;BYDAY=SU"),
        ("每周五、一", "FREQ=WEEKLY;BYDAY=MO,FR"),
        ("每月1日、15日", "FREQ=MONTHLY;BYMONTHDAY=1,15"),
        ("每月十五日", "FREQ=MONTHLY;BYMONTHDAY=15"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "FREQ=MONTHLY;BYDAY=-1FR"),
        ("rrule:freq=daily".upper(), "RRULE:FREQ=DAILY"),
        ("", None),
    ],
)
def test_recurrences(cell: Cell, expected: str | None) -> None:
    assert recurrence(cell) == expected


@pytest.mark.parametrize("cell", ["隔天", "每周八", "每周五至一", "每月32日", "FREQ=HOURLY", "工作日", 3.0])
def test_what_is_no_recurrence(cell: Cell) -> None:
    with pytest.raises(CellFault, match="每周一、三、五"):
        recurrence(cell)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("每日", DutyDays.EVERY_DAY),
        ("每天", DutyDays.EVERY_DAY),
        ("工作日", DutyDays.WORKING_DAYS),
        ("working_days", DutyDays.WORKING_DAYS),
        ("休息日、节假日", DutyDays.DAYS_OFF),
        ("节假日", DutyDays.DAYS_OFF),
        ("", None),
    ],
)
def test_days_of_duty(cell: Cell, expected: DutyDays | None) -> None:
    assert duty_days(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [(50.0, 50), ("50", 50), ("50元", 50), ("99.5元/件", 99.5), ("￥1,200", 1200), ("", None)],
)
def test_amounts_of_money(cell: Cell, expected: float | None) -> None:
    assert yuan(cell) == expected


def test_what_is_no_amount() -> None:
    with pytest.raises(CellFault, match="digits"):
        yuan("五十")
