"""Where a point is: an index of every boundary, of whatever date, that answers with distances in metres.

It knows geometry, not the organisation: which of the boundaries hold on a day is the asker's to say.
"""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import immutables
import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from graph.facts import Boundary, FactId
from graph.meter import UNMETERED, Meter

WGS84_A = 6_378_137.0
WGS84_E2 = 0.006_694_379_990_14
"""Semi-major axis in metres and squared first eccentricity of the WGS 84 ellipsoid (CGCS2000 differs by < 0.2 mm)."""

SETTLE_AFTER = 256
"""Boundaries looked through one by one before the tree is built anew."""

UNITS_LOOK, UNITS_PARSED, UNITS_DISTANCE, UNITS_CORNER = 40, 15, 12, 0.1
"""What it costs to look into the tree, to parse an outline, to measure how far one is, and each corner of it."""

FIRST_REACH_M = 200.0
LAST_REACH_M = 2_000_000.0
"""Radii in metres between which the nearest boundary is sought, four times wider at each step."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A boundary and how far from the point it is, in metres: 0 inside and on the line."""

    boundary: Boundary
    metres: float


def metres_per_degree(latitude: float) -> tuple[float, float]:
    """Length in metres of one degree of longitude and of latitude at `latitude` (degrees), on the ellipsoid.

    From the radii of curvature in the prime vertical and in the meridian; exact for short distances, within 0.1 % up
    to some tens of kilometres.
    """
    phi = math.radians(latitude)
    w = math.sqrt(1 - WGS84_E2 * math.sin(phi) ** 2)
    prime_vertical = WGS84_A / w
    meridian = WGS84_A * (1 - WGS84_E2) / w**3
    return math.radians(1) * prime_vertical * math.cos(phi), math.radians(1) * meridian


def parse_geometry(text: str) -> BaseGeometry:
    """The shape that a WKT text says."""
    shape: BaseGeometry = shapely.from_wkt(text)
    return shape


