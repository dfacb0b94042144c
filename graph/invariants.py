"""The rules that every model keeps on every day of all time, each with a stable name.

A rule looks at what a change touched and at the facts around it, never at the whole model, and yields a Problem for
each breach.  `RULES` is the whole list; `docs/rules.md` explains each to people.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from itertools import combinations, product

from graph.errors import InvalidInput, Problem
from graph.facts import (
    CLASS_BY_NAME,
    FACT_CLASSES,
    Absence,
    Appraisal,
    Boundary,
    Centre,
    CodeTemplate,
    Committee,
    Department,
    DutyOverride,
    DutySwap,
    Fact,
    FactId,
    Holding,
    LadderRung,
    PartOf,
    Person,
    RewardRate,
    Room,
    Rota,
    RotaMember,
    StaffingRule,
    Stationing,
    Succession,
    Unit,
    UnitState,
    WorkerRecord,
)
from graph.outline import geometry_fault
from graph.rota import LONGEST_SHIFT, MOST_MEMBERS, longest_gap, names_a_day, parse_clock, parse_rule
from graph.rules import codes, offices, posts, records
from graph.rules.step import Rule, Step, concerned, name_of, span, what
from graph.snapshot import Snapshot, ordered
from graph.texts import LONGEST_ID, name_key, text_fault
from graph.validity import (
    FIRST_DAY,
    LAST_DAY,
    first_overlap,
    first_uncovered_day,
    is_void,
    overlap,
    until,
    within,
)
from graph.words import PARENT_KINDS, PLACED_KINDS, Rank, UnitKind


def broken_rules(
    before: Snapshot, after: Snapshot, changed: Mapping[FactId, Fact], leaving_out: Collection[Rule] = ()
) -> Iterator[Problem]:
    """Every problem that the change brings, form before substance: a malformed fact is not examined further."""
    step = Step(before, after, changed)
    form = [problem for rule in FORM_RULES for problem in _in_order(_brought(rule, step))]
    yield from form
    if not form:
        for rule in RULES:
            if rule not in leaving_out:
                yield from _in_order(_brought(rule, step))


def _brought(rule: Rule, step: Step) -> list[Problem]:
    """The breaches that a change brings.

    A rule may have come later than facts that break it.  Such a breach stands in nobody's way, as long as the change
    lets none of what is concerned hold on more days than before: it can be ended, and shortened.
    """
    found = list(rule(step))
    if not found:
        return []
    known = {fact_id: fact for fact_id in step.changed if (fact := step.before.find(fact_id)) is not None}
    there = set(rule(Step(step.before, step.before, known)))
    return [problem for problem in found if problem not in there or any(_grows(step, i) for i in problem.ids)]


def _grows(step: Step, fact_id: FactId) -> bool:
    now, old = step.changed.get(fact_id), step.before.find(fact_id)
    return now is not None and (old is None or not within(now, old))


def malformed(before: Snapshot, changed: Mapping[FactId, Fact]) -> Iterator[Problem]:
    """What is wrong with facts by themselves, whatever else there is."""
    step = Step(before, before, changed)
    for rule in FORM_RULES:
        yield from _in_order(_brought(rule, step))


def _in_order(problems: Iterable[Problem]) -> list[Problem]:
    # Sets are gone through on the way; what is said must not depend on their order.
    return sorted(problems, key=lambda problem: (problem.rule, problem.ids, problem.message))


# -- form: a fact by itself ------------------------------------------------------------------------------------------


def interval_in_order(step: Step) -> Iterator[Problem]:
    """A fact ends no earlier than it starts."""
    for fact in step.changed.values():
        if fact.end is not None and fact.end < fact.start:
            yield Problem(
                "interval-in-order",
                f"{what(fact)} ends on {fact.end}, before it starts on {fact.start}; correct one of them.",
                concerned(fact),
            )


def date_plausible(step: Step) -> Iterator[Problem]:
    """Dates lie between 1900 and 2999."""
    for fact in step.changed.values():
        for field in fields(fact):
            value = getattr(fact, field.name)
            if isinstance(value, date) and (fault := value_fault(type(fact), field.name, value)):
                message = f"{what(fact)} has {field.name} {value.isoformat()}; {fault}."
                yield Problem("date-plausible", message, concerned(fact))


def text_clean(step: Step) -> Iterator[Problem]:
    """Texts are neither empty nor over-long and hold no characters but those that all see alike; ids hold no spaces."""
    for fact in step.changed.values():
        for field in fields(fact):
            value = getattr(fact, field.name)
            if isinstance(value, str) and (fault := text_fault(field.name, value)):
                yield Problem(
                    "text-clean",
                    f"{what(fact)}: {field.name} {fault}.",
                    concerned(fact),
                )


NUMBERS: dict[type[Fact], dict[str, tuple[float, float]]] = {
    UnitState: {"households": (0, 100_000_000), "population": (0, 500_000_000)},
    WorkerRecord: {"post_grade": (1, 3), "pay_level": (1, 18), "star_rating": (0, 5)},
    Appraisal: {"score": (0, 100)},
    Stationing: {"response_minutes": (0, 10_080)},
    StaffingRule: {"minimum": (1, 1_000)},
    LadderRung: {"order": (1, 1_000)},
    Rota: {"minutes": (1, 527_040), "turn": (1, 366), "first": (1, 1_000)},
    RotaMember: {"order": (1, 1_000)},
    RewardRate: {"yuan": (0, 1_000_000)},
    CodeTemplate: {kind.value: (1, LONGEST_ID) for kind in UnitKind if kind != UnitKind.MANAGEMENT_AREA},
}


def number_in_range(step: Step) -> Iterator[Problem]:
    """Counts, grades and scores lie within their scales."""
    for cls, ranges in NUMBERS.items():
        for fact in step.of(cls):
            for name in ranges:
                value = getattr(fact, name)
                if fault := value_fault(cls, name, value):
                    yield Problem("number-in-range", f"{what(fact)}: {name} is {value}; {fault}.", concerned(fact))


def value_fault(cls: type[Fact], name: str, value: object) -> str | None:
    """What the rules of form say of one value of a fact, before there is the fact: its range; None if nothing.

    Whoever reads values asks here, so that what the rules would refuse is told where the value stands.
    """
    match value:
        case date() if not FIRST_DAY <= value <= LAST_DAY:
            return f"dates run from {FIRST_DAY} to {LAST_DAY}"
        case str():
            return text_fault(name, value)
        case int() | float() if name in NUMBERS.get(cls, {}):
            low, high = NUMBERS[cls][name]
            return None if low <= value <= high else f"it runs from {low:,.0f} to {high:,.0f}"
    return None


def geometry_valid(step: Step) -> Iterator[Problem]:
    """A boundary is a valid, non-empty polygon or multi-polygon in degrees."""
    for fact in step.of(Boundary):
        if fault := geometry_fault(fact.geometry):
            yield Problem("geometry-valid", f"The boundary of unit {fact.unit} {fault}.", (fact.id, fact.unit))


def identity_kept(step: Step) -> Iterator[Problem]:
    """An id goes on meaning the same: class, links and fixed fields of a fact never change."""
    for fact in step.changed.values():
        old = step.before.find(fact.id)
        if old is None:
            continue
        if type(old) is not type(fact):
            message = f"The id {fact.id} is a {type(old).__name__}; it can't become a {type(fact).__name__}."
            yield Problem("identity-kept", message, (fact.id,))
            continue
        for name in (*fact.LINKS, *fact.FIXED):
            if name not in MAY_CHANGE and getattr(old, name) != getattr(fact, name):
                message = (
                    f"{what(fact)}: {name} is {getattr(old, name)} and can't become {getattr(fact, name)}; "
                    "end this one and put another."
                )
                yield Problem("identity-kept", message, (fact.id,))


MAY_CHANGE = frozenset({"cover"})
"""Link fields that may be corrected: naming another stand-in does not make it another absence."""


# -- facts and what they name ----------------------------------------------------------------------------------------


def link_resolves(step: Step) -> Iterator[Problem]:
    """What a fact names exists and is of the right class."""
    for fact in step.changed.values():
        for name, classes in fact.LINKS.items():
            target = getattr(fact, name)
            if target is not None and _target(step.after, classes, target) is None:
                message = f"{what(fact)}: {name} names {target}, which is no {' or '.join(classes)}."
                yield Problem("link-resolves", message, (fact.id, target))


def life_within(step: Step) -> Iterator[Problem]:
    """A fact holds only while everything it names is alive."""
    seen: set[tuple[FactId, str]] = set()
    for fact, name in _links_at_stake(step):
        target = _target(step.after, fact.LINKS[name], getattr(fact, name))
        if target is None or (fact.id, name) in seen or within(_bounded(fact, name), target):
            continue
        seen.add((fact.id, name))
        message = (
            f"{what(fact)} ({span(fact)}) names {name_of(step.after, target.id)}, "
            f"which lasts {span(target)}; end or shorten it too."
        )
        yield Problem("life-within", message, (fact.id, target.id))


@dataclass(frozen=True, slots=True)
class _Moment:
    start: date
    end: date | None


def _bounded(fact: Fact, name: str) -> Fact | _Moment:
    # A succession holds for ever, but its predecessor is gone and its successor may go again.
    if isinstance(fact, Succession) and not is_void(fact):
        day_before = fact.start - date.resolution
        return (
            _Moment(day_before, fact.start)
            if name == "predecessor"
            else _Moment(fact.start, fact.start + date.resolution)
        )
    return fact


def _links_at_stake(step: Step) -> Iterator[tuple[Fact, str]]:
    for fact in step.changed.values():
        for name in fact.LINKS:
            if getattr(fact, name) is not None:
                yield fact, name
        for cls, name in _NAMED_BY[type(fact).__name__]:
            for other in step.after.linked(cls, name, fact.id):
                yield other, name


_NAMED_BY: dict[str, list[tuple[type[Fact], str]]] = {
    target: [(cls, name) for cls in FACT_CLASSES for name, classes in cls.LINKS.items() if target in classes]
    for target in CLASS_BY_NAME
}


def _target(snapshot: Snapshot, classes: Iterable[str], fact_id: FactId) -> Fact | None:
    found = (snapshot.get(CLASS_BY_NAME[name], fact_id) for name in classes)
    return next((fact for fact in found if fact is not None), None)


# -- one at a time ---------------------------------------------------------------------------------------------------


def one_at_a_time(step: Step) -> Iterator[Problem]:
    """Of the facts that share a key only one holds on any day: one state, one parent, one absence, one rule."""
    for cls in {type(fact) for fact in step.changed.values()}:
        for key in cls.EXCLUSIVE:
            groups = {tuple(getattr(fact, name) for name in key) for fact in step.of(cls)}
            for group in groups:
                clash = first_overlap(_sharing(step.after, cls, key, group))
                if clash:
                    yield _clash("one-at-a-time", step.after, *clash)


def one_primary(step: Step) -> Iterator[Problem]:
    """A post has at most one primary holder (A角) on any day."""
    posts = {(f.of, f.role) for f in step.of(Holding) if f.rank == Rank.PRIMARY}
    for of, role in posts:
        holders = [h for h in step.after.linked(Holding, "of", of) if h.role == role and h.rank == Rank.PRIMARY]
        clash = first_overlap(holders)
        if clash:
            a, b = clash
            first, second = name_of(step.after, a.person), name_of(step.after, b.person)
            message = (
                f"{name_of(step.after, of)} would have two primary holders (A角) of {role.label} {role.zh} from "
                f"{max(a.start, b.start)}: {first} ({span(a)}) and {second} ({span(b)}); "
                "end one of them, or appoint as backup (B角)."
            )
            yield Problem("one-primary", message, (a.id, b.id))


def _sharing(snapshot: Snapshot, cls: type[Fact], key: tuple[str, ...], group: tuple[object, ...]) -> list[Fact]:
    link = next((name for name in key if name in cls.LINKS), None)
    pool = snapshot.all(cls) if link is None else snapshot.linked(cls, link, str(group[key.index(link)]))
    return list(ordered(fact for fact in pool if tuple(getattr(fact, name) for name in key) == group))


def _clash(rule: str, snapshot: Snapshot, a: Fact, b: Fact) -> Problem:
    subject = next((getattr(a, name) for name in a.LINKS), None)
    whose = f" of {name_of(snapshot, subject)}" if subject else ""
    message = (
        f"Two {type(a).__name__} facts{whose} would hold together from {max(a.start, b.start)}: "
        f"{a.id} ({span(a)}) and {b.id} ({span(b)}); end the first by then."
    )
    return Problem(rule, message, (a.id, b.id))


# -- names -----------------------------------------------------------------------------------------------------------

NAMED_WITHIN: dict[type[Fact], tuple[str, ...]] = {
    Department: (),
    Centre: ("serves",),
    Committee: ("centre",),
    Room: ("centre", "kind"),
    Rota: ("centre", "department"),
}
"""What has a name -> what it shares with those among whom it is found by that name.  Units: `names_apart` itself."""


def names_apart(step: Step) -> Iterator[Problem]:
    """Names of one place that differ at all differ to the eye: not only in blanks, width or look-alike characters."""
    for cls, key in NAMED_WITHIN.items():
        for group in {tuple(getattr(fact, name) for name in key) for fact in step.of(cls)}:
            named = [(str(getattr(fact, "name", "")), fact, fact) for fact in _sharing(step.after, cls, key, group)]
            yield from _alike(step.after, named)
    for parent in _parents_at_stake(step):
        for kind, named in _called_within(step.after, parent).items():
            yield from _alike(step.after, named, kind.zh)


Called = tuple[str, Fact, Fact]
"""A name, the fact that gives it, and that which places what bears it: both have to hold."""


def _parents_at_stake(step: Step) -> set[FactId]:
    moved = {fact.parent for fact in step.of(PartOf)}
    renamed = {fact.unit for fact in step.of(UnitState)}
    return moved | {edge.parent for unit in renamed for edge in step.after.linked(PartOf, "child", unit)}


def _called_within(snapshot: Snapshot, parent: FactId) -> dict[UnitKind, list[Called]]:
    found: dict[UnitKind, list[Called]] = {}
    for edge in snapshot.linked(PartOf, "parent", parent):
        unit = snapshot.get(Unit, edge.child)
        if unit is not None:
            states = snapshot.linked(UnitState, "unit", unit.id)
            found.setdefault(unit.kind, []).extend((state.name, state, edge) for state in states)
    return found


def _alike(snapshot: Snapshot, named: Iterable[Called], what: str = "") -> Iterator[Problem]:
    spellings: dict[str, dict[str, list[Called]]] = {}
    for called in named:
        spellings.setdefault(name_key(called[0]), {}).setdefault(called[0], []).append(called)
    for spelt in spellings.values():
        pairs = (pair for one, other in combinations(sorted(spelt), 2) for pair in product(spelt[one], spelt[other]))
        clash = next(((a, b) for a, b in pairs if _together(*a[1:], *b[1:])), None)
        if clash:
            yield _alike_problem(snapshot, *clash, what)


def _alike_problem(snapshot: Snapshot, a: Called, b: Called, what: str) -> Problem:
    one, other = (f"{what}{name_of(snapshot, _bearer(fact))}" for fact in (a[1], b[1]))
    message = (
        f"{one} and {other} would be called {a[0]!r} and {b[0]!r} at once, which nobody can tell apart 名称看不出区别; "
        "use the one that is there, or give the other a name of its own."
    )
    return Problem("names-apart", message, (a[1].id, b[1].id))


def _together(*facts: Fact) -> bool:
    return max(fact.start for fact in facts) < min(until(fact) for fact in facts)


def _bearer(fact: Fact) -> FactId:
    return fact.unit if isinstance(fact, UnitState) else fact.id


# -- units -----------------------------------------------------------------------------------------------------------


def always_described(step: Step) -> Iterator[Problem]:
    """A unit has a name and a state on every day of its life."""
    for unit in _units_at_stake(step, UnitState, "unit"):
        day = first_uncovered_day(unit, step.after.linked(UnitState, "unit", unit.id))
        if day:
            yield Problem("always-described", f"Unit {unit.id} would have no name or state from {day} on.", (unit.id,))


def always_placed(step: Step) -> Iterator[Problem]:
    """A unit below the street is part of another on every day of its life."""
    for unit in _units_at_stake(step, PartOf, "child"):
        if unit.kind in PLACED_KINDS:
            day = first_uncovered_day(unit, step.after.linked(PartOf, "child", unit.id))
            if day:
                message = (
                    f"{name_of(step.after, unit.id)}, a {unit.kind.label}, would be part of nothing from {day} on."
                )
                yield Problem("always-placed", message, (unit.id,))


def level_order(step: Step) -> Iterator[Problem]:
    """A unit is part of one of the kinds that may hold it; so the tree can't close into a loop at any date."""
    for fact in step.of(PartOf):
        child, parent = step.after.get(Unit, fact.child), step.after.get(Unit, fact.parent)
        if child is None or parent is None or parent.kind in PARENT_KINDS[child.kind]:
            continue
        allowed = " or ".join(kind.label for kind in PARENT_KINDS[child.kind]) or "nothing"
        message = (
            f"{name_of(step.after, child.id)} is a {child.kind.label} {child.kind.zh}; it can be part of "
            f"{allowed}, not of {name_of(step.after, parent.id)}, a {parent.kind.label} {parent.kind.zh}."
        )
        yield Problem("level-order", message, (fact.id, child.id, parent.id))


