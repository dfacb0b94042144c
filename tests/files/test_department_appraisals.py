"""Appraisals of departments and the rural workers' subsidy, from and to workbooks."""

from datetime import date
from pathlib import Path

import pytest

from graph.facts import DepartmentAppraisal, Person, WorkerRecord
from graph.words import AppraisalPeriod, Indicator, Setting
from loaders import export_workbook
from tests.builders.workbooks import VILLAGE, Cells, World, csv, empty, villages, xlsx

CENTRE = "刘范村综治中心"
HEADINGS = ["被考核部门", "综治中心", "考核指标", "考核周期", "考核月份", "指标值"]


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A village with a centre, at which a department works."""
    centres = csv(tmp_path / "c.csv", f"中心名称,服务单位编码\n{CENTRE},{VILLAGE}\n")
    stationed = csv(tmp_path / "s.csv", f"入驻部门,入驻中心,入驻方式\n司法,{CENTRE},常驻\n")
    return empty().take(csv(tmp_path / "v.csv", villages("刘范村")), centres, stationed)


def table(*rows: list[object]) -> dict[str, Cells]:
    return {"部门考核": [HEADINGS, *rows]}


def told(world: World) -> list[tuple[str, str, date, date | None, float]]:
    found = sorted(world.snapshot.all(DepartmentAppraisal), key=lambda a: (a.start, a.indicator))
    return [(a.indicator, a.period, a.start, a.end, a.value) for a in found]


def test_every_indicator_is_read_with_its_unit(tmp_path: Path, world: World) -> None:
    rows: list[list[object]] = [
        ["司法", CENTRE, "矛盾纠纷化解率", "月考核", "2026年3月", "98.5%"],
        ["司法", CENTRE, "同期信访率", "月考核", "2026年3月", "103%"],
        ["司法", CENTRE, "12345政府热线投诉率", "季评绩", "2026-01-01", 0.8],
        ["司法", CENTRE, "万人成讼率", "年定星", "2026-01-01", "32.5件/万人"],
        ["司法", CENTRE, "群众满意度", "月考核", "2026年3月", "96.4"],
    ]
    after = world.take(xlsx(tmp_path / "a.xlsx", table(*rows)))
    march, april = date(2026, 3, 1), date(2026, 4, 1)
    assert told(after) == [
        (Indicator.HOTLINE_COMPLAINTS, AppraisalPeriod.QUARTER, date(2026, 1, 1), april, 0.8),
        (Indicator.LAWSUITS, AppraisalPeriod.YEAR, date(2026, 1, 1), date(2027, 1, 1), 32.5),
        (Indicator.DISPUTES_RESOLVED, AppraisalPeriod.MONTH, march, april, 98.5),
        (Indicator.PETITIONS, AppraisalPeriod.MONTH, march, april, 103),
        (Indicator.SATISFACTION, AppraisalPeriod.MONTH, march, april, 96.4),
    ]


def test_the_same_file_again_changes_nothing_and_another_value_corrects(tmp_path: Path, world: World) -> None:
    row: list[object] = ["司法", CENTRE, "群众满意度", "月考核", "2026年3月", "96%"]
    once = world.take(xlsx(tmp_path / "a.xlsx", table(row)))
    assert told(once.take(tmp_path / "a.xlsx")) == told(once)
    better = once.take(xlsx(tmp_path / "b.xlsx", table([*row[:-1], "97%"])))
    assert [told(better)[0][-1], len(told(better))] == [97, 1]


def test_what_is_exported_is_read_back_to_the_same(tmp_path: Path, world: World) -> None:
    row: list[object] = ["司法", CENTRE, "群众满意度", "月考核", "2026年3月", "96%"]
    once = world.take(xlsx(tmp_path / "a.xlsx", table(row)))
    export_workbook(once.snapshot, tmp_path / "all.xlsx")
    again = empty().take(tmp_path / "all.xlsx")
    assert set(again.snapshot.all(DepartmentAppraisal)) == set(once.snapshot.all(DepartmentAppraisal))


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (["司法", CENTRE, "群众满意度", "月考核", "2026年3月", "101%"], "指标值超出范围"),
        (["司法", CENTRE, "群众满意度", "月考核", "2026年3月", "不错"], "no number"),
        (["司法", CENTRE, "卫生", "月考核", "2026年3月", "90%"], ""),
        (["民政", CENTRE, "群众满意度", "月考核", "2026年3月", "90%"], "民政"),
    ],
)
def test_what_can_not_be_is_a_fault(tmp_path: Path, world: World, row: list[object], why: str) -> None:
    faults = world.refused(xlsx(tmp_path / "a.xlsx", table(row)))
    assert faults
    assert any(why in fault.why for fault in faults)


def test_a_rural_worker_has_a_subsidy_beside_the_urban_scale(tmp_path: Path, world: World) -> None:
    rows: list[list[object]] = [
        ["姓名", "联系电话", "城区/农村", "岗级", "薪级", "补贴（元/月）"],
        ["张三", "13800000001", "农村", None, None, "800元/月"],
        ["李四", "13800000002", "城区", 2, 9, None],
    ]
    after = world.take(xlsx(tmp_path / "g.xlsx", {"人员等级": rows}))
    names = {person.id: person.name for person in after.snapshot.all(Person)}
    records = {names[record.person]: record for record in after.snapshot.all(WorkerRecord)}
    assert (records["张三"].setting, records["张三"].subsidy, records["张三"].pay_level) == (Setting.RURAL, 800, None)
    assert (records["李四"].setting, records["李四"].subsidy, records["李四"].pay_level) == (Setting.URBAN, None, 9)
