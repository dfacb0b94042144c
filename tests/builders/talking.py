"""Speaking graphql-transport-ws to the service as no well-behaved client would."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from tests.waiting import HANG_S

QUERY = "{ organization { revision } }"


class Talk:
    """A WebSocket to the service."""

    def __init__(self, ws: ClientConnection) -> None:
        self.ws = ws
        self._number = 0

    async def send(self, message: object) -> None:
        """Send a message: bytes as a binary frame, text as it is, anything else as JSON."""
        await self.ws.send(message if isinstance(message, str | bytes) else json.dumps(message))

    async def begin(self, payload: object, number: str = "1") -> None:
        """Ask for an operation."""
        await self.send({"type": "subscribe", "id": number, "payload": payload})

    async def hear(self) -> dict[str, Any]:
        """The next message."""
        async with asyncio.timeout(HANG_S):
            message: dict[str, Any] = json.loads(await self.ws.recv())
        return message

    async def closed(self) -> tuple[int, str]:
        """The code and the reason with which the service closes, whatever it says before; an assertion without any."""
        async with asyncio.timeout(HANG_S):
            with suppress(ConnectionClosed):
                while True:
                    await self.ws.recv()
        assert self.ws.close_code not in {None, 1006}, "closed without a word"
        return self.ws.close_code or 0, self.ws.close_reason or ""

    async def is_alive(self) -> bool:
        """Whether an ordinary query is answered on it, after whatever else comes first."""
        self._number += 1
        number = f"alive {self._number}"
        await self.begin({"query": QUERY}, number)
        while (heard := await self.hear()).get("id") != number:
            pass
        assert (await self.hear()) == {"id": number, "type": "complete"}
        return bool(heard["payload"]["data"]["organization"]["revision"])


@asynccontextmanager
async def talking(address: str, payload: object = None) -> AsyncIterator[Talk]:
    """A WebSocket that has been acknowledged."""
    async with connected(address) as talk:
        await talk.send({"type": "connection_init", "payload": payload})
        assert (await talk.hear())["type"] == "connection_ack"
        yield talk


@asynccontextmanager
async def connected(address: str) -> AsyncIterator[Talk]:
    """A WebSocket on which nothing has been said."""
    options: dict[str, Any] = {"max_size": None, "open_timeout": HANG_S, "ping_interval": None}
    async with connect(f"ws://{address}/graphql", subprotocols=[Subprotocol("graphql-transport-ws")], **options) as ws:
        yield Talk(ws)
