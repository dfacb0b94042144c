"""Calendars as usual programs write them: what says nothing more is no fault."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from loaders.calendars.usual import plain_rule
from tests.files.calendars.office import DAY, House, World, text

START = date(2026, 3, 3)


@pytest.fixture
def world() -> World:
    """An office with a rota, handed over at half past eight."""
    house = House()
    house.rota(house.house, house.team[:2], department=house.patrol, start=START - DAY, hand_over="08:30")
    return house.world()


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("FREQ=DAILY", "FREQ=DAILY"),
        ("FREQ=DAILY;", "FREQ=DAILY"),
        (" FREQ=DAILY ; INTERVAL=2", "FREQ=DAILY;INTERVAL=2"),
        ("FREQ=DAILY;BYHOUR=8;BYMINUTE=30;BYSECOND=0;INTERVAL=2", "FREQ=DAILY;INTERVAL=2"),
        ("BYHOUR=08;FREQ=DAILY", "FREQ=DAILY"),
        ("FREQ=DAILY;BYHOUR=9", "FREQ=DAILY;BYHOUR=9"),
        ("FREQ=DAILY;BYHOUR=8,20", "FREQ=DAILY;BYHOUR=8,20"),
        ("FREQ=DAILY;BYMINUTE=0", "FREQ=DAILY;BYMINUTE=0"),
    ],
)
def test_the_hour_of_the_start_says_nothing_more(said: str, plain: str) -> None:
    assert plain_rule(said, datetime(2026, 3, 3, 8, 30, tzinfo=UTC)) == plain


def test_midnights_that_outlook_calls_whole_days_are_days(world: World, tmp_path: Path) -> None:
    lines = (
        *("UID:1", "SUMMARY:综合执法值班：周九", "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE"),
        *("DTSTART;TZID=China Standard Time:20260303T000000", "DTEND;TZID=China Standard Time:20260304T000000"),
    )
    assert world.take(text(tmp_path / "a.ics", *lines)).overrides() == [("周九", START, START + DAY)]
    timed = [line.replace("TRUE", "FALSE") for line in lines]
    assert "begins or ends within a turn" in world.refused(text(tmp_path / "b.ics", *timed))[0].why


def test_a_day_that_ends_on_itself_is_one_day_with_a_doubt(world: World, tmp_path: Path) -> None:
    lines = ("UID:1", "SUMMARY:综合执法值班：周九", "DTSTART;VALUE=DATE:20260303", "DTEND;VALUE=DATE:20260303")
    after = world.take(text(tmp_path / "a.ics", *lines))
    assert after.overrides() == [("周九", START, START + DAY)]
    assert "taken as one of that day" in after.doubts
