"""Outlines: read from GeoJSON, brought to CGCS2000, put in one form, written and read back."""

import json
import warnings
from datetime import date
from pathlib import Path
from typing import Any

import prcoords
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from graph.facts import Boundary
from graph.space.datum import gcj02_to_cgcs2000
from graph.space.index import parse_geometry
from graph.space.outline import outline_text
from loaders import export_geojson
from tests.builders.workbooks import JUNE, VILLAGE, World, csv, empty, villages

JULY = date(2025, 7, 1)
SQUARE = [[116.4, 35.9], [116.41, 35.9], [116.41, 35.91], [116.4, 35.91], [116.4, 35.9]]
OTHER = [[116.4, 35.9], [116.42, 35.9], [116.42, 35.91], [116.4, 35.91], [116.4, 35.9]]


@pytest.fixture
def town(tmp_path: Path) -> World:
    """Two villages."""
    return empty().take(csv(tmp_path / "v.csv", villages("刘范村", "高范村")), on=date(2025, 1, 1))


def feature(code: object, ring: object, key: str = "code", kind: str = "Polygon", **more: object) -> dict[str, Any]:
    """A feature whose geometry is a ring, or whatever coordinates are given."""
    coordinates = [ring] if kind == "Polygon" else ring
    return {
        "type": "Feature",
        "properties": {key: code, **more},
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def written(path: Path, *features: object, **members: object) -> Path:
    """A FeatureCollection in a file."""
    content = {"type": "FeatureCollection", "datum": "WGS84", **members, "features": list(features)}
    path.write_text(json.dumps({k: v for k, v in content.items() if v is not None}), "utf-8")
    return path


def outline(world: World, code: str = VILLAGE, day: date = JUNE) -> str:
    """The outline of a unit."""
    boundary = world.on(day).boundary(code)
    assert boundary is not None
    return boundary.geometry


@pytest.mark.parametrize("key", ["code", "编码", "网格编码", "grid_id", "CODE"])
def test_features_are_linked_by_a_property_of_many_names(town: World, tmp_path: Path, key: str) -> None:
    after = town.take(written(tmp_path / "a.geojson", feature(int(VILLAGE), SQUARE, key)))
    assert shapely.equals(parse_geometry(outline(after)), shapely.Polygon(SQUARE))


def test_outlines_have_one_form_whichever_way_they_were_drawn(town: World, tmp_path: Path) -> None:
    backwards = list(reversed(SQUARE))
    turned = [*SQUARE[2:], *SQUARE[1:3]]
    fine = [[x + 1e-9, y, 12.5] for x, y in SQUARE]
    texts = {
        outline(town.take(written(tmp_path / "a.geojson", feature(VILLAGE, ring))))
        for ring in (SQUARE, backwards, turned, fine)
    }
    assert len(texts) == 1
    (text,) = texts
    shape = parse_geometry(text)
    assert isinstance(shape, shapely.Polygon)
    assert shape.exterior.is_ccw


def test_multi_polygons_and_holes_are_kept(town: World, tmp_path: Path) -> None:
    hole = [[116.402, 35.902], [116.402, 35.904], [116.404, 35.904], [116.404, 35.902], [116.402, 35.902]]
    far = [[[x + 1, y] for x, y in SQUARE]]
    after = town.take(written(tmp_path / "a.geojson", feature(VILLAGE, [[SQUARE, hole], far], kind="MultiPolygon")))
    shape = parse_geometry(outline(after))
    assert isinstance(shape, shapely.MultiPolygon)
    assert sorted(len(part.interiors) for part in shape.geoms) == [0, 1]


def test_a_new_outline_ends_the_old_one_and_the_same_one_changes_nothing(town: World, tmp_path: Path) -> None:
    first = town.take(written(tmp_path / "a.geojson", feature(VILLAGE, SQUARE)))
    again = first.take(written(tmp_path / "a.geojson", feature(VILLAGE, list(reversed(SQUARE)))), on=JULY)
    assert again.plan is not None
    assert again.plan.operations == ()
    after = first.take(written(tmp_path / "b.geojson", feature(VILLAGE, OTHER)), on=JULY)
    lines = after.snapshot.linked(Boundary, "unit", VILLAGE)
    assert [(b.start, b.end) for b in lines] == [(JUNE, JULY), (JULY, None)]


def test_units_and_outlines_come_together(tmp_path: Path) -> None:
    world = empty().take(
        csv(tmp_path / "v.csv", villages("刘范村")), written(tmp_path / "a.geojson", feature(VILLAGE, SQUARE))
    )
    assert outline(world)


# -- what coordinates refer to -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "crs",
    ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4490", "CGCS2000", "WGS 84", "EPSG:4490"],
)
def test_longitude_and_latitude_are_taken_as_they_are(town: World, tmp_path: Path, crs: str) -> None:
    member = {"type": "name", "properties": {"name": crs}}
    after = town.take(written(tmp_path / "a.geojson", feature(VILLAGE, SQUARE), datum=None, crs=member))
    assert outline(after) == outline_text(shapely.Polygon(SQUARE))
    assert after.doubts == ""


