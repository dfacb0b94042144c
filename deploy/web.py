"""The web server of one process: uvicorn on a socket, its connections held to limits, its log to a line a second."""

import contextlib
import logging
import resource
import socket
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from math import ceil
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from deploy.crowd import Crowd, Limits, Stage
from deploy.http_line import HttpLine
from deploy.proxies import Proxies
from schema.http.body import MOST_BODY_BYTES

GRACE_S = 5
PING_S = 20.0
TICKS_A_SECOND = 10
"""Uvicorn's."""

ACCEPTED_AT_ONCE = 20
"""Connections accepted before others have their turn; left alone, asyncio goes on for thousands."""

WAITING_IN_KERNEL = 512
"""Connections that wait to be accepted.  More would not be served sooner: a newcomer would wait behind them all."""

OTHER_FILES = 200
"""Files a process needs beside its connections: the database's, logs, libraries, and those just accepted."""

FILES_OF_ONE = 2
"""Of a connection: its socket, and a page's file that is sent on it."""

FEWEST_CONNECTIONS = 16
MOST_FILES = 65_536

log = logging.getLogger("wangge.connections")


def nothing() -> None:
    """Do nothing."""


class WebServer(uvicorn.Server):
    """Uvicorn that says when it is ready and leaves signals to the caller, so that Neo4j too ends in good order."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        limits: Limits | None = None,
        proxies: Proxies | None = None,
        ready: Callable[[], None] = nothing,
        every_second: Callable[[], None] = nothing,
    ) -> None:
        self.crowd = Crowd(within_files(limits or Limits()))
        super().__init__(_config(app, self.crowd, proxies or Proxies(())))
        self._ready = ready
        self._every_second = every_second

    def capture_signals(self) -> contextlib.AbstractContextManager[None]:  # type: ignore[override]  # none to capture
        return contextlib.nullcontext()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for listening in sockets or ():
            listening.listen(WAITING_IN_KERNEL)  # uvicorn has made it as few as it accepts at once
        self._ready()

    async def on_tick(self, counter: int) -> bool:
        if counter % TICKS_A_SECOND == 0:
            self.crowd.sweep()
            self._every_second()
        return await super().on_tick(counter)


def _config(app: ASGIApp, crowd: Crowd, proxies: Proxies) -> uvicorn.Config:
    lines: Any = partial(HttpLine, crowd, proxies)  # makes one, as a class does
    return uvicorn.Config(
        app,
        http=lines,
        ws="websockets-sansio",
        ws_max_size=MOST_BODY_BYTES,
        ws_per_message_deflate=False,
        ws_ping_interval=PING_S,
        ws_ping_timeout=PING_S,
        backlog=ACCEPTED_AT_ONCE,
        timeout_keep_alive=ceil(crowd.limits.seconds[Stage.IDLE]),
        timeout_graceful_shutdown=GRACE_S,
        proxy_headers=False,  # HttpLine reads them, and believes none but the trusted
        server_header=False,
        access_log=False,
        log_config=None,
        log_level="warning",
    )


def within_files(limits: Limits) -> Limits:
    """Limits that leave a process files enough for all else that it opens; it is let open as many as it may."""
    files = _as_many_files_as_may_be()
    most = max((files - OTHER_FILES) // FILES_OF_ONE, FEWEST_CONNECTIONS)
    if most >= limits.most:
        return limits
    log.warning("This process may open %d files, so it serves at most %d connections: see `ulimit -n`.", files, most)
    return replace(limits, most=most)


def _as_many_files_as_may_be() -> int:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    if soft >= wanted or soft == resource.RLIM_INFINITY:
        return wanted
    with contextlib.suppress(ValueError, OSError):  # a system may allow fewer than it says
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        return wanted
    return soft
