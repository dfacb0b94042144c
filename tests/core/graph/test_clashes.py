"""Outlines where others are: told by area and metres, from half a metre on, when a change newly causes them."""

import math
from dataclasses import dataclass, replace
from datetime import date

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from graph.apply import apply
from graph.edits.draft import Draft
from graph.edits.units import UnitDetails, create_unit, describe_unit, move_unit, set_boundary
from graph.errors import TooCostly
from graph.facts import Fact, FactId
from graph.messages import Language
from graph.meter import Meter
from graph.rules.clashes import TOLERANCE_M, Caused, ClashKind, Ground, caused
from graph.snapshot import Snapshot
from graph.space.outline import outline_text
from graph.space.plane import Plane
from graph.step import Step
from graph.view import View
from graph.words import GridType, UnitKind
from tests.builders.quarter import DAY, LATER, Edit, Quarter
from tests.fuzz.effort import examples

HERE = Plane(116.43, 35.92)


def box(west: float, south: float, east: float, north: float) -> str:
    """A rectangle in metres from HERE, as an outline."""
    return outline_text(HERE.degrees(shapely.box(west, south, east, north)))


def drafted(snapshot: Snapshot, *edits: Edit) -> Step:
    """What some edits do."""
    draft = Draft(snapshot)
    for edit in edits:
        edit(draft)
    return apply(snapshot, draft.operations)


def newly(snapshot: Snapshot, *edits: Edit) -> list[Caused]:
    """What some edits newly cause."""
    return caused(drafted(snapshot, *edits))


def comb(*, across: bool) -> str:
    """A line of 400 teeth that runs to and fro, upright or across."""
    points = [(x, y) for tooth in range(400) for x, y in ((2 * tooth, 0), (2 * tooth + 1, 900))]
    shape = shapely.Polygon([*points, (850, 950), (850, -5), (0, -5)])
    return outline_text(HERE.degrees(shapely.transform(shape, lambda xy: xy[:, ::-1]) if across else shape))


def drawn(unit: Fact, text: str | None, day: date = DAY) -> Edit:
    """The edit that gives a unit an outline."""
    return lambda draft: set_boundary(draft, unit.id, day, text)


def told(found: list[Caused]) -> list[tuple[ClashKind, FactId, FactId]]:
    """Who clashes with whom."""
    return [each.clash.key for each in found]


@dataclass(frozen=True)
class Street:
    """A village of 1 km, its two grids side by side and a dedicated one; micro-grids without outlines."""

    quarter: Quarter
    snapshot: Snapshot


@pytest.fixture
def street() -> Street:
    """The quarter on a map of its own."""
    q = Quarter()
    plain = [drawn(unit, None) for unit in (q.micro, q.west, q.south, q.east, q.far_micro)]
    outlines = [
        drawn(q.village, box(0, 0, 1_000, 1_000)),
        drawn(q.grid, box(0, 0, 500, 1_000)),
        drawn(q.next_grid, box(500, 0, 1_000, 1_000)),
    ]
    return Street(q, drafted(q.snapshot, *plain, *outlines).after)


def test_outlines_that_tile_do_not_clash(street: Street) -> None:
    view = View(street.snapshot, DAY)
    assert Ground(view).clashes(unit.id for unit in view.units()) == []


@pytest.mark.parametrize(("over", "count"), [(0.0, 0), (0.3, 0), (0.45, 0), (0.6, 1), (40.0, 1)])
def test_an_outline_over_a_neighbours_is_told_from_half_a_metre_on(street: Street, over: float, count: int) -> None:
    q = street.quarter
    found = newly(street.snapshot, drawn(q.grid, box(0, 0, 500 + over, 1_000)))
    assert told(found) == [(ClashKind.OVER, *sorted((q.grid.id, q.next_grid.id)))] * count
    for each in found:
        assert each.day == DAY
        assert each.clash.unit.id == q.grid.id
        assert each.clash.m2 == pytest.approx(over * 1_000, abs=30)
        assert each.clash.metres == pytest.approx(over, abs=0.1)


@pytest.mark.parametrize(("off", "count"), [(0.3, 0), (0.45, 0), (0.6, 1), (70.0, 1)])
def test_an_outline_outside_the_unit_above_is_told_from_half_a_metre_on(street: Street, off: float, count: int) -> None:
    q = street.quarter
    found = newly(street.snapshot, drawn(q.grid, box(-off, 0, 500, 1_000)))
    assert told(found) == [(ClashKind.OUTSIDE, q.grid.id, q.village.id)] * count
    for each in found:
        assert each.clash.m2 == pytest.approx(off * 1_000, abs=30)
        assert each.clash.metres == pytest.approx(off, abs=0.1)


def test_a_smaller_outline_of_the_unit_above_leaves_its_parts_outside(street: Street) -> None:
    q = street.quarter
    found = newly(street.snapshot, drawn(q.village, box(0, 0, 900, 1_000)))
    assert told(found) == [(ClashKind.OUTSIDE, q.next_grid.id, q.village.id)]


