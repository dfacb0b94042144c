"""Random organisations with people in every corner: where nobody holds a post, the questions are too easy."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime

from graph.apply import apply
from graph.change import Change, Operation, Put
from graph.errors import RuleViolated
from graph.facts import Absence, Fact, FactId, Holding, Person, StaffingRule, Succession, Unit, UnitState
from graph.snapshot import Snapshot
from graph.time.validity import is_void
from graph.words import AbsenceKind, GridType, Rank, Role, UnitKind
from tests.builders.organisations import DAYS, POSTS, Organisation, random_organisation

ANY = (Role.GRID_CHIEF, Role.MEDIATOR)
"""Roles that are held, and asked for, in units of every kind."""


def crowded_organisation(seed: int, *, size: int = 3, changes: int = 10) -> Organisation:
    """A random organisation whose last change fills it: team posts, households, stand-ins of stand-ins, more rules.

    Whatever the rules of the core refuse is left out.
    """
    bare = random_organisation(seed, size=size, changes=changes)
    crowd = _Crowd(bare.snapshot(), seed)
    crowd.gather()
    at = datetime(2025, 12, 31, tzinfo=UTC)
    last = Change(operations=tuple(crowd.operations), actor="tests", reason="a crowd", at=at)
    return replace(bare, changes=(*bare.changes, last), title=f"crowded {bare.title}")


class _Crowd:
    def __init__(self, snapshot: Snapshot, seed: int) -> None:
        self.die = random.Random(seed)
        self.snapshot = snapshot
        self.operations: list[Operation] = []
        self.units = sorted((u for u in snapshot.all(Unit) if not is_void(u)), key=lambda unit: unit.id)
        self.people = sorted(fact.id for fact in snapshot.all(Person))

    def gather(self) -> None:
        """Try four posts and a number of households for each unit, two absences for each person, and twelve rules."""
        for unit in self.units:
            for _ in range(4):
                self._try(self._holding(unit))
            self._count_households(unit.id)
        for _ in range(2 * len(self.people)):
            self._try(self._absence())
        for _ in range(12):
            self._try(self._rule())
        for succession in sorted(self.snapshot.all(Succession), key=lambda fact: fact.id):
            self._try(self._annulled(succession))

    def _try(self, fact: Fact) -> None:
        put = Put(fact)
        change = Change(operations=(put,), actor="tests", reason="-", at=datetime(2025, 12, 31, tzinfo=UTC))
        try:
            self.snapshot = apply(self.snapshot, change.operations).after
        except RuleViolated:
            return
        self.operations.append(put)

    def _holding(self, unit: Unit) -> Holding:
        start, end = self._span()
        return Holding(
            id=f"crowd-{len(self.operations)}",
            person=self.die.choice(self.people),
            role=self.die.choice((*POSTS.get(unit.kind, ()), *POSTS.get(unit.kind, ()), *ANY)),
            of=unit.id,
            rank=self.die.choice((Rank.PRIMARY, Rank.BACKUP, None, None)),
            start=max(start, unit.start),
            end=end or unit.end,
        )

    def _count_households(self, code: FactId) -> None:
        state = self.die.choice(self.snapshot.linked(UnitState, "unit", code))
        self._try(replace(state, households=self.die.choice((None, 0, 40, 300))))

    def _absence(self) -> Absence:
        start, end = self._span()
        return Absence(
            id=f"crowd-{len(self.operations)}",
            person=self.die.choice(self.people),
            cover=self.die.choice((None, *self.people)),
            kind=self.die.choice(list(AbsenceKind)),
            start=start,
            end=end,
        )

    def _rule(self) -> StaffingRule:
        start, end = self._span()
        kind = self.die.choice((UnitKind.GRID, UnitKind.GRID, UnitKind.GRID, *POSTS))
        return StaffingRule(
            id=f"crowd-{len(self.operations)}",
            role=self.die.choice((*POSTS[kind], *ANY)),
            unit_kind=kind,
            grid_type=self.die.choice((None, *GridType)) if kind == UnitKind.GRID else None,
            minimum=self.die.randint(1, 3),
            start=start,
            end=end,
        )

    def _annulled(self, succession: Succession) -> Succession:
        """Another unit of the kind that never succeeded."""
        heir = self.snapshot.get(Unit, succession.successor)
        others = [unit.id for unit in self.units if heir is not None and unit.kind == heir.kind]
        return replace(
            succession,
            id=f"crowd-{len(self.operations)}",
            successor=self.die.choice(others),
            end=succession.start,
        )

    def _span(self) -> tuple[date, date | None]:
        start = self.die.choice(DAYS)
        return start, self.die.choice((None, *[day for day in DAYS if day > start]))
