"""Decisions judged: made of an answer, what a return does, what is overdue, who is asked next, what differs.

Where they are kept is not known here, and how an answer is frozen is `queries/cases/freezing.py`'s.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

import orjson

from graph.decisions.decision import Deadline, Decision, DecisionEventKind, parties
from graph.errors import Problem, RuleViolated
from graph.facts import (
    Absence,
    Boundary,
    Centre,
    Committee,
    DutyOverride,
    DutySwap,
    Fact,
    FactId,
    Holding,
    LadderRung,
    PartOf,
    Policy,
    Rota,
    RotaMember,
    Stationing,
    Succession,
)
from graph.ids import mint
from graph.messages import say, sentences
from graph.snapshot import Snapshot
from graph.time.calendar import CivilTime
from graph.view import View
from graph.words import ReturnReason
from queries.cases.asking import Asked, asked_on
from queries.cases.freezing import Frozen, freeze, thaw
from queries.cases.policy import PolicyTable
from queries.cases.routing import (
    Assignee,
    Case,
    Due,
    DutyOf,
    OnDuty,
    OutsideBody,
    Route,
    RouteStep,
    Ruling,
    TaskForce,
    Verdict,
    policy_in_force,
    route,
)
from queries.places.handling import Responder
from queries.places.place import Place

KEPT = "returns.kept"
FINALLY = "returns.finally"


# -- made ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A case put under a reference: by whom, why, when."""

    reference: str
    asked: str
    case: Case
    actor: str
    reason: str
    at: datetime


def decided(view: View, asking: Asking, civil: CivilTime, duty: DutyOf) -> Decision:
    """The decision on a case, to be kept.  Raises as `route` does, and RuleViolated where it reaches nobody."""
    return made(view, asking, route(view, asking.case, asking.at, civil, duty), civil)


def made(view: View, asking: Asking, found: Route, civil: CivilTime) -> Decision:
    """The first decision that an answer is frozen to.  Raises RuleViolated where it reaches nobody."""
    lead = found.lead
    if lead is None:
        raise RuleViolated([_nobody(found)])
    kind, lead_id = led_by(lead)
    frozen = freeze(asking.case, found)
    people, departments = parties(frozen)
    return Decision(
        id=mint("decision", asking.reference, 0, taken=lambda _: False),
        reference=asking.reference,
        asked=asking.asked,
        decided_at=asking.at,
        month=f"{civil.day(asking.at):%Y-%m}",
        revision=view.revision,
        actor=asking.actor,
        reason=asking.reason,
        place=found.place.id,
        path=tuple(unit.id for unit in view.path(found.place)),
        channel=asking.case.channel.value,
        matter=asking.case.matter,
        level=asking.case.level,
        policy=found.policy.id,
        lead_kind=kind,
        lead_id=lead_id,
        people=people,
        departments=departments,
        climbed=tuple(dict.fromkeys(_climbed(found.steps))),
        frozen=frozen,
        deadlines=tuple(Deadline(due.step, due.due) for due in found.deadlines),
    )


def led_by(lead: Assignee) -> tuple[str, str]:
    """What kind of destination it is, and the id, or name, of who leads."""
    match lead:
        case OutsideBody(name):
            return "outside", name
        case OnDuty(department):
            return "department", department.id
        case TaskForce(first):
            return "task_force", first.person.id
        case Responder(person):
            return "person", person.id


def _climbed(steps: Iterable[RouteStep]) -> Iterator[str]:
    for step in steps:
        if step.outcome in {Verdict.VACANT, Verdict.AWAY} and step.unit is not None and step.role is not None:
            yield f"{step.unit.id}|{step.role.value}"


def _nobody(found: Route) -> Problem:
    tried = sentences(say("step-told", what=step.what, reason=step.reason) for step in found.steps)
    facts = tuple(dict.fromkeys(fact for step in found.steps for fact in step.facts))
    message = say("nobody-to-act", tried=tried)
    return Problem("case-reaches-nobody", message, (found.place.id, *facts[:20]))


