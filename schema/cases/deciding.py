"""What is done with cases: decided, handed back, acknowledged, escalated; each safe to ask for again."""

from dataclasses import dataclass
from typing import Annotated, Union

import strawberry

from graph.access.grants import Right
from graph.change import Asked
from graph.decisions import decision as kept
from graph.errors import Conflict, InvalidInput, Problem, Rival, RuleViolated, TokenReused, WanggeError
from graph.messages import say
from graph.texts import shown, text_fault
from graph.view import View
from queries.cases import decisions as judge
from queries.cases import routing as core
from queries.cases.freezing import digest_of_case, frozen_gist, thaw
from queries.places.place import Place
from schema.cases.decisions import Decision, decision_of, known, understood
from schema.cases.replays import asked_again, gist_of
from schema.cases.routing import CaseInput
from schema.changes.changes import ChangeRefused, ChangeRequest, asked_by, reason_of, refused
from schema.context import Context, Info
from schema.types.answers import PlaceInput, place_of
from schema.types.words import ReturnReason

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
            asked = asked_by(info.context, change, (info.field_name, (case, reference)))
            return decision_of(info.context, await _route_case(info.context, case, reference, change, asked))
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
                raise InvalidInput(say("place-elsewhere"))
            asked = asked_by(info.context, change, (info.field_name, (decision, because, note, place)))
            back = _Back(str(decision), because, note_of(note), elsewhere, asked)
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
            asked = asked_by(info.context, change, (info.field_name, (decision, note, step)))
            found = await _acknowledge(info.context, str(decision), note_of(note), step, change, asked)
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
            asked = asked_by(info.context, change, (info.field_name, (decision, note, to)))
            found = await _escalate(info.context, str(decision), note_of(note), to, change, asked)
            return decision_of(info.context, found)
        except WanggeError as error:
            return refused(error, info.context)


def note_of(note: str | None) -> str | None:
    """A note fit to be kept.  Raises InvalidInput."""
    if note is None or not note.strip():
        return None
    if fault := text_fault("note", note, lines=True):
        raise InvalidInput(say("note-faulty", fault=fault))
    return note.strip()


async def _claim(context: Context, asked: Asked | None, number: int | None = None) -> int | None:
    """Let a token stand for a request from now on; the number of the escalation that it takes.

    Raises TokenReused if it stands for another.
    """
    if asked is None:
        return number
    content, taken = await context.decisions.claim(asked, number, context.instant(None))
    if content != asked.content:
        raise TokenReused
    return taken


async def _claimed(context: Context, asked: Asked | None) -> int | None:
    """The escalation that a request has taken already, sent once before.  Raises TokenReused as `_claim` does."""
    found = None if asked is None else await context.decisions.claimed(asked)
    if asked is None or found is None:
        return None
    content, taken = found
    if content != asked.content:
        raise TokenReused
    return taken


async def _route_case(
    context: Context, given: CaseInput, reference: str, change: ChangeRequest, asked_once: Asked | None
) -> kept.Decision:
    reason = reason_of(change)
    context.require(Right.WRITE)
    context.budget.spend(10)
    reference = reference.strip()
    if fault := text_fault("reference", reference):
        raise InvalidInput(say("reference-faulty", fault=fault))
    at = context.instant(None)
    case = given.case(context, at)
    asked = digest_of_case(case, received_given=given.received_at is not None)
    standing = await context.decisions.standing(reference)
    if standing is None:
        asking = judge.Asking(reference=reference, asked=asked, case=case, actor=context.actor, reason=reason, at=at)
        await _known_revision(context, change.expected_revision)
        view = View(context.model.snapshot, context.day(at))
        fresh = judge.decided(view, asking, context.civil, context.duty)
        context.require_unit(Right.WRITE, fresh.place)
        await _check_expected(context, fresh, change.expected_revision)
        if change.dry_run:
            return fresh
        await _claim(context, asked_once)
        standing = await context.decisions.keep(fresh)
    context.require_unit(Right.WRITE, standing.place)
    if standing.asked != asked:
        message = say("reference-taken", reference=shown(reference), standing=standing.id)
        raise RuleViolated([Problem("reference-taken", message, (standing.id,))])
    return await understood(context, standing)


@dataclass(frozen=True, slots=True)
class _Back:
    """What a receiver says who hands a case back."""

    decision: str
    because: ReturnReason
    note: str | None
    place: Place | None
    asked: Asked | None


