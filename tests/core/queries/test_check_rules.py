"""The rules asked of a whole model: each breach that only somebody past the service could bring about is found."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from graph.facts import (
    Absence,
    Appraisal,
    Boundary,
    Centre,
    CodeTemplate,
    Department,
    DepartmentAppraisal,
    DutyOverride,
    Fact,
    Holding,
    LadderRung,
    MediationResult,
    PartOf,
    Person,
    Rota,
    RotaMember,
    Succession,
    Unit,
    UnitState,
)
from graph.snapshot import Snapshot
from graph.view import View
from graph.words import AbsenceKind, AppraisalPeriod, Complexity, GridType, Indicator, Rank, Role, UnitKind
from queries.checks.check import Finding, check_model
from tests.builders.organisations import FIRST
from tests.builders.sound_town import DAY, SoundTown

JUNE, JULY, MAY = date(2025, 6, 1), date(2025, 7, 1), date(2025, 5, 1)
Facts = dict[str, Fact]


class Tampered:
    """A sound town's facts, for somebody to write to past the service."""

    def __init__(self) -> None:
        self.town = SoundTown()
        self.facts: Facts = {fact.id: fact for fact in self.town.organisation().snapshot()}
        self.more: list[Fact] = []

    def set(self, fact: Fact, **values: Any) -> None:
        """Write other values over a fact's."""
        self.facts[fact.id] = replace(self.facts[fact.id], **values)

    def add(self, fact: Fact) -> None:
        """Write another fact, were it of an id that there is."""
        self.more.append(fact)

    def delete(self, fact: Fact) -> None:
        """Delete a fact."""
        del self.facts[fact.id]

    def state(self) -> UnitState:
        """The state of the grid."""
        return self.town.naming(self.town.grid, UnitState, "unit")[0]

    def place(self) -> PartOf:
        """The place of the grid."""
        return self.town.naming(self.town.grid, PartOf, "child")[0]

    def findings(self) -> list[Finding]:
        """What is found."""
        return check_model(View(Snapshot.of((*self.facts.values(), *self.more), revision=1), DAY))


def post(tampered: Tampered, **values: Any) -> Holding:
    of, person = tampered.town.grid.id, tampered.town.officer.id
    plain: dict[str, Any] = {
        "id": "bad",
        "person": person,
        "role": Role.MEDIATOR,
        "of": of,
        "rank": None,
        "start": FIRST,
    }
    return Holding(**{**plain, **values})


def circle(tampered: Tampered) -> None:
    a, b = tampered.town.officer.id, tampered.town.worker.id
    for number, (person, cover) in enumerate([(a, b), (b, a)]):
        absence = Absence(id=f"bad-{number}", person=person, cover=cover, kind=AbsenceKind.SICK, start=MAY, end=JULY)
        tampered.add(absence)


def succession(tampered: Tampered) -> None:
    tampered.add(
        Succession(id="bad", predecessor=tampered.town.grid.id, successor=tampered.town.other_grid.id, start=JUNE)
    )


def rota(tampered: Tampered, **values: Any) -> Rota:
    plain: dict[str, Any] = {"rule": "FREQ=DAILY", "anchor": MAY, "hand_over": "08:30", "start": MAY}
    town = tampered.town
    made = Rota(**{"id": "rota", "name": "表", "centre": town.seat.id, "department": town.office.id, **plain, **values})
    tampered.add(made)
    tampered.add(RotaMember(id="turn", rota="rota", member=town.officer.id, order=1, start=MAY))
    return made


def template(tampered: Tampered) -> CodeTemplate:
    return tampered.town.all(CodeTemplate)[0]


def another_village(tampered: Tampered) -> Unit:
    town = tampered.town
    village = Unit(id=f"{town.street.id}299", kind=UnitKind.VILLAGE, start=FIRST)
    tampered.add(village)
    tampered.add(UnitState(id="bad-state", unit=village.id, name="他村", start=FIRST))
    tampered.add(PartOf(id="bad-place", child=village.id, parent=town.area.id, start=FIRST))
    return village


