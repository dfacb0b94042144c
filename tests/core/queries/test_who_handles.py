"""Who handles a place: the ladder climbed, in examples small enough to see."""

from datetime import date
from typing import Any

import pytest

from graph.facts import Person
from graph.words import AbsenceKind, Rank, Role, UnitKind
from queries.places.handling import Handling, Outcome, responsible_for, who_handles
from queries.places.place import ByCode
from tests.builders.organisations import DAY as ONE_DAY
from tests.builders.organisations import FIRST, Ref
from tests.builders.town import DAY, Town

WORKER, PART_TIME, CHIEF = Role.FULL_TIME_WORKER, Role.PART_TIME_WORKER, Role.GRID_CHIEF
SECRETARY = Role.VILLAGE_PARTY_SECRETARY
CHOSEN, VACANT, AWAY, EXCLUDED = Outcome.CHOSEN, Outcome.VACANT, Outcome.AWAY, Outcome.EXCLUDED


def names(answer: Handling) -> tuple[str, ...]:
    """What the place and the units above it are called."""
    return tuple(name for _, name in answer.path)


def ask(town: Town, place: Ref, day: date = DAY, *, excluding: tuple[Person, ...] = (), **more: Any) -> Handling:
    code = place if isinstance(place, str) else place.id
    out = frozenset(person.id for person in excluding)
    answer = who_handles(town.on(day), ByCode(code), excluding=out, **more)
    assert isinstance(answer, Handling)
    return answer


def who(answer: Handling) -> str | None:
    """Who is responsible; `B for A` if B stands in."""
    found = answer.responsible
    if found is None:
        return None
    return found.person.name + (f" for {found.covering.name}" if found.covering else "")


def tried(answer: Handling) -> list[tuple[Role, Outcome, str | None]]:
    return [(step.role, step.outcome, step.person.name if step.person else None) for step in answer.steps]


# -- up the ladder ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("missing", range(6))
def test_the_first_rung_that_is_held_answers(missing: int) -> None:
    """
    S ─ 政法委员          held, held, held … from the top down; the first `missing` rungs are vacant
    └ A ─ 管区书记
      └ V ─ 村书记
        └ G ─ 网格长, 兼职, 专职        asked: G
    """
    town = Town()
    for role, unit in town.ladder[missing:]:
        town.hold(role.zh, role, unit)
    answer = ask(town, town.grid)
    role, unit = town.ladder[missing]
    assert who(answer) == role.zh
    assert answer.responsible is not None
    assert (answer.responsible.holding.role, answer.responsible.holding.of) == (role, unit.id)
    assert tried(answer) == [*((vacant, VACANT, None) for vacant, _ in town.ladder[:missing]), (role, CHOSEN, role.zh)]


def test_nobody_at_all_is_said_with_every_rung_that_was_tried() -> None:
    town = Town()
    answer = ask(town, town.grid)
    assert answer.responsible is None
    assert [(step.role, step.unit.id) for step in answer.steps] == [(role, unit.id) for role, unit in town.ladder]
    assert {step.outcome for step in answer.steps} == {VACANT}
    assert answer.handlers == ()


def test_a_micro_grid_is_answered_for_by_its_grid() -> None:
    """G ─ 专职 Fu └ M ─ 协管员 Xie          asked: M; an assistant is on no rung, but is a handler, the nearest."""
    town = Town()
    town.hold("Fu", WORKER, town.grid)
    town.hold("Xie", Role.ASSISTANT, town.micro)
    answer = ask(town, town.micro)
    assert answer.place.id == town.micro.id
    assert tried(answer) == [(WORKER, CHOSEN, "Fu")]
    assert [town.known[post.person].id for post in answer.handlers] == ["person-2", "person-1"]