class BoundaryIndex:
    """Every boundary, most of them in an STR tree, the newest few beside it.

    Immutable to its users: `changed` gives another index.  The tree is built when first asked, and built anew once
    more than SETTLE_AFTER boundaries have come since; both are work put off, never an answer changed.
    """

    __slots__ = ("_fresh", "_recent", "_settled", "_shapes", "_tree")

    def __init__(self, settled: tuple[Boundary, ...], recent: "immutables.Map[FactId, Boundary]") -> None:
        self._settled = settled
        self._recent = recent
        self._fresh: list[tuple[Boundary, BaseGeometry]] | None = None
        self._tree: shapely.STRtree | None = None
        self._shapes: npt.NDArray[np.object_] | None = None

    @staticmethod
    def of(boundaries: Iterable[Boundary]) -> "BoundaryIndex":
        """An index of these boundaries, the tree not built yet."""
        return BoundaryIndex(tuple(boundaries), immutables.Map())

    def changed(self, boundaries: Iterable[Boundary]) -> "BoundaryIndex":
        """The index in which these boundaries stand for those of the same ids, or are new."""
        recent = self._recent.update({b.id: b for b in boundaries})
        after = BoundaryIndex(self._settled, recent)
        after._tree, after._shapes = self._tree, self._shapes
        return after

    def within(
        self,
        longitude: float,
        latitude: float,
        metres: float,
        wanted: Callable[[Boundary], bool],
        meter: Meter = UNMETERED,
    ) -> list[Hit]:
        """The wanted boundaries at most `metres` from the point, nearest first, then by unit."""
        meter.spend(UNITS_LOOK + UNITS_PARSED * len(self._recent))
        per_lon, per_lat = metres_per_degree(latitude)
        reach_lon, reach_lat = metres / max(per_lon, 1.0), metres / per_lat
        box = shapely.box(longitude - reach_lon, latitude - reach_lat, longitude + reach_lon, latitude + reach_lat)
        found = [(b, shape) for b, shape in self.touching(box) if wanted(b)]
        corners = int(shapely.get_num_coordinates([shape for _, shape in found]).sum())
        meter.spend(UNITS_DISTANCE * len(found) + UNITS_CORNER * corners)
        hits = [Hit(b, _distance(shape, longitude, latitude, per_lon, per_lat)) for b, shape in found]
        return sorted((h for h in hits if h.metres <= metres), key=lambda h: (h.metres, h.boundary.unit))

    def nearest(
        self, longitude: float, latitude: float, wanted: Callable[[Boundary], bool], meter: Meter = UNMETERED
    ) -> list[Hit]:
        """The wanted boundaries around the point, nearest first, from the smallest reach that meets any; else []."""
        reach = FIRST_REACH_M
        while True:
            hits = self.within(longitude, latitude, reach, wanted, meter)
            if hits or reach >= LAST_REACH_M:
                return hits
            reach = min(reach * 4, LAST_REACH_M)

    def meeting(self, shape: BaseGeometry, wanted: Callable[[Boundary], bool]) -> list[Boundary]:
        """The wanted boundaries whose boxes meet that of a shape, by unit."""
        found = [boundary for boundary, _ in self.touching(shapely.envelope(shape)) if wanted(boundary)]
        return sorted(found, key=lambda boundary: (boundary.unit, boundary.id))

    def touching(self, box: BaseGeometry) -> list[tuple[Boundary, BaseGeometry]]:
        """The boundaries of all dates whose bounds meet those of a shape, with their own shapes."""
        if self._tree is None or self._shapes is None or len(self._recent) > SETTLE_AFTER:
            self._settle()
        assert self._tree is not None and self._shapes is not None  # noqa: S101, PT018 -- _settle has just set both
        old = [(self._settled[i], self._shapes[i]) for i in sorted(self._tree.query(box))]
        if self._fresh is None:
            self._fresh = list(_readable(self._recent.values()))
        return [pair for pair in old if pair[0].id not in self._recent] + [
            p for p in self._fresh if shapely.envelope(p[1]).intersects(box)
        ]

    def _settle(self) -> None:
        latest = {b.id: b for b in self._settled} | dict(self._recent)
        pairs = list(_readable(latest.values()))
        shapes = np.array([shape for _, shape in pairs], dtype=object)
        self._tree, self._shapes, self._fresh = shapely.STRtree(shapes), shapes, []
        self._settled, self._recent = tuple(boundary for boundary, _ in pairs), immutables.Map()


def _readable(boundaries: Iterable[Boundary]) -> Iterator[tuple[Boundary, BaseGeometry]]:
    """Boundaries with their shapes; what the record has, and is no outline, is nowhere: a finding of checks."""
    listed = list(boundaries)
    texts = np.array([boundary.geometry for boundary in listed], dtype=object)  # else each as long as the longest
    shapes = shapely.from_wkt(texts, on_invalid="ignore")
    return ((boundary, shape) for boundary, shape in zip(listed, shapes, strict=True) if shape is not None)


def is_wide(shape: BaseGeometry, metres: float) -> bool:
    """Whether a shape in degrees is somewhere wider than so many metres: more than the line of a border."""
    if shape.is_empty:
        return False
    return not shapely.buffer(_local(shape, shape), -metres / 2).is_empty


def reaches_into(shape: BaseGeometry, ground: BaseGeometry, metres: float) -> bool:
    """Whether a shape lies somewhere farther than so many metres inside the line around a ground, however thin it is.

    Both are in degrees.  A millimetre more is none.
    """
    if shape.is_empty:
        return False
    inside = shapely.buffer(_local(ground, ground), -metres - 0.001)
    return bool(shapely.intersects(_local(shape, ground), inside))


def _local(shape: BaseGeometry, ground: BaseGeometry) -> BaseGeometry:
    """A shape in metres, as they are in the middle of a ground."""
    scale = np.array(metres_per_degree(ground.centroid.y))
    return shapely.transform(shape, lambda xy: xy * scale)


def _distance(shape: BaseGeometry, longitude: float, latitude: float, per_lon: float, per_lat: float) -> float:
    origin, scale = np.array([longitude, latitude]), np.array([per_lon, per_lat])
    local = shapely.transform(shape, lambda xy: (xy - origin) * scale)
    return float(shapely.distance(local, shapely.Point(0, 0)))