async def _return_case(context: Context, back: _Back, change: ChangeRequest) -> kept.Decision:
    reason = reason_of(change)
    context.require(Right.WRITE)
    context.budget.spend(10)
    old = await known(context, back.decision)
    context.require_unit(Right.WRITE, old.place)
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
    context.require_unit(Right.WRITE, fresh.place)
    await _check_expected(context, fresh, change.expected_revision)
    if change.dry_run:
        return fresh
    event = kept.Event(at, kept.DecisionEventKind.RETURNED, context.actor, back.because.value, reason, back.note)
    await _claim(context, back.asked)
    await context.decisions.replace(old.id, fresh, event)
    old = await known(context, back.decision)
    done = await _done_already(context, old, back, reason)
    if done is None:  # somebody else was first
        judge.returned(view, old, back.because, back.place, asking, context.civil, context.duty)
        raise LookupError(f"decision {old.id} was replaced and stands")
    return done


async def _done_already(context: Context, old: kept.Decision, back: _Back, reason: str) -> kept.Decision | None:
    """The decision that this very return has led to already: clients ask again after a time-out."""
    if old.superseded_by is None:
        return None
    new = await known(context, old.superseded_by)
    mine = (back.because.value, context.actor, reason)
    return new if (new.because, new.actor, new.reason) == mine else None


async def _acknowledge(
    context: Context, decision_id: str, note: str | None, step: str | None, change: ChangeRequest, asked: Asked | None
) -> kept.Decision:
    reason = reason_of(change)
    context.require(Right.WRITE)
    found = await known(context, decision_id)
    context.require_unit(Right.WRITE, found.place)
    steps = [deadline.step for deadline in found.deadlines]
    step = steps[0] if step is None and steps else step
    deadline = next((deadline for deadline in found.deadlines if deadline.step == step), None)
    if deadline is None:
        named = ", ".join(steps) or "none"
        raise InvalidInput(say("deadline-unknown", found=found.id, named=named), (found.id,))
    if deadline.done is not None:
        return found
    check_stands(found)
    if change.dry_run:
        return found
    kind = kept.DecisionEventKind.ACKNOWLEDGED
    event = kept.Event(context.instant(None), kind, context.actor, deadline.step, reason, note)
    await _claim(context, asked)
    await context.decisions.acknowledge(found.id, event)
    return await known(context, found.id)


async def _escalate(
    context: Context, decision_id: str, note: str | None, to: int | None, change: ChangeRequest, asked: Asked | None
) -> kept.Decision:
    reason = reason_of(change)
    context.require(Right.WRITE)
    found = await known(context, decision_id)
    context.require_unit(Right.WRITE, found.place)
    to = await _claimed(context, asked) or to  # after the look at the decision: it is no newer than the claim
    if to is not None and 1 <= to <= found.escalated:
        return found
    check_stands(found)
    number = found.escalated + 1 if to is None else to
    most = len(thaw(found, context.model.snapshot).escalation)
    if number > most:
        message = say("escalation-exhausted", found=found.id, most=most, escalated=found.escalated)
        raise RuleViolated([Problem("escalation-exhausted", message, (found.id,))])
    if number != found.escalated + 1:
        raise InvalidInput(
            say("escalation-out-of-order", found=found.id, number=number, next=found.escalated + 1), (found.id,)
        )
    if change.dry_run:
        return found
    number = await _claim(context, asked, number) or number
    kind = kept.DecisionEventKind.ESCALATED
    event = kept.Event(context.instant(None), kind, context.actor, str(number), reason, note)
    await context.decisions.escalate(found.id, number, event)
    return await known(context, found.id)


def check_stands(found: kept.Decision) -> None:
    """Raise RuleViolated if another decision took its place."""
    if found.superseded_by is not None:
        message = say("decision-gone", found=found.id, new=found.superseded_by)
        raise RuleViolated([Problem("decision-superseded", message, (found.id, found.superseded_by))])


async def _known_revision(context: Context, expected: int | None) -> None:
    """See that the revision that a client has seen is here.  Raises InvalidInput if there is none such."""
    if expected is None:
        return
    if expected > context.model.snapshot.revision:
        await context.model.catch_up()
    newest = context.model.snapshot.revision
    if not 0 <= expected <= newest:
        raise InvalidInput(say("revision-unknown-there", expected=expected, newest=newest))


async def _check_expected(context: Context, fresh: kept.Decision, expected: int | None) -> None:
    """Raise Conflict if changes after the revision that the client has seen make another answer of the decision."""
    if expected is None or expected >= fresh.revision:
        return
    then = View(await context.model.past(expected), context.day(fresh.decided_at))
    decision = decision_of(context, fresh)
    if gist_of(asked_again(decision.question, then, fresh.decided_at)) == frozen_gist(fresh):
        return
    ids = judge.evidence(context.model.snapshot, fresh, None)
    rivals = [
        Rival(r.revision, r.change.actor, r.change.at, r.change.reason, tuple(sorted(touched))[:20])
        for r in await context.model.journal.touching(ids, after=expected)
        if (touched := ids & {operation.fact_id for operation in r.change.operations})
    ]
    message = say("answer-changed-since", expected=expected)
    raise Conflict(tuple(rivals), message)