def test_a_village_is_not_answered_for_by_the_workers_of_its_grids() -> None:
    """A ─ 管区书记 Ma └ V └ G ─ 专职 Fu      asked: V"""
    town = Town()
    town.hold("Fu", WORKER, town.grid)
    town.hold("Ma", Role.MANAGEMENT_AREA_SECRETARY, town.area)
    answer = ask(town, town.village)
    assert tried(answer) == [(SECRETARY, VACANT, None), (Role.MANAGEMENT_AREA_SECRETARY, CHOSEN, "Ma")]


def test_a_village_that_hangs_from_the_street_has_no_area_to_ask() -> None:
    """S ─ 政法委员 Peng └ V2                 asked: V2"""
    town = Town()
    village = town.unit(UnitKind.VILLAGE, town.street)
    town.hold("Peng", Role.POLITICAL_LEGAL_COMMISSIONER, town.street)
    answer = ask(town, village)
    assert tried(answer) == [(SECRETARY, VACANT, None), (Role.POLITICAL_LEGAL_COMMISSIONER, CHOSEN, "Peng")]


def test_the_ladder_is_the_one_in_force_on_the_day() -> None:
    """G ─ 专职 Fu, 网格长 Chen               until June the worker is asked first, from June the chief"""
    town = Town()
    town.hold("Fu", WORKER, town.grid)
    town.hold("Chen", CHIEF, town.grid)
    for rung in ("ladder-1", "ladder-3"):
        town.end(rung, DAY)
    town.rung(1, CHIEF, UnitKind.GRID, start=DAY)
    assert who(ask(town, town.grid, DAY - ONE_DAY)) == "Fu"
    assert who(ask(town, town.grid, DAY)) == "Chen"


def test_a_post_is_held_from_its_first_day_until_the_day_before_its_end() -> None:
    """G ─ 专职 Fu [1 Jun, 1 Jul), then Gu [1 Jul, …)"""
    town = Town()
    fu, gu = town.person("Fu"), town.person("Gu")
    july = date(2025, 7, 1)
    town.appoint(fu, WORKER, town.grid, start=DAY, end=july)
    town.appoint(gu, WORKER, town.grid, start=july)
    days = (DAY - ONE_DAY, DAY, july - ONE_DAY, july)
    assert [who(ask(town, town.grid, day)) for day in days] == [None, "Fu", "Fu", "Gu"]


# -- away, excluded, AB角 ---------------------------------------------------------------------------------------------


def away_town(**covers: str | None) -> tuple[Town, dict[str, Person]]:
    """G ─ 专职 Fu; V ─ 村书记 Zhao; each one named is away, covered by the one said: `Fu="Gu"`."""
    town = Town()
    people = {"Fu": town.hold("Fu", WORKER, town.grid), "Zhao": town.hold("Zhao", SECRETARY, town.village)}
    for name in ("Gu", "He", "Ji"):
        people[name] = town.person(name)
    for name, cover in covers.items():
        town.away(people[name], DAY, None, cover=people[cover] if cover else None, kind=AbsenceKind.SICK)
    return town, people


@pytest.mark.parametrize(
    ("covers", "answers"),
    [
        ({}, "Fu"),
        ({"Fu": None}, "Zhao"),
        ({"Fu": "Gu"}, "Gu for Fu"),
        ({"Fu": "Gu", "Gu": "He"}, "He for Fu"),
        ({"Fu": "Gu", "Gu": "He", "He": "Ji"}, "Ji for Fu"),
        ({"Fu": "Gu", "Gu": None}, "Zhao"),
        ({"Fu": "Gu", "Gu": "He", "He": None}, "Zhao"),
        ({"Fu": "Zhao"}, "Zhao for Fu"),
        ({"Fu": "Zhao", "Zhao": None}, None),
        ({"Fu": None, "Zhao": "Fu"}, None),
    ],
    ids=str,
)
def test_a_stand_in_answers_or_their_stand_in_the_first_who_is_present(
    covers: dict[str, str], answers: str | None
) -> None:
    town, _ = away_town(**covers)
    assert who(ask(town, town.grid)) == answers


