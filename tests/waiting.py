"""Waiting for something to come about.

Tests wait for progress, never by the clock: how long anything takes is the machine's business, and it may be busy.
"""

import asyncio
import time
from collections.abc import Callable

HANG_S = 900.0
"""Longer than anything takes on the busiest machine: what has not come by then never will."""

LOOK_AGAIN_S = 0.05


def wait_until(holds: Callable[[], bool], told: Callable[[], str] = lambda: "it never came about") -> None:
    """Return when something holds; an assertion with what is `told` when it never will."""
    limit = time.monotonic() + HANG_S
    while not holds():
        assert time.monotonic() < limit, told()
        time.sleep(LOOK_AGAIN_S)


async def until(holds: Callable[[], bool]) -> None:
    """Return when something holds; TimeoutError when it never will."""
    async with asyncio.timeout(HANG_S):
        while not holds():  # noqa: ASYNC110 -- what is waited for is no event
            await asyncio.sleep(LOOK_AGAIN_S)
