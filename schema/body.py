"""Holds the bodies of requests to a size, and refuses a larger one in JSON as every other refusal is."""

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BODY_BYTES = 1_000_000


class _TooLargeError(Exception):
    """More has come than a body may hold."""


class BodyLimit:
    """Refuses a body above MOST_BODY_BYTES: at once where its length is declared, else as soon as more has come."""

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

        if _declared(scope) > MOST_BODY_BYTES:
            await _refusal()(scope, receive, send)
            return
        try:
            await self._app(scope, limited, send)
        except _TooLargeError:  # bodies are read whole before anything is answered
            await _refusal()(scope, receive, send)


def _declared(scope: Scope) -> int:
    length = Headers(scope=scope).get("content-length", "")
    return int(length[:18]) if length.isdecimal() else 0


def _refusal() -> JSONResponse:
    message = f"A request holds at most {MOST_BODY_BYTES:,} bytes; send it in several. 请求过大，请分次提交"
    error = {"message": message, "extensions": {"code": "TOO_LARGE"}}
    return JSONResponse({"data": None, "errors": [error]}, status_code=413)
