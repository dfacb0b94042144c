"""What clerks and planners send: one input for each edit, and how it drafts itself.

Omitted is not null: a field left out stays as it is, a field set to null is cleared.
"""

from datetime import date
from typing import Any, Protocol

import strawberry
from strawberry.types.maybe import Some

from graph import facts
from graph.edits import appraisals, duty, posts, reshape, rewards, settings, units
from graph.edits.draft import Draft, plausible
from graph.errors import InvalidInput
from graph.messages import say
from queries.cases.policy import sound_policy
from schema.types.plain import said_of, with_inputs_of
from schema.types.words import (
    AbsenceKind,
    AppraisalPeriod,
    Complexity,
    DutyDays,
    GridType,
    Indicator,
    Rank,
    Role,
    StationingMode,
    UnitKind,
)

ID = strawberry.ID

INVENTED = ("fictitious",)
"""What nobody says of somebody real."""


class Edit(Protocol):
    """An input that can draft itself."""

    def draft(self, draft: Draft) -> None:
        """Add its operations to the draft."""


def given(**fields: Some[Any] | None) -> dict[str, Any]:
    """The fields that were given, null ones included."""
    return {name: field.value for name, field in fields.items() if field is not None}


def _text(value: str | None) -> str | None:
    return None if value is None else str(value)


def _ids(values: list[strawberry.ID] | None) -> tuple[str, ...]:
    return tuple(str(value) for value in values or ())


# -- units -----------------------------------------------------------------------------------------------------------


@strawberry.input(description="Found a unit. 设立单位")
class CreateUnitInput:
    kind: UnitKind = strawberry.field(description="Its level. 层级")
    name: str = strawberry.field(description="Its name. 名称")
    start: date = strawberry.field(description="The first day of its life. 成立日期")
    under: ID | None = strawberry.field(
        default=None, description="The unit it is part of; needed below the street. 上级编码"
    )
    code: ID | None = strawberry.field(
        default=None, description="Its code; default: the next free one of its parent. 编码"
    )
    grid_type: GridType | None = strawberry.field(
        default=None, description="Needed for a grid, and only there. 网格类型"
    )
    category: str | None = strawberry.field(default=None, description="Urban-rural class, 111 to 220. 城乡分类代码")
    households: int | None = strawberry.field(default=None, description="Households. 户数")
    population: int | None = strawberry.field(default=None, description="Residents. 人口")
    boundary: str | None = strawberry.field(default=None, description="Outline: WKT in CGCS2000. 边界")
    note: str | None = strawberry.field(default=None, description="A note. 备注")

    def draft(self, draft: Draft) -> None:
        details = units.UnitDetails(
            name=self.name,
            grid_type=self.grid_type,
            category=self.category,
            households=self.households,
            population=self.population,
            boundary=self.boundary,
            note=self.note,
        )
        units.create_unit(draft, self.kind, _text(self.under), self.start, details, _text(self.code))


@strawberry.input(description="Rename, re-classify or re-count a unit from a day on. 变更单位信息")
class DescribeUnitInput:
    code: ID = strawberry.field(description="The unit. 编码")
    on: date = strawberry.field(description="From this day on, until its next recorded state. 生效日期")
    name: strawberry.Maybe[str] = strawberry.field(description="New name. 名称")
    grid_type: strawberry.Maybe[GridType] = strawberry.field(description="New grid type. 网格类型")
    category: strawberry.Maybe[str | None] = strawberry.field(description="Urban-rural class. 城乡分类代码")
    households: strawberry.Maybe[int | None] = strawberry.field(description="Households. 户数")
    population: strawberry.Maybe[int | None] = strawberry.field(description="Residents. 人口")
    note: strawberry.Maybe[str | None] = strawberry.field(description="A note. 备注")

    def draft(self, draft: Draft) -> None:
        details = given(
            name=self.name,
            grid_type=self.grid_type,
            category=self.category,
            households=self.households,
            population=self.population,
            note=self.note,
        )
        units.describe_unit(draft, self.code, self.on, **details)


@strawberry.input(description="Give a unit another outline from a day on. 变更边界")
class SetBoundaryInput:
    code: ID = strawberry.field(description="The unit. 编码")
    on: date = strawberry.field(description="From this day on. 生效日期")
    boundary: str | None = strawberry.field(description="Outline: WKT in CGCS2000; null: none. 边界")

    def draft(self, draft: Draft) -> None:
        units.set_boundary(draft, self.code, self.on, self.boundary)


