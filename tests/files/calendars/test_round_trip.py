"""A feed of ours is read back: into the same rotas it changes nothing, into others it overrides what differs."""

from datetime import datetime
from pathlib import Path
from typing import Any

import icalendar

from graph.facts import Person
from graph.words import DutyDays
from queries.duty.feed import feed
from tests.files.calendars.office import CIVIL, DAY, TODAY, ZONE, House, World

BEFORE = TODAY - 60 * DAY
NOW = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=ZONE)


class Staffed(House):
    """The house with rotas of all kinds: departments by turns, officers day and night, overrides, swaps, absences."""

    def __init__(self, *, order: tuple[int, ...] = (0, 1, 2, 3)) -> None:
        super().__init__()
        self.weekdays = self.rota(
            self.house,
            [self.farm, self.women],
            rule="FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
            days=DutyDays.WORKING_DAYS,
            minutes=540,
            start=BEFORE,
            hand_over="08:30",
        )
        self.nights = self.rota(
            self.house, [self.team[n] for n in order], department=self.patrol, start=BEFORE, hand_over="08:30"
        )

    def busy(self) -> "Staffed":
        """With an override, a swap, and two absences, one from the middle of a shift on, one without a stand-in."""
        self.override(self.nights, self.team[5], TODAY + 3 * DAY, TODAY + 5 * DAY)
        self.away(self.team[0], TODAY + 9 * DAY, TODAY + 20 * DAY, cover=self.team[6])
        self.away(self.team[2], TODAY + 30 * DAY, TODAY + 40 * DAY)
        self.swap(self.nights, self.team[1], TODAY + DAY, self.team[3], TODAY + 11 * DAY)
        self.override(self.weekdays, self.women, TODAY + 7 * DAY, TODAY + 8 * DAY)
        return self


def fed(world: World, target: str, path: Path) -> Path:
    """The feed of a centre, a department or somebody, as a file."""
    path.write_bytes(feed(world.snapshot, target, NOW, CIVIL))
    return path


def test_a_feed_of_a_centre_a_department_or_an_officer_says_what_is_there_already(tmp_path: Path) -> None:
    house = Staffed().busy()
    world = house.world()
    for target in (house.house.id, house.patrol.id, house.farm.id, house.law.id, house.team[0].id):
        assert world.planned(fed(world, target, tmp_path / f"{target}.ics")).operations == ()


def test_officers_of_rotating_departments_with_a_rota_of_their_own_are_read_back_too(tmp_path: Path) -> None:
    house = Staffed()
    other = house.officer("田二", house.farm)
    house.rota(house.house, [house.farmer, other], department=house.farm, start=BEFORE, hand_over="08:30")
    world = house.world()
    assert world.planned(fed(world, house.house.id, tmp_path / "中心.ics")).operations == ()


def test_into_altered_rotas_it_overrides_exactly_the_shifts_that_differ(tmp_path: Path) -> None:
    """Two of four have changed places; one in four is served as before, and nobody is overridden there."""
    path = fed(Staffed().world(), Staffed().patrol.id, tmp_path / "综合执法.ics")
    world = Staffed(order=(0, 2, 1, 3)).world()
    after = world.take(path)
    start, days = TODAY - 31 * DAY, 31 + 179
    wanted = Staffed().world().who(world.house.patrol, start, days)
    were = world.who(world.house.patrol, start, days)
    assert after.who(world.house.patrol, start, days) == wanted
    differing = sum(1 for one, other in zip(were, wanted, strict=True) if one != other)
    assert 0 < differing == len([o for o in after.overrides() if o[2] == o[1] + DAY]) == len(after.overrides())
    assert len(world.rotas()) == len(after.rotas())


def test_a_feed_of_departments_overrides_their_turns(tmp_path: Path) -> None:
    house = Staffed()
    path = fed(house.world(), house.house.id, tmp_path / "中心.ics")
    other = Staffed()
    wanted = house.world().who(house.farm, TODAY, 5) + house.world().who(house.women, TODAY, 5)
    other.override(other.weekdays, other.farm, TODAY, TODAY + 4 * DAY)
    after = other.world().take(path)
    assert after.who(house.farm, TODAY, 5) + after.who(house.women, TODAY, 5) == wanted
    assert [name for name, _, _ in after.overrides()] == ["妇联", "农经", "妇联", "农经"]


def test_where_no_rota_is_it_becomes_one_from_today_on(tmp_path: Path) -> None:
    path = fed(Staffed().world(), Staffed().house.id, tmp_path / "中心.ics")
    world = House().world()
    after = world.take(path)
    assert after.who(after.house.patrol, TODAY, 150) == Staffed().world().who(after.house.patrol, TODAY, 150)
    assert after.who(after.house.farm, TODAY, 150) == Staffed().world().who(after.house.farm, TODAY, 150)
    assert {rota.department for rota in after.rotas()} == {None, after.house.patrol.id}
    assert "they were left out: a rota begins with a turn to come" in after.doubts


def test_residents_who_are_there_without_a_rota_are_left_out(tmp_path: Path) -> None:
    house = House()
    path = fed(house.world(), house.law.id, tmp_path / "司法.ics")
    colleague = House()
    colleague.officer("新人", colleague.law)
    plan = colleague.world().planned(path)
    assert plan.operations == ()
    assert plan.calendars[0].left_out[0].startswith("no rota gives them 非排班: ")


def test_namesakes_are_told_apart_by_the_ids_in_a_feed(tmp_path: Path) -> None:
    house = Staffed()
    twin = house.officer("张三", house.patrol)
    assert isinstance(twin, Person)
    house.override(house.nights, twin, TODAY, TODAY + DAY)
    world = house.world()
    assert world.planned(fed(world, house.patrol.id, tmp_path / "综合执法.ics")).operations == ()


def test_a_change_made_in_a_calendar_program_is_an_override(tmp_path: Path) -> None:
    """Somebody changes the name in the summary; the ids of the feed do not know of it."""
    house = Staffed()
    world = house.world()
    path = fed(world, house.patrol.id, tmp_path / "综合执法.ics")
    text = path.read_bytes().decode()
    calendar: Any = icalendar.Calendar.from_ical(text)
    day = TODAY + 10 * DAY
    for event in calendar.walk("VEVENT"):
        if event["DTSTART"].dt.astimezone(ZONE).date() == day:
            event["SUMMARY"] = icalendar.vText("综合执法随叫随到：周九")
    path.write_bytes(calendar.to_ical())
    after = world.take(path)
    assert after.overrides() == [("周九", day, day + DAY)]
