"""Changes as they come, over WebSocket and over server-sent events: nothing missed, nothing twice."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from deploy.crowd import Limits
from deploy.web import WebServer
from graph.change import Change
from graph.edits.draft import Draft
from graph.edits.units import describe_unit
from graph.live import LiveModel
from graph.record.bolt import BoltStore
from graph.record.opening import start_model
from graph.record.security import Guard
from graph.snapshot import Snapshot
from schema.settings import Settings
from server import create_app
from tests.builders.street import FIRST, GRID, SECOND, founding
from tests.waiting import HANG_S

FOLLOW = """subscription($under: ID, $about: ID, $since: Int) {
  changes(under: $under, about: $about, sinceRevision: $since) { revision summary }
}"""


@asynccontextmanager
async def serving(model: LiveModel, guard: Guard | None = None, limits: Limits | None = None) -> AsyncIterator[str]:
    """The service on a real socket, open to anybody unless it has a guard; its host and port."""
    listening = socket.create_server(("127.0.0.1", 0))
    app = create_app(Settings(keys=guard is not None), model, guard)
    server = WebServer(app, limits=limits)
    task = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        yield f"127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        await task


@asynccontextmanager
async def subscribed(address: str, **variables: Any) -> AsyncIterator[ClientConnection]:
    """A WebSocket on which the subscription has been asked for."""
    async with connect(f"ws://{address}/graphql", subprotocols=[Subprotocol("graphql-transport-ws")]) as ws:
        await ws.send(json.dumps({"type": "connection_init"}))
        assert json.loads(await ws.recv())["type"] == "connection_ack"
        payload = {"query": FOLLOW, "variables": variables}
        await ws.send(json.dumps({"type": "subscribe", "id": "1", "payload": payload}))
        yield ws


async def next_change(ws: ClientConnection) -> dict[str, Any]:
    """The next change that comes."""
    async with asyncio.timeout(HANG_S):
        message = json.loads(await ws.recv())
    assert message["type"] == "next" and message["payload"]["data"], message  # noqa: PT018 -- one answer
    change: dict[str, Any] = message["payload"]["data"]["changes"]
    return change


async def rename(model: LiveModel, code: str, name: str) -> int:
    """Rename a unit; the revision made."""

    def build(snapshot: Snapshot) -> Change:
        draft = Draft(snapshot)
        describe_unit(draft, code, date(2025, 6, 1), name=name)
        change = founding(Snapshot.empty())
        return Change(operations=tuple(draft.operations), actor="tests", reason="rename", at=change.at, summary=name)

    return (await model.decide(build)).revision


@pytest.fixture
def model(store: BoltStore, runner: asyncio.Runner) -> LiveModel:
    started = runner.run(start_model(store))
    runner.run(started.decide(founding))
    return started


def test_a_websocket_gets_each_change_once_from_where_it_left_off(model: LiveModel, runner: asyncio.Runner) -> None:
    async def go() -> None:
        async with serving(model) as address:
            first = await rename(model, GRID[FIRST], "一")
            async with subscribed(address, since=first - 1) as ws:
                assert await next_change(ws) == {"revision": first, "summary": "一"}
                second = await rename(model, GRID[FIRST], "二")
                third = await rename(model, GRID[SECOND], "三")
                assert [(await next_change(ws))["revision"] for _ in range(2)] == [second, third]
            fourth = await rename(model, GRID[FIRST], "四")
            async with subscribed(address, since=third) as ws:
                assert (await next_change(ws))["revision"] == fourth

    runner.run(go())


def test_who_was_away_gets_the_journal_s_lines_without_their_operations_and_then_what_comes(
    model: LiveModel, runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A few lines at a time, from the first; changes that are made meanwhile come once, after them."""
    monkeypatch.setattr("schema.subscriptions.LINES_AT_ONCE", 2)

    async def nothing(*_: object, **__: object) -> None:
        raise AssertionError("operations were read")

    async def go() -> None:
        summaries, last = ["一", "二", "三", "四", "五"], model.snapshot.revision
        for name in summaries:
            await rename(model, GRID[FIRST], name)
        await rename(model, GRID[SECOND], "别处")
        async with serving(model) as address:
            for method in ("since", "these", "read"):
                monkeypatch.setattr(model.record, method, nothing)
            async with subscribed(address, since=last) as every, subscribed(address, since=last, under=FIRST) as under:
                assert [(await next_change(every))["summary"] for _ in range(6)] == [*summaries, "别处"]
                assert [(await next_change(under))["summary"] for _ in range(5)] == summaries
                await rename(model, GRID[FIRST], "六")
                assert (await next_change(every))["summary"] == (await next_change(under))["summary"] == "六"

    runner.run(go())


