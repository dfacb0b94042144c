"""Codes for new units, by the digit template in force; a code that was ever given is never given again."""

from datetime import date

from graph.codes import free_code, front_of, numbered_in, templates_for
from graph.edits.draft import Draft
from graph.errors import InvalidInput, NotFound
from graph.facts import CodeTemplate, FactId, Unit
from graph.kinds import LEVELS
from graph.messages import say
from graph.words import UnitKind


def next_code(draft: Draft, kind: UnitKind, parent: Unit, day: date) -> FactId:
    """The next free code for a unit of `kind` that begins in `parent` on a day.

    It is the one after the highest that was ever given in `parent`, so that statistical codes keep their gaps; where
    none is left after that, the lowest in a gap.  Raises InvalidInput if codes are given from above, or none is left.
    """
    if not LEVELS[kind].numbered:
        raise InvalidInput(say("code-given-from-above", kind=kind), (parent.id,))
    if parent.kind not in LEVELS[kind].parents:
        raise InvalidInput(say("kind-not-in", kind=kind, parent=parent.kind), (parent.id,))
    above = _holder(draft, day, kind, parent)
    template = templates_for(day, draft.all(CodeTemplate))[0]
    front, digits = front_of(kind, above.id, template)
    code = free_code(front, digits, numbered_in(draft, above.id), lambda code: _is_taken(draft, code))
    if code is None:
        raise InvalidInput(_why_none(kind, front, digits), (parent.id,))
    return code


def _why_none(kind: UnitKind, front: FactId, digits: int) -> str:
    if digits < 1:
        return say("no-digits-left", front=front, kind=kind)
    return say("codes-used-up", digits=digits, front=front, kind=kind)


def _is_taken(draft: Draft, code: FactId) -> bool:
    return draft.find(code) is not None


def _holder(draft: Draft, day: date, kind: UnitKind, parent: Unit) -> Unit:
    # A village in a management area is numbered within its street.
    if parent.kind != UnitKind.MANAGEMENT_AREA:
        return parent
    above = draft.on(day).parent(parent.id)
    if above is None:
        raise NotFound(say("area-adrift", parent=parent.id, kind=kind), (parent.id,))
    return above
