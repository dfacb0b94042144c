"""A rota's recurrence: on which days its shifts begin, from when to when each lasts, and whose turn it is.

The recurrence itself is RFC 5545's, expanded by `dateutil`; the calendar, the turns, overrides and swaps are laid over
it here.  Who is there in the end (absences, stand-ins) is `queries/duty/roster.py`'s.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice, pairwise
from typing import TypeVar

from dateutil.rrule import rrulestr

from graph.errors import InvalidInput
from graph.facts import DutyOverride, DutySwap, FactId, Rota, RotaMember
from graph.messages import say
from graph.snapshot import Snapshot
from graph.time.calendar import DAY, CivilTime, WorkCalendar
from graph.time.validity import holds_on, is_void, until
from graph.words import DutyDays

T = TypeVar("T", bound=FactId | None)

ALWAYS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTH", "WKST"})
PARTS: dict[str, frozenset[str]] = {
    "DAILY": ALWAYS | {"BYMONTHDAY"},
    "WEEKLY": ALWAYS | {"BYSETPOS"},
    "MONTHLY": ALWAYS | {"BYMONTHDAY", "BYSETPOS"},
    "YEARLY": ALWAYS | {"BYMONTHDAY", "BYSETPOS", "BYYEARDAY", "BYWEEKNO"},
}
"""The parts that a rule of whole days may have, by its frequency: RFC 5545, section 3.3.10."""
MOST = {"BYMONTH": 12, "BYMONTHDAY": 31, "BYYEARDAY": 366, "BYWEEKNO": 53, "BYSETPOS": 366}
EVERY_WEEK = frozenset({"FREQ", "INTERVAL", "BYDAY", "WKST", "COUNT", "UNTIL"})
"""Parts of a rule that names the same weekdays in every week."""
WEEKDAYS = frozenset({"MO", "TU", "WE", "TH", "FR"})
ALL_DAYS = WEEKDAYS | {"SA", "SU"}
LONGEST_RULE = 300
MOST_REPEATS = 10_000
MOST_MEMBERS = 200
"""Who take turns in one rota."""
BLOCK_YEARS, MOST_BLOCKS = 4, 12
"""A rule is expanded by so many years at once, and for 48 years from its anchor: by then a rota has been followed."""

LONGEST_SHIFT = timedelta(days=8 * 365 + 2)
"""A shift without a length of its own lasts until the next begins, and no longer than this: from 29 February of 2096 to
that of 2104."""

CYCLE_YEARS, CYCLE = 400, timedelta(days=146_097)
"""After so many years the calendar is the same again, weekdays and all."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A recurrence of whole days.  `text` is without COUNT and UNTIL, which stand beside it.

    `fills_in`: it names every weekday of every week, so that a working Saturday or Sunday is a day of it too, where
    only working days are meant.
    """

    text: str
    count: int | None
    last: date | None
    fills_in: bool


@lru_cache(maxsize=1024)
def parse_rule(text: str) -> Rule:
    """Read an RRULE of whole days.  Raises InvalidInput that says what is wrong and gives an example."""
    if len(text) > LONGEST_RULE:
        raise _unreadable(text[:40] + "…", say("rule-too-long", count=len(text), most=LONGEST_RULE))
    parts = _parts(text)
    if parts.get("FREQ") not in PARTS:
        raise _unreadable(text, say("rule-lacks-freq", known=tuple(PARTS)))
    beyond = parts.keys() - PARTS[parts["FREQ"]]
    if beyond:
        known = ", ".join(sorted(PARTS[parts["FREQ"]]))
        raise _unreadable(text, say("rule-part-unknown", beyond=tuple(sorted(beyond)), known=known, freq=parts["FREQ"]))
    if "COUNT" in parts and "UNTIL" in parts:
        raise _unreadable(text, say("rule-count-and-until"))
    for name, most in MOST.items():
        _check_list(text, parts, name, most)
    days = _weekdays(text, parts)
    if parts.get("WKST", "MO") not in ALL_DAYS:
        raise _unreadable(text, say("rule-wkst-wrong", value=parts["WKST"]))
    interval = _number(text, parts, "INTERVAL") or 1
    count, last = _number(text, parts, "COUNT"), _last(text, parts)
    endless = ";".join(f"{name}={value}" for name, value in parts.items() if name not in {"COUNT", "UNTIL"})
    daily = parts["FREQ"] == "DAILY" and not days
    fills_in = interval == 1 and parts.keys() <= EVERY_WEEK and (daily or days >= WEEKDAYS)
    return Rule(endless, count, last, fills_in)


def _parts(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for piece in text.removeprefix("RRULE:").upper().split(";"):
        name, equals, value = piece.partition("=")
        if not equals or not value or name in parts:
            raise _unreadable(text, say("rule-piece-wrong", piece=piece))
        parts[name] = value
    return parts


def _check_list(text: str, parts: dict[str, str], name: str, most: int) -> None:
    for value in parts[name].split(",") if name in parts else ():
        digits = value if name == "BYMONTH" else value.removeprefix("-").removeprefix("+")
        if not (_is_number(digits) and 1 <= int(digits) <= most):
            raise _unreadable(text, say("rule-number-out-of-range", name=name, value=value, most=most))


def _weekdays(text: str, parts: dict[str, str]) -> frozenset[str]:
    """The weekdays of BYDAY without their numbers, which only months and years have: 2MO is the second Monday."""
    values = parts["BYDAY"].split(",") if "BYDAY" in parts else []
    yearly = parts["FREQ"] == "YEARLY" and not parts.keys() & {"BYMONTH", "BYWEEKNO"}
    most = 53 if yearly else 5 if parts["FREQ"] in {"YEARLY", "MONTHLY"} and "BYWEEKNO" not in parts else 0
    for value in values:
        number = value[:-2].removeprefix("-").removeprefix("+")
        if value[-2:] not in ALL_DAYS or (value[:-2] and not (_is_number(number) and 1 <= int(number) <= most)):
            raise _unreadable(text, say("rule-byday-wrong", value=value))
    return frozenset(value[-2:] for value in values)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 5


def _number(text: str, parts: dict[str, str], name: str) -> int | None:
    value = parts.get(name)
    if value is None:
        return None
    if not (_is_number(value) and 1 <= int(value) <= MOST_REPEATS):
        raise _unreadable(text, say("rule-number-wrong", name=name, value=value, most=MOST_REPEATS))
    return int(value)


def _last(text: str, parts: dict[str, str]) -> date | None:
    value = parts.get("UNTIL")
    if value is None:
        return None
    fault = say("rule-until-wrong", value=value)
    if not (value.isascii() and value.isdigit() and len(value) == 8):
        raise _unreadable(text, fault)
    try:
        return date(int(value[:4]), int(value[4:6]), int(value[6:]))
    except ValueError as error:
        raise _unreadable(text, fault) from error


def _unreadable(text: str, fault: str) -> InvalidInput:
    return InvalidInput(say("rule-faulty", text=text, fault=fault))


def parse_clock(text: str) -> time:
    """Read a time of day, HH:MM.  Raises InvalidInput."""
    if len(text) == 5 and text.isascii():
        hours, colon, minutes = text.partition(":")
        if colon and hours.isdigit() and minutes.isdigit() and int(hours) < 24 and int(minutes) < 60:
            return time(int(hours), int(minutes))
    raise InvalidInput(say("clock-wrong", text=text[:20]))


# -- days --------------------------------------------------------------------------------------------------------------


def shift_days(rota: Rota, calendar: WorkCalendar, before: date) -> Sequence[date]:
    """The days from the anchor on, and before `before`, on which the rota's rule and calendar have a shift begin.

    The rota's own life does not matter here: turns are counted from the anchor.  Cost: once per rule and calendar,
    then nothing; for later days than were asked for so far, another block of years.
    """
    block = max(1, min((before.year - rota.anchor.year) // BLOCK_YEARS + 1, MOST_BLOCKS))
    days = _kept(rota.rule, rota.anchor, rota.days, calendar, block)
    return days[: bisect_left(days, before)]


def day_after(rota: Rota, calendar: WorkCalendar, day: date) -> date | None:
    """The next day after `day` on which a shift would begin, whatever the rota's life; None: there is none."""
    first = max(1, min((day.year - rota.anchor.year) // BLOCK_YEARS + 1, MOST_BLOCKS))
    for block in range(first, MOST_BLOCKS + 1):
        days = _kept(rota.rule, rota.anchor, rota.days, calendar, block)
        place = bisect_left(days, day + DAY)
        if place < len(days):
            return days[place]
    return None


@lru_cache(maxsize=256)
def _kept(text: str, anchor: date, kind: DutyDays, calendar: WorkCalendar, block: int) -> tuple[date, ...]:
    limit = date(anchor.year + block * BLOCK_YEARS, 1, 1)
    rule = parse_rule(text)
    days = rule_days(rule, anchor, limit)
    match kind:
        case DutyDays.EVERY_DAY:
            return days
        case DutyDays.DAYS_OFF:
            return tuple(day for day in days if not calendar.is_worked(day))
    named = set(days)
    if rule.fills_in:
        named.update(_weekend_days(anchor, _end_of(rule, days, limit)))
    return tuple(sorted(day for day in named if calendar.is_worked(day)))


def rule_days(rule: Rule, anchor: date, limit: date) -> tuple[date, ...]:
    """The days that a rule itself names, from `anchor` on and before `limit`."""
    last = min(limit - DAY, rule.last or date.max)
    if last < anchor:
        return ()
    # dateutil looks for a rule's next day up to the year 9999.  The calendar repeats itself every 400 years, so a rule
    # that names no day at all (30 February) is given up sooner there.
    cycles = (date.max.year - last.year) // CYCLE_YEARS * CYCLE
    first, final = (datetime.combine(day + cycles, time()) for day in (anchor, last))
    expansion = rrulestr(f"{rule.text};UNTIL={final:%Y%m%d}", dtstart=first)
    return tuple(found.date() - cycles for found in islice(iter(expansion), rule.count))


@lru_cache(maxsize=1024)
def names_a_day(rule: Rule, anchor: date) -> bool:
    """Whether the rule names any day in the 48 years from `anchor` on."""
    return bool(rule_days(replace(rule, count=1), anchor, date(anchor.year + MOST_BLOCKS * BLOCK_YEARS, 1, 1)))


@lru_cache(maxsize=1024)
def longest_gap(rule: Rule, anchor: date) -> timedelta:
    """The longest time between two days that the rule names one after the other in the 48 years from `anchor` on."""
    days = rule_days(rule, anchor, date(anchor.year + MOST_BLOCKS * BLOCK_YEARS, 1, 1))
    return max((after - before for before, after in pairwise(days)), default=DAY)


def _end_of(rule: Rule, days: Sequence[date], limit: date) -> date:
    """The first day on which the rule names nothing more, at most `limit`."""
    if rule.count is not None and len(days) == rule.count:
        return min(days[-1] + DAY, limit)
    return min(limit, date.max if rule.last is None else rule.last + DAY)


def _weekend_days(start: date, end: date) -> Iterator[date]:
    day = start
    while day < end:
        if day.weekday() >= 5:
            yield day
        day += DAY


# -- turns -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Turn:
    """A shift of a rota: the day on which it begins, its instants (UTC), and whose turn it is by the rota alone."""

    day: date
    start: datetime
    end: datetime
    member: FactId


def turn_on(rota: Rota, members: Sequence[RotaMember], calendar: WorkCalendar, day: date) -> FactId | None:
    """Whose turn begins on a day of the rota's life; None: no shift begins then."""
    if not rota.start <= day < until(rota):
        return None
    days = shift_days(rota, calendar, day + DAY)
    return member_of(rota, members, len(days) - 1) if days and days[-1] == day else None


def member_of(rota: Rota, members: Sequence[RotaMember], number: int) -> FactId | None:
    """Whose turn shift `number` is, counted from 0 at the anchor: each has `rota.turn` on end, `rota.first` begins.

    `members` are all of the rota's, in any order; None if it has none.
    """
    line = sorted(members, key=lambda member: member.order)
    if not line:
        return None
    first = next((place for place, member in enumerate(line) if member.order == rota.first), 0)
    return line[(number // rota.turn + first) % len(line)].member


def turns(
    rota: Rota, members: Sequence[RotaMember], civil: CivilTime, start: datetime, end: datetime
) -> Iterator[Turn]:
    """The shifts of a rota that are going on at some instant of `[start, end)`, by start.

    A shift lasts `rota.minutes`, or until the next begins, but no longer than LONGEST_SHIFT; the last of a rule that
    ends, for a day.  One that is going
    on when the rota ends lasts until the hour of hand-over on that day, so that what follows may begin there.
    """
    clock = parse_clock(rota.hand_over)
    first, last = civil.day(start), civil.day(end) + DAY
    days = shift_days(rota, civil.calendar, min(last, until(rota)))
    low = max(bisect_left(days, max(rota.start, _earliest(rota, first))) - 1, 0)
    for number in range(low, len(days)):
        day = days[number]
        begins = moment(civil, day, clock)
        ends = _end_of_shift(rota, civil, day, clock)
        member = member_of(rota, members, number)
        if rota.start <= day and begins < end and start < ends and member is not None:
            yield Turn(day, begins, ends, member)


def _earliest(rota: Rota, day: date) -> date:
    """No shift that begins before this day, but for the last of them, can still be going on on `day`."""
    length = timedelta(minutes=rota.minutes or 0)
    return day - timedelta(days=length.days + 2) if day > date(2, 1, 1) else day


def _end_of_shift(rota: Rota, civil: CivilTime, day: date, clock: time) -> datetime:
    if rota.minutes is not None:
        return moment(civil, day, clock) + timedelta(minutes=rota.minutes)
    following = min(day_after(rota, civil.calendar, day) or day + DAY, day + LONGEST_SHIFT)
    return moment(civil, min(following, until(rota)), clock)


def serving(snapshot: Snapshot, rota: Rota, turn: Turn) -> tuple[FactId, DutyOverride | DutySwap | None]:
    """Who serves a turn, and which fact says so: an override, else a swap; None: it is their turn.

    Absences and stand-ins do not matter here.
    """
    overrides = snapshot.linked(DutyOverride, "rota", rota.id)
    return served_by(turn.day, turn.member, overrides, snapshot.linked(DutySwap, "rota", rota.id))


def served_by(
    day: date, turn: T, overrides: Iterable[DutyOverride], swaps: Iterable[DutySwap]
) -> tuple[FactId | T, DutyOverride | DutySwap | None]:
    """As `serving`, of the turn of a day, from what lies over a rota's turns; `turn` None: no shift begins then."""
    for override in overrides:
        if holds_on(override, day):
            return override.member, override
    for swap in swaps:
        if is_void(swap):
            continue
        if (swap.one_day, swap.one) == (day, turn):
            return swap.other, swap
        if (swap.other_day, swap.other) == (day, turn):
            return swap.one, swap
    return turn, None


def moment(civil: CivilTime, day: date, clock: time) -> datetime:
    """The instant of a time of day, in UTC: instants of one zone compare wrongly where its clocks are put back."""
    return civil.at(day, clock).astimezone(UTC)


def in_force(rota: Rota, civil: CivilTime) -> tuple[datetime, datetime | None]:
    """From when to when a rota says who is on duty (UTC): its first and last day begin at the hour of hand-over.

    A shift that is going on at the end may last longer, if its length is given.  None: it is open.
    """
    clock = parse_clock(rota.hand_over)
    return moment(civil, rota.start, clock), None if rota.end is None else moment(civil, rota.end, clock)


def is_in_force(rota: Rota, civil: CivilTime, at: datetime) -> bool:
    """Whether a rota says who is on duty at an instant."""
    start, end = in_force(rota, civil)
    return start <= at and (end is None or at < end)


def next_hand_over(hand_over: str, civil: CivilTime, now: datetime) -> date:
    """The first day whose hour of hand-over is still to come: what a rota says of the days before is past."""
    today = civil.day(now)
    return today if moment(civil, today, parse_clock(hand_over)) >= now else today + DAY


def runs_out(rota: Rota, calendar: WorkCalendar) -> date | None:
    """The day from which a rota's rule has no shift begin any more, within 48 years; None: it goes on.

    The rota's own end counts too, but not which shifts it cuts off: those before it are as they were.
    """
    rule = parse_rule(rota.rule)
    ends: list[date] = [] if rota.end is None else [rota.end]
    if rule.count is not None or rule.last is not None:
        days = shift_days(rota, calendar, date.max)
        ends.append(days[-1] + DAY if days else rota.start)
    return min(ends, default=None)
