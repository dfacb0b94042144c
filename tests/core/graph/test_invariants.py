"""Every rule is broken on purpose, and kept by a hair; each play says in its name what it tries.

A play is given a small town and does something to it.  One that `breaks` a rule has to be refused for that rule, and
for no other unless it says so, with the ids that it returns; one that `keeps` it has to be accepted.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import cached_property
from itertools import product
from typing import Any

import pytest

from graph.apply import apply, inverse
from graph.change import End
from graph.errors import Problem, RuleViolated
from graph.facts import (
    CLASS_BY_NAME,
    Appraisal,
    Centre,
    Committee,
    Department,
    DepartmentAppraisal,
    Fact,
    LadderRung,
    PartOf,
    Person,
    Rota,
    RotaMember,
    StaffingRule,
    Stationing,
    Unit,
    UnitState,
    WorkerRecord,
)
from graph.rules.invariants import FORM_RULES, RULES
from graph.snapshot import Snapshot
from graph.words import (
    AbsenceKind,
    AppraisalPeriod,
    Complexity,
    GridType,
    Indicator,
    Rank,
    Role,
    RoomKind,
    StationingMode,
    UnitKind,
)
from tests.builders.organisations import CENTRE_KINDS, DAY, FIRST, OTHER_POSTS, PARENTS, PLACED, POSTS, Builder, square

APRIL, JULY, OCTOBER = date(2025, 4, 1), date(2025, 7, 1), date(2025, 10, 1)
FAR = date(2090, 1, 1)
"""So far ahead that nobody would look at that day by chance."""


class Town(Builder):
    """A street with two villages; in the first a grid with a micro-grid, a chief, a centre and its committee.

    street ── area ── village ─┬ grid ── micro
          │                    └ next_grid
          └── other_village ── other_grid
    """

    def __init__(self) -> None:
        super().__init__()
        self.street = self.unit(UnitKind.STREET)
        self.area = self.unit(UnitKind.MANAGEMENT_AREA, self.street)
        self.village = self.unit(UnitKind.VILLAGE, self.area, name="孟村")
        self.other_village = self.unit(UnitKind.VILLAGE, self.street)
        self.grid = self.unit(UnitKind.GRID, self.village)
        self.next_grid = self.unit(UnitKind.GRID, self.village)
        self.other_grid = self.unit(UnitKind.GRID, self.other_village)
        self.micro = self.unit(UnitKind.MICRO_GRID, self.grid)
        self.wang, self.li, self.zhao = self.person("王"), self.person("李"), self.person("赵")
        self.chief = self.appoint(self.wang, Role.GRID_CHIEF, self.grid)
        self.office = self.centre(self.village)
        self.court = self.committee(self.office, "医疗")
        self.justice = self.department("司法")
        self.commit("found")

    @cached_property
    def turns(self) -> Rota:
        """A rota of two departments at the office, put when first asked for."""
        return self.rota(self.office, [self.justice, self.department("农经")])

    @cached_property
    def watch(self) -> Rota:
        """A rota of the officers Wang and Li of the one department."""
        return self.rota(self.office, [self.wang, self.li], department=self.justice)

    def state_of(self, unit: Unit) -> UnitState:
        """What the unit is called at last."""
        return self.naming(unit, UnitState, "unit")[-1]

    def place_of(self, unit: Unit) -> PartOf:
        """What the unit is part of at last."""
        return self.naming(unit, PartOf, "child")[-1]


Ids = tuple[str, ...]
Play = Callable[[Town], Ids]
BREAKS: list[tuple[frozenset[str], Play]] = []
KEEPS: list[tuple[str, Callable[[Town], object]]] = []


def breaks(*rules: str) -> Callable[[Play], Play]:
    """The play has to be refused for these rules and no others; the first names the ids that the play returns."""

    def note(play: Play) -> Play:
        BREAKS.append((frozenset(rules), play))
        MAIN[play] = rules[0]
        return play

    return note


MAIN: dict[Play, str] = {}


def keeps(rule: str) -> Callable[[Callable[[Town], object]], Callable[[Town], object]]:
    """The play comes close to breaking the rule and has to be accepted."""

    def note(play: Callable[[Town], object]) -> Callable[[Town], object]:
        KEEPS.append((rule, play))
        return play

    return note


def problems_of(town: Builder) -> tuple[Problem, ...]:
    """The problems for which what was done to the town since its last commit is refused; none if it is accepted."""
    before = Snapshot.empty()
    for change in town.changes:
        before = apply(before, change.operations).after
    try:
        apply(before, town.commit().operations)
    except RuleViolated as refused:
        return refused.problems
    return ()


# -- form: text-clean ------------------------------------------------------------------------------------------------


@breaks("text-clean")
def a_name_is_blank(town: Town) -> Ids:
    return (town.correct(town.wang, name=" \u3000 ").id,)


@breaks("text-clean")
def a_phone_is_empty_instead_of_left_out(town: Town) -> Ids:
    return (town.correct(town.wang, phone="").id,)


@breaks("text-clean")
def a_note_has_one_character_too_many(town: Town) -> Ids:
    return (town.correct(town.wang, note="长" * 501).id,)


@breaks("text-clean")
def a_name_holds_a_control_character(town: Town) -> Ids:
    return (town.correct(town.wang, name="王\x00").id,)


@breaks("text-clean")
def a_name_holds_what_nobody_sees(town: Town) -> Ids:
    return (town.correct(town.wang, name="王\u2060五").id,)


@breaks("text-clean")
def a_name_holds_a_private_character(town: Town) -> Ids:
    return (town.correct(town.wang, name="\ue863").id,)


@breaks("text-clean")
def an_id_holds_a_space(town: Town) -> Ids:
    return (town.put(Person(id="wang 2", name="王", start=FIRST)).id,)


@breaks("text-clean")
def an_id_has_one_character_too_many(town: Town) -> Ids:
    return (town.put(Person(id="i" * 65, name="王", start=FIRST)).id[:64] + "…",)


@keeps("text-clean")
def texts_are_as_long_as_they_may_be(town: Town) -> None:
    town.put(Person(id="i" * 64, name="长" * 500, note="𠮷 · it’s — “fine”\n❤\ufe0f", start=FIRST))


# -- form: interval-in-order, date-plausible -------------------------------------------------------------------------


@breaks("interval-in-order")
def a_fact_ends_a_day_before_it_starts(town: Town) -> Ids:
    post = town.appoint(town.li, Role.GRID_CHIEF, town.other_grid, start=JULY, end=JULY - DAY)
    return post.id, post.person, post.of


@keeps("interval-in-order")
def a_fact_that_ends_on_its_first_day_was_annulled(town: Town) -> None:
    town.appoint(town.li, Role.GRID_CHIEF, town.other_grid, start=JULY, end=JULY)


@breaks("date-plausible")
def a_fact_starts_in_the_year_25(town: Town) -> Ids:
    return (town.person(start=date(25, 1, 1)).id,)


@breaks("date-plausible")
def a_fact_starts_a_day_too_early(town: Town) -> Ids:
    return (town.person(start=date(1899, 12, 31)).id,)


@breaks("date-plausible")
def a_fact_ends_a_day_too_late(town: Town) -> Ids:
    return (town.person(end=date(3000, 1, 1)).id,)


@breaks("date-plausible")
def somebody_was_born_in_the_wrong_century(town: Town) -> Ids:
    return (town.person(birth=date(1785, 5, 17)).id,)


@keeps("date-plausible")
def dates_reach_from_the_first_day_to_the_last(town: Town) -> None:
    town.person(start=date(1900, 1, 1), end=date(2999, 12, 31), birth=date(1900, 1, 1))


# -- form: number-in-range -------------------------------------------------------------------------------------------


@breaks("number-in-range")
def a_score_is_no_number(town: Town) -> Ids:
    return town.appraise(town.wang, AppraisalPeriod.YEAR, FIRST, JULY, float("nan")).id, town.wang.id


@breaks("number-in-range")
def a_star_too_many(town: Town) -> Ids:
    return town.record(town.wang, star_rating=6).id, town.wang.id


@keeps("number-in-range")
def no_stars_and_no_score_known(town: Town) -> None:
    town.record(town.wang, star_rating=0, pay_level=None)


SCALES: tuple[tuple[Fact, str, int, int], ...] = (
    (UnitState(id="x", unit="u", name="n", start=FIRST), "households", 0, 100_000_000),
    (UnitState(id="x", unit="u", name="n", start=FIRST), "population", 0, 500_000_000),
    (WorkerRecord(id="x", person="person-1", start=FIRST), "post_grade", 1, 3),
    (WorkerRecord(id="x", person="person-1", start=FIRST), "pay_level", 1, 18),
    (WorkerRecord(id="x", person="person-1", start=FIRST), "star_rating", 0, 5),
    (Appraisal(id="x", person="person-1", period=AppraisalPeriod.YEAR, start=FIRST), "score", 0, 100),
    (
        Stationing(id="x", department="d", centre="c", mode=StationingMode.ON_CALL, start=FIRST),
        "response_minutes",
        0,
        10_080,
    ),
    (
        StaffingRule(id="x", role=Role.EXPERT, unit_kind=UnitKind.STREET, minimum=1, start=FIRST),
        "minimum",
        1,
        1_000,
    ),
    (LadderRung(id="x", order=1, role=Role.EXPERT, unit_kind=UnitKind.STREET, start=FIRST), "order", 1, 1_000),
)


@pytest.mark.parametrize(
    ("fact", "field", "low", "high"), SCALES, ids=[f"{type(s[0]).__name__}.{s[1]}" for s in SCALES]
)
def test_a_number_runs_from_the_low_to_the_high_end_of_its_scale(fact: Fact, field: str, low: int, high: int) -> None:
    for value, outside in ((low, False), (high, False), (low - 1, True), (high + 1, True)):
        town = Town()
        better: dict[str, Any] = {field: value}
        town.put(replace(fact, **better))
        found = [problem for problem in problems_of(town) if problem.rule == "number-in-range"]
        assert [problem.ids[0] for problem in found] == ["x"] * outside


# -- form: geometry-valid --------------------------------------------------------------------------------------------

NO_OUTLINES = {
    "not WKT": "square",
    "a point": "POINT (116 36)",
    "a line": "LINESTRING (116 36, 117 36)",
    "empty": "POLYGON EMPTY",
    "a bow tie": "POLYGON ((116 36, 117 37, 117 36, 116 37, 116 36))",
    "too far east": "POLYGON ((179 36, 180.1 36, 180.1 37, 179 36))",
    "latitude first": "POLYGON ((36 116, 37 116, 37 117, 36 116))",
    "in metres": "POLYGON ((39440000 3970000, 39450000 3970000, 39450000 3980000, 39440000 3970000))",
    "two parts one over the other": (
        "MULTIPOLYGON (((116 36, 118 36, 118 38, 116 36)), ((116 36, 118 36, 118 38, 116 36)))"
    ),
    "no number": "POLYGON ((116 36, nan 36, 117 37, 116 36))",
}
OUTLINES = {
    "the whole world": "POLYGON ((-180 -90, 180 -90, 180 90, -180 90, -180 -90))",
    "a hole": "POLYGON ((116 36, 117 36, 117 37, 116 37, 116 36), (116.2 36.2, 116.4 36.2, 116.3 36.4, 116.2 36.2))",
    "two parts that touch in a point": (
        "MULTIPOLYGON (((116 36, 117 36, 117 37, 116 37, 116 36)), ((117 37, 118 37, 118 38, 117 38, 117 37)))"
    ),
}


@pytest.mark.parametrize("geometry", NO_OUTLINES.values(), ids=NO_OUTLINES)
def test_what_is_no_outline_is_refused(geometry: str) -> None:
    town = Town()
    outline = town.boundary(town.grid, geometry)
    assert [(p.rule, p.ids) for p in problems_of(town)] == [("geometry-valid", (outline.id, town.grid.id))]


@pytest.mark.parametrize("geometry", OUTLINES.values(), ids=OUTLINES)
def test_an_odd_but_proper_outline_is_accepted(geometry: str) -> None:
    town = Town()
    town.boundary(town.grid, geometry)
    assert problems_of(town) == ()


@breaks("geometry-valid")
def an_outline_is_no_area(town: Town) -> Ids:
    return town.boundary(town.grid, "POINT (116 36)").id, town.grid.id


@keeps("geometry-valid")
def an_outline_may_lie_outside_that_of_the_parent(town: Town) -> None:
    town.boundary(town.village, square(116, 36))
    town.boundary(town.grid, square(120, 36))


# -- form: identity-kept ---------------------------------------------------------------------------------------------


@breaks("identity-kept")
def a_person_becomes_a_department(town: Town) -> Ids:
    return (town.put(replace(town.justice, id=town.wang.id)).id,)


@breaks("identity-kept")
def a_village_becomes_a_grid(town: Town) -> Ids:
    return (town.correct(town.other_village, kind=UnitKind.GRID).id,)


@breaks("identity-kept")
def a_post_goes_to_somebody_else_under_its_old_id(town: Town) -> Ids:
    return (town.correct(town.chief, person=town.li.id).id,)


@breaks("identity-kept")
def a_post_becomes_another_post(town: Town) -> Ids:
    return (town.correct(town.chief, role=Role.INSTRUCTOR).id,)


@breaks("identity-kept")
def an_annulled_fact_comes_back_as_something_else(town: Town) -> Ids:
    town.end(town.chief, town.chief.start)
    town.commit()
    return (town.correct(town.chief, of=town.other_grid.id, end=None).id,)


@keeps("identity-kept")
def everything_but_identity_may_be_corrected(town: Town) -> None:
    absence = town.away(town.wang, APRIL, JULY, cover=town.li)
    town.commit()
    town.correct(absence, cover=town.zhao.id, kind=AbsenceKind.SICK, start=APRIL - DAY, end=None)
    town.correct(town.chief, rank=Rank.BACKUP, start=FIRST + DAY, field="物业")
    town.correct(town.wang, name="王二", phone="13800000000")


# -- link-resolves ---------------------------------------------------------------------------------------------------


@breaks("link-resolves")
def a_post_of_nobody(town: Town) -> Ids:
    return town.appoint("nobody", Role.INSTRUCTOR, town.grid).id, "nobody"


@breaks("link-resolves")
def a_post_of_a_unit_held_by_a_unit(town: Town) -> Ids:
    return town.appoint(town.village, Role.INSTRUCTOR, town.grid).id, town.village.id


@breaks("link-resolves")
def a_post_of_a_person(town: Town) -> Ids:
    return town.appoint(town.li, Role.INSTRUCTOR, town.wang).id, town.wang.id


@breaks("link-resolves")
def an_annulled_fact_still_has_to_name_something(town: Town) -> Ids:
    return town.appoint("nobody", Role.INSTRUCTOR, town.grid, start=JULY, end=JULY).id, "nobody"


@breaks("link-resolves")
def a_stand_in_whom_nobody_knows(town: Town) -> Ids:
    return town.away(town.wang, APRIL, JULY, cover="nobody").id, "nobody"


@keeps("link-resolves")
def what_is_named_may_come_later_in_the_same_change(town: Town) -> None:
    code = f"{town.village.id}099"
    town.appoint("late", Role.INSTRUCTOR, code)
    town.put(PartOf(id="late-place", child=code, parent=town.village.id, start=FIRST))
    town.put(UnitState(id="late-state", unit=code, name="新", grid_type=GridType.GENERAL, start=FIRST))
    town.put(Unit(id=code, kind=UnitKind.GRID, start=FIRST))
    town.put(Person(id="late", name="迟", start=FIRST))


# -- life-within -----------------------------------------------------------------------------------------------------


@breaks("life-within")
def a_post_outlasts_its_holder_by_a_day(town: Town) -> Ids:
    qian = town.person(end=JULY)
    return town.appoint(qian, Role.INSTRUCTOR, town.grid, end=JULY + DAY).id, qian.id


@breaks("life-within")
def a_post_begins_a_day_before_its_unit(town: Town) -> Ids:
    late = town.unit(UnitKind.GRID, town.village, start=APRIL)
    return town.appoint(town.li, Role.INSTRUCTOR, late, start=APRIL - DAY).id, late.id


@breaks("life-within")
def a_person_goes_and_the_post_stays(town: Town) -> Ids:
    town.end(town.wang, FAR)
    return town.chief.id, town.wang.id


@breaks("life-within")
def a_village_ends_in_the_far_future_and_its_grid_does_not(town: Town) -> Ids:
    town.close(town.office, FAR)
    town.close(town.next_grid, FAR)
    town.end(town.state_of(town.village), FAR)
    town.end(town.place_of(town.village), FAR)
    town.end(town.village, FAR)
    return town.place_of(town.grid).id, town.village.id


@breaks("life-within")
def a_unit_is_said_to_have_begun_later_than_what_was_said_of_it(town: Town) -> Ids:
    town.correct(town.other_grid, start=FIRST + DAY)
    return town.state_of(town.other_grid).id, town.other_grid.id


@breaks("life-within")
def a_stand_in_is_known_only_from_the_second_day_of_the_absence(town: Town) -> Ids:
    late = town.person(start=APRIL + DAY)
    return town.away(town.wang, APRIL, JULY, cover=late).id, late.id


@breaks("life-within")
def a_room_outlasts_its_centre(town: Town) -> Ids:
    office = town.centre(town.street, end=JULY)
    return town.room(office, RoomKind.GRID_OFFICE, end=JULY + DAY).id, office.id


@breaks("life-within")
def a_unit_that_is_to_come_succeeds_already(town: Town) -> Ids:
    heir = town.unit(UnitKind.GRID, town.village, start=JULY + DAY)
    town.hand_over(town.other_grid, JULY, [heir])
    return f"succession-{1}", heir.id


@breaks("life-within")
def a_unit_that_ended_the_very_day_succeeds(town: Town) -> Ids:
    heir = town.unit(UnitKind.GRID, town.village, end=JULY)
    town.hand_over(town.other_grid, JULY, [heir])
    return f"succession-{1}", heir.id


@breaks("life-within")
def a_unit_that_never_was_is_succeeded(town: Town) -> Ids:
    never = town.unit(UnitKind.GRID, town.village, start=JULY, end=JULY)
    return town.succeed(never, town.grid, JULY).id, never.id


@keeps("life-within")
def lives_that_are_exactly_as_long(town: Town) -> None:
    qian = town.person(start=APRIL, end=JULY)
    short = town.unit(UnitKind.GRID, town.village, start=APRIL, end=JULY)
    town.appoint(qian, Role.GRID_CHIEF, short, start=APRIL, end=JULY)
    town.away(town.wang, APRIL, JULY, cover=qian)


@keeps("life-within")
def an_annulled_fact_lies_anywhere(town: Town) -> None:
    town.appoint(town.person(start=JULY), Role.INSTRUCTOR, town.grid, start=APRIL, end=APRIL)


@keeps("life-within")
def a_successor_may_end_again_and_be_succeeded_itself(town: Town) -> None:
    first, second = (town.unit(UnitKind.GRID, town.village, start=day) for day in (JULY, JULY + DAY))
    town.hand_over(town.other_grid, JULY, [first])
    town.hand_over(first, JULY + DAY, [second])


# -- one-at-a-time ---------------------------------------------------------------------------------------------------

Twice = Callable[[Town, date, date | None], Fact]
ONCE: dict[str, Twice] = {
    "UnitState": lambda town, start, end: town.state(
        town.other_grid, "新", grid_type=GridType.GENERAL, start=start, end=end
    ),
    "Boundary": lambda town, start, end: town.boundary(town.grid, square(116, 36), start=start, end=end),
    "PartOf": lambda town, start, end: town.part_of(town.micro, town.next_grid, start=start, end=end),
    "Holding": lambda town, start, end: town.appoint(town.li, Role.MEDIATOR, town.village, None, start=start, end=end),
    "Absence": lambda town, start, end: town.away(town.wang, start, end),
    "WorkerRecord": lambda town, start, end: town.record(town.wang, start=start, end=end),
    "Stationing": lambda town, start, end: town.station(town.justice, town.office, start=start, end=end),
    "StaffingRule": lambda town, start, end: town.require(Role.EXPERT, UnitKind.STREET, start=start, end=end),
    "LadderRung by order": lambda town, start, end: town.rung(
        7, list(Role)[len(town.all(LadderRung))], UnitKind.GRID, start=start, end=end
    ),
    "LadderRung by post": lambda town, start, end: town.rung(
        1 + len(town.all(LadderRung)), Role.EXPERT, UnitKind.STREET, start=start, end=end
    ),
    "CodeTemplate": lambda town, start, end: town.template(start=start, end=end),
    "DutyOverride": lambda town, start, end: town.override(town.turns, town.justice, start, end),
    "Policy": lambda town, start, end: town.set_policy(start=start, end=end),
    "RewardRate": lambda town, start, end: town.reward(Complexity.SIMPLE, 50.0, start=start, end=end),
}
"""Facts of which one only may hold on any day."""
HELD_ALREADY = {"UnitState", "PartOf"}
"""Of these the town has one from the first day on, which is ended first."""


def test_every_exclusive_key_is_tried() -> None:
    elsewhere = {RotaMember, Appraisal, DepartmentAppraisal}
    keys = [name for name, cls in CLASS_BY_NAME.items() for _ in cls.EXCLUSIVE if cls not in elsewhere]
    assert sorted(keys) == sorted(name.partition(" ")[0] for name in ONCE)


@breaks("one-at-a-time")
def a_quarter_is_appraised_twice(town: Town) -> Ids:
    first, second = (town.appraise(town.wang, AppraisalPeriod.QUARTER, APRIL, JULY, score) for score in (80.0, 90.0))
    return first.id, second.id


@breaks("one-at-a-time")
def a_department_is_appraised_twice(town: Town) -> Ids:
    month = APRIL, date(2025, 5, 1)
    first, second = (town.appraise_department(town.justice, town.office, *month, value) for value in (80.0, 90.0))
    return first.id, second.id


@keeps("one-at-a-time")
def quarters_and_a_year_are_appraised(town: Town) -> None:
    town.appraise(town.wang, AppraisalPeriod.QUARTER, JULY, OCTOBER, 90.0)
    town.appraise(town.wang, AppraisalPeriod.QUARTER, APRIL, JULY, 90.0)
    town.appraise(town.wang, AppraisalPeriod.YEAR, FIRST, date(2026, 1, 1), 90.0)


@breaks("one-at-a-time")
def two_members_of_a_rota_come_first(town: Town) -> Ids:
    (first, _) = town.naming(town.turns, RotaMember, "rota")
    return first.id, town.member(town.turns, town.justice, first.order).id


def make_room(town: Town, name: str) -> None:
    """Let what the town has of a kind already end when the new ones begin."""
    if name in HELD_ALREADY:
        town.end(town.state_of(town.other_grid) if name == "UnitState" else town.place_of(town.micro), APRIL)


@pytest.mark.parametrize("name", ONCE)
def test_two_of_a_kind_may_not_share_a_single_day(name: str) -> None:
    town = Town()
    make_room(town, name)
    first, second = ONCE[name](town, APRIL, JULY), ONCE[name](town, JULY - DAY, None)
    assert [(p.rule, set(p.ids)) for p in problems_of(town)] == [("one-at-a-time", {first.id, second.id})]


@pytest.mark.parametrize("name", ONCE)
def test_two_of_a_kind_may_not_share_a_day_in_the_far_future(name: str) -> None:
    town = Town()
    make_room(town, name)
    first = ONCE[name](town, APRIL, None)
    town.commit()
    second = ONCE[name](town, FAR, FAR + DAY)
    assert [(p.rule, set(p.ids)) for p in problems_of(town)] == [("one-at-a-time", {first.id, second.id})]


@pytest.mark.parametrize("name", ONCE)
def test_one_of_a_kind_may_follow_another_on_the_same_day_and_an_annulled_one_counts_for_nothing(name: str) -> None:
    town = Town()
    make_room(town, name)
    ONCE[name](town, JULY, None)
    ONCE[name](town, APRIL, JULY)
    ONCE[name](town, OCTOBER, OCTOBER)
    assert problems_of(town) == ()


@breaks("one-at-a-time")
def a_unit_is_part_of_two_on_one_day(town: Town) -> Ids:
    old = town.place_of(town.micro)
    town.end(old, JULY + DAY)
    return old.id, town.part_of(town.micro, town.next_grid, start=JULY).id


@breaks("one-at-a-time")
def an_old_post_is_lengthened_into_the_next_one(town: Town) -> Ids:
    first = town.appoint(town.li, Role.MEDIATOR, town.village, None, end=APRIL)
    second = town.appoint(town.li, Role.MEDIATOR, town.village, None, start=APRIL)
    town.commit()
    town.correct(first, end=APRIL + DAY)
    return first.id, second.id


@keeps("one-at-a-time")
def the_same_person_holds_several_posts_and_the_same_post_several_places(town: Town) -> None:
    town.appoint(town.wang, Role.GRID_CHIEF, town.other_grid)
    town.appoint(town.wang, Role.INSTRUCTOR, town.grid)
    town.appoint(town.li, Role.GRID_CHIEF, town.grid, Rank.BACKUP)


@keeps("one-at-a-time")
def rules_for_a_grid_type_stand_beside_the_rule_for_all_grids(town: Town) -> None:
    for grid_type in (None, *GridType):
        town.require(Role.GRID_CHIEF, UnitKind.GRID, grid_type)


# -- one-primary -----------------------------------------------------------------------------------------------------


@breaks("one-primary")
def a_second_primary_for_one_day(town: Town) -> Ids:
    return town.chief.id, town.appoint(town.li, Role.GRID_CHIEF, town.grid, start=FAR, end=FAR + DAY).id


@breaks("one-primary")
def a_backup_is_made_primary_beside_the_primary(town: Town) -> Ids:
    second = town.appoint(town.li, Role.GRID_CHIEF, town.grid, Rank.BACKUP)
    town.commit()
    town.correct(second, rank=Rank.PRIMARY)
    return town.chief.id, second.id


@breaks("one-primary")
def an_ended_primary_is_let_last_after_all(town: Town) -> Ids:
    town.end(town.chief, JULY)
    second = town.appoint(town.li, Role.GRID_CHIEF, town.grid, start=JULY)
    town.commit()
    town.correct(town.chief, end=None)
    return town.chief.id, second.id


@keeps("one-primary")
def primaries_follow_each_other_on_one_day_beside_any_number_of_others(town: Town) -> None:
    town.end(town.chief, JULY)
    town.appoint(town.li, Role.GRID_CHIEF, town.grid, start=JULY)
    town.appoint(town.zhao, Role.GRID_CHIEF, town.grid, Rank.BACKUP)
    town.appoint(town.zhao, Role.FULL_TIME_WORKER, town.grid)
    town.appoint(town.zhao, Role.GRID_CHIEF, town.other_grid)


# -- always-described, always-placed ---------------------------------------------------------------------------------


@breaks("always-described")
def a_unit_has_no_name_for_one_day(town: Town) -> Ids:
    town.end(town.state_of(town.grid), JULY)
    town.state(town.grid, "新", grid_type=GridType.GENERAL, start=JULY + DAY)
    return (town.grid.id,)


@breaks("always-described")
def a_unit_loses_its_name_in_the_far_future(town: Town) -> Ids:
    town.end(town.state_of(town.street), FAR)
    return (town.street.id,)


@breaks("always-described")
def a_unit_turns_out_to_be_older_than_its_name(town: Town) -> Ids:
    town.correct(town.street, start=FIRST - DAY)
    return (town.street.id,)


@breaks("always-described", "always-placed")
def a_closed_unit_is_open_again_and_has_neither_name_nor_place(town: Town) -> Ids:
    town.close(town.other_grid, JULY)
    town.commit()
    town.correct(town.other_grid, end=None)
    return (town.other_grid.id,)


@keeps("always-described")
def a_name_follows_another_on_the_same_day_however_often(town: Town) -> None:
    for day in (JULY, JULY + DAY, JULY + 2 * DAY):
        town.rename(town.grid, day, name=f"{day}")


@breaks("always-placed")
def a_micro_grid_is_part_of_nothing_for_one_day(town: Town) -> Ids:
    town.end(town.place_of(town.micro), JULY)
    town.part_of(town.micro, town.next_grid, start=JULY + DAY)
    return (town.micro.id,)


@breaks("always-placed")
def a_grid_is_begun_without_a_place(town: Town) -> Ids:
    return (town.unit(UnitKind.GRID).id,)


@breaks("always-placed")
def a_move_in_the_far_future_is_annulled_but_not_the_leaving(town: Town) -> Ids:
    moved = town.move(town.micro, FAR, town.next_grid)
    town.commit()
    town.end(moved, FAR)
    return (town.micro.id,)


@keeps("always-placed")
def a_street_stands_alone_and_an_annulled_grid_nowhere(town: Town) -> None:
    town.unit(UnitKind.STREET)
    town.unit(UnitKind.GRID, start=JULY, end=JULY)
    town.move(town.micro, JULY, town.next_grid)


# -- level-order, grid-typed -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("child", "parent"), list(product(UnitKind, UnitKind)))
def test_a_unit_is_part_of_the_kinds_that_may_hold_it_and_of_no_others(child: UnitKind, parent: UnitKind) -> None:
    town = Town()
    above = town.unit(parent, town.street if parent in PLACED else None)
    unit = town.unit(child, above)
    edge = town.place_of(unit)
    found = [p.ids for p in problems_of(town) if p.rule == "level-order" and edge.id in p.ids]
    assert found == ([] if parent in PARENTS[child] else [(edge.id, unit.id, above.id)])


@breaks("level-order")
def a_village_is_to_be_part_of_a_grid_next_century(town: Town) -> Ids:
    return town.move(town.other_village, FAR, town.grid).id, town.other_village.id, town.grid.id


@breaks("level-order")
def a_unit_is_part_of_itself(town: Town) -> Ids:
    return town.move(town.grid, JULY, town.grid).id, town.grid.id, town.grid.id


@keeps("level-order")
def a_village_moves_from_a_management_area_to_the_street(town: Town) -> None:
    town.move(town.village, JULY, town.street)


@breaks("grid-typed")
def a_village_is_dedicated(town: Town) -> Ids:
    return town.rename(town.village, JULY, grid_type=GridType.DEDICATED).id, town.village.id


@breaks("grid-typed")
def a_grid_is_neither_general_nor_dedicated(town: Town) -> Ids:
    return town.correct(town.state_of(town.grid), grid_type=None).id, town.grid.id


@keeps("grid-typed")
def a_general_grid_becomes_a_dedicated_one(town: Town) -> None:
    town.rename(town.grid, JULY, grid_type=GridType.DEDICATED)


# -- succession-in-order ---------------------------------------------------------------------------------------------


@breaks("succession-in-order")
def a_unit_that_goes_on_is_succeeded(town: Town) -> Ids:
    return town.succeed(town.grid, town.other_grid, JULY).id, town.grid.id, town.other_grid.id


@breaks("succession-in-order")
def a_unit_lasts_a_day_after_it_is_succeeded(town: Town) -> Ids:
    town.close(town.other_grid, JULY + DAY)
    return town.succeed(town.other_grid, town.grid, JULY).id, town.other_grid.id, town.grid.id


@breaks("succession-in-order")
def a_village_succeeds_a_grid(town: Town) -> Ids:
    town.close(town.other_grid, JULY)
    return town.succeed(town.other_grid, town.village, JULY).id, town.other_grid.id, town.village.id


@breaks("succession-in-order")
def a_succeeded_unit_is_said_to_have_ended_later(town: Town) -> Ids:
    town.hand_over(town.other_grid, JULY, [town.grid])
    town.commit()
    for fact in (town.other_grid, town.state_of(town.other_grid), town.place_of(town.other_grid)):
        town.correct(fact, end=OCTOBER)
    return "succession-1", town.other_grid.id, town.grid.id


@breaks("succession-in-order", "life-within")
def a_unit_succeeds_itself(town: Town) -> Ids:
    town.close(town.other_grid, JULY)
    return town.succeed(town.other_grid, town.other_grid, JULY).id, town.other_grid.id, town.other_grid.id


@keeps("succession-in-order")
def a_grid_is_split_in_two_on_the_day_it_ends(town: Town) -> None:
    town.hand_over(town.other_grid, JULY, [town.twin(town.other_grid, JULY), town.twin(town.other_grid, JULY)])


@keeps("succession-in-order")
def a_succession_annulled_along_with_the_ending(town: Town) -> None:
    town.hand_over(town.other_grid, JULY, [town.grid])
    town.commit()
    town.end("succession-1", JULY)
    for fact in (town.other_grid, town.state_of(town.other_grid), town.place_of(town.other_grid)):
        town.correct(fact, end=None)


# -- cover-present ---------------------------------------------------------------------------------------------------


@breaks("cover-present")
def somebody_stands_in_for_themselves(town: Town) -> Ids:
    return (town.away(town.wang, APRIL, JULY, cover=town.wang).id,)


@breaks("cover-present")
def two_stand_in_for_each_other_on_one_common_day(town: Town) -> Ids:
    first = town.away(town.wang, APRIL, JULY, cover=town.li)
    town.commit()
    return first.id, town.away(town.li, JULY - DAY, OCTOBER, cover=town.wang).id


@breaks("cover-present")
def three_stand_in_for_each_other_in_the_far_future(town: Town) -> Ids:
    first = town.away(town.wang, FAR, None, cover=town.li)
    second = town.away(town.li, FAR + DAY, None, cover=town.zhao)
    return first.id, second.id, town.away(town.zhao, FAR, None, cover=town.wang).id


@breaks("cover-present")
def a_corrected_stand_in_closes_the_circle(town: Town) -> Ids:
    first = town.away(town.wang, APRIL, JULY, cover=town.li)
    second = town.away(town.li, APRIL, JULY, cover=town.zhao)
    town.commit()
    town.correct(second, cover=town.wang.id)
    return first.id, second.id


@breaks("cover-present")
def a_lengthened_absence_closes_the_circle(town: Town) -> Ids:
    first = town.away(town.wang, APRIL, JULY, cover=town.li)
    second = town.away(town.li, JULY, OCTOBER, cover=town.wang)
    town.commit()
    town.correct(first, end=JULY + DAY)
    return first.id, second.id


@keeps("cover-present")
def two_stand_in_for_each_other_one_after_the_other(town: Town) -> None:
    town.away(town.wang, APRIL, JULY, cover=town.li)
    town.away(town.li, JULY, OCTOBER, cover=town.wang)


@keeps("cover-present")
def a_chain_of_stand_ins_that_ends_with_nobody(town: Town) -> None:
    town.away(town.wang, APRIL, JULY, cover=town.li)
    town.away(town.li, APRIL, JULY, cover=town.zhao)
    town.away(town.zhao, APRIL, JULY)


@keeps("cover-present")
def a_circle_no_two_links_of_which_miss_each_other_but_all_three_do(town: Town) -> None:
    town.away(town.wang, date(2025, 1, 1), date(2025, 3, 1), cover=town.li)
    town.away(town.li, date(2025, 2, 1), date(2025, 4, 1), cover=town.zhao)
    town.away(town.zhao, date(2025, 3, 1), date(2025, 5, 1), cover=town.wang)


# -- end: what cannot be ended ---------------------------------------------------------------------------------------


@breaks("already-ended")
def what_ended_is_ended_again_a_day_later(town: Town) -> Ids:
    town.end(town.chief, JULY)
    town.commit()
    town.end(town.chief, JULY + DAY)
    return (town.chief.id,)


@breaks("end-before-start")
def what_began_is_ended_the_day_before(town: Town) -> Ids:
    town.end(town.chief, FIRST - DAY)
    return (town.chief.id,)


@breaks("unknown-fact")
def what_nobody_knows_is_ended(town: Town) -> Ids:
    town.operations.append(End("nobody", JULY))
    return ("nobody",)


@keeps("already-ended")
def what_ended_is_ended_again_on_the_same_day_and_then_earlier(town: Town) -> None:
    town.end(town.chief, JULY)
    town.end(town.chief, JULY)
    town.end(town.chief, APRIL)


@keeps("end-before-start")
def what_began_is_annulled_on_its_first_day(town: Town) -> None:
    town.end(town.chief, FIRST)


@keeps("unknown-fact")
def what_is_put_and_ended_in_one_change(town: Town) -> None:
    town.end(town.appoint(town.li, Role.INSTRUCTOR, town.grid), JULY)


# -- duty ------------------------------------------------------------------------------------------------------------


@breaks("rota-readable")
def a_rota_recurs_by_the_hour(town: Town) -> Ids:
    return (town.rota(town.office, [town.justice], rule="FREQ=HOURLY").id,)


@breaks("rota-readable")
def a_rota_s_rule_says_at_what_hour(town: Town) -> Ids:
    return (town.rota(town.office, [town.justice], rule="FREQ=DAILY;BYHOUR=8").id,)


@breaks("rota-readable")
def a_rota_is_for_the_thirtieth_of_february(town: Town) -> Ids:
    return (town.rota(town.office, [town.justice], rule="FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30").id,)


@breaks("rota-readable")
def a_rota_is_handed_over_at_half_past_twenty_four(town: Town) -> Ids:
    return (town.rota(town.office, [town.justice], hand_over="24:30").id,)


@breaks("rota-readable")
def a_rota_s_shifts_last_for_twenty_seven_years(town: Town) -> Ids:
    return (town.rota(town.office, [town.justice], rule="FREQ=DAILY;INTERVAL=10000").id,)


@keeps("rota-readable")
def a_rota_for_leap_days(town: Town) -> None:
    town.rota(town.office, [town.justice], rule="FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", hand_over="00:00")


@breaks("rota-members")
def a_rota_has_no_members(town: Town) -> Ids:
    return (town.rota(town.office, []).id,)


@breaks("rota-members")
def a_rota_begins_with_a_third_of_two(town: Town) -> Ids:
    return (town.rota(town.office, [town.justice, town.department("农经")], first=3).id,)


@breaks("rota-members")
def a_department_leaves_a_rota_that_goes_on(town: Town) -> Ids:
    member = town.naming(town.turns, RotaMember, "rota")[1]
    town.commit()
    town.end(member, JULY)
    return member.id, town.turns.id


@breaks("rota-members")
def an_officer_is_in_a_rota_of_departments(town: Town) -> Ids:
    rota = town.rota(town.office, [town.justice, town.wang])
    return town.naming(rota, RotaMember, "rota")[1].id, town.wang.id


@breaks("rota-members")
def a_department_is_in_its_own_rota_of_officers(town: Town) -> Ids:
    rota = town.rota(town.office, [town.wang, town.justice], department=town.justice)
    return town.naming(rota, RotaMember, "rota")[1].id, town.justice.id


@keeps("rota-members")
def a_rota_ends_with_its_members_and_another_follows(town: Town) -> None:
    turns = town.turns
    town.commit()
    town.close(turns, JULY)
    town.rota(town.office, [town.department("乡建"), town.justice], start=JULY, first=2)


@breaks("duty-in-order")
def an_officer_stands_in_for_a_department(town: Town) -> Ids:
    return town.override(town.turns, town.wang, APRIL, APRIL + DAY).id, town.wang.id


@breaks("duty-in-order")
def a_swap_outlasts_its_days(town: Town) -> Ids:
    swap = town.swap(town.watch, town.wang, APRIL, town.li, APRIL + DAY, end=APRIL + 3 * DAY)
    return swap.id, town.watch.id


@breaks("duty-in-order")
def a_swap_with_somebody_who_takes_no_turns(town: Town) -> Ids:
    return town.swap(town.watch, town.wang, APRIL, town.zhao, APRIL + DAY).id, town.watch.id


@breaks("duty-in-order")
def an_officer_swaps_with_himself(town: Town) -> Ids:
    return town.swap(town.watch, town.wang, APRIL, town.wang, APRIL + DAY).id, town.watch.id


@breaks("duty-in-order")
def a_day_is_swapped_twice(town: Town) -> Ids:
    first = town.swap(town.watch, town.wang, APRIL, town.li, APRIL + DAY)
    second = town.swap(town.watch, town.wang, APRIL + 2 * DAY, town.li, APRIL + DAY)
    return first.id, second.id


@keeps("duty-in-order")
def a_swap_is_taken_back_and_another_takes_its_place(town: Town) -> None:
    first = town.swap(town.watch, town.wang, JULY, town.li, APRIL)
    town.commit()
    town.end(first, APRIL)
    town.swap(town.watch, town.wang, JULY, town.li, APRIL + 3 * DAY)


@breaks("life-within")
def an_override_outlasts_its_rota(town: Town) -> Ids:
    short = town.rota(town.office, [town.justice], end=JULY)
    return town.override(short, town.justice, JULY - DAY, JULY + DAY).id, short.id


# -- names-apart -----------------------------------------------------------------------------------------------------


@breaks("names-apart")
def a_second_grid_differs_in_a_blank(town: Town) -> Ids:
    known = town.state_of(town.grid)
    second = town.unit(UnitKind.GRID, town.village, name=f"{known.name} ")
    return town.state_of(second).id, known.id


@breaks("names-apart")
def a_village_is_to_be_renamed_to_a_look_alike_next_century(town: Town) -> Ids:
    later = town.rename(town.other_village, FAR, name="孟\u2ea9村")
    town.rename(town.village, FAR, name="孟王村")
    town.move(town.other_village, FAR, town.area)
    return later.id, town.state_of(town.village).id


@breaks("names-apart")
def a_department_has_another_ones_name_with_a_blank(town: Town) -> Ids:
    return town.department("司 法").id, town.justice.id


@breaks("names-apart")
def a_centre_of_a_unit_has_the_name_of_its_other_one_in_wide_letters(town: Town) -> Ids:
    second = town.centre(town.village)
    return town.correct(second, name=town.office.name.replace("-", "－")).id, town.office.id


@keeps("names-apart")
def names_alike_are_not_of_one_day_or_of_one_place(town: Town) -> None:
    town.unit(UnitKind.GRID, town.village, name="东区", end=JULY)
    town.unit(UnitKind.GRID, town.village, name="东 区", start=JULY)
    town.unit(UnitKind.GRID, town.village, name="东 区", start=JULY)
    town.unit(UnitKind.GRID, town.other_village, name="东区 ")
    town.department("司法 ", start=JULY, end=JULY)


# -- posts, ladder and standard --------------------------------------------------------------------------------------


@breaks("post-possible")
def a_centre_has_a_grid_chief(town: Town) -> Ids:
    return town.appoint(town.li, Role.GRID_CHIEF, town.office).id, town.li.id, town.office.id


@breaks("post-possible")
def a_micro_grid_has_a_commissioner_one_day_in_the_far_future(town: Town) -> Ids:
    post = town.appoint(town.li, Role.POLITICAL_LEGAL_COMMISSIONER, town.micro, start=FAR, end=FAR + DAY)
    return post.id, town.li.id, town.micro.id


@breaks("post-possible")
def the_ladder_asks_a_village_for_its_commissioner(town: Town) -> Ids:
    return (town.rung(1, Role.POLITICAL_LEGAL_COMMISSIONER, UnitKind.VILLAGE).id,)


@breaks("post-possible")
def the_standard_asks_a_grid_for_a_centre_s_director(town: Town) -> Ids:
    return (town.require(Role.CENTRE_DIRECTOR, UnitKind.GRID).id,)


@keeps("post-possible")
def an_impossible_post_was_annulled(town: Town) -> None:
    town.appoint(town.li, Role.GRID_CHIEF, town.office, start=JULY, end=JULY)


WORDS = {Centre: "office", Committee: "court", Department: "justice"}


@pytest.mark.parametrize("role", Role)
def test_a_role_is_held_of_what_the_lists_here_say_and_of_nothing_else(role: Role) -> None:
    for kind in UnitKind:
        town = Town()
        above = {UnitKind.MANAGEMENT_AREA: town.street, UnitKind.VILLAGE: town.street}
        above |= {UnitKind.GRID: town.village, UnitKind.MICRO_GRID: town.grid}
        town.appoint(town.li, role, town.unit(kind, above.get(kind)), None)
        assert (problems_of(town) == ()) == (role in POSTS.get(kind, ())), kind
        asked = Town()
        asked.require(role, kind)
        asked.rung(1, role, kind)
        assert (problems_of(asked) == ()) == (role in POSTS.get(kind, ())), kind
    for cls, name in WORDS.items():
        town = Town()
        town.appoint(town.li, role, getattr(town, name), None)
        assert (problems_of(town) == ()) == (role in OTHER_POSTS[cls]), cls


# -- codes -----------------------------------------------------------------------------------------------------------

NO_CODES: dict[str, tuple[UnitKind, str]] = {
    "two digits": (UnitKind.GRID, "12"),
    "letters": (UnitKind.GRID, "abc"),
    "letters of the right number": (UnitKind.GRID, "37092300120100x"),
    "full-width digits": (UnitKind.GRID, "３７０９２３００１２０１００９"),
    "one digit too few": (UnitKind.GRID, "37092300120101"),
    "one digit too many": (UnitKind.GRID, "3709230012010111"),
    "a micro-grid's": (UnitKind.GRID, "370923001201001099"),
    "a management area's": (UnitKind.VILLAGE, "370923001G77"),
    "a village's": (UnitKind.MANAGEMENT_AREA, "370923001277"),
    "a mark alone": (UnitKind.MANAGEMENT_AREA, "370923001G"),
    "without a street": (UnitKind.MANAGEMENT_AREA, "G01"),
    "another mark": (UnitKind.MANAGEMENT_AREA, "370923001M01"),
    "zzz": (UnitKind.MANAGEMENT_AREA, "zzz"),
    "no street's": (UnitKind.STREET, "37092300"),
}


@pytest.mark.parametrize(("kind", "code"), NO_CODES.values(), ids=NO_CODES)
def test_what_is_no_code_of_a_level_is_refused(kind: UnitKind, code: str) -> None:
    town = Town()
    above = {UnitKind.GRID: town.village, UnitKind.VILLAGE: town.street, UnitKind.MANAGEMENT_AREA: town.street}
    town.unit(kind, above.get(kind), code=code)
    found = {p.rule: p for p in problems_of(town)}
    assert found.keys() <= {"code-fits", "code-in-place"}
    assert found["code-fits"].ids == (code,)
    assert kind.zh in found["code-fits"].message


@breaks("code-fits")
def a_grid_is_numbered_by_the_template_that_came_after_its_first_day(town: Town) -> Ids:
    town.template(end=JULY)
    town.template(start=JULY, grid=14, micro_grid=17)
    return (town.unit(UnitKind.GRID, town.village, code=f"{town.village.id}09", start=JULY - DAY).id,)


@breaks("code-fits")
def a_template_is_put_under_grids_that_it_does_not_fit(town: Town) -> Ids:
    grid = town.unit(UnitKind.GRID, town.village, start=JULY)
    town.commit()
    town.template(end=JULY)
    town.template(start=JULY, grid=14, micro_grid=17)
    return (grid.id,)


@breaks("code-fits")
def a_grid_turns_out_to_be_older_than_the_template_that_it_fits(town: Town) -> Ids:
    town.template(end=JULY)
    town.template(start=JULY, grid=14, micro_grid=17)
    grid = town.unit(UnitKind.GRID, town.village, code=f"{town.village.id}09", start=JULY)
    town.commit()
    for fact in (grid, town.state_of(grid), town.place_of(grid)):
        town.correct(fact, start=JULY - DAY)
    return (grid.id,)


@keeps("code-fits")
def codes_of_two_templates_stand_side_by_side(town: Town) -> None:
    town.template(end=JULY)
    town.template(start=JULY, grid=14, micro_grid=17)
    old = town.unit(UnitKind.GRID, town.village, start=JULY - DAY)
    new = town.unit(UnitKind.GRID, town.village, code=f"{town.village.id}09", start=JULY)
    town.unit(UnitKind.MICRO_GRID, new, code=f"{new.id}001", start=JULY)
    town.unit(UnitKind.MICRO_GRID, old, code=f"{old.id}01", start=JULY)


@keeps("code-fits")
def units_are_older_than_any_template(town: Town) -> None:
    town.unit(UnitKind.GRID, town.village, start=FIRST)
    town.unit(UnitKind.GRID, town.village, code=f"{town.village.id}09", start=FIRST)
    town.template(start=JULY, grid=14, micro_grid=17)


@breaks("template-in-order")
def a_grid_has_as_many_digits_as_its_village(town: Town) -> Ids:
    return (town.template(start=JULY, grid=12).id,)


@keeps("template-in-order")
def one_digit_for_the_grids_of_a_village(town: Town) -> None:
    town.template(start=JULY, grid=13, micro_grid=64)


@breaks("code-in-place")
def a_grid_has_a_code_of_another_village(town: Town) -> Ids:
    code = f"{town.other_village.id}099"
    return town.unit(UnitKind.GRID, town.village, code=code).id, town.village.id


@breaks("code-in-place")
def a_grid_lies_in_another_village_one_day_in_the_far_future(town: Town) -> Ids:
    town.move(town.next_grid, FAR, town.other_village)
    return town.next_grid.id, town.other_village.id


@breaks("code-in-place")
def a_micro_grid_moves_into_a_grid_of_another_village(town: Town) -> Ids:
    town.move(town.micro, JULY, town.other_grid)
    return town.micro.id, town.other_village.id


@breaks("code-in-place")
def a_succession_is_annulled_on_which_the_code_of_a_grid_rests(town: Town) -> Ids:
    heir = town.twin(town.other_village, JULY)
    town.hand_over(town.other_village, JULY, [heir])
    town.commit()
    town.end("succession-1", JULY)
    return town.other_grid.id, heir.id


@keeps("code-in-place")
def grids_and_micro_grids_keep_their_codes_when_their_village_is_succeeded_twice(town: Town) -> None:
    town.close(town.office, JULY)
    first = town.twin(town.village, JULY)
    town.hand_over(town.village, JULY, [first])
    second = town.twin(first, OCTOBER)
    town.hand_over(first, OCTOBER, [second])
    town.move(town.micro, FAR, town.next_grid)


@keeps("code-in-place")
def a_micro_grid_moves_within_its_village(town: Town) -> None:
    town.move(town.micro, JULY, town.next_grid)


# -- centres and departments -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", UnitKind)
def test_a_centre_serves_a_village_or_what_is_above(kind: UnitKind) -> None:
    town = Town()
    above = {UnitKind.MANAGEMENT_AREA: town.street, UnitKind.VILLAGE: town.street}
    above |= {UnitKind.GRID: town.village, UnitKind.MICRO_GRID: town.grid}
    unit = town.unit(kind, above.get(kind))
    centre = town.centre(unit)
    found = [(p.rule, p.ids) for p in problems_of(town)]
    assert found == ([] if kind in CENTRE_KINDS else [("centre-serves", (centre.id, unit.id))])


@breaks("centre-serves")
def a_centre_serves_a_grid(town: Town) -> Ids:
    return town.centre(town.grid).id, town.grid.id


@keeps("centre-serves")
def a_centre_of_a_grid_was_annulled(town: Town) -> None:
    town.centre(town.grid, start=JULY, end=JULY)


@breaks("department-named")
def two_departments_have_one_name_for_one_day(town: Town) -> Ids:
    town.end(town.justice, JULY + DAY)
    return town.justice.id, town.department("司法", start=JULY).id


@breaks("department-named")
def a_department_is_renamed_into_another(town: Town) -> Ids:
    second = town.department("农经")
    town.commit()
    town.correct(second, name="司法")
    return town.justice.id, second.id


@keeps("department-named")
def a_department_is_founded_anew_on_the_day_it_ends(town: Town) -> None:
    town.end(town.justice, JULY)
    town.department("司法", start=JULY)


# -- appraisals and mediations ---------------------------------------------------------------------------------------


@breaks("appraisal-period")
def a_year_of_two_days(town: Town) -> Ids:
    return town.appraise(town.wang, AppraisalPeriod.YEAR, FIRST, FIRST + 2 * DAY, 90.0).id, town.wang.id


@breaks("appraisal-period")
def a_month_that_begins_amid_a_month(town: Town) -> Ids:
    start = date(2025, 4, 15)
    return town.appraise(town.wang, AppraisalPeriod.MONTH, start, date(2025, 5, 15), 90.0).id, town.wang.id


@breaks("appraisal-period")
def a_quarter_from_february_to_may(town: Town) -> Ids:
    return town.appraise(town.wang, AppraisalPeriod.QUARTER, date(2025, 2, 1), date(2025, 5, 1), 90.0).id, town.wang.id


@breaks("appraisal-period")
def a_department_appraised_for_half_a_month(town: Town) -> Ids:
    return town.appraise_department(town.justice, town.office, APRIL, APRIL + 14 * DAY, 90.0).id, town.justice.id


@breaks("indicator-in-range")
def more_than_all_are_content(town: Town) -> Ids:
    return town.appraise_department(town.justice, town.office, APRIL, date(2025, 5, 1), 100.5).id, town.justice.id


@keeps("indicator-in-range")
def twice_as_many_petitions_as_in_the_same_month_before(town: Town) -> None:
    town.appraise_department(town.justice, town.office, APRIL, date(2025, 5, 1), 200.0, indicator=Indicator.PETITIONS)


@keeps("appraisal-period")
def a_department_is_appraised_until_its_centre_ends(town: Town) -> None:
    centre = town.centre(town.village, end=date(2025, 4, 15))
    town.appraise_department(town.justice, centre, APRIL, date(2025, 4, 15), 90.0)


@breaks("appraisal-period")
def an_appraisal_without_end(town: Town) -> Ids:
    appraisal = Appraisal(id="open", person=town.wang.id, period=AppraisalPeriod.MONTH, start=APRIL)
    return town.put(appraisal).id, town.wang.id


@breaks("appraisal-period")
def an_appraisal_stays_cut_short_when_its_worker_did_not_leave_after_all(town: Town) -> Ids:
    qian = town.person(end=date(2025, 5, 10))
    appraisal = town.appraise(qian, AppraisalPeriod.QUARTER, APRIL, date(2025, 5, 10), 90.0)
    town.commit()
    town.correct(qian, end=None)
    return appraisal.id, qian.id


@keeps("appraisal-period")
def months_quarters_and_years_and_the_quarter_in_which_somebody_left(town: Town) -> None:
    town.appraise(town.wang, AppraisalPeriod.MONTH, date(2024, 12, 1), FIRST, 90.0)
    town.correct(town.wang, start=date(2024, 12, 1))
    town.appraise(town.wang, AppraisalPeriod.YEAR, FIRST, date(2026, 1, 1), 90.0)
    qian = town.person(end=date(2025, 5, 10))
    town.appraise(qian, AppraisalPeriod.QUARTER, APRIL, date(2025, 5, 10), 90.0)


@breaks("mediation-recorded")
def a_case_is_paid_twice(town: Town) -> Ids:
    first = town.mediate(town.wang, APRIL, Complexity.SIMPLE)
    town.commit()
    second = town.mediate(town.wang, JULY, Complexity.COMPLEX)
    town.put(replace(second, id="again", reference=first.reference))
    return first.id, "again"


@breaks("mediation-recorded")
def a_mediation_lasts_two_days(town: Town) -> Ids:
    result = town.mediate(town.wang, APRIL, Complexity.SIMPLE)
    town.correct(result, end=APRIL + 2 * DAY)
    return result.id, town.wang.id


@keeps("mediation-recorded")
def two_people_mediate_one_case(town: Town) -> None:
    first = town.mediate(town.wang, APRIL, Complexity.SIMPLE)
    second = town.mediate(town.li, APRIL, Complexity.SIMPLE)
    town.correct(second, reference=first.reference)


# -- the plays are played --------------------------------------------------------------------------------------------

ENDINGS = {"already-ended", "end-before-start", "unknown-fact"}
"""Refused before any rule is asked."""


def named(rules: Iterable[Callable[..., object]]) -> set[str]:
    return {rule.__name__.replace("_", "-") for rule in rules}


def test_every_rule_is_broken_and_kept_in_some_play() -> None:
    every = named(FORM_RULES) | named(RULES) | ENDINGS
    assert set(MAIN.values()) == every
    assert {rule for rule, _ in KEEPS} == every


@pytest.mark.parametrize(("rules", "play"), BREAKS, ids=[play.__name__ for _, play in BREAKS])
def test_refused_when(rules: frozenset[str], play: Play) -> None:
    town = Town()
    ids = play(town)
    problems = problems_of(town)
    assert {problem.rule for problem in problems} == rules
    assert set(ids) in [set(problem.ids) for problem in problems if problem.rule == MAIN[play]]


@pytest.mark.parametrize(("rule", "play"), KEEPS, ids=[play.__name__ for _, play in KEEPS])
def test_accepted_when(rule: str, play: Callable[[Town], object]) -> None:
    town = Town()
    play(town)
    assert problems_of(town) == (), rule


# -- refusals as such ------------------------------------------------------------------------------------------------


def test_all_the_problems_of_a_change_are_found_at_once() -> None:
    town = Town()
    a_unit_has_no_name_for_one_day(town)
    a_second_primary_for_one_day(town)
    a_village_is_dedicated(town)
    assert {p.rule for p in problems_of(town)} == {"always-described", "one-primary", "grid-typed"}


def test_a_malformed_change_is_not_examined_further() -> None:
    town = Town()
    a_name_is_blank(town)
    a_second_primary_for_one_day(town)
    assert {p.rule for p in problems_of(town)} == {"text-clean"}


def test_a_refusal_names_who_and_what_in_words() -> None:
    town = Town()
    a_second_primary_for_one_day(town)
    (problem,) = problems_of(town)
    assert all(word in problem.message for word in ("网格001", "网格长", "王", "李", "2090-01-01", "B角"))


def test_a_refusal_calls_a_unit_by_its_latest_name_not_by_one_that_was_annulled() -> None:
    town = Town()
    wrong = town.rename(town.village, JULY, name="错村")
    town.commit()
    town.end(wrong, JULY)
    town.correct(town.naming(town.village, UnitState, "unit")[0], end=None)
    town.commit()
    a_village_ends_in_the_far_future_and_its_grid_does_not(town)
    (problem,) = problems_of(town)
    assert "孟村" in problem.message
    assert "错村" not in problem.message


def test_a_change_on_which_others_build_cannot_be_undone() -> None:
    town = Town()
    grid = town.unit(UnitKind.GRID, town.village)
    town.commit()
    chief = town.appoint(town.li, Role.GRID_CHIEF, grid)
    organisation = town.organisation()
    with pytest.raises(RuleViolated) as refused:
        apply(organisation.snapshot(), inverse(organisation.recorded[1]))
    assert {p.rule for p in refused.value.problems} == {"life-within"}
    assert any(chief.id in p.ids for p in refused.value.problems)


def test_boundaries_and_absences_are_facts_like_others() -> None:
    """An outline and an absence end with their unit and person, or stand in the way of the ending."""
    town = Town()
    outline = town.boundary(town.other_grid, square(116, 36))
    absence = town.away(town.li, APRIL, None)
    town.commit()
    town.end(town.li, JULY)
    for fact in (town.state_of(town.other_grid), town.place_of(town.other_grid), town.other_grid):
        town.end(fact, JULY)
    assert {p.ids for p in problems_of(town)} == {(outline.id, town.other_grid.id), (absence.id, town.li.id)}
