"""What was on duty is a record: whether a change would have rotas or swaps say something else of what is past.

No rule of `invariants.py`, since what is past depends on now: whoever takes changes in asks here.
Overrides are not looked at, for they say who really served.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from graph.duty.rota import next_hand_over
from graph.facts import DutySwap, Fact, FactId, Rota, RotaMember
from graph.step import Step
from graph.time.calendar import DAY, CivilTime
from graph.time.validity import is_void, until


@dataclass(frozen=True, slots=True)
class Altered:
    """A fact that would say something else of `day`, which is past; it may from the hand-over of `free` on."""

    fact_id: FactId
    day: date
    free: date
    hand_over: str


def past_altered(step: Step, civil: CivilTime, now: datetime) -> Iterator[Altered]:
    """Of the facts that a step changes, the rotas, members and swaps that would say something else of before `now`.

    Each once, in the order of the step, with the first day of its life.  A day is past once its hour of hand-over is;
    a rota may get another name.
    """
    for fact_id, new in step.changed.items():
        old = step.before.find(fact_id)
        said = [fact for fact in (old, new) if isinstance(fact, Rota | RotaMember | DutySwap)]
        for hand_over in sorted({_hand_over(step, fact) for fact in said}):
            free = next_hand_over(hand_over, civil, now)
            if _past(old, free) != _past(new, free):
                yield Altered(fact_id, min(*(fact.start for fact in said), free - DAY), free, hand_over)
                break


def _hand_over(step: Step, fact: Rota | RotaMember | DutySwap) -> str:
    if isinstance(fact, Rota):
        return fact.hand_over
    rota = step.after.get(Rota, fact.rota) or step.before.get(Rota, fact.rota)
    return "23:59" if rota is None else rota.hand_over  # a rule says that there is one


def _past(fact: Fact | None, free: date) -> object:
    """What a fact says of the days before one; None: nothing."""
    if fact is None or is_void(fact) or fact.start >= free:
        return None
    if isinstance(fact, Rota):
        fact = replace(fact, name="")
    return replace(fact, end=min(until(fact), free))
