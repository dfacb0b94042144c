"""Rosters, calendars, double bookings, fairness and routing say the same of who serves: as a naive recount says.

The oracle looks at one instant after the other, between any two of which nothing changes, and at every centre and
department; turns it takes from the expansion of `test_duty_oracle`, which shares no code with ours.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from itertools import pairwise, product

import icalendar
from hypothesis import given
from hypothesis import strategies as st

from graph.facts import Absence, Centre, Department, Holding, Person, Rota, Stationing
from graph.snapshot import Snapshot
from graph.time.calendar import CivilTime
from graph.time.validity import holds_on, is_void
from graph.words import DutyDays, Role, StationingMode, UnitKind
from queries.duty import audit as duty_audit
from queries.duty import roster as duty
from queries.duty.feed import AHEAD, BACK, feed
from tests.builders.organisations import DAY, Builder
from tests.core.queries.test_duty_oracle import SHANGHAI, expected, present, worked
from tests.fuzz.effort import examples

CIVIL = CivilTime(SHANGHAI)
FIRST = date(2026, 9, 21)
LENGTH = 8
"""The days asked about: from FIRST on, with a holiday and a worked Sunday near."""
EFFORT = examples(20)
OPENS, CLOSES = time(8, 30), time(17, 30)
WEEKDAYS = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
RULES = ("FREQ=DAILY", "FREQ=DAILY", WEEKDAYS, "FREQ=DAILY;INTERVAL=2", "FREQ=WEEKLY")


def at(day: date, clock: time = time()) -> datetime:
    """An instant in UTC, by the clock of the place."""
    return datetime.combine(day, clock, SHANGHAI).astimezone(UTC)


START, END = at(FIRST, time(6)), at(FIRST + LENGTH * DAY, time(20))


# -- what is generated -------------------------------------------------------------------------------------------------


@st.composite
def streets(draw: st.DrawFn) -> Builder:
    """Two centres, four departments and six people: posts, rotas one over the other, and absences in chains."""
    town = Builder()
    centres = [town.centre(town.unit(UnitKind.STREET)) for _ in range(2)]
    departments = [town.department(name) for name in ("综治", "农经", "妇联", "综合执法")]
    people = [town.person(name) for name in "甲乙丙丁戊己"]
    for department, centre in product(departments, centres):
        mode = draw(st.sampled_from([None, *StationingMode]))
        if mode is not None:
            town.station(department, centre, mode)
    for department in departments:
        for person in draw(st.lists(st.sampled_from(people), max_size=2, unique=True)):
            town.appoint(person, Role.DUTY_OFFICER, department, None, end=draw(st.none() | _days()))
    for centre in centres:
        if draw(st.booleans()):
            _rota(draw, town, centre, departments, None)
        for department in draw(st.lists(st.sampled_from(departments), max_size=3)):
            _rota(draw, town, centre, people, department)
    order = draw(st.permutations(people))
    for number, person in enumerate(order):
        if draw(st.booleans()):
            away = draw(_days())
            cover = draw(st.sampled_from([None, *order[number + 1 :], *order[number + 1 :]]))
            town.away(person, away, away + draw(st.integers(1, 6)) * DAY, cover=cover)
    return town


def _days() -> st.SearchStrategy[date]:
    return st.integers(-2, LENGTH).map(lambda n: FIRST + n * DAY)


def _rota(
    draw: st.DrawFn, town: Builder, centre: Centre, choice: Sequence[Department | Person], of: Department | None
) -> None:
    members = draw(st.lists(st.sampled_from(choice), min_size=1, max_size=3, unique_by=id))
    start = FIRST - draw(st.integers(0, 9)) * DAY
    rule = draw(st.sampled_from(RULES))
    rota = town.rota(
        centre,
        members,
        department=of,
        rule=rule,
        start=start,
        end=draw(st.one_of(st.none(), st.integers(3, 20).map(lambda n: start + n * DAY))),
        hand_over=draw(st.sampled_from(["08:30", "08:30", "00:00", "20:00"])),
        minutes=draw(st.sampled_from([None, None, 540, 600, 2000])),
        days=draw(st.sampled_from([DutyDays.EVERY_DAY, *([DutyDays.WORKING_DAYS] if rule == WEEKDAYS else [])])),
        turn=draw(st.integers(1, 2)),
    )
    if draw(st.booleans()):
        day = max(draw(_days()), start)
        if day < (rota.end or date.max):
            town.override(rota, draw(st.sampled_from(choice)), day, day + DAY)


# -- the recount -------------------------------------------------------------------------------------------------------

Place = tuple[str, str]
Taken = tuple[str, datetime]
"""A turn: the rota and when it begins."""


@dataclass(frozen=True)
class There:
    """Who is there for a department, and which turns they serve: (turn, person, whether a rota names them)."""

    people: frozenset[str]
    served: frozenset[tuple[Taken, str, bool]]


class Recount:
    """Everything that an organisation says of who serves, counted naively."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.rotas = [rota for rota in snapshot.all(Rota) if not is_void(rota)]
        self.turns = {rota.id: list(expected(snapshot, rota, CIVIL)) for rota in self.rotas}
        self.places: list[Place] = [(c.id, d.id) for c, d in product(snapshot.all(Centre), snapshot.all(Department))]

    @cached_property
    def segments(self) -> list[tuple[datetime, datetime]]:
        """Stretches of time in each of which nothing changes, around the days asked about."""
        days = [FIRST + n * DAY for n in range(-10, LENGTH + 12)]
        hours = (time(), OPENS, CLOSES, *(time.fromisoformat(rota.hand_over) for rota in self.rotas))
        instants = {at(day, clock) for day in days for clock in hours} | {START, END}
        instants |= {i for turns in self.turns.values() for begins, ends, _ in turns for i in (begins, ends)}
        low, high = at(days[0]), at(days[-1])
        return list(pairwise(sorted(instant for instant in instants if low <= instant <= high)))

    @cached_property
    def all(self) -> dict[Place, list[tuple[datetime, datetime, There]]]:
        """What is so at each department of each centre, in each stretch."""
        return {
            place: [(low, high, found) for low, high in self.segments if (found := self.there(place, low)) is not None]
            for place in self.places
        }

    def there(self, place: Place, instant: datetime) -> There | None:
        """Who is there; None: the department is not on duty."""
        day = CIVIL.day(instant)
        stationed = [s for s in self.snapshot.all(Stationing) if (s.centre, s.department) == place]
        mode = next((s.mode for s in stationed if holds_on(s, day)), None)
        common = [turn for turn, member in self._going(place[0], None, instant) if member == place[1]]
        own = self._going(place[0], place[1], instant)
        if mode is None and not common:
            return None
        is_office = worked(day) and at(day, OPENS) <= instant < at(day, CLOSES)
        wanted = {None: bool(common), StationingMode.ROTATING: bool(common), StationingMode.ON_CALL: True}
        due = is_office if mode == StationingMode.RESIDENT else wanted[mode]
        if not due and (not own or mode in {None, StationingMode.ROTATING}):
            return None
        if self._has_rota(place, instant) or own:
            if not own and mode in {StationingMode.RESIDENT, StationingMode.ON_CALL}:
                return None
            names = [(turn, who) for turn, member in own if (who := present(self.snapshot, member, day)) is not None]
            return There(frozenset(who for _, who in names), frozenset((turn, who, True) for turn, who in names))
        posts = [h for h in self.snapshot.all(Holding) if h.of == place[1] and holds_on(h, day)]
        pool = {who for post in posts if (who := present(self.snapshot, post.person, day)) is not None}
        return There(frozenset(pool), frozenset((turn, who, False) for turn in common for who in pool))

    def _going(self, centre: str, department: str | None, instant: datetime) -> list[tuple[Taken, str]]:
        mine = [rota for rota in self.rotas if (rota.centre, rota.department) == (centre, department)]
        return [
            ((rota.id, begins), member)
            for rota in mine
            for begins, ends, member in self.turns[rota.id]
            if begins <= instant < ends
        ]

    def _has_rota(self, place: Place, instant: datetime) -> bool:
        return any(
            at(rota.start, clock) <= instant and (rota.end is None or instant < at(rota.end, clock))
            for rota in self.rotas
            if (rota.centre, rota.department) == place
            for clock in [time.fromisoformat(rota.hand_over)]
        )


