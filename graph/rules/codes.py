"""Rules about the codes of units, and the digit template that they fit."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from graph.codes import CODED_KINDS, code_fault, digits_of, is_coded_in, templates_for
from graph.errors import Problem
from graph.facts import CodeTemplate, FactId, PartOf, Succession, Unit
from graph.messages import say
from graph.rules.step import Step, name_of
from graph.snapshot import Snapshot
from graph.texts import shown
from graph.time.validity import is_void, overlap
from graph.words import UnitKind


def template_in_order(step: Step) -> Iterator[Problem]:
    """In a digit template every level has more digits than the one above, so that length tells the level."""
    for template in step.of(CodeTemplate):
        for above, below in pairwise(CODED_KINDS):
            if not is_void(template) and digits_of(template, above) >= digits_of(template, below):
                message = say(
                    "template-out-of-order",
                    below=below,
                    above=above,
                    below_digits=digits_of(template, below),
                    above_digits=digits_of(template, above),
                )
                yield Problem("template-in-order", message, (template.id,))


def code_fits(step: Step) -> Iterator[Problem]:
    """A unit's code has the form that the digit template in force on its first day gives to its level."""
    templates = list(step.after.all(CodeTemplate))
    # Another template judges other codes: whose, only their first days tell.
    judged = step.after.all(Unit) if any(step.of(CodeTemplate)) else step.of(Unit)
    for unit in judged:
        if is_void(unit):
            continue
        fault = code_fault(unit.kind, unit.id, templates_for(unit.start, templates))
        if fault:
            message = say("code-unfit", fault=fault, start=unit.start)
            yield Problem("code-fits", message, (shown(unit.id),))


def code_in_place(step: Step) -> Iterator[Problem]:
    """The code of a grid or micro-grid begins with that of the village it lies in, or of one which that succeeded."""
    for unit in _coded_at_stake(step):
        villages = set(_villages(step.after, unit))
        for village in sorted(v for v in villages if not is_coded_in(step.after, unit.id, v)):
            message = say(
                "code-out-of-place",
                unit=name_of(step.after, unit.id),
                village=name_of(step.after, village),
                kind=unit.kind,
            )
            yield Problem("code-in-place", message, (unit.id, village))


def _villages(snapshot: Snapshot, unit: Unit) -> Iterator[FactId]:
    """The villages that a grid or micro-grid ever lies in."""
    for edge in _real(snapshot.linked(PartOf, "child", unit.id)):
        parent = snapshot.get(Unit, edge.parent)
        if parent is None:
            continue
        if parent.kind == UnitKind.VILLAGE:
            yield parent.id
        elif parent.kind == UnitKind.GRID:
            above = _real(snapshot.linked(PartOf, "child", parent.id))
            yield from (e.parent for e in above if overlap(e, edge) and _is_village(snapshot, e.parent))


def _is_village(snapshot: Snapshot, code: FactId) -> bool:
    unit = snapshot.get(Unit, code)
    return unit is not None and unit.kind == UnitKind.VILLAGE


def _coded_at_stake(step: Step) -> list[Unit]:
    """The grids and micro-grids whose villages, or whose villages' predecessors, the change may have altered."""
    moved = {edge.child for edge in step.of(PartOf)} | {unit.id for unit in step.of(Unit)}
    heirs = _with_heirs(step.after, {succession.successor for succession in step.of(Succession)})
    moved |= {edge.child for heir in heirs for edge in step.after.linked(PartOf, "parent", heir)}
    moved |= {edge.child for code in moved for edge in step.after.linked(PartOf, "parent", code)}
    units = (step.after.get(Unit, code) for code in moved)
    return [u for u in units if u is not None and u.kind in {UnitKind.GRID, UnitKind.MICRO_GRID} and not is_void(u)]


def _with_heirs(snapshot: Snapshot, codes: set[FactId]) -> set[FactId]:
    found, waiting = set(codes), list(codes)
    while waiting:
        after = {s.successor for s in snapshot.linked(Succession, "predecessor", waiting.pop())} - found
        found |= after
        waiting.extend(after)
    return found


def _real(edges: Iterable[PartOf]) -> list[PartOf]:
    return [edge for edge in edges if not is_void(edge)]
