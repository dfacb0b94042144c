"""Changes as they come: resumable from a revision, nothing missed, nothing twice."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Annotated

import strawberry

from graph.change import Put, Recorded
from graph.errors import Unavailable
from queries.scope import ids_named, touches
from schema.budget import Budget
from schema.changes import Change, change_of
from schema.context import Context, Info

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
        async for recorded in _followed(info.context, since_revision):
            if _concerns(info.context, recorded, under, about):
                info.context.check_key()
                info.context.budget = Budget()
                yield change_of(recorded)


async def _followed(context: Context, since: int | None) -> AsyncGenerator[Recorded, None]:
    model = context.model
    waiting: asyncio.Queue[Recorded] = asyncio.Queue()
    last = model.snapshot.revision if since is None else since
    stop = model.watch(waiting.put_nowait)
    try:
        if last < model.snapshot.revision:
            for recorded in await model.journal.since(last):
                yield recorded
                last = recorded.revision
        while True:
            recorded = await waiting.get()
            if waiting.qsize() > MOST_WAITING:
                raise Unavailable(f"Changes came faster than they were read. Subscribe again, sinceRevision: {last}.")
            if recorded.revision > last:
                yield recorded
                last = recorded.revision
    finally:
        stop()


def _concerns(context: Context, recorded: Recorded, under: str | None, about: str | None) -> bool:
    stated = [operation.fact for operation in recorded.change.operations if isinstance(operation, Put)]
    ids = ids_named([*stated, *(fact for fact in recorded.was if fact is not None)])
    if about is not None and about not in ids:
        return False
    snapshot = context.model.snapshot
    return under is None or touches(snapshot, ids, under, context.day(context.instant(None)))