@strawberry.input(description="Make a unit part of another from a day on, its code unchanged. 调整隶属")
class MoveUnitInput:
    code: ID = strawberry.field(description="The unit that moves. 编码")
    under: ID = strawberry.field(description="The unit it comes under. 新上级编码")
    on: date = strawberry.field(description="From this day on. 生效日期")

    def draft(self, draft: Draft) -> None:
        units.move_unit(draft, self.code, self.under, self.on)


@strawberry.input(description="Retire a unit without parts, with its posts. 撤销单位")
class RetireUnitInput:
    code: ID = strawberry.field(description="The unit. 编码")
    on: date = strawberry.field(description="The first day on which it is no more. 撤销日期")

    def draft(self, draft: Draft) -> None:
        units.retire_unit(draft, self.code, self.on)


@strawberry.input(description="One of the grids that a grid is split into. 拆分后的网格")
class GridPartInput:
    name: str = strawberry.field(description="Its name. 名称")
    micro_grids: list[ID] | None = strawberry.field(
        default=None, description="The micro-grids it takes over. 微网格编码"
    )
    holdings: list[ID] | None = strawberry.field(default=None, description="The posts it takes over. 任职编号")
    code: ID | None = strawberry.field(
        default=None, description="Its code; default: the next free one of the village. 编码"
    )
    grid_type: GridType | None = strawberry.field(default=None, description="Default: as before. 网格类型")
    households: int | None = strawberry.field(default=None, description="Default: those of its micro-grids. 户数")
    population: int | None = strawberry.field(default=None, description="Default: that of its micro-grids. 人口")
    boundary: str | None = strawberry.field(default=None, description="Default: that of its micro-grids. 边界")

    def part(self) -> reshape.GridPart:
        """The part as the core has it."""
        return reshape.GridPart(
            name=self.name,
            micro_grids=_ids(self.micro_grids),
            holdings=_ids(self.holdings),
            code=_text(self.code),
            grid_type=self.grid_type,
            households=self.households,
            population=self.population,
            boundary=self.boundary,
        )


@strawberry.input(description="Split a grid; its code is retired for good. 拆分网格")
class SplitGridInput:
    grid: ID = strawberry.field(description="The grid. 网格编码")
    on: date = strawberry.field(description="The first day of the new grids. 生效日期")
    parts: list[GridPartInput] = strawberry.field(
        description="The new grids: they share out all micro-grids, once each."
    )

    def draft(self, draft: Draft) -> None:
        reshape.split_grid(draft, self.grid, self.on, [part.part() for part in self.parts])


@strawberry.input(description="Merge grids of one village; their codes are retired for good. 合并网格")
class MergeGridsInput:
    grids: list[ID] = strawberry.field(description="The grids. 网格编码")
    on: date = strawberry.field(description="The first day of the new grid. 生效日期")
    name: str = strawberry.field(description="Name of the new grid. 名称")
    keep_holdings: list[ID] | None = strawberry.field(default=None, description="Posts that go on in it. 保留任职")
    code: ID | None = strawberry.field(default=None, description="Default: the next free one of the village. 编码")
    grid_type: GridType | None = strawberry.field(default=None, description="Needed if they differ. 网格类型")

    def draft(self, draft: Draft) -> None:
        reshape.merge_grids(
            draft,
            _ids(self.grids),
            self.on,
            self.name,
            keep_holdings=_ids(self.keep_holdings),
            code=_text(self.code),
            grid_type=self.grid_type,
        )


@strawberry.input(description="Give a unit another code; the old one is retired for good. 变更编码")
class RenumberUnitInput:
    code: ID = strawberry.field(description="The old code. 原编码")
    new_code: ID = strawberry.field(description="The new code. 新编码")
    on: date = strawberry.field(description="From this day on. 生效日期")

    def draft(self, draft: Draft) -> None:
        reshape.renumber_unit(draft, self.code, self.new_code, self.on)


# -- people and posts ------------------------------------------------------------------------------------------------


