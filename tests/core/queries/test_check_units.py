"""The checks of units, each provoked in a town where nothing else is wrong, and silent where it nearly is."""

import re
from datetime import date

import pytest
import shapely

from graph.facts import Boundary, CodeTemplate, LadderRung, PartOf, StaffingRule, Unit, UnitState
from graph.snapshot import Snapshot
from graph.view import View
from graph.words import GridType, Role, UnitKind
from queries.checks.check import check_model
from tests.builders.organisations import DAY as ONE_DAY
from tests.builders.organisations import FIRST, SOUTH, WEST, Builder
from tests.builders.sound_town import DAY, HOMES, SIDE, SoundTown, findings, the_only

JUNE = date(2025, 6, 1)


def outline(town: SoundTown, unit: Unit, west: float, south: float, east: float, north: float) -> Boundary:
    """Draw a unit anew, in sides of a grid from the south-western corner of the village."""
    box = shapely.box(WEST + west * SIDE, SOUTH + south * SIDE, WEST + east * SIDE, SOUTH + north * SIDE)
    return town.correct(town.naming(unit, Boundary, "unit")[0], geometry=box.wkt)


def rename(town: SoundTown, unit: Unit, name: str) -> None:
    town.count(unit, name=name)


# -- names -------------------------------------------------------------------------------------------------------------


def test_siblings_of_one_name() -> None:
    town = SoundTown()
    rename(town, town.other_grid, "第一网格")
    found = the_only(town)
    assert (found.number, found.ids) == ("W201", (town.grid.id, town.other_grid.id))
    assert found.message == (
        f"尹范村 {town.village.id}下有 2 个单位都叫第一网格：{town.grid.id}、{town.other_grid.id} / "
        f"尹范村 {town.village.id} has 2 called 第一网格: {town.grid.id}, {town.other_grid.id}."
    )
    assert (found.title, found.severity.zh) == ("同级重名 / siblings of one name", "警告")
    assert found.remedy.startswith("改名")


def test_cousins_of_one_name_and_namesakes_at_other_times_are_nothing() -> None:
    """第一网格 and 南微网格 there are in every village, and a name is free once its unit has another."""
    town = SoundTown()
    town.whole_village("高范村", WEST + 3 * SIDE)
    town.rename(town.grid, JUNE, name="东网格")
    town.rename(town.other_grid, JUNE, name="第一网格")
    assert findings(town, JUNE - ONE_DAY) == findings(town, JUNE) == []


@pytest.mark.parametrize("name", ["5060802 第二网格", "第二网格（370923001201002）", "１２３４５网格"])
def test_a_code_in_a_name(name: str) -> None:
    town = SoundTown()
    rename(town, town.other_grid, name)
    assert findings(town) == [("W202", (town.other_grid.id,))]


@pytest.mark.parametrize("name", ["2号楼网格", "1949网格", "101、102栋网格"])
def test_a_house_number_or_a_year_in_a_name_is_nothing(name: str) -> None:
    town = SoundTown()
    rename(town, town.other_grid, name)
    assert findings(town) == []


def test_the_name_of_the_unit_above_in_a_name() -> None:
    town = SoundTown()
    rename(town, town.other_grid, "尹范村第二网格")
    assert findings(town) == [("W203", (town.other_grid.id, town.village.id))]


def test_a_name_that_shares_a_word_with_the_one_above_is_nothing() -> None:
    town = SoundTown()
    rename(town, town.other_grid, "尹范东网格")
    assert findings(town) == []


def test_a_long_name() -> None:
    """WeCom takes 30 characters."""
    town = SoundTown()
    rename(town, town.grid, "长" * 30)
    assert findings(town) == []
    rename(town, town.grid, "长" * 31)
    assert findings(town) == [("W204", (town.grid.id,))]


# -- codes -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["03", "0003", "00A", "０３９"])
def test_a_code_off_the_template(number: str) -> None:
    town = SoundTown()
    grid = town.unit(UnitKind.GRID, town.village, code=town.village.id + number, grid_type=GridType.DEDICATED)
    written = View(Snapshot.of(town.known.values(), revision=1), DAY)  # past the service, or before there was the rule
    assert ("W123", (grid.id,)) in [(each.number, each.ids) for each in check_model(written)]


def test_a_code_of_the_template_of_the_day_when_it_was_given_is_sound() -> None:
    """From June on grids have 14 digits: those given before keep theirs, those after have the new."""
    town = SoundTown()
    template = next(iter(town.all(CodeTemplate)))
    town.splice(template, JUNE, grid=14, micro_grid=17)
    code = f"{town.village.id}03"
    grid = town.unit(UnitKind.GRID, town.village, code=code, name="市场", grid_type=GridType.DEDICATED, start=JUNE)
    assert ("W123", (grid.id,)) not in findings(town)


