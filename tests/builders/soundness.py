"""The rules of substance again, told day by day: slow, plain, and sharing nothing with `graph.rules`.

Whatever holds on a day is looked at on that day; only what is said once and for all (a kind, a succession) is looked at
once.  No rule can fail between two days on which something begins or ends, so those days are enough.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import TypeVar

from graph.facts import (
    Absence,
    Appraisal,
    Boundary,
    Centre,
    CodeTemplate,
    Department,
    DepartmentAppraisal,
    DutyOverride,
    DutySwap,
    Fact,
    FactId,
    Holding,
    LadderRung,
    MediationResult,
    PartOf,
    Policy,
    RewardRate,
    Rota,
    RotaMember,
    StaffingRule,
    Stationing,
    Succession,
    Unit,
    UnitState,
    WorkerRecord,
)
from graph.words import AppraisalPeriod, Indicator, Rank, UnitKind
from tests.builders.organisations import (
    CENTRE_KINDS,
    DAY,
    DIGITS,
    OTHER_POSTS,
    PARENTS,
    PLACED,
    POSTS,
    days_of_interest,
)

F = TypeVar("F", bound=Fact)
Link = tuple[FactId, tuple[str, ...]]
"""An id that a fact names, and the classes it may be of."""

ONLY_ONE: tuple[tuple[type[Fact], tuple[str, ...]], ...] = (
    (UnitState, ("unit",)),
    (Boundary, ("unit",)),
    (PartOf, ("child",)),
    (Holding, ("person", "role", "of")),
    (Absence, ("person",)),
    (WorkerRecord, ("person",)),
    (Appraisal, ("person", "period")),
    (DepartmentAppraisal, ("department", "centre", "indicator", "period")),
    (Stationing, ("department", "centre")),
    (StaffingRule, ("role", "unit_kind", "grid_type")),
    (LadderRung, ("order",)),
    (LadderRung, ("role", "unit_kind")),
    (CodeTemplate, ()),
    (RotaMember, ("rota", "order")),
    (DutyOverride, ("rota",)),
    (Policy, ()),
    (RewardRate, ("complexity",)),
)
LINKS: dict[str, tuple[str, ...]] = {
    "unit": ("Unit",),
    "child": ("Unit",),
    "parent": ("Unit",),
    "predecessor": ("Unit",),
    "successor": ("Unit",),
    "serves": ("Unit",),
    "person": ("Person",),
    "cover": ("Person",),
    "centre": ("Centre",),
    "department": ("Department",),
    "committee": ("Committee",),
    "rota": ("Rota",),
    "member": ("Department", "Person"),
    "one": ("Department", "Person"),
    "other": ("Department", "Person"),
    "of": ("Unit", "Centre", "Committee", "Department"),
}
"""Field names that hold an id, whatever the class, and what the id has to be of."""


def breaches(facts: Iterable[Fact]) -> set[str]:
    """The names of the rules that these facts break, on whatever day."""
    world = {fact.id: fact for fact in facts}
    found = set(_once(world))
    for day in days_of_interest(world.values()):
        found |= set(_on(world, day))
    return found


def _holds(fact: Fact | None, day: date) -> bool:
    return fact is not None and fact.start <= day and (fact.end is None or day < fact.end)


def _resolves(world: dict[FactId, Fact], link: Link) -> bool:
    target, classes = link
    return target in world and type(world[target]).__name__ in classes


def _links(fact: Fact) -> Iterator[Link]:
    for field, classes in LINKS.items():
        target = getattr(fact, field, None)
        if target is not None:
            yield target, classes


def _once(world: dict[FactId, Fact]) -> Iterator[str]:
    for fact in world.values():
        if not all(_resolves(world, link) for link in _links(fact)):
            yield "link-resolves"
            continue
        yield from (name for name, keeps in SENSE.get(type(fact), ()) if _real(fact) and not keeps(world, fact))
        match fact:
            case PartOf(child=child, parent=parent) if _kind(world, parent) not in PARENTS[_kind(world, child)]:
                yield "level-order"
            case UnitState(unit=code, grid_type=grid_type) if (_kind(world, code) is UnitKind.GRID) == (not grid_type):
                yield "grid-typed"
            case Succession() if fact.end is None or fact.start < fact.end:
                yield from _succession(world, fact)
            case Rota() if _real(fact):
                yield from _rota(
                    fact, [m for m in _those(world.values(), RotaMember) if m.rota == fact.id and _real(m)]
                )
            case RotaMember() if _real(fact):
                if _misplaced(world, fact.rota, fact.member) and _real(world[fact.rota]):
                    yield "rota-members"
            case DutyOverride() if _real(fact):
                if _misplaced(world, fact.rota, fact.member):
                    yield "duty-in-order"
            case DutySwap() if _real(fact):
                yield from _swap(world, fact)


def _real(fact: Fact) -> bool:
    return fact.end is None or fact.start < fact.end


def _holdable(world: dict[FactId, Fact], post: Holding) -> bool:
    target = world[post.of]
    return post.role in (POSTS.get(target.kind, ()) if isinstance(target, Unit) else OTHER_POSTS[type(target)])


def _askable(_: dict[FactId, Fact], setting: LadderRung | StaffingRule) -> bool:
    return setting.role in POSTS.get(setting.unit_kind, ())


def _served(world: dict[FactId, Fact], centre: Centre) -> bool:
    return _kind(world, centre.serves) in CENTRE_KINDS


def _ascending(_: dict[FactId, Fact], template: CodeTemplate) -> bool:
    digits = [getattr(template, kind.value) for kind in DIGITS]
    return digits == sorted(set(digits))


def _paid_once(world: dict[FactId, Fact], result: MediationResult) -> bool:
    known = [m for m in _those(world.values(), MediationResult) if _real(m)]
    same = [m for m in known if (m.person, m.reference) == (result.person, result.reference)]
    return result.end == result.start + DAY and len(same) == 1


def _well_coded(world: dict[FactId, Fact], unit: Unit) -> bool:
    """Whether a code is of digits only, as many as its level has on the unit's first day."""
    templates = [t for t in _those(world.values(), CodeTemplate) if _real(t)]
    known = [t for t in templates if _holds(t, unit.start)]
    if not known:
        known = sorted((t for t in templates if t.start > unit.start), key=lambda t: (t.start, t.id))[:1]
        known.append(CodeTemplate(id="", start=unit.start))
    if unit.kind is UnitKind.MANAGEMENT_AREA:
        return any(re.fullmatch(rf"[0-9]{{{t.street}}}G[0-9]+", unit.id) for t in known)
    return any(re.fullmatch(rf"[0-9]{{{getattr(t, unit.kind.value)}}}", unit.id) for t in known)


