"""WebSockets that are silent, slow, too large, too many or wrong are closed with a reason, and cost little."""

import asyncio
import logging
import zlib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.frames import Frame, Opcode

from deploy.socket_line import MOST_FIRST_BYTES, MOST_FIRST_FRAMES, MOST_FRAGMENTS, MOST_FRAMES_A_SECOND
from deploy.web import WebServer
from schema.http.body import MOST_BODY_BYTES
from tests.builders.raw import HASTY, PATIENT, Wire, port_of, served, wired
from tests.waiting import HANG_S, until

HANDSHAKE = (
    b"GET /socket HTTP/1.1\r\nHost: here\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


@pytest.fixture(autouse=True)
def _ordinary_lines_only(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Whatever comes, the log has no traceback and no error."""
    caplog.set_level(logging.INFO)
    yield
    assert [r.getMessage() for r in caplog.records if r.levelno >= logging.ERROR or r.exc_info] == []


@asynccontextmanager
async def socket_to(server: WebServer, *, greet: bool = True, **options: Any) -> AsyncIterator[ClientConnection]:
    """A WebSocket, acknowledged or not."""
    options = {"max_size": None, "ping_interval": None, "open_timeout": HANG_S, **options}
    async with connect(f"ws://127.0.0.1:{port_of(server)}/socket", **options) as ws:
        if greet:
            await ws.send("hello")
            assert await heard(ws) == "5"
        yield ws


async def heard(ws: ClientConnection) -> Any:
    async with asyncio.timeout(HANG_S):
        return await ws.recv()


async def closed(ws: ClientConnection) -> tuple[int | None, str]:
    """The code and the reason with which the server closes."""
    async with asyncio.timeout(HANG_S):
        try:
            while True:
                await ws.recv()
        except ConnectionClosed as error:
            found = error.rcvd
    return (None, "") if found is None else (found.code, found.reason)


@asynccontextmanager
async def raw_socket(server: WebServer, *, greet: bool = True) -> AsyncIterator[Wire]:
    """A WebSocket whose frames are ours to make."""
    async with wired(server) as wire:
        wire.send(HANDSHAKE)
        await wire.reader.readuntil(b"\r\n\r\n")
        if greet:
            wire.send(frame(b"hello"))
            assert await wire.reader.readexactly(3) == b"\x81\x015"
        yield wire


def frame(data: bytes, opcode: Opcode = Opcode.TEXT, **bits: bool) -> bytes:
    return Frame(opcode, data, **bits).serialize(mask=True)


async def last_word(wire: Wire) -> tuple[int, str]:
    """The code and the reason of the closing frame."""
    said, at = await wire.rest(), 0
    while at < len(said):
        opcode, size, head = said[at] & 0x0F, said[at + 1], 2
        if size >= 126:
            head += 2 if size == 126 else 8
            size = int.from_bytes(said[at + 2 : at + head])
        data = said[at + head : at + head + size]
        if opcode == Opcode.CLOSE:
            return int.from_bytes(data[:2]), data[2:].decode()
        at += head + size
    raise AssertionError(f"closed without a word: {said!r:.200}")


def test_a_message_is_as_large_as_a_body_may_be_and_no_larger(runner: asyncio.Runner) -> None:
    async def go() -> None:
        async with served(limits=PATIENT) as server, socket_to(server) as ws:
            await ws.send("x" * MOST_BODY_BYTES)
            assert await heard(ws) == str(MOST_BODY_BYTES)
            for size in (MOST_BODY_BYTES + 1, 16_000_000):
                async with socket_to(server) as other:
                    sending = asyncio.create_task(other.send("x" * size))
                    code, reason = await closed(other)
                    assert (code, "1,000,000" in reason) == (1009, True)
                    await asyncio.gather(sending, return_exceptions=True)
            async with socket_to(server) as pieces:
                sending = asyncio.create_task(pieces.send(["x" * 100_000] * 11))
                assert (await closed(pieces))[0] == 1009
                await asyncio.gather(sending, return_exceptions=True)

    runner.run(go())


def test_before_it_is_known_who_asks_messages_are_small_and_few(runner: asyncio.Runner) -> None:
    async def go() -> None:
        async with served(limits=PATIENT) as server:
            async with socket_to(server, greet=False) as ws:
                await ws.send("x" * (MOST_FIRST_BYTES + 1))
                assert (await closed(ws))[0] == 1009
            async with socket_to(server, greet=False) as ws:
                for _ in range(MOST_FIRST_FRAMES + 1):
                    await ws.send("x")
                assert (await closed(ws))[0] == 1008

    runner.run(go())


def test_nothing_is_compressed(runner: asyncio.Runner) -> None:
    async def go() -> None:
        async with served(limits=PATIENT) as server:
            async with socket_to(server, compression="deflate") as ws:
                assert ws.protocol.extensions == []
            async with raw_socket(server) as wire:
                bomb = bytearray(frame(zlib.compress(b"x" * 100_000_000)[2:-4]))
                bomb[0] |= 0x40  # the bit that says that it is compressed
                wire.send(bytes(bomb))
                assert (await last_word(wire))[0] == 1002

    runner.run(go())


def test_a_message_has_so_many_frames(runner: asyncio.Runner) -> None:
    async def go() -> None:
        async with served(limits=PATIENT) as server, raw_socket(server) as wire:
            wire.send(frame(b"", fin=False))
            for _ in range(MOST_FRAGMENTS // 100 + 1):
                wire.send(frame(b"", Opcode.CONT, fin=False) * 100)
                await asyncio.sleep(0.15)  # fewer than there may be in a second
            code, reason = await last_word(wire)
            assert (code, "frames" in reason) == (1008, True)

    runner.run(go())


@pytest.mark.parametrize("kind", [Opcode.PING, Opcode.PONG, Opcode.TEXT])
def test_a_flood_of_frames_is_closed_and_others_are_served_meanwhile(runner: asyncio.Runner, kind: Opcode) -> None:
    async def go() -> None:
        async with served(limits=PATIENT) as server, raw_socket(server) as wire, wired(server) as honest:
            wire.send(frame(b"", kind) * (50 * MOST_FRAMES_A_SECOND))
            assert await honest.is_served()
            assert (await last_word(wire))[0] == 1008

    runner.run(go())


def test_a_client_that_pings_and_takes_no_answers_is_held_in_bounds(runner: asyncio.Runner) -> None:
    async def go() -> None:
        async with served(limits=PATIENT) as server, raw_socket(server) as wire:
            wire.stop_taking()
            for _ in range(100):
                wire.send(frame(b"x" * 125, Opcode.PING) * (MOST_FRAMES_A_SECOND // 10))
                await asyncio.sleep(0.02)
                assert all(guest.line.unsent() < 1_000_000 for guest in server.crowd)

    runner.run(go())


@pytest.mark.parametrize(
    ("began", "code"),
    [
        (b"", 1008),
        (frame(b"x" * 900_000)[:-1], 1008),
        (frame(b"x", fin=False), 1008),
        (b"\x81", 1008),
    ],
    ids=["nothing", "most of a message", "a first frame", "half a head"],
)
def test_who_does_not_go_on_is_closed(runner: asyncio.Runner, began: bytes, code: int) -> None:
    async def go() -> None:
        async with served(limits=HASTY) as server, raw_socket(server, greet=bool(began)) as wire:
            wire.send(began)
            found, reason = await last_word(wire)
            assert found == code
            assert "within" in reason

    runner.run(go())


def test_an_open_socket_may_be_silent(runner: asyncio.Runner) -> None:
    async def go() -> None:
        async with served(limits=HASTY) as server, socket_to(server) as ws:
            await asyncio.sleep(3)
            await ws.send("here")
            assert await heard(ws) == "4"

    runner.run(go())


def test_who_takes_nothing_is_cut_off(runner: asyncio.Runner) -> None:
    async def go() -> None:
        limits = replace(HASTY, slowest_taking_bytes=1_000)
        async with served(limits=limits) as server, raw_socket(server) as wire:
            wire.send(frame(b"large"))
            wire.stop_taking()
            await until(lambda: not len(server.crowd))

    runner.run(go())


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (frame(b"\xff\xfe"), 1007),
        (frame(b"\xe5\x90", fin=False) + frame(b"\xff", Opcode.CONT), 1007),
        (Frame(Opcode.TEXT, b"unmasked").serialize(mask=False), 1002),
        (b"\x83\x80\x00\x00\x00\x00", 1002),
        (frame(b"", Opcode.CONT), 1002),
        (frame(b"a", fin=False) + frame(b"b"), 1002),
        (b"\x89\xfe\x00\x80\x00\x00\x00\x00" + b"x" * 128, 1002),
        (b"\x81\xff\xff\xff\xff\xff\xff\xff\xff\xff\x00\x00\x00\x00", 1009),
        (frame(b"\x03", Opcode.CLOSE), 1002),
    ],
    ids=[
        "no text", "no text in pieces", "not masked", "an unknown kind", "a piece of nothing", "a text in a text",
        "a long ping", "a length beyond bearing", "half a code",
    ],
)  # fmt: skip
def test_what_is_no_frame_closes_with_a_code(runner: asyncio.Runner, sent: bytes, code: int) -> None:
    async def go() -> None:
        async with served(limits=PATIENT) as server, raw_socket(server) as wire:
            wire.send(sent + frame(b"more"))
            assert (await last_word(wire))[0] == code

    runner.run(go())


@pytest.mark.parametrize(
    "handshake",
    [
        HANDSHAKE.replace(b"Version: 13", b"Version: 8"),
        HANDSHAKE.replace(b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", b""),
        HANDSHAKE.replace(b"dGhlIHNhbXBsZSBub25jZQ==", b"short"),
        HANDSHAKE.replace(b"GET", b"POST"),
        HANDSHAKE.replace(b"Host: here", b"Host: here\r\nX: \xff\xfe"),
        HANDSHAKE.replace(b"/socket", b"/socket\xff"),
        HANDSHAKE.replace(b"Host: here", b"Host: here\r\n" + b"X: y\r\n" * 200),
        HANDSHAKE.replace(b"/socket", b"/nowhere"),
        b"GET /slow HTTP/1.1\r\nHost: here\r\n\r\n" + HANDSHAKE,
    ],
)
def test_a_handshake_that_is_none_is_refused(runner: asyncio.Runner, handshake: bytes) -> None:
    async def go() -> None:
        async with served(limits=HASTY) as server:
            async with wired(server) as wire:
                wire.send(handshake)
                said = await wire.rest()
                assert not said or b"HTTP/1.1 4" in said or b"\x88" in said
                assert b"HTTP/1.1 101" not in said or b"X: \xff" in handshake
            async with wired(server) as honest:
                assert await honest.is_served()

    runner.run(go())
