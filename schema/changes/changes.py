"""Changes as clients see them: what a mutation answers, and the journal."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from enum import Enum
from itertools import islice
from typing import Annotated, Any, Union

import strawberry
from strawberry.scalars import JSON

from graph import change as core
from graph import facts
from graph.access.grants import Forbidden, Right
from graph.access.permission import beyond
from graph.apply import left_by
from graph.codec import Plain
from graph.edits.draft import Draft
from graph.edits.duty import guard_past
from graph.errors import Conflict, InvalidInput, NotFound, Problem, RuleViolated, WanggeError
from graph.messages import say
from graph.rules.clashes import Caused
from graph.snapshot import Snapshot
from graph.step import Step
from graph.texts import text_fault
from graph.view import View
from queries.cover.breaks import Break
from queries.cover.forecast import because
from queries.effect import Effect, effect
from schema.changes.asking import asked_of
from schema.context import Context, Info
from schema.types.misnomers import LapsedState, Misnomer
from schema.types.nouns import Holding, Person, Unit
from schema.types.outlines import OutlineClash
from schema.types.paging import DEFAULT, After, Connection, First, check_first, connection, decode_cursor, page
from schema.types.words import Cause, Role

MOST_NAMED = 20
"""Ids out of reach that a refusal names."""

AsksFor = tuple[str, object]
"""The name of a mutation, and what it was given."""


def _code(value: str, description: str) -> Any:  # noqa: ANN401 -- strawberry's own
    return strawberry.enum_value(value, description=description)


@strawberry.enum(description="Why a change was refused. 拒绝原因")
class RefusalCode(Enum):
    INVALID_INPUT = _code("INVALID_INPUT", "A value is not of the form asked for. 输入有误")
    NOT_FOUND = _code("NOT_FOUND", "An id or code that nothing answers to. 未找到")
    RULE_VIOLATED = _code("RULE_VIOLATED", "The change would break rules; `problems` has them. 违反规则")
    CONFLICT = _code("CONFLICT", "Others changed the same facts first; `conflictsWith` has their changes. 变更冲突")
    FORBIDDEN = _code("FORBIDDEN", "It lies beyond what the key may do, or reaches. 超出权限范围")
    TOO_COSTLY = _code(
        "TOO_COSTLY", "It costs more than one request may; nothing is saved. Change less at once. 请求过大，请分次提交"
    )
    UNAVAILABLE = _code("UNAVAILABLE", "The record can't be reached or trusted just now; try again. 暂不可用")


@strawberry.enum(description="The two kinds of operation. 操作类型")
class OperationKind(Enum):
    PUT = "PUT"
    END = "END"


@strawberry.input(description="How a change is made. 变更请求")
class ChangeRequest:
    reason: str = strawberry.field(description="Why; kept in the journal for good. 事由")
    dry_run: bool | None = strawberry.field(default=False, description="Do everything but save. 仅试算")
    expected_revision: int | None = strawberry.field(
        default=None, description="Refuse if others changed the same facts after this revision. 预期版本"
    )
    token: str | None = strawberry.field(
        default=None,
        description="Chosen by the client, another for each change, 100 characters at most. Who asks again with it "
        "gets the change that was made already: nothing is made twice. A dry run takes no notice of it. 防重令牌",
    )


@strawberry.type(description="One operation of a change. 操作")
class Operation:
    kind: OperationKind = strawberry.field(description="PUT states a fact, END lets it end.")
    fact_kind: str = strawberry.field(description="The class of the fact, such as `Holding`.")
    fact_id: strawberry.ID = strawberry.field(description="The id of the fact.")
    before: JSON | None = strawberry.field(
        description="The fact before, without what is personal and out of the caller's reach; null: there was none."
    )
    after: JSON | None = strawberry.field(description="The fact after, likewise.")


@strawberry.type(description="A change in the journal. 变更")
class Change:
    entry: strawberry.Private[core.Entry]
    recorded: strawberry.Private[core.Recorded | None] = None

    @strawberry.field(description="Stable id. 变更编号")
    def id(self) -> strawberry.ID:
        return strawberry.ID(self.entry.id)

    @strawberry.field(description="The revision it made. 版本")
    def revision(self) -> int:
        return self.entry.revision

    @strawberry.field(description="When it was decided. 时间")
    def at(self, info: Info) -> datetime:
        return self.entry.at.astimezone(info.context.zone)

    @strawberry.field(description="Who decided it. 操作人")
    def actor(self) -> str:
        return self.entry.actor

    @strawberry.field(description="Why. 事由")
    def reason(self) -> str:
        return self.entry.reason

    @strawberry.field(description="What it does, in a line. 摘要")
    def summary(self) -> str:
        return self.entry.summary

    @strawberry.field(description="Its operations, in order. 操作明细")
    async def operations(self, info: Info, first: First = DEFAULT, after: After = None) -> Connection[Operation]:
        info.context.require(Right.READ_CONTACTS)
        check_first(first)
        start = 0 if after is None else max(decode_cursor(after) + 1, 0)
        recorded = self.recorded or await info.context.model.journal.read(self.entry.revision, start, first)
        if recorded is None:
            raise NotFound(say("change-not-in-journal", change=self.entry.id), (self.entry.id,))
        shown = slice(0, first) if self.recorded is None else slice(start, start + first)
        pairs = zip(recorded.change.operations[shown], recorded.was[shown], strict=True)
        plain = info.context.disclosure.fact
        return connection(
            info,
            list(enumerate(pairs, start)),
            key=lambda p: (p[0],),
            node=lambda p: _operation(plain, *p[1]),
            has_next=start + first < self.entry.size,
            has_previous=start > 0,
            total=self.entry.size,
        )


def _operation(
    plain: Callable[[facts.Fact], dict[str, Plain]], operation: core.Operation, was: facts.Fact | None
) -> Operation:
    match operation:
        case core.Put(fact):
            kind, cls, after = OperationKind.PUT, type(fact).__name__, plain(fact)
        case core.End(_, on):
            kind, cls = OperationKind.END, "" if was is None else type(was).__name__
            after = {"end": on.isoformat()} if was is None else plain(replace(was, end=on))
    before = None if was is None else plain(was)
    return Operation(
        kind=kind,
        fact_kind=cls,
        fact_id=strawberry.ID(operation.fact_id),
        before=None if before is None else JSON(before),
        after=JSON(after),
    )


def change_of(recorded: core.Recorded) -> Change:
    """A recorded change as GraphQL has it."""
    change = recorded.change
    entry = core.Entry(
        revision=recorded.revision,
        at=change.at,
        actor=change.actor,
        reason=change.reason,
        summary=change.summary,
        size=len(change.operations),
    )
    return Change(entry=entry, recorded=recorded)


# -- what it does ----------------------------------------------------------------------------------------------------


@strawberry.type(description="A break of cover over time. 缺口时段")
class CoverBreak:
    view: strawberry.Private[View]
    found: strawberry.Private[Break]

    @strawberry.field(description="The unit.")
    def unit(self) -> Unit:
        return Unit(view=self.view, fact=self.found.unit)

    @strawberry.field(description="The role that is wanting.")
    def role(self) -> Role:
        return self.found.role

    @strawberry.field(description="The first day without cover. 起")
    def start(self) -> date:
        return self.found.start

    @strawberry.field(description="The first day with cover again; null: nothing recorded ends it. 止")
    def end(self) -> date | None:
        return self.found.end

    @strawberry.field(description="What opens it. 成因")
    def cause(self) -> Cause:
        return self.found.cause

    @strawberry.field(description="What opens it, in a sentence. 成因说明")
    def opens_because(self) -> str:
        return because(self.view.snapshot, self.found)


@strawberry.type(description="What a change does, over all time. 影响")
class ChangeEffect:
    before: strawberry.Private[View]
    after: strawberry.Private[View]
    effect: strawberry.Private[Effect]

    @strawberry.field(description="The units it touches. 涉及单位")
    def units(self, info: Info, first: First = DEFAULT, after: After = None) -> Connection[Unit]:
        found = self.effect.units
        return page(info, found, lambda u: (u.id,), lambda u: Unit(view=self.after, fact=u), first, after)

    @strawberry.field(description="The people it touches. 涉及人员")
    def people(self, info: Info, first: First = DEFAULT, after: After = None) -> Connection[Person]:
        found = self.effect.people
        return page(info, found, lambda p: (p.id,), lambda p: Person(view=self.after, fact=p), first, after)

    @strawberry.field(description="Posts that end, or end earlier than before. 空出岗位")
    def vacated(self) -> list[Holding]:
        return [Holding(view=self.after, fact=holding) for holding in self.effect.vacated]

    @strawberry.field(description="Breaks of cover that are there only after it. 新增缺口")
    def gaps_opened(self, info: Info, first: First = DEFAULT, after: After = None) -> Connection[CoverBreak]:
        found = self.effect.opened
        return page(info, found, _break_key, lambda b: CoverBreak(view=self.after, found=b), first, after)

    @strawberry.field(description="Breaks of cover that were there only before it. 消除缺口")
    def gaps_closed(self, info: Info, first: First = DEFAULT, after: After = None) -> Connection[CoverBreak]:
        found = self.effect.closed
        return page(info, found, _break_key, lambda b: CoverBreak(view=self.before, found=b), first, after)

    @strawberry.field(
        description="Outlines that only after it lie outside the unit above or over a neighbour's, by more than half a "
        "metre, or by half a metre more than before. 新增边界冲突"
    )
    def outlines(self, info: Info, first: First = DEFAULT, after: After = None) -> Connection[OutlineClash]:
        found = self.effect.outlines
        return page(info, found, _clash_key, lambda c: OutlineClash(view=self.after.on(c.day), found=c), first, after)

    @strawberry.field(
        description="Names and codes that mislead only after it: siblings of one name, a village with the code of "
        "another street. 新增名称或编码存疑"
    )
    def misnomers(self, info: Info, first: First = DEFAULT, after: After = None) -> Connection[Misnomer]:
        found = self.effect.misnomers
        return page(info, found, lambda m: m.key, lambda m: Misnomer(view=self.after.on(m.day), found=m), first, after)

    @strawberry.field(
        description="What was recorded of units for later days, and never comes: names and counts of a grid that is "
        "split, merged or retired before. 作废的后续登记"
    )
    def lapsed(self, info: Info, first: First = DEFAULT, after: After = None) -> Connection[LapsedState]:
        found = self.effect.lapsed
        return page(info, found, lambda s: (s.id,), lambda s: LapsedState(state=s), first, after)


def _break_key(found: Break) -> tuple[str, str, str]:
    return found.unit.id, found.role.value, found.start.isoformat()


def _clash_key(found: Caused) -> tuple[str, str, str]:
    return found.clash.kind.value, found.clash.unit.id, found.clash.other.id


# -- what a mutation answers -----------------------------------------------------------------------------------------


@strawberry.type(description="The change was made, or in a dry run would be. 变更成功")
class ChangeApplied:
    revision: int = strawberry.field(description="The revision it made, or would make. 版本")
    dry_run: bool = strawberry.field(description="True: nothing was saved. 是否试算")
    change: Change = strawberry.field(description="The change. 变更")
    step: strawberry.Private[Step | None]
    """What it does; None: of a change made earlier, whose snapshots may be far back."""
    day: strawberry.Private[date]

    @strawberry.field(description="What it does. 影响")
    async def effect(self, info: Info) -> ChangeEffect:
        info.context.budget.spend(10)
        step = self.step or await _step_of(info.context, self.revision, self.change.recorded)
        found = effect(step)
        return ChangeEffect(before=View(step.before, self.day), after=View(step.after, self.day), effect=found)


async def _step_of(context: Context, revision: int, recorded: core.Recorded | None) -> Step:
    """What a change did that was made earlier, as the journal has it."""
    before, after = await context.model.past(revision - 1), await context.model.past(revision)
    return Step(before, after, {} if recorded is None else left_by(recorded))


@strawberry.type(description="One broken rule. 问题")
class ChangeProblem:
    rule: str = strawberry.field(description="The rule's stable name (docs/rules.md). 规则")
    message: str = strawberry.field(description="What is wrong and how to mend it. 说明")
    ids: list[strawberry.ID] = strawberry.field(description="The ids concerned. 相关编号")


@strawberry.type(description="A change by somebody else that stands in the way. 冲突的变更")
class ConflictingChange:
    id: strawberry.ID = strawberry.field(description="Its id.")
    revision: int = strawberry.field(description="The revision it made.")
    actor: str = strawberry.field(description="Who made it.")
    at: datetime = strawberry.field(description="When.")
    reason: str = strawberry.field(description="Why.")
    ids: list[strawberry.ID] = strawberry.field(description="The facts that both change.")


@strawberry.type(description="The change was refused; nothing was saved. 变更被拒")
class ChangeRefused:
    code: RefusalCode = strawberry.field(description="Stable code.")
    message: str = strawberry.field(description="Why, in a sentence.")
    problems: list[ChangeProblem] = strawberry.field(description="Every problem found.")
    conflicts_with: list[ConflictingChange] = strawberry.field(description="Whose changes stand in the way. 冲突")


ChangeResult = Annotated[
    Union[ChangeApplied, ChangeRefused],  # noqa: UP007 -- strawberry wants it spelt out
    strawberry.union("ChangeResult", description="What became of a change. 变更结果"),
]


async def decide(
    context: Context,
    request: ChangeRequest,
    edit: Callable[[Draft], None],
    asks_for: AsksFor,
    *,
    whole: bool = False,
) -> ChangeApplied | ChangeRefused:
    """Draft, apply and keep a change, or say why not; what was asked for before is answered as it was then.

    `whole`: it is of the whole organisation, whatever it says.
    """
    try:
        if whole:
            context.caller.require_everywhere(Right.WRITE)
        return await _decide(context, request, edit, asks_for)
    except WanggeError as error:
        return refused(error, context)


async def _decide(
    context: Context, request: ChangeRequest, edit: Callable[[Draft], None], asks_for: AsksFor
) -> ChangeApplied:
    reason = reason_of(request)
    context.require(Right.WRITE)
    asked = asked_by(context, request, asks_for)
    now = context.now().astimezone(UTC)
    day = context.day(now)
    drafts: list[Draft] = []
    steps: list[Step] = []

    def build(snapshot: Snapshot) -> core.Change:
        draft = Draft(snapshot, now, context.civil)
        edit(draft)
        drafts.append(draft)
        return core.Change(
            operations=tuple(draft.operations),
            actor=context.actor,
            reason=reason,
            at=now,
            summary=draft.summary(),
        )

    def judge(step: Step) -> None:
        check_scope(context, step.before, step.after, step.changed)
        guard_past(step, drafts[-1])
        if all(step.before.find(fact_id) == fact for fact_id, fact in step.changed.items()):
            raise InvalidInput(say("changes-nothing"), tuple(drafts[-1].named[:20]))
        steps.append(step)

    dry_run = bool(request.dry_run)
    if dry_run:
        recorded = await context.model.preview(build, judge, expected_revision=request.expected_revision)
    else:
        recorded = await context.model.decide(build, judge, expected_revision=request.expected_revision, asked=asked)
        context.budget.note_saved(recorded.id)
    if not steps or steps[-1].after.revision != recorded.revision:
        return made_earlier(context, recorded)
    return ChangeApplied(
        revision=recorded.revision, dry_run=dry_run, change=change_of(recorded), step=steps[-1], day=day
    )


def asked_by(context: Context, request: ChangeRequest, asks_for: AsksFor) -> core.Asked | None:
    """By what the request is known when it comes again; None: it has no token, or makes nothing."""
    asked = asked_of(context, request.token, *asks_for)
    return None if request.dry_run else asked


def made_earlier(context: Context, recorded: core.Recorded) -> ChangeApplied:
    """The answer to a request that was made before."""
    day = context.day(recorded.change.at)
    return ChangeApplied(revision=recorded.revision, dry_run=False, change=change_of(recorded), step=None, day=day)


def reason_of(request: ChangeRequest) -> str:
    """Why, as the request says it.  Raises InvalidInput if it says nothing fit to be kept."""
    reason = request.reason.strip()
    if fault := text_fault("reason", reason):
        raise InvalidInput(say("reason-faulty", fault=say("reason-empty") if not reason else fault))
    return reason


def check_scope(context: Context, before: Snapshot, after: Snapshot, touched: Iterable[facts.FactId]) -> None:
    """Raise Forbidden if a change from `before` to `after` touches what lies beyond the caller's reach."""
    changed = (fact for fact_id in touched if (fact := after.find(fact_id)) is not None)
    outside = beyond(context.reach_on(before), after, changed)
    if found := tuple(dict.fromkeys(fact.id for fact in islice(outside, MOST_NAMED))):
        raise context.out_of_reach(found)


