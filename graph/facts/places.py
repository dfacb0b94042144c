"""Facts about places: units, what is said of them, what they are part of and what takes their place."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from graph.facts.fact import Fact, FactId, Known, Relation, Words
from graph.texts import LONGEST_GEOMETRY
from graph.words import GridType, UnitKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit(Fact):
    """A place in the tree, from province down to micro-grid; its id is its code, given once and never re-used."""

    kind: Annotated[UnitKind, Known("级别", "Its level", fixed=True)]

    WORDS: ClassVar[Words] = Words("单位", "units")


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitState(Fact):
    """What a unit is called and how large it is, for a while.

    `category` is the 3-digit urban-rural class of the statistical code (111 … 220).  `households` and `population` are
    counts; None means not known.
    """

    unit: Annotated[FactId, Known("单位", "The unit", to=("Unit",), incoming="STATE", owner=True)]
    name: Annotated[str, Known("名称", "Its name")]
    grid_type: Annotated[GridType | None, Known("网格类型", "General or dedicated; null for what is no grid")] = None
    category: Annotated[
        str | None, Known("城乡分类", "Three-digit urban-rural class of the statistical code, 111 to 220")
    ] = None
    households: Annotated[int | None, Known("户数", "Households", within=(0, 100_000_000))] = None
    population: Annotated[int | None, Known("人口", "Residents", within=(0, 500_000_000))] = None
    note: Annotated[str | None, Known("备注", "A note kept with it", lines=True)] = None

    WORDS: ClassVar[Words] = Words("单位状态", "unit states")
    EXCLUSIVE: ClassVar[tuple[tuple[str, ...], ...]] = (("unit",),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Boundary(Fact):
    """A unit's outline: `geometry` is WKT, POLYGON or MULTIPOLYGON, longitude before latitude, in CGCS2000."""

    unit: Annotated[FactId, Known("单位", "The unit", to=("Unit",), incoming="BOUNDED_BY", owner=True)]
    geometry: Annotated[str, Known("边界", "Outline: WKT in CGCS2000", longest=LONGEST_GEOMETRY, lines=True)]

    WORDS: ClassVar[Words] = Words("边界", "outlines")
    EXCLUSIVE: ClassVar[tuple[tuple[str, ...], ...]] = (("unit",),)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartOf(Fact):
    """`child` belongs to `parent`, one level or more above it."""

    child: Annotated[FactId, Known("单位", "The unit", to=("Unit",), owner=True)]
    parent: Annotated[FactId, Known("上级", "The unit it is part of", to=("Unit",))]

    WORDS: ClassVar[Words] = Words("隶属", "memberships")
    EXCLUSIVE: ClassVar[tuple[tuple[str, ...], ...]] = (("child",),)
    RELATION: ClassVar[Relation | None] = Relation("PART_OF", "child", "parent")


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession(Fact):
    """`predecessor` ended on `start`; from that day on `successor` covers it, or a part of it."""

    predecessor: Annotated[FactId, Known("原单位", "The unit that ended", to=("Unit",))]
    successor: Annotated[FactId, Known("承接单位", "The unit that took its place", to=("Unit",))]

    WORDS: ClassVar[Words] = Words("承接", "successions")
    RELATION: ClassVar[Relation | None] = Relation("SUCCEEDED_BY", "predecessor", "successor")