def test_a_projected_system_is_a_fault(town: World, tmp_path: Path) -> None:
    member = {"type": "name", "properties": {"name": "EPSG:4547"}}
    faults = town.refused(written(tmp_path / "a.geojson", feature(VILLAGE, SQUARE), datum=None, crs=member))
    assert "EPSG:4547" in faults[0].why


def test_undeclared_coordinates_in_china_are_doubted_unless_said(town: World, tmp_path: Path) -> None:
    path = written(tmp_path / "a.geojson", feature(VILLAGE, SQUARE), datum=None)
    assert "GCJ-02" in town.take(path).doubts
    assert town.take(path, datum="wgs84").doubts == ""
    elsewhere = written(tmp_path / "b.geojson", feature(VILLAGE, [[x - 110, y] for x, y in SQUARE]), datum=None)
    assert town.take(elsewhere).doubts == ""


def test_public_maps_coordinates_are_set_right(town: World, tmp_path: Path) -> None:
    def public(point: list[float]) -> list[float]:
        there = prcoords.wgs_gcj((point[1], point[0]), check_china=False)
        return [there.lon, there.lat]

    after = town.take(written(tmp_path / "a.geojson", feature(VILLAGE, [public(p) for p in SQUARE]), datum="GCJ-02"))
    assert outline(after) == outline_text(shapely.Polygon(SQUARE))
    after = town.take(
        written(tmp_path / "a.geojson", feature(VILLAGE, [public(p) for p in SQUARE]), datum=None), datum="gcj02"
    )
    assert outline(after) == outline_text(shapely.Polygon(SQUARE))


@given(st.floats(73.6, 134.7), st.floats(18.2, 53.5))
def test_undoing_the_offset_is_exact_to_half_a_metre_and_warns_of_nothing(longitude: float, latitude: float) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        there = prcoords.wgs_gcj((latitude, longitude), check_china=False)
        lon, lat = gcj02_to_cgcs2000(there.lon, there.lat)
    assert prcoords.Coords(lat, lon).distance(prcoords.Coords(latitude, longitude)) < 0.5


def test_a_file_and_an_option_that_disagree_are_a_fault(town: World, tmp_path: Path) -> None:
    faults = town.refused(written(tmp_path / "a.geojson", feature(VILLAGE, SQUARE), datum="CGCS2000"), datum="gcj02")
    assert "gcj02" in faults[0].why


# -- what is wrong -----------------------------------------------------------------------------------------------------

BOW = [[116.4, 35.9], [116.41, 35.91], [116.41, 35.9], [116.4, 35.91], [116.4, 35.9]]


def test_every_fault_of_a_file_is_said(town: World, tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.geojson",
        feature(VILLAGE, BOW),
        feature("370923001099", SQUARE),
        feature(None, SQUARE),
        feature("370923001002", [116.4, 35.9], kind="Point"),
        feature("370923001002", [[y, x] for x, y in SQUARE]),
        feature("370923001002", SQUARE),
        feature("370923001002", OTHER),
        feature(
            "370923001002", [[500000.0, 3970000.0], [500100.0, 3970000.0], [500100.0, 3970100.0], [500000.0, 3970000.0]]
        ),
        "nonsense",
    )
    faults = town.refused(path)
    assert [fault.column for fault in faults if fault.column] == [f"feature {n}" for n in (1, 3, 4, 5, 8, 9, 2, 7)]
    said = "\n".join(str(fault) for fault in faults)
    for word in ("Self-intersection", "no unit with this code", "Point", "latitude first", "outlined twice", "metres"):
        assert word in said


@pytest.mark.parametrize("text", ["", "{", "[]", '{"type": "Point"}', '{"type": "FeatureCollection"}'])
def test_what_is_no_geojson_is_a_fault(town: World, tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(text)
    assert len(town.refused(path)) == 1


# -- out and in again --------------------------------------------------------------------------------------------------


def test_dated_outlines_are_written_and_read_back(town: World, tmp_path: Path) -> None:
    first = town.take(written(tmp_path / "a.geojson", feature(VILLAGE, SQUARE)))
    after = first.take(written(tmp_path / "b.geojson", feature(VILLAGE, OTHER)), on=JULY)
    export_geojson(after.snapshot, tmp_path / "out.geojson")
    back = town.take(tmp_path / "out.geojson")
    assert set(back.snapshot.all(Boundary)) == set(after.snapshot.all(Boundary))
    assert back.doubts == ""
