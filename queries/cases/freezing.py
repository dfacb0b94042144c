"""An answer frozen as canonical JSON, so that it can be shown as it was and compared with another; and thawed again."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import orjson

from graph.codec import Reader, plain_fact
from graph.decisions.decision import Decision
from graph.facts import Fact, FactId, Person, Policy, Unit
from graph.snapshot import Snapshot
from graph.words import Channel, Role
from queries.cases.routing import Assignee, Case, Next, OnDuty, OutsideBody, Route, RouteStep, TaskForce, Verdict
from queries.places.handling import Responder
from queries.places.place import ByCode, ByPoint

Plain = dict[str, Any]

METHOD = 2
"""The way in which answers are found, counted up when the same case would be answered otherwise."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """A decision's answer as it was given: people, posts and departments as they were called then."""

    case: Case
    place: Unit
    rule: str
    policy: Policy
    lead: Assignee
    companions: tuple[Assignee, ...]
    steps: tuple[RouteStep, ...]
    escalation: tuple[Next, ...]


def freeze(case: Case, found: Route) -> str:
    """The case and the answer to it as canonical JSON: equal ones have equal texts.

    People are frozen by name alone; their numbers are looked up when the decision is read.
    """
    return _canonical(
        {
            "method": METHOD,
            "case": plain_case(case),
            "gist": gist(found),
            "place": found.place.id,
            "policy": found.policy.id,
            "deadlines": [{"step": d.step, "due": d.due.isoformat()} for d in found.deadlines],
            "after": [n.after.isoformat() for n in found.escalation],
            "steps": [_plain_step(step) for step in found.steps],
            "facts": {fact.id: _plain_fact(fact) for fact in _named(found)},
        }
    )


def thaw(decision: Decision, snapshot: Snapshot) -> Frozen:
    """The answer that was frozen.  `snapshot` is any that is not older: ids are never given twice, nor dropped."""
    plain = orjson.loads(decision.frozen)
    facts: dict[FactId, Any] = {i: _revived(fact, snapshot) for i, fact in plain["facts"].items()}
    gist_ = plain["gist"]
    policy = snapshot.get(Policy, plain["policy"])
    if policy is None:
        raise LookupError(f"decision {decision.id} rests on policy {plain['policy']}, which is not there")
    after = [datetime.fromisoformat(text) for text in plain["after"]]
    targets = [_assignee(to, facts) for to in gist_["escalation"]]
    return Frozen(
        case=_case(plain["case"]),
        place=facts[plain["place"]],
        rule=gist_["rule"],
        policy=policy,
        lead=_assignee(gist_["lead"], facts),
        companions=tuple(_assignee(to, facts) for to in gist_["with"]),
        steps=tuple(_step(step, facts) for step in plain["steps"]),
        escalation=tuple(map(Next, after, targets)),
    )


def gist(found: Route) -> Plain:
    """What makes two answers the same, by ids: the rule, who leads, who is with them, who is next."""
    return {
        "rule": found.rule.code,
        "lead": None if found.lead is None else _plain_assignee(found.lead),
        "with": [_plain_assignee(to) for to in found.companions],
        "escalation": [_plain_assignee(step.to) for step in found.escalation],
    }


def frozen_gist(decision: Decision) -> Plain:
    """The gist of the answer that a decision holds."""
    found: Plain = orjson.loads(decision.frozen)["gist"]
    return found


def method_of(decision: Decision) -> int:
    """The way in which a decision's answer was found: of those before there was more than one, the first."""
    found: int = orjson.loads(decision.frozen).get("method", 1)
    return found


def plain_case(case: Case) -> Plain:
    """A case as JSON has it."""
    place = case.place
    return {
        "place": {"code": place.code} if isinstance(place, ByCode) else {"point": [place.longitude, place.latitude]},
        "channel": case.channel.value,
        "matter": case.matter,
        "level": case.level,
        "received_at": case.received_at.isoformat(),
        "stability_risk": case.stability_risk,
        "concerns": sorted(case.concerns),
    }


def digest_of_case(case: Case, *, received_given: bool) -> str:
    """A digest of what a client asked: who asks again without saying when the case came in asks the same."""
    plain = plain_case(case)
    if received_given:
        plain["received_at"] = case.received_at.timestamp()
    else:
        del plain["received_at"]
    return hashlib.blake2b(_canonical(plain).encode(), digest_size=16).hexdigest()


