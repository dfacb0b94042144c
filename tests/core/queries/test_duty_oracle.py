"""Months of generated rotas, compared day by day with an expansion that shares nothing with ours.

The oracle reads a rule with `icalendar`, expands it with `dateutil`, walks the days one by one with the State Council's
calendar written out below, and counts turns on its fingers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import icalendar
from dateutil import rrule
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from graph.facts import Absence, DutyOverride, DutySwap, Rota, RotaMember
from graph.snapshot import Snapshot
from graph.time.calendar import CivilTime
from graph.words import DutyDays, StationingMode, UnitKind
from queries.duty import roster as duty
from tests.builders.organisations import DAY, Builder

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
FIRST, LAST = date(2026, 1, 1), date(2026, 10, 20)
"""Between these days rotas begin and are asked about."""
END_OF_TABLE = date(2026, 12, 31)


def span(start: str, end: str) -> set[date]:
    """The days of 2026 from one to another, both included."""
    first, last = (date.fromisoformat(f"2026-{day}") for day in (start, end))
    return {first + n * DAY for n in range((last - first).days + 1)}


OFF = (
    span("01-01", "01-03")
    | span("02-15", "02-23")
    | span("04-04", "04-06")
    | span("05-01", "05-05")
    | span("06-19", "06-21")
    | span("09-25", "09-27")
    | span("10-01", "10-07")
)
WORKED = {date.fromisoformat(f"2026-{day}") for day in ("01-04", "02-14", "02-28", "05-09", "09-20", "10-10")}
"""The State Council's notice for 2026: days off, and the weekend days that make up for them."""

RULES = st.one_of(
    st.builds("FREQ=DAILY;INTERVAL={}".format, st.integers(1, 4)),
    st.builds(
        lambda n, days: f"FREQ=WEEKLY;INTERVAL={n};BYDAY={','.join(days)}",
        st.integers(1, 3),
        st.lists(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), min_size=1, max_size=7, unique=True),
    ),
    st.just("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    st.just("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR"),
    st.just("FREQ=WEEKLY;BYDAY=FR,TH,WE,TU,MO,SA;WKST=SU"),
    st.builds("FREQ=MONTHLY;BYMONTHDAY={}".format, st.sampled_from(["1", "15", "-1", "1,11,21", "31"])),
    st.builds(
        "FREQ=MONTHLY;BYDAY={}".format, st.sampled_from(["1MO", "-1FR", "2TU,4TU", "MO,TU,WE,TH,FR;BYSETPOS=-1"])
    ),
    st.builds("FREQ=YEARLY;BYMONTH={};BYMONTHDAY=1,8,20".format, st.sampled_from(["3", "2,10", "1,5,9"])),
)
ENDS = st.one_of(
    st.just(""),
    st.just(""),
    st.builds(";COUNT={}".format, st.integers(1, 90)),
    st.builds(lambda day: f";UNTIL={day:%Y%m%d}", st.dates(FIRST, LAST)),
)


class Watch(Builder):
    """A centre where officers of one department are on call by rotas."""

    def __init__(self) -> None:
        super().__init__()
        self.house = self.centre(self.unit(UnitKind.STREET))
        self.patrol = self.department("综合执法")
        self.station(self.patrol, self.house, StationingMode.ON_CALL)
        self.team = [self.person(name) for name in "甲乙丙丁"]


def worked(day: date) -> bool:
    """Whether the day is worked, by the table."""
    return day in WORKED or (day.weekday() < 5 and day not in OFF)


def names_every_weekday(rule: str) -> bool:
    """Whether the rule is for Monday to Friday of every week, and more, but nothing less."""
    parts = icalendar.vRecur.from_ical(rule)
    days = {str(day) for day in parts.get("BYDAY", [])}
    every = parts["FREQ"] == ["DAILY"] and not days
    if set(parts) - {"FREQ", "INTERVAL", "BYDAY", "WKST", "COUNT", "UNTIL"} or parts.get("INTERVAL", [1]) != [1]:
        return False
    return every or {"MO", "TU", "WE", "TH", "FR"} <= days


