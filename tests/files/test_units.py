"""Units: which one a row means, what codes new ones get, what a changed statement does."""

from datetime import date
from pathlib import Path

import pytest

from graph.facts import CodeTemplate, PartOf, Succession, Unit, UnitState
from graph.words import GridType, UnitKind
from loaders.cells.names import loose
from tests.builders.workbooks import GRID, JUNE, STREET, VILLAGE, World, csv, empty, villages, xlsx

JULY = date(2025, 7, 1)
GRIDS = "村编码,村,网格名称,户数\n370923001001,刘范村,第一网格,320\n370923001001,刘范村,第二网格,280\n"


@pytest.fixture
def town(tmp_path: Path) -> World:
    """Two villages of one street, the first with two grids."""
    world = empty().take(csv(tmp_path / "v.csv", villages("刘范村社区居委会", "高范村社区居委会")), on=date(2025, 1, 1))
    return world.take(csv(tmp_path / "g.csv", GRIDS), on=date(2025, 1, 1))


# -- names and codes that mislead --------------------------------------------------------------------------------------


def test_a_second_unit_of_one_name_and_a_village_of_another_street_are_doubted(town: World, tmp_path: Path) -> None:
    text = (
        "编码,级别,名称,上级编码,网格类型\n"
        "370923001001003,网格,第一网格,370923001001,全科网格\n"
        "370924002201,村（社区）,外村,370923001,\n"
    )
    after = town.take(csv(tmp_path / "u.csv", text))
    assert after.plan is not None
    told = [(doubt.row, doubt.why) for doubt in after.plan.warnings]
    assert any(row == 2 and "同名" in why for row, why in told), told
    assert any(row == 3 and "编码却不以其开头" in why for row, why in told), told


# -- codes -------------------------------------------------------------------------------------------------------------


def test_new_units_are_numbered_by_the_template_that_comes_with_them(town: World, tmp_path: Path) -> None:
    """From June on grids have 14 digits, and the file that says so names a grid without a code."""
    book = xlsx(
        tmp_path / "t.xlsx",
        {
            "编码规则": [("网格位数", "微网格位数", "生效日期"), (14, 17, "2025-06-01")],
            "单位": [("村（社区）", "网格名称", "网格类型"), ("刘范村", "第九网格", "全科网格")],
        },
    )
    after = town.take(book)
    assert "37092300100101" in {unit.id for unit in after.on().units(UnitKind.GRID)}


def test_the_number_after_the_last_is_the_lowest_that_was_never_given(town: World, tmp_path: Path) -> None:
    last = "编码,级别,名称,上级编码,网格类型\n370923001001999,网格,末网格,370923001001,全科网格\n"
    town = town.take(csv(tmp_path / "l.csv", last))
    new = "村（社区）,网格名称,网格类型\n刘范村,新甲网格,全科网格\n刘范村,新乙网格,全科网格\n"
    after = town.take(csv(tmp_path / "n.csv", new))
    names = {unit.id: after.name(unit.id) for unit in after.on().units(UnitKind.GRID)}
    assert {code for code, name in names.items() if name and name.startswith("新")} == {
        "370923001001003",
        "370923001001004",
    }


# -- matching ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["刘范村", "刘范社区", "刘范村社区", "刘范村社区居委会", "刘范村村委会", "刘范村民委员会", " 刘范 村 "]
)
def test_a_village_is_known_with_and_without_its_ending(town: World, tmp_path: Path, name: str) -> None:
    text = f"所属街道,村,网格名称,户数\n370923001,{name},第一网格,333\n".replace("370923001,", "东平街道,", 1)
    after = town.take(csv(tmp_path / "a.csv", text))
    assert len(after.on().units(UnitKind.VILLAGE)) == 2
    state = after.on().state(GRID)
    assert state is not None
    assert state.households == 333


@pytest.mark.parametrize("name", ["第一网格", "第1网格", "第１网格", "刘范村第一网格", "刘范村社区第一网格"])
def test_a_grid_is_known_with_and_without_its_village_and_in_digits(town: World, tmp_path: Path, name: str) -> None:
    after = town.take(csv(tmp_path / "a.csv", f"村编码,网格名称,户数\n370923001001,{name},333\n"))
    assert len(after.on().units(UnitKind.GRID)) == 2
    assert after.name(GRID) == "第一网格"


