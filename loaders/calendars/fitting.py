"""From days and whose turn each is to rotas that say exactly that: pure guessing, then proof.

Every guess is expanded by the model's own rules and compared day by day; what does not fit exactly is no answer.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from itertools import pairwise
from math import gcd

from graph.duty.rota import LONGEST_RULE, MOST_MEMBERS, MOST_REPEATS, parse_rule, rule_days, shift_days
from graph.facts import FactId, Rota
from graph.time.calendar import DAY, WorkCalendar
from graph.words import DutyDays

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LISTS = ("BYMONTHDAY", "BYDAY", "BYMONTH")
"""Parts of a rule that may be put together: on the 1st and on the 15th."""

FIRST_LOOK = 8
"""Days that are compared with a rule at first."""

Days = Sequence[date]
Hint = tuple[str, date]
"""The rule of a series, and the day from which it counts."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a rota says, but for where and at what hour: `members` in order, of whom the first begins at `anchor`."""

    rule: str
    anchor: date
    members: tuple[FactId, ...]
    turn: int = 1
    days: DutyDays = DutyDays.EVERY_DAY


def fit_for_ever(days: Days, members: Sequence[FactId], hints: Sequence[Hint], limit: date) -> Shape | None:
    """The rota whose turns from `days[0]` on and before `limit` are these, and whose order has come round twice."""
    period = _period(members)
    if period > MOST_MEMBERS or (period > 1 and 2 * period > len(members)):
        return None
    for rule, anchor in dict.fromkeys((*_guesses(days), *hints, *_together(hints))):
        if len(rule) > LONGEST_RULE:
            continue
        named = rule_days(parse_rule(rule), anchor, limit)
        before = len(named) - len(days)
        if before >= 0 and list(named[before:]) == list(days):
            # Turns are counted from the anchor; the line is turned round so that the first day is its first one's.
            line = tuple(members[(place - before) % period] for place in range(period))
            return Shape(rule, anchor, *_in_blocks(line)) if before == 0 else Shape(rule, anchor, line)
    return None


def fit_dated(days: Days, members: Sequence[FactId], calendar: WorkCalendar) -> Iterator[tuple[Shape, date]]:
    """Rotas one after the other that together have these turns and no other, each with the day on which it ends."""
    at = 0
    while at < len(days):
        rest = days[at:]
        lengths = [(_common(rest, rule, kind, calendar), rule, kind) for rule, kind in _dated_guesses(rest)]
        length, rule, kind = max(lengths, key=lambda found: found[0])
        period = _period(members[at : at + length])
        if period > MOST_MEMBERS:
            length = period = MOST_MEMBERS
            period = _period(members[at : at + length])
        yield Shape(rule, rest[0], *_in_blocks(tuple(members[at : at + period])), kind), rest[length - 1] + DAY
        at += length


# -- days --------------------------------------------------------------------------------------------------------------


def _guesses(days: Days) -> Iterator[Hint]:
    """Rules that count from the first day: every so many days; these weekdays of every so many weeks.

    A week may begin on any weekday: one of another zone does not begin when ours does.
    """
    gap = reduce(gcd, ((after - before).days for before, after in pairwise(days[:8])), 0) or 1
    if gap % 7:
        yield _every(gap), days[0]
    for number, first in enumerate(WEEKDAYS):
        begin = days[0] - (days[0].weekday() - number) % 7 * DAY
        interval = reduce(gcd, {(day - begin).days // 7 for day in days[:200]}, 0) or 1
        every = f";INTERVAL={interval}" if interval > 1 else ""
        yield f"FREQ=WEEKLY{every};BYDAY={_weekdays(days[:200])}{f';WKST={first}' if every and number else ''}", days[0]


def _dated_guesses(days: Days) -> Iterator[tuple[str, DutyDays]]:
    gap = (days[1] - days[0]).days if len(days) > 1 else 1
    yield _every(gap), DutyDays.EVERY_DAY
    yield f"FREQ=WEEKLY;BYDAY={_weekdays([day for day in days if day < days[0] + 7 * DAY])}", DutyDays.EVERY_DAY
    yield "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", DutyDays.WORKING_DAYS
    yield "FREQ=DAILY", DutyDays.DAYS_OFF


def _every(gap: int) -> str:
    return "FREQ=DAILY" if gap == 1 else f"FREQ=DAILY;INTERVAL={min(gap, MOST_REPEATS)}"


def _weekdays(days: Days) -> str:
    return ",".join(WEEKDAYS[number] for number in sorted({day.weekday() for day in days}))


def _common(days: Days, rule: str, kind: DutyDays, calendar: WorkCalendar) -> int:
    """How many of the days, from the first on, are those of a rule that begins then.

    They are compared a few at first, then twice as many each time: a wrong rule is given up soon.
    """
    rota = Rota(id="", name="", centre="", rule=rule, anchor=days[0], hand_over="00:00", days=kind, start=days[0])
    look = FIRST_LOOK
    while True:
        some = days[:look]
        named = shift_days(rota, calendar, some[-1] + DAY)
        for number, (one, other) in enumerate(zip(some, named, strict=False)):
            if one != other:
                return number
        if len(some) == len(days) or len(named) != len(some):
            return min(len(some), len(named))
        look *= 2


def _together(hints: Sequence[Hint]) -> Iterator[Hint]:
    """One rule for those that differ in a single list: BYMONTHDAY=1 and BYMONTHDAY=15 are BYMONTHDAY=1,15."""
    rules = [_explicit(rule, anchor) for rule, anchor in hints]
    first = min((anchor for _, anchor in hints), default=None)
    if first is None:
        return
    for name in LISTS:
        others = {tuple(sorted((key, value) for key, value in rule.items() if key != name)) for rule in rules}
        if len(others) == 1 and all(name in rule for rule in rules):
            values = dict.fromkeys(value for rule in rules for value in rule[name].split(","))
            parts = {**rules[0], name: ",".join(values)}
            yield ";".join(f"{key}={value}" for key, value in parts.items()), first


def _explicit(rule: str, anchor: date) -> dict[str, str]:
    """The parts of a rule, with the day of the month that it takes from its first day."""
    parts = dict(piece.split("=", 1) for piece in rule.split(";"))
    if parts["FREQ"] in {"MONTHLY", "YEARLY"} and not parts.keys() & {"BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO"}:
        parts["BYMONTHDAY"] = str(anchor.day)
        if parts["FREQ"] == "YEARLY":
            parts.setdefault("BYMONTH", str(anchor.month))
    return parts


# -- whose turn --------------------------------------------------------------------------------------------------------


def _period(members: Sequence[FactId]) -> int:
    """After how many turns the line begins anew; its whole length if it does not.  Knuth, Morris and Pratt, 1977."""
    border = [0] * len(members)
    for place in range(1, len(members)):
        length = border[place - 1]
        while length and members[place] != members[length]:
            length = border[length - 1]
        border[place] = length + (members[place] == members[length])
    return len(members) - (border[-1] if border else 0)


def _in_blocks(line: tuple[FactId, ...]) -> tuple[tuple[FactId, ...], int]:
    """甲甲乙乙 as 甲乙, two turns on end each."""
    for turn in range(len(line) // 2, 1, -1):
        if len(line) % turn == 0 and all(one == line[place - place % turn] for place, one in enumerate(line)):
            return line[::turn], turn
    return line, 1
