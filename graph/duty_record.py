"""What was on duty is a record: whether a change would have rotas or swaps say something else of days that are past.

No rule of `invariants.py`, since what is past depends on today: whoever takes changes in asks here.
Overrides are not looked at, for they say who really served.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from graph.facts import DutySwap, Fact, FactId, Rota, RotaMember
from graph.snapshot import Snapshot
from graph.validity import is_void, until


def past_altered(
    before: Snapshot, after: Snapshot, ids: Iterable[FactId], today: date
) -> Iterator[tuple[FactId, date]]:
    """Of the facts of these ids, the rotas, members and swaps that would say something else of a day before `today`.

    Each once, in the order of `ids`, with the first day of its life.  A rota may get another name.
    """
    for fact_id in dict.fromkeys(ids):
        old, new = before.find(fact_id), after.find(fact_id)
        if isinstance(old or new, Rota | RotaMember | DutySwap) and _past(old, today) != _past(new, today):
            yield fact_id, min(fact.start for fact in (old, new) if fact is not None)


def _past(fact: Fact | None, today: date) -> object:
    """What a fact says of the days before today; None: nothing."""
    if fact is None or is_void(fact) or fact.start >= today:
        return None
    if isinstance(fact, Rota):
        fact = replace(fact, name="")
    return replace(fact, end=min(until(fact), today))