def test_the_whole_name_is_preferred_to_a_shorter_one(tmp_path: Path) -> None:
    world = empty().take(csv(tmp_path / "v.csv", villages("小河村", "小河社区")))
    after = world.take(csv(tmp_path / "a.csv", "村,网格名称\n小河社区,第一网格\n"))
    assert [unit.id for unit in after.on().units(UnitKind.GRID)] == ["370923001002001"]
    faults = world.refused(csv(tmp_path / "b.csv", "村,网格名称\n小河,第一网格\n"))
    assert "may be" in faults[0].why
    assert "370923001001" in faults[0].why


def test_brackets_at_the_end_tell_villages_apart(tmp_path: Path) -> None:
    world = empty().take(csv(tmp_path / "v.csv", villages("孟村村委会（北）", "孟村村委会")))
    after = world.take(csv(tmp_path / "a.csv", "村,网格名称\n孟村(北),第一网格\n孟村,第二网格\n"))
    assert [unit.id for unit in after.on().units(UnitKind.GRID)] == ["370923001001001", "370923001002001"]


def test_a_name_alone_is_never_trusted_across_streets(tmp_path: Path) -> None:
    text = "code,name\n370923001001,刘庄\n370923002001,刘庄\n370923001,东平街道\n370923002,州城街道\n"
    world = empty().take(csv(tmp_path / "v.csv", text))
    faults = world.refused(csv(tmp_path / "a.csv", "村,网格名称\n刘庄,第一网格\n"))
    assert "which street" in faults[0].why
    after = world.take(csv(tmp_path / "b.csv", "街道,村,网格名称\n州城街道,刘庄,第一网格\n"))
    assert [unit.id for unit in after.on().units(UnitKind.GRID)] == ["370923002001001"]


def test_a_village_nobody_knows_is_a_fault(town: World, tmp_path: Path) -> None:
    faults = town.refused(csv(tmp_path / "a.csv", "村,网格名称\n王家庄,第一网格\n"))
    assert [(fault.row, fault.value) for fault in faults] == [(2, "王家庄")]


def test_a_grid_named_without_its_village_is_a_fault(town: World, tmp_path: Path) -> None:
    faults = town.refused(csv(tmp_path / "a.csv", "网格名称,户数\n第一网格,3\n"))
    assert "without the village" in faults[0].why


def test_code_and_name_of_different_units_are_a_fault(town: World, tmp_path: Path) -> None:
    text = "姓名,岗位,村,网格编码,所属网格\n张三,网格长,刘范村,370923001001002,第一网格\n"
    faults = town.refused(csv(tmp_path / "a.csv", text))
    assert "the name that of" in faults[0].why


def test_a_village_that_the_code_of_a_grid_contradicts_is_a_fault(town: World, tmp_path: Path) -> None:
    text = "村,网格编码,网格名称\n高范村,370923001001009,第九网格\n"
    faults = town.refused(csv(tmp_path / "a.csv", text))
    assert any("name that of" in fault.why or "begins with" in fault.why for fault in faults)


def test_a_code_of_another_level_is_a_fault(town: World, tmp_path: Path) -> None:
    faults = town.refused(csv(tmp_path / "a.csv", "网格编码,网格名称\n370923001001,第一网格\n37092300100,第二网格\n"))
    assert [(f.row, f.column) for f in faults[:2]] == [(2, "A 网格编码"), (3, "A 网格编码")]


# -- codes for new ones ------------------------------------------------------------------------------------------------


def test_grids_without_a_code_get_the_next_free_ones_in_the_order_of_the_file(town: World, tmp_path: Path) -> None:
    text = "村编码,网格名称,网格编码\n370923001001,丙,\n370923001001,甲,\n370923001001,乙,370923001001007\n"
    after = town.take(csv(tmp_path / "a.csv", text))
    assert after.name(f"{VILLAGE}008") == "丙"
    assert after.name(f"{VILLAGE}009") == "甲"


def test_a_retired_code_is_never_given_again(town: World, tmp_path: Path) -> None:
    gone = town.take(csv(tmp_path / "a.csv", "网格编码,撤销日期\n370923001001002,2025-03-01\n"))
    after = gone.take(csv(tmp_path / "b.csv", "村编码,网格名称\n370923001001,新网格\n"))
    assert after.name(f"{VILLAGE}003") == "新网格"
    faults = gone.refused(csv(tmp_path / "c.csv", "网格编码,网格名称\n370923001001002,第二网格\n"))
    assert "never used again" in faults[0].why


