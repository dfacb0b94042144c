"""What is amiss with a centre's duty, and what is fair: gaps, double bookings, the load of each officer."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from graph.calendar import DAY, CivilTime
from graph.facts import (
    Absence,
    Department,
    FactId,
    Person,
    Rota,
    RotaMember,
)
from graph.instants import midnight
from graph.rota import in_force, moment, parse_clock, runs_out
from graph.snapshot import Snapshot
from graph.validity import is_void, until
from graph.words import StationingMode
from queries.duty import Line, Shift, Want, department_roster, departments_at, in_utc, people_of, places_of, roster

WHY: dict[Want, str] = {
    Want.NO_ROTA: "no rota gives the department a turn",
    Want.NO_SHIFT: "its officers' rota has no shift then",
    Want.NO_OFFICER: "the department has no duty officer",
    Want.AWAY: "the officer is away and nobody stands in",
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
        return f"{self.department.name}：{self.want.zh} / {WHY[self.want]}."


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

    A day counts if a shift begins on it or fills it.
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
    """Where in `[start, end)` a rota of this centre names somebody whom another rota, here or elsewhere, names too."""
    here = {(centre, department.id) for department in departments_at(snapshot, centre)}
    people = {p for c, d in here for rota in _rotas(snapshot, c, d) for p in _people(snapshot, rota)}
    places = here | {place for person in people for place in places_of(snapshot, person)}
    posted: dict[FactId, list[tuple[FactId, Shift]]] = {}
    for place, department_id in sorted(places):
        department = snapshot.get(Department, department_id)
        if department is not None:
            for shift in department_roster(snapshot, place, department, start, end, civil):
                for person in shift.named:
                    posted.setdefault(person, []).append((place, shift))
    found = [clash for person in posted for clash in _clashes(snapshot, person, posted[person], centre)]
    return sorted(found, key=lambda clash: (clash.start, clash.person.id))


def _rotas(snapshot: Snapshot, centre: FactId, department: FactId) -> list[Rota]:
    return [r for r in snapshot.linked(Rota, "centre", centre) if r.department == department and not is_void(r)]


def _people(snapshot: Snapshot, rota: Rota) -> Iterator[FactId]:
    """Whom a rota may put on duty, and who stands in for them."""
    for member in people_of(snapshot, rota):
        yield member
        yield from (a.cover for a in snapshot.linked(Absence, "person", member) if a.cover is not None)


def _clashes(
    snapshot: Snapshot, person_id: FactId, posted: list[tuple[FactId, Shift]], centre: FactId
) -> Iterator[DoubleBooking]:
    person = snapshot.get(Person, person_id)
    line = sorted(posted, key=lambda post: (post[1].start, post[1].end, post[0], post[1].department.id))
    for number, one in enumerate(line):
        for other in line[number + 1 :]:
            if other[1].start >= one[1].end:
                break
            places = {(one[0], one[1].department.id), (other[0], other[1].department.id)}
            if person is not None and len(places) == 2 and centre in {one[0], other[0]}:
                yield DoubleBooking(person, other[1].start, min(one[1].end, other[1].end), one, other)


def fairness(snapshot: Snapshot, centre: FactId, start: datetime, end: datetime, civil: CivilTime) -> list[Load]:
    """How much of a centre's shifts by rota that begin in `[start, end)` falls to each officer, by name, then id.

    Members of its rotas who serve none are listed too.
    """
    start, end = in_utc(start), in_utc(end)
    shifts = [s for s in roster(snapshot, centre, start, end, civil) if s.assigned and start <= s.start]
    people = {
        person.id: person
        for rota in snapshot.linked(Rota, "centre", centre)
        if rota.department is not None and not is_void(rota) and _overlaps(rota, civil, start, end)
        for member in snapshot.linked(RotaMember, "rota", rota.id)
        if (person := snapshot.get(Person, member.member)) is not None
    }
    people |= {person.id: person for shift in shifts for person in shift.officers}
    loads = (_load(person, [s for s in shifts if person in s.officers], civil) for person in people.values())
    return sorted(loads, key=lambda load: (load.person.name, load.person.id))


def _overlaps(rota: Rota, civil: CivilTime, start: datetime, end: datetime) -> bool:
    begins, ends = in_force(rota, civil)
    return begins < end and (ends is None or start < ends)


def _load(person: Person, shifts: list[Shift], civil: CivilTime) -> Load:
    days = {day for shift in shifts for day in _days_of(shift, civil)}
    holidays = {day for day in days if civil.calendar.is_holiday(day)}
    weekends = {day for day in days - holidays if not civil.calendar.is_worked(day)}
    hours = sum((shift.end - shift.start) / timedelta(hours=1) for shift in shifts)
    return Load(person, len(shifts), len(days), len(weekends), len(holidays), round(hours, 2))


def _days_of(shift: Shift, civil: CivilTime) -> Iterator[date]:
    """The day on which a shift begins, and those that it fills."""
    day = civil.day(shift.start)
    yield day
    while (day := day + DAY) and in_utc(midnight(day + DAY, civil.zone)) <= shift.end:
        yield day