@strawberry.input(description="Make somebody known. 新增人员")
@with_inputs_of(facts.Person, without=INVENTED)
class AddPersonInput:
    name: str = strawberry.field(description="Name. 姓名")
    start: date = strawberry.field(description="Known from this day on. 登记日期")

    def draft(self, draft: Draft) -> None:
        details = said_of(facts.Person, self)
        posts.add_person(draft, details.pop("name"), self.start, **details)


@strawberry.input(description="Correct what is known of somebody. 更正人员信息")
@with_inputs_of(facts.Person, without=INVENTED)
class CorrectPersonInput:
    person: ID = strawberry.field(description="The person. 人员编号")

    def draft(self, draft: Draft) -> None:
        posts.correct_person(draft, self.person, **said_of(facts.Person, self))


@strawberry.input(description="Let somebody leave for good, with all their posts. 注销人员")
class RemovePersonInput:
    person: ID = strawberry.field(description="The person. 人员编号")
    on: date = strawberry.field(description="The first day on which they are gone. 注销日期")

    def draft(self, draft: Draft) -> None:
        posts.remove_person(draft, self.person, self.on)


@strawberry.input(description="Give somebody a post. 任命")
class AppointInput:
    person: ID = strawberry.field(description="The person. 人员编号")
    role: Role = strawberry.field(description="The role. 岗位")
    of: ID = strawberry.field(description="Code of a unit, or id of a centre, committee or department. 任职单位")
    start: date = strawberry.field(description="The first day. 上岗日期")
    end: date | None = strawberry.field(
        default=None, description="The first day on which it is over; null: open. 离岗日期"
    )
    rank: Rank | None = strawberry.field(
        default=None, description="Default: primary where one person leads, none in teams. 主备"
    )
    field: str | None = strawberry.field(default=None, description="Special subject of a mediator or expert. 专业领域")

    def draft(self, draft: Draft) -> None:
        posts.appoint(
            draft, self.person, self.role, self.of, self.start, end=self.end, rank=self.rank, field=self.field
        )


@strawberry.input(description="Let a post end. 离任")
class EndHoldingInput:
    holding: ID = strawberry.field(description="The holding. 任职编号")
    on: date = strawberry.field(description="The first day on which it is over. 离岗日期")

    def draft(self, draft: Draft) -> None:
        posts.end_holding(draft, self.holding, self.on)


@strawberry.input(description="Move somebody from a post to another. 调任")
class TransferInput:
    holding: ID = strawberry.field(description="The holding that ends. 任职编号")
    of: ID = strawberry.field(description="What the new post is of. 新任职单位")
    on: date = strawberry.field(description="The day of the move. 调任日期")
    role: Role | None = strawberry.field(default=None, description="Default: as before. 岗位")
    rank: Rank | None = strawberry.field(default=None, description="Default: as before. 主备")

    def draft(self, draft: Draft) -> None:
        posts.transfer(draft, self.holding, self.of, self.on, role=self.role, rank=self.rank)


@strawberry.input(description="Let a post be held as primary, backup or neither from a day on. 设定主备")
class SetRankInput:
    holding: ID = strawberry.field(description="The holding. 任职编号")
    rank: Rank | None = strawberry.field(description="Primary, backup, or null for neither. 主备")
    on: date = strawberry.field(description="From this day on. 生效日期")

    def draft(self, draft: Draft) -> None:
        posts.set_rank(draft, self.holding, self.rank, self.on)


@strawberry.input(description="Correct what was recorded of a post. 更正任职")
class CorrectHoldingInput:
    holding: ID = strawberry.field(description="The holding. 任职编号")
    start: strawberry.Maybe[date] = strawberry.field(description="The first day. 上岗日期")
    end: strawberry.Maybe[date | None] = strawberry.field(description="The first day on which it is over. 离岗日期")
    rank: strawberry.Maybe[Rank | None] = strawberry.field(description="Primary or backup. 主备")
    field: strawberry.Maybe[str | None] = strawberry.field(description="Special subject. 专业领域")

    def draft(self, draft: Draft) -> None:
        details = given(start=self.start, end=self.end, rank=self.rank, field=self.field)
        posts.correct_holding(draft, self.holding, **details)


