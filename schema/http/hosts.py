"""Whom the service answers by name: a request names the host it was sent to, and a browser the page that sent it.

A page of somebody else's may have its own name lead to this machine (DNS rebinding), or simply ask it from a browser
that can reach it.  Neither gets an answer, with keys or without.
"""

import ipaddress
import logging
from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.http.websocket_origin import is_same_origin

from graph.messages import Message, say
from schema.http.languages import Answer
from schema.settings import Host, host_of

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
OPEN_PATH = "/health"
"""Load balancers ask it by whatever name they like, and it tells nothing."""

MISDIRECTED, FORBIDDEN, BAD_REQUEST = 421, 403, 400
FROM_ELSEWHERE = {"cross-site", "same-site"}
LONGEST_NAME = 100

log = logging.getLogger("wangge.connections")


class Hosts:
    """Refuses requests that were sent to another host than this service is reached by, or by another host's page.

    It is reached by the address that a connection was made to, by the names of loopback if that is one, by the host it
    listens on, and by the public ones of its settings.
    """

    def __init__(self, app: ASGIApp, listening: str, public: Collection[Host]) -> None:
        self._app = app
        self._named = {listening.lower()}
        self._public = frozenset(public)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is meant for this service."""
        if scope["type"] not in {"http", "websocket"} or scope["path"] == OPEN_PATH:
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal is None:
            await self._app(scope, receive, send)
        else:
            log.warning("A request was refused: %s", refusal[2])
            await _refuse(*refusal, scope, receive, send)

    def _refusal(self, scope: Scope) -> tuple[int, str, Message] | None:
        headers = Headers(scope=scope)
        given = headers.getlist("host")
        host = host_of(given[0]) if len(given) == 1 else None
        if host is None:
            return BAD_REQUEST, "BAD_REQUEST", say("host-missing")
        if not self._is_ours(host, scope):
            return MISDIRECTED, "HOST_NOT_ALLOWED", say("host-unknown", host=given[0][:LONGEST_NAME])
        origins = headers.getlist("origin")
        if not all(self._is_our_page(origin, given[0]) for origin in origins):
            named = ", ".join(origins)[:LONGEST_NAME]
            return FORBIDDEN, "ORIGIN_NOT_ALLOWED", say("origin-unknown", origins=named)
        if not origins and _is_sent_by_a_page_elsewhere(headers):
            return FORBIDDEN, "ORIGIN_NOT_ALLOWED", say("page-elsewhere")
        return None

    def _is_ours(self, host: Host, scope: Scope) -> bool:
        local = _bare((scope.get("server") or ("",))[0] or "")
        if host[0] == local or host[0] in self._named or self._is_public(host):
            return True
        return host[0] in LOOPBACK_NAMES and (local in LOOPBACK_NAMES or _is_loopback(local))

    def _is_public(self, host: Host) -> bool:
        return host in self._public or (host[0], None) in self._public

    def _is_our_page(self, origin: str, host: str) -> bool:
        if is_same_origin(origin, host):
            return True
        try:
            parts = urlsplit(origin)
            named = host_of(parts.netloc)
        except ValueError:
            return False
        return parts.scheme in {"http", "https"} and named is not None and named in self._public


def _is_sent_by_a_page_elsewhere(headers: Headers) -> bool:
    """Whether a browser says so: an image, a script or the like; following a link is everybody's right."""
    return headers.get("sec-fetch-site") in FROM_ELSEWHERE and headers.get("sec-fetch-mode") != "navigate"


def _bare(address: str) -> str:
    """An address written in the one way, without a zone."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address.lower()
    return str(getattr(found, "ipv4_mapped", None) or found)


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


async def _refuse(status: int, code: str, sentence: Message, scope: Scope, receive: Receive, send: Send) -> None:
    body = {"data": None, "errors": [{"message": sentence, "extensions": {"code": code}}]}
    response = Answer(body, status_code=status)
    if scope["type"] == "websocket":
        await WebSocket(scope, receive, send).send_denial_response(response)
    else:
        await response(scope, receive, send)
