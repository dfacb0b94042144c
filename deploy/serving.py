"""Serves until cancelled: alone, or as the parent of several processes that share one socket and one Neo4j."""

import asyncio
import logging
import os
import socket
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette

from deploy.crowd import Limits
from deploy.proxies import Proxies
from deploy.sparing import spare
from deploy.web import WebServer, nothing
from graph.errors import InvalidInput
from graph.store.opening import OpenRecord, Say, open_record, start_model
from graph.store.security import SecurityStore
from schema.settings import Settings

if TYPE_CHECKING:
    from server import First

COMMAND = Path(__file__).parent.parent / "cli.py"
RESTART_AFTER_S = 1.0
LOOK_AGAIN_S = 1.0

NO_KEYS = (
    "No key is in force, so nobody can ask anything. Make the first one in another terminal. 尚无有效密钥，请先创建：\n"
    "  .venv/bin/wangge key create --name NAME --may admin"
)


async def serve_until_cancelled(settings: Settings, *, say: Say, announce: Say, first: "First | None" = None) -> None:
    """Open the record, give it and its model to `first`, and serve; `announce` hears the address when all is ready."""
    listening = listen_on(settings)
    web = asyncio.create_task(asyncio.to_thread(import_module, "server"))  # while Neo4j starts
    async with open_record(settings, purpose="wangge serve", say=say, may_join=False) as record:
        await web
        if settings.workers == 1:
            from server import running  # noqa: PLC0415 -- imported above

            async with running(settings, record, first=first) as app:
                await _say_if_no_keys(settings, record, say)
                await _serve(settings, app, listening, lambda: announce(_where(listening)))
        else:
            model = await start_model(record.store)
            if first is not None:
                await first(record, model)
            await _say_if_no_keys(settings, record, say)
            announce(_where(listening))
            await _supervise(settings, record, listening)


async def work_until_cancelled(settings: Settings, descriptor: int) -> None:
    """Serve on a socket that the parent opened, on a record that it holds; end when it is gone."""
    from server import running  # noqa: PLC0415 -- as in a process of its own

    listening = socket.socket(fileno=descriptor)
    async with (
        open_record(settings, purpose="wangge worker", say=lambda _: None) as record,
        running(settings, record) as app,
    ):
        serving = asyncio.create_task(_serve(settings, app, listening, nothing))
        orphaned = asyncio.create_task(_until_orphaned(os.getppid()))
        try:
            await asyncio.wait({serving, orphaned}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            orphaned.cancel()
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)


async def _say_if_no_keys(settings: Settings, record: OpenRecord, say: Say) -> None:
    if settings.keys and not await SecurityStore(record.store).in_force(datetime.now(UTC)):
        say(NO_KEYS)


async def _serve(settings: Settings, app: Starlette, listening: socket.socket, ready: Callable[[], None]) -> None:
    limits = Limits(most=settings.most_connections, most_of_one_address=settings.most_connections_per_address)
    proxies, tell = Proxies(settings.proxies), spare(logging.getLogger())
    server = WebServer(app, limits=limits, proxies=proxies, ready=ready, every_second=tell)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        await asyncio.shield(serving)
    except asyncio.CancelledError:
        server.should_exit = True
        await serving
        raise


async def _supervise(settings: Settings, record: OpenRecord, listening: socket.socket) -> None:
    """Keep as many workers alive as were asked for."""
    environment = {**os.environ, **_address(settings, record)}
    keepers = [asyncio.create_task(_keep_one(listening, environment)) for _ in range(settings.workers)]
    try:
        await asyncio.gather(*keepers)
    finally:
        for keeper in keepers:
            keeper.cancel()
        await asyncio.gather(*keepers, return_exceptions=True)


async def _keep_one(listening: socket.socket, environment: dict[str, str]) -> None:
    while True:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            str(COMMAND),
            "worker",
            "--socket",
            str(listening.fileno()),
            env=environment,
            pass_fds=(listening.fileno(),),
            start_new_session=True,
        )
        try:
            await process.wait()
        finally:
            if process.returncode is None:
                process.terminate()
                await process.wait()
        await asyncio.sleep(RESTART_AFTER_S)


def _address(settings: Settings, record: OpenRecord) -> dict[str, str]:
    # In the environment, not on the command line, which everybody on the machine can read.
    if record.neo4j is None:
        return {}
    address = record.neo4j.address
    return {
        "WANGGE_NEO4J_URI": address.uri,
        "WANGGE_NEO4J_USER": address.user,
        "WANGGE_NEO4J_PASSWORD": address.password,
        "WANGGE_DATA": str(settings.data.absolute()),
    }


async def _until_orphaned(parent: int) -> None:
    while os.getppid() == parent:  # noqa: ASYNC110 -- a parent can only be looked at
        await asyncio.sleep(LOOK_AGAIN_S)


def listen_on(settings: Settings) -> socket.socket:
    """A socket on the address asked for, taken before anything slow begins."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # Where no protocol is named, asyncio leaves Nagle's algorithm on, and each answer waits 40 ms for the client's ACK.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
        listening.listen(2048)
    except OSError as error:
        raise InvalidInput(
            f"{settings.host}:{settings.port} can't be listened on: {error.strerror}. "
            "Stop what holds the port, or set WANGGE_PORT to another."
        ) from error
    return listening


def _where(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
