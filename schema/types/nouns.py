"""The nouns: units, people, posts, centres.  Each is a fact with the view it is seen from."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, TypeVar, Union

import strawberry

from graph import facts
from graph.view import View
from graph.words import ROLE_ORDER
from graph.words import Role as RoleWord
from queries.cover.coverage import coverage
from queries.places import counting
from queries.places.handling import RANK_ORDER
from queries.places.people import reach
from queries.places.place import name as name_of
from queries.places.place import state_of
from schema.context import Info
from schema.types.paging import DEFAULT, After, Connection, First, page
from schema.types.words import (
    AbsenceKind,
    AppraisalPeriod,
    Gender,
    GridType,
    PartyStage,
    Rank,
    Role,
    RoomKind,
    Setting,
    StationingMode,
    UnitKind,
)

T = TypeVar("T")

OfRole = Annotated[Role | None, strawberry.argument(description="Of this role alone. 岗位")]
OfKind = Annotated[UnitKind | None, strawberry.argument(description="Of this kind alone. 层级")]


@strawberry.type(description="How many units of a kind. 单位计数")
class KindCount:
    kind: UnitKind = strawberry.field(description="The kind.")
    count: int = strawberry.field(description="Units of that kind alive on the day.")


@strawberry.type(description="How many posts of a role are held, and by how many people. 岗位计数")
class RoleCount:
    role: Role = strawberry.field(description="The role.")
    count: int = strawberry.field(description="Posts held.")
    people: int = strawberry.field(description="Different persons who hold them.")


@strawberry.type(description="Succession of one unit by another. 承接关系")
class Succession:
    view: strawberry.Private[View]
    code: strawberry.Private[str]
    on: strawberry.Private[date]

    @strawberry.field(description="The other unit.")
    def unit(self) -> "Unit":
        return unit_of_code(self.view, self.code)

    @strawberry.field(description="The day on which it happened. 承接日期", name="date")
    def happened_on(self) -> date:
        return self.on


@strawberry.type(description="A place in the organisation's tree, from province down to micro-grid. 单位")
class Unit:
    view: strawberry.Private[View]
    fact: strawberry.Private[facts.Unit]

    @strawberry.field(description="Its code, given once and never re-used. 编码")
    def code(self) -> strawberry.ID:
        return strawberry.ID(self.fact.id)

    @strawberry.field(description="Its name on the day; of a retired unit the last. 名称")
    def name(self) -> str:
        return name_of(self.view, self.fact)

    @strawberry.field(description="Its level. 层级")
    def kind(self) -> UnitKind:
        return self.fact.kind

    @strawberry.field(description="General or dedicated; null for what is no grid. 网格类型")
    def grid_type(self) -> GridType | None:
        state = state_of(self.view, self.fact)
        return None if state is None else state.grid_type

    @strawberry.field(description="Three-digit urban-rural class of the statistical code, 111 to 220. 城乡分类代码")
    def category(self) -> str | None:
        state = state_of(self.view, self.fact)
        return None if state is None else state.category

    @strawberry.field(description="Households: as recorded, else the sum of its parts; null if not known. 户数")
    def households(self, info: Info) -> int | None:
        info.context.budget.spend()
        return counting.households(self.view, self.fact)

    @strawberry.field(description="Residents as recorded; null if not known. 人口")
    def population(self) -> int | None:
        state = state_of(self.view, self.fact)
        return None if state is None else state.population

    @strawberry.field(description="A note kept with it. 备注")
    def note(self) -> str | None:
        state = state_of(self.view, self.fact)
        return None if state is None else state.note

    @strawberry.field(description="Its outline on the day: WKT, longitude before latitude, CGCS2000; or null. 边界")
    def boundary(self) -> str | None:
        boundary = self.view.boundary(self.fact.id)
        return None if boundary is None else boundary.geometry

    @strawberry.field(description="The first day of its life. 成立日期")
    def start(self) -> date:
        return self.fact.start

    @strawberry.field(description="The first day on which it is no more; null: open. 撤销日期")
    def end(self) -> date | None:
        return self.fact.end

    @strawberry.field(description="The unit it is part of. 上级")
    def parent(self) -> "Unit | None":
        above = self.view.parent(self.fact.id)
        return None if above is None else Unit(view=self.view, fact=above)

    @strawberry.field(description="The units it is within, nearest first. 上级各级")
    def ancestors(self, info: Info) -> "list[Unit]":
        above = self.view.ancestors(self.fact.id)
        info.context.budget.spend(len(above))
        return [Unit(view=self.view, fact=unit) for unit in above]

    @strawberry.field(description="The units directly below, by code. 下级")
    def children(self, info: Info, first: First = DEFAULT, after: After = None) -> "Connection[Unit]":
        return page_of_units(info, self.view, self.view.children(self.fact.id), first, after)

    @strawberry.field(description="All units below, by code. 所有下级")
    def descendants(
        self, info: Info, kind: OfKind = None, first: First = DEFAULT, after: After = None
    ) -> "Connection[Unit]":
        below = [unit for unit in self.view.descendants(self.fact.id) if kind is None or unit.kind == kind]
        info.context.budget.spend(len(below) // 100)
        return page_of_units(info, self.view, sorted(below, key=lambda unit: unit.id), first, after)

    @strawberry.field(description="How many units are below it, by kind. 下级计数")
    def counts(self, info: Info) -> list[KindCount]:
        below = list(self.view.descendants(self.fact.id))
        info.context.budget.spend(len(below) // 100)
        return kind_counts(counting.count_kinds(below))

    @strawberry.field(description="The posts held of it on the day: primary first. 任职")
    def holders(self, info: Info, role: OfRole = None) -> "list[Holding]":
        return holdings(info, self.view, self.view.holdings_of(self.fact.id), role)

    @strawberry.field(description="The governance centres that serve it. 综治中心")
    def centres(self) -> "list[Centre]":
        serving = self.view.linked(facts.Centre, "serves", self.fact.id)
        return [Centre(view=self.view, fact=centre) for centre in serving]

    @strawberry.field(description="What it succeeded, and when. 前身")
    def predecessors(self) -> list[Succession]:
        found = self.view.snapshot.linked(facts.Succession, "successor", self.fact.id)
        return [Succession(view=self.view, code=s.predecessor, on=s.start) for s in self.view.alive(found)]

    @strawberry.field(description="What has succeeded it by the day, and when. 承接单位")
    def successors(self) -> list[Succession]:
        found = self.view.successors(self.fact.id)
        return [Succession(view=self.view, code=s.successor, on=s.start) for s in found]

    @strawberry.field(
        description="Posts that the staffing standard asks for here and below, less those held. 空缺岗位数"
    )
    def vacant_posts(self, info: Info) -> int:
        info.context.budget.spend(10)
        return coverage(self.view, self.fact).vacant if self.view.unit(self.fact.id) else 0


@strawberry.type(description="Somebody who holds posts. 人员")
class Person:
    view: strawberry.Private[View]
    fact: strawberry.Private[facts.Person]

    @strawberry.field(description="Stable id. 人员编号")
    def id(self) -> strawberry.ID:
        return strawberry.ID(self.fact.id)

    @strawberry.field(description="Name. 姓名")
    def name(self) -> str:
        return self.fact.name

    @strawberry.field(description="Telephone number; masked where the caller may not see it. 联系电话")
    def phone(self, info: Info) -> str | None:
        return info.context.disclosure.phone(self.fact)

    @strawberry.field(description="Sex. 性别")
    def gender(self) -> Gender | None:
        return self.fact.gender

    @strawberry.field(description="Education. 学历")
    def education(self) -> str | None:
        return self.fact.education

    @strawberry.field(description="Political status (GB/T 4762). 政治面貌")
    def political_status(self) -> str | None:
        return self.fact.political_status

    @strawberry.field(description="True for people invented for the demo. 虚构人员")
    def fictitious(self) -> bool:
        return self.fact.fictitious

    @strawberry.field(description="The posts held on the day. 任职")
    def holdings(self, info: Info, role: OfRole = None) -> "list[Holding]":
        return holdings(info, self.view, self.view.holdings_by(self.fact.id), role)

    @strawberry.field(description="Absences that have not ended by the day, the current one first. 缺岗")
    def absences(self) -> "list[Absence]":
        found = self.view.snapshot.linked(facts.Absence, "person", self.fact.id)
        coming = [a for a in found if (a.end is None or a.end > self.view.day) and a.end != a.start]
        return [Absence(view=self.view, fact=absence) for absence in coming]

    @strawberry.field(description="The units that the posts extend over, by kind. 管辖范围")
    def reach(self, info: Info) -> list[KindCount]:
        info.context.budget.spend(10)
        return kind_counts(reach(self.view, self.fact.id).units)

    @strawberry.field(description="Households within reach, each once; null if not known. 管辖户数")
    def households(self, info: Info) -> int | None:
        info.context.budget.spend(10)
        return reach(self.view, self.fact.id).households

    @strawberry.field(description="Pay grade, stars and party development on the day. 等级")
    def record(self) -> "WorkerRecord | None":
        record = self.view.one(self.view.snapshot.linked(facts.WorkerRecord, "person", self.fact.id))
        return None if record is None else WorkerRecord(fact=record)

    @strawberry.field(description="Results of appraisals of periods that have begun, newest first. 考核")
    def appraisals(self) -> "list[Appraisal]":
        found = self.view.snapshot.linked(facts.Appraisal, "person", self.fact.id)
        begun = [a for a in found if a.start <= self.view.day and a.end != a.start]
        return [Appraisal(fact=appraisal) for appraisal in reversed(begun)]


@strawberry.type(description="Somebody holds a post. 任职")
class Holding:
    view: strawberry.Private[View]
    fact: strawberry.Private[facts.Holding]

    @strawberry.field(description="Stable id. 任职编号")
    def id(self) -> strawberry.ID:
        return strawberry.ID(self.fact.id)

    @strawberry.field(description="The role. 岗位")
    def role(self) -> Role:
        return self.fact.role

    @strawberry.field(description="Primary (A角) or backup (B角); null: a member of a team. 主备")
    def rank(self) -> Rank | None:
        return self.fact.rank

    @strawberry.field(description="Special subject of a mediator or expert. 专业领域")
    def field(self) -> str | None:
        return self.fact.field

    @strawberry.field(description="The first day. 上岗日期")
    def start(self) -> date:
        return self.fact.start

    @strawberry.field(description="The first day on which it is no longer held; null: open. 离岗日期")
    def end(self) -> date | None:
        return self.fact.end

    @strawberry.field(description="Who holds it. 人员")
    def person(self) -> Person:
        return person_of_id(self.view, self.fact.person)

    @strawberry.field(description="What the post is of. 任职单位")
    def of(self) -> "PostOf":
        return post_of(self.view, self.fact.of)


@strawberry.type(description="Somebody is away. 缺岗")
class Absence:
    view: strawberry.Private[View]
    fact: strawberry.Private[facts.Absence]

    @strawberry.field(description="Stable id. 缺岗编号")
    def id(self) -> strawberry.ID:
        return strawberry.ID(self.fact.id)

    @strawberry.field(description="Why. 原因")
    def kind(self) -> AbsenceKind:
        return self.fact.kind

    @strawberry.field(description="The first day away. 开始")
    def start(self) -> date:
        return self.fact.start

    @strawberry.field(description="The first day back; null: not known. 返岗日期")
    def end(self) -> date | None:
        return self.fact.end

    @strawberry.field(description="Who stands in; null: nobody is named. 代岗人")
    def cover(self) -> Person | None:
        return None if self.fact.cover is None else person_of_id(self.view, self.fact.cover)


@strawberry.type(description="A worker's standing on the day. 等级")
class WorkerRecord:
    fact: strawberry.Private[facts.WorkerRecord]

    @strawberry.field(description="Urban or rural. 城乡")
    def setting(self) -> Setting | None:
        return self.fact.setting

    @strawberry.field(description="Post grade, 1 to 3, of 三岗十八级. 岗")
    def post_grade(self) -> int | None:
        return self.fact.post_grade

    @strawberry.field(description="Pay level, 1 to 18, of 三岗十八级. 级")
    def pay_level(self) -> int | None:
        return self.fact.pay_level

    @strawberry.field(description="Stars, 0 to 5, given once a year. 星级")
    def star_rating(self) -> int | None:
        return self.fact.star_rating

    @strawberry.field(description="Stage of party development (双培养). 党员发展阶段")
    def party_stage(self) -> PartyStage | None:
        return self.fact.party_stage


@strawberry.type(description="The result of one appraisal. 考核")
class Appraisal:
    fact: strawberry.Private[facts.Appraisal]

    @strawberry.field(description="Which kind of period. 考核类型")
    def period(self) -> AppraisalPeriod:
        return self.fact.period

    @strawberry.field(description="First day of the period.")
    def start(self) -> date:
        return self.fact.start

    @strawberry.field(description="First day after the period.")
    def end(self) -> date | None:
        return self.fact.end

    @strawberry.field(description="Points, 0 to 100. 得分")
    def score(self) -> float | None:
        return self.fact.score

    @strawberry.field(description="The result in words. 结果")
    def result(self) -> str | None:
        return self.fact.result


@strawberry.type(description="A room or the deliberation hall of a centre. 功能室")
class Room:
    kind: RoomKind = strawberry.field(description="What it is for.")
    name: str = strawberry.field(description="What it is called.")


@strawberry.type(description="A department whose people work at centres. 部门")
class Department:
    view: strawberry.Private[View]
    fact: strawberry.Private[facts.Department]

    @strawberry.field(description="Stable id. 部门编号")
    def id(self) -> strawberry.ID:
        return strawberry.ID(self.fact.id)

    @strawberry.field(description="Name. 名称")
    def name(self) -> str:
        return self.fact.name

    @strawberry.field(description="The posts held of it. 任职")
    def holders(self, info: Info, role: OfRole = None) -> list[Holding]:
        return holdings(info, self.view, self.view.holdings_of(self.fact.id), role)


@strawberry.type(description="A department works at a centre. 部门入驻")
class Stationing:
    view: strawberry.Private[View]
    fact: strawberry.Private[facts.Stationing]

    @strawberry.field(description="Stable id. 入驻编号")
    def id(self) -> strawberry.ID:
        return strawberry.ID(self.fact.id)

    @strawberry.field(description="The department. 部门")
    def department(self) -> Department:
        department = self.view.snapshot.get(facts.Department, self.fact.department)
        return Department(view=self.view, fact=_known(department, self.fact.department))

    @strawberry.field(description="Resident 常驻, rotating 轮驻 or on call 随叫随到.")
    def mode(self) -> StationingMode:
        return self.fact.mode

    @strawberry.field(description="Minutes within which those on call come. 响应时限（分钟）")
    def response_minutes(self) -> int | None:
        return self.fact.response_minutes


@strawberry.type(description="A specialised mediation committee. 专业调解委员会")
class Committee:
    view: strawberry.Private[View]
    fact: strawberry.Private[facts.Committee]

    @strawberry.field(description="Stable id. 编号")
    def id(self) -> strawberry.ID:
        return strawberry.ID(self.fact.id)

    @strawberry.field(description="Name. 名称")
    def name(self) -> str:
        return self.fact.name

    @strawberry.field(description="Its subject. 专业领域")
    def field(self) -> str | None:
        return self.fact.field

    @strawberry.field(description="Chair and mediators. 任职")
    def holders(self, info: Info, role: OfRole = None) -> list[Holding]:
        return holdings(info, self.view, self.view.holdings_of(self.fact.id), role)


@strawberry.type(description="A governance centre. 综治中心")
class Centre:
    view: strawberry.Private[View]
    fact: strawberry.Private[facts.Centre]

    @strawberry.field(description="Stable id. 编号")
    def id(self) -> strawberry.ID:
        return strawberry.ID(self.fact.id)

    @strawberry.field(description="Name. 名称")
    def name(self) -> str:
        return self.fact.name

    @strawberry.field(description="Address. 地址")
    def address(self) -> str | None:
        return self.fact.address

    @strawberry.field(description="The unit it serves. 服务单位")
    def serves(self) -> Unit:
        return unit_of_code(self.view, self.fact.serves)

    @strawberry.field(description="Its rooms and its deliberation hall. 功能室")
    def rooms(self) -> list[Room]:
        rooms = self.view.linked(facts.Room, "centre", self.fact.id)
        return [
            Room(kind=room.kind, name=room.name) for room in sorted(rooms, key=lambda r: list(RoomKind).index(r.kind))
        ]

    @strawberry.field(description="The departments that work here. 入驻部门")
    def stationings(self) -> list[Stationing]:
        found = self.view.linked(facts.Stationing, "centre", self.fact.id)
        return [Stationing(view=self.view, fact=stationing) for stationing in found]

    @strawberry.field(description="Its specialised mediation committees. 专业调解委员会")
    def committees(self) -> list[Committee]:
        found = self.view.linked(facts.Committee, "centre", self.fact.id)
        return [Committee(view=self.view, fact=committee) for committee in found]

    @strawberry.field(description="The posts held of it: director, experts (专家库). 任职")
    def holders(self, info: Info, role: OfRole = None) -> list[Holding]:
        return holdings(info, self.view, self.view.holdings_of(self.fact.id), role)


PostOf = Annotated[
    Union[Unit, Centre, Committee, Department],  # noqa: UP007 -- strawberry wants it spelt out
    strawberry.union("PostOf", description="What a post can be of. 任职单位"),
]


# -- from facts to nouns ---------------------------------------------------------------------------------------------


def unit_of_code(view: View, code: str) -> Unit:
    """The unit of a code that is known to be one."""
    return Unit(view=view, fact=_known(view.snapshot.get(facts.Unit, code), code))


def person_of_id(view: View, person_id: str) -> Person:
    """The person of an id that is known to be one's."""
    return Person(view=view, fact=_known(view.snapshot.get(facts.Person, person_id), person_id))