def test_micro_grids_get_codes_of_their_grid(town: World, tmp_path: Path) -> None:
    after = town.take(csv(tmp_path / "a.csv", "网格编码,微网格名称\n370923001001001,1号楼\n370923001001001,2号楼\n"))
    assert [after.name(f"{GRID}00{n}") for n in (1, 2)] == ["1号楼", "2号楼"]


def test_management_areas_are_made_from_a_column_and_keep_out_of_the_codes(town: World, tmp_path: Path) -> None:
    text = "街道,管区,村编码\n东平街道,城区管区,370923001001\n东平街道,宿城管区,370923001002\n"
    after = town.take(csv(tmp_path / "a.csv", text))
    areas = after.on().units(UnitKind.MANAGEMENT_AREA)
    assert [(unit.id, after.name(unit.id)) for unit in areas] == [
        ("370923001G01", "城区管区"),
        ("370923001G02", "宿城管区"),
    ]
    parent = after.on().parent(VILLAGE)
    assert parent is not None
    assert parent.id == "370923001G01"
    assert after.name(STREET) == "东平街道"
    again = after.take(csv(tmp_path / "b.csv", "村编码,管区\n370923001001,城区管理区\n"))
    assert again.plan is not None
    assert again.plan.operations == ()


def test_a_management_area_may_bring_its_code(town: World, tmp_path: Path) -> None:
    after = town.take(csv(tmp_path / "a.csv", "管区编码,管区,村编码\n370923001G07,城区管区,370923001001\n"))
    assert after.name("370923001G07") == "城区管区"


def test_a_digit_template_of_the_model_decides_the_lengths(tmp_path: Path) -> None:
    world = empty()
    text = "省级位数,市级位数,县级位数,街道位数,村（社区）位数,网格位数,微网格位数\n2,4,6,9,12,14,16\n"
    world = world.take(csv(tmp_path / "t.csv", text), on=date(2025, 1, 1))
    assert len([t for t in world.snapshot.all(CodeTemplate) if t.start < JUNE]) == 2
    world = world.take(csv(tmp_path / "g.csv", "村编码,网格名称\n370923001001,第一网格\n"))
    assert world.name("37092300100101") == "第一网格"


# -- what changes ------------------------------------------------------------------------------------------------------


def test_a_changed_statement_ends_the_old_one_and_begins_a_new_one(town: World, tmp_path: Path) -> None:
    after = town.take(csv(tmp_path / "a.csv", "网格编码,户数\n370923001001001,350\n"))
    states = after.snapshot.linked(UnitState, "unit", GRID)
    assert [(s.start, s.end, s.households, s.name) for s in states] == [
        (date(2025, 1, 1), JUNE, 320, "第一网格"),
        (JUNE, None, 350, "第一网格"),
    ]


def test_a_statement_changed_on_its_first_day_is_corrected_in_place(town: World, tmp_path: Path) -> None:
    after = town.take(csv(tmp_path / "a.csv", "网格编码,户数\n370923001001001,350\n"), on=date(2025, 1, 1))
    states = after.snapshot.linked(UnitState, "unit", GRID)
    assert [(s.start, s.end, s.households) for s in states] == [(date(2025, 1, 1), None, 350)]


def test_a_name_given_with_its_code_is_a_new_name(town: World, tmp_path: Path) -> None:
    after = town.take(csv(tmp_path / "a.csv", "编码,名称\n370923001002,新高社区\n"))
    assert after.name("370923001002", date(2025, 5, 31)) == "高范村社区居委会"
    assert after.name("370923001002") == "新高社区"


def test_names_may_move_from_one_code_to_another(tmp_path: Path) -> None:
    # As happened in this street: 孟村 was …265 in 2022 and …227 in 2023.
    before = "code,name\n370923001227,孟村村委会（北）\n370923001265,孟村村委会\n"
    world = empty().take(csv(tmp_path / "2022.csv", before), on=date(2022, 1, 1))
    world = world.take(
        csv(tmp_path / "2023.csv", "code,name\n370923001227,孟村村委会\n370923001265,北孟村委会\n"), on=date(2023, 1, 1)
    )
    assert [world.name(f"370923001{n}", date(2022, 6, 1)) for n in (227, 265)] == ["孟村村委会（北）", "孟村村委会"]
    assert [world.name(f"370923001{n}") for n in (227, 265)] == ["孟村村委会", "北孟村委会"]


