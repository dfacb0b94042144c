"""Whatever is edited of rotas at whatever instant, who was on duty before that instant stays as it was.

What was known before and what is known after the edit are asked about the same instants; what is to come, and with it
until when a shift that is going on will last, may change.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from graph.apply import apply, work_out
from graph.duty.rota import turn_on
from graph.edits import duty as edits
from graph.edits.draft import Draft
from graph.errors import InvalidInput, NotFound, RuleViolated
from graph.facts import Department, DutyOverride, DutySwap, FactId, Person, Rota, RotaMember
from graph.snapshot import Snapshot
from graph.time.calendar import CivilTime
from graph.time.validity import is_void
from graph.words import DutyDays, Role, StationingMode, UnitKind
from queries.duty import audit as duty_audit
from queries.duty import roster as duty
from tests.builders.organisations import DAY, Builder

BERLIN, SHANGHAI = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Shanghai")
START = date(2026, 3, 16)
"""A Monday; rotas begin around it.  On 29 March clocks are put forward in Berlin."""
CLOCKS = ("00:00", "01:00", "08:30", "18:00", "23:59")
RULES = ("FREQ=DAILY", "FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "FREQ=DAILY;COUNT=5")


class Hall(Builder):
    """A centre with departments resident, rotating and on call; officers of each, some of them in rotas."""

    def __init__(self) -> None:
        super().__init__()
        self.house = self.centre(self.unit(UnitKind.STREET))
        self.departments = [self.department(name) for name in ("综治", "农经", "妇联", "综合执法")]
        modes = (StationingMode.RESIDENT, StationingMode.ROTATING, StationingMode.ROTATING, StationingMode.ON_CALL)
        self.team: dict[FactId, list[Person]] = {}
        for department, mode in zip(self.departments, modes, strict=True):
            self.station(department, self.house, mode)
            self.team[department.id] = [self.person(f"{department.name}{n}") for n in "甲乙丙"]
            for person in self.team[department.id][:2]:
                self.appoint(person, Role.DUTY_OFFICER, department, None)

    def crew(self, department: Department | None) -> list[FactId]:
        """Who may take turns."""
        if department is None:
            return [each.id for each in self.departments]
        return [person.id for person in self.team[department.id]]


@st.composite
def plans(draw: st.DrawFn, hall: Hall, start: date) -> edits.RotaPlan:
    """A rota of the departments, or of one department's officers."""
    department = draw(st.sampled_from([None, *hall.departments, hall.departments[3], hall.departments[3]]))
    crew = hall.crew(department)
    return edits.RotaPlan(
        name=f"表{draw(st.integers(0, 9_999))}",
        centre=hall.house.id,
        department=None if department is None else department.id,
        rule=draw(st.sampled_from(RULES)),
        hand_over=draw(st.sampled_from(CLOCKS)),
        members=draw(st.lists(st.sampled_from(crew), min_size=1, max_size=3)),
        start=start,
        end=draw(st.one_of(st.none(), st.integers(1, 20).map(lambda n: start + n * DAY))),
        anchor=draw(st.one_of(st.none(), st.just(START - 7 * DAY))),
        minutes=draw(st.sampled_from([None, None, 540, 2000])),
        days=draw(st.sampled_from([DutyDays.EVERY_DAY, DutyDays.EVERY_DAY, DutyDays.WORKING_DAYS])),
    )


@st.composite
def halls(draw: st.DrawFn) -> tuple[Hall, Snapshot]:
    """A hall with some rotas, and overrides and swaps over them."""
    hall = Hall()
    draft = Draft(hall.organisation().snapshot())
    for _ in range(draw(st.integers(0, 4))):
        _lay_over(draw, draft, edits.set_rota(draft, draw(plans(hall, START + draw(st.integers(-9, 12)) * DAY))))
    return hall, draft.snapshot


def _lay_over(draw: st.DrawFn, draft: Draft, rota: Rota) -> None:
    days = [START + n * DAY for n in range(-9, 25)]
    line = draft.snapshot.linked(RotaMember, "rota", rota.id)
    turns = {day: turn for day in days if (turn := turn_on(rota, line, draft.calendar, day)) is not None}
    if len(turns) > 1 and draw(st.sampled_from([True, False])):
        one, other = sorted(draw(st.lists(st.sampled_from(sorted(turns)), min_size=2, max_size=2, unique=True)))
        if turns[one] != turns[other]:
            edits.swap_duty(draft, rota.id, turns[one], one, turns[other], other)
    if turns and draw(st.sampled_from([True, False])):
        first = draw(st.sampled_from(sorted(turns)))
        edits.override_duty(draft, rota.id, line[0].member, first, first + draw(st.integers(1, 4)) * DAY)


