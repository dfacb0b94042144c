"""To whom a case goes: the case as clients state it, and the answer with its steps."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Union

import strawberry

from graph import facts
from graph.errors import InvalidInput
from graph.messages import say
from graph.texts import shown, text_fault
from graph.time.instants import midnight
from graph.view import View
from queries.cases import routing as core
from queries.places import handling as handle
from queries.places.place import ByCode, Place
from queries.until import Standing, Told
from schema.context import Context, Info
from schema.running.lasting import STANDS, Again, again_by
from schema.types.answers import PlaceInput, Responder, place_of, responder
from schema.types.nouns import Department, Person, Unit
from schema.types.plain import with_fields_of
from schema.types.words import Channel, Verdict

LONGEST_CODE = 100


@strawberry.input(description="A case to be routed; what it is about stays with the caller. 案件")
class CaseInput:
    place: PlaceInput = strawberry.field(description="Where. 地点")
    channel: Channel = strawberry.field(description="How it came in. 来源")
    matter: str = strawberry.field(description="Code of a matter of the policy in force. 事项")
    level: str = strawberry.field(description="Code of a level of the policy in force. 等级")
    stability_risk: bool = strawberry.field(default=False, description="Whether it may become a disturbance. 涉稳")
    concerns: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="Ids of people whom it concerns: they are never chosen. 当事人（须回避）"
    )
    received_at: datetime | None = strawberry.field(
        default=None, description="From when time limits run; default: the instant asked about. 受理时间"
    )

    def case(self, context: Context, at: datetime) -> core.Case:
        """The case meant.  Raises InvalidInput."""
        received = at if self.received_at is None else context.instant(self.received_at)
        place = place_of(self.place)
        for what, text in (("matter", self.matter), ("level", self.level), *(("id", str(i)) for i in self._ids(place))):
            if fault := text_fault(what, text):
                raise InvalidInput(say("case-value-faulty", what=what, text=shown(text), fault=fault), (shown(text),))
        return core.Case(
            place=place,
            channel=self.channel,
            matter=self.matter[:LONGEST_CODE],
            level=self.level[:LONGEST_CODE],
            received_at=received,
            stability_risk=self.stability_risk,
            concerns=frozenset(map(str, self.concerns)),
        )

    def _ids(self, place: Place) -> list[str]:
        return [*([place.code] if isinstance(place, ByCode) else []), *map(str, self.concerns)]


@strawberry.type(description="People and departments who work on a case together. 专班")
class TaskForce:
    lead: Responder = strawberry.field(description="Who leads it. 牵头人")
    members: list[Responder] = strawberry.field(description="Who is in it. 成员")
    departments: list[Department] = strawberry.field(description="Which departments are in it. 成员部门")


@strawberry.type(description="A body outside this organisation. 外部机构")
class OutsideBody:
    name: str = strawberry.field(description="Its name. 名称")
    level: str = strawberry.field(description="Whose it is, such as county. 层级")


Assignee = Annotated[
    Union[Responder, Department, TaskForce, OutsideBody],  # noqa: UP007 -- strawberry wants it spelt out
    strawberry.union("Assignee", description="Who is to act. 承办方"),
]


@strawberry.type(description="A step on the way to the answer. 流转步骤")
class RouteStep:
    order: int = strawberry.field(description="1, 2, 3 … 序号")
    what: str = strawberry.field(description="What was looked at. 对象")
    outcome: Verdict = strawberry.field(description="What came of it. 结果")
    rule: str | None = strawberry.field(description="Code of the rule of the policy by which it was. 规则")
    reason: str = strawberry.field(description="Why, in a sentence, Chinese and English. 理由")
    unit: Unit | None = strawberry.field(description="Whose post it was. 单位")
    person: Person | None = strawberry.field(description="Who was considered. 人员")
    department: Department | None = strawberry.field(description="Which department was considered. 部门")
    facts: list[strawberry.ID] = strawberry.field(description="Ids of the facts that it rests on. 依据")


@strawberry.type(description="A department that the policy names for a case, and that is not there for it. 未到部门")
class Unavailable:
    name: str = strawberry.field(description="What the policy calls it. 名称")
    department: Department | None = strawberry.field(description="The department; null: none is stationed here. 部门")
    outcome: Verdict = strawberry.field(
        description="OFF_DUTY: nobody is on duty; EXCLUDED: its officers are concerned; VACANT: not stationed. 原因"
    )
    reason: str = strawberry.field(description="Why, in a sentence, and when its next shift is. 说明")


@strawberry.type(description="Something to be done by an instant. 时限")
class Due:
    step: str = strawberry.field(description="What. 事项")
    due: datetime = strawberry.field(description="By when. 期限")


@strawberry.type(description="Who is asked next. 提级")
class Escalation:
    after: datetime = strawberry.field(description="If nobody has acted by then. 逾此时限")
    to: Assignee = strawberry.field(description="Then they. 提级至")


@strawberry.type(description="The routing policy. 流转政策")
@with_fields_of(facts.Policy)
class Policy:
    fact: strawberry.Private[facts.Policy]

    @strawberry.field(description="The instant from which it is in force. 生效时间")
    def effective_from(self, info: Info) -> datetime:
        return midnight(self.fact.start, info.context.zone)


@strawberry.type(description="Where a case goes. 流转结果")
class Route:
    view: strawberry.Private[View]
    found: strawberry.Private[core.Route]
    case: strawberry.Private[core.Case]
    at: strawberry.Private[datetime]
    ruling: strawberry.Private[core.Ruling | None] = None
    kept: strawberry.Private[bool] = False
    told_by_caller: strawberry.Private[bool] = True
    """Whether the caller has put the case, and so knows whom it concerns."""

    @strawberry.field(description="Who is to act; null: nobody is there, and `steps` says why. 主办")
    def lead(self) -> Assignee | None:
        return assignee(self.view, self.found.lead)

    @strawberry.field(name="with", description="Who helps. 协办")
    def companions(self) -> list[Assignee]:
        return [found for to in self.found.companions if (found := assignee(self.view, to)) is not None]

    @strawberry.field(description="How the answer was found. 流转过程")
    def steps(self, info: Info) -> list[RouteStep]:
        return [step_of(self.view, step) for step in self._shown(info)]

    @strawberry.field(description="Departments that the policy names here and that are not on duty. 未到部门")
    def unavailable(self, info: Info) -> list[Unavailable]:
        return unavailable(self.view, self._shown(info))

    def _shown(self, info: Info) -> Iterable[core.RouteStep]:
        steps, place = self.found.steps, self.found.place.id
        if self.told_by_caller:
            return steps
        return [info.context.disclosure.step(place, step, self.case.concerns) for step in steps]

    @strawberry.field(description="What is to be done by when. 时限")
    def deadlines(self) -> list[Due]:
        return [Due(step=due.step, due=due.due) for due in self.found.deadlines]

    @strawberry.field(description="Who is asked next if nobody acts. 提级")
    def escalation(self) -> list[Escalation]:
        return [
            Escalation(after=step.after, to=to)
            for step in self.found.escalation
            if (to := assignee(self.view, step.to)) is not None
        ]

    @strawberry.field(description="The policy that decided. 适用政策")
    def policy(self) -> Policy:
        return Policy(fact=self.found.policy)

    @strawberry.field(
        metadata=STANDS,
        description="The first instant after `at` at which this answer, or a field asked for in it, is another by what "
        "is recorded today; null: never. The clock is looked at for 35 days, recorded days without limit. Rosters, and "
        "what else is asked of an interval from `at` on, don't count. 有效至",
    )
    def valid_until(self, info: Info) -> datetime | None:
        return self.until(info.context, again_by(info))

    def until(self, context: Context, again: Again | None) -> datetime | None:
        """Until when the answer stands; with `again`, until when what is asked for in it does too."""
        context.budget.spend(100)

        def told(view: View, found: core.Route) -> object:
            return None if again is None else again(replace(self, view=view, found=found))

        if self.kept:  # a case that stays where it came to first does so whoever is there
            return self._kept_until(context, told)
        _, until = core.route_until(self.view, self.case, self.at, context.civil, context.duty, self.ruling, told)
        return None if until is None else until.astimezone(context.zone)

    def _kept_until(self, context: Context, told: Told[core.Route]) -> datetime | None:
        day, instant = Standing(self.found, self.view, lambda _: self.found).until_told(told)
        return min((at for at in (context.midnight(day), instant) if at is not None), default=None)


def assignee(view: View, to: core.Assignee | None) -> Responder | Department | TaskForce | OutsideBody | None:
    """Who is to act, as GraphQL has it."""
    match to:
        case core.OutsideBody(name, level):
            return OutsideBody(name=name, level=level)
        case core.OnDuty(department):
            return Department(view=view, fact=department)
        case core.TaskForce(lead, members, departments):
            return TaskForce(
                lead=_responder(view, lead),
                members=[_responder(view, member) for member in members],
                departments=[Department(view=view, fact=department) for department in departments],
            )
    return responder(view, to)


def _responder(view: View, found: handle.Responder) -> Responder:
    shown = responder(view, found)
    if shown is None:
        raise LookupError("a responder is somebody")
    return shown


def unavailable(view: View, steps: Iterable[core.RouteStep]) -> list[Unavailable]:
    """The departments that steps tell are not there."""
    return [
        Unavailable(
            name=step.body or step.what,
            department=None if step.department is None else Department(view=view, fact=step.department),
            outcome=step.outcome,
            reason=step.reason,
        )
        for step in core.absent(steps)
    ]


def step_of(view: View, step: core.RouteStep) -> RouteStep:
    """A step, as GraphQL has it."""
    return RouteStep(
        order=step.order,
        what=step.what,
        outcome=step.outcome,
        rule=step.rule,
        reason=step.reason,
        unit=None if step.unit is None else Unit(view=view, fact=step.unit),
        person=None if step.person is None else Person(view=view, fact=step.person),
        department=None if step.department is None else Department(view=view, fact=step.department),
        facts=[strawberry.ID(i) for i in step.facts],
    )


def routed(context: Context, view: View, given: CaseInput, at: datetime) -> Route:
    """Where a case goes at an instant."""
    context.budget.spend(10)
    case = given.case(context, at)
    found = core.route(view, case, at, context.civil, context.duty)
    return Route(view=view, found=found, case=case, at=at)
