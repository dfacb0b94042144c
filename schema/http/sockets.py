"""GraphQL over WebSockets: whatever a client sends is answered in a sentence, and only what breaks the protocol closes.

The protocol is graphql-transport-ws: what is wrong with one operation ends that operation; a message that is none ends
the socket, with a code of 44xx and a reason.
"""

import asyncio
from collections.abc import Mapping
from contextlib import aclosing, suppress
from typing import Any, ClassVar
from weakref import WeakSet

from graphql import GraphQLError
from starlette.websockets import WebSocketDisconnect
from strawberry.asgi import ASGIWebSocketAdapter
from strawberry.exceptions import ConnectionRejectionError
from strawberry.http.exceptions import WebSocketDisconnected
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import BaseGraphQLTransportWSHandler, Operation
from strawberry.subscriptions.protocols.graphql_transport_ws.types import (
    ConnectionInitMessage,
    SubscribeMessage,
)
from strawberry.subscriptions.protocols.graphql_transport_ws.types import (
    Message as SocketMessage,
)

from graph.messages import LANGUAGE, Message, preferred, say, spoken
from schema.context import Context
from schema.http.languages import HEADER
from schema.limits.inputs import told_cost
from schema.running.failures import told

LONGEST_REASON = 123
"""Bytes of the reason with which a WebSocket is closed (RFC 6455, 5.5)."""

LONGEST_ID = 128
"""Characters of an operation's id, which every answer to it repeats."""

LONGEST_GREETING_S = 10
"""Seconds until `connection_init` must have come."""

MOST_OPERATIONS = 50
"""Operations at once on one socket."""

MOST_OPERATIONS_IN_ALL = 2_000
"""Operations at once on all sockets of one process."""

KNOWN_TYPES = ("connection_init", "ping", "pong", "subscribe", "complete")

ON_ACKNOWLEDGED = "wangge.on_acknowledged"
"""Where a socket's scope may hold what to call once its first message has been accepted."""


class Socket(ASGIWebSocketAdapter):
    """A WebSocket that may be closed at any time, twice too, and with a reason of any length."""

    async def send_json(self, message: Mapping[str, object]) -> None:
        """Send a message.  Raises WebSocketDisconnected if it can't be sent any more."""
        try:
            await super().send_json(message)
        except RuntimeError as error:  # starlette's, where another operation has closed it
            raise WebSocketDisconnected from error

    async def close(self, code: int, reason: str) -> None:
        """Close it, unless it is closed already."""
        with suppress(RuntimeError, WebSocketDisconnect):
            await super().close(code, shortened(reason))


