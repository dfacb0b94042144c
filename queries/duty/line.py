"""The duty of one department at a centre, piece by piece: the one source of all that is said of who serves.

An interval is cut wherever anything changes on which the duty depends, and each piece is looked at once.  Instants are
in UTC; whoever shows them turns them into the organisation's zone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import pairwise

from graph.duty.rota import Turn, in_force, is_in_force, moment, serving, turns
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
from graph.messages import clauses, say
from graph.snapshot import Snapshot
from graph.time.calendar import DAY, CivilTime
from graph.time.instants import midnight
from graph.time.validity import boundaries, holds_on, is_void
from graph.view import View
from graph.words import Role, StationingMode, Term
from queries.cases.policy import office_on
from queries.places.handling import seniority, stand_in_for


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


UNITS_TURN, UNITS_PIECE, UNITS_SEEN, UNITS_DAY = 4, 8, 0.06, 4
"""What it costs to lay out a turn, to look at a piece of an interval and at each turn there, and to open an office."""


@dataclass(frozen=True, slots=True)
class Served:
    """Somebody serves a turn of a rota in the end, whoever's turn it is.

    `named`: a rota of officers names them, or whom they stand in for; else it is their department's turn.
    """

    rota: FactId
    turn: Turn
    person: Person
    named: bool


@dataclass(frozen=True, slots=True)
class State:
    """What a department's duty is at an instant.  Equal states one after the other are one shift."""

    on: bool
    mode: StationingMode
    officers: tuple[Person, ...] = ()
    source: str = ""
    sources: tuple[Source, ...] = ()
    facts: tuple[FactId, ...] = ()
    response_minutes: int | None = None
    want: Want | None = None
    turns: tuple[tuple[FactId, date], ...] = ()
    served: tuple[Served, ...] = ()


@dataclass(frozen=True, slots=True)
class Assigned:
    """A turn of a rota with the member who is to serve it, absences aside, and why."""

    rota: Rota
    turn: Turn
    member: FactId
    source: Source
    fact: FactId


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
        instants = [i for assigned in (*self.turns, *self.shifts) for i in (assigned.turn.start, assigned.turn.end)]
        instants += self._office_hours()
        low, high = min((start, *instants)), max((end, *instants))
        if (low, high) != (start, end):
            self.low, self.high = low, high
            self._gather()

    def _gather(self) -> None:
        self.turns = [s for rota in self.common for s in self._assigned(rota) if s.member == self.department.id]
        self.shifts = [assigned for rota in self.own for assigned in self._assigned(rota)]

    def _assigned(self, rota: Rota) -> Iterator[Assigned]:
        members = [m for m in self.snapshot.linked(RotaMember, "rota", rota.id) if not is_void(m)]
        for turn in turns(rota, members, self.civil, self.low, self.high):
            self.snapshot.meter.spend(UNITS_TURN)
            yield _assigned(self.snapshot, rota, turn)

    def pieces(self) -> Iterator[tuple[datetime, datetime, State]]:
        """The interval, widened to whole shifts, piece by piece as long as the state is the same."""
        begun: datetime | None = None
        state: State | None = None
        units = UNITS_PIECE + UNITS_SEEN * (len(self.turns) + len(self.shifts))
        for low, high in pairwise(sorted(self._cuts())):
            self.snapshot.meter.spend(units)
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
        instants = {i for assigned in (*self.turns, *self.shifts) for i in (assigned.turn.start, assigned.turn.end)}
        instants |= {self.low, self.high, *self._office_hours()}
        instants |= {i for rota in self.own for i in in_force(rota, self.civil) if i is not None}
        people = {h.person for h in self.posts} | {assigned.member for assigned in self.shifts}
        dated = [*self.stationings, *self.posts, *absences_around(self.snapshot, people)]
        instants |= {in_utc(midnight(day, self.civil.zone)) for day in boundaries(dated)}
        return {instant for instant in instants if self.low <= instant <= self.high}

    def _office_hours(self) -> Iterator[datetime]:
        """When office hours begin and end on the days of the interval, if the department is ever resident."""
        day, last = self.civil.day(self.low), self.civil.day(self.high)
        while day <= last and any(s.mode == StationingMode.RESIDENT for s in self.stationings):
            self.snapshot.meter.spend(UNITS_DAY)
            yield from self._office(day) or ()
            day += DAY

    def _office(self, day: date) -> tuple[datetime, datetime] | None:
        """From when to when offices are open on a day, by the policy in force; None: it is off."""
        if not self.civil.calendar.is_worked(day):
            return None
        office = office_on(View(self.snapshot, day))
        return moment(self.civil, day, office.opens), moment(self.civil, day, office.closes)

    def _at(self, instant: datetime) -> State:
        day = self.civil.day(instant)
        stationing = next((s for s in self.stationings if holds_on(s, day)), None)
        on_turn = [s for s in self.turns if s.turn.start <= instant < s.turn.end]
        mode = StationingMode.ROTATING if stationing is None else stationing.mode
        if stationing is None and not on_turn:
            return State(on=False, mode=mode)
        on_shift = [s for s in self.shifts if s.turn.start <= instant < s.turn.end]
        ruled = bool(on_shift) or any(is_in_force(rota, self.civil, instant) for rota in self.own)
        expected = bool(on_turn)
        if mode == StationingMode.ON_CALL:
            expected = True
        elif mode == StationingMode.RESIDENT:
            office = self._office(day)
            expected = office is not None and office[0] <= instant < office[1]
        if not (expected or (on_shift and mode != StationingMode.ROTATING)):
            return State(on=False, mode=mode)
        if ruled and not on_shift:
            return _state(mode, on_turn, on=mode == StationingMode.ROTATING, want=Want.NO_SHIFT)
        state = _state(mode, [*on_turn, *on_shift])
        state = self._manned(state, day, on_shift) if ruled else self._pooled(state, day, on_turn)
        if not state.sources:
            plain = Source.ON_CALL if mode == StationingMode.ON_CALL else Source.RESIDENT
            state = replace(state, source=say("source-word", source=plain), sources=(plain,))
        if stationing is not None:
            state = replace(state, response_minutes=stationing.response_minutes, facts=(stationing.id, *state.facts))
        return state

    def _manned(self, state: State, day: date, on_shift: list[Assigned]) -> State:
        """The officers whom a rota names, or those who stand in for them."""
        view = View(self.snapshot, day)
        served: list[Served] = []
        for assigned in on_shift:
            person, absence = view.person(assigned.member), view.absence(assigned.member)
            stand_in = person if absence is None else stand_in_for(view, absence, frozenset())
            if person is not None and absence is not None and stand_in is not None:
                state = replace(
                    state,
                    source=say(
                        "duty-covered",
                        source=state.source,
                        stand_in=stand_in.name,
                        person=person.name,
                        kind=absence.kind,
                    ),
                    sources=(*state.sources, Source.COVER),
                    facts=(*state.facts, absence.id),
                )
            if stand_in is None:
                state = replace(state, want=Want.AWAY)
            else:
                served.append(Served(assigned.rota.id, assigned.turn, stand_in, named=True))
        return replace(state, officers=tuple(dict.fromkeys(s.person for s in served)), served=tuple(served))

    def _pooled(self, state: State, day: date, on_turn: list[Assigned]) -> State:
        """Every duty officer of the department who is present, or their stand-ins, in the order to ask them."""
        officers, want = _pool(View(self.snapshot, day), self.posts)
        served = (Served(a.rota.id, a.turn, person, named=False) for a in on_turn for person in officers)
        return replace(state, officers=officers, want=want, served=tuple(served))


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


