"""Changes as they come: resumable from a revision, nothing missed, nothing twice."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Annotated

import strawberry

from graph.access.grants import Right
from graph.change import Entry, Put, Recorded
from graph.errors import Unavailable
from graph.facts import FactId
from graph.messages import say
from queries.places.scope import ids_named, touches
from schema.changes.changes import Change, change_of
from schema.context import Context, Info

LINES_AT_ONCE = 100
"""Lines of the journal that are read at once for a client that was away."""

MOST_WAITING = 1_000
"""Changes kept for a client that reads slowly; past that it is told to come again."""


@strawberry.type(description="What can be followed. 订阅")
class Subscription:
    @strawberry.subscription(description="Changes as they are made, here or by other processes, oldest first. 变更通知")
    async def changes(
        self,
        info: Info,
        under: Annotated[
            strawberry.ID | None, strawberry.argument(description="Only changes that touch this unit or below. 范围")
        ] = None,
        about: Annotated[
            strawberry.ID | None,
            strawberry.argument(description="Only changes that touch this unit, person or fact. 相关"),
        ] = None,
        since_revision: Annotated[
            int | None, strawberry.argument(description="Begin after this revision; default: with the next. 起始版本")
        ] = None,
    ) -> AsyncGenerator[Change, None]:
        context = info.context
        context.require(Right.READ)
        async for found in _followed(context, since_revision, None if about is None else str(about)):
            context.budget.renew()
            if await _concerns(context, found, under, about):
                context.check_key()
                context.begin()
                yield change_of(found) if isinstance(found, Recorded) else Change(entry=found)


async def _followed(context: Context, since: int | None, about: str | None) -> AsyncGenerator[Entry | Recorded, None]:
    """What the journal has after a revision, a page at a time and without operations; then each change as it comes."""
    model = context.model
    waiting: asyncio.Queue[Recorded] = asyncio.Queue()
    last = model.snapshot.revision if since is None else since
    stop = model.watch(waiting.put_nowait)
    try:
        # Whatever is newer than the model in memory comes by itself: who has all of that needs no record to answer.
        while last < model.snapshot.revision and (page := await model.journal.later(about, last, LINES_AT_ONCE)):
            for entry in page:
                yield entry
                last = entry.revision
        while True:
            recorded = await waiting.get()
            if waiting.qsize() > MOST_WAITING:
                raise Unavailable(say("stream-too-slow", last=last))
            if recorded.revision > last:
                yield recorded
                last = recorded.revision
    finally:
        stop()


async def _concerns(context: Context, found: Entry | Recorded, under: str | None, about: str | None) -> bool:
    if under is None and (about is None or isinstance(found, Entry)):
        return True
    ids = set(await context.model.journal.named(found.revision)) if isinstance(found, Entry) else _named(found)
    if about is not None and about not in ids:
        return False
    return under is None or touches(context.model.snapshot, ids, under, context.day(context.instant(None)))


def _named(recorded: Recorded) -> set[FactId]:
    stated = [operation.fact for operation in recorded.change.operations if isinstance(operation, Put)]
    return ids_named([*stated, *(fact for fact in recorded.was if fact is not None)])
