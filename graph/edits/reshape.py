"""Grids reshaped: split, merged, renumbered.  Old codes are retired for good and succeeded by the new ones."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from graph.dependents import dependents
from graph.edits.draft import Draft, plausible
from graph.edits.duty import carry_rota
from graph.edits.units import UnitDetails, create_unit, end_with_all, will_lapse
from graph.errors import InvalidInput
from graph.facts import Fact, FactId, Holding, PartOf, Rota, Succession, Unit, UnitState
from graph.messages import Message, say
from graph.space.joining import join
from graph.space.outline import outline_text, read_outline
from graph.texts import shown
from graph.time.validity import boundaries, is_void, until
from graph.view import View
from graph.words import GridType, UnitKind

MOST_NAMED = 20
"""Ids named by one refusal."""

COUNTS = ("households", "population")

UNITS_JOINED = 0.4
"""What it costs to read and join a character of outlines; a point has some 24."""

FILLED_WORTH_A_WORD_M2 = 1.0
"""Ground between outlines that are joined, from which on the summary speaks of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GridPart:
    """One of the grids that a grid is split into.

    `micro_grids` and `holdings` name what it takes over; `households`, `population` and `boundary` are worked out from
    the micro-grids unless given.
    """

    name: str
    micro_grids: tuple[FactId, ...] = ()
    holdings: tuple[FactId, ...] = ()
    code: FactId | None = None
    grid_type: GridType | None = None
    households: int | None = None
    population: int | None = None
    boundary: str | None = None


def split_grid(draft: Draft, grid: FactId, on: date, parts: Sequence[GridPart]) -> list[Unit]:
    """Split a grid into two or more on a day.

    The parts share out all its micro-grids, once each, and of its posts those they name; the others end on that day.
    """
    old = _grid_the_day_before(draft, grid, on)
    if len(parts) < 2:
        raise InvalidInput(say("split-in-one", grid=grid, count=len(parts)), (grid,))
    _check_shares(draft, old, on, parts)
    state = draft.on(on).state(old.id)
    village = draft.on(on).parent(old.id)
    if state is None or village is None:
        raise InvalidInput(
            say("grid-undescribed", grid=grid, on=on),
            (grid,),
        )
    remarks: list[Message] = []
    founded = [_found(draft, village.id, on, part, state, remarks) for part in parts]
    for unit, part in zip(founded, parts, strict=True):
        _count_later(draft, unit, on, {name: part.micro_grids for name in COUNTS if getattr(part, name) is None})
        _hand_over(draft, old, unit, on, part.micro_grids, [draft.fact(Holding, h) for h in part.holdings])
    remarks += will_lapse(draft, old, on)
    end_with_all(draft, old, on)
    _succeed(draft, [old], founded, on)
    draft.notes = [say("note-split", grid=grid, parts=tuple(unit.id for unit in founded)), *remarks]
    return founded


def merge_grids(
    draft: Draft,
    grids: Sequence[FactId],
    on: date,
    name: str,
    *,
    keep_holdings: Sequence[FactId] = (),
    code: FactId | None = None,
    grid_type: GridType | None = None,
) -> Unit:
    """Merge two or more grids of one village into a new one on a day.

    It takes over all their micro-grids, and of their posts those in `keep_holdings`; the others end on that day.
    """
    if len(set(grids)) < 2 or len(set(grids)) < len(grids):
        raise InvalidInput(say("merge-of-one"), tuple(map(shown, grids)))
    old = [_grid_the_day_before(draft, grid, on) for grid in grids]
    view = draft.on(on)
    villages = {above.id for above in (view.parent(unit.id) for unit in old) if above is not None}
    if len(villages) != 1:
        raise InvalidInput(say("merge-across-villages", count=len(villages)), tuple(grids))
    micro_grids = [code for grid in old for code in _parts_from(draft, grid.id, on)]
    kept = [draft.fact(Holding, holding) for holding in keep_holdings]
    _check_kept(kept, {unit.id for unit in old}, on)
    states = [state for state in (view.state(unit.id) for unit in old) if state is not None]
    part = GridPart(
        name=name, micro_grids=tuple(micro_grids), code=code, grid_type=grid_type or _common_type(grids, states)
    )
    part = replace(
        part, households=_total(s.households for s in states), population=_total(s.population for s in states)
    )
    outlines = [boundary.geometry for boundary in (view.boundary(unit.id) for unit in old) if boundary is not None]
    remarks: list[Message] = []
    part = replace(part, boundary=_joined(draft, outlines, remarks) if len(outlines) == len(old) else None)
    new = _found(draft, villages.pop(), on, part, states[0], remarks)
    _count_later(draft, new, on, {name: micro_grids if getattr(part, name) is None else grids for name in COUNTS})
    for unit in old:
        remarks += will_lapse(draft, unit, on)
        mine = _parts_from(draft, unit.id, on)
        _hand_over(draft, unit, new, on, mine, _once_each(draft, new, [h for h in kept if h.of == unit.id]))
        end_with_all(draft, unit, on)
    _succeed(draft, old, [new], on)
    draft.notes = [say("note-merge", grids=tuple(grids), new=new.id), *remarks]
    return new


