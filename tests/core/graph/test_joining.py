"""Outlines joined: whatever two drawings of a common border differ by, one sound outline comes of them."""

import random
from dataclasses import dataclass

import pytest
import shapely
from hypothesis import assume, example, given
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from graph.errors import InvalidInput
from graph.space.joining import JOIN_M, join
from graph.space.outline import geometry_fault, outline_text, read_outline
from graph.space.plane import Plane
from tests.fuzz.effort import examples

HERE = Plane(116.43, 35.92)
SIDE_M = 1_000.0
LATTICE_M = 0.012


def square(west: float, south: float, east: float, north: float) -> shapely.Polygon:
    """A rectangle, in metres from HERE, as an outline in degrees."""
    return HERE.degrees(shapely.box(west, south, east, north))


def drawn(shape: shapely.Polygon, off_m: float, chance: random.Random) -> shapely.Polygon:
    """A shape of the map as somebody draws it: corners of their own along the border, each a little off."""
    steps = shapely.segmentize(shape, chance.choice([60.0, 150.0, 2_000.0]))

    def around(ring: BaseGeometry) -> list[tuple[float, float]]:
        return [(x + chance.uniform(-off_m, off_m), y + chance.uniform(-off_m, off_m)) for x, y in ring.coords[:-1]]

    return shapely.Polygon(around(steps.exterior), [around(hole) for hole in steps.interiors])


@dataclass(frozen=True)
class Tiling:
    """Ground shared out without gaps, and what separate drawings of the parts look like; all in metres."""

    ideal: list[shapely.Polygon]
    drawings: list[shapely.Polygon]
    off_m: float


@st.composite
def tilings(draw: st.DrawFn) -> Tiling:
    """Some of the cells of a random division of a square; left out ones are lakes or other people's."""
    chance = draw(st.randoms(use_true_random=True))
    points = [(chance.uniform(0, SIDE_M), chance.uniform(0, SIDE_M)) for _ in range(draw(st.integers(2, 9)))]
    box = shapely.box(0, 0, SIDE_M, SIDE_M)
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(points), extend_to=box))
    ideal = [shapely.intersection(cell, box) for cell in cells]
    kept = [cell for cell in ideal if chance.random() < 0.85] or ideal
    off_m = draw(st.sampled_from([0.0, 0.005, 0.02, 0.05, 0.2]))
    drawings = [drawn(cell, off_m, chance) for cell in kept]
    assume(all(drawing.is_valid for drawing in drawings))
    return Tiling(kept, drawings, off_m)


def topology(shape: BaseGeometry) -> list[int]:
    """How many holes each part has."""
    return sorted(len(part.interiors) for part in shapely.get_parts(shape))


@examples(60)
@given(tilings())
def test_parts_drawn_separately_are_joined_without_pinholes_and_nothing_is_lost(tiling: Tiling) -> None:
    ideal = shapely.union_all(tiling.ideal)
    clear = 2 * JOIN_M
    assume(topology(ideal) == topology(ideal.buffer(clear)) == topology(ideal.buffer(-clear)))
    joined = join([HERE.degrees(drawing) for drawing in tiling.drawings])
    text = outline_text(joined.shape)
    assert geometry_fault(text) is None
    shape = HERE.metres(read_outline(text))
    assert topology(shape) == topology(ideal), "holes and parts are those of the ground"
    assert (joined.apart_m is None) == (shape.geom_type == "Polygon")
    for drawing in tiling.drawings:
        assert shapely.covers(shape, drawing.buffer(-2 * LATTICE_M)), "no ground is lost"
    reached = shapely.union_all(tiling.drawings).buffer(LATTICE_M)
    added = shapely.difference(shape, reached)
    assert added.buffer(-JOIN_M / 2 - LATTICE_M).is_empty, "what is added is a crack"
    overlaps = sum(drawing.area for drawing in tiling.drawings) - shapely.union_all(tiling.drawings).area
    slack = 4 * LATTICE_M * sum(drawing.length for drawing in tiling.drawings)
    total = sum(drawing.area for drawing in tiling.drawings)
    assert abs(shape.area - (total - overlaps + joined.filled_m2)) <= slack


@examples(20)
@given(tilings(), st.randoms(use_true_random=False))
def test_the_order_of_the_parts_does_not_matter(tiling: Tiling, chance: random.Random) -> None:
    outlines = [HERE.degrees(drawing) for drawing in tiling.drawings]
    shuffled = chance.sample(outlines, len(outlines))
    assert join(outlines).shape.equals_exact(join(shuffled).shape, tolerance=3e-7, normalize=True)