def test_a_village_moves_to_another_area_and_keeps_its_code(town: World, tmp_path: Path) -> None:
    first = town.take(csv(tmp_path / "a.csv", "管区,村编码\n城区管区,370923001001\n"), on=date(2025, 1, 1))
    after = first.take(csv(tmp_path / "b.csv", "管区,村编码\n宿城管区,370923001001\n"))
    parts = [p for p in after.snapshot.linked(PartOf, "child", VILLAGE) if p.end != p.start]
    assert [(p.start, p.end, p.parent) for p in parts] == [
        (date(2025, 1, 1), JUNE, "370923001G01"),
        (JUNE, None, "370923001G02"),
    ]


def test_rows_that_contradict_each_other_are_a_fault(town: World, tmp_path: Path) -> None:
    text = (
        "网格编码,户数,管区,村编码\n370923001001001,350,甲管区,370923001001\n370923001001001,360,乙管区,370923001001\n"
    )
    faults = town.refused(csv(tmp_path / "a.csv", text))
    assert {fault.row for fault in faults} == {3}
    assert len(faults) == 2


def test_a_missing_grid_type_is_general_and_doubted(town: World) -> None:
    state = town.on().state(GRID)
    assert state is not None
    assert state.grid_type == GridType.GENERAL
    assert "全科网格" in town.doubts


def test_a_blank_cell_says_nothing(town: World, tmp_path: Path) -> None:
    after = town.take(csv(tmp_path / "a.csv", "网格编码,网格名称,户数,网格类型\n370923001001001,,,专属\n"))
    state = after.on().state(GRID)
    assert state is not None
    assert (state.name, state.households, state.grid_type) == ("第一网格", 320, GridType.DEDICATED)


def test_dates_of_founding_and_abolition_are_taken_as_given(town: World, tmp_path: Path) -> None:
    text = (
        "网格编码,网格名称,成立日期,撤销日期,承接单位编码\n"
        "370923001001003,第三网格,2025年2月,2025-05-01,370923001001004、370923001001005\n"
        "370923001001004,第四网格,2025-05-01,,\n370923001001005,第五网格,2025-05-01,,\n"
    )
    after = town.take(csv(tmp_path / "a.csv", text))
    unit = after.snapshot.get(Unit, f"{VILLAGE}003")
    assert unit is not None
    assert (unit.start, unit.end) == (date(2025, 2, 1), date(2025, 5, 1))
    said = after.snapshot.linked(Succession, "predecessor", f"{VILLAGE}003")
    assert sorted((s.successor, s.start) for s in said) == [
        (f"{VILLAGE}004", date(2025, 5, 1)),
        (f"{VILLAGE}005", date(2025, 5, 1)),
    ]


def test_abolishing_a_unit_ends_what_is_said_of_it_and_its_posts(town: World, tmp_path: Path) -> None:
    with_chief = town.take(csv(tmp_path / "a.csv", "网格编码,网格长\n370923001001002,张三\n"), on=date(2025, 2, 1))
    after = with_chief.take(
        csv(tmp_path / "b.csv", "网格编码,撤销日期,承接网格编码\n370923001001002,2025-07-01,370923001001001\n")
    )
    assert after.on(JUNE).unit(f"{VILLAGE}002") is not None
    assert after.on(JULY).unit(f"{VILLAGE}002") is None
    assert after.on(JULY).holdings_of(f"{VILLAGE}002") == []


def test_abolishing_a_unit_with_others_below_is_a_fault_of_its_row(town: World, tmp_path: Path) -> None:
    faults = town.refused(csv(tmp_path / "b.csv", "编码,撤销日期\n370923001001,2025-07-01\n"))
    assert {fault.row for fault in faults} == {2}
    assert "life-within" in faults[0].why


def test_the_last_day_included_is_told_from_the_first_day_after(town: World, tmp_path: Path) -> None:
    after = town.take(csv(tmp_path / "b.csv", "网格编码,终止日期\n370923001001002,2025-06-30\n"))
    unit = after.snapshot.get(Unit, f"{VILLAGE}002")
    assert unit is not None
    assert unit.end == JULY
    assert after.plan is not None
    assert "最后一天" in after.plan.mappings[0].columns[1].meaning


