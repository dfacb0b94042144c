"""What supervisors count: decisions by destination, level and place, what came back or was late, load and climbing."""

from datetime import date, datetime
from typing import Annotated

import strawberry

from graph import facts
from graph.access.grants import Right
from graph.decisions import decision as kept
from graph.errors import InvalidInput
from graph.messages import say
from graph.time.instants import midnight
from graph.time.validity import FIRST_DAY, LAST_DAY
from graph.view import View
from schema.cases.decisions import Below, check_clean
from schema.context import Context, Info
from schema.types.nouns import Department, Person, Unit, unit_of_code
from schema.types.words import LeadKind, Role

UNITS_REPORT, UNITS_REPORTED = 30_000, 15
"""What a report costs, and each decision that it counts: seven statements go through them."""


@strawberry.type(description="How many decisions went to one destination. 按去向")
class LeadCount:
    kind: LeadKind = strawberry.field(description="What kind of destination. 类别")
    person: Person | None = strawberry.field(description="The person who leads. 人员")
    department: Department | None = strawberry.field(description="The department. 部门")
    name: str = strawberry.field(description="Its name. 名称")
    count: int = strawberry.field(description="Decisions. 件数")


@strawberry.type(description="How many decisions of one level. 按等级")
class LevelCount:
    level: str = strawberry.field(description="Code of the level. 等级")
    count: int = strawberry.field(description="Decisions. 件数")


@strawberry.type(description="How many decisions for one place. 按地点")
class PlaceCount:
    unit: Unit = strawberry.field(description="The place. 单位")
    count: int = strawberry.field(description="Decisions. 件数")


@strawberry.type(description="Decisions that one person leads or helps with, in a month. 人员工作量")
class PersonLoad:
    person: Person = strawberry.field(description="Who. 人员")
    month: str = strawberry.field(description="YYYY-MM.")
    count: int = strawberry.field(description="Decisions in all. 件数")
    led: int = strawberry.field(description="Of them those that they lead, a task force too. 主办")
    helped: int = strawberry.field(description="Of them those in whose task force they are, or that they help. 协办")


@strawberry.type(description="Decisions that one department leads or helps with, in a month. 部门工作量")
class DepartmentLoad:
    department: Department = strawberry.field(description="Which. 部门")
    month: str = strawberry.field(description="YYYY-MM.")
    count: int = strawberry.field(description="Decisions in all. 件数")
    led: int = strawberry.field(description="Of them those that it leads. 主办")
    helped: int = strawberry.field(description="Of them those in whose task force it is, or that it helps. 协办")


@strawberry.type(description="A post that was vacant, or its holder away, on the way to decisions. 空缺导致的上移")
class ClimbedPost:
    unit: Unit = strawberry.field(description="Whose post. 单位")
    role: Role = strawberry.field(description="Which post. 岗位")
    count: int = strawberry.field(description="Decisions that had to pass it. 件数")


@strawberry.type(description="Decisions of an interval, counted; each list the most first, at most 500. 流转统计")
class DecisionReport:
    total: int = strawberry.field(description="Decisions, those made by a return too. 决定数")
    returned: int = strawberry.field(description="Of them handed back. 退单数")
    returned_share: float | None = strawberry.field(description="Their share; null: no decisions. 退单率")
    overdue: int = strawberry.field(description="Of them past a deadline not met in time. 逾期数")
    overdue_share: float | None = strawberry.field(description="Their share; null: no decisions. 逾期率")
    destinations: list[LeadCount] = strawberry.field(description="By destination. 按去向")
    levels: list[LevelCount] = strawberry.field(description="By level. 按等级")
    places: list[PlaceCount] = strawberry.field(description="By place. 按地点")
    people: list[PersonLoad] = strawberry.field(description="By person and month. 人员工作量")
    departments: list[DepartmentLoad] = strawberry.field(description="By department and month. 部门工作量")
    vacancies: list[ClimbedPost] = strawberry.field(description="Which posts cause the most climbing. 空缺影响")


@strawberry.type
class DecisionReportQueries:
    """What is counted of decisions."""

    @strawberry.field(description="What a supervisor asks of the decisions made from day to day. 流转统计")
    async def decision_report(
        self,
        info: Info,
        start: Annotated[date, strawberry.argument(description="The first day asked about. 起")],
        end: Annotated[date, strawberry.argument(description="The first day no longer asked about. 止")],
        under: Below = None,
        at: Annotated[
            datetime | None, strawberry.argument(description="Overdue by this instant; default: now. 逾期时点")
        ] = None,
    ) -> DecisionReport:
        context = info.context
        context.require(Right.READ)
        if not start < end:
            raise InvalidInput(say("interval-empty", start=start, end=end))
        check_clean(under)
        days = (midnight(_kept_by(start), context.zone), midnight(_kept_by(end), context.zone))
        number = await context.decisions.decided(under, *days)
        context.budget.meter.spend(UNITS_REPORT + UNITS_REPORTED * number)
        return report_of(context, await context.decisions.report(under, *days, context.instant(at)))


def _kept_by(day: date) -> date:
    """The day, or the nearest on which the record can keep anything."""
    return min(max(day, FIRST_DAY), LAST_DAY)


def report_of(context: Context, found: kept.Report) -> DecisionReport:
    """A report as GraphQL has it: its nouns as they are called today."""
    snapshot = context.model.snapshot
    view = View(snapshot, context.day(context.now()))

    def person(fact_id: str) -> Person | None:
        fact = snapshot.get(facts.Person, fact_id)
        return None if fact is None else Person(view=view, fact=fact)

    def department(fact_id: str) -> Department | None:
        fact = snapshot.get(facts.Department, fact_id)
        return None if fact is None else Department(view=view, fact=fact)

    def lead(tally: kept.Tally) -> LeadCount:
        kind, of = tally.of
        who = person(of) if kind in {"person", "task_force"} else None
        which = department(of) if kind == "department" else None
        called = who.fact.name if who is not None else which.fact.name if which is not None else of
        word = next(word for word in LeadKind if word.value == kind)
        return LeadCount(kind=word, person=who, department=which, name=called, count=tally.count)

    def share(count: int) -> float | None:
        return round(count / found.total, 4) if found.total else None

    return DecisionReport(
        total=found.total,
        returned=found.returned,
        returned_share=share(found.returned),
        overdue=found.overdue,
        overdue_share=share(found.overdue),
        destinations=[lead(tally) for tally in found.by_lead],
        levels=[LevelCount(level=tally.of[0], count=tally.count) for tally in found.by_level],
        places=[PlaceCount(unit=unit_of_code(view, tally.of[0]), count=tally.count) for tally in found.by_unit],
        people=[
            PersonLoad(person=who, month=tally.of[1], count=tally.count, led=tally.led, helped=tally.count - tally.led)
            for tally in found.by_person
            if (who := person(tally.of[0])) is not None
        ],
        departments=[
            DepartmentLoad(
                department=which, month=tally.of[1], count=tally.count, led=tally.led, helped=tally.count - tally.led
            )
            for tally in found.by_department
            if (which := department(tally.of[0])) is not None
        ],
        vacancies=[
            ClimbedPost(
                unit=unit_of_code(view, tally.of[0]),
                role=next(role for role in Role if role.value == tally.of[1]),
                count=tally.count,
            )
            for tally in found.by_vacancy
        ],
    )
