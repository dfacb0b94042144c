"""The values of single cells: what an office typed, and what it means; CellFault where it means nothing.

A cell is what the spreadsheet library gives: text, a number, a bool, a date, "" for nothing.
"""

import calendar
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, TypeVar

from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from graph.characters import RARE, UNSEEN, named
from graph.messages import Message, listed, say
from graph.texts import ORDINARY, character_fault
from graph.time.validity import FIRST_DAY, LAST_DAY
from graph.words import Gender, GridType, Rank, Setting, Term, UnitKind, weekday_of

Cell = str | float | bool | date | datetime | time | timedelta
"""What a cell can hold; numbers come as float."""

EXACT_DIGITS = 15
"""Excel keeps 15 digits of a number; further ones have become zeros."""

DAY_ZERO = date(1899, 12, 30)
EARLIEST_SERIAL, LATEST_SERIAL = 7_000, 80_000
"""Excel's day numbers that are taken for dates: 1919 to 2119."""

BLANKS = frozenset({"", "/", "\\", "-", "--", "—", "——", "–", "―", "待定", "不详", "未知", "n/a", "na", "null", "none"})
"""Ways of writing nothing."""

T = TypeVar("T", bound=Term)


@dataclass(frozen=True, slots=True)
class Doubted:
    """What a cell was taken to mean, and why that is doubtful: for a reader of cells to give instead of the value."""

    value: Any
    why: Message
    remedy: Message | None = None


def bare(found: Any) -> Any:  # noqa: ANN401 -- whatever the reader gives
    """What was read, without its doubt."""
    return found.value if isinstance(found, Doubted) else found


class CellFault(Exception):
    """A cell that does not mean what its column asks for: why not, and what to write instead."""

    def __init__(self, why: Message, remedy: Message | None = None) -> None:
        self.why, self.remedy = why, remedy
        super().__init__(f"{why} {remedy or ''}".rstrip())


# -- text ------------------------------------------------------------------------------------------------------------

_WIDE = {code: code - 0xFEE0 for code in [*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)]}
_BREAKS = dict.fromkeys(map(ord, "\x85\u2028\u2029"), "\n")
_CONTROLS = {code: " " if code in {9, 11, 12} else None for code in {*range(32), *range(0x7F, 0xA0)} - {10, 13, 0x85}}
_CLEAN = _WIDE | RARE | _BREAKS | _CONTROLS | {0x3000: " ", 0xA0: " "}


@lru_cache(maxsize=100_000, typed=True)
def lines(value: Cell) -> str:
    """The cell as text with its line breaks: full-width letters and digits made half-width, invisible ones removed."""
    if isinstance(value, str):
        text = value
    elif isinstance(value, bool):
        text = "是" if value else "否"
    elif isinstance(value, float | int):
        text = str(int(value)) if float(value).is_integer() and abs(value) < 10**EXACT_DIGITS else repr(value)
    elif isinstance(value, datetime) and value.time() == time():
        text = value.date().isoformat()
    else:
        text = str(value)
    text = text.translate(_CLEAN).replace("\r\n", "\n").replace("\r", "\n")
    return UNSEEN.sub("", text).strip()


def note(value: Cell) -> str | None:
    """The cell as a text of several lines, as it stands but for blanks at the ends; None if there is nothing."""
    if not isinstance(value, str):
        return text(value)
    kept = value.replace("\r\n", "\n").translate(_KEPT)
    kept = "\n".join(line.rstrip() for line in kept.strip().split("\n"))
    return None if kept.casefold() in BLANKS else kept


def literal(value: Cell) -> str | None:
    """The cell to the letter.  Raises CellFault for characters that no text may hold."""
    return _literal(value, note=False)


def literal_note(value: Cell) -> str | None:
    """The cell to the letter, over several lines.  Raises CellFault for characters that no note may hold."""
    return _literal(value, note=True)


def _literal(value: Cell, *, note: bool) -> str | None:
    if not isinstance(value, str):
        return text(value)
    if fault := character_fault(value, note=note):
        raise CellFault(say("text-faulty", fault=fault))
    return value or None


_KEPT = _BREAKS | _CONTROLS | RARE | {13: "\n"}


def doubts_of_characters(value: Cell, *, note: bool = False) -> Iterator[Message]:
    """What is doubtful in the characters of a cell.  Raises CellFault for those that no text may hold."""
    if not isinstance(value, str) or ORDINARY.fullmatch(value):
        return
    if fault := character_fault(value.translate(_KEPT) if note else lines(value), note=True):
        raise CellFault(say("text-faulty", fault=fault))
    for character in dict.fromkeys(c for c in value if ord(c) in RARE):
        yield say("private-character-read", named=named(character), rare=RARE[ord(character)])


