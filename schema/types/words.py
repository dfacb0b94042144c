"""The closed lists of the field as GraphQL enums; each value's description is its Chinese term."""

import strawberry

from graph.access.grants import AccessSource
from graph.decisions.decision import DecisionEventKind, LeadKind
from graph.misnomers import MisnomerKind
from graph.rules.clashes import ClashKind
from graph.words import (
    AbsenceKind,
    AppraisalPeriod,
    Channel,
    Complexity,
    DutyDays,
    Gender,
    GridType,
    Indicator,
    PartyStage,
    Rank,
    ReturnReason,
    Role,
    RoomKind,
    Setting,
    StationingMode,
    Term,
    UnitKind,
)
from queries.cases.routing import Verdict
from queries.cover.breaks import Cause
from queries.duty.line import Source as DutySource
from queries.duty.line import Want as DutyWant
from queries.places.handling import Outcome

ENUMS: dict[type[Term], str] = {
    UnitKind: "Levels of the organisation, widest first. 组织层级",
    GridType: "Kinds of grid. 网格类型",
    Role: "Posts that people hold. 岗位",
    Rank: "AB角: the primary holder of a post and the one who stands by. 主备",
    AbsenceKind: "Why somebody is away. 缺岗原因",
    StationingMode: "How a department works at a centre. 入驻方式",
    DutyDays: "On which days of the calendar a rota's shifts are worked. 值班日历",
    DutySource: "Where a shift comes from. 班次来源",
    DutyWant: "Why nobody is on duty. 缺班原因",
    RoomKind: "Rooms of a governance centre. 功能室",
    Gender: "Sex as registered (GB/T 2261.1). 性别",
    Setting: "Where a worker serves; urban and rural workers are paid by different rules. 城乡",
    PartyStage: "Stages of party development (双培养), in order. 党员发展阶段",
    Indicator: "By what a department is appraised at a centre. 考核指标",
    AppraisalPeriod: "Which period an appraisal is of: 月考核 季评绩 年定星.",
    Cause: "What opens a break of cover. 缺口成因",
    Channel: "How a case came in; one window takes them all. 来源",
    ReturnReason: "Why a receiver hands a case back. 退单原因",
    DecisionEventKind: "What came of a decision. 决定进展",
    LeadKind: "What kind of destination a case was sent to. 去向类别",
    Complexity: "How much work a mediation was, by which rewards are paid. 案件难易",
    Verdict: "What became of a step of a case's routing. 结果",
    ClashKind: "How an outline is where it should not be. 边界冲突类型",
    MisnomerKind: "How a unit is called or numbered misleadingly. 名称或编码存疑类型",
    AccessSource: "By which way personal data left. 查阅来源",
    Outcome: "What became of a rung of the ladder that was tried. 结果",
}


NAMES: dict[type[Term], str] = {DutySource: "DutySource", DutyWant: "DutyWant"}
"""Those whose own names would say too little among all the others."""


def _make_enum(cls: type[Term], description: str) -> None:
    strawberry.enum(cls, name=NAMES.get(cls, cls.__name__), description=description)
    for value in cls.__strawberry_definition__.values:  # type: ignore[attr-defined]  # set by the line above
        term = cls[value.name]
        value.description = f"{term.label} {term.zh}"


for _cls, _description in ENUMS.items():
    _make_enum(_cls, _description)

__all__ = [
    "AbsenceKind",
    "AccessSource",
    "AppraisalPeriod",
    "Cause",
    "Channel",
    "Complexity",
    "DecisionEventKind",
    "DutyDays",
    "DutySource",
    "DutyWant",
    "Gender",
    "GridType",
    "Indicator",
    "LeadKind",
    "Outcome",
    "PartyStage",
    "Rank",
    "ReturnReason",
    "Role",
    "RoomKind",
    "Setting",
    "StationingMode",
    "UnitKind",
    "Verdict",
]
