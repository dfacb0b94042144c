"""Holds the bodies of requests to a size, and refuses a larger one in JSON as every other refusal is."""

import logging

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph.messages import say
from schema.http.languages import Answer

MOST_BODY_BYTES = 1_000_000

log = logging.getLogger("wangge.connections")


class _TooLargeError(Exception):
    """More has come than a body may hold."""


class BodyLimit:
    """Refuses a body above MOST_BODY_BYTES: at once where its length is declared, else as soon as more has come.

    One that is encoded is refused unread: what is small on the way might be large.  A client that goes before its body
    has come whole is a line in the log.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is small enough."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        received = 0

        async def limited() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > MOST_BODY_BYTES:
                raise _TooLargeError
            return message

        if _is_encoded(scope):
            await _refusal(415, "UNSUPPORTED", ENCODED)(scope, receive, send)
            return
        if _declared(scope) > MOST_BODY_BYTES:
            await _refusal(413, "TOO_LARGE", TOO_LARGE)(scope, receive, send)
            return
        try:
            await self._app(scope, limited, send)
        except _TooLargeError:  # bodies are read whole before anything is answered
            await _refusal(413, "TOO_LARGE", TOO_LARGE)(scope, receive, send)
        except ClientDisconnect:
            log.info("A client went before its request had come whole: %s %.200s", scope["method"], scope["path"])


TOO_LARGE = say("body-too-large", most=MOST_BODY_BYTES)
ENCODED = say("body-encoded")


def _declared(scope: Scope) -> int:
    length = Headers(scope=scope).get("content-length", "")
    return int(length[:18]) if length.isdecimal() else 0


def _is_encoded(scope: Scope) -> bool:
    return Headers(scope=scope).get("content-encoding", "identity").strip().lower() not in {"", "identity"}


def _refusal(status: int, code: str, message: str) -> Answer:
    error = {"message": message, "extensions": {"code": code}}
    return Answer({"data": None, "errors": [error]}, status_code=status)
