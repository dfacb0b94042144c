"""The mutations: each drafts one edit; `applyChanges` several in one atomic change; `undo` puts one back."""

from dataclasses import replace
from typing import Annotated

import strawberry

from graph.access.grants import Right
from graph.apply import inverse, left_by
from graph.change import End, Put, Recorded, change_id, revision_of
from graph.edits.draft import Draft
from graph.errors import InvalidInput, NotFound, Problem, RuleViolated, WanggeError
from graph.messages import say
from graph.snapshot import Snapshot
from graph.texts import shown
from schema.cases.deciding import DecisionMutations
from schema.changes.changes import (
    AsksFor,
    ChangeApplied,
    ChangeRefused,
    ChangeRequest,
    ChangeResult,
    asked_by,
    check_scope,
    decide,
    made_earlier,
    refused,
)
from schema.context import Context, Info
from schema.types import edits, feeds

MOST_STEPS = 500

LOOKED_AT = 200
"""Operations by which it is judged first whether a change may be undone."""

Request = Annotated[ChangeRequest, strawberry.argument(description="Why, and how. 变更请求")]


def _mutation(input_type: type[edits.Edit], description: str) -> object:
    async def resolver(
        info: Info,
        input: Annotated[input_type, strawberry.argument(description="What to do. 内容")],  # type: ignore[valid-type]  # noqa: A002
        change: Request,
    ) -> ChangeResult:
        whole = isinstance(input, edits.OF_THE_WHOLE)
        edit = input.draft  # type: ignore[attr-defined]  # an Edit
        return await decide(info.context, change, edit, (info.field_name, input), whole=whole)

    return strawberry.field(resolver, description=description)


@strawberry.type(description="What can be changed. 变更")
class Mutation(DecisionMutations):
    create_unit = _mutation(edits.CreateUnitInput, "Found a unit. 设立单位")
    describe_unit = _mutation(edits.DescribeUnitInput, "Rename, re-classify or re-count a unit. 变更单位信息")
    set_boundary = _mutation(edits.SetBoundaryInput, "Give a unit another outline. 变更边界")
    move_unit = _mutation(edits.MoveUnitInput, "Make a unit part of another, its code unchanged. 调整隶属")
    retire_unit = _mutation(edits.RetireUnitInput, "Retire a unit for good. 撤销单位")
    split_grid = _mutation(edits.SplitGridInput, "Split a grid. 拆分网格")
    merge_grids = _mutation(edits.MergeGridsInput, "Merge grids. 合并网格")
    renumber_unit = _mutation(edits.RenumberUnitInput, "Give a unit another code. 变更编码")
    add_person = _mutation(edits.AddPersonInput, "Make somebody known. 新增人员")
    correct_person = _mutation(edits.CorrectPersonInput, "Correct what is known of somebody. 更正人员信息")
    remove_person = _mutation(edits.RemovePersonInput, "Let somebody leave for good. 注销人员")
    appoint = _mutation(edits.AppointInput, "Give somebody a post. 任命")
    end_holding = _mutation(edits.EndHoldingInput, "Let a post end. 离任")
    transfer = _mutation(edits.TransferInput, "Move somebody to another post. 调任")
    set_rank = _mutation(edits.SetRankInput, "Make a post primary, backup or neither. 设定主备")
    correct_holding = _mutation(edits.CorrectHoldingInput, "Correct what was recorded of a post. 更正任职")
    record_absence = _mutation(edits.RecordAbsenceInput, "Record that somebody is away. 登记缺岗")
    correct_absence = _mutation(edits.CorrectAbsenceInput, "Correct an absence. 更正缺岗")
    end_absence = _mutation(edits.EndAbsenceInput, "Somebody is back. 返岗")
    record_worker = _mutation(edits.RecordWorkerInput, "Set pay grade, stars or party stage. 登记等级")
    record_appraisal = _mutation(edits.RecordAppraisalInput, "Record an appraisal. 登记考核")
    appraise_department = _mutation(edits.AppraiseDepartmentInput, "Record how a department did. 登记部门考核")
    set_staffing = _mutation(edits.SetStaffingInput, "Set a line of the staffing standard. 设定配备标准")
    set_ladder = _mutation(edits.SetLadderInput, "Replace the responsibility ladder. 设定责任阶梯")
    set_policy = _mutation(edits.SetPolicyInput, "Replace the routing policy. 设定流转政策")
    set_reward_rate = _mutation(edits.SetRewardRateInput, "Set what a mediated case earns. 设定补助标准")
    record_mediation = _mutation(edits.RecordMediationInput, "Record a case mediated with success. 登记调解成功")
    add_department = _mutation(edits.AddDepartmentInput, "Make a department known. 新增部门")
    set_stationing = _mutation(edits.SetStationingInput, "Let a department work at a centre. 部门入驻")
    end_stationing = _mutation(edits.EndStationingInput, "Let a department work at a centre no longer. 部门撤出")
    set_rota = _mutation(edits.SetRotaInput, "Begin a rota, in place of another if wished. 设定排班")
    end_rota = _mutation(edits.EndRotaInput, "Let a rota end. 停用排班")
    override_duty = _mutation(edits.OverrideDutyInput, "Let somebody serve shifts whoever's turn it is. 替班")
    remove_override = _mutation(edits.RemoveOverrideInput, "Take an override back. 取消替班")
    swap_duty = _mutation(edits.SwapDutyInput, "Let two members of a rota swap shifts. 换班")
    remove_swap = _mutation(edits.RemoveSwapInput, "Take a swap back. 取消换班")

    @strawberry.field(description="Make a calendar feed of somebody's duty, with a secret address. 创建值班日历订阅")
    async def create_duty_feed(self, info: Info, target: feeds.Target) -> feeds.NewDutyFeed:
        return await feeds.create(info, str(target))

    @strawberry.field(description="Put a feed out of force: its address answers no more. 撤销值班日历订阅")
    async def revoke_duty_feed(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="The feed. 订阅编号")],  # noqa: A002
    ) -> bool:
        return await feeds.revoke(info, str(id))

    @strawberry.field(description="Make several edits, each seeing the ones before it, all together or none. 批量变更")
    async def apply_changes(
        self,
        info: Info,
        steps: Annotated[list[edits.EditInput], strawberry.argument(description="The edits, in order, at most 500.")],
        change: Request,
    ) -> ChangeResult:
        def draft_all(draft: Draft) -> None:
            if not 0 < len(steps) <= MOST_STEPS:
                raise InvalidInput(say("too-many-edits", count=len(steps), most=MOST_STEPS))
            for number, step in enumerate(steps, start=1):
                notes = draft.notes
                draft.notes = []
                try:
                    step.edit().draft(draft)
                except (InvalidInput, NotFound) as error:
                    raise type(error)(say("step-wrong", number=number, error=error.message), error.ids) from error
                draft.notes = [*notes, *draft.notes]

        whole = any(step.is_of_the_whole for step in steps[:MOST_STEPS])
        return await decide(info.context, change, draft_all, (info.field_name, steps), whole=whole)

    @strawberry.field(description="Add a change that puts back what another did; it erases nothing. 撤回变更")
    async def undo(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="The change to undo. 变更编号")],  # noqa: A002
        change: Request,
    ) -> ChangeResult:
        asks_for = (info.field_name, str(id))
        try:
            return await _undo_once(info.context, str(id), change, asks_for)
        except WanggeError as error:
            return refused(error, info.context)


