"""A decision as it is kept: where a case was sent, frozen as it was, and what came of it since.

It is not a fact: nothing else rests on it, and the model in memory does not hold it (docs/decisions/0010).
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from graph.facts import FactId
from graph.words import Term


class DecisionEventKind(Term):
    """What can come of a decision."""

    ACKNOWLEDGED = "acknowledged", "签收"
    ESCALATED = "escalated", "提级"
    RETURNED = "returned", "退单"


class LeadKind(Term):
    """What kind of destination a case was sent to."""

    PERSON = "person", "人员"
    DEPARTMENT = "department", "部门"
    TASK_FORCE = "task_force", "专班"
    OUTSIDE = "outside", "外部机构"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that came of a decision.

    `what` is the deadline met, the number of the escalation taken, or why the case was handed back.
    """

    at: datetime
    kind: DecisionEventKind
    by: str
    what: str
    reason: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something to be done by an instant; `done` is when it was reported done."""

    step: str
    due: datetime
    done: datetime | None = None

    def overdue(self, at: datetime) -> bool:
        """Whether it was due before `at` and not done by then."""
        return self.due < at and (self.done is None or self.done > at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Where a case was sent.  `frozen` is the answer whole, as text; the fields beside it are what reports ask for.

    `asked` is a digest of the case as it was put: the same reference with the same case is the same request again.
    `people` and `departments` are all who have a part in it: who leads, who is in a task force, who helps.
    `returns` counts how often the case has been handed back so far; `settled` says that the centre has decided, and
    that it can't be handed back any more.  `climbed` names the posts that were vacant or whose holders were away on
    the way to the answer, as `code|role`.
    """

    id: str
    reference: str
    asked: str
    decided_at: datetime
    month: str
    revision: int
    actor: str
    reason: str
    because: str | None = None
    returns: int = 0
    settled: bool = False
    place: FactId
    path: tuple[FactId, ...]
    channel: str
    matter: str
    level: str
    policy: FactId
    lead_kind: str
    lead_id: str
    people: tuple[FactId, ...]
    departments: tuple[FactId, ...]
    climbed: tuple[str, ...]
    frozen: str
    escalated: int = 0
    deadlines: tuple[Deadline, ...] = ()
    events: tuple[Event, ...] = ()
    supersedes: str | None = None
    superseded_by: str | None = None
    superseded_at: datetime | None = None

    def stands(self, at: datetime) -> bool:
        """Whether it was in force at an instant."""
        return self.decided_at <= at and (self.superseded_at is None or at < self.superseded_at)


def parties(frozen: str) -> tuple[tuple[FactId, ...], tuple[FactId, ...]]:
    """The people and the departments who have a part in a frozen answer, each once: who leads, then who helps.

    Raises KeyError, TypeError or ValueError for a text that is no frozen answer.
    """
    gist = json.loads(frozen)["gist"]
    found = [part for to in (gist["lead"], *gist["with"]) for part in _parts(to)]
    people = dict.fromkeys(part["person"] for part in found if "person" in part)
    departments = (part.get("departments", [part["department"]] if "department" in part else []) for part in found)
    return tuple(people), tuple(dict.fromkeys(each for several in departments for each in several))


def _parts(to: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """An assignee, and if it is a task force, its lead and its members first."""
    yield from ([to["lead"], *to["members"]] if "members" in to else [])
    yield to


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Which decisions are meant; what is None may be anything.  `under` is a unit of the place's path."""

    under: FactId | None = None
    level: str | None = None
    matter: str | None = None
    person: FactId | None = None
    department: FactId | None = None
    overdue_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many decisions there are of something, named by its parts, such as a person and a month.

    `led`: how many of them the person or the department leads.
    """

    of: tuple[str, ...]
    count: int
    led: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Decisions of an interval, counted.  `overdue` missed a deadline by the instant asked about, `at`."""

    start: date
    end: date
    at: datetime
    total: int
    returned: int
    overdue: int
    by_lead: tuple[Tally, ...]
    by_level: tuple[Tally, ...]
    by_unit: tuple[Tally, ...]
    by_person: tuple[Tally, ...]
    by_department: tuple[Tally, ...]
    by_vacancy: tuple[Tally, ...]
