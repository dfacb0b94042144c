"""Generated organisations to measure on: a whole city and one street, the same on every machine and at every run.

They keep every rule and look like the field's, but the people are invented and the land is a chequerboard.
"""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from graph.facts import Absence, Boundary, Fact, FactId, Holding, PartOf, Person, Unit, UnitState
from graph.words import AbsenceKind, Gender, GridType, Rank, Role, UnitKind

FOUNDED = date(2024, 1, 1)
HANDED_OVER = date(2025, 6, 1)
AWAY_FROM, AWAY_UNTIL = date(2026, 1, 5), date(2026, 3, 2)
TODAY = "2026-01-15T10:00:00+08:00"
"""The instant that the measures ask from: some people are away then."""

Group = tuple[Fact, ...]
"""Facts that the rules want put together: a unit with its state, place and outline."""


@dataclass(frozen=True, slots=True)
class Size:
    """How many of each; a fifth of the holdings have ended."""

    name: str
    counties: int
    streets: int
    areas: int
    villages: int
    grids: int
    micro_grids: int
    people: int
    holdings: int


CITY = Size("city", 6, 51, 408, 3_782, 24_000, 105_000, 250_000, 293_000)
STREET = Size("street", 1, 1, 8, 74, 478, 2_053, 4_892, 5_733)
SIZES = {size.name: size for size in (STREET, CITY)}


def groups(size: Size) -> Iterator[Group]:
    """The organisation, each group after those that it names."""
    tree = _tree(size)
    yield from _units(tree)
    yield from _posts(size, tree)


def micro_grid_codes(size: Size) -> list[FactId]:
    """The codes of all micro-grids."""
    return [place.code for place in _tree(size) if place.kind == UnitKind.MICRO_GRID]


# -- the tree --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Place:
    kind: UnitKind
    code: FactId
    parent: FactId | None
    number: int


def _tree(size: Size) -> list[_Place]:
    """Every unit, parents first; children are shared out evenly."""
    city = [_Place(UnitKind.CITY, "3709", None, 0)]
    counties = _below(city, UnitKind.COUNTY, size.counties, "{:02d}")
    streets = _below(counties, UnitKind.STREET, size.streets, "{:03d}")
    areas = _below(streets, UnitKind.MANAGEMENT_AREA, size.areas, "G{:02d}")
    villages = _below(areas, UnitKind.VILLAGE, size.villages, "{:03d}")
    grids = _below(villages, UnitKind.GRID, size.grids, "{:03d}")
    micro_grids = _below(grids, UnitKind.MICRO_GRID, size.micro_grids, "{:03d}")
    return [*city, *counties, *streets, *areas, *villages, *grids, *micro_grids]