# -- handed back -----------------------------------------------------------------------------------------------------


def ruling(table: PolicyTable, because: ReturnReason, before: int) -> Ruling | None:
    """What the policy says of a case handed back that was so `before` times already; None: it stays where it is.

    After `most` returns `finally` decides.  A reason for which the policy has no rule leaves the case where it is.
    """
    returns = table.returns
    if before >= returns.most:
        reason = say("returned-times-before-the-centre-decides", before=before)
        return Ruling(FINALLY, reason, returns.finally_)
    rule = next((rule for rule in returns.rules if rule.because == because), None)
    code = f"returns.{because.value}"
    if rule is None or rule.then == "keep":
        return None
    if rule.then == "reroute":
        return Ruling(code, say("routed-anew", because=because), None)
    return Ruling(code, say("the-rule-for-returns-names-who", because=because), rule.then)


def ruling_of(view: View, decision: Decision) -> Ruling | None:
    """What the policy of the day says of the return that a decision came of; None: of none, or the case is kept."""
    if decision.because is None:
        return None
    because = ReturnReason(decision.because)  # type: ignore[call-arg]  # a Term is looked up by its value
    return ruling(policy_in_force(view)[1], because, decision.returns - 1)


def routed_again(view: View, decision: Decision, case: Case, at: datetime, civil: CivilTime, duty: DutyOf) -> Route:
    """The answer of a decision asked again, at another instant or on other knowledge: of a return, by its ruling.

    Raises InvalidInput, NotFound where the case can't be routed.
    """
    if decision.because is None:
        return route(view, case, at, civil, duty)
    because = ReturnReason(decision.because)  # type: ignore[call-arg]  # a Term is looked up by its value
    return handed_back(view, decision, case, because, decision.returns - 1, at, civil, duty)


def handed_back(
    view: View,
    decision: Decision,
    case: Case,
    because: ReturnReason,
    before: int,
    at: datetime,
    civil: CivilTime,
    duty: DutyOf,
) -> Route:
    """Where a case goes that is handed back, after `before` earlier returns; one that is kept has the answer it had."""
    _, table = policy_in_force(view)
    ruled = ruling(table, because, before)
    if ruled is not None:
        return route(view, case, at, civil, duty, ruled)
    kept = thaw(decision, view.snapshot)
    reason = say("it-stays-with-whom-it-came", because=because)
    found = route(view, case, at, civil, duty, Ruling(KEPT, reason, None))
    return replace(
        found,
        rule=found.rule.model_copy(update={"code": KEPT}),
        lead=kept.lead,
        companions=kept.companions,
        steps=found.steps[:1],
        deadlines=tuple(Due(d.step, d.due) for d in decision.deadlines),
        escalation=kept.escalation,
    )


def returned(
    view: View,
    old: Decision,
    because: ReturnReason,
    elsewhere: Place | None,
    asking: Callable[[Case], Asking],
    civil: CivilTime,
    duty: DutyOf,
) -> Decision:
    """The decision that takes the place of one handed back; `elsewhere` is where the case is said to belong.

    Its time limits run on from when the case was received: handing back gains no time.  Raises RuleViolated if the
    centre has decided already, if another decision took its place, or if it reaches nobody.
    """
    if old.superseded_by is not None:
        message = say("decision-superseded", old=old.id, new=old.superseded_by)
        raise RuleViolated([Problem("decision-superseded", message, (old.id, old.superseded_by))])
    if old.settled:
        message = say("decided-for-good", reference=old.reference, returns=old.returns)
        raise RuleViolated([Problem("return-settled", message, (old.id,))])
    case = thaw(old, view.snapshot).case
    if elsewhere is not None:
        case = replace(case, place=elsewhere)
    asked = asking(case)
    found = handed_back(view, old, case, because, old.returns, asked.at, civil, duty)
    fresh = made(view, asked, found, civil)
    return replace(
        fresh,
        id=mint("decision", old.reference, old.returns + 1, taken=lambda _: False),
        asked=old.asked,
        because=because.value,
        returns=old.returns + 1,
        settled=found.rule.code == FINALLY,
        supersedes=old.id,
        deadlines=tuple(_carried(fresh.deadlines, old.deadlines) if found.rule.code == KEPT else fresh.deadlines),
    )