def test_a_unit_above_without_an_outline_is_looked_through(street: Street) -> None:
    q = street.quarter
    found = newly(street.snapshot, drawn(q.grid, None), drawn(q.micro, box(-5, 0, 100, 100)))
    assert told(found) == [(ClashKind.OUTSIDE, q.micro.id, q.village.id)]


def test_a_dedicated_grid_over_general_ones_is_none(street: Street) -> None:
    q = street.quarter
    over = drafted(street.snapshot, drawn(q.market, box(400, 400, 600, 600)))
    assert caused(over) == []
    general = newly(over.after, lambda d: describe_unit(d, q.market.id, LATER, grid_type=GridType.GENERAL))
    assert told(general) == sorted(
        (ClashKind.OVER, *sorted((q.market.id, other.id))) for other in (q.grid, q.next_grid)
    )
    assert {each.day for each in general} == {LATER}


def test_what_was_so_before_is_not_newly_caused_unless_it_is_worse(street: Street) -> None:
    q = street.quarter
    wrong = drafted(street.snapshot, drawn(q.grid, box(0, 0, 540, 1_000))).after
    assert newly(wrong, drawn(q.grid, box(0, 10, 540, 1_000), LATER)) == []
    assert newly(wrong, drawn(q.grid, box(0, 10, 520, 1_000), LATER)) == []
    assert told(newly(wrong, drawn(q.grid, box(0, 0, 560, 1_000), LATER))) != []
    assert newly(wrong, lambda d: describe_unit(d, q.grid.id, LATER, name="改名网格")) == []


def test_a_unit_that_moves_lies_outside_where_it_comes_to(street: Street) -> None:
    q = street.quarter
    drawn_micro = drafted(street.snapshot, drawn(q.micro, box(0, 0, 100, 100))).after
    found = newly(drawn_micro, lambda d: move_unit(d, q.micro.id, q.next_grid.id, LATER))
    assert told(found) == [(ClashKind.OUTSIDE, q.micro.id, q.next_grid.id)]
    assert found[0].day == LATER


def test_a_unit_that_is_founded_over_another_is_told(street: Street) -> None:
    q = street.quarter
    details = UnitDetails(name="新网格", grid_type=GridType.GENERAL, boundary=box(450, 0, 500, 1_000))
    found = newly(street.snapshot, lambda d: create_unit(d, UnitKind.GRID, q.village.id, DAY, details))
    assert [each.clash.kind for each in found] == [ClashKind.OVER]
    assert found[0].clash.other.id == q.grid.id


def test_borders_that_cross_all_along_are_told_and_not_measured(street: Street) -> None:
    q = street.quarter
    found = newly(street.snapshot, drawn(q.grid, comb(across=False)), drawn(q.next_grid, comb(across=True)))
    (over,) = [each.clash for each in found if each.clash.kind == ClashKind.OVER]
    assert over.m2 is None
    assert "can't be measured" in over.told("甲", "乙")


def test_the_work_is_counted(street: Street) -> None:
    step = drafted(street.snapshot, drawn(street.quarter.grid, box(0, 0, 540, 1_000)))
    with pytest.raises(TooCostly):
        caused(replace(step, after=step.after.metered(Meter(limit=500))))


def test_sentences_name_area_and_metres(street: Street) -> None:
    q = street.quarter
    (found,) = newly(street.snapshot, drawn(q.grid, box(0, 0, 540, 1_000)))
    told = found.clash.told("甲", "乙")
    zh, en = told.in_(Language.CHINESE), told.in_(Language.ENGLISH)
    assert "甲与乙重叠 39,999 平方米" in zh
    assert "at the widest 40.0 m" in en


@examples(40)
@given(*[st.floats(-3, 3) for _ in range(4)])
def test_rectangles_clash_as_their_sides_say(west: float, south: float, east: float, north: float) -> None:
    """Held against arithmetic: how far each side of the grid is moved, out of the village or over the neighbour."""
    q = Quarter()
    plain = [drawn(unit, None) for unit in (q.micro, q.west, q.south, q.east, q.far_micro)]
    sides = [drawn(q.village, box(0, 0, 1_000, 1_000)), drawn(q.next_grid, box(500, 0, 1_000, 1_000))]
    before = drafted(q.snapshot, *plain, *sides).after
    found = newly(before, drawn(q.grid, box(west, south, 500 + east, 1_000 + north)))
    side, over = max(-west, 0.0), max(east, 0.0)
    out = max(math.hypot(side, max(-south, 0.0)), math.hypot(side, max(north, 0.0)))
    kinds = {each.clash.kind: each.clash for each in found}
    for kind, metres in ((ClashKind.OUTSIDE, out), (ClashKind.OVER, over)):
        if abs(metres - TOLERANCE_M) > 0.05:
            assert (kind in kinds) == (metres > TOLERANCE_M)
    if ClashKind.OVER in kinds:
        assert kinds[ClashKind.OVER].metres == pytest.approx(over, abs=0.1)
