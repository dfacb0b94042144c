"""Whoever takes the place of a lead is no further down, a task force keeps its company, and no case is escalated down.

The oracle asks, of everybody who is present, whether their post is of the level that the rule names, or above it.
"""

import tomllib
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from demo import POLICY
from graph.facts import Absence, Centre, Committee, Holding, Unit
from graph.snapshot import Snapshot
from graph.time.validity import holds_on, is_void
from graph.view import View
from graph.words import Channel, Role, StationingMode
from queries.cases.routing import Case, OnDuty, OutsideBody, Route, TaskForce, Verdict, absent, route
from queries.duty.roster import presence
from queries.places.handling import Responder
from queries.places.place import ByCode
from tests.builders.crowd import crowded_organisation
from tests.core.queries.test_routing import CIVIL, MORNING, NIGHT, WITHIN, ZONE, RoutedTown, case, routed, with_policy
from tests.fuzz.effort import EFFORT, examples

LEVELS = ("province", "city", "county", "street", "management_area", "village", "grid", "micro_grid")
ON_LADDER = {
    "full_time_worker": "grid",
    "part_time_worker": "grid",
    "grid_chief": "grid",
    "village_party_secretary": "village",
    "management_area_secretary": "management_area",
    "political_legal_commissioner": "street",
}
"""The default ladder, from its first rung to its last."""
RUNGS = list(ON_LADDER)


def level_of(snapshot: Snapshot, holding: Holding) -> int | None:
    """How narrow the unit is whose post it is: 0 for a province; of a centre or committee, that it serves."""
    of = holding.of
    committee = snapshot.get(Committee, of)
    centre = snapshot.get(Centre, of if committee is None else committee.centre)
    unit = snapshot.get(Unit, of if centre is None else centre.serves)
    return None if unit is None else LEVELS.index(unit.kind.value)


def stands_at(snapshot: Snapshot, to: object) -> tuple[int, int] | None:
    """Level and rung of somebody; None: no level.  A rung of -1: none."""
    if isinstance(to, TaskForce):
        return stands_at(snapshot, to.lead)
    if not isinstance(to, Responder):
        return None
    level = level_of(snapshot, to.holding)
    role, unit = to.holding.role.value, snapshot.get(Unit, to.holding.of)
    on_ladder = unit is not None and ON_LADDER.get(role) == unit.kind.value
    return None if level is None else (level, RUNGS.index(role) if on_ladder else -1)


