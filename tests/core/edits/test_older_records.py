"""Records from before there was a rule: what breaks it stands in nobody's way, can be ended, and can't be prolonged."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from graph.edits import duty, posts, units
from graph.errors import RuleViolated
from graph.facts import Appraisal, Centre, Department, Fact, Holding, PartOf, Person, Unit, UnitState
from graph.snapshot import Snapshot
from graph.view import View
from graph.words import AppraisalPeriod, GridType, Rank, Role, UnitKind
from tests.builders.organisations import FIRST
from tests.builders.quarter import DAY, LATER, Edit, Quarter, alive_on, decide, name_on, parent_on

OLD, NAME = "abc", "旧网格"


def older(quarter: Quarter, *wrong: Fact) -> Snapshot:
    """The quarter as a record that has these facts too, which a later rule would refuse."""
    facts = {fact.id: fact for fact in quarter.snapshot} | {fact.id: fact for fact in wrong}
    return Snapshot.of(facts.values(), revision=1)


def impossible(quarter: Quarter, end: date | None = None) -> Holding:
    """A grid chief of a centre."""
    return Holding(id="old", person=quarter.helper.id, role=Role.GRID_CHIEF, of=quarter.house.id, start=FIRST, end=end)


def miscoded(quarter: Quarter, code: str = OLD) -> Sequence[Fact]:
    """A grid with a code that is none, or another village's."""
    return (
        Unit(id=code, kind=UnitKind.GRID, start=FIRST),
        UnitState(id="old-state", unit=code, name=NAME, grid_type=GridType.GENERAL, start=FIRST),
        PartOf(id="old-place", child=code, parent=quarter.village.id, start=FIRST),
    )


def refused(snapshot: Snapshot, edit: Edit) -> set[str]:
    """The rules for which an edit is refused."""
    with pytest.raises(RuleViolated) as refusal:
        decide(snapshot, edit)
    return {problem.rule for problem in refusal.value.problems}


def test_an_impossible_post_can_be_ended_and_ranked_but_not_prolonged(quarter: Quarter) -> None:
    record = older(quarter, impossible(quarter))
    ended = decide(record, lambda d: posts.end_holding(d, "old", DAY))
    assert View(ended, DAY).holdings_of(quarter.house.id) != View(record, DAY).holdings_of(quarter.house.id)
    decide(record, lambda d: posts.correct_holding(d, "old", rank=Rank.BACKUP))
    decide(record, lambda d: posts.correct_holding(d, "old", start=DAY))
    longer = lambda d: posts.correct_holding(d, "old", end=LATER)  # noqa: E731 -- asked twice
    assert refused(older(quarter, impossible(quarter, DAY)), longer) == {"post-possible"}
    assert refused(ended, longer) == {"post-possible"}


def test_another_post_of_the_kind_is_refused(quarter: Quarter) -> None:
    record = older(quarter, impossible(quarter))
    again = refused(record, lambda d: posts.appoint(d, quarter.spare.id, Role.GRID_CHIEF, quarter.house.id, DAY))
    assert again == {"post-possible"}
    assert refused(record, lambda d: posts.set_rank(d, "old", Rank.BACKUP, DAY)) == {"post-possible"}, "another holding"


def test_a_miscoded_grid_is_renamed_staffed_and_retired(quarter: Quarter) -> None:
    record = older(quarter, *miscoded(quarter))
    assert name_on(decide(record, lambda d: units.describe_unit(d, OLD, DAY, name="新名")), OLD, DAY) == "新名"
    decide(record, lambda d: posts.appoint(d, quarter.spare.id, Role.GRID_CHIEF, OLD, DAY))
    assert not alive_on(decide(record, lambda d: units.retire_unit(d, OLD, DAY)), OLD, DAY)


@pytest.mark.parametrize("code", [OLD, "370923001202777"])
def test_a_miscoded_grid_stays_where_it_is(quarter: Quarter, code: str) -> None:
    """It lies in a village with another code already; a second such village is no business of old."""
    record = older(quarter, *miscoded(quarter, code))
    third = quarter.unit(UnitKind.VILLAGE, quarter.street)
    known = {fact.id: fact for fact in (third, *quarter.naming(third, UnitState, "unit"))}
    known |= {fact.id: fact for fact in quarter.naming(third, PartOf, "child")}
    record = record.with_facts(known, revision=1)
    assert refused(record, lambda d: units.move_unit(d, code, third.id, DAY)) == {"code-in-place"}


def test_a_miscoded_grid_can_go_home(quarter: Quarter) -> None:
    code = f"{quarter.other_village.id}777"
    record = older(quarter, *miscoded(quarter, code))
    after = decide(record, lambda d: units.move_unit(d, code, quarter.other_village.id, DAY))
    assert parent_on(after, code, DAY) == quarter.other_village.id


def test_micro_grids_of_a_miscoded_grid_are_founded_with_a_code_that_is_one(quarter: Quarter) -> None:
    """The next free code begins with the grid's, which is none, so it has to be said."""
    record = older(quarter, *miscoded(quarter))
    details = units.UnitDetails(name="微")
    found = refused(record, lambda d: units.create_unit(d, UnitKind.MICRO_GRID, OLD, DAY, details))
    assert found == {"code-fits", "code-in-place"}
    code = f"{quarter.grid.id}777"
    after = decide(record, lambda d: units.create_unit(d, UnitKind.MICRO_GRID, OLD, DAY, details, code))
    assert parent_on(after, code, DAY) == OLD


def test_a_centre_of_a_grid_and_a_second_department_of_one_name_can_be_worked_with(quarter: Quarter) -> None:
    wrong = (
        Centre(id="old", name="网格中心", serves=quarter.grid.id, start=FIRST),
        Department(id="old-dept", name=quarter.farm.name, start=FIRST),
    )
    record = older(quarter, *wrong)
    decide(record, lambda d: duty.set_stationing(d, "old-dept", "old", quarter.on_call.mode, DAY))
    assert refused(record, lambda d: duty.add_department(d, quarter.farm.name, DAY)) == {"department-named"}


def test_an_odd_appraisal_can_be_corrected(quarter: Quarter) -> None:
    odd = Appraisal(
        id="old", person=quarter.helper.id, period=AppraisalPeriod.YEAR, start=FIRST, end=date(2025, 1, 3), score=1.0
    )
    record = older(quarter, odd)
    draft_end = lambda d: d.put(replace(odd, end=date(2026, 1, 1)))  # noqa: E731 -- a word for it
    decide(record, draft_end)
    decide(record, lambda d: d.put(replace(odd, score=99.0)))
    assert refused(record, lambda d: d.put(replace(odd, end=LATER))) == {"appraisal-period"}


def test_a_name_that_was_kept_before_can_be_left_and_mended_but_not_given_again(quarter: Quarter) -> None:
    unseen = "老\u2060王"
    record = older(quarter, Person(id="old", name=unseen, start=FIRST))
    decide(record, lambda d: posts.correct_person(d, "old", phone="13800000000"))
    decide(record, lambda d: posts.correct_person(d, "old", name="老王"))
    decide(record, lambda d: posts.remove_person(d, "old", DAY))
    assert refused(record, lambda d: posts.add_person(d, unseen, DAY)) == {"text-clean"}
    assert refused(record, lambda d: posts.correct_person(d, "old", note=unseen)) == {"text-clean"}