def _state(mode: StationingMode, assigned: list[Assigned], *, on: bool = True, want: Want | None = None) -> State:
    """Somebody is on duty by these turns of rotas, told in words."""
    return State(
        on=on,
        mode=mode,
        source=clauses(say("source-and-rota", source=s.source, rota=s.rota.name) for s in assigned),
        sources=tuple(dict.fromkeys(s.source for s in assigned)),
        facts=tuple(dict.fromkeys(fact for s in assigned for fact in (s.rota.id, s.fact))),
        want=want,
        turns=tuple((s.rota.id, s.turn.day) for s in assigned),
    )


def _assigned(snapshot: Snapshot, rota: Rota, turn: Turn) -> Assigned:
    member, fact = serving(snapshot, rota, turn)
    match fact:
        case DutyOverride():
            return Assigned(rota, turn, member, Source.OVERRIDE, fact.id)
        case DutySwap():
            return Assigned(rota, turn, member, Source.SWAP, fact.id)
    return Assigned(rota, turn, member, Source.ROTA, rota.id)


# -- stand-ins ---------------------------------------------------------------------------------------------------------


def absences_around(snapshot: Snapshot, people: Iterable[FactId]) -> Iterator[Absence]:
    """The absences of these people, and of whoever stands in for them, and so on, whatever their dates."""
    waiting = list(dict.fromkeys(people))
    seen = set(waiting)
    while waiting:
        for absence in snapshot.linked(Absence, "person", waiting.pop()):
            yield absence
            if absence.cover is not None and absence.cover not in seen:
                seen.add(absence.cover)
                waiting.append(absence.cover)


def stand_ins_of(snapshot: Snapshot, people: Iterable[FactId]) -> set[FactId]:
    """These people, and everybody who may ever stand in for them: also for one who stands in, and so on."""
    known = set(people)
    return known | {a.cover for a in absences_around(snapshot, known) if a.cover is not None}


def stood_in_for(snapshot: Snapshot, person: FactId) -> set[FactId]:
    """Somebody, and everybody for whom they may ever stand in: also for one who stands in, and so on."""
    waiting, seen = [person], {person}
    while waiting:
        for absence in snapshot.linked(Absence, "cover", waiting.pop()):
            if absence.person not in seen:
                seen.add(absence.person)
                waiting.append(absence.person)
    return seen


def in_utc(instant: datetime) -> datetime:
    """The instant in UTC, where instants compare and differ as they should."""
    return instant.astimezone(UTC)
