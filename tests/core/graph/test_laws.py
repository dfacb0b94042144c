"""The laws that hold for every organisation, tried on random ones."""

from datetime import date
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graph.apply import apply, inverse, restate, rewind, work_out
from graph.change import Change, End, Operation, Put, Recorded
from graph.errors import RuleViolated
from graph.facts import FACT_CLASSES, Absence, Boundary, Fact, Holding
from graph.rules.invariants import FORM_RULES
from graph.snapshot import LINK_KEYS, Gathering, Snapshot
from graph.time.validity import holds_on
from graph.view import View
from graph.words import AbsenceKind, Rank, Role, UnitKind
from tests.builders.facts_read import NOT_ASKED, differences, readings
from tests.builders.naive import NaiveView
from tests.builders.organisations import DAY, FIRST, LAWS, Builder, Organisation, days, days_of_interest, organisations
from tests.builders.soundness import breaches
from tests.builders.wild import Wild

seeds = st.integers(0, 2**32 - 1)
BAD: tuple[Operation, ...] = (
    End("nobody", FIRST),
    Put(Absence(id="bad", person="nobody", kind=AbsenceKind.SICK, start=FIRST)),
    Put(Boundary(id="bad", unit="nowhere", geometry="POINT(1 1)", start=FIRST)),
    Put(Holding(id="bad", person="nobody", role=Role.EXPERT, of="nowhere", rank=None, start=FIRST)),
)
FORM = {rule.__name__.replace("_", "-") for rule in FORM_RULES}


def facts_of(snapshot: Snapshot) -> dict[type[Fact], dict[str, Fact]]:
    return {cls: dict(known) for cls, known in snapshot.facts.items()}


def links_of(snapshot: Snapshot) -> dict[tuple[type[Fact], str], dict[str, tuple[Fact, ...]]]:
    """Every list of linked facts that is not empty."""
    return {key: {target: facts for target, facts in index.items() if facts} for key, index in snapshot.links.items()}


def undo(recorded: Recorded) -> Change:
    return Change(operations=inverse(recorded), actor="tests", reason="undo", at=recorded.change.at)


def record(before: Snapshot, change: Change) -> Recorded:
    return Recorded(revision=before.revision + 1, change=change, was=work_out(before, change.operations).was)


# -- a history and its facts -----------------------------------------------------------------------------------------


@LAWS
@given(organisations())
def test_replaying_the_changes_gives_the_snapshot_built_from_the_facts(organisation: Organisation) -> None:
    built = Snapshot.of(organisation.facts(), revision=len(organisation.changes))
    replayed = Snapshot.empty()
    for change in organisation.changes:
        replayed = work_out(replayed, change.operations).after
    for snapshot in (replayed, organisation.snapshot()):
        assert snapshot.revision == built.revision
        assert facts_of(snapshot) == facts_of(built)
        assert links_of(snapshot) == links_of(built)


def test_an_index_forgets_a_stand_in_who_was_taken_back() -> None:
    """After a stand-in is corrected, the links are those of a snapshot built from the facts: no empty list is left."""
    town = Builder()
    away, cover = town.person(), town.person()
    absence = town.away(away, FIRST, None, cover=cover)
    town.commit()
    town.correct(absence, cover=None)
    organisation = town.organisation()
    built = Snapshot.of(organisation.facts(), revision=2)
    assert {key: dict(index) for key, index in organisation.snapshot().links.items()} == {
        key: dict(index) for key, index in built.links.items()
    }


@LAWS
@given(organisations())
def test_many_changes_lead_where_one_change_of_all_their_operations_leads(organisation: Organisation) -> None:
    operations = tuple(operation for change in organisation.changes for operation in change.operations)
    at_once = apply(Snapshot.empty(), operations).after
    assert facts_of(at_once) == facts_of(organisation.snapshot())
    assert links_of(at_once) == links_of(organisation.snapshot())


@LAWS
@given(organisations())
def test_what_a_change_touches_is_what_differs_after_it(organisation: Organisation) -> None:
    for step in organisation.steps:
        assert {fact.id: fact for fact in step.after} == {**{fact.id: fact for fact in step.before}, **step.changed}
        assert step.after.revision == step.before.revision + 1


