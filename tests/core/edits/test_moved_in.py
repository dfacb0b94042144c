"""What has moved into a reach: its past is another's, and no change by who has it now tells that past anew."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.access.grants import Grant, Right
from graph.access.permission import beyond
from graph.access.reach import Reach
from graph.edits import duty, posts, reshape, rewards, units
from graph.edits.units import UnitDetails
from graph.facts import Absence, Appraisal, FactId, MediationResult, Stationing, Unit, WorkerRecord
from graph.snapshot import Snapshot
from graph.time.validity import holds_on
from graph.view import View
from graph.words import AbsenceKind, AppraisalPeriod, Complexity, Role, StationingMode, UnitKind
from queries.places.handling import Handling, who_handles
from queries.places.place import ByCode
from tests.builders.quarter import DAY, EVE, LATER, Edit, Quarter, decide
from tests.core.edits.test_sequences import tried
from tests.fuzz.effort import examples

MOVED = date(2025, 4, 1)
"""The day on which a village, a department and a person of the other area came over."""

THE_FIRST = date(2025, 1, 1)


class Moved(Quarter):
    """The quarter; other_village came from other_area to area, farm from a centre there, mover from a grid there."""

    def __init__(self) -> None:
        super().__init__()
        self.stays = self.unit(UnitKind.VILLAGE, self.other_area, name="留村")
        self.stays_grid = self.unit(UnitKind.GRID, self.stays, name="留村网格")
        self.move(self.other_village, MOVED, self.area)
        self.far_house = self.centre(self.other_area)
        self.station(self.farm, self.far_house, end=MOVED)
        self.station(self.farm, self.house, start=MOVED)
        self.mover, self.idle, self.gone = (self.person(name) for name in ("周迁", "吴闲", "郑离"))
        self.officer = self.appoint(self.stranger, Role.DUTY_OFFICER, self.farm)
        self.appoint(self.mover, Role.ASSISTANT, self.stays_grid, None, end=MOVED)
        self.appoint(self.mover, Role.ASSISTANT, self.grid, None, start=MOVED)
        self.appoint(self.gone, Role.ASSISTANT, self.stays_grid, None, end=MOVED)
        self.record(self.mover, star_rating=3)
        self.defaults()
        self.snapshot = self.organisation().snapshot()


@pytest.fixture(scope="module")
def moved() -> Moved:
    return Moved()


def let(reach: Reach, *edits: Edit) -> Snapshot | None:
    """The model after the edits; None if they are out of reach or refused."""
    made = tried(reach.head, *edits)
    if made is None:
        return None
    recorded, after = made
    changed = [after.find(operation.fact_id) for operation in recorded.change.operations]
    out = beyond(reach, after, [fact for fact in changed if fact is not None])
    return None if any(True for _ in out) else after


def clerk_of(snapshot: Snapshot, top: FactId) -> Reach:
    return Reach(snapshot, DAY, frozenset({Grant(Right.WRITE, top)}))


Sketch = Callable[[Moved, date], Edit]

OF_WHAT_CAME: dict[str, Sketch] = {
    "appoint": lambda m, day: lambda d: posts.appoint(d, m.helper.id, Role.ASSISTANT, m.far_grid.id, day),
    "correct post": lambda m, day: lambda d: posts.correct_holding(d, m.far_post.id, end=day),
    "end post": lambda m, day: lambda d: posts.end_holding(d, m.far_post.id, day),
    "describe": lambda m, day: lambda d: units.describe_unit(d, m.far_grid.id, day, households=999),
    "rename": lambda m, day: lambda d: units.describe_unit(d, m.other_village.id, day, name="新村"),
    "no outline": lambda m, day: lambda d: units.set_boundary(d, m.far_micro.id, day, None),
    "found": lambda m, day: (
        lambda d: units.create_unit(d, UnitKind.MICRO_GRID, m.far_grid.id, day, UnitDetails(name="新微网格"))
    ),
    "officer": lambda m, day: lambda d: posts.appoint(d, m.helper.id, Role.DUTY_OFFICER, m.farm.id, day),
    "no officer": lambda m, day: lambda d: posts.end_holding(d, m.officer.id, day),
    "station": lambda m, day: (
        lambda d: duty.set_stationing(d, m.farm.id, m.house.id, StationingMode.ON_CALL, day, response_minutes=9)
    ),
    "standing": lambda m, day: lambda d: posts.record_worker(d, m.mover.id, day, star_rating=1),
    "absence": lambda m, day: (
        lambda d: posts.record_absence(d, m.mover.id, AbsenceKind.SICK, day, day + timedelta(days=9), m.worker.id)
    ),
    "mediation": lambda m, day: (
        lambda d: rewards.record_mediation(d, m.mover.id, Complexity.SIMPLE, "一号案", day, None)
    ),
    "appraisal": lambda m, day: (
        lambda d: posts.record_appraisal(d, m.mover.id, AppraisalPeriod.MONTH, day.replace(day=1), 1.0, None)
    ),
    "gone": lambda m, day: lambda d: posts.remove_person(d, m.mover.id, day),
}
"""Changes of what has come over, by the day from which they are."""

BEGAN_LATER: Sketch = lambda m, day: lambda d: posts.correct_holding(d, m.far_post.id, start=day)  # noqa: E731


@examples(60)
@given(st.sampled_from([*sorted(OF_WHAT_CAME), "began later"]), st.dates(date(2025, 1, 2), date(2025, 12, 1)))
def test_the_past_of_what_came_over_is_not_told_anew(name: str, day: date) -> None:
    m = Moved()
    reach = clerk_of(m.snapshot, m.area.id)
    after = let(reach, OF_WHAT_CAME.get(name, BEGAN_LATER)(m, day))
    if after is not None:
        for asked in {THE_FIRST, day, date(2025, 2, 15), MOVED - timedelta(days=1)}:
            if asked < MOVED:
                assert then(m, after, asked) == then(m, m.snapshot, asked)


@pytest.mark.parametrize("name", sorted(OF_WHAT_CAME))
@pytest.mark.parametrize("day", [DAY, LATER])
def test_from_its_coming_on_it_is_changed_as_the_rest(moved: Moved, name: str, day: date) -> None:
    assert let(clerk_of(moved.snapshot, moved.area.id), OF_WHAT_CAME[name](moved, day)) is not None


@pytest.mark.parametrize("name", sorted(OF_WHAT_CAME))
def test_who_has_both_places_changes_its_past(moved: Moved, name: str) -> None:
    """Where the record itself lets it: so the refusals above are those of reach."""
    edit = OF_WHAT_CAME[name](moved, date(2025, 2, 15))
    assert (let(clerk_of(moved.snapshot, moved.street.id), edit) is None) == (tried(moved.snapshot, edit) is None)
    assert let(clerk_of(moved.snapshot, moved.area.id), edit) is None


def then(m: Moved, snapshot: Snapshot, day: date) -> Any:
    """What is answered of a day on which all this was the other area's."""
    view = View(snapshot, day)
    places = [m.other_area, m.other_village, m.far_grid, m.far_micro, m.stays_grid]
    said = [
        (type(fact).__name__, fact.start)
        for cls in (Absence, MediationResult, WorkerRecord, Appraisal)
        for fact in snapshot.linked(cls, "person", m.mover.id)
        if holds_on(fact, day)
    ]
    return (
        [described(view, p.id) for p in places],
        [[(h.person, h.role) for h in view.holdings_of(p.id)] for p in (*places, m.farm)],
        [handled(view, p.id) for p in places],
        [(s.centre, s.mode) for s in snapshot.linked(Stationing, "department", m.farm.id) if holds_on(s, day)],
        said,
    )