def grid_typed(step: Step) -> Iterator[Problem]:
    """Grids, and only grids, are general or dedicated; so is the standard for them."""
    for rule in step.of(StaffingRule):
        if rule.grid_type is not None and rule.unit_kind != UnitKind.GRID:
            message = (
                f"The standard for {rule.unit_kind.label} {rule.unit_kind.zh} can't ask for a grid type; leave it out."
            )
            yield Problem("grid-typed", message, (rule.id,))
    for fact in step.of(UnitState):
        unit = step.after.get(Unit, fact.unit)
        if unit is not None and (unit.kind == UnitKind.GRID) != (fact.grid_type is not None):
            need = (
                "needs a grid type, general 全科 or dedicated 专属"
                if fact.grid_type is None
                else "is no grid and has no grid type"
            )
            yield Problem("grid-typed", f"{name_of(step.after, unit.id)} {need}.", (fact.id, unit.id))


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
            message = (
                f"{name_of(step.after, old.id)} ({span(old)}) is said to be succeeded on {fact.start} by "
                f"{name_of(step.after, new.id)}; it has to end on that day, and both have to be of one kind."
            )
            yield Problem("succession-in-order", message, (fact.id, old.id, new.id))


def _units_at_stake(step: Step, cls: type[Fact], name: str) -> Iterator[Unit]:
    codes = {f.id for f in step.of(Unit)} | {getattr(f, name) for f in step.of(cls)}
    for code in sorted(codes):
        unit = step.after.get(Unit, code)
        if unit is not None:
            yield unit


