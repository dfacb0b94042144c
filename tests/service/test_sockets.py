"""Faults on a WebSocket are told in a sentence: an operation's fault ends that operation, a message's the socket."""

import asyncio
import logging
from collections.abc import Iterator
from typing import Any

import neo4j
import pytest

from graph.engine.embedded import RunningNeo4j
from graph.live import LiveModel
from schema.http import sockets
from tests.builders.street import founded
from tests.builders.talking import QUERY, connected, talking
from tests.conftest import empty
from tests.service.test_subscriptions import FOLLOW, serving
from tests.waiting import until

LONG = "名" * 100_000


@pytest.fixture(scope="module")
def runner() -> Iterator[asyncio.Runner]:
    """One event loop for all tests here: what one client does wrong is nothing to the next."""
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture(scope="module")
def model(neo4j_server: RunningNeo4j, analyst: neo4j.Driver, runner: asyncio.Runner) -> Iterator[LiveModel]:
    empty(analyst)
    street = founded(neo4j_server.address)
    yield runner.run(street.__aenter__())
    runner.run(street.__aexit__(None, None, None))


@pytest.fixture(scope="module")
def address(model: LiveModel, runner: asyncio.Runner) -> Iterator[str]:
    """Where the street is served."""
    service = serving(model)
    yield runner.run(service.__aenter__())
    runner.run(service.__aexit__(None, None, None))


