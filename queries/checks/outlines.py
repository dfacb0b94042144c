"""Outlines: missing, overlapping, sticking out, leaving gaps.  Areas are in square metres, planar within a polygon."""

from collections.abc import Iterator
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from graph.facts import FactId, Unit
from graph.messages import say
from graph.rules.clashes import Clash, ClashKind, Ground
from graph.space.index import parse_geometry
from graph.space.outline import geometry_fault
from graph.space.plane import area_m2
from graph.space.tangles import are_tangled
from graph.view import View
from graph.words import UnitKind
from queries.checks.finding import Check, Fault, Severity, called, fault

GAP_SHARE = 0.02
"""The share of a unit that its parts may leave uncovered: roads, rivers, fields that nobody was given."""


@dataclass(frozen=True, slots=True)
class Outlined:
    """A unit with its outline, in degrees, and the area of that."""

    unit: Unit
    shape: BaseGeometry
    m2: float


def no_outline(view: View) -> Iterator[Fault]:
    """A unit has an outline if units of its kind beside it, below the same unit, have."""
    for unit in view.units():
        children = view.children(unit.id)
        drawn = {child.kind for child in children if view.boundary(child.id) is not None}
        for child in children:
            if child.kind in drawn and view.boundary(child.id) is None:
                who = called(view, child)
                yield fault(say("has-no-outline", who=who), child.id)


def overlapping(view: View) -> Iterator[Fault]:
    """Units of one kind overlap by no more than half a metre; dedicated grids lie over general ones."""
    ground = Ground(view)
    seen: set[tuple[ClashKind, FactId, FactId]] = set()
    for unit in view.units():
        for clash in ground.over(unit.id):
            if clash.key not in seen:
                seen.add(clash.key)
                yield _told(view, clash)


def sticking_out(view: View) -> Iterator[Fault]:
    """A unit lies within the unit above, or the next above that has an outline, to half a metre."""
    ground = Ground(view)
    for unit in view.units():
        yield from (_told(view, clash) for clash in ground.outside(unit.id))


def _told(view: View, clash: Clash) -> Fault:
    told = clash.told(called(view, clash.unit), called(view, clash.other))
    return Fault(told, (clash.unit.id, clash.other.id))


def gaps(view: View) -> Iterator[Fault]:
    """The parts of a unit cover it, if all of them have outlines; a management area without one is looked through."""
    outlines = _outlines(view)
    for whole in outlines.values():
        parts = [outlines.get(part.id) for part in _parts(view, whole.unit)]
        drawn = [part.shape for part in parts if part is not None]
        if not drawn or len(drawn) < len(parts) or are_tangled([whole.shape, *drawn]):
            continue
        share = area_m2(shapely.difference(whole.shape, shapely.union_all(drawn))) / whole.m2
        if share > GAP_SHARE:
            who = called(view, whole.unit)
            yield fault(say("ground-in-no-part", who=who, share=share), whole.unit.id)


def _parts(view: View, unit: Unit) -> Iterator[Unit]:
    for child in view.children(unit.id):
        if child.kind == UnitKind.MANAGEMENT_AREA and view.boundary(child.id) is None:
            yield from _parts(view, child)
        else:
            yield child


def _outlines(view: View) -> dict[FactId, Outlined]:
    """Every unit that has a valid outline on the day, by code."""
    found: dict[FactId, Outlined] = {}
    for unit in view.units():
        boundary = view.boundary(unit.id)
        if boundary is not None and not geometry_fault(boundary.geometry):
            shape = parse_geometry(boundary.geometry)
            found[unit.id] = Outlined(unit, shape, area_m2(shape))
    return found


CHECKS = (
    Check(
        "W303",
        Severity.WARNING,
        say("no-outline"),
        say("draw-it-a-point-in-it"),
        no_outline,
    ),
    Check(
        "W304",
        Severity.WARNING,
        say("overlapping-outlines"),
        say("redraw-one-of-them-along-the"),
        overlapping,
    ),
    Check(
        "W305",
        Severity.WARNING,
        say("outline-beyond-the-unit-above"),
        say("redraw-it-or-correct-what-the"),
        sticking_out,
    ),
    Check(
        "W306",
        Severity.NOTE,
        say("parts-that-do-not-cover-the"),
        say("give-the-gap-to-one-of"),
        gaps,
    ),
)
