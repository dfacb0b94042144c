"""Two small neighbouring grids become one, with a new code."""

from collections.abc import Iterator
from datetime import date
from itertools import combinations
from random import Random

from demo.places import VILLAGE_DIGITS
from demo.retiring import NOTICE, in_one_piece, is_settled, retire
from demo.seats import Post, Seat, posts_of
from demo.world import World
from graph.change import Operation
from graph.facts import FactId
from graph.words import Role


def merge_grids(world: World, day: date, _: Random) -> None:
    """The two smallest neighbouring general grids of one chief become one; the second's worker stands by in it."""
    pair = min(_neighbours_of_one_chief(world, day), key=lambda pair: _size(world, pair), default=None)
    if pair is None:
        return
    first, second = pair
    micro_grids = sorted(world.places.grids[first] + world.places.grids[second])
    name = world.places.state(first).name
    code, operations = world.places.found(first[:VILLAGE_DIGITS], micro_grids, name, day)
    for old in pair:
        operations += retire(world, old, [code], day)
    taken: set[Role] = set()
    for old in pair:
        for seat, post in list(posts_of(world.seats, old)):
            operations += _merged(world, seat, post, code, taken, day)
        taken = {Role.GRID_CHIEF, Role.INSTRUCTOR, Role.FULL_TIME_WORKER}
    world.ledger.decide(day - NOTICE, operations)


def _neighbours_of_one_chief(world: World, day: date) -> Iterator[tuple[FactId, FactId]]:
    general = set(world.places.general_grids())
    for seat in world.seats:
        led = [post.of for post in seat.posts if post.role == Role.GRID_CHIEF and post.of in general]
        for first, second in combinations(led, 2):
            together = world.places.grids[first] + world.places.grids[second]
            if in_one_piece(world, together) and is_settled(world, first, day) and is_settled(world, second, day):
                yield first, second


def _size(world: World, pair: tuple[FactId, FactId]) -> tuple[int, tuple[FactId, FactId]]:
    return sum(world.places.state(code).households or 0 for code in pair), pair


def _merged(world: World, seat: Seat, post: Post, code: FactId, taken: set[Role], day: date) -> list[Operation]:
    """The seat's post becomes one of the merged grid, or, if that is taken already, ends."""
    if post.role not in taken:
        return world.hand_over(seat, post, [Post(post.role, code)], day)
    operations = world.hand_over(seat, post, [], day)
    if not seat.posts:
        world.seats.remove(seat)
        if post.role == Role.FULL_TIME_WORKER:
            operations.append(world.back(Post(post.role, code), seat.person, day))
    return operations
