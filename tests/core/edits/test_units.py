"""Units founded, described, moved, outlined, retired: what is there the day before, on the day, and later."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.apply import apply
from graph.change import Change
from graph.codes import free_code
from graph.edits.draft import Draft
from graph.edits.units import UnitDetails, create_unit, describe_unit, move_unit, retire_unit, set_boundary
from graph.errors import InvalidInput, NotFound, RuleViolated, WanggeError
from graph.facts import CodeTemplate, Unit, UnitState
from graph.time.validity import FIRST_DAY, LAST_DAY
from graph.view import View
from graph.words import GridType, UnitKind
from tests.builders.organisations import DAY as A_DAY
from tests.builders.organisations import FIRST, square
from tests.builders.quarter import (
    AT,
    DAY,
    EARLIER,
    EVE,
    LATER,
    Quarter,
    alive_on,
    decide,
    households_on,
    name_on,
    parent_on,
    posts_on,
)


def change_of(draft: Draft) -> Change:
    """What was drafted, as a change."""
    return Change(operations=tuple(draft.operations), actor="tests", reason="a test", at=AT)


DAYS = (date(2025, 1, 2), DAY, date(2031, 2, 28), LAST_DAY)
NEW_GRID = UnitDetails(name="第三网格", grid_type=GridType.GENERAL, households=7)


# -- founding --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", DAYS)
def test_a_unit_lives_from_its_first_day_on_and_not_before(quarter: Quarter, day: date) -> None:
    made: list[Unit] = []
    after = decide(
        quarter.snapshot,
        lambda d: made.append(create_unit(d, UnitKind.GRID, quarter.village.id, day, NEW_GRID)),
    )
    (unit,) = made
    assert not alive_on(after, unit, day - A_DAY)
    assert (name_on(after, unit, day), parent_on(after, unit, day)) == ("第三网格", quarter.village.id)
    assert households_on(after, unit, day) == 7
    assert name_on(after, unit, LAST_DAY) == "第三网格"


def test_a_unit_without_a_code_gets_the_number_after_the_highest_of_its_parent(quarter: Quarter) -> None:
    draft = Draft(quarter.snapshot)
    grid = create_unit(draft, UnitKind.GRID, quarter.village.id, DAY, NEW_GRID)
    micro = create_unit(draft, UnitKind.MICRO_GRID, grid.id, DAY, UnitDetails(name="微"))
    village = create_unit(draft, UnitKind.VILLAGE, quarter.area.id, DAY, UnitDetails(name="村"))
    area = create_unit(draft, UnitKind.MANAGEMENT_AREA, quarter.street.id, DAY, UnitDetails(name="区"))
    assert grid.id == f"{quarter.village.id}004"
    assert micro.id == f"{grid.id}001"
    assert village.id == f"{quarter.street.id}203", "the gap below 201 stays"
    assert area.id == f"{quarter.street.id}G03"


def test_the_code_of_a_retired_unit_is_never_given_again(quarter: Quarter) -> None:
    after = decide(quarter.snapshot, lambda d: retire_unit(d, quarter.market.id, DAY))
    new = create_unit(Draft(after), UnitKind.GRID, quarter.village.id, LATER, NEW_GRID)
    assert new.id != quarter.market.id
    with pytest.raises(InvalidInput, match="given before"):
        create_unit(Draft(after), UnitKind.GRID, quarter.village.id, LATER, NEW_GRID, quarter.market.id)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (UnitKind.PROVINCE, "99"),
        (UnitKind.CITY, "9901"),
        (UnitKind.COUNTY, "990123"),
        (UnitKind.STREET, "990123001"),
    ],
)
def test_codes_from_the_street_up_are_given_from_above(quarter: Quarter, kind: UnitKind, code: str) -> None:
    with pytest.raises(InvalidInput):
        create_unit(Draft(quarter.snapshot), kind, None, DAY, UnitDetails(name="上级"))
    after = decide(quarter.snapshot, lambda d: create_unit(d, kind, None, DAY, UnitDetails(name="上级"), code))
    assert name_on(after, code, DAY) == "上级"


@pytest.mark.parametrize("kind", list(UnitKind))
@pytest.mark.parametrize("under", ["street", "area", "village", "grid", "micro", None])
def test_founding_a_unit_anywhere_either_works_or_is_refused(
    quarter: Quarter, kind: UnitKind, under: str | None
) -> None:
    """Whatever kind is founded in whatever parent, the answer is a unit or a WanggeError.

    BUG: grid in micro-grid, and village in grid or micro-grid, end in TypeError (graph/edits/codes.py: 10 ** -3).
    """
    parent = None if under is None else getattr(quarter, under).id
    grid_type = GridType.GENERAL if kind == UnitKind.GRID else None
    allowed = {
        UnitKind.MANAGEMENT_AREA: {"street"},
        UnitKind.VILLAGE: {"street", "area"},
        UnitKind.GRID: {"village"},
        UnitKind.MICRO_GRID: {"grid"},
    }
    try:
        decide(
            quarter.snapshot,
            lambda d: create_unit(d, kind, parent, DAY, UnitDetails(name="新", grid_type=grid_type)),
        )
    except WanggeError:
        assert under not in allowed.get(kind, ())
    else:
        assert under in allowed.get(kind, ())


def test_numbers_run_out_with_a_refusal(quarter: Quarter) -> None:
    draft = Draft(quarter.snapshot)
    for number in range(3, 100):
        create_unit(draft, UnitKind.MANAGEMENT_AREA, quarter.street.id, DAY, UnitDetails(name=f"{number}区"))
    with pytest.raises(InvalidInput, match="has been given"):
        create_unit(draft, UnitKind.MANAGEMENT_AREA, quarter.street.id, DAY, UnitDetails(name="满"))


def found(draft: Draft, parent: Unit, number: int) -> None:
    """A grid of the village with this number."""
    details = UnitDetails(name=f"{number}格", grid_type=GridType.GENERAL)
    create_unit(draft, UnitKind.GRID, parent.id, DAY, details, f"{parent.id}{number:03d}")


def next_number(draft: Draft, parent: Unit) -> int:
    """The number that the next grid of a village gets."""
    return int(create_unit(draft, UnitKind.GRID, parent.id, DAY, NEW_GRID).id[-3:])


def test_once_the_last_number_is_given_gaps_are_filled_from_below(quarter: Quarter) -> None:
    """The village has 001 to 003; 998 and 999 leave no room above, and 006 lies in the gap below."""
    draft = Draft(quarter.snapshot)
    for number in (998, 999, 6):
        found(draft, quarter.village, number)
    assert [next_number(draft, quarter.village) for _ in range(4)] == [4, 5, 7, 8]
    apply(quarter.snapshot, draft.operations)


def test_a_retired_code_is_no_gap(quarter: Quarter) -> None:
    draft = Draft(quarter.snapshot)
    found(draft, quarter.village, 999)
    retire_unit(draft, quarter.market.id, LATER)
    assert next_number(draft, quarter.village) == 4, "003 was the market's"


def test_what_lies_elsewhere_with_a_code_of_the_village_neither_counts_nor_is_given_again(quarter: Quarter) -> None:
    """As an old record may have it, from before codes were held to their villages: 999 and 004 lie elsewhere."""
    draft = Draft(quarter.snapshot)
    for number in (999, 4):
        code = f"{quarter.village.id}{number:03d}"
        create_unit(draft, UnitKind.GRID, quarter.other_village.id, DAY, NEW_GRID, code)
    assert [next_number(draft, quarter.village) for _ in range(2)] == [5, 6]


@given(st.sets(st.integers(1, 9), max_size=9), st.sets(st.integers(1, 9), max_size=9))
def test_the_next_code_is_the_one_after_the_highest_or_else_in_the_lowest_gap(own: set[int], others: set[int]) -> None:
    """With one digit, every case: `others` were given elsewhere."""
    given_codes = {f"X{number}" for number in own | others}
    free = [number for number in range(1, 10) if f"X{number}" not in given_codes]
    above = [number for number in free if number > max(own, default=0)]
    expected = next(iter(above or free), None)
    code = free_code("X", 1, [f"X{number}" for number in own], given_codes.__contains__)
    assert code == (None if expected is None else f"X{expected}")


def test_a_template_of_many_digits_costs_no_more_than_the_codes_given() -> None:
    codes = [f"1{'9' * 50}", f"1{0:050d}"]
    assert free_code("1", 50, codes, codes.__contains__) == f"1{1:050d}"


def test_a_grid_of_an_old_template_numbers_its_micro_grids_by_the_new_one(quarter: Quarter) -> None:
    """The template of the micro-grid's first day says how many digits it has in all."""
    draft = Draft(quarter.snapshot)
    (template,) = quarter.all(CodeTemplate)
    draft.end(template, DAY)
    draft.put(CodeTemplate(id="new", grid=14, micro_grid=17, start=DAY))
    micro = create_unit(draft, UnitKind.MICRO_GRID, quarter.grid.id, DAY, UnitDetails(name="微"))
    assert micro.id == f"{quarter.grid.id}01"
    apply(quarter.snapshot, draft.operations)


