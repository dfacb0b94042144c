"""Decisions: a case routed for good, what came of it, the same question asked again, and what supervisors count."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Union

import strawberry

from graph import decision as kept
from graph import facts
from graph.access import Forbidden, Right
from graph.change import Recorded
from graph.errors import Conflict, InvalidInput, NotFound, Problem, Rival, RuleViolated, WanggeError
from graph.instants import midnight
from graph.texts import shown, text_fault
from graph.view import View
from queries import decisions as judge
from queries import routing as core
from queries.place import Place
from queries.scope import is_under
from schema.answers import PlaceInput, place_of
from schema.changes import Change, ChangeRefused, ChangeRequest, change_of, reason_of, refused
from schema.context import Context, Info
from schema.nouns import Department, Person, Unit, unit_of_code
from schema.paging import DEFAULT, After, Connection, First, check_first, connection, decode_keys
from schema.routing import Assignee, CaseInput, Due, Escalation, Policy, Route, RouteStep, assignee, step_of
from schema.words import Channel, DecisionEventKind, LeadKind, ReturnReason, Role

MOST_TRIED = 50
"""Changes that are tried, the newest first, when it is asked why an answer differs."""

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


@strawberry.type(description="Where a case was sent, frozen as it was, and what came of it. 流转决定")
class Decision:
    context: strawberry.Private[Context]
    record: strawberry.Private[kept.Decision]
    frozen: strawberry.Private[judge.Frozen]
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
        return [step_of(self.view, step) for step in self.frozen.steps]

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
            DecisionEvent(at=e.at.astimezone(zone), kind=e.kind, by=e.by, what=e.what, reason=e.reason, note=e.note)
            for e in self.record.events
        ]

    @strawberry.field(description="What was due before an instant and not done by then; none once superseded. 逾期事项")
    def overdue(self, at: AtInstant = None) -> list[DecisionDeadline]:
        return [self._deadline(deadline) for deadline in judge.overdue(self.record, self.context.instant(at))]

    @strawberry.field(description="Who is to act at an instant: the lead, or to whom it was escalated last. 当前承办")
    def asked(self, at: AtInstant = None) -> Assignee:
        return assigned(self.view, judge.asked_at(self.record, self.frozen, self.context.instant(at)))

    @strawberry.field(description="Who is asked next if nobody acts; null: nobody is left. 下一级")
    def next_asked(self, at: AtInstant = None) -> Escalation | None:
        found = judge.next_asked(self.record, self.frozen, self.context.instant(at))
        return None if found is None else _next(self.view, found)

    @strawberry.field(description="The same question asked again, then and now. 复核")
    async def replay(self) -> "Replay":
        return await replayed(self)

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
    context.budget.spend(5)
    snapshot = context.model.snapshot
    view = View(snapshot, context.day(found.decided_at))
    return Decision(context=context, record=found, frozen=judge.thaw(found, snapshot), view=view)


def assigned(view: View, to: core.Assignee) -> Assignee:
    """Who is to act, where somebody is."""
    found = assignee(view, to)
    if found is None:
        raise LookupError("an assignee is somebody")
    return found


def _next(view: View, step: core.Next) -> Escalation:
    return Escalation(after=step.after, to=assigned(view, step.to))


async def _found(context: Context, decision_id: str | None) -> Decision | None:
    found = None if decision_id is None else await context.decisions.find(decision_id)
    return None if found is None else decision_of(context, await _understood(context, found))


async def _known(context: Context, decision_id: str) -> kept.Decision:
    found = None if text_fault("id", decision_id) else await context.decisions.find(decision_id)
    if found is None:
        raise NotFound(f"No decision has the id {shown(decision_id)}. 没有此决定", (shown(decision_id),))
    return await _understood(context, found)


async def _understood(context: Context, found: kept.Decision) -> kept.Decision:
    """A decision, once all is here that it rests on: another process may have known more when it decided."""
    if found.revision > context.model.snapshot.revision:
        await context.model.catch_up()
    return found


# -- asked again -------------------------------------------------------------------------------------------------------


@strawberry.type(description="A decision's question asked again. 复核结果")
class Replay:
    decision: strawberry.Private[Decision]
    same: bool = strawberry.field(
        description="Whether the frozen knowledge at the frozen instant gives the frozen answer. 是否一致"
    )
    today: Route | None = strawberry.field(description="Today's answer; null: it can't be routed any more. 今日结果")
    differs_by_time: bool = strawberry.field(
        description="Whether the clock and what was recorded then are enough for another answer today. 因时间而异"
    )

    @strawberry.field(
        description="The changes since without which today's answer would be another, the newest first; none where it "
        f"is as it was, or only time has passed. At most {MOST_TRIED} are tried. 差异来源"
    )
    async def differs_because(self) -> list[Change]:
        return [change_of(recorded) for recorded in await differing(self.decision, self.today)]


async def replayed(decision: Decision) -> Replay:
    """The question of a decision asked again."""
    context, record = decision.context, decision.record
    context.budget.spend(100)
    then = await context.model.past(record.revision)
    frozen, now = judge.frozen_gist(record), context.instant(None)
    same = _again(decision, View(then, context.day(record.decided_at)), record.decided_at.astimezone(context.zone))
    later = _again(decision, View(then, context.day(now)), now)
    view = View(context.model.snapshot, context.day(now))
    today = _again(decision, view, now)
    return Replay(
        decision=decision,
        same=_gist(same) == frozen,
        today=None if today is None else _today(decision, view, today, now),
        differs_by_time=_gist(later) != frozen,
    )


def _today(decision: Decision, view: View, found: core.Route, at: datetime) -> Route:
    ruled = judge.ruling_of(view, decision.record)
    kept_ = found.rule.code == judge.KEPT
    return Route(view=view, found=found, case=decision.frozen.case, at=at, ruling=ruled, kept=kept_)


def _again(decision: Decision, view: View, at: datetime) -> core.Route | None:
    context = decision.context
    try:
        return judge.routed_again(view, decision.record, decision.frozen.case, at, context.civil, context.duty)
    except (InvalidInput, NotFound):  # the place or the policy is gone
        return None


def _gist(found: core.Route | None) -> judge.Plain | None:
    return None if found is None else judge.gist(found)


async def differing(decision: Decision, today: Route | None) -> list[Recorded]:
    """The changes since a decision that each make another answer of it, as asked today; the newest first."""
    context, first = decision.context, decision.record.revision
    model, now = context.model, context.instant(None)
    last = model.snapshot.revision

    async def answer(revision: int) -> judge.Plain | None:
        context.budget.spend(10)
        return _gist(_again(decision, View(await model.past(revision), context.day(now)), now))

    if await answer(last) == await answer(first):
        return []
    ids = judge.evidence(model.snapshot, decision.record, None if today is None else today.found)
    touching = [r for r in await model.journal.touching(ids, after=first) if r.revision <= last]
    found = [r for r in touching[::-1][:MOST_TRIED] if await answer(r.revision) != await answer(r.revision - 1)]
    if found:
        return found
    before, goal = first, await answer(last)  # something that we did not think of: look for it by halves
    while last - before > 1:
        middle = (before + last) // 2
        before, last = (before, middle) if await answer(middle) == goal else (middle, last)
    recorded = await model.journal.read(last)
    return [] if recorded is None else [recorded]


# -- decided -----------------------------------------------------------------------------------------------------------

DecisionResult = Annotated[
    Union[Decision, ChangeRefused],  # noqa: UP007 -- strawberry wants it spelt out
    strawberry.union("DecisionResult", description="What became of a request to decide. 流转决定结果"),
]

Request = Annotated[ChangeRequest, strawberry.argument(description="Why, and how. 变更请求")]
DecisionId = Annotated[strawberry.ID, strawberry.argument(description="The decision. 决定编号")]
Note = Annotated[str | None, strawberry.argument(description="A note kept with it. 备注")]


@strawberry.type
class DecisionMutations:
    """What is done with cases."""

    @strawberry.field(
        description="Route a case and freeze the decision. The same reference with the same case gives the decision "
        "that stands; with another case it is refused. 流转案件"
    )
    async def route_case(
        self,
        info: Info,
        case: Annotated[CaseInput, strawberry.argument(description="The case. 案件")],
        reference: Annotated[str, strawberry.argument(description="The case's number with the caller. 案件编号")],
        change: Request,
    ) -> DecisionResult:
        try:
            return decision_of(info.context, await _route_case(info.context, case, reference, change))
        except WanggeError as error:
            return refused(error, info.context)

    @strawberry.field(
        description="Hand a case back. The policy's rules for returns say whether it moves; after so many returns the "
        "centre decides for good. 退单"
    )
    async def return_case(
        self,
        info: Info,
        decision: DecisionId,
        because: Annotated[ReturnReason, strawberry.argument(description="Why. 退单原因")],
        note: Annotated[str, strawberry.argument(description="What the receiver says. 说明")],
        change: Request,
        place: Annotated[
            PlaceInput | None, strawberry.argument(description="Where it belongs instead, if WRONG_PLACE. 应属地点")
        ] = None,
    ) -> DecisionResult:
        try:
            elsewhere = None if place is None else place_of(place)
            if elsewhere is not None and because is not ReturnReason.WRONG_PLACE:
                raise InvalidInput("Another place is given with WRONG_PLACE alone. 仅属地不符可另指地点")
            back = _Back(str(decision), because, note_of(note), elsewhere)
            return decision_of(info.context, await _return_case(info.context, back, change))
        except WanggeError as error:
            return refused(error, info.context)

    @strawberry.field(
        description="Report that something was done by which a deadline is met; the second report changes nothing. 签收"
    )
    async def acknowledge(
        self,
        info: Info,
        decision: DecisionId,
        change: Request,
        note: Note = None,
        step: Annotated[
            str | None, strawberry.argument(description="Which deadline; default: the first. 时限事项")
        ] = None,
    ) -> DecisionResult:
        try:
            found = await _acknowledge(info.context, str(decision), note_of(note), step, change)
            return decision_of(info.context, found)
        except WanggeError as error:
            return refused(error, info.context)

    @strawberry.field(description="Nobody has acted: ask the next of the decision's escalation. 提级")
    async def escalate(
        self,
        info: Info,
        decision: DecisionId,
        change: Request,
        note: Note = None,
        to: Annotated[
            int | None,
            strawberry.argument(
                description="Which escalation, from 1; default: the next. Who gives it may safely ask again. 第几级"
            ),
        ] = None,
    ) -> DecisionResult:
        try:
            return decision_of(info.context, await _escalate(info.context, str(decision), note_of(note), to, change))
        except WanggeError as error:
            return refused(error, info.context)


def note_of(note: str | None) -> str | None:
    """A note fit to be kept.  Raises InvalidInput."""
    if note is None or not note.strip():
        return None
    if fault := text_fault("note", note):
        raise InvalidInput(f"The note {fault}. 备注有误")
    return note.strip()


async def _route_case(context: Context, given: CaseInput, reference: str, change: ChangeRequest) -> kept.Decision:
    reason = reason_of(change)
    context.require(Right.WRITE)
    context.budget.spend(10)
    reference = reference.strip()
    if fault := text_fault("reference", reference):
        raise InvalidInput(f"The reference {fault}. 案件编号有误")
    at = context.instant(None)
    case = given.case(context, at)
    asked = judge.digest_of_case(case, received_given=given.received_at is not None)
    standing = await context.decisions.standing(reference)
    if standing is None:
        asking = judge.Asking(reference=reference, asked=asked, case=case, actor=context.actor, reason=reason, at=at)
        await _known_revision(context, change.expected_revision)
        view = View(context.model.snapshot, context.day(at))
        fresh = judge.decided(view, asking, context.civil, context.duty)
        check_reach(context, fresh.place)
        await _check_expected(context, fresh, change.expected_revision)
        if change.dry_run:
            return fresh
        standing = await context.decisions.keep(fresh)
    check_reach(context, standing.place)
    if standing.asked != asked:
        message = (
            f"{shown(reference)} was decided for another case already: {standing.id}. Return that decision, or use "
            "another reference. 该编号已有不同案件的决定"
        )
        raise RuleViolated([Problem("reference-taken", message, (standing.id,))])
    return await _understood(context, standing)


@dataclass(frozen=True, slots=True)
class _Back:
    """What a receiver says who hands a case back."""

    decision: str
    because: ReturnReason
    note: str | None
    place: Place | None


async def _return_case(context: Context, back: _Back, change: ChangeRequest) -> kept.Decision:
    reason = reason_of(change)
    context.require(Right.WRITE)
    context.budget.spend(10)
    old = await _known(context, back.decision)
    check_reach(context, old.place)
    if (done := await _done_already(context, old, back, reason)) is not None:
        return done
    at = context.instant(None)

    def asking(case: core.Case) -> judge.Asking:
        return judge.Asking(
            reference=old.reference, asked=old.asked, case=case, actor=context.actor, reason=reason, at=at
        )

    await _known_revision(context, change.expected_revision)
    view = View(context.model.snapshot, context.day(at))
    fresh = judge.returned(view, old, back.because, back.place, asking, context.civil, context.duty)
    check_reach(context, fresh.place)
    await _check_expected(context, fresh, change.expected_revision)
    if change.dry_run:
        return fresh
    event = kept.Event(at, kept.DecisionEventKind.RETURNED, context.actor, back.because.value, reason, back.note)
    await context.decisions.replace(old.id, fresh, event)
    old = await _known(context, back.decision)
    done = await _done_already(context, old, back, reason)
    if done is None:  # somebody else was first
        judge.returned(view, old, back.because, back.place, asking, context.civil, context.duty)
        raise LookupError(f"decision {old.id} was replaced and stands")
    return done


async def _done_already(context: Context, old: kept.Decision, back: _Back, reason: str) -> kept.Decision | None:
    """The decision that this very return has led to already: clients ask again after a time-out."""
    if old.superseded_by is None:
        return None
    new = await _known(context, old.superseded_by)
    mine = (back.because.value, context.actor, reason)
    return new if (new.because, new.actor, new.reason) == mine else None


async def _acknowledge(
    context: Context, decision_id: str, note: str | None, step: str | None, change: ChangeRequest
) -> kept.Decision:
    reason = reason_of(change)
    context.require(Right.WRITE)
    found = await _known(context, decision_id)
    check_reach(context, found.place)
    steps = [deadline.step for deadline in found.deadlines]
    step = steps[0] if step is None and steps else step
    deadline = next((deadline for deadline in found.deadlines if deadline.step == step), None)
    if deadline is None:
        named = ", ".join(steps) or "none"
        raise InvalidInput(f"{found.id} has no such deadline; its deadlines: {named}. 没有此时限", (found.id,))
    if deadline.done is not None:
        return found
    check_stands(found)
    if change.dry_run:
        return found
    kind = kept.DecisionEventKind.ACKNOWLEDGED
    event = kept.Event(context.instant(None), kind, context.actor, deadline.step, reason, note)
    await context.decisions.acknowledge(found.id, event)
    return await _known(context, found.id)


async def _escalate(
    context: Context, decision_id: str, note: str | None, to: int | None, change: ChangeRequest
) -> kept.Decision:
    reason = reason_of(change)
    context.require(Right.WRITE)
    found = await _known(context, decision_id)
    check_reach(context, found.place)
    if to is not None and 1 <= to <= found.escalated:
        return found
    check_stands(found)
    number = found.escalated + 1 if to is None else to
    most = len(judge.thaw(found, context.model.snapshot).escalation)
    if number > most:
        message = f"{found.id} has {most} escalations, and {found.escalated} are taken: nobody is left. 已无上级可提"
        raise RuleViolated([Problem("escalation-exhausted", message, (found.id,))])
    if number != found.escalated + 1:
        raise InvalidInput(f"The next escalation of {found.id} is {found.escalated + 1}, not {number}.", (found.id,))
    if change.dry_run:
        return found
    kind = kept.DecisionEventKind.ESCALATED
    event = kept.Event(context.instant(None), kind, context.actor, str(number), reason, note)
    await context.decisions.escalate(found.id, number, event)
    return await _known(context, found.id)


def check_stands(found: kept.Decision) -> None:
    """Raise RuleViolated if another decision took its place."""
    if found.superseded_by is not None:
        message = f"{found.id} stands no longer: {found.superseded_by} took its place. 该决定已被取代"
        raise RuleViolated([Problem("decision-superseded", message, (found.id, found.superseded_by))])


def check_reach(context: Context, place: facts.FactId) -> None:
    """Raise Forbidden if the place of a case lies outside the subtree of the key."""
    key, snapshot = context.key, context.model.snapshot
    if key is None or key.under is None or is_under(snapshot, place, key.under, context.day(context.now())):
        return
    raise Forbidden(f"The key {key.name} reaches {key.under} only, not {place}. 超出权限范围", (place,))


async def _known_revision(context: Context, expected: int | None) -> None:
    """See that the revision that a client has seen is here.  Raises InvalidInput if there is none such."""
    if expected is None:
        return
    if expected > context.model.snapshot.revision:
        await context.model.catch_up()
    newest = context.model.snapshot.revision
    if not 0 <= expected <= newest:
        raise InvalidInput(f"There is no revision {expected}; the newest is {newest}. 无此版本")


async def _check_expected(context: Context, fresh: kept.Decision, expected: int | None) -> None:
    """Raise Conflict if changes after the revision that the client has seen make another answer of the decision."""
    if expected is None or expected >= fresh.revision:
        return
    then = View(await context.model.past(expected), context.day(fresh.decided_at))
    decision = decision_of(context, fresh)
    if _gist(_again(decision, then, fresh.decided_at)) == judge.frozen_gist(fresh):
        return
    ids = judge.evidence(context.model.snapshot, fresh, None)
    rivals = [
        Rival(r.revision, r.change.actor, r.change.at, r.change.reason, tuple(sorted(touched))[:20])
        for r in await context.model.journal.touching(ids, after=expected)
        if (touched := ids & {operation.fact_id for operation in r.change.operations})
    ]
    message = f"Since revision {expected} the answer has become another. Look again, then decide. 结果已因变更而不同"
    raise Conflict(tuple(rivals), message)


# -- asked about -------------------------------------------------------------------------------------------------------

Below = Annotated[
    strawberry.ID | None, strawberry.argument(description="Only cases of this unit and below, as it was then. 单位编码")
]


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


@strawberry.type(description="Decisions that one person led or took part in, in a month. 人员工作量")
class PersonLoad:
    person: Person = strawberry.field(description="Who. 人员")
    month: str = strawberry.field(description="YYYY-MM.")
    count: int = strawberry.field(description="Decisions. 件数")


@strawberry.type(description="Decisions that one department led or took part in, in a month. 部门工作量")
class DepartmentLoad:
    department: Department = strawberry.field(description="Which. 部门")
    month: str = strawberry.field(description="YYYY-MM.")
    count: int = strawberry.field(description="Decisions. 件数")


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
            return decision_of(info.context, await _known(info.context, str(id)))
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
            total=await context.decisions.count(sought),
        )

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
        context.budget.spend(500)
        if not start < end:
            raise InvalidInput(f"The interval [{start}, {end}) is empty: `end` has to come after `start`. 止须晚于起")
        check_clean(under)
        days = (midnight(start, context.zone), midnight(end, context.zone))
        return report_of(context, await context.decisions.report(under, *days, context.instant(at)))


def check_clean(text: str | None) -> None:
    """Raise InvalidInput for what can't be the id or code of anything."""
    if text is not None and (fault := text_fault("id", text)):
        raise InvalidInput(f"{shown(text)} {fault}. 编号有误", (shown(text),))


def _place_in_list(cursor: str) -> tuple[datetime, str]:
    at, last = decode_keys(cursor, str, str)
    try:
        instant = datetime.fromisoformat(at)
    except ValueError as error:
        raise InvalidInput(f"The cursor {cursor[:60]!r} is not one of this list.") from error
    if instant.tzinfo is None:
        raise InvalidInput(f"The cursor {cursor[:60]!r} is not one of this list.")
    return instant, last


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
            PersonLoad(person=who, month=tally.of[1], count=tally.count)
            for tally in found.by_person
            if (who := person(tally.of[0])) is not None
        ],
        departments=[
            DepartmentLoad(department=which, month=tally.of[1], count=tally.count)
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
