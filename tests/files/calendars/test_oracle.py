"""Random calendars, imported, and then months of duty compared with an expansion that shares nothing with ours.

The oracle reads the file anew with `icalendar` and expands it with `dateutil`; the model answers by
`queries.duty.roster`.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
from dateutil import rrule
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.files.calendars.office import DAY, NAMES, TODAY, ZONE, House, World, at, event, ics

ZONES = st.sampled_from([ZONE, ZONE, ZoneInfo("UTC"), ZoneInfo("Asia/Tokyo"), None])
"""As programs save: with the zone of the office, of another place without summer time, in UTC, or floating."""
HALF_A_YEAR = 150
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
Turn = tuple[datetime, datetime, frozenset[str]]


# -- the oracle --------------------------------------------------------------------------------------------------------


def expected(path: Path, low: datetime, high: datetime) -> list[Turn]:
    """The turns that a file names between two instants, by start: from when to when, and who."""
    events: list[Any] = icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    changed = {(str(e["UID"]), _utc(e["RECURRENCE-ID"].dt)) for e in events if "RECURRENCE-ID" in e}
    found: list[Turn] = []
    for each in events:
        start = each["DTSTART"].dt
        length = _utc(each["DTEND"].dt) - _utc(start)
        people = frozenset(str(each["SUMMARY"]).removesuffix("值班").split("、"))
        naive = start.replace(tzinfo=None)
        series = rrule.rruleset()
        if "RRULE" in each:
            rule = each["RRULE"].to_ical().decode()
            rule = ";".join(part for part in rule.split(";") if not part.startswith("UNTIL"))
            last = each["RRULE"].get("UNTIL", [None])[0]
            end = naive + timedelta(days=400) if last is None else last.astimezone(_zone(start)).replace(tzinfo=None)
            for moment in rrule.rrulestr(rule, dtstart=naive):
                if moment > end:
                    break
                series.rdate(moment)
        else:
            series.rdate(naive)
        for name, add in (("RDATE", series.rdate), ("EXDATE", series.exdate)):
            stated = each.get(name, [])
            for group in stated if isinstance(stated, list) else [stated]:
                for value in group.dts:
                    add(value.dt.astimezone(_zone(start)).replace(tzinfo=None) if value.dt.tzinfo else value.dt)
        for moment in series:
            begins = _utc(moment.replace(tzinfo=start.tzinfo))
            own = "RECURRENCE-ID" in each
            if low <= begins < high and (own or (str(each["UID"]), begins) not in changed):
                found.append((begins, begins + length, people))
    return sorted(found, key=lambda turn: turn[0])


def _zone(start: datetime) -> ZoneInfo:
    return start.tzinfo if isinstance(start.tzinfo, ZoneInfo) else ZONE


def _utc(instant: datetime) -> datetime:
    return (instant if instant.tzinfo else instant.replace(tzinfo=ZONE)).astimezone(UTC)


def answered(world: World, start: date, days: int) -> list[Turn]:
    """The turns that the model answers for the days."""
    return [
        (shift.start.astimezone(UTC), shift.end.astimezone(UTC), frozenset(p.name for p in shift.officers))
        for shift in world.shifts(world.house.patrol, start, days)
    ]


# -- what is generated -------------------------------------------------------------------------------------------------


@dataclass
class Draft:
    """Events that are being made: each day of theirs belongs to at most one of them."""

    hours: float
    clock: str
    zone: ZoneInfo | None
    events: list[icalendar.Event] = field(default_factory=list)
    served: dict[date, tuple[icalendar.Event, str]] = field(default_factory=dict)

    def instant(self, day: date) -> datetime:
        """When the turn of one of our days begins, as the zone of the events shows it."""
        ours = at(day, self.clock).replace(tzinfo=ZONE)
        return at(day, self.clock) if self.zone is None else ours.astimezone(self.zone).replace(tzinfo=None)

    def add(self, who: Sequence[str], day: date, **properties: object) -> icalendar.Event:
        """Another event."""
        properties["uid"] = f"event-{len(self.events)}@office"
        made = event("、".join(who) + "值班", self.instant(day), self.hours, zone=self.zone, **properties)
        self.events.append(made)
        return made


@st.composite
def calendars(draw: st.DrawFn) -> list[icalendar.Event]:
    """Series that share days without a clash, some of them changed, and single turns beside them."""
    hours = draw(st.sampled_from([9.0, 12.0, 24.0]))
    made = Draft(hours, draw(st.sampled_from(["08:30", "00:00", "17:30"])), draw(ZONES))
    begin = TODAY + draw(st.integers(-40, 10)) * DAY
    pair = draw(st.booleans())
    team = draw(st.permutations(NAMES))
    match draw(st.sampled_from(["daily", "weekly", "monthly", "single"])):
        case "daily":
            _daily(draw, made, begin, team, pair=pair)
        case "weekly":
            _weekly(draw, made, begin, team)
        case "monthly":
            _monthly(draw, made, begin, team)
        case _:
            _single(draw, made, team)
    _changes(draw, made, team)
    return made.events


def _ending(draw: st.DrawFn, made: Draft, day: date) -> dict[str, object]:
    if draw(st.integers(0, 3)):
        return {}
    if draw(st.booleans()):
        return {"count": draw(st.integers(1, 20))}
    last = day + draw(st.integers(0, 90)) * DAY
    return {"until": at(last, made.clock).replace(tzinfo=ZONE).astimezone(UTC)}


def _daily(draw: st.DrawFn, made: Draft, begin: date, team: Sequence[str], *, pair: bool) -> None:
    number, block = draw(st.integers(1, 4)), draw(st.integers(1, 2))
    lacking = draw(st.sampled_from([None, None, 0, 1]))
    for n in range(number * block):
        if n != lacking or number == 1:
            day = begin + n * DAY
            who = [team[n // block], team[5 + n % 2]] if pair else [team[n // block]]
            made.add(who, day, rrule={"freq": "daily", "interval": number * block, **_ending(draw, made, day)})
    _note(made, begin)


def _weekly(draw: st.DrawFn, made: Draft, begin: date, team: Sequence[str]) -> None:
    """Weekdays of every week, or of every other week, parted among some of the team."""
    interval = draw(st.integers(1, 2))
    shared = draw(st.lists(st.integers(0, 3), min_size=7, max_size=7))
    for n in sorted(set(shared)):
        mine = [number for number, whose in enumerate(shared) if whose == n]
        first = next(day for day in (begin + k * DAY for k in range(14)) if day.weekday() in mine)
        weekdays = [WEEKDAYS[number] for number in mine]
        if made.zone is not None and made.zone.key == "UTC" and made.clock == "00:00":
            weekdays = [WEEKDAYS[(number - 1) % 7] for number in mine]
        made.add([team[n]], first, rrule={"freq": "weekly", "interval": interval, "byday": weekdays})
    _note(made, begin)


def _monthly(draw: st.DrawFn, made: Draft, begin: date, team: Sequence[str]) -> None:
    taken = draw(st.lists(st.integers(1, 28), min_size=1, max_size=4, unique=True))
    for n, number in enumerate(taken):
        first = next(day for day in (begin + k * DAY for k in range(40)) if day.day == number)
        local = made.instant(first).date()
        if local == first:
            made.add([team[n]], first, rrule={"freq": "monthly", "bymonthday": number})
    _note(made, begin)


def _single(draw: st.DrawFn, made: Draft, team: Sequence[str]) -> None:
    for day in sorted(draw(st.sets(st.integers(0, 60), min_size=1, max_size=30))):
        made.add([draw(st.sampled_from(team))], TODAY + day * DAY)


def _note(made: Draft, begin: date) -> None:
    """Which of our days belong to which series, for half a year."""
    with tempfile.TemporaryDirectory() as folder:
        for each in made.events:
            path = ics(Path(folder) / "one.ics", [each])
            low = datetime.combine(begin, datetime.min.time(), ZONE)
            for start, _, people in expected(path, low, low + timedelta(days=180)):
                made.served[start.astimezone(ZONE).date()] = (each, "、".join(sorted(people)))


def _changes(draw: st.DrawFn, made: Draft, team: Sequence[str]) -> None:
    """Some turns are cancelled, served by others as a change of the series, or by an event of its own."""
    future = [day for day in sorted(made.served) if day >= TODAY]
    chosen = draw(st.lists(st.sampled_from(future), max_size=5, unique=True)) if future else []
    for day in chosen:
        series, _ = made.served[day]
        stand_in = draw(st.sampled_from(team))
        stated = made.instant(day) if made.zone is None else made.instant(day).replace(tzinfo=made.zone)
        if draw(st.booleans()):
            series.add("exdate", stated)
            if draw(st.booleans()):
                made.add([stand_in], day)
        else:
            change = made.add([stand_in], day, recurrence_id=stated)
            change["UID"] = series["UID"]


# -- the law -----------------------------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(calendars())
def test_months_of_duty_are_what_dateutil_makes_of_the_file(events: list[icalendar.Event]) -> None:
    if not events:
        return
    with tempfile.TemporaryDirectory() as folder:
        path = ics(Path(folder) / "值班.ics", events)
        world = House().world().take(path)
        low = datetime.combine(TODAY, datetime.min.time(), ZONE)
        told = expected(path, low, low + HALF_A_YEAR * DAY)
        assert answered(world, TODAY, HALF_A_YEAR) == told


@st.composite
def listed(draw: st.DrawFn) -> list[icalendar.Event]:
    """Single turns, and series that end, of the hours of a rota that is there; each day is in one of them."""
    made = Draft(24, "08:30", draw(ZONES))
    begin = TODAY - 10 * DAY
    taken = sorted(draw(st.sets(st.integers(0, 60), min_size=1, max_size=20)))
    for number, following in zip(taken, [*taken[1:], 80], strict=True):
        longest = following - number
        rule = {"rrule": {"freq": "daily", "count": draw(st.integers(2, longest))}} if longest > 2 else {}
        made.add([draw(st.sampled_from(NAMES))], begin + number * DAY, **(rule if draw(st.booleans()) else {}))
    return made.events


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(listed(), st.integers(1, 5))
def test_over_a_rota_who_serves_is_the_file_s_on_its_days_and_the_rota_s_on_the_others(
    events: list[Any], number: int
) -> None:
    house, begin = House(), TODAY - 30 * DAY
    house.rota(house.house, house.team[:number], department=house.patrol, start=begin, hand_over="08:30")
    with tempfile.TemporaryDirectory() as folder:
        path = ics(Path(folder) / "值班.ics", events)
        after = house.world().take(path)
        low = datetime.combine(begin, datetime.min.time(), ZONE)
        told = {start: people for start, _, people in expected(path, low, low + 120 * DAY)}
        series = {
            _utc(made["DTSTART"].dt) + n * DAY
            for made in events
            if "RRULE" in made
            for n in range(made["RRULE"]["COUNT"])
        }  # what a series says of the past is left alone
        for n, (start, _, people) in enumerate(answered(after, begin, 120)):
            mine = frozenset({NAMES[n % number]})
            past = start < low + 30 * DAY and start in series
            assert people == (mine if past else told.get(start, mine)), start