def test_a_management_area_has_no_place_in_the_template() -> None:
    town = SoundTown()
    assert not town.area.id.isdecimal()
    assert findings(town) == []


def test_a_micro_grid_that_moves_within_its_village_keeps_its_code_rightly() -> None:
    """M moves from G to H and keeps its code."""
    town = SoundTown()
    town.move(town.micro, JUNE, town.other_grid)
    assert not {number for number, ids in findings(town, JUNE) if town.micro.id in ids} & {"W124", "W212"}


def test_a_village_that_moves_to_another_street_keeps_its_code_which_is_noted() -> None:
    town = SoundTown()
    street = town.unit(UnitKind.STREET, name="州城街道")
    town.move(town.village, JUNE, street)
    assert ("W212", (town.village.id, street.id)) in findings(town, JUNE)
    assert "W212" not in {number for number, _ in findings(town, JUNE - ONE_DAY)}


def test_the_villages_of_a_renumbered_street_keep_their_codes_rightly() -> None:
    town = SoundTown()
    town.hand_over(town.street, JUNE, [town.twin(town.street, JUNE)])
    assert "W212" not in {number for number, _ in findings(town, JUNE)}


def test_a_village_that_moves_to_another_area_keeps_its_code_rightly() -> None:
    town = SoundTown()
    area = town.unit(UnitKind.MANAGEMENT_AREA, town.street, name="城郊管区")
    town.hold(Role.MANAGEMENT_AREA_SECRETARY, area)
    town.move(town.village, JUNE, area)
    assert findings(town, JUNE) == []


# -- parts -------------------------------------------------------------------------------------------------------------


def test_a_general_grid_without_micro_grids() -> None:
    town = SoundTown()
    for edge in town.naming(town.grid, PartOf, "parent"):
        town.close(edge.child, JUNE)
    assert ("W301", (town.grid.id,)) in findings(town, JUNE)
    assert "W301" not in {number for number, _ in findings(town, JUNE - ONE_DAY)}


def test_a_dedicated_grid_without_micro_grids_is_nothing() -> None:
    town = SoundTown()
    grid = town.unit(UnitKind.GRID, town.village, name="市场", grid_type=GridType.DEDICATED)
    assert "W301" not in {number for number, ids in findings(town) if grid.id in ids}


def test_a_village_without_grids() -> None:
    town = SoundTown()
    village = town.unit(UnitKind.VILLAGE, town.area, name="高范村")
    assert ("W302", (village.id,)) in findings(town)


# -- outlines ----------------------------------------------------------------------------------------------------------


def test_a_unit_without_outline_where_those_beside_it_have_one() -> None:
    town = SoundTown()
    town.close(town.naming(town.other_grid, Boundary, "unit")[0], JUNE)
    assert findings(town, JUNE) == [("W303", (town.other_grid.id,))]


def test_where_none_has_an_outline_none_is_missed() -> None:
    town = SoundTown()
    for boundary in town.all(Boundary):
        town.close(boundary, JUNE)
    assert findings(town, JUNE) == []


def test_units_that_overlap() -> None:
    """H reaches a tenth of its side into G: 81 m by 999 m at this latitude.  That part of H is in no micro-grid."""
    town = SoundTown()
    outline(town, town.other_grid, 0.9, 0, 2, 1)
    overlap, gap = check_model(town.on())
    assert (overlap.number, overlap.ids) == ("W304", (town.grid.id, town.other_grid.id))
    (shared,) = re.findall(r"overlap by ([\d,]+) m²", overlap.message)
    assert int(shared.replace(",", "")) == pytest.approx(81 * 999, rel=0.01)
    assert (gap.number, gap.ids) == ("W306", (town.other_grid.id,))


def test_units_of_different_villages_that_overlap() -> None:
    """The other village lies half upon the first: villages overlap, and so do their grids and micro-grids."""
    town = SoundTown()
    other = town.whole_village("高范村", WEST + SIDE)
    found = findings(town)
    assert {number for number, _ in found} == {"W304"}
    assert ("W304", (town.village.id, other.id)) in found
    assert len(found) == 1 + 1 + 2


def test_a_hair_of_overlap_is_nothing() -> None:
    """A metre of a border of a kilometre: less than a thousandth of the grid's area… and 100 m² in any case."""
    town = SoundTown()
    outline(town, town.other_grid, 0.9995, 0, 2, 1)
    assert findings(town) == []


