"""Rules about rotas, and what lies over their turns."""

from collections.abc import Iterator
from datetime import date

from graph.duty.rota import LONGEST_SHIFT, MOST_MEMBERS, longest_gap, names_a_day, parse_clock, parse_rule
from graph.errors import InvalidInput, Problem
from graph.facts import Department, DutyOverride, DutySwap, Fact, FactId, Person, Rota, RotaMember
from graph.messages import Message, say
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
            yield Problem(
                "rota-readable",
                say("rota-unreadable", rota=name_of(step.after, fact.id), fault=error.message),
                (fact.id,),
            )
            continue
        if not names_a_day(rule, fact.anchor):
            message = say("rota-names-no-day", fact=name_of(step.after, fact.id), rule=fact.rule, anchor=fact.anchor)
            yield Problem("rota-readable", message, (fact.id,))
        elif fact.minutes is None and (gap := longest_gap(rule, fact.anchor)) > LONGEST_SHIFT:
            message = say(
                "rota-shifts-too-long",
                fact=name_of(step.after, fact.id),
                rule=fact.rule,
                days=gap.days,
                longest=LONGEST_SHIFT.days,
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
            message = say("rota-lacks-first", first=rota.first, rota=name_of(step.after, rota_id))
            yield Problem("rota-members", message, (rota_id,))
        if len(members) > MOST_MEMBERS:
            message = say(
                "rota-too-many-members", count=len(members), rota=name_of(step.after, rota_id), most=MOST_MEMBERS
            )
            yield Problem("rota-members", message, (rota_id,))
        for member in members:
            if (member.start, member.end) != (rota.start, rota.end):
                message = say(
                    "rota-member-out-of-step",
                    order=member.order,
                    days=span(member),
                    rota=name_of(step.after, rota_id),
                    rota_days=span(rota),
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
    faults: list[Message] = []
    if (swap.start, swap.end) != (first, last + date.resolution):
        faults.append(say("swap-days-wrong", days=span(swap), first=first, last=last))
    if swap.one == swap.other or swap.one_day == swap.other_day:
        faults.append(say("swap-with-itself"))
    faults += [
        say("swap-of-nonmember", side=name_of(snapshot, side)) for side in sorted({swap.one, swap.other} - members)
    ]
    yield from (
        Problem("duty-in-order", say("swap-wrong", swap=what(swap), fault=fault), (swap.id, swap.rota))
        for fault in faults
    )
    for other in snapshot.linked(DutySwap, "rota", swap.rota):
        twice = {swap.one_day, swap.other_day} & {other.one_day, other.other_day}
        if other.id != swap.id and not is_void(other) and twice:
            message = say("swap-twice", swap=what(swap), other=other.id, day=min(twice))
            yield Problem("duty-in-order", message, tuple(sorted((swap.id, other.id))))


def _wrong_class(snapshot: Snapshot, rule: str, about: FactId, rota: Rota, member: FactId) -> Iterator[Problem]:
    wanted: type[Fact] = Person
    unwanted: type[Fact] = Department
    if rota.department is None:
        wanted, unwanted = unwanted, wanted
    if snapshot.get(unwanted, member) is not None:
        whose = say("rota-of-departments" if rota.department is None else "rota-of-officers")
        message = say(
            "rota-wrong-members",
            rota=name_of(snapshot, rota.id),
            whose=whose,
            member=name_of(snapshot, member),
            wanted=wanted,
        )
        yield Problem(rule, message, (about, member))
