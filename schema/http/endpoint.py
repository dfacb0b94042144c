"""GraphQL over HTTP: the context of a request, quick JSON, and the explorer's page for browsers."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
from cross_web import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.exceptions import ConnectionRejectionError
from strawberry.http import GraphQLHTTPResponse, process_result
from strawberry.subscriptions import GRAPHQL_SSE_PROTOCOL, GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.types.unset import UnsetType

from graph.access.grants import ANYBODY, Unauthenticated
from graph.live import LiveModel
from graph.meter import REQUEST_SECONDS, units
from graph.record.feeds import FeedStore
from graph.time.calendar import CivilTime
from schema.context import Context, DecisionKeeper, Guarding
from schema.http.authentication import CALLER, key_of
from schema.http.languages import Answer, as_json, language_headers
from schema.http.metrics import Metrics
from schema.http.sockets import LONGEST_GREETING_S, Socket, SocketHandler
from schema.limits.budget import Budget, timed_meter
from schema.running.failures import refused
from schema.schema import schema

PAGE_HEADERS = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "font-src 'self' data:; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Vary": "Accept",
}
"""The page runs its own scripts and speaks to its own server, nothing else; Monaco needs inline styles."""

NOT_BUILT = (
    "<!doctype html><meta charset=utf-8><title>Wangge</title>"
    "<p>页面尚未构建 / the pages are not built: run <code>make web</code>. GraphQL answers here all the same.</p>"
)


JSON = "application/json"
STREAMED = "text/event-stream"
TRIED = "wangge.tried"
"""Where a request's scope says what trying it by its plan has cost."""


def _is_plain(request: Request) -> bool:
    """Whether this is a POST of JSON, to be answered by JSON."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    return request.method == "POST" and kind == JSON and STREAMED not in request.headers.get("accept", "")


class GraphQLEndpoint(GraphQL[Context, None]):
    """POST answers GraphQL; GET gives browsers the explorer."""

    websocket_adapter_class = Socket
    graphql_transport_ws_handler_class = SocketHandler

    def __init__(
        self,
        model: LiveModel,
        civil: CivilTime,
        now: Callable[[], datetime],
        explorer: Path,
        metrics: Metrics,
        guard: Guarding | None = None,
        keeper: DecisionKeeper | None = None,
        feeds: FeedStore | None = None,
        seconds: float = REQUEST_SECONDS,
        compiled: bool = True,
    ) -> None:
        super().__init__(
            schema,
            graphql_ide="graphiql",
            allow_queries_via_get=True,
            subscription_protocols=(GRAPHQL_TRANSPORT_WS_PROTOCOL, GRAPHQL_SSE_PROTOCOL),
            connection_init_wait_timeout=timedelta(seconds=LONGEST_GREETING_S),
        )
        self._model = model
        self._civil = civil
        self._now = now
        self._explorer = explorer
        self._metrics = metrics
        self._guard = guard
        self._keeper = keeper
        self._feeds = feeds
        self._limit = units(seconds)
        self._compiled = compiled

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As the parent does, but that a request which is none is refused in JSON too."""
        if scope["type"] != "http":
            await super().__call__(scope, receive, send)
            return
        try:
            response: Response = await self.run(Request(scope, receive))
        except HTTPException as error:
            body = {"data": None, "errors": [{"message": refused(error.reason), "extensions": {"code": "BAD_REQUEST"}}]}
            allow = {"Allow": "GET, POST"} if error.status_code == 405 else None
            response = Answer(body, status_code=error.status_code, headers=allow)
        await response(scope, receive, send)

    async def run(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 -- handed through as it came
        """Answer a request, timed."""
        with self._metrics.seconds.time():
            request = args[0]
            if isinstance(request, Request) and (answer := await self._by_plan(request)) is not None:
                return answer
            return await super().run(*args, **kwargs)

    async def _by_plan(self, request: Request) -> Response | None:
        """The answer to one query that has its plan, or None: it is then answered the ordinary way.

        What programs ask thousands of times a minute has no need of transports, batches and uploads.
        """
        if not self._compiled or not _is_plain(request):
            return None
        try:
            given = orjson.loads(await request.body())
        except orjson.JSONDecodeError:
            return None
        match given:
            case {"query": str(query)} if not given.get("extensions"):
                variables, name = given.get("variables"), given.get("operationName")
            case _:
                return None
        if not isinstance(variables, dict | None) or not isinstance(name, str | None):
            return None
        result, request.scope[TRIED] = await schema.by_plan(query, variables, self._context(request), name)
        return None if result is None else self._respond(process_result(result))

    async def get_context(self, request: Request | WebSocket, response: Response | WebSocket) -> Context:  # noqa: ARG002
        """What an operation of this request, or of this WebSocket, knows."""
        return self._context(request)

    def _context(self, request: Request | WebSocket) -> Context:
        return Context(
            model=self._model,
            zone=self._civil.zone,
            now=self._now,
            caller=request.scope.get(CALLER, ANYBODY),
            guard=self._guard,
            keeper=self._keeper,
            calendar=self._civil.calendar,
            feeds=self._feeds,
            budget=Budget(timed_meter(self._limit)),
            tried=request.scope.get(TRIED) if self._compiled else 0,
        )

    def is_websocket_origin_allowed(self, request: WebSocket, origin: str) -> bool:  # noqa: ARG002
        """Whether a page may open a WebSocket: `Hosts` has judged that already."""
        return True

    async def on_ws_connect(self, context: Context) -> UnsetType | dict[str, object] | None:
        """Judge the key that a WebSocket's first message carries, as `Authorization`."""
        if self._guard is not None:
            given = (context.connection_params or {}).get("Authorization")
            try:
                context.caller = key_of(str(given or ""), self._guard.ring, self._now()).caller
            except Unauthenticated as error:
                raise ConnectionRejectionError({"reason": error.message, "code": error.code}) from error
        return await super().on_ws_connect(context)

    def create_response(
        self, response_data: GraphQLHTTPResponse | list[GraphQLHTTPResponse], sub_response: Response
    ) -> Response:
        """The answer as JSON."""
        response = self._respond(response_data, sub_response.status_code or 200)
        response.headers.raw.extend(sub_response.headers.raw)
        return response

    def _respond(self, data: GraphQLHTTPResponse | list[GraphQLHTTPResponse], status: int = 200) -> Response:
        for answer in data if isinstance(data, list) else [data]:
            self._metrics.answers.labels("errors" if answer.get("errors") else "ok").inc()
        return Response(as_json(data), status_code=status, media_type=JSON, headers=language_headers())

    def encode_json(self, data: object) -> str:
        """A message of a stream or a WebSocket as JSON, its sentences in the language of the request."""
        return as_json(data).decode()

    def decode_json(self, data: str | bytes) -> object:
        """A request's body.  Raises JSONDecodeError for what is no JSON, has half a character, or is no request."""
        decoded = orjson.loads(data)
        if not isinstance(decoded, dict | list):
            raise json.JSONDecodeError("a request is a JSON object", "", 0)
        return decoded

    async def render_graphql_ide(self, request: Request) -> Response:  # noqa: ARG002
        """The explorer's page."""
        if not self._explorer.is_file():
            return HTMLResponse(NOT_BUILT, headers=PAGE_HEADERS)
        return FileResponse(self._explorer, headers=PAGE_HEADERS)
