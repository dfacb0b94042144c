"""Outlines: missing, overlapping, sticking out, leaving gaps.  Areas are in square metres, planar within a polygon."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from graph.facts import FactId, Unit
from graph.outline import geometry_fault
from graph.spatial import metres_per_degree, parse_geometry
from graph.view import View
from graph.words import UnitKind
from queries.checks.finding import Check, Fault, Severity, called, fault

TOLERANCE_M2 = 100.0
TOLERANCE_SHARE = 0.001
"""Two careful drawings of the same border differ: by so much, or by this share of the smaller unit if that is more."""

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
                zh = f"{who}没有边界，同级的有"
                en = f"{who} has no outline, while others beside it have."
                yield fault(zh, en, child.id)


def overlapping(view: View) -> Iterator[Fault]:
    """Units of one kind do not overlap."""
    outlines = _outlines(view)
    for kind in UnitKind:
        for a, b in _touching([outlined for outlined in outlines.values() if outlined.unit.kind == kind]):
            shared = _m2(shapely.intersection(a.shape, b.shape))
            if shared > _tolerance(min(a.m2, b.m2)):
                one, other = called(view, a.unit), called(view, b.unit)
                zh = f"{one}与{other}重叠 {shared:,.0f} 平方米"
                en = f"{one} and {other} overlap by {shared:,.0f} m²."
                yield fault(zh, en, a.unit.id, b.unit.id)


def _touching(outlined: list[Outlined]) -> Iterator[tuple[Outlined, Outlined]]:
    """Pairs that have a point in common, each once, in the order of the list."""
    shapes: npt.NDArray[np.object_] = np.array([each.shape for each in outlined], dtype=object)
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    for i, j in sorted(zip(first.tolist(), second.tolist(), strict=True)):
        if i < j:
            yield outlined[i], outlined[j]


def sticking_out(view: View) -> Iterator[Fault]:
    """A unit lies within the unit above, or the next above that has an outline."""
    outlines = _outlines(view)
    for inner in outlines.values():
        outer = next((outlines[above.id] for above in view.ancestors(inner.unit.id) if above.id in outlines), None)
        outside = 0.0 if outer is None else _m2(shapely.difference(inner.shape, outer.shape))
        if outer is not None and outside > _tolerance(inner.m2):
            who, whole = called(view, inner.unit), called(view, outer.unit)
            zh = f"{who}有 {outside:,.0f} 平方米在{whole}之外"
            en = f"{outside:,.0f} m² of {who} lie outside {whole}."
            yield fault(zh, en, inner.unit.id, outer.unit.id)


def gaps(view: View) -> Iterator[Fault]:
    """The parts of a unit cover it, if all of them have outlines; a management area without one is looked through."""
    outlines = _outlines(view)
    for whole in outlines.values():
        parts = [outlines.get(part.id) for part in _parts(view, whole.unit)]
        drawn = [part.shape for part in parts if part is not None]
        if not drawn or len(drawn) < len(parts):
            continue
        share = _m2(shapely.difference(whole.shape, shapely.union_all(drawn))) / whole.m2
        if share > GAP_SHARE:
            who = called(view, whole.unit)
            zh = f"{who}有 {share:.1%} 未划入任何下级"
            en = f"{share:.1%} of {who} is in none of its parts."
            yield fault(zh, en, whole.unit.id)


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
            found[unit.id] = Outlined(unit, shape, _m2(shape))
    return found


def _m2(shape: BaseGeometry) -> float:
    """The area of a shape in degrees, in square metres: each of its polygons at its own latitude; lines have none."""
    return sum((_polygon_m2(part) for part in shapely.get_parts(shape) if not part.is_empty), 0.0)


def _polygon_m2(shape: BaseGeometry) -> float:
    per_lon, per_lat = metres_per_degree(shape.centroid.y)
    return float(shape.area) * per_lon * per_lat


def _tolerance(m2: float) -> float:
    return max(TOLERANCE_M2, m2 * TOLERANCE_SHARE)


CHECKS = (
    Check(
        "W303",
        Severity.WARNING,
        "缺边界 / no outline",
        "补绘边界 / draw it: a point in it is answered for by others, or by nobody.",
        no_outline,
    ),
    Check(
        "W304",
        Severity.WARNING,
        "边界重叠 / overlapping outlines",
        "以公共边为准重绘其中之一 / redraw one of them along the common border.",
        overlapping,
    ),
    Check(
        "W305",
        Severity.WARNING,
        "边界越出上级 / outline beyond the unit above",
        "重绘，或更正隶属 / redraw it, or correct what the unit is part of.",
        sticking_out,
    ),
    Check(
        "W306",
        Severity.NOTE,
        "下级未覆盖上级 / parts that do not cover the whole",
        "把空白处划入某一下级 / give the gap to one of the parts.",
        gaps,
    ),
)
