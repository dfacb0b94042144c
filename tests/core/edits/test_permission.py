"""A clerk of one part: what they are let do alters no answer about a unit outside it, nor what is said of others."""

import random
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from graph.access.grants import Grant, Right
from graph.access.permission import beyond
from graph.access.reach import Reach
from graph.errors import TooCostly
from graph.facts import Absence, Appraisal, Boundary, FactId, Person, Unit, WorkerRecord
from graph.meter import Meter
from graph.snapshot import Snapshot
from graph.space.outline import outline_text
from graph.space.plane import Plane
from graph.time.validity import is_void
from graph.view import View
from queries.places.handling import Handling, who_handles
from queries.places.place import ByCode, ByPoint
from tests.builders.clerk import Clerk
from tests.builders.organisations import DAYS, Organisation, organisations
from tests.builders.quarter import DAY, Quarter
from tests.core.edits.test_sequences import seeds, touched_days, tried
from tests.core.graph.test_clashes import comb, drafted, drawn
from tests.fuzz.effort import examples


def reach_of(snapshot: Snapshot, top: FactId, day: date) -> Reach:
    """What somebody reaches who may write in one unit."""
    return Reach(snapshot, day, frozenset({Grant(Right.WRITE, top)}))


@examples(40)
@given(organisations(max_size=2, max_changes=4), st.lists(seeds, min_size=4, max_size=16), st.sampled_from(DAYS))
def test_no_change_that_is_let_alters_an_answer_about_what_is_outside(
    organisation: Organisation, sequence: list[int], today: date
) -> None:
    snapshot = organisation.snapshot()
    tops = [unit.id for unit in View(snapshot, today).units()]
    if not tops:
        return
    top = random.Random(sequence[0]).choice(tops)
    for seed in sequence:
        reach = reach_of(snapshot, top, today)
        clerk = Clerk(snapshot, seed)
        made = tried(snapshot, *[clerk.edit() for _ in range(clerk.die.choice((1, 1, 2, 3)))])
        if made is None:
            continue
        recorded, after = made
        changed = [after.find(operation.fact_id) for operation in recorded.change.operations]
        if any(True for _ in beyond(reach, after, [fact for fact in changed if fact is not None])):
            continue
        for day in {today, *touched_days(recorded, after)}:
            assert outside(reach, snapshot, day) == outside(reach, after, day), (top, recorded.change)
        snapshot = after


def test_a_clerk_of_one_village_is_let_do_much_and_refused_much() -> None:
    """So that the property above is about something."""
    quarter = Quarter()
    reach = reach_of(quarter.snapshot, quarter.village.id, DAY)
    let = refused = 0
    for seed in range(300):
        made = tried(quarter.snapshot, Clerk(quarter.snapshot, seed).edit())
        if made is None:
            continue
        recorded, after = made
        changed = [after.find(operation.fact_id) for operation in recorded.change.operations]
        if any(True for _ in beyond(reach, after, [fact for fact in changed if fact is not None])):
            refused += 1
        else:
            let += 1
    assert let > 30
    assert refused > 30


def test_an_outline_that_can_t_be_held_against_another_s_is_refused_without_the_work() -> None:
    """Two lines of 400 teeth across each other have 640,000 crossings."""
    q = Quarter()
    head = drafted(q.snapshot, drawn(q.far_grid, comb(across=True))).after
    reach = reach_of(head, q.village.id, DAY)
    step = drafted(head, drawn(q.grid, comb(across=False)))
    assert any(True for _ in beyond(reach, step.after, step.changed.values()))


hairs = st.tuples(
    st.floats(-20, 900), st.floats(-20, 1_000), st.sampled_from((0.05, 0.2, 0.45, 0.45, 0.9)), st.floats(1, 400)
)
"""Narrow strips of ground: metres to the east and north of a corner, how wide, how long."""


@examples(60)
@given(st.lists(hairs, min_size=1, max_size=4), st.booleans(), st.randoms(use_true_random=False))
def test_however_thin_it_is_drawn_no_outline_comes_between_a_point_and_who_handles_it(
    strips: list[tuple[float, float, float, float]], upright: bool, die: random.Random
) -> None:
    """Strips of 40 cm, nine metres apart, are nowhere wider than a border, and nearer than 5 m to every point."""
    q = Quarter()
    theirs = View(q.snapshot, DAY).boundary(q.far_micro.id)
    assert theirs is not None
    corner = Plane(*shapely.from_wkt(theirs.geometry).bounds[:2])
    drawn_boxes = [shapely.box(x, y, x + wide, y + long) for x, y, wide, long in strips]
    if upright:
        drawn_boxes = [shapely.box(x, y, x + long, y + wide) for x, y, wide, long in strips]
    reach = reach_of(q.snapshot, q.village.id, DAY)
    ground = outline_text(corner.degrees(shapely.union_all(drawn_boxes)))
    step = drafted(q.snapshot, drawn(q.grid, ground))
    if any(True for _ in beyond(reach, step.after, step.changed.values())):
        return
    well_inside = shapely.box(7, 7, 890, 1_000)
    for strip in drawn_boxes:
        near = shapely.intersection(shapely.buffer(strip, 4), well_inside)
        if near.is_empty:
            continue
        west, south, east, north = near.bounds
        point = corner.degrees(shapely.Point(die.uniform(west, east), die.uniform(south, north)))
        asked = ByPoint(point.x, point.y)
        before, now = (told(reach, who_handles(View(model, DAY), asked)) for model in (q.snapshot, step.after))
        assert now == before


