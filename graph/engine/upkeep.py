"""Keeps a Neo4j of our own running: one that ends, or goes on without its database, is started again by itself.

A database is shut while its server lives on where a disk is full, say.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Final

from graph.engine import tearing
from graph.engine.embedded import RunningNeo4j
from graph.engine.errors import DiskFull, EngineError
from graph.engine.starting import OnProgress, silently

LOOK_EVERY_S: Final = 1.0
SHUT_TWICE: Final = 2  # a database that is just opening is shut once
DELAYS_S: Final = (0.0, 1.0, 2.0, 5.0, 10.0, 15.0, 20.0, 30.0, 45.0, 60.0)
"""How long is waited before each start within WINDOW_S; past the last of them it is WINDOW_S."""
WINDOW_S: Final = 600.0

SHUT: Final = "Neo4j has shut its database after a failure that only a new start mends."
TOLD: Final = "It is started again by itself{when}; until then changes are refused. 数据库已停止，正在自动重启"

log = logging.getLogger("wangge")


class Upkeep:
    """What there is to say of the database while it isn't well; whoever asked is told when that changes."""

    def __init__(self) -> None:
        self.said: str | None = None
        self._listeners: list[Callable[[str | None], None]] = []

    def say(self, sentence: str | None) -> None:
        """Have this to say from now on; None: nothing."""
        self.said = sentence
        for listener in list(self._listeners):
            listener(sentence)

    def listen(self, listener: Callable[[str | None], None]) -> Callable[[], None]:
        """Tell `listener` now and whenever it changes; the answer stops it."""
        self._listeners.append(listener)
        listener(self.said)
        return lambda: self._listeners.remove(listener)


class Reviver:
    """Starts a Neo4j again and again; `is_shut` says whether it lives on without its database."""

    def __init__(
        self,
        neo4j: RunningNeo4j,
        is_shut: Callable[[], Awaitable[bool]],
        upkeep: Upkeep,
        on_progress: OnProgress = silently,
    ) -> None:
        self._neo4j = neo4j
        self._is_shut = is_shut
        self._upkeep = upkeep
        self._on_progress = on_progress
        self._tries: deque[float] = deque(maxlen=len(DELAYS_S))
        self._shut = 0

    async def watch(self) -> None:
        """Look after it until cancelled."""
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            try:
                trouble = await self._trouble()
                if trouble is not None:
                    await self._revive(trouble)
            except Exception:
                log.exception("Looking after Neo4j failed; it is looked after again.")

    async def _trouble(self) -> str | None:
        asking = asyncio.ensure_future(self._is_shut())
        try:
            while True:  # one that has ended takes its time not to answer
                await asyncio.wait({asking}, timeout=LOOK_EVERY_S)
                if (failure := self._neo4j.failure()) is not None:
                    return str(failure)
                if asking.done():
                    break
        finally:
            asking.cancel()
            await asyncio.gather(asking, return_exceptions=True)
        self._shut = self._shut + 1 if asking.result() else 0
        return SHUT if self._shut >= SHUT_TWICE else None

    async def _revive(self, trouble: str) -> None:
        began = time.monotonic()
        self._neo4j.was_full |= tearing.is_full(self._neo4j.folder)
        while True:
            wait_s = self._wait_s()
            told = TOLD.format(when=f" in {wait_s:g} s" if wait_s else "")
            self._upkeep.say(f"{trouble} {told}")
            log.error("%s %s", trouble, told)
            await asyncio.sleep(wait_s)
            self._tries.append(time.monotonic())
            try:
                await asyncio.to_thread(self._neo4j.start_again, self._on_progress)
                break
            except EngineError as error:
                trouble = str(error)
                self._neo4j.was_full |= isinstance(error, DiskFull)
        self._shut = 0
        self._upkeep.say(None)
        log.warning("Neo4j answers again, %.0f s after that was noticed. 数据库已恢复", time.monotonic() - began)

    def _wait_s(self) -> float:
        """Longer each time that it was tried lately, so that what can't be mended here isn't tried for ever."""
        since = time.monotonic() - WINDOW_S
        lately = sum(tried > since for tried in self._tries)
        return DELAYS_S[lately] if lately < len(DELAYS_S) else WINDOW_S
