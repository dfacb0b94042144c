"""Who is on duty at a centre: the roster of an interval, and all that is asked of it.

A department's shifts are found by cutting the interval wherever anything that they depend on changes, and looking once
at each piece.  Instants are in UTC; whoever shows them turns them into the organisation's zone.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from graph.calendar import DAY, CivilTime
from graph.facts import (
    Absence,
    Department,
    DutyOverride,
    DutySwap,
    FactId,
    Holding,
    Person,
    Rota,
    RotaMember,
    Stationing,
)
from graph.instants import midnight
from graph.rota import Turn, in_force, is_in_force, moment, serving, turns
from graph.snapshot import Snapshot
from graph.validity import boundaries, holds_on, is_void
from graph.view import View
from graph.words import Role, StationingMode, Term
from queries.handling import seniority, stand_in_for
from queries.policy import office_on
from queries.routing import LOOKED_AHEAD, Presence

LOOK_AHEAD = tuple(timedelta(days=days) for days in (3, 14, 60, 400))
"""How far off a shift's end, and the next one, are looked for: a little, and further only if need be."""

MODE_ORDER = {mode: order for order, mode in enumerate(StationingMode)}


class Source(Term):
    """Where a shift comes from."""

    RESIDENT = "resident", "常驻"
    ON_CALL = "on_call", "随叫随到"
    ROTA = "rota", "排班"
    OVERRIDE = "override", "替班"
    SWAP = "swap", "换班"
    COVER = "cover", "代岗"


class Want(Term):
    """Why nobody is on duty."""

    NO_ROTA = "no_rota", "轮驻未排班"
    NO_SHIFT = "no_shift", "排班有空档"
    NO_OFFICER = "no_officer", "无值班员"
    AWAY = "away", "值班员缺岗、无人代"


@dataclass(frozen=True, slots=True)
class Shift:
    """A department is on duty, with these officers, from `start` until `end`.

    `source` says in words where it comes from, `sources` in codes, `facts` by which facts.  `assigned`: a rota names
    the time, so that it counts for fairness; `named`: the officers whom a rota names.  `want`: what is amiss.
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
    named: frozenset[FactId]
    want: Want | None


@dataclass(frozen=True, slots=True)
class OnDutyNow:
    """A shift going on now; `end` None: nothing recorded ends it; whom to ask next if nobody answers; what follows."""

    shift: Shift
    end: datetime | None
    escalation: tuple[Person, ...]
    next: Shift | None


# -- one department ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Served:
    """A shift of a rota with who serves it in the end, and why."""

    rota: Rota
    turn: Turn
    member: FactId
    source: Source
    fact: FactId


@dataclass(frozen=True, slots=True)
class _State:
    """What a department's duty is at an instant.  Equal states one after the other are one shift."""

    on: bool
    mode: StationingMode
    officers: tuple[Person, ...] = ()
    source: str = ""
    sources: tuple[Source, ...] = ()
    facts: tuple[FactId, ...] = ()
    response_minutes: int | None = None
    assigned: bool = False
    named: frozenset[FactId] = frozenset()
    want: Want | None = None
    turns: tuple[tuple[FactId, date], ...] = ()


