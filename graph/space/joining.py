"""Outlines joined: those of neighbours, drawn separately so that they meet only to within centimetres, become one.

A plain union leaves a pin-hole or a hair-thin crack wherever two drawings of the same border differ.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import shapely
from shapely.geometry.base import BaseGeometry

from graph.errors import InvalidInput
from graph.messages import say
from graph.space.outline import GRID_DEG
from graph.space.plane import Plane, area_m2
from graph.space.tangles import are_tangled

JOIN_M: Final = 0.5
"""Outlines that are no further apart meet: as far as two careful drawings of one border may differ."""

_CLEAN_M = 0.001
"""What is narrower is arithmetic, not ground: a tenth of the lattice on which corners lie."""

_TOUCH_M = 0.02
"""A crack runs along its outlines to within the lattice, by which both were moved."""


@dataclass(frozen=True, slots=True)
class Joined:
    """Outlines in one: `filled_m2` of ground between them is in none of them; `apart_m` is how far its parts lie apart.

    `apart_m` is the longest way from a part to the nearest other, in metres; None: it is in one piece.
    """

    shape: BaseGeometry
    filled_m2: float
    apart_m: float | None


def join(outlines: Sequence[BaseGeometry]) -> Joined:
    """The ground of some outlines (valid polygons or multi-polygons in degrees) as one valid outline.

    Cracks between two of them, and holes, that are nowhere wider than JOIN_M are closed; nothing else is added, and
    nothing is taken away.  Corners lie on the lattice of GRID_DEG.  The order of the outlines does not matter.

    Raises InvalidInput if their borders cross so often that joining them would not end, or if they enclose nothing.
    Cost: n log n in their points.
    """
    if are_tangled(outlines):
        raise InvalidInput(say("outlines-cross"))
    whole = shapely.set_precision(shapely.union_all(outlines, grid_size=GRID_DEG), GRID_DEG)  # of one, union rounds not
    if whole.is_empty:
        raise InvalidInput(say("outlines-too-small"))
    plane = Plane.around(whole)
    cracks = _cracks(plane, whole, outlines)
    joined = shapely.union_all([whole, *cracks], grid_size=GRID_DEG) if cracks else whole
    sound = [_without_pinholes(plane, part) for part in _pieces(plane, joined)]
    shape = sound[0] if len(sound) == 1 else shapely.MultiPolygon(sound)
    return Joined(shape, max(area_m2(shape) - area_m2(whole), 0.0), _apart(plane, sound))


def _cracks(plane: Plane, whole: BaseGeometry, outlines: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """The strips at most JOIN_M wide that lie between two of the outlines, a little wider than they are, in degrees."""
    local = plane.metres(whole)
    closed = _grown(_grown(local, JOIN_M / 2), -JOIN_M / 2)
    strips = _grown(_grown(shapely.difference(closed, local), -_CLEAN_M), 2 * _CLEAN_M)
    drawn = [plane.metres(outline) for outline in outlines]
    tree = shapely.STRtree(drawn)
    found = []
    for strip in shapely.get_parts(shapely.intersection(strips, closed)):
        beside = tree.query(strip, predicate="dwithin", distance=_TOUCH_M)
        if strip.geom_type == "Polygon" and len(beside) > 1:
            found.append(plane.degrees(strip))
    return found


def _grown(shape: BaseGeometry, metres: float) -> BaseGeometry:
    """A shape wider by so much on every side, its corners kept sharp."""
    grown: BaseGeometry = shape.buffer(metres, quad_segs=1, join_style="mitre")
    if shapely.is_valid(grown):
        return grown
    # Where edges are nearly parallel, a sharp corner may cross itself by less than a micrometre.
    return shapely.make_valid(grown, method="structure", keep_collapsed=False)


def _pieces(plane: Plane, shape: BaseGeometry) -> list[shapely.Polygon]:
    """The polygons of a shape, largest first, without shreds that the lattice cut off; the largest always stays."""
    polygons = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon" and not part.is_empty]
    parts = sorted(polygons, key=lambda part: (-part.area, part.bounds))
    return [part for part in parts if part is parts[0] or not _grown(plane.metres(part), -_TOUCH_M / 2).is_empty]


def _without_pinholes(plane: Plane, part: shapely.Polygon) -> shapely.Polygon:
    wide = [hole for hole in part.interiors if not _is_narrow(plane.metres(shapely.Polygon(hole)))]
    return shapely.Polygon(part.exterior, wide)


def _is_narrow(hole: shapely.Polygon) -> bool:
    return bool(_grown(hole, -JOIN_M / 2).is_empty)


def _apart(plane: Plane, parts: Sequence[BaseGeometry]) -> float | None:
    if len(parts) == 1:
        return None
    local = [plane.metres(part) for part in parts]
    tree = shapely.STRtree(local)
    ways = tree.query_nearest(local, exclusive=True, return_distance=True)[1]
    return float(ways.max())
