"""Who is on duty: by hand at a small centre, around National Day 2026, and at the very minute of a hand-over."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from demo import POLICY
from graph.facts import Centre, Department, FactId, Person, Rota
from graph.snapshot import Snapshot
from graph.time.calendar import CivilTime, WorkCalendar
from graph.view import View
from graph.words import DutyDays, Rank, Role, StationingMode
from queries.cases.policy import Hours, office_on
from queries.duty import audit as duty_audit
from queries.duty import roster as duty
from queries.duty.line import Source, Want
from queries.duty.roster import Shift
from tests.builders.organisations import DAY
from tests.builders.town import Town

ZONE = ZoneInfo("Asia/Shanghai")
CIVIL = CivilTime(ZONE)
MONDAY = date(2026, 9, 28)
SEPTEMBER, OCTOBER, NOVEMBER = date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)
WEEKDAYS = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"


def at(day: date, clock: str = "00:00") -> datetime:
    """An instant in the town's zone."""
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZONE)


class House(Town):
    """A centre with 综治 resident, 农经 and 妇联 rotating, 综合执法 on call within 30 minutes.

    Officers: 甲 and 乙 of 综治, 丙 of 农经, 丁 of 妇联, 戊 己 庚 of 综合执法, of whom 戊 is A角.
    """

    def __init__(self) -> None:
        super().__init__()
        self.house = self.centre(self.street)
        self.residents = self.department("综治")
        self.farm, self.women = self.department("农经"), self.department("妇联")
        self.patrol = self.department("综合执法")
        self.station(self.residents, self.house, StationingMode.RESIDENT)
        self.station(self.farm, self.house, StationingMode.ROTATING)
        self.station(self.women, self.house, StationingMode.ROTATING)
        self.station(self.patrol, self.house, StationingMode.ON_CALL, response_minutes=30)
        self.jia, self.yi = (self.officer(name, self.residents) for name in "甲乙")
        self.bing, self.ding = self.officer("丙", self.farm), self.officer("丁", self.women)
        self.wu = self.officer("戊", self.patrol, Rank.PRIMARY)
        self.ji, self.geng = (self.officer(name, self.patrol) for name in "己庚")

    def officer(self, name: str, department: Department, rank: Rank | None = None) -> Person:
        """A duty officer of a department."""
        return self.hold(name, Role.DUTY_OFFICER, department, rank)

    def weekdays(self, **more: object) -> Rota:
        """农经 and 妇联 take working days in turn, handed over at 08:30, until 17:30."""
        plain = {"rule": WEEKDAYS, "start": MONDAY, "days": DutyDays.WORKING_DAYS, "minutes": 540}
        return self.rota(self.house, [self.farm, self.women], **(plain | more))  # type: ignore[arg-type]  # as meant

    def nights(self, people: Sequence[Person] = (), **more: object) -> Rota:
        """戊, 己 and 庚 are on call a day each, from 08:30 to 08:30."""
        team = people or (self.wu, self.ji, self.geng)
        return self.rota(self.house, team, department=self.patrol, start=MONDAY, **more)  # type: ignore[arg-type]

    def snapshot(self) -> Snapshot:
        """Everything so far; every rule is checked."""
        return self.organisation().snapshot()

    def of(self, department: Department, start: datetime, end: datetime, civil: CivilTime = CIVIL) -> list[Shift]:
        """A department's shifts."""
        return duty.department_roster(self.snapshot(), self.house.id, department, start, end, civil)

    def names(self, when: datetime, civil: CivilTime = CIVIL) -> dict[str, str]:
        """Who is on duty at an instant, by department."""
        found = duty.on_duty(self.snapshot(), self.house.id, when, civil)
        return {now.shift.department.name: "".join(p.name for p in now.shift.officers) for now in found}


