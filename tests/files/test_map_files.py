"""What GeoJSON files hold beside sound outlines: each is taken, doubted or refused in a sentence that says where."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import shapely

from graph.space.outline import outline_text
from loaders.outlines import documents, reading
from tests.builders.workbooks import STREET, VILLAGE, World, csv, empty, villages
from tests.files.test_geojson import OTHER, SQUARE, feature, outline, written

GRID = f"{VILLAGE}001"
NEXT = f"{STREET}002"
MICRO = f"{GRID}001"
DECEMBER = date(2026, 12, 1)


@pytest.fixture
def town(tmp_path: Path) -> World:
    """Two villages; the first has a grid with a micro-grid."""
    world = empty().take(csv(tmp_path / "v.csv", villages("刘范村", "高范村")), on=date(2025, 1, 1))
    rows = f"code,name,网格类型\n{GRID},刘范村第一网格,全科\n{MICRO},东微网格,\n"
    return world.take(csv(tmp_path / "g.csv", rows), on=date(2025, 1, 1))


def said(world: World, path: Path, **options: Any) -> str:
    """The doubts about a file."""
    return world.take(path, **options).doubts


def fault(world: World, path: Path, **options: Any) -> str:
    """The one fault of a file."""
    (found,) = world.refused(path, **options)
    return str(found)


def raw(path: Path, text: str | bytes) -> Path:
    """A file of just this."""
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def shifted(ring: list[list[float]], east: float, north: float = 0.0) -> list[list[float]]:
    """A ring elsewhere, in degrees."""
    return [[x + east, y + north] for x, y in ring]


# -- coordinate systems ------------------------------------------------------------------------------------------------

UNKNOWN = [
    {"type": "EPSG", "properties": {"code": 4214}},
    {"type": "EPSG", "properties": {"code": "3857"}},
    {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4610"}},
    {"type": "name", "properties": {"name": "WGS 84 / UTM zone 50N"}},
    {"type": "name", "properties": {"name": "CGCS2000 / 3-degree Gauss-Kruger CM 117E"}},
    {"type": "name", "properties": {"name": "BD-09"}},
    {"type": "name", "properties": {"name": "EPSG:4490+5737"}},
    {"type": "name", "properties": {"name": {"epsg": 4490}}},
    {"type": "name", "properties": {"name": ""}},
    {"type": "name", "properties": None},
    {"type": "name", "properties": []},
    {"type": "name"},
    {"type": "link", "properties": {"href": "http://example.invalid/epsg/4490", "type": "proj4"}},
    {"type": "link", "properties": None},
    [{"type": "name", "properties": {"name": "EPSG:4490"}}],
    "EPSG:4214",
    4490,
    True,
]

KNOWN = [
    {"type": "EPSG", "properties": {"code": 4490}},
    {"type": "EPSG", "properties": {"code": "4326"}},
    {"type": "name", "properties": {"name": "http://www.opengis.net/def/crs/EPSG/0/4490"}},
    {"type": "name", "properties": {"name": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"}},
    {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG:6.9:4326"}},
    {"type": "name", "properties": {"name": "GCS_China_Geodetic_Coordinate_System_2000"}},
    {"properties": {"name": "国家2000"}},
    {"name": "EPSG:4490"},
    "EPSG:4490",
]


@pytest.mark.parametrize("crs", UNKNOWN, ids=str)
@pytest.mark.parametrize("where", ["file", "feature", "geometry"])
def test_a_system_that_is_not_known_is_a_fault_wherever_it_is_said(
    town: World, tmp_path: Path, crs: object, where: str
) -> None:
    one = feature(VILLAGE, SQUARE)
    members: dict[str, object] = {"datum": None}
    {"file": members, "feature": one, "geometry": one["geometry"]}[where]["crs"] = crs
    assert "not" in fault(town, written(tmp_path / "a.geojson", one, **members))
    assert "known" in fault(town, written(tmp_path / "a.geojson", one, **members))


@pytest.mark.parametrize("crs", KNOWN, ids=str)
@pytest.mark.parametrize("where", ["file", "feature", "geometry"])
def test_a_system_that_is_known_leaves_no_doubt(town: World, tmp_path: Path, crs: object, where: str) -> None:
    one = feature(VILLAGE, SQUARE)
    members: dict[str, object] = {"datum": None}
    {"file": members, "feature": one, "geometry": one["geometry"]}[where]["crs"] = crs
    assert said(town, written(tmp_path / "a.geojson", one, **members)) == ""


def test_crs_null_says_nothing(town: World, tmp_path: Path) -> None:
    path = raw(tmp_path / "a.geojson", json.dumps({**feature(VILLAGE, SQUARE), "crs": None}))
    assert "does not say what its coordinates refer to" in said(town, path)


@pytest.mark.parametrize(
    ("file", "one"), [("EPSG:4490", "GCJ-02"), ("GCJ-02", "EPSG:4490"), ("WGS 84", "高德")], ids=str
)
def test_a_feature_that_says_otherwise_than_its_file_is_a_fault(
    town: World, tmp_path: Path, file: str, one: str
) -> None:
    assert "was asked for" in fault(
        town, written(tmp_path / "a.geojson", {**feature(VILLAGE, SQUARE), "crs": one}, datum=file)
    )
    assert "said to be" in fault(town, written(tmp_path / "a.geojson", feature(VILLAGE, SQUARE), datum=file, crs=one))


# -- codes -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code",
    ["370923001001001100", "370923001001001057", "-9007199254740993", "3.70923001001001e17", "1e400", "370923001001.5"],
)
def test_digits_that_programs_lose_are_a_fault(town: World, tmp_path: Path, code: str) -> None:
    text = json.dumps(feature("CODE", SQUARE)).replace('"CODE"', code)
    assert "Write codes as text" in fault(town, raw(tmp_path / "a.geojson", text), datum="wgs84")


def test_a_code_with_lost_digits_made_text_again_is_a_fault(town: World, tmp_path: Path) -> None:
    assert "2^53" in fault(town, written(tmp_path / "a.geojson", feature("370923001001001100.0", SQUARE)))
    assert "科学计数法" in fault(town, written(tmp_path / "a.geojson", feature("3.70923001001E+17", SQUARE)))


@pytest.mark.parametrize("code", [370923001001.0, "370923001001.0", "370923001001.00"])
def test_a_code_with_decimals_is_doubted(town: World, tmp_path: Path, code: object) -> None:
    after = town.take(written(tmp_path / "a.geojson", feature(code, SQUARE)))
    assert f"read as {VILLAGE}" in after.doubts
    assert outline(after) == outline_text(shapely.Polygon(SQUARE))


@pytest.mark.parametrize("code", [True, [VILLAGE], {"code": VILLAGE}, "", "  ", None, "刘范村", "12 34"])
def test_what_is_no_code_is_a_fault(town: World, tmp_path: Path, code: object) -> None:
    assert fault(town, written(tmp_path / "a.geojson", feature(code, SQUARE)))


def test_the_code_of_the_lowest_level_is_the_units(town: World, tmp_path: Path) -> None:
    one = feature(
        VILLAGE, SQUARE, key="村编码", 网格编码=GRID, 微网格编码=MICRO, 网格名称="刘范村第一网格", 村名="刘范村"
    )
    after = town.take(written(tmp_path / "a.geojson", one))
    assert after.on().boundary(MICRO) is not None
    assert after.on().boundary(GRID) is None
    assert after.doubts == ""


def test_codes_that_disagree_are_doubted(town: World, tmp_path: Path) -> None:
    one = feature(GRID, SQUARE, 村编码=NEXT, 上级编码=NEXT)
    doubts = said(town, written(tmp_path / "a.geojson", one))
    assert "feature 1, property 村编码" in doubts
    assert "feature 1, property 上级编码" in doubts
    assert f"says {NEXT}" in doubts


# -- names -------------------------------------------------------------------------------------------------------------


def test_names_beside_the_codes_of_others_are_doubted_each(town: World, tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.geojson",
        feature(VILLAGE, SQUARE, name="高范村"),
        feature(NEXT, shifted(SQUARE, 0.01), 名称="刘范社区"),
    )
    doubts = said(town, path).splitlines()
    assert len(doubts) == 2
    assert f"property name: '高范村': The property name says 高范村; 高范村 is {NEXT}" in doubts[0]
    assert f"that of 高范村 ({NEXT})" in doubts[1]


@pytest.mark.parametrize("name", ["刘范村", "刘范社区", "刘范村村民委员会", "", None, 7])
def test_a_name_that_is_the_units_own_is_not_doubted(town: World, tmp_path: Path, name: object) -> None:
    assert said(town, written(tmp_path / "a.geojson", feature(VILLAGE, SQUARE, name=name))) == ""


@pytest.mark.parametrize(
    ("key", "value"), [("村(社区)", "高范村"), ("上级名称", "高范村"), ("网格名称", "第二网格"), ("级别", "微网格")]
)
def test_what_is_said_of_level_and_place_is_held_against_the_model(
    town: World, tmp_path: Path, key: str, value: str
) -> None:
    doubts = said(town, written(tmp_path / "a.geojson", feature(GRID, SQUARE, **{key: value})))
    assert f"property {key}: {value!r}" in doubts
    assert "The code was trusted" in doubts


def test_properties_that_a_map_does_not_give_are_named(town: World, tmp_path: Path) -> None:
    one = feature(VILLAGE, SQUARE, 户数=320, 网格长="张三", OBJECTID=7, Shape_Area=0.0001)
    doubts = said(town, written(tmp_path / "a.geojson", one))
    assert "户数, 网格长 were not read" in doubts
    assert "OBJECTID" not in doubts


# -- drawings ----------------------------------------------------------------------------------------------------------

CRUMB = [[116.53, 35.92], [116.530006, 35.92], [116.530006, 35.920007], [116.53, 35.920007], [116.53, 35.92]]
HAIR = [[116.402, 35.902], [116.408, 35.902], [116.408, 35.9020003], [116.402, 35.9020003], [116.402, 35.902]]
NEEDLE = [*SQUARE[:1], [116.405, 35.9], [116.405, 35.88], [116.4050001, 35.9], *SQUARE[1:]]


@pytest.mark.parametrize(
    ("coordinates", "figures"),
    [
        ([[SQUARE], [CRUMB]], ["Part 2 of 2", "0.4 m²", "km from the largest part"]),
        ([[CRUMB], [SQUARE]], ["Part 1 of 2", "0.4 m²"]),
        ([[SQUARE], [shifted(SQUARE, 0.5)]], ["Part 2 of 2", "km from the largest part"]),
        ([[SQUARE, HAIR]], ["Hole 1 of 1 in part 1", "m²", "0.033 m"]),
        ([[CRUMB]], ["0.4 m² in all"]),
        ([[NEEDLE]], ["A strip of the outline is 2.", "km long"]),
    ],
)
def test_slips_of_the_hand_are_doubted_with_figures(
    town: World, tmp_path: Path, coordinates: list[Any], figures: list[str]
) -> None:
    path = written(tmp_path / "a.geojson", feature(VILLAGE, coordinates, kind="MultiPolygon"))
    (doubt,) = said(town, path).splitlines()
    assert "feature 1" in doubt
    for figure in figures:
        assert figure in doubt


def test_many_slips_are_counted(town: World, tmp_path: Path) -> None:
    crumbs = [[shifted(CRUMB, 0.001 * number)] for number in range(40)]
    path = written(tmp_path / "a.geojson", feature(VILLAGE, [[SQUARE], *crumbs], kind="MultiPolygon"))
    doubts = said(town, path).splitlines()
    assert len(doubts) == 6
    assert "35 more parts" in doubts[-1]


@pytest.mark.parametrize(
    ("kind", "coordinates", "words"),
    [
        ("Polygon", [SQUARE[:-1]], "ring 1 of part 1 is not closed"),
        ("Polygon", [[*SQUARE[:2], SQUARE[0]]], "ring 1 of part 1 has 3 points"),
        ("Polygon", [SQUARE, []], "ring 2 of part 1 is no list of points"),
        ("Polygon", [SQUARE, None], "ring 2 of part 1 is no list of points"),
        ("Polygon", SQUARE, "no list of points"),
        ("Polygon", [[SQUARE]], "a point is two numbers"),
        ("Polygon", "116 35", "Part 1 of the geometry has no rings"),
        ("Polygon", [[["116.4", "35.9"], *SQUARE[1:4], ["116.4", "35.9"]]], "point 1 of ring 1"),
        ("Polygon", [[[True, False], *SQUARE[1:4], [True, False]]], "point 1 of ring 1"),
        ("Polygon", [[[116.4], *SQUARE[1:4], [116.4]]], "point 1 of ring 1 of part 1 is [116.4]"),
        ("Polygon", [[SQUARE[0], SQUARE[1], [float("nan"), 35.9], SQUARE[0]]], "point 3 of ring 1 of part 1 is [nan"),
        ("Polygon", [[SQUARE[0], SQUARE[1], [float("inf"), 35.9], SQUARE[0]]], "point 3 of ring 1 of part 1 is [inf"),
        ("Polygon", [[SQUARE[0], SQUARE[1], [10**400, 35.9], SQUARE[0]]], "point 3 of ring 1"),
        ("MultiPolygon", [[SQUARE], []], "Part 2 of the geometry has no rings"),
        ("MultiPolygon", [[SQUARE], [shifted(SQUARE, 0.005)]], "Self-intersection"),
        ("MultiPolygon", [SQUARE], "a point is two numbers|no list of points"),
        ("Polygon", [shifted(SQUARE, 250)], "lies outside longitude"),
        ("LineString", SQUARE, "a LineString"),
        ("Curve", SQUARE, "a Curve"),
    ],
)
def test_what_is_no_outline_says_where(town: World, tmp_path: Path, kind: str, coordinates: Any, words: str) -> None:
    one = {"type": "Feature", "properties": {"code": VILLAGE}, "geometry": {"type": kind, "coordinates": coordinates}}
    told = fault(town, written(tmp_path / "a.geojson", one))
    assert "feature 1" in told
    assert any(word in told for word in words.split("|")), told


def test_a_collection_of_geometries_is_a_fault(town: World, tmp_path: Path) -> None:
    inside = feature(VILLAGE, SQUARE)["geometry"]
    one = {**feature(VILLAGE, SQUARE), "geometry": {"type": "GeometryCollection", "geometries": [inside]}}
    assert "a GeometryCollection" in fault(town, written(tmp_path / "a.geojson", one))


def test_heights_are_left_out_with_a_doubt(town: World, tmp_path: Path) -> None:
    path = written(tmp_path / "a.geojson", feature(VILLAGE, [[x, y, 92.5, 7] for x, y in SQUARE]))
    after = town.take(path)
    assert "1 features have more than longitude and latitude" in after.doubts
    assert outline(after) == outline_text(shapely.Polygon(SQUARE))


def test_latitude_first_is_doubted_where_it_is_no_fault(town: World, tmp_path: Path) -> None:
    west = [[80.1, 42.1], [80.2, 42.1], [80.2, 42.2], [80.1, 42.1]]
    doubts = said(town, written(tmp_path / "a.geojson", feature(VILLAGE, [[y, x] for x, y in west])))
    assert "latitude and longitude exchanged" in doubts


# -- what nobody has drawn ---------------------------------------------------------------------------------------------

NOT_LOCATED: list[object] = [
    None,
    {"type": "Polygon", "coordinates": []},
    {"type": "MultiPolygon", "coordinates": []},
    {"type": "Polygon", "coordinates": None},
    {"type": "GeometryCollection", "geometries": []},
]


@pytest.mark.parametrize("geometry", NOT_LOCATED, ids=str)
def test_a_feature_without_geometry_is_left_out_with_a_doubt(town: World, tmp_path: Path, geometry: object) -> None:
    first = town.take(written(tmp_path / "a.geojson", feature(NEXT, shifted(SQUARE, 0.01))))
    path = written(tmp_path / "b.geojson", feature(VILLAGE, SQUARE), {**feature(NEXT, SQUARE), "geometry": geometry})
    after = first.take(path)
    assert "feature 2" in after.doubts
    assert "not located" in after.doubts
    assert outline(after) == outline_text(shapely.Polygon(SQUARE))
    assert outline(after, NEXT) == outline(first, NEXT), "what is there stays"


def test_a_feature_without_the_member_is_not_drawn_either(town: World, tmp_path: Path) -> None:
    one = feature(VILLAGE, SQUARE)
    del one["geometry"]
    assert "not located" in said(town, written(tmp_path / "a.geojson", one))


def test_a_file_without_features_is_doubted(town: World, tmp_path: Path) -> None:
    assert "no features" in said(town, written(tmp_path / "a.geojson"))


# -- places ------------------------------------------------------------------------------------------------------------


def test_an_outline_far_from_the_unit_above_is_doubted_with_the_way(town: World, tmp_path: Path) -> None:
    path = written(tmp_path / "a.geojson", feature(VILLAGE, SQUARE), feature(GRID, shifted(SQUARE, 0.1)))
    doubt, area = said(town, path).splitlines()
    assert "lie outside 刘范村" in area
    assert f"feature 2: '{GRID}': 刘范村第一网格 ({GRID}) lies 8.1 km outside 刘范村 ({VILLAGE})." in doubt


def test_an_outline_far_from_those_beside_it_is_doubted(town: World, tmp_path: Path) -> None:
    path = written(tmp_path / "a.geojson", feature(VILLAGE, SQUARE), feature(NEXT, shifted(SQUARE, 0.2)))
    doubts = said(town, path).splitlines()
    assert any("17.2 km from the nearest unit beside it" in doubt for doubt in doubts)
    near = written(tmp_path / "a.geojson", feature(VILLAGE, SQUARE), feature(NEXT, shifted(SQUARE, 0.012)))
    assert said(town, near) == ""


def test_an_outline_off_the_one_it_replaces_is_doubted(town: World, tmp_path: Path) -> None:
    first = town.take(written(tmp_path / "a.geojson", feature(VILLAGE, SQUARE)))
    path = written(tmp_path / "b.geojson", feature(VILLAGE, shifted(SQUARE, 0.02)))
    assert "902.7 m from the outline that it has so far" in said(first, path, on=DECEMBER)


def test_one_outline_given_to_two_units_is_doubted(town: World, tmp_path: Path) -> None:
    path = written(tmp_path / "a.geojson", feature(VILLAGE, SQUARE), feature(NEXT, SQUARE))
    assert f"高范村 ({NEXT}) has the very outline of 刘范村 ({VILLAGE}) in a.geojson, feature 1" in said(town, path)


def test_an_outline_over_a_neighbours_or_beyond_the_unit_above_is_doubted_in_the_plan(
    town: World, tmp_path: Path
) -> None:
    wide = [[x + (0.001 if x > 116.405 else 0), y] for x, y in SQUARE]
    ones = [feature(VILLAGE, SQUARE), feature(NEXT, shifted(SQUARE, 0.01)), feature(GRID, wide)]
    (doubt,) = said(town, written(tmp_path / "a.geojson", *ones)).splitlines()
    assert f"feature 3: '{GRID}': " in doubt
    assert f"m² of 刘范村第一网格 ({GRID}) lie outside 刘范村 ({VILLAGE}), the farthest point by 90.3 m" in doubt
    ones[0] = feature(VILLAGE, wide)
    (doubt,) = said(town, written(tmp_path / "b.geojson", *ones)).splitlines()
    assert "overlap by 100," in doubt
    assert "at the widest 90." in doubt
    fine = [feature(VILLAGE, SQUARE), feature(NEXT, shifted(SQUARE, 0.010004)), feature(GRID, SQUARE)]
    assert said(town, written(tmp_path / "c.geojson", *fine)) == ""


def test_a_village_of_one_grid_has_its_outline(town: World, tmp_path: Path) -> None:
    assert said(town, written(tmp_path / "a.geojson", feature(VILLAGE, SQUARE), feature(GRID, SQUARE))) == ""


# -- days --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {}),
        ({"start": "2025-02-01"}, {"start": "2025-03-01"}),
        ({"start": "2025-02-01", "end": "2025-06-01"}, {"start": "2025-05-31"}),
        ({"id": "b-1", "start": "2025-02-01", "end": "2025-06-01"}, {"id": "b-1", "start": "2025-06-01"}),
    ],
)
def test_a_unit_outlined_twice_is_a_fault(
    town: World, tmp_path: Path, one: dict[str, str], other: dict[str, str]
) -> None:
    path = written(tmp_path / "a.geojson", feature(VILLAGE, SQUARE, **one), feature(VILLAGE, OTHER, **other))
    assert "feature 1" in fault(town, path)


def test_outlines_of_other_days_are_no_repetition(town: World, tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.geojson",
        feature(VILLAGE, SQUARE, start="2025-02-01", end="2025-06-01"),
        feature(VILLAGE, OTHER, start="2025-06-01"),
    )
    after = town.take(path)
    assert outline(after, day=date(2025, 5, 31)) != outline(after, day=date(2025, 6, 1))


def test_days_before_the_unit_was_there_are_cut_off_with_a_doubt(town: World, tmp_path: Path) -> None:
    after = town.take(written(tmp_path / "a.geojson", feature(VILLAGE, SQUARE, start="2019-01-01")))
    assert "founded on 2025-01-01" in after.doubts
    assert outline(after, day=date(2025, 1, 1))


@pytest.mark.parametrize(
    "days",
    [
        {"start": "2026-05-01", "end": "2026-05-01"},
        {"start": "2026-05-01", "end": "2026-04-01"},
        {"start": True},
        {"start": ["2026-05-01"]},
        {"start": 1e308},
        {"start": 10**300},
        {"start": "五月"},
    ],
)
def test_days_that_cannot_be_are_a_fault(town: World, tmp_path: Path, days: dict[str, Any]) -> None:
    assert "feature 1" in fault(town, written(tmp_path / "a.geojson", feature(VILLAGE, SQUARE, **days)))


# -- files -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk"]
)
def test_a_file_is_read_in_any_encoding(town: World, tmp_path: Path, encoding: str) -> None:
    text = json.dumps(feature(VILLAGE, SQUARE, name="刘范村"), ensure_ascii=False)
    path = raw(tmp_path / "a.geojson", text.encode(encoding))
    assert said(town, path, datum="wgs84") == ""


@pytest.mark.parametrize("mark", ["", "\x1e"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_feature_a_line_is_read(town: World, tmp_path: Path, mark: str, end: str) -> None:
    ones = [feature(VILLAGE, SQUARE), feature(NEXT, shifted(SQUARE, 0.01))]
    path = raw(tmp_path / "a.geojsonl", "".join(mark + json.dumps(one) + end for one in ones))
    after = town.take(path, datum="wgs84")
    assert outline(after, NEXT) == outline_text(shapely.Polygon(shifted(SQUARE, 0.01)))
    wrong = raw(tmp_path / "b.geojsonl", path.read_text() + mark + '{"type": "Feature"' + end)
    assert "Line 3 is no JSON" in fault(town, wrong, datum="wgs84")
    other = raw(tmp_path / "b.geojsonl", path.read_text() + mark + json.dumps({"type": "Topology"}) + end)
    assert "line 3: This is a Topology" in fault(town, other, datum="wgs84")


TWICE = [
    ('"properties": {', '"properties": {"code": "370923001002", '),
    ('"geometry": {', '"geometry": {"type": "Point", '),
    ('"geometry": {', '"geometry": {"coordinates": [], '),
    ('"geometry": {', '"geometry": null, "geometry": {'),
    ('"properties": {', '"properties": {"CODE": "370923001002", '),
    ('"properties": {', '"properties": null, "properties": {'),
    ('"datum"', '"datum": "GCJ-02", "datum"'),
    ('"features"', '"features": [], "features"'),
]


@pytest.mark.parametrize(("mark", "put"), TWICE)
def test_what_stands_there_twice_differently_is_a_fault(town: World, tmp_path: Path, mark: str, put: str) -> None:
    path = written(tmp_path / "a.geojson", feature(VILLAGE, SQUARE))
    text = path.read_text()
    assert mark in text
    assert fault(town, raw(path, text.replace(mark, put, 1)))


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"a":' * 100_000,
        '{"type": "FeatureCollection", "features": ' + "[" * 50_000 + "]" * 50_000 + "}",
        '{"type":"Feature","properties":{"code":"1"},"geometry":{"type":"GeometryCollection","geometries":['
        + '{"type":"GeometryCollection","geometries":[' * 20_000
        + "]}" * 20_000
        + "]}}",
        '{"type":"Feature","properties":' + "[" * 500 + "]" * 500 + ',"geometry":null}',
        '{"type":"Feature","properties":{"code":' + "[" * 500 + "]" * 500 + '},"geometry":null}',
        '{"type":"Feature","properties":{"code":"1"},"geometry":{"type":"Polygon","coordinates":'
        + "[" * 500
        + "]" * 500
        + "}}",
        "1" * 100_000,
        '{"type":"Feature","properties":{"code":' + "1" * 5_000 + "}}",
        b"\xff\xfe{",
        b"\x80\x81\xff",
        b"",
        "\ufeff",
        "null",
        "[]",
        "3",
        '"FeatureCollection"',
        '{"type": ["Feature"]}',
        '{"type": "FeatureCollection", "features": {"0": {}}}',
        '{"type": "FeatureCollection", "features": [null, 1, "a", [], {}]}',
        '{"type": "Topology", "objects": {}}',
        '{"geometryType": "esriGeometryPolygon", "features": []}',
    ],
)
def test_what_is_no_geojson_is_refused_in_sentences(town: World, tmp_path: Path, text: str | bytes) -> None:
    faults = town.refused(raw(tmp_path / "a.geojson", text))
    assert faults
    for each in faults:
        assert each.remedy
        assert len(str(each)) < 500


@pytest.mark.parametrize(
    ("module", "limit", "most", "words"),
    [
        (documents, "MOST_BYTES", 300, "bytes; at most 300"),
        (documents, "MOST_BRACKETS", 10, "brackets; at most 10"),
        (documents, "MOST_COMMAS", 10, "commas; at most 10"),
        (reading, "MOST_FEATURES", 1, "2 features; at most 1"),
        (reading, "MOST_POINTS", 7, "have 10 points; of one file at most 7"),
    ],
)
def test_a_file_of_more_than_is_read_at_once_says_so(
    town: World,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    module: object,
    limit: str,
    most: int,
    words: str,
) -> None:
    path = written(tmp_path / "a.geojson", feature(VILLAGE, SQUARE), feature(NEXT, shifted(SQUARE, 0.01)))
    monkeypatch.setattr(module, limit, most)
    assert words in fault(town, path)
