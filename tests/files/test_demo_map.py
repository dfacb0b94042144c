"""The demo's outlines tile: no gap and no overlap at any level, on any day, and neighbours share their corners."""

from datetime import date
from random import Random

import numpy as np
import pytest
import shapely
from shapely import Polygon

from demo import FOUNDED, STREET
from demo.gazetteer import load_villages
from graph.facts import FactId
from graph.space.datum import gcj02_to_cgcs2000
from graph.space.index import metres_per_degree
from graph.space.outline import outline_text
from graph.view import View
from graph.words import GridType, UnitKind
from tests.files.test_demo import TODAY, demo, state

OFFICES = gcj02_to_cgcs2000(116.437419, 35.922641)
DAYS = (FOUNDED, date(2025, 10, 1), TODAY, date(2027, 1, 1))


@pytest.fixture(params=DAYS, ids=str)
def view(request: pytest.FixtureRequest) -> View:
    """The demo before and after its reshapings."""
    return View(demo(TODAY), request.param)


def outlines(view: View, kind: UnitKind) -> dict[FactId, Polygon]:
    found = {}
    for unit in view.units(kind):
        boundary = view.boundary(unit.id)
        assert boundary is not None, f"{unit.id} has no outline"
        shape = shapely.from_wkt(boundary.geometry)
        assert isinstance(shape, Polygon)
        found[unit.id] = shape
    return found


def test_every_outline_is_valid_and_simple(view: View) -> None:
    for kind in (UnitKind.STREET, UnitKind.MANAGEMENT_AREA, UnitKind.VILLAGE, UnitKind.GRID, UnitKind.MICRO_GRID):
        for code, shape in outlines(view, kind).items():
            assert shape.is_valid, code
            assert not shape.interiors, code
            if kind == UnitKind.MICRO_GRID:
                assert len(shape.exterior.coords) - 1 <= 25, code


def test_outlines_are_written_in_the_loaders_form(view: View) -> None:
    for unit in view.units():
        boundary = view.boundary(unit.id)
        assert boundary is not None
        assert boundary.geometry == outline_text(shapely.from_wkt(boundary.geometry))


def test_each_level_fills_the_one_above_without_overlap(view: View) -> None:
    shapes = {code: shape for kind in UnitKind for code, shape in outlines(view, kind).items()}
    for unit in view.units():
        parts = [shapes[child.id] for child in view.children(unit.id)]
        if parts:
            whole = shapes[unit.id]
            assert shapely.coverage_is_valid(parts), unit.id
            assert sum(part.area for part in parts) == pytest.approx(whole.area, rel=1e-6)
            assert shapely.union_all(parts).symmetric_difference(whole).area <= 1e-6 * whole.area


def test_neighbours_share_their_corners(view: View) -> None:
    shapes = list(outlines(view, UnitKind.MICRO_GRID).values())
    corners = [{tuple(corner) for corner in shape.exterior.coords} for shape in shapes]
    points = sorted(set().union(*corners))
    tree = shapely.STRtree([shape.exterior for shape in shapes])
    at, near = tree.query(shapely.points(np.array(points)), predicate="dwithin", distance=1e-9)
    assert all(points[p] in corners[s] for p, s in zip(at, near, strict=True))


def test_a_point_lies_in_one_micro_grid_or_on_a_border() -> None:
    shapes = list(outlines(View(demo(TODAY), FOUNDED), UnitKind.MICRO_GRID).values())
    street = outlines(View(demo(TODAY), FOUNDED), UnitKind.STREET)[STREET]
    west, south, east, north = street.bounds
    rng = Random(0)
    points = shapely.points([(rng.uniform(west, east), rng.uniform(south, north)) for _ in range(4000)])
    inside = shapely.contains_properly(street, points)
    within, _ = shapely.STRtree(shapes).query(points, predicate="within")
    touched, _ = shapely.STRtree(shapes).query(points, predicate="intersects")
    hits, touches = np.bincount(within, minlength=len(points)), np.bincount(touched, minlength=len(points))
    assert np.all((hits[inside] == 1) | (touches[inside] > 1))
    assert np.all(hits[~inside] == 0)


def test_the_street_lies_where_it_is_and_is_as_large_as_one() -> None:
    street = outlines(View(demo(TODAY), FOUNDED), UnitKind.STREET)[STREET]
    per_lon, per_lat = metres_per_degree(OFFICES[1])
    assert street.contains(shapely.Point(OFFICES))
    assert 100 < street.area * per_lon * per_lat / 1e6 < 130


def test_villages_whose_place_is_known_lie_there() -> None:
    shapes = outlines(View(demo(TODAY), FOUNDED), UnitKind.VILLAGE)
    known = {village.code: village.point for village in load_villages() if village.point is not None}
    assert len(known) == 6
    for code, point in known.items():
        assert shapes[code].contains(shapely.Point(point)), code


def test_codes_run_in_rows_from_north_to_south() -> None:
    """The first general grid of a village lies no further south than the last, but for what bending the map moved."""
    view = View(demo(TODAY), FOUNDED)
    shapes = outlines(view, UnitKind.GRID)
    for village in view.units(UnitKind.VILLAGE):
        general = [g.id for g in view.children(village.id) if state(view, g.id).grid_type == GridType.GENERAL]
        assert shapes[general[0]].centroid.y > shapes[general[-1]].centroid.y - 0.002