# -- absences --------------------------------------------------------------------------------------------------------


def cover_present(step: Step) -> Iterator[Problem]:
    """Stand-ins never lead back in a circle to the one who is away."""
    for fact in step.of(Absence):
        loop = _cover_loop(step.after, fact)
        if loop:
            names = " → ".join(name_of(step.after, absence.person) for absence in loop)
            message = f"The stand-ins would lead in a circle from {fact.start}: {names}; name somebody who is present."
            yield Problem("cover-present", message, tuple(absence.id for absence in loop))


def _cover_loop(snapshot: Snapshot, first: Absence) -> list[Absence] | None:
    """The chain of absences from `first` back to its person, all overlapping on a common day, or None."""
    chains: list[tuple[list[Absence], date, date]] = [([first], first.start, until(first))]
    while chains:
        chain, start, end = chains.pop()
        cover = chain[-1].cover
        if start >= end or cover is None:
            continue
        if cover == first.person:
            return chain
        if cover in {absence.person for absence in chain}:
            continue
        chains.extend(
            ([*chain, absence], max(start, absence.start), min(end, until(absence)))
            for absence in snapshot.linked(Absence, "person", cover)
            if overlap(absence, _Moment(start, end))
        )
    return None


# -- duty --------------------------------------------------------------------------------------------------------------


