"""Duty tables as offices keep them: a row a date; where they name others than the rota does, they override it."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from graph.facts import DutyOverride, Rota
from graph.time.validity import is_void
from loaders import ImportRefused
from loaders.tables.fields import TableKind
from tests.builders.quarter import DAY, Quarter
from tests.builders.workbooks import Cells, World, xlsx

HEAD: Sequence[object] = ["日期", "星期", "带班领导", "值班人员", "值班部门", "电话"]


@pytest.fixture
def world() -> World:
    """The quarter: 王长 and 钱备 of 综合执法 by turns from 1 June, 赵助 on the 20th; the 23rd and 24th are swapped."""
    return World(Quarter().snapshot)


def overrides(world: World, rota: str = "值班表") -> dict[str, str]:
    """Who serves instead of whose turn it is, by day, as far as the quarter does not say so already."""
    rotas = {found.id for found in world.snapshot.all(Rota) if found.name == rota}
    found = [o for o in world.snapshot.all(DutyOverride) if o.rota in rotas and not is_void(o)]
    people = {o.member: str(getattr(world.snapshot.find(o.member), "name", "")) for o in found}
    return {f"{o.start:%m-%d}": people[o.member] for o in sorted(found, key=lambda o: o.start)}


def unchanged(world: World, path: Path) -> bool:
    plan = world.take(path, on=date(2025, 8, 1)).plan
    return plan is not None and not plan.operations


def test_a_table_as_an_office_keeps_it(world: World, tmp_path: Path) -> None:
    rows: Cells = [
        ["2025年6月份值班安排表"],
        HEAD,
        ["6月3日", "星期二", "刘主任", "王长", "综合执法", None],
        ["6月4日", "周三", None, "李专", "综合执法", None],
        [None, None, None, None, None, None],
        ["6月5日（周四）", "四", None, "孙生", None, None],
        [6, None, None, None, None, None],
        [date(2025, 6, 7), "星期六", None, "空缺", None, None],
        ["注：值班时间为早8:30至次日8:30", None, None, None, None, None],
    ]
    path = xlsx(tmp_path / "值班.xlsx", {"Sheet1": rows}, merges=["A1:F1", "A9:F9", "D6:D7"])
    after = world.take(path)
    assert after.plan is not None
    assert [(m.kind, m.rows) for m in after.plan.mappings] == [(TableKind.DUTY_TABLE, 5)]
    assert overrides(after) == {"06-04": "李专", "06-05": "孙生", "06-06": "孙生", "06-20": "赵助"}
    assert "who leads was left out" in after.doubts
    assert after.doubts.count("with 带班 in its name") == 1, "once for the sheet, not for each row"
    assert unchanged(after, path)


def test_what_the_rota_says_already_is_no_override(world: World, tmp_path: Path) -> None:
    turns = [[DAY + timedelta(days=n), name] for n, name in enumerate(["王长", "钱备", "王长"])]
    covered = [[date(2025, 6, 20), "赵助"], [date(2025, 6, 23), "钱备"], [date(2025, 6, 24), "王长"]]
    assert unchanged(world, xlsx(tmp_path / "a.xlsx", {"值班表": [["日期", "值班人员"], *turns, *covered]}))


def test_a_table_takes_the_place_of_an_override(world: World, tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", {"值班表": [["日期", "值班人员", "备注"], ["2025-06-20", "孙生", "临时调整"]]})
    after = world.take(path)
    assert overrides(after) == {"06-20": "孙生"}
    (found,) = (o for o in after.snapshot.all(DutyOverride) if not is_void(o))
    assert found.reason == "临时调整"
    assert unchanged(after, path)


@pytest.mark.parametrize(
    ("heads", "merges"),
    [
        ([["日期", "带班领导", None, "值班人员", None], [None, "姓名", "电话", "姓名", "电话"]], ["B1:C1", "D1:E1"]),
        ([["日期", "带班领导", "电话", "值班人员", "联系电话"]], []),
    ],
)
def test_each_number_belongs_to_the_name_beside_it(
    tmp_path: Path, heads: list[list[object]], merges: list[str]
) -> None:
    quarter = Quarter()
    quarter.correct(quarter.stranger, phone="13800000005")
    quarter.correct(quarter.spare, phone="13800000004")
    leaders = quarter.rota(quarter.house, [quarter.chief], department=quarter.farm, start=DAY)
    quarter.correct(leaders, name="带班表")
    rows: Cells = [*heads, ["2025-06-03", "孙生", "13800000005", "钱备", "13800000004"]]
    path = xlsx(tmp_path / "a.xlsx", {"值班表": rows}, merges=merges)
    after = World(quarter.organisation().snapshot()).take(path)
    assert overrides(after, "带班表") == {"06-03": "孙生"}
    assert overrides(after)["06-03"] == "钱备"


def test_a_landline_is_the_offices(world: World, tmp_path: Path) -> None:
    rows: Cells = [["日期", "值班人员", "值班部门", "电话"], ["2025-06-03", "李专", "综合执法", "0538-2821234"]]
    assert overrides(world.take(xlsx(tmp_path / "a.xlsx", {"值班表": rows})))["06-03"] == "李专"


def test_everybody_on_duty_has_a_column(tmp_path: Path) -> None:
    quarter = Quarter()
    second = quarter.rota(quarter.house, [quarter.helper], department=quarter.patrol, start=DAY)
    quarter.correct(second, name="副班表")
    rows: Cells = [["日期", "值班人员1", "值班人员2"], ["2025-06-03", "王长", "孙生"], ["2025-06-04", "赵助", "钱备"]]
    path = xlsx(tmp_path / "a.xlsx", {"值班表": rows})
    after = World(quarter.organisation().snapshot()).take(path)
    assert overrides(after) == {"06-20": "赵助"}
    assert overrides(after, "副班表") == {"06-03": "孙生"}


def test_two_at_once_need_two_rotas(tmp_path: Path) -> None:
    quarter = Quarter()
    rows: Cells = [HEAD, ["2025-06-03", None, None, "钱备、孙生", "综合执法", None]]
    path = xlsx(tmp_path / "a.xlsx", {"值班表": rows})
    (fault,) = World(quarter.snapshot).refused(path)
    assert (fault.row, fault.column, fault.value) == (2, "D 值班人员", "孙生")
    assert "has the place on 2025-06-03" in fault.why
    second = quarter.rota(quarter.house, [quarter.helper], department=quarter.patrol, start=DAY)
    quarter.correct(second, name="副班表")
    after = World(quarter.organisation().snapshot()).take(path)
    assert overrides(after) == {"06-03": "钱备", "06-20": "赵助"}
    assert overrides(after, "副班表") == {"06-03": "孙生"}
    assert unchanged(after, path)


def test_departments_and_leaders_have_rotas_of_their_own(tmp_path: Path) -> None:
    quarter = Quarter()
    for name, members, department in (
        ("轮驻表", [quarter.farm, quarter.patrol], None),
        ("带班领导表", [quarter.spare, quarter.chief], quarter.farm),
    ):
        quarter.correct(quarter.rota(quarter.house, members, department=department, start=DAY), name=name)
    rows: Cells = [HEAD, ["2025-06-03", None, "王长", None, "综合执法", None]]
    path = xlsx(tmp_path / "a.xlsx", {"值班表": rows})
    after = World(quarter.organisation().snapshot()).take(path)
    assert overrides(after, "轮驻表") == {"06-03": "综合执法"}
    assert overrides(after, "带班领导表") == {"06-03": "王长"}
    assert overrides(after) == {"06-20": "赵助"}
    assert unchanged(after, path)


@pytest.mark.parametrize(
    ("cells", "place", "why"),
    [
        (["6月3日", None, None, "王长", None, None], "row 2, column A 日期: '6月3日'", "year or month is not said"),
        (["2025-06-31", None, None, "王长", None, None], "row 2, column A 日期", "no such day"),
        ([6.3, None, None, "王长", None, None], "row 2, column A 日期: '6.3'", "no date"),
        ([None, None, None, "王长", None, None], "row 2", "on which day"),
        (["2025-06-03", "星期三", None, "王长", None, None], "row 2, column B 星期: '三'", "2025-06-03 is a Tuesday"),
        (["2025-06-03", None, None, "周无", None, None], "row 2, column D 值班人员: '周无'", "nobody of this name"),
        (["2025-06-03", None, None, "王长", None, "13900000000"], "row 2, column D 值班人员", "another number"),
        (
            ["2025-06-03", None, None, "王长、周无", None, "13900000000"],
            "row 2, column F 电话",
            "1 telephone numbers for 2",
        ),
        (
            ["2025-06-03", None, None, "王长", "无名办", None],
            "row 2, column D 值班人员: '王长'",
            "No rota (排班) of 无名办",
        ),
        (["2025-05-03", None, None, "王长", None, None], "row 2, column D 值班人员: '王长'", "runs on 2025-05-03"),
        (["2025-06-03", None, None, None, "农经", None], "row 2, column E 值班部门: '农经'", "No rota (排班) of 农经"),
    ],
)
def test_every_fault_names_its_place_and_why(
    world: World, tmp_path: Path, cells: list[object], place: str, why: str
) -> None:
    faults = world.refused(xlsx(tmp_path / "a.xlsx", {"值班表": [HEAD, cells]}))
    text = "\n".join(str(fault) for fault in faults)
    assert f"a.xlsx, sheet 值班表, {place}" in text
    assert why in text
    assert all(fault.remedy for fault in faults)


def test_two_sheets_that_say_different_things_of_a_day_are_a_fault(world: World, tmp_path: Path) -> None:
    sheets: dict[str, Cells] = {
        "值班调整": [["排班名称", "日期", "替班人"], ["值班表", "2025-06-03", "孙生"]],
        "值班表": [["日期", "值班人员"], ["2025-06-03", "李专"]],
    }
    faults = world.refused(xlsx(tmp_path / "a.xlsx", sheets))
    assert [(fault.sheet, fault.row) for fault in faults] == [("值班表", 2)]


def test_days_that_are_past_are_told_too_since_they_say_who_really_served(world: World, tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", {"值班表": [["日期", "值班人员"], ["2025-06-03", "李专"]]})
    assert overrides(world.take(path, today=date(2025, 7, 1)))["06-03"] == "李专"


ROWS = st.lists(
    st.tuples(
        st.dates(date(2025, 6, 1), date(2025, 6, 30)),
        st.sampled_from(["王长", "钱备", "赵助", "孙生", "李专", "空缺"]),
        st.sampled_from([None, "综合执法"]),
        st.sampled_from([None, "调班"]),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(rows=ROWS)
def test_a_table_imported_twice_changes_nothing(tmp_path: Path, rows: list[tuple[object, ...]]) -> None:
    path = xlsx(tmp_path / "a.xlsx", {"值班表": [["日期", "值班人员", "值班部门", "备注"], *rows]})
    try:
        once = World(Quarter().snapshot).take(path)
    except ImportRefused:
        assume(False)
    assert unchanged(once, path)