@strawberry.input(description="Record that somebody is away. 登记缺岗")
class RecordAbsenceInput:
    person: ID = strawberry.field(description="Who is away. 人员编号")
    kind: AbsenceKind = strawberry.field(description="Why. 原因")
    start: date = strawberry.field(description="The first day away. 开始")
    end: date | None = strawberry.field(default=None, description="The first day back; null: not known. 返岗日期")
    cover: ID | None = strawberry.field(default=None, description="Who stands in. 代岗人")

    def draft(self, draft: Draft) -> None:
        posts.record_absence(draft, self.person, self.kind, self.start, self.end, _text(self.cover))


@strawberry.input(description="Correct an absence. 更正缺岗")
class CorrectAbsenceInput:
    absence: ID = strawberry.field(description="The absence. 缺岗编号")
    kind: strawberry.Maybe[AbsenceKind] = strawberry.field(description="Why. 原因")
    start: strawberry.Maybe[date] = strawberry.field(description="The first day away. 开始")
    end: strawberry.Maybe[date | None] = strawberry.field(description="The first day back. 返岗日期")
    cover: strawberry.Maybe[ID | None] = strawberry.field(description="Who stands in; null: nobody. 代岗人")

    def draft(self, draft: Draft) -> None:
        details = given(kind=self.kind, start=self.start, end=self.end, cover=self.cover)
        posts.correct_absence(draft, self.absence, **details)


@strawberry.input(description="Somebody is back. 返岗")
class EndAbsenceInput:
    absence: ID = strawberry.field(description="The absence. 缺岗编号")
    on: date = strawberry.field(description="The first day back; its first day: it never took place. 返岗日期")

    def draft(self, draft: Draft) -> None:
        posts.end_absence(draft, self.absence, self.on)


@strawberry.input(description="Set pay grade, stars or party stage from a day on. 登记等级")
@with_inputs_of(facts.WorkerRecord)
class RecordWorkerInput:
    person: ID = strawberry.field(description="The worker. 人员编号")
    on: date = strawberry.field(description="From this day on. 生效日期")

    def draft(self, draft: Draft) -> None:
        posts.record_worker(draft, self.person, self.on, **said_of(facts.WorkerRecord, self))


@strawberry.input(description="Record the result of a month, quarter or year. 登记考核")
class RecordAppraisalInput:
    person: ID = strawberry.field(description="The worker. 人员编号")
    period: AppraisalPeriod = strawberry.field(description="Which kind of period. 考核类型")
    start: date = strawberry.field(description="First day of the period. 起始日期")
    score: float | None = strawberry.field(default=None, description="Points, 0 to 100. 得分")
    result: str | None = strawberry.field(default=None, description="The result in words. 结果")

    def draft(self, draft: Draft) -> None:
        posts.record_appraisal(draft, self.person, self.period, self.start, self.score, self.result)


@strawberry.input(description="Record how a department did at a centre in a period, by one indicator. 登记部门考核")
class AppraiseDepartmentInput:
    department: ID = strawberry.field(description="The department. 部门编号")
    centre: ID = strawberry.field(description="The centre. 中心编号")
    indicator: Indicator = strawberry.field(description="What was measured. 考核指标")
    period: AppraisalPeriod = strawberry.field(description="Which kind of period. 考核类型")
    start: date = strawberry.field(description="First day of the period. 起始日期")
    value: float = strawberry.field(description="The value, in the unit of the indicator. 指标值")

    def draft(self, draft: Draft) -> None:
        appraisals.appraise_department(
            draft, self.department, self.centre, self.indicator, self.period, self.start, self.value
        )


# -- settings --------------------------------------------------------------------------------------------------------


@strawberry.input(description="Set a line of the staffing standard from a day on. 设定配备标准")
class SetStaffingInput:
    role: Role = strawberry.field(description="The role asked for. 岗位")
    unit_kind: UnitKind = strawberry.field(description="The units concerned. 层级")
    grid_type: GridType | None = strawberry.field(default=None, description="Only grids of this type. 网格类型")
    minimum: int = strawberry.field(description="Holders asked for in each; 0: none. 最少人数")
    on: date = strawberry.field(description="From this day on. 生效日期")

    def draft(self, draft: Draft) -> None:
        settings.set_staffing(draft, self.role, self.unit_kind, self.grid_type, self.minimum, self.on)


