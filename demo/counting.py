"""Once a year people are counted: some micro-grids have grown or shrunk."""

from collections.abc import Iterator
from datetime import date
from random import Random

from demo.gazetteer import STREET
from demo.world import World
from graph.change import Operation
from graph.facts import FactId

COUNTED_SHARE = 0.07
"""Of the micro-grids that a yearly count finds changed."""


def count_people(world: World, day: date, rng: Random) -> None:
    """Some micro-grids have grown or shrunk; every unit above them is counted anew."""
    places = world.places
    everywhere = places.micro_grids_of(places.plan.villages)
    changed = rng.sample(everywhere, round(len(everywhere) * COUNTED_SHARE))
    operations: list[Operation] = []
    for micro in changed:
        operations += _drift(world, micro, day, rng)
    for code, members in _wider_units(world):
        if not set(changed).isdisjoint(members):
            operations += places.recount(code, members, day)
    world.ledger.decide(day, operations)


def _drift(world: World, micro: FactId, day: date, rng: Random) -> Iterator[Operation]:
    state = world.places.state(micro)
    households = max(0, (state.households or 0) + rng.choice((-2, -1, 1, 1, 2, 3)))
    population = max(households, (state.population or 0) + rng.randint(-6, 8)) if households else 0
    yield from world.places.restate(micro, day, households=households, population=population)


def _wider_units(world: World) -> Iterator[tuple[FactId, list[FactId]]]:
    """Every unit above the micro-grids with all of those in it."""
    places = world.places
    yield from places.grids.items()
    for village in places.plan.villages:
        yield village, places.micro_grids_of([village])
    for area, villages in places.areas.items():
        yield area, places.micro_grids_of(villages)
    yield STREET, places.micro_grids_of(places.plan.villages)