class Line:
    """A department at a centre, over an interval: everything that its duty depends on, looked up once."""

    def __init__(
        self,
        snapshot: Snapshot,
        centre: FactId,
        department: Department,
        start: datetime,
        end: datetime,
        civil: CivilTime,
    ) -> None:
        self.snapshot, self.civil, self.department = snapshot, civil, department
        self.start, self.end = start, end
        found = snapshot.linked(Stationing, "department", department.id)
        self.stationings = [s for s in found if s.centre == centre and not is_void(s)]
        rotas = [rota for rota in snapshot.linked(Rota, "centre", centre) if not is_void(rota)]
        self.own = [rota for rota in rotas if rota.department == department.id]
        self.posts = sorted(
            (
                h
                for h in snapshot.linked(Holding, "of", department.id)
                if h.role == Role.DUTY_OFFICER and not is_void(h)
            ),
            key=seniority,
        )
        self.common = [rota for rota in rotas if rota.department is None]
        self.low, self.high = start, end
        self._gather()
        # A shift that is going on at an edge is seen whole, and so is whatever else is going on meanwhile.
        instants = [i for served in (*self.turns, *self.shifts) for i in (served.turn.start, served.turn.end)]
        instants += self._office_hours()
        low, high = min((start, *instants)), max((end, *instants))
        if (low, high) != (start, end):
            self.low, self.high = low, high
            self._gather()

    def _gather(self) -> None:
        self.turns = [s for rota in self.common for s in self._served(rota) if s.member == self.department.id]
        self.shifts = [served for rota in self.own for served in self._served(rota)]

    def _served(self, rota: Rota) -> Iterator[_Served]:
        members = [m for m in self.snapshot.linked(RotaMember, "rota", rota.id) if not is_void(m)]
        for turn in turns(rota, members, self.civil, self.low, self.high):
            yield _serving(self.snapshot, rota, turn)

    def pieces(self) -> Iterator[tuple[datetime, datetime, _State]]:
        """The interval, widened to whole shifts, piece by piece as long as the state is the same."""
        begun: datetime | None = None
        state: _State | None = None
        for low, high in pairwise(sorted(self._cuts())):
            here = self._at(low)
            if begun is not None and state is not None and here != state:
                yield begun, low, state
                begun = None
            if begun is None:
                begun, state = low, here
            last = high
        if begun is not None and state is not None:
            yield begun, last, state

    def _cuts(self) -> set[datetime]:
        instants = {i for served in (*self.turns, *self.shifts) for i in (served.turn.start, served.turn.end)}
        instants |= {self.low, self.high, *self._office_hours()}
        instants |= {i for rota in self.own for i in in_force(rota, self.civil) if i is not None}
        people = {h.person for h in self.posts} | {served.member for served in self.shifts}
        dated = [*self.stationings, *self.posts, *self._absences(people)]
        instants |= {in_utc(midnight(day, self.civil.zone)) for day in boundaries(dated)}
        return {instant for instant in instants if self.low <= instant <= self.high}

    def _office_hours(self) -> Iterator[datetime]:
        """When office hours begin and end on the days of the interval, if the department is ever resident."""
        day, last = self.civil.day(self.start), self.civil.day(self.end)
        while day <= last and any(s.mode == StationingMode.RESIDENT for s in self.stationings):
            yield from self._office(day) or ()
            day += DAY

    def _office(self, day: date) -> tuple[datetime, datetime] | None:
        """From when to when offices are open on a day, by the policy in force; None: it is off."""
        if not self.civil.calendar.is_worked(day):
            return None
        office = office_on(View(self.snapshot, day))
        return moment(self.civil, day, office.opens), moment(self.civil, day, office.closes)

    def _absences(self, people: set[FactId]) -> Iterator[Absence]:
        """The absences of these people, and of whoever stands in for them, and so on."""
        waiting, seen = list(people), set(people)
        while waiting:
            for absence in self.snapshot.linked(Absence, "person", waiting.pop()):
                yield absence
                if absence.cover is not None and absence.cover not in seen:
                    seen.add(absence.cover)
                    waiting.append(absence.cover)

    def _at(self, instant: datetime) -> _State:
        day = self.civil.day(instant)
        stationing = next((s for s in self.stationings if holds_on(s, day)), None)
        on_turn = [s for s in self.turns if s.turn.start <= instant < s.turn.end]
        mode = StationingMode.ROTATING if stationing is None else stationing.mode
        if stationing is None and not on_turn:
            return _State(on=False, mode=mode)
        on_shift = [s for s in self.shifts if s.turn.start <= instant < s.turn.end]
        ruled = bool(on_shift) or any(is_in_force(rota, self.civil, instant) for rota in self.own)
        expected = bool(on_turn)
        if mode == StationingMode.ON_CALL:
            expected = True
        elif mode == StationingMode.RESIDENT:
            office = self._office(day)
            expected = office is not None and office[0] <= instant < office[1]
        if not (expected or (on_shift and mode != StationingMode.ROTATING)):
            return _State(on=False, mode=mode)
        if ruled and not on_shift:
            return _state(mode, on_turn, on=mode == StationingMode.ROTATING, want=Want.NO_SHIFT)
        state = _state(mode, [*on_turn, *on_shift])
        state = self._manned(state, day, [served.member for served in on_shift]) if ruled else self._pooled(state, day)
        if not state.sources:
            plain = Source.ON_CALL if mode == StationingMode.ON_CALL else Source.RESIDENT
            state = replace(state, source=f"{plain.zh} / {plain.label}", sources=(plain,))
        if stationing is not None:
            state = replace(state, response_minutes=stationing.response_minutes, facts=(stationing.id, *state.facts))
        return state

    def _manned(self, state: _State, day: date, members: list[FactId]) -> _State:
        """The officers whom a rota names, or those who stand in for them."""
        view = View(self.snapshot, day)
        officers: list[Person] = []
        for member in members:
            person, absence = view.person(member), view.absence(member)
            stand_in = person if absence is None else stand_in_for(view, absence, frozenset())
            if person is not None and absence is not None and stand_in is not None:
                state = replace(
                    state,
                    source=f"{state.source}；代岗 / cover {stand_in.name}（{person.name}{absence.kind.zh}）",
                    sources=(*state.sources, Source.COVER),
                    facts=(*state.facts, absence.id),
                )
            if stand_in is None:
                state = replace(state, want=Want.AWAY)
            elif stand_in not in officers:
                officers.append(stand_in)
        named = frozenset(person.id for person in officers)
        return replace(state, officers=tuple(officers), named=named)

    def _pooled(self, state: _State, day: date) -> _State:
        """Every duty officer of the department who is present, or their stand-ins, in the order to ask them."""
        officers, want = _pool(View(self.snapshot, day), self.posts)
        return replace(state, officers=officers, want=want)


