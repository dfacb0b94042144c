"""One statement, two ways in: by an edit and by a row of a file it leaves the same facts, or is refused by both.

Statements are made up: of every kind that has both an edit and a sheet, about people, units and days that are now good,
now wrong.  What rules refuse is refused under the same names; ids are left aside, for a file may give its own.
"""

import re
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import openpyxl
from hypothesis import event, given
from hypothesis import strategies as st

from graph.edits import duty, posts, rewards, settings, units
from graph.errors import RuleViolated, WanggeError
from graph.facts import Fact, Unit
from graph.snapshot import Snapshot
from graph.time.validity import is_void
from graph.words import AbsenceKind, AppraisalPeriod, Complexity, Role, StationingMode, UnitKind
from loaders import ImportRefused, plan_import
from tests.builders.quarter import DAY, Edit, Quarter, decide
from tests.builders.workbooks import CIVIL
from tests.fuzz.effort import examples

Q = Quarter()
PEOPLE = (Q.chief, Q.worker, Q.helper, Q.spare, Q.stranger)
ONE = timedelta(days=1)
RULE = re.compile(r"\(rule ([a-z-]+)\)")


@dataclass(frozen=True)
class Statement:
    """What is said, as an edit and as the sheet, heading and row of a workbook."""

    edit: Edit
    sheet: str
    row: Mapping[str, object]

    def __repr__(self) -> str:
        return f"{self.sheet} {dict(self.row)}"


@dataclass(frozen=True)
class Outcome:
    """What a statement leaves, ids aside; or that it is refused, and by which rules as far as it was rules."""

    facts: Counter[Fact] | None
    rules: frozenset[str] = frozenset()


def left(snapshot: Snapshot) -> Counter[Fact]:
    """The facts that hold at some time, without their ids; units and people keep them."""
    return Counter(fact if isinstance(fact, Unit) else replace(fact, id="") for fact in snapshot if not is_void(fact))


def by_edit(said: Statement) -> Outcome:
    """What becomes of it as a mutation makes it."""
    try:
        return Outcome(left(decide(Q.snapshot, said.edit)))
    except RuleViolated as error:
        return Outcome(None, frozenset(problem.rule for problem in error.problems))
    except WanggeError:
        return Outcome(None)