@strawberry.input(description="A rung of the ladder. 阶梯")
class RungInput:
    role: Role = strawberry.field(description="Whose turn it is. 岗位")
    unit_kind: UnitKind = strawberry.field(description="Of which unit around the place. 层级")


@strawberry.input(description="Replace the responsibility ladder from a day on. 设定责任阶梯")
class SetLadderInput:
    rungs: list[RungInput] = strawberry.field(description="The rungs, the first tried first. 阶梯")
    on: date = strawberry.field(description="From this day on. 生效日期")

    def draft(self, draft: Draft) -> None:
        settings.set_ladder(draft, [(rung.role, rung.unit_kind) for rung in self.rungs], self.on)


@strawberry.input(description="The routing policy in force from a day on. 流转政策")
class SetPolicyInput:
    document: str = strawberry.field(description="The text of a policy file (TOML, docs/policy.md). 政策文件")
    on: date = strawberry.field(description="From this day on. 生效日期")

    def draft(self, draft: Draft) -> None:
        policy = sound_policy(self.document, draft.base.meter)
        settings.set_policy(draft, policy.name, self.document, plausible(self.on))


# -- rewards ---------------------------------------------------------------------------------------------------------


@strawberry.input(description="What a mediated case earns from a day on (以案定补). 设定补助标准")
class SetRewardRateInput:
    complexity: Complexity = strawberry.field(description="How much work the case was. 难易")
    yuan: float = strawberry.field(description="Yuan for each case. 元/件")
    on: date = strawberry.field(description="From this day on. 生效日期")

    def draft(self, draft: Draft) -> None:
        rewards.set_reward_rate(draft, self.complexity, self.yuan, self.on)


@strawberry.input(description="Somebody mediated a case with success. 登记调解成功")
class RecordMediationInput:
    person: ID = strawberry.field(description="The mediator. 人员编号")
    complexity: Complexity = strawberry.field(description="How much work it was. 难易")
    reference: str = strawberry.field(description="The case's number elsewhere. 案件编号")
    on: date = strawberry.field(description="The day. 日期")
    committee: ID | None = strawberry.field(default=None, description="For which committee. 调委会编号")

    def draft(self, draft: Draft) -> None:
        rewards.record_mediation(draft, self.person, self.complexity, self.reference, self.on, _text(self.committee))


# -- duty ------------------------------------------------------------------------------------------------------------


@strawberry.input(description="Make a department known. 新增部门")
class AddDepartmentInput:
    name: str = strawberry.field(description="Its name. 名称")
    start: date = strawberry.field(description="From this day on. 起始日期")

    def draft(self, draft: Draft) -> None:
        duty.add_department(draft, self.name, self.start)


@strawberry.input(description="Let a department work at a centre from a day on. 部门入驻")
class SetStationingInput:
    department: ID = strawberry.field(description="The department. 部门编号")
    centre: ID = strawberry.field(description="The centre. 中心编号")
    mode: StationingMode = strawberry.field(description="Resident, rotating or on call. 入驻方式")
    on: date = strawberry.field(description="From this day on. 生效日期")
    response_minutes: int | None = strawberry.field(
        default=None, description="Minutes within which those on call come. 响应时限（分钟）"
    )

    def draft(self, draft: Draft) -> None:
        duty.set_stationing(draft, self.department, self.centre, self.mode, self.on, self.response_minutes)


@strawberry.input(description="Let a department work at a centre no longer. 部门撤出")
class EndStationingInput:
    stationing: ID = strawberry.field(description="The stationing. 入驻编号")
    on: date = strawberry.field(description="The first day without it. 撤出日期")

    def draft(self, draft: Draft) -> None:
        duty.end_stationing(draft, self.stationing, self.on)