def rota_readable(step: Step) -> Iterator[Problem]:
    """A rota's rule is a recurrence of whole days that names at least one, and its hand-over a time of day.

    Shifts without a length of their own begin eight years apart at most.
    """
    for fact in step.of(Rota):
        try:
            rule = parse_rule(fact.rule)
            parse_clock(fact.hand_over)
        except InvalidInput as error:
            yield Problem("rota-readable", f"{name_of(step.after, fact.id)}: {error}", (fact.id,))
            continue
        if not names_a_day(rule, fact.anchor):
            message = f"{name_of(step.after, fact.id)}: the rule {fact.rule} names no day from {fact.anchor} on."
            yield Problem("rota-readable", message, (fact.id,))
        elif fact.minutes is None and (gap := longest_gap(rule, fact.anchor)) > LONGEST_SHIFT:
            message = (
                f"{name_of(step.after, fact.id)}: the rule {fact.rule} has shifts begin {gap.days:,} days apart; one "
                f"that lasts until the next begins has {LONGEST_SHIFT.days} days at most: say how long they last. "
                "班次过长，请给定时长"
            )
            yield Problem("rota-readable", message, (fact.id,))


def rota_members(step: Step) -> Iterator[Problem]:
    """A rota has members, at most 200, all of them for as long as itself, and begins with one of them.

    They are departments, or officers if it is a department's.
    """
    at_stake = {fact.id for fact in step.of(Rota)} | {fact.rota for fact in step.of(RotaMember)}
    for rota_id in sorted(at_stake):
        rota = step.after.get(Rota, rota_id)
        if rota is None or is_void(rota):
            continue
        members = [m for m in step.after.linked(RotaMember, "rota", rota_id) if not is_void(m)]
        if rota.first not in {member.order for member in members}:
            message = f"{name_of(step.after, rota_id)} begins with member {rota.first}, and has none of that order."
            yield Problem("rota-members", message, (rota_id,))
        if len(members) > MOST_MEMBERS:
            message = f"{name_of(step.after, rota_id)} has {len(members)} members; at most {MOST_MEMBERS} take turns."
            yield Problem("rota-members", message, (rota_id,))
        for member in members:
            if (member.start, member.end) != (rota.start, rota.end):
                message = (
                    f"Member {member.order} of {name_of(step.after, rota_id)} takes part {span(member)}, the rota "
                    f"lasts {span(rota)}; end the rota and let another follow instead."
                )
                yield Problem("rota-members", message, (member.id, rota_id))
            yield from _wrong_class(step.after, "rota-members", member.id, rota, member.member)