@st.composite
def moments(draw: st.DrawFn, snapshot: Snapshot, zone: ZoneInfo) -> datetime:
    """An instant of two weeks: a hand-over, a moment before or after one, or any other."""
    clocks = [rota.hand_over for rota in snapshot.all(Rota)] or ["08:30"]
    clock = draw(st.sampled_from([*clocks, "00:00", "03:00", "15:00"]))
    around = draw(st.sampled_from([timedelta(), -timedelta(minutes=1), timedelta(microseconds=1), timedelta(hours=1)]))
    day = START + draw(st.integers(-3, 16)) * DAY
    return datetime.combine(day, time.fromisoformat(clock), zone).astimezone(UTC) + around


Edit = Callable[[Draft], object]


@st.composite
def edits_of(draw: st.DrawFn, hall: Hall, snapshot: Snapshot, today: date) -> tuple[str, Edit]:
    """An edit of rotas around a day; some as only a batch or an undo may bring them about."""
    rotas = sorted((rota for rota in snapshot.all(Rota) if not is_void(rota)), key=lambda rota: rota.id)
    day = today + draw(st.sampled_from([-1, 0, 0, 0, 1, 2])) * DAY
    kinds = ["set"] + (["replace", "end", "annul", "shift", "leave"] if rotas else [])
    swaps, overrides = ([f for f in snapshot.all(cls) if not is_void(f)] for cls in (DutySwap, DutyOverride))
    kinds += ["unswap"] * bool(swaps) + ["undo override"] * bool(overrides) + ["swap"] * bool(rotas)
    kind = draw(st.sampled_from(kinds))
    rota = draw(st.sampled_from(rotas)) if rotas else None
    if kind in {"set", "replace"} or rota is None:
        plan = draw(plans(hall, day))
        return kind, lambda draft: edits.set_rota(draft, plan, None if kind == "set" or rota is None else rota.id)
    other = day + draw(st.integers(1, 4)) * DAY
    members = snapshot.linked(RotaMember, "rota", rota.id)
    pair = [turn_on(rota, members, Draft(snapshot).calendar, each) or "" for each in (day, other)]
    clock, leaver = draw(st.sampled_from(CLOCKS)), draw(st.sampled_from([member.member for member in members]))
    swap, override = (draw(st.sampled_from(found)) if found else None for found in (swaps, overrides))
    acts: dict[str, Edit] = {
        "end": lambda draft: edits.end_rota(draft, rota.id, day),
        "annul": lambda draft: edits.finish(draft, rota, max(day, rota.start)),
        "leave": lambda draft: edits.leave_rotas(draft, leaver, day),
        "shift": lambda draft: draft.put(replace(rota, hand_over=clock)),
        "swap": lambda draft: edits.swap_duty(draft, rota.id, pair[0], day, pair[1], other),
        "unswap": lambda draft: edits.remove_swap(draft, "" if swap is None else swap.id),
        "undo override": lambda draft: edits.remove_override(draft, "" if override is None else override.id),
    }
    return kind, acts[kind]