def is_below(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether somebody stands below another: of a narrower unit, or further down the ladder."""
    return one[0] > other[0] or (min(one[1], other[1]) >= 0 and one[1] < other[1])


def asked_for(found: Route) -> tuple[int, int] | None:
    """Where the post stands that the rule names to lead."""
    role = found.rule.lead.post or found.rule.lead.task_force
    return None if role is None else (LEVELS.index(ON_LADDER[role.value]), RUNGS.index(role.value))


def present(snapshot: Snapshot, given: Case) -> Iterator[Holding]:
    """The posts around a place whose holder, or whoever stands in for them, is there and is not concerned."""
    day = CIVIL.day(given.received_at)
    path = {unit.id for unit in View(snapshot, day).path(unit_of(snapshot, given))}
    centres = {c.id for c in snapshot.all(Centre) if c.serves in path and holds_on(c, day)}
    for holding in snapshot.all(Holding):
        ladder = holding.of in path and holding.role.value in ON_LADDER
        directs = holding.of in centres and holding.role == Role.CENTRE_DIRECTOR
        if not holds_on(holding, day) or not (ladder or directs):
            continue
        if ladder and LEVELS[level_of(snapshot, holding) or 0] != ON_LADDER[holding.role.value]:
            continue
        person, asked = holding.person, set[str]()
        while person not in asked | given.concerns:
            away = [a for a in snapshot.all(Absence) if a.person == person and holds_on(a, day)]
            if not away:
                yield holding
                break
            asked.add(person)
            person = away[0].cover or person


def unit_of(snapshot: Snapshot, given: Case) -> Unit:
    """The unit that a case is in."""
    assert isinstance(given.place, ByCode)
    unit = snapshot.get(Unit, given.place.code)
    assert unit is not None
    return unit


class Situation:
    """A case put to a random organisation."""

    def __init__(self, title: str, snapshot: Snapshot, given: Case) -> None:
        self.title, self.snapshot, self.given = title, snapshot, given

    def __repr__(self) -> str:
        return f"{self.given} in {self.title}"

    @property
    def found(self) -> Route:
        """Where it goes."""
        at = self.given.received_at
        return route(View(self.snapshot, CIVIL.day(at)), self.given, at, CIVIL, presence)


@cache
def crowd(seed: int, document: str) -> tuple[str, Snapshot]:
    """A random organisation with a policy, and what it is called."""
    organisation = crowded_organisation(seed, size=2)
    return organisation.title, with_policy(organisation.snapshot(), document)


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    """A random organisation, a case in it, and people whom it concerns: mostly those who would lead."""
    document = draw(st.sampled_from([POLICY, WITHIN]))
    title, snapshot = crowd(draw(st.integers(0, 11 + EFFORT)), document)
    units = sorted((u for u in snapshot.all(Unit) if not is_void(u)), key=lambda unit: unit.id)
    unit = draw(st.sampled_from(units))
    rungs = View(snapshot, unit.start).ladder()
    assume([(rung.role.value, rung.unit_kind.value) for rung in rungs] == list(ON_LADDER.items()))
    at = datetime.combine(unit.start, datetime.min.time(), ZONE).replace(hour=draw(st.sampled_from([3, 10])))
    matter = draw(st.sampled_from([matter["code"] for matter in tomllib.loads(POLICY)["matters"]]))
    level = draw(st.sampled_from(["blue", "yellow", "yellow", "red", "red"]))
    plain = Case(ByCode(unit.id), draw(st.sampled_from(Channel)), matter, level, at, draw(st.booleans()))
    near = sorted({h.person for h in snapshot.all(Holding)})
    concerned = set(draw(st.lists(st.sampled_from(near), max_size=2))) if near else set[str]()
    for _ in range(draw(st.integers(0, 3))):
        lead = route(View(snapshot, unit.start), concerning(plain, concerned), at, CIVIL, presence).lead
        lead = lead.lead if isinstance(lead, TaskForce) else lead
        concerned |= {lead.person.id} if isinstance(lead, Responder) else set()
    return Situation(title, snapshot, concerning(plain, concerned))


def concerning(given: Case, people: set[str]) -> Case:
    """The same case, concerning these people."""
    return Case(
        given.place, given.channel, given.matter, given.level, given.received_at, given.stability_risk,
        frozenset(people),
    )  # fmt: skip


@examples(150)
@given(situations())
def test_nobody_leads_from_below_and_nobody_is_asked_after_somebody_above_them(situation: Situation) -> None:
    snapshot, given, found = situation.snapshot, situation.given, situation.found
    floor = asked_for(found)
    lead = stands_at(snapshot, found.lead)
    if floor is not None:
        assert lead is None or not is_below(lead, floor)
        fit = [h for h in present(snapshot, given) if (s := stood(snapshot, h)) and not is_below(s, floor)]
        assert isinstance(found.lead, Responder | TaskForce) == bool(fit)
        goes_on = any(escalation.to.outside for escalation in found.rule.escalate)
        assert isinstance(found.lead, OutsideBody) == (not fit and goes_on)
    above = [lead] if lead is not None else []
    for following in found.escalation:
        place = stands_at(snapshot, following.to)
        if place is not None:
            assert not any(is_below(place, before) for before in above)
            above.append(place)


def stood(snapshot: Snapshot, holding: Holding) -> tuple[int, int] | None:
    """As `stands_at`, of a post."""
    level = level_of(snapshot, holding)
    unit = snapshot.get(Unit, holding.of)
    rung = RUNGS.index(holding.role.value) if unit is not None and holding.role.value in ON_LADDER else -1
    return None if level is None else (level, rung)


@examples(60)
@given(situations())
def test_a_committee_is_not_replaced_by_somebody_below_its_helpers(situation: Situation) -> None:
    snapshot, found = situation.snapshot, situation.found
    if found.rule.lead.committee and isinstance(found.lead, Responder) and found.lead.holding.role.value in ON_LADDER:
        place = stands_at(snapshot, found.lead)
        assert place is not None
        assert place[0] <= LEVELS.index("village"), "the village's secretary helps"


@examples(60)
@given(situations())
def test_a_task_force_has_the_same_company_whoever_leads_it(situation: Situation) -> None:
    """But for the one who leads it now; where a body outside does, the others help."""
    snapshot, given, found = situation.snapshot, situation.given, situation.found
    if found.rule.lead.task_force is None or found.lead is None:
        return
    members, departments = company(found)
    wanted = found.rule.lead
    posts = [holding for holding in present(snapshot, given) if holding.role in wanted.members]
    assert len(members) <= len({holding.role for holding in posts})
    assert bool(members) or not posts or isinstance(found.lead, TaskForce)
    assert departments <= set(wanted.departments)
    named = departments | {step.body for step in absent(found.steps)}
    assert named >= set(wanted.departments), "whoever is not there is named"


def company(found: Route) -> tuple[set[str], set[str]]:
    """The people and the names of the departments of a task force, or who help in its stead."""
    if isinstance(found.lead, TaskForce):
        return {m.person.id for m in found.lead.members}, {d.name for d in found.lead.departments}
    helpers = found.companions
    people = {to.person.id for to in helpers if isinstance(to, Responder)}
    return people, {to.department.name for to in helpers if isinstance(to, OnDuty)}


# -- by hand -----------------------------------------------------------------------------------------------------------


def red(town: RoutedTown, *concerned: Any) -> Case:
    """A red case that concerns some."""
    return case(town, level="red", concerns=frozenset(person.id for person in concerned))


def test_a_red_case_whose_commissioner_is_concerned_is_led_by_the_centre_s_director() -> None:
    town = RoutedTown()
    found = routed(town, red(town, town.commissioner))
    assert isinstance(found.lead, TaskForce)
    assert found.lead.lead.person == town.director
    assert [member.person for member in found.lead.members] == [town.area_secretary, town.secretary]
    assert [n.to for n in found.escalation] == [OutsideBody("东平县综治中心", "county")]


def test_a_red_case_that_nobody_of_the_street_may_lead_goes_to_the_county_with_its_company() -> None:
    town = RoutedTown()
    town.station(town.department("公安"), town.hall, StationingMode.ON_CALL)
    found = routed(town, red(town, town.commissioner, town.director))
    assert found.lead == OutsideBody("东平县综治中心", "county")
    assert [to.person for to in found.companions if isinstance(to, Responder)] == [town.area_secretary, town.secretary]
    assert [to.department.name for to in found.companions if isinstance(to, OnDuty)] == ["公安"]
    assert "即行提级" in "".join(step.reason for step in found.steps)


def test_a_village_s_director_does_not_lead_a_red_case() -> None:
    town = RoutedTown()
    here = town.centre(town.village)
    town.hold("村主任", Role.CENTRE_DIRECTOR, here)
    found = route(View(with_policy(town.organisation().snapshot(), WITHIN), CIVIL.day(MORNING)),
                  red(town, town.commissioner, town.director), MORNING, CIVIL, presence)  # fmt: skip
    assert found.lead is None


def test_a_yellow_case_is_not_escalated_to_the_grid_s_worker() -> None:
    """The village's secretary leads; secretary of the area and commissioner are concerned: the street's director."""
    town = RoutedTown()
    concerned = frozenset({town.area_secretary.id, town.commissioner.id})
    yellow = case(town, matter="dispute", level="yellow", concerns=concerned)
    found = routed(town, yellow)
    assert isinstance(found.lead, Responder)
    assert found.lead.person == town.secretary
    assert [n.to.person for n in found.escalation if isinstance(n.to, Responder)] == [town.director, town.director]
    alone = routed(town, case(town, matter="dispute", level="yellow", concerns=concerned | {town.director.id}))
    assert alone.escalation == ()
    assert [s.outcome for s in alone.steps if s.what.startswith("提级")] == [Verdict.VACANT, Verdict.VACANT]


def test_departments_of_a_task_force_that_are_off_duty_or_not_there_are_named() -> None:
    """By night: 维稳 is resident and off duty, 公安 is on call, 司法 is stationed nowhere."""
    town = RoutedTown()
    for name, mode in (("维稳", StationingMode.RESIDENT), ("公安", StationingMode.ON_CALL)):
        department = town.department(name)
        town.station(department, town.hall, mode)
        town.hold(f"{name}员", Role.DUTY_OFFICER, department, None)
    found = routed(town, red(town), NIGHT)
    assert isinstance(found.lead, TaskForce)
    assert [d.name for d in found.lead.departments] == ["维稳", "公安"]
    told = {step.body: step.outcome for step in found.steps if step.body is not None}
    assert told == {"维稳": Verdict.OFF_DUTY, "公安": Verdict.CHOSEN, "司法": Verdict.VACANT}
    assert "下一班06-05 08:30" in next(step.reason for step in found.steps if step.body == "维稳")
    assert [step.body for step in absent(found.steps)] == ["维稳", "司法"]


def test_a_member_s_post_that_nobody_fills_is_named() -> None:
    town = RoutedTown()
    found = routed(town, red(town, town.secretary))
    assert isinstance(found.lead, TaskForce)
    assert [member.person for member in found.lead.members] == [town.area_secretary]
    assert any("村（社区）党组织书记无人到位" in step.reason for step in found.steps)


@pytest.mark.parametrize("concerned", [False, True])
def test_a_rule_may_name_the_centre_s_director(concerned: bool) -> None:
    """Who is then asked before anybody on the ladder."""
    town = RoutedTown()
    document = POLICY.replace('lead = { post = "village_party_secretary" }', 'lead = { post = "centre_director" }')
    assert document != POLICY
    snapshot = with_policy(town.organisation().snapshot(), document)
    people = frozenset({town.director.id} if concerned else ())
    yellow = case(town, matter="dispute", level="yellow", concerns=people)
    found = route(View(snapshot, CIVIL.day(MORNING)), yellow, MORNING, CIVIL, presence)
    assert isinstance(found.lead, Responder)
    assert found.lead.person == (town.worker if concerned else town.director)
