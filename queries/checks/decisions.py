"""Decisions on cases held against the model of their revision: whole, in order, and the same when asked again.

They are checked one by one, for there may be a great many; where they are kept is not known here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from graph.decisions.decision import Decision, DecisionEventKind, Event
from graph.errors import InvalidInput, NotFound
from graph.facts import FactId, Policy
from graph.messages import Message, clauses, say
from graph.snapshot import Snapshot
from graph.time.calendar import CivilTime
from graph.view import View
from queries.cases.decisions import KEPT, routed_again
from queries.cases.freezing import METHOD, frozen_gist, gist, method_of, thaw
from queries.checks.finding import CheckOf, Fault, Finding, Severity, fault
from queries.duty.roster import presence

A_MOMENT = timedelta(minutes=1)
"""An instant is when a request came in, not when it was kept: of two at once the later may be kept first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A decision, the one whose place it took, and the model that it rests on; None: there is no such revision."""

    decision: Decision
    before: Decision | None
    then: Snapshot | None
    civil: CivilTime

    def fault(self, told: Message) -> Fault:
        """A fault of the decision, which the sentence says without naming it."""
        kept = self.decision
        return fault(say("of-decision", reference=kept.reference, decision=kept.id, fault=told), kept.id)


def unreadable(found: tuple[str, str]) -> Iterator[Fault]:
    """Every decision can be read, field by field, and so can the answer that was frozen."""
    decision_id, why = found
    yield fault(say("decision-unreadable", decision_id=decision_id, why=why), decision_id)


def stray(found: tuple[str, str]) -> Iterator[Fault]:
    """Every event and every deadline belongs to a decision."""
    kind, what = found
    yield fault(say("stray-event" if kind == "event" else "stray-deadline", what=what))


def unreadable_answer(kept: Kept) -> Message | None:
    """Why a decision's frozen answer can't be understood; None: it can."""
    if kept.then is None or kept.then.get(Policy, kept.decision.policy) is None:
        return None  # W811 and W812 say so
    try:
        thaw(kept.decision, kept.then)
    except (KeyError, LookupError, TypeError, ValueError, AttributeError) as error:
        return say("answer-not-understood", error=repr(error))
    return None


def out_of_order(kept: Kept) -> Iterator[Fault]:
    """What came of a decision came after it and while it stood; escalations run from 1, what was met was reported."""
    decision = kept.decision
    for event in decision.events:
        if event.at < decision.decided_at - A_MOMENT:
            yield kept.fault(say("event-before-decision", event=_told(event)))
        elif decision.superseded_at is not None and event.at > decision.superseded_at + A_MOMENT:
            yield kept.fault(say("event-after-superseded", event=_told(event)))
    taken = [event.what for event in decision.events if event.kind is DecisionEventKind.ESCALATED]
    if taken != [str(number) for number in range(1, decision.escalated + 1)]:
        yield kept.fault(say("escalations-off", escalated=decision.escalated, taken=tuple(taken) or say("none")))
    met = {(event.what, event.at) for event in decision.events if event.kind is DecisionEventKind.ACKNOWLEDGED}
    done = {(d.step, d.done) for d in decision.deadlines if d.done is not None and d.done >= decision.decided_at}
    for step, at in sorted(met ^ done, key=str):
        yield kept.fault(say("deadline-off", step=step, at=str(at)))


def _told(event: Event) -> str:
    return f"{event.kind.value} {event.what} {event.at}"


def broken_chain(kept: Kept) -> Iterator[Fault]:
    """A decision took the place of one of the same reference when that was handed back, and counts one return more."""
    decision, before = kept.decision, kept.before
    handed_back = [event.at for event in decision.events if event.kind is DecisionEventKind.RETURNED]
    expected = [] if decision.superseded_at is None else [decision.superseded_at]
    if handed_back != expected or (decision.superseded_by is None) != (decision.superseded_at is None):
        superseded = decision.superseded_by or say("none"), decision.superseded_at or say("no-time")
        yield kept.fault(say("returns-off", count=len(handed_back), new=superseded[0], at=superseded[1]))
    if before is None:
        if decision.returns or decision.because is not None:
            yield kept.fault(say("returned-from-nothing", before=str(decision.supersedes)))
        return
    theirs = (before.reference, before.superseded_at, before.returns + 1)
    if theirs != (decision.reference, decision.decided_at, decision.returns):
        yield kept.fault(say("chain-broken", before=before.id, due=repr(theirs)))


def beyond_head(kept: Kept) -> Iterator[Fault]:
    """A decision rests on a revision that there is."""
    if kept.then is None:
        number = kept.decision.revision
        yield kept.fault(say("revision-missing", number=number))


def unknown_policy(kept: Kept) -> Iterator[Fault]:
    """The policy of a decision was in the model of its revision, in force on its day."""
    decision = kept.decision
    if kept.then is None:
        return
    found = View(kept.then, kept.civil.day(decision.decided_at)).policy()
    if found is None or found.id != decision.policy:
        found_id = say("none") if found is None else found.id
        yield kept.fault(say("policy-not-in-force", policy=decision.policy, found=found_id))


def unknown_assignee(kept: Kept) -> Iterator[Fault]:
    """Whoever is named in a decision, with their posts and departments, was in the model of its revision."""
    decision, then = kept.decision, kept.then
    if then is None:
        return
    answer = frozen_gist(decision)
    named = {*_named([answer["lead"], *answer["with"], *answer["escalation"]]), *decision.people, *decision.departments}
    if decision.lead_kind != "outside":
        named.add(decision.lead_id)
    missing = sorted(fact_id for fact_id in named if then.find(fact_id) is None)
    if missing:
        yield kept.fault(say("assignees-missing", missing=tuple(missing)))


def _named(assignees: Iterable[Any]) -> Iterator[FactId]:
    for to in assignees:
        yield from (to[part] for part in ("person", "holding", "covering", "department") if part in to)
        yield from (*to.get("officers", ()), *to.get("departments", ()))
        yield from _named([*to.get("members", ()), *([to["lead"]] if "lead" in to else [])])


def replays_otherwise(kept: Kept) -> Iterator[Fault]:
    """Asked again at its instant, on its revision, a decision is the same: the rule, who leads, who helps, who is next.

    One by which a case was kept has the answer of the decision before it.  One that was found in a way of earlier times
    may differ.
    """
    decision, then = kept.decision, kept.then
    if then is None:
        return
    frozen, day = frozen_gist(decision), kept.civil.day(decision.decided_at)
    at = decision.decided_at.astimezone(kept.civil.zone)
    try:
        case = thaw(decision, then).case
        again = gist(routed_again(View(then, day), decision, case, at, kept.civil, presence))
    except (InvalidInput, NotFound) as error:
        yield kept.fault(say("not-asked-again", error=error.message))
        return
    if frozen["rule"] == KEPT and kept.before is not None:
        again |= {part: value for part, value in frozen_gist(kept.before).items() if part != "rule"}
    differing = [part for part in frozen if frozen[part] != again[part]]
    if differing and method_of(decision) == METHOD:
        parts = (say("part-differs", part=p, frozen=str(frozen[p]), again=str(again[p])) for p in differing)
        yield kept.fault(say("another-answer", what=clauses(parts)))


UNREADABLE = CheckOf[tuple[str, str]](
    "W801",
    Severity.ERROR,
    say("unreadable-decision"),
    say("somebody-wrote-to-the-database-past"),
    unreadable,
)
STRAY = CheckOf[tuple[str, str]](
    "W802",
    Severity.ERROR,
    say("stray-event-or-deadline"),
    say("restore-a-backup-or-delete-the"),
    stray,
)
OF_ITSELF = (
    CheckOf[Kept](
        "W803",
        Severity.ERROR,
        say("events-out-of-order"),
        say("compare-with-the-callers-own-record"),
        out_of_order,
    ),
    CheckOf[Kept](
        "W804",
        Severity.ERROR,
        say("broken-chain-of-returns"),
        say("compare-with-the-callers-own-record"),
        broken_chain,
    ),
)
"""Checks of a decision and the one before it."""

OF_BASIS = (
    CheckOf[Kept](
        "W811",
        Severity.ERROR,
        say("revision-beyond-the-head"),
        say("the-journal-is-older-than-the"),
        beyond_head,
    ),
    CheckOf[Kept](
        "W812",
        Severity.ERROR,
        say("policy-not-in-force-then"),
        say("restore-journal-and-decisions-from-one"),
        unknown_policy,
    ),
    CheckOf[Kept](
        "W813",
        Severity.ERROR,
        say("assignee-unknown-then"),
        say("restore-journal-and-decisions-from-one"),
        unknown_assignee,
    ),
)
"""Checks of what a decision rests on; one that fails them is not asked again."""

REPLAYS = CheckOf[Kept](
    "W821",
    Severity.ERROR,
    say("another-answer-when-asked-again"),
    say("see-whether-wangge-holidays-says-what"),
    replays_otherwise,
)

ALL: tuple[CheckOf[Any], ...] = (UNREADABLE, STRAY, *OF_ITSELF, *OF_BASIS, REPLAYS)
"""Every check of decisions, by number."""


def check_decision(kept: Kept, *, replay: bool) -> list[Finding]:
    """Everything that is found of one decision, by number; asked again only if so wanted."""
    found = [finding for check in OF_ITSELF for finding in check.findings(kept)]
    if why := unreadable_answer(kept):
        return [*UNREADABLE.findings((kept.decision.id, why)), *found]
    basis = [finding for check in OF_BASIS for finding in check.findings(kept)]
    again = list(REPLAYS.findings(kept)) if replay and not basis else []
    return [*found, *basis, *again]
