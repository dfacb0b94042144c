"""The checks of people and cover: each provoked in a town where nothing else is wrong, silent where it nearly is."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from graph.facts import Absence, Person, Rota, Stationing
from graph.time.calendar import CivilTime, WorkCalendar, last_published
from graph.words import AbsenceKind, DutyDays, Rank, Role, StationingMode, UnitKind
from queries.checks.check import catalogue, check_model
from tests.builders.organisations import DAY as ONE_DAY
from tests.builders.organisations import FIRST
from tests.builders.sound_town import DAY, SoundTown, findings, the_only

JUNE, JULY, MAY = date(2025, 6, 1), date(2025, 7, 1), date(2025, 5, 1)


def numbers(town: SoundTown, day: date = DAY) -> set[str]:
    return {number for number, _ in findings(town, day)}


def away(town: SoundTown, person: Person, cover: Person | None = None) -> Absence:
    return town.away(person, MAY, JULY, cover=cover, kind=AbsenceKind.SICK)


# -- known twice -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["张三", "张三1", "张 三", "张三123"])
@pytest.mark.parametrize("phone", ["13900000001", "139 0000 0001", "+86 139-0000-0001"])
def test_somebody_known_twice(name: str, phone: str) -> None:
    """However the number is written, and with the digits that a second account gets."""
    town = SoundTown()
    town.correct(town.worker, name="张三", phone="13900000001")
    town.correct(town.officer, name=name, phone=phone)
    found = the_only(town)
    assert (found.number, found.ids) == ("W401", tuple(sorted([town.worker.id, town.officer.id])))
    assert "张三" in found.message
    assert town.worker.id in found.message


@pytest.mark.parametrize(
    ("name", "phone"), [("张三", "13900000002"), ("张四", "13900000001"), ("张三1234", "13900000001")]
)
def test_a_namesake_or_somebody_who_shares_a_telephone_is_nothing(name: str, phone: str) -> None:
    town = SoundTown()
    town.correct(town.worker, name="张三", phone="13900000001")
    town.correct(town.officer, name=name, phone=phone)
    assert findings(town) == []


def test_namesakes_without_numbers_are_not_taken_for_one() -> None:
    town = SoundTown()
    for person in (town.worker, town.officer):
        town.correct(person, name="张三", phone=None)
    assert "W401" not in numbers(town)


def test_somebody_known_again_after_they_had_left_is_nothing() -> None:
    town = SoundTown()
    gone = town.person("张三", phone="13900000001", end=MAY)
    town.correct(town.worker, name=gone.name, phone=gone.phone)
    assert findings(town) == []


def test_an_id_number_known_twice() -> None:
    town = SoundTown()
    town.correct(town.worker, id_number_seal="5ea1")
    assert findings(town) == []
    town.correct(town.officer, id_number_seal="5ea1")
    assert findings(town) == [("W402", tuple(sorted([town.worker.id, town.officer.id])))]


# -- with no post, with too many, out of reach -------------------------------------------------------------------------


def test_somebody_who_never_held_a_post() -> None:
    town = SoundTown()
    idle = town.somebody()
    assert findings(town) == [("W403", (idle.id,))]


def test_somebody_whose_only_post_was_annulled_never_held_one() -> None:
    town = SoundTown()
    idle = town.somebody()
    town.close(town.appoint(idle, Role.ASSISTANT, town.micro, None), FIRST)
    assert findings(town) == [("W403", (idle.id,))]


def test_somebody_whose_post_is_to_come_or_who_stands_in_is_nothing() -> None:
    town = SoundTown()
    town.hold(Role.ASSISTANT, town.micro, None, start=JULY)
    away(town, town.worker, cover=town.somebody())
    assert findings(town) == []


def test_somebody_with_no_post_left() -> None:
    town = SoundTown()
    leaving = town.somebody()
    town.appoint(leaving, Role.ASSISTANT, town.micro, None, end=JUNE)
    assert findings(town, JUNE - ONE_DAY) == []
    assert findings(town, JUNE) == [("W406", (leaving.id,))]
    assert "has held no post since 2025-06-01" in the_only(town, JUNE).message


def test_somebody_who_left_altogether_is_nothing() -> None:
    town = SoundTown()
    town.appoint(town.person(end=MAY), Role.ASSISTANT, town.micro, None, end=MAY)
    assert findings(town) == []


@pytest.mark.parametrize("role", [Role.FULL_TIME_WORKER, Role.PART_TIME_WORKER, Role.GRID_CHIEF])
def test_somebody_responsible_and_out_of_reach(role: Role) -> None:
    """A part-time worker leads nothing, and stands on the ladder."""
    town = SoundTown()
    person = town.hold(role, town.grid, None)
    town.correct(person, phone=None)
    found = the_only(town)
    assert (found.number, found.ids) == ("W404", (person.id,))
    assert role.zh in found.message
    assert role.label in found.message


def test_somebody_who_helps_needs_no_number() -> None:
    town = SoundTown()
    town.correct(town.hold(Role.EXPERT, town.street, None), phone=None)
    assert findings(town) == []


def test_posts_of_too_many_units() -> None:
    """Ten micro-grids are nothing, another is."""
    town = SoundTown()
    person = town.somebody()
    micros = [town.unit(UnitKind.MICRO_GRID, town.grid, name=f"微{number}") for number in range(11)]
    for micro in micros[:10]:
        town.appoint(person, Role.ASSISTANT, micro, None)
        town.appoint(person, Role.INSTRUCTOR, micro, None)
    assert "W405" not in numbers(town)
    town.appoint(person, Role.ASSISTANT, micros[10], None)
    assert ("W405", (person.id, *(micro.id for micro in micros))) in findings(town)


# -- away --------------------------------------------------------------------------------------------------------------


def test_somebody_away_with_nobody_in_their_place() -> None:
    town = SoundTown()
    absence = away(town, town.worker)
    post = town.posts(town.grid, Role.FULL_TIME_WORKER)[0]
    found = the_only(town)
    assert (found.number, found.ids) == ("W502", (absence.id, post.id, town.worker.id, town.grid.id))
    assert "full-time worker of 第一网格" in found.message
    assert findings(town, JULY) == [], "they are back"


def test_somebody_away_with_a_stand_in_or_a_backup_is_nothing() -> None:
    town = SoundTown()
    away(town, town.worker, cover=town.officer)
    away(town, town.secretary)
    town.hold(Role.VILLAGE_PARTY_SECRETARY, town.village, Rank.BACKUP)
    assert findings(town) == []


def test_a_backup_who_is_away_is_no_backup() -> None:
    town = SoundTown()
    away(town, town.secretary)
    away(town, town.hold(Role.VILLAGE_PARTY_SECRETARY, town.village, Rank.BACKUP))
    found = findings(town)
    assert [(number, ids[2]) for number, ids in found] == [("W502", town.secretary.id)], "said of the one who leads"


def test_a_member_of_a_team_may_be_away() -> None:
    town = SoundTown()
    away(town, town.holder(Role.ASSISTANT, town.micro))
    away(town, town.officer)
    assert findings(town) == []


def test_a_stand_in_who_is_away() -> None:
    """Fu is away for the officer, who is away for somebody: that one answers."""
    town = SoundTown()
    last = town.somebody()
    absence = away(town, town.worker, cover=town.officer)
    away(town, town.officer, cover=last)
    found = the_only(town)
    assert (found.number, found.ids) == ("W503", (absence.id, town.worker.id, town.officer.id))
    assert f"{last.name} answers" in found.message


def test_a_stand_in_who_is_away_with_nobody_behind_them() -> None:
    town = SoundTown()
    away(town, town.worker, cover=town.officer)
    away(town, town.officer)
    assert numbers(town) == {"W502", "W503"}
    assert any("nobody answers" in found.message for found in check_model(town.on()))


def test_somebody_away_for_more_than_a_year() -> None:
    town = SoundTown()
    absence = town.away(town.worker, FIRST, None, cover=town.officer)
    assert findings(town, FIRST + timedelta(days=365)) == []
    assert findings(town, FIRST + timedelta(days=366)) == [("W505", (absence.id, town.worker.id))]


# -- nobody ------------------------------------------------------------------------------------------------------------


def test_nobody_answers() -> None:
    """The commissioner, the only one who answers for the street itself, goes away; below there are others."""
    town = SoundTown()
    away(town, town.commissioner)
    assert ("W501", (town.street.id,)) in findings(town)
    assert numbers(town) == {"W501", "W502", "W731"}
    assert findings(town, JULY) == []


def test_nobody_answers_for_anything_of_the_ladder() -> None:
    """All are away: said of street, area, village and grids, and not of micro-grids, which their grid answers for."""
    town = SoundTown()
    for person in town.all(Person):
        away(town, person)
    units = [town.street, town.area, town.village, town.grid, town.other_grid]
    assert [ids for number, ids in findings(town) if number == "W501"] == sorted((unit.id,) for unit in units)
    assert [found.severity.value for found in check_model(town.on()) if found.number == "W501"] == ["error"] * 5


def test_a_stand_in_answers() -> None:
    town = SoundTown()
    away(town, town.commissioner, cover=town.officer)
    assert findings(town) == []


def test_a_post_vacant_for_long() -> None:
    """The worker's post of G ends in March: a gap for ninety days, and then more than that."""
    town = SoundTown()
    march = date(2025, 3, 1)
    town.close(town.worker, march)
    assert "W504" not in numbers(town, march + timedelta(days=90))
    (found,) = [f for f in check_model(town.on(march + timedelta(days=91))) if f.number == "W504"]
    assert found.ids == (town.grid.id,)
    assert "should have 1 full-time worker; 0 hold the post. It has been short for 91 days" in found.message


