"""Lines as programs write them: folded anywhere, ended in any way, in zones of any name, and bounded."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.calendars import lines
from loaders.calendars.lines import MOST_DEPTH, read_components
from loaders.faults import Findings
from tests.files.calendars.office import House, text
from tests.fuzz.effort import examples

TUESDAY = date(2026, 3, 3)
LINES = (
    "UID:1",
    "SUMMARY:综合执法值班：张三",
    "DTSTART;TZID=Asia/Shanghai:20260303T083000",
    "DURATION:P1D",
    "DESCRIPTION:一、二\\, 三\\n四",
)
PLAIN = "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\n" + "\n".join(LINES) + "\nEND:VEVENT\nEND:VCALENDAR\n"


@examples(60)
@given(st.sampled_from(["utf-8", "gb18030"]), st.sampled_from([b"\r\n", b"\n", b"\r", b"\r\r\n"]), st.data())
def test_lines_are_put_together_wherever_they_are_folded(encoding: str, end: bytes, data: st.DataObject) -> None:
    """Between any two bytes, of one character too: RFC 5545, section 3.1."""
    folded = []
    for line in PLAIN.splitlines():
        octets = line.encode(encoding)
        width = data.draw(st.integers(1, 80))
        blank = data.draw(st.sampled_from([b" ", b"\t"]))
        folded.append((end + blank).join(octets[at : at + width] for at in range(0, len(octets), width)))
    findings = Findings()
    whole = read_components(end.join([*folded, b""]), "a.ics", findings)
    assert findings.faults == []
    assert whole is not None
    (one,) = whole.components("VEVENT")
    assert one.text("SUMMARY") == "综合执法值班：张三"
    assert one.text("DESCRIPTION") == "一、二, 三\n四"
    assert one.text("DTSTART") == "20260303T083000"


def test_a_fold_within_a_character_changes_nothing(tmp_path: Path) -> None:
    plain = PLAIN.replace("\n", "\r\n").encode()
    at = plain.index("张".encode()) + 1
    path = tmp_path / "a.ics"
    path.write_bytes(plain[:at] + b"\r\n " + plain[at:])
    house = House()
    assert house.world().take(path).who(house.patrol, TUESDAY, 1) == ["03-03 08:30 张三"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "gbk"])
def test_a_calendar_is_read_in_any_encoding_or_refused(encoding: str) -> None:
    findings = Findings()
    data = PLAIN.encode(encoding)
    whole = read_components(data, "a.ics", findings)
    assert (whole is None) == (encoding == "utf-16-le") == bool(findings.faults), "without its mark it is none"


def test_a_text_of_two_encodings_is_refused() -> None:
    findings = Findings()
    data = PLAIN.encode().replace(b"DESCRIPTION:", "DESCRIPTION:值班".encode("gb18030"))
    assert read_components(data, "a.ics", findings) is None
    assert "编码混杂" in findings.faults[0].why


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\n" * 100_000, f"more than {MOST_DEPTH} deep"),
        (b"BEGIN:VCALENDAR\n" * (MOST_DEPTH + 1), f"more than {MOST_DEPTH} deep"),
        (b"BEGIN:VCALENDAR\n" * MOST_DEPTH, "has no END"),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nEXDATE:" + b"20260101," * 20_000, "characters; at most"),
        (b"BEGIN:VCALENDAR\n" + b"X:1\n" * 30, "more than 20 lines"),
    ],
)
def test_what_is_more_than_a_calendar_has_is_refused(data: bytes, why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if "20 lines" in why:
        monkeypatch.setattr(lines, "MOST_LINES", 20)
    findings = Findings()
    assert read_components(data, "a.ics", findings) is None or findings.faults
    assert any(why in fault.why for fault in findings.faults)


def test_a_picture_of_any_length_is_passed_over() -> None:
    findings = Findings()
    data = PLAIN.replace("UID:1", "X-ALT-DESC:" + "a" * 200_000 + "\nUID:1").encode()
    whole = read_components(data, "a.ics", findings)
    assert whole is not None
    assert findings.faults == []


# -- zones -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "zone",
    [
        "China Standard Time",
        '"China Standard Time"',
        "/freeassociation.sourceforge.net/Asia/Shanghai",
        "/mozilla.org/20050126_1/Asia/Shanghai",
        "Asia/Chongqing",
        "PRC",
        "Hongkong",
    ],
)
def test_zones_of_many_names_are_known(tmp_path: Path, zone: str) -> None:
    house = House()
    start = f"DTSTART;TZID={zone}:20260303T083000"
    path = text(tmp_path / "a.ics", *(start if line.startswith("DTSTART") else line for line in LINES))
    after = house.world().take(path)
    assert after.who(house.patrol, TUESDAY, 1) == ["03-03 08:30 张三"]
    assert after.doubts == ""


def zoned(tmp_path: Path, name: str, *rules: str, offset: str = "+0800") -> Path:
    """A calendar that describes a zone, and an event of it."""
    path = text(tmp_path / "a.ics", *(line.replace("Asia/Shanghai", name) for line in LINES))
    body = "\r\n".join(
        [
            *("BEGIN:VTIMEZONE", f"TZID:{name}", "BEGIN:STANDARD", "DTSTART:16010101T000000"),
            *(
                f"TZOFFSETFROM:{offset}",
                f"TZOFFSETTO:{offset}",
                *rules,
                "END:STANDARD",
                "END:VTIMEZONE",
                "BEGIN:VEVENT",
            ),
        ]
    )
    path.write_text(path.read_text("utf-8").replace("BEGIN:VEVENT", body, 1), "utf-8")
    return path


def test_a_zone_is_taken_as_the_file_describes_it(tmp_path: Path) -> None:
    house = House()
    after = house.world().take(zoned(tmp_path, "自定义"))
    assert after.who(house.patrol, TUESDAY, 1) == ["03-03 08:30 张三"]


@pytest.mark.parametrize("name", ["Asia", "../../etc/passwd", "a" * 5_000, "/"])
def test_names_that_are_no_zone_are_refused(tmp_path: Path, name: str) -> None:
    (fault,) = House().world().refused(text(tmp_path / "a.ics", *(s.replace("Asia/Shanghai", name) for s in LINES)))
    assert fault.column == "DTSTART"


def test_a_zone_of_one_file_is_none_of_another(tmp_path: Path) -> None:
    assert House().world().planned(zoned(tmp_path, "我们的")).operations
    other = text(tmp_path / "b.ics", *(line.replace("Asia/Shanghai", "我们的") for line in LINES))
    assert "No time zone has this name" in House().world().refused(other)[0].why


def test_a_zone_that_is_known_to_be_otherwise_is_doubted(tmp_path: Path) -> None:
    after = House().world().take(zoned(tmp_path, "Asia/Shanghai", offset="+0900"))
    assert "describes Asia/Shanghai as UTC+9; it is known to be UTC+8" in after.doubts


@pytest.mark.parametrize(
    "rule",
    [
        "RRULE:FREQ=SECONDLY",
        "RRULE:FREQ=YEARLY;BYHOUR=0,1,2,3;BYMINUTE=0,1,2;BYSECOND=1,2,3",
        "RRULE:FREQ=DAILY",
        "RRULE:FREQ=YEARLY;INTERVAL=99999999",
        "RRULE:每年",
    ],
)
def test_clocks_that_are_turned_by_the_second_are_no_zone(tmp_path: Path, rule: str) -> None:
    (fault, *_) = House().world().refused(zoned(tmp_path, "自定义", rule))
    assert "No time zone has this name" in fault.why


def test_times_without_a_zone_in_a_calendar_of_another_are_doubted(tmp_path: Path) -> None:
    path = text(tmp_path / "a.ics", *(line.replace(";TZID=Asia/Shanghai", "") for line in LINES))
    path.write_text(
        path.read_text("utf-8").replace("VERSION:2.0", "VERSION:2.0\r\nX-WR-TIMEZONE:America/New_York"), "utf-8"
    )
    assert "it is of America/New_York" in House().world().take(path).doubts
    ours = path.read_text("utf-8").replace("America/New_York", "Asia/Shanghai")
    path.write_text(ours, "utf-8")
    assert House().world().take(path).doubts == ""


def test_a_zone_and_utc_together_are_doubted(tmp_path: Path) -> None:
    path = text(tmp_path / "a.ics", *(line.replace("T083000", "T003000Z") for line in LINES))
    after = House().world().take(path)
    assert "says Z, UTC" in after.doubts
