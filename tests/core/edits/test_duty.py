"""Edits of rotas: what is past stays, and what others decide (a removal, a new code) leaves the turns in order."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from graph.apply import work_out
from graph.edits import duty, posts, reshape
from graph.edits.draft import Draft
from graph.errors import InvalidInput
from graph.facts import Centre, Department, DutyOverride, DutySwap, Person, Rota
from graph.snapshot import Snapshot
from graph.time.calendar import CivilTime
from queries.duty.roster import department_roster
from tests.builders.organisations import DAY as ONE
from tests.builders.organisations import Ref
from tests.builders.quarter import DAY, Quarter, decide

ZONE = ZoneInfo("Asia/Shanghai")


def morning(day: date) -> datetime:
    """Before the hand-over."""
    return datetime.combine(day, time(7), ZONE)


def served(snapshot: Snapshot, centre: Ref, department: Department, start: date, days: int) -> str:
    """Who is on duty at nine of each day, a character each; - for nobody."""
    found = []
    for number in range(days):
        at = datetime.combine(start + number * ONE, datetime.min.time(), ZONE) + timedelta(hours=9)
        centre_id = centre if isinstance(centre, str) else centre.id
        shifts = department_roster(snapshot, centre_id, department, at, at + timedelta(minutes=1), CivilTime(ZONE))
        found.append("".join(person.name[-1] for shift in shifts for person in shift.officers) or "-")
    return "".join(found)


def plan(quarter: Quarter, **more: object) -> duty.RotaPlan:
    """Chief, worker and helper, a day each, from the quarter's day on."""
    people = (quarter.chief.id, quarter.worker.id, quarter.helper.id)
    plain = {"name": "三人表", "centre": quarter.house.id, "department": quarter.patrol.id, "rule": "FREQ=DAILY"}
    return duty.RotaPlan(**{**plain, "hand_over": "08:30", "members": people, "start": DAY, **more})  # type: ignore[arg-type]


def with_three(quarter: Quarter) -> tuple[Snapshot, Rota]:
    """The three take the place of the quarter's two."""
    after = decide(quarter.snapshot, lambda draft: duty.set_rota(draft, plan(quarter), quarter.watch.id))
    (rota,) = (rota for rota in after.all(Rota) if rota.name == "三人表")
    return after, rota


def test_somebody_who_leaves_is_left_out_and_the_next_are_as_before(quarter: Quarter) -> None:
    """长 专 助 in turn; 专 is gone on the fifth day, which was to be theirs."""
    before, _ = with_three(quarter)
    after = decide(before, lambda draft: posts.remove_person(draft, quarter.worker.id, DAY + 4 * ONE))
    assert served(before, quarter.house, quarter.patrol, DAY, 9) == "长专助长专助长专助"
    assert served(after, quarter.house, quarter.patrol, DAY, 9) == "长专助长助长助长助"


def test_a_rota_goes_on_when_its_village_has_another_code(quarter: Quarter) -> None:
    before, rota = with_three(quarter)
    before = decide(before, lambda draft: duty.override_duty(draft, rota.id, quarter.spare.id, DAY + 5 * ONE))
    after = decide(
        before, lambda draft: reshape.renumber_unit(draft, quarter.village.id, "370923001279", DAY + 4 * ONE)
    )
    (centre,) = (centre for centre in after.all(Centre) if centre.serves == "370923001279")
    assert served(after, quarter.house, quarter.patrol, DAY, 4) == "长专助长"
    assert served(after, centre, quarter.patrol, DAY + 4 * ONE, 5) == "专备长专助"


def test_an_override_gives_way_to_a_later_one_but_for_its_other_days(quarter: Quarter) -> None:
    snapshot, rota = with_three(quarter)
    for person, start, end in ((quarter.spare, 1, 6), (quarter.stranger, 3, 4)):
        days = (DAY + start * ONE, DAY + end * ONE)

        def override(draft: Draft, person: Person = person, days: tuple[date, date] = days) -> None:
            duty.override_duty(draft, rota.id, person.id, *days)

        snapshot = decide(snapshot, override)
    assert served(snapshot, quarter.house, quarter.patrol, DAY, 7) == "长备备生备备长"


def test_of_what_is_past_an_override_alone_may_speak(quarter: Quarter) -> None:
    snapshot, rota = with_three(quarter)
    draft = Draft(snapshot, morning(DAY + 10 * ONE), CivilTime(ZONE))
    duty.override_duty(draft, rota.id, quarter.spare.id, DAY)
    duty.guard_past(work_out(snapshot, draft.operations), draft)
    with pytest.raises(InvalidInput, match="record"):
        duty.end_rota(draft, rota.id, DAY + 9 * ONE)
    with pytest.raises(InvalidInput, match="record"):
        duty.swap_duty(draft, rota.id, quarter.chief.id, DAY, quarter.worker.id, DAY + ONE)
    with pytest.raises(InvalidInput, match="record"):
        duty.set_rota(draft, plan(quarter, start=DAY + 9 * ONE))
    with pytest.raises(InvalidInput, match="past"):
        duty.remove_override(draft, draft.snapshot.linked(DutyOverride, "rota", rota.id)[0].id)
    duty.end_rota(draft, rota.id, DAY + 10 * ONE)
    duty.guard_past(work_out(snapshot, draft.operations), draft)


def test_nor_may_it_be_annulled_or_undone_by_the_way(quarter: Quarter) -> None:
    snapshot, rota = with_three(quarter)
    draft = Draft(snapshot, morning(DAY + ONE), CivilTime(ZONE))
    draft.end(rota, rota.start)
    with pytest.raises(InvalidInput, match="record"):
        duty.guard_past(work_out(snapshot, draft.operations), draft)
    swap = quarter.exchange
    draft = Draft(quarter.snapshot, morning(swap.other_day), CivilTime(ZONE))
    draft.end(swap, swap.start)
    with pytest.raises(InvalidInput, match="record"):
        duty.guard_past(work_out(quarter.snapshot, draft.operations), draft)
    assert [s.id for s in snapshot.all(DutySwap)] == [swap.id]