def _pool(view: View, posts: list[Holding]) -> tuple[tuple[Person, ...], Want | None]:
    officers: list[Person] = []
    posts = [post for post in posts if holds_on(post, view.day)]
    for post in posts:
        absence = view.absence(post.person)
        person = view.person(post.person) if absence is None else stand_in_for(view, absence, frozenset())
        if person is not None and person not in officers:
            officers.append(person)
    if officers:
        return tuple(officers), None
    return (), Want.AWAY if posts else Want.NO_OFFICER


def _state(mode: StationingMode, served: list[_Served], *, on: bool = True, want: Want | None = None) -> _State:
    """Somebody is on duty by these shifts of rotas, told in words."""
    return _State(
        on=on,
        mode=mode,
        source="；".join(f"{s.source.zh} / {s.source.label} {s.rota.name}" for s in served),
        sources=tuple(dict.fromkeys(s.source for s in served)),
        facts=tuple(dict.fromkeys(fact for s in served for fact in (s.rota.id, s.fact))),
        assigned=bool(served),
        want=want,
        turns=tuple((s.rota.id, s.turn.day) for s in served),
    )


def _serving(snapshot: Snapshot, rota: Rota, turn: Turn) -> _Served:
    member, fact = serving(snapshot, rota, turn)
    match fact:
        case DutyOverride():
            return _Served(rota, turn, member, Source.OVERRIDE, fact.id)
        case DutySwap():
            return _Served(rota, turn, member, Source.SWAP, fact.id)
    return _Served(rota, turn, member, Source.ROTA, rota.id)


def in_utc(instant: datetime) -> datetime:
    """The instant in UTC, where instants compare and differ as they should."""
    return instant.astimezone(UTC)


def department_roster(
    snapshot: Snapshot, centre: FactId, department: Department, start: datetime, end: datetime, civil: CivilTime
) -> list[Shift]:
    """The shifts of one department at a centre that are going on at some instant of `[start, end)`, by start.

    A shift has its own start and end, even outside the interval; one that no rota and no office hours bound is cut to
    the interval.  One with `want` has nobody, or not everybody, there.
    """
    start, end = in_utc(start), in_utc(end)
    line = Line(snapshot, centre, department, start, end, civil)
    return [
        _shift(department, low, high, state, start, end)
        for low, high, state in line.pieces()
        if state.on and low < end and start < high
    ]


def _shift(
    department: Department, low: datetime, high: datetime, state: _State, start: datetime, end: datetime
) -> Shift:
    open_ended = state.mode == StationingMode.ON_CALL and not state.turns
    return Shift(
        department=department,
        mode=state.mode,
        officers=state.officers,
        start=max(low, start) if open_ended else low,
        end=min(high, end) if open_ended else high,
        source=state.source,
        sources=state.sources,
        facts=state.facts,
        response_minutes=state.response_minutes,
        assigned=state.assigned,
        named=state.named,
        want=state.want,
    )


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


def places_of(snapshot: Snapshot, person: FactId) -> Iterator[tuple[FactId, FactId]]:
    """The centres and departments where rotas may put somebody on duty, or somebody whom they stand in for."""
    away = (absence.person for absence in snapshot.linked(Absence, "cover", person))
    for somebody in (person, *away):
        taken = [member.rota for member in snapshot.linked(RotaMember, "member", somebody)]
        taken += [override.rota for override in snapshot.linked(DutyOverride, "member", somebody)]
        for rota_id in taken:
            rota = snapshot.get(Rota, rota_id)
            if rota is not None and rota.department is not None and not is_void(rota):
                yield rota.centre, rota.department


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
