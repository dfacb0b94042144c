"""Borders shift: a micro-grid passes to the next grid, a village to the next area; no code changes."""

from datetime import date
from random import Random

import shapely

from demo.areas import AREA_NAMES
from demo.places import VILLAGE_DIGITS
from demo.retiring import NOTICE, in_one_piece
from demo.world import World
from graph.facts import FactId
from graph.words import GridType

LEAST = 3
"""Micro-grids that a grid keeps when one of its own is moved away."""


def move_micro_grid(world: World, day: date, rng: Random) -> None:
    """A micro-grid on a border passes to the neighbouring grid of its village."""
    donors = [code for code in world.places.general_grids() if len(world.places.grids[code]) > LEAST]
    rng.shuffle(donors)
    for source in donors:
        for target in world.places.grids_of(source[:VILLAGE_DIGITS]):
            micro = _movable(world, source, target)
            if micro is not None:
                _move_micro_grid(world, micro, source, target, day)
                return


def _movable(world: World, source: FactId, target: FactId) -> FactId | None:
    if source == target or world.places.state(target).grid_type != GridType.GENERAL:
        return None
    for micro in world.places.grids[source]:
        left = [code for code in world.places.grids[source] if code != micro]
        if in_one_piece(world, left) and in_one_piece(world, [*world.places.grids[target], micro]):
            return micro
    return None


def _move_micro_grid(world: World, micro: FactId, source: FactId, target: FactId, day: date) -> None:
    places = world.places
    places.grids[source].remove(micro)
    places.grids[target].append(micro)
    operations = list(places.reparent(micro, target, day))
    for code in (source, target):
        operations += places.recount(code, places.grids[code], day)
        operations += places.redraw(code, places.grids[code], day)
    world.ledger.decide(day - NOTICE, operations)


def move_village(world: World, day: date, rng: Random) -> None:
    """A village on the border of two rural areas passes from one to the other; no code changes."""
    rural = [code for code in AREA_NAMES if len(world.places.areas[code]) > 1][1:]
    moves = [(v, a, b) for a in rural for b in rural if a != b for v in world.places.areas[a]]
    rng.shuffle(moves)
    for village, source, target in moves:
        left = [code for code in world.places.areas[source] if code != village]
        grown = [*world.places.areas[target], village]
        if _touch(world, village, target) and all(
            in_one_piece(world, world.places.micro_grids_of(members)) for members in (left, grown)
        ):
            _move_village(world, village, source, target, day)
            return


def _touch(world: World, village: FactId, area: FactId) -> bool:
    places = world.places
    here = places.outline(places.micro_grids_of([village]))
    there = places.outline(places.micro_grids_of(places.areas[area]))
    return bool(shapely.intersection(here, there).length > 0)


def _move_village(world: World, village: FactId, source: FactId, target: FactId, day: date) -> None:
    places = world.places
    places.areas[source].remove(village)
    places.areas[target].append(village)
    operations = list(places.reparent(village, target, day))
    for area in (source, target):
        micro_grids = places.micro_grids_of(places.areas[area])
        operations += places.recount(area, micro_grids, day)
        operations += places.redraw(area, micro_grids, day)
    world.ledger.decide(day - NOTICE, operations)
