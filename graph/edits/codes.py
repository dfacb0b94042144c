"""Codes for new units, by the digit template in force; a code that was ever given is never given again."""

from datetime import date

from graph.edits.draft import Draft
from graph.errors import InvalidInput, NotFound
from graph.facts import CodeTemplate, FactId, Unit
from graph.view import View
from graph.words import PARENT_KINDS, UnitKind

AREA_MARK = "G"
AREA_DIGITS = 2
"""A management area has no place in the template: its code is the street's, a mark, and a number."""

NUMBERED = (UnitKind.MANAGEMENT_AREA, UnitKind.VILLAGE, UnitKind.GRID, UnitKind.MICRO_GRID)


def next_code(draft: Draft, kind: UnitKind, parent: Unit, day: date) -> FactId:
    """The code after the highest ever given to a unit of `kind` in `parent`, as the import numbers too.

    Gaps stay: statistical codes keep theirs, and a gap may be a code that only old papers know.  Raises InvalidInput
    where codes are given from above, or all are given.  Cost: the numbers that the digits allow, not the model.
    """
    if kind not in NUMBERED:
        raise InvalidInput(
            f"The code of a {kind.label} is given from above; say it. {kind.zh}编码须由上级给定", (parent.id,)
        )
    if parent.kind not in PARENT_KINDS[kind]:
        raise InvalidInput(
            f"A {kind.label} can't be in a {parent.kind.label}. {kind.zh}不能隶属于{parent.kind.zh}", (parent.id,)
        )
    prefix, digits = _frame(draft.on(day), kind, parent)
    given = (n for n in range(10**digits - 1, 0, -1) if draft.snapshot.get(Unit, f"{prefix}{n:0{digits}d}") is not None)
    number = next(given, 0) + 1
    if number == 10**digits:
        raise InvalidInput(
            f"The last {digits}-digit number after {prefix} has been given; say the code. 编码已用尽", (parent.id,)
        )
    return f"{prefix}{number:0{digits}d}"


def _frame(view: View, kind: UnitKind, parent: Unit) -> tuple[str, int]:
    if kind == UnitKind.MANAGEMENT_AREA:
        return parent.id + AREA_MARK, AREA_DIGITS
    template = view.code_template() or CodeTemplate(id="none", start=view.day)
    above = _holder(view, kind, parent)
    digits = getattr(template, kind.value) - getattr(template, above.kind.value)
    return above.id, digits


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
