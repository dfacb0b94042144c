"""To whom a case goes: by the demo's policy, in a town of a few people."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from demo import POLICY
from graph.edits.draft import Draft
from graph.edits.settings import set_policy
from graph.errors import InvalidInput, NotFound
from graph.facts import Holding, Person, Unit
from graph.snapshot import Snapshot
from graph.time.calendar import CivilTime, WorkCalendar, last_published
from graph.time.validity import is_void
from graph.view import View
from graph.words import Channel, DutyDays, Role, StationingMode
from queries.cases.policy import read_policy
from queries.cases.proof import prove_reached
from queries.cases.routing import Case, OnDuty, OutsideBody, Route, TaskForce, Verdict, route, route_until
from queries.duty.roster import presence
from queries.places.handling import Responder
from queries.places.place import ByCode
from tests.builders.crowd import crowded_organisation
from tests.builders.organisations import DAY, FIRST
from tests.builders.town import Town

ZONE = ZoneInfo("Asia/Shanghai")
CIVIL = CivilTime(ZONE)
MORNING = datetime(2025, 6, 4, 10, tzinfo=ZONE)  # a Wednesday
NIGHT = datetime(2025, 6, 4, 22, tzinfo=ZONE)
COUNTY = 'escalate = [{ after = "5 working days", to = { outside = "东平县综治中心", level = "county" } }]'
WITHIN = POLICY.replace(COUNTY, "")
"""The demo's policy, but that nothing goes to the county."""
assert WITHIN.count("outside") == POLICY.count("outside") - 2


class RoutedTown(Town):
    """The town with its posts filled, a centre with a petition office and a committee, and the demo's policy."""

    def __init__(self) -> None:
        super().__init__()
        self.worker = self.hold("李专", Role.FULL_TIME_WORKER, self.grid)
        self.secretary = self.hold("王书", Role.VILLAGE_PARTY_SECRETARY, self.village)
        self.area_secretary = self.hold("赵管", Role.MANAGEMENT_AREA_SECRETARY, self.area)
        self.commissioner = self.hold("钱政", Role.POLITICAL_LEGAL_COMMISSIONER, self.street)
        self.hall = self.centre(self.street)
        self.petitions = self.department("信访")
        self.station(self.petitions, self.hall, StationingMode.RESIDENT)
        self.officer = self.hold("孙信", Role.DUTY_OFFICER, self.petitions, None)
        self.board = self.committee(self.hall, "物业管理")
        self.chair = self.hold("周调", Role.COMMITTEE_CHAIR, self.board)
        self.mediator = self.hold("吴调", Role.MEDIATOR, self.board, None)
        self.director = self.hold("郑主", Role.CENTRE_DIRECTOR, self.hall)

    def ruled(self) -> Snapshot:
        """The snapshot, with the policy in force."""
        draft = Draft(self.organisation().snapshot())
        set_policy(draft, "办法", POLICY, FIRST)
        return draft.snapshot


def post_of(town: RoutedTown, person: Person) -> Holding:
    """The one post that somebody holds."""
    (post,) = town.ruled().linked(Holding, "person", person.id)
    return post


def case(town: Town, **known: Any) -> Case:
    """A yellow property dispute in the micro-grid, but for what is said."""
    plain = Case(ByCode(town.micro.id), Channel.HOTLINE, "property-dispute", "yellow", MORNING)
    return replace(plain, **known)


def routed(town: RoutedTown, given: Case, at: datetime = MORNING) -> Route:
    """Where a case goes."""
    return route(View(town.ruled(), CIVIL.day(at)), given, at, CIVIL, presence)


def leads(found: Route) -> Person:
    """Who leads: somebody."""
    assert isinstance(found.lead, Responder)
    return found.lead.person


def test_a_blue_dispute_goes_to_the_grid_worker() -> None:
    town = RoutedTown()
    found = routed(town, case(town, level="blue"))
    assert leads(found) == town.worker
    assert [(step.outcome, step.rule) for step in found.steps] == [
        (Verdict.APPLIED, "dispute-blue"),
        (Verdict.CHOSEN, "dispute-blue"),
    ]
    assert found.deadlines[0].due == datetime(2025, 6, 4, 12, tzinfo=ZONE)
    assert [n.to for n in found.escalation] == [Responder(town.secretary, post_of(town, town.secretary))]


