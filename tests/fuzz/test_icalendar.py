"""iCalendar files made up and damaged at random: planned, or refused with faults that say where and what to do."""

import tempfile
from pathlib import Path
from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from loaders import ImportRefused
from tests.files.calendars.office import TODAY, House
from tests.fuzz.effort import examples

GENEROUS_SECONDS = 30.0
"""Of processor time: a loop without a bound takes hours."""


def office() -> House:
    """An office with a rota."""
    house = House()
    house.rota(house.house, house.team[:2], department=house.patrol, start=TODAY, hand_over="08:30")
    return house


WORLD = office().world()

ZONES = st.sampled_from(
    ["", ";TZID=Asia/Shanghai", ";TZID=China Standard Time", ";TZID=x", ";VALUE=DATE", ";TZID=Asia"]
)
DAYS = st.one_of(
    st.dates().map(lambda day: f"{day:%Y%m%d}"),
    st.dates(TODAY.replace(day=1), TODAY.replace(year=TODAY.year + 1)).map(lambda day: f"{day:%Y%m%d}"),
    st.sampled_from(["20260302", "00000000", "20260230", "9" * 30, "２０２６０３０２", ""]),
)
CLOCKS = st.sampled_from(["", "T083000", "T083000", "T003000Z", "T240000", "T083015", "T", "Z"])
MOMENTS = st.builds(lambda day, clock: day + clock, DAYS, CLOCKS)
LENGTHS = st.sampled_from(["P1D", "PT9H", "PT1S", "-P1D", "P0D", "P999999999W", "P1Y", "x", ""])
RULES = st.sampled_from(
    [
        "FREQ=DAILY",
        "FREQ=DAILY;INTERVAL=10000",
        "FREQ=WEEKLY;BYDAY=MO,TU",
        "FREQ=DAILY;COUNT=10000",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=SECONDLY",
        "FREQ=DAILY;UNTIL=20991231",
        "FREQ=DAILY;UNTIL=x",
        "FREQ=MONTHLY;BYDAY=-1FR;BYSETPOS=1",
    ]
)
NAMES = st.sampled_from(
    [
        "综合执法值班：张三",
        "张三值班",
        "农经轮驻",
        "司法：陈法",
        "综合执法：张三、李四",
        "已取消：张三",
        "无人",
        "",
        "x",
    ]
)
LINES = st.one_of(
    st.builds("DTSTART{}:{}".format, ZONES, MOMENTS),
    st.builds("DTEND{}:{}".format, ZONES, MOMENTS),
    st.builds("DURATION:{}".format, LENGTHS),
    st.builds("RRULE:{}".format, RULES),
    st.builds("EXDATE{}:{}".format, ZONES, st.lists(MOMENTS, max_size=4).map(",".join)),
    st.builds("RDATE{}:{}".format, ZONES, st.lists(MOMENTS, max_size=4).map(",".join)),
    st.builds("RECURRENCE-ID{}:{}".format, ZONES, MOMENTS),
    st.builds("SUMMARY:{}".format, NAMES),
    st.builds("UID:{}".format, st.sampled_from(["1", "2", "a/b/20260302T003000Z@wangge", ""])),
    st.builds("SEQUENCE:{}".format, st.sampled_from(["0", "1", "-1", "x", "9" * 20, "１"])),
    st.builds("STATUS:{}".format, st.sampled_from(["CANCELLED", "TENTATIVE", "CONFIRMED", "x"])),
    st.builds("ATTENDEE;CN={};PARTSTAT={}:mailto:a@b.c".format, NAMES, st.sampled_from(["DECLINED", "ACCEPTED"])),
    st.text(max_size=20),
)
GOOD = ("UID:1", "SUMMARY:综合执法值班：张三", "DTSTART;TZID=Asia/Shanghai:20260303T083000", "DURATION:P1D")
EVENTS = st.one_of(
    st.lists(LINES, max_size=10),
    st.lists(LINES, max_size=3).map(lambda lines: [*GOOD, *lines]),
).map(lambda lines: ["BEGIN:VEVENT", *lines, "END:VEVENT"])
ZONE_LINES = st.sampled_from(
    [
        *("TZID:x", "BEGIN:STANDARD", "END:STANDARD", "DTSTART:16010101T000000", "DTSTART:00010101T000000"),
        *("TZOFFSETFROM:+0800", "TZOFFSETTO:+0900", "TZOFFSETTO:+9999", "TZOFFSETTO:x", "RRULE:FREQ=YEARLY"),
        *("RRULE:FREQ=SECONDLY", "RRULE:FREQ=YEARLY;UNTIL=99991231T000000Z", "RDATE:20260101T000000"),
    ]
)
VTIMEZONES = st.lists(ZONE_LINES, max_size=8).map(
    lambda lines: [
        *("BEGIN:VTIMEZONE", "TZID:x", "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0800"),
        *("TZOFFSETTO:+0800", *lines, "END:STANDARD", "END:VTIMEZONE"),
    ]
)
METHODS = st.sampled_from(
    [[], [], ["METHOD:CANCEL"], ["METHOD:REPLY"], ["METHOD:PUBLISH"], ["X-WR-TIMEZONE:Asia/Tokyo"]]
)


