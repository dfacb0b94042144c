"""The units' facts: on the founding day, and the ids that later versions of them have."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from demo.areas import AREA_NAMES
from demo.blueprint import Blueprint, Grid, MicroGrid
from demo.dates import FOUNDED
from demo.gazetteer import STREET, STREET_NAME, Village
from demo.tiling import put_together
from graph.facts import Boundary, Fact, FactId, PartOf, Unit, UnitState
from graph.space.outline import outline_text
from graph.words import GridType, UnitKind

STREET_NOTE = "示例组织：村（社区）名录和编码取自公开的统计用区划代码，其余（界线、网格、人口、人员、经过）均为虚构"
AREA_NOTE = "示例分组：真实管区名单未公开，本管区的名称和范围为虚构"
SITE_NOTE = "虚构示例：专属网格的名称和位置"
RENAMED_NOTE = "“孟村”一名2023年由编码370923001265改属370923001227，前者改称北孟村"
RENAMED = (STREET + "227", STREET + "265")


def dated(prefix: str, unit: FactId, day: date) -> FactId:
    """The id of a fact about a unit: plain for the founding day's, with the day for a later one."""
    return f"{prefix}-{unit}" if day == FOUNDED else f"{prefix}-{unit}-{day:%Y%m%d}"


def placed(unit: Unit, parent: FactId, day: date) -> PartOf:
    """`unit` is part of `parent` from `day` on."""
    return PartOf(id=dated("part", unit.id, day), child=unit.id, parent=parent, start=day)


def founding_units(plan: Blueprint) -> Iterator[Fact]:
    """The street and everything below it, each with its state, its place in the tree and its outline."""
    villages = {code: [m for g in plan.grids_of(code) for m in g.micro_grids] for code in plan.villages}
    areas = {code: [m for village in members for m in villages[village]] for code, members in plan.areas.items()}
    everything = [m for members in areas.values() for m in members]
    yield from _unit(plan, STREET, UnitKind.STREET, everything, _state(STREET, STREET_NAME, note=STREET_NOTE))
    for code, members in areas.items():
        state = _state(code, AREA_NAMES[code], note=AREA_NOTE)
        yield from _unit(plan, code, UnitKind.MANAGEMENT_AREA, members, state, STREET)
    for area, codes in plan.areas.items():
        for code in codes:
            yield from _unit(plan, code, UnitKind.VILLAGE, villages[code], _village_state(plan.villages[code]), area)
    for grid in plan.grids.values():
        yield from _grid(plan, grid)


def _grid(plan: Blueprint, grid: Grid) -> Iterator[Fact]:
    note = SITE_NOTE if grid.grid_type == GridType.DEDICATED else None
    state = _state(grid.code, grid.name, grid_type=grid.grid_type, note=note)
    yield from _unit(plan, grid.code, UnitKind.GRID, grid.micro_grids, state, grid.village)
    for micro in grid.micro_grids:
        yield from _unit(plan, micro.code, UnitKind.MICRO_GRID, [micro], _state(micro.code, micro.name), grid.code)


def _village_state(village: Village) -> UnitState:
    note = f"统计名称：{village.listed_name}" + (f"；{RENAMED_NOTE}" if village.code in RENAMED else "")
    return _state(village.code, village.name, category=village.category, note=note)


def _state(
    code: FactId, name: str, *, grid_type: GridType | None = None, category: str | None = None, note: str | None = None
) -> UnitState:
    """The founding day's state, not counted yet."""
    return UnitState(
        id=dated("state", code, FOUNDED),
        unit=code,
        name=name,
        grid_type=grid_type,
        category=category,
        note=note,
        start=FOUNDED,
    )


def _unit(
    plan: Blueprint,
    code: FactId,
    kind: UnitKind,
    members: Iterable[MicroGrid],
    state: UnitState,
    parent: FactId | None = None,
) -> Iterator[Fact]:
    """A unit made of these micro-grids: its numbers are their sums, its outline theirs put together."""
    listed = list(members)
    unit = Unit(id=code, kind=kind, start=FOUNDED)
    yield unit
    yield replace(
        state,
        households=sum(micro.households for micro in listed),
        population=sum(micro.population for micro in listed),
    )
    if parent is not None:
        yield placed(unit, parent, FOUNDED)
    outline = put_together(plan.outlines[m.code] for m in listed)
    yield Boundary(id=dated("outline", code, FOUNDED), unit=code, geometry=outline_text(outline), start=FOUNDED)