def mediation(tampered: Tampered, fact_id: str) -> MediationResult:
    return MediationResult(
        id=fact_id,
        person=tampered.town.officer.id,
        complexity=Complexity.SIMPLE,
        reference="案1",
        start=MAY,
        end=MAY + DAY.resolution,
    )


def judged(tampered: Tampered, value: float) -> DepartmentAppraisal:
    town = tampered.town
    return DepartmentAppraisal(
        id="bad",
        department=town.office.id,
        centre=town.seat.id,
        indicator=Indicator.SATISFACTION,
        period=PERIOD,
        value=value,
        start=MAY,
        end=JUNE,
    )


PERIOD = AppraisalPeriod.MONTH
BREACHES: list[tuple[str, Callable[[Tampered], object]]] = [
    ("W101", lambda t: t.set(t.town.officer, name=" ")),
    ("W102", lambda t: t.set(t.town.officer, start=JULY, end=JUNE)),
    ("W103", lambda t: t.set(t.town.officer, birth=date(205, 1, 1))),
    ("W104", lambda t: t.set(t.state(), households=-1)),
    (
        "W104",
        lambda t: t.add(Appraisal(id="bad", person=t.town.officer.id, period=PERIOD, score=101, start=MAY, end=JUNE)),
    ),
    ("W105", lambda t: t.set(t.town.naming(t.town.grid, Boundary, "unit")[0], geometry="POINT (0 0)")),
    ("W105", lambda t: t.set(t.town.naming(t.town.grid, Boundary, "unit")[0], geometry="nonsense")),
    ("W106", lambda t: t.add(Person(id=t.town.seat.id, name="同号", start=FIRST))),
    ("W107", lambda t: t.add(post(t, person="nobody"))),
    ("W107", lambda t: t.set(t.place(), parent=t.town.officer.id)),
    ("W107", lambda t: t.delete(t.town.officer)),
    ("W108", lambda t: t.set(t.town.worker, end=JUNE)),
    ("W109", lambda t: t.add(UnitState(id="bad", unit=t.town.village.id, name="二名", start=JUNE))),
    ("W110", lambda t: t.add(post(t, role=Role.GRID_CHIEF, rank=Rank.PRIMARY))),
    ("W111", lambda t: t.set(t.state(), end=JUNE)),
    ("W111", lambda t: t.delete(t.state())),
    ("W112", lambda t: t.set(t.place(), end=JUNE)),
    ("W113", lambda t: t.set(t.place(), parent=t.town.other_grid.id)),
    ("W114", lambda t: t.set(t.state(), grid_type=None)),
    ("W114", lambda t: t.set(t.town.naming(t.town.village, UnitState, "unit")[0], grid_type=GridType.GENERAL)),
    ("W115", succession),
    ("W116", circle),
    ("W117", lambda t: rota(t, hand_over="25:00")),
    ("W118", lambda t: rota(t, first=2)),
    ("W121", lambda t: t.add(post(t, role=Role.CENTRE_DIRECTOR))),
    ("W121", lambda t: t.add(LadderRung(id="bad", order=9, role=Role.EXPERT, unit_kind=UnitKind.GRID, start=FIRST))),
    ("W122", lambda t: t.set(template(t), province=4)),
    ("W123", lambda t: t.set(template(t), grid=16)),
    ("W124", lambda t: t.set(t.place(), parent=another_village(t).id)),
    ("W125", lambda t: t.add(Centre(id="bad", name="格中心", serves=t.town.grid.id, start=FIRST))),
    ("W126", lambda t: t.add(Department(id="bad", name=t.town.office.name, start=JUNE))),
    ("W127", lambda t: t.add(Appraisal(id="bad", person=t.town.officer.id, period=PERIOD, start=MAY, end=JULY))),
    ("W129", lambda t: t.add(judged(t, value=100.5))),
    ("W128", lambda t: t.more.extend(mediation(t, fact_id) for fact_id in ("bad", "worse"))),
    ("W119", lambda t: t.add(DutyOverride(id="bad", rota=rota(t).id, member=t.town.office.id, start=MAY, end=JULY))),
    ("W120", lambda t: t.add(Department(id="bad", name=f"{t.town.office.name} ", start=MAY))),
]