class SocketHandler(BaseGraphQLTransportWSHandler[Context, None]):
    """One WebSocket's conversation."""

    websocket: Socket
    running: ClassVar[WeakSet["asyncio.Task[None]"]] = WeakSet()
    """The operations of all sockets."""

    async def handle_message(self, message: SocketMessage) -> None:
        """Act on a message."""
        if (fault := fault_of(message)) is not None:
            await self.handle_invalid_message(spoken(fault))
            return
        await super().handle_message(message)

    async def handle_connection_init(self, message: ConnectionInitMessage) -> None:
        """Accept the first message, or close."""
        if self.connection_timed_out:
            return
        if self.connection_init_timeout_task is not None:
            self.connection_init_timeout_task.cancel()
        if self.connection_init_received:
            await self.websocket.close(4429, spoken(say("socket-init-twice")))
            return
        given: object = message.get("payload")
        payload = {} if given is None else given
        if not isinstance(payload, dict):
            await self.websocket.close(4400, spoken(say("init-payload-wrong")))
            return
        self.connection_init_received = True
        self.context.connection_params = payload
        if isinstance(asked := payload.get(HEADER), str):
            LANGUAGE.set(preferred(asked))
        try:
            await self.view.on_ws_connect(self.context)
        except ConnectionRejectionError as error:
            await self.websocket.close(4403, spoken(str(error.payload.get("reason", "Forbidden"))))
            return
        await self.send_message({"type": "connection_ack"})
        self.connection_acknowledged = True
        on_acknowledged = self.websocket.ws.scope.get(ON_ACKNOWLEDGED)
        if on_acknowledged is not None:
            on_acknowledged()

    async def handle_subscribe(self, message: SubscribeMessage) -> None:
        """Begin an operation, or say what is wrong with it."""
        if self.connection_acknowledged and (refusal := self._refusal(message)) is not None:
            await self.send_message({"id": message["id"], "type": "error", "payload": [refusal.formatted]})
            return
        await super().handle_subscribe(message)
        operation = self.operations.get(message["id"])
        if operation is not None and operation.task is not None:
            self.running.add(operation.task)
            operation.task.add_done_callback(self.running.discard)

    async def run_operation(self, operation: Operation[Context, None]) -> None:
        """Send an operation's results to its end."""
        try:
            results = await self.schema.stream(
                operation.query,
                variable_values=operation.variables,
                context_value=self.context,
                root_value=self.root_value,
                operation_name=operation.operation_name,
            )
            async with aclosing(results):
                await self._send_result_stream(operation, results)
            await operation.send_operation_message({"id": operation.id, "type": "complete"})
        except WebSocketDisconnected:
            pass  # nobody is there to be told
        except Exception as error:
            with suppress(WebSocketDisconnected):
                await operation.send_initial_errors([told(GraphQLError(str(error), original_error=error))])
        finally:
            if self.operations.get(operation.id) is operation:
                del self.operations[operation.id]

    def _refusal(self, message: SubscribeMessage) -> GraphQLError | None:
        """Why an operation isn't begun; None if it may be."""
        if (fault := fault_of_payload(message.get("payload"))) is not None:
            return GraphQLError(fault, extensions={"code": "BAD_REQUEST"})
        if len(self.operations) >= MOST_OPERATIONS and message["id"] not in self.operations:
            limit = say("socket-operations", most=MOST_OPERATIONS)
            return GraphQLError(limit, extensions=told_cost(len(self.operations) + 1, MOST_OPERATIONS, "operations"))
        if len(self.running) >= MOST_OPERATIONS_IN_ALL:
            limit = say("all-sockets-busy", most=MOST_OPERATIONS_IN_ALL)
            return GraphQLError(limit, extensions={"code": "UNAVAILABLE"})
        return None

    @staticmethod
    def _get_pre_execution_close_reason(error: GraphQLError) -> str | None:  # noqa: ARG004 -- as overridden
        return None  # an operation that can't begin ends alone, not its socket


def fault_of(message: Any) -> Message | None:  # noqa: ANN401 -- whatever JSON there is
    """What is wrong with a message of the protocol; None: nothing."""
    if not isinstance(message, dict):
        return say("socket-message-wrong")
    kind = message.get("type")
    if kind not in KNOWN_TYPES:
        return say("socket-message-unknown", kind=kind, known=tuple(KNOWN_TYPES))
    if kind in ("subscribe", "complete"):
        number = message.get("id")
        if not isinstance(number, str) or not 0 < len(number) <= LONGEST_ID:
            return say("socket-message-without-id", kind=kind, most=LONGEST_ID)
    return None


def fault_of_payload(payload: Any) -> Message | None:  # noqa: ANN401 -- whatever JSON there is
    """What is wrong with the operation in a `subscribe` message; None: nothing so far."""
    if not isinstance(payload, dict):
        return say("subscribe-without-payload")
    if not isinstance(payload.get("query"), str) or not payload["query"].strip():
        return say("payload-without-query")
    if not isinstance(payload.get("variables"), dict | None):
        return say("payload-variables-wrong")
    if not isinstance(payload.get("operationName"), str | None):
        return say("payload-name-wrong")
    if not isinstance(payload.get("extensions"), dict | None):
        return say("payload-extensions-wrong")
    return None


def shortened(reason: str) -> str:
    """A reason cut to what a closing frame holds, between two characters."""
    whole = reason.encode("utf-8", "replace")
    if len(whole) <= LONGEST_REASON:
        return whole.decode()
    mark = "…"
    return whole[: LONGEST_REASON - len(mark.encode())].decode("utf-8", "ignore") + mark
