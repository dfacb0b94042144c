"""The sheets about duty and rewards: rotas, their members, who serves instead, swaps, the tariff and what it pays."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from graph.facts import DutyOverride, DutySwap, Fact, MediationResult, Policy, RewardRate, Rota, RotaMember
from graph.snapshot import Snapshot
from graph.time.calendar import CivilTime, WorkCalendar
from graph.time.validity import is_void
from graph.words import Complexity, DutyDays
from loaders import Fault, ImportRefused, export_workbook, plan_import
from loaders.tables.fields import TableKind
from tests.builders.quarter import DAY, Quarter
from tests.builders.workbooks import CIVIL, Cells, World, xlsx

ONE = timedelta(days=1)
EVE = DAY - ONE
NEXT_YEAR = date(2026, 6, 1)
HOUSE = "刘范村综治中心"

ROTAS: Sequence[object] = [
    "排班名称",
    "综治中心",
    "部门",
    "轮值规则",
    "交接时间",
    "时长",
    "值班日",
    "生效日期",
    "失效日期",
]
MEMBERS: Sequence[object] = ["排班名称", "顺序", "值班人", "电话"]
OVERRIDES: Sequence[object] = ["排班名称", "日期", "失效日期", "替班人", "事由"]
SWAPS: Sequence[object] = ["排班名称", "甲方", "甲方日期", "乙方", "乙方日期"]


@pytest.fixture
def quarter() -> Quarter:
    """The quarter of the edits, whose patrol has a rota of two since June."""
    return Quarter()


def world(quarter: Quarter) -> World:
    return World(quarter.snapshot)


def said(snapshot: Snapshot) -> set[Fact]:
    """Everything that ever held, but the policy."""
    return {fact for fact in snapshot if not is_void(fact) and not isinstance(fact, Policy)}


def of_rota(world: World, name: str) -> tuple[Rota, list[str], dict[str, object]]:
    """A rota, its members in their order, and who serves instead on which days."""
    (rota,) = (rota for rota in world.snapshot.all(Rota) if rota.name == name)
    members = sorted(world.snapshot.linked(RotaMember, "rota", rota.id), key=lambda member: member.order)
    overrides = [o for o in world.snapshot.linked(DutyOverride, "rota", rota.id) if not is_void(o)]
    return rota, [called(world, m.member) for m in members], {str(o.start): called(world, o.member) for o in overrides}


def called(world: World, fact_id: str) -> str:
    return str(getattr(world.snapshot.find(fact_id), "name", fact_id))


def unchanged(world: World, *files: Path, on: date = NEXT_YEAR) -> bool:
    """Whether the files say nothing new."""
    plan = world.take(*files, on=on).plan
    return plan is not None and not plan.operations


def shown(faults: Sequence[Fault]) -> str:
    """Faults, each with its place."""
    return "\n".join(str(fault) for fault in faults)


def exported(folder: Path, snapshot: Snapshot) -> tuple[Path, openpyxl.Workbook]:
    """A model as a workbook, to be edited."""
    path = folder / "all.xlsx"
    export_workbook(snapshot, path)
    return path, openpyxl.load_workbook(path)


def cell(book: openpyxl.Workbook, kind: TableKind, field: str, row: int = 2) -> openpyxl.cell.Cell:
    """The cell of a heading in a row of a sheet."""
    sheet = book[kind.zh]
    column = next(c.column for c in sheet[1] if c.value == field)
    return sheet.cell(row, column)  # type: ignore[return-value]  # no merged cells there


# -- a whole model -----------------------------------------------------------------------------------------------------


def test_duty_and_rewards_are_written_and_read_back(quarter: Quarter, tmp_path: Path) -> None:
    quarter.reward(Complexity.COMPLEX, 199.5)
    quarter.mediate(quarter.helper, DAY, Complexity.COMPLEX, quarter.board)
    quarter.mediate(quarter.helper, DAY, Complexity.SIMPLE)
    quarter.rota(quarter.house, [quarter.farm, quarter.patrol], rule="RRULE:FREQ=WEEKLY;BYDAY=SA", turn=2, first=2)
    quarter.rota(
        quarter.house, [quarter.farm], start=EVE, end=NEXT_YEAR, minutes=540, days=DutyDays.DAYS_OFF, hand_over="00:00"
    )
    snapshot = quarter.organisation().snapshot()
    path, _ = exported(tmp_path, snapshot)
    for today in (None, NEXT_YEAR):
        back = World(Snapshot.empty()).take(path, on=DAY, today=today)
        assert {f for f in said(back.snapshot) if not hasattr(f, "geometry")} == {
            f for f in said(snapshot) if not hasattr(f, "geometry")
        }
        assert unchanged(back, path)


def test_members_keep_their_order_and_its_gaps(quarter: Quarter, tmp_path: Path) -> None:
    rota = quarter.rota(quarter.house, [quarter.spare], department=quarter.patrol, start=DAY)
    quarter.member(rota, quarter.chief, 7)
    quarter.member(rota, quarter.helper, 3)
    snapshot = quarter.organisation().snapshot()
    path, book = exported(tmp_path, snapshot)
    names = [row[4].value for row in book[TableKind.ROTA_MEMBERS.zh].iter_rows(min_row=2) if row[0].value == rota.id]
    assert names == ["钱备", "赵助", "王长"]
    back = World(Snapshot.empty()).take(path)
    assert set(back.snapshot.linked(RotaMember, "rota", rota.id)) == set(snapshot.linked(RotaMember, "rota", rota.id))


# -- written by hand ---------------------------------------------------------------------------------------------------


def by_hand(path: Path, **sheets: Cells) -> Path:
    """A workbook of sheets as people write them; `rotas` and `members` are a rota of three unless given."""
    rota = ["巡防表", HOUSE, "综合执法", "每周一至周五", "8点半", "9小时", "工作日", DAY, None]
    rows: dict[str, Cells] = {
        "排班": [ROTAS, rota],
        "排班成员": [MEMBERS, *(["巡防表", n, name, None] for n, name in enumerate(["王长", "李专", "赵助"], 1))],
    }
    return xlsx(path, rows | sheets)


@pytest.fixture
def at_centre(quarter: Quarter) -> Quarter:
    """The quarter, its centre called as in the sheets above."""
    quarter.correct(quarter.house, name=HOUSE)
    quarter.snapshot = quarter.organisation().snapshot()
    return quarter


def test_a_rota_is_written_by_hand(at_centre: Quarter, tmp_path: Path) -> None:
    path = by_hand(
        tmp_path / "a.xlsx",
        值班调整=[OVERRIDES, ["巡防表", "2025-06-03", None, "钱备", "李专事假"]],
        换班=[SWAPS, ["巡防表", "王长", date(2025, 6, 6), "赵助", date(2025, 6, 10)]],
    )
    after = world(at_centre).take(path, on=DAY)
    rota, members, overrides = of_rota(after, "巡防表")
    assert rota == replace(
        at_centre.watch,
        id=rota.id,
        name="巡防表",
        rule="FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
        minutes=540,
        days=DutyDays.WORKING_DAYS,
    )
    assert members == ["王长", "李专", "赵助"]
    assert overrides == {"2025-06-03": "钱备"}
    (swap,) = after.snapshot.linked(DutySwap, "rota", rota.id)
    assert (swap.start, swap.end) == (date(2025, 6, 6), date(2025, 6, 11))
    for day in (DAY, EVE, NEXT_YEAR):
        assert unchanged(after, path, on=day)
    turned = [SWAPS, ["巡防表", "赵助", date(2025, 6, 10), "王长", date(2025, 6, 6)]]
    assert unchanged(after, xlsx(tmp_path / "b.xlsx", {"换班": turned})), "whichever of the two is named first"


def test_departments_take_turns_too(at_centre: Quarter, tmp_path: Path) -> None:
    path = by_hand(
        tmp_path / "a.xlsx",
        排班=[ROTAS, ["轮驻表", HOUSE, None, "每日", time(8, 30), None, None, DAY, None]],
        排班成员=[["排班名称", "顺序", "值班部门"], ["轮驻表", 1, "农经"], ["轮驻表", 2, "综合执法"]],
    )
    after = world(at_centre).take(path)
    rota, members, _ = of_rota(after, "轮驻表")
    assert (rota.department, rota.hand_over, members) == (None, "08:30", ["农经", "综合执法"])
    assert unchanged(after, path)


def test_days_that_the_office_says_are_worked_have_shifts(at_centre: Quarter, tmp_path: Path) -> None:
    saturday = date(2025, 6, 7)
    before = world(at_centre).take(by_hand(tmp_path / "a.xlsx"), on=DAY)
    path = xlsx(tmp_path / "b.xlsx", {"值班调整": [OVERRIDES[:4], ["巡防表", saturday, None, "钱备"]]})
    assert "No shift" in shown(before.refused(path))
    worked = CivilTime(CIVIL.zone, WorkCalendar({saturday: True}))
    assert plan_import(before.snapshot, [path], effective=DAY, civil=worked).added.counts == {"DutyOverride": 1}


def test_an_override_gives_way_to_a_later_sheet(at_centre: Quarter, tmp_path: Path) -> None:
    first = by_hand(tmp_path / "a.xlsx", 值班调整=[OVERRIDES, ["巡防表", "2025-06-03", "2025-06-07", "钱备", "培训"]])
    second = xlsx(tmp_path / "b.xlsx", {"值班调整": [OVERRIDES, ["巡防表", "2025-06-04", None, "孙生", None]]})
    after = world(at_centre).take(first).take(second)
    rota, _, overrides = of_rota(after, "巡防表")
    assert overrides == {"2025-06-03": "钱备", "2025-06-04": "孙生", "2025-06-05": "钱备"}
    found = [o for o in after.snapshot.linked(DutyOverride, "rota", rota.id) if o.start == date(2025, 6, 5)]
    assert [(o.end, o.reason) for o in found] == [(date(2025, 6, 7), "培训")]
    assert unchanged(after, second)


def test_the_tariff_changes_from_a_day_on_and_a_case_is_paid_once(quarter: Quarter, tmp_path: Path) -> None:
    head: Sequence[object] = ["姓名", "难易程度", "案号", "调解组织", "结案日期"]
    tariff: Cells = [["难易程度", "补贴金额", "生效日期"], ["简单", "50元/件", DAY], ["简单", "￥1,060", NEXT_YEAR]]
    paid: Cells = [head, ["赵助", "复杂", "2025-001", "物业调委会", "2025年6月3日"]]
    path = xlsx(tmp_path / "a.xlsx", {"奖励标准": tariff, "调解结果": paid})
    after = world(quarter).take(path)
    rates = sorted(after.snapshot.all(RewardRate), key=lambda rate: rate.start)
    assert [(r.yuan, r.start, r.end) for r in rates] == [(50, DAY, NEXT_YEAR), (1060, NEXT_YEAR, None)]
    (result,) = after.snapshot.all(MediationResult)
    assert (result.person, result.committee) == (quarter.helper.id, quarter.board.id)
    assert (result.start, result.end) == (date(2025, 6, 3), date(2025, 6, 4))
    assert unchanged(after, path)
    corrected = after.take(xlsx(tmp_path / "b.xlsx", {"调解结果": [head, ["赵助", "简单", "2025-001", None, DAY]]}))
    (result,) = corrected.snapshot.all(MediationResult)
    assert (result.complexity, result.start, result.end) == (Complexity.SIMPLE, DAY, DAY + ONE)
    twice: Cells = [*paid, ["赵助", "复杂", "2025-001", None, "2025-06-09"]]
    assert "row 3" in shown(after.refused(xlsx(tmp_path / "c.xlsx", {"调解结果": twice})))
    unknown: Cells = [head, ["赵住", "复杂", "2025-002", None, "2025-06-09"]]
    (fault,) = after.refused(xlsx(tmp_path / "d.xlsx", {"调解结果": unknown}))
    assert (fault.row, fault.value) == (2, "赵住")
    people: Cells = [["姓名", "电话"], ["赵住", "13800000077"]]
    known = after.take(xlsx(tmp_path / "e.xlsx", {"人员": people, "调解结果": unknown}))
    assert len(list(known.snapshot.all(MediationResult))) == 2


# -- what is wrong -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sheet", "row", "place", "why"),
    [
        ("排班", ["夜班表", "无名中心", "综合执法", "每日", "8:30"], "row 2", "No 综治中心 is called 无名中心"),
        ("排班", ["夜班表", HOUSE, "综执法", "每日", "8:30"], "row 2", "No department (部门) is called 综执法"),
        (
            "排班",
            ["夜班表", HOUSE, "综合执法", "隔天", "8:30"],
            "row 2, column D 轮值规则: '隔天'",
            "FREQ",
        ),
        (
            "排班",
            ["夜班表", HOUSE, "综合执法", "每日", "八点来"],
            "row 2, column E 交接时间",
            "08:30",
        ),
        ("排班", ["夜班表", HOUSE, "综合执法", "每日", None], "row 2", "does not say 交接时间"),
        ("排班", ["夜班表", HOUSE, "综合执法", "每日", "8:30"], "row 2", "has none of that order"),
        ("排班成员", ["巡防表", 4, "周无", None], "row 2, column C 值班人: '周无'", "nobody of this name is known"),
        ("排班成员", ["巡防表", 4, "王长", "13900000000"], "row 2, column C 值班人", "another number is recorded"),
        ("排班成员", ["巡防表", 4, "王长、李专", None], "row 2, column C 值班人", "Name one in each row"),
        ("排班成员", ["巡防表", 1, "钱备", None], "row 2", "never changed"),
        ("排班成员", ["巡防表", 4, "农经", None], "row 2, column C 值班人: '农经'", "not known"),
        ("排班成员", ["无名表", 1, "钱备", None], "row 2: '无名表'", "No rota (排班) is called"),
        ("值班调整", ["巡防表", None, None, "钱备", None], "row 2", "on which day"),
        ("值班调整", ["巡防表", "2025-06-03", "2025-06-03", "钱备", None], "row 2", "no later than it begins"),
        ("值班调整", ["巡防表", "2025-05-01", None, "钱备", None], "row 2: '巡防表'", "on 2025-05-01"),
        ("换班", ["巡防表", "王长", "2025-06-06", "钱备", "2025-06-10"], "row 2", "takes no turns in the rota"),
        ("换班", ["巡防表", "王长", "2025-06-06", "王长", "2025-06-11"], "row 2", "with itself"),
        ("换班", ["巡防表", "王长", "2025-06-05", "李专", "2025-06-09"], "row 2: '2025-06-05'", "the turn of 赵助"),
        ("换班", ["巡防表", "王长", "2025-06-06", "李专", "2025-06-08"], "row 2: '2025-06-08'", "no shift begins"),
        ("值班调整", ["巡防表", "2025-06-07", None, "钱备", None], "row 2: '2025-06-07'", "No shift of 巡防表"),
        ("换班", ["巡防表", "王长", "2025-06-05", "李专", None], "row 2", "does not say 乙方原班日期"),
    ],
)
def test_every_fault_names_its_place_and_why(
    at_centre: Quarter, tmp_path: Path, sheet: str, row: list[object], place: str, why: str
) -> None:
    heads = {"排班": ROTAS, "排班成员": MEMBERS, "值班调整": OVERRIDES, "换班": SWAPS}
    before = world(at_centre).take(by_hand(tmp_path / "a.xlsx"), on=DAY)
    text = shown(before.refused(xlsx(tmp_path / "b.xlsx", {sheet: [heads[sheet], row]})))
    assert f"b.xlsx, sheet {sheet}, {place}" in text
    assert why in text


def test_rows_that_say_different_things_of_a_day_are_faults(at_centre: Quarter, tmp_path: Path) -> None:
    rows = [
        OVERRIDES,
        ["巡防表", "2025-06-03", "2025-06-07", "钱备", None],
        ["巡防表", "2025-06-05", None, "孙生", None],
    ]
    faults = world(at_centre).refused(by_hand(tmp_path / "a.xlsx", 值班调整=rows))
    assert [(fault.sheet, fault.row) for fault in faults] == [("值班调整", 3)]
    assert "Something else is said of the same, for the same days, in row 2." in faults[0].why
    same = [*rows[:2], rows[1]]
    assert of_rota(world(at_centre).take(by_hand(tmp_path / "a.xlsx", 值班调整=same)), "巡防表")[2] == {
        "2025-06-03": "钱备"
    }


def test_of_namesakes_the_one_in_the_department_is_meant(at_centre: Quarter, tmp_path: Path) -> None:
    namesake = at_centre.person("钱备", phone="13800000009")
    at_centre.snapshot = at_centre.organisation().snapshot()
    rota = [MEMBERS, ["巡防表", 1, "王长", None], ["巡防表", 2, "钱备", None]]
    faults = world(at_centre).refused(by_hand(tmp_path / "a.xlsx", 排班成员=rota))
    assert "There are 2 people called 钱备" in shown(faults)
    given_phone = [MEMBERS, ["巡防表", 1, "王长", None], ["巡防表", 2, "钱备 13800000009", None]]
    after = world(at_centre).take(by_hand(tmp_path / "a.xlsx", 排班成员=given_phone))
    assert namesake.id in {member.member for member in after.snapshot.all(RotaMember)}
    watch = [OVERRIDES[:4], ["值班表", DAY, None, "钱备"]]
    after = world(at_centre).take(xlsx(tmp_path / "b.xlsx", {"值班调整": watch}))
    (override,) = (o for o in after.snapshot.all(DutyOverride) if o.start == DAY)
    assert override.member == at_centre.spare.id, "who takes turns in the rota"


# -- what is past is a record ------------------------------------------------------------------------------------------


def edited(quarter: Quarter, folder: Path, kind: TableKind, field: str, value: object) -> Path:
    """The workbook of the quarter with one cell of its first row changed."""
    path, book = exported(folder, quarter.snapshot)
    cell(book, kind, field).value = value  # type: ignore[assignment]  # any cell value
    book.save(path)
    return path


TODAY = date(2025, 6, 15)


def test_a_rota_ends_with_everything_that_lies_over_it(quarter: Quarter, tmp_path: Path) -> None:
    path = edited(quarter, tmp_path, TableKind.ROTAS, "失效日期", TODAY + ONE)
    after = world(quarter).take(path, today=TODAY)
    assert after.doubts.count("left out") == 2, "the rows of the override and the swap, which are as before"
    assert unchanged(after, path)
    (rota,) = after.snapshot.all(Rota)
    members = after.snapshot.all(RotaMember)
    assert {rota.end, *(member.end for member in members)} == {TODAY + ONE}
    assert [is_void(o) for o in after.snapshot.all(DutyOverride)] == [True]
    assert [is_void(s) for s in after.snapshot.all(DutySwap)] == [True]


def only(path: Path, *kinds: TableKind) -> Path:
    """The workbook without its other sheets."""
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        if sheet.title not in {kind.zh for kind in kinds}:
            book.remove(sheet)
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        (TableKind.ROTAS, "失效日期", TODAY - ONE),
        (TableKind.ROTAS, "生效日期", DAY + ONE),
        (TableKind.ROTAS, "生效日期", DAY - ONE),
    ],
)
def test_the_days_of_a_rota_that_are_past_are_a_record(
    quarter: Quarter, tmp_path: Path, kind: TableKind, field: str, value: object
) -> None:
    path = only(edited(quarter, tmp_path, kind, field, value), kind)
    faults = world(quarter).refused(path, today=TODAY)
    assert [(fault.sheet, fault.row) for fault in faults] == [(kind.zh, 2)]
    assert "who was on duty" in faults[0].why
    assert f"on {TODAY} at 08:30 or later" in faults[0].remedy
    assert str(TODAY) in faults[0].remedy
    assert "值班调整" in faults[0].remedy
    assert world(quarter).take(path, today=DAY - ONE).plan is not None, "as long as these days are to come"


def test_neither_new_rotas_nor_members_nor_swaps_reach_into_the_past(at_centre: Quarter, tmp_path: Path) -> None:
    path = by_hand(tmp_path / "a.xlsx")
    faults = world(at_centre).refused(path, today=TODAY)
    assert [(f.sheet, f.row) for f in faults] == [("排班", 2), ("排班成员", 2), ("排班成员", 3), ("排班成员", 4)]
    after = world(at_centre).take(path, today=DAY)
    swaps = [SWAPS, ["巡防表", "王长", date(2025, 6, 11), "赵助", date(2025, 6, 18)]]
    faults = after.refused(xlsx(tmp_path / "b.xlsx", {"换班": swaps}), today=TODAY)
    assert [(f.sheet, f.row) for f in faults] == [("换班", 2)]
    one_more = [MEMBERS, ["巡防表", 4, "钱备", None]]
    faults = after.refused(xlsx(tmp_path / "c.xlsx", {"排班成员": one_more}), today=TODAY)
    assert [(f.sheet, f.row) for f in faults] == [("排班成员", 2)]


def test_a_rota_begins_today_only_before_its_hour_of_hand_over(quarter: Quarter, tmp_path: Path) -> None:
    """As `setRota` has it: what was on duty this morning is a record too."""
    path = only(edited(quarter, tmp_path, TableKind.ROTAS, "失效日期", TODAY), TableKind.ROTAS)
    early, late = (datetime.combine(TODAY, time(hour), CIVIL.zone) for hour in (7, 15))
    assert world(quarter).take(path, today=early).plan is not None
    faults = world(quarter).refused(path, today=late)
    assert f"on {TODAY + ONE} at 08:30 or later" in faults[0].remedy


def test_of_the_past_an_override_may_say_who_really_served(quarter: Quarter, tmp_path: Path) -> None:
    rows = [OVERRIDES, ["值班表", DAY, None, "孙生", "临时顶班"]]
    after = world(quarter).take(xlsx(tmp_path / "a.xlsx", {"值班调整": rows}), today=TODAY)
    assert of_rota(after, "值班表")[2] == {str(DAY): "孙生", "2025-06-20": "赵助"}


def test_a_rota_may_get_another_name_whenever_it_began(quarter: Quarter, tmp_path: Path) -> None:
    path = edited(quarter, tmp_path, TableKind.ROTAS, "排班名称", "备勤表")
    assert [rota.name for rota in world(quarter).take(path, today=TODAY).snapshot.all(Rota)] == ["备勤表"]


def test_another_rule_is_another_rota(quarter: Quarter, tmp_path: Path) -> None:
    path = edited(quarter, tmp_path, TableKind.ROTAS, "轮值规则", "每周一")
    faults = world(quarter).refused(path, today=TODAY)
    assert faults[0].sheet == TableKind.ROTAS.zh
    assert "end this one and put another" in faults[0].why


# -- twice -------------------------------------------------------------------------------------------------------------

DATES = st.sampled_from([*(date(2025, 6, day) for day in (3, 3, 4, 6, 20)), date(2025, 7, 1)])
ENDS = st.sampled_from([None, None, None, date(2025, 6, 22), date(2025, 8, 1)])
NAMES = st.sampled_from(["王长", "钱备", "赵助", "孙生"])
OF = st.sampled_from(["值班表", "巡防表", "夜班表"])
NIGHT = st.tuples(
    st.just("夜班表"),
    st.just(HOUSE),
    st.just("综合执法"),
    st.sampled_from(["每日", "每周一、三", "FREQ=DAILY"]),
    st.sampled_from(["20:30", "20：30", "晚上8点半"]),
    *(st.none(), st.none()),
    st.sampled_from([None, None, DAY, date(2025, 5, 1)]),
    st.sampled_from([None, date(2025, 12, 1)]),
)
OVERRIDE_ROWS = st.lists(st.tuples(OF, DATES, ENDS, NAMES, st.sampled_from([None, "事假"])), max_size=2)
SIXTH, TENTH = date(2025, 6, 6), date(2025, 6, 10)
SWAPPED = [("巡防表", "王长", SIXTH, "赵助", TENTH), ("巡防表", "赵助", TENTH, "王长", SIXTH)]
SWAP_ROWS = st.lists(st.sampled_from(SWAPPED), max_size=2)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(
    night=NIGHT,
    members=st.permutations(["王长", "赵助", "孙生"]),
    overrides=OVERRIDE_ROWS,
    swaps=SWAP_ROWS,
    later=st.integers(-200, 200),
)
def test_duty_sheets_imported_twice_change_nothing_whatever_the_day(
    tmp_path: Path,
    night: tuple[object, ...],
    members: list[str],
    overrides: list[tuple[object, ...]],
    swaps: list[tuple[object, ...]],
    later: int,
) -> None:
    quarter = Quarter()
    quarter.correct(quarter.house, name=HOUSE)
    before = World(quarter.organisation().snapshot()).take(by_hand(tmp_path / "a.xlsx"), on=DAY)
    rows = [MEMBERS, *(["夜班表", n, name, None] for n, name in enumerate(members, 1))]
    sheets: dict[str, Cells] = {
        "排班": [ROTAS, night],
        "排班成员": rows,
        "值班调整": [OVERRIDES, *overrides],
        "换班": [SWAPS, *swaps],
    }
    path = xlsx(tmp_path / "b.xlsx", sheets)
    try:
        once = before.take(path)
    except ImportRefused:
        assume(False)
    assert unchanged(once, path, on=DAY + timedelta(days=later))


@pytest.mark.parametrize(("kind", "doubted"), [("工作日", True), ("休息日", True), ("每天", False)])
def test_a_rota_of_a_year_whose_days_off_are_not_published_is_doubted(
    at_centre: Quarter, tmp_path: Path, kind: str, doubted: bool
) -> None:
    rota = ["巡防表", HOUSE, "综合执法", "每周一至周五", "8点半", "9小时", kind, date(2028, 1, 1), date(2029, 1, 1)]
    after = world(at_centre).take(by_hand(tmp_path / "a.xlsx", 排班=[ROTAS, rota]))
    assert ("2028 年的放假与调休安排尚未公布" in after.doubts) == doubted
    assert ("WANGGE_HOLIDAYS" in after.doubts) == doubted
