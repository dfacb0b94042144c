"""How much work outlines make for who holds them against each other, counted before the work is done.

To find where edges cross, each is held against those whose boxes meet its own.  For a drawn border that is a handful;
for a line that runs to and fro it is every edge with every other, and a crossing costs ten microseconds and a kilobyte.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from graph.space.index import metres_per_degree

FREE_EDGES: Final = 1_000
"""An outline of so few edges is not counted: all of them against all others is a hundredth of a second."""

ALONE_AT_LEAST: Final = 1_000_000
ALONE_EACH: Final = 20
"""Pairs of an outline's own edges whose boxes may meet: so many in all, and for each edge."""

TOGETHER_AT_LEAST: Final = 50_000
TOGETHER_EACH: Final = 2
"""Pairs of edges of different outlines whose boxes may meet: so many in all, and for each edge."""

NEAR_M: Final = 0.5
"""Metres: who holds outlines against each other draws a strip of this width along their borders."""

NEAR_AT_LEAST: Final = 20_000
NEAR_EACH: Final = 6
"""Pairs of an outline's own edges that may come so near to each other: so many in all, and for each edge."""

LATTICE_M: Final = 0.5
"""What is drawn more finely than this counts as drawn so: a strip beside many small steps is quickly drawn."""

_FIRST_LOOK = 16
"""Edges that are held against all others at first: one of them may meet every other."""


def is_tangled(shape: BaseGeometry) -> bool:
    """Whether an outline runs to and fro so much that it is no border: most of its edges' boxes meet most others'."""
    edges = int(shapely.get_num_coordinates(shape))
    if edges <= FREE_EDGES:
        return False
    boxes = _boxes(shape)
    return _meet_more_often(boxes, boxes, ALONE_AT_LEAST + ALONE_EACH * edges)


def is_crowded(shape: BaseGeometry) -> bool:
    """Whether an outline runs beside itself so narrowly and so often that no strip can be drawn along it.

    The sides of a strip cross each other wherever the border comes back within its width: each with each.
    """
    points, ring = _points(shape)
    metres = np.array(metres_per_degree(float(points[:, 1].mean())))
    steps = np.round(points * metres / LATTICE_M)
    moves = np.concatenate([[True], (ring[1:] != ring[:-1]) | (steps[1:] != steps[:-1]).any(axis=1)])
    boxes = _boxes_of(steps[moves] * LATTICE_M, ring[moves], NEAR_M / 2)
    return _meet_more_often(boxes, boxes, NEAR_AT_LEAST + NEAR_EACH * len(boxes))


def are_tangled(shapes: Sequence[BaseGeometry]) -> bool:
    """Whether the borders of outlines run over each other so often that they can't be compared or joined."""
    counts = [int(shapely.get_num_coordinates(shape)) for shape in shapes]
    if sum(counts) ** 2 <= 2 * TOGETHER_AT_LEAST:
        return False
    left = TOGETHER_AT_LEAST + TOGETHER_EACH * sum(counts)
    boxes = [_boxes(shape) for shape in shapes]
    first, second = shapely.STRtree(list(shapes)).query(list(shapes))
    for i, j in zip(first.tolist(), second.tolist(), strict=True):
        if i < j and counts[i] * counts[j] > 0:
            left -= _meetings(boxes[i], boxes[j], left)
            if left < 0:
                return True
    return False


def _boxes(shape: BaseGeometry) -> npt.NDArray[np.object_]:
    """The boxes of a shape's edges."""
    return _boxes_of(*_points(shape))


def _points(shape: BaseGeometry) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """The points of a shape, and the ring of each: of all parts, for of a whole of several shapely knows no rings."""
    return shapely.get_coordinates(shapely.get_rings(shapely.get_parts(shape)), return_index=True)


def _boxes_of(
    points: npt.NDArray[np.float64], ring: npt.NDArray[np.int64], wider: float = 0.0
) -> npt.NDArray[np.object_]:
    """The boxes of the edges between points of the same ring, by so much wider on each side."""
    inner = ring[1:] == ring[:-1]
    a, b = points[:-1][inner], points[1:][inner]
    low, high = np.minimum(a, b) - wider, np.maximum(a, b) + wider
    boxes: npt.NDArray[np.object_] = shapely.box(low[:, 0], low[:, 1], high[:, 0], high[:, 1])
    return boxes


def _meet_more_often(some: npt.NDArray[np.object_], others: npt.NDArray[np.object_], most: int) -> bool:
    return _meetings(some, others, most) > most


def _meetings(some: npt.NDArray[np.object_], others: npt.NDArray[np.object_], most: int) -> int:
    """How many pairs of boxes meet; counting stops soon after `most`."""
    tree = shapely.STRtree(others)
    found, at, look = 0, 0, _FIRST_LOOK
    while at < len(some) and found <= most:
        met = tree.query(some[at : at + look]).shape[1]
        found, at = found + met, at + look
        look = _FIRST_LOOK if met > most // 8 else look * 2
    return found
