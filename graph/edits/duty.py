"""Rotas, overrides and swaps; which departments work at which centre.

Who was on duty is a record: nothing here changes it for an instant before the draft's now, but an override, which says
who really served, and a stationing, which is recorded like a post.  A rota begins and ends at its hour of hand-over:
until that hour it may do so today, after it tomorrow at the earliest.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from graph.duty.rota import MOST_MEMBERS, next_hand_over, parse_clock, parse_rule, shift_days, turn_on
from graph.duty.unwritten import past_altered
from graph.edits.draft import Draft, given, plausible
from graph.errors import InvalidInput
from graph.facts import Centre, Department, DutyOverride, DutySwap, Fact, FactId, Person, Rota, RotaMember, Stationing
from graph.messages import Message, say
from graph.step import Step
from graph.time.calendar import DAY
from graph.time.validity import is_void, until
from graph.words import DutyDays, StationingMode

UNITS_ROTA = 1_500
"""What it costs to lay out the days of a rota."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RotaPlan:
    """A rota as planned: the fields of `Rota`, and its members in their order."""

    name: str
    centre: FactId
    department: FactId | None
    rule: str
    hand_over: str
    members: Sequence[FactId]
    start: date
    end: date | None = None
    anchor: date | None = None
    minutes: int | None = None
    days: DutyDays = DutyDays.EVERY_DAY
    turn: int = 1
    first: int = 1


def set_rota(draft: Draft, plan: RotaPlan, replaces: FactId | None = None) -> Rota:
    """Begin a rota; the one that it replaces ends on its first day.

    Raises InvalidInput for a day whose hour of hand-over is past, by the new rota or by the old.
    """
    draft.base.meter.spend(UNITS_ROTA)
    _readable(plan)
    old = None if replaces is None else draft.fact(Rota, replaces)
    hours = [plan.hand_over, *([] if old is None or until(old) <= plan.start else [old.hand_over])]
    start = _not_past(draft, plan.start, hours, say("a-rota"), plan.centre)
    if plan.end is not None and plan.end <= start:
        raise InvalidInput(say("rota-ends-too-soon", start=start, end=plan.end), (plan.centre,))
    if not 0 < len(plan.members) <= MOST_MEMBERS:
        raise InvalidInput(say("rota-member-count", count=len(plan.members), most=MOST_MEMBERS), (plan.centre,))
    draft.fact(Centre, plan.centre)
    kind: type[Fact] = Department if plan.department is None else Person
    for member in plan.members:
        draft.fact(kind, member)
    if plan.department is not None:
        draft.fact(Department, plan.department)
    if old is not None:
        finish(draft, old, start)
    rota = Rota(
        id=draft.mint("rota", plan.centre, plan.name, start),
        name=given(plan.name, say("the-name"), plan.centre),
        centre=plan.centre,
        department=plan.department,
        rule=plan.rule.strip(),
        anchor=plausible(plan.anchor or start, plan.centre),
        hand_over=plan.hand_over,
        minutes=plan.minutes,
        days=plan.days,
        turn=plan.turn,
        first=plan.first,
        start=start,
        end=plan.end,
    )
    draft.put(rota)
    for order, member in enumerate(plan.members, start=1):
        member_id = draft.mint("turn", rota.id, order)
        draft.put(RotaMember(id=member_id, rota=rota.id, member=member, order=order, start=rota.start, end=rota.end))
    draft.note(say("note-rota", rota=rota.name, start=start))
    return rota


def _readable(plan: RotaPlan) -> None:
    try:
        parse_rule(plan.rule)
        parse_clock(plan.hand_over)
    except InvalidInput as error:
        raise InvalidInput(str(error), (plan.centre,)) from error


def end_rota(draft: Draft, rota_id: FactId, on: date) -> None:
    """Let a rota end, with its members and what lies over it."""
    rota = draft.fact(Rota, rota_id)
    if rota.end is not None and rota.end <= on:
        raise InvalidInput(say("rota-ended", rota=rota.name, end=rota.end), (rota_id,))
    _not_past(draft, on, [rota.hand_over], say("the-end-of-a-rota"), rota_id)
    finish(draft, rota, on)
    draft.note(say("note-end-rota", rota=rota.name, on=on))


