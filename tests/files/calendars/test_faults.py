"""What can't be read or told is a fault with line, property, value, reason and remedy; then nothing is taken."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import InvalidInput
from loaders import ImportRefused, plan_import, render_plan
from tests.builders.workbooks import xlsx
from tests.files.calendars.office import DAY, TODAY, House, at, event, ics, text

GOOD = (
    "UID:1",
    "SUMMARY:张三值班",
    "DTSTART;TZID=Asia/Shanghai:20260302T083000",
    "DTEND;TZID=Asia/Shanghai:20260303T083000",
)


def changed(*lines: str) -> tuple[str, ...]:
    """A good event with other properties in the place of its own, or more of them."""
    names = {line.partition(":")[0].partition(";")[0] for line in lines}
    return (*(line for line in GOOD if line.partition(":")[0].partition(";")[0] not in names), *lines)


@pytest.mark.parametrize(
    ("lines", "row", "column", "value", "why", "remedy"),
    [
        (("RRULE:FREQ=HOURLY",), 8, "RRULE", "FREQ=HOURLY", "shifts recur by whole days", "single events"),
        (("RRULE:FREQ=DAILY;BYHOUR=8,20",), 8, "RRULE", "FREQ=DAILY;BYHOUR=8,20", "has BYHOUR", "Correct the rule"),
        (("RRULE:每天",), 8, "RRULE", "每天", "no part NAME=VALUE", "Correct the rule"),
        (("RRULE:FREQ=DAILY;COUNT=3;UNTIL=20260401",), 8, "RRULE", "FREQ=DAILY;COUNT=3;UNTIL=20260401", "both", "one"),
        (("RRULE:FREQ=DAILY;UNTIL=soon",), 8, "RRULE", "soon", "no day", "20260105"),
        (("RRULE:FREQ=WEEKLY;BYDAY=TU",), 8, "RRULE", "FREQ=WEEKLY;BYDAY=TU", "no day of its rule", "first day"),
        (("RRULE:FREQ=DAILY;UNTIL=20991231",), 8, "RRULE", None, "too far ahead", "not at all"),
        (("RRULE:FREQ=DAILY", "RRULE:FREQ=WEEKLY"), 9, "RRULE", "FREQ=WEEKLY", "second RRULE", "two events"),
        (("EXRULE:FREQ=WEEKLY",), 8, "EXRULE", "FREQ=WEEKLY", "out of use", "EXDATE"),
        (("RDATE;VALUE=PERIOD:20260305T003000Z/P1D",), 8, "RDATE", None, "Periods", "event of each"),
        (("RECURRENCE-ID;RANGE=THISANDFUTURE:20260302T003000Z",), 8, "RECURRENCE-ID", "THISANDFUTURE", "RANGE", "End"),
        (("DTSTART;TZID=Mars/Olympus:20260302T083000",), 7, "DTSTART", "Mars/Olympus", "zone", "Asia/Shanghai"),
        (("DTSTART:2026年3月2日",), 7, "DTSTART", "2026年3月2日", "no day", "20260105T083000"),
        (("DTSTART:20260302T083015",), 7, "DTSTART", "20260302T083015", "whole minute", "20260105"),
        (("DTSTART:18260302T083000",), 7, "DTSTART", "18260302T083000", "no day", "20260105"),
        (("DTSTART;VALUE=DATE:20260302",), 6, "DTEND", None, "a day and an hour", "both alike"),
        (("DTEND;TZID=Asia/Shanghai:20260302T083000",), 7, "DTEND", "20260302T083000", "whole minutes", "Correct"),
        (("DTEND;TZID=Asia/Shanghai:20280302T083000",), 7, "DTEND", "20280302T083000", "a year", "Correct"),
        (("SUMMARY:张山值班",), 7, "SUMMARY", "张山值班", "names no department", "--department"),
        (("SUMMARY:综合执法值班：张山",), 7, "SUMMARY", "综合执法值班:张山", "Nobody is called 张山", "import them"),
        (("SUMMARY:综合执法：张三 13900000000",), 7, "SUMMARY", None, "with the number 13900000000", "import them"),
        (("SUMMARY:城管：张山",), 7, "SUMMARY", "城管：张山", "names no department", "--department"),
        (("SUMMARY:综合执法值班",), 7, "SUMMARY", "综合执法值班", "names nobody", "Name the officer"),
        (("SUMMARY:农经、妇联：田农",), 7, "SUMMARY", "农经、妇联：田农", "names 2 departments", "Name one"),
    ],
)  # fmt: skip
def test_a_fault_names_line_property_value_reason_and_remedy(
    lines: tuple[str, ...], row: int, column: str, value: str | None, why: str, remedy: str, tmp_path: Path
) -> None:
    (fault, *_) = House().world().refused(text(tmp_path / "值班.ics", *changed(*lines)))
    assert (fault.file, fault.sheet, fault.row, fault.column) == ("值班.ics", None, row, column)
    assert why in fault.why
    assert remedy in fault.remedy
    assert value is None or fault.value in {value, value.replace(":", "：")}


@pytest.mark.parametrize(
    ("content", "row", "why"),
    [
        ("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:x\r\n", 2, "cut off"),
        ("BEGIN:VCALENDAR\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", 2, "Nothing that begins before ends here"),
        ("BEGIN:VCALENDAR\r\nwhat is this\r\nEND:VCALENDAR\r\n", 2, "no property NAME:VALUE"),
        ("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", 2, "has no DTSTART"),
        ("<html></html>", None, "no calendar"),
        ("", None, "no calendar"),
    ],
)
def test_a_file_that_is_no_whole_calendar_is_refused(content: str, row: int | None, why: str, tmp_path: Path) -> None:
    path = tmp_path / "值班.ics"
    path.write_bytes(content.encode())
    (fault,) = House().world().refused(path)
    assert (fault.row, why in fault.why) == (row, True)


def test_a_calendar_of_more_than_10_mb_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "值班.ics"
    path.write_bytes(b"BEGIN:VCALENDAR\r\n" + b"X-A:" + b"a" * 10_000_000)
    (fault,) = House().world().refused(path)
    assert "more than 10 MB" in fault.why
    assert "fewer years" in fault.remedy


def test_a_calendar_is_known_by_its_content_in_whatever_encoding(tmp_path: Path) -> None:
    house = House()
    made = ics(tmp_path / "值班.ics", [event("张三值班", at(TODAY), rrule={"freq": "daily"})]).read_bytes().decode()
    for encoding in ("utf-8-sig", "gb18030", "utf-16"):
        path = tmp_path / f"{encoding}.txt"
        path.write_bytes(made.encode(encoding))
        assert len(house.world().planned(path).operations) == 2


def test_turns_at_the_same_time_are_a_fault_that_names_both(tmp_path: Path) -> None:
    every = {"freq": "daily"}
    events = [event("张三值班", at(TODAY), rrule=every), event("李四值班", at(TODAY + 3 * DAY, "20:00"), 12)]
    (fault,) = House().world().refused(ics(tmp_path / "值班.ics", events))
    assert "Its turn of 2026-03-05 is at the same time as one of line" in fault.why
    assert "(张三值班)" in fault.why
    assert "张三、李四" in fault.remedy


def test_a_series_whose_turns_overlap_each_other_is_a_fault(tmp_path: Path) -> None:
    long = event("张三值班", at(TODAY), 30, rrule={"freq": "daily"})
    (fault,) = House().world().refused(ics(tmp_path / "值班.ics", [long]))
    assert "at the same time" in fault.why


def test_part_of_a_turn_is_finer_than_can_be_recorded(tmp_path: Path) -> None:
    house = House()
    house.rota(house.house, house.team[:2], department=house.patrol, start=TODAY, hand_over="08:30")
    world = house.world()
    (fault,) = world.refused(ics(tmp_path / "半天.ics", [event("周九值班", at(TODAY), 5)]))
    assert "a part of a turn of" in fault.why
    assert "缺岗" in fault.remedy
    (fault,) = world.refused(ics(tmp_path / "跨班.ics", [event("周九值班", at(TODAY, "12:00"), 24)]))
    assert "begins or ends within a turn of" in fault.why
    halves = [event("周九值班", at(TODAY), 5), event("周九值班", at(TODAY, "13:30"), 19)]
    assert world.take(ics(tmp_path / "两半.ics", halves)).overrides() == [("周九", TODAY, TODAY + DAY)]


def test_where_two_serve_one_name_is_too_few_and_three_are_one_more(tmp_path: Path) -> None:
    house = House()
    for number in range(2):
        house.rota(house.house, [house.team[number]], department=house.patrol, start=TODAY, hand_over="08:30")
    world = house.world()
    (fault,) = world.refused(ics(tmp_path / "一人.ics", [event("周九值班", at(TODAY))]))
    assert "names 1 for its turn of 2026-03-02, where rotas have 2" in fault.why
    after = world.take(ics(tmp_path / "三人.ics", [event("综合执法：张三、周九、孙八", at(TODAY))]))
    assert after.who(house.patrol, TODAY, 1) == ["03-02 08:30 周九、孙八、张三"]


# -- who is meant ------------------------------------------------------------------------------------------------------


def test_namesakes_are_told_apart_by_number_or_post_or_not_at_all(tmp_path: Path) -> None:
    house = House()
    house.officer("张三", house.patrol, "13900000009")
    house.officer("陈法", house.patrol)
    world = house.world()
    (fault,) = world.refused(ics(tmp_path / "值班.ics", [event("综合执法：张三", at(TODAY))]))
    assert "There are 2 people called 张三" in fault.why
    assert "telephone number" in fault.remedy
    told = world.take(ics(tmp_path / "值班.ics", [event("综合执法：张三 13900000009", at(TODAY))]))
    (shift,) = told.shifts(house.patrol, TODAY, 1)
    assert [person.phone for person in shift.officers] == ["13900000009"]
    by_post = world.take(ics(tmp_path / "司法.ics", [event("司法：陈法", at(TODAY))]))
    assert [p.id for s in by_post.shifts(house.law, TODAY, 1) for p in s.officers] == [house.judge.id]


def test_attendees_say_who_if_the_summary_does_not(tmp_path: Path) -> None:
    house = House()
    house.officer("张三", house.patrol, "13900000009")
    path = text(tmp_path / "值班.ics", *changed("SUMMARY:综合执法值班", "ATTENDEE;CN=张三:tel:+86-139-0000-0009"))
    (shift,) = house.world().take(path).shifts(house.patrol, TODAY, 1)
    assert [person.phone for person in shift.officers] == ["13900000009"]


def test_somebody_who_is_no_officer_there_is_a_doubt(tmp_path: Path) -> None:
    world = House().world().take(ics(tmp_path / "值班.ics", [event("综合执法：陈法", at(TODAY))]))
    assert "who is no duty officer of 综合执法" in world.doubts


def test_the_department_is_given_for_events_that_do_not_name_it(tmp_path: Path) -> None:
    house = House()
    path = ics(tmp_path / "值班.ics", [event("陈法值班", at(TODAY))])
    assert house.world().take(path).who(house.law, TODAY, 1) == ["03-02 08:30 陈法"]
    given = house.world().take(path, department="综合执法")
    assert given.who(house.patrol, TODAY, 1) == ["03-02 08:30 陈法"]
    (fault, *_) = house.world().refused(path, department="城管")
    assert (fault.file, fault.value) == ("--department", "城管")


def test_a_centre_is_given_where_a_department_works_at_several(tmp_path: Path) -> None:
    house = House()
    other = house.centre(house.village)
    house.station(house.patrol, other)
    world = house.world()
    path = ics(tmp_path / "值班.ics", [event("张三值班", at(TODAY))])
    (fault,) = world.refused(path)
    assert "综合执法 works at 2" in fault.why
    for said in (other.id, other.name, house.village.id):
        plan = world.planned(path, centre=said)
        assert plan.added.counts["Rota"] == 1
        assert any(getattr(getattr(op, "fact", None), "centre", None) == other.id for op in plan.operations)
    placed = ics(tmp_path / "地点.ics", [event("张三值班", at(TODAY), location=f"{other.name}，一楼")])
    assert world.planned(placed).added.counts["Rota"] == 1


def test_a_department_that_does_not_work_there_is_a_fault(tmp_path: Path) -> None:
    house = House()
    other = house.centre(house.village)
    path = ics(tmp_path / "值班.ics", [event("司法：陈法", at(TODAY), location=other.name)])
    (fault,) = house.world().refused(path)
    assert "does not work at" in fault.why


# -- all or nothing ----------------------------------------------------------------------------------------------------


def test_people_and_their_duty_come_in_together_or_not_at_all(tmp_path: Path) -> None:
    house = House()
    people = xlsx(
        tmp_path / "人员.xlsx",
        [["姓名", "手机号", "岗位", "部门", "上岗时间"], ["新来", "13800000099", "值班员", "综合执法", "2026-03-01"]],
    )
    path = ics(tmp_path / "值班.ics", [event("综合执法：新来", at(TODAY), rrule={"freq": "daily"})])
    world = house.world()
    assert "Nobody is called 新来" in world.refused(path)[0].why
    assert world.take(people, path).who(house.patrol, TODAY, 1) == ["03-02 08:30 新来"]
    bad = text(tmp_path / "坏.ics", *changed("RRULE:FREQ=SECONDLY"))
    faults = world.refused(people, path, bad)
    assert [fault.file for fault in faults] == ["坏.ics"]


def test_the_plan_says_how_a_calendar_was_read_and_what_would_be(tmp_path: Path) -> None:
    house = House()
    events = [
        event(p.name, at(TODAY + n * DAY), rrule={"freq": "daily", "interval": 2}) for n, p in enumerate(house.team[:2])
    ]
    shown = render_plan(house.world().planned(ics(tmp_path / "值班.ics", events)))
    assert "值班.ics: calendar 日历 值班表, 2 events 日程: 2 without end 长期, 0 single turns 逐日" in shown
    assert "1 rotas 排班, 2 turns 排班成员" in shown
    assert "+ rota 排班 值班表: FREQ=DAILY at 08:30" in shown


def test_calendars_are_not_read_without_the_office_s_zone(tmp_path: Path) -> None:
    path = ics(tmp_path / "值班.ics", [event("张三", at(TODAY))])
    with pytest.raises(InvalidInput, match="zone"):
        plan_import(House().world().snapshot, [path], effective=TODAY)


PIECES = st.sampled_from(
    [
        *GOOD,
        *("BEGIN:VEVENT", "END:VEVENT", "BEGIN:VTIMEZONE", "END:VTIMEZONE", "BEGIN:VALARM", "END:VALARM", "TZID:x"),
        *("DTSTART;TZID=x:20260302T083000", "DTSTART:20260302", "DTSTART:00010101T000000", "DTEND:29991231T235900"),
        *("DURATION:P1D", "DURATION:-P1D", "DURATION:P999999999W", "DURATION:x"),
        "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        *("RRULE:FREQ=DAILY", "RRULE:FREQ=MONTHLY", "RRULE:FREQ=DAILY;COUNT=10000", "RRULE:FREQ=YEARLY;INTERVAL=9999"),
        *("EXDATE:20260303T003000Z", "EXDATE:x", "RDATE:20260309T083000,20260310", "RECURRENCE-ID:20260302T003000Z"),
        *("SUMMARY:农经轮驻", "SUMMARY:", "SUMMARY:司法：陈法", "SUMMARY:张三、李四、张三", "STATUS:CANCELLED"),
        "UID:2",
        *("X-WANGGE-OFFICER:Person-1", "UID:a/b/20260302T003000Z@wangge", "DESCRIPTION:排班 / rota x"),
        "CATEGORIES:司法",
        *(" folded", "\tfolded", ":", ";", "A;B=:c", "\x00", "ATTENDEE;CN=李四:mailto:a@b.c", "LOCATION:三楼"),
    ]
)  # fmt: skip


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(PIECES, PIECES, st.text(max_size=12)), max_size=30), st.booleans())
def test_whatever_stands_in_a_calendar_is_planned_or_refused(tmp_path: Path, pieces: list[str], whole: bool) -> None:
    house = House()
    house.rota(house.house, house.team[:2], department=house.patrol, start=TODAY, hand_over="08:30")
    body = "\r\n".join(pieces)
    if whole:
        body = f"BEGIN:VEVENT\r\n{body}\r\nEND:VEVENT"
    path = tmp_path / "值班.ics"
    path.write_bytes(f"BEGIN:VCALENDAR\r\n{body}\r\nEND:VCALENDAR\r\n".encode("utf-8", "surrogatepass"))
    world = house.world()
    try:
        world.take(path)
        faults = []
    except ImportRefused as refused:
        faults = list(refused.faults)
    assert all(fault.why and fault.remedy for fault in faults)


def test_more_turns_than_an_office_has_are_refused_before_they_are_looked_at(tmp_path: Path) -> None:
    events = [event("张三值班", at(TODAY), uid=f"{n}", rrule={"freq": "daily"}) for n in range(60)]
    (fault,) = House().world().refused(ics(tmp_path / "值班.ics", events))
    assert "more than 500,000 turns" in fault.why