def _canonical(plain: Plain) -> str:
    return orjson.dumps(plain, option=orjson.OPT_SORT_KEYS).decode()


def _case(plain: Plain) -> Case:
    where = plain["place"]
    return Case(
        place=ByCode(where["code"]) if "code" in where else ByPoint(*where["point"]),
        channel=Channel(plain["channel"]),  # type: ignore[call-arg]  # a Term is looked up by its value
        matter=plain["matter"],
        level=plain["level"],
        received_at=datetime.fromisoformat(plain["received_at"]),
        stability_risk=plain["stability_risk"],
        concerns=frozenset(plain["concerns"]),
    )


def _plain_assignee(to: Assignee) -> Plain:
    match to:
        case OutsideBody(name, level):
            return {"outside": name, "level": level}
        case OnDuty(department, officers, since):
            plain: Plain = {"department": department.id, "officers": [person.id for person in officers]}
            return plain if since is None else plain | {"since": since.isoformat()}
        case TaskForce(lead, members, departments):
            return {
                "lead": _plain_assignee(lead),
                "members": [_plain_assignee(member) for member in members],
                "departments": [department.id for department in departments],
            }
        case Responder(person, holding, covering):
            plain = {"person": person.id, "holding": holding.id}
            return plain if covering is None else plain | {"covering": covering.id}


def _assignee(plain: Plain, facts: Mapping[FactId, Any]) -> Assignee:
    if "outside" in plain:
        return OutsideBody(plain["outside"], plain["level"])
    if "department" in plain:
        since = datetime.fromisoformat(plain["since"]) if "since" in plain else None
        return OnDuty(facts[plain["department"]], tuple(facts[i] for i in plain["officers"]), since)
    if "members" in plain:
        members = tuple(_responder(member, facts) for member in plain["members"])
        return TaskForce(_responder(plain["lead"], facts), members, tuple(facts[i] for i in plain["departments"]))
    return _responder(plain, facts)


def _responder(plain: Plain, facts: Mapping[FactId, Any]) -> Responder:
    covering = facts[plain["covering"]] if "covering" in plain else None
    return Responder(facts[plain["person"]], facts[plain["holding"]], covering)


def _plain_step(step: RouteStep) -> Plain:
    named = {"unit": step.unit, "person": step.person, "department": step.department}
    return {
        "order": step.order,
        "what": step.what,
        "outcome": step.outcome.value,
        "rule": step.rule,
        "reason": step.reason,
        "facts": list(step.facts),
        **{what: fact.id for what, fact in named.items() if fact is not None},
        **({} if step.role is None else {"role": step.role.value}),
        **({} if step.body is None else {"body": step.body}),
    }


def _step(plain: Plain, facts: Mapping[FactId, Any]) -> RouteStep:
    unit, person, department = (facts.get(plain.get(what, "")) for what in ("unit", "person", "department"))
    return RouteStep(
        order=plain["order"],
        what=plain["what"],
        outcome=next(verdict for verdict in Verdict if verdict.value == plain["outcome"]),
        rule=plain["rule"],
        reason=plain["reason"],
        unit=unit,
        person=person,
        department=department,
        facts=tuple(plain["facts"]),
        role=next((role for role in Role if role.value == plain.get("role")), None),
        body=plain.get("body"),
    )


def _named(found: Route) -> Iterator[Fact]:
    """The facts that an answer shows."""
    yield found.place
    for to in (found.lead, *found.companions, *(step.to for step in found.escalation)):
        yield from _shown(to)
    for step in found.steps:
        yield from (fact for fact in (step.unit, step.person, step.department) if fact is not None)


def _shown(to: Assignee | None) -> Iterator[Fact]:
    match to:
        case OnDuty(department, officers):
            yield from (department, *officers)
        case TaskForce(lead, members, departments):
            for responder in (lead, *members):
                yield from _shown(responder)
            yield from departments
        case Responder(person, holding, covering):
            yield from (person, holding)
            if covering is not None:
                yield covering


def _plain_fact(fact: Fact) -> Plain:
    if isinstance(fact, Person):
        return {"fact": "Person", "id": fact.id, "name": fact.name, "start": fact.start.isoformat()}
    return dict(plain_fact(fact))


def _revived(plain: Plain, snapshot: Snapshot) -> Fact:
    fact = Reader().read(plain)
    now = snapshot.get(Person, fact.id) if isinstance(fact, Person) else None
    return fact if now is None or not isinstance(fact, Person) else replace(now, name=fact.name)
