"""What may be an outline: weighed as text before a parser sees it, then held to the form of a polygon in degrees.

Parsers of geometry follow nesting by recursion and compare every ring with every other: what they are given is bounded
here, for every way in.
"""

import re
import warnings
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from graph.errors import InvalidInput
from graph.messages import Message, say
from graph.space.tangles import is_crowded, is_tangled
from graph.texts import LONGEST_GEOMETRY

MOST_POINTS: Final = 50_000
"""Points of one outline.  The border of a county, drawn to the metre, has fewer."""

MOST_RINGS: Final = 1_000
"""Parts and holes of one outline together.  To hold each against each is a million comparisons."""

MOST_DEPTH: Final = 3
"""Brackets within brackets of a multi-polygon: its parts, their rings, their points."""

DECIMALS: Final = 7
GRID_DEG: Final = 1e-7
"""Decimals of a degree that are kept, and the lattice that they make: about a centimetre."""

_HEAD = re.compile(r"\s*(MULTI)?POLYGON\s*(?:ZM|Z|M)?\s*(?:(EMPTY)\s*$|(?=\())", re.IGNORECASE | re.ASCII)
_FOREIGN = re.compile(r"(?:(?<![\d.])[eE]|[^\d\s.,()eE+-])[^\s,()]{0,20}", re.ASCII)
_RING = re.compile(r"\(\s*[^\s()]", re.ASCII)


def geometry_fault(text: str) -> Message | None:
    """What is wrong with a WKT outline, as the end of a sentence whose subject is the outline; None: nothing is.

    A sound one is a valid, non-empty POLYGON or MULTIPOLYGON in degrees.  Cost: linear in the text, and quadratic in
    its rings, of which there are at most MOST_RINGS.
    """
    fault = weight_fault(text)
    if fault is not None:
        return fault
    shape = _parsed(text)
    return say("outline-unreadable") if shape is None else shape_fault(shape)


def weight_fault(text: str) -> Message | None:
    """What is wrong with a WKT outline by its text alone: size, type, characters, depth, points, rings.

    Cost: linear in the text, of which no more than LONGEST_GEOMETRY characters are looked at.
    """
    if len(text) > LONGEST_GEOMETRY:
        return say("outline-too-long", count=len(text), most=LONGEST_GEOMETRY)
    head = _HEAD.match(text)
    if head is None:
        return say("outline-of-no-area")
    if head.group(2):
        return say("outline-empty")
    if foreign := _FOREIGN.search(text, head.end()):
        return say("outline-foreign", foreign=foreign.group())
    return _depth_fault(text, MOST_DEPTH if head.group(1) else MOST_DEPTH - 1) or too_many(
        text.count(",") + 1, _rings(text)
    )


def too_many(points: int, rings: int) -> Message | None:
    """What is wrong with an outline of so many points and rings; None: nothing is."""
    if points > MOST_POINTS:
        return say("outline-too-many-points", points=points, most=MOST_POINTS)
    if rings > MOST_RINGS:
        return say("outline-too-many-rings", rings=rings, most=MOST_RINGS)
    return None


def shape_fault(shape: BaseGeometry) -> Message | None:
    """What is wrong with a shape as an outline; None: nothing is."""
    if shape.geom_type not in {"Polygon", "MultiPolygon"}:
        return say("outline-of-no-area")
    if shape.is_empty:
        return say("outline-empty")
    west, south, east, north = shape.bounds
    if not (west >= -180 and east <= 180 and south >= -90 and north <= 90):
        return say("outline-off-globe")
    return _border_fault(shape)


def _border_fault(shape: BaseGeometry) -> Message | None:
    if is_tangled(shape):
        return say("outline-to-and-fro")
    if not shape.is_valid:
        return say("outline-not-valid", reason=shapely.is_valid_reason(shape))
    if is_crowded(shape):
        return say("outline-beside-itself")
    return None


def sound_shape(text: str) -> BaseGeometry | None:
    """The shape of a WKT outline; None if anything is wrong with it."""
    shape = None if weight_fault(text) else _parsed(text)
    return None if shape is None or shape_fault(shape) else shape


def read_outline(text: str) -> BaseGeometry:
    """The shape of a WKT outline that may be unsound.  Raises InvalidInput that says what is wrong with it."""
    if fault := geometry_fault(text):
        raise InvalidInput(say("outline-faulty", fault=fault))
    shape: BaseGeometry = shapely.from_wkt(text)
    return shape


def outline_text(shape: BaseGeometry) -> str:
    """A polygon or multi-polygon as WKT in one form: 7 decimals, exteriors anticlockwise, a fixed first point.

    Equal outlines have equal texts, whichever point or direction their drawing began with.
    """
    flat = shapely.force_2d(shape)
    rounded = shapely.transform(flat, lambda xy: np.round(xy, DECIMALS))
    return str(shapely.to_wkt(shapely.orient_polygons(rounded.normalize()), rounding_precision=DECIMALS, trim=True))


def _rings(text: str) -> int:
    return sum(1 for _ in _RING.finditer(text))


def _depth_fault(text: str, most: int) -> Message | None:
    depth = 0
    for found in re.finditer(r"[()]", text):
        depth += 1 if found.group() == "(" else -1
        if depth > most:
            return say("outline-too-deep", depth=depth, most=most)
    return None


def _parsed(text: str) -> BaseGeometry | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # of numbers too large to be any; found out by the bounds
            shape: BaseGeometry = shapely.from_wkt(text)
    except (shapely.errors.ShapelyError, UnicodeDecodeError):  # of its own message, cut amid a character
        return None
    return shape