def test_steps_say_that_somebody_is_away_and_who_stands_in() -> None:
    town, _ = away_town(Fu=None, Zhao="Gu")
    answer = ask(town, town.grid)
    assert [step for step in tried(answer) if step[1] != VACANT] == [(WORKER, AWAY, "Fu"), (SECRETARY, CHOSEN, "Gu")]
    gone, chosen = (step for step in answer.steps if step.outcome != VACANT)
    assert "Fu" in gone.reason
    assert "sick" in gone.reason
    assert "病假" in gone.reason
    assert "Gu" in chosen.reason
    assert "Zhao" in chosen.reason
    assert answer.responsible is not None
    assert answer.responsible.holding.role == SECRETARY, "the post is the absent holder's"


def test_who_is_back_answers_from_the_day_on_which_the_absence_ends() -> None:
    """Fu is away [1 Jun, 1 Jul), and Gu stands in."""
    town, people = away_town()
    july = date(2025, 7, 1)
    town.away(people["Fu"], DAY, july, cover=people["Gu"])
    days = (DAY - ONE_DAY, DAY, july - ONE_DAY, july)
    assert [who(ask(town, town.grid, day)) for day in days] == ["Fu", "Gu for Fu", "Gu for Fu", "Fu"]


def test_whoever_is_away_still_holds_the_post() -> None:
    town, people = away_town(Fu=None)
    assert people["Fu"].id in [post.person for post in ask(town, town.grid).handlers]


def test_nobody_excluded_answers() -> None:
    town, people = away_town()
    answer = ask(town, town.grid, excluding=(people["Fu"],))
    assert who(answer) == "Zhao"
    assert tried(answer)[0] == (WORKER, EXCLUDED, "Fu")


def test_a_holder_who_is_excluded_is_not_stood_in_for() -> None:
    """A stand-in acts for the holder: if the holder may not act in the matter, nor may the stand-in in their name."""
    town, people = away_town(Fu="Gu")
    answer = ask(town, town.grid, excluding=(people["Fu"],))
    assert who(answer) == "Zhao"
    assert tried(answer)[0] == (WORKER, EXCLUDED, "Fu")


def test_a_stand_in_who_is_excluded_does_not_stand_in() -> None:
    town, people = away_town(Fu="Gu")
    answer = ask(town, town.grid, excluding=(people["Gu"],))
    assert who(answer) == "Zhao"
    assert tried(answer)[0] == (WORKER, AWAY, "Fu")


def test_everybody_excluded_is_nobody() -> None:
    town, people = away_town()
    answer = ask(town, town.grid, excluding=tuple(people.values()))
    assert answer.responsible is None
    assert [step for step in tried(answer) if step[1] != VACANT] == [
        (WORKER, EXCLUDED, "Fu"),
        (SECRETARY, EXCLUDED, "Zhao"),
    ]


def test_excluding_people_whom_nobody_knows_changes_nothing() -> None:
    town, _ = away_town()
    answer = who_handles(town.on(), ByCode(town.grid.id), excluding=frozenset({"nobody", ""}))
    assert answer == ask(town, town.grid)


