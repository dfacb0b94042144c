"""Where cover is missing, and since when: in examples small enough to count."""

from datetime import date

from graph.facts import Unit
from graph.words import GridType, Rank, Role, UnitKind
from queries.cover.coverage import Coverage, Gap, coverage, covered_by, open_since
from tests.builders.organisations import DAY as ONE_DAY
from tests.builders.organisations import FIRST
from tests.builders.town import DAY, Town

CHIEF, WORKER, ASSISTANT, INSTRUCTOR = Role.GRID_CHIEF, Role.FULL_TIME_WORKER, Role.ASSISTANT, Role.INSTRUCTOR
MARCH, APRIL, MAY = date(2025, 3, 1), date(2025, 4, 1), date(2025, 5, 1)


def look(town: Town, scope: Unit | None = None, role: Role | None = None, day: date = DAY) -> Coverage:
    return coverage(town.on(day), scope or town.street, role)


def totals(found: Coverage) -> tuple[int, int, int]:
    return found.required, found.held, found.vacant


def wanting(found: Coverage) -> list[tuple[str, Role, int, int]]:
    return [(gap.unit.id, gap.role, gap.required, gap.held) for gap in found.gaps]


# -- what is asked for -----------------------------------------------------------------------------------------------


def test_the_default_standard_asks_for_one_of_each() -> None:
    """
    S ─ 政法委员          1
    └ A ─ 管区书记        1
      └ V ─ 村书记        1
        └ G ─ 网格长, 专职, 指导员   3
          └ M ─ 协管员    1           7 posts, none held
    """
    town = Town()
    found = look(town)
    assert totals(found) == (7, 0, 7)
    assert wanting(found) == [
        (town.street.id, Role.POLITICAL_LEGAL_COMMISSIONER, 1, 0),
        (town.village.id, Role.VILLAGE_PARTY_SECRETARY, 1, 0),
        (town.grid.id, CHIEF, 1, 0),
        (town.grid.id, WORKER, 1, 0),
        (town.grid.id, INSTRUCTOR, 1, 0),
        (town.micro.id, ASSISTANT, 1, 0),
        (town.area.id, Role.MANAGEMENT_AREA_SECRETARY, 1, 0),
    ]


def test_only_general_grids_need_a_full_time_worker() -> None:
    """V ├ G (全科) └ D (专属)"""
    town = Town()
    dedicated = town.unit(UnitKind.GRID, town.village, grid_type=GridType.DEDICATED)
    found = look(town)
    line = next(line for line in found.rules if line.rule.role == WORKER)
    assert (line.required, line.held, line.vacant) == (1, 0, 1)
    assert [role for code, role, _, _ in wanting(found) if code == dedicated.id] == [CHIEF, INSTRUCTOR]


def test_what_is_held_counts_posts_not_people() -> None:
    """V ├ G ─ 网格长 Chen ├ H ─ 网格长 Chen └ I"""
    town = Town()
    chen = town.hold("Chen", CHIEF, town.grid)
    town.appoint(chen, CHIEF, town.unit(UnitKind.GRID, town.village))
    empty = town.unit(UnitKind.GRID, town.village)
    found = look(town, role=CHIEF)
    assert totals(found) == (3, 2, 1)
    assert wanting(found) == [(empty.id, CHIEF, 1, 0)]


def test_more_than_enough_here_does_not_make_up_for_too_few_there() -> None:
    """V ├ G ─ 网格长 Chen (A角), Cui (B角) └ H ─ nobody"""
    town = Town()
    town.unit(UnitKind.GRID, town.village)
    town.hold("Chen", CHIEF, town.grid)
    town.hold("Cui", CHIEF, town.grid, Rank.BACKUP)
    assert totals(look(town, role=CHIEF)) == (2, 2, 1)


def test_somebody_away_still_holds() -> None:
    town = Town()
    town.away(town.hold("Chen", CHIEF, town.grid), FIRST, None)
    assert totals(look(town, role=CHIEF)) == (1, 1, 0)


def test_posts_of_a_centre_are_none_of_its_unit() -> None:
    town = Town()
    town.require(Role.MEDIATOR, UnitKind.VILLAGE)
    town.hold("Lu", Role.MEDIATOR, town.centre(town.village))
    assert totals(look(town, role=Role.MEDIATOR)) == (1, 0, 1)


def test_one_scope_is_itself_and_what_is_below_it() -> None:
    """A ├ V └ W: nothing of W counts for V, and A's own secretary counts for A alone."""
    town = Town()
    other = town.unit(UnitKind.VILLAGE, town.area)
    assert totals(look(town, town.village)) == (5, 0, 5)
    assert totals(look(town, other)) == (1, 0, 1)
    assert totals(look(town, town.area)) == (7, 0, 7)
    assert totals(look(town, town.micro)) == (1, 0, 1)


