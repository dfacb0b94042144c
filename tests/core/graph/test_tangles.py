"""Outlines that would take for ever to hold against each other are told from borders, however finely drawn."""

import math

import pytest
import shapely
from shapely import affinity

from graph.space.outline import MOST_POINTS, shape_fault
from graph.space.tangles import are_tangled, is_crowded, is_tangled


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
    elsewhere = shapely.box(50, 0, 51, 1)
    for shape in (zigzag(turns), shapely.MultiPolygon([zigzag(turns), elsewhere])):
        assert is_tangled(shape)
        assert "to and fro" in str(shape_fault(shape))


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
    assert are_tangled([zigzag(turns), shapely.MultiPolygon([across, shapely.box(50, 0, 51, 1)])])
    assert are_tangled([coast(10), zigzag(turns), across])


def test_many_outlines_side_by_side_are_no_tangle() -> None:
    beside = [affinity.translate(coast(400), 0.21 * column, 0.21 * row) for column in range(10) for row in range(10)]
    assert not are_tangled(beside)


def teeth(number: int, apart_m: float, tall_m: float) -> shapely.Polygon:
    """A comb upright, whose teeth's boxes don't meet: so many, so far apart and so tall, in metres."""
    east, north = apart_m / 90_000, tall_m / 111_000
    tips = [(116 + turn * east, 36 + (north if turn % 2 else 0.0001)) for turn in range(2 * number)]
    return shapely.Polygon([*tips, (116 + 2 * number * east, 36), (116, 36)])


@pytest.mark.parametrize("tall", [2.0, 100.0])
@pytest.mark.parametrize(("number", "apart"), [(400, 0.001), (500, 0.01), (5_000, 0.01), (20_000, 0.02), (9_000, 0.1)])
def test_a_border_beside_itself_within_half_a_metre_is_none(number: int, apart: float, tall: float) -> None:
    shape = teeth(number, apart, tall)
    assert not is_tangled(shape), "no edge's box meets many others'"
    assert "within half a metre" in str(shape_fault(shape))
    assert "within half a metre" in str(shape_fault(shapely.MultiPolygon([shape, shapely.box(50, 0, 51, 1)])))


@pytest.mark.parametrize("reach", [0.1, 0.001, 0.0001])
@pytest.mark.parametrize("points", [100, 5_000, MOST_POINTS - 10])
def test_small_steps_do_not_crowd_a_border(points: int, reach: float) -> None:
    shape = affinity.scale(coast(points), reach / 0.1, reach / 0.1)
    assert not is_crowded(shape)
    assert shape_fault(shape) is None
