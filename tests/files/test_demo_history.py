"""The demo's history keeps every rule, always leaves something open, and never changes what it has told."""

import hashlib
import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest

from demo import FOUNDED, STREET, build_demo
from demo.dates import LONGEST_NOTICE
from graph.apply import apply
from graph.change import Change, Put
from graph.defaults import default_settings
from graph.facts import Absence, Appraisal, Fact, FactId, Holding, PartOf, Succession, Unit, UnitState, WorkerRecord
from graph.snapshot import Snapshot
from graph.view import View
from graph.words import AbsenceKind, AppraisalPeriod, Rank, Role, Setting, UnitKind
from queries.cover.coverage import coverage
from tests.files.test_demo import TODAY, demo, facts_of, state

DAYS = (date(2025, 10, 1), TODAY)


@pytest.fixture
def today() -> View:
    """The demo as of today."""
    return View(demo(TODAY), TODAY)


@cache
def kept(until: date) -> Snapshot:
    """The demo after the defaults, as one change through the one door; every rule is checked."""
    operations = (*default_settings(), *(Put(fact) for fact in facts_of(until)))
    change = Change(operations=operations, actor="test", reason="the demo", at=datetime(2025, 1, 1, tzinfo=UTC))
    return apply(Snapshot.empty(), change.operations).after


@pytest.mark.parametrize("until", [FOUNDED, *DAYS], ids=str)
def test_every_rule_of_all_time_is_kept(until: date) -> None:
    assert len(kept(until)) == len(facts_of(until)) + len(default_settings())
    assert len(facts_of(until)) < 60_000


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_something_is_always_open_and_something_is_always_known_ahead(day: date) -> None:
    view = View(kept(day), day)
    street = view.unit(STREET)
    assert street is not None
    gaps = coverage(view, street).gaps
    assert 1 <= len(gaps) <= 60
    away = view.all(Absence)
    assert any(absence.cover for absence in away)
    assert any(absence.cover is None for absence in away)
    facts = list(view.snapshot)
    assert any(isinstance(fact, Absence) and fact.start > day for fact in facts)
    assert any(isinstance(fact, Holding) and fact.end is not None and fact.end > day for fact in facts)
    assert max(fact.start for fact in facts) <= day + LONGEST_NOTICE


def test_all_kinds_of_absence_happen() -> None:
    assert {absence.kind for absence in demo(TODAY).all(Absence)} == set(AbsenceKind)


def test_nobody_stands_in_while_away() -> None:
    snapshot = demo(TODAY)
    for absence in snapshot.all(Absence):
        if absence.cover is not None:
            assert absence.end is not None
            for other in snapshot.linked(Absence, "person", absence.cover):
                assert other.end is not None
                assert other.end <= absence.start or absence.end <= other.start


def test_the_same_arguments_give_the_same_facts() -> None:
    assert build_demo(TODAY) == facts_of(TODAY)


def test_hash_seeds_make_no_difference() -> None:
    program = (
        "import hashlib; from datetime import date; from demo import build_demo; "
        "print(hashlib.sha256(repr(build_demo(date(2025, 10, 1))).encode()).hexdigest())"
    )
    told = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONHASHSEED": "12345"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == hashlib.sha256(repr(facts_of(date(2025, 10, 1))).encode()).hexdigest()


def test_another_seed_gives_another_organisation_of_the_same_size() -> None:
    other = Snapshot.of(build_demo(FOUNDED, seed=7), revision=1)
    counts = Counter(unit.kind for unit in other.all(Unit))
    assert counts == Counter(unit.kind for unit in demo(FOUNDED).all(Unit))
    assert {fact.id: fact for fact in other} != {fact.id: fact for fact in demo(FOUNDED)}


@pytest.mark.parametrize("earlier", DAYS[:-1], ids=str)
def test_a_later_day_tells_the_earlier_ones_alike(earlier: date) -> None:
    """What was known stays, but for ends that were decided since; what is new does not reach back.

    Results of appraisals are the exception by their nature: they come after the period that they are about.
    """
    before, after = by_id(facts_of(earlier)), by_id(facts_of(TODAY))
    for fact_id, fact in before.items():
        later = after[fact_id]
        if later != fact:
            assert later == replace(fact, end=later.end)
            assert later.end is not None
            assert later.end > earlier
    new = [fact for fact_id, fact in after.items() if fact_id not in before]
    assert new
    assert all(fact.start > earlier for fact in new if not isinstance(fact, Appraisal))


def by_id(facts: tuple[Fact, ...]) -> dict[FactId, Fact]:
    return {fact.id: fact for fact in facts}


def test_before_the_founding_day_there_is_nothing() -> None:
    with pytest.raises(ValueError, match="begins on 2025-01-01"):
        build_demo(FOUNDED - timedelta(days=1))


# -- reshapings ------------------------------------------------------------------------------------------------------


def successions(day: date) -> dict[FactId, list[FactId]]:
    found: dict[FactId, list[FactId]] = {}
    for fact in demo(TODAY).all(Succession):
        if fact.start == day:
            found.setdefault(fact.predecessor, []).append(fact.successor)
    return {old: sorted(new) for old, new in found.items()}