def post_of(view: View, fact_id: str) -> Unit | Centre | Committee | Department:
    """What a post is of."""
    snapshot = view.snapshot
    if (unit := snapshot.get(facts.Unit, fact_id)) is not None:
        return Unit(view=view, fact=unit)
    if (centre := snapshot.get(facts.Centre, fact_id)) is not None:
        return Centre(view=view, fact=centre)
    if (committee := snapshot.get(facts.Committee, fact_id)) is not None:
        return Committee(view=view, fact=committee)
    return Department(view=view, fact=_known(snapshot.get(facts.Department, fact_id), fact_id))


def holdings(info: Info, view: View, found: Iterable[facts.Holding], role: RoleWord | None) -> list[Holding]:
    """Posts held, by role in the field's order, primary first."""
    wanted = [h for h in found if role is None or h.role == role]
    info.context.budget.spend(len(wanted))
    ranked = sorted(wanted, key=lambda h: (ROLE_ORDER[h.role], RANK_ORDER[h.rank], h.start, h.id))
    return [Holding(view=view, fact=holding) for holding in ranked]


def kind_counts(counts: Iterable[counting.KindCount]) -> list[KindCount]:
    """Counts as GraphQL has them."""
    return [KindCount(kind=count.kind, count=count.count) for count in counts]


def page_of_units(info: Info, view: View, units: list[facts.Unit], first: int, after: str | None) -> Connection[Unit]:
    """A page of units sorted by code."""
    return page(info, units, lambda unit: (unit.id,), lambda unit: Unit(view=view, fact=unit), first, after)


def _known(fact: T | None, fact_id: str) -> T:
    if fact is None:
        raise LookupError(f"the rules let something name {fact_id}, which is not there")
    return fact