def refused(error: WanggeError, context: Context) -> ChangeRefused:
    """An expected failure as GraphQL has it."""
    codes = {code.value for code in RefusalCode}
    code = RefusalCode(error.code) if error.code in codes else RefusalCode.INVALID_INPUT
    rivals = error.rivals if isinstance(error, Conflict) else ()
    return ChangeRefused(
        code=code,
        message=str(error),
        problems=[
            ChangeProblem(rule=p.rule, message=p.message, ids=[strawberry.ID(i) for i in p.ids])
            for p in _problems(error)
        ],
        conflicts_with=[
            ConflictingChange(
                id=strawberry.ID(core.change_id(r.revision)),
                revision=r.revision,
                actor=r.actor,
                at=r.at.astimezone(context.zone),
                reason=r.reason,
                ids=[strawberry.ID(i) for i in r.ids],
            )
            for r in rivals
        ],
    )


def _problems(error: WanggeError) -> tuple[Problem, ...]:
    match error:
        case RuleViolated():
            return error.problems
        case Forbidden():
            return (Problem("out-of-reach", error.message, error.ids),)
        case NotFound():
            return (Problem("not-found", error.message, error.ids),)
        case InvalidInput():
            return (Problem("invalid-input", error.message, error.ids),)
        case Conflict():
            return tuple(Problem("conflict", say("rival", actor=r.actor, reason=r.reason), r.ids) for r in error.rivals)
    return (Problem(error.code.lower().replace("_", "-"), error.message),)
