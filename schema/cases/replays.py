"""A decision's question asked again: on what was known then, and today; and which changes make the answer another."""

from dataclasses import dataclass
from datetime import datetime

import strawberry

from graph.change import Recorded
from graph.decisions.decision import Decision
from graph.errors import InvalidInput, NotFound
from graph.view import View
from queries.cases import decisions as judge
from queries.cases import routing as core
from queries.cases.freezing import Plain, frozen_gist, gist
from schema.cases.routing import Route
from schema.changes.changes import Change, change_of
from schema.context import Context

MOST_TRIED = 50
"""Changes that are tried, the newest first, when it is asked why an answer differs."""


UNITS_REPLAY = 300
"""What it costs to ask a decision's question again, besides what is read for it."""


@dataclass(frozen=True, slots=True)
class Question:
    """The case of a decision, to be asked again."""

    context: Context
    record: Decision
    case: core.Case


@strawberry.type(description="A decision's question asked again. 复核结果")
class Replay:
    question: strawberry.Private[Question]
    same: bool = strawberry.field(
        description="Whether the frozen knowledge at the frozen instant gives the frozen answer. 是否一致"
    )
    today: Route | None = strawberry.field(description="Today's answer; null: it can't be routed any more. 今日结果")
    differs_by_time: bool = strawberry.field(
        description="Whether the clock and what was recorded then are enough for another answer today. 因时间而异"
    )

    @strawberry.field(
        description="The changes since without which today's answer would be another, the newest first; none where it "
        f"is as it was, or only time has passed. At most {MOST_TRIED} are tried. 差异来源"
    )
    async def differs_because(self) -> list[Change]:
        return [change_of(recorded) for recorded in await differing(self.question, self.today)]


async def replayed(question: Question) -> Replay:
    """The question of a decision asked again."""
    context, record = question.context, question.record
    context.budget.meter.spend(UNITS_REPLAY)
    then = await context.model.past(record.revision)
    frozen, now = frozen_gist(record), context.instant(None)
    same = asked_again(question, View(then, context.day(record.decided_at)), record.decided_at.astimezone(context.zone))
    later = asked_again(question, View(then, context.day(now)), now)
    view = View(context.model.snapshot, context.day(now))
    today = asked_again(question, view, now)
    return Replay(
        question=question,
        same=gist_of(same) == frozen,
        today=None if today is None else _today(question, view, today, now),
        differs_by_time=gist_of(later) != frozen,
    )


def _today(question: Question, view: View, found: core.Route, at: datetime) -> Route:
    ruled, stays = judge.ruling_of(view, question.record), found.rule.code == judge.KEPT
    return Route(view=view, found=found, case=question.case, at=at, ruling=ruled, kept=stays, told_by_caller=False)


def asked_again(question: Question, view: View, at: datetime) -> core.Route | None:
    """The answer to a decision's question on what a view knows; None: it can't be routed there."""
    context = question.context
    try:
        return judge.routed_again(view, question.record, question.case, at, context.civil, context.duty)
    except (InvalidInput, NotFound):  # the place or the policy is gone
        return None


def gist_of(found: core.Route | None) -> Plain | None:
    """What makes two answers the same; None: there is none."""
    return None if found is None else gist(found)


async def differing(question: Question, today: Route | None) -> list[Recorded]:
    """The changes since a decision that each make another answer of it, as asked today; the newest first."""
    context, first = question.context, question.record.revision
    model, now = context.model, context.instant(None)
    last = model.snapshot.revision

    async def answer(revision: int) -> Plain | None:
        context.budget.meter.spend(UNITS_REPLAY)
        return gist_of(asked_again(question, View(await model.past(revision), context.day(now)), now))

    if await answer(last) == await answer(first):
        return []
    ids = judge.evidence(model.snapshot, question.record, None if today is None else today.found)
    touching = [r for r in await model.journal.touching(ids, after=first) if r.revision <= last]
    found = [r for r in touching[::-1][:MOST_TRIED] if await answer(r.revision) != await answer(r.revision - 1)]
    if found:
        return found
    before, goal = first, await answer(last)  # something that we did not think of: look for it by halves
    while last - before > 1:
        middle = (before + last) // 2
        before, last = (before, middle) if await answer(middle) == goal else (middle, last)
    recorded = await model.journal.read(last)
    return [] if recorded is None else [recorded]
