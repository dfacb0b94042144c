"""Operations that nobody in their senses would decide: well-formed facts at random, most of them against some rule."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

from graph.change import Change, End, Operation, Put
from graph.facts import (
    Absence,
    Appraisal,
    Boundary,
    Centre,
    CodeTemplate,
    Department,
    DepartmentAppraisal,
    Fact,
    FactId,
    Holding,
    LadderRung,
    MediationResult,
    PartOf,
    Person,
    StaffingRule,
    Stationing,
    Succession,
    Unit,
    UnitState,
)
from graph.snapshot import Snapshot
from graph.words import (
    AbsenceKind,
    AppraisalPeriod,
    Complexity,
    GridType,
    Indicator,
    Rank,
    Role,
    StationingMode,
    UnitKind,
)
from tests.builders.organisations import DAY, DAYS, square

ROLES = (Role.GRID_CHIEF, Role.GRID_CHIEF, Role.FULL_TIME_WORKER, Role.FULL_TIME_WORKER, *Role)
"""Two of them often, so that they clash; any now and then, which is mostly impossible."""


class Wild:
    """A source of random operations upon a snapshot; the same for the same seed."""

    def __init__(self, snapshot: Snapshot, seed: int) -> None:
        self.die = random.Random(seed)
        self.facts = sorted(snapshot, key=lambda fact: fact.id)
        self.seed = seed

    def change(self) -> Change:
        """One to three random operations."""
        operations = tuple(self.operation() for _ in range(self.die.randint(1, 3)))
        return Change(operations=operations, actor="wild", reason="none", at=datetime(2025, 1, 1, tzinfo=UTC))

    def operation(self) -> Operation:
        """An End at a day at which the fact can end, or a Put of something altered or new."""
        verbs: list[Callable[[], Operation]] = [self._end, self._shift, self._alter, self._new, self._new]
        return self.die.choice(verbs)()

    def _end(self) -> Operation:
        fact = self._fact()
        found = [day for day in DAYS if fact.start <= day and (fact.end is None or day <= fact.end)]
        return End(fact.id, self.die.choice(found or [fact.start]))

    def _shift(self) -> Operation:
        start, end = self._span()
        fact = self._fact()
        return Put(replace(fact, start=self.die.choice((start, fact.start)), end=self.die.choice((end, fact.end))))

    def _alter(self) -> Operation:
        match fact := self.die.choice([f for f in self.facts if isinstance(f, Holding | Absence | UnitState)]):
            case Holding():
                return Put(replace(fact, rank=Rank.PRIMARY))
            case Absence():
                return Put(replace(fact, cover=self._person()))
            case UnitState():
                return Put(replace(fact, grid_type=self.die.choice((None, GridType.GENERAL))))
        raise AssertionError

    def _new(self) -> Operation:
        start, end = self._span()
        fact_id = f"wild-{self.seed}-{self.die.randint(0, 10**9)}"
        role = self.die.choice(ROLES)
        kind = self.die.choice((UnitKind.GRID, UnitKind.GRID, *UnitKind))
        facts: list[Callable[[], Fact]] = [
            lambda: Holding(
                id=fact_id,
                person=self._person(),
                role=role,
                of=self.die.choice((self._unit(), self._any())),
                rank=self.die.choice((Rank.PRIMARY, Rank.PRIMARY, None)),
                start=start,
                end=end,
            ),
            lambda: Absence(
                id=fact_id, person=self._person(), cover=self._person(), kind=AbsenceKind.SICK, start=start, end=end
            ),
            lambda: PartOf(id=fact_id, child=self._unit(), parent=self._unit(), start=start, end=end),
            lambda: UnitState(id=fact_id, unit=self._unit(), name="野", start=start, end=end),
            lambda: Boundary(id=fact_id, unit=self._unit(), geometry=square(116, 36), start=start, end=end),
            lambda: Succession(id=fact_id, predecessor=self._unit(), successor=self._unit(), start=start),
            lambda: Unit(id=self._code(), kind=kind, start=start, end=end),
            lambda: Centre(id=fact_id, name="野", serves=self._unit(), start=start, end=end),
            lambda: Stationing(
                id=fact_id,
                department=self._any(),
                centre=self._any(),
                mode=StationingMode.RESIDENT,
                start=start,
                end=end,
            ),
            lambda: StaffingRule(
                id=fact_id, role=role, unit_kind=kind, grid_type=None, minimum=1, start=start, end=end
            ),
            lambda: LadderRung(
                id=fact_id, order=self.die.randint(1, 9), role=role, unit_kind=kind, start=start, end=end
            ),
            lambda: CodeTemplate(
                id=fact_id,
                grid=self.die.choice((12, 14, 15)),
                micro_grid=self.die.choice((15, 17, 18)),
                start=start,
                end=end,
            ),
            lambda: Department(id=fact_id, name=self.die.choice(("综治", "信访", "司法")), start=start, end=end),
            lambda: Appraisal(
                id=fact_id,
                person=self._person(),
                period=self.die.choice(list(AppraisalPeriod)),
                start=start,
                end=self.die.choice((end, date(2025, 4, 1), date(2026, 1, 1))),
            ),
            lambda: DepartmentAppraisal(
                id=fact_id,
                department=self._any(),
                centre=self._any(),
                indicator=self.die.choice(list(Indicator)),
                period=self.die.choice(list(AppraisalPeriod)),
                value=self.die.choice((0.0, 99.5, 100.5)),
                start=start,
                end=self.die.choice((end, date(2025, 4, 1), date(2026, 1, 1))),
            ),
            lambda: MediationResult(
                id=fact_id,
                person=self._person(),
                complexity=Complexity.SIMPLE,
                reference=self.die.choice(("案1", "案2")),
                start=start,
                end=self.die.choice((end, start + DAY, start + DAY)),
            ),
        ]
        return Put(self.die.choice(facts)())

    def _code(self) -> FactId:
        """A code that a unit of some level might have, or none might."""
        unit = self._unit().partition("G")[0]
        return self.die.choice((unit[: self.die.choice((9, 12, 15))] + f"{self.die.randint(700, 999)}", f"wild-{unit}"))

    def _span(self) -> tuple[date, date | None]:
        start = self.die.choice(DAYS)
        return start, self.die.choice((None, *[day for day in DAYS if day >= start]))

    def _fact(self) -> Fact:
        return self.die.choice(self.facts)

    def _any(self) -> FactId:
        return self.die.choice((self._fact().id, self._fact().id, "nobody"))

    def _person(self) -> FactId:
        return self.die.choice([fact.id for fact in self.facts if isinstance(fact, Person)])

    def _unit(self) -> FactId:
        return self.die.choice([fact.id for fact in self.facts if isinstance(fact, Unit)])
