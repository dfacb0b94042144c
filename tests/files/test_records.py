"""The other sheets: absences, standings, appraisals, centres, departments, committees and settings."""

from datetime import date
from pathlib import Path

import pytest

from graph.facts import (
    Absence,
    Appraisal,
    Centre,
    Committee,
    Department,
    LadderRung,
    Room,
    StaffingRule,
    Stationing,
    Succession,
    WorkerRecord,
)
from graph.words import AbsenceKind, AppraisalPeriod, Role, RoomKind, StationingMode, UnitKind
from tests.builders.workbooks import GRID, JUNE, STREET, VILLAGE, World, csv, empty, xlsx

JULY = date(2025, 7, 1)


@pytest.fixture
def town(tmp_path: Path) -> World:
    """A grid with a worker and an assistant."""
    text = (
        "姓名,联系电话,岗位,所属街道,村,村编码,网格\n"
        "张三,13800000001,专职网格员,东平街道,刘范村,370923001001,第一网格\n"
        "李四,13800000002,协管员,东平街道,刘范村,370923001001,第一网格\n"
    )
    return empty().take(csv(tmp_path / "r.csv", text), on=date(2025, 1, 1))


def test_absences_end_on_the_day_of_return_or_after_the_last_day(town: World, tmp_path: Path) -> None:
    head = (
        "姓名,联系电话,请假类型,开始日期,{},替岗人,替岗人电话\n张三,13800000001,病假,2025-06-02,{},李四,13800000002\n"
    )
    back, last = head.format("返岗日期", "2025-06-05"), head.format("结束日期", "2025-06-04")
    for text in (back, last):
        after = town.take(csv(tmp_path / "a.csv", text))
        (absence,) = after.snapshot.all(Absence)
        assert (absence.kind, absence.start, absence.end) == (AbsenceKind.SICK, date(2025, 6, 2), date(2025, 6, 5))
        assert absence.cover is not None
        again = after.take(csv(tmp_path / "b.csv", back), on=JULY)
        assert again.plan is not None
        assert again.plan.operations == ()


def test_an_absence_is_corrected_by_the_day_on_which_it_began(town: World, tmp_path: Path) -> None:
    first = town.take(csv(tmp_path / "a.csv", "姓名,联系电话,请假类型,开始日期\n张三,13800000001,休假,2025-06-02\n"))
    after = first.take(
        csv(tmp_path / "a.csv", "姓名,联系电话,开始日期,返岗日期\n张三,13800000001,2025-06-02,2025-06-09\n")
    )
    (absence,) = after.snapshot.all(Absence)
    assert (absence.kind, absence.end) == (AbsenceKind.LEAVE, date(2025, 6, 9))


def test_an_absence_of_nobody_known_or_without_a_day_is_a_fault(town: World, tmp_path: Path) -> None:
    faults = town.refused(csv(tmp_path / "a.csv", "姓名,联系电话,请假类型,开始日期\n张三,13800000001,休假,\n"))
    assert "since when" in faults[0].why
    faults = town.refused(csv(tmp_path / "a.csv", "姓名,人员编号,请假类型,开始日期\n,person-none,休假,2025-06-02\n"))
    assert "person-none" in str(faults[0])


def test_standings_change_from_a_day_on(town: World, tmp_path: Path) -> None:
    one = csv(
        tmp_path / "a.csv",
        "姓名,联系电话,岗级,薪级,生效日期\n张三,13800000001,1,3,2025-01-01\n张三,13800000001,2,4,2025-05-01\n",
    )
    after = town.take(one)
    two = csv(tmp_path / "b.csv", "姓名,联系电话,星级\n张三,13800000001,5\n")
    after = after.take(two)
    records = sorted(after.snapshot.all(WorkerRecord), key=lambda r: r.start)
    assert [(r.start, r.end, r.post_grade, r.pay_level, r.star_rating) for r in records] == [
        (date(2025, 1, 1), date(2025, 5, 1), 1, 3, None),
        (date(2025, 5, 1), JUNE, 2, 4, None),
        (JUNE, None, 2, 4, 5),
    ]


def test_appraisals_cover_their_period(town: World, tmp_path: Path) -> None:
    text = (
        "姓名,联系电话,考核周期,考核月份,得分\n"
        "张三,13800000001,月考核,2025年5月,95.5\n张三,13800000001,季评绩,2025-01-01,90分\n"
    )
    after = town.take(csv(tmp_path / "a.csv", text))
    found = sorted(after.snapshot.all(Appraisal), key=lambda a: a.start)
    assert [(a.period, a.start, a.end, a.score) for a in found] == [
        (AppraisalPeriod.QUARTER, date(2025, 1, 1), date(2025, 4, 1), 90),
        (AppraisalPeriod.MONTH, date(2025, 5, 1), JUNE, 95.5),
    ]


