"""What in a valid outline is likely a slip of the hand: crumbs, pin-holes, needles, parts far off."""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from graph.messages import Message, say
from graph.space.plane import Plane

SMALL_PART_M2: Final = 100.0
SMALL_WHOLE_M2: Final = 25.0
SMALL_HOLE_M2: Final = 10.0
NARROW_M: Final = 0.5
"""No part of a unit, no hole in one is smaller or narrower: a building has more, a lane is wider."""

NEEDLE_M: Final = 20.0
"""A strip narrower than NARROW_M that is longer is no corner, however sharp."""

FAR_M: Final = 2_000.0
FAR_TIMES: Final = 3.0
"""A part lies far off if it is further from the largest than this, and than so many times that one's extent."""

MOST_SAID = 5
"""Slips of one outline that are told one by one."""


def slips(shape: BaseGeometry) -> Iterator[Message]:
    """Sentences, without a full stop, that say what is doubtful in a valid outline in degrees, with figures."""
    flat = Plane.around(shape).metres(shape)
    parts = _polygons(flat)
    found = [*_of_parts(parts), *_of_holes(parts), *_needles(parts)]
    yield from found[:MOST_SAID]
    if len(found) > MOST_SAID:
        yield say("more-slips", count=len(found) - MOST_SAID)


def _of_parts(parts: Sequence[shapely.Polygon]) -> Iterator[Message]:
    largest = max(parts, key=lambda part: part.area)
    if largest.area < SMALL_WHOLE_M2 or _is_narrow(largest):
        yield say("outline-tiny", area=_m2(largest.area), wide=_metres(_width(largest)))
        return
    far = max(FAR_M, FAR_TIMES * _extent(largest))
    others = [(number, part) for number, part in enumerate(parts, start=1) if part is not largest]
    ways = shapely.distance(np.array([part for _, part in others], dtype=object), largest)
    for (number, part), way in zip(others, ways.tolist(), strict=True):
        if part.area < SMALL_PART_M2 or way > far or _is_narrow(part):
            yield say(
                "part-tiny",
                number=number,
                count=len(parts),
                area=_m2(part.area),
                wide=_metres(_width(part)),
                way=_metres(way),
            )


def _of_holes(parts: Sequence[shapely.Polygon]) -> Iterator[Message]:
    for number, part in enumerate(parts, start=1):
        holes = [shapely.Polygon(ring) for ring in shapely.get_rings(part)[1:]]
        for count, hole in enumerate(holes, start=1):
            if hole.area < SMALL_HOLE_M2 or _is_narrow(hole):
                yield say(
                    "hole-tiny",
                    number=number,
                    hole=count,
                    holes=len(holes),
                    area=_m2(hole.area),
                    wide=_metres(_width(hole)),
                )


def _needles(parts: Sequence[shapely.Polygon]) -> Iterator[Message]:
    """Strips that stick out of a part, or tie it together: narrow over a length."""
    for part in parts:
        wide = _grown(_grown(part, -NARROW_M / 2), NARROW_M / 2 + 0.01)
        strips = () if wide.is_empty else _polygons(shapely.difference(part, wide))
        for strip in strips:
            if _extent(strip) > NEEDLE_M:
                long, wide_at_most = _metres(_extent(strip)), _metres(_width(strip))
                yield say("strip-thin", long=long, wide=wide_at_most)


def _grown(shape: BaseGeometry, metres: float) -> BaseGeometry:
    grown: BaseGeometry = shape.buffer(metres, quad_segs=1, join_style="mitre")
    return grown


def _polygons(shape: BaseGeometry) -> list[shapely.Polygon]:
    return [part for part in shapely.get_parts(shape) if isinstance(part, shapely.Polygon)]


def _is_narrow(shape: BaseGeometry) -> bool:
    return bool(_grown(shape, -NARROW_M / 2).is_empty)


def _width(shape: shapely.Polygon) -> float:
    """The width at the widest place: twice the radius of the largest circle within."""
    circle = shapely.maximum_inscribed_circle(shape, tolerance=max(_extent(shape) * 1e-4, 1e-4))
    return 2 * float(circle.length)


def _extent(shape: BaseGeometry) -> float:
    west, south, east, north = shape.bounds
    return float(np.hypot(east - west, north - south))


def _m2(area: float) -> str:
    return f"{area:,.0f} m²" if area >= 100 else f"{area:.1f} m²" if area >= 0.05 else f"{area:.2g} m²"


def _metres(length: float) -> str:
    if length >= 1_000:
        return f"{length / 1_000:,.1f} km"
    return f"{length:,.0f} m" if length >= 10 else f"{length:.2g} m"