def test_a_post_filled_meanwhile_is_not_vacant_for_long() -> None:
    town = SoundTown()
    town.close(town.worker, date(2025, 3, 1))
    town.hold(Role.FULL_TIME_WORKER, town.grid, start=date(2025, 4, 1))
    assert findings(town, date(2025, 12, 1)) == []


# -- departments on call -----------------------------------------------------------------------------------------------


def test_a_department_on_call_with_nobody_to_call() -> None:
    town = SoundTown()
    town.close(town.officer, JUNE)
    assert findings(town, JUNE) == [("W711", (town.on_call.id, town.office.id, town.seat.id))]


def test_a_rota_that_ends_before_its_first_shift() -> None:
    """Every New Year's Day, from June until December; for a year, it has one."""
    town = SoundTown()
    idle = yearly_rota(town, date(2025, 12, 1))
    assert ("W712", (idle.id,)) in findings(town, JUNE)
    busy = SoundTown()
    yearly_rota(busy, date(2026, 6, 1))
    assert "W712" not in {number for number, _ in findings(busy, JUNE)}


def yearly_rota(town: SoundTown, end: date) -> Rota:
    """A rota of the one officer from June on."""
    rule = "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1"
    return town.rota(town.seat, [town.officer], department=town.office, rule=rule, start=JUNE, end=end, minutes=540)