# -- describing ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", DAYS)
def test_a_unit_is_called_otherwise_from_the_day_on(quarter: Quarter, day: date) -> None:
    after = decide(quarter.snapshot, lambda d: describe_unit(d, quarter.grid.id, day, name="新名"))
    assert name_on(after, quarter.grid, day - A_DAY) == "第一网格"
    assert name_on(after, quarter.grid, day) == name_on(after, quarter.grid, LAST_DAY) == "新名"
    assert households_on(after, quarter.grid, day) == 60, "what is not given stays"


def test_a_description_on_the_first_day_corrects_the_founding_one(quarter: Quarter) -> None:
    after = decide(quarter.snapshot, lambda d: describe_unit(d, quarter.grid.id, FIRST, name="本名", households=None))
    assert (name_on(after, quarter.grid, FIRST), households_on(after, quarter.grid, FIRST)) == ("本名", None)
    assert len(after.linked(UnitState, "unit", quarter.grid.id)) == 1


def test_a_rename_dated_before_a_recorded_one_lasts_until_that(quarter: Quarter) -> None:
    after = decide(quarter.snapshot, lambda d: describe_unit(d, quarter.grid.id, LATER, name="后名"))
    after = decide(after, lambda d: describe_unit(d, quarter.grid.id, EARLIER, name="前名"))
    names = [name_on(after, quarter.grid, day) for day in (FIRST, EARLIER, DAY, LATER - A_DAY, LATER, LAST_DAY)]
    assert names == ["第一网格", "前名", "前名", "前名", "后名", "后名"]


