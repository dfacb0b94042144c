"""B角: month by month, somebody of the same village is named to stand by for a worker's or a chief's post."""

from datetime import date
from random import Random

from demo.dates import day_in, draw_days
from demo.seats import Seat
from demo.world import World
from graph.words import Role

FIRST_MONTH = date(2025, 3, 1)
"""On the founding day nobody has a B角 yet."""

MONTHLY: dict[Role, int] = {Role.FULL_TIME_WORKER: 5, Role.GRID_CHIEF: 2}
NOTICE = (0, 10)


def name_backups(world: World, month: date) -> None:
    """Name a few more B角 this month."""
    if month < FIRST_MONTH:
        return
    rng = world.stream("backups", month)
    for role, number in MONTHLY.items():
        for seat in rng.sample(_seats(world, role), number):
            _name(world, seat, month, rng)


def _seats(world: World, role: Role) -> list[Seat]:
    return [seat for seat in world.seats if seat.role == role]


def _name(world: World, seat: Seat, month: date, rng: Random) -> None:
    post = rng.choice([post for post in seat.posts if post.role == seat.role])
    start = day_in(month, rng)
    able = [
        other.person
        for other in _seats(world, seat.role)
        if other.group == seat.group and other is not seat and other.taken_by(start)
    ]
    if able and post not in world.backups:
        person = rng.choice(able)
        world.ledger.decide(start - draw_days(*NOTICE, rng), [world.back(post, person, start)])