def within(low: datetime, high: datetime) -> bool:
    """Whether a stretch of time lies in the interval asked about."""
    return low >= START and high <= END


# -- the same, wherever it is asked ------------------------------------------------------------------------------------


@EFFORT
@given(streets())
def test_the_roster_and_who_is_on_duty_are_what_every_instant_says(town: Builder) -> None:
    snapshot = town.organisation().snapshot()
    recount = Recount(snapshot)
    for centre, department in recount.places:
        fact = snapshot.get(Department, department)
        assert fact is not None
        roster = duty.department_roster(snapshot, centre, fact, START, END, CIVIL)
        told = {low: found.people for low, _, found in recount.all[centre, department]}
        for low, high in recount.segments:
            if within(low, high):
                shift = next((shift for shift in roster if shift.start <= low < shift.end), None)
                assert (None if shift is None else {p.id for p in shift.officers}) == told.get(low), low


@EFFORT
@given(streets(), st.lists(st.integers(0, LENGTH * 48), min_size=1, max_size=3))
def test_who_is_on_duty_now_is_the_roster_s_and_whom_routing_asks(town: Builder, halves: list[int]) -> None:
    snapshot = town.organisation().snapshot()
    for instant in (START + n * timedelta(minutes=30) for n in halves):
        for centre in snapshot.all(Centre):
            now = duty.on_duty(snapshot, centre.id, instant, CIVIL)
            roster = duty.roster(snapshot, centre.id, START, END, CIVIL)
            going = {shift.department.id: shift.officers for shift in roster if shift.start <= instant < shift.end}
            assert {found.shift.department.id: found.shift.officers for found in now} == going
            for stationing in snapshot.linked(Stationing, "centre", centre.id):
                presence = duty.presence(snapshot, stationing, instant, CIVIL)
                assert presence.officers == going.get(stationing.department, ())


