"""Decisions as clients see them: the answer as it was frozen, what came of it since, and lists of them."""

from datetime import datetime
from typing import Annotated

import strawberry

from graph.access.grants import Right
from graph.decisions import decision as kept
from graph.errors import InvalidInput, NotFound
from graph.journal import UNITS_STATEMENT
from graph.messages import say
from graph.texts import shown, text_fault
from graph.view import View
from queries.cases import decisions as judge
from queries.cases import routing as core
from queries.cases.asking import Asked
from queries.cases.freezing import Frozen, thaw
from schema.cases.replays import Question, Replay, replayed
from schema.cases.routing import (
    Assignee,
    Due,
    Escalation,
    Policy,
    RouteStep,
    TaskForce,
    Unavailable,
    assignee,
    step_of,
    unavailable,
)
from schema.context import Context, Info
from schema.types.answers import Responder
from schema.types.nouns import Person, Unit
from schema.types.paging import DEFAULT, After, Connection, First, check_first, connection, decode_keys
from schema.types.words import Channel, DecisionEventKind, ReturnReason

UNITS_THAWED, UNITS_COUNTED = 130, 1
"""What it costs to understand a decision that was kept, and to count one."""

AtInstant = Annotated[
    datetime | None, strawberry.argument(description="The instant asked about; default: now. 时点（默认现在）")
]


# -- a decision ------------------------------------------------------------------------------------------------------


@strawberry.type(description="What is known of a case that was decided; whom it concerns is kept, but not told. 案件")
class DecidedCase:
    place: Unit = strawberry.field(description="Where. 地点")
    channel: Channel = strawberry.field(description="How it came in. 来源")
    matter: str = strawberry.field(description="Code of the matter. 事项")
    level: str = strawberry.field(description="Code of the level. 等级")
    stability_risk: bool = strawberry.field(description="Whether it may become a disturbance. 涉稳")
    received_at: datetime = strawberry.field(description="From when time limits run. 受理时间")


@strawberry.type(description="Something to be done by an instant, and when it was. 时限及落实")
class DecisionDeadline(Due):
    done: datetime | None = strawberry.field(description="When it was reported done; null: not yet. 完成时间")
    met: bool | None = strawberry.field(description="Whether it was done in time; null: it may yet be. 是否按时")


@strawberry.type(description="Something that came of a decision. 进展")
class DecisionEvent:
    at: datetime = strawberry.field(description="When. 时间")
    kind: DecisionEventKind = strawberry.field(description="What kind. 类别")
    by: str = strawberry.field(description="Who reported it. 操作人")
    what: str = strawberry.field(
        description="The deadline met, the number of the escalation taken, or why it was handed back. 内容"
    )
    reason: str = strawberry.field(description="Why. 事由")
    note: str | None = strawberry.field(description="A note kept with it. 备注")
    decision: strawberry.Private["Decision"]

    @strawberry.field(description="Whom an escalation asked at that time; null: it is none. 提级对象")
    def asked(self) -> Assignee | None:
        return self.decision.asked(self.at) if self.kind is DecisionEventKind.ESCALATED else None


