"""Days and months of the demo's calendar."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

FOUNDED = date(2025, 1, 1)
"""The day on which the organisation of the seed article is all there."""

LONGEST_NOTICE = timedelta(days=60)
"""Nothing is announced longer beforehand; so history need not be invented further ahead than this."""


def months(first: date, last: date) -> Iterator[date]:
    """The first day of each month from that of `first` to that of `last`."""
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = next_month(month)


def next_month(day: date) -> date:
    """The first day of the following month."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def back(month: date, months_before: int) -> date:
    """The first day of the month so many months earlier."""
    years, index = divmod(month.year * 12 + month.month - 1 - months_before, 12)
    return date(years, index + 1, 1)


def day_in(month: date, rng: Random, *, first: int = 1) -> date:
    """A random day of the month, from its `first` to its 28th."""
    return month.replace(day=rng.randint(first, 28))


def draw_days(shortest: int, longest: int, rng: Random) -> timedelta:
    """A random number of whole days, both ends possible."""
    return timedelta(days=rng.randint(shortest, longest))