@examples(4)
@given(streets())
def test_somebody_s_calendar_holds_the_shifts_in_which_they_serve_whomever_they_stand_in_for(town: Builder) -> None:
    """A department's and a centre's hold theirs; being on call without a rota is no event."""
    snapshot = town.organisation().snapshot()
    now = at(FIRST, time(12))
    shifts = {
        (centre.id, department.id): [
            shift
            for shift in duty.department_roster(snapshot, centre.id, department, now - BACK, now + AHEAD, CIVIL)
            if shift.assigned or shift.mode != StationingMode.ON_CALL
        ]
        for centre, department in product(snapshot.all(Centre), snapshot.all(Department))
    }

    def events(target: str) -> list[tuple[str, datetime, datetime]]:
        found = icalendar.Calendar.from_ical(feed(snapshot, target, now, CIVIL)).walk("VEVENT")
        return sorted((str(e["UID"]), e.decoded("DTSTART"), e.decoded("DTEND")) for e in found)

    def wanted(mine: Iterator[tuple[str, str, duty.Shift]]) -> list[tuple[str, datetime, datetime]]:
        return sorted((f"{c}/{d}/{s.start:%Y%m%dT%H%M%SZ}@wangge", s.start, s.end) for c, d, s in mine)

    everything = [(c, d, shift) for (c, d), found in shifts.items() for shift in found]
    for person in {holding.person for holding in snapshot.all(Holding)} | {a.person for a in snapshot.all(Absence)}:
        assert events(person) == wanted((c, d, s) for c, d, s in everything if person in {p.id for p in s.officers})
    for centre in snapshot.all(Centre):
        assert events(centre.id) == wanted((c, d, s) for c, d, s in everything if c == centre.id)
    for department in snapshot.all(Department):
        assert events(department.id) == wanted((c, d, s) for c, d, s in everything if d == department.id)


@EFFORT
@given(streets())
def test_fairness_counts_each_turn_once_and_the_hours_that_somebody_really_serves(town: Builder) -> None:
    snapshot = town.organisation().snapshot()
    recount = Recount(snapshot)
    for centre in snapshot.all(Centre):
        shifts: dict[str, int] = defaultdict(int)
        hours: dict[str, timedelta] = defaultdict(timedelta)
        taken: set[tuple[str, Taken]] = set()
        for place in (place for place in recount.places if place[0] == centre.id):
            for low, high, found in recount.all[place]:
                begun = [(turn, who) for turn, who, _ in found.served if START <= turn[1] < END]
                fresh = {turn for turn, _ in begun if (place[1], turn) not in taken}
                taken |= {(place[1], turn) for turn in fresh}
                for turn, who in begun:
                    shifts[who] += turn in fresh
                for who in {who for _, who in begun}:
                    hours[who] += high - low
        loads = duty_audit.fairness(snapshot, centre.id, START, END, CIVIL)
        told = {load.person.id: (load.shifts, load.hours) for load in loads if load.hours}
        assert told == {who: (shifts[who], round(spent / timedelta(hours=1), 2)) for who, spent in hours.items()}


