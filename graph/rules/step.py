"""What a rule is, and the words in which it tells of facts."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from graph.errors import Problem
from graph.facts import Fact, FactId, UnitState
from graph.messages import Message, say
from graph.snapshot import Snapshot
from graph.step import Step as Step  # noqa: PLC0414 -- rules take it with the words in which they tell of it
from graph.texts import shown
from graph.time.validity import is_void

F = TypeVar("F", bound=Fact)

Rule = Callable[[Step], Iterable[Problem]]


def name_of(snapshot: Snapshot, fact_id: FactId) -> str:
    """What people call the fact: its latest name and its id."""
    states = [state for state in snapshot.linked(UnitState, "unit", fact_id) if not is_void(state)]
    name = states[-1].name if states else getattr(snapshot.find(fact_id), "name", None)
    return f"{name} ({fact_id})" if name else str(fact_id)


def span(fact: Fact) -> Message:
    """Since when and until when a fact holds."""
    return say("span", start=fact.start, end=fact.end or say("open"))


def what(fact: Fact) -> Message:
    """Class and id of a fact, and the first that it names."""
    of = next((target for name in fact.LINKS if (target := getattr(fact, name)) is not None), None)
    kind, called = type(fact), shown(fact.id)
    if of is None:
        return say("fact-called", kind=kind, fact=called)
    return say("fact-of", kind=kind, fact=called, of=shown(of))


def concerned(fact: Fact) -> tuple[FactId, ...]:
    """The ids of a fact and of what it names: that of a fact which is refused is known to nobody."""
    named = (getattr(fact, name) for name in fact.LINKS)
    return (shown(fact.id), *(shown(target) for target in named if target is not None))