def by_file(said: Statement) -> Outcome:
    """What becomes of it as a row."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = said.sheet
    sheet.append(list(said.row))
    sheet.append(list(said.row.values()))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "说.xlsx"
        book.save(path)
        try:
            plan = plan_import(Q.snapshot, [path], effective=DAY, civil=CIVIL)
        except ImportRefused as refused:
            return Outcome(None, frozenset(rule for fault in refused.faults for rule in RULE.findall(fault.why)))
    return Outcome(left(plan.step.after))


days = st.integers(-40, 160).map(lambda number: DAY + number * ONE)
people = st.sampled_from(PEOPLE)
reasons = st.sampled_from((None, "开会"))


@st.composite
def absences(draw: st.DrawFn) -> Statement:
    """Somebody is away, with a stand-in or without."""
    who, kind, start = draw(people), draw(st.sampled_from(AbsenceKind)), draw(days)
    end = draw(st.none() | st.integers(-2, 40).map(lambda n: start + n * ONE))
    cover = draw(st.none() | people)
    stand_in = None if cover is None else cover.id
    row = {"人员编号": who.id, "缺岗类型": kind.zh, "缺岗日期": start, "返岗日期": end, "替岗人编号": stand_in}
    return Statement(lambda d: posts.record_absence(d, who.id, kind, start, end, stand_in), "缺岗", row)


@st.composite
def appraisals(draw: st.DrawFn) -> Statement:
    """A month, quarter or year is appraised, that may begin amid one."""
    who, period, score = draw(people), draw(st.sampled_from(AppraisalPeriod)), draw(st.sampled_from((0.0, 95.5, 100.5)))
    start = draw(st.sampled_from((date(2025, 1, 1), date(2025, 2, 1), date(2025, 4, 1), date(2025, 4, 2))))
    row = {"人员编号": who.id, "考核周期": period.zh, "考核期始": start, "得分": score}
    return Statement(lambda d: posts.record_appraisal(d, who.id, period, start, score, None), "考核", row)


@st.composite
def mediations(draw: st.DrawFn) -> Statement:
    """A case is mediated, for a committee or none."""
    who, complexity, on = draw(people), draw(st.sampled_from(Complexity)), draw(days)
    committee = draw(st.sampled_from((None, Q.board.id)))
    row = {
        "人员编号": who.id,
        "难易程度": complexity.zh,
        "案件编号": "案1",
        "调解组织编号": committee,
        "调解日期": on,
    }
    return Statement(lambda d: rewards.record_mediation(d, who.id, complexity, "案1", on, committee), "调解结果", row)


@st.composite
def overrides(draw: st.DrawFn) -> Statement:
    """Somebody serves instead, over another override or before there is the rota."""
    who, start, reason = draw(people), draw(days), draw(reasons)
    end = draw(st.none() | st.integers(-1, 25).map(lambda n: start + n * ONE))
    row = {"排班编号": Q.watch.id, "值班人（部门）编号": who.id, "事由": reason, "生效日期": start, "失效日期": end}
    return Statement(
        lambda d: duty.override_duty(d, Q.watch.id, who.id, start, end, reason or _known_reason(start, end)),
        "值班调整",
        row,
    )


def _known_reason(start: date, end: date | None) -> str | None:
    """A row without a reason keeps that of the override in whose place it is."""
    meets = start < date(2025, 6, 21) and date(2025, 6, 20) < (end or start + ONE)
    return Q.replacement.reason if meets else None


@st.composite
def swaps(draw: st.DrawFn) -> Statement:
    """Two swap their shifts, which may not be theirs."""
    one, other = draw(st.permutations(PEOPLE).map(lambda two: two[:2]) | st.just([Q.chief, Q.spare]))
    near = st.integers(0, 10).map(lambda number: DAY + 2 * number * ONE)
    one_day, other_day = draw(near), draw(near) + draw(st.sampled_from((ONE, ONE, 2 * ONE)))
    row = {
        "排班编号": Q.watch.id,
        "甲方编号": one.id,
        "甲方原班日期": one_day,
        "乙方编号": other.id,
        "乙方原班日期": other_day,
    }
    return Statement(lambda d: duty.swap_duty(d, Q.watch.id, one.id, one_day, other.id, other_day), "换班", row)


@st.composite
def stationings(draw: st.DrawFn) -> Statement:
    """A department works at the centre from a day on, in a way that it may work in already."""
    department, mode, on = draw(st.sampled_from((Q.patrol, Q.farm))), draw(st.sampled_from(StationingMode)), draw(days)
    minutes = draw(st.sampled_from((30, 10_081)))
    row = {
        "部门编号": department.id,
        "中心编号": Q.house.id,
        "入驻方式": mode.zh,
        "响应时限（分钟）": minutes,
        "生效日期": on,
    }
    return Statement(lambda d: duty.set_stationing(d, department.id, Q.house.id, mode, on, minutes), "部门入驻", row)


@st.composite
def descriptions(draw: st.DrawFn) -> Statement:
    """A unit is called or counted otherwise from a day on."""
    unit = draw(st.sampled_from((Q.grid, Q.market, Q.micro, Q.village)))
    on, households = draw(st.integers(0, 160).map(lambda number: DAY + number * ONE)), draw(st.integers(0, 3))
    name = draw(st.sampled_from(("新一网格", "新二网格")))
    row = {"编码": unit.id, "级别": unit.kind.zh, "名称": name, "户数": households, "生效日期": on}
    return Statement(lambda d: units.describe_unit(d, unit.id, on, name=name, households=households), "单位", row)


@st.composite
def retirements(draw: st.DrawFn) -> Statement:
    """A unit ends, that may have parts, or a centre with a rota."""
    unit, on = draw(st.sampled_from((Q.grid, Q.market, Q.micro, Q.far_micro, Q.village))), draw(days)
    row = {"编码": unit.id, "级别": unit.kind.zh, "撤销日期": on}
    return Statement(lambda d: units.retire_unit(d, unit.id, on), "单位", row)


@st.composite
def grades(draw: st.DrawFn) -> Statement:
    """A worker has so many stars from a day on."""
    who, stars, on = draw(people), draw(st.integers(0, 6)), draw(days)
    row = {"人员编号": who.id, "星级": stars, "生效日期": on}
    return Statement(lambda d: posts.record_worker(d, who.id, on, star_rating=stars), "人员等级", row)


@st.composite
def standards(draw: st.DrawFn) -> Statement:
    """So many of a role are asked for in a kind of unit, where it may be held or not."""
    role, kind = draw(st.sampled_from((Role.ASSISTANT, Role.EXPERT, Role.GRID_CHIEF))), draw(st.sampled_from(UnitKind))
    minimum, on = draw(st.integers(1, 3)), draw(days)
    row = {"岗位": role.zh, "级别": kind.zh, "最低人数": minimum, "生效日期": on}
    return Statement(lambda d: settings.set_staffing(d, role, kind, None, minimum, on), "配备标准", row)


@st.composite
def rates(draw: st.DrawFn) -> Statement:
    """What a case earns from a day on."""
    complexity, yuan, on = (
        draw(st.sampled_from(Complexity)),
        draw(st.sampled_from((0.0, 80.0, 2_000_000.0))),
        draw(days),
    )
    row = {"难易程度": complexity.zh, "奖励金额（元）": yuan, "生效日期": on}
    return Statement(lambda d: rewards.set_reward_rate(d, complexity, yuan, on), "奖励标准", row)


KINDS: Sequence[Callable[[], st.SearchStrategy[Statement]]] = (
    absences,
    appraisals,
    mediations,
    overrides,
    swaps,
    stationings,
    descriptions,
    retirements,
    grades,
    standards,
    rates,
)


@examples(150)
@given(st.one_of(*(kind() for kind in KINDS)))
def test_a_statement_leaves_the_same_facts_by_an_edit_and_by_a_file_or_is_refused_by_both(said: Statement) -> None:
    edited, filed = by_edit(said), by_file(said)
    event(f"{said.sheet}: {'refused' if edited.facts is None else 'taken'}")
    assert (edited.facts is None) == (filed.facts is None), (edited, filed)
    if edited.facts is not None and filed.facts is not None:
        assert edited.facts - filed.facts == filed.facts - edited.facts == Counter()
    if edited.rules and filed.rules:
        assert edited.rules == filed.rules