@st.composite
def calendars(draw: st.DrawFn) -> bytes:
    """A calendar of a few parts, its lines folded and ended in some way."""
    parts = [*draw(METHODS), *(line for part in draw(st.lists(EVENTS | VTIMEZONES, max_size=4)) for line in part)]
    end = draw(st.sampled_from([b"\r\n", b"\n", b"\r", b"\r\r\n"]))
    encoding = draw(st.sampled_from(["utf-8", "utf-8", "gb18030", "utf-16"]))
    text = "\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *parts, "END:VCALENDAR", ""])
    if encoding == "utf-16":
        return text.encode(encoding, "replace")
    width = draw(st.integers(3, 80))
    lines = [line.encode(encoding, "replace") for line in text.split("\n")]
    return end.join((end + b" ").join(line[at : at + width] for at in range(0, len(line), width)) for line in lines)


def sound(data: bytes) -> None:
    """The calendar is planned, or refused in readable sentences, in little time."""
    begun = process_time()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.ics"
        path.write_bytes(data)
        try:
            WORLD.planned(path)
        except ImportRefused as refused:
            for fault in refused.faults:
                assert fault.why
                assert fault.remedy
                assert len(str(fault)) < 1_000
    assert process_time() - begun < GENEROUS_SECONDS


@examples(80)
@given(calendars())
def test_any_calendar_is_planned_or_refused_in_sentences(data: bytes) -> None:
    sound(data)


@examples(60)
@given(st.data())
def test_a_damaged_calendar_is_planned_or_refused_in_sentences(data: st.DataObject) -> None:
    text = data.draw(calendars())
    for _ in range(data.draw(st.integers(1, 4))):
        at, cut = data.draw(st.integers(0, len(text))), data.draw(st.integers(0, 10))
        put = data.draw(
            st.binary(max_size=5) | st.sampled_from([b"\r\n ", b"\n", b";", b":", b"BEGIN:VEVENT\n", b"\0"])
        )
        text = text[:at] + put + text[at + cut :]
    sound(text)


@examples(10)
@given(st.sampled_from(["BEGIN:VEVENT", "BEGIN:VCALENDAR", "BEGIN:x", "END:VEVENT"]), st.integers(1, 50_000))
def test_components_in_each_other_are_refused_in_a_sentence(line: str, depth: int) -> None:
    sound(("BEGIN:VCALENDAR\n" + f"{line}\n" * depth).encode())


@examples(1)
@given(st.integers(20, 100), st.sampled_from(["P1D", "PT1H"]), st.booleans())
def test_many_series_are_planned_or_refused(count: int, length: str, whole: bool) -> None:
    """Each of them names ten thousand days."""
    start = "DTSTART;VALUE=DATE:20260303" if whole else "DTSTART:20260303T083000"
    lasting = "P300D" if whole else length
    event = [start, f"DURATION:{lasting}", "RRULE:FREQ=DAILY", "SUMMARY:综合执法值班：张三"]
    events = [line for n in range(count) for line in ("BEGIN:VEVENT", f"UID:{n}", *event, "END:VEVENT")]
    sound("\n".join(["BEGIN:VCALENDAR", *events, "END:VCALENDAR"]).encode())