@LAWS
@given(organisations())
def test_a_snapshot_finds_each_fact_by_class_by_id_and_by_every_link(organisation: Organisation) -> None:
    snapshot, facts = organisation.snapshot(), organisation.facts()
    assert len(snapshot) == len(facts) == len(list(snapshot))
    for fact in facts:
        assert snapshot.find(fact.id) == snapshot.get(type(fact), fact.id) == fact
        for name in type(fact).LINKS:
            if getattr(fact, name) is not None:
                assert snapshot.linked(type(fact), name, getattr(fact, name)).count(fact) == 1
    assert sum(len(facts) for index in snapshot.links.values() for facts in index.values()) == sum(
        getattr(fact, name) is not None for fact in facts for name in type(fact).LINKS
    )


# -- nothing is altered ----------------------------------------------------------------------------------------------


@LAWS
@given(organisations())
def test_applying_a_change_leaves_the_snapshot_before_it_as_it_was(organisation: Organisation) -> None:
    snapshot = Snapshot.empty()
    for change in organisation.changes:
        facts, links, outlines = facts_of(snapshot), links_of(snapshot), snapshot.boundaries
        after = apply(snapshot, change.operations).after
        assert (facts_of(snapshot), links_of(snapshot)) == (facts, links)
        assert snapshot.boundaries is outlines
        snapshot = after


@LAWS
@given(organisations())
def test_what_a_change_does_not_touch_is_the_very_same_object_afterwards(organisation: Organisation) -> None:
    for before, change, after in zip(
        organisation.snapshots[:-1], organisation.changes, organisation.snapshots[1:], strict=True
    ):
        changed = work_out(before, change.operations).changed
        classes = {type(fact) for fact in changed.values()}
        for cls in FACT_CLASSES:
            if cls not in classes:
                assert after.facts[cls] is before.facts[cls]
        for cls, name in LINK_KEYS:
            if cls not in classes:
                assert after.links[cls, name] is before.links[cls, name]
        if Boundary not in classes:
            assert after.boundaries is before.boundaries
        untouched = set(map(id, before)) - {id(before.find(fact_id)) for fact_id in changed}
        assert untouched <= set(map(id, after))


# -- undo ------------------------------------------------------------------------------------------------------------


@settings(LAWS, max_examples=25)
@given(organisations(max_size=2), st.data())
def test_a_change_and_its_inverse_leave_every_answer_at_every_date_as_it_was(
    organisation: Organisation, data: st.DataObject
) -> None:
    turn = data.draw(st.integers(0, len(organisation.changes) - 1), label="change")
    before, after = organisation.snapshots[turn], organisation.snapshots[turn + 1]
    undone = apply(after, undo(organisation.recorded[turn]).operations).after
    asked = readings(after)
    for day in days_of_interest(before, after):
        assert not differences(View(before, day), View(undone, day), asked)
    assert {fact.id for fact in undone} == {fact.id for fact in after}, "undo adds history, it erases nothing"


@LAWS
@given(organisations())
def test_a_whole_history_can_be_undone_backwards_until_nothing_holds_on_any_day(organisation: Organisation) -> None:
    snapshot = organisation.snapshot()
    for recorded in reversed(organisation.recorded):
        snapshot = apply(snapshot, undo(recorded).operations).after
    assert not [fact for fact in snapshot for day in days_of_interest([fact]) if holds_on(fact, day)]


@LAWS
@given(organisations())
def test_undoing_the_undoing_gives_the_facts_of_the_change_again(organisation: Organisation) -> None:
    after, recorded = organisation.snapshot(), organisation.recorded[-1]
    back = undo(recorded)
    undone = apply(after, back.operations).after
    again = apply(undone, undo(record(after, back)).operations).after
    assert facts_of(again) == facts_of(after)
    assert links_of(again) == links_of(after)


@settings(LAWS, max_examples=25)
@given(organisations(max_size=2), st.data())
def test_a_snapshot_wound_back_answers_as_the_revision_it_was_wound_back_to(
    organisation: Organisation, data: st.DataObject
) -> None:
    turn = data.draw(st.integers(0, len(organisation.changes)), label="revision")
    wound = organisation.snapshot()
    for recorded in reversed(organisation.recorded[turn:]):
        wound = rewind(wound, recorded)
    assert wound.revision == turn
    asked = readings(organisation.snapshot())
    for day in organisation.days_of_interest():
        assert not differences(View(organisation.snapshots[turn], day), View(wound, day), asked)


