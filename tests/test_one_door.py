"""One door: what is wrong is wrong by whatever way it comes in – an edit, a file, a record written past the service.

Each line of the table says one wrong thing three times: as an edit, as rows of a workbook, and as facts that stand in a
record already, from before there was the rule or in a backup.  The first two are refused, for the same reason; the
third is found by `check` under the rule's number.  Where a way in has no words for it, that is said instead.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from demo import POLICY
from graph.edits import duty, posts, reshape, rewards, settings, units
from graph.edits.settings import set_policy
from graph.errors import WanggeError
from graph.facts import (
    Absence,
    Appraisal,
    Centre,
    CodeTemplate,
    Department,
    Fact,
    Holding,
    LadderRung,
    MediationResult,
    PartOf,
    RotaMember,
    StaffingRule,
    Unit,
    UnitState,
)
from graph.rules.invariants import LATER_RULES
from graph.rules.names import names_apart
from graph.snapshot import Snapshot
from graph.view import View
from graph.words import AbsenceKind, AppraisalPeriod, Complexity, GridType, Rank, Role, UnitKind
from loaders import ImportRefused, plan_import
from queries.cases.policy import sound_policy
from queries.checks.check import CATALOGUE, check_model
from tests.builders.organisations import DAY as ONE_DAY
from tests.builders.organisations import FIRST
from tests.builders.quarter import DAY, Edit, Quarter, decide
from tests.builders.workbooks import CIVIL

Rows = Mapping[str, Sequence[Sequence[object]]]
"""Sheet -> its heading and its rows."""

NOTHING = "this way in has no words for it"
JULY = date(2025, 7, 1)


@dataclass(frozen=True)
class Wrong:
    """A wrong statement, and the rule that it breaks; None for a way in that has no words for it."""

    rule: str
    edit: Callable[[Quarter], Edit] | None
    rows: Callable[[Quarter], Rows] | None
    facts: Callable[[Quarter], Sequence[Fact]]


def post(role: str, of: str, *, start: str = "2025-06-01", end: str = "", who: str) -> Rows:
    """A row of the sheet of posts."""
    return {"任职": [("人员编号", "岗位", "所属编号", "上岗日期", "离岗日期"), (who, role, of, start, end)]}


def grid(code: str, above: str, kind: str = "网格", grid_type: str = "全科网格") -> Rows:
    """A row about a unit."""
    heading = ("编码", "级别", "名称", "上级编码", "网格类型", "成立日期")
    return {"单位": [heading, (code, kind, "新单位", above, grid_type, "2025-06-01")]}


def holding(role: Role, of: Fact, who: Fact) -> Holding:
    """A post."""
    return Holding(id="wrong", person=who.id, role=role, of=of.id, start=DAY)


def unit(code: str, above: Fact, kind: UnitKind = UnitKind.GRID) -> list[Fact]:
    """A unit with a name and a place."""
    grid_type = GridType.GENERAL if kind is UnitKind.GRID else None
    return [
        Unit(id=code, kind=kind, start=DAY),
        UnitState(id="wrong-state", unit=code, name="新单位", grid_type=grid_type, start=DAY),
        PartOf(id="wrong-place", child=code, parent=above.id, start=DAY),
    ]


def moved(q: Quarter, child: Unit, above: Unit) -> list[Fact]:
    """A unit in another place from the day on."""
    old = q.naming(child, PartOf, "child")[-1]
    return [replace(old, end=DAY), PartOf(id="wrong", child=child.id, parent=above.id, start=DAY)]


def appraisal(q: Quarter, period: AppraisalPeriod, start: date, end: date) -> Appraisal:
    """An appraisal of the helper."""
    return Appraisal(id="wrong", person=q.helper.id, period=period, score=90.0, start=start, end=end)


def appraised(q: Quarter, period: str, start: str, last: str) -> Rows:
    """A row of the sheet of appraisals; `last` is the last day."""
    return {
        "考核": [("人员编号", "考核周期", "考核期始", "考核期止（含）", "得分"), (q.helper.id, period, start, last, 90)]
    }


def founding(
    kind: UnitKind, above: Callable[[Quarter], Unit], code: Callable[[Quarter], str]
) -> Callable[[Quarter], Edit]:
    """The edit that founds a unit with a code."""
    details = units.UnitDetails(name="新单位", grid_type=GridType.GENERAL if kind is UnitKind.GRID else None)
    return lambda q: lambda d: units.create_unit(d, kind, above(q).id, DAY, details, code(q))


def coded(code: Callable[[Quarter], str]) -> dict[str, Callable[..., object]]:
    """A grid with a code, said three times."""
    return {
        "edit": founding(UnitKind.GRID, lambda q: q.village, code),
        "rows": lambda q: grid(code(q), q.village.id),
        "facts": lambda q: unit(code(q), q.village),
    }


def mediation(q: Quarter, fact_id: str, on: date) -> MediationResult:
    """A case mediated by the helper."""
    return MediationResult(
        id=fact_id,
        person=q.helper.id,
        complexity=Complexity.SIMPLE,
        reference="案1",
        start=on,
        end=on + ONE_DAY,
    )


WRONG: dict[str, Wrong] = {
    "a grid chief of a centre": Wrong(
        "post-possible",
        lambda q: lambda d: posts.appoint(d, q.helper.id, Role.GRID_CHIEF, q.house.id, DAY),
        lambda q: post("网格长", q.house.id, who=q.helper.id),
        lambda q: [holding(Role.GRID_CHIEF, q.house, q.helper)],
    ),
    "a commissioner of a micro-grid": Wrong(
        "post-possible",
        lambda q: lambda d: posts.appoint(d, q.helper.id, Role.POLITICAL_LEGAL_COMMISSIONER, q.micro.id, DAY),
        lambda q: post("政法委员", q.micro.id, who=q.helper.id),
        lambda q: [holding(Role.POLITICAL_LEGAL_COMMISSIONER, q.micro, q.helper)],
    ),
    "a worker who becomes a worker of a committee": Wrong(
        "post-possible",
        lambda q: lambda d: posts.transfer(d, q.workers_post.id, q.board.id, DAY),
        lambda q: post("专职网格员", q.board.id, who=q.worker.id),
        lambda q: [holding(Role.FULL_TIME_WORKER, q.board, q.worker)],
    ),
    "a ladder that asks a village for a centre's director": Wrong(
        "post-possible",
        lambda _: lambda d: settings.set_ladder(d, [(Role.CENTRE_DIRECTOR, UnitKind.VILLAGE)], DAY),
        lambda _: {"责任阶梯": [("顺序", "岗位", "级别"), (9, "综治中心主任", "村（社区）")]},
        lambda _: [LadderRung(id="wrong", order=9, role=Role.CENTRE_DIRECTOR, unit_kind=UnitKind.VILLAGE, start=DAY)],
    ),
    "a standard that asks a grid for a commissioner": Wrong(
        "post-possible",
        lambda _: lambda d: settings.set_staffing(d, Role.POLITICAL_LEGAL_COMMISSIONER, UnitKind.GRID, None, 1, DAY),
        lambda _: {"配备标准": [("岗位", "级别", "最低人数"), ("政法委员", "网格", 1)]},
        lambda _: [
            StaffingRule(
                id="wrong", role=Role.POLITICAL_LEGAL_COMMISSIONER, unit_kind=UnitKind.GRID, minimum=1, start=DAY
            )
        ],
    ),
    "the code 12": Wrong("code-fits", **coded(lambda _: "12")),  # type: ignore[arg-type]
    "the code abc": Wrong("code-fits", **coded(lambda _: "abc")),  # type: ignore[arg-type]
    "a code with a digit too many": Wrong("code-fits", **coded(lambda q: f"{q.village.id}0777")),  # type: ignore[arg-type]
    "a code of another village": Wrong("code-in-place", **coded(lambda q: f"{q.other_village.id}777")),  # type: ignore[arg-type]
    "a village with a letter in its code": Wrong(
        "code-fits",
        founding(UnitKind.VILLAGE, lambda q: q.area, lambda q: f"{q.street.id}2A1"),
        lambda q: grid(f"{q.street.id}2A1", q.area.id, "村（社区）", ""),
        lambda q: unit(f"{q.street.id}2A1", q.area, UnitKind.VILLAGE),
    ),
    "a management area with a village's code": Wrong(
        "code-fits",
        founding(UnitKind.MANAGEMENT_AREA, lambda q: q.street, lambda q: f"{q.street.id}777"),
        lambda q: grid(f"{q.street.id}777", q.street.id, "管区", ""),
        lambda q: unit(f"{q.street.id}777", q.street, UnitKind.MANAGEMENT_AREA),
    ),
    "renumbered to zzz": Wrong(
        "code-fits",
        lambda q: lambda d: reshape.renumber_unit(d, q.market.id, "zzz", DAY),
        lambda q: grid("zzz", q.village.id),
        lambda q: unit("zzz", q.village),
    ),
    "renumbered to a code of another village": Wrong(
        "code-in-place",
        lambda q: lambda d: reshape.renumber_unit(d, q.market.id, f"{q.other_village.id}777", DAY),
        lambda q: grid(f"{q.other_village.id}777", q.village.id),
        lambda q: unit(f"{q.other_village.id}777", q.village),
    ),
    "a grid moved to another village": Wrong(
        "code-in-place",
        lambda q: lambda d: units.move_unit(d, q.market.id, q.other_village.id, DAY),
        lambda q: {"单位": [("编码", "级别", "上级编码"), (q.market.id, "网格", q.other_village.id)]},
        lambda q: moved(q, q.market, q.other_village),
    ),
    "a micro-grid moved to another village": Wrong(
        "code-in-place",
        lambda q: lambda d: units.move_unit(d, q.micro.id, q.far_grid.id, DAY),
        lambda q: {"单位": [("编码", "级别", "上级编码"), (q.micro.id, "微网格", q.far_grid.id)]},
        lambda q: moved(q, q.micro, q.far_grid),
    ),
    "a part of a split with a code of another village": Wrong(
        "code-in-place",
        lambda q: (
            lambda d: reshape.split_grid(
                d,
                q.market.id,
                DAY,
                [reshape.GridPart(name="甲", code=f"{q.other_village.id}777"), reshape.GridPart(name="乙")],
            )
        ),
        lambda q: grid(f"{q.other_village.id}777", q.village.id),
        lambda q: unit(f"{q.other_village.id}777", q.village),
    ),
    "a template with as many digits for grids as for villages": Wrong(
        "template-in-order",
        None,
        lambda _: {"编码规则": [("村（社区）位数", "网格位数", "微网格位数"), (12, 12, 18)]},
        lambda q: [replace(q.all(CodeTemplate)[0], province=4)],
    ),
    "a centre that serves a grid": Wrong(
        "centre-serves",
        None,
        lambda q: {"综治中心": [("中心名称", "服务单位编码"), ("网格综治中心", q.grid.id)]},
        lambda q: [Centre(id="wrong", name="网格综治中心", serves=q.grid.id, start=DAY)],
    ),
    "a second department of one name": Wrong(
        "department-named",
        lambda q: lambda d: duty.add_department(d, q.farm.name, DAY),
        lambda q: {"部门": [("部门编号", "部门名称"), (q.farm.id, q.farm.name), ("wrong", q.farm.name)]},
        lambda q: [Department(id="wrong", name=q.farm.name, start=DAY)],
    ),
    "a year of two days": Wrong(
        "appraisal-period",
        None,
        lambda q: appraised(q, "年定星", "2025-01-01", "2025-01-02"),
        lambda q: [appraisal(q, AppraisalPeriod.YEAR, FIRST, FIRST + 2 * ONE_DAY)],
    ),
    "a month that begins amid a month": Wrong(
        "appraisal-period",
        lambda q: (
            lambda d: posts.record_appraisal(d, q.helper.id, AppraisalPeriod.MONTH, date(2025, 2, 15), 90.0, None)
        ),
        lambda q: appraised(q, "月考核", "2025-02-15", "2025-03-14"),
        lambda q: [appraisal(q, AppraisalPeriod.MONTH, date(2025, 2, 15), date(2025, 3, 15))],
    ),
    "a quarter from February": Wrong(
        "appraisal-period",
        lambda q: (
            lambda d: posts.record_appraisal(d, q.helper.id, AppraisalPeriod.QUARTER, date(2025, 2, 1), 90.0, None)
        ),
        lambda q: appraised(q, "季评绩", "2025-02-01", ""),
        lambda q: [appraisal(q, AppraisalPeriod.QUARTER, date(2025, 2, 1), date(2025, 5, 1))],
    ),
    "a case paid twice": Wrong(
        "mediation-recorded",
        lambda q: (
            lambda d: [
                rewards.record_mediation(d, q.helper.id, Complexity.SIMPLE, "案1", day, None) for day in (DAY, JULY)
            ]
        ),
        None,
        lambda q: [mediation(q, "wrong", DAY), mediation(q, "worse", JULY)],
    ),
    "a second primary": Wrong(
        "one-primary",
        lambda q: lambda d: posts.appoint(d, q.spare.id, Role.GRID_CHIEF, q.grid.id, DAY),
        None,
        lambda q: [replace(holding(Role.GRID_CHIEF, q.grid, q.spare), rank=Rank.PRIMARY)],
    ),
    "a score of 101": Wrong(
        "number-in-range",
        lambda q: (
            lambda d: posts.record_appraisal(d, q.helper.id, AppraisalPeriod.MONTH, date(2025, 2, 1), 101.0, None)
        ),
        lambda q: {"考核": [("人员编号", "考核周期", "考核期始", "得分"), (q.helper.id, "月考核", "2025-02-01", 101)]},
        lambda q: [replace(appraisal(q, AppraisalPeriod.MONTH, FIRST, date(2025, 2, 1)), score=101.0)],
    ),
    "a stand-in for oneself": Wrong(
        "cover-present",
        lambda q: lambda d: posts.record_absence(d, q.helper.id, AbsenceKind.SICK, DAY, JULY, q.helper.id),
        lambda q: {
            "缺岗": [
                ("人员编号", "缺岗类型", "缺岗日期", "返岗日期", "替岗人编号"),
                (q.helper.id, "病假", "2025-06-01", "2025-07-01", q.helper.id),
            ]
        },
        lambda q: [
            Absence(id="wrong", person=q.helper.id, kind=AbsenceKind.SICK, cover=q.helper.id, start=DAY, end=JULY)
        ],
    ),
    "a grid in a grid": Wrong(
        "level-order",
        lambda q: lambda d: units.move_unit(d, q.market.id, q.grid.id, DAY),
        lambda q: {"单位": [("编码", "级别", "上级编码"), (q.market.id, "网格", q.grid.id)]},
        lambda q: moved(q, q.market, q.grid),
    ),
    "a rota of two hundred and one": Wrong(
        "rota-members",
        None,
        None,
        lambda q: [
            RotaMember(id=f"wrong-{order}", rota=q.watch.id, member=q.helper.id, order=order, start=DAY)
            for order in range(3, 202)
        ],
    ),
    "a rota that begins with a third of two": Wrong(
        "rota-members",
        None,
        lambda q: {
            "排班": [
                ("排班名称", "中心编号", "部门编号", "轮值规则", "交接时间", "首班顺序", "生效日期"),
                ("夜班", q.house.id, q.patrol.id, "FREQ=DAILY", "08:30", 3, "2025-09-01"),
            ]
        },
        lambda q: [replace(q.watch, first=9)],
    ),
}


@pytest.fixture
def quarter() -> Quarter:
    """The quarter, fresh."""
    return Quarter()


def test_an_edit_refuses_it(quarter: Quarter, wrong: Wrong) -> None:
    if wrong.edit is None:
        pytest.skip(NOTHING)
    with pytest.raises(WanggeError) as refusal:
        decide(quarter.snapshot, wrong.edit(quarter))
    rules = {problem.rule for problem in getattr(refusal.value, "problems", ())}
    assert wrong.rule in rules, refusal.value


def test_a_file_refuses_it_and_names_the_row(quarter: Quarter, wrong: Wrong, tmp_path: Path) -> None:
    if wrong.rows is None:
        pytest.skip(NOTHING)
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in wrong.rows(quarter).items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(tmp_path / "wrong.xlsx")
    with pytest.raises(ImportRefused) as refusal:
        plan_import(quarter.snapshot, [tmp_path / "wrong.xlsx"], effective=DAY, civil=CIVIL)
    faults = refusal.value.faults
    assert all(fault.row is not None and fault.sheet for fault in faults), faults
    assert all(fault.why and fault.remedy for fault in faults)


def test_check_finds_it_in_a_record_that_has_it(quarter: Quarter, wrong: Wrong) -> None:
    facts = {fact.id: fact for fact in quarter.snapshot} | {fact.id: fact for fact in wrong.facts(quarter)}
    (check,) = [check for check in CATALOGUE if check.title.endswith(f" / {wrong.rule}")]
    found = check_model(View(Snapshot.of(facts.values(), revision=1), DAY), [check])
    assert [finding.number for finding in found][:1] == [check.number]
    sound = check_model(View(quarter.snapshot, DAY), [check])
    assert sound == []


@pytest.fixture(params=WRONG, ids=lambda name: name.replace(" ", "-"))
def wrong(request: pytest.FixtureRequest) -> Wrong:
    """One line of the table."""
    return WRONG[request.param]


def test_every_later_rule_is_in_the_table() -> None:
    later = {rule.__name__.replace("_", "-") for rule in LATER_RULES - {names_apart}}
    assert later <= {wrong.rule for wrong in WRONG.values()}


# -- the policy, which only a mutation and the command line set --------------------------------------------------------

BAD_POLICY = POLICY.replace('lead = { post = "village_party_secretary" }', "lead = { committee = true }")


def test_a_policy_that_leads_to_a_committee_of_no_field_is_refused_and_found(quarter: Quarter) -> None:
    assert BAD_POLICY != POLICY
    with pytest.raises(WanggeError, match="policy-committee"):
        sound_policy(BAD_POLICY)
    told = decide(quarter.snapshot, lambda d: set_policy(d, "旧政策", BAD_POLICY, DAY))
    checks = [check for check in CATALOGUE if check.number == "W722"]
    assert [finding.number for finding in check_model(View(told, DAY), checks)] == ["W722"]