@pytest.fixture(autouse=True)
def _ordinary_lines_only(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Whatever a client sends, the log has no traceback and no error."""
    yield
    assert [r.getMessage() for r in caplog.records if r.levelno >= logging.ERROR or r.exc_info] == []


MANY = "query($places: [PlaceInput!]!) { organization { whoHandlesMany(places: $places) { __typename } } }"
WRONG_OPERATIONS: dict[str, Any] = {
    "a syntax error": {"query": "{ organization {"},
    "a long syntax error": {"query": "{ 单位" + "名" * 200 + " }"},
    "a very long syntax error": {"query": f"{{ {'名' * 99_000} }}"},
    "no query": {},
    "a null query": {"query": None},
    "an empty query": {"query": "  "},
    "a query that is none": {"query": ["{ organization { revision } }"]},
    "a null payload": None,
    "a payload that is none": "query",
    "variables that are none": {"query": QUERY, "variables": [1]},
    "a name that is none": {"query": QUERY, "operationName": 7},
    "extensions that are none": {"query": QUERY, "extensions": "x"},
    "an unknown operation": {"query": QUERY, "operationName": "Other"},
    "a long unknown operation": {"query": QUERY, "operationName": LONG},
    "a long name": {"query": f"query {'q' * 101} {{ __typename }}"},
    "no operation": {"query": "fragment F on Query { __typename }"},
    "an unknown field": {"query": "{ nothing }"},
    "a missing variable": {"query": FOLLOW.replace("$since: Int", "$since: Int!")},
    "a variable of another type": {"query": FOLLOW, "variables": {"since": "soon"}},
}
TOO_LARGE: dict[str, Any] = {
    "a document": {"query": f"{{ {LONG} }}"},
    "variables": {"query": FOLLOW, "variables": {"since": [0] * 25_000}},
    "places": {"query": MANY, "variables": {"places": [{"code": "370923001001"}] * 20_000}},
}
FAULTY = {name: (payload, "BAD_REQUEST") for name, payload in WRONG_OPERATIONS.items()} | {
    f"{name} too large": (payload, "TOO_COSTLY") for name, payload in TOO_LARGE.items()
}


@pytest.mark.parametrize(("payload", "code"), FAULTY.values(), ids=FAULTY.keys())
def test_what_is_wrong_with_an_operation_ends_it_alone(
    address: str, runner: asyncio.Runner, payload: object, code: str
) -> None:
    async def go() -> None:
        async with talking(address) as talk:
            await talk.begin({"query": FOLLOW, "variables": {}}, "other")
            await talk.begin(payload)
            said = await talk.hear()
            assert (said["id"], said["type"]) == ("1", "error"), said
            (error,) = said["payload"]
            assert error["extensions"]["code"] == code
            assert 10 < len(error["message"]) < 1_200
            assert await talk.is_alive()
            await talk.begin({"query": QUERY})
            assert (await talk.hear())["id"] == "1", "its id may be used again"

    runner.run(go())


WRONG_MESSAGES: dict[str, Any] = {
    "no JSON": "{",
    "no object": [],
    "text": '"subscribe"',
    "null": "null",
    "nested beyond bearing": "[" * 100_000,
    "half a character": '{"type": "\\ud800"}',
    "a binary frame": b'{"type": "ping"}',
    "no type": {},
    "a type that is none": {"type": ["ping"]},
    "an unknown type": {"type": "start"},
    "a long unknown type": {"type": LONG},
    "a subscription without an id": {"type": "subscribe", "payload": {"query": QUERY}},
    "an id that is none": {"type": "subscribe", "id": 7, "payload": {"query": QUERY}},
    "an empty id": {"type": "subscribe", "id": "", "payload": {"query": QUERY}},
    "a long id": {"type": "subscribe", "id": LONG, "payload": {"query": QUERY}},
    "the end of what can't be named": {"type": "complete", "id": []},
}


@pytest.mark.parametrize("message", WRONG_MESSAGES.values(), ids=WRONG_MESSAGES.keys())
def test_a_message_that_is_none_closes_the_socket_with_a_reason(
    address: str, runner: asyncio.Runner, message: object
) -> None:
    async def go() -> None:
        async with talking(address) as talk:
            await talk.send(message)
            code, reason = await talk.closed()
            assert code == 4400
            assert 10 < len(reason.encode()) <= 123

    runner.run(go())


def test_what_the_protocol_allows_is_no_fault(address: str, runner: asyncio.Runner) -> None:
    async def go() -> None:
        async with talking(address) as talk:
            for message in (
                {"type": "pong"},
                {"type": "pong", "payload": 7},
                {"type": "complete", "id": "never begun"},
            ):
                await talk.send(message)
            await talk.send({"type": "ping", "payload": {"at": 1}})
            assert (await talk.hear())["type"] == "pong"
            assert await talk.is_alive()

    runner.run(go())


def test_a_second_greeting_and_a_second_operation_of_one_id_close_it(address: str, runner: asyncio.Runner) -> None:
    async def go() -> None:
        async with talking(address) as talk:
            await talk.send({"type": "connection_init"})
            assert (await talk.closed())[0] == 4429
        async with talking(address) as talk:
            number = "号" * 100
            for _ in range(2):
                await talk.begin({"query": FOLLOW, "variables": {}}, number)
            code, reason = await talk.closed()
            assert code == 4409
            assert reason.endswith("…")
        async with connected(address) as talk:
            await talk.send({"type": "connection_init", "payload": "key"})
            assert (await talk.closed())[0] == 4400

    runner.run(go())


def test_who_does_not_greet_is_closed(
    model: LiveModel, runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("schema.http.endpoint.LONGEST_GREETING_S", 0.2)

    async def go() -> None:
        async with serving(model) as address, connected(address) as talk:
            assert (await talk.closed())[0] == 4408

    runner.run(go())


def test_one_socket_has_so_many_operations_at_once_and_others_have_theirs(address: str, runner: asyncio.Runner) -> None:
    async def go() -> None:
        async with talking(address) as greedy, talking(address) as other:
            for number in range(sockets.MOST_OPERATIONS + 5):
                await greedy.begin({"query": FOLLOW, "variables": {}}, f"n{number}")
            refused = [await greedy.hear() for _ in range(5)]
            assert {each["payload"][0]["extensions"]["code"] for each in refused} == {"TOO_COSTLY"}
            await greedy.send({"type": "complete", "id": "n0"})
            assert await greedy.is_alive()
            assert await other.is_alive()

    runner.run(go())


def test_all_sockets_together_have_so_many_operations_at_once(
    model: LiveModel, runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sockets, "MOST_OPERATIONS_IN_ALL", 6)

    async def go() -> None:
        await until(lambda: not sockets.SocketHandler.running)
        async with serving(model) as address, talking(address) as first, talking(address) as second:
            for number in range(6):
                await first.begin({"query": FOLLOW, "variables": {}}, f"n{number}")
            await first.send({"type": "ping"})
            await first.hear()
            await second.begin({"query": QUERY})
            (error,) = (await second.hear())["payload"]
            assert error["extensions"]["code"] == "UNAVAILABLE"
            await first.send({"type": "complete", "id": "n0"})
            await first.send({"type": "ping"})
            await first.hear()
            assert await second.is_alive()

    runner.run(go())


@pytest.mark.parametrize("text", ["", "a", "名" * 41, "名" * 42, "a" * 123, "a" * 124, "a" + "名" * 50, "𠀀" * 40])
def test_a_reason_is_cut_between_two_characters(text: str) -> None:
    cut = sockets.shortened(text)
    assert len(cut.encode()) <= 123
    assert cut == text or (cut.endswith("…") and text.startswith(cut[:-1]))