def lines(shifts: Sequence[Shift]) -> list[tuple[str, str, str]]:
    """Shifts in short: from when to when, in the town's zone, and who."""
    return [(f"{_short(s.start)}", f"{_short(s.end)}", "".join(p.name for p in s.officers)) for s in shifts]


def _short(instant: datetime) -> str:
    return f"{instant.astimezone(ZONE):%m-%d %H:%M}"


# -- who, when ---------------------------------------------------------------------------------------------------------


def test_residents_are_there_in_office_hours_of_working_days_and_those_on_call_always() -> None:
    house = House()
    house.weekdays()
    assert house.names(at(MONDAY, "08:29")) == {"综合执法": "戊己庚"}
    assert house.names(at(MONDAY, "08:30")) == {"综治": "甲乙", "农经": "丙", "综合执法": "戊己庚"}
    assert house.names(at(MONDAY + DAY, "17:29")) == {"综治": "甲乙", "妇联": "丁", "综合执法": "戊己庚"}
    assert house.names(at(MONDAY + DAY, "17:30")) == {"综合执法": "戊己庚"}
    assert house.names(at(date(2026, 10, 3), "10:00")) == {"综合执法": "戊己庚"}


def test_office_hours_are_those_of_the_policy_in_force_on_each_day() -> None:
    """Of none until Tuesday, then of one, from Thursday on of another; by their cases are routed too."""
    house = House()
    hours = {"opens = 08:30:00": "opens = 09:00:00", "closes = 17:30:00": "closes = 12:00:00"}
    short = POLICY
    for old, new in hours.items():
        assert old in short
        short = short.replace(old, new)
    policy = house.set_policy(short, start=MONDAY + DAY)
    house.splice(policy, MONDAY + 3 * DAY, document=short.replace("closes = 12:00:00", "closes = 16:00:00"))
    assert lines(house.of(house.residents, at(MONDAY), at(MONDAY + 4 * DAY))) == [
        ("09-28 08:30", "09-28 17:30", "甲乙"),
        ("09-29 09:00", "09-29 12:00", "甲乙"),
        ("09-30 09:00", "09-30 12:00", "甲乙"),
    ], "Thursday 1 October is off"
    assert lines(house.of(house.residents, at(date(2026, 10, 8)), at(date(2026, 10, 9)))) == [
        ("10-08 09:00", "10-08 16:00", "甲乙")
    ]
    assert "综治" not in house.names(at(MONDAY + DAY, "12:00"))
    snapshot = house.snapshot()
    for when in (at(MONDAY, "08:45"), at(MONDAY + DAY, "08:45"), at(MONDAY + DAY, "11:59"), at(MONDAY + DAY, "12:00")):
        there = any(s.start <= when < s.end for s in house.of(house.residents, at(MONDAY), at(MONDAY + 2 * DAY)))
        assert there == (office_on(View(snapshot, CIVIL.day(when))).hours(when, CIVIL) is Hours.OFFICE)


def test_a_policy_that_can_t_be_read_leaves_office_hours_as_they_are_without_one() -> None:
    house = House()
    house.set_policy("nonsense", start=MONDAY)
    assert lines(house.of(house.residents, at(MONDAY), at(MONDAY + DAY))) == [("09-28 08:30", "09-28 17:30", "甲乙")]


def test_at_the_hand_over_the_next_takes_over_and_a_minute_earlier_the_former_is_on_duty() -> None:
    house = House()
    house.nights()
    assert house.names(at(MONDAY + DAY, "08:29"))["综合执法"] == "戊"
    assert house.names(at(MONDAY + DAY, "08:30"))["综合执法"] == "己"