@strawberry.input(description="Begin a rota of departments, or of a department's officers. 设定排班")
class SetRotaInput:
    centre: ID = strawberry.field(description="The centre. 中心编号")
    name: str = strawberry.field(description="What it is called. 名称")
    members: list[ID] = strawberry.field(description="Departments, or officers, in their order. 成员（按顺序）")
    rule: str = strawberry.field(
        description="On which days shifts begin: an iCalendar RRULE of whole days, such as "
        "`FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR`. 重复规则"
    )
    start: date = strawberry.field(
        description="Its first day, which begins at `handOver`: an hour still to come. 生效日期"
    )
    department: ID | None = strawberry.field(
        default=None, description="Whose officers take turns; null: departments do. 部门编号"
    )
    hand_over: str = strawberry.field(default="08:30", description="When shifts begin, HH:MM. 交接时间")
    minutes: int | None = strawberry.field(
        default=None, description="How long a shift lasts; null: until the next begins. 时长（分钟）"
    )
    days: DutyDays | None = strawberry.field(
        default=DutyDays.EVERY_DAY, description="Days of the calendar that are worked. 日历"
    )
    turn: int | None = strawberry.field(default=1, description="Shifts that each serves on end. 每轮班数")
    first: int | None = strawberry.field(default=1, description="Place of the member who begins, from 1. 首班成员序号")
    anchor: date | None = strawberry.field(
        default=None, description="The day from which shifts are counted; null: its first day. 起算日期"
    )
    end: date | None = strawberry.field(
        default=None, description="The first day on which it is no more; null: open. 停用日期"
    )
    replaces: ID | None = strawberry.field(default=None, description="The rota that ends when it begins. 被替换的排班")

    def draft(self, draft: Draft) -> None:
        plan = duty.RotaPlan(
            name=self.name,
            centre=self.centre,
            department=_text(self.department),
            rule=self.rule,
            hand_over=self.hand_over,
            members=_ids(self.members),
            start=self.start,
            end=self.end,
            anchor=self.anchor,
            minutes=self.minutes,
            days=self.days or DutyDays.EVERY_DAY,
            turn=1 if self.turn is None else self.turn,
            first=1 if self.first is None else self.first,
        )
        duty.set_rota(draft, plan, _text(self.replaces))


@strawberry.input(description="Let a rota end. 停用排班")
class EndRotaInput:
    rota: ID = strawberry.field(description="The rota. 排班编号")
    on: date = strawberry.field(description="The day at whose hour of hand-over, still to come, it ends. 停用日期")

    def draft(self, draft: Draft) -> None:
        duty.end_rota(draft, self.rota, self.on)


@strawberry.input(description="Let somebody serve shifts whoever's turn it is; of past days: who really served. 替班")
class OverrideDutyInput:
    rota: ID = strawberry.field(description="The rota. 排班编号")
    member: ID = strawberry.field(description="The department, or officer, who serves. 替班部门或人员")
    start: date = strawberry.field(description="The first day whose shifts they serve. 起")
    end: date | None = strawberry.field(
        default=None, description="The first day whose shifts they don't; null: one day. 止"
    )
    reason: str | None = strawberry.field(default=None, description="Why. 原因")

    def draft(self, draft: Draft) -> None:
        duty.override_duty(draft, self.rota, self.member, self.start, self.end, self.reason)


@strawberry.input(description="Take an override back for shifts that have not begun. 取消替班")
class RemoveOverrideInput:
    override: ID = strawberry.field(description="The override. 替班编号")

    def draft(self, draft: Draft) -> None:
        duty.remove_override(draft, self.override)


@strawberry.input(description="Let two members of a rota swap shifts. 换班")
class SwapDutyInput:
    rota: ID = strawberry.field(description="The rota. 排班编号")
    one: ID = strawberry.field(description="The one. 甲方")
    one_day: date = strawberry.field(description="The day of their shift, which the other serves. 甲方班次日期")
    other: ID = strawberry.field(description="The other. 乙方")
    other_day: date = strawberry.field(description="The day of the other's shift, which the one serves. 乙方班次日期")

    def draft(self, draft: Draft) -> None:
        duty.swap_duty(draft, self.rota, self.one, self.one_day, self.other, self.other_day)


@strawberry.input(description="Take a swap back before its first shift begins. 取消换班")
class RemoveSwapInput:
    swap: ID = strawberry.field(description="The swap. 换班编号")

    def draft(self, draft: Draft) -> None:
        duty.remove_swap(draft, self.swap)


OF_THE_WHOLE = (SetStaffingInput, SetLadderInput, SetPolicyInput, SetRewardRateInput, AddDepartmentInput)
"""Edits of what holds everywhere: a caller of a part is refused before they are read."""