def _carried(fresh: Iterable[Deadline], old: Iterable[Deadline]) -> Iterator[Deadline]:
    done = {deadline.step: deadline.done for deadline in old}
    for deadline in fresh:
        yield replace(deadline, done=done.get(deadline.step))


# -- what came of it ---------------------------------------------------------------------------------------------------


def overdue(decision: Decision, at: datetime) -> list[Deadline]:
    """The deadlines missed at an instant: due before it and not done by then, while the decision stood."""
    return [d for d in decision.deadlines if d.overdue(at)] if decision.stands(at) else []


def escalations_by(decision: Decision, at: datetime) -> int:
    """How many escalations had been taken by an instant."""
    return sum(1 for event in decision.events if event.kind is DecisionEventKind.ESCALATED and event.at <= at)


def asked_at(view: View, decision: Decision, frozen: Frozen, at: datetime) -> Asked:
    """Who is to act at an instant of the view's day: the lead, or to whom the case was escalated last.

    Of those who have left or are away by then, whoever is in their place.
    """
    taken = escalations_by(decision, at)
    return asked_on(view, frozen, frozen.lead if taken == 0 else frozen.escalation[taken - 1].to)


def next_asked(view: View, decision: Decision, frozen: Frozen, at: datetime) -> tuple[datetime, Asked] | None:
    """After when nobody has acted, who is asked next, as `asked_at` has it.

    None: nobody is left, or the decision does not stand at that instant.
    """
    taken = escalations_by(decision, at)
    left = frozen.escalation[taken:] if decision.stands(at) else ()
    return (left[0].after, asked_on(view, frozen, left[0].to)) if left else None


# -- what differs ------------------------------------------------------------------------------------------------------


def evidence(snapshot: Snapshot, decision: Decision, found: Route | None) -> set[FactId]:
    """Every fact on which an answer rests, then and now: those of its steps, and what places, posts and duties hang on.

    It holds more than was looked at, so that what a change touches is not overlooked; each change is tried besides.
    """
    ids = {fact for step in orjson.loads(decision.frozen)["steps"] for fact in step["facts"]}
    ids |= {decision.policy, *(policy.id for policy in snapshot.all(Policy))}
    ids |= {rung.id for rung in snapshot.all(LadderRung)}
    units = {*decision.path}
    if found is not None:
        ids |= {fact for step in found.steps for fact in step.facts}
        units.add(found.place.id)
    for unit in units:
        ids |= {fact.id for fact in _around(snapshot, unit)}
    return ids | units


def _around(snapshot: Snapshot, unit: FactId) -> Iterator[Fact]:
    for cls, name in ((PartOf, "child"), (Boundary, "unit"), (Succession, "predecessor")):
        yield from snapshot.linked(cls, name, unit)
    yield from _staff(snapshot, unit)
    for centre in snapshot.linked(Centre, "serves", unit):
        yield centre
        yield from _staff(snapshot, centre.id)
        for committee in snapshot.linked(Committee, "centre", centre.id):
            yield committee
            yield from _staff(snapshot, committee.id)
        for stationing in snapshot.linked(Stationing, "centre", centre.id):
            yield stationing
            yield from _staff(snapshot, stationing.department)
        for rota in snapshot.linked(Rota, "centre", centre.id):
            yield rota
            yield from snapshot.linked(RotaMember, "rota", rota.id)
            yield from snapshot.linked(DutyOverride, "rota", rota.id)
            yield from snapshot.linked(DutySwap, "rota", rota.id)


def _staff(snapshot: Snapshot, of: FactId) -> Iterator[Fact]:
    for holding in snapshot.linked(Holding, "of", of):
        yield holding
        yield from snapshot.linked(Absence, "person", holding.person)