def described(view: View, code: FactId) -> Any:
    state, outline = view.state(code), view.boundary(code)
    return (
        None if state is None else (state.name, state.households),
        None if outline is None else outline.geometry,
        [child.id for child in view.children(code)],
    )


def handled(view: View, code: FactId) -> Any:
    answer = who_handles(view, ByCode(code))
    assert isinstance(answer, Handling)
    who = answer.responsible
    return who and (who.person.id, who.covering), [(s.unit.id, s.role, s.outcome, s.person) for s in answer.steps]


# -- people who answer for nothing any more ---------------------------------------------------------------------------


def test_of_who_served_elsewhere_and_left_nothing_is_said_here(moved: Moved) -> None:
    m = moved
    edits: list[Edit] = [
        lambda d: posts.correct_person(d, m.gone.id, phone="13900000000"),
        lambda d: posts.record_worker(d, m.gone.id, DAY, star_rating=1),
        lambda d: posts.remove_person(d, m.gone.id, DAY),
        lambda d: posts.record_absence(d, m.helper.id, AbsenceKind.SICK, DAY, LATER, m.gone.id),
    ]
    for edit in edits:
        assert let(clerk_of(m.snapshot, m.area.id), edit) is None
        assert let(clerk_of(m.snapshot, m.other_area.id), edits[0]) is not None
    assert let(clerk_of(m.snapshot, m.area.id), lambda d: posts.correct_person(d, m.idle.id, phone="13900000000"))
    left = decide(m.snapshot, lambda d: posts.end_holding(d, m.helpers_post.id, EVE))
    assert let(clerk_of(left, m.area.id), lambda d: posts.correct_person(d, m.helper.id, phone="13900000000"))


# -- codes ------------------------------------------------------------------------------------------------------------


def test_a_new_unit_takes_no_code_that_another_place_would_give(moved: Moved) -> None:
    m = moved
    grid, area = clerk_of(m.snapshot, m.grid.id), clerk_of(m.snapshot, m.area.id)

    def found(kind: UnitKind, under: Unit, code: FactId | None) -> Edit:
        return lambda d: units.create_unit(d, kind, under.id, DAY, UnitDetails(name="新"), code)

    assert let(grid, found(UnitKind.MICRO_GRID, m.grid, None)) is not None
    assert let(grid, found(UnitKind.MICRO_GRID, m.grid, f"{m.grid.id}777")) is not None
    assert let(grid, found(UnitKind.MICRO_GRID, m.grid, f"{m.next_grid.id}777")) is None
    assert let(area, found(UnitKind.VILLAGE, m.area, None)) is not None
    assert let(area, found(UnitKind.VILLAGE, m.area, "370923002777")) is None
    assert tried(m.snapshot, found(UnitKind.VILLAGE, m.area, "370923002777")) is not None
    assert let(area, lambda d: reshape.renumber_unit(d, m.village.id, "370923002777", DAY)) is None
    assert let(area, lambda d: reshape.renumber_unit(d, m.village.id, "370923001777", DAY)) is not None


def test_a_unit_that_was_renumbered_before_the_grant_keeps_its_past(moved: Moved) -> None:
    """A grant of the new code reaches back: what became this unit alone was this unit."""
    m, new = moved, "370923001777"
    after = decide(m.snapshot, lambda d: reshape.renumber_unit(d, m.village.id, new, EVE))
    early: Edit = lambda d: posts.record_appraisal(  # noqa: E731
        d, m.worker.id, AppraisalPeriod.MONTH, date(2025, 2, 1), 50.0, None
    )
    assert let(clerk_of(after, new), early) is not None