@pytest.mark.parametrize(
    ("covers", "excluded", "steps"),
    [
        ({}, "", [(CHOSEN, "Ann")]),
        ({"Ann": None}, "", [(AWAY, "Ann"), (CHOSEN, "Bai")]),
        ({"Ann": "Cai"}, "", [(CHOSEN, "Cai")]),
        ({}, "Ann", [(EXCLUDED, "Ann"), (CHOSEN, "Bai")]),
        ({"Ann": None, "Bai": "Cai"}, "", [(AWAY, "Ann"), (CHOSEN, "Cai")]),
        ({"Ann": None, "Bai": None}, "", [(AWAY, "Ann"), (AWAY, "Bai"), (CHOSEN, "Chen")]),
        ({"Ann": None}, "Bai", [(AWAY, "Ann"), (EXCLUDED, "Bai"), (CHOSEN, "Chen")]),
    ],
    ids=str,
)
def test_the_backup_is_asked_after_the_primary_and_before_the_next_rung(
    covers: dict[str, str | None], excluded: str, steps: list[tuple[Outcome, str]]
) -> None:
    """G ─ 专职 Ann (A角) and Bai (B角), 网格长 Chen; the part-time post between them is vacant."""
    town = Town()
    people = {
        "Bai": town.hold("Bai", WORKER, town.grid, Rank.BACKUP),
        "Ann": town.hold("Ann", WORKER, town.grid, Rank.PRIMARY),
        "Chen": town.hold("Chen", CHIEF, town.grid),
        "Cai": town.person("Cai"),
    }
    for name, cover in covers.items():
        town.away(people[name], FIRST, None, cover=people[cover] if cover else None)
    answer = ask(town, town.grid, excluding=(people[excluded],) if excluded else ())
    assert [(outcome, name) for _, outcome, name in tried(answer) if outcome != VACANT] == steps


def test_a_team_is_asked_primary_first_then_members_by_length_of_service_then_backup() -> None:
    """V ─ 村书记: Ann (A角, since May), Dai (member, since Feb), Cai (member, since Mar), Bai (B角, since Jan)"""
    town = Town()
    for name, rank, month in (
        ("Bai", Rank.BACKUP, 1),
        ("Cai", None, 3),
        ("Dai", None, 2),
        ("Ann", Rank.PRIMARY, 5),
    ):
        person = town.hold(name, SECRETARY, town.village, rank, start=date(2025, month, 1))
        town.away(person, DAY, None)
    assert [name for _, _, name in tried(ask(town, town.village))][:4] == ["Ann", "Dai", "Cai", "Bai"]


# -- with a role -----------------------------------------------------------------------------------------------------


def test_a_role_is_sought_on_the_place_first() -> None:
    """V ─ 调解员 Wu └ G ─ 调解员 Wei         asked: a mediator for G"""
    town = Town()
    town.hold("Wu", Role.MEDIATOR, town.village, None)
    town.hold("Wei", Role.MEDIATOR, town.grid, None)
    assert tried(ask(town, town.grid, role=Role.MEDIATOR)) == [(Role.MEDIATOR, CHOSEN, "Wei")]


def test_a_role_is_sought_on_each_unit_above_in_turn() -> None:
    """S ─ 专家 Xu └ A └ V └ G └ M            asked: an expert for M"""
    town = Town()
    town.hold("Xu", Role.EXPERT, town.street, None)
    town.hold("Fu", WORKER, town.grid)
    answer = ask(town, town.micro, role=Role.EXPERT)
    assert who(answer) == "Xu"
    assert [step.unit.kind for step in answer.steps] == [
        UnitKind.MICRO_GRID,
        UnitKind.GRID,
        UnitKind.VILLAGE,
        UnitKind.MANAGEMENT_AREA,
        UnitKind.STREET,
    ]
    assert [step.outcome for step in answer.steps] == [VACANT] * 4 + [CHOSEN]


def test_a_role_that_nobody_holds_is_nobodys() -> None:
    town = Town()
    town.hold("Fu", WORKER, town.grid)
    answer = ask(town, town.grid, role=Role.EXPERT)
    assert answer.responsible is None
    assert [outcome for _, outcome, _ in tried(answer)] == [VACANT] * 4
    assert [post.role for post in answer.handlers] == [WORKER], "handlers are all the same"