def test_a_yellow_special_dispute_goes_to_its_committee_with_the_village() -> None:
    town = RoutedTown()
    found = routed(town, case(town))
    assert leads(found) == town.chair
    assert [c.person for c in found.companions if isinstance(c, Responder)] == [town.secretary]


def test_a_chair_who_is_concerned_is_passed_over_for_a_mediator() -> None:
    town = RoutedTown()
    found = routed(town, case(town, concerns=frozenset({town.chair.id})))
    assert leads(found) == town.mediator
    assert [step.outcome for step in found.steps[:3]] == [Verdict.APPLIED, Verdict.EXCLUDED, Verdict.CHOSEN]


def test_a_stand_in_who_is_concerned_does_not_stand_in() -> None:
    town = RoutedTown()
    town.away(town.worker, date(2025, 6, 1), date(2025, 7, 1), cover=town.secretary)
    blue = case(town, level="blue")
    assert leads(routed(town, blue)) == town.secretary
    assert leads(routed(town, replace(blue, concerns=frozenset({town.secretary.id})))) == town.area_secretary


def test_a_red_case_goes_to_a_task_force() -> None:
    town = RoutedTown()
    found = routed(town, case(town, level="red"))
    assert isinstance(found.lead, TaskForce)
    assert found.lead.lead.person == town.commissioner
    assert [member.person for member in found.lead.members] == [town.area_secretary, town.secretary]
    assert [n.to for n in found.escalation] == [OutsideBody("东平县综治中心", "county")]


def test_a_risk_to_stability_goes_there_whatever_its_level() -> None:
    town = RoutedTown()
    assert routed(town, case(town, level="blue", stability_risk=True)).rule.code == "risk-force"


def test_a_petition_goes_to_the_petition_office_by_day_and_to_its_officer_by_night() -> None:
    town = RoutedTown()
    petition = case(town, matter="petition")
    for at, reason in ((MORNING, "当班"), (NIGHT, "联系值班员")):
        found = routed(town, petition, at)
        assert found.lead == OnDuty(town.petitions, (town.officer,))
        assert reason in found.steps[1].reason


def test_a_department_without_anybody_present_is_climbed_from() -> None:
    town = RoutedTown()
    town.away(town.officer, date(2025, 6, 1), date(2025, 7, 1))
    found = routed(town, case(town, matter="petition"))
    assert leads(found) == town.worker
    assert found.steps[1].outcome == Verdict.OFF_DUTY


def test_a_department_that_is_not_stationed_is_climbed_from() -> None:
    town = RoutedTown()
    found = routed(town, case(town, matter="enforcement"))
    assert (leads(found), found.steps[1].outcome) == (town.worker, Verdict.VACANT)


def test_vacancies_climb_to_the_director_at_last() -> None:
    town = RoutedTown()
    people = (town.worker, town.secretary, town.area_secretary, town.commissioner)
    blue = case(town, level="blue", concerns=frozenset(p.id for p in people))
    assert leads(routed(town, blue)) == town.director
    assert routed(town, replace(blue, concerns=blue.concerns | {town.director.id})).lead is None


def test_steps_name_the_facts_they_rest_on() -> None:
    town = RoutedTown()
    leave = town.away(town.worker, date(2025, 6, 1), date(2025, 7, 1))
    found = routed(town, case(town, level="blue"))
    assert found.steps[1].facts == (post_of(town, town.worker).id, leave.id)
    assert found.steps[0].facts == (found.policy.id,)


@pytest.mark.parametrize(
    ("known", "error", "says"),
    [
        ({"matter": "weather"}, InvalidInput, "it knows petition"),
        ({"level": "purple"}, InvalidInput, "it knows blue, yellow, red"),
        ({"place": ByCode("nowhere")}, NotFound, "nowhere"),
    ],
)
def test_what_the_policy_or_the_model_does_not_know_is_refused(
    known: dict[str, Any], error: type[Exception], says: str
) -> None:
    town = RoutedTown()
    with pytest.raises(error, match=says):
        routed(town, case(town, **known))


def test_without_a_policy_nothing_is_routed() -> None:
    town = RoutedTown()
    with pytest.raises(InvalidInput, match="No routing policy"):
        route(town.on(), case(town), MORNING, CIVIL, presence)


# -- until when ------------------------------------------------------------------------------------------------------