def test_what_is_below_is_what_is_below_on_the_day() -> None:
    """V moves from A to B in June."""
    town = Town()
    other = town.unit(UnitKind.MANAGEMENT_AREA, town.street)
    town.move(town.village, DAY, other)
    assert [look(town, town.area, day=day).required for day in (DAY - ONE_DAY, DAY)] == [6, 1]
    assert [look(town, other, day=day).required for day in (DAY - ONE_DAY, DAY)] == [1, 6]


def test_units_that_are_gone_or_not_there_yet_are_asked_for_nothing() -> None:
    town = Town()
    town.close(town.micro, DAY)
    town.unit(UnitKind.MICRO_GRID, town.grid, start=MAY)
    days = (MAY - ONE_DAY, MAY, DAY)
    assert [look(town, role=ASSISTANT, day=day).required for day in days] == [1, 2, 1]


# -- the standard ----------------------------------------------------------------------------------------------------


def test_of_two_lines_for_one_post_the_larger_counts_once() -> None:
    """Every grid one chief; every general grid two: a general grid with one chief lacks one."""
    town = Town()
    town.require(CHIEF, UnitKind.GRID, GridType.GENERAL, 2)
    town.unit(UnitKind.GRID, town.village, grid_type=GridType.DEDICATED)
    town.hold("Chen", CHIEF, town.grid)
    found = look(town, role=CHIEF)
    assert totals(found) == (3, 1, 2)
    lines = {line.rule.minimum: (line.required, line.held, line.vacant) for line in found.rules}
    assert lines == {1: (2, 1, 1), 2: (2, 1, 1)}
    assert wanting(found)[0] == (town.grid.id, CHIEF, 2, 1)


def test_it_is_the_larger_whichever_line_comes_first() -> None:
    """Every general grid one chief; every grid two: the other way round, and in the other order."""
    town = Town()
    town.end("standard-grid_chief-grid", FIRST)
    town.require(CHIEF, UnitKind.GRID, GridType.GENERAL, 1)
    town.require(CHIEF, UnitKind.GRID, None, 2)
    town.hold("Chen", CHIEF, town.grid)
    found = look(town, role=CHIEF)
    assert [line.rule.minimum for line in found.rules] == [1, 2]
    assert totals(found) == (2, 1, 1)
    assert wanting(found) == [(town.grid.id, CHIEF, 2, 1)]


def test_each_line_of_the_standard_is_there_even_where_it_asks_nothing() -> None:
    town = Town()
    found = look(town, town.micro)
    assert len(found.rules) == 7
    assert [line.rule.role for line in found.rules if line.required] == [ASSISTANT]


def test_the_standard_is_the_one_in_force_on_the_day() -> None:
    """Two assistants a micro-grid from March, none at all from May."""
    town = Town()
    rule = "standard-assistant-micro_grid"
    town.end(rule, MARCH)
    town.require(ASSISTANT, UnitKind.MICRO_GRID, minimum=2, start=MARCH, end=MAY)
    days = (MARCH - ONE_DAY, MARCH, MAY - ONE_DAY, MAY)
    assert [look(town, role=ASSISTANT, day=day).required for day in days] == [1, 2, 2, 0]


def test_without_a_standard_nothing_is_wanting() -> None:
    town = Town()
    for fact_id in [fact_id for fact_id in town.known if fact_id.startswith("standard-")]:
        town.end(fact_id, DAY)
    assert look(town) == Coverage(0, 0, 0, (), ())


# -- since when ------------------------------------------------------------------------------------------------------


def since(town: Town, role: Role, unit: Unit | None = None, day: date = DAY) -> date:
    where = unit or town.grid
    return open_since(town.on(day), Gap(where, role, 1, 0))


def test_a_post_never_held_is_open_since_the_unit_began() -> None:
    town = Town()
    young = town.unit(UnitKind.GRID, town.village, start=MARCH)
    assert since(town, CHIEF) == FIRST
    assert since(town, CHIEF, young) == MARCH


def test_a_post_is_open_since_it_was_last_held() -> None:
    """Chen until March; Cui in April                    ────┐   ┌──┐"""
    town = Town()
    town.appoint(town.person("Chen"), CHIEF, town.grid, end=MARCH)
    town.appoint(town.person("Cui"), CHIEF, town.grid, start=APRIL, end=MAY)
    assert since(town, CHIEF, day=APRIL - ONE_DAY) == MARCH
    assert since(town, CHIEF) == MAY


def test_a_hand_over_without_a_day_between_is_no_break() -> None:
    town = Town()
    town.appoint(town.person("Chen"), CHIEF, town.grid, end=APRIL)
    town.appoint(town.person("Cui"), CHIEF, town.grid, start=APRIL, end=MAY)
    assert since(town, CHIEF) == MAY


