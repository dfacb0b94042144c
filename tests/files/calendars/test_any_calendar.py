"""Whatever an office's calendar says, over whatever rotas: it is planned without breaking a rule, or refused.

What is taken, taken again, changes nothing: `World.take` sees to that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loaders import Fault, ImportRefused
from tests.files.calendars.office import DAY, TODAY, House, World

SUMMARIES = (
    *("张三", "李四", "王五值班", "综合执法：赵六", "张三、李四", "综合执法随叫随到：钱七、孙八"),
    *("农经轮驻", "妇联", "农经轮驻：田农", "司法：陈法", "综合执法：无人"),
)
STARTS = (
    *("DTSTART;TZID=Asia/Shanghai:{}T083000", "DTSTART;TZID=Asia/Shanghai:{}T083000", "DTSTART:{}T003000Z"),
    *("DTSTART:{}T173000", "DTSTART;VALUE=DATE:{}", "DTSTART;TZID=Europe/Berlin:{}T083000"),
)
LENGTHS = ("P1D", "P1D", "PT24H", "PT9H", "PT15H", "PT5H", "P2D")
RULES = ("FREQ=DAILY", "FREQ=DAILY;INTERVAL=2", "FREQ=DAILY;INTERVAL=4", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY")
ENDS = ("", "", "", ";COUNT=5", ";UNTIL=20260601", ";UNTIL=20260520T003000Z")
NEAR = st.integers(-10, 25).map(lambda number: TODAY + number * DAY)


@dataclass(frozen=True)
class Stated:
    """The lines of an event, in short in what Hypothesis shows."""

    lines: Sequence[str]


@st.composite
def events(draw: st.DrawFn) -> Stated:
    """An event that may clash with others and with the rotas."""
    lines = [f"UID:{draw(st.integers(1, 9))}", f"SUMMARY:{draw(st.sampled_from(SUMMARIES))}"]
    lines += [
        draw(st.sampled_from(STARTS)).format(f"{draw(NEAR):%Y%m%d}"),
        f"DURATION:{draw(st.sampled_from(LENGTHS))}",
    ]
    if draw(st.booleans()):
        lines.append(f"RRULE:{draw(st.sampled_from(RULES))}{draw(st.sampled_from(ENDS))}")
        for name in draw(st.lists(st.sampled_from(["EXDATE", "RDATE"]), max_size=2)):
            lines.append(f"{name};TZID=Asia/Shanghai:{draw(NEAR):%Y%m%d}T083000")
    elif draw(st.integers(0, 3)) == 0:
        lines.append(f"RECURRENCE-ID;TZID=Asia/Shanghai:{draw(NEAR):%Y%m%d}T083000")
    return Stated(lines)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """An office with some rotas, and somebody away."""
    house, begun = House(), TODAY - 30 * DAY
    if draw(st.booleans()):
        members, minutes = house.team[: draw(st.integers(1, 3))], draw(st.sampled_from([None, 540]))
        house.rota(house.house, members, department=house.patrol, start=begun, hand_over="08:30", minutes=minutes)
    if draw(st.booleans()):
        night = house.team[3:5]
        house.rota(house.house, night, department=house.patrol, start=begun, hand_over="17:30", minutes=900)
    if draw(st.booleans()):
        house.rota(house.house, [house.farm, house.women], start=begun, hand_over="08:30", minutes=540)
    if draw(st.booleans()):
        cover = draw(st.sampled_from([None, house.team[4]]))
        house.away(house.team[0], TODAY + 3 * DAY, TODAY + 9 * DAY, cover=cover)
    return house.world()


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(worlds(), st.lists(events(), min_size=1, max_size=4))
def test_a_calendar_is_taken_for_good_or_refused_with_reasons(tmp_path: Path, world: World, made: list[Stated]) -> None:
    path = tmp_path / "值班.ics"
    body = "\r\n".join(line for one in made for line in ("BEGIN:VEVENT", *one.lines, "END:VEVENT"))
    path.write_text(f"BEGIN:VCALENDAR\r\n{body}\r\nEND:VCALENDAR\r\n", "utf-8")
    faults: list[Fault] = []
    before = _past(world)
    try:
        after = world.take(path)
    except ImportRefused as refused:
        faults, after = list(refused.faults), world
    assert all(fault.why and fault.remedy for fault in faults)
    assert {key: value for key, value in _past(after).items() if key in before} == before, "the past is a record"


def _past(world: World) -> dict[str, tuple[date, date]]:
    """From when to when each rota was in force before today."""
    return {r.id: (r.start, min(r.end or TODAY, TODAY)) for r in world.rotas() if r.start < TODAY}
