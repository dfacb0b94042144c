"""Units: founded, described, moved, outlined, retired."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from graph.dependents import dependents
from graph.edits.codes import next_code
from graph.edits.draft import Draft, given, plausible
from graph.edits.duty import finish
from graph.errors import InvalidInput, NotFound
from graph.facts import Boundary, Fact, FactId, PartOf, Rota, Unit, UnitState
from graph.messages import Message, say
from graph.time.validity import is_void, on_day
from graph.words import GridType, UnitKind


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitDetails:
    """What a new unit is called and how large it is; counts None: not known."""

    name: str
    grid_type: GridType | None = None
    category: str | None = None
    households: int | None = None
    population: int | None = None
    note: str | None = None
    boundary: str | None = None


def create_unit(
    draft: Draft, kind: UnitKind, under: FactId | None, start: date, details: UnitDetails, code: FactId | None = None
) -> Unit:
    """Found a unit on a day; without a code it is given the next free one of its parent."""
    parent = None if under is None else draft.unit(under, start)
    if code is None:
        if parent is None:
            raise InvalidInput(say("code-needed", kind=kind))
        code = next_code(draft, kind, parent, start)
    if draft.find(code) is not None:
        raise InvalidInput(
            say("code-given-before", code=code),
            (code,),
        )
    unit = Unit(id=code, kind=kind, start=start)
    draft.put(unit)
    _describe_new(draft, unit, details)
    if parent is not None:
        draft.put(PartOf(id=draft.mint("in", code, parent.id, start), child=code, parent=parent.id, start=start))
    draft.note(say("note-found", code=code, name=details.name))
    return unit


def _describe_new(draft: Draft, unit: Unit, details: UnitDetails) -> None:
    draft.put(
        UnitState(
            id=draft.mint("s", unit.id, unit.start),
            unit=unit.id,
            name=given(details.name, say("the-name"), unit.id),
            grid_type=details.grid_type,
            category=details.category,
            households=details.households,
            population=details.population,
            note=details.note,
            start=unit.start,
        )
    )
    if details.boundary is not None:
        boundary_id = draft.mint("b", unit.id, unit.start)
        draft.put(Boundary(id=boundary_id, unit=unit.id, geometry=details.boundary, start=unit.start))


def describe_unit(draft: Draft, code: FactId, on: date, **details: Any) -> UnitState:  # noqa: ANN401 -- fields of UnitState
    """Rename, re-classify or re-count a unit from a day on, until its next recorded state."""
    draft.unit(code, on)
    line = draft.linked(UnitState, "unit", code)
    current = on_day(line, on)
    if current is None:
        raise NotFound(say("unit-without-state", code=code, on=on), (code,))
    fresh = replace(current, id=draft.mint("s", code, on), start=on, **details)
    draft.note(say("note-describe", code=code, name=fresh.name))
    return draft.supersede(line, fresh)


def set_boundary(draft: Draft, code: FactId, on: date, geometry: str | None) -> None:
    """Give a unit another outline from a day on, or none."""
    draft.unit(code, on)
    line = draft.linked(Boundary, "unit", code)
    current = on_day(line, on)
    draft.note(say("note-boundary", code=code))
    if geometry is not None:
        draft.supersede(line, Boundary(id=draft.mint("b", code, on), unit=code, geometry=geometry, start=on))
    elif current is not None:
        draft.end(current, on)


def move_unit(draft: Draft, code: FactId, under: FactId, on: date) -> PartOf:
    """Make a unit part of another from a day on, its code unchanged, until its next recorded move."""
    unit = draft.unit(code, on)
    parent = draft.unit(under, on)
    current = on_day(draft.linked(PartOf, "child", unit.id), on)
    if current is not None and current.parent == parent.id:
        raise InvalidInput(
            say("part-already", code=code, under=under, on=on),
            (code, under),
        )
    draft.note(say("note-move", code=code, under=under))
    edge = PartOf(id=draft.mint("in", code, parent.id, on), child=unit.id, parent=parent.id, start=on)
    if current is None:
        draft.put(edge)
        return edge
    edge = replace(edge, end=current.end)
    draft.end(current, on)
    draft.put(edge)
    return edge


def retire_unit(draft: Draft, code: FactId, on: date) -> None:
    """Let a unit end on a day for good, with its posts and centres; its parts have to be moved or retired before."""
    unit = draft.unit(code, plausible(on, code) - date.resolution)
    parts = [edge for edge in draft.linked(PartOf, "parent", code) if edge.end is None or edge.end > on]
    if parts:
        named = ", ".join(edge.child for edge in parts[:5])
        raise InvalidInput(
            say("unit-has-parts", code=code, on=on, named=named),
            (code, *(edge.child for edge in parts[:20])),
        )
    dropped = will_lapse(draft, unit, on)
    end_with_all(draft, unit, on)
    draft.note(say("note-retire", code=code))
    for remark in dropped:
        draft.note(remark)


def will_lapse(draft: Draft, unit: Unit, on: date) -> list[Message]:
    """What is recorded of a unit for later and never comes if it ends on a day: a remark for the summary, or none."""
    states = draft.linked(UnitState, "unit", unit.id)
    days = [str(state.start) for state in states if not is_void(state) and state.start >= on]
    return [say("note-drops", unit=unit.id, days=tuple(days))] if days else []


def end_with_all(draft: Draft, fact: Fact, on: date) -> None:
    """End a fact with all that belongs to it: a unit with its state, place, outline, posts, and centres with theirs."""
    for _, each in list(dependents(draft, fact)):
        if isinstance(each, Rota):
            finish(draft, each, on)
        else:
            end_with_all(draft, each, on)
    draft.end(fact, on)
