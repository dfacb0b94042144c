"""The days of a duty table: which of them its title speaks of, and what 12月30日 and 30日 in its rows mean then.

A table runs on: over the end of a month, over New Year.  Where neither the title nor the row above tells a year or a
month for certain, that is a fault, never a day of another year.
"""

import calendar
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import InitVar, dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from graph.messages import say
from loaders.cells import values as cells
from loaders.cells.values import Cell, CellFault, Doubted, arabic, plain

_MONTH, _DAY = r"1[0-2]|0?[1-9]", r"3[01]|[12]\d|0?[1-9]"
_JOIN = r"(?:\((?:星期|周).\)|(?:星期|周).)?(?:至|到|—+|–|~|〜|-+)"
TITLE = re.compile(
    r"(?<!\d)(?P<year>(?:19|20|21)\d\d)(?:年度?|[./-])"
    rf"(?:(?P<month>{_MONTH})(?:月份?|(?=[./-]\d)|(?={_JOIN}(?:{_MONTH})月)|(?!\d))"
    rf"(?:[./-]?(?P<day>{_DAY})[日号]?(?!\d|月|年))?)?"
    rf"(?:{_JOIN}(?:(?P<year2>(?:19|20|21)\d\d)(?:年|[./-]))?"
    rf"(?:(?P<month2>{_MONTH})(?:月份?|[./-](?=\d)))?(?:(?P<day2>{_DAY})(?:[日号]|(?!\d|年|月)))?)?"
)
QUARTER = re.compile(r"(?<!\d)((?:19|20|21)\d\d)年第?([1-4])季度")
MONTH_ALONE = re.compile(rf"^({_MONTH})月份?")

WEEKDAY = re.compile(r"[(（]?(?:星期|周|礼拜)([一二三四五六日天])[)）]?$")
WEEKDAYS = "一二三四五六日"
MONTH_DAY = re.compile(r"^(\d{1,2})[月/.\-](\d{1,2})[日号]?$")
DAY_ALONE = re.compile(r"^(\d{1,2})[日号]?$")

RUNS_ON = timedelta(days=31)
"""How far the rows of a table may go beyond what its title says, and how far one row may be from the next."""

WRITE = say("write-duty-date")


@dataclass(frozen=True, slots=True)
class Span:
    """The days that a title speaks of, the last one included; `exact` if it says more than a year.

    `dated`: they are the month of a single day, which may be that on which the table was made.
    """

    first: date
    last: date
    exact: bool
    dated: bool = False

    def near(self, day: date) -> bool:
        """Whether a day is one of them, or so near that a table may run on to it."""
        return self.first - RUNS_ON <= day <= self.last + RUNS_ON

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        return f"{self.first} to {self.last}"


def span_of(words: Iterable[str], sheet: str | None) -> Span | None:
    """The days of which the words of a title speak, the most exact of them; a sheet's name may say the month."""
    found = [span for word in words for span in _spans(_digits(word))]
    if not found:
        return None
    best = min(found, key=lambda span: (span.dated, not span.exact, span.last - span.first))
    month = MONTH_ALONE.match(_digits(sheet or ""))
    return best if best.exact or month is None else _month(best.first.year, int(month[1]))


def _digits(text: str) -> str:
    """In compatibility form, numerals as digits: 二〇二六年十二月 is 2026年12月."""
    return arabic(plain(text).replace("〇", "零").replace("○", "零"))


def _spans(word: str) -> Iterator[Span]:
    for found in QUARTER.finditer(word):
        year, quarter = int(found[1]), int(found[2])
        yield Span(date(year, 3 * quarter - 2, 1), _month(year, 3 * quarter).last, exact=True)
    for found in TITLE.finditer(word):
        try:
            yield _span(found)
        except ValueError:
            continue  # no days of the calendar: a number of another kind


def _span(found: re.Match[str]) -> Span:
    year, month, day = (int(found[name]) if found[name] else None for name in ("year", "month", "day"))
    year2, month2, day2 = (int(found[name]) if found[name] else None for name in ("year2", "month2", "day2"))
    if year is None or month is None:
        return Span(date(year or 1, 1, 1), date(year2 or year or 1, 12, 31), exact=False)
    whole = _month(year, month)
    first = date(year, month, day) if day else whole.first
    if month2 is None:
        return Span(first, date(year, month, day2), exact=True) if day2 else replace(whole, dated=day is not None)
    year2 = year2 or year + (month2 < month)
    last = date(year2, month2, day2) if day2 else _month(year2, month2).last
    if last < first:
        raise ValueError
    return Span(first, last, exact=True)


def _month(year: int, month: int) -> Span:
    return Span(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), exact=True)


