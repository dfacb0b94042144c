"""What a calendar calls off is never passed over, and of several versions of an event the newest one counts."""

import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.files.calendars.office import DAY, TODAY, House, World, at, event, ics
from tests.fuzz.effort import examples

NEXT = TODAY + DAY


def calendar(path: Path, *events: tuple[str, ...], method: str | None = None) -> Path:
    """Events line by line, in a calendar of a method."""
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", *([f"METHOD:{method}"] if method else [])]
    body = [line for each in events for line in ("BEGIN:VEVENT", *each, "END:VEVENT")]
    path.write_text("\r\n".join([*head, *body, "END:VCALENDAR", ""]), encoding="utf-8")
    return path


def turn(who: str, day: date, *more: str, uid: str = "1") -> tuple[str, ...]:
    """An event of a day from 8:30 on."""
    return (
        f"UID:{uid}",
        f"SUMMARY:综合执法值班：{who}",
        f"DTSTART;TZID=Asia/Shanghai:{day:%Y%m%d}T083000",
        "DURATION:P1D",
        *more,
    )


@pytest.fixture
def world() -> World:
    """An office without rotas."""
    return House().world()


def who(world: World) -> list[str]:
    """Who serves in the coming days."""
    return world.who(world.house.patrol, TODAY, 10)


# -- called off --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "summary",
    [
        *("已取消: 张三值班", "取消：张三值班", "[Canceled] 张三值班", "Cancelled: 张三", "（已取消）张三"),
        *("张三值班（取消）", "张三值班【已作废】", "张三值班 已取消", "张三值班取消", "张三 - cancelled", "已取消"),
    ],
)
def test_a_title_that_says_so_calls_off(world: World, tmp_path: Path, summary: str) -> None:
    one = (f"SUMMARY:{summary}", *(line for line in turn("张三", NEXT) if not line.startswith("SUMMARY")))
    after = world.take(calendar(tmp_path / "a.ics", one, turn("李四", NEXT + DAY, uid="2")))
    assert who(after) == ["03-04 08:30 李四"]
    assert "The calendar calls 1 event off" in after.doubts


@pytest.mark.parametrize("method", ["CANCEL", "cancel"])
def test_a_method_calls_off_all_that_the_calendar_has(world: World, tmp_path: Path, method: str) -> None:
    path = calendar(tmp_path / "a.ics", turn("张三", NEXT), turn("李四", NEXT + DAY, uid="2"), method=method)
    after = world.take(path)
    assert who(after) == []
    assert "calls 2 events off: 综合执法值班：张三 2026-03-03、" in after.doubts


@pytest.mark.parametrize("method", ["REPLY", "COUNTER", "REFRESH", "DECLINECOUNTER"])
def test_an_answer_to_an_invitation_puts_nobody_on_duty(world: World, tmp_path: Path, method: str) -> None:
    after = world.take(calendar(tmp_path / "a.ics", turn("张三", NEXT), method=method))
    assert who(after) == []
    assert f"METHOD:{method}" in after.doubts


@pytest.mark.parametrize("method", ["PUBLISH", "REQUEST", "ADD", None])
def test_other_methods_are_calendars(world: World, tmp_path: Path, method: str | None) -> None:
    after = world.take(calendar(tmp_path / "a.ics", turn("张三", NEXT), method=method))
    assert who(after) == ["03-03 08:30 张三"]
    assert after.doubts == ""


def test_what_is_called_off_needs_no_times(world: World, tmp_path: Path) -> None:
    bare = ("UID:1", "STATUS:CANCELLED", "SUMMARY:张三值班")
    assert "calls 1 event off" in world.take(calendar(tmp_path / "a.ics", bare)).doubts


@pytest.mark.parametrize("order", [1, -1])
def test_a_mail_that_calls_off_takes_out_what_another_file_has(world: World, tmp_path: Path, order: int) -> None:
    asked = calendar(tmp_path / "a.ics", turn("张三", NEXT, "SEQUENCE:0"))
    off = calendar(tmp_path / "b.ics", turn("张三", NEXT, "SEQUENCE:1"), method="CANCEL")
    after = world.take(*[asked, off][::order])
    assert who(after) == []
    assert "calls 1 event off" in after.doubts
    assert "older version" in after.doubts