@EFFORT
@given(streets())
def test_who_is_booked_twice_is_whoever_two_places_want_at_one_instant(town: Builder) -> None:
    """At every instant just the pairs of places that want somebody; and as many clashes as there are pairs of turns."""
    snapshot = town.organisation().snapshot()
    recount = Recount(snapshot)
    wanted: dict[datetime, set[tuple[str, Place]]] = defaultdict(set)
    for place, found in recount.all.items():
        for low, _, there in found:
            wanted[low] |= {(who, place) for _, who, named in there.served if named}
    for centre in snapshot.all(Centre):
        clashes = duty_audit.double_bookings(snapshot, centre.id, START, END, CIVIL)
        for low, high in recount.segments:
            twice = {
                (one, frozenset({here, there}))
                for (one, here), (other, there) in product(wanted[low], repeat=2)
                if one == other and here != there and centre.id in {here[0], there[0]}
            }
            going = [clash for clash in clashes if clash.start <= low and high <= clash.end]
            told = [(clash.person.id, frozenset(map(_place, (clash.one, clash.other)))) for clash in going]
            if within(low, high):
                assert sorted(told, key=str) == sorted(twice, key=str), low


def _place(booked: tuple[str, duty.Shift]) -> Place:
    return booked[0], booked[1].department.id


# -- by hand -----------------------------------------------------------------------------------------------------------


def test_a_second_rota_of_the_department_cuts_shifts_and_leaves_a_turn_one() -> None:
    """甲 乙 丙 have seven turns of a day; every evening 丁 comes besides, which makes three shifts of each."""
    town = Builder()
    house = town.centre(town.unit(UnitKind.STREET))
    patrol = town.department("综合执法")
    town.station(patrol, house, StationingMode.ON_CALL)
    team = [town.person(name) for name in "甲乙丙"]
    town.rota(house, team, department=patrol, start=FIRST)
    town.rota(house, [town.person("丁")], department=patrol, start=FIRST, hand_over="18:00", minutes=120)
    snapshot = town.organisation().snapshot()
    week = (at(FIRST, OPENS), at(FIRST + 7 * DAY, OPENS))
    assert len(duty.roster(snapshot, house.id, *week, CIVIL)) == 21
    loads = {
        load.person.name: (load.shifts, load.days, load.hours)
        for load in duty_audit.fairness(snapshot, house.id, *week, CIVIL)
    }
    assert loads == {"甲": (3, 3, 72.0), "乙": (2, 2, 48.0), "丙": (2, 2, 48.0), "丁": (7, 7, 14.0)}


def test_a_turn_that_is_shared_counts_for_whom_begins_it_and_its_hours_for_each() -> None:
    """甲 is away from the second midnight on, 乙 stands in, and 丙 for 乙; 丙's calendar has the part served."""
    town = Builder()
    house = town.centre(town.unit(UnitKind.STREET))
    patrol = town.department("综合执法")
    town.station(patrol, house, StationingMode.ON_CALL)
    one, two, three = (town.person(name) for name in "甲乙丙")
    town.rota(house, [one], department=patrol, start=FIRST, end=FIRST + DAY)
    town.away(one, FIRST + DAY, FIRST + 2 * DAY, cover=two)
    town.away(two, FIRST + DAY, FIRST + 2 * DAY, cover=three)
    snapshot = town.organisation().snapshot()
    loads = duty_audit.fairness(snapshot, house.id, at(FIRST), at(FIRST + DAY), CIVIL)
    assert {load.person.name: (load.shifts, load.days, load.hours) for load in loads} == {
        "甲": (1, 1, 15.5),
        "丙": (0, 1, 8.5),
    }
    (event,) = icalendar.Calendar.from_ical(feed(snapshot, three.id, at(FIRST), CIVIL)).walk("VEVENT")
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (at(FIRST + DAY), at(FIRST + DAY, OPENS))