@dataclass(slots=True)
class DutyDates:
    """Reads the days of one table, row after row.  `column` has what stands in the column of days."""

    span: Span | None
    column: InitVar[Sequence[Cell]] = ()
    above: date | None = None
    wraps: bool = field(init=False)
    anew: bool = field(init=False)
    whole: list[date] = field(init=False)

    def __post_init__(self, column: Sequence[Cell]) -> None:
        self.wraps = _go(column, MONTH_DAY, HALF)
        self.anew = _go(column, DAY_ALONE, WRAP)
        self.whole = sorted({day for value in column if (day := _whole_date(value)) is not None})

    def day(self, value: Cell, weekday: str | None = None) -> Doubted | date | None:
        """The day of a row, by what it says of the weekday where the year is open; None if the cell is blank.

        Raises CellFault where it can't be told.
        """
        if isinstance(value, str) and (told := WEEKDAY.search(plain(value))):
            weekday, value = told[1], WEEKDAY.sub("", plain(value))
        found = self._day(value, weekday)
        self.above = cells.bare(found) or self.above
        return found

    def _day(self, value: Cell, weekday: str | None) -> Doubted | date | None:
        word = "" if isinstance(value, float) and not value.is_integer() else _digits(str(_whole(value)))
        if not isinstance(value, date | datetime) and (found := MONTH_DAY.match(word)):
            return self._of_month_and_day(int(found[1]), int(found[2]), weekday)
        if not isinstance(value, date | datetime) and (found := DAY_ALONE.match(word)):
            return self._of_day(int(found[1]))
        day = cells.day(value)
        return None if day is None else self._looked_at(day)

    def _looked_at(self, day: date) -> Doubted | date:
        """A whole date; a fault where it is of another year than all around it, a doubt where it is far from them."""
        for year in (day.year - 1, day.year + 1):
            other = _date(year, day.month, day.day)
            if other is not None and self._fits_better(other, day):
                around = say("title-speaks-of", span=self.span) if self.span else say("stands-above", above=self.above)
                raise CellFault(say("duty-year-doubtful", day=day, around=around, other=other), say("correct-year"))
        if self.span is not None and not self.span.near(day):
            return Doubted(day, say("duty-day-off-title", day=day, span=self.span), say("look-which"))
        return day

    def _fits_better(self, other: date, day: date) -> bool:
        if self.span is not None and self.span.exact:
            return other in self.span and not self.span.near(day)
        if self.above is None or not timedelta() <= other - self.above <= RUNS_ON < self.above - day:
            return False
        # A table of a whole year may begin anew for another department: then there are days between.
        return not any(day + RUNS_ON < between < self.above - RUNS_ON for between in self.whole)

    def _of_month_and_day(self, month: int, day: int, weekday: str | None) -> Doubted | date:
        if self.span is None and self.above is None:
            raise _unsaid()
        years = self._years()
        found = [d for year in years if (d := _date(year, month, day)) is not None]
        if not found:
            raise CellFault(say("no-such-day"), say("correct-date"))
        said = [d for d in found if weekday is None or WEEKDAYS[d.weekday()] == weekday.replace("天", "日")]
        return self._chosen([d for d in found if self._is_told(d)] or said, found, f"{month}月{day}日")

    def _years(self) -> range:
        first = self.span.first if self.span else self.above or date.min
        last = self.span.last if self.span else self.above or date.min
        return range(first.year - 1, last.year + 2)

    def _is_told(self, day: date) -> bool:
        """Whether the title has the day; of one that says no more than a year, only if the rows stay within it."""
        return self.span is not None and day in self.span and (self.span.exact or not self.wraps)

    def _chosen(self, told: list[date], all_days: list[date], word: str) -> Doubted | date:
        """The one day of those that may be meant; else the one that follows on the row above, with a doubt."""
        if len(told) == 1 and (
            self.span is None or not self.span.exact or told[0] in self.span or self._follows(told[0])
        ):
            return told[0]
        following = [d for d in told or all_days if self._follows(d)]
        if len(following) == 1:
            return Doubted(following[0], say("duty-day-runs-on", word=word, day=following[0]), WRITE)
        near = [d for d in all_days if self.span is not None and self.span.exact and self.span.near(d)]
        if self.above is None and len(near) == 1:
            return Doubted(near[0], say("duty-day-by-title", word=word, span=self.span, day=near[0]), WRITE)
        raise CellFault(say("duty-month-unknown", word=word), WRITE)

    def _follows(self, day: date) -> bool:
        return self.above is not None and timedelta() <= day - self.above <= RUNS_ON

    def _of_day(self, day: int) -> Doubted | date:
        months = list(self._months())
        if not months:
            raise _unsaid()
        found = [d for year, month in months if (d := _date(year, month, day)) is not None]
        if not found:
            raise CellFault(say("no-such-day"), say("correct-date"))
        told = [d for d in found if self.span is not None and self.span.exact and d in self.span]
        if self.anew and len(months) == 1:
            raise CellFault(say("duty-days-anew", day=day), WRITE)
        if len(told) > 1 and self.above is not None:
            told = [d for d in told if d >= self.above][:1]
        return self._chosen(told[:1], found, f"{day}日")

    def _months(self) -> Iterator[tuple[int, int]]:
        """The months of which a day alone may be: those of the title, else those of the row above and after it."""
        if self.span is not None and self.span.exact:
            first, last = self.span.first, self.span.last
        elif self.above is not None:
            first, last = self.above, self.above + RUNS_ON
        else:
            return
        for number in range(12 * first.year + first.month - 1, 12 * last.year + last.month):
            yield number // 12, number % 12 + 1


WRAP = 20
"""Days by which rows jump that are on two sides of the end of a month."""


def _go(days: Iterable[Cell], form: re.Pattern[str], far: int) -> bool:
    """Whether the first numbers of dates of a form jump so far from one row to the next."""
    numbers = [int(found[1]) for value in days if (found := form.match(_bare(value)))]
    return any(abs(one - other) >= far for one, other in pairwise(numbers))


HALF = 6
"""Months between rows that are on two sides of New Year."""


def _bare(value: Cell) -> str:
    if isinstance(value, str):
        return _digits(WEEKDAY.sub("", plain(value)))
    return str(_whole(value)) if isinstance(value, float) else ""


def _whole_date(value: Cell) -> date | None:
    try:
        return cells.day(_bare(value) or value) if not isinstance(value, float) else None
    except CellFault:
        return None


def _whole(value: Cell) -> Cell:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _unsaid() -> CellFault:
    return CellFault(say("duty-month-unsaid"), say("write-duty-month"))
