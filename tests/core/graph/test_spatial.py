"""The index of boundaries against a second opinion: plain geometry over every boundary, metres by Vincenty."""

import math
import tracemalloc
from collections.abc import Iterable, Sequence
from datetime import date

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.facts import Boundary
from graph.space.index import LAST_REACH_M, SETTLE_AFTER, BoundaryIndex, Hit, metres_per_degree
from tests.builders.geodesy import Point, Ring, metres_to_outline, vincenty
from tests.builders.organisations import DAY, FIRST, LAWS, square

TOLERANCE = 0.002
"""Of a distance: what the plane at the point may differ from the ellipsoid."""
STEP = 0.001
"""Degrees.  Rectangles and points lie on one lattice, so that points on borders and corners are common."""


def everything(_: Boundary) -> bool:
    return True


def outline(name: str, rings: Sequence[Ring], *, start: date = FIRST) -> Boundary:
    """The boundary of a unit; its id and its unit's are the same."""
    closed = [", ".join(f"{x!r} {y!r}" for x, y in (*ring, ring[0])) for ring in rings]
    return Boundary(id=name, unit=name, geometry=f"POLYGON (({'), ('.join(closed)}))", start=start)


def rectangle(west: float, south: float, east: float, north: float) -> Ring:
    return [(west, south), (east, south), (east, north), (west, north)]


Drawn = dict[str, Sequence[Ring]]


@st.composite
def rectangles(draw: st.DrawFn, base: Point = (116.4, 35.9)) -> tuple[str, Sequence[Ring]]:
    """A rectangle on the lattice under one of few names; now and then with a hole in it."""
    name = draw(st.sampled_from("abcdefgh"))
    x, y = draw(st.integers(-5, 20)), draw(st.integers(-5, 20))
    wide, high = draw(st.integers(1, 9)), draw(st.integers(1, 9))
    at = [round(base[i % 2] + STEP * n, 6) for i, n in enumerate((x, y, x + wide, y + high))]
    rings = [rectangle(at[0], at[1], at[2], at[3])]
    if wide > 2 and high > 2 and draw(st.booleans()):
        inner = [round(n, 6) for n in (at[0] + STEP, at[1] + STEP, at[2] - STEP, at[3] - STEP)]
        rings.append(rectangle(inner[0], inner[1], inner[2], inner[3]))
    return name, rings


@st.composite
def stars(draw: st.DrawFn) -> tuple[str, Sequence[Ring]]:
    """A polygon with 3 to 9 corners at random distances around a middle, anywhere in China."""
    middle = draw(st.floats(75, 134)), draw(st.floats(18, 53))
    reaches = draw(st.lists(st.floats(0.002, 0.02), min_size=3, max_size=9))
    turns = [(0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1), (-1, 0), (-1, 1), (-0.5, 1)]
    ring = [
        (middle[0] + reach * turn[0], middle[1] + reach * turn[1]) for reach, turn in zip(reaches, turns, strict=False)
    ]
    return "star", [ring]


def points(base: Point = (116.4, 35.9)) -> st.SearchStrategy[Point]:
    steps = st.integers(-8, 35) | st.floats(-8, 35)
    return st.tuples(steps, steps).map(lambda at: (round(base[0] + STEP * at[0], 9), round(base[1] + STEP * at[1], 9)))


def check(hits: Sequence[Hit], drawn: Drawn, point: Point, metres: float) -> None:
    """The hits are those of a search through everything: each within tolerance, none missing, nearest first."""
    truth = {name: metres_to_outline(point, rings) for name, rings in drawn.items()}
    found = {hit.boundary.unit: hit.metres for hit in hits}
    assert len(found) == len(hits)
    assert set(found) >= {name for name, away in truth.items() if away <= metres * (1 - TOLERANCE) - 0.01}
    assert set(found) <= {name for name, away in truth.items() if away <= metres * (1 + TOLERANCE) + 0.01}
    for name, away in found.items():
        assert away == pytest.approx(truth[name], rel=TOLERANCE, abs=0.001)
    assert list(hits) == sorted(hits, key=lambda hit: (hit.metres, hit.boundary.unit))


