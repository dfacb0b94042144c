"""What a request may cost: counted, and seen on the clock while its own code runs."""

import asyncio
from collections.abc import Generator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import TooCostly
from graph.facts import Unit
from graph.meter import LOOK_EVERY, PATIENCE, UNMETERED, Meter, Timed
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


def test_the_clock_stops_what_the_counts_miss_but_not_while_others_work() -> None:
    clock = Clock()
    meter = Meter(1_000_000, clock)

    class Pause:
        def __await__(self) -> Generator[None, None, None]:
            yield

    async def work() -> str:
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
    assert refusal.value.cost == 1_000_000 * PATIENCE * (7 / 8 + 1 / 2)