def test_two_renames_on_one_day_are_one(quarter: Quarter) -> None:
    after = decide(quarter.snapshot, lambda d: describe_unit(d, quarter.grid.id, DAY, name="一"))
    after = decide(after, lambda d: describe_unit(d, quarter.grid.id, DAY, name="二"))
    assert [name_on(after, quarter.grid, day) for day in (EVE, DAY, LATER)] == ["第一网格", "二", "二"]


# -- outlines --------------------------------------------------------------------------------------------------------


def test_an_outline_holds_from_the_day_on_until_the_next(quarter: Quarter) -> None:
    one, two = square(116.5, 35.9), square(116.6, 35.9)
    after = decide(quarter.snapshot, lambda d: set_boundary(d, quarter.micro.id, LATER, two))
    after = decide(after, lambda d: set_boundary(d, quarter.micro.id, DAY, one))

    def outline(day: date) -> str | None:
        boundary = View(after, day).boundary(quarter.micro.id)
        return None if boundary is None else boundary.geometry

    assert outline(EVE) == square(116.4, 35.9, 0.01)
    assert (outline(DAY), outline(LATER - A_DAY), outline(LATER)) == (one, one, two)


def test_an_outline_can_be_taken_away(quarter: Quarter) -> None:
    after = decide(quarter.snapshot, lambda d: set_boundary(d, quarter.micro.id, DAY, None))
    assert View(after, EVE).boundary(quarter.micro.id) is not None
    assert View(after, DAY).boundary(quarter.micro.id) is None


