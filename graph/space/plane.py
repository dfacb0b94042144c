"""Shapes in degrees laid on a flat map in metres around their middle, and back: for lengths and areas."""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from graph.space.index import metres_per_degree

Shape = TypeVar("Shape", bound=BaseGeometry)


@dataclass(frozen=True, slots=True)
class Plane:
    """A flat map: its origin in degrees, and the metres of a degree of longitude and of latitude there.

    Within 0.1 % for what lies some tens of kilometres from the origin.
    """

    longitude: float
    latitude: float

    @staticmethod
    def around(shape: BaseGeometry) -> "Plane":
        """The map around the middle of a shape's box."""
        west, south, east, north = shape.bounds
        return Plane((west + east) / 2, (south + north) / 2)

    def metres(self, shape: Shape) -> Shape:
        """A shape in degrees, in metres east and north of the origin."""
        origin, scale = self._origin(), self._scale()
        return shapely.transform(shape, lambda points: (points - origin) * scale)

    def degrees(self, shape: Shape) -> Shape:
        """A shape of the map in degrees."""
        origin, scale = self._origin(), self._scale()
        return shapely.transform(shape, lambda points: points / scale + origin)

    def _origin(self) -> npt.NDArray[np.float64]:
        return np.array([self.longitude, self.latitude])

    def _scale(self) -> npt.NDArray[np.float64]:
        return np.array(metres_per_degree(self.latitude))


def area_m2(shape: BaseGeometry) -> float:
    """The area of a shape in degrees, in square metres: each of its polygons at its own latitude; lines have none."""
    return sum((_polygon_m2(part) for part in shapely.get_parts(shape) if not part.is_empty), 0.0)


def _polygon_m2(shape: BaseGeometry) -> float:
    per_lon, per_lat = metres_per_degree(shape.centroid.y)
    return float(shape.area) * per_lon * per_lat