@LAWS
@given(organisations(), st.data())
def test_a_change_that_has_come_in_part_already_leads_to_the_same_when_said_again(
    organisation: Organisation, data: st.DataObject
) -> None:
    turn = data.draw(st.integers(0, len(organisation.changes) - 1), label="change")
    before, recorded, after = (
        organisation.snapshots[turn],
        organisation.recorded[turn],
        organisation.snapshots[turn + 1],
    )
    written = work_out(before, recorded.change.operations).changed
    come = data.draw(st.sets(st.sampled_from(sorted(written))), label="come already")
    partly = before.with_facts({fact_id: written[fact_id] for fact_id in come}, revision=turn)
    for snapshot in (before, partly, after):
        assert facts_of(restate(snapshot, recorded)) == facts_of(after)
        assert links_of(restate(snapshot, recorded)) == links_of(after)


# -- one at any instant ----------------------------------------------------------------------------------------------


@LAWS
@given(organisations())
def test_on_no_day_has_anything_two_primaries_two_states_two_parents_or_two_of_what_there_is_one_of(
    organisation: Organisation,
) -> None:
    for day in organisation.days_of_interest():
        view = organisation.view(day)
        primaries = [(h.of, h.role) for h in view.all(Holding) if h.rank == Rank.PRIMARY]
        assert len(primaries) == len(set(primaries))
        for cls in FACT_CLASSES:
            for key in cls.EXCLUSIVE:
                held = [tuple(getattr(fact, name) for name in key) for fact in view.all(cls)]
                assert len(held) == len(set(held)), (cls, key, day)


@LAWS
@given(organisations())
def test_on_the_day_of_a_hand_over_the_new_fact_holds_and_the_old_one_does_not(organisation: Organisation) -> None:
    for fact in organisation.facts():
        if fact.end is not None and fact.start < fact.end:
            assert organisation.view(fact.start).get(type(fact), fact.id) == fact
            assert organisation.view(fact.end - DAY).get(type(fact), fact.id) == fact
            assert organisation.view(fact.end).get(type(fact), fact.id) is None
        assert organisation.view(fact.start - DAY).get(type(fact), fact.id) is None


@LAWS
@given(organisations())
def test_the_tree_of_every_day_is_a_forest_that_holds_every_unit_alive(organisation: Organisation) -> None:
    for day in organisation.days_of_interest():
        view = organisation.view(day)
        below = [unit.id for root in view.roots() for unit in view.subtree(root)]
        assert sorted(below) == [unit.id for unit in view.units()]


# -- a view is a filter ----------------------------------------------------------------------------------------------


@LAWS
@given(organisations(), st.data())
def test_a_view_answers_as_the_naive_filter_over_all_facts_does(
    organisation: Organisation, data: st.DataObject
) -> None:
    day = data.draw(st.sampled_from(organisation.days_of_interest()), label="day")
    asked = readings(organisation.snapshot())
    assert not differences(organisation.view(day), NaiveView(organisation.facts(), day), asked)


def test_every_accessor_of_a_view_is_compared() -> None:
    town = Builder()
    town.appoint(town.person(), Role.POLITICAL_LEGAL_COMMISSIONER, town.unit(UnitKind.STREET))
    asked = {reading.accessor for reading in readings(town.organisation().snapshot())}
    public = {name for name, member in vars(View).items() if not name.startswith("_") and callable(member)}
    assert asked == public - NOT_ASKED


def test_looking_from_another_day_keeps_the_snapshot() -> None:
    view = View(Snapshot.empty(), FIRST)
    assert view.on(FIRST + DAY).snapshot is view.snapshot
    assert view.on(FIRST + DAY).day == FIRST + DAY


# -- how long an answer holds ----------------------------------------------------------------------------------------


@LAWS
@given(organisations(), days(), st.data())
def test_until_its_horizon_everything_that_was_read_stays_as_it_is(
    organisation: Organisation, day: date, data: st.DataObject
) -> None:
    asked = data.draw(st.lists(st.sampled_from(readings(organisation.snapshot())), min_size=1, max_size=3))
    watched = organisation.view(day).watched()
    answers = [reading.of(watched) for reading in asked]
    assert watched.horizon is not None
    horizon = watched.horizon.next
    assert horizon is None or horizon > day
    for later in [d for d in organisation.days_of_interest() if d > day and (horizon is None or d < horizon)]:
        assert [reading.of(organisation.view(later)) for reading in asked] == answers


