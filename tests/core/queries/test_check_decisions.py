"""The checks of decisions: a sound one is in order; each kind of damage is found under its number, and only there."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import orjson
import pytest

from graph.decisions.decision import Decision, DecisionEventKind, Event
from graph.facts import Person
from graph.snapshot import Snapshot
from graph.time.calendar import CivilTime, WorkCalendar
from graph.view import View
from graph.words import Channel, ReturnReason, Role, StationingMode
from queries.cases.decisions import Asking, decided, returned
from queries.cases.freezing import digest_of_case
from queries.cases.routing import Case
from queries.checks.check import catalogue, check_model
from queries.checks.decisions import ALL, STRAY, UNREADABLE, Kept, check_decision
from queries.checks.finding import Finding
from queries.duty.roster import presence
from queries.places.place import ByCode
from tests.builders.sound_town import SoundTown
from tests.core.queries.test_routing import RoutedTown

ZONE = ZoneInfo("Asia/Shanghai")
CIVIL = CivilTime(ZONE)
AT = datetime(2025, 6, 4, 10, tzinfo=ZONE)  # a Wednesday
HOUR = timedelta(hours=1)
TOWN = RoutedTown()
INSURANCE = TOWN.department("社保")
TOWN.station(INSURANCE, TOWN.hall, StationingMode.RESIDENT)
TOWN.hold("冯保", Role.DUTY_OFFICER, INSURANCE, None)
MODEL = TOWN.ruled()


def asking(matter: str = "neighbour-dispute", level: str = "blue", at: datetime = AT) -> Asking:
    """A case of the grid, put at an instant."""
    case = Case(place=ByCode(TOWN.grid.id), channel=Channel.HOTLINE, matter=matter, level=level, received_at=at)
    asked = digest_of_case(case, received_given=False)
    return Asking(reference="H-1", asked=asked, case=case, actor="热线", reason="受理", at=at)


def made(
    matter: str = "neighbour-dispute", level: str = "blue", at: datetime = AT, civil: CivilTime = CIVIL
) -> Decision:
    """A decision as the service makes it."""
    return decided(View(MODEL, civil.day(at)), asking(matter, level, at), civil, presence)


def event(kind: DecisionEventKind, what: str, at: datetime) -> Event:
    """Something that came of a decision."""
    return Event(at, kind, "网格员", what, "办理")


def handed_back(old: Decision, because: ReturnReason, at: datetime) -> tuple[Decision, Decision]:
    """A decision that was handed back, and the one that took its place."""

    def again(case: Case) -> Asking:
        return replace(asking(at=at), case=case)

    new = returned(View(MODEL, CIVIL.day(at)), old, because, None, again, CIVIL, presence)
    events = (*old.events, event(DecisionEventKind.RETURNED, because.value, at))
    return replace(old, events=events, superseded_at=at, superseded_by=new.id), new


def found(
    decision: Decision, before: Decision | None = None, then: Snapshot | None = MODEL, *, replay: bool = True
) -> list[Finding]:
    """What is found of a decision."""
    return check_decision(Kept(decision=decision, before=before, then=then, civil=CIVIL), replay=replay)


def numbers(findings: list[Finding]) -> list[str]:
    """Under which numbers."""
    return [finding.number for finding in findings]


PLAIN = made()
POST = orjson.loads(PLAIN.frozen)["gist"]["lead"]["holding"]
ACTED = replace(
    PLAIN,
    escalated=2,
    events=(
        event(DecisionEventKind.ACKNOWLEDGED, PLAIN.deadlines[0].step, AT + HOUR),
        event(DecisionEventKind.ESCALATED, "1", AT + 2 * HOUR),
        event(DecisionEventKind.ESCALATED, "2", AT + 3 * HOUR),
    ),
    deadlines=(replace(PLAIN.deadlines[0], done=AT + HOUR), *PLAIN.deadlines[1:]),
)
OLD, NEW = handed_back(ACTED, ReturnReason.UNCLEAR_DUTY, AT + 5 * HOUR)
OLDER, SAME = handed_back(ACTED, ReturnReason.OVERLAPPING_DUTY, AT + 5 * HOUR)


# -- sound -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("matter", ["petition", "service", "neighbour-dispute", "property-dispute", "enforcement"])
@pytest.mark.parametrize("level", ["blue", "yellow", "red"])
def test_nothing_is_found_where_nothing_is_wrong(matter: str, level: str) -> None:
    assert found(made(matter, level)) == []


def test_nothing_is_found_of_what_was_acted_upon_and_handed_back() -> None:
    assert found(ACTED) == []
    assert found(OLD) == found(OLDER) == []
    assert found(NEW, OLD) == found(SAME, OLDER) == []


def test_what_was_kept_for_another_s_sake_has_the_answer_of_the_one_before() -> None:
    assert orjson.loads(SAME.frozen)["gist"]["lead"] == orjson.loads(OLDER.frozen)["gist"]["lead"]
    assert SAME.deadlines[0].done == AT + HOUR


# -- damaged -----------------------------------------------------------------------------------------------------------


def test_what_can_t_be_read_and_what_is_stray() -> None:
    assert numbers([*UNREADABLE.findings(("decision-1", "its revision is no number"))]) == ["W801"]
    assert (
        "decision-1: its revision is no number."
        in next(UNREADABLE.findings(("decision-1", "its revision is no number"))).message
    )
    assert numbers([*STRAY.findings(("event", "returned 2025-06-04"))]) == ["W802"]


@pytest.mark.parametrize("frozen", ["{", "{}", '{"case":{}}', "[]", PLAIN.frozen.replace('"steps"', '"stairs"')])
def test_a_frozen_answer_that_can_t_be_understood(frozen: str) -> None:
    assert numbers(found(replace(PLAIN, frozen=frozen))) == ["W801"]


@pytest.mark.parametrize(
    "damage",
    [
        {"decided_at": AT + HOUR + HOUR / 2},
        {"escalated": 1},
        {"escalated": 3},
        {"events": ACTED.events[:2]},
        {"events": (ACTED.events[0], ACTED.events[2], ACTED.events[1])},
        {"events": ACTED.events[1:]},
        {"deadlines": PLAIN.deadlines},
        {"deadlines": (replace(PLAIN.deadlines[0], done=AT + 9 * HOUR), *PLAIN.deadlines[1:])},
    ],
)
def test_events_out_of_order(damage: dict[str, Any]) -> None:
    assert set(numbers(found(replace(ACTED, **damage)))) == {"W803"}


def test_an_event_of_what_stood_no_longer() -> None:
    late = event(DecisionEventKind.ESCALATED, "3", OLD.superseded_at + HOUR if OLD.superseded_at else AT)
    assert numbers(found(replace(OLD, escalated=3, events=(*OLD.events[:3], late, OLD.events[3])))) == ["W803"]


def test_requests_that_came_in_at_once_are_in_order() -> None:
    """An acknowledgement that came in a second after the return, and was kept before it."""
    at = AT + 5 * HOUR + timedelta(seconds=1)
    events = (event(DecisionEventKind.ACKNOWLEDGED, PLAIN.deadlines[0].step, at), *OLD.events[1:])
    deadlines = (replace(PLAIN.deadlines[0], done=at), *PLAIN.deadlines[1:])
    assert found(replace(OLD, events=events, deadlines=deadlines)) == []


@pytest.mark.parametrize(
    ("decision", "before"),
    [
        (replace(OLD, superseded_by=None), None),
        (replace(OLD, superseded_at=None), None),
        (replace(OLD, events=OLD.events[:3]), None),
        (replace(PLAIN, events=OLD.events[3:]), None),
        (NEW, None),
        (replace(PLAIN, returns=1, because="wrong_place"), None),
        (replace(NEW, returns=2), OLD),
        (replace(NEW, reference="H-2"), OLD),
        (NEW, replace(OLD, superseded_at=AT + 6 * HOUR)),
    ],
)
def test_a_broken_chain_of_returns(decision: Decision, before: Decision | None) -> None:
    assert set(numbers(found(decision, before, replay=False))) == {"W804"}


def test_a_revision_beyond_the_head() -> None:
    assert numbers(found(PLAIN, then=None)) == ["W811"]


def test_a_policy_that_was_not_there_or_not_in_force() -> None:
    assert numbers(found(replace(PLAIN, policy="policy-9"))) == ["W812"]
    assert numbers(found(PLAIN, then=TOWN.organisation().snapshot())) == ["W812"]


@pytest.mark.parametrize(
    "damage",
    [
        {"lead_id": "person-99"},
        {"people": ("person-99",)},
        {"departments": ("dept-99",)},
        {"frozen": PLAIN.frozen.replace(TOWN.worker.id, "person-99")},
        {"frozen": PLAIN.frozen.replace(POST, "holding-99")},
    ],
)
def test_an_assignee_who_was_not_known(damage: dict[str, Any]) -> None:
    assert numbers(found(replace(PLAIN, **damage))) == ["W813"]


def test_another_answer_when_asked_again() -> None:
    """Somebody wrote another lead, also known then, into the frozen answer; by another policy it is another too."""
    assert PLAIN.lead_id == TOWN.worker.id
    other = replace(PLAIN, frozen=frozen_with(PLAIN, lambda gist: gist.update(lead=gist["escalation"][0])))
    (finding,) = found(other)
    assert finding.number == "W821"
    assert "lead: " in finding.message
    assert numbers(found(replace(PLAIN, frozen=frozen_with(PLAIN, lambda gist: gist["escalation"].pop())))) == ["W821"]
    assert numbers(found(replace(PLAIN, frozen=frozen_with(PLAIN, lambda gist: gist.update(rule="other"))))) == ["W821"]
    assert found(other, replay=False) == [], "asked again only if so wanted"


def frozen_with(decision: Decision, alter: Callable[[Any], object]) -> str:
    """A frozen answer altered."""
    plain = orjson.loads(decision.frozen)
    alter(plain["gist"])
    return orjson.dumps(plain, option=orjson.OPT_SORT_KEYS).decode()


def test_a_case_that_was_kept_with_another_than_before() -> None:
    other = replace(OLDER, frozen=frozen_with(OLDER, lambda gist: gist.update(lead=gist["escalation"][0])))
    assert numbers(found(SAME, other)) == ["W821"]


def test_a_case_that_can_t_be_routed_there() -> None:
    frozen = PLAIN.frozen.replace(f'"code":"{TOWN.grid.id}"', '"code":"nowhere"')
    assert numbers(found(replace(PLAIN, frozen=frozen))) == ["W821"]


def test_each_check_is_among_those_listed() -> None:
    assert [check.number for check in ALL] == ["W801", "W802", "W803", "W804", "W811", "W812", "W813", "W821"]


# -- by the calendar -----------------------------------------------------------------------------------------------


def test_a_decision_replays_by_the_days_off_by_which_it_was_made() -> None:
    """A resident department is on duty on a Wednesday, unless a file says that it is off."""
    off = CivilTime(ZONE, WorkCalendar({AT.date(): False}))
    there, away = made("social-security"), made("social-security", civil=off)
    assert (there.lead_id, "since" in there.frozen, "since" in away.frozen) == (INSURANCE.id, False, True)
    for decision, civil, expected in (
        (there, CIVIL, []),
        (away, off, []),
        (there, off, ["W821"]),
        (away, CIVIL, ["W821"]),
    ):
        kept = Kept(decision=decision, before=None, then=MODEL, civil=civil)
        assert numbers(check_decision(kept, replay=True)) == expected


def test_whether_cases_reach_somebody_goes_by_the_days_off_too() -> None:
    """By night all goes to the county; on one working day everybody is away: unless a file says that it is off."""
    town = SoundTown()
    document = """name = "办法"
        levels = [{ code = "blue", name = "蓝" }]
        matters = [{ code = "petition", name = "信访" }]
        rules = [
          { code = "day", name = "白天", when = { hours = "office" }, lead = { ladder = true } },
          { code = "night", name = "夜间", when = { hours = "after" }, lead = { outside = "县", level = "county" } },
        ]
        [returns]
        finally = { ladder = true }"""
    first, day = date(2025, 6, 1), date(2025, 6, 11)
    town.splice(town.policy, first, document=document)
    for person in town.all(Person):
        town.away(person, day, day + timedelta(days=1))

    def holes(civil: CivilTime) -> set[str]:
        checks = [check for check in catalogue(civil) if check.number in {"W722", "W731"}]
        return {finding.number for finding in check_model(town.on(first), checks)}

    assert holes(CIVIL) == {"W731"}
    assert holes(CivilTime(ZONE, WorkCalendar({day: False}))) == set()