@lru_cache(maxsize=100_000, typed=True)
def text(value: Cell) -> str | None:
    """The cell as one line of text, blanks in a row made one; None if there is nothing."""
    plain = " ".join(lines(value).split())
    return None if plain.casefold() in BLANKS else plain


def is_blank(value: Cell) -> bool:
    """Say whether the cell holds nothing at all (空缺 is something)."""
    return value == "" or text(value) is None


@lru_cache(maxsize=100_000, typed=True)
def plain(value: Cell) -> str:
    """The cell in compatibility form (NFKC) without any blanks: for numbers, codes and single words."""
    return "".join(unicodedata.normalize("NFKC", lines(value)).split())


# -- codes and numbers -----------------------------------------------------------------------------------------------

SCIENTIFIC = re.compile(r"^[+-]?\d+(\.\d+)?[eE][+-]?\d+$")


def digits(value: Cell) -> str:
    """A cell that should be a row of digits, as such: 370923001001.0 and '370923001001 are the same.

    Raises CellFault where the spreadsheet has lost digits.
    """
    if isinstance(value, float | int) and not isinstance(value, bool):
        if not float(value).is_integer():
            raise CellFault(say("number-not-whole"), say("write-digits-as-text"))
        if abs(value) >= 10**EXACT_DIGITS:
            raise CellFault(
                say("digits-lost"),
                say("format-as-text"),
            )
        return str(int(value))
    word = plain(value).strip("'’‘`")
    if word.isdigit():
        return word
    if SCIENTIFIC.match(word):
        raise CellFault(
            say("digits-lost-scientific"),
            say("format-as-text"),
        )
    return word.removesuffix(".0") if word.removesuffix(".0").isdigit() else word


def literal_code(value: Cell) -> str | None:
    """A code or an id to the letter, but for blanks and what nobody sees, which none holds."""
    slip = isinstance(value, str) and (value != lines(value) or any(c.isspace() for c in value))
    return code(value) if slip or not isinstance(value, str) else literal(value)


CODE = re.compile(r"^[0-9A-Za-z][0-9A-Za-z_\-.]{0,63}$")


def code(value: Cell) -> str | None:
    """A unit's code or a fact's id; None if the cell is blank."""
    if is_blank(value):
        return None
    word = digits(value)
    if not CODE.match(word):
        raise CellFault(say("no-code"), say("correct-code"))
    return word


THOUSANDS = re.compile(r"(?<![\d,.])\d{1,3}([, ])\d{3}(?:\1\d{3})*(?![\d,])")


def _number_word(value: Cell) -> str:
    """The cell without blanks, and without what keeps thousands apart: 1,024 and 1 024, but neither 4,0 nor 3 2 0."""
    word = unicodedata.normalize("NFKC", lines(value)).strip()
    word = THOUSANDS.sub(lambda found: found.group().replace(found.group(1), ""), word)
    return re.sub(r"(?<!\d)\s+|\s+(?!\d)", "", word)


def count(value: Cell) -> int | None:
    """A number of households or people: 320, 1,024 and 320户 are understood."""
    if is_blank(value):
        return None
    if isinstance(value, float | int) and not isinstance(value, bool) and float(value).is_integer():
        return int(value)
    word = re.sub(r"[户人个名分钟级岗]+", "", _number_word(value))
    if not word.removesuffix(".0").isdecimal():
        raise CellFault(say("no-whole-number"), say("write-number-alone"))
    return int(word.removesuffix(".0"))


DECIMAL = re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?", re.ASCII)
UNIT_OF_MEASURE = re.compile(r"^¥|(%|分|件(/万人)?|元(/月)?)$")
MONEY = re.compile(r"^¥|元(/[件案])?$")

_CHINESE_DIGITS = {digit: str(number) for number, digit in enumerate("零一二三四五六七八九")}


def small_number(value: Cell) -> int | None:
    """A grade: 3, 三级, 三星级 and 3星 are understood."""
    if is_blank(value):
        return None
    if isinstance(value, float | int) and not isinstance(value, bool):
        return count(value)
    word = re.sub(r"[第星级岗档薪等]+", "", _number_word(value))
    if not word.isdecimal():
        word = arabic(word)
    if not word.isdecimal():
        raise CellFault(say("no-whole-number"), say("write-number"))
    return int(word)


def score(value: Cell) -> float | None:
    """A score: 95, 95.5 and 95分 are understood."""
    if is_blank(value):
        return None
    try:
        return _decimal(value, _number_word(value).removesuffix("分"))
    except ValueError:
        raise CellFault(say("no-number"), say("write-score")) from None


