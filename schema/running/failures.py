"""What a client is told when something fails: expected failures as they are, with a code; bugs masked, with an id."""

import logging
import uuid
from collections.abc import Iterator

from graphql import GraphQLError
from strawberry.exceptions import MissingQueryError
from strawberry.extensions import SchemaExtension
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError

from graph.errors import InvalidInput, NotFound, RuleViolated, TooCostly, WanggeError
from graph.messages import Message, say
from graph.texts import shown
from schema.limits.inputs import told_cost

THE_CLIENTS = (GraphQLError, MissingQueryError, CannotGetOperationTypeError, InvalidOperationTypeError)
"""What libraries raise for a request that can't be begun: no document, no such operation, one of another kind."""

LONGEST_MESSAGE = 1_000
"""Characters.  Messages about a document or variable quote it, and it may be a megabyte."""

MOST_IDS = 50
"""Ids that an error names."""

log = logging.getLogger("wangge.graphql")


class Failures(SchemaExtension):
    """Gives every error a stable `extensions.code`; an unexpected one is logged under an id, and only that is told."""

    def on_operation(self) -> Iterator[None]:
        yield
        _tell(self.execution_context.result)

    def on_stream_result(self, result: object) -> Iterator[None]:
        """The same for each result that goes out over a WebSocket or as an event: its operation ends only later."""
        _tell(result)
        yield


def _tell(result: object) -> None:
    errors: list[GraphQLError] | None = getattr(result, "errors", None)
    if errors:
        result.errors = [told(error) for error in errors]  # type: ignore[attr-defined]  # it had errors a line ago


def told(error: GraphQLError) -> GraphQLError:
    """The error as clients may see it; one that has a code has been told already."""
    cause = error.original_error
    if "code" in (error.extensions or {}):
        return error
    if isinstance(cause, WanggeError):
        return _with(error, cause.message, {"code": cause.code, **_details(cause)})
    if cause is None or isinstance(cause, THE_CLIENTS):
        return _with(error, refused(error.message), {**(error.extensions or {}), "code": "BAD_REQUEST"})
    reference = uuid.uuid4().hex[:12]
    log.error("internal error %s at %s", reference, error.path, exc_info=cause)
    message = say("our-fault", reference=reference)
    return _with(error, message, {"code": "INTERNAL_ERROR", "id": reference})


def refused(reason: str) -> str:
    """What a library says of a request that can't be begun, at a bearable length; it says it in English alone."""
    return reason if isinstance(reason, Message) else say("request-refused", reason=clipped(reason))


def clipped(message: str) -> str:
    """A message of bearable length."""
    return message if len(message) <= LONGEST_MESSAGE else f"{message[:LONGEST_MESSAGE]}…"


def _details(cause: WanggeError) -> dict[str, object]:
    match cause:
        case NotFound() | InvalidInput():
            return {"ids": _named(cause.ids)}
        case TooCostly():
            return told_cost(cause.cost, cause.limit, cause.unit)
        case RuleViolated():
            return {"problems": [{"rule": p.rule, "message": p.message, "ids": _named(p.ids)} for p in cause.problems]}
    return {}


def _named(ids: tuple[str, ...]) -> list[str]:
    return [shown(each) for each in ids[:MOST_IDS]]


def _with(error: GraphQLError, message: str, extensions: dict[str, object]) -> GraphQLError:
    return GraphQLError(
        message,
        nodes=error.nodes,
        source=error.source,
        positions=error.positions,
        path=error.path,
        original_error=error.original_error,
        extensions=extensions,
    )
