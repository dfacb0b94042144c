"""A large grid becomes two: both codes are new, the micro-grids keep theirs, the people are shared out."""

from collections.abc import Iterator
from datetime import date
from random import Random

from demo.apportion import ordinal
from demo.dates import draw_days
from demo.departures import CALLED, take_seat
from demo.places import VILLAGE_DIGITS
from demo.retiring import NOTICE, in_one_piece, is_settled, retire
from demo.seats import Post, Seat, posts_of
from demo.world import World
from graph.change import Operation
from graph.facts import FactId
from graph.words import Role

LARGE = 6
"""Micro-grids of a grid that is worth splitting."""

NEW_WORKER_AFTER = (5, 30)
"""Days until the second grid of a split has a worker of its own."""


def split_grid(world: World, day: date, rng: Random) -> None:
    """A large general grid in town becomes two; its worker keeps the first part, the second waits for one."""
    grids = [code for code in world.places.general_grids() if _is_large(world, code) and is_settled(world, code, day)]
    rng.shuffle(grids)
    for code in grids:
        parts = next(_halves(world, code), None)
        if parts is not None:
            _split(world, code, parts, day, rng)
            return


def _is_large(world: World, code: FactId) -> bool:
    village = world.places.plan.villages[code[:VILLAGE_DIGITS]]
    return village.is_community and len(world.places.grids[code]) >= LARGE


def _halves(world: World, code: FactId) -> Iterator[tuple[list[FactId], list[FactId]]]:
    """Ways to cut the grid in two across one of its axes, so that both parts hang together."""
    outlines = world.places.plan.outlines
    for axis in (0, 1):
        line = sorted(world.places.grids[code], key=lambda micro: outlines[micro].centroid.coords[0][axis])
        half = len(line) // 2
        parts = (sorted(line[:half]), sorted(line[half:]))
        if all(in_one_piece(world, part) for part in parts):
            yield parts


def _split(world: World, old: FactId, parts: tuple[list[FactId], list[FactId]], day: date, rng: Random) -> None:
    village = old[:VILLAGE_DIGITS]
    names = (world.places.state(old).name, _next_name(world, village))
    new: list[FactId] = []
    operations: list[Operation] = []
    for name, part in zip(names, parts, strict=True):
        code, steps = world.places.found(village, part, name, day)
        new.append(code)
        operations += steps
    operations += retire(world, old, new, day)
    for order, (seat, post) in enumerate(list(posts_of(world.seats, old))):
        operations += world.hand_over(seat, post, _shared(post, new, order), day)
    world.ledger.decide(day - NOTICE, operations)
    _hire(world, Post(Role.FULL_TIME_WORKER, new[1]), day, rng)


def _next_name(world: World, village: FactId) -> str:
    """One more than the general grids of the village: the new grid's number, as people count."""
    general = [code for code in world.places.general_grids() if code.startswith(village)]
    return f"{ordinal(len(general) + 1)}网格"


def _shared(post: Post, new: list[FactId], order: int) -> list[Post]:
    """Who of a split grid's people goes where: chiefs and instructors have both parts, the others one each."""
    match post.role:
        case Role.GRID_CHIEF | Role.INSTRUCTOR:
            return [Post(post.role, code) for code in new]
        case Role.FULL_TIME_WORKER:
            return [Post(post.role, new[0])]
        case _:
            return [Post(post.role, new[order % len(new)])]


def _hire(world: World, post: Post, day: date, rng: Random) -> None:
    village = world.places.plan.villages[post.of[:VILLAGE_DIGITS]]
    seat = Seat([post], (village.code, village.name), village.code)
    world.seats.append(seat)
    begins = day + draw_days(*NEW_WORKER_AFTER, rng)
    take_seat(world, seat, begins, begins - draw_days(*CALLED, rng), rng)
