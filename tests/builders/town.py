"""The one town that most hand-made examples begin with: a unit of each kind, in a line."""

from datetime import date

from graph.facts import Person, Unit
from graph.view import View
from graph.words import Rank, Role, UnitKind
from tests.builders.organisations import FIRST, Builder, Ref

DAY = date(2025, 6, 1)
"""The day that examples ask about, if nothing is said."""


class Town(Builder):
    """
    street 街道        S
    area 管区           └ A
    village 村             └ V
    grid 网格                └ G
    micro-grid 微网格           └ M

    The default settings are in force; nobody holds a post.
    """

    def __init__(self) -> None:
        super().__init__()
        self.defaults()
        self.street = self.unit(UnitKind.STREET, name="东平街道")
        self.area = self.unit(UnitKind.MANAGEMENT_AREA, self.street, name="城区管区")
        self.village = self.unit(UnitKind.VILLAGE, self.area, name="尹范村")
        self.grid = self.unit(UnitKind.GRID, self.village, name="第一网格")
        self.micro = self.unit(UnitKind.MICRO_GRID, self.grid, name="东微网格")

    @property
    def ladder(self) -> list[tuple[Role, Unit]]:
        """The rungs for the grid, in order."""
        return [
            (Role.FULL_TIME_WORKER, self.grid),
            (Role.PART_TIME_WORKER, self.grid),
            (Role.GRID_CHIEF, self.grid),
            (Role.VILLAGE_PARTY_SECRETARY, self.village),
            (Role.MANAGEMENT_AREA_SECRETARY, self.area),
            (Role.POLITICAL_LEGAL_COMMISSIONER, self.street),
        ]

    def hold(self, name: str, role: Role, of: Ref, rank: Rank | None = Rank.PRIMARY, *, start: date = FIRST) -> Person:
        """Somebody new, in a post."""
        person = self.person(name)
        self.appoint(person, role, of, rank, start=start)
        return person

    def on(self, day: date = DAY) -> View:
        """The town on a day; every rule is checked."""
        return self.organisation().view(day)
