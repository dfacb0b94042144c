"""The demo on its founding day holds what the seed article counts, and nothing that could be taken for real people."""

import doctest
from collections import Counter
from datetime import date
from functools import cache
from types import ModuleType

import pytest

from demo import FOUNDED, STREET, apportion, build_demo, gazetteer, phones
from demo.gazetteer import load_villages
from demo.names import SURNAMES
from graph.facts import (
    Absence,
    Centre,
    Committee,
    Department,
    Fact,
    FactId,
    Holding,
    Person,
    Room,
    Stationing,
    UnitState,
)
from graph.roles import SOLE_ROLES
from graph.snapshot import Snapshot
from graph.view import View
from graph.words import GridType, Rank, Role, StationingMode, UnitKind
from loaders.cells.telephones import phone

TODAY = date(2026, 11, 24)


@cache
def facts_of(until: date) -> tuple[Fact, ...]:
    """The demo's facts, made up to a day; for all tests once."""
    return build_demo(until)


@cache
def demo(until: date) -> Snapshot:
    """The demo made up to a day."""
    return Snapshot.of(facts_of(until), revision=1)


@pytest.fixture
def founding() -> View:
    """The founding day, seen from a later one: as most will see it."""
    return View(demo(TODAY), FOUNDED)


def state(view: View, code: FactId) -> UnitState:
    found = view.state(code)
    assert found is not None
    return found


def test_units_are_as_many_as_the_article_counts(founding: View) -> None:
    assert Counter(unit.kind for unit in founding.units()) == {
        UnitKind.STREET: 1,
        UnitKind.MANAGEMENT_AREA: 8,
        UnitKind.VILLAGE: 74,
        UnitKind.GRID: 435 + 43,
        UnitKind.MICRO_GRID: 2053,
    }
    types = Counter(state(founding, grid.id).grid_type for grid in founding.units(UnitKind.GRID))
    assert types == {GridType.GENERAL: 435, GridType.DEDICATED: 43}
    assert [root.id for root in founding.roots()] == [STREET]


def test_people_in_each_role_are_as_many_as_the_article_counts(founding: View) -> None:
    people: dict[Role, set[FactId]] = {role: set() for role in Role}
    posts: Counter[Role] = Counter()
    for holding in founding.all(Holding):
        people[holding.role].add(holding.person)
        posts[holding.role] += 1
    counted = {role: (posts[role], len(people[role])) for role in Role}
    assert counted == {
        Role.GRID_CHIEF: (478, 196),
        Role.FULL_TIME_WORKER: (435, 435),
        Role.PART_TIME_WORKER: (829, 829),
        Role.ASSISTANT: (3965, 3965),
        Role.INSTRUCTOR: (478, 304),
        Role.VILLAGE_PARTY_SECRETARY: (74, 74),
        Role.MANAGEMENT_AREA_SECRETARY: (8, 8),
        Role.POLITICAL_LEGAL_COMMISSIONER: (1, 1),
        Role.CENTRE_DIRECTOR: (83, 83),
        Role.DUTY_OFFICER: (32, 32),
        Role.COMMITTEE_CHAIR: (8, 8),
        Role.MEDIATOR: (40, 40),
        Role.EXPERT: (12, 12),
    }


def test_the_count_is_the_same_when_the_demo_is_made_for_the_founding_day_only(founding: View) -> None:
    alone = View(demo(FOUNDED), FOUNDED)
    for kind in UnitKind:
        assert [unit.id for unit in alone.units(kind)] == [unit.id for unit in founding.units(kind)]
    assert {h.id for h in alone.all(Holding)} == {h.id for h in founding.all(Holding)}


def test_every_post_that_the_standard_asks_for_is_held(founding: View) -> None:
    holders = Counter((h.of, h.role) for h in founding.all(Holding))
    for grid in founding.units(UnitKind.GRID):
        general = state(founding, grid.id).grid_type == GridType.GENERAL
        assert holders[grid.id, Role.FULL_TIME_WORKER] == (1 if general else 0)
        assert holders[grid.id, Role.GRID_CHIEF] == holders[grid.id, Role.INSTRUCTOR] == 1
        assert holders[grid.id, Role.PART_TIME_WORKER] >= 1
    assert all(holders[micro.id, Role.ASSISTANT] >= 1 for micro in founding.units(UnitKind.MICRO_GRID))


def test_sole_posts_have_a_primary_holder_and_teams_no_rank(founding: View) -> None:
    for holding in founding.all(Holding):
        assert holding.rank == (Rank.PRIMARY if holding.role in SOLE_ROLES else None)


def test_a_chief_leads_grids_of_one_village(founding: View) -> None:
    led: dict[FactId, set[str]] = {}
    for holding in founding.all(Holding):
        if holding.role == Role.GRID_CHIEF:
            led.setdefault(holding.person, set()).add(holding.of[:12])
    assert all(len(villages) == 1 for villages in led.values())


def test_codes_say_where_a_unit_belongs_and_numbers_run_on(founding: View) -> None:
    for village in founding.units(UnitKind.VILLAGE):
        grids = founding.children(village.id)
        assert [grid.id for grid in grids] == [f"{village.id}{n:03}" for n in range(1, len(grids) + 1)]
        for grid in grids:
            micro_grids = founding.children(grid.id)
            assert [m.id for m in micro_grids] == [f"{grid.id}{n:03}" for n in range(1, len(micro_grids) + 1)]


