"""What is amiss with a centre's duty, and what is fair: gaps, double bookings, the load of each officer."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from graph.duty.rota import in_force, moment, parse_clock, runs_out
from graph.facts import Department, FactId, Person, Rota, RotaMember
from graph.messages import say
from graph.snapshot import Snapshot
from graph.time.calendar import DAY, CivilTime
from graph.time.instants import midnight
from graph.time.validity import is_void, until
from graph.words import StationingMode
from queries.duty.line import Line, Want, in_utc, stand_ins_of
from queries.duty.roster import Shift, Stint, departments_at, people_of, places_named, shifts_around, stints

WHY: dict[Want, str] = {
    Want.NO_ROTA: say("no-rota-turn"),
    Want.NO_SHIFT: say("no-officer-shift"),
    Want.NO_OFFICER: say("no-duty-officer"),
    Want.AWAY: say("officer-away"),
}


@dataclass(frozen=True, slots=True)
class DutyGap:
    """Nobody is on duty for a department where somebody should be."""

    department: Department
    start: datetime
    end: datetime
    want: Want

    @property
    def reason(self) -> str:
        """Why, in a sentence."""
        return say("duty-wanting", department=self.department.name, want=WHY[self.want])


@dataclass(frozen=True, slots=True)
class DoubleBooking:
    """A rota wants somebody in two places at once."""

    person: Person
    start: datetime
    end: datetime
    one: tuple[FactId, Shift]
    other: tuple[FactId, Shift]


@dataclass(frozen=True, slots=True)
class Load:
    """What rotas ask of an officer in an interval: each day counts once, as a holiday, else as a weekend day, or plain.

    `shifts` are turns of rotas, however they are cut.  A day counts if the officer begins to serve on it, or serves all
    of it; of two turns at once for one department the hours count once.
    """

    person: Person
    shifts: int
    days: int
    weekends: int
    holidays: int
    hours: float


def duty_gaps(snapshot: Snapshot, centre: FactId, start: datetime, end: datetime, civil: CivilTime) -> list[DutyGap]:
    """Where in `[start, end)` nobody is on duty who should be: by start, then as departments are.

    Residents should be there in office hours, those on call always, rotating ones in their turn; and every rotating
    department should have turns in some rota.
    """
    start, end = in_utc(start), in_utc(end)
    found: list[DutyGap] = []
    for department in departments_at(snapshot, centre):
        line = Line(snapshot, centre, department, start, end, civil)
        pieces = ((low, high, state.want) for low, high, state in line.pieces() if state.want is not None)
        lacking = ((low, high, Want.NO_ROTA) for low, high in _without_rota(line, centre))
        for low, high, want in (*pieces, *lacking):
            if low < end and start < high and want is not None:
                found.append(DutyGap(department, max(low, start), min(high, end), want))
    return sorted(_joined(found), key=lambda gap: gap.start)


def _joined(gaps: Iterable[DutyGap]) -> Iterator[DutyGap]:
    """Gaps of one kind that follow each other without a break are one."""
    last: DutyGap | None = None
    for gap in gaps:
        if last is not None and (last.department, last.want, last.end) == (gap.department, gap.want, gap.start):
            last = replace(last, end=gap.end)
            continue
        if last is not None:
            yield last
        last = gap
    if last is not None:
        yield last


def _without_rota(line: Line, centre: FactId) -> Iterator[tuple[datetime, datetime]]:
    """When a rotating department is a member of no rota that goes on."""
    civil = line.civil
    memberships = [
        (begins, ends)
        for rota in line.snapshot.linked(Rota, "centre", centre)
        if rota.department is None and not is_void(rota) and line.department.id in people_of(line.snapshot, rota)
        for begins, ends in [_membership(rota, civil)]
        if ends is None or begins < ends
    ]
    for stationing in line.stationings:
        if stationing.mode != StationingMode.ROTATING:
            continue
        first, last = max(stationing.start, civil.day(line.start)), min(until(stationing), civil.day(line.end) + DAY)
        reached, close = (in_utc(midnight(day, civil.zone)) for day in (first, max(first, last)))
        for begins, ends in sorted(memberships, key=lambda membership: membership[0]):
            if reached < min(begins, close):
                yield reached, min(begins, close)
            reached = max(reached, close if ends is None else ends)
        if reached < close:
            yield reached, close


def _membership(rota: Rota, civil: CivilTime) -> tuple[datetime, datetime | None]:
    """From when to when a rota has turns to give; None: on and on."""
    day = runs_out(rota, civil.calendar)
    return in_force(rota, civil)[0], None if day is None else moment(civil, day, parse_clock(rota.hand_over))


def double_bookings(
    snapshot: Snapshot, centre: FactId, start: datetime, end: datetime, civil: CivilTime
) -> list[DoubleBooking]:
    """Where in `[start, end)` rotas want somebody in two places at once, at least one of them at this centre.

    Each pair of turns once, as long as they overlap without a break; two turns at one place at once are as one there.
    By start, then person, then places.
    """
    start, end = in_utc(start), in_utc(end)
    here = {(centre, department.id) for department in departments_at(snapshot, centre)}
    named = {who for c, d in here for rota in _rotas(snapshot, c, d) for who in people_of(snapshot, rota)}
    people = stand_ins_of(snapshot, named)
    places = here.union(*(places_named(snapshot, person) for person in people))
    booked: dict[FactId, list[tuple[FactId, Stint]]] = {}
    for place, department_id in sorted(places):
        department = snapshot.get(Department, department_id)
        found = [] if department is None else stints(shifts_around(snapshot, place, department, start, end, civil))
        for stint in _at_once(stint for stint in found if stint.named):
            booked.setdefault(stint.person.id, []).append((place, stint))
    clashes = (clash for person in sorted(booked) for clash in _clashes(booked[person], centre))
    return sorted((c for c in clashes if c.start < end and start < c.end), key=lambda clash: clash.start)


def _at_once(found: Iterable[Stint]) -> Iterator[Stint]:
    """A department's stints, by start; those of one officer that overlap as one, as long as any of them lasts."""
    going: dict[FactId, Stint] = {}
    for stint in found:
        before = going.get(stint.person.id)
        if before is not None and stint.start < before.end:
            going[stint.person.id] = replace(before, end=max(before.end, stint.end))
            continue
        if before is not None:
            yield before
        going[stint.person.id] = stint
    yield from going.values()


