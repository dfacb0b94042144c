"""What a person is answerable for: every unit once, every household once."""

from graph.words import GridType, Role, UnitKind
from queries.places.counting import KindCount
from queries.places.people import Reach, reach
from tests.builders.organisations import DAY as ONE_DAY
from tests.builders.town import DAY, Town

CHIEF, SECRETARY = Role.GRID_CHIEF, Role.VILLAGE_PARTY_SECRETARY
GRID, MICRO, VILLAGE = UnitKind.GRID, UnitKind.MICRO_GRID, UnitKind.VILLAGE


def units(found: Reach) -> list[tuple[UnitKind, int]]:
    return [(each.kind, each.count) for each in found.units]


def test_who_holds_nothing_answers_for_nothing() -> None:
    town = Town()
    idle = town.person()
    assert reach(town.on(), idle.id) == Reach((), None)
    assert reach(town.on(), "nobody") == Reach((), None)


def test_a_post_extends_over_its_unit_and_all_below_it() -> None:
    """A ─ 管区书记 Ma └ V └ G └ M"""
    town = Town()
    ma = town.hold("Ma", Role.MANAGEMENT_AREA_SECRETARY, town.area)
    assert reach(town.on(), ma.id).units == (
        KindCount(UnitKind.MANAGEMENT_AREA, 1),
        KindCount(VILLAGE, 1),
        KindCount(GRID, 1),
        KindCount(MICRO, 1),
    )


def test_several_posts_on_one_branch_count_each_unit_once() -> None:
    """V ─ 村书记 Zhao └ G ─ 网格长 Zhao, 网格指导员 Zhao └ M"""
    town = Town()
    zhao = town.hold("Zhao", SECRETARY, town.village)
    town.appoint(zhao, CHIEF, town.grid)
    town.appoint(zhao, Role.INSTRUCTOR, town.grid)
    town.rename(town.village, town.village.start, households=300)
    town.rename(town.grid, town.grid.start, households=120)
    found = reach(town.on(), zhao.id)
    assert units(found) == [(VILLAGE, 1), (GRID, 1), (MICRO, 1)]
    assert found.households == 300, "those of the village; the grid's are among them"


def test_posts_on_different_branches_add_up() -> None:
    """V ├ G (120) ─ 网格长 Chen ├ H (80) ─ 网格长 Chen └ I (60)"""
    town = Town()
    chen = town.hold("Chen", CHIEF, town.grid)
    town.rename(town.grid, town.grid.start, households=120)
    for households, hers in ((80, True), (60, False)):
        grid = town.unit(GRID, town.village)
        town.rename(grid, grid.start, households=households)
        if hers:
            town.appoint(chen, CHIEF, grid)
    found = reach(town.on(), chen.id)
    assert units(found) == [(GRID, 2), (MICRO, 1)]
    assert found.households == 200


def test_households_not_stated_are_those_of_the_parts() -> None:
    """V (not stated) ├ G (not stated) └ M (25), N (30) └ H (80)"""
    town = Town()
    zhao = town.hold("Zhao", SECRETARY, town.village)
    for unit, households in (
        (town.micro, 25),
        (town.unit(MICRO, town.grid), 30),
        (town.unit(GRID, town.village, grid_type=GridType.DEDICATED), 80),
    ):
        town.rename(unit, unit.start, households=households)
    assert reach(town.on(), zhao.id).households == 135


def test_households_that_nobody_knows_are_not_none_at_all() -> None:
    town = Town()
    chen = town.hold("Chen", CHIEF, town.grid)
    assert reach(town.on(), chen.id).households is None
    town.rename(town.micro, town.micro.start, households=0)
    assert reach(town.on(), chen.id).households == 0, "stated to be none"


def test_posts_of_centres_extend_over_no_unit() -> None:
    town = Town()
    lu = town.hold("Lu", Role.CENTRE_DIRECTOR, town.centre(town.village))
    assert reach(town.on(), lu.id) == Reach((), None)


def test_reach_is_that_of_the_day() -> None:
    """Chen is chief of G until June, of H from June."""
    town = Town()
    chen, other = town.person("Chen"), town.unit(GRID, town.village)
    town.appoint(chen, CHIEF, town.grid, end=DAY)
    town.appoint(chen, CHIEF, other, start=DAY)
    assert units(reach(town.on(DAY - ONE_DAY), chen.id)) == [(GRID, 1), (MICRO, 1)]
    assert units(reach(town.on(DAY), chen.id)) == [(GRID, 1)]


def test_whoever_is_away_still_answers() -> None:
    town = Town()
    chen = town.hold("Chen", CHIEF, town.grid)
    town.away(chen, DAY, None)
    assert units(reach(town.on(), chen.id)) == [(GRID, 1), (MICRO, 1)]