# -- distances -------------------------------------------------------------------------------------------------------


def test_vincenty_gives_the_published_distance() -> None:
    """Flinders Peak to Buninyong, 54 972.271 m on GRS 80 (Geoscience Australia)."""
    flinders = (144 + 25 / 60 + 29.52440 / 3600, -(37 + 57 / 60 + 3.72030 / 3600))
    buninyong = (143 + 55 / 60 + 35.38390 / 3600, -(37 + 39 / 60 + 10.15610 / 3600))
    assert vincenty(flinders, buninyong) == pytest.approx(54_972.271, abs=0.001)


@LAWS
@given(st.floats(-80, 80))
def test_a_degree_is_as_long_as_the_ellipsoid_says(latitude: float) -> None:
    per_lon, per_lat = metres_per_degree(latitude)
    assert per_lon == pytest.approx(vincenty((0, latitude), (0.001, latitude)) * 1000, rel=1e-5)
    assert per_lat == pytest.approx(vincenty((0, latitude - 0.0005), (0, latitude + 0.0005)) * 1000, rel=1e-5)


@LAWS
@given(st.floats(75, 134), st.floats(18, 53), st.floats(-0.3, 0.3), st.floats(-0.3, 0.3))
def test_distances_up_to_some_tens_of_kilometres_are_true_to_two_in_a_thousand(
    longitude: float, latitude: float, east: float, north: float
) -> None:
    corner = (longitude + east, latitude + north)
    rings = [rectangle(*corner, corner[0] + 0.01, corner[1] + 0.01)]
    truth = metres_to_outline((longitude, latitude), rings)
    index = BoundaryIndex.of([outline("a", rings)])
    (hit,) = index.within(longitude, latitude, 60_000, everything)
    assert hit.metres == pytest.approx(truth, rel=TOLERANCE, abs=0.001)


@settings(LAWS, max_examples=100)
@given(stars(), st.floats(-0.05, 0.05), st.floats(-0.05, 0.05))
def test_any_polygon_is_as_far_as_its_nearest_side_and_at_no_distance_inside(
    star: tuple[str, Sequence[Ring]], east: float, north: float
) -> None:
    (first, *_), *_ = star[1]
    point = (first[0] + east, first[1] + north)
    index = BoundaryIndex.of([outline(*star)])
    check(index.within(*point, 3_000, everything), {star[0]: star[1]}, point, 3_000)


# -- an index is a search through everything -------------------------------------------------------------------------


@settings(LAWS, max_examples=100)
@given(st.lists(rectangles(), max_size=12), points(), st.sampled_from((0.0, 1.0, 90.0, 400.0, 2_000.0)))
def test_an_index_answers_as_a_search_through_everything_does(
    drawn: list[tuple[str, Sequence[Ring]]], point: Point, metres: float
) -> None:
    latest = dict(drawn)
    index = BoundaryIndex.of(outline(name, rings) for name, rings in latest.items())
    check(index.within(*point, metres, everything), latest, point, metres)


@settings(LAWS, max_examples=100)
@given(
    st.lists(rectangles(), max_size=6),
    st.lists(st.tuples(st.lists(rectangles(), max_size=4), st.booleans()), max_size=8),
    points(),
)
def test_a_changed_index_answers_as_one_of_the_latest_boundaries_whenever_it_was_asked_between(
    first: list[tuple[str, Sequence[Ring]]],
    changes: list[tuple[list[tuple[str, Sequence[Ring]]], bool]],
    point: Point,
) -> None:
    latest: Drawn = dict(first)
    index = BoundaryIndex.of(outline(name, rings) for name, rings in latest.items())
    earlier: list[tuple[BoundaryIndex, Drawn]] = []
    for drawn, asked in changes:
        earlier.append((index, dict(latest)))
        latest |= dict(drawn)
        index = index.changed([outline(name, rings) for name, rings in dict(drawn).items()])
        if asked:
            check(index.within(*point, 500, everything), latest, point, 500)
    for old, then in (*earlier, (index, latest)):
        check(old.within(*point, 500, everything), then, point, 500)


