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
    Message,
    SubscribeMessage,
)

from schema.context import Context
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

    async def handle_message(self, message: Message) -> None:
        """Act on a message."""
        if (fault := fault_of(message)) is not None:
            await self.handle_invalid_message(fault)
            return
        await super().handle_message(message)

    async def handle_connection_init(self, message: ConnectionInitMessage) -> None:
        """Accept the first message, or close."""
        if self.connection_timed_out:
            return
        if self.connection_init_timeout_task is not None:
            self.connection_init_timeout_task.cancel()
        if self.connection_init_received:
            await self.websocket.close(4429, "Too many initialisation requests")
            return
        given: object = message.get("payload")
        payload = {} if given is None else given
        if not isinstance(payload, dict):
            await self.websocket.close(4400, "The payload of connection_init is an object or null. payload 须为对象")
            return
        self.connection_init_received = True
        self.context.connection_params = payload
        try:
            await self.view.on_ws_connect(self.context)
        except ConnectionRejectionError as error:
            await self.websocket.close(4403, str(error.payload.get("reason", "Forbidden")))
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
            limit = f"One WebSocket has at most {MOST_OPERATIONS} operations at once. Complete some first. 并发操作过多"
            return GraphQLError(limit, extensions=told_cost(len(self.operations) + 1, MOST_OPERATIONS, "operations"))
        if len(self.running) >= MOST_OPERATIONS_IN_ALL:
            limit = f"All WebSockets together have at most {MOST_OPERATIONS_IN_ALL:,} operations at once."
            return GraphQLError(f"{limit} Try again later. 服务繁忙，请稍后重试", extensions={"code": "UNAVAILABLE"})
        return None

    @staticmethod
    def _get_pre_execution_close_reason(error: GraphQLError) -> str | None:  # noqa: ARG004 -- as overridden
        return None  # an operation that can't begin ends alone, not its socket


def fault_of(message: Any) -> str | None:  # noqa: ANN401 -- whatever JSON there is
    """What is wrong with a message of the protocol; None: nothing."""
    if not isinstance(message, dict):
        return "A message is a JSON object that has a type. 消息须为带 type 的 JSON 对象"
    kind = message.get("type")
    if kind not in KNOWN_TYPES:
        return f"Unknown message type: {kind!s:.40}. Known are {', '.join(KNOWN_TYPES)}."
    if kind in ("subscribe", "complete"):
        number = message.get("id")
        if not isinstance(number, str) or not 0 < len(number) <= LONGEST_ID:
            return f"A {kind} message needs an id: a string of 1 to {LONGEST_ID} characters. 消息缺少 id"
    return None


def fault_of_payload(payload: Any) -> str | None:  # noqa: ANN401 -- whatever JSON there is
    """What is wrong with the operation in a `subscribe` message; None: nothing so far."""
    if not isinstance(payload, dict):
        return "A subscribe message needs a payload: an object with a query. 缺少 payload"
    if not isinstance(payload.get("query"), str) or not payload["query"].strip():
        return "The payload needs a query: a GraphQL document as a string. 缺少 query"
    if not isinstance(payload.get("variables"), dict | None):
        return "The payload's variables are an object or null. variables 须为对象"
    if not isinstance(payload.get("operationName"), str | None):
        return "The payload's operationName is a string or null. operationName 须为字符串"
    if not isinstance(payload.get("extensions"), dict | None):
        return "The payload's extensions are an object or null. extensions 须为对象"
    return None


def shortened(reason: str) -> str:
    """A reason cut to what a closing frame holds, between two characters."""
    whole = reason.encode("utf-8", "replace")
    if len(whole) <= LONGEST_REASON:
        return whole.decode()
    mark = "…"
    return whole[: LONGEST_REASON - len(mark.encode())].decode("utf-8", "ignore") + mark
