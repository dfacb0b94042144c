"""A town in which nothing at all is wrong, for tests that put one thing wrong."""

from datetime import date
from typing import Any

import shapely

from demo import POLICY
from graph.facts import Holding, Person, Policy, Unit, UnitState
from graph.view import View
from graph.words import Rank, Role, StationingMode, UnitKind
from queries.checks.check import Finding, check_model
from tests.builders.organisations import FIRST, SOUTH, WEST, Builder, Ref

DAY = date(2025, 6, 1)
SIDE = 0.009
"""Degrees: the side of a grid, a square of 0.81 km²."""

HOMES = 80
"""Households of a micro-grid; three times as many people."""


class SoundTown(Builder):
    """
    S 东平街道                  政法委员
    └ A 城区管区                管区书记; no outline
      └ V 尹范村                村书记; a centre, with a department on call
        ├ G 第一网格            网格长, 专职, 指导员; the western half of V
        │ ├ M 南微网格          协管员; the southern half of G
        │ └ N 北微网格          协管员; the northern half of G
        └ H 第二网格            the eastern half of V, and like G in all else
          ├ O 南微网格
          └ P 北微网格

    The default settings and the demo's policy are in force; the departments and committees that it names are there.
    Everybody has a telephone number and a post; every count
    is known.
    """

    def __init__(self) -> None:
        super().__init__()
        self.phones = 0
        self.defaults()
        self.street = self.unit(UnitKind.STREET, name="东平街道")
        self.area = self.unit(UnitKind.MANAGEMENT_AREA, self.street, name="城区管区")
        self.village = self.whole_village("尹范村", WEST)
        self.grid, self.other_grid = self.of_kind(UnitKind.GRID)
        self.micro = self.of_kind(UnitKind.MICRO_GRID)[0]
        self.commissioner = self.hold(Role.POLITICAL_LEGAL_COMMISSIONER, self.street)
        self.hold(Role.MANAGEMENT_AREA_SECRETARY, self.area)
        self.secretary = self.holder(Role.VILLAGE_PARTY_SECRETARY, self.village)
        self.worker = self.holder(Role.FULL_TIME_WORKER, self.grid)
        self.seat = self.centre(self.village)
        self.office = self.department("综合执法")
        self.on_call = self.station(self.office, self.seat, StationingMode.ON_CALL, response_minutes=30)
        self.officer = self.hold(Role.DUTY_OFFICER, self.office)
        self.policy = self.put(Policy(id="policy", name="办法", document=POLICY, start=FIRST))
        for name in ("维稳", "公安", "司法", "信访", "社保", "妇联", "综治"):
            self.department(name)
        for field in ("邻里", "婚姻家庭", "物业管理", "农村宅基地", "土地承包", "劳动争议", "医疗", "交通事故"):
            self.committee(self.seat, field)

    def whole_village(self, name: str, west: float) -> Unit:
        """A village of two grids of two micro-grids, counted, outlined and staffed."""
        village = self._unit(UnitKind.VILLAGE, self.area, name, (west, SOUTH, 2 * SIDE, SIDE), 4 * HOMES)
        self.count(village, category="220")
        self.hold(Role.VILLAGE_PARTY_SECRETARY, village)
        for column, called in enumerate(("第一网格", "第二网格")):
            corner = (west + column * SIDE, SOUTH)
            grid = self._unit(UnitKind.GRID, village, called, (*corner, SIDE, SIDE), 2 * HOMES)
            for role in (Role.GRID_CHIEF, Role.FULL_TIME_WORKER, Role.INSTRUCTOR):
                self.hold(role, grid)
            for row, part in enumerate(("南微网格", "北微网格")):
                box = (corner[0], corner[1] + row * SIDE / 2, SIDE, SIDE / 2)
                micro = self._unit(UnitKind.MICRO_GRID, grid, part, box, HOMES)
                self.hold(Role.ASSISTANT, micro)
        return village

    def _unit(
        self, kind: UnitKind, above: Unit, name: str, box: tuple[float, float, float, float], households: int
    ) -> Unit:
        west, south, width, height = box
        outline = shapely.box(west, south, west + width, south + height).wkt
        unit = self.unit(kind, above, name=name, geometry=outline)
        self.count(unit, households=households, population=3 * households)
        return unit

    def count(self, unit: Unit, **better: Any) -> None:
        """Correct what is known of a unit."""
        self.correct(self.naming(unit, UnitState, "unit")[-1], **better)

    def hold(self, role: Role, of: Ref, rank: Rank | None = Rank.PRIMARY, *, start: date = FIRST) -> Person:
        """Somebody new with a number, in a post."""
        person = self.somebody()
        self.appoint(person, role, of, rank, start=start)
        return person

    def somebody(self) -> Person:
        """Somebody new with a number of their own, and no post."""
        self.phones += 1
        return self.person(phone=f"138{self.phones:08d}")

    def posts(self, of: Ref, role: Role) -> list[Holding]:
        """The posts of a role held of something."""
        return [post for post in self.naming(of, Holding, "of") if post.role == role]

    def holder(self, role: Role, of: Ref) -> Person:
        """Who holds the only post of a role."""
        (post,) = self.posts(of, role)
        person = self.known[post.person]
        assert isinstance(person, Person)
        return person

    def of_kind(self, kind: UnitKind) -> list[Unit]:
        """The units of a kind, in the order of their coming."""
        return [unit for unit in self.all(Unit) if unit.kind is kind]

    def on(self, day: date = DAY) -> View:
        """The town on a day; every rule is checked."""
        return self.organisation().view(day)


def findings(town: SoundTown, day: date = DAY) -> list[tuple[str, tuple[str, ...]]]:
    """What is found in a town, by number and ids."""
    return [(found.number, found.ids) for found in check_model(town.on(day))]


def the_only(town: SoundTown, day: date = DAY) -> Finding:
    """The one finding that there is."""
    (found,) = check_model(town.on(day))
    return found
