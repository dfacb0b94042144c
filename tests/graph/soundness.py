"""The rules of substance again, told day by day: slow, plain, and sharing nothing with `graph.invariants`.

Whatever holds on a day is looked at on that day; only what is said once and for all (a kind, a succession) is looked at
once.  No rule can fail between two days on which something begins or ends, so those days are enough.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TypeVar

from graph.facts import (
    Absence,
    Appraisal,
    Boundary,
    CodeTemplate,
    Department,
    DutyOverride,
    DutySwap,
    Fact,
    FactId,
    Holding,
    LadderRung,
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
from graph.words import Rank, UnitKind
from tests.organisations import DAY, PARENTS, PLACED, days_of_interest

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


def _rota(rota: Rota, ever: list[RotaMember]) -> Iterator[str]:
    members = [member for member in ever if _real(member)]
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
    if _circular([(absence.person, absence.cover) for absence in _those(alive, Absence)]):
        yield "cover-present"


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
