"""Civil time: the organisation's zone, and which days are worked in China.

Public holidays and the working days that make up for them are the State Council's, as the package `holidays` has them;
each year's are published in the autumn before.  A file may add to them or say otherwise: `read_days`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import holidays

from graph.errors import InvalidInput
from graph.instants import day_of

DAY: Final = timedelta(days=1)
WORKED, OFF = "work", "off"


@cache
def _china() -> holidays.HolidayBase:
    return holidays.country_holidays("CN")


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Which days are worked.  `said` overrules what is published: True for a day that is worked."""

    said: Mapping[date, bool] = field(default_factory=dict, hash=False)

    def is_worked(self, day: date) -> bool:
        """Whether the day is a working day: a weekday that is no public holiday, or one that makes up for a holiday."""
        known = self.said.get(day)
        return bool(_china().is_working_day(day)) if known is None else known

    def is_holiday(self, day: date) -> bool:
        """Whether the day is off because of a public holiday: not merely a Saturday or Sunday."""
        return not self.is_worked(day) and (day.weekday() < 5 or day in _china())

    def next_worked(self, day: date) -> date:
        """The first working day from `day` on."""
        while not self.is_worked(day):
            day += DAY
        return day


def read_days(path: Path) -> dict[date, bool]:
    """The days of a file: on each line a date, `work` or `off`, and what may follow as a comment.

    Raises InvalidInput that names file, line, value and remedy.
    """
    said: dict[date, bool] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
        parts = line.partition("#")[0].replace(",", " ").split()
        if not parts:
            continue
        try:
            day, kind = date.fromisoformat(parts[0]), parts[1]
            said[day] = {WORKED: True, OFF: False}[kind]
        except (ValueError, IndexError, KeyError) as error:
            message = f"{path.name}, line {number}: {line.strip()!r} is not a date and `{WORKED}` or `{OFF}`"
            raise InvalidInput(f"{message}; write for example: 2027-02-06 {WORKED} # 春节调休") from error
    return said


@dataclass(frozen=True, slots=True)
class CivilTime:
    """A zone and its calendar."""

    zone: ZoneInfo
    calendar: WorkCalendar = field(default_factory=WorkCalendar)

    def day(self, at: datetime) -> date:
        """The day in the zone in which an instant lies."""
        return day_of(at, self.zone)

    def at(self, day: date, clock: time) -> datetime:
        """The instant of a time of day in the zone."""
        return datetime.combine(day, clock, self.zone)
