"""What mediators have earned (以案定补): recorded results, each by the tariff in force on its day.

The complexity of a result has nothing to do with the level by which the case was routed.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from graph.facts import MediationResult, Person, RewardRate, Unit
from graph.snapshot import Snapshot
from graph.time.validity import holds_on, is_void
from graph.words import Complexity
from queries.places.scope import person_is_under


@dataclass(frozen=True, slots=True)
class Reward:
    """What somebody has earned: cases by complexity, yuan in all, and cases for which no tariff was in force."""

    person: Person
    cases: tuple[tuple[Complexity, int], ...]
    yuan: Decimal
    unpriced: int

    @property
    def count(self) -> int:
        """Cases in all."""
        return sum(number for _, number in self.cases)


def rewards(snapshot: Snapshot, start: date, end: date, scope: Unit | None) -> list[Reward]:
    """What people earned by results of the days [start, end): most yuan first, then by id.

    With `scope`, those who held a post of the unit or below it on the day of the result; a result is paid once, by the
    tariff of its own day, whatever the tariff became since.  Cost: all results.
    """
    found: dict[str, list[MediationResult]] = {}
    for result in _of_interval(snapshot, start, end):
        if scope is None or person_is_under(snapshot, result.person, scope.id, result.start):
            found.setdefault(result.person, []).append(result)
    earned = [_reward(snapshot, person, results) for person, results in found.items()]
    return sorted(earned, key=lambda reward: (-reward.yuan, reward.person.id))


def rate_on(snapshot: Snapshot, complexity: Complexity, day: date) -> RewardRate | None:
    """The tariff for a complexity on a day, or None if none was in force."""
    rates = (rate for rate in snapshot.all(RewardRate) if rate.complexity == complexity)
    return next((rate for rate in rates if holds_on(rate, day)), None)


def _of_interval(snapshot: Snapshot, start: date, end: date) -> Iterator[MediationResult]:
    for result in snapshot.all(MediationResult):
        if start <= result.start < end and not is_void(result):
            yield result


def _reward(snapshot: Snapshot, person_id: str, results: list[MediationResult]) -> Reward:
    person = snapshot.get(Person, person_id)
    if person is None:
        raise LookupError(f"somebody unknown, {person_id}, mediated")
    rates = [rate_on(snapshot, result.complexity, result.start) for result in results]
    numbers = Counter(result.complexity for result in results)
    return Reward(
        person=person,
        cases=tuple((complexity, numbers[complexity]) for complexity in Complexity if complexity in numbers),
        yuan=sum((Decimal(str(rate.yuan)) for rate in rates if rate is not None), Decimal(0)),
        unpriced=sum(rate is None for rate in rates),
    )