def test_an_index_answers_the_same_before_and_after_it_settles() -> None:
    """Boundaries are added and replaced one by one, far past SETTLE_AFTER; in the end each is asked again."""
    latest: Drawn = {}
    index = BoundaryIndex.of([])
    kept: list[tuple[BoundaryIndex, Drawn]] = []
    for turn in range(2 * SETTLE_AFTER + 40):
        number = turn % 300
        west, south = 116.4 + 0.002 * (number % 20) + 0.0005 * (turn // 300), 35.9 + 0.002 * (number // 20)
        latest[f"u{number}"] = [rectangle(west, south, west + 0.002, south + 0.002)]
        index = index.changed([outline(f"u{number}", latest[f"u{number}"])])
        if turn % 61 == 0:
            kept.append((index, dict(latest)))
        if turn % 97 == 0:
            check(index.within(116.411, 35.907, 300, everything), latest, (116.411, 35.907), 300)
    for old, then in (*reversed(kept), (index, latest)):
        check(old.within(116.411, 35.907, 300, everything), then, (116.411, 35.907), 300)


def test_a_settled_index_is_one_tree_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Past SETTLE_AFTER the newest boundaries are not parsed again at every question."""
    index = BoundaryIndex.of([outline("a", [rectangle(116, 36, 117, 37)])])
    index.within(116, 36, 1, everything)
    index = index.changed(
        [outline(f"n{n}", [rectangle(110 + n, 30, 110 + n + 1, 31)]) for n in range(SETTLE_AFTER + 1)]
    )
    before = index.within(115.5, 30.5, 1, everything)
    parsed: list[str] = []
    monkeypatch.setattr(shapely, "from_wkt", parsed.append)
    assert index.within(115.5, 30.5, 1, everything) == before
    assert not parsed


def test_an_empty_index_finds_nothing() -> None:
    index = BoundaryIndex.of([])
    assert index.within(116.4, 35.9, 1_000, everything) == []
    assert index.nearest(116.4, 35.9, everything) == []


# -- borders ---------------------------------------------------------------------------------------------------------


def test_a_point_on_a_border_is_at_no_distance_from_both_sides() -> None:
    west, east = rectangle(116.4, 35.9, 116.41, 35.91), rectangle(116.41, 35.9, 116.42, 35.91)
    index = BoundaryIndex.of([outline("west", [west]), outline("east", [east])])
    assert [(hit.boundary.unit, hit.metres) for hit in index.within(116.41, 35.905, 0, everything)] == [
        ("east", 0.0),
        ("west", 0.0),
    ]


def test_a_point_on_a_corner_is_at_no_distance_from_all_four() -> None:
    squares = [Boundary(id=f"{x}{y}", unit=f"{x}{y}", geometry=square(116.4 + 0.009 * x, 35.9 + 0.009 * y), start=FIRST)
               for x in (0, 1) for y in (0, 1)]  # fmt: skip
    hits = BoundaryIndex.of(squares).within(116.409, 35.909, 0, everything)
    assert [(hit.boundary.unit, hit.metres) for hit in hits] == [(name, 0.0) for name in ("00", "01", "10", "11")]


def test_a_point_on_a_slanting_border_is_less_than_a_millimetre_from_it() -> None:
    ring = [(116.4, 35.9), (116.47, 35.93), (116.4, 35.93)]
    hits = BoundaryIndex.of([outline("a", [ring])]).within(116.4 + 0.07 / 3, 35.9 + 0.03 / 3, 1, everything)
    assert [hit.metres < 0.001 for hit in hits] == [True]


def test_a_point_in_a_hole_is_as_far_as_the_edge_of_the_hole() -> None:
    rings = [rectangle(116.4, 35.9, 116.43, 35.93), rectangle(116.41, 35.91, 116.42, 35.92)]
    (hit,) = BoundaryIndex.of([outline("a", rings)]).within(116.411, 35.915, 500, everything)
    assert hit.metres == pytest.approx(vincenty((116.41, 35.915), (116.411, 35.915)), rel=TOLERANCE)


# -- which boundaries count, and the nearest -------------------------------------------------------------------------


def holding_on(day: date) -> Iterable[Boundary]:
    yield from (b for b in (NOW, THEN) if b.start <= day and (b.end is None or day < b.end))


NOW = Boundary(id="now", unit="grid", geometry=square(116.4, 35.9), start=FIRST, end=FIRST + DAY)
THEN = Boundary(id="then", unit="grid", geometry=square(116.5, 35.9), start=FIRST + DAY)


def test_only_wanted_boundaries_are_found_so_each_day_has_its_own_outline() -> None:
    index = BoundaryIndex.of([NOW, THEN])
    for day, expected in ((FIRST - DAY, []), (FIRST, ["now"]), (FIRST + DAY, ["then"])):
        wanted = {boundary.id for boundary in holding_on(day)}
        hits = index.nearest(116.45, 35.905, lambda boundary, wanted=wanted: boundary.id in wanted)  # type: ignore[misc]
        assert [hit.boundary.id for hit in hits] == expected


@settings(LAWS, max_examples=100)
@given(st.lists(rectangles(), min_size=1, max_size=8), st.floats(-0.5, 0.5), st.floats(-0.5, 0.5))
def test_the_nearest_is_the_nearest_of_all(drawn: list[tuple[str, Sequence[Ring]]], east: float, north: float) -> None:
    latest, point = dict(drawn), (116.41 + east, 35.91 + north)
    hits = BoundaryIndex.of(outline(name, rings) for name, rings in latest.items()).nearest(*point, everything)
    nearest = min(metres_to_outline(point, rings) for rings in latest.values())
    assert hits[0].metres == pytest.approx(nearest, rel=TOLERANCE, abs=0.001)


@pytest.mark.parametrize("degrees", [0.5, 5.0, 9.0, 12.0, 17.0])
def test_the_nearest_is_found_wherever_it_is_within_the_last_reach(degrees: float) -> None:
    """To the north of the point, where a degree is 111 km everywhere; LAST_REACH_M is a little less than 18 degrees."""
    assert vincenty((116.4, 20), (116.4, 20 + degrees)) < LAST_REACH_M
    far = outline("far", [rectangle(116, 20 + degrees, 117, 21 + degrees)])
    hits = BoundaryIndex.of([far]).nearest(116.4, 20, everything)
    assert [hit.boundary.unit for hit in hits] == ["far"]


def test_nothing_is_nearest_beyond_the_last_reach() -> None:
    far = outline("far", [rectangle(116, 45, 117, 46)])
    assert BoundaryIndex.of([far]).nearest(116.4, 20, everything) == []


def test_a_long_outline_makes_the_others_take_no_more_memory() -> None:
    """Arrays of texts give each the room of the longest: 500 outlines beside one of a megabyte took two gigabytes."""
    ring = [(116.4 + 0.001 * math.cos(n / 3_200), 35.9 + 0.001 * math.sin(n / 3_200)) for n in range(20_000)]
    long = shapely.Polygon(ring).wkt
    outlines = [long, *(square(116 + n / 1_000, 35, 0.0005) for n in range(500))]
    index = BoundaryIndex.of(
        Boundary(id=f"b{n}", unit=f"u{n}", geometry=text, start=FIRST) for n, text in enumerate(outlines)
    )
    tracemalloc.start()
    try:
        assert len(index.meeting(shapely.box(116.3, 35.8, 116.5, 36.0), lambda _: True)) == 1
        assert tracemalloc.get_traced_memory()[1] < 50_000_000
    finally:
        tracemalloc.stop()
