"""What grants reach: the subtree of a unit and what became of it, the people who hold posts there, and nothing else."""

from dataclasses import replace
from datetime import date

import pytest

from graph.access.grants import Grant, Grants, Right
from graph.access.permission import beyond
from graph.access.reach import Reach, followed, reach_told
from graph.edits import posts, reshape
from graph.edits.draft import Draft
from graph.facts import FactId, Holding, Person
from graph.snapshot import Snapshot
from graph.view import View
from graph.words import AbsenceKind, Role
from tests.builders.quarter import DAY, EVE, LATER, Edit, Quarter, decide, record


@pytest.fixture(scope="module")
def quarter() -> Quarter:
    return Quarter()


def grants(*rights: tuple[Right, FactId | None]) -> Grants:
    return frozenset(Grant(right, under) for right, under in rights)


def writer(snapshot: Snapshot, under: FactId | None, day: date = DAY) -> Reach:
    return Reach(snapshot, day, grants((Right.WRITE, under)))


def refused(reach: Reach, *edits: Edit) -> set[str]:
    """The classes of the facts that the edits touch and that lie beyond."""
    draft = Draft(reach.head)
    for edit in edits:
        edit(draft)
    changed = [fact for operation in draft.operations if (fact := draft.snapshot.find(operation.fact_id)) is not None]
    return {type(fact).__name__ for fact in beyond(reach, draft.snapshot, changed)}


# -- places --------------------------------------------------------------------------------------------------------


def test_a_grant_reaches_its_unit_and_what_is_below(quarter: Quarter) -> None:
    q, reach = quarter, writer(quarter.snapshot, quarter.village.id)
    assert all(reach.unit(u.id, Right.WRITE) for u in (q.village, q.grid, q.micro, q.market))
    assert not any(reach.unit(u.id, Right.WRITE) for u in (q.street, q.area, q.other_village, q.far_grid, q.far_micro))
    assert not reach.unit("370923999", Right.WRITE)
    assert not reach.everywhere(Right.READ)


def test_each_right_has_the_units_of_its_own_grants(quarter: Quarter) -> None:
    q = quarter
    reach = Reach(q.snapshot, DAY, grants((Right.WRITE, q.grid.id), (Right.READ_CONTACTS, q.other_village.id)))
    assert reach.unit(q.far_grid.id, Right.READ_CONTACTS)
    assert not reach.unit(q.far_grid.id, Right.WRITE)
    assert reach.unit(q.micro.id, Right.READ_CONTACTS), "who may write may see contacts"
    assert not reach.unit(q.next_grid.id, Right.WRITE)


def test_auditing_and_managing_access_bring_nothing_of_the_ladder(quarter: Quarter) -> None:
    reach = Reach(quarter.snapshot, DAY, grants((Right.AUDIT, None), (Right.ACCESS, None)))
    assert not any(reach.everywhere(right) for right in (Right.READ, Right.READ_CONTACTS, Right.WRITE))
    assert not reach.contacts(quarter.worker.id)


def test_centres_and_what_hangs_on_them_lie_where_they_serve(quarter: Quarter) -> None:
    q = quarter
    mine, other = writer(q.snapshot, q.village.id), writer(q.snapshot, q.grid.id)
    for fact in (q.house, q.board, q.watch, q.patrol):
        assert mine.place(fact.id, Right.WRITE)
        assert not other.place(fact.id, Right.WRITE)
    assert not mine.place(q.farm.id, Right.WRITE), "a department that works nowhere concerns everybody"


# -- succession ------------------------------------------------------------------------------------------------------


def test_a_grant_follows_a_renumbered_unit_from_the_day_on(quarter: Quarter) -> None:
    q, new = quarter, "370923001777"
    after = decide(q.snapshot, lambda d: reshape.renumber_unit(d, q.village.id, new, LATER))
    assert writer(after, q.village.id, EVE).unit(q.grid.id, Right.WRITE)
    later = writer(after, q.village.id, LATER)
    assert later.unit(new, Right.WRITE)
    assert later.unit(q.micro.id, Right.WRITE)
    assert not later.unit(q.far_grid.id, Right.WRITE)
    assert reach_told(View(after, LATER), q.village.id) == f"{q.village.id} → {new}"