def _decimal(value: Cell, word: str) -> float:
    """A number, or digits with a point.  Raises ValueError for what float() takes beside: nan, 1e3, 1_000."""
    if isinstance(value, float | int) and not isinstance(value, bool):
        return float(value)
    if not DECIMAL.fullmatch(word):
        raise ValueError(word)
    return float(word)


def yuan(value: Cell) -> float | None:
    """An amount of money: 50, 50元, ￥1,200.50 and 50元/件 are understood."""
    if is_blank(value):
        return None
    try:
        return _decimal(value, MONEY.sub("", _number_word(value)))
    except ValueError:
        raise CellFault(say("no-money"), say("write-yuan")) from None


def measured(value: Cell) -> float | None:
    """A rate or an amount with its unit: 95.5, 95.5%, 3.2件/万人 and 800元/月 are understood."""
    if is_blank(value):
        return None
    try:
        return _decimal(value, UNIT_OF_MEASURE.sub("", _number_word(value)))
    except ValueError:
        raise CellFault(say("no-measure"), say("write-measure")) from None


def arabic(word: str) -> str:
    """Chinese numerals up to 99 in the text as digits: 第十二网格 -> 第12网格."""
    return re.sub("[零一二三四五六七八九十]+", _arabic, word)


def _arabic(found: re.Match[str]) -> str:
    run = found.group()
    if "十" not in run:
        return "".join(_CHINESE_DIGITS[c] for c in run)
    tens, _, ones = run.partition("十")
    if "十" in ones or len(tens) > 1 or len(ones) > 1:
        return run
    return str(int(_CHINESE_DIGITS.get(tens, "1")) * 10 + int(_CHINESE_DIGITS.get(ones, "0")))


# -- dates -----------------------------------------------------------------------------------------------------------

_YMD = re.compile(
    r"^(?P<year>\d{4})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?"
    r"(?:\s*\(?(?:星期|周)(?P<weekday>[一二三四五六日天])\)?)?"
    r"(?:[T\s]*(?P<part>上午|下午|凌晨|早上|中午|晚上)?\s*(?P<hour>\d{1,2})[:时点](?P<minute>\d{1,2})?"
    r"(?:[:分](?:\d{1,2}(?:\.\d{1,9})?)?)?秒?\s*(?P<half>am|pm)?\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?)?$",
    re.IGNORECASE,
)
"""A day, with what programs write behind it: its weekday, a time of day, the zone of that."""

WEEKDAYS = "一二三四五六日"
CHINA = timedelta(hours=8)
_YM = re.compile(r"^(\d{4})[-/.年](\d{1,2})月?$")
_EIGHT = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_SIX = re.compile(r"^((?:19|20)\d{2})(\d{2})$")
OPEN_ENDED = frozenset({"至今", "今", "长期", "现在", "在岗", "在职", "无", "现任"})
DATE_FORMS = say("write-date")


@lru_cache(maxsize=20_000, typed=True)
def day(value: Cell, *, last: bool = False) -> date | None:
    """A date in any of the usual forms; None if the cell is blank or says 至今, 长期 or the like.

    A month without a day is its first day, or with `last` its last.
    """
    if is_blank(value):
        return None
    if isinstance(value, datetime):
        return _plausible(value.date())
    if isinstance(value, date):
        return _plausible(value)
    if isinstance(value, time | timedelta):
        raise CellFault(say("time-without-day"), DATE_FORMS)
    if isinstance(value, float | int) and not isinstance(value, bool):
        return _plausible(_day_of_number(float(value), last=last))
    word = unicodedata.normalize("NFKC", lines(value)).strip("'")
    word = re.sub(r"\s+(?=[年月日])|(?<=[年月])\s+", "", word)
    if word in OPEN_ENDED:
        return None
    return _plausible(_day_of_text(word, last=last))


def _day_of_text(word: str, *, last: bool) -> date:
    if found := _YMD.match(word):
        return _day_with_more(found)
    if found := _EIGHT.match(word):
        return _date(int(found.group(1)), int(found.group(2)), int(found.group(3)))
    for pattern in (_YM, _SIX):
        if found := pattern.match(word):
            return _month(int(found.group(1)), int(found.group(2)), last=last)
    if word.isdigit() and EARLIEST_SERIAL <= int(word) <= LATEST_SERIAL:
        return DAY_ZERO + timedelta(days=int(word))
    if re.match(r"^\d{4}年?$", word):
        raise CellFault(say("year-alone"), say("write-whole-date"))
    raise CellFault(say("no-date"), DATE_FORMS)


