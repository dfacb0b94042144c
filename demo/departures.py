"""People leave, and others take their seats, mostly late: that is where vacancies come from."""

from datetime import date, timedelta
from random import Random

from demo.dates import FOUNDED, day_in, draw_days
from demo.seats import Seat
from demo.standing import first_record
from demo.world import World
from graph.change import Put
from graph.words import Role

YEARLY: dict[Role, float] = {
    Role.GRID_CHIEF: 0.06,
    Role.FULL_TIME_WORKER: 0.16,
    Role.PART_TIME_WORKER: 0.09,
    Role.ASSISTANT: 0.06,
    Role.INSTRUCTOR: 0.08,
    Role.VILLAGE_PARTY_SECRETARY: 0.04,
}
"""Share of the seats of a role that somebody leaves in a year."""

YEARLY_OTHERS = 0.05

SETTLED_IN = timedelta(days=90)
"""Nobody who came after the founding day leaves sooner."""

EARLIEST_DAY = 5
"""Of a month: the first days belong to reshapings and results."""

WAITS: tuple[tuple[float, int, int], ...] = ((0.15, 0, 0), (0.70, 4, 45), (0.15, 50, 140))
"""How long a seat stays empty: share of cases, fewest and most days."""

LEADER_WAITS: tuple[tuple[float, int, int], ...] = ((0.50, 0, 0), (0.50, 3, 30))
LEADERS = frozenset({Role.VILLAGE_PARTY_SECRETARY, Role.MANAGEMENT_AREA_SECRETARY, Role.POLITICAL_LEGAL_COMMISSIONER})

NOTICE = (0, 50)
CALLED = (1, 15)
"""Days between an announcement and the day it is about: of leaving, of beginning."""


def depart(world: World, month: date) -> None:
    """Some of the people who have sat long enough, and are neither away nor standing in, leave this month."""
    rng = world.stream("departures", month)
    for seat in world.seats:
        if rng.random() < YEARLY.get(seat.role, YEARLY_OTHERS) / 12:
            day = day_in(month, rng, first=EARLIEST_DAY)
            if seat.taken_by(max(FOUNDED, day - SETTLED_IN)) and world.diary.until(seat.person) <= day:
                _leave(world, seat, day, rng)


def _leave(world: World, seat: Seat, day: date, rng: Random) -> None:
    announced = max(FOUNDED, day - draw_days(*NOTICE, rng))
    ended = list(seat.holdings.values())
    known = world.ledger.decide(announced, world.vacate(seat, day))
    begins = day + _wait(seat.role, rng)
    called = max(known, begins - draw_days(*CALLED, rng))
    take_seat(world, seat, begins, called, rng, after=ended)


def take_seat(
    world: World, seat: Seat, begins: date, called: date, rng: Random, *, after: list[str] | None = None
) -> None:
    """Somebody new takes the seat on `begins`, announced on `called`, once the facts of `after` are known."""
    person = world.invent(seat, called, rng)
    operations = [Put(person), *world.seat(seat, person, begins)]
    if seat.role == Role.FULL_TIME_WORKER:
        operations.append(first_record(world, seat, begins, rng, new=True))
    world.ledger.decide(called, operations, after=after or ())


def _wait(role: Role, rng: Random) -> timedelta:
    waits = LEADER_WAITS if role in LEADERS else WAITS
    _, shortest, longest = rng.choices(waits, weights=[share for share, _, _ in waits])[0]
    return draw_days(shortest, longest, rng)
