"""Feeds of duty: made and revoked over GraphQL, fetched by calendar programs that send no key."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated

import strawberry
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from graph.access.grants import KeyRing, Right
from graph.access.reach import Reach
from graph.errors import NotFound, TooCostly, Unavailable
from graph.facts import Centre, Department, FactId, Person
from graph.live import LiveModel
from graph.messages import say
from graph.meter import REQUEST_SECONDS, units
from graph.record.feeds import Feed, FeedStore, new_feed
from graph.time.calendar import CivilTime
from queries.duty.feed import feed
from schema.context import Context, Info
from schema.limits.budget import timed_meter

FEED_PATH = "/duty/"
"""Where feeds lie: the secret in the address is the key."""


@strawberry.type(description="A calendar of duty that programs fetch; its address is secret. 值班日历订阅")
class DutyFeed:
    id: strawberry.ID = strawberry.field(description="Stable id, to revoke it by. 订阅编号")
    target: strawberry.ID = strawberry.field(description="The centre, department or person. 订阅对象")
    created: datetime = strawberry.field(description="When it was made. 创建时间")
    creator: str = strawberry.field(description="Who made it. 创建人")


@strawberry.type(description="A new feed, with the address that is shown this once. 新的订阅")
class NewDutyFeed:
    feed: DutyFeed = strawberry.field(description="The feed. 订阅")
    path: str = strawberry.field(description="Its path on this server; whoever knows it can read the feed. 路径")


Target = Annotated[strawberry.ID, strawberry.argument(description="Id of a centre, department or person. 编号")]


async def create(info: Info, target: str) -> NewDutyFeed:
    """Make a feed."""
    context, kept = info.context, _store(info.context)
    snapshot = context.model.snapshot
    if all(snapshot.get(cls, target) is None for cls in (Centre, Department, Person)):
        raise NotFound(say("feed-of-what"), (target[:64],))
    _check_reach(context, target)
    created = context.now().astimezone(UTC)
    made, secret = new_feed(target, created=created, creator=context.actor, key=context.caller.id)
    await kept.add(made)
    return NewDutyFeed(feed=_shown(made, context), path=f"{FEED_PATH}{secret}.ics")


async def revoke(info: Info, feed_id: str) -> bool:
    """Put a feed out of force."""
    context, kept = info.context, _store(info.context)
    for found in await kept.feeds():
        if found.id == feed_id:
            _check_reach(context, found.target)
    await kept.revoke(feed_id, context.now().astimezone(UTC))
    return True


async def listed(info: Info) -> list[DutyFeed]:
    """The feeds in force of what the caller reaches."""
    context, kept = info.context, _store(info.context)
    return [_shown(found, context) for found in await kept.feeds() if context.reach.writes(found.target)]


def _check_reach(context: Context, target: FactId) -> None:
    if not context.reach.writes(target):
        raise context.out_of_reach((target,))


def _store(context: Context) -> FeedStore:
    context.require(Right.WRITE)
    if context.feeds is None:
        raise Unavailable(say("no-feeds-kept"))
    return context.feeds


def _shown(found: Feed, context: Context) -> DutyFeed:
    created = found.created.astimezone(context.zone)
    return DutyFeed(
        id=strawberry.ID(found.id), target=strawberry.ID(found.target), created=created, creator=found.creator
    )


class FeedEndpoint:
    """GET of a feed's address answers with the calendar; any other secret, with 404.

    A feed answers as long as the key that made it is in force and still reaches what the feed is of; with 503 if it
    costs more than a request may.
    """

    def __init__(
        self,
        model: LiveModel,
        feeds: FeedStore,
        civil: CivilTime,
        now: Callable[[], datetime],
        ring: KeyRing | None = None,
        seconds: float = REQUEST_SECONDS,
    ) -> None:
        self._model = model
        self._feeds = feeds
        self._civil = civil
        self._now = now
        self._ring = ring
        self._limit = units(seconds)

    async def answer(self, request: Request) -> Response:
        """The calendar, to be looked at again in a quarter of an hour."""
        found = self._feeds.find(request.path_params["secret"])
        if found is None or not self._may(found):
            return PlainTextResponse(say("feed-unknown"), status_code=404)
        meter = timed_meter(self._limit)
        meter.enter()
        try:
            text = feed(self._model.snapshot.metered(meter), found.target, self._now(), self._civil)
        except TooCostly as error:
            return PlainTextResponse(f"{error}\n", status_code=503)
        headers = {"Cache-Control": "private, max-age=900", "Referrer-Policy": "no-referrer"}
        return Response(text, media_type="text/calendar", headers=headers)

    def _may(self, found: Feed) -> bool:
        if self._ring is None:
            return True
        makers = [key for key in self._ring.all() if found.key in {key.id, None} and found.creator == key.name]
        if found.key is None and not makers:  # made where keys were not needed
            return True
        now, head = self._now(), self._model.snapshot
        today = self._civil.day(now)
        return any(key.in_force(now) and Reach(head, today, key.grants).writes(found.target) for key in makers)