def _day_with_more(found: re.Match[str]) -> date:
    """The day, unless its weekday is another, or its hour in another zone makes it another day here."""
    day = _date(int(found["year"]), int(found["month"]), int(found["day"]))
    said = (found["weekday"] or "").replace("天", "日")
    if said and said != WEEKDAYS[day.weekday()]:
        raise CellFault(say("weekday-wrong", day=day, weekday=weekday_of(day)), say("correct-date-or-weekday"))
    if found["zone"]:
        at = timedelta(hours=int(found["hour"]), minutes=int(found["minute"] or 0))
        here = at - _offset(found["zone"]) + CHINA
        if not timedelta() <= here < timedelta(days=1):
            there = f"{day} {found['hour']}:{found['minute'] or '00'} {found['zone']}"
            raise CellFault(say("day-in-china", there=there), DATE_FORMS)
    return day


def _offset(zone: str) -> timedelta:
    """How far a zone such as +08:00 is ahead of UTC; Z is UTC."""
    if zone in {"Z", "z"}:
        return timedelta()
    ahead = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    return -ahead if zone[0] == "-" else ahead


def _day_of_number(value: float, *, last: bool) -> date:
    if EARLIEST_SERIAL <= value <= LATEST_SERIAL:
        return DAY_ZERO + timedelta(days=int(value))
    if value.is_integer():
        return _day_of_text(str(int(value)), last=last)
    if FIRST_DAY.year <= value < LAST_DAY.year:
        fraction = f"{value:.2f}"[-2:]
        if fraction == "10":
            raise CellFault(
                say("january-or-october"),
                say("write-month"),
            )
        if abs(value - float(f"{value:.2f}")) < 1e-9 and "01" <= fraction <= "12":
            return _month(int(value), int(fraction), last=last)
        if fraction[1] == "0":
            return _month(int(value), int(fraction[0]), last=last)
    raise CellFault(say("number-no-date"), DATE_FORMS)


def _date(year: int, month: int, day_of_month: int) -> date:
    try:
        return date(year, month, day_of_month)
    except ValueError:
        raise CellFault(say("no-such-day"), say("correct-date")) from None


def _month(year: int, month: int, *, last: bool) -> date:
    if not 1 <= month <= 12 or year < 1:
        raise CellFault(say("no-such-month"), say("correct-date"))
    return date(year, month, calendar.monthrange(year, month)[1] if last else 1)


def _plausible(found: date) -> date:
    if not FIRST_DAY <= found <= LAST_DAY:
        raise CellFault(say("date-out-of-range", first=FIRST_DAY, last=LAST_DAY), say("correct-date"))
    return found


# -- people ----------------------------------------------------------------------------------------------------------


def id_number(value: Cell) -> str | None:
    """A citizen's ID number of 18 characters whose check digit and date of birth are right; None if blank."""
    if is_blank(value):
        return None
    word = digits(value).upper()
    if len(word) == 15 and word.isdigit():
        raise CellFault(say("id-of-first-generation"), say("give-18"))
    if not re.match(r"^\d{17}[\dX]$", word):
        raise CellFault(say("id-form-wrong"), say("correct-number"))
    try:
        ric.get_birth_date(word)
    except ValidationError:
        raise CellFault(say("id-birth-wrong"), say("correct-number")) from None
    if word[-1] != ric.calc_check_digit(word):
        raise CellFault(say("id-check-wrong"), say("correct-number"))
    return word


def born_on(number: str) -> date:
    """The date of birth that an ID number says."""
    return ric.get_birth_date(number)


def gender_in(number: str) -> Gender:
    """The gender that an ID number says: odd sequence numbers are men."""
    return Gender.MALE if int(number[16]) % 2 else Gender.FEMALE


# -- words of closed lists -------------------------------------------------------------------------------------------

GENDER_WORDS = (say("a-gender"), say("genders-known"))
GENDERS = {"男": Gender.MALE, "女": Gender.FEMALE, "男性": Gender.MALE, "女性": Gender.FEMALE, "1": Gender.MALE}
GENDERS |= {"2": Gender.FEMALE, "m": Gender.MALE, "f": Gender.FEMALE, "male": Gender.MALE, "female": Gender.FEMALE}


def gender(value: Cell) -> Gender | None:
    """男 or 女, in Chinese, English or as GB/T 2261.1 numbers them."""
    return _look_up(value, GENDERS, GENDER_WORDS)


