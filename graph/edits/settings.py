"""The dated settings: staffing standard, responsibility ladder, routing policy, rewards."""

from collections.abc import Sequence
from datetime import date

from graph.edits.draft import Draft
from graph.errors import InvalidInput
from graph.facts import LadderRung, Policy, StaffingRule
from graph.messages import say
from graph.time.validity import holds_on
from graph.words import GridType, Role, UnitKind


def set_staffing(
    draft: Draft, role: Role, unit_kind: UnitKind, grid_type: GridType | None, minimum: int, on: date
) -> None:
    """Ask for at least `minimum` of a role in every unit of a kind from a day on; 0 asks for none."""
    if minimum < 0:
        raise InvalidInput(say("minimum-negative", minimum=minimum))
    line = [
        rule
        for rule in draft.all(StaffingRule)
        if (rule.role, rule.unit_kind, rule.grid_type) == (role, unit_kind, grid_type)
    ]
    draft.note(say("note-standard", role=role, minimum=minimum, kind=unit_kind))
    if minimum > 0:
        rule_id = draft.mint("standard", role, unit_kind, grid_type, on)
        fresh = StaffingRule(id=rule_id, role=role, unit_kind=unit_kind, grid_type=grid_type, minimum=minimum, start=on)
        draft.supersede(line, fresh)
        return
    for current in line:
        if holds_on(current, on):
            draft.end(current, on)


def set_ladder(draft: Draft, rungs: Sequence[tuple[Role, UnitKind]], on: date) -> None:
    """Replace the responsibility ladder from a day on; ladders recorded for later are dropped."""
    if not rungs:
        raise InvalidInput(say("ladder-empty"))
    for rung in list(draft.all(LadderRung)):
        draft.end(rung, on)
    for order, (role, unit_kind) in enumerate(rungs, start=1):
        rung_id = draft.mint("ladder", order, role, unit_kind, on)
        draft.put(LadderRung(id=rung_id, order=order, role=role, unit_kind=unit_kind, start=on))
    draft.note(say("note-ladder", roles=" → ".join((role.zh for role, _ in rungs))))


def set_policy(draft: Draft, name: str, document: str, on: date) -> Policy:
    """Let a policy be in force from a day on; policies recorded for later are dropped.  Its text is not read here."""
    for policy in list(draft.all(Policy)):
        draft.end(policy, on)
    fresh = Policy(id=draft.mint("policy", name, on), name=name, document=document, start=on)
    draft.put(fresh)
    draft.note(say("note-policy", name=name))
    return fresh
