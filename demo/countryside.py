"""Where each village lies: real where a point is known, invented elsewhere, so that areas hang together."""

import math
from collections.abc import Iterable
from random import Random

import numpy as np
import shapely
from shapely import Point, Polygon

from demo.areas import areas_of
from demo.gazetteer import STREET, Village
from demo.plane import Points, Values, to_metres
from demo.scatter import cells, relax, scatter
from graph.facts import FactId

REACH_M = 6_000.0
"""From the middle of the street to its border, on average; some 110 km² in all."""

SURROUNDINGS = 1.5
"""Neighbours beyond the border are drawn as well, this many times as far out, so that the border is one of villages."""

TOWN_M = (1_700.0, 500.0)
"""The middle of the built-up area."""

FACING: tuple[tuple[str, str, tuple[int, int]], ...] = (
    ("242", "244", (0, -1)),  # 前路口 lies south of 后路口
    ("263", "264", (1, 0)),  # 东豆山 east of 西豆山
    ("272", "273", (1, 0)),  # 东海子 east of 前海子
)
"""Pairs of one area whose names say how they lie: the first is this way from the second."""


DRAWS = 100


def village_cells(villages: tuple[Village, ...], seed: str) -> dict[FactId, Polygon]:
    """The straight-edged outline of every village on the flat map: the first draw whose areas all hang together."""
    for draw in range(DRAWS):
        outlines = _draw(villages, Random(f"{seed}/{draw}"))
        if all(_hangs_together(outlines, members) for members in areas_of(villages).values()):
            return outlines
    message = f"none of {DRAWS} draws of seed {seed} has areas that hang together"
    raise ValueError(message)


def _hangs_together(outlines: dict[FactId, Polygon], members: list[Village]) -> bool:
    whole = shapely.union_all([outlines[village.code] for village in members])
    return isinstance(whole, Polygon) and not whole.interiors


def _draw(villages: tuple[Village, ...], rng: Random) -> dict[FactId, Polygon]:
    known = [village for village in villages if village.point is not None]
    world, sites = _sites(len(villages), known, rng)
    outlines = cells(world, sites)
    inside = np.argsort([_remoteness(site) for site in sites], kind="stable")[: len(villages)]
    found = {village.code: index for index, village in enumerate(known)}
    found |= _assign(villages, found, [int(i) for i in inside if i >= len(known)], sites)
    return {village.code: outlines[found[village.code]] for village in villages}


def _sites(count: int, known: list[Village], rng: Random) -> tuple[Polygon, Points]:
    """Middles of the villages and of those around the street; the known ones first and where they are."""
    world: Polygon = Point(0, 0).buffer(REACH_M * SURROUNDINGS)
    fixed = np.array([to_metres(village.point) for village in known if village.point is not None])
    sites = scatter(world, round(count * SURROUNDINGS**2), rng, _spacing, fixed)
    for _ in range(3):
        sites = relax(world, sites, keep=len(fixed), by=0.7)
    return world, sites


def _spacing(points: Points) -> Values:
    """Communities lie closer together than villages."""
    from_town = np.linalg.norm(points - np.array(TOWN_M), axis=1)
    return np.asarray(0.62 + 0.38 * np.clip((from_town - 1_000) / 2_500, 0, 1))


def _remoteness(site: Values) -> float:
    """1 on the border that the street would have, were it not one of villages: a lobed round."""
    angle = math.atan2(site[1], site[0])
    reach = 1 + 0.10 * math.cos(2 * angle + 0.4) + 0.07 * math.sin(3 * angle + 1.0) + 0.04 * math.cos(5 * angle)
    return math.hypot(site[0], site[1]) / (REACH_M * reach)


def _assign(
    villages: tuple[Village, ...], known: dict[FactId, int], free: list[int], sites: Points
) -> dict[FactId, int]:
    """A site for each village without a known one: communities in town, the other areas as sectors around it."""
    town, *rural = areas_of(villages).values()
    by_distance = sorted(free, key=lambda i: math.dist(sites[i], TOWN_M))
    urban = [village.code for village in town if village.code not in known]
    found = dict(zip(urban, _along(by_distance[: len(urban)], sites), strict=True))
    anchors = [known[v.code] for members in rural for v in members if v.code in known]
    round_town = sorted(by_distance[len(urban) :] + anchors, key=lambda i: _bearing(sites[i]))
    start = _first_place(rural, known, round_town)
    for members in rural:
        places = [round_town[(start + n) % len(round_town)] for n in range(len(members))]
        start += len(members)
        open_places = [i for i in places if i not in anchors]
        codes = [village.code for village in members if village.code not in known]
        found |= dict(zip(codes, _along(open_places, sites), strict=True))
    return _facing(found, sites)


def _first_place(rural: Iterable[list[Village]], known: dict[FactId, int], round_town: list[int]) -> int:
    """Where the first sector begins, for the village that is known to come to lie in the middle of its own."""
    passed = 0
    for members in rural:
        for village in members:
            if village.code in known:
                return round_town.index(known[village.code]) - passed - len(members) // 2
        passed += len(members)
    return 0


def _bearing(site: Values) -> float:
    """Clockwise from north, seen from the middle of the town."""
    return math.atan2(site[0] - TOWN_M[0], site[1] - TOWN_M[1]) % (2 * math.pi)


def _along(places: list[int], sites: Points) -> list[int]:
    """The places in an order in which each is near the one before it."""
    left = list(places)
    way = [left.pop(0)]
    while left:
        here = sites[way[-1]]
        way.append(left.pop(min(range(len(left)), key=lambda n: math.dist(sites[left[n]], here))))
    return way


def _facing(found: dict[FactId, int], sites: Points) -> dict[FactId, int]:
    for first, second, (east, north) in FACING:
        a, b = STREET + first, STREET + second
        way = sites[found[a]] - sites[found[b]]
        if way[0] * east + way[1] * north < 0:
            found[a], found[b] = found[b], found[a]
    return found