def named_days(rota: Rota) -> list[date]:
    """The days that the rule names, until the end of the table."""
    parts = icalendar.vRecur.from_ical(rota.rule)
    day_names = {name: getattr(rrule, name) for name in ("MO", "TU", "WE", "TH", "FR", "SA", "SU")}

    def weekday(text: str) -> rrule.weekday:
        return day_names[text[-2:]](int(text[:-2])) if text[:-2] else day_names[text]

    found = rrule.rrule(
        getattr(rrule, parts["FREQ"][0]),
        dtstart=datetime.combine(rota.anchor, time()),
        interval=parts.get("INTERVAL", [1])[0],
        wkst=day_names[str(parts.get("WKST", ["MO"])[0])],
        count=parts.get("COUNT", [None])[0],
        byweekday=[weekday(str(day)) for day in parts["BYDAY"]] if "BYDAY" in parts else None,
        bymonthday=parts.get("BYMONTHDAY"),
        bymonth=[int(month) for month in parts["BYMONTH"]] if "BYMONTH" in parts else None,
        bysetpos=parts.get("BYSETPOS"),
    )
    last = parts.get("UNTIL", [END_OF_TABLE])[0]
    limit = datetime.combine(min(last, END_OF_TABLE), time())
    return [moment.date() for moment in found.between(datetime.combine(FIRST - 90 * DAY, time()), limit, inc=True)]


def shift_days(rota: Rota) -> list[date]:
    """The days on which a shift begins, one day after the other."""
    named = named_days(rota)
    fills = rota.days == DutyDays.WORKING_DAYS and names_every_weekday(rota.rule)
    parts = icalendar.vRecur.from_ical(rota.rule)
    last = END_OF_TABLE
    if "UNTIL" in parts:
        last = parts["UNTIL"][0]
    if "COUNT" in parts and len(named) == parts["COUNT"][0]:
        last = named[-1]
    kept, day = [], rota.anchor
    while day <= END_OF_TABLE:
        is_day = day in named or (fills and day.weekday() >= 5 and day <= last)
        if is_day and (rota.days == DutyDays.EVERY_DAY or worked(day) == (rota.days == DutyDays.WORKING_DAYS)):
            kept.append(day)
        day += DAY
    return kept