@strawberry.type(description="Where a case was sent, frozen as it was, and what came of it. 流转决定")
class Decision:
    context: strawberry.Private[Context]
    record: strawberry.Private[kept.Decision]
    frozen: strawberry.Private[Frozen]
    view: strawberry.Private[View]

    @strawberry.field(description="Stable id. 编号")
    def id(self) -> strawberry.ID:
        return strawberry.ID(self.record.id)

    @strawberry.field(description="The case's number with the caller. 案件编号")
    def reference(self) -> str:
        return self.record.reference

    @strawberry.field(description="When it was decided. 决定时间")
    def decided_at(self) -> datetime:
        return self.record.decided_at.astimezone(self.context.zone)

    @strawberry.field(description="The state of knowledge that it rests on. 版本")
    def revision(self) -> int:
        return self.record.revision

    @strawberry.field(description="Who had it decided. 操作人")
    def actor(self) -> str:
        return self.record.actor

    @strawberry.field(description="Why. 事由")
    def reason(self) -> str:
        return self.record.reason

    @strawberry.field(description="The case. 案件")
    def case(self) -> DecidedCase:
        case = self.frozen.case
        return DecidedCase(
            place=Unit(view=self.view, fact=self.frozen.place),
            channel=case.channel,
            matter=case.matter,
            level=case.level,
            stability_risk=case.stability_risk,
            received_at=case.received_at.astimezone(self.context.zone),
        )

    @strawberry.field(description="Who is to act. 主办")
    def lead(self) -> Assignee:
        return assigned(self.view, self.frozen.lead)

    @strawberry.field(name="with", description="Who helps. 协办")
    def companions(self) -> list[Assignee]:
        return [assigned(self.view, to) for to in self.frozen.companions]

    @strawberry.field(description="How the answer was found. 流转过程")
    def steps(self) -> list[RouteStep]:
        return [step_of(self.view, step) for step in self._shown]

    @strawberry.field(description="Departments that the policy names and that were not on duty. 未到部门")
    def unavailable(self) -> list[Unavailable]:
        return unavailable(self.view, self._shown)

    @strawberry.field(description="What is to be done by when, and whether it was. 时限")
    def deadlines(self) -> list[DecisionDeadline]:
        return [self._deadline(deadline) for deadline in self.record.deadlines]

    @strawberry.field(description="Who is asked one after the other if nobody acts. 提级")
    def escalation(self) -> list[Escalation]:
        return [_next(self.view, step) for step in self.frozen.escalation]

    @strawberry.field(description="The policy that decided. 适用政策")
    def policy(self) -> Policy:
        return Policy(fact=self.frozen.policy)

    @strawberry.field(description="Why the case was handed back, so that this decision came about. 退单原因")
    def because(self) -> ReturnReason | None:
        return next((reason for reason in ReturnReason if reason.value == self.record.because), None)

    @strawberry.field(description="How often the case had been handed back by then. 退单次数")
    def returns(self) -> int:
        return self.record.returns

    @strawberry.field(description="Whether the centre has decided for good: no further return. 是否属地兜底")
    def settled(self) -> bool:
        return self.record.settled

    @strawberry.field(description="The decision whose place it took. 取代")
    async def supersedes(self) -> "Decision | None":
        return await _found(self.context, self.record.supersedes)

    @strawberry.field(description="The decision that took its place. 被取代于")
    async def superseded_by(self) -> "Decision | None":
        return await _found(self.context, self.record.superseded_by)

    @strawberry.field(description="What came of it, in order. 进展")
    def events(self) -> list[DecisionEvent]:
        zone = self.context.zone
        return [
            DecisionEvent(
                at=e.at.astimezone(zone),
                kind=e.kind,
                by=e.by,
                what=e.what,
                reason=e.reason,
                note=e.note,
                decision=self,
            )
            for e in self.record.events
        ]

    @strawberry.field(description="What was due before an instant and not done by then; none once superseded. 逾期事项")
    def overdue(self, at: AtInstant = None) -> list[DecisionDeadline]:
        return [self._deadline(deadline) for deadline in judge.overdue(self.record, self.context.instant(at))]

    @strawberry.field(
        description="Who is to act at an instant: the lead, or to whom it was escalated last; if they have left or are "
        "away by then, whoever is in their place (`insteadOf`). 当前承办"
    )
    def asked(self, at: AtInstant = None) -> Assignee:
        view, instant = self._on(at)
        return asked_now(view, judge.asked_at(view, self.record, self.frozen, instant))

    @strawberry.field(description="Who is asked next if nobody acts, as `asked` has it; null: nobody is left. 下一级")
    def next_asked(self, at: AtInstant = None) -> Escalation | None:
        view, instant = self._on(at)
        found = judge.next_asked(view, self.record, self.frozen, instant)
        return None if found is None else Escalation(after=found[0], to=asked_now(view, found[1]))

    @strawberry.field(description="The same question asked again, then and now. 复核")
    async def replay(self) -> Replay:
        return await replayed(self.question)

    @property
    def question(self) -> Question:
        """The case, to be asked again."""
        return Question(self.context, self.record, self.frozen.case)

    def _on(self, at: datetime | None) -> tuple[View, datetime]:
        """What is known today, seen from the day of an instant."""
        instant = self.context.instant(at)
        return View(self.view.snapshot, self.context.day(instant)), instant

    @property
    def _shown(self) -> list[core.RouteStep]:
        """The steps, as far as the caller may see them."""
        disclosure, place = self.context.disclosure, self.record.place
        return [disclosure.step(place, step, self.frozen.case.concerns) for step in self.frozen.steps]

    def _deadline(self, deadline: kept.Deadline) -> DecisionDeadline:
        zone, done = self.context.zone, deadline.done
        missed = deadline.due < (self.context.now() if done is None else done)
        return DecisionDeadline(
            step=deadline.step,
            due=deadline.due.astimezone(zone),
            done=None if done is None else done.astimezone(zone),
            met=None if done is None and not missed else not missed,
        )


def decision_of(context: Context, found: kept.Decision) -> Decision:
    """A decision as GraphQL has it: its nouns seen from the day on which it was made."""
    context.budget.spend()
    context.budget.meter.spend(UNITS_THAWED)
    snapshot = context.model.snapshot
    view = View(snapshot, context.day(found.decided_at))
    return Decision(context=context, record=found, frozen=thaw(found, snapshot), view=view)