def finish(draft: Draft, rota: Rota, on: date) -> None:
    """End a rota on a day, with its members and what lies over it.  Raises InvalidInput for a swap across that day."""
    for swap in _swaps_from(draft, rota, on):
        draft.end(swap, on)
    for cls in (DutyOverride, RotaMember):
        for fact in draft.linked(cls, "rota", rota.id):
            draft.end(fact, on)
    draft.end(rota, on)


def _swaps_from(draft: Draft, rota: Rota, on: date) -> list[DutySwap]:
    found = [s for s in draft.linked(DutySwap, "rota", rota.id) if not is_void(s) and until(s) > on]
    for swap in found:
        if swap.start < on:
            raise InvalidInput(
                say("swap-straddles", one_day=swap.one_day, other_day=swap.other_day, on=on),
                (swap.id, rota.id),
            )
    return found


def carry_rota(draft: Draft, rota: Rota, on: date, centre: FactId) -> None:
    """Let a rota go on at another centre from a day on, the turns as they were."""
    if is_void(rota) or until(rota) <= on:
        return
    swaps = _swaps_from(draft, rota, on)
    overrides = [o for o in draft.linked(DutyOverride, "rota", rota.id) if not is_void(o) and until(o) > on]
    members = _members(draft, rota)
    finish(draft, rota, on)
    fresh = _begin(draft, replace(rota, centre=centre), max(on, rota.start), members)
    for override in overrides:
        start = max(on, override.start)
        draft.put(replace(override, id=draft.mint("override", fresh.id, start), rota=fresh.id, start=start))
    for swap in swaps:
        draft.put(replace(swap, id=draft.mint("swap", fresh.id, swap.start), rota=fresh.id))


def leave_rotas(draft: Draft, person: FactId, on: date) -> None:
    """Let somebody take no turns any more: their rotas end, and go on without them with whoever is next.

    Overrides by others are kept; swaps still to come are not, since the turns are other ones.
    """
    for override in draft.linked(DutyOverride, "member", person):
        draft.end(override, on)
    taken = {member.rota for member in draft.linked(RotaMember, "member", person) if until(member) > on}
    for rota_id in sorted(taken):
        rota = draft.get(Rota, rota_id)
        if rota is not None and not is_void(rota):
            _go_on_without(draft, rota, person, max(on, rota.start))


def _go_on_without(draft: Draft, rota: Rota, person: FactId, on: date) -> None:
    line = _members(draft, rota)
    left = [member for member in line if member.member != person]
    shifts = len(shift_days(rota, draft.calendar, on)) // rota.turn
    begun = next(place for place, member in enumerate(line) if member.order == rota.first)
    overrides = [o for o in draft.linked(DutyOverride, "rota", rota.id) if not is_void(o) and until(o) > on]
    finish(draft, rota, on)
    if not left:
        return
    place = (shifts + begun) % len(line)
    following = next(m for m in (*line[place:], *line[:place]) if m.member != person)
    first = left[(left.index(following) - shifts) % len(left)].order
    fresh = _begin(draft, replace(rota, first=first), on, left)
    for override in overrides:
        start = max(on, override.start)
        draft.put(replace(override, id=draft.mint("override", fresh.id, start), rota=fresh.id, start=start))


def _members(draft: Draft, rota: Rota) -> list[RotaMember]:
    found = [member for member in draft.linked(RotaMember, "rota", rota.id) if not is_void(member)]
    return sorted(found, key=lambda member: member.order)