def test_a_role_passes_over_whoever_is_away_or_excluded() -> None:
    """A ─ 调解员 Wan └ V ─ 调解员 Wu (away) └ G ─ 调解员 Wei (excluded)"""
    town = Town()
    wei = town.hold("Wei", Role.MEDIATOR, town.grid, None)
    town.away(town.hold("Wu", Role.MEDIATOR, town.village, None), FIRST, None)
    town.hold("Wan", Role.MEDIATOR, town.area, None)
    answer = ask(town, town.grid, role=Role.MEDIATOR, excluding=(wei,))
    assert [(outcome, name) for _, outcome, name in tried(answer)] == [
        (EXCLUDED, "Wei"),
        (AWAY, "Wu"),
        (CHOSEN, "Wan"),
    ]


# -- handlers --------------------------------------------------------------------------------------------------------


def test_handlers_are_everybody_nearest_unit_first_then_by_ladder_then_by_rank() -> None:
    """
    S ─ 专家 9, 政法委员 8
    └ A
      └ V ─ 调解员 7, 村书记 6
        └ G ─ 网格指导员 5, 网格长 4 (B角), 网格长 3 (A角), 专职 2
          └ M ─ 协管员 1                 asked: M; appointed from 9 down to 1
    """
    town = Town()
    posts = [
        ("9", Role.EXPERT, town.street, None),
        ("8", Role.POLITICAL_LEGAL_COMMISSIONER, town.street, Rank.PRIMARY),
        ("7", Role.MEDIATOR, town.village, None),
        ("6", SECRETARY, town.village, Rank.PRIMARY),
        ("5", Role.INSTRUCTOR, town.grid, Rank.PRIMARY),
        ("4", CHIEF, town.grid, Rank.BACKUP),
        ("3", CHIEF, town.grid, Rank.PRIMARY),
        ("2", WORKER, town.grid, Rank.PRIMARY),
        ("1", Role.ASSISTANT, town.micro, Rank.PRIMARY),
    ]
    people = {town.hold(name, role, unit, rank).id: name for name, role, unit, rank in posts}
    assert "".join(people[post.person] for post in ask(town, town.micro).handlers) == "123456789"
    assert "".join(people[post.person] for post in ask(town, town.village).handlers) == "6789"


def test_posts_of_centres_are_no_posts_of_the_unit_they_serve() -> None:
    town = Town()
    centre = town.centre(town.village)
    town.hold("Lu", Role.CENTRE_DIRECTOR, centre)
    assert ask(town, town.village).handlers == ()


# -- what else is said -----------------------------------------------------------------------------------------------


def test_names_are_those_of_the_day_for_the_place_and_all_above_it() -> None:
    town = Town()
    town.rename(town.village, DAY, name="尹范社区")
    assert names(ask(town, town.grid, DAY - ONE_DAY)) == ("第一网格", "尹范村", "城区管区", "东平街道")
    assert names(ask(town, town.grid, DAY)) == ("第一网格", "尹范社区", "城区管区", "东平街道")


def test_the_units_above_are_those_of_the_day() -> None:
    """V moves from A to B on 1 June; A has a secretary Zhao, B a secretary Wang."""
    town = Town()
    other = town.unit(UnitKind.MANAGEMENT_AREA, town.street)
    town.hold("Zhao", Role.MANAGEMENT_AREA_SECRETARY, town.area)
    town.hold("Wang", Role.MANAGEMENT_AREA_SECRETARY, other)
    town.move(town.village, DAY, other)
    assert who(ask(town, town.micro, DAY - ONE_DAY)) == "Zhao"
    assert who(ask(town, town.micro, DAY)) == "Wang"


def test_every_step_says_why_in_chinese_and_in_english() -> None:
    town, people = away_town(Fu=None)
    town.hold("Lao", CHIEF, town.grid)
    for step in ask(town, town.grid, excluding=(town.person("Mu"), people["Zhao"])).steps:
        chinese, english = step.reason.split(" / ")
        assert chinese
        assert english.endswith(".")
        assert step.person is None or step.person.name in english


def test_who_answers_for_a_unit_is_who_handles_it() -> None:
    town, _ = away_town(Fu="Gu")
    view = town.on()
    assert responsible_for(view, town.grid) == ask(town, town.grid).responsible