def assigned(view: View, to: core.Assignee) -> Assignee:
    """Who is to act, where somebody is."""
    found = assignee(view, to)
    if found is None:
        raise LookupError("an assignee is somebody")
    return found


def asked_now(view: View, found: Asked) -> Assignee:
    """Who is asked, each with the one whom the decision had named in their place."""
    shown = assigned(view, found.to)
    if isinstance(shown, TaskForce):
        people = [shown.lead, *shown.members]
    else:
        people = [shown] if isinstance(shown, Responder) else []
    for change in found.changes:
        for person in people:
            if person.person.fact.id == change.asked.person.id:
                person.instead_because = change.why
                if change.asked != change.frozen:
                    person.instead_of = Person(view=view, fact=change.frozen.person)
    return shown


def _next(view: View, step: core.Next) -> Escalation:
    return Escalation(after=step.after, to=assigned(view, step.to))


async def _found(context: Context, decision_id: str | None) -> Decision | None:
    found = None if decision_id is None else await context.decisions.find(decision_id)
    return None if found is None else decision_of(context, await understood(context, found))


async def known(context: Context, decision_id: str) -> kept.Decision:
    """The decision of an id.  Raises NotFound."""
    found = None if text_fault("id", decision_id) else await context.decisions.find(decision_id)
    if found is None:
        raise NotFound(say("decision-unknown", decision=shown(decision_id)), (shown(decision_id),))
    return await understood(context, found)


async def understood(context: Context, found: kept.Decision) -> kept.Decision:
    """A decision, once all is here that it rests on: another process may have known more when it decided."""
    if found.revision > context.model.snapshot.revision:
        await context.model.catch_up()
    return found


# -- asked about -------------------------------------------------------------------------------------------------------

Below = Annotated[
    strawberry.ID | None, strawberry.argument(description="Only cases of this unit and below, as it was then. 单位编码")
]


@strawberry.type
class DecisionQueries:
    """What is asked about decisions."""

    @strawberry.field(description="The decision of an id; null: there is none. 流转决定")
    async def decision(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="Stable id. 编号")],  # noqa: A002 -- the contract's
    ) -> Decision | None:
        info.context.require(Right.READ)
        try:
            return decision_of(info.context, await known(info.context, str(id)))
        except NotFound:
            return None

    @strawberry.field(description="Decisions, newest first. 流转决定列表")
    async def decisions(
        self,
        info: Info,
        under: Below = None,
        level: Annotated[str | None, strawberry.argument(description="Of this level. 等级")] = None,
        matter: Annotated[str | None, strawberry.argument(description="Of this matter. 事项")] = None,
        lead_person: Annotated[strawberry.ID | None, strawberry.argument(description="Led by them. 人员编号")] = None,
        department: Annotated[strawberry.ID | None, strawberry.argument(description="Led by it. 部门编号")] = None,
        overdue_at: Annotated[
            datetime | None, strawberry.argument(description="Those with something overdue at this instant. 逾期时点")
        ] = None,
        first: First = DEFAULT,
        after: After = None,
    ) -> Connection[Decision]:
        context = info.context
        context.require(Right.READ)
        check_first(first)
        for text in (under, level, matter, lead_person, department):
            check_clean(text)
        sought = kept.Sought(
            under=under,
            level=level,
            matter=matter,
            person=lead_person,
            department=department,
            overdue_at=None if overdue_at is None else context.instant(overdue_at),
        )
        before = None if after is None else _place_in_list(after)
        total = await context.decisions.count(sought)
        context.budget.meter.spend(2 * UNITS_STATEMENT + UNITS_COUNTED * total)
        found = await context.decisions.page(sought, before, first + 1)
        if any(decision.revision > context.model.snapshot.revision for decision in found):
            await context.model.catch_up()
        return connection(
            info,
            found[:first],
            key=lambda decision: (decision.decided_at.isoformat(), decision.id),
            node=lambda decision: decision_of(context, decision),
            has_next=len(found) > first,
            has_previous=after is not None,
            total=total,
        )


def check_clean(text: str | None) -> None:
    """Raise InvalidInput for what can't be the id or code of anything."""
    if text is not None and (fault := text_fault("id", text)):
        raise InvalidInput(say("id-faulty", text=shown(text), fault=fault), (shown(text),))


def _place_in_list(cursor: str) -> tuple[datetime, str]:
    at, last = decode_keys(cursor, str, str)
    try:
        instant = datetime.fromisoformat(at)
    except ValueError as error:
        raise InvalidInput(say("cursor-of-another-list", cursor=cursor[:60])) from error
    if instant.tzinfo is None:
        raise InvalidInput(say("cursor-of-another-list", cursor=cursor[:60]))
    return instant, last