def test_a_generic_table_tells_levels_by_codes_or_by_a_column(tmp_path: Path) -> None:
    text = (
        "编码,名称,级别,上级编码\n3709,泰安市,市,\n370923,东平县,县,3709\n370923001,东平街道,街道,370923\n"
        "370923001G01,城区管区,管区,370923001\n370923001001,刘范村,村,370923001G01\n"
        "370923001001001,第一网格,网格,370923001001\n370923001001001001,1号楼,微网格,370923001001001\n"
    )
    world = empty().take(csv(tmp_path / "a.csv", text))
    unit = world.on().unit("370923001001001001")
    assert unit is not None
    assert [u.kind.zh for u in world.on().path(unit)] == ["微网格", "网格", "村（社区）", "管区", "街道", "县", "市"]
    by_codes = empty().take(
        csv(tmp_path / "b.csv", "编码,名称\n" + "".join(f"{u.id},{world.name(u.id)}\n" for u in world.on().units()))
    )
    assert [u.kind for u in by_codes.on().units()] == [u.kind for u in world.on().units()]


def test_a_parent_may_be_given_by_name(tmp_path: Path) -> None:
    text = "编码,名称,上级名称\n370923001,东平街道,\n370923001001,刘范村,城区管区\n370923001002,高范村,东平街道\n"
    world = empty().take(csv(tmp_path / "a.csv", text))
    parents = [world.on().parent(f"{STREET}00{n}") for n in (1, 2)]
    assert [world.name(p.id) for p in parents if p] == ["城区管区", "东平街道"]


def test_an_earlier_day_asked_about_later_changes_nothing(town: World, tmp_path: Path) -> None:
    path = csv(tmp_path / "a.csv", "网格编码,户数\n370923001001001,350\n")
    after = town.take(path).take(path, on=date(2025, 3, 1))
    assert after.plan is not None
    assert after.plan.operations == ()
    assert "from 2025-06-01 on" in after.doubts


def test_a_new_unit_that_is_described_for_certain_days_only_lasts_as_long(tmp_path: Path) -> None:
    path = csv(
        tmp_path / "a.csv",
        "code,name,start,end\n370923001001,刘范村,2020-01-01,\n370923001001001,第一网格,2021-01-01,2024-01-01\n",
    )
    world = empty().take(path)
    unit = world.snapshot.get(Unit, GRID)
    assert unit is not None
    assert (unit.start, unit.end) == (date(2021, 1, 1), date(2024, 1, 1))
    assert "taken as retired" in world.doubts
    again = world.take(path)
    assert again.plan is not None
    assert again.plan.operations == ()


def test_several_states_of_one_unit_are_several_rows(tmp_path: Path) -> None:
    text = (
        "编码,名称,户数,生效日期,失效日期\n370923001001,刘范村,,2020-01-01,\n"
        "370923001001001,第一网格,300,2021-01-01,2024-01-01\n370923001001001,东片网格,320,2024-01-01,\n"
    )
    path = csv(tmp_path / "a.csv", text)
    world = empty().take(path)
    assert [(s.name, s.start, s.end) for s in world.snapshot.linked(UnitState, "unit", GRID)] == [
        ("第一网格", date(2021, 1, 1), date(2024, 1, 1)),
        ("东片网格", date(2024, 1, 1), None),
    ]
    again = world.take(path)
    assert again.plan is not None
    assert again.plan.operations == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("西村社区", "西村"),
        ("西村社区居委会", "西社区"),
        ("李泉子村村委会", "李泉子"),
        ("孟村村委会（北）", "孟村(北)"),
    ],
)
def test_village_names_that_mean_the_same(one: str, other: str) -> None:
    assert loose(UnitKind.VILLAGE, one) == loose(UnitKind.VILLAGE, other)


@pytest.mark.parametrize(
    ("one", "other"), [("孟村", "北孟村"), ("孟村（北）", "孟村"), ("前路口村", "后路口村"), ("王村", "王庄村")]
)
def test_village_names_that_do_not(one: str, other: str) -> None:
    assert loose(UnitKind.VILLAGE, one) != loose(UnitKind.VILLAGE, other)


def test_all_villages_of_the_seed_have_names_of_their_own() -> None:
    path = Path(__file__).parents[2] / "demo" / "data" / "dongping-villages.csv"
    names = [line.split(",")[1] for line in path.read_text("utf-8").splitlines() if line[:1].isdigit()]
    assert len({loose(UnitKind.VILLAGE, name) for name in names}) == len(names) == 74
