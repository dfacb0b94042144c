"""HTTP and WebSocket frames as nobody writes them: the server closes or answers, goes on serving, logs no error."""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploy.web import WebServer
from tests.builders.raw import HASTY, served, wired
from tests.fuzz.conftest import Logged
from tests.fuzz.effort import examples
from tests.service.test_socket_line import HANDSHAKE
from tests.waiting import until


@pytest.fixture(scope="module")
def loop() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture(scope="module")
def server(loop: asyncio.Runner) -> Iterator[WebServer]:
    stack = AsyncExitStack()
    yield loop.run(stack.enter_async_context(served(limits=HASTY)))
    loop.run(stack.aclose())


def survives(server: WebServer, loop: asyncio.Runner, logged: Logged, pieces: list[bytes]) -> None:
    """An assertion unless the server takes the pieces in its stride."""

    async def go() -> None:
        async with wired(server) as wire:
            for piece in pieces:
                wire.send(piece)
                await asyncio.sleep(0)
            await asyncio.sleep(0.01)
        async with wired(server) as honest:
            assert await honest.is_served()
        await until(lambda: not len(server.crowd))

    loop.run(go())
    assert logged.found == []


METHODS = st.sampled_from([b"GET", b"POST", b"HEAD", b"OPTIONS", b"TRACE", b"CONNECT", b"PRI", b"X", b"get", b""])
TARGETS = st.sampled_from(
    [b"/small", b"/echo", b"/socket", b"*", b"/", b"//", b"/%ff", b"/..", b"http://a/small", b"a:1", b"?", b""]
)
VERSIONS = st.sampled_from([b"HTTP/1.1", b"HTTP/1.0", b"HTTP/2.0", b"HTTP/1.10", b"HTTP", b""])
ENDS = st.sampled_from([b"\r\n", b"\r\n", b"\r\n", b"\n", b"\r", b"", b"\r\n "])
NAMES = st.sampled_from(
    [
        b"Host",
        b"Content-Length",
        b"Transfer-Encoding",
        b"Connection",
        b"Upgrade",
        b"Expect",
        b"Content-Encoding",
        b"Sec-WebSocket-Key",
        b"Sec-WebSocket-Version",
        b"X-Forwarded-For",
        b"X Y",
        b":",
        b"",
    ]
)
VALUES = st.one_of(
    st.sampled_from(
        [
            b"here",
            b"0",
            b"5",
            b"-1",
            b"99999999999999999999",
            b"chunked",
            b"chunked, chunked",
            b"gzip, chunked",
            b"close",
            b"Upgrade",
            b"keep-alive, Upgrade",
            b"websocket",
            b"h2c",
            b"100-continue",
            b"13",
            b"gzip",
        ]
    ),
    st.binary(max_size=20),
)
HEADERS = st.builds(lambda n, c, v, e: n + c + v + e, NAMES, st.sampled_from([b": ", b":", b" : ", b""]), VALUES, ENDS)
CHUNKS = st.sampled_from(
    [
        b"5\r\nabcde\r\n",
        b"0\r\n\r\n",
        b"5;x=y\r\nabcde\r\n",
        b"fffffff\r\n",
        b"g\r\n",
        b"5\r\nabc",
        b"0\r\nX: y\r\n\r\n",
    ]
)
BODIES = st.lists(CHUNKS | st.binary(max_size=30), max_size=4)
REQUESTS = st.builds(
    lambda m, t, v, e, h, end, body: m + b" " + t + b" " + v + e + b"".join(h) + end + b"".join(body),
    METHODS, TARGETS, VERSIONS, ENDS, st.lists(HEADERS, max_size=6), ENDS, BODIES,
)  # fmt: skip
CUTS = st.lists(st.integers(0, 400), max_size=5)


def cut(data: bytes, cuts: list[int]) -> list[bytes]:
    """The data in pieces."""
    edges = [0, *sorted(c for c in cuts if c < len(data)), len(data)]
    return [data[a:b] for a, b in pairwise(edges)]


@given(requests=st.lists(REQUESTS | st.binary(max_size=60), max_size=4), cuts=CUTS)
@examples(60)
def test_requests_of_any_kind(
    server: WebServer, loop: asyncio.Runner, logged: Logged, requests: list[bytes], cuts: list[int]
) -> None:
    survives(server, loop, logged, cut(b"".join(requests), cuts))


FRAMES = st.builds(
    lambda first, size, data: bytes([first]) + size + data,
    st.integers(0, 255),
    st.sampled_from(
        [b"\x80", b"\x85", b"\xfe\x00\x80", b"\xff" + b"\x00" * 6 + b"\x10\x00", b"\x05", b"\xff" * 9, b"\x7e"]
    ),
    st.sampled_from([b"\x00\x00\x00\x00hello", b"\x00\x00\x00\x00", b"\x00\x00\x00\x00\xff\xfe\xfd\xfc\xfb", b""])
    | st.binary(max_size=140),
)
HELLO = b"\x81\x85\x00\x00\x00\x00hello"


@given(greets=st.booleans(), frames=st.lists(FRAMES | st.just(HELLO), max_size=8), cuts=CUTS)
@examples(60)
def test_frames_of_any_kind(
    server: WebServer, loop: asyncio.Runner, logged: Logged, greets: bool, frames: list[bytes], cuts: list[int]
) -> None:
    sent = b"".join([HELLO, *frames] if greets else frames)
    survives(server, loop, logged, [HANDSHAKE, *cut(sent, cuts)])
