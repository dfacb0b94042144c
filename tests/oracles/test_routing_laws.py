"""What must hold of every route by docs/policy.md, on random towns, whatever way it is found."""

import random
from datetime import date, datetime, timedelta

import pytest

from graph.facts import Centre, Department, Stationing
from graph.time.calendar import last_published
from graph.view import View
from graph.words import Role, StationingMode
from queries.cases.routing import OnDuty, Route, TaskForce, Verdict, absent, route, route_until
from queries.duty.roster import presence
from tests.core.queries.test_routing import CIVIL, ZONE, RoutedTown, case

NAMED = {"petition": ("信访",), "property-dispute": ("司法",), "dispute": ("司法", "综治"), "hazard": ("综合执法",)}
"""The departments that the demo's policy names for a matter of the level yellow."""
NEVER_BROUGHT = {"property-dispute", "dispute", "hazard"}
"""Matters whose departments are neither called nor waited for while they are off duty."""


class TwoCentres(RoutedTown):
    """The town with a second centre in the village, and departments that work at either, or both, or none."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        chance = random.Random(seed)
        self.near = self.centre(self.village)
        offices = {"信访": self.petitions} | {n: self.department(n) for n in ("司法", "综治", "综合执法")}
        self.officers = [self.officer]
        for department in offices.values():
            officers = [self.hold("值", Role.DUTY_OFFICER, department, None) for _ in range(chance.randrange(3))]
            self.officers += officers
            for centre in (self.near, self.hall):
                if department is not self.petitions or centre is not self.hall:
                    self._works(chance, department, centre)
        for person in chance.sample(self.officers, len(self.officers) // 2):
            start = date(2025, 6, chance.randint(1, 10))
            self.away(person, start, start + timedelta(days=chance.randint(1, 20)))

    def _works(self, chance: random.Random, department: Department, centre: Centre) -> None:
        mode = chance.choice([None, StationingMode.RESIDENT, StationingMode.ON_CALL, StationingMode.ROTATING])
        if mode is not None:
            self.station(department, centre, mode)


def at_hand(town: TwoCentres, view: View, called: str, at: datetime, concerns: frozenset[str]) -> bool:
    """Whether a department has anybody on duty, and not concerned, at a centre that serves the place."""
    return any(
        person.id not in concerns
        for centre in (town.near, town.hall)
        for stationing in view.linked(Stationing, "centre", centre.id)
        if (department := view.get(Department, stationing.department)) is not None and department.name == called
        for person in presence(view.snapshot, stationing, at, CIVIL).officers
    )


def departments_in(found: Route) -> set[str]:
    """The names of the departments that a route sends the case to."""
    sent = (found.lead, *found.companions)
    forces = (d.name for to in sent if isinstance(to, TaskForce) for d in to.departments)
    return {to.department.name for to in sent if isinstance(to, OnDuty)}.union(forces)


@pytest.mark.parametrize("seed", range(12))
def test_a_department_that_is_named_is_there_or_said_once_to_be_missing(seed: int) -> None:
    """Wherever it is stationed: a second centre where it is off duty too is no second department that is missing."""
    town = TwoCentres(seed)
    snapshot, chance = town.ruled(), random.Random(seed)
    for _ in range(25):
        at = datetime(2025, 6, 2, tzinfo=ZONE) + timedelta(minutes=chance.randrange(30 * 24 * 60))
        matter = chance.choice(sorted(NAMED))
        concerns = frozenset(p.id for p in chance.sample(town.officers, chance.randrange(len(town.officers))))
        view = View(snapshot, CIVIL.day(at), at=at)
        found = route(view, case(town, matter=matter, concerns=concerns), at, CIVIL, presence)
        missing = [step.body for step in absent(found.steps)]
        assert len(missing) == len(set(missing)), (at, matter, missing)
        for called in NAMED[matter]:
            here = at_hand(town, view, called, at, concerns)
            assert (called in departments_in(found)) != (called in missing), (at, matter, called)
            if here or matter in NEVER_BROUGHT:
                assert (called in missing) != here, (at, matter, called)


def test_where_it_is_on_duty_goes_before_where_its_next_shift_is() -> None:
    """A department that is off duty in the village and on duty in the street has its case at once."""
    town = RoutedTown()
    town.station(town.petitions, town.centre(town.village), StationingMode.ROTATING)
    at = datetime(2025, 6, 4, 10, tzinfo=ZONE)
    found = route(View(town.ruled(), CIVIL.day(at), at=at), case(town, matter="petition"), at, CIVIL, presence)
    assert found.lead == OnDuty(town.petitions, (town.officer,))
    assert (found.steps[1].outcome, "孙信当班" in found.steps[1].reason) == (Verdict.CHOSEN, True)


@pytest.mark.parametrize("days", [1, 12, 300])
def test_a_route_with_its_steps_ends_with_the_years_whose_working_days_are_known(days: int) -> None:
    """From the first day of a year that nobody has published a step says so, however far off: another answer."""
    town = RoutedTown()
    new_year = datetime(last_published() + 1, 1, 1, tzinfo=ZONE)
    at = new_year - timedelta(days=days)
    blue = case(town, level="blue", received_at=at - timedelta(days=7))

    def told(_: View, found: Route) -> object:
        return [step.reason for step in found.steps]

    view = View(town.ruled(), CIVIL.day(at), at=at)
    assert route_until(view, blue, at, CIVIL, presence, told=told)[1] == new_year
    assert route_until(view, blue, at, CIVIL, presence)[1] is None