@pytest.mark.parametrize("mode", [StationingMode.RESIDENT, StationingMode.ROTATING])
def test_a_department_that_is_there_needs_no_duty_officer(mode: StationingMode) -> None:
    town = SoundTown()
    station: Stationing = town.station(town.department("农经"), town.seat, mode)
    assert station.mode is mode
    assert findings(town) == []


def test_days_off_that_are_not_known_soon_enough() -> None:
    town, year = SoundTown(), last_published()
    assert "W713" not in numbers(town)
    assert findings(town, date(year, 10, 1)) == findings(town, date(2025, 10, 1))
    assert ("W713", ()) in findings(town, date(year, 11, 28))
    assert ("W713", ()) in findings(town, date(year + 2, 6, 1))
    stated = catalogue(CivilTime(ZoneInfo("Asia/Shanghai"), WorkCalendar({}, frozenset({year + 1}))))
    found = check_model(town.organisation().view(date(year, 11, 28)), stated)
    assert "W713" not in {finding.number for finding in found}


def test_a_rota_of_working_days_in_a_year_that_is_not_known() -> None:
    year = last_published() + 2
    for days, count in ((DutyDays.WORKING_DAYS, 1), (DutyDays.DAYS_OFF, 1), (DutyDays.EVERY_DAY, 0)):
        town = SoundTown()
        start, end = date(year, 1, 1), date(year + 1, 1, 1)
        plain: dict[str, Any] = {"rule": "FREQ=DAILY", "start": start, "end": end, "minutes": 540, "days": days}
        rota = town.rota(town.seat, [town.officer], department=town.office, **plain)
        assert findings(town).count(("W714", (rota.id,))) == count