def test_names_are_unlike_those_beside_them_and_hold_no_code_and_no_name_from_above(founding: View) -> None:
    for parent in founding.units():
        names = [state(founding, child.id).name for child in founding.children(parent.id)]
        assert len(set(names)) == len(names)
        assert not any(any(c.isdigit() for c in name) for name in names)
        if parent.kind in {UnitKind.VILLAGE, UnitKind.GRID}:
            assert not any(state(founding, parent.id).name in name for name in names)


def test_villages_are_the_real_ones_and_the_areas_are_said_to_be_invented(founding: View) -> None:
    listed = {village.code: village for village in load_villages()}
    assert [unit.id for unit in founding.units(UnitKind.VILLAGE)] == list(listed)
    assert state(founding, STREET + "001").name == "刘范村社区"
    assert state(founding, STREET + "212").name == "井庄村"
    assert state(founding, STREET + "216").name == "望驾村"
    assert "望驾村村委会" in (state(founding, STREET + "216").note or "")
    assert Counter(village.category for village in listed.values()) == {"121": 2, "122": 35, "220": 37}
    for area in founding.units(UnitKind.MANAGEMENT_AREA):
        assert "虚构" in (state(founding, area.id).note or "")
        assert area.id.startswith(STREET + "G")


def test_a_name_that_moved_to_another_code_is_told(founding: View) -> None:
    assert state(founding, STREET + "227").name == "孟村"
    assert state(founding, STREET + "265").name == "北孟村"
    assert all("2023年" in (state(founding, STREET + code).note or "") for code in ("227", "265"))


def test_communities_have_more_grids_than_villages(founding: View) -> None:
    grids = {unit.id: len(founding.children(unit.id)) for unit in founding.units(UnitKind.VILLAGE)}
    town = [grids[v.code] for v in load_villages() if v.is_community]
    country = [grids[v.code] for v in load_villages() if v.category == "220"]
    assert min(town) > max(country)


def test_numbers_add_up_from_the_micro_grids_to_the_street(founding: View) -> None:
    for unit in founding.units():
        children = [state(founding, child.id) for child in founding.children(unit.id)]
        if children:
            own = state(founding, unit.id)
            assert own.households == sum(child.households or 0 for child in children)
            assert own.population == sum(child.population or 0 for child in children)
    street = state(founding, STREET)
    assert street.population is not None
    assert street.households is not None
    assert 2.8 < street.population / street.households < 3.0
    assert 90_000 < street.population < 140_000


def test_the_street_has_its_centre_departments_committees_and_experts(founding: View) -> None:
    centres = {centre.serves: centre for centre in founding.all(Centre)}
    rooms = Counter(room.centre for room in founding.all(Room))
    assert len(centres) == 1 + 8 + 74
    assert rooms[centres[STREET].id] == 6
    assert all(rooms[centre.id] >= 1 for centre in centres.values())
    names = {department.id: department.name for department in founding.all(Department)}
    modes: dict[StationingMode, set[str]] = {}
    for stationing in founding.all(Stationing):
        modes.setdefault(stationing.mode, set()).add(names[stationing.department])
        assert (stationing.response_minutes is not None) == (stationing.mode == StationingMode.ON_CALL)
    assert modes == {
        StationingMode.RESIDENT: {"综治", "信访", "维稳", "司法", "公安", "法庭"},
        StationingMode.ROTATING: {"农经", "乡建", "妇联", "社保"},
        StationingMode.ON_CALL: {"综合执法", "国土", "市场监管"},
    }
    fields = {committee.field for committee in founding.all(Committee)}
    assert len(fields) == 8
    assert fields > {"物业管理", "农村宅基地", "医疗", "交通事故"}
    experts = [h for h in founding.holdings_of(centres[STREET].id) if h.role == Role.EXPERT]
    assert all(expert.field for expert in experts)


def test_everybody_is_marked_as_invented_and_has_a_number_that_cannot_ring() -> None:
    people = list(demo(TODAY).all(Person))
    assert all(person.fictitious and person.note == "虚构示例" for person in people)
    numbers = [person.phone for person in people]
    assert len(set(numbers)) == len(numbers)
    for number in numbers:
        assert number is not None
        assert len(number) == 11
        assert number.startswith("142")
        assert phone(number) == number, "the loader has to take it"


def test_names_are_many_and_common_ones_common(founding: View) -> None:
    people = founding.all(Person)
    surnames = Counter(person.name[0] for person in people)
    assert set(surnames) <= set(SURNAMES)
    assert 0.05 < surnames["张"] / len(people) < 0.15
    assert max(Counter(person.name for person in people).values()) <= 12
    assert len({person.name for person in people}) > 0.8 * len(people)


def test_nobody_is_of_an_odd_age(founding: View) -> None:
    for person in founding.all(Person):
        assert person.birth is not None
        assert 21 <= (FOUNDED - person.birth).days / 365.25 <= 69
        if person.party_joined is not None:
            assert (person.party_joined - person.birth).days > 18 * 365


def test_some_are_away_from_the_first_day_on(founding: View) -> None:
    assert founding.all(Absence)


@pytest.mark.parametrize("module", [apportion, gazetteer, phones])
def test_examples_in_docstrings_hold(module: ModuleType) -> None:
    assert doctest.testmod(module).failed == 0
    assert doctest.testmod(module).attempted > 0
