"""The plan of the founding day: the grids and micro-grids of each village, what they are called and how large they are.

The totals are the seed article's; how they are spread over the villages is invented.
"""

from dataclasses import dataclass
from random import Random

from shapely import Polygon

from demo.apportion import apportion, ordinal
from demo.areas import areas_of
from demo.countryside import village_cells
from demo.dedicated import RURAL_SITES, URBAN_SITES
from demo.gazetteer import Village, load_villages
from demo.tiling import Plot, divide, lay_out
from graph.facts import FactId
from graph.words import GridType

GENERAL_GRIDS = 435
DEDICATED_GRIDS = len(URBAN_SITES) + len(RURAL_SITES)
MICRO_GRIDS = 2053

PERSONS_PER_HOUSEHOLD = 2.89
"""Of the county's family households in 2020."""

TOWN_CATEGORY = "121"
"""Centre of a town, in the urban-rural classes of the statistical codes."""


@dataclass(frozen=True, slots=True)
class MicroGrid:
    """A micro-grid and how many live there."""

    code: FactId
    name: str
    households: int
    population: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid with its micro-grids, in the order of their codes."""

    code: FactId
    name: str
    grid_type: GridType
    village: FactId
    micro_grids: tuple[MicroGrid, ...]


@dataclass(frozen=True, slots=True)
class Blueprint:
    """The founding day's places; `outlines` of the micro-grids, in degrees."""

    villages: dict[FactId, Village]
    areas: dict[FactId, tuple[FactId, ...]]
    grids: dict[FactId, Grid]
    outlines: dict[FactId, Polygon]

    def grids_of(self, village: FactId) -> list[Grid]:
        """The grids of a village, by code."""
        return [grid for grid in self.grids.values() if grid.village == village]


def draw_blueprint(seed: int) -> Blueprint:
    """The same plan for the same seed."""
    villages = load_villages()
    cells = {code: Plot(outline) for code, outline in village_cells(villages, f"{seed}/villages").items()}
    rng = Random(f"{seed}/blueprint")
    sizes = _grid_counts(villages, rng)
    sites = _site_names(villages, rng)
    grids: dict[FactId, tuple[str, GridType, FactId, Plot]] = {}
    for village in villages:
        plots = divide(cells[village.code], sizes[village.code] + len(sites[village.code]), rng, gathered=0.45)
        named = _name_grids(plots, sites[village.code], rng)
        for number, (name, grid_type, plot) in enumerate(named, start=1):
            grids[f"{village.code}{number:03}"] = (name, grid_type, village.code, plot)
    return _with_micro_grids(villages, grids, rng)


def _grid_counts(villages: tuple[Village, ...], rng: Random) -> dict[FactId, int]:
    """General grids of each village: communities have about twice as many as villages."""
    weights = [rng.uniform(*_weight(village)) for village in villages]
    counts = apportion(GENERAL_GRIDS, weights, least=3)
    return {village.code: count for village, count in zip(villages, counts, strict=True)}


def _weight(village: Village) -> tuple[float, float]:
    if village.is_community:
        return 9.0, 14.0
    return (9.0, 10.0) if village.category == TOWN_CATEGORY else (3.2, 7.0)


def _site_names(villages: tuple[Village, ...], rng: Random) -> dict[FactId, list[str]]:
    """The dedicated grids of each village: most in town, the others one to a village."""
    found: dict[FactId, list[str]] = {village.code: [] for village in villages}
    town = [v.code for v in villages if v.is_community or v.category == TOWN_CATEGORY]
    rng.shuffle(town)
    for number, name in enumerate(URBAN_SITES):
        found[town[number % len(town)]].append(name)
    country = rng.sample([v.code for v in villages if v.code not in town], len(RURAL_SITES))
    for code, name in zip(country, RURAL_SITES, strict=True):
        found[code].append(name)
    return found


def _name_grids(plots: list[Plot], sites: list[str], rng: Random) -> list[tuple[str, GridType, Plot]]:
    """General grids first, numbered in reading order, then the dedicated ones, each by the name of its site."""
    chosen = sorted(rng.sample(range(len(plots)), len(sites)))
    general = [plot for n, plot in enumerate(plots) if n not in chosen]
    numbered = [(f"{ordinal(n)}网格", GridType.GENERAL, plot) for n, plot in enumerate(general, start=1)]
    return numbered + [(f"{site}专属网格", GridType.DEDICATED, plots[n]) for site, n in zip(sites, chosen, strict=True)]


def _with_micro_grids(
    villages: tuple[Village, ...], grids: dict[FactId, tuple[str, GridType, FactId, Plot]], rng: Random
) -> Blueprint:
    by_code = {village.code: village for village in villages}
    weights = [_micro_weight(by_code[village], kind, rng) for _, kind, village, _ in grids.values()]
    least = [2 if kind == GridType.GENERAL else 1 for _, kind, _, _ in grids.values()]
    counts = apportion(MICRO_GRIDS, weights, least=least)
    plots: dict[FactId, Plot] = {}
    built: dict[FactId, Grid] = {}
    for count, (code, (name, kind, village, plot)) in zip(counts, grids.items(), strict=True):
        pieces = divide(plot, count, rng)
        micro_grids = tuple(_micro_grid(code, n, by_code[village], kind, rng) for n in range(1, count + 1))
        built[code] = Grid(code, name, kind, village, micro_grids)
        plots |= {micro.code: piece for micro, piece in zip(micro_grids, pieces, strict=True)}
    areas = {area: tuple(v.code for v in members) for area, members in areas_of(villages).items()}
    return Blueprint(by_code, areas, built, lay_out(plots))


def _micro_weight(village: Village, kind: GridType, rng: Random) -> float:
    if kind == GridType.DEDICATED:
        return rng.uniform(0.8, 2.2)
    return rng.uniform(4.5, 7.0) if village.is_community else rng.uniform(3.5, 5.2)


def _micro_grid(grid: FactId, number: int, village: Village, kind: GridType, rng: Random) -> MicroGrid:
    households = round(rng.triangular(*_households(village, kind)))
    population = round(households * rng.gauss(PERSONS_PER_HOUSEHOLD, 0.2))
    return MicroGrid(f"{grid}{number:03}", f"{ordinal(number)}微网格", households, population)


def _households(village: Village, kind: GridType) -> tuple[float, float, float]:
    """Fewest, most and most usual; few live on the premises that a dedicated grid is for."""
    if kind == GridType.DEDICATED:
        return 0, 6, 1
    return (14, 38, 24) if village.is_community else (9, 27, 15)