@strawberry.input(one_of=True, description="One edit of several that are made together. 一项变更")
class EditInput:
    create_unit: strawberry.Maybe[CreateUnitInput] = strawberry.field(description="设立单位")
    describe_unit: strawberry.Maybe[DescribeUnitInput] = strawberry.field(description="变更单位信息")
    set_boundary: strawberry.Maybe[SetBoundaryInput] = strawberry.field(description="变更边界")
    move_unit: strawberry.Maybe[MoveUnitInput] = strawberry.field(description="调整隶属")
    retire_unit: strawberry.Maybe[RetireUnitInput] = strawberry.field(description="撤销单位")
    split_grid: strawberry.Maybe[SplitGridInput] = strawberry.field(description="拆分网格")
    merge_grids: strawberry.Maybe[MergeGridsInput] = strawberry.field(description="合并网格")
    renumber_unit: strawberry.Maybe[RenumberUnitInput] = strawberry.field(description="变更编码")
    add_person: strawberry.Maybe[AddPersonInput] = strawberry.field(description="新增人员")
    correct_person: strawberry.Maybe[CorrectPersonInput] = strawberry.field(description="更正人员信息")
    remove_person: strawberry.Maybe[RemovePersonInput] = strawberry.field(description="注销人员")
    appoint: strawberry.Maybe[AppointInput] = strawberry.field(description="任命")
    end_holding: strawberry.Maybe[EndHoldingInput] = strawberry.field(description="离任")
    transfer: strawberry.Maybe[TransferInput] = strawberry.field(description="调任")
    set_rank: strawberry.Maybe[SetRankInput] = strawberry.field(description="设定主备")
    correct_holding: strawberry.Maybe[CorrectHoldingInput] = strawberry.field(description="更正任职")
    record_absence: strawberry.Maybe[RecordAbsenceInput] = strawberry.field(description="登记缺岗")
    correct_absence: strawberry.Maybe[CorrectAbsenceInput] = strawberry.field(description="更正缺岗")
    end_absence: strawberry.Maybe[EndAbsenceInput] = strawberry.field(description="返岗")
    record_worker: strawberry.Maybe[RecordWorkerInput] = strawberry.field(description="登记等级")
    record_appraisal: strawberry.Maybe[RecordAppraisalInput] = strawberry.field(description="登记考核")
    appraise_department: strawberry.Maybe[AppraiseDepartmentInput] = strawberry.field(description="登记部门考核")
    set_staffing: strawberry.Maybe[SetStaffingInput] = strawberry.field(description="设定配备标准")
    set_ladder: strawberry.Maybe[SetLadderInput] = strawberry.field(description="设定责任阶梯")
    set_policy: strawberry.Maybe[SetPolicyInput] = strawberry.field(description="设定流转政策")
    set_reward_rate: strawberry.Maybe[SetRewardRateInput] = strawberry.field(description="设定补助标准")
    record_mediation: strawberry.Maybe[RecordMediationInput] = strawberry.field(description="登记调解成功")
    add_department: strawberry.Maybe[AddDepartmentInput] = strawberry.field(description="新增部门")
    set_stationing: strawberry.Maybe[SetStationingInput] = strawberry.field(description="部门入驻")
    end_stationing: strawberry.Maybe[EndStationingInput] = strawberry.field(description="部门撤出")
    set_rota: strawberry.Maybe[SetRotaInput] = strawberry.field(description="设定排班")
    end_rota: strawberry.Maybe[EndRotaInput] = strawberry.field(description="停用排班")
    override_duty: strawberry.Maybe[OverrideDutyInput] = strawberry.field(description="替班")
    remove_override: strawberry.Maybe[RemoveOverrideInput] = strawberry.field(description="取消替班")
    swap_duty: strawberry.Maybe[SwapDutyInput] = strawberry.field(description="换班")
    remove_swap: strawberry.Maybe[RemoveSwapInput] = strawberry.field(description="取消换班")

    @property
    def is_of_the_whole(self) -> bool:
        """Whether it is one of OF_THE_WHOLE."""
        return any(isinstance(edit, OF_THE_WHOLE) for edit in self._chosen)

    @property
    def _chosen(self) -> list[Edit]:
        return [some.value for some in vars(self).values() if some is not None]

    def edit(self) -> Edit:
        """The one edit that was given."""
        chosen = self._chosen
        if len(chosen) != 1:
            raise InvalidInput(say("step-of-many"))
        return chosen[0]
