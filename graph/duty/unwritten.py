"""What was on duty is a record: whether a change would have rotas or swaps say something else of what is past.

No rule of `invariants.py`, since what is past depends on now: whoever takes changes in asks here.
Overrides are not looked at, for they say who really served.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from graph.duty.rota import next_hand_over
from graph.facts import DutySwap, Fact, FactId, Rota, RotaMember
from graph.snapshot import Snapshot
from graph.time.calendar import DAY, CivilTime
from graph.time.validity import is_void, until


@dataclass(frozen=True, slots=True)
class Altered:
    """A fact that would say something else of `day`, which is past; it may from the hand-over of `free` on."""

    fact_id: FactId
    day: date
    free: date
    hand_over: str


def past_altered(
    before: Snapshot, after: Snapshot, ids: Iterable[FactId], civil: CivilTime, now: datetime
) -> Iterator[Altered]:
    """Of the facts of these ids, the rotas, members and swaps that would say something else of before `now`.

    Each once, in the order of `ids`, with the first day of its life.  A day is past once its hour of hand-over is; a
    rota may get another name.
    """
    for fact_id in dict.fromkeys(ids):
        old, new = before.find(fact_id), after.find(fact_id)
        said = [fact for fact in (old, new) if isinstance(fact, Rota | RotaMember | DutySwap)]
        for hand_over in sorted({_hand_over(before, after, fact) for fact in said}):
            free = next_hand_over(hand_over, civil, now)
            if _past(old, free) != _past(new, free):
                yield Altered(fact_id, min(*(fact.start for fact in said), free - DAY), free, hand_over)
                break


def _hand_over(before: Snapshot, after: Snapshot, fact: Rota | RotaMember | DutySwap) -> str:
    if isinstance(fact, Rota):
        return fact.hand_over
    rota = after.get(Rota, fact.rota) or before.get(Rota, fact.rota)
    return "23:59" if rota is None else rota.hand_over  # a rule says that there is one


def _past(fact: Fact | None, free: date) -> object:
    """What a fact says of the days before one; None: nothing."""
    if fact is None or is_void(fact) or fact.start >= free:
        return None
    if isinstance(fact, Rota):
        fact = replace(fact, name="")
    return replace(fact, end=min(until(fact), free))
