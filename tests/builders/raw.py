"""Raw connections to a web server, as no well-behaved client makes them, and a small application to serve them."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from deploy.crowd import Limits, Stage
from deploy.web import WebServer
from schema.http.body import BodyLimit
from schema.http.sockets import ON_ACKNOWLEDGED
from tests.waiting import HANG_S

LARGE = 20_000_000
HASTY = Limits(
    most=40,
    most_of_one_address=30,
    seconds={Stage.ASKING: 0.4, Stage.GREETING: 0.4, Stage.SENDING: 0.4, Stage.TAKING: 0.4, Stage.IDLE: 0.8},
)
PATIENT = replace(HASTY, seconds=dict.fromkeys(Stage, 3_600.0))
ASK = b"GET /small HTTP/1.1\r\nHost: here\r\n\r\n"


class Wire:
    """A connection, bytes in and out."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    def send(self, data: bytes) -> None:
        """Send bytes."""
        self.writer.write(data)

    async def answer(self) -> tuple[int, bytes]:
        """The status and the body of the next answer."""
        async with asyncio.timeout(HANG_S):
            head = (await self.reader.readuntil(b"\r\n\r\n")).lower()
            length = int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0] or 0)
            return int(head.split(b" ", 2)[1]), await self.reader.readexactly(length)

    async def rest(self) -> bytes:
        """Whatever still comes, until the connection is closed or broken."""
        found = b""
        async with asyncio.timeout(HANG_S):
            try:
                while data := await self.reader.read(65_536):
                    found += data
            except ConnectionError:
                pass
        return found

    async def is_served(self) -> bool:
        """Whether an ordinary request is answered on it."""
        self.send(ASK)
        try:
            return (await self.answer()) == (200, b"small")
        except (ConnectionError, asyncio.IncompleteReadError):
            return False

    def stop_taking(self) -> None:
        """Take nothing more of what is sent."""
        assert isinstance(self.writer.transport, asyncio.Transport)
        self.writer.transport.pause_reading()

    async def close(self) -> None:
        """Break it off."""
        self.writer.transport.abort()
        with suppress(ConnectionError):
            await self.writer.wait_closed()


@asynccontextmanager
async def served(**parts: Any) -> AsyncIterator[WebServer]:
    """The small application on a socket of its own, `port`."""
    ready = asyncio.Event()
    server = WebServer(_app(), ready=ready.set, **parts)
    task = asyncio.create_task(server.serve(sockets=[_listening()]))
    try:
        await ready.wait()
        yield server
    finally:
        server.should_exit = True
        await task


def port_of(server: WebServer) -> int:
    """The port that a server listens on."""
    return int(server.servers[0].sockets[0].getsockname()[1])


@asynccontextmanager
async def wired(server: WebServer, host: str = "127.0.0.1", **options: Any) -> AsyncIterator[Wire]:
    """A connection to a server, broken off at the end."""
    wire = await wire_to(server, host, **options)
    try:
        yield wire
    finally:
        await wire.close()


async def wire_to(server: WebServer, host: str = "127.0.0.1", **options: Any) -> Wire:
    """A connection to a server."""
    return Wire(*await asyncio.open_connection(host, port_of(server), **options))


def _listening() -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.bind(("", 0))  # of every address of the machine: 127.0.0.2 is another one than 127.0.0.1
    return listening


def _app() -> Starlette:
    routes = [
        Route("/small", lambda _: PlainTextResponse("small")),
        Route("/large", lambda _: Response(b"x" * LARGE)),
        Route("/echo", _echo, methods=["POST"]),
        Route("/slow", _slow),
        Route("/refuse", lambda _: PlainTextResponse("no", status_code=403), methods=["POST"]),
        WebSocketRoute("/socket", _socket),
    ]
    return Starlette(routes=routes, middleware=[Middleware(BodyLimit)])


async def _echo(request: Request) -> Response:
    body = await request.body()
    return PlainTextResponse(f"{len(body)} {sorted(name for name, _ in request.headers.items())}")


async def _slow(_: Request) -> Response:
    await asyncio.sleep(1.5)
    return PlainTextResponse("slow")


async def _socket(ws: WebSocket) -> None:
    """Acknowledges `hello`, then says how long each message is; `large` is answered by much."""
    await ws.accept()
    try:
        while True:
            text = await ws.receive_text()
            if text == "hello":
                ws.scope[ON_ACKNOWLEDGED]()
            await ws.send_text("x" * LARGE if text == "large" else str(len(text)))
    except WebSocketDisconnect:
        pass