@pytest.mark.parametrize(("number", "tamper"), BREACHES)
def test_a_breach_is_found(number: str, tamper: Callable[[Tampered], object]) -> None:
    tampered = Tampered()
    assert tampered.findings() == []
    tamper(tampered)
    found = {each.number for each in tampered.findings()}
    assert number in found
    assert found - {number, "W100"} <= COMPANIONS.get(number, set()), "and no other rule is said to be broken"


COMPANIONS = {
    "W102": {"W108"},  # whoever is not, holds no post
    "W104": {"W311"},  # -1 households add up to nothing
    "W112": {"W306", "W311", "W312", "W731"},  # the village lacks a part, and whose cases climb nowhere
    "W115": {"W108"},  # nor was the predecessor ended
    "W116": {"W502", "W503"},
    "W124": {"W303", "W306", "W311", "W312", "W504"},  # nobody is in the other village, and the grid lacks where it was
}
"""What else a breach may bring with it."""


def test_each_breach_is_named_once() -> None:
    """A circle is told once, not once from each who is in it; two bad fields of one fact are two breaches."""
    tampered = Tampered()
    circle(tampered)
    tampered.set(tampered.town.worker, name=" ", note="\n")
    numbers = [found.number for found in tampered.findings() if found.number < "W200"]
    assert numbers == ["W101", "W101", "W116"]


def test_a_breach_at_another_time_is_found_too() -> None:
    """The rules hold over all time: the view's day has nothing to do with it."""
    tampered = Tampered()
    tampered.add(
        UnitState(id="bad", unit=tampered.town.village.id, name="二名", start=date(2030, 1, 1), end=date(2030, 1, 2))
    )
    assert [found.number for found in tampered.findings()] == ["W109"]


@pytest.mark.parametrize(
    "tamper",
    [
        lambda t: t.set(t.place(), parent=t.town.grid.id),
        lambda t: t.add(PartOf(id="bad", child=t.town.street.id, parent=t.town.micro.id, start=FIRST)),
        lambda t: t.delete(t.town.officer),
        lambda t: t.delete(t.town.village),
        lambda t: t.set(t.town.worker, end=JUNE),
        lambda t: t.add(Centre(id=t.town.worker.id, name="同号", serves=t.town.village.id, start=FIRST)),
    ],
)
def test_where_nothing_can_be_asked_it_is_said_that_nothing_was(tamper: Callable[[Tampered], object]) -> None:
    """A unit that is part of itself, a street below its own micro-grid, a post of nobody."""
    tampered = Tampered()
    tampered.set(tampered.town.secretary, phone=None)
    tamper(tampered)
    found = tampered.findings()
    assert (found[0].number, found[0].ids) == ("W100", ())
    assert len(found) > 1
    assert {each.number for each in found[1:]} <= {"W106", "W107", "W108", "W109", "W112", "W113", "W115"}


@pytest.mark.parametrize("day", [date.min, date.max])
def test_a_date_at_the_end_of_the_calendar_stops_nothing(day: date) -> None:
    tampered = Tampered()
    grid = tampered.town.grid.id
    tampered.add(Succession(id="bad", predecessor=grid, successor=tampered.town.other_grid.id, start=day))
    assert "W103" in {found.number for found in tampered.findings()}


def test_a_code_of_two_units_is_not_possible_but_of_a_unit_and_a_person_is_found() -> None:
    tampered = Tampered()
    tampered.add(Unit(id=tampered.town.officer.id, kind=UnitKind.STREET, start=FIRST))
    assert "W106" in {found.number for found in tampered.findings()}