def duty_in_order(step: Step) -> Iterator[Problem]:
    """An override or swap puts departments in a rota of departments, officers in one of officers.

    Both sides of a swap are members of the rota; it lasts from the earlier of its days until after the later, and no
    day of a rota is swapped twice.
    """
    rotas = {fact.rota for fact in step.of(RotaMember)}
    at_stake: dict[FactId, DutyOverride | DutySwap] = {}
    at_stake |= {swap.id: swap for rota in rotas for swap in step.after.linked(DutySwap, "rota", rota)}
    at_stake |= {swap.id: swap for swap in step.of(DutySwap)}
    at_stake |= {override.id: override for override in step.of(DutyOverride)}
    for fact in at_stake.values():
        rota = step.after.get(Rota, fact.rota)
        if rota is None or is_void(fact):
            continue
        sides = (fact.member,) if isinstance(fact, DutyOverride) else (fact.one, fact.other)
        for side in sides:
            yield from _wrong_class(step.after, "duty-in-order", fact.id, rota, side)
        if isinstance(fact, DutySwap):
            yield from _swap_faults(step.after, fact)


def _swap_faults(snapshot: Snapshot, swap: DutySwap) -> Iterator[Problem]:
    first, last = sorted((swap.one_day, swap.other_day))
    members = {m.member for m in snapshot.linked(RotaMember, "rota", swap.rota) if not is_void(m)}
    faults = []
    if (swap.start, swap.end) != (first, last + date.resolution):
        faults.append(f"lasts {span(swap)}; it holds from {first} to the day after {last}")
    if swap.one == swap.other or swap.one_day == swap.other_day:
        faults.append("swaps one member or one day with itself")
    faults += [
        f"names {name_of(snapshot, side)}, who takes no turns in the rota"
        for side in sorted({swap.one, swap.other} - members)
    ]
    yield from (Problem("duty-in-order", f"{what(swap)} {fault}.", (swap.id, swap.rota)) for fault in faults)
    for other in snapshot.linked(DutySwap, "rota", swap.rota):
        twice = {swap.one_day, swap.other_day} & {other.one_day, other.other_day}
        if other.id != swap.id and not is_void(other) and twice:
            message = f"{what(swap)} and {other.id} both swap the shift of {min(twice)}; remove one of them first."
            yield Problem("duty-in-order", message, tuple(sorted((swap.id, other.id))))


