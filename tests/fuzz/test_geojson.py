"""GeoJSON made up and damaged at random: every file is read, or refused with faults that say where and what to do."""

import json
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from graph.facts import Boundary
from graph.space.outline import geometry_fault
from loaders import plan_import
from loaders.faults import ImportRefused
from tests.builders.workbooks import JUNE, VILLAGE, World, csv, empty, villages
from tests.files.test_geojson import SQUARE
from tests.fuzz.effort import examples

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from([VILLAGE, int(VILLAGE), float(VILLAGE), "刘范村", "2026-01-01", 2**70, 10**30, "1e400", "nan"]),
)
ANYTHING = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
)
NUMBERS = st.one_of(st.floats(116, 117), st.floats(35, 36), SCALARS)
POINTS = st.one_of(st.lists(NUMBERS, max_size=4), ANYTHING)
RINGS = st.one_of(st.just(SQUARE), st.lists(POINTS, max_size=6), st.lists(st.tuples(NUMBERS, NUMBERS), max_size=7))
COORDINATES = st.one_of(st.lists(RINGS, max_size=3), st.lists(st.lists(RINGS, max_size=3), max_size=3), ANYTHING)
KINDS = st.sampled_from(["Polygon", "MultiPolygon", "Point", "GeometryCollection", "Feature"])
GEOMETRIES = st.one_of(
    st.fixed_dictionaries({"type": KINDS, "coordinates": COORDINATES}, optional={"crs": ANYTHING}), ANYTHING
)
CRS = st.one_of(
    ANYTHING,
    st.fixed_dictionaries(
        {
            "type": st.sampled_from(["name", "EPSG", "link"]),
            "properties": ANYTHING | st.dictionaries(st.text(), SCALARS),
        }
    ),
)
NAMES = [
    "code",
    "编码",
    "网格编码",
    "村编码",
    "name",
    "网格名称",
    "上级编码",
    "start",
    "end",
    "id",
    "kind",
    "户数",
    "CODE",
]
PROPERTIES = st.one_of(st.dictionaries(st.sampled_from(NAMES), SCALARS | ANYTHING, max_size=5), ANYTHING)
FEATURES = st.fixed_dictionaries(
    {"type": st.sampled_from(["Feature", "Feature", "Feature", "Polygon"]), "properties": PROPERTIES},
    optional={"geometry": GEOMETRIES, "crs": CRS, "datum": ANYTHING, "id": SCALARS},
)
FILES = st.one_of(
    FEATURES,
    st.fixed_dictionaries(
        {"type": st.just("FeatureCollection"), "features": st.lists(FEATURES | ANYTHING, max_size=4) | ANYTHING},
        optional={"crs": CRS, "datum": SCALARS},
    ),
    ANYTHING,
)


def town() -> World:
    """Two villages, without outlines."""
    with tempfile.TemporaryDirectory() as folder:
        return empty().take(csv(Path(folder) / "v.csv", villages("刘范村", "高范村")), on=date(2025, 1, 1))


TOWN = town()


def sound(data: bytes, datum: str | None = None) -> None:
    """The file is planned, with sound outlines only, or refused in readable sentences."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.geojson"
        path.write_bytes(data)
        try:
            plan = plan_import(TOWN.snapshot, [path], effective=JUNE, datum=datum)
        except ImportRefused as refused:
            for fault in refused.faults:
                assert fault.file == "a.geojson"
                assert fault.why
                assert len(str(fault)) < 1_000
            return
    for operation in plan.operations:
        fact = getattr(operation, "fact", None)
        assert isinstance(fact, Boundary)
        assert geometry_fault(fact.geometry) is None


@examples(150)
@given(FILES, st.sampled_from([None, "wgs84", "gcj02"]))
def test_any_json_is_read_or_refused_in_sentences(content: Any, datum: str | None) -> None:
    sound(json.dumps(content, ensure_ascii=False).encode("utf-8", "surrogatepass"), datum)


@examples(80)
@given(st.data())
def test_a_damaged_file_is_read_or_refused_in_sentences(data: st.DataObject) -> None:
    one = {"type": "Feature", "properties": {"code": VILLAGE}, "geometry": {"type": "Polygon", "coordinates": [SQUARE]}}
    encoding = data.draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]))
    text = json.dumps({"type": "FeatureCollection", "datum": "CGCS2000", "features": [one, one]}).encode(encoding)
    for _ in range(data.draw(st.integers(1, 4))):
        at, cut = data.draw(st.integers(0, len(text))), data.draw(st.integers(0, 12))
        put = data.draw(st.binary(max_size=6) | st.sampled_from([b"[", b"}", b'"', b"null", b"\n", b"NaN", b"\x1e"]))
        text = text[:at] + put + text[at + cut :]
    sound(text)


@examples(20)
@given(st.sampled_from(["[", '{"a":', '{"type":"GeometryCollection","geometries":[']), st.integers(1, 100_000))
def test_nesting_of_any_depth_is_refused_in_a_sentence(opening: str, depth: int) -> None:
    sound((opening * depth).encode())
    inside = opening * depth + "1" + "".join("]" if c == "[" else "}" for c in reversed(opening * depth) if c in "[{")
    feature = f'{{"type":"Feature","properties":{{"code":"{VILLAGE}"}},"geometry":{inside}}}'
    sound(feature.encode())
