"""Who asks: every request carries a key, but for the health check and the explorer's empty page."""

from collections.abc import Callable
from datetime import datetime

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from graph.access.grants import Key, KeyRing, Unauthenticated
from graph.messages import say
from schema.http.languages import Answer

CALLER = "wangge.caller"
"""Where a request's scope says who asks."""

OPEN_PATHS = ("/", "/health")
STATE_PATH = "/ready"
"""Tells anybody whether the service is ready, and those with a key why not."""
OPEN_FOLDERS = ("/assets/", "/duty/")
"""Duty feeds are open to whoever knows their address: the secret in it is the key."""


class Authentication:
    """Lets a request through with its caller in its scope, or answers 401.

    WebSockets carry their key in the first message and are judged there.
    """

    def __init__(self, app: ASGIApp, ring: KeyRing, now: Callable[[], datetime]) -> None:
        self._app = app
        self._ring = ring
        self._now = now

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not _is_open(scope):
            try:
                scope[CALLER] = key_of(Headers(scope=scope).get("authorization"), self._ring, self._now()).caller
            except Unauthenticated as error:
                await _refusal(error)(scope, receive, send)
                return
        await self._app(scope, receive, send)


def key_of(authorization: str | None, ring: KeyRing, now: datetime) -> Key:
    """The key of an `Authorization: Bearer …` header.  Raises Unauthenticated."""
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Unauthenticated(say("key-needed"))
    return ring.find(token.strip(), now)


def _is_open(scope: Scope) -> bool:
    path, headers = str(scope["path"]), Headers(scope=scope)
    if path in OPEN_PATHS or path.startswith(OPEN_FOLDERS):
        return True
    if path == STATE_PATH and scope["method"] in {"GET", "HEAD"} and "authorization" not in headers:
        return True
    wants_page = "text/html" in headers.get("accept", "")
    return path == "/graphql" and scope["method"] == "GET" and wants_page and not scope["query_string"]


def _refusal(error: Unauthenticated) -> Answer:
    body = {"data": None, "errors": [{"message": str(error), "extensions": {"code": error.code}}]}
    return Answer(body, status_code=401, headers={"WWW-Authenticate": "Bearer"})
