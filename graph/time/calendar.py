"""Civil time: the organisation's zone, and which days are worked in China.

Public holidays and the working days that make up for them are the State Council's, as the package `holidays` has them;
each year's are published in the autumn before.  For later years the package knows holidays by law and by the moon, and
not one working Saturday: its answers are guesses, and a year is not known until a file says that it is complete.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import holidays

from graph.errors import InvalidInput
from graph.messages import Message, say
from graph.time.instants import day_of

DAY: Final = timedelta(days=1)
WORKED, OFF, COMPLETE = "work", "off", "complete"
FIRST_MADE_UP: Final = 2001
"""The first year with working Saturdays that make up for days off; there have been some every year since."""


@cache
def _china() -> holidays.HolidayBase:
    return holidays.country_holidays("CN")


@cache
def last_published() -> int:
    """The last year of which the package has a working Saturday or Sunday: the days off of later ones are guesses."""
    year = FIRST_MADE_UP
    while any(_china().is_working_day(day) for day in _weekend_days(year + 1)):
        year += 1
    return year


def _weekend_days(year: int) -> Iterable[date]:
    first = date(year, 1, 1)
    days = (first + number * DAY for number in range((date(year + 1, 1, 1) - first).days))
    return (day for day in days if day.weekday() >= 5)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Which days are worked.  `said` overrules what is published: True for a day that is worked.

    `complete` are years of which a file states all that differs from the days off by law.
    """

    said: Mapping[date, bool] = field(default_factory=dict, hash=False)
    complete: frozenset[int] = frozenset()

    def is_known(self, year: int) -> bool:
        """Whether the days off and the working days that make up for them are known for a year."""
        return year in self.complete or year <= last_published()

    def unknown_years(self, first: date, last: date) -> tuple[int, ...]:
        """The years between two days, both included, of which they are not known."""
        return tuple(year for year in range(first.year, last.year + 1) if not self.is_known(year))

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


YEAR_LINE = re.compile(r"(\d{4})\s+(?:complete|完整)(?:\s|$)", re.ASCII)


def read_calendar(path: Path) -> WorkCalendar:
    """The calendar that a file states.

    On each line a date and `work` or `off`, or a year and `complete`: all days that differ are stated.  What follows is
    a comment.  Raises InvalidInput that names file, line, value and remedy.
    """
    said: dict[date, bool] = {}
    complete: set[int] = set()
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
        plain = line.partition("#")[0].replace(",", " ").strip()
        if not plain:
            continue
        if year := YEAR_LINE.match(plain):
            complete.add(int(year[1]))
            continue
        day, worked = _day_line(path, number, line, plain.split())
        if said.setdefault(day, worked) != worked:
            raise InvalidInput(
                say("day-worked-and-off", file=path.name, number=number, day=day, worked=WORKED, off=OFF)
            )
    return WorkCalendar(said, frozenset(complete))


def _day_line(path: Path, number: int, line: str, parts: list[str]) -> tuple[date, bool]:
    try:
        return date.fromisoformat(parts[0]), {WORKED: True, OFF: False}[parts[1]]
    except (ValueError, IndexError, KeyError) as error:
        raise InvalidInput(
            say("holiday-line-wrong", file=path.name, number=number, line=line.strip(), worked=WORKED, off=OFF)
        ) from error


def not_known(years: Iterable[int]) -> Message:
    """That the days off of some years are not known."""
    named = tuple(str(year) for year in years)
    return say("days-off-unknown", years=named, line=f"{named[0]} {COMPLETE}")


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