def test_national_day_2026_is_off_and_the_saturday_after_it_is_worked() -> None:
    """1 to 7 October are off; Saturday the 10th makes up, Sunday 20 September did too."""
    house = House()
    house.weekdays()
    found = house.of(house.farm, at(MONDAY), at(date(2026, 10, 14)))
    found += house.of(house.women, at(MONDAY), at(date(2026, 10, 14)))
    days = sorted((f"{s.start.astimezone(ZONE):%m-%d}", s.department.name) for s in found)
    assert days == [
        ("09-28", "农经"),
        ("09-29", "妇联"),
        ("09-30", "农经"),
        ("10-08", "妇联"),
        ("10-09", "农经"),
        ("10-10", "妇联"),
        ("10-12", "农经"),
        ("10-13", "妇联"),
    ]
    assert house.names(at(date(2026, 10, 10), "09:00"))["综治"] == "甲乙"


def test_a_file_of_days_overrules_what_is_published() -> None:
    house = House()
    house.weekdays()
    civil = CivilTime(ZONE, WorkCalendar({date(2026, 10, 10): False, MONDAY: False}))
    assert house.names(at(MONDAY, "09:00"), civil) == {"综合执法": "戊己庚"}
    assert house.names(at(date(2026, 10, 10), "09:00"), civil) == {"综合执法": "戊己庚"}
    assert house.names(at(MONDAY + DAY, "09:00"), civil)["农经"] == "丙"


def test_a_rota_for_days_off_has_holidays_and_weekends_alone() -> None:
    house = House()
    house.nights(days=DutyDays.DAYS_OFF, minutes=1440)
    days = [s.start.astimezone(ZONE).day for s in house.of(house.patrol, at(OCTOBER), at(date(2026, 10, 19)))]
    assert days == [1, 2, 3, 4, 5, 6, 7, 11, 17, 18]


def test_turns_last_as_many_shifts_as_said_and_begin_with_whom_is_said() -> None:
    house = House()
    house.nights(turn=2, first=3)
    found = house.of(house.patrol, at(MONDAY, "08:30"), at(MONDAY + 8 * DAY))
    assert "".join(p for _, _, p in lines(found)) == "庚庚戊戊己己庚庚"


def test_next_is_the_next_department_in_turn_and_the_next_officer() -> None:
    house = House()
    house.weekdays()
    house.nights()
    found = duty.on_duty(house.snapshot(), house.house.id, at(date(2026, 9, 30), "09:00"), CIVIL)
    told = {}
    for now in found:
        assert now.next is not None
        told[now.shift.department.name] = (now.next.department.name, *lines([now.next])[0])
    assert told == {
        "综治": ("综治", "10-08 08:30", "10-08 17:30", "甲乙"),
        "农经": ("妇联", "10-08 08:30", "10-08 17:30", "丁"),
        "综合执法": ("综合执法", "10-01 08:30", "10-02 08:30", "戊"),
    }


# -- overrides, swaps, absences ----------------------------------------------------------------------------------------


def test_an_override_a_swap_and_a_stand_in_lie_over_the_rota_and_the_source_says_so() -> None:
    house = House()
    rota = house.nights()
    house.override(rota, house.geng, MONDAY, MONDAY + DAY)
    house.swap(rota, house.ji, MONDAY + DAY, house.geng, MONDAY + 2 * DAY)
    house.away(house.wu, MONDAY + 3 * DAY, MONDAY + 4 * DAY, cover=house.jia)
    found = house.of(house.patrol, at(MONDAY, "08:30"), at(MONDAY + 4 * DAY, "08:30"))
    assert lines(found) == [
        ("09-28 08:30", "09-29 08:30", "庚"),
        ("09-29 08:30", "09-30 08:30", "庚"),
        ("09-30 08:30", "10-01 08:30", "己"),
        ("10-01 08:30", "10-02 00:00", "甲"),
        ("10-02 00:00", "10-02 08:30", "戊"),
    ]
    assert [s.sources for s in found] == [
        (Source.OVERRIDE,),
        (Source.SWAP,),
        (Source.SWAP,),
        (Source.ROTA, Source.COVER),
        (Source.ROTA,),
    ]
    assert "甲" in found[3].source
    assert rota.id in found[3].facts


