"""GraphQL over WebSockets, messages of any kind: each is answered as the protocol has it, or closes with a reason."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import AsyncExitStack
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.exceptions import ConnectionClosed

from graph.engine.embedded import RunningNeo4j
from tests.builders.street import founded
from tests.builders.talking import QUERY, talking
from tests.conftest import empty
from tests.fuzz.conftest import Logged
from tests.fuzz.effort import examples
from tests.service.test_subscriptions import FOLLOW, serving

TYPES = ["connection_init", "ping", "pong", "subscribe", "complete", "next", "start", ""]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
QUERIES = st.sampled_from(
    [
        QUERY,
        FOLLOW,
        "{",
        "{ a }",
        "query A { __typename } query B { __typename }",
        "mutation { x }",
        "fragment F on Query { __typename }",
        "{ __typename @skip }",
        "",
        "\ud800",
        "名" * 300,
    ]
)
PAYLOADS = JSON | st.fixed_dictionaries(
    {}, optional={"query": QUERIES | JSON, "variables": JSON, "operationName": JSON, "extensions": JSON}
)
MESSAGES = JSON | st.fixed_dictionaries(
    {"type": st.sampled_from(TYPES) | JSON},
    optional={"id": st.sampled_from(["1", "2", "x" * 200]) | JSON, "payload": PAYLOADS},
)
CODES = {4400, 4409, 4429, 1007}
SENT = st.builds(json.dumps, MESSAGES) | st.text(max_size=30) | st.binary(max_size=30)


@pytest.fixture(scope="module")
def loop() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture(scope="module")
def address(neo4j_server: RunningNeo4j, analyst: Any, loop: asyncio.Runner) -> Iterator[str]:
    """Where a street is served."""
    empty(analyst)
    stack = AsyncExitStack()

    async def begin() -> str:
        model = await stack.enter_async_context(founded(neo4j_server.address))
        return await stack.enter_async_context(serving(model))

    yield loop.run(begin())
    loop.run(stack.aclose())


@given(sent=st.lists(SENT, max_size=6))
@examples(40)
def test_messages_of_any_kind(address: str, loop: asyncio.Runner, logged: Logged, sent: list[str | bytes]) -> None:
    async def go() -> None:
        async with talking(address) as talk:
            ending = None
            try:
                for message in sent:
                    await talk.send(message)
                await talk.begin({"query": QUERY}, "last")
                while (heard := await talk.hear()).get("id") != "last":
                    _check(heard)
            except ConnectionClosed as closed:
                ending = closed.rcvd
                assert ending is not None, "closed without a word"
            assert ending is None or (ending.code in CODES and 10 < len(ending.reason.encode()) <= 123), ending

    loop.run(go())
    assert logged.found == []


def _check(heard: dict[str, Any]) -> None:
    assert heard["type"] in {"next", "error", "complete", "pong"}
    if heard["type"] == "error":
        for error in heard["payload"]:
            assert error["extensions"]["code"] != "INTERNAL_ERROR"
            assert 10 < len(error["message"]) < 1_200
