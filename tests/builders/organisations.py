"""Organisations for tests: a builder with the verbs of the field, and random ones that keep every rule.

`Builder` says plainly what is meant and checks nothing, so that a test can also say what is wrong:

    town = Builder()
    street = town.unit(UnitKind.STREET)
    village = town.unit(UnitKind.VILLAGE, street)
    town.appoint(town.person(), Role.VILLAGE_PARTY_SECRETARY, village)
    organisation = town.organisation()

`random_organisation(seed)` gives the same organisation for the same seed, whatever the machine: a history of changes
that begin, rename, move, reshape, split, merge, close, appoint, cover, correct and annul, at dates that often collide.
It asks a builder only for what is allowed, by a bookkeeping of its own that shares no code with the rules of the core.
`organisations()` is the same as a hypothesis strategy; it shrinks towards few villages and few changes.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, partial
from itertools import pairwise
from typing import Any, TypeVar

import shapely
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from graph.apply import apply
from graph.change import Change, End, Operation, Put, Recorded
from graph.defaults import default_settings
from graph.facts import (
    Absence,
    Appraisal,
    Boundary,
    Centre,
    CodeTemplate,
    Committee,
    Department,
    DepartmentAppraisal,
    DutyOverride,
    DutySwap,
    Fact,
    FactId,
    Holding,
    LadderRung,
    MediationResult,
    PartOf,
    Person,
    Policy,
    RewardRate,
    Room,
    Rota,
    RotaMember,
    StaffingRule,
    Stationing,
    Succession,
    Unit,
    UnitState,
    WorkerRecord,
)
from graph.snapshot import Snapshot
from graph.step import Step
from graph.view import View
from graph.words import (
    AbsenceKind,
    AppraisalPeriod,
    Complexity,
    DutyDays,
    Gender,
    GridType,
    Indicator,
    PartyStage,
    Rank,
    Role,
    RoomKind,
    Setting,
    StationingMode,
    UnitKind,
)

F = TypeVar("F", bound=Fact)
T = TypeVar("T")
Ref = Fact | FactId
Span = tuple[date, date | None]
Verb = Callable[[], None]

DAY = timedelta(days=1)
FIRST = date(2025, 1, 1)
LAST = date(2025, 12, 31)
DAYS: tuple[date, ...] = tuple(
    sorted(
        {date(2025, month, 1) for month in range(1, 13)}
        | {date(2025, 6, 30), date(2025, 7, 2), date(2025, 7, 3), date(2025, 10, 8), LAST}
    )
)
"""The days on which things happen: so few that they collide, some of them neighbours."""

PARENTS: dict[UnitKind, tuple[UnitKind, ...]] = {
    UnitKind.PROVINCE: (),
    UnitKind.CITY: (UnitKind.PROVINCE,),
    UnitKind.COUNTY: (UnitKind.CITY, UnitKind.PROVINCE),
    UnitKind.STREET: (UnitKind.COUNTY, UnitKind.CITY),
    UnitKind.MANAGEMENT_AREA: (UnitKind.STREET,),
    UnitKind.VILLAGE: (UnitKind.MANAGEMENT_AREA, UnitKind.STREET),
    UnitKind.GRID: (UnitKind.VILLAGE,),
    UnitKind.MICRO_GRID: (UnitKind.GRID,),
}
PLACED = frozenset({UnitKind.MANAGEMENT_AREA, UnitKind.VILLAGE, UnitKind.GRID, UnitKind.MICRO_GRID})
POSTS: dict[UnitKind, tuple[Role, ...]] = {
    UnitKind.STREET: (Role.POLITICAL_LEGAL_COMMISSIONER, Role.EXPERT, Role.MEDIATOR),
    UnitKind.MANAGEMENT_AREA: (Role.MANAGEMENT_AREA_SECRETARY, Role.EXPERT, Role.MEDIATOR),
    UnitKind.VILLAGE: (Role.VILLAGE_PARTY_SECRETARY, Role.MEDIATOR, Role.INSTRUCTOR, Role.EXPERT),
    UnitKind.GRID: (
        Role.GRID_CHIEF,
        Role.FULL_TIME_WORKER,
        Role.PART_TIME_WORKER,
        Role.INSTRUCTOR,
        Role.ASSISTANT,
        Role.MEDIATOR,
    ),
    UnitKind.MICRO_GRID: (
        Role.ASSISTANT,
        Role.GRID_CHIEF,
        Role.FULL_TIME_WORKER,
        Role.PART_TIME_WORKER,
        Role.INSTRUCTOR,
    ),
}
OTHER_POSTS: dict[type[Fact], tuple[Role, ...]] = {
    Centre: (Role.CENTRE_DIRECTOR, Role.DUTY_OFFICER, Role.MEDIATOR, Role.EXPERT),
    Committee: (Role.COMMITTEE_CHAIR, Role.MEDIATOR, Role.EXPERT),
    Department: (Role.DUTY_OFFICER, Role.EXPERT),
}
CENTRE_KINDS = (
    UnitKind.PROVINCE,
    UnitKind.CITY,
    UnitKind.COUNTY,
    UnitKind.STREET,
    UnitKind.MANAGEMENT_AREA,
    UnitKind.VILLAGE,
)
"""What may belong where, said again and not imported: a second opinion on the lists of the core."""

DIGITS = {
    UnitKind.PROVINCE: 2,
    UnitKind.CITY: 4,
    UnitKind.COUNTY: 6,
    UnitKind.STREET: 9,
    UnitKind.VILLAGE: 12,
    UnitKind.GRID: 15,
    UnitKind.MICRO_GRID: 18,
}
HERE = "370923001"
WEST, SOUTH = 116.4, 35.9
VILLAGE_SIDE = 0.027
"""Degrees.  A village is a square of 3 x 3 grids, a grid one of 3 x 3 micro-grids: 0.009 and 0.003 degrees."""

RULES = ("FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "FREQ=MONTHLY;BYMONTHDAY=1,-1")
"""How rotas recur."""

LAWS = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""How hard a law is tried: on random organisations, each of which takes some milliseconds to make."""


# -- what comes out --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, repr=False)
class Organisation:
    """A history of changes and what it leads to."""

    changes: tuple[Change, ...]
    title: str = "an organisation"

    def __repr__(self) -> str:
        return self.title

    @cached_property
    def snapshots(self) -> tuple[Snapshot, ...]:
        """The empty snapshot and the one after each change: `snapshots[n]` is revision n."""
        return (self.beginning, *(step.after for step in self.steps))

    @cached_property
    def beginning(self) -> Snapshot:
        """Nothing yet."""
        return Snapshot.empty()

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """What each change did."""
        found, reached = list[Step](), self.beginning
        for change in self.changes:
            found.append(apply(reached, change.operations))
            reached = found[-1].after
        return tuple(found)

    @cached_property
    def recorded(self) -> tuple[Recorded, ...]:
        """The changes as the record keeps them, each with the facts that it replaced."""
        return tuple(
            Recorded(revision=step.after.revision, change=change, was=step.was)
            for change, step in zip(self.changes, self.steps, strict=True)
        )

    def snapshot(self) -> Snapshot:
        """The snapshot after all changes, each of them checked against the rules."""
        return self.snapshots[-1]

    def view(self, day: date) -> View:
        """The last snapshot, seen from a day."""
        return View(self.snapshot(), day)

    def facts(self) -> list[Fact]:
        """Every fact in its last version, in the order in which they were first put; annulled ones too."""
        found: dict[FactId, Fact] = {}
        for operation in (operation for change in self.changes for operation in change.operations):
            if isinstance(operation, Put):
                found[operation.fact.id] = operation.fact
            else:
                found[operation.fact_id] = replace(found[operation.fact_id], end=operation.on)
        return list(found.values())

    def days_of_interest(self) -> list[date]:
        """Every day on which something begins or ends, and the day before: no answer changes on any other day."""
        return days_of_interest(self.facts())