def _rotas(snapshot: Snapshot, centre: FactId, department: FactId) -> list[Rota]:
    return [r for r in snapshot.linked(Rota, "centre", centre) if r.department == department and not is_void(r)]


def _clashes(booked: list[tuple[FactId, Stint]], centre: FactId) -> Iterator[DoubleBooking]:
    """The pairs of somebody's stints at two places that overlap."""
    line = sorted(booked, key=lambda post: (post[1].start, post[1].end, post[0], post[1].department.id))
    for number, (place, one) in enumerate(line):
        for other_place, other in line[number + 1 :]:
            if other.start >= one.end:
                break
            places = {(place, one.department.id), (other_place, other.department.id)}
            if len(places) == 2 and centre in {place, other_place}:
                both = (place, _whole(one)), (other_place, _whole(other))
                yield DoubleBooking(one.person, other.start, min(one.end, other.end), *both)


def _whole(stint: Stint) -> Shift:
    """A stint as one shift: its officer's part of the turn, however it is cut."""
    return replace(stint.shift, start=stint.start, end=stint.end)


def fairness(snapshot: Snapshot, centre: FactId, start: datetime, end: datetime, civil: CivilTime) -> list[Load]:
    """How much of the turns of a centre's rotas that begin in `[start, end)` falls to each officer, by name, then id.

    A turn counts once, for whoever is the first to serve it: of a department without a rota of its officers, for all
    that are there.  Days and hours are of what each really serves.  Members of its rotas who serve none are listed too.
    """
    start, end = in_utc(start), in_utc(end)
    served: dict[FactId, list[Stint]] = {}
    for rota in snapshot.linked(Rota, "centre", centre):
        if rota.department is not None and not is_void(rota) and _overlaps(rota, civil, start, end):
            served |= {member: [] for member in _members(snapshot, rota) if member not in served}
    first: dict[tuple[FactId, FactId, date], datetime] = {}
    for department in departments_at(snapshot, centre):
        for stint in stints(shifts_around(snapshot, centre, department, start, end, civil)):
            if start <= stint.turn.start < end:
                first.setdefault(_turn_of(stint), stint.start)
                served.setdefault(stint.person.id, []).append(stint)
    people = ((snapshot.get(Person, person), stints_) for person, stints_ in served.items())
    loads = [_load(person, stints_, first, civil) for person, stints_ in people if person is not None]
    return sorted(loads, key=lambda load: (load.person.name, load.person.id))


def _members(snapshot: Snapshot, rota: Rota) -> Iterator[FactId]:
    yield from (m.member for m in snapshot.linked(RotaMember, "rota", rota.id) if not is_void(m))


def _overlaps(rota: Rota, civil: CivilTime, start: datetime, end: datetime) -> bool:
    begins, ends = in_force(rota, civil)
    return begins < end and (ends is None or start < ends)


Turned = tuple[FactId, FactId, date]
"""A turn, as it falls to a department: the department's id, the rota's, the day on which it begins."""


def _turn_of(stint: Stint) -> Turned:
    return stint.department.id, stint.rota, stint.turn.day


def _load(person: Person, served: list[Stint], first: Mapping[Turned, datetime], civil: CivilTime) -> Load:
    begun = {_turn_of(stint) for stint in served if stint.start == first[_turn_of(stint)]}
    days = {day for stint in served for day in _days_of(stint, civil)}
    holidays = {day for day in days if civil.calendar.is_holiday(day)}
    weekends = {day for day in days - holidays if not civil.calendar.is_worked(day)}
    places = {stint.department.id for stint in served}
    spent = sum((_spent([s for s in served if s.department.id == place]) for place in sorted(places)), timedelta())
    return Load(person, len(begun), len(days), len(weekends), len(holidays), round(spent / timedelta(hours=1), 2))


def _spent(served: Iterable[Stint]) -> timedelta:
    """How long somebody is on duty for one department: two turns at once take no longer than one."""
    spent, reached = timedelta(), datetime.min.replace(tzinfo=UTC)
    for stint in sorted(served, key=lambda stint: stint.start):
        spent += max(stint.end - max(stint.start, reached), timedelta())
        reached = max(reached, stint.end)
    return spent


def _days_of(stint: Stint, civil: CivilTime) -> Iterator[date]:
    """The day on which a stint begins, and those that it fills."""
    day = civil.day(stint.start)
    yield day
    while (day := day + DAY) and in_utc(midnight(day + DAY, civil.zone)) <= stint.end:
        yield day
