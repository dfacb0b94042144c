"""Outlines that would take for ever to hold against each other are told from borders, however finely drawn."""

import math

import pytest
import shapely
from shapely import affinity

from graph.outline import MOST_POINTS, shape_fault
from graph.tangles import are_tangled, is_tangled


def zigzag(turns: int) -> shapely.Polygon:
    """A line that runs to and fro, valid, and slanted, so that the box of every stroke meets all others."""
    strokes = [(0.0 if turn % 2 else 10.0, 10 * turn / turns) for turn in range(turns)]
    return affinity.rotate(shapely.Polygon([*strokes, (10.1, 10.1), (-0.1, 10.1), (-0.1, -0.1)]), 45)


def coast(points: int, longitude: float = 116.0) -> shapely.Polygon:
    """A bay of many small corners, as a surveyor walks it."""
    turns = [2 * math.pi * number / points for number in range(points)]
    reach = [0.1 + 0.004 * math.sin(17 * turn) + 0.00001 * (number % 3) for number, turn in enumerate(turns)]
    corners = [(longitude + r * math.cos(t), 36 + r * math.sin(t)) for r, t in zip(reach, turns, strict=True)]
    return shapely.Polygon(corners)


@pytest.mark.parametrize("turns", [2_000, 10_000, MOST_POINTS - 10])
def test_a_line_to_and_fro_is_no_border(turns: int) -> None:
    assert is_tangled(zigzag(turns))
    assert "to and fro" in str(shape_fault(zigzag(turns)))


@pytest.mark.parametrize("points", [10, 1_000, 5_000, MOST_POINTS - 10])
def test_a_finely_drawn_border_is_one(points: int) -> None:
    shape = coast(points)
    assert shape_fault(shape) is None
    assert not is_tangled(shape)
    assert not are_tangled([shape, coast(points // 2), coast(points, 116.15)])


@pytest.mark.parametrize("turns", [300, 900])
def test_lines_to_and_fro_across_each_other_are_not_compared(turns: int) -> None:
    across = affinity.rotate(zigzag(turns), 90)
    assert not is_tangled(across), "each by itself may pass"
    assert are_tangled([zigzag(turns), across])
    assert are_tangled([coast(10), zigzag(turns), across])


def test_many_outlines_side_by_side_are_no_tangle() -> None:
    beside = [affinity.translate(coast(400), 0.21 * column, 0.21 * row) for column in range(10) for row in range(10)]
    assert not are_tangled(beside)