def test_one_turn_of_a_series_is_called_off_by_another_file(world: World, tmp_path: Path) -> None:
    series = calendar(tmp_path / "a.ics", turn("张三", TODAY, "RRULE:FREQ=DAILY;COUNT=4"))
    recurrence = f"RECURRENCE-ID;TZID=Asia/Shanghai:{NEXT:%Y%m%d}T083000"
    off = calendar(tmp_path / "b.ics", turn("张三", NEXT, recurrence, "SEQUENCE:1"), method="CANCEL")
    after = world.take(series, off)
    assert who(after) == ["03-02 08:30 张三", "03-04 08:30 张三", "03-05 08:30 张三"]
    assert "calls 1 event off" in world.take(off).doubts


def test_an_hour_that_takes_out_no_turn_is_doubted(world: World, tmp_path: Path) -> None:
    wrong = turn("张三", TODAY, "RRULE:FREQ=DAILY;COUNT=4", "EXDATE:20260303T003100Z,20260304T003000Z")
    after = world.take(calendar(tmp_path / "a.ics", wrong))
    assert who(after) == ["03-02 08:30 张三", "03-03 08:30 张三", "03-05 08:30 张三"]
    assert "EXDATE takes out 2026-03-03 00:31, when no turn begins" in after.doubts
    assert "2026-03-04" not in after.doubts


def test_a_change_of_a_turn_that_is_not_there_is_doubted(world: World, tmp_path: Path) -> None:
    series = turn("张三", TODAY, "RRULE:FREQ=DAILY;COUNT=2")
    moved = turn("李四", TODAY + 5 * DAY, "RECURRENCE-ID:20260303T010000Z")
    after = world.take(calendar(tmp_path / "a.ics", series, moved))
    assert "It changes the turn of 2026-03-03 01:00, when none begins" in after.doubts


def test_who_declined_is_doubted_and_named_by_the_title_alone(world: World, tmp_path: Path) -> None:
    one = turn("", NEXT, "ATTENDEE;CN=张三;PARTSTAT=DECLINED:mailto:a@b.c", "ATTENDEE;CN=李四:mailto:c@b.c")
    room = "ATTENDEE;CN=三楼会议室;CUTYPE=ROOM:mailto:r@b.c"
    after = world.take(calendar(tmp_path / "a.ics", (*one, room)))
    assert who(after) == ["03-03 08:30 李四"]
    assert "张三 declined" in after.doubts


def test_a_tentative_event_is_taken_with_a_doubt(world: World, tmp_path: Path) -> None:
    after = world.take(calendar(tmp_path / "a.ics", turn("张三", NEXT, "STATUS:TENTATIVE")))
    assert who(after) == ["03-03 08:30 张三"]
    assert "tentative" in after.doubts


@pytest.mark.parametrize(
    "more",
    [
        ("SUMMARY:综合执法值班：李四",),
        ("DTEND;TZID=Asia/Shanghai:20260305T083000",),
        ("DURATION:P2D",),
        ("STATUS:CONFIRMED", "STATUS:TENTATIVE"),
        ("LOCATION:一", "LOCATION:二"),
        ("UID:2",),
    ],
)
def test_what_stands_there_twice_is_a_fault(world: World, tmp_path: Path, more: tuple[str, ...]) -> None:
    (fault,) = world.refused(calendar(tmp_path / "a.ics", turn("张三", NEXT, *more)))
    assert "twice" in fault.why or "both" in fault.why


def test_tasks_are_counted_among_what_is_left_out(world: World, tmp_path: Path) -> None:
    path = calendar(tmp_path / "a.ics", turn("张三", NEXT))
    text = path.read_text("utf-8").replace("END:VCALENDAR", "BEGIN:VTODO\r\nSUMMARY:值班\r\nEND:VTODO\r\nEND:VCALENDAR")
    path.write_text(text, "utf-8")
    assert world.planned(path).calendars[0].left_out == ("no event 非日程 VTODO: 1",)