def test_an_answer_ends_with_the_office_hours_it_depends_on() -> None:
    town = RoutedTown()
    security = town.department("社保")
    town.station(security, town.hall, StationingMode.ROTATING)
    town.rota(town.hall, [security], days=DutyDays.WORKING_DAYS, minutes=540)
    town.hold("冯保", Role.DUTY_OFFICER, security, None)
    given = case(town, matter="social-security")
    view = View(town.ruled(), CIVIL.day(MORNING))
    found, until = route_until(view, given, MORNING, CIVIL, presence)
    assert isinstance(found.lead, OnDuty)
    assert until == datetime(2025, 6, 4, 17, 30, tzinfo=ZONE)


def test_an_answer_ends_on_the_day_on_which_the_holder_goes() -> None:
    town = RoutedTown()
    town.away(town.worker, date(2025, 9, 1), date(2025, 9, 8))
    _, until = route_until(View(town.ruled(), CIVIL.day(MORNING)), case(town, level="blue"), MORNING, CIVIL, presence)
    assert until == datetime(2025, 9, 1, tzinfo=ZONE)


@pytest.mark.parametrize("seed", range(12))
def test_asked_an_instant_before_its_end_the_answer_is_the_same_and_at_its_end_another(seed: int) -> None:
    snapshot = with_policy(crowded_organisation(seed).snapshot())
    for given, at in some_cases(snapshot):
        view = View(snapshot, CIVIL.day(at))
        found, until = route_until(view, given, at, CIVIL, presence)
        if until is None:
            continue
        just_before = datetime.fromtimestamp(until.timestamp() - 1, ZONE)
        assert core_at(snapshot, given, just_before) == found.core
        assert core_at(snapshot, given, until) != found.core


def with_policy(snapshot: Snapshot, document: str = POLICY) -> Snapshot:
    """The same with the demo's policy, or another, in force throughout."""
    draft = Draft(snapshot)
    set_policy(draft, "办法", document, date(1990, 1, 1))
    return draft.snapshot


def some_cases(snapshot: Snapshot) -> Iterator[tuple[Case, datetime]]:
    """Cases in every third unit, of different matters."""
    matters = [matter.code for matter in read_policy(POLICY).matters]
    units = sorted((u for u in snapshot.all(Unit) if not is_void(u)), key=lambda unit: unit.id)
    for number, unit in enumerate(units[::3]):
        at = datetime.combine(unit.start, datetime.min.time(), ZONE).replace(hour=10)
        matter = matters[number % len(matters)]
        level = ("blue", "yellow", "red")[number % 3]
        yield Case(ByCode(unit.id), Channel.VISIT, matter, level, at), at


def core_at(snapshot: Snapshot, given: Case, at: datetime) -> object:
    """What makes the answer, or that there is none."""
    try:
        return route(View(snapshot, CIVIL.day(at)), given, at, CIVIL, presence).core
    except (InvalidInput, NotFound):
        return None


# -- the proof -------------------------------------------------------------------------------------------------------


def test_a_town_with_everybody_there_is_proved_at_once() -> None:
    town = RoutedTown()
    proof = prove_reached(town.ruled(), date(2025, 6, 1), CIVIL, presence)
    assert (proof.places, proof.combinations, proof.unreached, proof.tried) == (5, 720, (), 0)


def test_days_on_which_nobody_is_there_are_listed() -> None:
    town = RoutedTown()
    for person in (town.worker, town.secretary, town.area_secretary, town.commissioner, town.director):
        town.away(person, date(2025, 6, 10), date(2025, 6, 13))
    proof = prove_reached(town.ruled(), date(2025, 6, 1), CIVIL, presence)
    micro = [hole for hole in proof.unreached if hole.unit == town.micro]
    assert [(hole.start, hole.end) for hole in micro] == [
        (datetime(2025, 6, 10, tzinfo=ZONE), datetime(2025, 6, 13, tzinfo=ZONE))
    ]
    assert "dispute-blue" in micro[0].rules
    assert "service" not in micro[0].rules  # that goes outside
    assert "petition" not in micro[0].rules  # its office is there


def test_a_case_is_not_reached_by_whoever_is_below_its_rule() -> None:
    """The worker and the secretaries are there all the while, but a red case is not theirs to lead."""
    town = RoutedTown()
    for person in (town.commissioner, town.director):
        town.away(person, date(2025, 6, 10), date(2025, 6, 13))
    snapshot = with_policy(town.organisation().snapshot(), WITHIN)
    proof = prove_reached(snapshot, date(2025, 6, 1), CIVIL, presence)
    micro = [hole for hole in proof.unreached if hole.unit == town.micro]
    assert [(hole.start, hole.end) for hole in micro] == [
        (datetime(2025, 6, 10, tzinfo=ZONE), datetime(2025, 6, 13, tzinfo=ZONE))
    ]
    assert "red-force" in micro[0].rules
    assert not {"dispute-blue", "dispute-yellow"} & set(micro[0].rules)