def test_a_unit_that_sticks_out_of_the_one_above() -> None:
    """P, the north-eastern micro-grid, reaches a tenth of a side beyond H and V, where nobody else is."""
    town = SoundTown()
    last = town.of_kind(UnitKind.MICRO_GRID)[-1]
    outline(town, last, 1, 0.5, 2, 1.1)
    assert findings(town) == [("W305", (last.id, town.other_grid.id))]


def test_a_unit_is_held_against_the_next_above_that_has_an_outline() -> None:
    """The management area has none, so the village is held against the street."""
    town = SoundTown()
    west_half = shapely.box(WEST - SIDE, SOUTH - SIDE, WEST + SIDE, SOUTH + 2 * SIDE)
    town.boundary(town.street, west_half.wkt)
    assert ("W305", (town.village.id, town.street.id)) in findings(town)


def test_parts_that_do_not_cover_the_whole() -> None:
    """The village reaches a tenth of a side further north than its grids: 9 % of it is in none."""
    town = SoundTown()
    outline(town, town.village, 0, 0, 2, 1.1)
    found = the_only(town)
    assert (found.number, found.ids) == ("W306", (town.village.id,))
    assert "9.1% of" in found.message


def test_a_road_between_the_parts_is_nothing() -> None:
    town = SoundTown()
    outline(town, town.village, 0, 0, 2, 1.01)
    assert findings(town) == []


def test_a_gap_is_looked_for_below_an_area_without_an_outline() -> None:
    """S covers V and as much again: half of it is in none of the villages."""
    town = SoundTown()
    town.boundary(town.street, shapely.box(WEST, SOUTH, WEST + 2 * SIDE, SOUTH + 2 * SIDE).wkt)
    assert findings(town) == [("W306", (town.street.id,))]


def test_no_gap_is_said_to_be_where_a_part_has_no_outline() -> None:
    town = SoundTown()
    town.close(town.naming(town.other_grid, Boundary, "unit")[0], JUNE)
    assert "W306" not in {number for number, _ in findings(town, JUNE)}


def test_a_hole_in_an_outline_is_a_gap_and_two_parts_of_one_are_not() -> None:
    town = SoundTown()
    square = shapely.box(WEST, SOUTH, WEST + SIDE, SOUTH + SIDE)
    hole = shapely.box(WEST + SIDE / 4, SOUTH + SIDE / 4, WEST + SIDE / 2, SOUTH + SIDE / 2)
    town.correct(town.naming(town.grid, Boundary, "unit")[0], geometry=shapely.difference(square, hole).wkt)
    assert {number for number, _ in findings(town)} == {"W305", "W306"}, "its micro-grids lie in the hole, V has a gap"


# -- sizes -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("field", "number"), [("households", "W311"), ("population", "W312")])
@pytest.mark.parametrize("share", [0.9, 1.1])
def test_parts_that_do_not_add_up_to_the_whole(field: str, number: str, share: float) -> None:
    town = SoundTown()
    state = town.naming(town.village, UnitState, "unit")[0]
    town.correct(state, **{field: int(getattr(state, field) * share)})
    assert findings(town) == [(number, (town.village.id,))]


def test_a_count_of_another_day_is_nothing() -> None:
    """Two in a hundred."""
    town = SoundTown()
    town.count(town.village, households=4 * HOMES + 6, population=12 * HOMES - 18)
    assert findings(town) == []


