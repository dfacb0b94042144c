"""The one way from one model to the next: a change is worked out once, checked by every rule it touches, or refused.

The step that comes of it tells the record what to write, the rules and the caller's reach what to judge, and clients
what the change does.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from graph.change import End, Operation, Put, Recorded
from graph.errors import Problem, RuleViolated
from graph.facts import Fact, FactId
from graph.messages import say
from graph.rules.invariants import broken_rules
from graph.rules.step import Rule
from graph.snapshot import Snapshot
from graph.step import Step


def apply(snapshot: Snapshot, operations: Sequence[Operation], *, leaving_out: Collection[Rule] = ()) -> Step:
    """The step that operations make, one revision on: worked out, and every rule checked.

    The rules are checked over all time, for everything that is changed, but those to be left out: a change that was
    made before there was a rule is not judged by it.  Raises RuleViolated with all the problems found; the given
    snapshot is never altered.  Cost: the change and the facts around it, not the model.
    """
    step = work_out(snapshot, operations)
    check(step, leaving_out=leaving_out)
    return step


def work_out(snapshot: Snapshot, operations: Sequence[Operation]) -> Step:
    """The step that operations make, one revision on, whether it keeps the rules or not.

    Whoever has it asks nobody else what the change does.  Raises RuleViolated where an operation makes no sense: it
    ends what is not there, or puts one id as two kinds of thing.
    """
    changed, problems = _outcome(snapshot, operations)
    if problems:
        raise RuleViolated(problems)
    after = snapshot.with_facts(changed, revision=snapshot.revision + 1)
    return Step(snapshot, after, changed, tuple(operations))


def check(step: Step, *, leaving_out: Collection[Rule] = ()) -> None:
    """Check every rule but those left out.  Raises RuleViolated with all the problems found."""
    if problems := tuple(broken_rules(step, leaving_out)):
        raise RuleViolated(problems)


def restate(snapshot: Snapshot, recorded: Recorded) -> Snapshot:
    """Bring a snapshot to a revision that some of its facts may be at already: said twice, a fact is the same."""
    changed: dict[FactId, Fact] = {}
    for operation in recorded.change.operations:
        match operation:
            case Put(fact):
                changed[fact.id] = fact
            case End(fact_id, on):
                fact_now = changed.get(fact_id) or snapshot.find(fact_id)
                if fact_now is not None:
                    changed[fact_id] = replace(fact_now, end=on)
    return snapshot.with_facts(changed, revision=recorded.revision)


def rewind(snapshot: Snapshot, recorded: Recorded) -> Snapshot:
    """Undo a recorded change in memory: the snapshot that answers as the revision before it did."""
    changed: dict[FactId, Fact] = {}
    for operation in inverse(recorded):
        match operation:
            case Put(fact):
                changed[fact.id] = fact
            case End(fact_id, on):
                fact_now = snapshot.find(fact_id)
                if fact_now is not None:
                    changed[fact_id] = replace(fact_now, end=on)
    return snapshot.with_facts(changed, revision=recorded.revision - 1)


def left_by(recorded: Recorded) -> dict[FactId, Fact]:
    """The facts as a recorded change left them, by id."""
    left: dict[FactId, Fact] = {}
    for operation, was in zip(recorded.change.operations, recorded.was, strict=True):
        match operation:
            case Put(fact):
                left[fact.id] = fact
            case End(fact_id, on):
                fact_then = left.get(fact_id) or was
                if fact_then is not None:
                    left[fact_id] = replace(fact_then, end=on)
    return left


def inverse(recorded: Recorded) -> tuple[Operation, ...]:
    """The operations that put back what a recorded change did: old versions again, new facts annulled.

    Applied after the change, they give the answers from before it at every date; they erase nothing.
    """
    undone: dict[FactId, Operation] = {}
    for operation, old in zip(recorded.change.operations, recorded.was, strict=True):
        match operation:
            case _ if old is not None:
                undone[old.id] = Put(old)
            case Put(fact):
                undone[fact.id] = End(fact.id, fact.start)
            case End(fact_id, _):  # put by this very change
                undone.setdefault(fact_id, operation)
    return tuple(reversed(undone.values()))


def _outcome(snapshot: Snapshot, operations: Sequence[Operation]) -> tuple[dict[FactId, Fact], list[Problem]]:
    changed: dict[FactId, Fact] = {}
    problems: list[Problem] = []
    for operation in operations:
        match operation:
            case Put(fact):
                earlier = changed.get(fact.id)
                if earlier is not None and type(earlier) is not type(fact):
                    message = say("put-twice", fact=fact.id, first=type(earlier), second=type(fact))
                    problems.append(Problem("identity-kept", message, (fact.id,)))
                changed[fact.id] = fact
            case End(fact_id, on):
                fact_now = changed.get(fact_id) or snapshot.find(fact_id)
                if fact_now is None:
                    problems.append(Problem("unknown-fact", say("end-of-nothing", fact=fact_id), (fact_id,)))
                elif problem := _cannot_end(fact_now, on):
                    problems.append(problem)
                else:
                    changed[fact_id] = replace(fact_now, end=on)
    return changed, problems


def _cannot_end(fact: Fact, on: date) -> Problem | None:
    what = say("fact-called", kind=type(fact), fact=fact.id)
    if on < fact.start:
        return Problem("end-before-start", say("end-before-start", what=what, start=fact.start, on=on), (fact.id,))
    if fact.end is not None and fact.end < on:
        return Problem(
            "already-ended",
            say("ended-already", what=what, end=fact.end, on=on),
            (fact.id,),
        )
    return None
