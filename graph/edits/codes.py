"""Codes for new units, by the digit template in force; a code that was ever given is never given again."""

from datetime import date

from graph.codes import free_code, front_of, numbered_in, templates_for
from graph.edits.draft import Draft
from graph.errors import InvalidInput, NotFound
from graph.facts import CodeTemplate, FactId, Unit
from graph.view import View
from graph.words import PARENT_KINDS, UnitKind

NUMBERED = (UnitKind.MANAGEMENT_AREA, UnitKind.VILLAGE, UnitKind.GRID, UnitKind.MICRO_GRID)


def next_code(draft: Draft, kind: UnitKind, parent: Unit, day: date) -> FactId:
    """The next free code for a unit of `kind` that begins in `parent` on a day.

    It is the one after the highest that was ever given in `parent`, so that statistical codes keep their gaps; where
    none is left after that, the lowest in a gap.  Raises InvalidInput if codes are given from above, or none is left.
    """
    if kind not in NUMBERED:
        raise InvalidInput(
            f"The code of a {kind.label} is given from above; say it. {kind.zh}编码须由上级给定", (parent.id,)
        )
    if parent.kind not in PARENT_KINDS[kind]:
        raise InvalidInput(
            f"A {kind.label} can't be in a {parent.kind.label}. {kind.zh}不能隶属于{parent.kind.zh}", (parent.id,)
        )
    above = _holder(draft.on(day), kind, parent)
    template = templates_for(day, draft.snapshot.all(CodeTemplate))[0]
    front, digits = front_of(kind, above.id, template)
    code = free_code(front, digits, numbered_in(draft.snapshot, above.id), lambda code: _is_taken(draft, code))
    if code is None:
        raise InvalidInput(_why_none(kind, front, digits), (parent.id,))
    return code


def _why_none(kind: UnitKind, front: FactId, digits: int) -> str:
    if digits < 1:
        return (
            f"The digit template leaves no digit after {front} for a {kind.label} {kind.zh}; say its code, or set "
            "another template. 编码规则未留位数"
        )
    return (
        f"Every {digits}-digit number after {front} has been given, so no code is left for a {kind.label} {kind.zh}; "
        "say one, or set a digit template with more digits. 编码已用尽"
    )


def _is_taken(draft: Draft, code: FactId) -> bool:
    return draft.snapshot.find(code) is not None


def _holder(view: View, kind: UnitKind, parent: Unit) -> Unit:
    # A village in a management area is numbered within its street.
    if parent.kind != UnitKind.MANAGEMENT_AREA:
        return parent
    above = view.parent(parent.id)
    if above is None:
        raise NotFound(
            f"Management area {parent.id} is part of nothing, so no {kind.label} can be numbered.", (parent.id,)
        )
    return above
