"""Who is on duty at a centre: the roster of an interval, and all that is asked of it.

Everything here is said of the shifts of `queries/duty/line.py`, so that no two answers can differ.  Instants are in
UTC; whoever shows them turns them into the organisation's zone.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from graph.duty.rota import Turn, is_in_force
from graph.facts import Department, DutyOverride, FactId, Holding, Person, Rota, RotaMember, Stationing
from graph.messages import Message
from graph.snapshot import Snapshot
from graph.time.calendar import CivilTime, not_known
from graph.time.validity import is_void
from graph.view import View
from graph.words import DutyDays, Role, StationingMode
from queries.cases.routing import LOOKED_AHEAD, Presence
from queries.duty.line import Line, Served, Source, State, Want, in_utc, stood_in_for
from queries.places.handling import seniority, stand_in_for

LOOK_AHEAD = tuple(timedelta(days=days) for days in (3, 14, 60, 400))
"""How far off a shift's end, and the next one, are looked for: a little, and further only if need be."""

MODE_ORDER = {mode: order for order, mode in enumerate(StationingMode)}


@dataclass(frozen=True, slots=True)
class Shift:
    """A department is on duty, with these officers, from `start` until `end`.

    `source` says in words where it comes from, `sources` in codes, `facts` by which facts.  `served`: which turns of
    rotas the officers serve; a turn may be cut into several shifts, where somebody comes or goes.  `assigned`: a rota
    names the time.  `want`: what is amiss.
    """

    department: Department
    mode: StationingMode
    officers: tuple[Person, ...]
    start: datetime
    end: datetime
    source: str
    sources: tuple[Source, ...]
    facts: tuple[FactId, ...]
    response_minutes: int | None
    assigned: bool
    served: tuple[Served, ...]
    want: Want | None

    @property
    def named(self) -> frozenset[FactId]:
        """The officers whom a rota names, or who stand in for those."""
        return frozenset(served.person.id for served in self.served if served.named)


@dataclass(frozen=True, slots=True)
class Stint:
    """An officer serves a turn of a rota without a break: the whole of it, or a part.  `shift`: the first of it."""

    department: Department
    rota: FactId
    turn: Turn
    person: Person
    named: bool
    start: datetime
    end: datetime
    shift: Shift


@dataclass(frozen=True, slots=True)
class OnDutyNow:
    """A shift going on now; `end` None: nothing recorded ends it; whom to ask next if nobody answers; what follows."""

    shift: Shift
    end: datetime | None
    escalation: tuple[Person, ...]
    next: Shift | None


def department_roster(
    snapshot: Snapshot, centre: FactId, department: Department, start: datetime, end: datetime, civil: CivilTime
) -> list[Shift]:
    """The shifts of one department at a centre that are going on at some instant of `[start, end)`, by start.

    A shift has its own start and end, even outside the interval; one that no rota and no office hours bound is cut to
    the interval.  One with `want` has nobody, or not everybody, there.
    """
    start, end = in_utc(start), in_utc(end)
    around = shifts_around(snapshot, centre, department, start, end, civil)
    return [_within(shift, start, end) for shift in around if shift.start < end and start < shift.end]


def shifts_around(
    snapshot: Snapshot, centre: FactId, department: Department, start: datetime, end: datetime, civil: CivilTime
) -> list[Shift]:
    """As `department_roster`, with all other shifts of the turns that are going on in the interval, and nothing cut.

    So of each of these turns every stint is there, to its end.
    """
    line = Line(snapshot, centre, department, in_utc(start), in_utc(end), civil)
    return [_shift(department, low, high, state) for low, high, state in line.pieces() if state.on]


def _shift(department: Department, low: datetime, high: datetime, state: State) -> Shift:
    return Shift(
        department=department,
        mode=state.mode,
        officers=state.officers,
        start=low,
        end=high,
        source=state.source,
        sources=state.sources,
        facts=state.facts,
        response_minutes=state.response_minutes,
        assigned=bool(state.turns),
        served=state.served,
        want=state.want,
    )


def calendar_note(snapshot: Snapshot, shift: Shift, civil: CivilTime) -> Message | None:
    """That a shift rests on days off that are not known yet; None: they are known, or do not matter to it."""
    rotas = [rota for fact in shift.facts if (rota := snapshot.get(Rota, fact)) is not None]
    decides = Source.RESIDENT in shift.sources or any(rota.days != DutyDays.EVERY_DAY for rota in rotas)
    years = civil.calendar.unknown_years(civil.day(shift.start), civil.day(shift.end)) if decides else ()
    return not_known(years) if years else None