def days_of_interest(*worlds: Iterable[Fact]) -> list[date]:
    """Every day on which one of the facts begins or ends, annulled ones too, and the day before each, ascending."""
    days = {day for facts in worlds for fact in facts for day in (fact.start, fact.end) if day is not None}
    return sorted(days | {day - DAY for day in days})


# -- saying what is meant --------------------------------------------------------------------------------------------


def square(west: float, south: float, side: float = 0.009) -> str:
    """The WKT of a square, in degrees."""
    return str(shapely.to_wkt(shapely.box(west, south, west + side, south + side), rounding_precision=6))


class Builder:
    """Writes an organisation down, verb by verb; `commit` closes a change.  It checks nothing.

    Every verb takes facts or ids and returns the fact it put.  What is known is always the latest version, so that an
    older copy in a test's hand still names the right fact.
    """

    def __init__(self) -> None:
        self.known: dict[FactId, Fact] = {}
        self.changes: list[Change] = []
        self.operations: list[Operation] = []
        self._of_class: dict[type[Fact], dict[FactId, None]] = {}
        self._naming: dict[FactId, dict[FactId, None]] = {}
        self._numbers: Counter[str] = Counter()

    # -- the two operations, and a change of them --------------------------------------------------------------------

    def put(self, fact: F) -> F:
        """Put a fact: a new one or a better version."""
        self.operations.append(Put(fact))
        return self._learn(fact)

    def end(self, ref: Ref, on: date) -> Fact:
        """End a fact on a day."""
        fact = self.known[_id(ref)]
        self.operations.append(End(fact.id, on))
        return self._learn(replace(fact, end=on))

    def commit(self, reason: str = "as decided") -> Change:
        """Close the change: what was put and ended since the last one."""
        at = datetime(2025, 1, 1, 8, tzinfo=UTC) + timedelta(hours=len(self.changes))
        change = Change(operations=tuple(self.operations), actor="tests", reason=reason, at=at)
        self.changes.append(change)
        self.operations = []
        return change

    def organisation(self, title: str = "an organisation") -> Organisation:
        """All that was said so far; what is not committed yet becomes the last change."""
        if self.operations:
            self.commit()
        return Organisation(tuple(self.changes), title)

    # -- looking up --------------------------------------------------------------------------------------------------

    def all(self, cls: type[F]) -> list[F]:
        """The latest version of every fact of a class that was not annulled, in the order of their coming."""
        return [
            fact for fact in map(self.known.get, self._of_class.get(cls, ())) if isinstance(fact, cls) and _real(fact)
        ]

    def naming(self, ref: Ref, cls: type[F], field: str) -> list[F]:
        """The facts of a class that name this one in a field and were not annulled, by start."""
        target = _id(ref)
        facts = (self.known[fact_id] for fact_id in self._naming.get(target, ()))
        found = [f for f in facts if isinstance(f, cls) and getattr(f, field) == target and _real(f)]
        return sorted(found, key=lambda fact: fact.start)

    def latest(self, fact: F) -> F:
        """The latest version of a fact."""
        found = self.known[fact.id]
        assert isinstance(found, type(fact))
        return found

    # -- what verbs are made of --------------------------------------------------------------------------------------

    def correct(self, fact: F, **better: Any) -> F:
        """Put a better version of a fact."""
        return self.put(replace(self.latest(fact), **better))

    def splice(self, fact: F, on: date, **new: Any) -> F:
        """End a fact on a day and put another like it from there to where it ended, with something new."""
        old = self.latest(fact)
        self.end(old, on)
        return self.put(replace(old, id=self.new_id(type(old)), start=on, end=old.end, **new))

    def close(self, ref: Ref, on: date) -> None:
        """End a fact on a day, with everything that names it and would outlast it; stand-ins are taken back."""
        fact = self.known[_id(ref)]
        for other in [self.known[fact_id] for fact_id in self._naming.get(fact.id, ())]:
            self._let_go(other, fact.id, on)
        if _real(fact) and _until(fact) > on:
            self.end(fact, on)

    def _let_go(self, other: Fact, fact_id: FactId, on: date) -> None:
        if isinstance(other, Succession) or not _real(other) or _until(other) <= on:
            return
        day = max(on, other.start)
        if isinstance(other, Absence) and other.cover == fact_id:
            self.correct(other, cover=None)
            return
        if isinstance(other, RotaMember) and other.rota != fact_id:
            self.close(other.rota, day)  # a rota goes with any of its members
            return
        if isinstance(other, DutySwap):
            day = other.start  # half a swap is none
        self.close(other, day)
        if isinstance(other, PartOf) and other.parent == fact_id and _until(self.known[other.child]) > day:
            self.close(other.child, day)

    # -- units -------------------------------------------------------------------------------------------------------

    def unit(
        self,
        kind: UnitKind,
        under: Ref | None = None,
        *,
        code: FactId | None = None,
        name: str | None = None,
        grid_type: GridType | None = None,
        geometry: str | None = None,
        start: date = FIRST,
        end: date | None = None,
    ) -> Unit:
        """Begin a unit with its name, its place in the tree and, if a geometry is given, its outline."""
        parent = None if under is None else _id(under)
        code = code or self._next_code(kind, parent, start)
        unit = self.put(Unit(id=code, kind=kind, start=start, end=end))
        if kind == UnitKind.GRID:
            grid_type = grid_type or GridType.GENERAL
        self.state(unit, name or f"{kind.zh}{code[-3:]}", grid_type=grid_type)
        if parent is not None:
            self.part_of(unit, parent)
        if geometry is not None:
            self.boundary(unit, geometry)
        return unit

    def state(
        self,
        unit: Ref,
        name: str,
        *,
        start: date | None = None,
        end: date | None = None,
        **more: Any,
    ) -> UnitState:
        """Say what a unit is called; for its whole life unless dates are given."""
        life = self.known[_id(unit)]
        dates = (start or life.start, life.end if start is None and end is None else end)
        return self.put(
            UnitState(id=self.new_id(UnitState), unit=life.id, name=name, start=dates[0], end=dates[1], **more)
        )

    def part_of(self, child: Ref, parent: Ref, *, start: date | None = None, end: date | None = None) -> PartOf:
        """Place a unit under another; for its whole life unless dates are given."""
        life = self.known[_id(child)]
        dates = (start or life.start, life.end if start is None and end is None else end)
        return self.put(PartOf(id=self.new_id(PartOf), child=life.id, parent=_id(parent), start=dates[0], end=dates[1]))

    def boundary(self, unit: Ref, geometry: str, *, start: date | None = None, end: date | None = None) -> Boundary:
        """Draw a unit's outline; for its whole life unless dates are given."""
        life = self.known[_id(unit)]
        dates = (start or life.start, life.end if start is None and end is None else end)
        return self.put(
            Boundary(id=self.new_id(Boundary), unit=life.id, geometry=geometry, start=dates[0], end=dates[1])
        )

    def rename(self, unit: Ref, on: date, **new: Any) -> UnitState:
        """Give a unit another name (or count, or type) from a day on."""
        return self.splice(_holding_on(self.naming(unit, UnitState, "unit"), on), on, **new)

    def move(self, unit: Ref, on: date, parent: Ref) -> PartOf:
        """Put a unit under another parent from a day on."""
        return self.splice(_holding_on(self.naming(unit, PartOf, "child"), on), on, parent=_id(parent))

    def succeed(self, old: Ref, new: Ref, on: date) -> Succession:
        """Record that a unit, ended on the day, is succeeded by another."""
        return self.put(Succession(id=self.new_id(Succession), predecessor=_id(old), successor=_id(new), start=on))

    def hand_over(self, old: Ref, on: date, heirs: Sequence[Ref]) -> None:
        """End a unit on a day; the heirs get its children in turn and succeed it.  Its posts end."""
        for turn, edge in enumerate(e for e in self.naming(old, PartOf, "parent") if _until(e) > on):
            self.splice(edge, max(on, edge.start), parent=_id(heirs[turn % len(heirs)]))
        self.close(old, on)
        for heir in heirs:
            self.succeed(old, heir, on)

    def twin(self, unit: Ref, on: date) -> Unit:
        """Begin a unit like another from a day on: its kind, places, names and end, and neither children nor posts."""
        model = self.known[_id(unit)]
        assert isinstance(model, Unit)
        edges = [edge for edge in self.naming(model, PartOf, "child") if _until(edge) > on]
        code = self._next_code(model.kind, edges[0].parent if edges else None, on)
        new = self.put(Unit(id=code, kind=model.kind, start=on, end=model.end))
        for state in [state for state in self.naming(model, UnitState, "unit") if _until(state) > on]:
            name = f"{state.name[:20]}·{code[-3:]}"
            self.put(replace(state, id=self.new_id(UnitState), unit=new.id, name=name, start=max(on, state.start)))
        for edge in edges:
            self.put(replace(edge, id=self.new_id(PartOf), child=new.id, start=max(on, edge.start)))
        return new

    # -- people ------------------------------------------------------------------------------------------------------

    def person(
        self,
        name: str | None = None,
        *,
        start: date = FIRST,
        end: date | None = None,
        **more: Any,
    ) -> Person:
        """Somebody becomes known."""
        person_id = self.new_id(Person)
        return self.put(Person(id=person_id, name=name or person_id, start=start, end=end, fictitious=True, **more))

    def appoint(
        self,
        person: Ref,
        role: Role,
        of: Ref,
        rank: Rank | None = Rank.PRIMARY,
        *,
        start: date = FIRST,
        end: date | None = None,
        field: str | None = None,
    ) -> Holding:
        """Give somebody a post of a unit, centre, committee or department."""
        return self.put(
            Holding(
                id=self.new_id(Holding),
                person=_id(person),
                role=role,
                of=_id(of),
                rank=rank,
                field=field,
                start=start,
                end=end,
            )
        )

    def away(
        self,
        person: Ref,
        start: date,
        end: date | None,
        *,
        cover: Ref | None = None,
        kind: AbsenceKind = AbsenceKind.LEAVE,
    ) -> Absence:
        """Somebody is away, and perhaps somebody stands in."""
        return self.put(
            Absence(
                id=self.new_id(Absence),
                person=_id(person),
                kind=kind,
                cover=None if cover is None else _id(cover),
                start=start,
                end=end,
            )
        )

    def record(self, person: Ref, *, start: date = FIRST, end: date | None = None, **more: Any) -> WorkerRecord:
        """Write down a worker's standing."""
        return self.put(WorkerRecord(id=self.new_id(WorkerRecord), person=_id(person), start=start, end=end, **more))

    def appraise(self, person: Ref, period: AppraisalPeriod, start: date, end: date, score: float) -> Appraisal:
        """Appraise somebody for a period."""
        return self.put(
            Appraisal(id=self.new_id(Appraisal), person=_id(person), period=period, score=score, start=start, end=end)
        )

    def appraise_department(
        self, department: Ref, centre: Ref, start: date, end: date | None, value: float, **more: Any
    ) -> DepartmentAppraisal:
        """Appraise a department at a centre: by default the satisfaction of a month."""
        measured: dict[str, Any] = {"indicator": Indicator.SATISFACTION, "period": AppraisalPeriod.MONTH, **more}
        return self.put(
            DepartmentAppraisal(
                id=self.new_id(DepartmentAppraisal),
                department=_id(department),
                centre=_id(centre),
                value=value,
                start=start,
                end=end,
                **measured,
            )
        )

    # -- centres, departments, committees ----------------------------------------------------------------------------

    def centre(self, serves: Ref, *, start: date = FIRST, end: date | None = None) -> Centre:
        """Open a governance centre."""
        centre_id = self.new_id(Centre)
        return self.put(Centre(id=centre_id, name=f"{centre_id} 综治中心", serves=_id(serves), start=start, end=end))

    def room(self, centre: Ref, kind: RoomKind, *, start: date = FIRST, end: date | None = None) -> Room:
        """Set up a room of a centre."""
        return self.put(Room(id=self.new_id(Room), centre=_id(centre), kind=kind, name=kind.zh, start=start, end=end))

    def department(self, name: str, *, start: date = FIRST, end: date | None = None) -> Department:
        """Name a department."""
        return self.put(Department(id=self.new_id(Department), name=name, start=start, end=end))

    def station(
        self,
        department: Ref,
        centre: Ref,
        mode: StationingMode = StationingMode.RESIDENT,
        *,
        response_minutes: int | None = None,
        start: date = FIRST,
        end: date | None = None,
    ) -> Stationing:
        """Let a department work at a centre."""
        return self.put(
            Stationing(
                id=self.new_id(Stationing),
                department=_id(department),
                centre=_id(centre),
                mode=mode,
                response_minutes=response_minutes,
                start=start,
                end=end,
            )
        )

    def committee(self, centre: Ref, field: str, *, start: date = FIRST, end: date | None = None) -> Committee:
        """Set up a mediation committee at a centre."""
        return self.put(
            Committee(
                id=self.new_id(Committee),
                name=f"{field}调委会",
                centre=_id(centre),
                field=field,
                start=start,
                end=end,
            )
        )

    # -- duty --------------------------------------------------------------------------------------------------------

    def rota(
        self,
        centre: Ref,
        members: Sequence[Ref],
        *,
        department: Ref | None = None,
        rule: str = "FREQ=DAILY",
        anchor: date | None = None,
        start: date = FIRST,
        end: date | None = None,
        **more: Any,
    ) -> Rota:
        """Let departments, or a department's officers, take turns."""
        rota = self.put(
            Rota(
                id=self.new_id(Rota),
                name="值班表",
                centre=_id(centre),
                department=None if department is None else _id(department),
                rule=rule,
                anchor=anchor or start,
                hand_over=more.pop("hand_over", "08:30"),
                start=start,
                end=end,
                **more,
            )
        )
        for order, member in enumerate(members, start=1):
            self.member(rota, member, order)
        return rota

    def member(self, rota: Rota, member: Ref, order: int, **dates: Any) -> RotaMember:
        """One who takes turns, for as long as the rota lasts unless said otherwise."""
        life = {"start": rota.start, "end": rota.end} | dates
        member_id = self.new_id(RotaMember)
        return self.put(RotaMember(id=member_id, rota=rota.id, member=_id(member), order=order, **life))

    def override(self, rota: Ref, member: Ref, start: date, end: date | None) -> DutyOverride:
        """Let somebody serve the shifts of some days."""
        override_id = self.new_id(DutyOverride)
        return self.put(DutyOverride(id=override_id, rota=_id(rota), member=_id(member), start=start, end=end))

    def swap(self, rota: Ref, one: Ref, one_day: date, other: Ref, other_day: date, **dates: Any) -> DutySwap:
        """Let two members swap their shifts of two days."""
        first, last = sorted((one_day, other_day))
        life = {"start": first, "end": last + DAY} | dates
        return self.put(
            DutySwap(
                id=self.new_id(DutySwap),
                rota=_id(rota),
                one=_id(one),
                one_day=one_day,
                other=_id(other),
                other_day=other_day,
                **life,
            )
        )

    def set_policy(self, document: str = "matters: []\n", *, start: date = FIRST, end: date | None = None) -> Policy:
        """Put a routing policy into force."""
        return self.put(Policy(id=self.new_id(Policy), name="分流办法", document=document, start=start, end=end))

    def reward(
        self, complexity: Complexity, yuan: float, *, start: date = FIRST, end: date | None = None
    ) -> RewardRate:
        """Say what a mediation is paid."""
        reward_id = self.new_id(RewardRate)
        return self.put(RewardRate(id=reward_id, complexity=complexity, yuan=yuan, start=start, end=end))

    def mediate(self, person: Ref, on: date, complexity: Complexity, committee: Ref | None = None) -> MediationResult:
        """Record a case that was mediated with success."""
        result_id = self.new_id(MediationResult)
        return self.put(
            MediationResult(
                id=result_id,
                person=_id(person),
                complexity=complexity,
                reference=f"案{result_id}",
                committee=None if committee is None else _id(committee),
                start=on,
                end=on + DAY,
            )
        )

    # -- settings ----------------------------------------------------------------------------------------------------

    def defaults(self) -> None:
        """Put the default staffing standard, ladder and digit template."""
        for operation in default_settings():
            assert isinstance(operation, Put)
            self.put(operation.fact)

    def require(
        self,
        role: Role,
        unit_kind: UnitKind,
        grid_type: GridType | None = None,
        minimum: int = 1,
        *,
        start: date = FIRST,
        end: date | None = None,
    ) -> StaffingRule:
        """Add a line to the staffing standard."""
        return self.put(
            StaffingRule(
                id=self.new_id(StaffingRule),
                role=role,
                unit_kind=unit_kind,
                grid_type=grid_type,
                minimum=minimum,
                start=start,
                end=end,
            )
        )

    def rung(
        self, order: int, role: Role, unit_kind: UnitKind, *, start: date = FIRST, end: date | None = None
    ) -> LadderRung:
        """Add a rung to the responsibility ladder."""
        return self.put(
            LadderRung(id=self.new_id(LadderRung), order=order, role=role, unit_kind=unit_kind, start=start, end=end)
        )

    def template(self, *, start: date = FIRST, end: date | None = None, **digits: int) -> CodeTemplate:
        """Say how many digits codes have."""
        return self.put(CodeTemplate(id=self.new_id(CodeTemplate), start=start, end=end, **digits))

    # -- ids ---------------------------------------------------------------------------------------------------------

    def new_id(self, cls: type[Fact]) -> FactId:
        """The next readable id of a class: `holding-7`."""
        return self._number(cls.__name__.lower())

    def _number(self, prefix: str) -> str:
        self._numbers[prefix] += 1
        return f"{prefix}-{self._numbers[prefix]}"

    def _next_code(self, kind: UnitKind, parent: FactId | None, start: date) -> FactId:
        widths = self.digits_on(start)
        above = [width for width in widths.values() if width < widths.get(kind, 10)]
        prefix = (HERE if parent is None else parent.partition("G")[0])[: max(above, default=0)]
        width = 2
        if kind == UnitKind.MANAGEMENT_AREA:
            prefix += "G"
        else:
            width = widths[kind] - len(prefix)
        self._numbers[prefix] += 1
        number = self._numbers[prefix] + (200 if kind == UnitKind.VILLAGE else 0)
        code = f"{prefix}{number:0{width}d}"
        return code if code not in self.known else self._next_code(kind, parent, start)

    def digits_on(self, day: date) -> dict[UnitKind, int]:
        """How many digits the code of a unit has that begins on a day."""
        for template in self.all(CodeTemplate):
            if template.start <= day < _until(template):
                return {kind: getattr(template, kind.value) for kind in DIGITS}
        return DIGITS

    def _learn(self, fact: F) -> F:
        old = self.known.get(fact.id)
        for version in (old, fact):
            for name in type(version).LINKS if version is not None else ():
                target = getattr(version, name)
                if target is not None:
                    self._naming.setdefault(target, {})[fact.id] = None
        self.known[fact.id] = fact
        self._of_class.setdefault(type(fact), {})[fact.id] = None
        return fact


