"""The width of ground at its widest: of what has one, and within bounds of whatever there is."""

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import affinity

from graph.errors import TooCostly
from graph.meter import UNMETERED, Meter
from graph.space.widths import CORNER_UNITS, widest
from tests.fuzz.effort import examples


@examples(50)
@given(st.floats(0.1, 5_000), st.floats(0.1, 5_000), st.integers(1, 30))
def test_of_rectangles_the_shorter_side_of_the_widest_counts(wide: float, tall: float, parts: int) -> None:
    strips = [affinity.translate(shapely.box(0, 0, wide / n, tall / n), 0, 6_000 * n) for n in range(1, parts + 1)]
    found = widest(shapely.union_all(strips), UNMETERED)
    assert found == pytest.approx(min(wide, tall), abs=0.11)


def test_lines_and_points_have_no_width() -> None:
    assert widest(shapely.from_wkt("GEOMETRYCOLLECTION (POINT (0 0), LINESTRING (0 0, 1 1))"), UNMETERED) == 0


@pytest.mark.parametrize("turned", [0, 45, 90])
@pytest.mark.parametrize("apart", [1.0, 6.0, 20.0])
def test_a_comb_is_not_measured(apart: float, turned: float) -> None:
    tips = [(apart * turn, 2_000 if turn % 2 else 10) for turn in range(15_000)]
    comb = shapely.Polygon([*tips, (apart * 15_000, 0), (0, 0)])
    assert widest(affinity.rotate(comb, turned), UNMETERED) is None


def test_the_work_is_counted() -> None:
    circle = shapely.Point(0, 0).buffer(1_000, quad_segs=1_000)
    with pytest.raises(TooCostly):
        widest(circle, Meter(limit=1_000 * CORNER_UNITS))
