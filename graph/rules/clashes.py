"""Outlines that lie where others are: outside the unit above, or over a neighbour, by more than two drawings differ.

No such outline is refused: who moves a unit or mends one outline after the other passes through them.  They are told by
checks, and by what a change or an import newly causes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from graph.facts import Boundary, Fact, FactId, PartOf, Unit, UnitState
from graph.messages import Message, say
from graph.meter import Meter
from graph.space.outline import sound_shape
from graph.space.plane import Plane, area_m2
from graph.space.tangles import are_tangled
from graph.space.widths import widest
from graph.step import Step
from graph.time.validity import is_void
from graph.view import View
from graph.words import GridType, Term, UnitKind

TOLERANCE_M: Final = 0.5
"""As far as two careful drawings of one border may differ."""

FARTHEST_OF: Final = 200
"""Corners of an outline that lie outside another, of which the farthest is sought."""

UNITS_DRAWN, UNITS_HELD, UNITS_MEASURED = 300, 20, 2_000
"""What it costs to read and widen an outline, to hold it against another, to measure a clash."""
CHARACTER_DRAWN, CORNER_HELD, CORNER_MEASURED = 0.3, 0.2, 6
"""And more for each character that is read, and for each corner of the two outlines that are held, or measured."""


class ClashKind(Term):
    """How an outline is where it should not be."""

    OUTSIDE = "outside", "越出上级"
    OVER = "over", "压占相邻"


@dataclass(frozen=True, slots=True)
class Clash:
    """The outline of `unit` lies partly outside that of `other`, a unit above it, or over that of its neighbour.

    `m2` is the area, in square metres; `metres` how far it is outside, or the width of what is shared at the widest.
    Both are None where the two borders cross so often that it can't be measured.
    """

    kind: ClashKind
    unit: Unit
    other: Unit
    m2: float | None
    metres: float | None

    @property
    def key(self) -> tuple[ClashKind, FactId, FactId]:
        """What it is a clash of, whoever is named first."""
        ids = (self.unit.id, self.other.id)
        one, other = ids if self.kind == ClashKind.OUTSIDE else sorted(ids)
        return self.kind, one, other

    def told(self, unit: str, other: str) -> Message:
        """The clash in a sentence, of units that are called so."""
        if self.m2 is None or self.metres is None:
            return say("outlines-uncountable", unit=unit, other=other)
        if self.kind == ClashKind.OUTSIDE:
            return say("outline-outside", unit=unit, other=other, m2=self.m2, metres=self.metres)
        return say("outlines-overlap", unit=unit, other=other, m2=self.m2, metres=self.metres)


@dataclass(frozen=True, slots=True)
class Caused:
    """A clash that a change brings about, or makes worse, and the first day on which it does."""

    day: date
    clash: Clash


@dataclass(frozen=True)  # no slots: what is worked out is kept beside the fields
class _Drawn:
    """An outline in degrees: as it is, narrower by the tolerance, and wider."""

    unit: Unit
    shape: BaseGeometry

    @cached_property
    def corners(self) -> int:
        """How many corners it has: what is worked out from them costs by that."""
        return int(shapely.get_num_coordinates(self.shape))

    @cached_property
    def inner(self) -> BaseGeometry:
        """Without a strip along its border."""
        return self._moved(-TOLERANCE_M)

    @cached_property
    def outer(self) -> BaseGeometry:
        """With a strip around it."""
        return self._moved(TOLERANCE_M)

    def _moved(self, metres: float) -> BaseGeometry:
        plane = Plane.around(self.shape)
        return plane.degrees(plane.metres(self.shape).buffer(metres, quad_segs=4))


@dataclass(slots=True)
class Ground:
    """The outlines of a day, read and widened when they are first asked for."""

    view: View
    _drawn: dict[FactId, _Drawn | None] = field(default_factory=dict)
    _layers: dict[FactId, tuple[UnitKind, bool]] = field(default_factory=dict)
    _apart: set[tuple[FactId, FactId]] = field(default_factory=set)

    def clashes(self, codes: Iterable[FactId]) -> list[Clash]:
        """The clashes of these units with those above and beside them, each once, by unit and other."""
        found: dict[tuple[ClashKind, FactId, FactId], Clash] = {}
        for code in codes:
            for clash in (*self.outside(code), *self.over(code)):
                found.setdefault(clash.key, clash)
        return sorted(found.values(), key=lambda clash: clash.key)

    def drawn_below(self, code: FactId) -> Iterator[FactId]:
        """The nearest units below one that have outlines: below it, no other has one between."""
        for child in self.view.children(code):
            if self.view.boundary(child.id) is None:
                yield from self.drawn_below(child.id)
            else:
                yield child.id

    def outside(self, code: FactId) -> Iterator[Clash]:
        """The clash of a unit with the unit above it, or the next above that has an outline; at most one."""
        mine = self._outline(code)
        if mine is None:
            return
        whole = next((w for above in self.view.ancestors(code) if (w := self._outline(above.id)) is not None), None)
        if whole is not None and not self._covers(whole, mine):
            yield self._measured(ClashKind.OUTSIDE, mine, whole)

    def _covers(self, whole: _Drawn, part: _Drawn) -> bool:
        self._spend(UNITS_HELD, CORNER_HELD, whole, part)
        return bool(shapely.covers(whole.outer, part.shape))

    def over(self, code: FactId) -> Iterator[Clash]:
        """The clashes of a unit with those that share the ground out with it."""
        mine = self._outline(code)
        if mine is None:
            return
        layer = self._layer(mine.unit)
        for boundary in self.view.meeting(mine.shape):
            other = self.view.unit(boundary.unit)
            if other is None or other.id == code or (other.id, code) in self._apart or self._layer(other) != layer:
                continue
            beside = self._outline(other.id)
            if beside is not None and self._overlap(mine, beside):
                yield self._measured(ClashKind.OVER, mine, beside)
            else:
                self._apart.add((code, other.id))

    def _overlap(self, mine: _Drawn, other: _Drawn) -> bool:
        self._spend(UNITS_HELD, CORNER_HELD, mine, other)
        return _overlap(mine, other)

    def _measured(self, kind: ClashKind, mine: _Drawn, other: _Drawn) -> Clash:
        self._spend(UNITS_MEASURED, CORNER_MEASURED, mine, other)
        return _measured(kind, mine, other, self.view.snapshot.meter)

    def _spend(self, units: float, each_corner: float, mine: _Drawn, other: _Drawn) -> None:
        self.view.snapshot.meter.spend(units + each_corner * (mine.corners + other.corners))

    def _layer(self, unit: Unit) -> tuple[UnitKind, bool]:
        """What shares the ground out: units of a kind; dedicated grids, and what is below them, lie over the others."""
        if unit.id not in self._layers:
            self._layers[unit.id] = self._found_layer(unit)
        return self._layers[unit.id]

    def _found_layer(self, unit: Unit) -> tuple[UnitKind, bool]:
        grid = self.view.parent(unit.id) if unit.kind == UnitKind.MICRO_GRID else unit
        state = self.view.state(grid.id) if grid is not None and grid.kind == UnitKind.GRID else None
        return unit.kind, state is not None and state.grid_type == GridType.DEDICATED

    def _outline(self, code: FactId) -> _Drawn | None:
        """The outline of a unit alive; None if it has none that can be read."""
        if code not in self._drawn:
            unit, boundary = self.view.unit(code), self.view.boundary(code)
            size = 0 if boundary is None else len(boundary.geometry)
            self.view.snapshot.meter.spend(UNITS_DRAWN + CHARACTER_DRAWN * size)
            shape = None if boundary is None else sound_shape(boundary.geometry)
            self._drawn[code] = None if unit is None or shape is None else _Drawn(unit, shape)
        return self._drawn[code]


def caused(step: Step) -> list[Caused]:
    """The clashes that are there, or are worse by more than the tolerance, only after a change; by unit, other and day.

    They are looked for on every day on which the change draws, moves or re-classifies a unit, or ends that.
    Cost: the units concerned, their parts and neighbours, on each of those days.
    """
    found: dict[tuple[ClashKind, FactId, FactId], Caused] = {}
    for day, facts in sorted(_by_day(step).items()):
        then, now = Ground(View(step.before, day)), Ground(View(step.after, day))
        codes = sorted(_concerned(now, then.view, facts))
        known = {clash.key: clash for clash in then.clashes(codes)}
        for clash in now.clashes(codes):
            if clash.key not in found and _is_worse(clash, known.get(clash.key)):
                found[clash.key] = Caused(day, clash)
    return [found[key] for key in sorted(found)]


def _by_day(step: Step) -> dict[date, list[Fact]]:
    """What of a change may lay one outline over another, by the days on which it begins to."""
    days: dict[date, list[Fact]] = {}
    for fact in step.changed.values():
        if isinstance(fact, Boundary | PartOf | UnitState):
            for day in _turns(step.before.find(fact.id), fact):
                days.setdefault(day, []).append(fact)
    return days


def _turns(old: Fact | None, new: Fact) -> set[date]:
    """The days on which what a fact says becomes another than before."""
    if old is None:
        days = {new.start, new.end} if not is_void(new) else set()
    elif replace(old, end=new.end) == new:
        days = {new.end, old.end}
    else:
        days = {old.start, old.end, new.start, new.end}
    return {day for day in days if day is not None}


def _concerned(ground: Ground, then: View, facts: Iterable[Fact]) -> set[FactId]:
    """The units of which the outline, the unit above, or what they share the ground with is another."""
    found: set[FactId] = set()
    for fact in facts:
        match fact:
            case Boundary():
                found.update((fact.unit, *ground.drawn_below(fact.unit)))
            case PartOf():
                drawn = ground.view.boundary(fact.child) is not None
                found.update((fact.child,) if drawn else ground.drawn_below(fact.child))
            case UnitState() if _grid_type(then, fact.unit) != _grid_type(ground.view, fact.unit):
                found.update((fact.unit, *(child.id for child in ground.view.children(fact.unit))))
            case _:
                pass
    return found


def _grid_type(view: View, code: FactId) -> GridType | None:
    state = view.state(code)
    return None if state is None else state.grid_type


def _is_worse(clash: Clash, before: Clash | None) -> bool:
    if before is None:
        return True
    return clash.metres is not None and before.metres is not None and clash.metres > before.metres + TOLERANCE_M


# -- geometry ----------------------------------------------------------------------------------------------------------


def _overlap(one: _Drawn, other: _Drawn) -> bool:
    return bool(shapely.intersects(one.inner, other.shape) or shapely.intersects(other.inner, one.shape))


def _measured(kind: ClashKind, mine: _Drawn, other: _Drawn, meter: Meter) -> Clash:
    if are_tangled([mine.shape, other.shape]):
        return Clash(kind, mine.unit, other.unit, None, None)
    metres: float | None
    if kind == ClashKind.OUTSIDE:
        ground = shapely.difference(mine.shape, other.shape)
        metres = _farthest(ground, other.shape)
    else:
        ground = shapely.intersection(mine.shape, other.shape)
        metres = widest(Plane.around(ground).metres(ground), meter)
    return Clash(kind, mine.unit, other.unit, None if metres is None else area_m2(ground), metres)


def _farthest(ground: BaseGeometry, whole: BaseGeometry) -> float:
    """How far the farthest corner of some ground lies from an outline."""
    plane = Plane.around(whole)
    corners = shapely.get_coordinates(shapely.convex_hull(shapely.get_parts(plane.metres(ground))))
    some = corners[:: max(len(corners) // FARTHEST_OF, 1)]
    return float(np.max(shapely.distance(shapely.points(some), plane.metres(whole))))
