"""Who is needed on the founding day: the seats of the grid teams, as many as the seed article counts."""

from collections.abc import Iterator
from random import Random

from demo.apportion import apportion, chunks
from demo.blueprint import Blueprint, Grid
from demo.institutions import OFFICE
from demo.seats import Post, Seat
from graph.facts import FactId
from graph.words import GridType, Role

GRID_CHIEFS = 196
PART_TIME_WORKERS = 829
ASSISTANTS = 3965
INSTRUCTORS = 304

LEADING_SECRETARIES = 0.6
"""Share of village party secretaries who are grid chiefs as well."""


def team_seats(plan: Blueprint, rng: Random) -> Iterator[Seat]:
    """Every seat below the management areas: village secretaries and chiefs, workers, assistants, instructors."""
    yield from _leaders(plan, rng)
    for grid in plan.grids.values():
        if grid.grid_type == GridType.GENERAL:
            yield _seat(plan, grid.village, Post(Role.FULL_TIME_WORKER, grid.code))
    yield from _part_time_workers(plan)
    yield from _assistants(plan)
    yield from _instructors(plan)


def _leaders(plan: Blueprint, rng: Random) -> Iterator[Seat]:
    """Secretaries, who direct their village's centre too, and chiefs of one to several grids of one village."""
    for village, shares in _shared_grids(plan, GRID_CHIEFS).items():
        posts = [[Post(Role.GRID_CHIEF, code) for code in share] for share in shares]
        secretary = [Post(Role.VILLAGE_PARTY_SECRETARY, village), Post(Role.CENTRE_DIRECTOR, f"centre-{village}")]
        if rng.random() < LEADING_SECRETARIES:
            secretary += posts.pop(0)
        yield _seat(plan, village, *secretary)
        for share in posts:
            yield _seat(plan, village, *share)


def _shared_grids(plan: Blueprint, people: int) -> dict[FactId, list[list[FactId]]]:
    """The grids of each village in as many runs of neighbours as there are people for it."""
    grids = {village: [grid.code for grid in plan.grids_of(village)] for village in plan.villages}
    counts = apportion(people, [len(codes) for codes in grids.values()], least=1)
    return {
        village: chunks(codes, apportion(len(codes), [1] * count, least=1))
        for (village, codes), count in zip(grids.items(), counts, strict=True)
    }


def _part_time_workers(plan: Blueprint) -> Iterator[Seat]:
    grids = list(plan.grids.values())
    counts = apportion(PART_TIME_WORKERS, [_size(grid) for grid in grids], least=1)
    for grid, count in zip(grids, counts, strict=True):
        for _ in range(count):
            yield _seat(plan, grid.village, Post(Role.PART_TIME_WORKER, grid.code))


def _size(grid: Grid) -> int:
    return 3 + len(grid.micro_grids)


def _assistants(plan: Blueprint) -> Iterator[Seat]:
    micro_grids = [(grid.village, micro) for grid in plan.grids.values() for micro in grid.micro_grids]
    counts = apportion(ASSISTANTS, [8 + micro.households for _, micro in micro_grids], least=1)
    for (village, micro), count in zip(micro_grids, counts, strict=True):
        for _ in range(count):
            yield _seat(plan, village, Post(Role.ASSISTANT, micro.code))


def _instructors(plan: Blueprint) -> Iterator[Seat]:
    """Officials of the street, each for one to several grids of one village."""
    for village, shares in _shared_grids(plan, INSTRUCTORS).items():
        for share in shares:
            yield Seat([Post(Role.INSTRUCTOR, code) for code in share], OFFICE, village)


def _seat(plan: Blueprint, village: FactId, *posts: Post) -> Seat:
    return Seat(list(posts), (village, plan.villages[village].name), village)