def test_a_centre_its_rooms_departments_committees_and_people(town: World, tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "c.xlsx",
        {
            "综治中心": [
                ["中心名称", "服务单位编码", "地址"],
                ["街道综治中心", STREET, "人民路1号"],
                ["刘范村综治中心", VILLAGE, None],
            ],
            "功能室": [["中心名称", "类型", "名称"], ["街道综治中心", "阳光议事厅", None]],
            "部门入驻": [
                ["部门", "综治中心", "入驻方式", "响应时限"],
                ["司法", "街道综治中心", "常驻", None],
                ["国土", "街道综治中心", "随叫随到", 60],
            ],
            "调解组织": [["调委会名称", "中心名称", "领域"], ["物业调委会", "街道综治中心", "物业"]],
            "人员": [
                ["姓名", "电话", "岗位", "综治中心", "部门", "调委会", "擅长领域"],
                ["王一", "13800000011", "综治中心主任", "街道综治中心", None, None, None],
                ["王二", "13800000012", "值班员", None, "国土", None, None],
                ["王三", "13800000013", "调委会主任", None, None, "物业调委会", None],
                ["王四", "13800000014", "人民调解员", None, None, "物业调委会", "物业"],
                ["王五", "13800000015", "调解专家", "街道综治中心", None, None, "心理"],
            ],
        },
    )
    after = town.take(path)
    centre = next(c for c in after.snapshot.all(Centre) if c.serves == STREET)
    department = next(d for d in after.snapshot.all(Department) if d.name == "国土")
    (committee,) = after.snapshot.all(Committee)
    (room,) = after.snapshot.all(Room)
    on_call = next(s for s in after.snapshot.all(Stationing) if s.department == department.id)
    assert (room.kind, room.name) == (RoomKind.DELIBERATION_HALL, "阳光议事厅")
    assert (on_call.mode, on_call.response_minutes) == (StationingMode.ON_CALL, 60)
    assert after.holders(centre.id, Role.CENTRE_DIRECTOR) == ["王一"]
    assert after.holders(department.id, Role.DUTY_OFFICER) == ["王二"]
    assert after.holders(committee.id, Role.COMMITTEE_CHAIR) == ["王三"]
    assert after.holders(committee.id, Role.MEDIATOR) == ["王四"]
    assert after.holders(centre.id, Role.EXPERT) == ["王五"]
    again = after.take(path, on=JULY)
    assert again.plan is not None
    assert again.plan.operations == ()


def test_the_director_in_a_table_of_units_is_of_the_units_centre(town: World, tmp_path: Path) -> None:
    first = town.take(csv(tmp_path / "c.csv", "中心名称,服务单位编码\n刘范村综治中心,370923001001\n"))
    after = first.take(csv(tmp_path / "a.csv", "村编码,综治中心主任,村书记\n370923001001,王一,王二\n"))
    (centre,) = after.snapshot.all(Centre)
    assert after.holders(centre.id, Role.CENTRE_DIRECTOR) == ["王一"]
    faults = town.refused(csv(tmp_path / "a.csv", "村编码,综治中心主任\n370923001001,王一\n"))
    assert "综治中心" in faults[0].why


def test_names_that_nothing_has_are_faults(town: World, tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "c.xlsx",
        {
            "功能室": [["中心名称", "类型"], ["无名中心", "视频调度室"]],
            "任职": [["姓名", "岗位", "所属编号"], ["王一", "网格长", "nothing-1"], ["王二", "值班员", None]],
        },
    )
    assert [(f.sheet, f.row) for f in town.refused(path)] == [("功能室", 2), ("任职", 2), ("任职", 3)]


def test_settings_change_from_a_day_on(town: World, tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "s.xlsx",
        {
            "配备标准": [
                ["岗位", "级别", "网格类型", "最低人数"],
                ["专职网格员", "网格", "全科网格", 2],
                ["调解员", "村", None, 1],
            ],
            "责任阶梯": [["顺序", "岗位", "级别"], [7, "网格指导员", "网格"]],
        },
    )
    after = town.take(path)
    view = after.on()
    assert {(r.role, r.minimum) for r in view.standard()} >= {(Role.FULL_TIME_WORKER, 2), (Role.MEDIATOR, 1)}
    assert [r.minimum for r in after.on(date(2025, 5, 31)).standard() if r.role == Role.FULL_TIME_WORKER] == [1]
    assert (view.ladder()[-1].role, view.ladder()[-1].unit_kind) == (Role.INSTRUCTOR, UnitKind.GRID)
    assert len(list(after.snapshot.all(StaffingRule))) == 9
    assert len(list(after.snapshot.all(LadderRung))) == 7


def test_successions_of_a_sheet_of_their_own(town: World, tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "s.xlsx",
        {
            "单位": [["编码", "名称", "成立日期", "撤销日期"], [f"{VILLAGE}009", "九", "2025-01-01", "2025-05-01"]],
            "承接关系": [["原单位编码", "承接单位编码", "承接日期"], [f"{VILLAGE}009", GRID, "2025-05-01"]],
        },
    )
    after = town.take(path)
    (succession,) = after.snapshot.all(Succession)
    assert (succession.successor, succession.start) == (GRID, date(2025, 5, 1))
    again = after.take(path)
    assert again.plan is not None
    assert again.plan.operations == ()
