"""How many units, posts, people and households there are on a day."""

from datetime import date

from graph.words import Rank, Role, UnitKind
from queries.places.counting import KindCount, RoleCount, count_holdings, count_kinds, households
from tests.builders.organisations import DAY as ONE_DAY
from tests.builders.town import DAY, Town

CHIEF = Role.GRID_CHIEF


def test_units_are_counted_by_kind_widest_first_and_kinds_without_any_left_out() -> None:
    """S └ A └ V └ G ├ M └ N"""
    town = Town()
    town.unit(UnitKind.MICRO_GRID, town.grid)
    assert count_kinds(town.on().units()) == [
        KindCount(UnitKind.STREET, 1),
        KindCount(UnitKind.MANAGEMENT_AREA, 1),
        KindCount(UnitKind.VILLAGE, 1),
        KindCount(UnitKind.GRID, 1),
        KindCount(UnitKind.MICRO_GRID, 2),
    ]
    assert count_kinds([]) == []


def test_units_below_a_unit_leave_it_out() -> None:
    town = Town()
    assert count_kinds(town.on().descendants(town.grid.id)) == [KindCount(UnitKind.MICRO_GRID, 1)]


def test_only_units_that_are_alive_are_counted() -> None:
    """V ├ G until June └ H from June"""
    town = Town()
    town.close(town.grid, DAY)
    town.unit(UnitKind.GRID, town.village, start=DAY)

    def grids(day: date) -> int:
        return next(each.count for each in count_kinds(town.on(day).units()) if each.kind == UnitKind.GRID)

    assert [grids(DAY - ONE_DAY), grids(DAY)] == [1, 1]
    assert len(town.on(DAY).units()) == 4, "the micro-grid went with its grid"


def test_posts_are_counted_by_role_and_their_holders_once_each() -> None:
    """V ├ G ─ 网格长 Chen (A角), Cui (B角) ├ H ─ 网格长 Chen └ I ─ 网格长 Cao; V ─ 村书记 Chen"""
    town = Town()
    chen = town.hold("Chen", CHIEF, town.grid)
    town.hold("Cui", CHIEF, town.grid, Rank.BACKUP)
    town.appoint(chen, CHIEF, town.unit(UnitKind.GRID, town.village))
    town.hold("Cao", CHIEF, town.unit(UnitKind.GRID, town.village))
    town.appoint(chen, Role.VILLAGE_PARTY_SECRETARY, town.village)
    assert count_holdings(town.on()) == [
        RoleCount(CHIEF, count=4, people=3),
        RoleCount(Role.VILLAGE_PARTY_SECRETARY, count=1, people=1),
    ]


def test_posts_are_those_held_on_the_day_by_whoever_is_away_too() -> None:
    town = Town()
    chen = town.person("Chen")
    town.appoint(chen, CHIEF, town.grid, end=DAY)
    town.away(chen, DAY - ONE_DAY, None)
    assert count_holdings(town.on(DAY - ONE_DAY)) == [RoleCount(CHIEF, 1, 1)]
    assert count_holdings(town.on(DAY)) == []


def test_posts_of_centres_committees_and_departments_are_counted() -> None:
    town = Town()
    centre = town.centre(town.village)
    town.hold("Lu", Role.CENTRE_DIRECTOR, centre)
    town.hold("Luo", Role.MEDIATOR, town.committee(centre, "物业"), None)
    town.hold("Li", Role.DUTY_OFFICER, town.department("司法"), None)
    assert [each.role for each in count_holdings(town.on())] == [
        Role.CENTRE_DIRECTOR,
        Role.DUTY_OFFICER,
        Role.MEDIATOR,
    ]


def test_households_are_as_stated_else_those_of_the_parts() -> None:
    """V └ G (120) ├ M (40) └ N (not stated)"""
    town = Town()
    other = town.unit(UnitKind.MICRO_GRID, town.grid)
    town.rename(town.grid, town.grid.start, households=120)
    town.rename(town.micro, town.micro.start, households=40)
    view = town.on()
    found = [households(view, unit) for unit in (town.village, town.grid, town.micro, other)]
    assert found == [120, 120, 40, None]


def test_households_are_those_of_the_day() -> None:
    town = Town()
    town.rename(town.grid, town.grid.start, households=120)
    town.rename(town.grid, DAY, households=None)
    town.rename(town.micro, town.micro.start, households=40)
    assert [households(town.on(day), town.village) for day in (DAY - ONE_DAY, DAY)] == [120, 40]
