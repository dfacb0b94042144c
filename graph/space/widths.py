"""How wide some ground is at its widest."""

from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from graph.meter import Meter

EXACT_M: Final = 0.05
"""Metres to which a width is found."""

MOST_PARTS: Final = 200
"""Parts that are measured, the largest first."""

MOST_STROKES: Final = 50
"""Times that a border may run from one end of the ground to the other: each place that is tried is held against all."""

PART_UNITS: Final = 2_000
CORNER_UNITS: Final = 5
"""What it costs to measure a part, and more for each of its corners."""


def widest(ground: BaseGeometry, meter: Meter) -> float | None:
    """The diameter in metres of the largest circle within any part of some ground, which is in metres; 0 if it is none.

    None where the border of a part runs to and fro so much that this would take for ever.
    """
    parts = [part for part in shapely.get_parts(ground) if isinstance(part, shapely.Polygon) and not part.is_empty]
    found = 0.0
    for part in sorted(parts, key=lambda part: -part.area)[:MOST_PARTS]:
        meter.spend(PART_UNITS + CORNER_UNITS * int(shapely.get_num_coordinates(part)))
        if _strokes(part) > MOST_STROKES:
            return None
        found = max(found, 2 * float(shapely.maximum_inscribed_circle(part, tolerance=EXACT_M).length))
    return found


def _strokes(part: shapely.Polygon) -> float:
    """How often the border runs across the whole of its box, east and west or north and south."""
    points, ring = shapely.get_coordinates(shapely.get_rings(part), return_index=True)
    moved = np.abs(np.diff(points, axis=0))[ring[1:] == ring[:-1]].sum(axis=0)
    west, south, east, north = part.bounds
    return float(max(moved[0] / (east - west), moved[1] / (north - south)))
