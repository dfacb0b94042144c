"""The nouns: units, people, posts, centres.  Each is a fact with the view it is seen from."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, TypeVar, Union

import strawberry

from graph import facts
from graph.time.validity import is_void
from graph.view import View
from graph.words import ROLE_ORDER
from graph.words import Indicator as IndicatorWord
from graph.words import Role as RoleWord
from queries.cover.coverage import coverage
from queries.places import counting
from queries.places.handling import RANK_ORDER
from queries.places.people import reach
from queries.places.place import name as name_of
from queries.places.place import state_of
from schema.context import Info
from schema.types.paging import DEFAULT, After, Connection, First, page
from schema.types.plain import with_fields_of
from schema.types.words import (
    GridType,
    Indicator,
    Role,
    RoomKind,
    UnitKind,
)

T = TypeVar("T")

OfRole = Annotated[Role | None, strawberry.argument(description="Of this role alone. 岗位")]
OfIndicator = Annotated[Indicator | None, strawberry.argument(description="By this indicator alone. 考核指标")]
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


@strawberry.type(description="Somebody mediated a case with success. 调解结果")
@with_fields_of(facts.MediationResult)
class MediationResult:
    view: strawberry.Private[View]
    fact: strawberry.Private[facts.MediationResult]

    @strawberry.field(description="The committee for which it was mediated; null: none is named. 调解组织")
    def committee(self) -> "Committee | None":
        if self.fact.committee is None:
            return None
        committee = self.view.snapshot.get(facts.Committee, self.fact.committee)
        return Committee(view=self.view, fact=_known(committee, self.fact.committee))


@strawberry.type(description="Somebody who holds posts. 人员")
@with_fields_of(facts.Person)
class Person:
    view: strawberry.Private[View]
    fact: strawberry.Private[facts.Person]

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

    @strawberry.field(description="Cases mediated with success by the day, newest first. 调解结果")
    def mediations(self, info: Info) -> list[MediationResult]:
        found = self.view.snapshot.linked(facts.MediationResult, "person", self.fact.id)
        by_now = [result for result in found if result.start <= self.view.day and not is_void(result)]
        info.context.budget.spend(len(by_now))
        newest_first = sorted(by_now, key=lambda result: (result.start, result.id), reverse=True)
        return [MediationResult(view=self.view, fact=result) for result in newest_first]


@strawberry.type(description="Somebody holds a post. 任职")
@with_fields_of(facts.Holding)
class Holding:
    view: strawberry.Private[View]
    fact: strawberry.Private[facts.Holding]

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
@with_fields_of(facts.Absence)
class Absence:
    view: strawberry.Private[View]
    fact: strawberry.Private[facts.Absence]

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
@with_fields_of(facts.WorkerRecord)
class WorkerRecord:
    fact: strawberry.Private[facts.WorkerRecord]


@strawberry.type(description="The result of one appraisal. 考核")
@with_fields_of(facts.Appraisal)
class Appraisal:
    fact: strawberry.Private[facts.Appraisal]

    @strawberry.field(description="First day of the period.")
    def start(self) -> date:
        return self.fact.start

    @strawberry.field(description="First day after the period.")
    def end(self) -> date | None:
        return self.fact.end


@strawberry.type(description="A room or the deliberation hall of a centre. 功能室")
@with_fields_of(facts.Room)
class Room:
    fact: strawberry.Private[facts.Room]


@strawberry.type(description="A department whose people work at centres. 部门")
@with_fields_of(facts.Department)
class Department:
    view: strawberry.Private[View]
    fact: strawberry.Private[facts.Department]

    @strawberry.field(description="How it did at centres, in periods that have begun, newest first. 部门考核")
    def appraisals(self, info: Info, indicator: OfIndicator = None) -> "list[DepartmentAppraisal]":
        found = self.view.snapshot.linked(facts.DepartmentAppraisal, "department", self.fact.id)
        return department_appraisals(info, self.view, found, indicator)

    @strawberry.field(description="The posts held of it. 任职")
    def holders(self, info: Info, role: OfRole = None) -> list[Holding]:
        return holdings(info, self.view, self.view.holdings_of(self.fact.id), role)


@strawberry.type(description="How an indicator is measured. 指标口径")
class Measure:
    indicator: Indicator = strawberry.field(description="The indicator. 考核指标")
    unit: str = strawberry.field(description="The unit of its values. 单位")
    higher_is_better: bool = strawberry.field(description="Whether more is better; else less is. 越高越好")


@strawberry.type(description="How a department did at a centre in a period, by one indicator. 部门考核")
@with_fields_of(facts.DepartmentAppraisal)
class DepartmentAppraisal:
    view: strawberry.Private[View]
    fact: strawberry.Private[facts.DepartmentAppraisal]

    @strawberry.field(description="The department. 部门")
    def department(self) -> Department:
        department = self.view.snapshot.get(facts.Department, self.fact.department)
        return Department(view=self.view, fact=_known(department, self.fact.department))

    @strawberry.field(description="The centre. 综治中心")
    def centre(self) -> "Centre":
        centre = self.view.snapshot.get(facts.Centre, self.fact.centre)
        return Centre(view=self.view, fact=_known(centre, self.fact.centre))

    @strawberry.field(description="The unit of the value, and which direction is good. 指标口径")
    def measure(self) -> Measure:
        return measure_of(self.fact.indicator)


@strawberry.type(description="A department works at a centre. 部门入驻")
@with_fields_of(facts.Stationing)
class Stationing:
    view: strawberry.Private[View]
    fact: strawberry.Private[facts.Stationing]

    @strawberry.field(description="The department. 部门")
    def department(self) -> Department:
        department = self.view.snapshot.get(facts.Department, self.fact.department)
        return Department(view=self.view, fact=_known(department, self.fact.department))


@strawberry.type(description="A specialised mediation committee. 专业调解委员会")
@with_fields_of(facts.Committee)
class Committee:
    view: strawberry.Private[View]
    fact: strawberry.Private[facts.Committee]

    @strawberry.field(description="Chair and mediators. 任职")
    def holders(self, info: Info, role: OfRole = None) -> list[Holding]:
        return holdings(info, self.view, self.view.holdings_of(self.fact.id), role)


@strawberry.type(description="A governance centre. 综治中心")
@with_fields_of(facts.Centre)
class Centre:
    view: strawberry.Private[View]
    fact: strawberry.Private[facts.Centre]

    @strawberry.field(description="The unit it serves. 服务单位")
    def serves(self) -> Unit:
        return unit_of_code(self.view, self.fact.serves)

    @strawberry.field(description="Its rooms and its deliberation hall. 功能室")
    def rooms(self) -> list[Room]:
        rooms = self.view.linked(facts.Room, "centre", self.fact.id)
        return [Room(fact=room) for room in sorted(rooms, key=lambda r: list(RoomKind).index(r.kind))]

    @strawberry.field(description="The departments that work here. 入驻部门")
    def stationings(self) -> list[Stationing]:
        found = self.view.linked(facts.Stationing, "centre", self.fact.id)
        return [Stationing(view=self.view, fact=stationing) for stationing in found]

    @strawberry.field(description="How departments did here, in periods that have begun, newest first. 部门考核")
    def department_appraisals(self, info: Info, indicator: OfIndicator = None) -> list[DepartmentAppraisal]:
        found = self.view.snapshot.linked(facts.DepartmentAppraisal, "centre", self.fact.id)
        return department_appraisals(info, self.view, found, indicator)

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


def department_appraisals(
    info: Info, view: View, found: Iterable[facts.DepartmentAppraisal], indicator: IndicatorWord | None
) -> list[DepartmentAppraisal]:
    """Appraisals of periods that have begun by the view's day: the newest first, by department and indicator."""
    begun = [a for a in found if a.start <= view.day and not is_void(a) and indicator in {None, a.indicator}]
    info.context.budget.spend(len(begun))
    ranked = sorted(begun, key=lambda a: (-a.start.toordinal(), a.department, a.indicator, a.period, a.id))
    return [DepartmentAppraisal(view=view, fact=appraisal) for appraisal in ranked]


def measure_of(indicator: IndicatorWord) -> Measure:
    """How an indicator is measured, as GraphQL has it."""
    measure = facts.MEASURES[indicator]
    return Measure(indicator=indicator, unit=measure.unit, higher_is_better=measure.higher_is_better)


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