def test_a_comb_over_a_neighbour_is_refused_and_the_line_of_a_border_is_not() -> None:
    q = Quarter()
    reach = reach_of(q.snapshot, q.village.id, DAY)
    theirs = View(q.snapshot, DAY).boundary(q.far_micro.id)
    assert theirs is not None
    corner = Plane(*shapely.from_wkt(theirs.geometry).bounds[:2])
    border = shapely.box(-50, 0, 0.3, 1_000)
    teeth = [shapely.box(-50, y, 800, y + 0.3) for y in range(20, 980, 9)]
    for shape, refused in ((border, False), (shapely.union_all([border, *teeth]), True)):
        step = drafted(q.snapshot, drawn(q.grid, outline_text(corner.degrees(shape))))
        assert any(True for _ in beyond(reach, step.after, step.changed.values())) == refused


def test_holding_an_outline_against_those_of_others_is_paid_for_by_its_corners() -> None:
    """Thousands of corners against hundreds of neighbours are seconds, whether they lie over them or not."""
    q = Quarter()
    village = Plane(116.4, 35.9)
    fine = outline_text(village.degrees(shapely.Point(0, 0).buffer(300, quad_segs=2_000)))
    ground = outline_text(village.degrees(shapely.box(200, 200, 900, 900)))
    head = drafted(q.snapshot, drawn(q.far_grid, ground)).after
    step = drafted(head, drawn(q.grid, fine))
    reach = reach_of(head.metered(Meter(limit=20_000)), q.village.id, DAY)
    with pytest.raises(TooCostly):
        any(True for _ in beyond(reach, step.after, step.changed.values()))


def outside(reach: Reach, snapshot: Snapshot, day: date) -> dict[str, Any]:
    """What is answered on a day about everything that was outside a reach on its own head."""
    view = View(snapshot, day)
    people = [p.id for p in reach.head.all(Person) if not reach.speaks_of(p.id)]
    units = [u.id for u in reach.head.all(Unit) if not reach.unit(u.id, Right.WRITE)]
    return {
        **{f"unit {code}": of_unit(reach, view, code) for code in units},
        **{f"points of {code}": of_points(reach, view, code, day) for code in units},
        **{f"person {person}": of_person(reach, snapshot, person) for person in people},
    }


def of_unit(reach: Reach, view: View, code: FactId) -> Any:
    parent = view.parent(code)
    return (
        view.unit(code),
        view.state(code),
        None if parent is None else parent.id,
        view.boundary(code),
        [(h, named(reach, view.person(h.person))) for h in view.holdings_of(code)],
        told(reach, who_handles(view, ByCode(code))),
    )


def of_points(reach: Reach, view: View, code: FactId, day: date) -> list[Any]:
    """Answers for points well within the ground that a unit has on the day, where its parts have none."""
    boundary = View(reach.head, day).boundary(code)
    if boundary is None:
        return []
    return [told(reach, who_handles(view, ByPoint(point.x, point.y))) for point in within(boundary, reach.head)]


def within(boundary: Boundary, head: Snapshot) -> Iterator[shapely.Point]:
    ground = shapely.from_wkt(boundary.geometry)
    for other in head.all(Boundary):
        if other.unit != boundary.unit and not is_void(other):
            ground = shapely.difference(ground, shapely.from_wkt(other.geometry))
    if not ground.is_empty:
        yield ground.representative_point()


def told(reach: Reach, answer: Any) -> Any:
    if not isinstance(answer, Handling):
        return type(answer).__name__
    if reach.unit(answer.place.id, Right.WRITE):
        return "a unit in reach answers: what is retired outside was succeeded inside"
    chosen = answer.responsible
    return (
        answer.place.id,
        None if chosen is None else (named(reach, chosen.person), chosen.holding, named(reach, chosen.covering)),
        [holding.id for holding in answer.handlers],
        [(step.unit.id, step.role, step.outcome, named(reach, step.person)) for step in answer.steps],
        answer.path,
    )


def named(reach: Reach, person: Person | None) -> Any:
    """Who somebody is; of one who answers for nothing outside any more, by id alone: people are undated."""
    if person is None or reach.speaks_of(person.id):
        return None if person is None else person.id
    return person.id, person.name, person.phone, person.end


def of_person(reach: Reach, snapshot: Snapshot, person: FactId) -> Any:
    found = snapshot.get(Person, person)
    said = [snapshot.linked(cls, "person", person) for cls in (Absence, WorkerRecord, Appraisal)]
    return named(reach, found), said, snapshot.linked(Absence, "cover", person)
