"""What is asked and answered when a case is routed: the case, who may be sent for, the steps, the answer.

How the answer is found is `queries/cases/routing.py`'s.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from graph.facts import Department, FactId, Person, Policy, Stationing, Unit
from graph.snapshot import Snapshot
from graph.time.calendar import CivilTime
from graph.words import Channel, Role, Term
from queries.cases.policy import Destination, Rule
from queries.places.handling import Responder
from queries.places.place import Place


class Verdict(Term):
    """What became of a step."""

    APPLIED = "applied", "适用"
    CHOSEN = "chosen", "选定"
    VACANT = "vacant", "空缺"
    AWAY = "away", "不在岗"
    EXCLUDED = "excluded", "回避"
    OFF_DUTY = "off_duty", "不当班"


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of a case when it is routed; what it is about stays with the caller.

    `concerns` are the ids of people whom it concerns: they are never chosen, nor do they stand in.
    """

    place: Place
    channel: Channel
    matter: str
    level: str
    received_at: datetime
    stability_risk: bool = False
    concerns: frozenset[FactId] = frozenset()


@dataclass(frozen=True, slots=True)
class OutsideBody:
    """A body that is not of this organisation, such as the county's centre."""

    name: str
    level: str


@dataclass(frozen=True, slots=True)
class OnDuty:
    """A department that takes the case, with the officers who are there for it, from `since` on if not at once."""

    department: Department
    officers: tuple[Person, ...]
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class TaskForce:
    """People and departments who work on it together, under a lead (专班)."""

    lead: Responder
    members: tuple[Responder, ...]
    departments: tuple[Department, ...]


Assignee = Responder | OnDuty | TaskForce | OutsideBody


@dataclass(frozen=True, slots=True)
class RouteStep:
    """A step on the way to the answer: what was looked at, what came of it, by which rule and which facts, and why.

    `body`: the department that the policy names, where the step is about one.
    """

    order: int
    what: str
    outcome: Verdict
    rule: str | None
    reason: str
    unit: Unit | None = None
    person: Person | None = None
    department: Department | None = None
    facts: tuple[FactId, ...] = ()
    role: Role | None = None
    body: str | None = None


@dataclass(frozen=True, slots=True)
class Ruling:
    """What is to be done with a case that was handed back: by which rule, why, and who takes it; None: ask anew."""

    code: str
    reason: str
    to: Destination | None


@dataclass(frozen=True, slots=True)
class Due:
    """Something to be done by an instant."""

    step: str
    due: datetime


@dataclass(frozen=True, slots=True)
class Next:
    """Who is asked, if by `after` nobody has acted."""

    after: datetime
    to: Assignee


@dataclass(frozen=True, slots=True)
class Route:
    """The answer; `lead` is None where nobody is there to act."""

    place: Unit
    rule: Rule
    policy: Policy
    lead: Assignee | None
    companions: tuple[Assignee, ...]
    steps: tuple[RouteStep, ...]
    deadlines: tuple[Due, ...]
    escalation: tuple[Next, ...]

    @property
    def core(self) -> tuple[object, ...]:
        """What makes two answers the same: the rule, who leads, who is with them, who is next."""
        return self.rule.code, self.lead, self.companions, tuple(n.to for n in self.escalation)

    @property
    def named(self) -> tuple[object, ...]:
        """As `core`, of departments which they are, whoever of them is on duty."""
        everybody = (self.lead, *self.companions, *(n.to for n in self.escalation))
        return self.rule.code, len(self.companions), *(t.department if isinstance(t, OnDuty) else t for t in everybody)


@dataclass(frozen=True, slots=True)
class Presence:
    """Who of a department is on duty at an instant, until when; and if nobody is, when somebody will be."""

    officers: tuple[Person, ...]
    until: datetime | None = None
    next_start: datetime | None = None
    next_officers: tuple[Person, ...] = ()


DutyOf = Callable[[Snapshot, Stationing, datetime, CivilTime], Presence]
"""Who of a stationed department is on duty: `queries.duty.roster` answers it."""
