"""Until when an answer stands: the day is exact, on random organisations and in examples."""

import random
from collections.abc import Callable
from datetime import date

import pytest

from graph.facts import Person, Unit
from graph.view import View
from graph.words import Role
from queries.cover.coverage import coverage
from queries.places.handling import Answer, who_handles
from queries.places.place import ByCode, ByPoint, Place
from queries.until import standing
from tests.builders.crowd import crowded_organisation
from tests.builders.organisations import DAY as ONE_DAY
from tests.builders.organisations import FIRST, SOUTH, WEST, Organisation
from tests.builders.town import DAY, Town

LATER = date(2025, 9, 1)
Ask = Callable[[View], object]


def questions(organisation: Organisation, seed: int) -> list[Ask]:
    """Who handles every unit and some points, for one role or for all, with and without people excluded."""
    die = random.Random(seed)
    snapshot = organisation.snapshot()
    people = sorted(person.id for person in snapshot.all(Person))
    places: list[Place] = [ByCode(code) for code in sorted(unit.id for unit in snapshot.all(Unit))]
    places += [ByPoint(WEST + die.random() * 0.09, SOUTH + die.random() * 0.03) for _ in range(20)]

    def asking(place: Place) -> Ask:
        role, excluding = die.choice((None, *Role)), frozenset(die.sample(people, die.choice((0, 3))))
        near = die.choice((0.0, 5.0, 500.0))

        def ask(view: View) -> Answer:
            return who_handles(view, place, role=role, excluding=excluding, near_metres=near)

        return ask

    return [asking(place) for place in places]


@pytest.mark.parametrize("seed", range(8))
def test_the_day_is_the_first_on_which_the_answer_differs(seed: int) -> None:
    """On every day before it the answer is the same, on the day itself it is not; None: it never differs again."""
    organisation = crowded_organisation(seed, changes=15)
    days = organisation.days_of_interest()
    for ask in questions(organisation, seed):
        answers = [ask(organisation.view(day)) for day in days]
        for number, day in enumerate(days):
            differs = (n for n in range(number + 1, len(days)) if answers[n] != answers[number])
            first = next(differs, None)
            assert standing(organisation.view(day), ask).until() == (None if first is None else days[first])


@pytest.mark.parametrize("seed", range(4))
def test_the_day_is_exact_for_coverage_too(seed: int) -> None:
    organisation = crowded_organisation(seed, changes=15)
    days = organisation.days_of_interest()
    for scope in sorted(organisation.snapshot().all(Unit), key=lambda unit: unit.id)[:4]:

        def ask(view: View, scope: Unit = scope) -> object:
            return coverage(view, scope) if view.unit(scope.id) else None

        answers = [ask(organisation.view(day)) for day in days]
        for number, day in enumerate(days):
            first = next((n for n in range(number + 1, len(days)) if answers[n] != answers[number]), None)
            assert standing(organisation.view(day), ask).until() == (None if first is None else days[first])


def until(town: Town, day: date = DAY) -> date | None:
    return standing(town.on(day), lambda view: who_handles(view, ByCode(town.grid.id))).until()


def test_an_answer_that_nothing_recorded_will_change_stands_for_ever() -> None:
    town = Town()
    town.hold("Fu", Role.FULL_TIME_WORKER, town.grid)
    assert until(town) is None


def test_it_stands_until_the_post_ends() -> None:
    town = Town()
    town.appoint(town.person("Fu"), Role.FULL_TIME_WORKER, town.grid, end=LATER)
    assert until(town) == LATER
    assert until(town, LATER - ONE_DAY) == LATER
    assert until(town, LATER) is None


def test_it_stands_until_somebody_goes_away_and_until_they_are_back() -> None:
    town = Town()
    town.away(town.hold("Fu", Role.FULL_TIME_WORKER, town.grid), LATER, date(2025, 10, 1))
    assert [until(town, day) for day in (DAY, LATER)] == [LATER, date(2025, 10, 1)]


def test_it_stands_until_somebody_is_appointed_below_who_comes_first() -> None:
    """V ─ 村书记 Zhao └ G ─ 专职 Fu from September        asked in June"""
    town = Town()
    town.hold("Zhao", Role.VILLAGE_PARTY_SECRETARY, town.village)
    town.hold("Fu", Role.FULL_TIME_WORKER, town.grid, start=LATER)
    assert until(town) == LATER


@pytest.mark.parametrize("what", ["grid", "village", "street"])
def test_it_stands_until_the_place_or_what_is_above_it_is_renamed(what: str) -> None:
    town = Town()
    town.rename({"grid": town.grid, "village": town.village, "street": town.street}[what], LATER, name="新名")
    assert until(town) == LATER


def test_it_stands_until_the_unit_moves_even_if_the_same_person_answers() -> None:
    """G ─ 专职 Fu; its V moves from A to B in September: other names above it, so another answer."""
    town = Town()
    town.hold("Fu", Role.FULL_TIME_WORKER, town.grid)
    town.move(town.village, LATER, town.unit(town.area.kind, town.street))
    assert until(town) == LATER


def test_it_stands_until_the_unit_moves_even_to_an_area_of_the_same_name() -> None:
    """The contract's answer names the units above by code and name: 城区管区 is not 城区管区."""
    town = Town()
    town.hold("Fu", Role.FULL_TIME_WORKER, town.grid)
    town.move(town.village, LATER, town.unit(town.area.kind, town.street, name="城区管区"))
    assert until(town) == LATER


def test_it_stands_until_the_ladder_changes() -> None:
    town = Town()
    town.hold("Chen", Role.GRID_CHIEF, town.grid)
    town.end("ladder-1", LATER)
    assert until(town) == LATER, "one vacant rung less was tried"


def test_it_stands_until_the_unit_is_retired() -> None:
    town = Town()
    town.hand_over(town.grid, LATER, [town.unit(town.grid.kind, town.village)])
    assert until(town) == LATER


def test_what_does_not_touch_the_answer_does_not_end_it() -> None:
    """The instructor's record, the neighbour's chief, the village's households, a centre: none of them is in it."""
    town = Town()
    town.hold("Fu", Role.FULL_TIME_WORKER, town.grid)
    other = town.unit(town.grid.kind, town.village)
    town.hold("Lin", Role.GRID_CHIEF, other, start=LATER)
    town.rename(town.village, LATER, households=300)
    town.centre(town.village, start=LATER)
    town.record(town.person("Fang"), start=LATER)
    assert until(town) is None


def test_a_stand_in_of_a_stand_in_who_leaves_ends_it() -> None:
    """Fu is away for Gu, Gu for He; in September He goes away too."""
    town = Town()
    fu, gu, he = town.hold("Fu", Role.FULL_TIME_WORKER, town.grid), town.person("Gu"), town.person("He")
    town.away(fu, FIRST, None, cover=gu)
    town.away(gu, FIRST, None, cover=he)
    town.away(he, LATER, None)
    assert until(town) == LATER