def test_parts_of_which_little_is_known_are_too_many_or_say_nothing() -> None:
    """One micro-grid's count is missing: the others may not be more than the whole, though they are fewer."""
    town = SoundTown()
    town.count(town.micro, households=None, population=None)
    assert findings(town) == []
    town.count(town.grid, households=HOMES // 2, population=2 * HOMES)
    assert ("W311", (town.grid.id,)) in findings(town)


def test_parts_without_a_count_are_the_sum_of_theirs() -> None:
    town = SoundTown()
    town.count(town.grid, households=None, population=None)
    assert findings(town) == []
    town.count(town.micro, households=3 * HOMES)
    assert findings(town) == [("W311", (town.village.id,))]


def test_a_dedicated_grid_without_a_count_has_no_households() -> None:
    """The village counts 20 more than its grids: a market does not hide them, a grid not counted might."""
    town = SoundTown()
    town.count(town.village, households=4 * HOMES + 20)
    market = town.unit(UnitKind.GRID, town.village, name="市场", grid_type=GridType.DEDICATED)
    assert ("W311", (town.village.id,)) in findings(town)
    town.count(market, grid_type=GridType.GENERAL)
    assert ("W311", (town.village.id,)) not in findings(town)


def test_fewer_people_than_households() -> None:
    town = SoundTown()
    town.count(town.village, population=4 * HOMES - 1)
    assert ("W313", (town.village.id,)) in findings(town)
    town.count(town.village, population=4 * HOMES)
    assert "W313" not in {number for number, _ in findings(town)}


def grown(counts: list[int], *, category: str = "220", grid_type: GridType = GridType.GENERAL) -> Builder:
    """A village, and grids in it of so many households."""
    town = SoundTown()
    village = town.unit(UnitKind.VILLAGE, town.area, name="高范村")
    town.count(village, category=category)
    for number, homes in enumerate(counts):
        grid = town.unit(UnitKind.GRID, village, name=f"格{number}", grid_type=grid_type)
        town.count(grid, households=homes)
    return town


def sizes_found(town: Builder) -> list[str]:
    assert isinstance(town, SoundTown)
    names = {s.unit: s.name for s in town.all(UnitState)}
    return [names[ids[0]] for number, ids in findings(town) if number == "W314"]


def test_a_grid_out_of_proportion() -> None:
    """160 of G and H and of the first three: the usual; three times as many are still nothing, nor a third."""
    assert sizes_found(grown([160, 160, 160, 480, 54])) == []
    assert sizes_found(grown([160, 160, 160, 481, 53])) == ["格3", "格4"]


def test_grids_are_held_against_those_of_their_own_setting_and_kind() -> None:
    """Urban grids of 900 households are usual among themselves, parks of 5 too."""
    assert sizes_found(grown([900, 910, 920, 930, 940], category="111")) == []
    assert sizes_found(grown([5, 6, 7, 8, 9], grid_type=GridType.DEDICATED)) == []
    assert sizes_found(grown([900, 910, 920, 930, 940, 160], category="111")) == ["格5"]


def test_where_there_are_few_none_is_usual() -> None:
    assert sizes_found(grown([900, 5], category="111")) == []


# -- retired -----------------------------------------------------------------------------------------------------------


def test_a_succession_that_ends_nowhere() -> None:
    """G was succeeded by X in March, and X closed in May with nothing after it."""
    town = SoundTown()
    heir = town.unit(UnitKind.GRID, town.village, name="第三网格", start=date(2025, 3, 1))
    town.hand_over(town.grid, date(2025, 3, 1), [heir])
    town.close(heir, date(2025, 5, 1))
    found = findings(town)
    assert ("W601", (town.grid.id, heir.id)) in found
    assert "W602" in {number for number, ids in found if heir.id in ids}


def test_a_succession_that_leads_on_is_nothing() -> None:
    """G → X → Y, and Y lives; seen before the end of X, X lives."""
    town = SoundTown()
    heir = town.unit(UnitKind.GRID, town.village, name="第三网格", start=date(2025, 3, 1))
    town.hand_over(town.grid, date(2025, 3, 1), [heir])
    last = town.unit(UnitKind.GRID, town.village, name="第四网格", start=date(2025, 5, 1))
    town.hand_over(heir, date(2025, 5, 1), [last])
    for day in (DAY, date(2025, 4, 1)):
        assert not {"W601", "W602"} & {number for number, _ in findings(town, day)}


def test_a_unit_retired_without_heirs() -> None:
    town = SoundTown()
    town.close(town.micro, JUNE)
    assert ("W602", (town.micro.id,)) in findings(town, JUNE)
    assert "W602" not in {number for number, _ in findings(town, JUNE - ONE_DAY)}


def test_a_unit_that_never_was_is_not_retired() -> None:
    town = SoundTown()
    town.close(town.unit(UnitKind.MICRO_GRID, town.grid, name="误"), FIRST)
    assert findings(town) == []


# -- settings ----------------------------------------------------------------------------------------------------------


FOLLOWING = {"W731"}
"""Without a ladder no case reaches anybody, and that is said a month before."""


@pytest.mark.parametrize(("number", "cls"), [("W701", LadderRung), ("W702", StaffingRule), ("W703", CodeTemplate)])
def test_settings_that_are_not_in_force(
    number: str, cls: type[LadderRung] | type[StaffingRule] | type[CodeTemplate]
) -> None:
    town = SoundTown()
    for fact in town.all(cls):
        town.end(fact, JUNE)
    assert [each for each in findings(town, JUNE) if each[0] not in FOLLOWING] == [(number, ())]
    assert [each for each in findings(town, JUNE - ONE_DAY) if each[0] not in FOLLOWING] == []