def test_an_absence_without_cover_is_a_gap_and_so_is_a_vacancy_and_a_rotating_department_without_a_rota() -> None:
    house = House()
    house.nights([house.wu])
    house.away(house.wu, MONDAY + DAY, MONDAY + 2 * DAY)
    house.station(house.department("国土"), house.house, StationingMode.ON_CALL)
    gaps = duty_audit.duty_gaps(house.snapshot(), house.house.id, at(MONDAY, "12:00"), at(MONDAY + 3 * DAY), CIVIL)
    told = {(g.department.name, _short(g.start), _short(g.end), g.want) for g in gaps}
    assert told == {
        ("国土", "09-28 12:00", "10-01 00:00", Want.NO_OFFICER),
        ("农经", "09-28 12:00", "10-01 00:00", Want.NO_ROTA),
        ("妇联", "09-28 12:00", "10-01 00:00", Want.NO_ROTA),
        ("综合执法", "09-29 00:00", "09-30 00:00", Want.AWAY),
    }


def test_those_on_call_by_a_rota_that_leaves_hours_out_leave_a_gap() -> None:
    house = House()
    house.weekdays()
    house.nights(minutes=720)
    gaps = duty_audit.duty_gaps(
        house.snapshot(), house.house.id, at(MONDAY, "08:30"), at(MONDAY + 2 * DAY, "08:30"), CIVIL
    )
    assert [(_short(g.start), _short(g.end), g.want) for g in gaps] == [
        ("09-28 20:30", "09-29 08:30", Want.NO_SHIFT),
        ("09-29 20:30", "09-30 08:30", Want.NO_SHIFT),
    ]


def test_a_rota_that_runs_out_leaves_its_departments_without_one() -> None:
    """They have none before its first hand-over, nor from the hand-over after its last shift on."""
    house = House()
    house.weekdays(rule=f"{WEEKDAYS};COUNT=4")
    gaps = duty_audit.duty_gaps(house.snapshot(), house.house.id, at(MONDAY), at(NOVEMBER), CIVIL)
    told = {(g.department.name, _short(g.start), _short(g.end)) for g in gaps}
    spans = {("09-28 00:00", "09-28 08:30"), ("10-01 08:30", "11-01 00:00")}
    assert told == {(name, *span) for name in ("农经", "妇联") for span in spans}


def test_somebody_whom_two_rotas_want_at_once_is_booked_twice() -> None:
    """甲 is on call for 综合执法 on Tuesday, and resident by rota for 综治 at the same centre."""
    house = House()
    house.nights([house.wu, house.jia])
    house.rota(house.house, [house.yi, house.jia], department=house.residents, start=MONDAY, minutes=540)
    found = duty_audit.double_bookings(house.snapshot(), house.house.id, at(MONDAY), at(OCTOBER), CIVIL)
    assert [(c.person.id, _short(c.start), _short(c.end)) for c in found] == [
        (house.jia.id, "09-29 08:30", "09-29 17:30")
    ]
    assert {found[0].one[1].department.name, found[0].other[1].department.name} == {"综治", "综合执法"}


# -- what follows from it ----------------------------------------------------------------------------------------------


def test_fairness_counts_days_weekends_and_holidays_each_day_once() -> None:
    """戊 己 庚 in turn from Thursday 1 October: the 10th is worked, the 4th a Sunday, the others of the week off."""
    house = House()
    house.nights()
    loads = duty_audit.fairness(house.snapshot(), house.house.id, at(OCTOBER), at(date(2026, 10, 13)), CIVIL)
    told = {load.person.name: (load.days, load.weekends, load.holidays, load.hours) for load in loads}
    assert told == {"戊": (4, 1, 2, 96.0), "己": (4, 1, 2, 96.0), "庚": (4, 0, 2, 96.0)}