def _wrong_class(snapshot: Snapshot, rule: str, about: FactId, rota: Rota, member: FactId) -> Iterator[Problem]:
    wanted: type[Fact] = Person
    unwanted: type[Fact] = Department
    if rota.department is None:
        wanted, unwanted = unwanted, wanted
    if snapshot.get(unwanted, member) is not None:
        whose = "departments" if rota.department is None else "officers of a department"
        message = (
            f"{name_of(snapshot, rota.id)} is a rota of {whose}; {name_of(snapshot, member)} is no {wanted.__name__}."
        )
        yield Problem(rule, message, (about, member))


FORM_RULES: tuple[Rule, ...] = (
    text_clean,
    interval_in_order,
    date_plausible,
    number_in_range,
    geometry_valid,
    identity_kept,
)
RULES: tuple[Rule, ...] = (
    link_resolves,
    life_within,
    one_at_a_time,
    one_primary,
    always_described,
    always_placed,
    level_order,
    grid_typed,
    succession_in_order,
    cover_present,
    rota_readable,
    rota_members,
    duty_in_order,
    names_apart,
    posts.post_possible,
    codes.template_in_order,
    codes.code_fits,
    codes.code_in_place,
    offices.centre_serves,
    offices.department_named,
    records.appraisal_period,
    records.mediation_recorded,
)

LATER_RULES: frozenset[Rule] = frozenset(
    {
        names_apart,
        posts.post_possible,
        codes.template_in_order,
        codes.code_fits,
        codes.code_in_place,
        offices.centre_serves,
        offices.department_named,
        records.appraisal_period,
        records.mediation_recorded,
    }
)
"""Rules that came when records had been made already: what breaks them in an older backup is restored, and found."""