def _whole_period(world: dict[FactId, Fact], appraisal: Appraisal) -> bool:
    """Whether an appraisal is of one of the twelve months, four quarters, or the year; or ends as its person goes."""
    months = {AppraisalPeriod.MONTH: 1, AppraisalPeriod.QUARTER: 3, AppraisalPeriod.YEAR: 12}[appraisal.period]
    firsts = [date(appraisal.start.year, month, 1) for month in range(1, 13, months)]
    firsts.append(date(appraisal.start.year + 1, 1, 1))
    ends = dict(pairwise(firsts))
    if appraisal.start not in ends:
        return False
    gone = world[appraisal.person].end
    usual = ends[appraisal.start]
    return appraisal.end == usual or (gone is not None and appraisal.end == gone < usual)


def _days_together(world: dict[FactId, Fact], judged: DepartmentAppraisal) -> bool:
    """Whether it is of a whole month, quarter or year, or of those days of it on which both are there."""
    months = {AppraisalPeriod.MONTH: 1, AppraisalPeriod.QUARTER: 3, AppraisalPeriod.YEAR: 12}[judged.period]
    firsts = [date(judged.start.year, month, 1) for month in range(1, 13, months)]
    firsts.append(date(judged.start.year + 1, 1, 1))
    first, last = next((a, b) for a, b in pairwise(firsts) if a <= judged.start < b)
    both = [world[judged.department], world[judged.centre]]
    begun = judged.start == first or judged.start in [fact.start for fact in both]
    return begun and (judged.end == last or (judged.end is not None and judged.end in _ends_before(both, last)))


def _ends_before(facts: list[Fact], day: date) -> list[date]:
    return [fact.end for fact in facts if fact.end is not None and fact.end < day]


MOST = {Indicator.PETITIONS: 1_000, Indicator.LAWSUITS: 10_000}


SENSE: dict[type[Fact], tuple[tuple[str, Callable[..., bool]], ...]] = {
    Unit: (("code-fits", _well_coded),),
    Holding: (("post-possible", _holdable),),
    LadderRung: (("post-possible", _askable),),
    StaffingRule: (("post-possible", _askable),),
    Centre: (("centre-serves", _served),),
    CodeTemplate: (("template-in-order", _ascending),),
    Appraisal: (("appraisal-period", _whole_period),),
    MediationResult: (("mediation-recorded", _paid_once),),
    DepartmentAppraisal: (
        ("appraisal-period", _days_together),
        ("indicator-in-range", lambda _, judged: judged.value <= MOST.get(judged.indicator, 100)),
    ),
}
"""What a fact has to be to make sense at all, on whatever day."""


def _rota(rota: Rota, ever: list[RotaMember]) -> Iterator[str]:
    members = [member for member in ever if _real(member)]
    if len(members) > 200:
        yield "rota-members"
    if rota.first not in [member.order for member in members]:
        yield "rota-members"
    if any((member.start, member.end) != (rota.start, rota.end) for member in members):
        yield "rota-members"


