"""The decisions that made the organisation, in the order in which they are invented, each with the day it was known.

History is invented to the end, then told up to a day: what was announced by then.  What a later day tells adds to it
and takes nothing back, so an organisation made up to one day is the same at every earlier day as one made up to later.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from graph.change import End, Operation, Put
from graph.facts import Fact, FactId

F = TypeVar("F", bound=Fact)


@dataclass(frozen=True, slots=True)
class Decision:
    """Operations that became known together, on `announced`; they may take effect later."""

    announced: date
    operations: tuple[Operation, ...]


@dataclass(slots=True)
class Ledger:
    """Every decision so far, the facts as they all leave them, and since when each fact is known to be so."""

    decisions: list[Decision] = field(default_factory=list)
    facts: dict[FactId, Fact] = field(default_factory=dict)
    _known: dict[FactId, date] = field(default_factory=dict)

    def decide(self, announced: date, operations: Iterable[Operation], *, after: Iterable[FactId] = ()) -> date:
        """Take a decision, known no earlier than what it builds on: facts it ends or names, and those of `after`."""
        listed = tuple(operations)
        named = {fact_id for operation in listed for fact_id in _names(operation)} | set(after)
        known = max([announced, *(self._known[fact_id] for fact_id in named if fact_id in self._known)])
        self.decisions.append(Decision(known, listed))
        for operation in listed:
            fact = _outcome(self.facts, operation)
            self.facts[fact.id] = fact
            self._known[fact.id] = known
        return known

    def fact(self, cls: type[F], fact_id: FactId) -> F:
        """The fact of this id as decided last.  Raises KeyError or TypeError if there is none of the class."""
        fact = self.facts[fact_id]
        if not isinstance(fact, cls):
            message = f"{fact_id} is no {cls.__name__}"
            raise TypeError(message)
        return fact


def told_by(day: date, decisions: Iterable[Decision]) -> tuple[Fact, ...]:
    """The facts as the decisions announced by `day` leave them, in the order in which they were first stated."""
    facts: dict[FactId, Fact] = {}
    for decision in sorted(decisions, key=lambda decision: decision.announced):
        if decision.announced <= day:
            for operation in decision.operations:
                fact = _outcome(facts, operation)
                facts[fact.id] = fact
    return tuple(facts.values())


def _outcome(facts: dict[FactId, Fact], operation: Operation) -> Fact:
    match operation:
        case Put(fact):
            return fact
        case End(fact_id, on):
            return replace(facts[fact_id], end=on)


def _names(operation: Operation) -> Iterable[FactId]:
    match operation:
        case Put(fact):
            yield fact.id
            yield from (target for name in fact.LINKS if (target := getattr(fact, name)) is not None)
        case End(fact_id, _):
            yield fact_id