def _within(shift: Shift, start: datetime, end: datetime) -> Shift:
    """The shift; cut to the interval if neither a rota nor office hours bound it."""
    if shift.mode != StationingMode.ON_CALL or shift.assigned:
        return shift
    return replace(shift, start=max(shift.start, start), end=min(shift.end, end))


def stints(shifts: Iterable[Shift]) -> list[Stint]:
    """Who serves which turns from when to when, by a department's shifts in their order: by start."""
    going: dict[tuple[FactId, date, FactId], Stint] = {}
    found: list[Stint] = []
    for shift in shifts:
        for one in shift.served:
            key = (one.rota, one.turn.day, one.person.id)
            before = going.get(key)
            if before is not None and before.end == shift.start:
                going[key] = replace(before, end=shift.end)
                continue
            if before is not None:
                found.append(before)
            going[key] = Stint(
                shift.department, one.rota, one.turn, one.person, one.named, shift.start, shift.end, shift
            )
    return sorted((*found, *going.values()), key=lambda stint: (stint.start, stint.end))


# -- a centre ----------------------------------------------------------------------------------------------------------


def departments_at(snapshot: Snapshot, centre: FactId) -> list[Department]:
    """Every department that was, is or will be stationed at a centre or takes turns there: by mode, then by start."""
    order: dict[FactId, tuple[int, date, FactId]] = {}
    for stationing in snapshot.linked(Stationing, "centre", centre):
        if not is_void(stationing):
            key = (MODE_ORDER[stationing.mode], stationing.start, stationing.department)
            order[stationing.department] = min(order.get(stationing.department, key), key)
    for rota in snapshot.linked(Rota, "centre", centre):
        for member in people_of(snapshot, rota) if rota.department is None else ():
            order.setdefault(member, (MODE_ORDER[StationingMode.ROTATING], rota.start, member))
    found = (snapshot.get(Department, department) for department in sorted(order, key=lambda d: order[d]))
    return [department for department in found if department is not None]


def people_of(snapshot: Snapshot, rota: Rota) -> Iterator[FactId]:
    """Everybody whom a rota may put on duty: its members, and those of its overrides."""
    yield from (m.member for m in snapshot.linked(RotaMember, "rota", rota.id) if not is_void(m))
    yield from (o.member for o in snapshot.linked(DutyOverride, "rota", rota.id) if not is_void(o))


def rotas_naming(snapshot: Snapshot, member: FactId) -> list[Rota]:
    """The rotas that may put a department or an officer on duty: as a member, or by an override."""
    taken = [m.rota for m in snapshot.linked(RotaMember, "member", member) if not is_void(m)]
    taken += [o.rota for o in snapshot.linked(DutyOverride, "member", member) if not is_void(o)]
    rotas = (snapshot.get(Rota, rota) for rota in dict.fromkeys(taken))
    return [rota for rota in rotas if rota is not None and not is_void(rota)]


def places_named(snapshot: Snapshot, person: FactId) -> set[tuple[FactId, FactId]]:
    """The centres and departments where rotas may name somebody, or somebody for whom they may ever stand in."""
    served = (rota for who in stood_in_for(snapshot, person) for rota in rotas_naming(snapshot, who))
    return {(rota.centre, rota.department) for rota in served if rota.department is not None}


def places_of(snapshot: Snapshot, person: FactId) -> set[tuple[FactId, FactId]]:
    """The centres and departments where somebody may ever be on duty, for whomever: by a rota, or by a post."""
    posts = (post for who in stood_in_for(snapshot, person) for post in snapshot.linked(Holding, "person", who))
    departments = {post.of for post in posts if post.role == Role.DUTY_OFFICER}
    pooled = ((centre, department) for department in departments for centre in centres_of(snapshot, department))
    return places_named(snapshot, person).union(pooled)


def centres_of(snapshot: Snapshot, department: FactId) -> set[FactId]:
    """The centres where a department may ever be on duty: where it is stationed or takes turns."""
    stationed = (s.centre for s in snapshot.linked(Stationing, "department", department))
    return {*stationed, *(rota.centre for rota in rotas_naming(snapshot, department))}


def roster(snapshot: Snapshot, centre: FactId, start: datetime, end: datetime, civil: CivilTime) -> list[Shift]:
    """All shifts at a centre that are going on at some instant of `[start, end)`: by start, then as departments are."""
    found = [
        shift
        for department in departments_at(snapshot, centre)
        for shift in department_roster(snapshot, centre, department, start, end, civil)
    ]
    return sorted(found, key=lambda shift: shift.start)