@examples(60)
@given(st.integers(1, 12), st.integers(1, 12), st.sampled_from([0.01, 0.03, 0.05, 0.2]), st.randoms())
@example(4, 3, 0.05, random.Random(1))
def test_two_neighbours_become_one_polygon(left: int, right: int, off_m: float, chance: random.Random) -> None:
    def border(steps: int) -> list[tuple[float, float]]:
        return [(chance.uniform(-off_m, off_m), 500 * step / steps) for step in range(steps + 1)]

    west = shapely.Polygon([(-600, 0), *border(left), (-600, 500)])
    east = shapely.Polygon([(700, 500), *reversed(border(right)), (700, 0)])
    shape = join([HERE.degrees(west), HERE.degrees(east)]).shape
    assert topology(shape) == [0]
    assert geometry_fault(outline_text(shape)) is None
    assert abs(HERE.metres(shape).area - west.area - east.area) <= 500 * 2 * off_m + 2_000 * LATTICE_M


# -- what is no slip of the pen --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("gap_m", "parts"), [(0.0, 1), (0.1, 1), (0.45, 1), (0.6, 2), (30.0, 2)])
def test_what_lies_apart_stays_apart_and_the_way_is_said(gap_m: float, parts: int) -> None:
    joined = join([square(0, 0, 100, 100), square(100 + gap_m, 0, 200, 100)])
    assert shapely.get_num_geometries(joined.shape) == parts
    if parts == 1:
        assert joined.apart_m is None
        assert joined.filled_m2 == pytest.approx(100 * gap_m, abs=2)
    else:
        assert joined.apart_m == pytest.approx(gap_m, abs=LATTICE_M * 2)
        assert joined.filled_m2 == 0


def test_a_lake_between_parts_is_kept_and_a_pinhole_is_not() -> None:
    ring = shapely.Polygon([(0, 0), (100, 0), (100, 100), (0, 100)], [[(40, 40), (60, 40), (60, 60), (40, 60)]])
    holed = shapely.Polygon(ring.exterior, [*ring.interiors, [(10, 10), (10.1, 10), (10.1, 10.1)]])
    joined = join([HERE.degrees(holed), square(100, 0, 200, 100)])
    assert topology(joined.shape) == [1]
    assert HERE.metres(joined.shape).area == pytest.approx(20_000 - 400, abs=10)


def test_an_island_fills_the_hole_it_lies_in() -> None:
    ring = shapely.Polygon([(0, 0), (100, 0), (100, 100), (0, 100)], [[(40, 40), (60, 40), (60, 60), (40, 60)]])
    joined = join([HERE.degrees(ring), square(40.1, 40.1, 59.9, 59.8)])
    assert topology(joined.shape) == [0]


def test_a_narrow_inlet_of_one_outline_is_no_crack() -> None:
    inlet = shapely.Polygon([(0, 0), (50, 0), (50, 80), (50.3, 80), (50.3, 0), (100, 0), (100, 100), (0, 100)])
    joined = join([HERE.degrees(inlet), square(0, 100, 100, 200)])
    assert joined.filled_m2 == pytest.approx(0, abs=1)
    assert not shapely.covers(HERE.metres(joined.shape), shapely.Point(50.15, 40))


def test_an_outline_by_itself_is_put_on_the_lattice() -> None:
    outline = square(0, 0, 100, 100)
    assert HERE.metres(join([outline]).shape).equals_exact(HERE.metres(outline), LATTICE_M, normalize=True)


def test_one_within_another_adds_nothing() -> None:
    joined = join([square(0, 0, 100, 100), square(20, 20, 40, 40)])
    assert joined.shape.equals(join([square(0, 0, 100, 100)]).shape)


def test_borders_that_cross_all_along_are_refused_before_any_work() -> None:
    def comb(teeth: int) -> shapely.Polygon:
        points = [(x, y) for tooth in range(teeth) for x, y in ((2 * tooth, 0), (2 * tooth + 1, 2 * teeth))]
        return shapely.Polygon([*points, (2 * teeth, 2 * teeth + 5), (2 * teeth, -5), (0, -5)])

    upright = comb(400)
    across = shapely.transform(upright, lambda xy: xy[:, ::-1])
    with pytest.raises(InvalidInput, match="cross each other all along"):
        join([HERE.degrees(upright), HERE.degrees(across)])


def test_what_is_smaller_than_the_lattice_is_refused() -> None:
    with pytest.raises(InvalidInput, match="smaller than a centimetre"):
        join([square(0, 0, 0.001, 0.001), square(0.001, 0, 0.002, 0.001)])