def renumber_unit(draft: Draft, code: FactId, new_code: FactId, on: date) -> Unit:
    """Give a unit another code from a day on: a new unit that takes over all it has and will have, and succeeds it."""
    old = draft.unit(code, plausible(on, code) - date.resolution)
    if draft.find(new_code) is not None:
        raise InvalidInput(say("code-given-before", code=new_code), (old.id, new_code))
    new = Unit(id=new_code, kind=old.kind, start=on, end=old.end)
    draft.put(new)
    for edge in draft.linked(PartOf, "parent", old.id):
        _carry(draft, edge, on, parent=new.id)
    _carry_all(draft, old, new, on)
    draft.end(old, on)
    _succeed(draft, [old], [new], on)
    draft.notes = [say("note-renumber", code=code, new=new_code)]
    return new


def _carry(draft: Draft, fact: Fact, on: date, **links: FactId) -> Fact | None:
    """End a fact on a day and put the same again with other links; one that is over by then stays as it is."""
    if is_void(fact) or until(fact) <= on:
        return None
    start = max(on, fact.start)
    fresh_id = draft.mint(fact.id.split("-", 1)[0], fact.id, on, *links.values())
    changed: dict[str, Any] = {"id": fresh_id, "start": start, **links}
    fresh = replace(fact, **changed)
    draft.end(fact, on)
    draft.put(fresh)
    return fresh


def _carry_all(draft: Draft, old: Fact, fresh: Fact, on: date) -> None:
    """Let all that belongs to a fact go on with another from a day on: of a centre, its rooms, committees and posts."""
    for name, each in list(dependents(draft, old)):
        if isinstance(each, Rota):
            carry_rota(draft, each, on, fresh.id)
        elif carried := _carry(draft, each, on, **{name: fresh.id}):
            _carry_all(draft, each, carried, on)


# -- what is handed over ---------------------------------------------------------------------------------------------


def _grid_the_day_before(draft: Draft, code: FactId, on: date) -> Unit:
    unit = draft.unit(code, plausible(on, code) - date.resolution)
    if unit.kind != UnitKind.GRID:
        raise InvalidInput(
            say("not-a-grid", code=code, kind=unit.kind),
            (code,),
        )
    return draft.unit(code, on)


def _parts_from(draft: Draft, code: FactId, on: date) -> list[FactId]:
    """The units that are part of one on a day, or will be by what is recorded."""
    edges = draft.linked(PartOf, "parent", code)
    return sorted({edge.child for edge in edges if not is_void(edge) and until(edge) > on})


def _check_shares(draft: Draft, old: Unit, on: date, parts: Sequence[GridPart]) -> None:
    have = set(_parts_from(draft, old.id, on))
    shared = Counter(code for part in parts for code in part.micro_grids)
    foreign = sorted(code for code in shared if code not in have)
    missing = sorted(have - set(shared))
    twice = sorted(code for code, times in shared.items() if times > 1)
    for codes, what in (
        (foreign, say("shares-foreign")),
        (missing, say("shares-missing")),
        (twice, say("shares-twice")),
    ):
        if codes:
            named = [shown(code) for code in codes[:MOST_NAMED]]
            raise InvalidInput(
                say("shares-wrong", named=tuple(named[:10]), what=what, old=old.id),
                (old.id, *named),
            )
    held = [draft.fact(Holding, holding) for part in parts for holding in part.holdings]
    _check_kept(held, {old.id}, on)


def _check_kept(holdings: Iterable[Holding], of: set[FactId], on: date) -> None:
    for holding in holdings:
        if holding.of not in of or not holding.start < on < (holding.end or date.max):
            raise InvalidInput(
                say("post-not-kept", holding=holding.id, of=tuple(sorted(of)), on=on),
                (holding.id, *sorted(of)),
            )