def test_one_day_of_cover_is_a_break() -> None:
    town = Town()
    town.appoint(town.person("Chen"), CHIEF, town.grid, start=APRIL, end=APRIL + ONE_DAY)
    assert since(town, CHIEF, day=APRIL - ONE_DAY) == FIRST
    assert since(town, CHIEF, day=APRIL + ONE_DAY) == APRIL + ONE_DAY


def test_an_annulled_appointment_is_no_break() -> None:
    town = Town()
    town.end(town.appoint(town.person("Chen"), CHIEF, town.grid, start=APRIL), APRIL)
    assert since(town, CHIEF) == FIRST


def test_somebody_else_leaving_an_open_post_does_not_open_it_anew() -> None:
    """Two chiefs are asked for; Cui is there until March and Chen until April: one too few since March."""
    town = Town()
    town.require(CHIEF, UnitKind.GRID, GridType.GENERAL, 2)
    town.appoint(town.person("Chen"), CHIEF, town.grid, end=APRIL)
    town.appoint(town.person("Cui"), CHIEF, town.grid, Rank.BACKUP, end=MARCH)
    assert since(town, CHIEF) == MARCH


def test_a_gap_opens_when_the_standard_is_raised() -> None:
    """One chief there; two asked for from April"""
    town = Town()
    town.hold("Chen", CHIEF, town.grid)
    town.require(CHIEF, UnitKind.GRID, GridType.GENERAL, 2, start=APRIL)
    assert since(town, CHIEF) == APRIL


def test_a_standard_that_was_suspended_is_a_break() -> None:
    """None asked for in March; again from April"""
    town = Town()
    town.end("standard-grid_chief-grid", MARCH)
    town.require(CHIEF, UnitKind.GRID, start=APRIL)
    assert since(town, CHIEF) == APRIL


def test_a_standard_that_goes_on_in_other_words_is_no_break() -> None:
    """One chief until March, two until April, one again: there was never any."""
    town = Town()
    town.end("standard-grid_chief-grid", MARCH)
    town.require(CHIEF, UnitKind.GRID, minimum=2, start=MARCH, end=APRIL)
    town.require(CHIEF, UnitKind.GRID, start=APRIL)
    assert since(town, CHIEF) == FIRST


def test_what_is_asked_of_other_kinds_of_unit_opens_no_gap_here() -> None:
    """A chief for every micro-grid always, for every grid from April only."""
    town = Town()
    town.end("standard-grid_chief-grid", FIRST)
    town.require(CHIEF, UnitKind.MICRO_GRID)
    town.require(CHIEF, UnitKind.GRID, start=APRIL)
    assert since(town, CHIEF) == APRIL
    assert since(town, CHIEF, town.micro) == FIRST


def test_a_gap_opens_when_a_grid_becomes_general() -> None:
    """dedicated until April, then general: from then on a worker is wanting"""
    town = Town()
    grid = town.unit(UnitKind.GRID, town.village, grid_type=GridType.DEDICATED)
    town.rename(grid, APRIL, grid_type=GridType.GENERAL)
    assert since(town, WORKER, grid) == APRIL


def test_a_rename_is_no_break() -> None:
    town = Town()
    town.rename(town.grid, APRIL, name="新网格")
    assert since(town, WORKER) == FIRST


def test_a_move_is_no_break() -> None:
    """The post is the unit's, wherever it belongs."""
    town = Town()
    town.move(town.micro, APRIL, town.unit(UnitKind.GRID, town.village))
    assert since(town, ASSISTANT, town.micro) == FIRST


# -- who answers meanwhile -------------------------------------------------------------------------------------------


def test_a_gap_is_covered_by_the_ladder() -> None:
    """V ─ 村书记 Zhao └ G └ M: nobody but Zhao"""
    town = Town()
    zhao = town.hold("Zhao", Role.VILLAGE_PARTY_SECRETARY, town.village)
    view = town.on()
    covers = {gap.unit.kind: covered_by(view, gap) for gap in coverage(view, town.street).gaps}
    found = {kind: None if cover is None else cover.person.name for kind, cover in covers.items()}
    assert found == {
        UnitKind.STREET: None,
        UnitKind.MANAGEMENT_AREA: None,
        UnitKind.GRID: zhao.name,
        UnitKind.MICRO_GRID: zhao.name,
    }


def test_a_gap_that_nobody_covers_says_so() -> None:
    town = Town()
    town.away(town.hold("Zhao", Role.VILLAGE_PARTY_SECRETARY, town.village), FIRST, None)
    view = town.on()
    assert {covered_by(view, gap) for gap in coverage(view, town.street).gaps} == {None}
