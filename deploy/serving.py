"""Serves until cancelled: alone, or as the parent of several processes that share one socket and one Neo4j."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from deploy.crowd import Limits
from deploy.proxies import Proxies
from deploy.sparing import spare
from deploy.workers import Link, Workers, environment_of_workers
from graph.engine.house import command
from graph.engine.upkeep import Reviver, Upkeep
from graph.errors import InvalidInput
from graph.live import LiveModel
from graph.record.opening import OpenRecord, Say, open_record, start_model
from graph.record.security import SecurityStore
from schema.settings import Settings

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from server import First

NO_KEYS = (
    "No key is in force, so nobody can ask anything. Make the first one in another terminal. 尚无有效密钥，请先创建：\n"
    f"  {command('key create --name NAME --may admin')}"
)


async def serve_until_cancelled(settings: Settings, *, say: Say, announce: Say, first: "First | None" = None) -> None:
    """Open the record, give it and its model to `first`, and serve; `announce` hears the address when that answers."""
    listening = listen_on(settings)
    web = asyncio.create_task(asyncio.to_thread(import_module, "server"))  # while Neo4j starts
    async with open_record(settings, purpose="wangge serve", say=say, may_join=False) as record:
        await web
        async with _kept_up(record, say) as upkeep:
            answers = partial(announce, _where(listening))
            begin = partial(_begin, settings, say, first)
            if settings.workers == 1:
                from server import running  # noqa: PLC0415 -- imported above

                async with running(settings, record, first=begin, upkeep=upkeep) as app:
                    await _serve(settings, app, listening, answers)
            else:
                await begin(record, await start_model(record.store))
                environment = environment_of_workers(_address(settings, record))
                await Workers(listening, environment, upkeep, answers, say).keep(settings.workers)


async def _begin(settings: Settings, say: Say, first: "First | None", record: OpenRecord, model: LiveModel) -> None:
    """What is done before anybody is served."""
    if first is not None:
        await first(record, model)
    if settings.keys and not await SecurityStore(record.store).in_force(datetime.now(UTC)):
        say(NO_KEYS)


async def work_until_cancelled(settings: Settings, descriptor: int, link_descriptor: int) -> None:
    """Serve on a socket that the parent opened, on a record that it holds; end when it is gone."""
    from server import running  # noqa: PLC0415 -- as in a process of its own

    listening, upkeep = socket.socket(fileno=descriptor), Upkeep()
    link = await Link.open(link_descriptor)
    parent = asyncio.create_task(link.follow(upkeep))
    try:
        async with (
            open_record(settings, purpose="wangge worker", say=lambda _: None) as record,
            running(settings, record, upkeep=upkeep) as app,
        ):
            serving = asyncio.create_task(_serve(settings, app, listening, link.ready))
            try:
                await asyncio.wait({serving, parent}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                serving.cancel()
                await asyncio.gather(serving, return_exceptions=True)
    finally:
        parent.cancel()
        link.close()


@asynccontextmanager
async def _kept_up(record: OpenRecord, say: Say) -> AsyncIterator[Upkeep]:
    """Have a Neo4j of our own started again when it ends, while the context lasts."""
    upkeep = Upkeep()
    if record.neo4j is None:
        yield upkeep
        return
    reviving = asyncio.create_task(Reviver(record.neo4j, record.store.is_shut, upkeep, say).watch())
    try:
        yield upkeep
    finally:
        reviving.cancel()
        await asyncio.gather(reviving, return_exceptions=True)


async def _serve(settings: Settings, app: "Starlette", listening: socket.socket, ready: Callable[[], None]) -> None:
    from deploy.web import WebServer  # noqa: PLC0415 -- what it needs is slow to load, and so loaded while Neo4j starts

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