def test_those_on_call_are_asked_in_order_then_the_director() -> None:
    house = House()
    house.nights()
    house.hold("长", Role.CENTRE_DIRECTOR, house.house)
    (_, now) = duty.on_duty(house.snapshot(), house.house.id, at(MONDAY + DAY, "09:00"), CIVIL)
    assert (now.shift.response_minutes, [p.name for p in now.shift.officers]) == (30, ["己"])
    assert [p.name for p in now.escalation] == ["庚", "戊", "长"]


def test_a_rota_that_follows_another_leaves_every_instant_before_it_as_it_was() -> None:
    """Weekly turns, and in the middle of one another rota: what was so before its day stays so."""
    old, new = House(), House()
    for house in (old, new):
        house.nights(rule="FREQ=WEEKLY;BYDAY=MO")
    change = MONDAY + 9 * DAY
    new.close(new.all(Rota)[0], change)
    new.rota(new.house, [new.ji, new.wu], department=new.patrol, start=change)
    first = at(MONDAY, "08:30")
    whole = [old.of(old.patrol, first, at(change)), new.of(new.patrol, first, at(change))]
    assert lines(whole[0])[0] == lines(whole[1])[0] == ("09-28 08:30", "10-05 08:30", "戊")
    assert [p for _, _, p in lines(whole[1])] == [p for _, _, p in lines(whole[0])] == ["戊", "己"]
    after = new.of(new.patrol, at(change), at(change + 2 * DAY))
    assert lines(after) == [
        ("10-05 08:30", "10-07 08:30", "己"),
        ("10-07 08:30", "10-08 08:30", "己"),
        ("10-08 08:30", "10-09 08:30", "戊"),
    ]


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 28), 23.0), (date(2026, 10, 24), 25.0), (date(2026, 6, 1), 24.0)]
)
def test_where_clocks_are_changed_a_shift_lasts_until_the_hour_of_hand_over_all_the_same(
    day: date, hours: float
) -> None:
    house = House()
    house.rota(house.house, [house.wu], department=house.patrol, start=date(2026, 1, 1))
    berlin = CivilTime(ZoneInfo("Europe/Berlin"))
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=berlin.zone)
    (shift, *_) = house.of(house.patrol, noon, noon + timedelta(minutes=1), berlin)
    assert (shift.end - shift.start) / timedelta(hours=1) == hours
    assert shift.end.astimezone(berlin.zone).strftime("%H:%M") == "08:30"


def test_a_centre_without_departments_has_nobody_and_no_gaps() -> None:
    house = House()
    empty: Centre = house.centre(house.village)
    nobody: FactId = empty.id
    snapshot = house.snapshot()
    assert duty.roster(snapshot, nobody, at(MONDAY), at(MONDAY + DAY), CIVIL) == []
    assert duty.on_duty(snapshot, nobody, at(MONDAY), CIVIL) == []
    assert duty_audit.duty_gaps(snapshot, nobody, at(MONDAY), at(MONDAY + DAY), CIVIL) == []


def test_shifts_that_rest_on_days_off_not_known_say_so() -> None:
    """Those of office hours and of rotas for working days; what goes on every day does not."""
    house = House()
    house.weekdays(start=date(2028, 1, 3))
    house.nights()
    snapshot, low, high = house.snapshot(), at(date(2028, 9, 28)), at(date(2028, 9, 30))
    notes = {
        shift.department.name: duty.calendar_note(snapshot, shift, CIVIL)
        for shift in duty.roster(snapshot, house.house.id, low, high, CIVIL)
    }
    assert {name for name, note in notes.items() if note is not None} == {"综治", "农经", "妇联"}
    assert all("2028" in note and "WANGGE_HOLIDAYS" in note for note in notes.values() if note is not None)
    stated = CivilTime(ZONE, WorkCalendar({}, frozenset({2028})))
    shifts = duty.roster(snapshot, house.house.id, low, high, stated)
    assert [duty.calendar_note(snapshot, shift, stated) for shift in shifts] == [None] * len(shifts)