def test_a_first_outline_dated_before_a_recorded_one_lasts_until_that(quarter: Quarter) -> None:
    """A unit that had no outline gets an earlier one, which gives way to the one recorded for later.

    BUG: refused with one-at-a-time, since Draft.supersede(None, …) does not look at what begins later.
    """
    one, two = square(116.5, 35.9), square(116.6, 35.9)
    after = decide(quarter.snapshot, lambda d: set_boundary(d, quarter.village.id, LATER, two))
    after = decide(after, lambda d: set_boundary(d, quarter.village.id, DAY, one))
    found = [View(after, day).boundary(quarter.village.id) for day in (EVE, DAY, LATER)]
    assert [b and b.geometry for b in found] == [None, one, two]


@pytest.mark.parametrize(
    "wkt",
    [
        "",
        "nonsense",
        "POINT(116 36)",
        "POLYGON EMPTY",
        "POLYGON((0 0, 1 1, 1 0, 0 1, 0 0))",
        "POLYGON((500000 4000000, 500001 4000000, 500001 4000001, 500000 4000000))",
        "POLYGON((116 36, 117 36, 117 37))",
        "POLYGON((nan 1, 1 1, 1 0, nan 1))",
        "\ud800",
    ],
)
def test_what_is_no_outline_is_refused(quarter: Quarter, wkt: str) -> None:
    with pytest.raises(WanggeError):
        decide(quarter.snapshot, lambda d: set_boundary(d, quarter.micro.id, DAY, wkt))


# -- moving ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", DAYS)
def test_a_village_is_part_of_another_area_from_the_day_on(quarter: Quarter, day: date) -> None:
    after = decide(quarter.snapshot, lambda d: move_unit(d, quarter.village.id, quarter.other_area.id, day))
    assert parent_on(after, quarter.village, day - A_DAY) == quarter.area.id
    assert parent_on(after, quarter.village, day) == parent_on(after, quarter.village, LAST_DAY)
    assert parent_on(after, quarter.village, day) == quarter.other_area.id
    assert [a.id for a in View(after, day).ancestors(quarter.micro.id)] == [
        quarter.grid.id,
        quarter.village.id,
        quarter.other_area.id,
        quarter.street.id,
    ]


def test_a_move_dated_before_a_recorded_one_lasts_until_that(quarter: Quarter) -> None:
    after = decide(quarter.snapshot, lambda d: move_unit(d, quarter.village.id, quarter.street.id, LATER))
    after = decide(after, lambda d: move_unit(d, quarter.village.id, quarter.other_area.id, DAY))
    found = [parent_on(after, quarter.village, day) for day in (EVE, DAY, LATER - A_DAY, LATER)]
    assert found == [quarter.area.id, quarter.other_area.id, quarter.other_area.id, quarter.street.id]


def test_a_move_on_the_first_day_leaves_no_trace_of_the_first_place(quarter: Quarter) -> None:
    after = decide(quarter.snapshot, lambda d: move_unit(d, quarter.village.id, quarter.other_area.id, FIRST))
    assert parent_on(after, quarter.village, FIRST) == quarter.other_area.id


@pytest.mark.parametrize("where", ["village", "grid", "micro", "market", "other_area", "far_micro"])
def test_a_unit_cannot_be_moved_under_what_may_not_hold_it(quarter: Quarter, where: str) -> None:
    """A grid moves under no grid, no micro-grid, no area; and not to where it is already."""
    with pytest.raises(WanggeError):
        decide(quarter.snapshot, lambda d: move_unit(d, quarter.grid.id, getattr(quarter, where).id, DAY))