def _begin(draft: Draft, rota: Rota, start: date, members: Sequence[RotaMember]) -> Rota:
    """Put a rota like another from a day on, with these members."""
    fresh = replace(
        rota, id=draft.mint("rota", rota.centre, rota.name, start, *(m.member for m in members)), start=start
    )
    draft.put(fresh)
    for member in members:
        member_id = draft.mint("turn", fresh.id, member.order)
        draft.put(replace(member, id=member_id, rota=fresh.id, start=start, end=fresh.end))
    return fresh


def override_duty(
    draft: Draft,
    rota_id: FactId,
    member: FactId,
    start: date,
    end: date | None = None,
    reason: str | None = None,
    *,
    fact_id: FactId | None = None,
) -> DutyOverride:
    """Let somebody serve the shifts that begin on the days of `[start, end)`, one day if no end is given.

    An override that is there already gives way.  It may be of the past: it records who really served.  `fact_id` is
    the id it has where it is from.
    """
    rota = draft.fact(Rota, rota_id)
    end = plausible(start, rota_id) + DAY if end is None else end
    if not start < end:
        raise InvalidInput(say("interval-is-no-day", start=start, end=end), (rota_id,))
    kind: type[Fact] = Department if rota.department is None else Person
    named = draft.fact(kind, member)
    if not begins_shift(draft, rota, start, end):
        raise InvalidInput(say("no-shift-between", rota=rota.name, start=start, end=end), (rota_id,))
    override = DutyOverride(
        id=fact_id or draft.mint("override", rota_id, member, start),
        rota=rota_id,
        member=member,
        reason=None if reason is None else given(reason, say("the-reason"), rota_id),
        start=start,
        end=end,
    )
    lay_override(draft, override)
    draft.note(say("note-override", rota=rota.name, start=start, by=getattr(named, "name", member)))
    return override


def begins_shift(draft: Draft, rota: Rota, start: date, end: date) -> bool:
    """Whether a shift of a rota begins on a day of `[start, end)`."""
    days = shift_days(rota, draft.calendar, min(end, until(rota)))
    return any(max(start, rota.start) <= day for day in days)


def lay_override(draft: Draft, override: DutyOverride) -> None:
    """Put an override.  Those that are there give way: they go on after it as they were."""
    for old in draft.line(DutyOverride, "rota", override.rota):
        if old.start < until(override) and override.start < until(old):
            draft.end(old, override.start)
            if override.end is not None and until(old) > override.end:
                fact_id = draft.mint("override", old.rota, old.member, override.end)
                draft.put(replace(old, id=fact_id, start=override.end))
    draft.put(override)


def remove_override(draft: Draft, override_id: FactId) -> None:
    """Take an override back from the next hand-over on; shifts that have begun stay as it says."""
    override = draft.fact(DutyOverride, override_id)
    rota = draft.fact(Rota, override.rota)
    free = _free_from(draft, rota.hand_over) or override.start
    if until(override) <= free:
        raise InvalidInput(
            say("override-past", start=override.start),
            (override_id,),
        )
    draft.end(override, free)
    draft.note(say("note-remove-override", override=override_id))


def swap_duty(draft: Draft, rota_id: FactId, one: FactId, one_day: date, other: FactId, other_day: date) -> DutySwap:
    """Let two members of a rota swap their shifts of two days.  Raises InvalidInput if they are not theirs."""
    rota = draft.fact(Rota, rota_id)
    kind: type[Fact] = Department if rota.department is None else Person
    for member, day in ((one, one_day), (other, other_day)):
        draft.fact(kind, member)
        _not_past(draft, day, [rota.hand_over], say("a-swap"), rota_id)
        if (whose := whose_turn(draft, rota, member, day)) is not None:
            raise InvalidInput(
                say("not-their-turn", day=day, whose=whose, member=_name(draft, member)), (rota_id, member)
            )
    first, last = sorted((one_day, other_day))
    swap = DutySwap(
        id=draft.mint("swap", rota_id, first, last),
        rota=rota_id,
        one=one,
        one_day=one_day,
        other=other,
        other_day=other_day,
        start=first,
        end=last + DAY,
    )
    draft.put(swap)
    names = " ⇄ ".join(f"{_name(draft, m)} {d}" for m, d in ((one, one_day), (other, other_day)))
    draft.note(say("note-swap", rota=rota.name, names=names))
    return swap