# -- versions ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize(
    ("old", "new", "by"),
    [
        (("SEQUENCE:0",), ("SEQUENCE:1",), "SEQUENCE"),
        ((), ("SEQUENCE:3",), "SEQUENCE"),
        (("SEQUENCE:2", "DTSTAMP:20270101T000000Z"), ("SEQUENCE:10", "DTSTAMP:20260101T000000Z"), "SEQUENCE"),
        (("DTSTAMP:20260101T000000Z",), ("DTSTAMP:20260102T000000Z",), "DTSTAMP"),
        ((), ("DTSTAMP:20260102T000000Z",), "DTSTAMP"),
    ],
)
@pytest.mark.parametrize("files", [1, 2])
def test_of_two_versions_the_newer_counts_and_the_older_is_doubted(
    world: World, tmp_path: Path, old: tuple[str, ...], new: tuple[str, ...], by: str, order: int, files: int
) -> None:
    events = [turn("张三", NEXT, *old), turn("李四", NEXT + DAY, *new)][::order]
    groups = [events] if files == 1 else [[one] for one in events]
    paths = [calendar(tmp_path / f"{number}.ics", *group) for number, group in enumerate(groups)]
    after = world.take(*paths)
    assert who(after) == ["03-04 08:30 李四"]
    (doubt,) = after.doubts.splitlines()
    assert f"by its {by}" in doubt
    assert "张三 2026-03-03" in doubt


def test_versions_that_tell_no_order_are_a_fault(world: World, tmp_path: Path) -> None:
    (fault,) = world.refused(calendar(tmp_path / "a.ics", turn("张三", NEXT), turn("李四", NEXT + DAY)))
    assert "has the same UID" in fault.why


def test_an_event_that_stands_there_twice_is_taken_once(world: World, tmp_path: Path) -> None:
    after = world.take(calendar(tmp_path / "a.ics", turn("张三", NEXT), turn("张三", NEXT)))
    assert who(after) == ["03-03 08:30 张三"]
    assert "word for word" in after.doubts


def test_a_changed_turn_has_versions_too(world: World, tmp_path: Path) -> None:
    series = turn("张三", TODAY, "RRULE:FREQ=DAILY;COUNT=3")
    changes = [
        turn("李四", NEXT, "RECURRENCE-ID:20260303T003000Z", "SEQUENCE:1"),
        turn("王五", NEXT, "RECURRENCE-ID;TZID=Asia/Shanghai:20260303T083000", "SEQUENCE:2"),
    ]
    after = world.take(calendar(tmp_path / "a.ics", series, *changes))
    assert who(after) == ["03-02 08:30 张三", "03-03 08:30 王五", "03-04 08:30 张三"]


def test_a_sequence_that_is_no_number_is_a_fault(world: World, tmp_path: Path) -> None:
    (fault,) = world.refused(calendar(tmp_path / "a.ics", turn("张三", NEXT, "SEQUENCE:two")))
    assert fault.column == "SEQUENCE"


# -- a recurrence set is a set -----------------------------------------------------------------------------------------


@examples(20)
@given(st.lists(st.integers(0, 6), max_size=8), st.sets(st.integers(0, 6)), st.integers(1, 4), st.booleans())
def test_dates_that_are_listed_again_are_one_turn_and_may_be_taken_out(
    also: list[int], without: set[int], count: int, whole: bool
) -> None:
    """Held against the definition: the rule's days and RDATE's together, without EXDATE's."""
    series = set(range(0, 2 * count, 2))
    days = sorted((series | set(also)) - without)

    def listed(number: int) -> list[object]:
        moment = datetime(2026, 3, 2, 0, 30, tzinfo=UTC) + timedelta(days=number)
        return [moment.date() if whole else moment]

    start = TODAY if whole else at(TODAY)
    more: Any = {"rdate": [listed(n) for n in also], "exdate": [listed(n) for n in without]}
    one = event("综合执法值班：张三", start, 24, rrule={"freq": "daily", "interval": 2, "count": count}, **more)
    with tempfile.TemporaryDirectory() as folder:
        after = House().world().take(ics(Path(folder) / "a.ics", [one]))
    hour = "00:00" if whole else "08:30"
    assert who(after) == [f"{TODAY + n * DAY:%m-%d} {hour} 张三" for n in days]
