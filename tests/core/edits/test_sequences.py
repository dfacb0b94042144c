"""Any edits in any order: the rules hold, nothing but a WanggeError comes out, and every change can be put back."""

from collections import Counter
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.apply import apply, inverse
from graph.change import Change, Recorded
from graph.edits.draft import Draft
from graph.edits.reshape import GridPart, merge_grids, split_grid
from graph.errors import WanggeError
from graph.facts import Boundary, Fact, FactId, Unit, UnitState
from graph.snapshot import Snapshot
from graph.time.validity import is_void
from graph.view import View
from graph.words import UnitKind
from tests.builders.clerk import Clerk
from tests.builders.facts_read import differences, readings
from tests.builders.organisations import Organisation, days_of_interest, organisations
from tests.builders.quarter import AT, Edit, record
from tests.builders.soundness import breaches

SLOW = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
seeds = st.integers(0, 2**32 - 1)
sequences = st.lists(seeds, min_size=1, max_size=12)


def tried(snapshot: Snapshot, *edits: Edit) -> tuple[Recorded, Snapshot] | None:
    """The edits made together; None if they are refused or change nothing."""
    try:
        recorded, after = record(snapshot, *edits)
    except WanggeError:
        return None
    return (recorded, after) if recorded.change.operations else None


def undone(recorded: Recorded, after: Snapshot) -> Snapshot:
    """The snapshot after the change was put back."""
    return apply(after, inverse(recorded)).after


def touched_days(recorded: Recorded, after: Snapshot) -> list[date]:
    """The days on which something that the change touches begins or ends, and the eves."""
    now = [after.find(operation.fact_id) for operation in recorded.change.operations]
    return days_of_interest(
        [fact for fact in recorded.was if fact is not None], [fact for fact in now if fact is not None]
    )


@SLOW
@given(organisations(max_size=2, max_changes=4), sequences)
def test_any_sequence_of_edits_keeps_every_rule_and_fails_only_with_a_wangge_error(
    organisation: Organisation, sequence: list[int]
) -> None:
    """Each change is one to three random edits; the whole is looked through by rules told a second time."""
    snapshot = organisation.snapshot()
    for seed in sequence:
        clerk = Clerk(snapshot, seed)
        made = tried(snapshot, *[clerk.edit() for _ in range(clerk.die.choice((1, 1, 1, 2, 3)))])
        if made is not None:
            snapshot = made[1]
    assert breaches(snapshot) == set()
    assert Snapshot.of(list(snapshot), revision=snapshot.revision).links == dict(snapshot.links)


@SLOW
@given(organisations(max_size=1, max_changes=3), sequences)
def test_putting_a_change_back_gives_the_answers_from_before_it_at_every_date(
    organisation: Organisation, sequence: list[int]
) -> None:
    snapshot = organisation.snapshot()
    asked = readings(snapshot)
    for seed in sequence:
        made = tried(snapshot, Clerk(snapshot, seed).edit())
        if made is None:
            continue
        recorded, after = made
        back = undone(recorded, after)
        assert breaches(back) == set()
        for day in touched_days(recorded, after)[:8]:
            assert differences(View(snapshot, day), View(back, day), asked) == []
        again = undone(Recorded(revision=back.revision, change=_inverse(recorded), was=_was(recorded, after)), back)
        for day in touched_days(recorded, after)[:4]:
            assert differences(View(after, day), View(again, day), asked) == [], "undoing the undoing does it again"
        return


def _inverse(recorded: Recorded) -> Change:
    return Change(operations=inverse(recorded), actor="tests", reason="undo", at=AT)


def _was(recorded: Recorded, after: Snapshot) -> tuple[Fact | None, ...]:
    return tuple(after.find(operation.fact_id) for operation in inverse(recorded))


@SLOW
@given(organisations(max_size=2, max_changes=4), seeds)
def test_splits_and_merges_lose_and_invent_nothing(organisation: Organisation, seed: int) -> None:
    """Micro-grids are shared out once each, known households add up, and no code was there before."""
    snapshot = organisation.snapshot()
    clerk = Clerk(snapshot, seed)
    day = clerk.die.choice(days_of_interest([u for u in snapshot.all(Unit) if not is_void(u)]))
    view = View(snapshot, day)
    grids = [u.id for u in view.units(UnitKind.GRID) if view.children(u.id)]
    for code in grids:
        _check(snapshot, day, [code], clerk)
    for village in view.units(UnitKind.VILLAGE):
        _check(snapshot, day, [u.id for u in view.children(village.id)][:3], clerk)


def _check(snapshot: Snapshot, day: date, grids: list[FactId], clerk: Clerk) -> None:
    view = View(snapshot, day)
    below = [unit.id for grid in grids for unit in view.children(grid)]
    new: list[Unit] = []
    if len(grids) == 1:
        cut = clerk.die.randint(0, len(below))
        parts = [
            GridPart(name="甲", micro_grids=tuple(below[:cut])),
            GridPart(name="乙", micro_grids=tuple(below[cut:])),
        ]
        known = [_households(view, code) for code in below] if 0 < cut < len(below) else [None]
        edit: Edit = lambda d: new.extend(split_grid(d, grids[0], day, parts))  # noqa: E731 -- one of two
    else:
        types = {state.grid_type for state in map(view.state, grids) if state is not None}
        known = [_households(view, code) for code in grids]
        edit = lambda d: new.append(merge_grids(d, grids, day, "合", grid_type=next(iter(types), None)))  # noqa: E731
    made = tried(snapshot, edit)
    if made is None:
        return
    after = View(made[1], day)
    assert Counter(u.id for unit in new for u in after.children(unit.id)) == Counter(below)
    assert not {unit.id for unit in new} & {fact.id for fact in snapshot}
    assert not any(after.unit(grid) for grid in grids)
    if None not in known:
        assert sum(_households(after, unit.id) or 0 for unit in new) == sum(count or 0 for count in known)
    assert breaches(made[1]) == set()


def _households(view: View, code: FactId) -> int | None:
    state = view.state(code)
    return None if state is None else state.households


def test_the_clerk_gets_most_kinds_of_edit_through() -> None:
    """The law above is worth something: of a thousand random edits many are accepted, of every kind of fact."""
    from tests.builders.organisations import random_organisation  # noqa: PLC0415 -- used here alone

    snapshot = random_organisation(5, size=2, changes=4).snapshot()
    accepted: Counter[str] = Counter()
    for seed in range(1_000):
        clerk = Clerk(snapshot, seed)
        edit = clerk.edit()
        if tried(snapshot, edit) is not None:
            accepted[edit.__qualname__.split(".")[1]] += 1
    assert len(accepted) >= 22, accepted
    assert sum(accepted.values()) > 200, accepted


def test_drafting_alone_changes_nothing(quarter: "object") -> None:
    """A draft works on copies: the snapshot that it began with is as it was, refused or not."""
    snapshot: Snapshot = quarter.snapshot  # type: ignore[attr-defined]
    before = {fact.id: fact for fact in snapshot}
    for seed in range(50):
        try:
            Clerk(snapshot, seed).edit()(Draft(snapshot))
        except WanggeError:
            continue
    assert {fact.id: fact for fact in snapshot} == before
    assert sum(1 for _ in snapshot.all(UnitState)) == sum(isinstance(f, UnitState) for f in before.values())
    assert sum(1 for _ in snapshot.all(Boundary)) == sum(isinstance(f, Boundary) for f in before.values())