GRID_TYPE_WORDS = (say("a-grid-type"), say("grid-types-known"))
GRID_TYPES = {
    **dict.fromkeys(("全科", "综合", "基础", "一般", "普通", "general"), GridType.GENERAL),
    **dict.fromkeys(("专属", "专业", "专门", "特殊", "dedicated"), GridType.DEDICATED),
}


def grid_type(value: Cell) -> GridType | None:
    """全科, 综合, 基础 are general; 专属, 专业 are dedicated; with or without 网格."""
    return _look_up(value, GRID_TYPES, GRID_TYPE_WORDS, ("网格", "型", "类"))


RANKS: dict[str, Rank | None] = {
    **dict.fromkeys(
        ("a", "a角", "a岗", "主", "主责", "主要", "主岗", "主要负责", "第一责任人", "primary"), Rank.PRIMARY
    ),
    **dict.fromkeys(("b", "b角", "b岗", "备", "备岗", "副", "辅", "替补", "备用", "backup"), Rank.BACKUP),
    **dict.fromkeys(("成员", "队员", "member"), None),
}


def rank(value: Cell) -> tuple[Rank | None] | None:
    """A角 or B角 (主, 备), or 成员 for neither, in a tuple; None if the cell says nothing."""
    if is_blank(value):
        return None
    word = plain(value).casefold()
    if word not in RANKS:
        raise CellFault(say("no-rank"), say("write-rank"))
    return (RANKS[word],)


UNIT_KIND_WORDS = (say("a-level"), listed(kind.zh for kind in UnitKind))
UNIT_KINDS = {
    **{kind.zh: kind for kind in UnitKind},
    **{kind.value: kind for kind in UnitKind},
    **dict.fromkeys(("省级", "自治区", "直辖市"), UnitKind.PROVINCE),
    **dict.fromkeys(("地级市", "市级"), UnitKind.CITY),
    **dict.fromkeys(("区", "县级", "区县", "县区", "县(区)", "县(市、区)"), UnitKind.COUNTY),
    **dict.fromkeys(
        ("镇", "乡", "乡镇", "镇街", "街镇", "街道级", "乡镇(街道)", "镇(街道)", "街道办"), UnitKind.STREET
    ),
    **dict.fromkeys(("管理区", "片区", "工作区"), UnitKind.MANAGEMENT_AREA),
    **dict.fromkeys(
        ("村", "社区", "村居", "村(社区)", "村(居)", "村社区", "村级", "村/社区", "行政村", "居委会", "村委会"),
        UnitKind.VILLAGE,
    ),
    **dict.fromkeys(("全科网格", "专属网格", "综合网格", "网格级"), UnitKind.GRID),
    **dict.fromkeys(("微格", "微网格级"), UnitKind.MICRO_GRID),
}


def unit_kind(value: Cell) -> UnitKind | None:
    """A level: 街道, 管区, 村, 社区, 网格, 微网格 and what else they are called."""
    return _look_up(value, UNIT_KINDS, UNIT_KIND_WORDS)


SETTING_WORDS = (say("urban-or-rural"), say("settings-known"))
SETTINGS = {
    **dict.fromkeys(("城区", "城市", "城镇", "urban"), Setting.URBAN),
    **dict.fromkeys(("农村", "乡村", "rural"), Setting.RURAL),
}


def setting(value: Cell) -> Setting | None:
    """城区 or 农村."""
    return _look_up(value, SETTINGS, SETTING_WORDS)


YES_NO_WORDS = (say("yes-or-no"), say("answers-known"))
YES_NO = {
    **dict.fromkeys(("是", "yes", "y", "true", "1", "√"), True),
    **dict.fromkeys(("否", "no", "n", "false", "0"), False),
}


def yes(value: Cell) -> bool | None:
    """是 or 否."""
    return _look_up(value, YES_NO, YES_NO_WORDS)


def term(cls: type[T]) -> Callable[[Cell], T | None]:
    """A reader of a closed list's own words, Chinese or English."""
    words = {member.zh: member for member in cls} | {member.value: member for member in cls}
    words |= {unicodedata.normalize("NFKC", member.zh): member for member in cls}

    known = say("such-a-word"), listed(member.zh for member in cls)

    def read(value: Cell) -> T | None:
        return _look_up(value, words, known)

    return read


V = TypeVar("V")


def _look_up(value: Cell, words: dict[str, V], told: tuple[Message, Message], tails: tuple[str, ...] = ()) -> V | None:
    if is_blank(value):
        return None
    word = plain(value).casefold()
    for form in (word, *(word.removesuffix(tail) for tail in tails)):
        if form in words:
            return words[form]
    what, known = told
    raise CellFault(say("word-unknown", what=what), say("write-known", known=known))
