"""What a view should answer, from nothing but a list of facts: filter first, then look through everything.

`NaiveView` has the accessors of `graph.view.View` under the same names.  It keeps no index, knows no snapshot and
takes its time; only for outlines near a point it asks a fresh index, of those that hold on the day alone.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeVar

from shapely.geometry.base import BaseGeometry

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
from graph.space.index import BoundaryIndex, Hit
from graph.words import Role, UnitKind

F = TypeVar("F", bound=Fact)

KINDS = list(UnitKind)
ROLES = list(Role)


class NaiveView:
    """The facts that hold on a day, and every question put to all of them."""

    def __init__(self, facts: Iterable[Fact], day: date) -> None:
        self.facts = [fact for fact in facts if fact.start <= day and (fact.end is None or day < fact.end)]

    def all(self, cls: type[F]) -> list[F]:
        return sorted((fact for fact in self.facts if type(fact) is cls), key=lambda fact: fact.id)

    def get(self, cls: type[F], fact_id: FactId) -> F | None:
        found = [fact for fact in self.all(cls) if fact.id == fact_id]
        assert len(found) <= 1, "two facts of one id"
        return found[0] if found else None

    def linked(self, cls: type[F], name: str, target: FactId) -> list[F]:
        found = [fact for fact in self.facts if type(fact) is cls and getattr(fact, name) == target]
        return sorted(found, key=lambda fact: (fact.start, fact.id))

    def only(self, cls: type[F], name: str, target: FactId) -> F | None:
        found = self.linked(cls, name, target)
        assert len(found) <= 1, f"two at one instant: {found}"
        return found[0] if found else None

    # -- the tree ----------------------------------------------------------------------------------------------------

    def unit(self, code: FactId) -> Unit | None:
        return self.get(Unit, code)

    def state(self, code: FactId) -> UnitState | None:
        return self.only(UnitState, "unit", code)

    def boundary(self, code: FactId) -> Boundary | None:
        return self.only(Boundary, "unit", code)

    def parent(self, code: FactId) -> Unit | None:
        edge = self.only(PartOf, "child", code)
        return None if edge is None else self.unit(edge.parent)

    def ancestors(self, code: FactId) -> list[Unit]:
        parent = self.parent(code)
        return [] if parent is None else [parent, *self.ancestors(parent.id)]

    def path(self, unit: Unit) -> list[Unit]:
        return [unit, *self.ancestors(unit.id)]

    def children(self, code: FactId) -> list[Unit]:
        codes = {edge.child for edge in self.facts if isinstance(edge, PartOf) and edge.parent == code}
        return [unit for unit in self.all(Unit) if unit.id in codes]

    def descendants(self, code: FactId) -> Iterator[Unit]:
        for child in self.children(code):
            yield child
            yield from self.descendants(child.id)

    def subtree(self, unit: Unit) -> Iterator[Unit]:
        yield unit
        yield from self.descendants(unit.id)

    def roots(self) -> list[Unit]:
        placed = {edge.child for edge in self.facts if isinstance(edge, PartOf)}
        return [unit for kind in KINDS for unit in self.units(kind) if unit.id not in placed]

    def units(self, kind: UnitKind | None = None) -> list[Unit]:
        return [unit for unit in self.all(Unit) if kind in {None, unit.kind}]

    def successors(self, code: FactId) -> list[Succession]:
        return self.linked(Succession, "predecessor", code)

    def near(self, longitude: float, latitude: float, metres: float) -> list[Hit]:
        return BoundaryIndex.of(self.all(Boundary)).within(longitude, latitude, metres, lambda _: True)

    def meeting(self, shape: BaseGeometry) -> list[Boundary]:
        return BoundaryIndex.of(self.all(Boundary)).meeting(shape, lambda _: True)

    def nearest(self, longitude: float, latitude: float) -> list[Hit]:
        return BoundaryIndex.of(self.all(Boundary)).nearest(longitude, latitude, lambda _: True)

    # -- people, posts, settings -------------------------------------------------------------------------------------

    def person(self, person_id: FactId) -> Person | None:
        return self.get(Person, person_id)

    def holdings_of(self, target: FactId) -> list[Holding]:
        return self.linked(Holding, "of", target)

    def holdings_by(self, person_id: FactId) -> list[Holding]:
        return self.linked(Holding, "person", person_id)

    def absence(self, person_id: FactId) -> Absence | None:
        return self.only(Absence, "person", person_id)

    def ladder(self) -> list[LadderRung]:
        return sorted(self.all(LadderRung), key=lambda rung: rung.order)

    def standard(self) -> list[StaffingRule]:
        def key(rule: StaffingRule) -> tuple[int, int, FactId]:
            return KINDS.index(rule.unit_kind), ROLES.index(rule.role), rule.id

        return sorted(self.all(StaffingRule), key=key)

    def policy(self) -> Policy | None:
        return next(iter(self.all(Policy)), None)

    def code_template(self) -> CodeTemplate | None:
        found = self.all(CodeTemplate)
        assert len(found) <= 1, "two templates at one instant"
        return found[0] if found else None
