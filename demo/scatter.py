"""Scattering points so that none is close to another, and dividing a shape among them."""

from collections.abc import Callable
from random import Random

import numpy as np
import shapely
from shapely import MultiPoint, Polygon
from shapely.geometry.base import BaseGeometry

from demo.plane import Points, Values

CANDIDATES = 24
"""Tried for each new point; the one farthest from those already there is kept (Mitchell's best candidate)."""

Spacing = Callable[[Points], Values]
"""How far apart, relatively, points should lie here and there."""


def even(points: Points) -> Values:
    """The same spacing everywhere."""
    return np.ones(len(points))


def scatter(region: Polygon, count: int, rng: Random, spacing: Spacing = even, fixed: Points | None = None) -> Points:
    """`count` points of a region, first the `fixed` ones, then random ones that keep their distance."""
    pool = _inside(region, max(count, 4) * CANDIDATES, rng)
    room = spacing(pool)
    chosen = [] if fixed is None else list(fixed)
    while len(chosen) < count:
        offer = np.array([rng.randrange(len(pool)) for _ in range(CANDIDATES)])
        if chosen:
            gaps = np.linalg.norm(pool[offer][:, None, :] - np.array(chosen)[None, :, :], axis=2).min(axis=1)
            best = int(np.argmax(gaps / room[offer]))
        else:
            best = 0
        chosen.append(pool[offer[best]])
    return np.array(chosen)


def cells(region: Polygon, points: Points) -> list[Polygon]:
    """The part of a convex region nearest to each of the points, in their order."""
    if len(points) == 1:
        return [region]
    cut = shapely.voronoi_polygons(MultiPoint(points), extend_to=region, ordered=True)
    return [one_piece(shapely.intersection(cell, region)) for cell in cut.geoms]


def relax(region: Polygon, points: Points, *, keep: int = 0, by: float = 1.0) -> Points:
    """Move each point, but the first `keep`, towards the middle of its cell: one step of Lloyd's method."""
    middles = np.array([cell.centroid.coords[0] for cell in cells(region, points)])
    moved = points + by * (middles - points)
    moved[:keep] = points[:keep]
    return moved


def _inside(region: Polygon, count: int, rng: Random) -> Points:
    west, south, east, north = region.bounds
    found = np.empty((0, 2))
    while len(found) < count:
        box = np.array([(rng.uniform(west, east), rng.uniform(south, north)) for _ in range(count)])
        found = np.vstack([found, box[shapely.contains_xy(region, box[:, 0], box[:, 1])]])
    return found[:count]


def one_piece(shape: BaseGeometry) -> Polygon:
    """The shape, known to be a polygon without holes.  Raises ValueError if it is anything else."""
    if not isinstance(shape, Polygon) or shape.interiors:
        message = f"the outline is no single piece without holes: {shape.geom_type}"
        raise ValueError(message)
    return shape
