"""The geometry of a feature as a polygon: its points counted and looked at one by one before it is built."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from graph.messages import Message, say
from graph.space.datum import gcj02_to_cgcs2000
from graph.space.outline import geometry_fault, outline_text, shape_fault, too_many
from loaders.cells.values import CellFault

FARTHEST: Final = 1e9
"""A coordinate, in whatever unit, that is larger is a slip of the pen."""

Ring = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A valid polygon or multi-polygon in degrees, its parts in the order in which they were drawn.

    `heights` says whether points have more numbers than two, which are not kept.
    """

    shape: BaseGeometry
    heights: bool


def located(geometry: object) -> bool:
    """Say whether a geometry is there at all: null, and no coordinates, are features that nobody has drawn yet."""
    if not isinstance(geometry, dict):
        return geometry is not None
    inside = geometry.get("geometries" if geometry.get("type") == "GeometryCollection" else "coordinates", ())
    return inside is not None and inside != []


def drawing_of(geometry: object) -> Drawing:
    """The outline that a geometry of GeoJSON draws.  Raises CellFault that says which part, ring and point is wrong.

    Cost: linear in its points, which are counted first.
    """
    if not isinstance(geometry, dict) or geometry.get("type") not in {"Polygon", "MultiPolygon"}:
        kind = geometry.get("type") if isinstance(geometry, dict) else None
        what = say("geometry-of-kind", kind=kind[:40]) if isinstance(kind, str) else say("nothing-readable")
        raise CellFault(say("geometry-no-polygon", what=what), say("draw-closed"))
    if twice := getattr(geometry, "twice", ()):
        raise CellFault(say("geometry-twice", twice=twice[0]), say("leave-one-of-them-out"))
    parts = [geometry.get("coordinates")] if geometry["type"] == "Polygon" else _list(geometry, "coordinates")
    rings = [_rings(part, number) for number, part in enumerate(parts, start=1)]
    _check_weight(rings)
    read = [[_ring(ring, place) for ring, place in part] for part in rings]
    polygons = [shapely.Polygon(shell, holes) for shell, *holes in read]
    shape = polygons[0] if geometry["type"] == "Polygon" else shapely.MultiPolygon(polygons)
    if fault := shape_fault(shape):
        raise CellFault(say("outline-faulty-there", fault=fault), say("mend-where-said"))
    heights = any(len(point) > 2 for part in rings for ring, _ in part for point in ring)
    return Drawing(shape, heights)


def in_cgcs2000(shape: BaseGeometry, datum: str) -> BaseGeometry:
    """A shape in the coordinates that the model holds."""
    return shapely.transform(shape, _undo_gcj02) if datum == "gcj02" else shape


def kept_text(shape: BaseGeometry) -> str:
    """A shape as it is kept.  Raises CellFault if it is none any more, rounded as it is."""
    text = outline_text(shape)
    if fault := geometry_fault(text):
        raise CellFault(say("rounded-faulty", fault=fault), say("mend-where-said"))
    return text


def _undo_gcj02(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.array([gcj02_to_cgcs2000(lon, lat) for lon, lat in points])


# -- structure ---------------------------------------------------------------------------------------------------------


def _list(holder: Mapping[str, Any], name: str) -> list[Any]:
    found = holder.get(name)
    if not isinstance(found, list) or not found:
        raise CellFault(say("geometry-without-list", name=name), say("draw-closed"))
    return found


def _rings(part: object, number: int) -> list[tuple[list[Any], Message]]:
    """The rings of a part, each a list of something, with the words for its place."""
    if not isinstance(part, list) or not part:
        raise CellFault(say("part-without-rings", number=number), say("draw-closed"))
    found = []
    for count, ring in enumerate(part, start=1):
        place = say("ring-of-part", ring=count, part=number)
        if not isinstance(ring, list) or not ring or not all(isinstance(point, list) for point in ring):
            raise CellFault(say("no-list-of-points", place=place), say("draw-closed"))
        found.append((ring, place))
    return found


def _check_weight(rings: list[list[tuple[list[Any], Message]]]) -> None:
    points = sum(len(ring) for part in rings for ring, _ in part)
    if fault := too_many(points, sum(map(len, rings))):
        raise CellFault(say("outline-faulty-there", fault=fault), say("simplify-or-divide"))


def _ring(ring: list[list[Any]], place: Message) -> Ring:
    points = list(_points(ring, place))
    if len(points) < 4:
        raise CellFault(say("ring-too-short", place=place, count=len(points)), say("draw-anew"))
    if points[0] != points[-1]:
        raise CellFault(
            say("ring-not-closed", place=place, first=_shown(points[0]), last=_shown(points[-1])),
            say("close-it"),
        )
    return points


def _points(ring: list[list[Any]], place: Message) -> Iterator[tuple[float, float]]:
    for number, point in enumerate(ring, start=1):
        if len(point) < 2 or not all(_is_number(value) for value in point[:2]):
            raise CellFault(
                say("point-wrong", number=number, place=place, point=_shown(point)),
                say("correct-it"),
            )
        yield float(point[0]), float(point[1])


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < FARTHEST


def _shown(point: object) -> str:
    if not isinstance(point, list | tuple):
        return str(point)[:40]
    values = (value if isinstance(value, int | float | str) or value is None else "…" for value in point[:4])
    return "[" + ", ".join(str(value)[:20] for value in values) + ("]" if len(point) <= 4 else ", …]")