def test_a_grant_follows_a_split_grid_to_all_its_parts(quarter: Quarter) -> None:
    q = quarter
    parts = [
        reshape.GridPart(name="甲", micro_grids=(q.micro.id,)),
        reshape.GridPart(name="乙", micro_grids=(q.west.id, q.south.id)),
    ]
    after = decide(q.snapshot, lambda d: reshape.split_grid(d, q.grid.id, LATER, parts))
    fate = followed(View(after, LATER), q.grid.id)
    assert len(fate.alive) == 2
    assert not fate.merged
    assert all(
        writer(after, q.grid.id, LATER).unit(code, Right.WRITE) for code in (*fate.alive, q.micro.id, q.south.id)
    )


def test_a_grant_ends_where_its_unit_was_merged_with_others_and_says_so(quarter: Quarter) -> None:
    q = quarter
    after = decide(q.snapshot, lambda d: reshape.merge_grids(d, [q.grid.id, q.next_grid.id], LATER, "合并网格"))
    [merged] = followed(View(after, LATER), q.grid.id).merged
    reach = writer(after, q.grid.id, LATER)
    assert not any(reach.unit(code, Right.WRITE) for code in (merged, q.micro.id, q.east.id))
    assert merged in reach_told(View(after, LATER), q.grid.id)
    assert writer(after, q.village.id, LATER).unit(merged, Right.WRITE)


def test_what_was_split_and_merged_again_is_followed(quarter: Quarter) -> None:
    q = quarter
    parts = [
        reshape.GridPart(name="甲", micro_grids=(q.micro.id,)),
        reshape.GridPart(name="乙", micro_grids=(q.west.id, q.south.id)),
    ]
    split = decide(q.snapshot, lambda d: reshape.split_grid(d, q.grid.id, LATER, parts))
    heirs = sorted(followed(View(split, LATER), q.grid.id).alive)
    later = date(2026, 1, 1)
    after = decide(split, lambda d: reshape.merge_grids(d, heirs, later, "又合并"))
    assert len(followed(View(after, later), q.grid.id).alive) == 1


# -- people ------------------------------------------------------------------------------------------------------------


def test_contacts_are_those_of_whoever_holds_a_post_in_reach_today(quarter: Quarter) -> None:
    q = quarter
    reach = Reach(q.snapshot, DAY, grants((Right.READ_CONTACTS, q.village.id)))
    assert all(reach.contacts(p.id) for p in (q.chief, q.worker, q.helper, q.spare))
    assert not reach.contacts(q.stranger.id)
    assert not Reach(q.snapshot, DAY, grants((Right.READ, None))).contacts(q.worker.id)
    assert Reach(q.snapshot, DAY, grants((Right.READ_CONTACTS, None))).contacts(q.stranger.id)
    gone = decide(q.snapshot, lambda d: posts.end_holding(d, q.workers_post.id, DAY))
    assert not Reach(gone, DAY, grants((Right.READ_CONTACTS, q.village.id))).contacts(q.worker.id)


def test_something_is_said_of_somebody_by_who_reaches_all_that_they_answer_for(quarter: Quarter) -> None:
    q = quarter
    both = decide(q.snapshot, lambda d: posts.appoint(d, q.worker.id, Role.PART_TIME_WORKER, q.far_grid.id, DAY))
    assert not writer(both, q.village.id).speaks_of(q.worker.id)
    assert not writer(both, q.other_village.id).speaks_of(q.worker.id)
    assert writer(both, q.street.id).speaks_of(q.worker.id)
    assert writer(both, q.village.id).appoints(q.worker.id), "they hold a post here already"
    assert not writer(q.snapshot, q.other_village.id).speaks_of(q.worker.id)


def test_a_stand_in_of_somebody_elsewhere_is_somebody_elsewhere(quarter: Quarter) -> None:
    q = quarter
    chain = decide(
        q.snapshot,
        lambda d: posts.add_person(d, "闲人", DAY),
        lambda d: posts.record_absence(d, q.stranger.id, AbsenceKind.SICK, DAY, None, named(d, "闲人")),
    )
    idle = next(p for p in chain.all(Person) if p.name == "闲人")
    assert not writer(chain, q.village.id).speaks_of(idle.id)
    assert not writer(chain, q.village.id).appoints(idle.id)
    assert writer(chain, q.other_village.id).speaks_of(idle.id)


