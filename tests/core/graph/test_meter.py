"""What a request may cost: counted, and seen on the clock while its own code runs."""

import asyncio
from collections.abc import Generator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import TooCostly
from graph.facts import Unit
from graph.meter import IN_PASSING, LOOK_EVERY, PATIENCE, UNMETERED, Clocks, Meter, Timed
from graph.snapshot import UNITS_READ, Snapshot
from graph.words import UnitKind


class Clock:
    """A processor's clock that goes as it is told."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@given(st.integers(1, 100_000), st.lists(st.integers(0, 20_000), max_size=60))
def test_exactly_what_goes_past_the_limit_is_refused(limit: int, costs: list[int]) -> None:
    meter, cost = Meter(limit), 0
    for units in costs:
        cost += units
        if cost > limit:
            with pytest.raises(TooCostly) as refusal:
                meter.spend(units)
            assert (refusal.value.cost, refusal.value.limit) == (cost, limit)
            break
        meter.spend(units)
        assert (meter.cost, meter.rest) == (cost, limit - cost)


def test_what_is_asked_after_a_refusal_is_refused_too() -> None:
    meter = Meter(10)
    for _ in range(3):
        with pytest.raises(TooCostly):
            meter.spend(11)
    meter.renew()
    meter.spend(10)


def test_reading_a_snapshot_costs_and_reading_it_for_oneself_does_not() -> None:
    day = date(2025, 1, 1)
    units = [Unit(id=f"{n:012}", kind=UnitKind.VILLAGE, start=day) for n in range(50)]
    snapshot = Snapshot.of(units, revision=1)
    meter = Meter(round(130 * UNITS_READ))
    seen = snapshot.metered(meter)
    assert (seen, len(list(seen.all(Unit)))) == (snapshot, 50)
    assert meter.cost == round(50 * UNITS_READ)
    list(seen.all(Unit))
    with pytest.raises(TooCostly):
        seen.all(Unit)
    for _ in range(100):
        list(snapshot.all(Unit))
    assert snapshot.with_facts({}, revision=2).meter is UNMETERED


class Pause:
    """Lets others work."""

    def __await__(self) -> Generator[None, None, None]:
        yield


def test_the_clock_stops_what_the_counts_miss_but_not_while_others_work() -> None:
    clock = Clock()
    meter = Meter(1_000_000, Clocks(clock, lambda: clock.seconds))

    async def work() -> str:
        meter.spend(LOOK_EVERY + 1)
        clock.seconds += IN_PASSING + 0.1  # more than in passing: from here on the processor's clock is looked at
        meter.spend(LOOK_EVERY + 1)
        clock.seconds += PATIENCE / 2
        meter.spend(LOOK_EVERY + 1)
        await Pause()
        await Timed(inner(), meter)
        return "done"

    async def inner() -> None:
        clock.seconds += PATIENCE / 4
        meter.spend(LOOK_EVERY + 1)
        await Pause()
        clock.seconds += PATIENCE / 8

    async def others() -> None:
        clock.seconds += 100
        meter.look()

    async def both() -> str:
        done, _ = await asyncio.gather(Timed(work(), meter), others())
        clock.seconds += 100
        return done

    assert asyncio.run(both()) == "done"
    with pytest.raises(TooCostly) as refusal:
        asyncio.run(both())
    once = IN_PASSING + 0.1 + PATIENCE * (1 / 2 + 1 / 4 + 1 / 8)
    assert refusal.value.cost == round(1_000_000 * (once + IN_PASSING + 0.1))


def test_a_machine_that_others_keep_busy_stops_nothing() -> None:
    """The clock on the wall runs on while the processor works for others: that doesn't count."""
    wall, processor = Clock(), Clock()
    meter = Meter(1_000_000, Clocks(wall, processor))
    meter.enter()
    for _ in range(50):
        wall.seconds += 10
        processor.seconds += PATIENCE / 60
        meter.spend(LOOK_EVERY + 1)
    processor.seconds += PATIENCE / 5
    with pytest.raises(TooCostly):
        meter.spend(LOOK_EVERY + 1)


def test_a_long_step_that_nobody_looked_at_is_seen_after_it() -> None:
    """However much of it there was before the first look: all of it counts, if it was the processor's work."""
    clock = Clock()
    meter = Meter(1_000_000, Clocks(clock, lambda: clock.seconds))
    meter.enter()
    clock.seconds += PATIENCE + 0.1
    with pytest.raises(TooCostly):
        meter.spend(LOOK_EVERY + 1)
