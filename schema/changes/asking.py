"""The token of a request: who sent it and what it asks for, as digests, by which it is known when it comes again."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from strawberry import UNSET

from graph.change import Asked
from graph.errors import InvalidInput
from graph.messages import say
from graph.texts import text_fault
from schema.context import Context

LONGEST_TOKEN = 100
"""Characters."""


def asked_of(context: Context, token: str | None, mutation: str, content: object) -> Asked | None:
    """The request of a token, None without one.  The token is its key's own: no other key, of whatever name, meets it.

    Raises InvalidInput if the token won't do.
    """
    if token is None:
        return None
    fault = text_fault("token", token)
    if fault is None and len(token) > LONGEST_TOKEN:
        fault = say("token-too-long", count=len(token), most=LONGEST_TOKEN)
    if fault is not None:
        raise InvalidInput(say("token-faulty", fault=fault))
    return Asked(by=_digest([context.caller.id, token]), content=_digest([mutation, _plain(content)]))


def _digest(said: object) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _plain(value: Any) -> Any:  # noqa: ANN401 -- whatever an input holds
    """An argument as JSON; what was left out is left out, and so is told from null."""
    if is_dataclass(value):
        given = {field.name: getattr(value, field.name) for field in fields(value)}
        return {name: _plain(each) for name, each in given.items() if each is not UNSET}
    match value:
        case Enum() | datetime() | date():
            return str(value)
        case Mapping():
            return {str(name): _plain(each) for name, each in value.items()}
        case str() | int() | float() | None:
            return value
        case Sequence():
            return [_plain(each) for each in value]
    return repr(value)
