"""The levels of an organisation: one table of what each may be part of, who numbers it, what a centre may serve."""

from collections.abc import Mapping
from dataclasses import dataclass

from graph.words import UnitKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """What holds of the units of a kind.

    `parents` are what one may be part of; it is `placed` if it must be, on every day of its life.  Its codes are
    `numbered` within its parent, or else given from above.  `served`: a governance centre may serve one.
    """

    parents: tuple[UnitKind, ...]
    placed: bool = False
    numbered: bool = False
    served: bool = False


LEVELS: Mapping[UnitKind, Level] = {
    UnitKind.PROVINCE: Level(parents=(), served=True),
    UnitKind.CITY: Level(parents=(UnitKind.PROVINCE,), served=True),
    UnitKind.COUNTY: Level(parents=(UnitKind.CITY, UnitKind.PROVINCE), served=True),
    UnitKind.STREET: Level(parents=(UnitKind.COUNTY, UnitKind.CITY), served=True),
    UnitKind.MANAGEMENT_AREA: Level(parents=(UnitKind.STREET,), placed=True, numbered=True, served=True),
    UnitKind.VILLAGE: Level(
        parents=(UnitKind.MANAGEMENT_AREA, UnitKind.STREET), placed=True, numbered=True, served=True
    ),
    UnitKind.GRID: Level(parents=(UnitKind.VILLAGE,), placed=True, numbered=True),
    UnitKind.MICRO_GRID: Level(parents=(UnitKind.GRID,), placed=True, numbered=True),
}
"""The widest level first.  Every step to a parent goes up a level, so no chain of them can ever close into a loop.

GB/T 33200 has centres at five levels, from province to village; management areas have theirs too.  How many digits the
codes of a level have is a dated setting, the digit template.
"""