def _misplaced(world: dict[FactId, Fact], rota_id: FactId, member: FactId) -> bool:
    rota = world[rota_id]
    assert isinstance(rota, Rota)
    return isinstance(world[member], Department) == (rota.department is not None)


def _swap(world: dict[FactId, Fact], swap: DutySwap) -> Iterator[str]:
    days = {swap.one_day, swap.other_day}
    others = [s for s in _those(world.values(), DutySwap) if s.rota == swap.rota and s is not swap and _real(s)]
    members = {m.member for m in _those(world.values(), RotaMember) if m.rota == swap.rota and _real(m)}
    if (
        len(days) < 2
        or swap.one == swap.other
        or not {swap.one, swap.other} <= members
        or (swap.start, swap.end) != (min(days), max(days) + DAY)
        or any(days & {other.one_day, other.other_day} for other in others)
        or any(_misplaced(world, swap.rota, side) for side in (swap.one, swap.other))
    ):
        yield "duty-in-order"


def _succession(world: dict[FactId, Fact], fact: Succession) -> Iterator[str]:
    old, new = world[fact.predecessor], world[fact.successor]
    if not (_holds(old, fact.start - DAY) and _holds(new, fact.start)):
        yield "life-within"
    if old.end != fact.start or old is new or _kind(world, old.id) != _kind(world, new.id):
        yield "succession-in-order"


def _kind(world: dict[FactId, Fact], code: FactId) -> UnitKind:
    unit = world[code]
    assert isinstance(unit, Unit)
    return unit.kind


def _on(world: dict[FactId, Fact], day: date) -> Iterator[str]:
    alive = [fact for fact in world.values() if _holds(fact, day)]
    dated = [fact for fact in alive if not isinstance(fact, Succession)]
    if any(_resolves(world, link) and not _holds(world[link[0]], day) for fact in dated for link in _links(fact)):
        yield "life-within"
    for cls, key in ONLY_ONE:
        if _repeated(tuple(getattr(fact, name) for name in key) for fact in alive if type(fact) is cls):
            yield "one-at-a-time"
    if _repeated((post.of, post.role) for post in _those(alive, Holding) if post.rank is Rank.PRIMARY):
        yield "one-primary"
    described, placed = {s.unit for s in _those(alive, UnitState)}, {e.child for e in _those(alive, PartOf)}
    for unit in _those(alive, Unit):
        if unit.id not in described:
            yield "always-described"
        if unit.kind in PLACED and unit.id not in placed:
            yield "always-placed"
    if _repeated((department.name,) for department in _those(alive, Department)):
        yield "department-named"
    if any(_displaced(world, _those(alive, PartOf))):
        yield "code-in-place"
    if _circular([(absence.person, absence.cover) for absence in _those(alive, Absence)]):
        yield "cover-present"


def _displaced(world: dict[FactId, Fact], edges: list[PartOf]) -> Iterator[bool]:
    """For grids and micro-grids of a day: whether their codes begin neither with their village's nor a forerunner's."""
    above: dict[FactId, set[FactId]] = {}
    for edge in edges:
        above.setdefault(edge.child, set()).add(edge.parent)
    for edge in edges:
        if _is(world, edge.child, UnitKind.GRID, UnitKind.MICRO_GRID):
            places = above.get(edge.parent, set()) if _is(world, edge.parent, UnitKind.GRID) else {edge.parent}
            villages = [code for code in places if _is(world, code, UnitKind.VILLAGE)]
            yield any(not _begins(world, edge.child, village) for village in villages)


def _is(world: dict[FactId, Fact], code: FactId, *kinds: UnitKind) -> bool:
    unit = world.get(code)
    return isinstance(unit, Unit) and unit.kind in kinds


def _begins(world: dict[FactId, Fact], code: FactId, village: FactId) -> bool:
    found, more = {village}, {village}
    while more and not any(code.startswith(front) for front in found):
        more = {s.predecessor for s in _those(world.values(), Succession) if _real(s) and s.successor in found} - found
        found |= more
    return any(code.startswith(front) for front in found)


def _those(facts: Iterable[Fact], cls: type[F]) -> list[F]:
    return [fact for fact in facts if isinstance(fact, cls)]


def _repeated(keys: Iterable[tuple[object, ...]]) -> bool:
    return any(count > 1 for count in Counter(keys).values())


def _circular(steps: Sequence[tuple[FactId, FactId | None]]) -> bool:
    """Take away whoever leads to nobody that is left; what remains goes in circles."""
    while steps:
        left = {person for person, _ in steps}
        kept = [(person, cover) for person, cover in steps if cover in left]
        if len(kept) == len(steps):
            return True
        steps = kept
    return False
