"""Rules about units: described and placed on every day, in the order of levels, succeeded by their like."""

from collections.abc import Iterator

from graph.errors import Problem
from graph.facts import Fact, PartOf, StaffingRule, Succession, Unit, UnitState
from graph.kinds import LEVELS
from graph.messages import any_of, say
from graph.rules.step import Step, name_of, span
from graph.time.validity import first_uncovered_day, is_void
from graph.words import UnitKind


def always_described(step: Step) -> Iterator[Problem]:
    """A unit has a name and a state on every day of its life."""
    for unit in _units_at_stake(step, UnitState, "unit"):
        day = first_uncovered_day(unit, step.after.linked(UnitState, "unit", unit.id))
        if day:
            yield Problem("always-described", say("unit-undescribed", unit=unit.id, day=day), (unit.id,))


def always_placed(step: Step) -> Iterator[Problem]:
    """A unit below the street is part of another on every day of its life."""
    for unit in _units_at_stake(step, PartOf, "child"):
        if LEVELS[unit.kind].placed:
            day = first_uncovered_day(unit, step.after.linked(PartOf, "child", unit.id))
            if day:
                message = say("unit-unplaced", unit=name_of(step.after, unit.id), kind=unit.kind, day=day)
                yield Problem("always-placed", message, (unit.id,))


def level_order(step: Step) -> Iterator[Problem]:
    """A unit is part of one of the kinds that may hold it; so the tree can't close into a loop at any date."""
    for fact in step.of(PartOf):
        child, parent = step.after.get(Unit, fact.child), step.after.get(Unit, fact.parent)
        if child is None or parent is None or parent.kind in LEVELS[child.kind].parents:
            continue
        message = say(
            "level-wrong",
            child=name_of(step.after, child.id),
            allowed=any_of(LEVELS[child.kind].parents) if LEVELS[child.kind].parents else say("nothing"),
            parent=name_of(step.after, parent.id),
            child_kind=child.kind,
            parent_kind=parent.kind,
        )
        yield Problem("level-order", message, (fact.id, child.id, parent.id))


def grid_typed(step: Step) -> Iterator[Problem]:
    """Grids, and only grids, are general or dedicated; so is the standard for them."""
    for rule in step.of(StaffingRule):
        if rule.grid_type is not None and rule.unit_kind != UnitKind.GRID:
            message = say("standard-typed", kind=rule.unit_kind)
            yield Problem("grid-typed", message, (rule.id,))
    for fact in step.of(UnitState):
        unit = step.after.get(Unit, fact.unit)
        if unit is not None and (unit.kind == UnitKind.GRID) != (fact.grid_type is not None):
            need = say("needs-grid-type") if fact.grid_type is None else say("has-no-grid-type")
            yield Problem(
                "grid-typed", say("unit-typed-wrong", unit=name_of(step.after, unit.id), need=need), (fact.id, unit.id)
            )


def succession_in_order(step: Step) -> Iterator[Problem]:
    """A predecessor ends on the day on which it is succeeded, by another unit of its kind."""
    touched = {f.id for f in step.of(Unit)}
    at_stake = {f.id: f for f in step.of(Succession)}
    at_stake |= {f.id: f for code in touched for f in step.after.linked(Succession, "predecessor", code)}
    for fact in at_stake.values():
        old, new = step.after.get(Unit, fact.predecessor), step.after.get(Unit, fact.successor)
        if is_void(fact) or old is None or new is None:
            continue
        if old.id == new.id or old.kind != new.kind or old.end != fact.start:
            message = say(
                "succession-off",
                old=name_of(step.after, old.id),
                days=span(old),
                start=fact.start,
                new=name_of(step.after, new.id),
            )
            yield Problem("succession-in-order", message, (fact.id, old.id, new.id))


def _units_at_stake(step: Step, cls: type[Fact], name: str) -> Iterator[Unit]:
    codes = {f.id for f in step.of(Unit)} | {getattr(f, name) for f in step.of(cls)}
    for code in sorted(codes):
        unit = step.after.get(Unit, code)
        if unit is not None:
            yield unit
