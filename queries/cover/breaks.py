"""Breaks of cover over time: when a unit has fewer holders of a role than the standard asks, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from graph.facts import FactId, Holding, PartOf, StaffingRule, Unit, UnitState
from graph.snapshot import Snapshot
from graph.time.validity import boundaries, holds_on, is_void, until
from graph.words import ROLE_ORDER, Role, Term


class Cause(Term):
    """What opens a break of cover."""

    POST_ENDED = "post_ended", "任职结束"
    UNIT_FOUNDED = "unit_founded", "单位新设"
    STANDARD_RAISED = "standard_raised", "配备标准提高"
    RECLASSIFIED = "reclassified", "网格类型变更"


UNITS_TURNING = 0.07
"""What it costs to look at a fact on a day on which something may turn."""


@dataclass(frozen=True, slots=True)
class Break:
    """A unit lacks holders of a role from `start` until `end` (None: nothing recorded ends it)."""

    unit: Unit
    role: Role
    start: date
    end: date | None
    cause: Cause
    holding: Holding | None = None


Span = tuple[date, date]
"""A half-open span of days; `date.max` stands for no end."""


@dataclass(frozen=True, slots=True)
class _Post:
    """All that decides over time whether a unit has enough holders of a role."""

    unit: Unit
    role: Role
    states: tuple[UnitState, ...]
    holdings: tuple[Holding, ...]
    rules: tuple[StaffingRule, ...]

    def required(self, day: date) -> int:
        if not holds_on(self.unit, day):
            return 0
        state = next((s for s in self.states if holds_on(s, day)), None)
        grid_type = None if state is None else state.grid_type
        asked = (r.minimum for r in self.rules if holds_on(r, day) and r.grid_type in {None, grid_type})
        return max(asked, default=0)

    def held(self, day: date) -> int:
        return sum(1 for holding in self.holdings if holds_on(holding, day))

    def is_short(self, day: date) -> bool:
        return self.held(day) < self.required(day)

    def turning_days(self) -> list[date]:
        return list(boundaries((self.unit, *self.states, *self.holdings, *self.rules)))


def breaks(snapshot: Snapshot, unit: Unit, role: Role) -> Iterator[Break]:
    """Every break of cover of one unit and role over all time, in order; each as long as it lasts without a pause.

    Cost: the holdings of the unit and the lines of the standard for the role, squared; both are few.
    """
    post = _post(snapshot, unit, role)
    each = UNITS_TURNING * (1 + len(post.states) + len(post.holdings) + len(post.rules))
    opened: date | None = None
    for day in post.turning_days():
        snapshot.meter.spend(each)
        short = post.is_short(day)
        if short and opened is None:
            opened = day
        elif opened is not None and not short:
            yield _break(post, opened, day)
            opened = None
    if opened is not None:
        yield _break(post, opened, None)


def _post(snapshot: Snapshot, unit: Unit, role: Role) -> _Post:
    return _Post(
        unit=unit,
        role=role,
        states=snapshot.linked(UnitState, "unit", unit.id),
        holdings=tuple(h for h in snapshot.linked(Holding, "of", unit.id) if h.role == role),
        rules=tuple(r for r in snapshot.all(StaffingRule) if r.role == role and r.unit_kind == unit.kind),
    )


def _break(post: _Post, start: date, end: date | None) -> Break:
    ended = [holding for holding in post.holdings if holding.end == start and holding.start < start]
    if post.unit.start == start:
        cause = Cause.UNIT_FOUNDED
    elif ended:
        cause = Cause.POST_ENDED
    elif any(rule.start == start and not is_void(rule) for rule in post.rules):
        cause = Cause.STANDARD_RAISED
    else:
        cause = Cause.RECLASSIFIED
    return Break(post.unit, post.role, start, end, cause, ended[-1] if cause == Cause.POST_ENDED else None)


def roles_asked(snapshot: Snapshot, unit: Unit) -> list[Role]:
    """The roles that the standard asks for in units of this kind at any time, in the field's order."""
    roles = {rule.role for rule in snapshot.all(StaffingRule) if rule.unit_kind == unit.kind}
    return sorted(roles, key=ROLE_ORDER.__getitem__)


def members(snapshot: Snapshot, scope: Unit, start: date, end: date) -> dict[FactId, list[Span]]:
    """The units that are `scope` or below it at any time in `[start, end)`, with the spans during which they are."""
    found: dict[FactId, list[Span]] = {}
    todo: list[tuple[Unit, Span]] = [(scope, (start, end))]
    while todo:
        unit, (since, to) = todo.pop()
        since, to = max(since, unit.start), min(to, until(unit))
        if since >= to:
            continue
        found.setdefault(unit.id, []).append((since, to))
        for edge in snapshot.linked(PartOf, "parent", unit.id):
            span = max(since, edge.start), min(to, until(edge))
            child = snapshot.get(Unit, edge.child)
            if child is not None and span[0] < span[1]:
                todo.append((child, span))
    return {code: _joined(spans) for code, spans in found.items()}


def _joined(spans: list[Span]) -> list[Span]:
    """Spans in order, those that touch as one: a unit that moves within the scope has not left it."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined
