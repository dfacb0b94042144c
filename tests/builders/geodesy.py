"""Distances on the WGS 84 ellipsoid by Vincenty's inverse formula: a second opinion on the index of boundaries.

Source: T. Vincenty, "Direct and inverse solutions of geodesics on the ellipsoid", Survey Review 23 (1975), 88-93.
Nothing here uses shapely or the local scale of the core.
"""

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

Point = tuple[float, float]
Ring = Sequence[Point]

A = 6_378_137.0
F = 1 / 298.257223563
B = (1 - F) * A


def vincenty(a: Point, b: Point) -> float:
    """Metres between two points (longitude, latitude, degrees), to less than a millimetre; not for antipodes."""
    if a == b:
        return 0.0
    u1, u2 = (math.atan((1 - F) * math.tan(math.radians(lat))) for _, lat in (a, b))
    apart = lam = math.radians(b[0] - a[0])
    for _ in range(200):
        sin_sigma = math.hypot(
            math.cos(u2) * math.sin(lam),
            math.cos(u1) * math.sin(u2) - math.sin(u1) * math.cos(u2) * math.cos(lam),
        )
        cos_sigma = math.sin(u1) * math.sin(u2) + math.cos(u1) * math.cos(u2) * math.cos(lam)
        sigma = math.atan2(sin_sigma, cos_sigma)
        sin_alpha = math.cos(u1) * math.cos(u2) * math.sin(lam) / sin_sigma
        cos2_alpha = 1 - sin_alpha**2
        cos_2m = cos_sigma - 2 * math.sin(u1) * math.sin(u2) / cos2_alpha if cos2_alpha else 0.0
        c = F / 16 * cos2_alpha * (4 + F * (4 - 3 * cos2_alpha))
        turn = sigma + c * sin_sigma * (cos_2m + c * cos_sigma * (2 * cos_2m**2 - 1))
        before, lam = lam, apart + (1 - c) * F * sin_alpha * turn
        if abs(lam - before) < 1e-12:
            break
    k = cos2_alpha * (A**2 - B**2) / B**2
    big_a = 1 + k / 16384 * (4096 + k * (-768 + k * (320 - 175 * k)))
    big_b = k / 1024 * (256 + k * (-128 + k * (74 - 47 * k)))
    third = big_b / 6 * cos_2m * (4 * sin_sigma**2 - 3) * (4 * cos_2m**2 - 3)
    delta = big_b * sin_sigma * (cos_2m + big_b / 4 * (cos_sigma * (2 * cos_2m**2 - 1) - third))
    return B * big_a * (sigma - delta)


def metres_to_outline(point: Point, rings: Sequence[Ring]) -> float:
    """Metres from a point to the area that closed rings enclose by the even-odd rule: 0 inside and on the line.

    The nearest point of each side is sought in a plane whose scale is measured with `vincenty` at the point; how far
    it is, `vincenty` says.
    """
    if inside(point, rings):
        return 0.0
    return min(vincenty(point, _nearest_on(point, a, b)) for ring in rings for a, b in _sides(ring))


def inside(point: Point, rings: Sequence[Ring]) -> bool:
    """Say whether a ray from the point to the east crosses the rings an odd number of times."""
    x, y = point
    crossed = 0
    for (x1, y1), (x2, y2) in (side for ring in rings for side in _sides(ring)):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            crossed += 1
    return crossed % 2 == 1


def _sides(ring: Ring) -> Iterator[tuple[Point, Point]]:
    return pairwise([*ring, ring[0]])


def _nearest_on(point: Point, a: Point, b: Point) -> Point:
    x, y = point
    wide, high = vincenty(point, (x + 0.001, y)) / 0.001, vincenty(point, (x, y + 0.001)) / 0.001
    ax, ay, bx, by = (a[0] - x) * wide, (a[1] - y) * high, (b[0] - x) * wide, (b[1] - y) * high
    length2 = (bx - ax) ** 2 + (by - ay) ** 2
    share = 0.0 if length2 == 0 else max(0.0, min(1.0, -(ax * (bx - ax) + ay * (by - ay)) / length2))
    return a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])
