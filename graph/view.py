"""A view: a snapshot looked at from one day.  It filters the short lists of a snapshot lazily and keeps nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar

from graph.facts import (
    Absence,
    Boundary,
    CodeTemplate,
    Fact,
    FactId,
    Holding,
    LadderRung,
    PartOf,
    Person,
    Policy,
    StaffingRule,
    Succession,
    Unit,
    UnitState,
)
from graph.horizon import Horizon, noted
from graph.snapshot import Snapshot
from graph.space.index import Hit
from graph.time.validity import holds_on
from graph.words import ROLE_ORDER, UnitKind

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

F = TypeVar("F", bound=Fact)


@dataclass(frozen=True, slots=True)
class View:
    """A snapshot at `day`.  With a `horizon`, everything that is read is noted there.

    `at` is the instant of the day that is asked about, where one is known: only duty has a finer grain than a day.
    """

    snapshot: Snapshot
    day: date
    horizon: Horizon | None = None
    at: datetime | None = None

    @property
    def revision(self) -> int:
        """The revision of the snapshot looked at."""
        return self.snapshot.revision

    def on(self, day: date) -> "View":
        """The same snapshot from another day."""
        return View(self.snapshot, day)

    def watched(self) -> "View":
        """The same view, noting in a horizon of its own what is read through it."""
        return View(self.snapshot, self.day, Horizon(self.day), self.at)

    def watched_wholly(self) -> "View":
        """As `watched`, but that whatever is read of the snapshot is noted too, past this view or through another."""
        horizon = Horizon(self.day)
        return View(noted(self.snapshot, horizon), self.day, horizon, self.at)

    def alive(self, facts: Sequence[F]) -> list[F]:
        """Those of `facts` that hold on the day, in their order."""
        if self.horizon is not None:
            self.horizon.note(facts)
        day = self.day
        return [f for f in facts if f.start <= day and (f.end is None or day < f.end)]

    def one(self, facts: Sequence[F]) -> F | None:
        """The one of `facts` that holds on the day: at most one does, by the rules."""
        if self.horizon is not None:
            self.horizon.note(facts)
        day = self.day
        for fact in facts:
            if fact.start <= day and (fact.end is None or day < fact.end):
                return fact
        return None

    def get(self, cls: type[F], fact_id: FactId) -> F | None:
        """The fact of this class and id if it holds on the day, else None."""
        fact = self.snapshot.get(cls, fact_id)
        return None if fact is None else self.one((fact,))

    def all(self, cls: type[F]) -> list[F]:
        """Every fact of a class that holds on the day, by id.  Cost: all facts of the class."""
        return sorted(self.alive(list(self.snapshot.all(cls))), key=lambda fact: fact.id)

    def linked(self, cls: type[F], name: str, target: FactId) -> list[F]:
        """The facts of `cls` that name `target` in `name` and hold on the day, by start, then id."""
        return self.alive(self.snapshot.linked(cls, name, target))

    # -- the tree ----------------------------------------------------------------------------------------------------

    def unit(self, code: FactId) -> Unit | None:
        """The unit of this code if it is alive, else None."""
        return self.get(Unit, code)

    def state(self, code: FactId) -> UnitState | None:
        """What the unit is called and how large it is on the day; None if it is not alive."""
        return self.one(self.snapshot.linked(UnitState, "unit", code))

    def boundary(self, code: FactId) -> Boundary | None:
        """The unit's outline on the day, or None."""
        return self.one(self.snapshot.linked(Boundary, "unit", code))

    def parent(self, code: FactId) -> Unit | None:
        """The unit that this one is part of on the day, or None."""
        edge = self.one(self.snapshot.linked(PartOf, "child", code))
        return None if edge is None else self.snapshot.get(Unit, edge.parent)

    def ancestors(self, code: FactId) -> list[Unit]:
        """The units above, nearest first."""
        found: list[Unit] = []
        above = self.parent(code)
        while above is not None:
            found.append(above)
            above = self.parent(above.id)
        return found

    def path(self, unit: Unit) -> list[Unit]:
        """The unit itself and those above it, nearest first."""
        return [unit, *self.ancestors(unit.id)]

    def children(self, code: FactId) -> list[Unit]:
        """The units directly below, by code."""
        edges = self.linked(PartOf, "parent", code)
        units = (self.snapshot.get(Unit, edge.child) for edge in edges)
        return sorted((unit for unit in units if unit is not None), key=lambda unit: unit.id)

    def descendants(self, code: FactId) -> Iterator[Unit]:
        """Every unit below, level by level of each branch, in code order among brothers.  Cost: the subtree."""
        stack = self.children(code)[::-1]
        while stack:
            unit = stack.pop()
            yield unit
            stack.extend(self.children(unit.id)[::-1])

    def subtree(self, unit: Unit) -> Iterator[Unit]:
        """The unit itself and every unit below it."""
        yield unit
        yield from self.descendants(unit.id)

    def roots(self) -> list[Unit]:
        """The units alive that are part of nothing, widest kind first, then by code.  Cost: all units."""
        tops = [unit for unit in self.all(Unit) if self.parent(unit.id) is None]
        return sorted(tops, key=lambda unit: (unit.kind.depth, unit.id))

    def units(self, kind: UnitKind | None = None) -> list[Unit]:
        """Every unit alive, of one kind or of all, by code.  Cost: all units."""
        return [unit for unit in self.all(Unit) if kind is None or unit.kind == kind]

    def successors(self, code: FactId) -> list[Succession]:
        """What has succeeded the unit by the day."""
        return self.linked(Succession, "predecessor", code)

    def near(self, longitude: float, latitude: float, metres: float) -> list[Hit]:
        """The outlines that hold on the day at most `metres` from the point (degrees, CGCS2000), nearest first."""
        return self.snapshot.boundaries.within(longitude, latitude, metres, self._holds, self.snapshot.meter)

    def nearest(self, longitude: float, latitude: float) -> list[Hit]:
        """The outlines that hold on the day around the point, nearest first."""
        return self.snapshot.boundaries.nearest(longitude, latitude, self._holds, self.snapshot.meter)

    def meeting(self, shape: "BaseGeometry") -> list[Boundary]:
        """The outlines that hold on the day whose boxes meet that of a shape (degrees), by unit."""
        return self.snapshot.boundaries.meeting(shape, self._holds)

    def _holds(self, boundary: Boundary) -> bool:
        if self.horizon is not None:
            self.horizon.note((boundary,))
        return holds_on(boundary, self.day)

    # -- people and posts --------------------------------------------------------------------------------------------

    def person(self, person_id: FactId) -> Person | None:
        """The person if known on the day, else None."""
        return self.get(Person, person_id)

    def holdings_of(self, target: FactId) -> list[Holding]:
        """The posts held of a unit, centre, committee or department on the day."""
        return self.linked(Holding, "of", target)

    def holdings_by(self, person_id: FactId) -> list[Holding]:
        """The posts that a person holds on the day."""
        return self.linked(Holding, "person", person_id)

    def absence(self, person_id: FactId) -> Absence | None:
        """The absence that keeps the person away on the day, or None."""
        return self.one(self.snapshot.linked(Absence, "person", person_id))

    # -- dated settings ----------------------------------------------------------------------------------------------

    def ladder(self) -> list[LadderRung]:
        """The responsibility ladder in force, first rung first."""
        return sorted(self.alive(list(self.snapshot.all(LadderRung))), key=lambda rung: (rung.order, rung.id))

    def standard(self) -> list[StaffingRule]:
        """The staffing standard in force: narrow kinds last, then by role in the field's order."""
        return sorted(
            self.all(StaffingRule),
            key=lambda rule: (rule.unit_kind.depth, ROLE_ORDER[rule.role], rule.id),
        )

    def policy(self) -> Policy | None:
        """The routing policy in force, or None if none was set."""
        return next(iter(self.all(Policy)), None)

    def code_template(self) -> CodeTemplate | None:
        """The digit template in force, or None if none was set."""
        return next(iter(self.all(CodeTemplate)), None)
