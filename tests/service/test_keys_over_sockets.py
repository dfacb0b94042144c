"""Keys where a request stays open: WebSockets carry theirs in the first message, server-sent events in the header."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from graph.access.grants import Right, digest_of
from graph.live import LiveModel
from graph.record.bolt import BoltStore
from graph.record.opening import start_model
from graph.record.security import Guard, new_key
from tests.builders.street import FIRST, GRID, founding
from tests.service.test_subscriptions import FOLLOW, next_change, rename, serving
from tests.waiting import HANG_S

Key = Callable[..., str]


@pytest.fixture
def model(store: BoltStore, runner: asyncio.Runner) -> LiveModel:
    started = runner.run(start_model(store))
    runner.run(started.decide(founding))
    return started


@pytest.fixture
def guard(store: BoltStore, runner: asyncio.Runner, tmp_path: Path) -> Iterator[Guard]:
    guard = runner.run(Guard.start(store, tmp_path))
    yield guard
    runner.run(guard.close())


@pytest.fixture
def key(guard: Guard, runner: asyncio.Runner) -> Key:
    """Makes a key that reads, and lets the service know of it."""

    def make(**details: Any) -> str:
        bare: dict[str, Any] = {"under": None, "expires": None, "documents": {}}
        made, token = new_key("follower", Right.READ, created=datetime.now(UTC), creator="tests", **bare | details)
        runner.run(guard.security.add(made))
        runner.run(guard.tend())
        return token

    return make


@asynccontextmanager
async def greeted(address: str, payload: object) -> AsyncIterator[ClientConnection]:
    """A WebSocket whose first message has been sent, with this payload."""
    async with connect(f"ws://{address}/graphql", subprotocols=[Subprotocol("graphql-transport-ws")]) as ws:
        await ws.send(json.dumps({"type": "connection_init", "payload": payload}))
        yield ws


async def subscribe(ws: ClientConnection, since: int = 0) -> None:
    payload = {"query": FOLLOW, "variables": {"since": since}}
    await ws.send(json.dumps({"type": "subscribe", "id": "1", "payload": payload}))


async def received(ws: ClientConnection) -> Any:
    async with asyncio.timeout(HANG_S):
        return json.loads(await ws.recv())


def test_a_websocket_without_a_known_key_is_closed(model: LiveModel, guard: Guard, runner: asyncio.Runner) -> None:
    async def go() -> None:
        async with serving(model, guard) as address:
            for payload in ({}, {"Authorization": 7}, {"Authorization": "Bearer wangge_deadbeef_x"}):
                async with greeted(address, payload) as ws:
                    with pytest.raises(ConnectionClosed) as closed:
                        await received(ws)
                    assert closed.value.rcvd is not None
                    assert closed.value.rcvd.code == 4403

    runner.run(go())


def test_nothing_is_asked_before_the_first_message(model: LiveModel, guard: Guard, runner: asyncio.Runner) -> None:
    async def go() -> None:
        async with (
            serving(model, guard) as address,
            connect(f"ws://{address}/graphql", subprotocols=[Subprotocol("graphql-transport-ws")]) as ws,
        ):
            await subscribe(ws)
            with pytest.raises(ConnectionClosed) as closed:
                await received(ws)
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == 4401

    runner.run(go())


def test_a_websocket_with_a_key_follows_until_it_is_revoked(
    model: LiveModel, guard: Guard, key: Key, runner: asyncio.Runner
) -> None:
    token = key()

    async def go() -> None:
        async with (
            serving(model, guard) as address,
            greeted(address, {"Authorization": f"Bearer {token}"}) as ws,
        ):
            assert (await received(ws))["type"] == "connection_ack"
            await subscribe(ws, model.snapshot.revision)
            await rename(model, GRID[FIRST], "一")
            assert (await next_change(ws))["summary"] == "一"
            await guard.security.revoke("follower", datetime.now(UTC))
            await guard.tend()
            await rename(model, GRID[FIRST], "二")
            refused = await received(ws)
            assert "二" not in str(refused.get("payload", {}).get("data"))
            assert "UNAUTHENTICATED" in json.dumps(refused)

    runner.run(go())


def test_an_open_websocket_asks_nothing_more_with_a_revoked_key(
    model: LiveModel, guard: Guard, key: Key, runner: asyncio.Runner
) -> None:
    token = key()

    async def ask(ws: ClientConnection, number: str) -> Any:
        query = "{ organization { people { nodes { name phone } } } }"
        await ws.send(json.dumps({"type": "subscribe", "id": number, "payload": {"query": query}}))
        answer, done = await received(ws), await received(ws)
        assert done["type"] == "complete"
        return answer["payload"]

    async def go() -> None:
        async with (
            serving(model, guard) as address,
            greeted(address, {"Authorization": f"Bearer {token}"}) as ws,
        ):
            await received(ws)
            assert "errors" not in await ask(ws, "1")
            await guard.security.revoke("follower", datetime.now(UTC))
            await guard.tend()
            refused = await ask(ws, "2")
            assert refused["data"] is None
            assert refused["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"

    runner.run(go())


def test_a_key_bound_to_documents_follows_those_alone(
    model: LiveModel, guard: Guard, key: Key, runner: asyncio.Runner
) -> None:
    bound, elsewhere = key(documents={"follow": digest_of(FOLLOW)}), key(documents={"other": digest_of("{ x }")})

    async def first_answer(address: str, token: str) -> Any:
        async with greeted(address, {"Authorization": f"Bearer {token}"}) as ws:
            await received(ws)
            await subscribe(ws)
            return await received(ws)

    async def go() -> None:
        async with serving(model, guard) as address:
            assert (await first_answer(address, bound))["payload"]["data"]["changes"]["revision"] == 1
            refused = await first_answer(address, elsewhere)
            assert "FORBIDDEN" in json.dumps(refused), refused

    runner.run(go())


def test_server_sent_events_need_a_key(model: LiveModel, guard: Guard, key: Key, runner: asyncio.Runner) -> None:
    token = key()
    body = {"query": FOLLOW, "variables": {"since": 0}}

    async def go() -> None:
        async with serving(model, guard) as address, httpx.AsyncClient(timeout=HANG_S) as client:
            headers = {"Accept": "text/event-stream"}
            refused = await client.post(f"http://{address}/graphql", json=body, headers=headers)
            assert refused.status_code == 401
            headers["Authorization"] = f"Bearer {token}"
            async with client.stream("POST", f"http://{address}/graphql", json=body, headers=headers) as answer:
                async for line in answer.aiter_lines():
                    if line.startswith("data:") and "revision" in line:
                        return
            raise AssertionError("no change came")

    runner.run(go())