def test_a_grid_cannot_be_moved_into_another_village(quarter: Quarter) -> None:
    """A grid's code begins with its village's, so in another village it would lie: it is renumbered, not moved.

    BUG (or undecided): nothing refuses it, and the code goes on naming the old village.
    """
    with pytest.raises(WanggeError):
        decide(quarter.snapshot, lambda d: move_unit(d, quarter.grid.id, quarter.other_village.id, DAY))


# -- retiring --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", DAYS[:3])
def test_a_retired_unit_and_its_posts_are_gone_from_the_day_on(quarter: Quarter, day: date) -> None:
    after = decide(quarter.snapshot, lambda d: retire_unit(d, quarter.micro.id, day))
    assert alive_on(after, quarter.micro, day - A_DAY)
    assert posts_on(after, quarter.micro, day - A_DAY)
    assert not alive_on(after, quarter.micro, day)
    assert not posts_on(after, quarter.micro, day)
    assert not View(after, day).holdings_by(quarter.helper.id)


def test_a_village_without_parts_takes_its_centre_with_it(quarter: Quarter) -> None:
    def close(draft: Draft) -> None:
        for grid in (quarter.grid, quarter.next_grid, quarter.market):
            for micro in draft.on(DAY).children(grid.id):
                retire_unit(draft, micro.id, DAY)
            retire_unit(draft, grid.id, DAY)
        retire_unit(draft, quarter.village.id, DAY)

    after = decide(quarter.snapshot, close)
    for fact in (quarter.village, quarter.house, quarter.hall, quarter.board, quarter.director):
        assert View(after, EVE).get(type(fact), fact.id) is not None
        assert View(after, DAY).get(type(fact), fact.id) is None


@pytest.mark.parametrize("unit", ["grid", "village", "area", "street"])
def test_a_unit_with_parts_is_not_retired(quarter: Quarter, unit: str) -> None:
    with pytest.raises(InvalidInput, match="still has parts"):
        decide(quarter.snapshot, lambda d: retire_unit(d, getattr(quarter, unit).id, DAY))


def test_a_unit_with_parts_to_come_is_not_retired(quarter: Quarter) -> None:
    details = UnitDetails(name="将来")
    after = decide(quarter.snapshot, lambda d: create_unit(d, UnitKind.MICRO_GRID, quarter.market.id, LATER, details))
    with pytest.raises(InvalidInput, match="still has parts"):
        decide(after, lambda d: retire_unit(d, quarter.market.id, DAY))


def test_a_retired_unit_can_be_retired_earlier_but_not_again_later(quarter: Quarter) -> None:
    after = decide(quarter.snapshot, lambda d: retire_unit(d, quarter.market.id, LATER))
    earlier = decide(after, lambda d: retire_unit(d, quarter.market.id, DAY))
    assert (alive_on(earlier, quarter.market, EVE), alive_on(earlier, quarter.market, DAY)) == (True, False)
    with pytest.raises(NotFound):
        decide(after, lambda d: retire_unit(d, quarter.market.id, LATER + 2 * A_DAY))


def test_a_unit_is_not_retired_before_it_begins(quarter: Quarter) -> None:
    for day in (date.min, FIRST_DAY, FIRST - A_DAY, FIRST):
        with pytest.raises((InvalidInput, NotFound, RuleViolated)):
            decide(quarter.snapshot, lambda d, day=day: retire_unit(d, quarter.market.id, day))  # type: ignore[misc]


def test_a_village_with_too_long_a_code_leaves_no_digit_for_its_grids(quarter: Quarter) -> None:
    """As a record from before there was the rule may have it."""
    draft = Draft(quarter.snapshot)
    create_unit(draft, UnitKind.VILLAGE, quarter.area.id, DAY, UnitDetails(name="长"), "370923001299001")
    with pytest.raises(InvalidInput, match="leaves no digit after 370923001299001"):
        create_unit(draft, UnitKind.GRID, "370923001299001", DAY, NEW_GRID)
