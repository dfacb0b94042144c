"""Every way in which an outline comes into the model weighs it before a parser of geometry sees it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.edits.draft import Draft
from graph.edits.reshape import GridPart, merge_grids, split_grid
from graph.edits.units import UnitDetails, create_unit, set_boundary
from graph.errors import InvalidInput, WanggeError
from graph.texts import LONGEST_GEOMETRY
from graph.words import GridType, UnitKind
from loaders import ImportRefused, plan_import
from tests.builders.quarter import DAY, EVE, Quarter, decide
from tests.core.graph.test_clashes import comb
from tests.core.graph.test_tangles import zigzag

HOSTILE = [
    "GEOMETRYCOLLECTION(" * 30_000,
    "GEOMETRYCOLLECTION(" * 100_000 + "POINT(1 1)" + ")" * 100_000,
    "MULTIPOLYGON(" * 50_000,
    "(" * 1_000_000,
    "POLYGON((" + "1 1," * LONGEST_GEOMETRY,
    "MULTIPOLYGON(" + "((0 0,1 0,1 1,0 0))," * 90_000,
    zigzag(20_000).wkt,
    "CURVEPOLYGON(CIRCULARSTRING(0 0,1 1,0 0))",
    "POLYGON((0 0,1 0,1 1,0 0))\0",
    "",
]

Way = Callable[[Quarter, Draft, str], object]
WAYS: dict[str, Way] = {
    "setBoundary": lambda q, draft, wkt: set_boundary(draft, q.micro.id, DAY, wkt),
    "createUnit": lambda q, draft, wkt: create_unit(
        draft, UnitKind.GRID, q.village.id, DAY, UnitDetails(name="新", grid_type=GridType.GENERAL, boundary=wkt)
    ),
    "splitGrid": lambda q, draft, wkt: split_grid(
        draft,
        q.grid.id,
        DAY,
        [
            GridPart(name="东", micro_grids=(q.micro.id, q.west.id), boundary=wkt),
            GridPart(name="西", micro_grids=(q.south.id,)),
        ],
    ),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("wkt", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_outline_is_refused_in_words(way: str, wkt: str) -> None:
    quarter = Quarter()
    with pytest.raises(WanggeError) as refused:
        decide(quarter.snapshot, lambda draft: WAYS[way](quarter, draft, wkt))
    assert len(str(refused.value)) < 1_000


@pytest.mark.parametrize("wkt", HOSTILE, ids=range(len(HOSTILE)))
def test_what_one_step_of_a_change_draws_is_weighed_before_another_joins_it(wkt: str) -> None:
    quarter = Quarter()
    parts = [
        GridPart(name="东", micro_grids=(quarter.micro.id, quarter.west.id)),
        GridPart(name="西", micro_grids=(quarter.south.id,)),
    ]
    with pytest.raises(WanggeError):
        decide(
            quarter.snapshot,
            lambda draft: set_boundary(draft, quarter.micro.id, EVE, wkt),
            lambda draft: split_grid(draft, quarter.grid.id, DAY, parts),
        )


def test_outlines_that_would_take_for_ever_to_join_are_refused() -> None:
    quarter = Quarter()
    grids = [quarter.grid.id, quarter.next_grid.id]
    with pytest.raises(InvalidInput, match="cross each other all along"):
        decide(
            quarter.snapshot,
            lambda draft: set_boundary(draft, quarter.grid.id, EVE, comb(across=False)),
            lambda draft: set_boundary(draft, quarter.next_grid.id, EVE, comb(across=True)),
            lambda draft: merge_grids(draft, grids, DAY, "合并网格"),
        )


@pytest.mark.parametrize("depth", [5, 500, 50_000])
def test_a_file_is_weighed_too(tmp_path: Path, depth: int) -> None:
    quarter = Quarter()
    path = tmp_path / "a.geojson"
    nested = '{"type":"GeometryCollection","geometries":[' * depth + "]}" * depth
    feature = {"type": "Feature", "properties": {"code": quarter.micro.id}, "geometry": "HERE"}
    path.write_text(json.dumps(feature).replace('"HERE"', nested))
    with pytest.raises(ImportRefused):
        plan_import(quarter.snapshot, [path], effective=DAY)


def test_the_summary_says_how_far_parts_lie_apart_and_what_was_closed() -> None:
    quarter = Quarter()
    draft = Draft(quarter.snapshot)
    merge_grids(draft, [quarter.grid.id, quarter.next_grid.id], DAY, "合并网格")
    assert "apart" not in draft.summary(), "nothing is drawn"
    square = "POLYGON((116.4{0} 35.9, 116.4{1} 35.9, 116.4{1} 35.91, 116.4{0} 35.91, 116.4{0} 35.9))"
    for east, words in (("100003", "gaps closed"), ("2", "apart")):
        draft = Draft(quarter.snapshot)
        set_boundary(draft, quarter.grid.id, EVE, square.format("0", "1"))
        set_boundary(draft, quarter.next_grid.id, EVE, square.format(east, "3"))
        merge_grids(draft, [quarter.grid.id, quarter.next_grid.id], DAY, "合并网格")
        assert words in draft.summary()
