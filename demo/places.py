"""The units as history leaves them: which grid holds which micro-grids, and which facts say so now."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from shapely import Polygon

from demo.blueprint import Blueprint
from demo.tiling import put_together
from demo.units import dated, placed
from graph.change import End, Operation, Put
from graph.facts import Boundary, Fact, FactId, PartOf, Unit, UnitState
from graph.space.outline import outline_text
from graph.words import GridType, UnitKind

VILLAGE_DIGITS = 12


@dataclass(slots=True)
class Places:
    """Membership and the current facts of each unit; every method gives operations and takes them as done."""

    plan: Blueprint
    grids: dict[FactId, list[FactId]] = field(default_factory=dict)
    areas: dict[FactId, list[FactId]] = field(default_factory=dict)
    _units: dict[FactId, Unit] = field(default_factory=dict)
    _states: dict[FactId, UnitState] = field(default_factory=dict)
    _parts: dict[FactId, FactId] = field(default_factory=dict)
    _outlines: dict[FactId, FactId] = field(default_factory=dict)

    @staticmethod
    def founded(plan: Blueprint, facts: Iterable[Fact]) -> "Places":
        """The places of the founding day."""
        places = Places(plan)
        places.grids = {code: [micro.code for micro in grid.micro_grids] for code, grid in plan.grids.items()}
        places.areas = {code: list(members) for code, members in plan.areas.items()}
        for fact in facts:
            places._note(fact)
        return places

    def state(self, code: FactId) -> UnitState:
        """The unit's state as decided last."""
        return self._states[code]

    def grids_of(self, village: FactId) -> list[FactId]:
        """The general and dedicated grids of a village that exist now, by code."""
        return [code for code in self.grids if code.startswith(village)]

    def general_grids(self) -> Iterator[FactId]:
        """The general grids that exist now, by code, later ones last."""
        return (code for code in self.grids if self.state(code).grid_type == GridType.GENERAL)

    def outline(self, micro_grids: Iterable[FactId]) -> Polygon:
        """The outline around neighbouring micro-grids.  Raises ValueError if they are not one piece."""
        return put_together(self.plan.outlines[code] for code in micro_grids)

    def micro_grids_of(self, villages: Iterable[FactId]) -> list[FactId]:
        """Every micro-grid of some villages."""
        listed = list(villages)
        return [micro for grid, micros in self.grids.items() if grid[:VILLAGE_DIGITS] in listed for micro in micros]

    # -- steps of a reshaping ----------------------------------------------------------------------------------------

    def restate(self, code: FactId, day: date, *, households: int, population: int) -> Iterator[Operation]:
        """From `day` on the unit has these numbers."""
        old = self.state(code)
        fact_id = dated("state", code, day)
        new = replace(old, id=fact_id, start=day, households=households, population=population)
        yield End(old.id, day)
        yield self._put(new)

    def recount(self, code: FactId, micro_grids: Iterable[FactId], day: date) -> Iterator[Operation]:
        """From `day` on the unit has the sums of these micro-grids."""
        households, population = self.sums(micro_grids)
        yield from self.restate(code, day, households=households, population=population)

    def sums(self, micro_grids: Iterable[FactId]) -> tuple[int, int]:
        """Households and people of some micro-grids together."""
        states = [self.state(code) for code in micro_grids]
        return sum(s.households or 0 for s in states), sum(s.population or 0 for s in states)

    def redraw(self, code: FactId, micro_grids: Iterable[FactId], day: date) -> Iterator[Operation]:
        """From `day` on the unit's outline is that around these micro-grids."""
        text = outline_text(self.outline(micro_grids))
        yield End(self._outlines[code], day)
        yield self._put(Boundary(id=dated("outline", code, day), unit=code, geometry=text, start=day))

    def reparent(self, code: FactId, parent: FactId, day: date) -> Iterator[Operation]:
        """From `day` on the unit is part of `parent`."""
        yield End(self._parts[code], day)
        yield self._put(placed(self._units[code], parent, day))

    def found(self, village: FactId, micro_grids: list[FactId], name: str, day: date) -> tuple[FactId, list[Operation]]:
        """A new general grid of the village with the next free code; its micro-grids come from elsewhere."""
        code = self._next_code(village)
        households, population = self.sums(micro_grids)
        unit = Unit(id=code, kind=UnitKind.GRID, start=day)
        facts: list[Fact] = [
            unit,
            UnitState(
                id=dated("state", code, day),
                unit=code,
                name=name,
                grid_type=GridType.GENERAL,
                households=households,
                population=population,
                start=day,
            ),
            placed(unit, village, day),
            Boundary(
                id=dated("outline", code, day),
                unit=code,
                geometry=outline_text(self.outline(micro_grids)),
                start=day,
            ),
        ]
        self.grids[code] = list(micro_grids)
        operations: list[Operation] = [self._put(fact) for fact in facts]
        for micro in micro_grids:
            operations += self.reparent(micro, code, day)
        return code, operations

    def close(self, code: FactId, day: date) -> Iterator[Operation]:
        """The grid ends, and its code is never used again."""
        del self.grids[code]
        yield End(self._states.pop(code).id, day)
        for known in (self._parts, self._outlines):
            yield End(known.pop(code), day)
        yield End(code, day)

    def _next_code(self, village: FactId) -> FactId:
        """One more than the highest number that a grid of the village ever had."""
        of_village = (code for code, unit in self._units.items() if unit.kind == UnitKind.GRID)
        used = [int(code[VILLAGE_DIGITS:]) for code in of_village if code.startswith(village)]
        return f"{village}{max(used) + 1:03}"

    def _put(self, fact: Fact) -> Put:
        self._note(fact)
        return Put(fact)

    def _note(self, fact: Fact) -> None:
        match fact:
            case Unit():
                self._units[fact.id] = fact
            case UnitState():
                self._states[fact.unit] = fact
            case PartOf():
                self._parts[fact.child] = fact.id
            case Boundary():
                self._outlines[fact.unit] = fact.id
            case _:
                pass
