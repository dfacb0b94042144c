"""Which unit is meant: by a code, living or retired, or by a point."""

from dataclasses import dataclass
from datetime import date

from graph.facts import FactId, Succession, Unit, UnitState
from graph.messages import Message, say
from graph.space.index import Hit
from graph.texts import LONGEST_ID, shown
from graph.time.validity import is_void
from graph.view import View

NEAR_METRES = 5.0
"""Closer to a border than this, a point is not silently given to one side: about what a phone's position is worth."""

LISTED = 5
"""Neighbours named when a point is outside."""

SHORTEST_PREFIX = 6
"""Digits of a code that say at least the county."""


@dataclass(frozen=True, slots=True)
class ByCode:
    """A place asked for by a unit's code."""

    code: FactId


@dataclass(frozen=True, slots=True)
class ByPoint:
    """A place asked for by a point: degrees, CGCS2000 or WGS 84."""

    longitude: float
    latitude: float


Place = ByCode | ByPoint


@dataclass(frozen=True, slots=True)
class Nearby:
    """A unit that may be meant, and how far from the point it is (metres; None where distance means nothing)."""

    unit: Unit
    metres: float | None = None


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """The one unit meant; `asked_for` is the retired or future unit asked about, if it was another."""

    unit: Unit
    asked_for: Unit | None = None


@dataclass(frozen=True, slots=True)
class PlaceAmbiguous:
    """Several units may be meant."""

    message: str
    candidates: tuple[Nearby, ...]


@dataclass(frozen=True, slots=True)
class PlaceUnknown:
    """No unit is meant; `nearest` says whose the place may be, nearest first."""

    message: str
    nearest: tuple[Nearby, ...] = ()


Resolved = PlaceFound | PlaceAmbiguous | PlaceUnknown


def resolve(view: View, place: Place, near_metres: float = NEAR_METRES) -> Resolved:
    """The narrowest unit alive on the view's day that the place means."""
    match place:
        case ByCode(code):
            return _by_code(view, code)
        case ByPoint(longitude, latitude):
            return _by_point(view, longitude, latitude, near_metres)


# -- by code ---------------------------------------------------------------------------------------------------------


def _by_code(view: View, code: FactId) -> Resolved:
    unit = view.snapshot.get(Unit, code)
    if unit is None or is_void(unit):
        return PlaceUnknown(say("place-of-no-code", code=shown(code)), _by_prefix(view, code))
    if view.unit(code) is not None:
        return PlaceFound(unit)
    heirs = heirs_of(view, unit)
    if len(heirs) == 1:
        return PlaceFound(heirs[0], asked_for=unit)
    if heirs:
        candidates = tuple(Nearby(heir) for heir in heirs)
        names = tuple(f"{name(view, heir)} {heir.id}" for heir in heirs)
        return PlaceAmbiguous(say("now-covered-by", fate=_fate(view, unit), names=names), candidates)
    alone = say("and-nothing-preceded-it") if view.day < unit.start else say("and-nothing-succeeds-it")
    return PlaceUnknown(say("stands-alone", fate=_fate(view, unit), alone=alone), _last_above(view, unit))


def heirs_of(view: View, unit: Unit) -> list[Unit]:
    """The living units that cover what `unit`, not alive on the day, covered or will cover; by code.

    A retired unit's successors, theirs if they are gone too, and so on; a future unit's predecessors likewise.
    """
    forward = unit.start <= view.day
    far, near = ("successor", "predecessor") if forward else ("predecessor", "successor")
    found: dict[FactId, Unit] = {}
    seen = {unit.id}
    todo = [unit.id]
    while todo:
        code = todo.pop()
        for succession in view.snapshot.linked(Succession, near, code):
            other = getattr(succession, far)
            if is_void(succession) or other in seen:
                continue
            seen.add(other)
            alive = view.unit(other)
            if alive is None:
                todo.append(other)
            else:
                found[other] = alive
    return [found[code] for code in sorted(found)]


def _fate(view: View, unit: Unit) -> Message:
    called = f"{name(view, unit)} {unit.id}"
    if view.day < unit.start:
        return say("comes-into-being-on", called=called, start=unit.start)
    return say("was-retired-on", called=called, end=unit.end)


def _last_above(view: View, unit: Unit) -> tuple[Nearby, ...]:
    last_day = view.on(unit.start if unit.end is None else unit.end - unit.end.resolution)
    alive = (view.unit(above.id) for above in last_day.ancestors(unit.id))
    return tuple(Nearby(above) for above in alive if above is not None)[:1]


def _by_prefix(view: View, code: str) -> tuple[Nearby, ...]:
    for length in range(min(len(code) - 1, LONGEST_ID), SHORTEST_PREFIX - 1, -1):
        above = view.unit(code[:length])
        if above is not None:
            return (Nearby(above),)
    return ()


# -- by point --------------------------------------------------------------------------------------------------------


def _by_point(view: View, longitude: float, latitude: float, near_metres: float) -> Resolved:
    near = _units_at(view, view.near(longitude, latitude, max(near_metres, 0.0)))
    inside = _narrowest(view, [nearby for nearby in near if nearby.metres == 0])
    if not inside:
        return _outside(view, longitude, latitude)
    others = [nearby for nearby in _narrowest(view, near) if nearby not in inside]
    candidates = (*inside, *others)
    if len(candidates) == 1:
        return PlaceFound(candidates[0].unit)
    message = say("point-near-border", near_metres=near_metres)
    return PlaceAmbiguous(message, candidates)


def _outside(view: View, longitude: float, latitude: float) -> PlaceUnknown:
    near = _narrowest(view, _units_at(view, view.nearest(longitude, latitude)))[:LISTED]
    if not near:
        begins = record_begins(view)
        if begins is not None and view.day < begins:
            return PlaceUnknown(say("nothing-is-recorded-before", begins=begins))
        return PlaceUnknown(say("no-boundary-near"))
    first = near[0]
    message = say("point-in-no-unit", unit=name(view, first.unit), metres=first.metres, unit_id=first.unit.id)
    return PlaceUnknown(message, tuple(near))


def _units_at(view: View, hits: list[Hit]) -> list[Nearby]:
    units = ((view.unit(hit.boundary.unit), hit.metres) for hit in hits)
    return [Nearby(unit, metres) for unit, metres in units if unit is not None]


def _narrowest(view: View, near: list[Nearby]) -> list[Nearby]:
    """Those of `near` that hold none of the others: the narrowest unit of each branch."""
    above = {ancestor.id for nearby in near for ancestor in view.ancestors(nearby.unit.id)}
    return [nearby for nearby in near if nearby.unit.id not in above]


def record_begins(view: View) -> date | None:
    """The first day on which there was a unit, at this revision; None if there never was one.  Cost: all units."""
    return min((unit.start for unit in view.snapshot.all(Unit) if not is_void(unit)), default=None)


# -- names -----------------------------------------------------------------------------------------------------------


def state_of(view: View, unit: Unit) -> UnitState | None:
    """The unit's state on the day; of one that is gone the last, of one that is to come the first."""
    state = view.state(unit.id)
    if state is not None:
        return state
    states = [s for s in view.snapshot.linked(UnitState, "unit", unit.id) if not is_void(s)]
    if not states:
        return None
    return states[0] if view.day < states[0].start else states[-1]


def name(view: View, unit: Unit) -> str:
    """What the unit is called; its code if it never had a name."""
    state = state_of(view, unit)
    return unit.id if state is None else state.name