def expected(snapshot: Snapshot, rota: Rota, civil: CivilTime) -> Iterator[tuple[datetime, datetime, str]]:
    """Each shift: from when to when, and whose it is once overrides and swaps are laid over."""
    hours, minutes = map(int, rota.hand_over.split(":"))
    line = sorted((m for m in snapshot.all(RotaMember) if m.rota == rota.id), key=lambda m: m.order)
    people = [m.member for m in line]
    queue = people[rota.first - 1 :] + people[: rota.first - 1]
    days = shift_days(rota)
    for number, day in enumerate(days):
        if not rota.start <= day < (rota.end or date.max):
            continue
        person = queue[(number // rota.turn) % len(queue)]
        for swap in snapshot.all(DutySwap):
            if swap.rota == rota.id and (day, person) in {(swap.one_day, swap.one), (swap.other_day, swap.other)}:
                person = swap.other if person == swap.one else swap.one
                break
        for override in snapshot.all(DutyOverride):
            if override.rota == rota.id and override.start <= day < (override.end or date.max):
                person = override.member
        begins = datetime.combine(day, time(hours, minutes), civil.zone).astimezone(UTC)
        ended = {"COUNT", "UNTIL"} & set(icalendar.vRecur.from_ical(rota.rule))
        following = days[number + 1] if number + 1 < len(days) else day + DAY if ended else END_OF_TABLE
        ends = datetime.combine(min(following, rota.end or date.max), time(hours, minutes), civil.zone).astimezone(UTC)
        if rota.minutes is not None:
            ends = begins + timedelta(minutes=rota.minutes)
        yield begins, ends, person


def present(snapshot: Snapshot, person: str, day: date) -> str | None:
    """The person, or whoever stands in for them that day, or nobody."""
    asked: set[str] = set()
    while True:
        away = [a for a in snapshot.all(Absence) if a.person == person and a.start <= day < (a.end or date.max)]
        if not away:
            return person
        asked.add(person)
        cover = away[0].cover
        if cover is None or cover in asked:
            return None
        person = cover


# -- what is generated -------------------------------------------------------------------------------------------------


@st.composite
def plans(draw: st.DrawFn) -> tuple[Watch, Rota]:
    """A rota of two to four officers, with overrides, swaps of its real shifts, and absences."""
    watch = Watch()
    start = draw(st.dates(FIRST, date(2026, 7, 1)))
    members = draw(st.lists(st.sampled_from(watch.team), min_size=2, max_size=4))
    rota = watch.rota(
        watch.house,
        members,
        department=watch.patrol,
        rule=draw(RULES) + draw(ENDS),
        anchor=start + draw(st.integers(-60, 20)) * DAY,
        start=start,
        end=draw(st.one_of(st.none(), st.integers(1, 200).map(lambda n: start + n * DAY))),
        hand_over=draw(st.sampled_from(["00:00", "08:30", "02:30", "18:00"])),
        minutes=draw(st.sampled_from([None, None, 540, 1440, 2000])),
        days=draw(st.sampled_from(DutyDays)),
        turn=draw(st.integers(1, 3)),
        first=draw(st.integers(1, len(members))),
    )
    assume(named_days(rota))
    begun = start
    for _ in range(draw(st.integers(0, 3))):
        begun += draw(st.integers(0, 30)) * DAY
        ends = begun + draw(st.integers(1, 6)) * DAY
        if ends <= (rota.end or date.max):
            watch.override(rota, draw(st.sampled_from(watch.team)), begun, ends)
        begun = ends
    _swap(draw, watch, rota, [member.id for member in members])
    for person in draw(st.lists(st.sampled_from(watch.team), max_size=3, unique=True)):
        away = start + draw(st.integers(0, 90)) * DAY
        later = watch.team[watch.team.index(person) + 1 :]
        cover = draw(st.sampled_from([None, *later])) if later else None
        watch.away(person, away, away + draw(st.integers(1, 40)) * DAY, cover=cover)
    return watch, rota


def _swap(draw: st.DrawFn, watch: Watch, rota: Rota, members: list[str]) -> None:
    queue = members[rota.first - 1 :] + members[: rota.first - 1]
    turns = {day: queue[(n // rota.turn) % len(queue)] for n, day in enumerate(shift_days(rota))}
    mine = [day for day in turns if rota.start <= day < (rota.end or LAST)]
    if len(mine) > 1 and draw(st.booleans()):
        one, other = draw(st.lists(st.sampled_from(mine), min_size=2, max_size=2, unique=True))
        if turns[one] != turns[other]:
            watch.swap(rota, turns[one], one, turns[other], other)


def instants(start: date, end: date, hand_over: str, civil: CivilTime) -> Iterator[datetime]:
    """Of every day: midnight, the minute before the hand-over, the hand-over, noon, the last minute."""
    clock = time.fromisoformat(hand_over)
    day = start
    while day < end:
        before = datetime.combine(day, clock, civil.zone).astimezone(UTC)
        for at in (time(), time(12), time(23, 59)):
            yield datetime.combine(day, at, civil.zone).astimezone(UTC)
        yield before
        yield before - timedelta(minutes=1)
        day += DAY


def told(shifts: list[duty.Shift], at: datetime) -> set[str]:
    """Who is on duty at an instant by our roster."""
    return {person.id for shift in shifts if shift.start <= at < shift.end for person in shift.officers}


MONTHS = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@MONTHS
@given(plans(), st.sampled_from([SHANGHAI, BERLIN]))
def test_months_of_a_rota_are_the_oracle_s_at_every_hand_over(plan: tuple[Watch, Rota], zone: ZoneInfo) -> None:
    watch, rota = plan
    civil, snapshot = CivilTime(zone), watch.organisation().snapshot()
    oracle = list(expected(snapshot, rota, civil))
    low, high = rota.start - 3 * DAY, min(rota.start + 120 * DAY, LAST)
    midnight_low, midnight_high = (datetime.combine(day, time(), zone) for day in (low, high))
    ours = duty.department_roster(snapshot, watch.house.id, watch.patrol, midnight_low, midnight_high, civil)
    for at in instants(low, high, rota.hand_over, civil):
        on = {present(snapshot, person, civil.day(at)) for begins, ends, person in oracle if begins <= at < ends}
        if rota.minutes is None and rota.days != DutyDays.EVERY_DAY and oracle and at >= oracle[-1][0]:
            break  # until when the last shift lasts, the table does not say
        ruled = bool(on) or rota.start <= civil.day(at) < (rota.end or date.max)
        if ruled and midnight_low <= at < midnight_high:
            assert told(ours, at) == on - {None}, at.astimezone(zone)


@MONTHS
@given(plans(), st.integers(1, 100), st.data())
def test_a_rota_that_follows_leaves_everything_before_its_day_as_it_was(
    plan: tuple[Watch, Rota], after: int, data: st.DataObject
) -> None:
    watch, rota = plan
    civil = CivilTime(SHANGHAI)
    change = rota.start + after * DAY
    if change >= (rota.end or date.max):
        return
    before = watch.organisation().snapshot()
    for swap in watch.all(DutySwap):
        if max(swap.one_day, swap.other_day) >= change:
            return
    watch.close(rota, change)
    watch.rota(
        watch.house,
        data.draw(st.lists(st.sampled_from(watch.team), min_size=1, max_size=3)),
        department=watch.patrol,
        rule=data.draw(RULES),
        start=change,
        hand_over=data.draw(st.sampled_from(["06:00", "20:00"])),
    )
    now = watch.organisation().snapshot()
    start, end = (datetime.combine(day, time(), SHANGHAI) for day in (rota.start - DAY, change))
    then, since = (
        duty.department_roster(each, watch.house.id, watch.patrol, start, end, civil) for each in (before, now)
    )
    for at in instants(rota.start, change, rota.hand_over, civil):
        if at < end:
            assert told(then, at) == told(since, at), at
    assert until_then(then, end) == until_then(since, end)


def until_then(shifts: Sequence[duty.Shift], end: datetime) -> list[duty.Shift]:
    """The shifts that end before an instant, but for what comes after it: how long the turn goes on that they serve."""
    return [
        replace(shift, served=tuple(replace(s, turn=replace(s.turn, end=min(s.turn.end, end))) for s in shift.served))
        for shift in shifts
        if shift.end < end
    ]


@settings(MONTHS, max_examples=60)
@given(plans(), st.integers(0, 100), st.sampled_from([0, 509, 510, 720, 1439]))
def test_who_is_on_duty_and_who_is_next_are_what_the_roster_says(
    plan: tuple[Watch, Rota], days: int, minutes: int
) -> None:
    watch, rota = plan
    civil, snapshot = CivilTime(SHANGHAI), watch.organisation().snapshot()
    at = datetime.combine(rota.start + days * DAY, time(), SHANGHAI) + timedelta(minutes=minutes)
    far = at + timedelta(days=300)
    roster = duty.department_roster(snapshot, watch.house.id, watch.patrol, at, far, civil)
    now = duty.on_duty(snapshot, watch.house.id, at, civil)
    going = [shift for shift in roster if shift.start <= at < shift.end]
    assert [found.shift.officers for found in now] == [shift.officers for shift in going]
    for found, shift in zip(now, going, strict=True):
        if found.end is not None and found.next is not None and found.next.start < far - timedelta(days=60):
            following = next(later for later in roster if later.start >= shift.end)
            assert (found.next.start, found.next.officers) == (following.start, following.officers)


def test_the_state_council_s_table_is_the_package_s() -> None:
    civil = CivilTime(SHANGHAI)
    year = [date(2026, 1, 1) + n * DAY for n in range(365)]
    assert [day for day in year if civil.calendar.is_worked(day) != worked(day)] == []
