"""The service put together: `create_app` is the only place that builds things; nothing happens at import."""

import asyncio
import contextlib
import gc
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles

from graph.engine.upkeep import Upkeep
from graph.errors import Unavailable
from graph.live import LiveModel
from graph.messages import sentences
from graph.record.decisions import DecisionStore
from graph.record.feeds import FeedStore
from graph.record.opening import OpenRecord, start_model
from graph.record.security import Guard
from schema.context import DecisionKeeper
from schema.http.authentication import CALLER, Authentication
from schema.http.body import BodyLimit
from schema.http.endpoint import PAGE_HEADERS, GraphQLEndpoint
from schema.http.hosts import Hosts
from schema.http.languages import Answer, Languages
from schema.http.metrics import Metrics
from schema.schema import schema
from schema.settings import Settings
from schema.types.feeds import FEED_PATH, FeedEndpoint

DIST = Path(__file__).parent / "web" / "dist"
TEND_EVERY_S = 1.0

First = Callable[[OpenRecord, LiveModel], Awaitable[None]]
"""What is done with a record and its model before anybody is served."""


def create_app(
    settings: Settings,
    model: LiveModel,
    guard: Guard | None,
    *,
    keeper: DecisionKeeper | None = None,
    feeds: FeedStore | None = None,
    upkeep: Upkeep | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Starlette:
    """Build the service around a live model; opening and following its record is `running`'s.

    With `feeds` calendars of duty are served.  With a `guard` every request needs a key; only settings that say so do
    without one.
    """
    if settings.keys and guard is None:
        raise ValueError("a service that needs keys needs a guard to judge them")
    state = upkeep or Upkeep()
    metrics = Metrics(CollectorRegistry(), model, schema.documents.ways)
    civil = settings.civil
    endpoint = GraphQLEndpoint(
        model,
        civil,
        now,
        DIST / "explorer.html",
        metrics,
        guard,
        keeper,
        feeds,
        settings.request_seconds,
        settings.compiled,
    )
    calendars = []
    if feeds is not None:
        of_feeds = FeedEndpoint(
            model, feeds, civil, now, None if guard is None else guard.ring, settings.request_seconds
        )
        calendars.append(Route(f"{FEED_PATH}{{secret}}.ics", of_feeds.answer))
    return Starlette(
        routes=[
            Route("/", lambda _: RedirectResponse("/graphql")),
            Route("/graphql", endpoint),
            WebSocketRoute("/graphql", endpoint),
            Route("/schema.graphql", _schema_text),
            Route("/health", _health),
            Route("/ready", lambda request: _ready(model, state, details=guard is None or CALLER in request.scope)),
            Route("/metrics", lambda _: Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)),
            *calendars,
            Mount("/assets", _Assets(directory=DIST / "assets", check_dir=False)),
        ],
        middleware=[
            Middleware(Languages),
            Middleware(Hosts, listening=settings.host, public=settings.hosts),
            Middleware(BodyLimit),
            *([] if guard is None else [Middleware(Authentication, ring=guard.ring, now=now)]),
        ],
    )


@asynccontextmanager
async def running(
    settings: Settings, record: OpenRecord, first: First | None = None, upkeep: Upkeep | None = None
) -> AsyncIterator[Starlette]:
    """The service on an open record: the model loaded, both given to `first`, and the model then followed.

    `upkeep` says what becomes of the database; keeping it up is the caller's business.
    """
    model = await start_model(record.store)
    if first is not None:
        await first(record, model)
        gc.collect()
        gc.freeze()  # what it has brought stays, as what was loaded does
    guard = await _guard(settings, record) if settings.keys else None
    feeds = FeedStore(record.store)
    await feeds.tend()
    tasks = [asyncio.create_task(model.follow(settings.follow_ms / 1000)), asyncio.create_task(_tend(feeds))]
    if guard is not None:
        tasks.append(asyncio.create_task(_tend(guard)))
        tasks.append(asyncio.create_task(guard.keep_moving()))
    try:
        yield create_app(settings, model, guard, keeper=DecisionStore(record.store), feeds=feeds, upkeep=upkeep)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if guard is not None:
            await guard.close()


async def _guard(settings: Settings, record: OpenRecord) -> Guard:
    months = settings.access_log_months
    return await Guard.start(record.store, settings.data, sync=settings.access_log_sync, months=months)


async def _tend(kept: Guard | FeedStore) -> None:
    """Take in new and revoked keys or feeds; those at hand stay in force while the record is away."""
    while True:
        await asyncio.sleep(TEND_EVERY_S)
        with contextlib.suppress(Unavailable):
            await kept.tend()


def _health(_: Request) -> Response:
    return JSONResponse({"status": "ok"})


def _ready(model: LiveModel, upkeep: Upkeep, *, details: bool) -> Response:
    """The state for load balancers, by its status code too; what there is to know of it, for those with a key."""
    reasons = [reason for reason in (upkeep.said, model.behind) if reason]
    because = sentences(reasons) if reasons else None
    status, code = ("ready", 200) if because is None else ("behind", 503)
    if not details:
        return JSONResponse({"status": status}, status_code=code)
    body = {
        "status": status,
        "revision": model.snapshot.revision,
        "facts": len(model.snapshot),
        "secondsOld": round(model.seconds_old, 1),
        "because": because,
    }
    return Answer(body, status_code=code)


def _schema_text(_: Request) -> Response:
    return PlainTextResponse(schema.as_str() + "\n")


class _Assets(StaticFiles):
    """The built pages' files: their names change with their content, so they may be kept for ever."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]  # handed through as they came
        response.headers.update(PAGE_HEADERS | {"Cache-Control": "public, max-age=31536000, immutable"})
        return response
