"""Cells about shifts: the time of hand-over, how long a shift lasts, on which days, and how a rota recurs."""

import re
from datetime import datetime, time, timedelta

from graph.duty.rota import parse_rule
from graph.errors import InvalidInput
from graph.messages import say
from graph.time.calendar import DAY
from graph.words import DutyDays
from loaders.cells.values import Cell, CellFault, arabic, is_blank, plain, term, text

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)

CLOCK = re.compile(
    r"^(?P<part>上午|早上|早晨|早|中午|下午|傍晚|晚上|晚|凌晨)?"
    r"(?P<hour>\d{1,2})(?:[:时点](?P<minute>\d{1,2}|半|整)?分?)?(?::00(?:\.0+)?)?(?P<half>am|pm)?$",
    re.IGNORECASE,
)
AFTERNOON = frozenset({"中午", "下午", "傍晚", "晚上", "晚", "pm"})
BEFORE_NOON = frozenset({"上午", "早上", "早晨", "早", "凌晨", "am"})


def clock(value: Cell) -> str | None:
    """A time of day as HH:MM: Excel's times, 8:30, 08：30, 8点半, 8时30分, 下午2点 are understood."""
    if is_blank(value):
        return None
    if isinstance(value, datetime | time):
        return f"{value:%H:%M}"
    if isinstance(value, timedelta):
        return _of_length(value)
    if isinstance(value, float | int) and not isinstance(value, bool) and 0 <= value < 1:
        return _of_length(round(value * DAY / MINUTE) * MINUTE)
    found = CLOCK.match(plain(value).casefold())
    if found is None:
        raise _no_clock()
    minute = {None: 0, "半": 30, "整": 0}.get(found["minute"])
    minute = int(found["minute"]) if minute is None else minute
    hour, part = int(found["hour"]), found["half"] or found["part"]
    if part in AFTERNOON and hour < 12:
        hour += 12
    elif part in BEFORE_NOON and hour == 12:
        hour = 0
    return _checked(hour, minute)


def _of_length(length: timedelta) -> str:
    minutes = int(length / MINUTE)
    return _checked(minutes // 60, minutes % 60)


def _checked(hour: int, minute: int) -> str:
    if not (0 <= hour < 24 and 0 <= minute < 60):
        raise _no_clock()
    return f"{hour:02}:{minute:02}"


def _no_clock() -> CellFault:
    return CellFault(say("no-time-of-day"), say("write-time"))


LENGTH = re.compile(r"^(?:(?P<hours>\d+(?:\.\d+)?)(?:个?小时|h))?(?:(?P<minutes>\d+)(?:分钟?|min)?)?$", re.IGNORECASE)


def minutes(value: Cell) -> int | None:
    """A length in minutes: 540, 540分钟, 9小时, 8小时30分 and Excel's lengths are understood."""
    if is_blank(value):
        return None
    if isinstance(value, time):
        return value.hour * 60 + value.minute
    if isinstance(value, timedelta) and value > timedelta():
        return round(value / MINUTE)
    found = LENGTH.match(plain(value).removesuffix(".0"))
    if found is None or not any(found.groups()):
        raise CellFault(say("no-length-of-shift"), say("write-minutes"))
    return round(float(found["hours"] or 0) * 60) + int(found["minutes"] or 0)


DAYS = {
    **dict.fromkeys(("每天", "天天", "全部", "所有"), DutyDays.EVERY_DAY),
    **dict.fromkeys(("工作日(含调休)", "上班日", "周一至周五"), DutyDays.WORKING_DAYS),
    **dict.fromkeys(("休息日", "节假日", "休息日和节假日", "双休日及节假日", "周末及节假日"), DutyDays.DAYS_OFF),
}
_duty_days = term(DutyDays)


def duty_days(value: Cell) -> DutyDays | None:
    """每日, 工作日 or 休息日、节假日, and what else they are called."""
    known = None if is_blank(value) else DAYS.get(plain(value))
    return known or _duty_days(value)


WEEKDAYS = dict(zip("一二三四五六日", ("MO", "TU", "WE", "TH", "FR", "SA", "SU"), strict=True))
EVERY_WEEK = re.compile(r"^每?(?:周|星期)(?P<days>[一二三四五六日天、,至到\-周星期]+)$")
EVERY_MONTH = re.compile(r"^每月(?P<days>\d{1,2}[日号]?(?:[、,]\d{1,2}[日号]?)*)$")


def recurrence(value: Cell) -> str | None:
    """A rule of whole days, RFC 5545's RRULE as it is; or 每日, 每周一、三、五, 每周一至周五, 每月1日、15日."""
    word = text(value)
    if word is None:
        return None
    rule = _in_chinese(plain(word)) or word
    try:
        parse_rule(rule)
    except InvalidInput as error:
        raise CellFault(error.message, say("rules-understood")) from None
    return rule


def _in_chinese(word: str) -> str | None:
    if word in {"每日", "每天", "天天"}:
        return "FREQ=DAILY"
    if found := EVERY_WEEK.match(word):
        days = _weekdays(re.sub("周|星期", "", found["days"]).replace("天", "日"))
        return f"FREQ=WEEKLY;BYDAY={','.join(days)}" if days else None
    if found := EVERY_MONTH.match(arabic(word)):
        return f"FREQ=MONTHLY;BYMONTHDAY={','.join(re.findall('[0-9]+', found['days']))}"
    return None


def _weekdays(word: str) -> list[str]:
    """一、三、五 or 一至五 as RFC 5545's weekdays, in their order; [] for what is neither."""
    named: list[str] = []
    for part in re.split("[、,]", word):
        ends = re.split("[至到-]", part)
        if len(ends) == 2 and all(len(end) == 1 for end in ends):
            line = "".join(WEEKDAYS)
            named.extend(line[line.index(ends[0]) : line.index(ends[1]) + 1])
        else:
            named.extend(part if len(ends) == 1 else "?")
    return [WEEKDAYS[day] for day in WEEKDAYS if day in named] if set(named) <= WEEKDAYS.keys() else []