def whose_turn(draft: Draft, rota: Rota, member: FactId, day: date) -> Message | None:
    """Whose turn the shift of a day is, if not somebody's; None: it is theirs."""
    turn = turn_on(rota, _members(draft, rota), draft.calendar, day)
    if turn == member:
        return None
    return say("no-shift-begins") if turn is None else say("turn-of", turn=_name(draft, turn))


def remove_swap(draft: Draft, swap_id: FactId) -> None:
    """Take a swap back, as if it had never been agreed.  Raises InvalidInput if one of its shifts has begun."""
    swap = draft.fact(DutySwap, swap_id)
    _not_past(draft, swap.start, [draft.fact(Rota, swap.rota).hand_over], say("a-swap"), swap_id)
    draft.end(swap, swap.start)
    draft.note(say("note-remove-swap", swap=swap_id))


def _name(draft: Draft, fact_id: FactId) -> str:
    return str(getattr(draft.find(fact_id), "name", fact_id))


def _free_from(draft: Draft, hand_over: str) -> date | None:
    """The first day of which nothing is past by this hour of hand-over; None: the draft knows no past."""
    if draft.now is None or draft.civil is None:
        return None
    return next_hand_over(hand_over, draft.civil, draft.now)


def _not_past(draft: Draft, day: date, hand_overs: Iterable[str], what: Message, *ids: FactId) -> date:
    """The day, if these hours of hand-over are all to come on it.  Raises InvalidInput that names the first such."""
    earliest = [(free, hour) for hour in hand_overs if (free := _free_from(draft, hour)) is not None]
    free, hour = max(earliest, default=(day, ""))
    if day < free:
        raise InvalidInput(
            say("hand-over-past", what=what, hour=hour, free=free, day=day),
            ids,
        )
    return plausible(day, *ids)


def guard_past(step: Step, draft: Draft) -> None:
    """Raise InvalidInput if a step, in whatever way, changes what rotas or swaps say of before the now of a draft."""
    if draft.now is None or draft.civil is None:
        return
    for altered in past_altered(step, draft.civil, draft.now):
        _not_past(draft, altered.day, [altered.hand_over], say("said-of-a-rota"), altered.fact_id)


# -- who works where ---------------------------------------------------------------------------------------------------


def add_department(draft: Draft, name: str, start: date) -> Department:
    """Make a department known from a day on."""
    name = given(name, say("the-name"))
    department = Department(id=draft.mint("dept", name, start), name=name, start=plausible(start))
    draft.put(department)
    draft.note(say("note-department", name=name))
    return department


def set_stationing(
    draft: Draft,
    department: FactId,
    centre: FactId,
    mode: StationingMode,
    on: date,
    response_minutes: int | None = None,
) -> Stationing:
    """Let a department work at a centre in this mode from a day on."""
    called = draft.fact(Department, department).name
    draft.fact(Centre, centre)
    line = [s for s in draft.linked(Stationing, "department", department) if s.centre == centre]
    fresh = Stationing(
        id=draft.mint("stationing", department, centre, mode, on),
        department=department,
        centre=centre,
        mode=mode,
        response_minutes=response_minutes,
        start=plausible(on, department),
    )
    draft.note(say("note-station", called=called, mode=mode, centre=centre))
    return draft.supersede(line, fresh)


def end_stationing(draft: Draft, stationing_id: FactId, on: date) -> None:
    """Let a department work at a centre no longer."""
    stationing = draft.fact(Stationing, stationing_id)
    if on < stationing.start or until(stationing) <= on:
        raise InvalidInput(
            say("stationing-ends-wrong", start=stationing.start, end=stationing.end or say("open"), on=on),
            (stationing_id,),
        )
    draft.end(stationing, on)
    draft.note(say("note-end-stationing", stationing=stationing_id))
