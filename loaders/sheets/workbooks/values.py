"""What a number in a cell is, by its format: a number, a day, a time of day, a length of time.

Excel keeps days as numbers, from one of two first days: 1900 (Windows) or 1904 (old Macs).  In the first it counts a
29 February 1900 that never was, so its first two months are a day off.
"""

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

from openpyxl.styles.numbers import BUILTIN_FORMATS, STRIP_RE, is_date_format, is_timedelta_format

from loaders.cells.values import EXACT_DIGITS, Cell
from loaders.sheets.spoilt import broken, no_such_day, unseen, zero_date

ZERO_1900 = date(1899, 12, 30)
ZERO_1904 = date(1904, 1, 1)
"""The day whose number is 0, as it counts for every day from March 1900 on."""

FIRST_MEANT = 61
"""The first day number that is taken for a day: below it Excel's calendar is wrong, and a small number is meant."""

SECONDS = 86_400
LONGEST_FORMAT = 255


class Kind(StrEnum):
    """What a format makes of a number."""

    NUMBER = "number"
    DAY = "day"
    CLOCK = "clock"
    LENGTH = "length"
    WORDS = "words"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Format:
    """The format of a cell: its kind, and for words what stands around the digits, and how many digits there are.

    001 and 第1网格 may be the number 1 in such a format; what is read is what people see.
    """

    kind: Kind
    before: str = ""
    digits: int = 1
    after: str = ""

    def worded(self, number: float) -> Cell:
        """The number as it is shown; itself where it has another sign or a fraction."""
        if self.after == PERCENT:
            return f"{number * 100:.12g}{PERCENT}"
        if number < 0 or not number.is_integer() or number >= 10**EXACT_DIGITS:
            return number
        return f"{self.before}{int(number):0{self.digits}d}{self.after}"


NUMBER, DAY, CLOCK, LENGTH = Format(Kind.NUMBER), Format(Kind.DAY), Format(Kind.CLOCK), Format(Kind.LENGTH)
NOTHING = Format(Kind.NOTHING)

CHINESE_BUILTIN = {
    **dict.fromkeys((27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58), DAY),
    **dict.fromkeys((32, 33, 34, 35, 55, 56), CLOCK),
}
"""Formats that have a number only, and their meaning in Chinese editions (ECMA-376 part 1, 18.8.30, zh-cn)."""

PERCENT = "%"
PERCENTAGE = re.compile(r"[0#]*(\.[0#]+)?%")
_LITERAL = r'(?:"[^"]*"|\\.|[^"\\0#?.,%*_@\[\]/A-Za-z])*'
WORDED = re.compile(rf"(?P<before>{_LITERAL})(?P<digits>0+|#+0*|General|G/通用格式)(?P<after>{_LITERAL})")
PADDING = re.compile(r"[_*].|\[[^\]]*\]", re.DOTALL)
"""What a format leaves room for (a blank as wide as a character, a filling), and what it says in brackets."""


def builtin_format(number: int) -> Format:
    """The meaning of a format that a workbook gives by its number."""
    return CHINESE_BUILTIN.get(number) or format_of(BUILTIN_FORMATS.get(number, "General"))


_DAY_LETTER = re.compile(r"(?<![_\\])[yd]")
_CLOCK_LETTER = re.compile(r"(?<![_\\])[hs]")


@lru_cache(maxsize=10_000)
def format_of(code: str) -> Format:
    """The meaning of a format's code: yyyy"年"m"月" is a day, h:mm a time of day, [h]:mm a length, 0"户" words."""
    code = code[:LONGEST_FORMAT]
    if not code.replace(";", "").strip():
        return NOTHING if ";;" in code else NUMBER
    if not is_date_format(code):
        return _words(PADDING.sub("", code.split(";")[0]))
    if is_timedelta_format(code):
        return LENGTH
    letters = STRIP_RE.sub("", code.split(";")[0]).casefold()
    return CLOCK if _CLOCK_LETTER.search(letters) and not _DAY_LETTER.search(letters) else DAY


def _words(code: str) -> Format:
    """The format of a number that stands amid words, or has leading noughts."""
    if PERCENTAGE.fullmatch(code):
        return Format(Kind.WORDS, after=PERCENT)
    found = WORDED.fullmatch(code)
    if found is None:
        return NUMBER
    before, after = (re.sub(r'"|\\(?=.)', "", found[part]).strip() for part in ("before", "after"))
    digits = max(found["digits"].count("0"), 1)
    return Format(Kind.WORDS, before, digits, after) if before or after or digits > 1 else NUMBER


def cell_of(number: float, form: Format, zero: date) -> Cell:
    """The number as a cell of its format; `zero` is the day of number 0 (ZERO_1900 or ZERO_1904)."""
    if not math.isfinite(number):
        return broken(str(number))
    match form.kind:
        case Kind.NUMBER:
            return number
        case Kind.LENGTH:
            return _length(number)
        case Kind.WORDS:
            return form.worded(number)
        case Kind.NOTHING:
            return unseen(f"{number:.15g}")
        case _:
            return _moment(number, form, zero)


def _moment(number: float, form: Format, zero: date) -> Cell:
    if 0 < number < 1 or (0 <= number < FIRST_MEANT and form.kind == Kind.CLOCK):
        return _clock(number % 1)
    return _day(number, zero) if number >= FIRST_MEANT else _before_days(number, zero)


def _length(number: float) -> Cell:
    try:
        return timedelta(seconds=round(number * SECONDS))
    except OverflowError:
        return broken(f"{number:g}")


def _clock(number: float) -> time:
    minutes, second = divmod(min(round(number * SECONDS), SECONDS - 1), 60)
    return time(minutes // 60, minutes % 60, second)


def _day(number: float, zero: date) -> Cell:
    whole = math.floor(number)
    seconds = round((number - whole) * SECONDS)
    try:
        moment = datetime.combine(zero, time()) + timedelta(days=whole, seconds=seconds)
    except OverflowError:
        return no_such_day("#####", f"{number:g}")
    return moment if seconds % SECONDS else moment.date()


def _before_days(number: float, zero: date) -> Cell:
    if number == 0:
        return zero_date("1900-01-00" if zero == ZERO_1900 else ZERO_1904.isoformat())
    return no_such_day(_early(number, zero), f"{number:g}")


def _early(number: float, zero: date) -> str:
    """How Excel shows a day number below 61."""
    if number < 0:
        return "#####"
    whole = math.floor(number)
    if zero == ZERO_1900 and whole == FIRST_MEANT - 1:
        return "1900-02-29"
    shift = timedelta(days=whole + (zero == ZERO_1900))
    return (zero + shift).isoformat()
