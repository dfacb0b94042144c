"""The map: every micro-grid's outline, cut so that whatever is put together of them has no gap and no overlap.

The street is divided into villages, each village into grids, each grid into micro-grids, by straight lines; then all
lines are bent and laid on the lattice of the seventh decimal at once, and the micro-grids are the faces between them.
A larger unit is the union of its micro-grids, so neighbours of any size share the very same corners.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
import shapely
from shapely import Point, Polygon

from demo.plane import GRID_DEG, Points, Values, bend, to_degrees
from demo.scatter import Spacing, cells, even, one_piece, relax, scatter
from graph.facts import FactId

NODE_M = 0.001
"""Lines closer than this are one line; they are where two neighbours computed their common border each for itself."""

LONGEST_EDGE_M = 180.0
"""Longer straight lines get corners in between, so that they can bend."""


@dataclass(frozen=True, slots=True)
class Plot:
    """A piece of the flat map with straight edges, before it is bent."""

    outline: Polygon

    @property
    def middle(self) -> tuple[float, float]:
        """The centroid, in metres."""
        return self.outline.centroid.x, self.outline.centroid.y


def divide(plot: Plot, count: int, rng: Random, *, gathered: float = 0.0) -> list[Plot]:
    """Cut a convex plot into `count` convex ones, west to east in rows from north to south.

    `gathered` 0 to 1: how much smaller those around its middle are, as round the heart of a village.
    """
    spacing = _gathering(plot, gathered) if gathered else even
    sites = scatter(plot.outline, count, rng, spacing)
    for _ in range(2):
        sites = relax(plot.outline, sites, by=0.8 - 0.5 * gathered)
    return in_reading_order([Plot(cell) for cell in cells(plot.outline, sites)])


def _gathering(plot: Plot, gathered: float) -> Spacing:
    middle, size = np.array(plot.middle), plot.outline.area**0.5

    def spacing(points: Points) -> Values:
        remote = np.clip(np.linalg.norm(points - middle, axis=1) / (0.6 * size), 0, 1)
        return np.asarray(1 - gathered * (1 - remote))

    return spacing


def in_reading_order(plots: Sequence[Plot]) -> list[Plot]:
    """Plots in rows from north to south, each row from west to east: the order in which codes are given."""
    rows = max(1, round(len(plots) ** 0.5))
    from_north = sorted(plots, key=lambda plot: -plot.middle[1])
    ends = [round(len(plots) * (row + 1) / rows) for row in range(rows)]
    return [
        plot
        for start, end in zip([0, *ends], ends, strict=False)
        for plot in sorted(from_north[start:end], key=lambda plot: plot.middle[0])
    ]


def lay_out(plots: Mapping[FactId, Plot]) -> dict[FactId, Polygon]:
    """The final outline, in degrees, of every plot of a tiling: bent, on the lattice, corners shared by neighbours."""
    lines = shapely.union_all([plot.outline.exterior for plot in plots.values()], grid_size=NODE_M)
    bent = to_degrees(shapely.transform(shapely.segmentize(lines, LONGEST_EDGE_M), bend))
    faces = shapely.polygonize([shapely.union_all([bent], grid_size=GRID_DEG)]).geoms
    middles = [to_degrees(shapely.transform(Point(plot.middle), bend)) for plot in plots.values()]
    which, face = shapely.STRtree(list(faces)).query(middles, predicate="within")
    if len(faces) != len(plots) or sorted(which) != list(range(len(plots))) or len(set(face)) != len(plots):
        message = f"{len(plots)} plots became {len(faces)} faces; each has to become one"
        raise ValueError(message)
    of_plot = dict(zip((int(w) for w in which), (int(f) for f in face), strict=True))
    return {code: one_piece(faces[of_plot[number]]) for number, code in enumerate(plots)}


def put_together(outlines: Iterable[Polygon]) -> Polygon:
    """The outline around neighbouring outlines; all their outer corners stay.  Raises ValueError if they lie apart."""
    return one_piece(shapely.coverage_union_all(list(outlines)))


def hang_together(outlines: Iterable[Polygon]) -> bool:
    """Say whether the union of the outlines is one piece without holes."""
    whole = shapely.coverage_union_all(list(outlines))
    return isinstance(whole, Polygon) and not whole.interiors
