"""From the founding day onward, month by month: everything that the demo invents, in the order in which it happens."""

from collections.abc import Iterator
from datetime import date
from random import Random

from demo.absences import be_away
from demo.backing import name_backups
from demo.blueprint import draw_blueprint
from demo.dates import FOUNDED, LONGEST_NOTICE, months
from demo.departures import depart
from demo.institutions import institutions, office_seats
from demo.ledger import Decision, Ledger, told_by
from demo.places import Places
from demo.reshaping import reshape
from demo.staffing import team_seats
from demo.standing import appraise, first_record, rate_stars
from demo.units import founding_units
from demo.world import World
from graph.change import Operation, Put
from graph.facts import Fact
from graph.words import Role

SEED = 370923001
"""Any number makes a demo of its own; this one's was looked at."""

STEPS = (appraise, rate_stars, reshape, depart, name_backups, be_away)
"""What happens in a month, in this order: each reckons with those before it."""


def build_demo(until: date, seed: int = SEED) -> tuple[Fact, ...]:
    """Every fact of the demo organisation that is known on `until`, the default settings aside.

    From the founding day on everything is there; so is what is announced for later, up to 60 days ahead.  A later
    `until` tells the same days alike: it adds what became known meanwhile, and ends what was open.  The same for the
    same arguments, given the same versions of Python, numpy and shapely.  Cost: 2 s and 0.1 s a month.
    Raises ValueError for a day before the founding day.
    """
    if until < FOUNDED:
        message = f"the demo begins on {FOUNDED}; it has nothing for {until}"
        raise ValueError(message)
    return told_by(until, decisions(until, seed))


def decisions(until: date, seed: int = SEED) -> list[Decision]:
    """Every decision announced by `until`, and some later ones, in the order in which they were invented."""
    world = found_world(seed)
    for month in months(FOUNDED, until + LONGEST_NOTICE):
        for step in STEPS:
            step(world, month)
    return world.ledger.decisions


def found_world(seed: int) -> World:
    """The organisation on its founding day, all in one decision."""
    plan = draw_blueprint(seed)
    units = list(founding_units(plan))
    ledger = Ledger()
    world = World(seed, ledger, Places.founded(plan, units))
    rng = world.stream("founding", FOUNDED)
    world.seats = [*office_seats(), *team_seats(plan, rng)]
    facts: list[Fact] = [*units, *institutions(plan.villages)]
    ledger.decide(FOUNDED, [*(Put(fact) for fact in facts), *_first_holders(world, rng)])
    return world


def _first_holders(world: World, rng: Random) -> Iterator[Operation]:
    for seat in world.seats:
        person = world.invent(seat, FOUNDED, rng)
        yield Put(person)
        yield from world.seat(seat, person, FOUNDED)
        if seat.role == Role.FULL_TIME_WORKER:
            yield first_record(world, seat, FOUNDED, rng, new=False)
