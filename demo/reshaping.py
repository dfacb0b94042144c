"""The calendar of what is done to the places: splits, merges, shifted borders and the yearly count.

A split or merge retires the old codes and records the succession; micro-grids keep their codes and are moved.  Every
step leaves the outlines of what it touches in one piece.
"""

from collections.abc import Callable
from datetime import date
from random import Random

from demo.borders import move_micro_grid, move_village
from demo.counting import count_people
from demo.merges import merge_grids
from demo.splits import split_grid
from demo.world import World

Reshaping = Callable[[World, date, Random], None]

CALENDAR: dict[tuple[int, int], Reshaping] = {
    (1, 2026): split_grid,
    (3, 2026): merge_grids,
    (6, 2025): move_micro_grid,
    (7, 2025): count_people,
    (9, 2025): split_grid,
    (11, 2025): move_village,
}
"""Month and first year of each yearly reshaping, on the first of the month."""


def reshape(world: World, month: date) -> None:
    """Whatever reshaping falls on the first of this month."""
    for (number, first_year), step in CALENDAR.items():
        if month.month == number and month.year >= first_year:
            step(world, month, world.stream("reshaping", month))