@LAWS
@given(organisations(), days())
def test_no_single_reading_outlives_its_horizon(organisation: Organisation, day: date) -> None:
    later = [d for d in organisation.days_of_interest() if d > day]
    for reading in readings(organisation.snapshot()):
        watched = organisation.view(day).watched()
        answer = reading.of(watched)
        assert watched.horizon is not None
        changes = next((d for d in later if reading.of(organisation.view(d)) != answer), None)
        if changes is not None:
            assert watched.horizon.next is not None, reading
            assert watched.horizon.next <= changes, reading


@LAWS
@given(organisations(), days(), st.data())
def test_a_horizon_is_no_later_than_the_first_boundary_of_a_fact_that_was_read(
    organisation: Organisation, day: date, data: st.DataObject
) -> None:
    fact = data.draw(st.sampled_from(organisation.facts()))
    watched = organisation.view(day).watched()
    watched.get(type(fact), fact.id)
    ahead = [d for d in (fact.start, fact.end) if d is not None and d > day and fact.start != fact.end]
    assert watched.horizon is not None
    assert watched.horizon.next == min(ahead, default=None)


# -- refusal ---------------------------------------------------------------------------------------------------------


@LAWS
@given(organisations(), st.data())
def test_a_refused_change_leaves_nothing_half_done(organisation: Organisation, data: st.DataObject) -> None:
    turn = data.draw(st.integers(0, len(organisation.changes) - 1), label="change")
    before, good = organisation.snapshots[turn], organisation.changes[turn]
    facts, links, outlines = facts_of(before), links_of(before), before.boundaries
    bad = data.draw(st.sampled_from(BAD), label="bad")
    place = data.draw(st.integers(0, len(good.operations)), label="place")
    operations = (*good.operations[:place], bad, *good.operations[place:])
    with pytest.raises(RuleViolated) as refused:
        apply(before, operations)
    assert all(problem.ids and problem.message for problem in refused.value.problems)
    assert (facts_of(before), links_of(before)) == (facts, links)
    assert before.boundaries is outlines
    assert facts_of(apply(before, good.operations).after) == facts_of(organisation.snapshots[turn + 1])


@settings(LAWS, max_examples=300)
@given(organisations(max_size=2, max_changes=4), seeds)
def test_a_change_is_refused_for_exactly_the_rules_that_it_breaks_on_some_day(
    organisation: Organisation, seed: int
) -> None:
    before = organisation.snapshot()
    change = Wild(before, seed).change()
    try:
        written = work_out(before, change.operations).changed
    except RuleViolated:
        assume(False)
    expected = breaches({**{fact.id: fact for fact in before}, **written}.values())
    try:
        apply(before, change.operations)
    except RuleViolated as refused:
        found = {problem.rule for problem in refused.problems}
        assume(not found & FORM)
        assert found == expected
    else:
        assert not expected


@LAWS
@given(organisations())
def test_random_organisations_keep_every_rule_told_day_by_day(organisation: Organisation) -> None:
    assert breaches(organisation.facts()) == set()


@LAWS
@given(organisations(), st.randoms(use_true_random=False))
def test_facts_that_come_in_pieces_or_twice_make_the_same_snapshot(organisation: Organisation, chance: Random) -> None:
    """As a record is read, a piece at a time, and a class anew when the connection was lost in the midst of it."""
    whole = Snapshot.of(organisation.facts(), revision=7)
    gathering = Gathering()
    for cls in FACT_CLASSES:
        facts = list(whole.all(cls))
        chance.shuffle(facts)
        gathering.add(cls, facts[: chance.randint(0, len(facts))])
        gathering.begin(cls)
        at = chance.randint(0, len(facts))
        gathering.add(cls, facts[:at])
        gathering.add(cls, facts[at:])
    pieces = gathering.snapshot(7)
    assert (pieces.revision, facts_of(pieces), links_of(pieces)) == (7, facts_of(whole), links_of(whole))
