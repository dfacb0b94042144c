"""Codes of units: how many digits each level has, with which code they begin, and which one is free.

The digit template (`CodeTemplate`) is dated.  A unit keeps its code for life, so its code is judged by the template of
its first day.  Where none was in force on that day, the default digits will do, or those of the next template to come.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import chain

from graph.facts import CodeTemplate, FactId, PartOf, Succession, Unit
from graph.messages import Message, any_of, say
from graph.snapshot import Readable
from graph.texts import shown
from graph.time.validity import FIRST_DAY, holds_on, is_void
from graph.words import UnitKind

AREA_MARK = "G"
AREA_DIGITS = 2
"""A management area has no place in the template: its code is the street's, a mark, and a number, of two digits if made
here."""

CODED_KINDS = tuple(kind for kind in UnitKind if kind != UnitKind.MANAGEMENT_AREA)
"""The levels that the template gives digits to, the widest first."""

DEFAULT_TEMPLATE = CodeTemplate(id="default", start=FIRST_DAY)


def digits_of(template: CodeTemplate, kind: UnitKind) -> int:
    """How many digits the code of a level has in all.  A management area's has none: ValueError."""
    if kind == UnitKind.MANAGEMENT_AREA:
        raise ValueError("a management area has no place in the digit template")
    digits: int = getattr(template, kind.value)
    return digits


def templates_for(day: date, templates: Iterable[CodeTemplate]) -> tuple[CodeTemplate, ...]:
    """The templates that the code of a unit may fit that begins on a day, the one to number it by first."""
    real = [template for template in templates if not is_void(template)]
    inforce = tuple(template for template in real if holds_on(template, day))
    if inforce:
        return inforce
    following = sorted((t for t in real if t.start > day), key=lambda t: (t.start, t.id))
    return DEFAULT_TEMPLATE, *following[:1]


def code_fault(kind: UnitKind, code: FactId, templates: Sequence[CodeTemplate]) -> Message | None:
    """What is wrong with a code for a unit of a kind that may fit any of these templates; None if nothing is."""
    if kind == UnitKind.MANAGEMENT_AREA:
        if any(_is_area_code(code, template) for template in templates):
            return None
        example = f"{'0' * templates[0].street}{AREA_MARK}01"
        return say("area-code-unfit", code=shown(code), kind=kind, example=example, mark=AREA_MARK)
    lengths = sorted({digits_of(template, kind) for template in templates})
    if is_number(code) and len(code) in lengths:
        return None
    found = say("has-digits", count=len(code)) if is_number(code) else say("has-no-digits")
    return say("code-of-other-length", code=shown(code), found=found, kind=kind, wanted=any_of(map(str, lengths)))


def is_number(code: str) -> bool:
    """Say whether a code has the digits 0-9 and nothing else."""
    return code.isascii() and code.isdecimal()


def _is_area_code(code: FactId, template: CodeTemplate) -> bool:
    street, mark, number = code.partition(AREA_MARK)
    return bool(mark) and len(street) == template.street and is_number(street) and is_number(number)


def kind_by_digits(template: CodeTemplate, code: FactId) -> UnitKind | None:
    """The level that a code is of by its form; None if it has none."""
    if is_number(code):
        return next((kind for kind in CODED_KINDS if digits_of(template, kind) == len(code)), None)
    return UnitKind.MANAGEMENT_AREA if _is_area_code(code, template) else None


def front_of(kind: UnitKind, above: FactId, template: CodeTemplate) -> tuple[FactId, int]:
    """What the code of a unit numbered within `above` begins with, and how many digits follow; 0 or less: none can."""
    if kind == UnitKind.MANAGEMENT_AREA:
        return above + AREA_MARK, AREA_DIGITS
    return above, digits_of(template, kind) - len(above)


def is_coded_in(facts: Readable, code: FactId, place: FactId) -> bool:
    """Say whether a code begins with that of a place, or of a place that it succeeded: codes are kept for life."""
    waiting, seen = [place], {place}
    while waiting:
        front = waiting.pop()
        if code.startswith(front):
            return True
        before = {s.predecessor for s in facts.linked(Succession, "successor", front) if not is_void(s)} - seen
        seen |= before
        waiting.extend(before)
    return False


def free_code(front: FactId, digits: int, own: Iterable[FactId], taken: Callable[[FactId], bool]) -> FactId | None:
    """The code to give next: the lowest after the highest of `own`, or where that is full, the lowest in a gap.

    A code that was ever given (`taken`) is never given again, whoever has it; codes of others count for nothing else.
    `own` are the codes that were ever numbered within the same unit.  None if all numbers of these digits are given.
    Cost: the codes given, not the numbers that the digits allow.
    """
    if digits < 1:
        return None
    numbers = (code[len(front) :] for code in own if code.startswith(front) and len(code) == len(front) + digits)
    highest = max((int(number) for number in numbers if is_number(number)), default=0)
    for number in chain(range(highest + 1, 10**digits), range(1, highest)):
        code = f"{front}{number:0{digits}d}"
        if not taken(code):
            return code
    return None


def numbered_in(facts: Readable, code: FactId) -> Iterator[FactId]:
    """The codes of all units that were ever part of one; of villages also those in its management areas."""
    for edge in facts.linked(PartOf, "parent", code):
        yield edge.child
        child = facts.get(Unit, edge.child)
        if child is not None and child.kind == UnitKind.MANAGEMENT_AREA:
            yield from (e.child for e in facts.linked(PartOf, "parent", child.id))