def _found(draft: Draft, village: FactId, on: date, part: GridPart, like: UnitState, remarks: list[Message]) -> Unit:
    view = draft.on(on)
    states = [state for state in (view.state(code) for code in part.micro_grids) if state is not None]
    outlines = [b.geometry for b in (view.boundary(code) for code in part.micro_grids) if b is not None]
    whole = outlines and len(outlines) == len(part.micro_grids)
    details = UnitDetails(
        name=part.name,
        grid_type=part.grid_type or like.grid_type,
        category=like.category,
        households=part.households if part.households is not None else _total(s.households for s in states),
        population=part.population if part.population is not None else _total(s.population for s in states),
        boundary=_joined(draft, outlines, remarks) if part.boundary is None and whole else part.boundary,
    )
    return create_unit(draft, UnitKind.GRID, village, on, details, part.code)


def _count_later(draft: Draft, unit: Unit, on: date, made_of: Mapping[str, Sequence[FactId]]) -> None:
    """Let the counts of a new grid be on later days what its parts, or the grids before it, are said to have then."""
    for day in _turns(draft, {code for codes in made_of.values() for code in codes}, on):
        view = draft.on(day)
        current = view.state(unit.id)
        if current is None:
            return
        counts: dict[str, Any] = {name: _count(view, name, codes, current) for name, codes in made_of.items()}
        line = draft.linked(UnitState, "unit", unit.id)
        draft.supersede(line, replace(current, id=draft.mint("s", unit.id, day), start=day, **counts))


def _count(view: View, name: str, codes: Sequence[FactId], before: UnitState) -> int | None:
    states = [state for state in map(view.state, codes) if state is not None]
    if len(states) < len(codes) and any(state.grid_type is not None for state in states):
        return getattr(before, name)  # type: ignore[no-any-return]  # a grid was to be retired, which the merge does now
    return _total(getattr(state, name) for state in states)


def _turns(draft: Draft, codes: Iterable[FactId], on: date) -> list[date]:
    """The days after one on which what is said of some units becomes another."""
    states = [state for code in codes for state in draft.linked(UnitState, "unit", code)]
    return [day for day in boundaries(states) if day > on]


def _hand_over(
    draft: Draft, old: Unit, new: Unit, on: date, parts: Iterable[FactId], holdings: Iterable[Holding]
) -> None:
    for code in parts:
        edges = [e for e in draft.linked(PartOf, "child", code) if e.parent == old.id and (e.end is None or e.end > on)]
        for edge in edges:
            start = max(on, edge.start)
            draft.end(edge, on)
            draft.put(
                PartOf(id=draft.mint("in", code, new.id, start), child=code, parent=new.id, start=start, end=edge.end)
            )
    for holding in holdings:
        fresh = draft.mint("h", holding.person, holding.role, new.id, on)
        draft.put(replace(holding, id=fresh, of=new.id, start=on))


def _once_each(draft: Draft, new: Unit, kept: Iterable[Holding]) -> list[Holding]:
    """Of somebody who held the same post of several grids one holding goes on."""
    already = {(h.person, h.role) for h in draft.linked(Holding, "of", new.id)}
    return [holding for holding in kept if (holding.person, holding.role) not in already]


def _succeed(draft: Draft, old: Iterable[Unit], new: Iterable[Unit], on: date) -> None:
    for before in old:
        for after in new:
            fact_id = draft.mint("then", before.id, after.id, on)
            draft.put(Succession(id=fact_id, predecessor=before.id, successor=after.id, start=on))


def _common_type(grids: Sequence[FactId], states: Sequence[UnitState]) -> GridType | None:
    types = {state.grid_type for state in states}
    if len(types) > 1:
        raise InvalidInput(say("merge-of-types"), tuple(grids))
    return types.pop() if types else None


def _total(counts: Iterable[int | None]) -> int | None:
    known = list(counts)
    return sum(c for c in known if c is not None) if known and None not in known else None


def _joined(draft: Draft, outlines: Sequence[str], remarks: list[Message]) -> str:
    """The outline around some; what whoever decides should know of it is added to the remarks."""
    draft.base.meter.spend(UNITS_JOINED * sum(map(len, outlines)))
    joined = join([read_outline(outline) for outline in outlines])
    if joined.filled_m2 >= FILLED_WORTH_A_WORD_M2:
        remarks.append(say("note-gaps-closed", m2=joined.filled_m2))
    if joined.apart_m is not None:
        remarks.append(say("note-in-parts", metres=joined.apart_m))
    return outline_text(joined.shape)
