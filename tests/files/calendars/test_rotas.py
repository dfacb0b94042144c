"""Series without end become rotas: one where that is exact, and otherwise as many as it takes."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from graph.words import DutyDays
from tests.files.calendars.office import DAY, TODAY, ZONE, House, World, at, days, event, ics, text

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR")
FOURTH = {"freq": "daily", "interval": 4}


def by_turns(house: House, number: int = 4, clock: str = "08:30") -> list[object]:
    """The first of the team, a day each, in a series each."""
    rule = {"freq": "daily", "interval": number}
    team = enumerate(house.team[:number])
    return [event(f"{p.name}值班", at(TODAY + n * DAY, clock), rrule=rule) for n, p in team]


def lines(world: World) -> list[tuple[str, str, str, str]]:
    """The rotas in short: rule, hour, whose, until when."""
    return [(r.rule, r.hand_over, "".join(m[0] for m in world.members(r)), str(r.end)) for r in world.rotas()]


def test_four_officers_every_fourth_day_are_one_rota_of_four(tmp_path: Path) -> None:
    house = House()
    world = house.world().take(ics(tmp_path / "值班.ics", by_turns(house)))  # type: ignore[arg-type] # events
    (rota,) = world.rotas()
    assert (rota.name, rota.rule, rota.hand_over, rota.minutes) == ("值班表", "FREQ=DAILY", "08:30", 1440)
    assert (rota.centre, rota.department, rota.start, rota.end) == (house.house.id, house.patrol.id, TODAY, None)
    assert world.members(rota) == ["张三", "李四", "王五", "赵六"]
    assert world.who(house.patrol, TODAY, 5)[::4] == ["03-02 08:30 张三", "03-06 08:30 张三"]
    assert world.overrides() == []


def test_a_weekday_each_is_one_rota_of_these_weekdays(tmp_path: Path) -> None:
    house = House()
    events = [
        event(f"{house.team[n].name}值班", at(TODAY + n * DAY), 9, rrule={"freq": "weekly", "byday": day})
        for n, day in enumerate(WEEKDAYS)
    ]
    world = house.world().take(ics(tmp_path / "值班.ics", events))
    assert lines(world) == [("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "08:30", "张李王赵钱", "None")]


def test_two_days_on_end_are_a_turn_of_two(tmp_path: Path) -> None:
    house = House()
    rule = {"freq": "daily", "interval": 4}
    events = [event(f"{house.team[n // 2].name}值班", at(TODAY + n * DAY), rrule=rule) for n in range(4)]
    (rota,) = house.world().take(ics(tmp_path / "值班.ics", events)).rotas()
    assert (rota.rule, rota.turn) == ("FREQ=DAILY", 2)


def test_days_of_the_month_come_together_and_what_does_not_fit_stays_apart(tmp_path: Path) -> None:
    house = House()
    monthly = [
        event("张三", at(date(2026, 3, 5)), rrule={"freq": "monthly", "bymonthday": 5}),
        event("李四", at(date(2026, 3, 20)), rrule={"freq": "monthly"}),
    ]
    world = house.world().take(ics(tmp_path / "一.ics", monthly))
    assert lines(world) == [("FREQ=MONTHLY;BYMONTHDAY=5,20", "08:30", "张李", "None")]
    apart = [
        event("张三", at(date(2026, 3, 7)), rrule={"freq": "weekly", "byday": "SA"}),
        event("李四", at(date(2026, 3, 2)), rrule={"freq": "monthly", "byday": "1MO"}),
    ]
    world = house.world().take(ics(tmp_path / "二.ics", apart))
    assert sorted(lines(world)) == [
        ("FREQ=MONTHLY;BYDAY=1MO", "08:30", "李", "None"),
        ("FREQ=WEEKLY;BYDAY=SA", "08:30", "张", "None"),
    ]


def test_officers_who_serve_together_have_a_rota_each(tmp_path: Path) -> None:
    house = House()
    events = [
        event("综合执法值班：张三、赵六", at(TODAY), rrule={"freq": "daily", "interval": 2}),
        event("综合执法值班：李四 13800000002、赵六", at(TODAY + DAY), rrule={"freq": "daily", "interval": 2}),
    ]
    world = house.world().take(ics(tmp_path / "双人.ics", events))
    assert sorted(lines(world)) == [("FREQ=DAILY", "08:30", "张李", "None"), ("FREQ=DAILY", "08:30", "赵", "None")]
    assert world.who(house.patrol, TODAY, 2) == ["03-02 08:30 张三、赵六", "03-03 08:30 李四、赵六"]


def test_departments_take_turns_in_a_rota_of_the_centre(tmp_path: Path) -> None:
    house = House()
    events = [
        event(name, at(TODAY + n * DAY), 9, rrule={"freq": "daily", "interval": 2})
        for n, name in enumerate(["农经轮驻", "妇联 轮驻"])
    ]
    world = house.world().take(ics(tmp_path / "轮驻.ics", events))
    (rota,) = world.rotas()
    assert (rota.department, world.members(rota)) == (None, ["农经", "妇联"])
    assert world.who(house.women, TODAY, 2) == ["03-03 08:30 何妇"]


def test_a_series_that_began_long_ago_counts_on_from_today(tmp_path: Path) -> None:
    """Nothing is said of the past; whose turn it is today is what the series says."""
    house = House()
    begun = TODAY - 401 * DAY
    events = [event(p.name, at(begun + n * DAY), rrule=FOURTH) for n, p in enumerate(house.team[:4])]
    world = house.world().take(ics(tmp_path / "值班.ics", events), on=TODAY - 100 * DAY)
    assert world.rotas()[0].start == TODAY
    assert world.who(house.patrol, TODAY, 2) == ["03-02 08:30 李四", "03-03 08:30 王五"]
    later = house.world().take(ics(tmp_path / "值班.ics", events), on=date(2026, 5, 1))
    assert later.who(house.patrol, date(2026, 4, 29), 3) == ["05-01 08:30 李四"]


@pytest.mark.parametrize(("hour", "first"), [(7, TODAY), (15, TODAY + DAY)])
def test_turns_that_have_begun_today_are_a_record(tmp_path: Path, hour: int, first: date) -> None:
    """After the hour of hand-over a series counts from tomorrow; who was on duty this morning stays so."""
    house = House()
    house.rota(house.house, house.team[4:6], department=house.patrol, start=TODAY - 4 * DAY, hand_over="08:30")
    now = datetime.combine(TODAY, time(hour), ZONE)
    world = house.world().take(ics(tmp_path / "值班.ics", by_turns(house)), today=now)  # type: ignore[arg-type] # events
    whose = ["张三", "李四", "王五"]
    today = "张三" if first == TODAY else "钱七"
    assert world.who(house.patrol, TODAY, 3) == [
        f"{TODAY + n * DAY:%m-%d} 08:30 {name}" for n, name in enumerate([today, *whose[1:]])
    ]
    assert [(rota.start, rota.end) for rota in world.rotas()] == [(TODAY - 4 * DAY, first), (first, None)]
    assert world.who(house.patrol, TODAY - 2 * DAY, 2) == house.world().who(house.patrol, TODAY - 2 * DAY, 2)


@pytest.mark.parametrize(("hour", "first"), [(7, TODAY), (15, TODAY + DAY)])
def test_whole_days_begin_with_the_hour_of_the_rota_that_is_there(tmp_path: Path, hour: int, first: date) -> None:
    house = House()
    house.rota(house.house, house.team[4:5], department=house.patrol, start=TODAY - 4 * DAY, hand_over="08:30")
    now = datetime.combine(TODAY, time(hour), ZONE)
    whole = event("张三值班", TODAY - 9 * DAY, rrule={"freq": "daily"})
    world = house.world().take(ics(tmp_path / "值班.ics", [whole]), today=now)
    assert world.who(house.patrol, first - DAY, 2) == [
        f"{first - DAY:%m-%d} 08:30 钱七",
        f"{first:%m-%d} 08:30 张三",
    ]


def test_exceptions_lie_over_the_rota(tmp_path: Path) -> None:
    """A turn cancelled, one served by another, one moved: the order of the others stays as it is."""
    house = House()
    first, second, *others = by_turns(house)
    first.add("exdate", at(TODAY + 4 * DAY).replace(tzinfo=ZONE))  # type: ignore[attr-defined] # an event
    changed = event("周九", at(TODAY + 5 * DAY), recurrence_id=at(TODAY + 5 * DAY).replace(tzinfo=ZONE))
    changed["UID"] = second["UID"]  # type: ignore[index] # an event
    path = ics(tmp_path / "值班.ics", [first, second, *others, changed])  # type: ignore[list-item] # events
    world = house.world().take(path)
    assert world.who(house.patrol, TODAY, 9) == [
        "03-02 08:30 张三",
        "03-03 08:30 李四",
        "03-04 08:30 王五",
        "03-05 08:30 赵六",
        "03-07 08:30 周九",
        "03-08 08:30 王五",
        "03-09 08:30 赵六",
        "03-10 08:30 张三",
    ]
    assert [(r.start, r.end) for r in world.rotas()] == [(TODAY, TODAY + 4 * DAY), (TODAY + 5 * DAY, None)]
    assert world.overrides() == [("周九", TODAY + 5 * DAY, TODAY + 6 * DAY)]


def test_another_calendar_of_the_same_place_replaces_the_rota_and_leaves_the_past(tmp_path: Path) -> None:
    house = House()
    world = house.world().take(ics(tmp_path / "旧.ics", by_turns(house)))  # type: ignore[arg-type] # events
    later = TODAY + 30 * DAY
    fresh = [
        event(p.name, at(TODAY + n * DAY), rrule={"freq": "daily", "interval": 2})
        for n, p in enumerate(house.team[4:6])
    ]
    after = world.take(ics(tmp_path / "新.ics", fresh), on=later, today=TODAY + 10 * DAY)
    assert after.who(house.patrol, later - 2 * DAY, 4) == [
        "03-30 08:30 张三",
        "03-31 08:30 李四",
        "04-01 08:30 钱七",
        "04-02 08:30 孙八",
    ]
    assert after.plan is not None
    assert after.plan.ended.counts["Rota"] == 1


def test_a_rota_of_other_hours_is_left_alone(tmp_path: Path) -> None:
    house = House()
    house.rota(house.house, house.team[:2], department=house.patrol, start=TODAY, hand_over="08:30", minutes=540)
    night = [event("张三", at(TODAY, "17:30"), 15, rrule={"freq": "daily"})]
    world = house.world().take(ics(tmp_path / "夜班.ics", night))
    assert sorted(rota.hand_over for rota in world.rotas() if rota.end is None) == ["08:30", "17:30"]


def test_one_officer_s_own_calendar_says_what_the_rota_says(tmp_path: Path) -> None:
    """It may be read and changes nothing; what differs would take others off the rota, and is refused."""
    house = House()
    world = house.world().take(ics(tmp_path / "值班.ics", by_turns(house)))  # type: ignore[arg-type] # events
    mine = event("值班：张三", at(TODAY), rrule=FOURTH)
    assert world.planned(ics(tmp_path / "张三.ics", [mine])).operations == ()
    other = event("值班：张三", at(TODAY + DAY), rrule=FOURTH)
    (fault,) = world.refused(ics(tmp_path / "张三.ics", [other]))
    assert "says otherwise than the rota 值班表, and nothing of its turn of 2026-03-04" in fault.why


def test_an_override_made_here_stays_when_the_series_is_imported_again(tmp_path: Path) -> None:
    house = House()
    path = ics(tmp_path / "值班.ics", by_turns(house))  # type: ignore[arg-type] # events
    world = house.world().take(path)
    swap = ics(tmp_path / "替班.ics", [event("周九值班", at(TODAY + 6 * DAY))])
    changed = world.take(swap)
    assert changed.overrides() == [("周九", TODAY + 6 * DAY, TODAY + 7 * DAY)]
    for on in (TODAY, TODAY + 5 * DAY, TODAY + 60 * DAY):
        assert changed.planned(path, on=on).operations == ()


def test_an_earlier_day_than_is_recorded_is_a_doubt(tmp_path: Path) -> None:
    house = House()
    path = ics(tmp_path / "值班.ics", by_turns(house))  # type: ignore[arg-type] # events
    world = house.world().take(path, on=TODAY + 20 * DAY)
    plan = world.planned(path)
    assert plan.operations == ()
    assert "are recorded from 2026-03-22 on already" in plan.warnings[0].why


# -- hours and zones ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "clock", "ours"),
    [
        (ZoneInfo("UTC"), "00:30", "08:30"),
        (ZoneInfo("Asia/Tokyo"), "09:30", "08:30"),
        (ZoneInfo("Australia/Brisbane"), "10:30", "08:30"),
        (None, "08:30", "08:30"),
    ],
)
def test_hours_of_other_zones_are_ours_and_those_without_a_zone_too(
    zone: ZoneInfo | None, clock: str, ours: str, tmp_path: Path
) -> None:
    house = House()
    world = house.world().take(
        ics(tmp_path / "值班.ics", [event("张三", at(TODAY, clock), zone=zone, rrule={"freq": "daily"})])
    )
    assert lines(world) == [("FREQ=DAILY", ours, "张", "None")]


def test_a_weekday_of_another_zone_is_the_day_that_it_is_here(tmp_path: Path) -> None:
    """Sunday 23:30 UTC is Monday 07:30 here."""
    house = House()
    sunday = event("张三", at(TODAY - DAY, "23:30"), 9, zone=ZoneInfo("UTC"), rrule={"freq": "weekly", "byday": "SU"})
    world = house.world().take(ics(tmp_path / "值班.ics", [sunday]))
    assert lines(world) == [("FREQ=WEEKLY;BYDAY=MO", "07:30", "张", "None")]


def test_windows_names_of_zones_and_zones_that_a_file_describes_are_known(tmp_path: Path) -> None:
    house = House()
    for name, zone in (("一.ics", "China Standard Time"), ("二.ics", "北京时间")):
        path = text(
            tmp_path / name,
            "UID:1",
            "SUMMARY:张三值班",
            f"DTSTART;TZID={zone}:20260302T083000",
            "DURATION:P1D",
            "RRULE:FREQ=DAILY;WKST=SU",
        )
        described = (
            "BEGIN:VTIMEZONE\r\nTZID:北京时间\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\nTZOFFSETFROM:+0800\r\n"
            "TZOFFSETTO:+0800\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT"
        )
        path.write_text(path.read_text("utf-8").replace("BEGIN:VEVENT", described), "utf-8")
        assert lines(house.world().take(path)) == [("FREQ=DAILY", "08:30", "张", "None")]


def test_whole_days_have_the_hours_of_the_rota_there_or_are_from_midnight_to_midnight(tmp_path: Path) -> None:
    house = House()
    path = ics(
        tmp_path / "值班.ics",
        [event(p.name, TODAY + n * DAY, rrule={"freq": "daily", "interval": 2}) for n, p in enumerate(house.team[:2])],
    )
    alone = house.world().take(path)
    assert lines(alone) == [("FREQ=DAILY", "00:00", "张李", "None")]
    assert "from midnight to midnight" in house.world().planned(path).warnings[0].why
    house.rota(house.house, house.team[1::-1], department=house.patrol, start=TODAY - DAY, hand_over="08:30")
    with_rota = house.world()
    assert with_rota.planned(path).operations == ()


# -- days that are listed ----------------------------------------------------------------------------------------------


def test_single_days_over_a_rota_are_overrides_past_ones_too(tmp_path: Path) -> None:
    house = House()
    house.rota(house.house, house.team[:2], department=house.patrol, start=TODAY - 30 * DAY, hand_over="08:30")
    world = house.world()
    events = [event("周九值班", at(day)) for day in (TODAY - 3 * DAY, TODAY + 2 * DAY, TODAY + 3 * DAY)]
    after = world.take(ics(tmp_path / "替班.ics", events))
    assert after.overrides() == [
        ("周九", TODAY - 3 * DAY, TODAY - 2 * DAY),
        ("周九", TODAY + 2 * DAY, TODAY + 4 * DAY),
    ]


def test_a_month_of_single_days_is_a_rota_of_that_month(tmp_path: Path) -> None:
    """In order, as many members as it takes; where the order comes round, only once."""
    house = House()
    regular = [event(house.team[n % 3].name, at(day)) for n, day in enumerate(days(TODAY, 30))]
    world = house.world().take(ics(tmp_path / "三月.ics", regular, "三月值班"))
    assert lines(world) == [("FREQ=DAILY", "08:30", "张李王", "2026-04-01")]
    odd = [event(house.team[n * n % 7].name, at(day)) for n, day in enumerate(days(TODAY, 10))]
    world = house.world().take(ics(tmp_path / "十天.ics", odd))
    assert lines(world) == [("FREQ=DAILY", "08:30", "张李钱王王钱李", "2026-03-12")]


def test_working_days_and_days_off_of_the_calendar_are_known(tmp_path: Path) -> None:
    """Around the first of May 2026: the 1st to the 5th are off, Saturday the 9th is worked."""
    house = House()
    worked = ("04-29", "04-30", "05-06", "05-07", "05-08", "05-09", "05-11")
    events = [event(house.team[n % 2].name, at(date.fromisoformat(f"2026-{d}")), 9) for n, d in enumerate(worked)]
    (rota,) = house.world().take(ics(tmp_path / "值班.ics", events)).rotas()
    assert (rota.days, rota.rule) == (DutyDays.WORKING_DAYS, "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR")
    assert house.world().take(ics(tmp_path / "值班.ics", events)).members(rota) == ["张三", "李四"]


def test_a_series_with_an_end_is_days_that_are_listed(tmp_path: Path) -> None:
    house = House()
    rule = {"freq": "daily", "interval": 2}
    until = {**rule, "until": datetime(2026, 3, 31, 16, tzinfo=ZoneInfo("UTC"))}
    events = [
        event("张三", at(TODAY), rrule={**rule, "count": 15}),
        event("李四", at(TODAY + DAY), rrule=until),
    ]
    world = house.world().take(ics(tmp_path / "三月.ics", events))
    assert lines(world) == [("FREQ=DAILY", "08:30", "张李", "2026-04-01")]
    assert len(world.who(house.patrol, TODAY, 60)) == (date(2026, 4, 1) - TODAY) // timedelta(days=1)


def test_days_of_the_past_that_no_rota_has_are_left_out_with_a_doubt(tmp_path: Path) -> None:
    house = House()
    events = [event("张三", at(TODAY - DAY)), event("李四", at(TODAY + DAY))]
    world = house.world().take(ics(tmp_path / "值班.ics", events))
    assert world.who(house.patrol, TODAY - 2 * DAY, 5) == ["03-03 08:30 李四"]
    assert "No rota has 1 turns that have begun; they were left out" in world.doubts


def test_what_is_cancelled_or_names_nobody_is_left_out(tmp_path: Path) -> None:
    house = House()
    gone = event("张三", at(TODAY + DAY), status="CANCELLED")
    nobody = event("综合执法值班：无人", at(TODAY + 2 * DAY))
    world = house.world().take(ics(tmp_path / "值班.ics", [gone, nobody, event("李四", at(TODAY + 3 * DAY))]))
    assert world.who(house.patrol, TODAY, 5) == ["03-05 08:30 李四"]
    left_out = world.planned(tmp_path / "值班.ics").calendars[0].left_out
    assert left_out == ("nobody is named 无人: 1", "cancelled 已取消: 1")


def test_names_are_read_as_in_cells_of_people(tmp_path: Path) -> None:
    """张三和李四 are two, 张三书记 is 张三 with a doubt, 待定 is nobody."""
    house = House()
    both = event("综合执法值班：张三和李四", at(TODAY + DAY))
    titled = event("综合执法值班：王五书记", at(TODAY + 2 * DAY))
    nobody = event("综合执法值班：待定", at(TODAY + 3 * DAY))
    after = house.world().take(ics(tmp_path / "a.ics", [both, titled, nobody]))
    assert after.plan is not None
    on_duty = "".join(after.who(house.patrol, TODAY, 4))
    assert all(name in on_duty for name in ("张三", "李四", "王五"))
    assert "The words 书记 were left out" in after.doubts
    assert after.plan.calendars[0].left_out == ("nobody is named 无人: 1",)