def on_duty(snapshot: Snapshot, centre: FactId, at: datetime, civil: CivilTime) -> list[OnDutyNow]:
    """Who is on duty at a centre at an instant, and what comes after: residents, rotating ones, those on call."""
    at = in_utc(at)
    found: list[OnDutyNow] = []
    departments = departments_at(snapshot, centre)
    for department in departments:

        def alone(start: datetime, end: datetime, department: Department = department) -> list[Shift]:
            return department_roster(snapshot, centre, department, start, end, civil)

        def rotating(start: datetime, end: datetime) -> list[Shift]:
            shifts = (s for d in departments for s in department_roster(snapshot, centre, d, start, end, civil))
            return sorted((s for s in shifts if s.mode == StationingMode.ROTATING), key=lambda s: s.start)

        shift, end = _now(alone, at)
        if shift is None:
            continue
        line = rotating if shift.mode == StationingMode.ROTATING else alone
        following = None if end is None else _following(line, end)
        found.append(OnDutyNow(shift, end, _escalation(snapshot, centre, shift, at, civil), following))
    return found


def _now(line: Callable[[datetime, datetime], list[Shift]], at: datetime) -> tuple[Shift | None, datetime | None]:
    """The shift of a line that is going on, and when it ends; None: not within the time looked ahead."""
    shift: Shift | None = None
    for ahead in LOOK_AHEAD:
        limit = at + ahead
        shift = next((s for s in line(at, limit) if s.start <= at < s.end), None)
        if shift is None or shift.end != limit:
            return shift, None if shift is None else shift.end
    return shift, None


def next_change(snapshot: Snapshot, centre: FactId, at: datetime, civil: CivilTime) -> datetime | None:
    """The first instant after `at` at which a shift begins or ends at a centre; None: none does that is looked for."""
    at = in_utc(at)
    for ahead in LOOK_AHEAD:
        limit = at + ahead
        instants = (i for shift in roster(snapshot, centre, at, limit, civil) for i in (shift.start, shift.end))
        found = min((instant for instant in instants if at < instant < limit), default=None)
        if found is not None:
            return _local(found, civil)
    return None


def _following(
    line: Callable[[datetime, datetime], list[Shift]], after: datetime, far: Sequence[timedelta] = LOOK_AHEAD
) -> Shift | None:
    """The first shift of a line that begins at `after` or later."""
    for ahead in far:
        found = next((shift for shift in line(after, after + ahead) if shift.start >= after), None)
        if found is not None:
            return found
    return None


def _escalation(snapshot: Snapshot, centre: FactId, shift: Shift, at: datetime, civil: CivilTime) -> tuple[Person, ...]:
    """Whom to ask after the first officer: the others on duty, those whose turns follow, the rest, the director.

    Only people who are present, or their stand-ins.
    """
    day = civil.day(at)
    view = View(snapshot, day)
    asked: list[FactId] = [person.id for person in shift.officers]
    for rota in snapshot.linked(Rota, "centre", centre):
        if rota.department == shift.department.id and not is_void(rota) and is_in_force(rota, civil, at):
            members = (m for m in snapshot.linked(RotaMember, "rota", rota.id) if not is_void(m))
            line = sorted(members, key=lambda member: member.order)
            place = next((n for n, m in enumerate(line) if m.member in shift.named), -1) + 1
            asked += [member.member for member in (*line[place:], *line[:place])]
    posts = [h for h in view.holdings_of(shift.department.id) if h.role == Role.DUTY_OFFICER]
    directors = [h for h in view.holdings_of(centre) if h.role == Role.CENTRE_DIRECTOR]
    asked += [h.person for h in (*sorted(posts, key=seniority), *sorted(directors, key=seniority))]
    people: dict[FactId, Person] = {}
    for person_id in asked:
        absence = view.absence(person_id)
        person = view.person(person_id) if absence is None else stand_in_for(view, absence, frozenset())
        if person is not None:
            people.setdefault(person.id, person)
    return tuple(list(people.values())[1:]) if shift.officers else tuple(people.values())


def presence(snapshot: Snapshot, stationing: Stationing, at: datetime, civil: CivilTime) -> Presence:
    """Who of a stationed department is on duty, for those who route cases to it; and if nobody is, who will be next."""
    department = snapshot.get(Department, stationing.department)
    if department is None:
        return Presence(())

    def line(start: datetime, end: datetime) -> list[Shift]:
        found = department_roster(snapshot, stationing.centre, department, start, end, civil)
        return [shift for shift in found if shift.officers]

    at = in_utc(at)
    shift, end = _now(line, at)
    if shift is not None:
        return Presence(shift.officers, _local(end, civil))
    following = _following(line, at, (LOOK_AHEAD[0], LOOK_AHEAD[1], LOOKED_AHEAD))
    if following is None:
        return Presence(())
    return Presence((), None, _local(following.start, civil), following.officers)


def _local(instant: datetime | None, civil: CivilTime) -> datetime | None:
    return None if instant is None else instant.astimezone(civil.zone)
