"""The language of an answer: what the client asks for by `Accept-Language`; without it every sentence has both.

Sentences keep their codes until they are written: what is prepared or kept for many requests has no language.
"""

import json
from collections.abc import Mapping
from typing import Any

import orjson
from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from graph.messages import LANGUAGE, preferred, spoken

HEADER = "Accept-Language"


class Languages:
    """Notes the language of each request, or of each WebSocket, for all that answers it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with its language."""
        if scope["type"] in {"http", "websocket"}:
            LANGUAGE.set(preferred(",".join(Headers(scope=scope).getlist(HEADER))))
        await self._app(scope, receive, send)


def language_headers() -> dict[str, str]:
    """What an answer says of its language."""
    language = LANGUAGE.get()
    return {"Vary": HEADER} if language is None else {"Vary": HEADER, "Content-Language": language.value}


def as_json(data: object) -> bytes:
    """An answer as JSON, its sentences in the language of the request."""
    try:
        return orjson.dumps(data, _plain, orjson.OPT_PASSTHROUGH_SUBCLASS)
    except TypeError:  # text with half a character in it, which came in and goes out again escaped
        return json.dumps(_plainly(data)).encode()


class Answer(JSONResponse):
    """A small answer in JSON, its sentences in the language of the request."""

    def render(self, content: object) -> bytes:
        """The answer's bytes."""
        return as_json(content)


def _plain(value: object) -> object:
    """What orjson leaves to us: subclasses of the types that JSON has."""
    match value:
        case str():
            return str.__str__(spoken(value))
        case Mapping():
            return dict(value)
        case list() | tuple():
            return list(value)
        case int():
            return int(value)
    raise TypeError


def _plainly(data: Any) -> Any:  # noqa: ANN401 -- whatever JSON holds
    match data:
        case str():
            return str.__str__(spoken(data))
        case dict():
            return {key: _plainly(value) for key, value in data.items()}
        case list() | tuple():
            return [_plainly(value) for value in data]
    return data
