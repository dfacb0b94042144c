"""Measures what one process sees of what another wrote, and how late; and what looking at an older revision costs."""

import asyncio
import random
import statistics
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice

from bench.inside import TODAY_DAY, change_of
from graph.change import Put, Recorded
from graph.facts import Person, Unit, UnitState
from graph.live import LiveModel
from graph.view import View
from graph.words import UnitKind
from queries.places.handling import who_handles
from queries.places.place import ByCode
from schema.settings import Settings

WRITES = 150
FAR_BACK = 1_000
TIMES = 20

Post = Callable[[], Awaitable[int]]
"""Writes by way of another process; returns the revision once that is acknowledged."""


async def measured_lag(model: LiveModel, post: Post) -> dict[str, float]:
    """From a write acknowledged by another process to its being visible here, following as often as by default."""
    every_s = Settings.model_fields["follow_ms"].default / 1000
    pauses = random.Random(3)  # noqa: S311 -- no secrets
    await model.catch_up()
    acknowledged: dict[int, float] = {}
    visible: dict[int, float] = {}

    def see(recorded: Recorded) -> None:
        visible[recorded.revision] = time.perf_counter()

    stop = model.watch(see)
    following = asyncio.create_task(model.follow(every_s))
    for _ in range(WRITES):
        await asyncio.sleep(pauses.uniform(0, every_s))
        acknowledged[await post()] = time.perf_counter()
    await model.wait_for(max(acknowledged), 30)
    following.cancel()
    with suppress(asyncio.CancelledError):
        await following
    stop()
    lags = sorted(max(0.0, visible[revision] - at) for revision, at in acknowledged.items())
    p50, p99 = lags[len(lags) // 2], lags[len(lags) * 99 // 100]
    return {
        "lag_p50_ms": p50 * 1000,
        "lag_p99_ms": p99 * 1000,
        "lag_p50_intervals": p50 / every_s,
        "lag_p99_intervals": p99 / every_s,
    }


async def measured_past(model: LiveModel) -> dict[str, float]:
    """Who handles a place at the head, and at older revisions as a service that has just started has to find them."""
    await _make_history(model)
    newest = model.snapshot
    code = next(unit.id for unit in newest.all(Unit) if unit.kind == UnitKind.MICRO_GRID)
    who_handles(View(newest, TODAY_DAY), ByCode(code))
    figures = {"read_head": await _milliseconds(newest.revision, code, model)}
    for name, back in (("newest", 0), ("ten", 10), ("far", FAR_BACK)):
        started = [LiveModel(model.record, newest) for _ in range(TIMES)]
        for when in ("first", "again"):
            times = [await _milliseconds(newest.revision - back, code, fresh) for fresh in started]
            figures[f"read_{name}_{when}"] = statistics.median(times)
    return figures | {"decide_far": await _decided_on_an_old_revision(model)}


async def _milliseconds(revision: int, code: str, model: LiveModel) -> float:
    begun = time.perf_counter()
    who_handles(View(await model.past(revision), TODAY_DAY), ByCode(code))
    return (time.perf_counter() - begun) * 1000


async def _decided_on_an_old_revision(model: LiveModel) -> float:
    """A correction by somebody who looked FAR_BACK revisions ago, at what nobody has changed since."""
    old = model.snapshot.revision - FAR_BACK
    times: list[float] = []
    for state in islice(model.snapshot.all(UnitState), TIMES):
        change = change_of((Put(replace(state, note=f"measured {datetime.now(UTC)}")),))
        begun = time.perf_counter()
        await model.commit(change, expected_revision=old)
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


async def _make_history(model: LiveModel) -> None:
    """See to it that there are revisions enough to go back."""
    await model.catch_up()
    person = next(iter(model.snapshot.all(Person)))
    while model.snapshot.revision < FAR_BACK + 100:
        await model.commit(change_of((Put(replace(person, note=f"measured {datetime.now(UTC)}")),)))
