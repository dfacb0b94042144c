"""Outlines as WKT, made up and damaged at random: each is sound, or is refused in words."""

import random

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import InvalidInput
from graph.space.outline import MOST_POINTS, MOST_RINGS, geometry_fault, read_outline
from tests.fuzz.effort import examples

NUMBERS = st.one_of(
    st.floats(-200, 200).map(str),
    st.floats().map(str),
    st.integers().map(str),
    st.sampled_from(["1e999", "-", "1.2.3", "0x1F", "１２", "1e", "--1", "nan", "+5", ""]),
)
POINTS = st.lists(NUMBERS, min_size=0, max_size=5).map(" ".join)
RINGS = st.lists(POINTS, max_size=6).map(lambda points: f"({', '.join(points)})")
POLYGONS = st.lists(RINGS, max_size=4).map(lambda rings: f"({', '.join(rings)})")
WORDS = ["POLYGON", "MULTIPOLYGON", "GEOMETRYCOLLECTION", "POINT", "CURVEPOLYGON", "TIN", "EMPTY", "Z", "ZM", "SRID=1;"]


@st.composite
def nested(draw: st.DrawFn) -> str:
    """Text of one geometry in another, thousands deep at times."""
    word = draw(st.sampled_from(WORDS))
    depth = draw(st.sampled_from([1, 2, 3, 4, 50, 5_000, 60_000]))
    opening = draw(st.sampled_from([f"{word}(", "(", f"{word} Z ((", f"({word} "]))
    middle = draw(st.one_of(POLYGONS, st.text(max_size=5)))
    return draw(st.sampled_from(["", "POLYGON ", "MULTIPOLYGON "])) + opening * depth + middle + ")" * depth


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A sound outline with pieces cut out, doubled or put in."""
    edges = draw(st.integers(1, 300))
    text = shapely.Point(draw(st.floats(-179, 179)), draw(st.floats(-89, 89))).buffer(0.5, quad_segs=edges).wkt
    for _ in range(draw(st.integers(0, 4))):
        at, cut = draw(st.integers(0, len(text))), draw(st.integers(0, 20))
        text = text[:at] + draw(st.one_of(st.text(max_size=8), POLYGONS, st.sampled_from(WORDS))) + text[at + cut :]
    return text


WRITTEN = st.builds(lambda word, body: word + body, st.sampled_from([*WORDS, "POLYGON ", "MULTIPOLYGON ("]), POLYGONS)
ANY_TEXT = st.one_of(WRITTEN, nested(), damaged(), st.text(max_size=200))


@examples(300)
@given(ANY_TEXT)
def test_any_text_is_an_outline_or_refused_in_words(text: str) -> None:
    fault = geometry_fault(text)
    if fault is not None:
        assert 0 < len(fault) < 300
        with pytest.raises(InvalidInput):
            read_outline(text)
        return
    shape = read_outline(text)
    assert shape.is_valid
    assert shape.geom_type in {"Polygon", "MultiPolygon"}
    assert shapely.get_num_coordinates(shape) <= MOST_POINTS


@examples(5)
@given(st.integers(1, MOST_RINGS * 2), st.integers(4, 60), st.randoms(use_true_random=False))
def test_parts_and_points_are_counted_as_they_are(parts: int, points: int, chance: random.Random) -> None:
    """Thin parts whose boxes all meet: each has to be held against each."""
    width = 1e-4
    outlines = []
    for number in range(parts):
        west = number * 3 * width
        top = [(west + 50 + chance.random() * width, 60.0)]
        edge = [(west + 50 * i / points, 60 * i / points) for i in range(points)]
        outlines.append(shapely.Polygon([*edge, *top, (west + width, 0)]))
    text = shapely.MultiPolygon(outlines).wkt
    fault = geometry_fault(text)
    too_many = parts > MOST_RINGS or parts * (points + 3) > MOST_POINTS
    assert too_many == (fault is not None and "at most" in fault)