def _below(parents: list[_Place], kind: UnitKind, count: int, digits: str) -> list[_Place]:
    places: list[_Place] = []
    used: dict[FactId, int] = {}
    for number in range(count):
        parent = parents[number * len(parents) // count]
        stem = parent.code.split("G", 1)[0]  # a management area is no part of a village's code
        used[stem] = used.get(stem, 0) + 1
        places.append(_Place(kind, stem + digits.format(used[stem]), parent.code, number))
    return places


def _units(tree: list[_Place]) -> Iterator[Group]:
    for place in tree:
        code, kind = place.code, place.kind
        state = UnitState(
            id=f"state-{code}",
            unit=code,
            name=f"{kind.zh}{code[-6:]}",
            grid_type=_grid_type(place.number) if kind == UnitKind.GRID else None,
            households=35 + place.number % 40 if kind == UnitKind.MICRO_GRID else None,
            start=FOUNDED,
        )
        group: list[Fact] = [Unit(id=code, kind=kind, start=FOUNDED), state]
        if place.parent is not None:
            group.append(PartOf(id=f"place-{code}", child=code, parent=place.parent, start=FOUNDED))
        if kind == UnitKind.MICRO_GRID:
            group.append(Boundary(id=f"outline-{code}", unit=code, geometry=_outline(place.number), start=FOUNDED))
        yield tuple(group)


def _grid_type(number: int) -> GridType:
    return GridType.DEDICATED if number % 11 == 10 else GridType.GENERAL


# -- the land --------------------------------------------------------------------------------------------------------

WEST, SOUTH, SIDE = 116.0, 35.6, 0.003
COLUMNS = 350
BENDS = 4
"""Degrees; fields in a row of the chequerboard; points on each side of a field, which is not quite straight."""


def centre(number: int) -> tuple[float, float]:
    """Longitude and latitude of the middle of a micro-grid's field."""
    row, column = divmod(number, COLUMNS)
    return WEST + (column + 0.5) * SIDE, SOUTH + (row + 0.5) * SIDE


def _outline(number: int) -> str:
    row, column = divmod(number, COLUMNS)
    x, y = column * BENDS, row * BENDS
    steps = range(BENDS)
    ring = [
        *((x + i, y) for i in steps),
        *((x + BENDS, y + i) for i in steps),
        *((x + BENDS - i, y + BENDS) for i in steps),
        *((x, y + BENDS - i) for i in steps),
        (x, y),
    ]
    return f"POLYGON (({', '.join(_corner(*at) for at in ring)}))"


def _corner(x: int, y: int) -> str:
    """A point that two neighbours share: the same for both, a little off the straight line."""
    shift_x, shift_y = 0.2 * math.sin(x * 12.9898 + y * 78.233), 0.2 * math.cos(x * 39.346 + y * 11.135)
    return f"{WEST + (x + shift_x) * SIDE / BENDS:.6f} {SOUTH + (y + shift_y) * SIDE / BENDS:.6f}"


# -- people and their posts ------------------------------------------------------------------------------------------

ROLES: dict[UnitKind, tuple[tuple[Role, Rank | None], ...]] = {
    UnitKind.STREET: ((Role.POLITICAL_LEGAL_COMMISSIONER, Rank.PRIMARY),),
    UnitKind.MANAGEMENT_AREA: ((Role.MANAGEMENT_AREA_SECRETARY, Rank.PRIMARY),),
    UnitKind.VILLAGE: ((Role.VILLAGE_PARTY_SECRETARY, Rank.PRIMARY),),
    UnitKind.GRID: ((Role.GRID_CHIEF, Rank.PRIMARY), (Role.PART_TIME_WORKER, None)),
    UnitKind.MICRO_GRID: ((Role.ASSISTANT, None),),
}


@dataclass(frozen=True, slots=True)
class _Post:
    unit: FactId
    role: Role
    rank: Rank | None
    person: int


def _posts(size: Size, tree: list[_Place]) -> Iterator[Group]:
    ended = size.holdings // 5
    posts = _filled(size.holdings - ended, size.grids, tree)
    for number in range(size.people):
        yield (_person(number),)
    holders = max(post.person for post in posts) + 1
    for number, post in enumerate(posts):
        handed_over = number % 4 == 0 and number // 4 < ended
        yield (_holding(f"{number:09d}", post, _person_id(post.person), since=HANDED_OVER if handed_over else FOUNDED),)
        if handed_over:
            before = holders + number // 4
            person = _person_id(before if before < size.people else number * 7 % holders)
            yield (_holding(f"{number:09d}-old", post, person, since=FOUNDED, until=HANDED_OVER),)
    for number in range(0, holders - 1, 40):
        away, cover = _person_id(number), _person_id(number + 1)
        kind = AbsenceKind.LEAVE if number % 3 else AbsenceKind.SICK
        yield (Absence(id=f"absence-{away}", person=away, kind=kind, cover=cover, start=AWAY_FROM, end=AWAY_UNTIL),)


def _filled(count: int, grids: int, tree: list[_Place]) -> list[_Post]:
    """The posts that are held: first what each unit has, then second assistants until there are `count`.

    A grid chief leads two or three grids, everybody else has one post.
    """
    wanted = [(place, role, rank) for place in tree for role, rank in _roles(place)]
    micro_grids = [place for place in tree if place.kind == UnitKind.MICRO_GRID]
    missing = count - len(wanted)
    wanted += [(micro_grids[i * len(micro_grids) // missing], Role.ASSISTANT, None) for i in range(missing)]
    chiefs = grids * 196 // 478
    posts: list[_Post] = []
    others = chiefs
    for place, role, rank in wanted:
        if role == Role.GRID_CHIEF:
            posts.append(_Post(place.code, role, rank, place.number * chiefs // grids))
        else:
            posts.append(_Post(place.code, role, rank, others))
            others += 1
    return posts


def _roles(place: _Place) -> Iterator[tuple[Role, Rank | None]]:
    yield from ROLES.get(place.kind, ())
    if place.kind == UnitKind.GRID:
        if _grid_type(place.number) == GridType.GENERAL:
            yield Role.FULL_TIME_WORKER, Rank.PRIMARY
        if place.number % 3:
            yield Role.INSTRUCTOR, None


def _holding(number: str, post: _Post, person: FactId, *, since: date, until: date | None = None) -> Holding:
    return Holding(
        id=f"holding-{number}", person=person, role=post.role, of=post.unit, rank=post.rank, start=since, end=until
    )


def _person_id(number: int) -> FactId:
    return f"person-{number:013d}"  # as long as a minted id


@cache
def _names() -> tuple[str, ...]:
    surnames, given = (
        "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗",
        "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国志红梅玉兰",
    )
    names = [f"{a}{b}{c}" for a in surnames for b in given for c in given]
    random.Random(2026).shuffle(names)  # noqa: S311 -- names, not secrets
    return tuple(names)


def _person(number: int) -> Person:
    names = _names()
    return Person(
        id=_person_id(number),
        name=names[number % len(names)],
        phone=f"199{number:08d}",
        gender=Gender.FEMALE if number % 2 else Gender.MALE,
        birth=date(1962 + number % 40, 1 + number % 12, 1 + number % 28),
        fictitious=True,
        start=FOUNDED,
    )