def asked(snapshots: tuple[Snapshot, Snapshot], now: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """Instants before now: of each of the days before, the hours of hand-over and just before them, and others."""
    clocks = {time.fromisoformat(rota.hand_over) for each in snapshots for rota in each.all(Rota)}
    clocks |= {time(0), time(8, 30), time(12), time(17, 30), time(23, 58)}
    today = now.astimezone(zone).date()
    for number in range(-6, 1):
        for clock in clocks:
            at = datetime.combine(today + number * DAY, clock, zone).astimezone(UTC)
            yield from (each for each in (at, at - timedelta(minutes=1)) if each < now)
    yield now - timedelta(microseconds=1)


def told(shifts: list[duty.Shift], at: datetime) -> list[object]:
    """What a roster says of an instant, but for until when."""
    return [
        (s.department.id, s.mode, s.officers, s.source, s.sources, s.response_minutes, s.assigned, s.want)
        for s in shifts
        if s.start <= at < s.end
    ]


def gaps(snapshot: Snapshot, centre: FactId, start: datetime, end: datetime, civil: CivilTime) -> set[object]:
    """Gaps, and people booked twice, before an instant."""
    found: set[object] = {
        (g.department.id, g.start, g.end, g.want) for g in duty_audit.duty_gaps(snapshot, centre, start, end, civil)
    }
    clashes = duty_audit.double_bookings(snapshot, centre, start, end, civil)
    return found | {(c.person.id, c.start, min(c.end, end)) for c in clashes if c.start < end}


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(halls(), st.sampled_from([SHANGHAI, BERLIN]), st.data())
def test_no_edit_of_rotas_changes_who_was_on_duty_before_it(
    made: tuple[Hall, Snapshot], zone: ZoneInfo, data: st.DataObject
) -> None:
    hall, before = made
    civil, now = CivilTime(zone), data.draw(moments(before, zone))
    kind, edit = data.draw(edits_of(hall, before, civil.day(now)))
    draft = Draft(before, now, civil)
    try:
        edit(draft)
        edits.guard_past(work_out(before, draft.operations), draft)
        after = apply(before, draft.operations).after
    except (InvalidInput, NotFound, RuleViolated):
        event(f"{kind}: refused")
        return
    event(f"{kind}: accepted")
    start, centre = now - 6 * DAY, hall.house.id
    rosters = [duty.roster(each, centre, start, now, civil) for each in (before, after)]
    for at in asked((before, after), now, zone):
        if at >= start:
            assert told(rosters[1], at) == told(rosters[0], at), (kind, at.astimezone(zone), now.astimezone(zone))
    assert gaps(after, centre, start, now, civil) == gaps(before, centre, start, now, civil)
    just_before = now - timedelta(microseconds=1)
    answers = [duty.on_duty(each, centre, just_before, civil) for each in (before, after)]
    assert [a.escalation for a in answers[0]] == [a.escalation for a in answers[1]]


@pytest.mark.parametrize("clock", ["03:00", "08:30"])
def test_a_rota_begins_and_ends_at_its_hour_and_not_at_midnight(clock: str) -> None:
    """By night all on call may be called until the first hand-over; where the rota leaves a gap it stays one."""
    hall, civil = Hall(), CivilTime(SHANGHAI)
    patrol, today = hall.departments[3], START + 5 * DAY
    plain = {"name": "表", "centre": hall.house.id, "department": patrol.id, "rule": "FREQ=DAILY", "hand_over": "08:30"}
    plan = edits.RotaPlan(members=hall.crew(patrol), start=today, minutes=540, **plain)  # type: ignore[arg-type]
    now = datetime.combine(today, time.fromisoformat(clock), SHANGHAI)

    def by_night(snapshot: Snapshot, day: date) -> int:
        at = datetime.combine(day, time(2), SHANGHAI)
        shifts = duty.department_roster(snapshot, hall.house.id, patrol, at, at + timedelta(minutes=1), civil)
        return sum(len(shift.officers) for shift in shifts)

    draft = Draft(hall.organisation().snapshot(), now, civil)
    rota = edits.set_rota(draft, plan)
    assert by_night(draft.snapshot, today) == 2
    assert by_night(draft.snapshot, today + DAY) == 0
    draft = Draft(draft.snapshot, now + 2 * DAY, civil)
    edits.end_rota(draft, rota.id, today + 2 * DAY)
    assert by_night(draft.snapshot, today + 2 * DAY) == 0
    assert by_night(draft.snapshot, today + 3 * DAY) == 2


@pytest.mark.parametrize("hand_over", CLOCKS)
@pytest.mark.parametrize("replaced", [None, "00:00", "08:30", "20:00"])
@pytest.mark.parametrize("clock", ["00:00", "07:00", "08:29", "08:30", "08:31", "20:00", "23:59"])
def test_the_earliest_day_is_the_first_whose_hand_overs_are_all_to_come(
    hand_over: str, replaced: str | None, clock: str
) -> None:
    """Not a day later than need be: neither the new rota's hour nor the old one's is past."""
    hall = Hall()
    patrol, civil = hall.departments[3], CivilTime(SHANGHAI)
    plain = {"centre": hall.house.id, "department": patrol.id, "rule": "FREQ=DAILY", "members": hall.crew(patrol)}
    draft = Draft(hall.organisation().snapshot())
    old = None
    if replaced is not None:
        plan = edits.RotaPlan(name="旧表", hand_over=replaced, start=START, **plain)  # type: ignore[arg-type]
        old = edits.set_rota(draft, plan).id
    today = START + 5 * DAY
    now = datetime.combine(today, time.fromisoformat(clock), SHANGHAI)
    allowed = all(hour >= clock for hour in (hand_over, replaced) if hour is not None)
    for day, expected in ((today - DAY, False), (today, allowed), (today + DAY, True)):
        plan = edits.RotaPlan(name="新表", hand_over=hand_over, start=day, **plain)  # type: ignore[arg-type]
        trial = Draft(draft.snapshot, now, civil)
        if expected:
            edits.set_rota(trial, plan, old)
            edits.guard_past(work_out(draft.snapshot, trial.operations), trial)
        else:
            earliest = today + DAY if not allowed else today
            with pytest.raises(InvalidInput, match=f"on {earliest} at the earliest, not on {day}"):
                edits.set_rota(trial, plan, old)