def named(draft: Draft, name: str) -> FactId:
    return next(p.id for p in draft.snapshot.all(Person) if p.name == name)


# -- changes -----------------------------------------------------------------------------------------------------------


def test_being_in_reach_by_the_very_change_is_no_reach(quarter: Quarter) -> None:
    """The appointment, the absence that it would cover and the correction are refused, together and one by one."""
    q = quarter
    reach = writer(q.snapshot, q.village.id)
    edits: tuple[Edit, ...] = (
        lambda d: posts.appoint(d, q.stranger.id, Role.ASSISTANT, q.micro.id, DAY),
        lambda d: posts.record_absence(d, q.stranger.id, AbsenceKind.SICK, DAY, None, q.worker.id),
        lambda d: posts.correct_person(d, q.stranger.id, phone="13900000000"),
        lambda d: posts.record_worker(d, q.stranger.id, DAY, star_rating=1),
    )
    assert refused(reach, *edits) == {"Holding", "Absence", "Person", "WorkerRecord"}
    for edit in edits:
        assert refused(reach, edit)
    assert not refused(writer(q.snapshot, None), *edits)


def test_somebody_elsewhere_can_not_be_named_as_a_stand_in(quarter: Quarter) -> None:
    q = quarter
    away: Edit = lambda d: posts.record_absence(d, q.chief.id, AbsenceKind.SICK, LATER, None, q.stranger.id)  # noqa: E731
    assert refused(writer(q.snapshot, q.village.id), away) == {"Absence"}


def test_a_post_long_over_is_no_door(quarter: Quarter) -> None:
    """An old post of somebody who has left for elsewhere can't be opened again, to see their number."""
    q = quarter
    once = decide(
        q.snapshot, lambda d: posts.appoint(d, q.stranger.id, Role.ASSISTANT, q.micro.id, date(2025, 1, 1), end=EVE)
    )
    old = next(h for h in once.linked(Holding, "person", q.stranger.id) if h.of == q.micro.id)
    reach = writer(once, q.village.id)
    assert refused(reach, lambda d: posts.correct_holding(d, old.id, end=None)) == {"Holding"}
    assert not refused(reach, lambda d: posts.correct_holding(d, old.id, start=date(2025, 2, 1)))


def test_a_clerk_appoints_who_is_new_or_free_or_theirs(quarter: Quarter) -> None:
    q = quarter
    free = decide(q.snapshot, lambda d: posts.add_person(d, "闲人", DAY))
    idle = next(p for p in free.all(Person) if p.name == "闲人")
    reach = writer(free, q.village.id)
    assert not refused(reach, lambda d: posts.appoint(d, idle.id, Role.ASSISTANT, q.west.id, DAY))
    assert not refused(reach, lambda d: posts.appoint(d, q.helper.id, Role.ASSISTANT, q.west.id, DAY))
    new: tuple[Edit, ...] = (
        lambda d: posts.add_person(d, "新人", DAY),
        lambda d: posts.appoint(d, named(d, "新人"), Role.ASSISTANT, q.west.id, date(2025, 1, 1)),
    )
    assert not refused(reach, *new)


def test_a_person_known_a_little_earlier_is_no_correction(quarter: Quarter) -> None:
    """It goes with a post; said of somebody elsewhere it is refused like a correction, so that no guess is answered."""
    q = quarter
    both = decide(q.snapshot, lambda d: posts.appoint(d, q.worker.id, Role.PART_TIME_WORKER, q.far_grid.id, DAY))
    reach = writer(both, q.village.id)
    earlier = replace(q.worker, start=date(1990, 1, 1))
    assert not list(beyond(reach, both, [earlier]))
    for fact in (replace(earlier, name="改名"), q.stranger, replace(q.stranger, start=date(1990, 1, 1))):
        assert list(beyond(reach, both, [fact])) == [fact]


def test_who_reaches_everything_is_refused_nothing(quarter: Quarter) -> None:
    q = quarter
    recorded, after = record(q.snapshot, lambda d: posts.remove_person(d, q.stranger.id, LATER))
    changed = [after.find(operation.fact_id) for operation in recorded.change.operations]
    assert not list(beyond(writer(q.snapshot, None), after, [fact for fact in changed if fact is not None]))
