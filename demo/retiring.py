"""What splits, merges and shifts of grids have in common: notice, who may be touched, how a code is retired."""

from datetime import date, timedelta

from demo.seats import posts_of
from demo.tiling import hang_together
from demo.world import World
from graph.change import Operation, Put
from graph.facts import FactId, Succession

NOTICE = timedelta(days=45)
"""From the announcement of a reshaping to its day."""


def is_settled(world: World, code: FactId, day: date) -> bool:
    """Say whether everybody who has a post of the grid, A角 or B角, has begun when its reshaping is announced."""
    known = day - NOTICE
    backed = (backup for post, backup in world.backups.items() if post.of == code)
    return all(seat.since <= known for seat, _ in posts_of(world.seats, code)) and all(b.since <= known for b in backed)


def in_one_piece(world: World, micro_grids: list[FactId]) -> bool:
    """Say whether the micro-grids make one piece without holes."""
    return hang_together(world.places.plan.outlines[code] for code in micro_grids)


def retire(world: World, old: FactId, new: list[FactId], day: date) -> list[Operation]:
    """The grid `old` ends, succeeded by the `new` ones; nobody stands by for its posts any more."""
    successions = [
        Succession(id=f"succession-{old}-{code}", predecessor=old, successor=code, start=day) for code in new
    ]
    return [
        *world.end_backups_of(old, day),
        *world.places.close(old, day),
        *(Put(succession) for succession in successions),
    ]