def test_only_what_is_under_or_about_the_named_comes(model: LiveModel, runner: asyncio.Runner) -> None:
    async def go() -> None:
        async with serving(model) as address:
            last = model.snapshot.revision
            async with (
                subscribed(address, under=FIRST, since=last) as under,
                subscribed(address, about=GRID[SECOND], since=last) as about,
            ):
                await rename(model, GRID[FIRST], "甲新")
                await rename(model, GRID[SECOND], "乙新")
                assert (await next_change(under))["summary"] == "甲新"
                assert (await next_change(about))["summary"] == "乙新"

    runner.run(go())


def test_what_another_process_writes_comes_too(model: LiveModel, store: BoltStore, runner: asyncio.Runner) -> None:
    async def go() -> None:
        other = await LiveModel.start(store)
        following = asyncio.create_task(model.follow(0.05))
        async with serving(model) as address, subscribed(address, since=model.snapshot.revision) as ws:
            written = await rename(other, GRID[FIRST], "别处")
            assert (await next_change(ws))["revision"] == written
        following.cancel()

    runner.run(go())


def test_server_sent_events_carry_changes(model: LiveModel, runner: asyncio.Runner) -> None:
    async def go() -> None:
        async with serving(model) as address, httpx.AsyncClient(timeout=HANG_S) as client:
            revision = await rename(model, GRID[FIRST], "事件")
            body = {"query": FOLLOW, "variables": {"since": revision - 1}}
            headers = {"Accept": "text/event-stream"}
            async with client.stream("POST", f"http://{address}/graphql", json=body, headers=headers) as answer:
                assert answer.headers["content-type"].startswith("text/event-stream")
                async for line in answer.aiter_lines():
                    if line.startswith("data:") and "revision" in line:
                        change = json.loads(line.removeprefix("data:"))["data"]["changes"]
                        assert change == {"revision": revision, "summary": "事件"}
                        return

    runner.run(go())


def test_errors_over_a_websocket_have_a_code_and_are_masked(
    model: LiveModel, runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A query there is answered before its operation ends: what clients are told must be said by then."""
    asked = '{ organization { coverage(under: "nobody") { vacant } } }'

    async def errors() -> list[dict[str, Any]]:
        async with (
            serving(model) as address,
            connect(f"ws://{address}/graphql", subprotocols=[Subprotocol("graphql-transport-ws")]) as ws,
        ):
            await ws.send(json.dumps({"type": "connection_init"}))
            await ws.recv()
            await ws.send(json.dumps({"type": "subscribe", "id": "1", "payload": {"query": asked}}))
            async with asyncio.timeout(HANG_S):
                found: list[dict[str, Any]] = json.loads(await ws.recv())["payload"]["errors"]
            return found

    (refused,) = runner.run(errors())
    assert refused["extensions"]["code"] == "NOT_FOUND"

    def broken(*_: object) -> None:
        raise ZeroDivisionError("a secret")

    monkeypatch.setattr("schema.organization.Organization._alive", broken)
    (masked,) = runner.run(errors())
    assert masked["extensions"]["code"] == "INTERNAL_ERROR"
    assert "secret" not in masked["message"]
    assert [record.message.split()[0] for record in caplog.records if record.name == "wangge.graphql"] == ["internal"]