def test_a_grid_is_split_its_code_retired_and_its_micro_grids_moved() -> None:
    day = date(2025, 9, 1)
    (old, new), *others = successions(day).items()
    assert not others
    assert len(new) == 2
    before, after = View(demo(TODAY), day - timedelta(days=1)), View(demo(TODAY), day)
    assert after.unit(old) is None
    moved = {child.id for code in new for child in after.children(code)}
    assert moved == {child.id for child in before.children(old)}
    assert all(child.startswith(old) for child in moved), "they keep their codes"
    assert sum(state(after, code).households or 0 for code in new) == state(before, old).households
    worked = [{h.role for h in after.holdings_of(code)} for code in new]
    assert Role.FULL_TIME_WORKER in worked[0]
    assert Role.FULL_TIME_WORKER not in worked[1], "the second part waits for a worker of its own"
    assert all({Role.GRID_CHIEF, Role.INSTRUCTOR} <= roles for roles in worked)
    assert any(h.role == Role.FULL_TIME_WORKER for h in after.on(date(2025, 10, 15)).holdings_of(new[1]))


def test_two_grids_are_merged_and_the_second_worker_stands_by() -> None:
    day = date(2026, 3, 1)
    merged = successions(day)
    assert len(merged) == 2
    assert len({tuple(new) for new in merged.values()}) == 1
    view = View(demo(TODAY), day)
    code = next(iter(merged.values()))[0]
    assert code not in {unit.id for unit in view.on(day - timedelta(days=1)).units()}
    workers = {h.rank for h in view.holdings_of(code) if h.role == Role.FULL_TIME_WORKER}
    assert workers == {Rank.PRIMARY, Rank.BACKUP}
    assert [h.role for h in view.holdings_of(code)].count(Role.GRID_CHIEF) == 1


def test_a_village_moves_to_another_area_with_its_code_unchanged() -> None:
    moves = [edge for edge in demo(TODAY).all(PartOf) if edge.start == date(2025, 11, 1)]
    (move,) = [edge for edge in moves if edge.parent.startswith(f"{STREET}G")]
    view = View(demo(TODAY), move.start)
    former = view.on(move.start - timedelta(days=1)).parent(move.child)
    assert former is not None
    assert former.id != move.parent
    assert view.unit(move.child) == view.on(FOUNDED).unit(move.child)
    for area in (former.id, move.parent):
        assert state(view, area).households != state(view.on(FOUNDED), area).households


def test_the_next_reshaping_is_known_ahead() -> None:
    assert successions(date(2027, 1, 1))


def test_numbers_add_up_after_every_reshaping_and_count(today: View) -> None:
    for day in (date(2025, 9, 1), date(2025, 11, 1), date(2026, 3, 1), date(2026, 7, 1), TODAY):
        view = today.on(day)
        for unit in view.units():
            children = [state(view, child.id) for child in view.children(unit.id)]
            if children:
                assert state(view, unit.id).households == sum(child.households or 0 for child in children)
    assert state(today, STREET).households != state(today.on(FOUNDED), STREET).households


def test_no_code_is_given_twice() -> None:
    grids = [unit for unit in demo(TODAY).all(Unit) if unit.kind == UnitKind.GRID and unit.end is not None]
    assert len(grids) >= 4
    for grid in grids:
        lives = [s for s in demo(TODAY).linked(UnitState, "unit", grid.id) if grid.end is None or s.start >= grid.end]
        assert not lives


# -- people ----------------------------------------------------------------------------------------------------------


def test_chiefs_change_now_and_then_and_backups_are_named(today: View) -> None:
    chiefs = [h for h in demo(TODAY).all(Holding) if h.role == Role.GRID_CHIEF and h.rank == Rank.PRIMARY]
    assert any(h.end is not None and h.end <= TODAY for h in chiefs)
    backups = Counter(h.role for h in today.all(Holding) if h.rank == Rank.BACKUP)
    assert set(backups) == {Role.GRID_CHIEF, Role.FULL_TIME_WORKER}


def test_urban_workers_have_grades_rural_ones_none_and_stars_come_with_the_year(today: View) -> None:
    for record in today.all(WorkerRecord):
        assert (record.pay_level is not None) == (record.setting == Setting.URBAN)
        if record.pay_level is not None:
            assert record.post_grade == (record.pay_level - 1) // 6 + 1
    stars = {record.star_rating for record in today.all(WorkerRecord)}
    assert {3, 4, 5} <= stars
    assert all(record.star_rating is None for record in today.on(FOUNDED).all(WorkerRecord))


def test_every_worker_in_office_has_a_record(today: View) -> None:
    workers = {h.person for h in today.all(Holding) if h.role == Role.FULL_TIME_WORKER and h.rank == Rank.PRIMARY}
    assert workers <= {record.person for record in today.all(WorkerRecord)}


def test_workers_are_appraised_by_the_month_the_quarter_and_the_year() -> None:
    counts = Counter(appraisal.period for appraisal in demo(TODAY).all(Appraisal))
    assert set(counts) == set(AppraisalPeriod)
    assert all(appraisal.end is not None and appraisal.end <= TODAY for appraisal in demo(TODAY).all(Appraisal))
