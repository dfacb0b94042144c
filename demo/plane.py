"""The flat map on which the street is drawn: metres east and north of its middle, and the way back to degrees."""

from typing import TypeVar

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from graph.space.index import metres_per_degree

Geometry = TypeVar("Geometry", bound=BaseGeometry)
Points = npt.NDArray[np.float64]
"""One row a point: metres east, metres north."""
Values = npt.NDArray[np.float64]
"""One number a point."""

MIDDLE = (116.4350, 35.9240)
"""Degrees, CGCS2000.  Between the real offices (GCJ-02 116.437419, 35.922641) and the built-up area east of them."""

GRID_DEG = 1e-7
"""Every corner of every outline lies on a lattice this fine, about a centimetre: the seventh decimal."""

_PER_DEGREE = np.array(metres_per_degree(MIDDLE[1]))
_ORIGIN = np.array(MIDDLE)

WAVES = ((1.1, 3.7, 0.4, 70.0), (2.9, -2.2, 1.9, 60.0), (-7.1, 4.8, 3.1, 22.0), (5.3, 8.2, 5.0, 18.0))
"""Of the bend: waves per 10 km east and north, phase, amplitude in metres."""


def to_metres(point: tuple[float, float]) -> tuple[float, float]:
    """Where a point given in degrees lies on the map."""
    east, north = (np.array(point) - _ORIGIN) * _PER_DEGREE
    return float(east), float(north)


def to_degrees(shape: Geometry) -> Geometry:
    """A shape of the map in degrees, not yet on the lattice."""
    return shapely.transform(shape, lambda points: points / _PER_DEGREE + _ORIGIN)


def bend(points: Points) -> Points:
    """Shift every point a little, neighbours alike, so that straight borders come to look like lanes and ditches.

    The shift changes by less than half a metre per metre, so that no border crosses another by it.
    """
    bent = points.copy()
    for east, north, phase, amplitude in WAVES:
        turn = 2 * np.pi * (points[:, 0] * east + points[:, 1] * north) / 10_000 + phase
        bent[:, 0] += amplitude * np.sin(turn)
        bent[:, 1] += amplitude * np.cos(turn * 1.1 + 0.7)
    return bent
