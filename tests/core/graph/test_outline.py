"""What may be an outline: weighed as text, then held to the form of a polygon in degrees."""

import math

import pytest
import shapely

from graph.errors import InvalidInput
from graph.space.outline import MOST_POINTS, MOST_RINGS, geometry_fault, read_outline
from graph.texts import LONGEST_GEOMETRY

SQUARE = "((116 35, 117 35, 117 36, 116 36, 116 35))"


def ring(points: int) -> str:
    """A wheel of so many points, closed."""
    turns = [2 * math.pi * number / (points - 1) for number in range(points - 1)]
    corners = [f"{116 + math.cos(turn):.5f} {36 + math.sin(turn):.5f}" for turn in turns]
    return f"(({','.join([*corners, corners[0]])}))"


@pytest.mark.parametrize(
    "text",
    [
        f"POLYGON {SQUARE}",
        f" polygon{SQUARE} ",
        "POLYGON Z ((116 35 7, 117 35 7, 117 36 7.5, 116 35 7))",
        f"MULTIPOLYGON ({SQUARE}, ((118 35, 119 35, 119 36, 118 35)))",
        "POLYGON ((1.16e2 +35, 117 35, 117 3.6E+1, 1.16e2 +35))",
        f"POLYGON {ring(MOST_POINTS)}",
    ],
)
def test_an_outline_of_a_polygon_is_taken(text: str) -> None:
    assert geometry_fault(text) is None
    assert read_outline(text).equals(shapely.from_wkt(text))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("GEOMETRYCOLLECTION(" * 30_000, "not a polygon"),
        ("GEOMETRYCOLLECTION(" * 30_000 + f"POLYGON{SQUARE}" + ")" * 30_000, "not a polygon"),
        ("POLYGON(" * 30_000, "holds 'POLYGON', where only numbers"),
        ("POLYGON" + "(" * 500, "3 deep"),
        ("POLYGON" + "(" * 1_000_000, "deep"),
        ("MULTIPOLYGON" + "(" * 4 + "1 1" + ")" * 4, "4 deep"),
        ("POLYGON" * 100_000, "not a polygon"),
        ("MULTIPOLYGON (POLYGON " + SQUARE + ")", "holds 'POLYGON'"),
        ("CURVEPOLYGON " + SQUARE, "not a polygon"),
        ("SRID=4326;POLYGON" + SQUARE, "not a polygon"),
        ("POINT (116 36)", "not a polygon"),
        ("边界", "not a polygon"),
        ("", "not a polygon"),
        ("POLYGON", "not a polygon"),
        ("POLYGON EMPTY", "is empty"),
        ("MULTIPOLYGON Z EMPTY", "is empty"),
        ("MULTIPOLYGON (EMPTY, " + SQUARE + ")", "holds 'EMPTY'"),
        ("POLYGON ((116 35, 117 nan, 117 36, 116 35))", "holds 'nan'"),
        ("POLYGON ((116 35, inf 35, 117 36, 116 35))", "holds 'inf'"),
        ("POLYGON ((116 35, １17 35, 117 36, 116 35))", "holds '１17'"),
        ("POLYGON ((0x74 35, 117 35, 117 36, 0x74 35))", "holds 'x74'"),
        (f"POLYGON {SQUARE}\0 and more", "holds"),
        ("POLYGON ((116 35, 1e999 35, 117 36, 116 35))", "lies outside"),
        ("POLYGON ((1e308 35, -1e308 35, 1e308 1e308, 1e308 35))", "lies outside"),
        ("POLYGON ((500000 3900000, 500100 3900000, 500100 3900100, 500000 3900000))", "lies outside"),
        ("POLYGON ((116 35, 117 36, 117 35, 116 36, 116 35))", "Self-intersection"),
        ("POLYGON ((116 35, 117 35, 117 36))", "not readable"),
        ("POLYGON ((116 35, 117 35, 117 36, 116 35)", "not readable"),
        (f"POLYGON {ring(MOST_POINTS + 1)}", f"points; at most {MOST_POINTS:,}"),
        ("MULTIPOLYGON (" + ", ".join([SQUARE] * (MOST_RINGS + 1)) + ")", f"holes; at most {MOST_RINGS:,}"),
        ("POLYGON (" + "1 1," * LONGEST_GEOMETRY + ")", f"at most {LONGEST_GEOMETRY:,}"),
    ],
)
def test_what_is_no_outline_is_refused_in_words(text: str, fault: str) -> None:
    said = geometry_fault(text)
    assert said is not None
    assert fault in said
    with pytest.raises(InvalidInput, match=r"^The outline .*边界有误。$"):
        read_outline(text)