async def _undo_once(
    context: Context, undone: str, request: ChangeRequest, asks_for: AsksFor
) -> ChangeApplied | ChangeRefused:
    if (made := await _made_before(context, request, asks_for)) is not None:
        return made
    try:
        return await _undo(context, undone, request, asks_for)
    except RuleViolated:  # what stands in the way may be this very request, sent twice at once
        if (made := await _made_before(context, request, asks_for)) is None:
            raise
        return made


async def _made_before(context: Context, request: ChangeRequest, asks_for: AsksFor) -> ChangeApplied | None:
    context.require(Right.WRITE)
    made = await context.model.made_before(asked_by(context, request, asks_for))
    return None if made is None else made_earlier(context, made)


async def _undo(
    context: Context, undone: str, request: ChangeRequest, asks_for: AsksFor
) -> ChangeApplied | ChangeRefused:
    revision = revision_of(undone)
    recorded = None if revision is None else await _within_reach(context, revision)
    if recorded is None:
        raise NotFound(say("undo-unknown", change=shown(undone)), (shown(undone),))
    head = context.model.snapshot
    seen = max(recorded.revision, head.revision)
    if later := await _built_upon(context, recorded, head):
        raise RuleViolated(later)

    def put_back(draft: Draft) -> None:
        for operation in inverse(recorded):
            match operation:
                case Put(old):
                    draft.put(old)
                case End(fact_id, on):
                    fact = draft.find(fact_id)
                    if fact is not None:
                        draft.end(fact, on)
        draft.note(say("note-undo", change=change_id(recorded.revision), summary=recorded.change.summary))

    # What is written after this look at the journal and before the decision is a conflict, not something to undo over.
    expected = seen if request.expected_revision is None else min(seen, request.expected_revision)
    return await decide(context, replace(request, expected_revision=expected), put_back, asks_for)


async def _within_reach(context: Context, revision: int) -> Recorded | None:
    """The change that made a revision, read a little first and whole only if that lies in the caller's reach.

    Raises Forbidden.
    """
    for most in (LOOKED_AT, None):
        recorded = await context.model.journal.read(revision, 0, most)
        if recorded is None:
            return None
        head, operations = context.model.snapshot, recorded.change.operations
        check_scope(context, head, head, (operation.fact_id for operation in operations))
        if len(operations) < LOOKED_AT:
            break
    return recorded


async def _built_upon(context: Context, recorded: Recorded, head: Snapshot) -> list[Problem]:
    """The later changes that stand in the way of undoing one: those by which facts are not as it left them.

    A later change that was itself undone stands in nobody's way.
    """
    altered = {fact_id for fact_id, fact in left_by(recorded).items() if head.find(fact_id) != fact}
    found = [] if not altered else await context.model.journal.touching(altered, after=recorded.revision)
    return [
        Problem(
            "built-upon",
            say("built-upon", after=after.id, actor=after.change.actor, reason=after.change.reason),
            (after.id, *sorted(altered & {o.fact_id for o in after.change.operations})[:20]),
        )
        for after in found
    ]