def _id(ref: Ref) -> FactId:
    return ref.id if isinstance(ref, Fact) else ref


def _real(fact: Fact) -> bool:
    return fact.end is None or fact.start < fact.end


def _until(fact: Fact) -> date:
    return fact.end or date.max


def _holding_on(facts: Iterable[F], day: date) -> F:
    return next(fact for fact in facts if fact.start <= day < _until(fact))


def _meets(fact: Fact, span: Span) -> bool:
    return max(fact.start, span[0]) < min(_until(fact), span[1] or date.max)


def _clear(facts: Iterable[Fact], start: date, end: date | None, but: FactId | None = None) -> bool:
    """Say whether none of `facts`, leaving out `but`, has a day in common with `[start, end)`."""
    return all(f.id == but or _until(f) <= start or (end or date.max) <= f.start for f in facts if _real(f))


# -- random ones -----------------------------------------------------------------------------------------------------


def random_organisation(seed: int, *, size: int = 2, changes: int = 8, duty: bool = False) -> Organisation:
    """An organisation of about `size` villages, founded and then altered by `changes` changes.

    With `duty` its second change brings rotas and what lies over them, rewards and a policy, as far as may be.  Equal
    arguments give equal organisations; with fewer changes comes a beginning of the same history.
    """
    play = _Play(random.Random(seed), size)
    play.found()
    if duty:
        play.take_turns()
    for _ in range(changes):
        play.alter()
    return play.town.organisation(f"random_organisation({seed}, size={size}, changes={changes}, duty={duty})")


