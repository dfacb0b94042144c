"""Several processes that serve on one socket: each is started again when it ends, and says when it answers.

Parent and worker have a link, a pair of sockets: the worker says `ready` on it, the parent what there is to say of the
database, a line of JSON each time.  When one end is gone, the other knows.
"""

import asyncio
import json
import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from graph.engine.upkeep import Upkeep
from graph.record.opening import Say

COMMAND = Path(__file__).parent.parent / "cli.py"
READY = b"ready\n"
FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 30.0
LONG_ENOUGH_S = 60.0
"""A worker that has lived so long may be started again at once when it ends."""
OFTEN = 3

log = logging.getLogger("wangge")


class Workers:
    """As many workers as were asked for; `announce` is called once, when the first of them answers."""

    def __init__(
        self,
        listening: socket.socket,
        environment: Mapping[str, str],
        upkeep: Upkeep,
        announce: Callable[[], None],
        say: Say,
    ) -> None:
        self._listening = listening
        self._environment = environment
        self._upkeep = upkeep
        self._announce = announce
        self._say = say
        self._is_announced = False

    async def keep(self, count: int) -> None:
        """Keep so many alive until cancelled, and end them then."""
        keepers = [asyncio.create_task(self._keep_one()) for _ in range(count)]
        try:
            await asyncio.gather(*keepers)
        finally:
            for keeper in keepers:
                keeper.cancel()
            await asyncio.gather(*keepers, return_exceptions=True)

    async def _keep_one(self) -> None:
        deaths = 0
        while True:
            began = time.monotonic()
            how = await self._run_one()
            deaths = 1 if time.monotonic() - began > LONG_ENOUGH_S else deaths + 1
            pause_s = min(FIRST_PAUSE_S * 2 ** (deaths - 1), LONGEST_PAUSE_S)
            log.error("A worker %s; another is started in %g s. 工作进程已退出，正在重启", how, pause_s)
            if deaths == OFTEN and not self._is_announced:
                self._say(
                    f"No worker has come up so far: {deaths} in a row have ended; see above why. 工作进程反复退出"
                )
            await asyncio.sleep(pause_s)

    async def _run_one(self) -> str:
        """Run a worker to its end; how it ended."""
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                descriptors = (self._listening.fileno(), theirs.fileno())
                process = await asyncio.create_subprocess_exec(
                    sys.executable, str(COMMAND), "worker",
                    "--socket", str(descriptors[0]), "--link", str(descriptors[1]),
                    env=self._environment, pass_fds=descriptors, start_new_session=True,
                )  # fmt: skip
            reader, writer = await asyncio.open_connection(sock=ours)
        except BaseException:
            ours.close()
            raise
        tell = self._upkeep.listen(lambda said: writer.write(json.dumps(said).encode() + b"\n"))
        hearing = asyncio.create_task(self._hear(reader))
        try:
            return _told(await process.wait())
        finally:
            tell()
            hearing.cancel()
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()
            if process.returncode is None:
                process.terminate()
                await process.wait()

    async def _hear(self, reader: asyncio.StreamReader) -> None:
        async for line in reader:
            if line == READY and not self._is_announced:
                self._is_announced = True
                self._announce()


class Link:
    """The worker's end."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @staticmethod
    async def open(descriptor: int) -> "Link":
        """The link that the parent has given to this process."""
        return Link(*await asyncio.open_connection(sock=socket.socket(fileno=descriptor)))

    def ready(self) -> None:
        """Say that this process answers."""
        self._writer.write(READY)

    async def follow(self, upkeep: Upkeep) -> None:
        """Say what the parent says, until it is gone."""
        with suppress(ConnectionError):
            async for line in self._reader:
                upkeep.say(json.loads(line))

    def close(self) -> None:
        """Let go of it."""
        self._writer.close()


def environment_of_workers(address: Mapping[str, str]) -> dict[str, str]:
    """The environment of this process and the address of its database: on a command line everybody could read that."""
    return {**os.environ, **address}


def _told(status: int) -> str:
    if status >= 0:
        return f"has ended with status {status}"
    with suppress(ValueError):
        return f"was ended by {signal.Signals(-status).name}"
    return f"was ended by signal {-status}"
