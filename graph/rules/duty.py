"""Rules about rotas, and what lies over their turns."""

from collections.abc import Iterator
from datetime import date

from graph.duty.rota import LONGEST_SHIFT, MOST_MEMBERS, longest_gap, names_a_day, parse_clock, parse_rule
from graph.errors import InvalidInput, Problem
from graph.facts import Department, DutyOverride, DutySwap, Fact, FactId, Person, Rota, RotaMember
from graph.rules.step import Step, name_of, span, what
from graph.snapshot import Snapshot
from graph.time.validity import is_void


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