def test_hours_at_which_nobody_is_there_are_listed_as_hours() -> None:
    """Nobody on the ladder, and the petition office in office hours alone: by night and on Sunday nobody is there."""
    town = RoutedTown()
    for person in (town.worker, town.secretary, town.area_secretary, town.commissioner, town.director):
        town.away(person, FIRST, None)
    snapshot = with_policy(town.organisation().snapshot(), POLICY.replace('off_duty = "on_call"', 'off_duty = "climb"'))
    proof = prove_reached(snapshot, date(2025, 6, 6), CIVIL, presence, 3 * DAY)
    holes = [hole for hole in proof.unreached if hole.unit == town.micro and "petition" in hole.rules]
    assert [(f"{hole.start:%d %H:%M}", f"{hole.end:%d %H:%M}") for hole in holes] == [
        ("06 00:00", "06 08:30"),
        ("06 17:30", "09 00:00"),
    ]


@pytest.mark.parametrize("document", [POLICY, WITHIN])
@pytest.mark.parametrize("seed", range(3))
def test_the_proof_is_what_trying_everything_finds(seed: int, document: str) -> None:
    """Every unit, combination and hour of a few days, by routing each."""
    snapshot = with_policy(crowded_organisation(seed, size=2).snapshot(), document)
    first, days = date(2025, 7, 1), 3
    table = read_policy(document)
    expected: set[tuple[str, datetime, str]] = set()
    instants = [datetime(2025, 7, 1 + n, hour, tzinfo=ZONE) for n in range(days) for hour in (3, 10, 20)]
    for at in instants:
        view = View(snapshot, CIVIL.day(at))
        hours = table.office.hours(at, CIVIL)
        for unit in view.units():
            for s in (s for s in table.situations() if s.hours is hours and s.channel is Channel.VISIT):
                given = Case(ByCode(unit.id), s.channel, s.matter, s.level, at, s.stability_risk)
                found = route(view, given, at, CIVIL, presence)
                if found.lead is None:
                    expected.add((unit.id, at, found.rule.code))
    proof = prove_reached(snapshot, first, CIVIL, presence, days * DAY)
    proved = {
        (hole.unit.id, at, rule)
        for hole in proof.unreached
        for at in instants
        if hole.start <= at < hole.end
        for rule in hole.rules
    }
    assert proved == expected


# -- years whose days off are not known --------------------------------------------------------------------------------


def told_of_the_calendar(at: datetime, level: str, civil: CivilTime = CIVIL) -> list[str]:
    """What the steps say of the calendar, of a case that comes in at an instant."""
    town = RoutedTown()
    found = route(View(town.ruled(), civil.day(at)), case(town, level=level, received_at=at), at, civil, presence)
    return [step.reason for step in found.steps if step.what == "日历 / calendar"]


def test_a_year_that_is_not_published_is_said_and_deadlines_are_worked_out_all_the_same() -> None:
    late = datetime(2028, 9, 29, 16, tzinfo=ZONE)
    (reason,) = told_of_the_calendar(late, "blue")
    assert "2028" in reason
    assert "WANGGE_HOLIDAYS" in reason
    town = RoutedTown()
    found = route(View(town.ruled(), CIVIL.day(late)), case(town, received_at=late), late, CIVIL, presence)
    assert all(due.due > late for due in found.deadlines)


def test_a_year_that_is_known_or_stated_is_not_spoken_of() -> None:
    assert told_of_the_calendar(MORNING, "yellow") == []
    stated = CivilTime(ZONE, WorkCalendar({}, frozenset({2028})))
    assert told_of_the_calendar(datetime(2028, 9, 20, 16, tzinfo=ZONE), "yellow", stated) == []


def test_working_days_that_run_into_such_a_year_are_said() -> None:
    year = last_published()
    assert told_of_the_calendar(datetime(year, 12, 30, 16, tzinfo=ZONE), "yellow") != []
    assert told_of_the_calendar(datetime(year, 11, 2, 9, tzinfo=ZONE), "yellow") == []