def organisations(*, max_size: int = 3, max_changes: int = 8, duty: bool = False) -> st.SearchStrategy[Organisation]:
    """Random organisations that keep every rule, as a strategy."""
    return st.builds(
        lambda seed, size, changes: random_organisation(seed, size=size, changes=changes, duty=duty),
        st.integers(0, 2**32 - 1),
        st.integers(1, max_size),
        st.integers(0, max_changes),
    )


def days() -> st.SearchStrategy[date]:
    """Days on which, and around which, random organisations change."""
    return st.sampled_from(days_of_interest([Fact(id="any", start=day) for day in DAYS]))


def points() -> st.SearchStrategy[tuple[float, float]]:
    """Longitude and latitude in and around random organisations: corners and borders of their squares, and between."""

    def steps(most: int) -> st.SearchStrategy[int]:
        return st.integers(-4, most)

    return st.tuples(steps(60), steps(40), st.sampled_from((0.0, 0.0, 0.0007))).map(
        lambda at: (round(WEST + at[0] * 0.0015 + at[2], 6), round(SOUTH + at[1] * 0.0015 + at[2], 6))
    )


class _NotNow(Exception):
    """What the die asked for is not allowed, or there is nothing to do it to; nothing has been put yet."""


def _only_if(allowed: bool) -> None:
    if not allowed:
        raise _NotNow


class _Play:
    """One game with a builder: everything done is allowed, by the bookkeeping of this class."""

    def __init__(self, die: random.Random, size: int) -> None:
        self.die = die
        self.size = size
        self.town = Builder()
        self.tiles: dict[FactId, BaseGeometry] = {}

    # -- the game ----------------------------------------------------------------------------------------------------

    def found(self) -> None:
        """The first change: settings, a tree of every kind that may occur, people and posts."""
        self._settings()
        top: Unit | None = None
        for kind in (UnitKind.PROVINCE, UnitKind.CITY, UnitKind.COUNTY):
            if self.maybe(0.4) and (top is None or top.kind in PARENTS[kind]):
                top = self.town.unit(kind, top)
        hang = top is not None and top.kind in PARENTS[UnitKind.STREET]
        for _ in range(1 + self.size // 8):
            street = self.town.unit(UnitKind.STREET, top if hang else None)
            for _ in range(self.die.randint(0, 1 + self.size // 4)):
                self.town.unit(UnitKind.MANAGEMENT_AREA, street)
        for _ in range(4 + 4 * self.size):
            self._hire()
        kinds = (UnitKind.VILLAGE, UnitKind.GRID, UnitKind.GRID, *[UnitKind.MICRO_GRID] * 3)
        for kind in kinds:
            for _ in range(self.size):
                self.attempt(partial(self._begin_unit, kind))
        for verb in (*[self._appoint] * 6 * self.size, self._centre, self._department, *[self._away] * (1 + self.size)):
            self.attempt(verb)
        self.town.commit("found")

    def take_turns(self) -> None:
        """A change about duty and what is paid."""
        for verb in (self._department, self._centre, self._rota, self._override, self._swap, self._mediate) * 3:
            self.attempt(verb)
        for verb in (self._policy, self._reward, self._judge):
            self.attempt(verb)
        if self.town.operations:
            self.town.commit("duty")

    def alter(self) -> None:
        """One change more, of one to four verbs."""
        wanted = self.die.randint(1, 4)
        done: list[str] = []
        while len(done) < wanted:
            verb = self.die.choice(self.verbs)
            if self.attempt(verb):
                done.append(verb.__name__.strip("_").replace("_", " "))
        self.town.commit(", ".join(done))

    def attempt(self, verb: Verb) -> bool:
        """Do it if it is allowed."""
        try:
            verb()
        except _NotNow:
            return False
        return True

    @cached_property
    def verbs(self) -> list[Verb]:
        """What may happen, the frequent things named more than once."""
        return [
            self._hire, self._leave, self._appoint, self._appoint, self._appoint, self._stand_down, self._stand_down,
            self._away, self._away, self._return_early, self._correct_absence, self._record, self._appraise,
            self._begin_any_unit, self._rename, self._rename, self._move, self._move, self._uproot, self._reshape,
            self._close_unit, self._split, self._split, self._merge, self._absorb,
            self._centre, self._department, self._station, self._close_office,
            self._rota, self._override, self._swap, self._policy, self._reward, self._mediate,
            self._require, self._change_minimum, self._new_ladder, self._new_template,
            self._annul, self._correct_text, self._correct_rank, self._correct_dates,
        ]  # fmt: skip

    # -- dice --------------------------------------------------------------------------------------------------------

    def maybe(self, chance: float) -> bool:
        """True with this chance."""
        return self.die.random() < chance

    def one(self, choices: Sequence[T]) -> T:
        """One of the choices; not now if there are none."""
        _only_if(bool(choices))
        return self.die.choice(choices)

    def any(self, *classes: type[F]) -> F:
        """A fact of one of the classes."""
        return self.one([fact for cls in classes for fact in self.town.all(cls)])

    def day_in(self, fact: Fact, *, after_start: bool = False) -> date:
        """One of DAYS on which the fact holds."""
        found = [day for day in DAYS if fact.start <= day < _until(fact) and (day > fact.start or not after_start)]
        _only_if(bool(found))
        return self.die.choice(found)

    def span_in(self, *lives: Fact) -> Span:
        """A random `[start, end)` on which all of `lives` hold; open only if they are."""
        low, high = max(life.start for life in lives), min(_until(life) for life in lives)
        starts = [day for day in DAYS if low <= day < high]
        _only_if(bool(starts))
        start = self.die.choice(starts if self.maybe(0.5) else starts[:1])
        ends = [day for day in DAYS if start < day <= high]
        if ends and self.maybe(0.4):
            return start, self.die.choice(ends)
        return start, None if high == date.max else high

    # -- units -------------------------------------------------------------------------------------------------------

    def _begin_any_unit(self) -> None:
        self._begin_unit(self.die.choice(list(UnitKind)))

    def _begin_unit(self, kind: UnitKind) -> None:
        parents = [unit for unit in self.town.all(Unit) if unit.kind in PARENTS[kind]]
        parent = self.one(parents) if parents or kind in PLACED else None
        if parent is None:
            start, end = self.die.choice(DAYS[:6]), None
        elif self.maybe(0.5):
            start, end = parent.start, parent.end
        else:
            start, end = self.span_in(parent)
        grid_type = self.die.choice((*[GridType.GENERAL] * 3, GridType.DEDICATED)) if kind == UnitKind.GRID else None
        unit = self.town.unit(kind, parent, grid_type=grid_type, start=start, end=end)
        tile = self._free_tile(unit, parent)
        if tile is not None:
            self.tiles[unit.id] = tile
            if self.maybe(0.8):
                self.town.boundary(unit, tile.wkt)

    def _free_tile(self, unit: Unit, parent: Unit | None) -> BaseGeometry | None:
        """The next free square of the parent's, for a village the next of the plain; None where there is none."""
        if unit.kind == UnitKind.VILLAGE:
            taken = sum(len(code) == DIGITS[UnitKind.VILLAGE] for code in self.tiles)
            return _cell(WEST, SOUTH, VILLAGE_SIDE, taken, across=12)
        if parent is None or parent.id not in self.tiles:
            return None
        west, south, east, _ = self.tiles[parent.id].bounds
        brothers = len(self.town.naming(parent, PartOf, "parent")) - 1
        tile = _cell(west, south, (east - west) / 3, brothers, across=3)
        return tile if self.tiles[parent.id].buffer(1e-9).covers(tile) else None

    def _rename(self) -> None:
        state = self.any(UnitState)
        day = self.day_in(state)
        grid_type = state.grid_type and self.die.choice((state.grid_type, *GridType))
        households = self.die.choice((None, 0, 60, 320))
        self.town.splice(state, day, name=f"{state.name[:20]}·新", households=households, grid_type=grid_type)

    def _move(self) -> None:
        edge = self.any(PartOf)
        day = self.day_in(edge)
        self.town.splice(edge, day, parent=self.one(self._other_parents(edge, day)).id)

    def _uproot(self) -> None:
        """A unit that need not be part of anything is so no more, or not for a while."""
        edge = self.one([edge for edge in self.town.all(PartOf) if self._unit(edge.child).kind not in PLACED])
        day, later = self.day_in(edge), self.day_in(edge)
        if later > day:
            self.town.splice(edge, later)
        self.town.end(edge, day)

    def _other_parents(self, edge: PartOf, day: date) -> list[Unit]:
        """What the edge's child could be part of instead, from the day to the edge's end."""
        child = self._unit(edge.child)
        units = [unit for unit in self.town.all(Unit) if unit.kind in PARENTS[child.kind] and unit.id != edge.parent]
        lasting = [unit for unit in units if unit.start <= day and _until(edge) <= _until(unit)]
        return [unit for unit in lasting if self._may_lie_in(child, unit, (day, edge.end))]

    def _may_lie_in(self, unit: Unit, parent: Unit, span: Span) -> bool:
        """Say whether the codes of a grid or micro-grid, and of its parts, are of the parent's villages all along."""
        if unit.kind not in {UnitKind.GRID, UnitKind.MICRO_GRID}:
            return True
        lines = [self._lineage(village) for village in self._villages(parent, span)]
        parts = [edge.child for edge in self.town.naming(unit, PartOf, "parent") if _meets(edge, span)]
        return all(code[: DIGITS[UnitKind.VILLAGE]] in line for line in lines for code in (unit.id, *parts))

    def _villages(self, unit: Unit, span: Span) -> list[FactId]:
        """The villages that a village or grid is, or lies in, at some time of a span."""
        if unit.kind == UnitKind.VILLAGE:
            return [unit.id]
        return [edge.parent for edge in self.town.naming(unit, PartOf, "child") if _meets(edge, span)]

    def _lineage(self, village: FactId) -> set[FactId]:
        """A village and all that it ever succeeded."""
        found, waiting = {village}, [village]
        while waiting:
            older = {s.predecessor for s in self.town.naming(waiting.pop(), Succession, "successor")} - found
            found |= older
            waiting.extend(older)
        return found

    def _unit(self, code: FactId) -> Unit:
        unit = self.town.known[code]
        assert isinstance(unit, Unit)
        return unit

    def _reshape(self) -> None:
        unit = self.one([unit for unit in self.town.all(Unit) if unit.id in self.tiles])
        start, end = self.span_in(unit)
        outlines = self.town.naming(unit, Boundary, "unit")
        held = [outline for outline in outlines if outline.start <= start < _until(outline)]
        _only_if(bool(held) or _clear(outlines, start, end))
        geometry = _strips(self.tiles[unit.id], self.die.choice((1, 2, 3)))[0].wkt
        if held:
            self.town.splice(held[0], start, geometry=geometry)
        else:
            self.town.boundary(unit, geometry, start=start, end=end)

    def _close_unit(self) -> None:
        """A unit ends, now and then before it ever began; its children go elsewhere, or end with it."""
        unit = self.one([unit for unit in self.town.all(Unit) if unit.kind != UnitKind.STREET or self.maybe(0.1)])
        day = self.day_in(unit, after_start=self.maybe(0.9))
        _only_if(self._may_close(unit, day))
        for edge in self.town.naming(unit, PartOf, "parent"):
            turn = max(day, edge.start)
            parents = self._other_parents(edge, turn) if _until(edge) > day else []
            if parents and self.maybe(0.6):
                self.town.splice(edge, turn, parent=self.one(parents).id)
        self.town.close(unit, day)

    def _may_close(self, unit: Unit, day: date) -> bool:
        """Its end is not fixed by a succession, it is still there to succeed others, and so is everything below it."""
        edges = [edge for edge in self.town.naming(unit, PartOf, "parent") if _until(edge) > day]
        return self._end_is_free(unit, day) and all(
            self._may_close(self._unit(edge.child), max(day, edge.start)) for edge in edges
        )

    def _end_is_free(self, unit: Unit, day: date) -> bool:
        if self.town.naming(unit, Succession, "predecessor"):
            return False
        return all(day > succession.start for succession in self.town.naming(unit, Succession, "successor"))

    def _split(self) -> None:
        """A unit ends on a day and one to three others take its place; one is a mere change of code."""
        unit = self.any(Unit)
        day = self.day_in(unit, after_start=True)
        _only_if(self._end_is_free(unit, day) and self._has_one_village(unit, day))
        heirs = [self.town.twin(unit, day) for _ in range(self.die.randint(1, 3))]
        if unit.id in self.tiles:
            for heir, shape in zip(heirs, _strips(self.tiles[unit.id], len(heirs)), strict=True):
                self.tiles[heir.id] = shape
                if self.maybe(0.8):
                    self.town.boundary(heir, shape.wkt)
        self._hand_over(unit, day, heirs)

    def _merge(self) -> None:
        """Two units of a kind end on a day, and a new one covers both."""
        lasting, other, day = self._two_of_a_kind()
        _only_if(lasting.start < day and self._end_is_free(lasting, day) and self._has_one_village(lasting, day))
        heir = self.town.twin(lasting, day)
        shapes = [self.tiles[unit.id] for unit in (lasting, other) if unit.id in self.tiles]
        if len(shapes) == 2:
            self.tiles[heir.id] = shapely.union_all(shapes)
            self.town.boundary(heir, self.tiles[heir.id].wkt)
        self._hand_over(lasting, day, [heir])
        self._hand_over(other, day, [heir])

    def _absorb(self) -> None:
        """A unit ends on a day, and another that goes on covers it."""
        lasting, other, day = self._two_of_a_kind()
        self._hand_over(other, day, [lasting])

    def _two_of_a_kind(self) -> tuple[Unit, Unit, date]:
        """A unit, another of its kind that may be succeeded and ends no later, and a day when both are there."""
        other = self.any(Unit)
        day = self.day_in(other, after_start=True)
        _only_if(self._end_is_free(other, day))
        alike = [unit for unit in self.town.all(Unit) if unit.kind == other.kind and unit.id != other.id]
        lasting = [unit for unit in alike if unit.start <= day < _until(unit) and _until(other) <= _until(unit)]
        near = [unit for unit in lasting if self._may_take_over(unit, other, day)]
        return self.one(near), other, day

    def _may_take_over(self, lasting: Unit, other: Unit, day: date) -> bool:
        """Say whether the micro-grids of a grid may lie in another one from the day on."""
        parts = [self._unit(edge.child) for edge in self.town.naming(other, PartOf, "parent") if _until(edge) > day]
        return other.kind != UnitKind.GRID or all(self._may_lie_in(part, lasting, (day, None)) for part in parts)

    def _has_one_village(self, unit: Unit, day: date) -> bool:
        """Say whether a grid or micro-grid lies in one village from the day on: of that are its twin's codes."""
        if unit.kind not in {UnitKind.GRID, UnitKind.MICRO_GRID}:
            return True
        edges = [edge for edge in self.town.naming(unit, PartOf, "child") if _until(edge) > day]
        if unit.kind == UnitKind.MICRO_GRID:
            above = [self._villages(self._unit(edge.parent), (max(day, edge.start), edge.end)) for edge in edges]
            first = edges[0].parent[: DIGITS[UnitKind.VILLAGE]]
            return all(first in self._lineage(village) for villages in above for village in villages)
        return len({edge.parent for edge in edges}) == 1

    def _hand_over(self, old: Unit, day: date, heirs: Sequence[Unit]) -> None:
        posts = [post for post in self.town.naming(old, Holding, "of") if _until(post) > day]
        self.town.hand_over(old, day, heirs)
        for post in posts:
            heir, span = self.die.choice(heirs), (max(day, post.start), post.end)
            if self.maybe(0.7) and self._may_hold(post.person, post.role, heir.id, post.rank, span):
                self.town.appoint(post.person, post.role, heir, post.rank, start=span[0], end=span[1])

    # -- people and posts --------------------------------------------------------------------------------------------

    def _hire(self) -> None:
        start = FIRST if self.maybe(0.8) else self.die.choice(DAYS)
        self.town.person(
            f"{self.die.choice('赵钱孙李周吴郑王')}{self.die.choice('一二三四五六')}",
            phone=f"138{self.die.randint(0, 99_999_999):08d}" if self.maybe(0.7) else None,
            gender=self.die.choice((None, *Gender)),
            start=start,
            end=self.die.choice((*[day for day in DAYS if day > start], None)) if self.maybe(0.15) else None,
        )

    def _leave(self) -> None:
        person = self.any(Person)
        self.town.close(person, self.day_in(person))

    def _appoint(self) -> None:
        person = self.any(Person)
        of = self.any(Unit) if self.maybe(0.8) else self.any(Centre, Committee, Department)
        start, end = self.span_in(person, of)
        roles = POSTS.get(of.kind, ()) if isinstance(of, Unit) else OTHER_POSTS[type(of)]
        _only_if(bool(roles))
        role, rank = self.die.choice(roles), self.die.choice((Rank.PRIMARY, Rank.PRIMARY, Rank.BACKUP, None))
        _only_if(self._may_hold(person.id, role, of.id, rank, (start, end)))
        field = self.die.choice(("物业", "宅基地")) if role in {Role.MEDIATOR, Role.EXPERT} else None
        self.town.appoint(person, role, of, rank, start=start, end=end, field=field)

    def _may_hold(
        self, person: FactId, role: Role, of: FactId, rank: Rank | None, span: Span, but: FactId | None = None
    ) -> bool:
        """Within both lives, not the same post twice, and not a second primary."""
        lives = (self.town.known[person], self.town.known[of])
        if any(span[0] < life.start or _until(life) < (span[1] or date.max) for life in lives):
            return False
        posts = [post for post in self.town.naming(of, Holding, "of") if post.role == role]
        rivals = [p for p in posts if p.person == person or (rank == Rank.PRIMARY and p.rank == Rank.PRIMARY)]
        return _clear(rivals, *span, but)

    def _stand_down(self) -> None:
        """A post ends, and perhaps somebody else has it from that day."""
        post = self.any(Holding)
        day, heir = self.day_in(post), self.any(Person)
        self.town.end(post, day)
        if self.maybe(0.6) and self._may_hold(heir.id, post.role, post.of, post.rank, (day, post.end)):
            self.town.appoint(heir, post.role, post.of, post.rank, start=day, end=post.end)

    def _away(self) -> None:
        person = self.any(Person)
        start, end = self.span_in(person)
        _only_if(_clear(self.town.naming(person, Absence, "person"), start, end))
        cover, kind = self._cover(person.id, (start, end)), self.die.choice(list(AbsenceKind))
        self.town.away(person, start, end, cover=cover, kind=kind)

    def _cover(self, person: FactId, span: Span) -> FactId | None:
        """Nobody, or somebody who is known throughout and whose own stand-ins never lead back; rather one away too."""
        start, end = span
        people = [p for p in self.town.all(Person) if p.start <= start and (end or date.max) <= _until(p)]
        if self.maybe(0.5):
            people = [p for p in people if self.town.naming(p, Absence, "person")] or people
        if not people or self.maybe(0.3):
            return None
        cover = self.die.choice(people).id
        return None if self._leads_back(person, cover, span) else cover

    def _leads_back(self, person: FactId, cover: FactId, span: Span) -> bool:
        """Say whether on any day of the span the stand-ins of `cover` lead to `person`."""
        turns = {a.start for a in self.town.all(Absence) if span[0] <= a.start < (span[1] or date.max)}
        return any(person in self._stand_ins(cover, day) for day in turns | {span[0]})

    def _stand_ins(self, person: FactId | None, day: date) -> Iterator[FactId]:
        while person is not None:
            yield person
            away = [a for a in self.town.naming(person, Absence, "person") if a.start <= day < _until(a)]
            person = away[0].cover if away else None

    def _return_early(self) -> None:
        absence = self.any(Absence)
        self.town.end(absence, self.day_in(absence))

    def _correct_absence(self) -> None:
        """Another stand-in, or another reason."""
        absence = self.any(Absence)
        self.town.correct(absence, cover=None)
        cover = self._cover(absence.person, (absence.start, absence.end))
        self.town.correct(absence, cover=cover, kind=self.die.choice(list(AbsenceKind)))

    def _record(self) -> None:
        person = self.any(Person)
        start, end = self.span_in(person)
        _only_if(_clear(self.town.naming(person, WorkerRecord, "person"), start, end))
        self.town.record(
            person,
            start=start,
            end=end,
            setting=self.die.choice((None, *Setting)),
            post_grade=self.die.choice((None, 1, 3)),
            pay_level=self.die.choice((None, 1, 18)),
            star_rating=self.die.choice((None, 0, 5)),
            party_stage=self.die.choice((None, *PartyStage)),
        )

    def _appraise(self) -> None:
        person, period = self.any(Person), self.die.choice(list(AppraisalPeriod))
        months = {AppraisalPeriod.MONTH: 1, AppraisalPeriod.QUARTER: 3, AppraisalPeriod.YEAR: 12}[period]
        start = date(2025, self.die.randrange(1, 13, months), 1)
        end = date(2025 + (start.month + months) // 13, (start.month + months - 1) % 12 + 1, 1)
        _only_if(person.start <= start and end <= _until(person))
        _only_if(_clear([a for a in self.town.naming(person, Appraisal, "person") if a.period == period], start, end))
        self.town.appraise(person, period, start, end, self.die.choice((0.0, 61.5, 100.0)))

    # -- centres, departments, committees ----------------------------------------------------------------------------

    def _centre(self) -> None:
        """A centre with two rooms, and now and then a committee."""
        unit = self.one([unit for unit in self.town.all(Unit) if unit.kind in CENTRE_KINDS])
        start, end = self.span_in(unit)
        centre = self.town.centre(unit, start=start, end=end)
        for kind in self.die.sample(list(RoomKind), 2):
            self.town.room(centre, kind, start=start, end=end)
        if self.maybe(0.5):
            self.town.committee(centre, self.die.choice(("物业管理", "医疗")), start=start, end=end)

    def _close_office(self) -> None:
        office = self.any(Centre, Committee, Department)
        self.town.close(office, self.day_in(office))

    def _department(self) -> None:
        name, start = self.die.choice(("综治", "信访", "司法", "公安", "妇联")), self.die.choice(DAYS[:4])
        _only_if(_clear([d for d in self.town.all(Department) if d.name == name], start, None))
        self.town.department(name, start=start)
        self.attempt(self._station)

    def _station(self) -> None:
        department, centre = self.any(Department), self.any(Centre)
        start, end = self.span_in(department, centre)
        there = [s for s in self.town.naming(centre, Stationing, "centre") if s.department == department.id]
        _only_if(_clear(there, start, end))
        mode = self.die.choice(list(StationingMode))
        minutes = self.die.choice((30, 120)) if mode == StationingMode.ON_CALL else None
        self.town.station(department, centre, mode, response_minutes=minutes, start=start, end=end)

    # -- duty --------------------------------------------------------------------------------------------------------

    def _rota(self) -> None:
        """Two or three departments or officers take turns at a centre, as long as all of them are there."""
        centre = self.any(Centre)
        department = self.any(Department) if self.maybe(0.5) else None
        members = [*self.town.all(Department if department is None else Person)]
        _only_if(len(members) > 1)
        members = self.die.sample(members, min(len(members), self.die.randint(2, 3)))
        start, end = self.span_in(centre, *([] if department is None else [department]), *members)
        self.town.rota(
            centre,
            members,
            department=department,
            rule=self.die.choice(RULES),
            days=self.die.choice(list(DutyDays)),
            minutes=self.die.choice((None, 540)),
            turn=self.die.choice((1, 2)),
            start=start,
            end=end,
        )

    def _override(self) -> None:
        rota = self.any(Rota)
        member = self.town.known[self.one(self.town.naming(rota, RotaMember, "rota")).member]
        start, end = self.span_in(rota, member)
        _only_if(_clear(self.town.naming(rota, DutyOverride, "rota"), start, end))
        self.town.override(rota, member, start, end)

    def _swap(self) -> None:
        """Two members swap neighbouring days."""
        rota = self.any(Rota)
        members = [member.member for member in self.town.naming(rota, RotaMember, "rota")]
        _only_if(len(set(members)) > 1 and not self.town.naming(rota, DutySwap, "rota"))
        day = self.day_in(rota)
        _only_if(day + DAY < _until(rota))
        self.town.swap(rota, members[0], day, members[1], day + DAY)

    def _judge(self) -> None:
        """A department is appraised at a centre, for a month in which both are there."""
        department, centre = self.any(Department), self.any(Centre)
        starts = [date(2025, month, 1) for month in range(1, 13)]
        whole = [(start, end) for start, end in pairwise(starts) if self._are_there(start, end, department, centre)]
        start, end = self.one(whole)
        known = self.town.naming(centre, DepartmentAppraisal, "centre")
        _only_if(_clear([a for a in known if a.department == department.id], start, end))
        self.town.appraise_department(department, centre, start, end, 96.5)

    def _are_there(self, start: date, end: date, *facts: Fact) -> bool:
        return all(fact.start <= start and end <= _until(fact) for fact in facts)

    # -- policy and rewards ------------------------------------------------------------------------------------------

    def _policy(self) -> None:
        start = self.die.choice(DAYS[:4])
        _only_if(_clear(self.town.all(Policy), start, None))
        self.town.set_policy(start=start)

    def _reward(self) -> None:
        complexity, start = self.die.choice(list(Complexity)), self.die.choice(DAYS[:4])
        _only_if(_clear([r for r in self.town.all(RewardRate) if r.complexity == complexity], start, None))
        self.town.reward(complexity, self.die.choice((50.0, 99.5)), start=start)

    def _mediate(self) -> None:
        person = self.any(Person)
        self.town.mediate(person, self.day_in(person), self.die.choice(list(Complexity)))

    # -- settings ----------------------------------------------------------------------------------------------------

    def _settings(self) -> None:
        if self.maybe(0.6):
            self.town.defaults()
            return
        self._write_ladder(FIRST)
        for _ in range(4):
            self.attempt(self._require)
        if self.maybe(0.7):
            grid = self.die.choice((15, 14))
            self.town.template(grid=grid, micro_grid=self.die.choice((grid + 2, 18)))

    def _require(self) -> None:
        kind = self.die.choice(list(POSTS))
        role = self.die.choice(POSTS[kind])
        grid_type = self.die.choice((None, *GridType)) if kind == UnitKind.GRID else None
        start, key = self.die.choice(DAYS[:4]), (role, kind, grid_type)
        _only_if(
            _clear([r for r in self.town.all(StaffingRule) if (r.role, r.unit_kind, r.grid_type) == key], start, None)
        )
        self.town.require(role, kind, grid_type, self.die.choice((1, 1, 2, 3)), start=start)

    def _change_minimum(self) -> None:
        rule = self.any(StaffingRule)
        day = self.day_in(rule)
        if self.maybe(0.7):
            self.town.splice(rule, day, minimum=rule.minimum % 3 + 1)
        else:
            self.town.end(rule, day)

    def _new_ladder(self) -> None:
        self._write_ladder(self.die.choice(DAYS[1:]))

    def _write_ladder(self, day: date) -> None:
        """From the day on another ladder: the posts in another order, some left out."""
        for rung in self.town.all(LadderRung):
            if _until(rung) > day:
                self.town.end(rung, max(day, rung.start))
        posts = [(role, kind) for kind, roles in POSTS.items() for role in roles]
        for order, (role, kind) in enumerate(self.die.sample(posts, self.die.randint(3, 6)), start=1):
            self.town.rung(order, role, kind, start=day)

    def _new_template(self) -> None:
        """Another template, once all units that are known have begun: it judges the codes of those to come."""
        template = self.any(CodeTemplate)
        begun = max(unit.start for unit in self.town.all(Unit))
        days = [day for day in DAYS if max(begun, template.start) < day < _until(template)]
        _only_if(bool(days))
        self.town.splice(template, self.die.choice(days), micro_grid=self.die.choice((17, 18)))

    # -- second thoughts ---------------------------------------------------------------------------------------------

    def _annul(self) -> None:
        """Something never was."""
        classes = (Holding, Absence, Room, Stationing, WorkerRecord, Appraisal, Boundary, Committee, Centre)
        fact: Fact = self.any(self.die.choice(classes))
        self.town.close(fact, fact.start)

    def _correct_text(self) -> None:
        """What was written down wrong is put right for the whole of its time."""
        fact: Fact = self.any(self.die.choice((Person, UnitState, Centre, Department, Boundary)))
        match fact:
            case Person() | Centre() | Department():
                self.town.correct(fact, name=f"{fact.name[:20]}′{self.town.new_id(type(fact))}")
            case UnitState():
                self.town.correct(fact, note="更正", population=self.die.choice((None, 0, 900)))
            case Boundary():
                self.town.correct(fact, geometry=_strips(shapely.from_wkt(fact.geometry), 2)[0].wkt)

    def _correct_rank(self) -> None:
        post, rank = self.any(Holding), self.die.choice((None, Rank.BACKUP, Rank.PRIMARY))
        _only_if(self._may_hold(post.person, post.role, post.of, rank, (post.start, post.end), but=post.id))
        self.town.correct(post, rank=rank)

    def _correct_dates(self) -> None:
        """A post began or ended on another day than was said."""
        post = self.any(Holding)
        start, end = self.span_in(self.town.known[post.person], self.town.known[post.of])
        _only_if(self._may_hold(post.person, post.role, post.of, post.rank, (start, end), but=post.id))
        self.town.correct(post, start=start, end=end)


def _cell(west: float, south: float, side: float, number: int, *, across: int) -> BaseGeometry:
    """Square `number` of a chessboard that is `across` squares wide."""
    row, column = divmod(number, across)
    xs, ys = (
        (round(west + side * (column + i), 6) for i in (0, 1)),
        (round(south + side * (row + i), 6) for i in (0, 1)),
    )
    (left, right), (low, high) = xs, ys
    return shapely.box(left, low, right, high)


def _strips(shape: BaseGeometry, parts: int) -> list[BaseGeometry]:
    """The shape cut from west to east into strips of equal width; the whole of it where a strip would be none."""
    west, south, east, north = shape.bounds
    edges = [west + (east - west) * i / parts for i in range(parts + 1)]
    strips = [shape.intersection(shapely.box(left, south, right, north)) for left, right in pairwise(edges)]
    return [strip if strip.geom_type in {"Polygon", "MultiPolygon"} and strip.area > 0 else shape for strip in strips]
