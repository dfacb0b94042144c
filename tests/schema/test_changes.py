"""Changes through the schema: tried, expected, in conflict, at once, put back, and the past as it was answered then."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest

from graph import live
from graph.change import Recorded
from graph.live import Build, Judge, LiveModel, all_allowed
from schema.mutations import MOST_STEPS
from tests.builders.world import NOON, Answer, World, document

WHOLE = """
query Whole($revision: Int, $at: DateTime, $top: ID!, $grid: ID!) {
  organization(revision: $revision, at: $at) {
    revision
    counts { kind count }
    holdings { role count people }
    units(first: 500) { totalCount nodes { code name kind gridType households start end parent { code }
      holders { id role rank start end person { id name } } } }
    people(first: 500) { nodes { id name phone absences { id kind start end cover { id } } } }
    whoHandles(place: {code: $grid}) { __typename
      ... on Handling { responsible { person { id } } validUntil handlers { id } }
      ... on PlaceAmbiguous { candidates { unit { code } } } ... on PlaceUnknown { message } }
    coverage(under: $top) { required held vacant gaps(first: 500) { nodes { unit { code } role openSince } } }
    forecast(under: $top, start: "2025-06-01", end: "2026-06-01") {
      uncoveredDays gaps(first: 500) { nodes { unit { code } role start end opensBecause } } }
    ladder { order role } standard { role minimum }
  }
}
"""


def whole(world: World, revision: int | None = None, at: str | None = None) -> Answer:
    """Everything that the organisation answers."""
    q = world.quarter
    found: Answer = world.ask(WHOLE, revision=revision, at=at, top=q.street.id, grid=q.grid.id)["organization"]
    return found


def refusal(world: World, name: str, /, **variables: Any) -> Answer:
    """A mutation of the contract that is refused; nothing is saved."""
    revision = world.model.snapshot.revision
    outcome: Answer = world.send(name, **{"change": {"reason": "误"}, **variables})
    assert outcome["__typename"] == "ChangeRefused", outcome
    assert outcome["message"]
    assert outcome["problems"], "each refusal has a problem with a name and a sentence"
    assert world.model.snapshot.revision == revision == world.run(world.store.head())
    return outcome


# -- dry runs and expectations ---------------------------------------------------------------------------------------


def test_a_dry_run_says_what_the_real_run_says_and_saves_nothing(world: World) -> None:
    q = world.quarter
    variables: Answer = {
        "grid": q.grid.id,
        "on": "2025-07-01",
        "parts": [
            {"name": "甲", "microGrids": [q.micro.id, q.west.id], "holdings": [q.chiefs_post.id]},
            {"name": "乙", "microGrids": [q.south.id]},
        ],
    }
    before = whole(world)
    tried = world.send("split-grid", change={"reason": "试", "dryRun": True}, **variables)
    assert (tried["revision"], tried["dryRun"]) == (2, True)
    assert whole(world) == before
    assert world.run(world.store.head()) == 1
    real = world.send("split-grid", change={"reason": "试", "dryRun": False}, **variables)
    assert {**real, "dryRun": True} == tried
    assert whole(world) != before


def test_a_dry_run_is_refused_as_the_real_run_is(world: World) -> None:
    q = world.quarter
    variables = {"person": q.spare.id, "role": "GRID_CHIEF", "of": q.grid.id, "start": "2025-06-01"}
    tried = refusal(world, "appoint", **variables, change={"reason": "误", "dryRun": True})
    assert refusal(world, "appoint", **variables) == tried


@pytest.mark.parametrize("reason", ["", "  ", "长" * 501])
def test_a_change_has_a_reason(world: World, reason: str) -> None:
    q = world.quarter
    outcome = refusal(world, "end-holding", holding=q.workers_post.id, on="2025-06-01", change={"reason": reason})
    assert outcome["code"] == "INVALID_INPUT"


@pytest.mark.parametrize("reason", ["甲\x00乙", "甲\ud800"])
def test_a_reason_that_is_no_text_is_refused_as_input(world: World, reason: str) -> None:
    """A reason goes into the journal for good, so it is held to the rule of all texts.

    BUG: control characters are kept, and a lone surrogate is told as "Neo4j … can't be used" (UNAVAILABLE).
    """
    q = world.quarter
    outcome = refusal(world, "end-holding", holding=q.workers_post.id, on="2025-06-01", change={"reason": reason})
    assert outcome["code"] == "INVALID_INPUT"


def test_what_is_expected_holds_while_nobody_touched_the_same_facts(world: World) -> None:
    q = world.quarter
    world.change("end-holding", holding=q.workers_post.id, on="2025-06-10")
    other = {"reason": "别事", "expectedRevision": 1}
    applied = world.send("end-holding", holding=q.helpers_post.id, on="2025-06-10", change=other)
    assert (applied["__typename"], applied["revision"]) == ("ChangeApplied", 3)


def test_a_conflict_names_who_when_why_and_which_facts(world: World) -> None:
    """After somebody else corrected the person, a correction built on the revision before is refused."""
    q = world.quarter
    text = """mutation($person: ID!, $phone: String, $change: ChangeRequest!) {
      correctPerson(input: {person: $person, phone: $phone}, change: $change) { __typename
        ... on ChangeRefused { code message conflictsWith { id revision actor at reason ids } } } }"""
    ours = {"person": q.chief.id, "phone": "1", "change": {"reason": "来电"}}
    world.run(world.asked(text, ours, by="李科员"))
    late = {"person": q.chief.id, "phone": "2", "change": {"reason": "迟到", "expectedRevision": 1}}
    result = world.run(world.asked(text, late, by="王科员"))
    assert result.data is not None
    outcome = result.data["correctPerson"]
    assert outcome["code"] == "CONFLICT"
    (rival,) = outcome["conflictsWith"]
    assert (rival["id"], rival["revision"], rival["actor"]) == ("change-2", 2, "李科员")
    assert (rival["reason"], rival["ids"]) == ("来电", [q.chief.id])
    assert datetime.fromisoformat(rival["at"]) == NOON
    for word in ("李科员", "来电", q.chief.id):
        assert word in outcome["message"]
    tried = {**late, "change": {**late["change"], "dryRun": True}}  # type: ignore[dict-item]
    assert world.run(world.asked(text, tried)).data == result.data


def test_every_instant_is_told_in_the_organisation_s_zone(world: World) -> None:
    """BUG: `ConflictingChange.at` is told in UTC, unlike `Change.at` of the very same change."""
    q = world.quarter
    applied = world.change("end-holding", holding=q.workers_post.id, on="2025-06-10")
    text = """mutation($id: ID!) { setRank(input: {holding: $id, rank: BACKUP, on: "2025-06-05"},
      change: {reason: "误", expectedRevision: 1}) { ... on ChangeRefused { conflictsWith { at } } } }"""
    (rival,) = world.ask(text, id=q.workers_post.id)["setRank"]["conflictsWith"]
    assert rival["at"] == applied["change"]["at"]


@pytest.mark.parametrize("elsewhere", [False, True])
def test_ending_what_somebody_else_has_ended_meanwhile_is_a_conflict(world: World, elsewhere: bool) -> None:
    """Whoever built on revision 1 is told who ended the same post at revision 2, not merely that it is ended.

    BUG: `decide` builds before it looks for rivals, so the edit's own InvalidInput hides the conflict.
    """
    q = world.quarter
    model = world.run(LiveModel.start(world.store)) if elsewhere else world.model
    world.change("end-holding", holding=q.workers_post.id, on="2025-06-10", reason="调离")
    late: Answer = {"reason": "迟到"} if elsewhere else {"reason": "迟到", "expectedRevision": 1}
    variables = {"holding": q.workers_post.id, "on": "2025-06-10", "change": late}
    data = world.run(world.asked(document("end-holding"), variables, model=model)).data
    assert data is not None
    assert data["endHolding"]["code"] == "CONFLICT"
    assert [c["reason"] for c in data["endHolding"]["conflictsWith"]] == ["调离"]


# -- at the same time ------------------------------------------------------------------------------------------------


def outcomes(world: World, models: list[LiveModel], name: str, variables: Answer) -> list[Answer]:
    """What the same document answers when it is sent to each model at the same time."""

    async def at_once() -> list[Answer]:
        results = await asyncio.gather(*(world.asked(document(name), variables, model=model) for model in models))
        assert all(result.errors is None for result in results)
        return [next(iter((result.data or {}).values())) for result in results]

    return world.run(at_once())


@pytest.mark.parametrize("models", [1, 2])
def test_of_identical_changes_made_at_once_one_is_applied(world: World, models: int) -> None:
    """Whether in one process or in two, a grid is split once; the others are refused, and all agree on the end."""
    q = world.quarter
    other = world.run(LiveModel.start(world.store)) if models == 2 else world.model
    parts = [{"name": "甲", "microGrids": [q.micro.id, q.west.id]}, {"name": "乙", "microGrids": [q.south.id]}]
    variables = {"grid": q.grid.id, "on": "2025-07-01", "parts": parts, "change": {"reason": "同时"}}
    found = outcomes(world, [world.model, other] * 3, "split-grid", variables)
    assert sorted(o["__typename"] for o in found) == ["ChangeApplied", *["ChangeRefused"] * 5]
    assert {o["code"] for o in found if "code" in o} <= {"CONFLICT", "NOT_FOUND", "INVALID_INPUT", "RULE_VIOLATED"}
    world.run(world.model.catch_up())
    world.run(other.catch_up())
    assert world.model.snapshot.revision == other.snapshot.revision == 2
    assert sorted(f.id for f in other.snapshot) == sorted(f.id for f in world.model.snapshot)


def test_different_changes_made_at_once_are_all_applied(world: World) -> None:
    """Two processes write different posts at the same time: none is lost, and each has a revision of its own."""
    q = world.quarter
    other = world.run(LiveModel.start(world.store))
    text = document("appoint")

    async def at_once() -> list[int]:
        units = [q.village, q.other_village, q.grid, q.next_grid, q.market, q.far_grid, q.micro, q.east]
        results = await asyncio.gather(
            *(
                world.asked(
                    text,
                    {
                        "person": q.spare.id,
                        "role": "INSTRUCTOR",
                        "of": unit.id,
                        "start": "2025-06-01",
                        "change": {"reason": unit.id},
                    },
                    model=model,
                )
                for unit, model in zip(units, [world.model, other] * 4, strict=True)
            )
        )
        return sorted((result.data or {})["appoint"]["revision"] for result in results)

    assert world.run(at_once()) == list(range(2, 10))
    world.run(world.model.catch_up())
    assert {"role": "INSTRUCTOR", "count": 8, "people": 1} in whole(world)["holdings"]


def test_a_reader_can_wait_for_what_was_written_elsewhere(world: World) -> None:
    q = world.quarter
    other = world.run(LiveModel.start(world.store))
    world.change("end-holding", holding=q.workers_post.id, on="2025-06-10")
    text = "query($r: Int) { organization(atLeastRevision: $r) { revision } }"
    assert other.snapshot.revision == 1
    assert world.run(world.asked(text, {"r": 1}, model=other)).data == {"organization": {"revision": 1}}
    assert world.run(world.asked(text, {"r": 2}, model=other)).data == {"organization": {"revision": 2}}


def test_a_revision_that_never_comes_is_not_waited_for_for_ever(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("schema.schema.LONGEST_WAIT_SECONDS", 0.05)
    assert world.codes("{ organization(atLeastRevision: 99) { revision } }") == ["UNAVAILABLE"]


# -- putting back ----------------------------------------------------------------------------------------------------


def test_an_undone_change_leaves_the_answers_as_they_were_and_undoing_that_brings_it_back(world: World) -> None:
    q = world.quarter
    before = whole(world)
    parts = [{"name": "甲", "microGrids": [q.micro.id, q.west.id]}, {"name": "乙", "microGrids": [q.south.id]}]
    done = world.change("split-grid", grid=q.grid.id, on="2025-05-01", parts=parts)
    after = whole(world)
    undone = world.change("undo", id=done["change"]["id"])
    assert whole(world) == {**before, "revision": 3}
    world.change("undo", id=undone["change"]["id"])
    assert whole(world) == {**after, "revision": 4}
    assert world.send("changes")["totalCount"] == 4


def test_what_was_built_upon_is_not_undone(world: World) -> None:
    """A change is put back only before later ones that touch the same facts, or build on what it made."""
    q = world.quarter
    first = world.change("end-holding", holding=q.workers_post.id, on="2025-07-01")["change"]["id"]
    second = world.change("end-holding", holding=q.workers_post.id, on="2025-06-10")["change"]["id"]
    outcome = refusal(world, "undo", id=first)
    assert outcome["code"] == "RULE_VIOLATED"
    assert second in outcome["problems"][0]["ids"]
    assert q.workers_post.id in outcome["problems"][0]["ids"]
    world.change("undo", id=second)
    assert refusal(world, "undo", id=second)["code"] == "RULE_VIOLATED", "it is undone already"
    assert refusal(world, "undo", id="change-1")["code"] == "RULE_VIOLATED"
    for unknown in ("change-99", "change-0", "nothing", "", "change--1", "change-999999999999999"):
        assert refusal(world, "undo", id=unknown)["code"] == "NOT_FOUND"


def test_what_others_build_on_indirectly_is_not_undone(world: World) -> None:
    """Somebody new was appointed: that they were ever known can't be put back before the appointment is."""
    add = """mutation { addPerson(input: {name: "周新", start: "2025-06-01"}, change: {reason: "新"}) {
      ... on ChangeApplied { change { id operations { nodes { factId } } } } } }"""
    added = world.ask(add)["addPerson"]["change"]
    person = added["operations"]["nodes"][0]["factId"]
    world.change("appoint", person=person, role="INSTRUCTOR", of=world.quarter.grid.id, start="2025-06-01")
    outcome = refusal(world, "undo", id=added["id"])
    assert outcome["code"] == "RULE_VIOLATED"


def test_an_undoing_does_not_overwrite_what_comes_while_it_is_looking(world: World) -> None:
    """A change of the same facts that comes between the look at the journal and the writing is not lost."""
    q = world.quarter
    ended = world.change("end-holding", holding=q.workers_post.id, on="2025-07-01")["change"]["id"]
    rival = {"holding": q.workers_post.id, "on": "2025-06-10", "change": {"reason": "同时"}}
    with meanwhile(world, document("end-holding"), rival):
        outcome = world.send("undo", id=ended, change={"reason": "撤回"})
    assert outcome["__typename"] == "ChangeRefused"
    (post,) = world.send("person", id=q.worker.id)["person"]["holdings"]
    assert post["end"] == "2025-06-10"


@contextmanager
def meanwhile(world: World, text: str, variables: Answer) -> Iterator[None]:
    """Let a document be sent after the next mutation has looked at the model, and before it changes anything."""
    decide, sent = world.model.decide, False

    async def decided(build: Build, judge: Judge = all_allowed, **how: Any) -> Recorded:
        nonlocal sent
        if not sent:
            sent = True
            await world.asked(text, variables)
        return await decide(build, judge, **how)

    world.model.decide = decided  # type: ignore[method-assign]
    try:
        yield
    finally:
        world.model.decide = decide  # type: ignore[method-assign]


# -- the past --------------------------------------------------------------------------------------------------------


def busy_weeks(world: World) -> Iterator[None]:
    """One change after another, of many kinds."""
    q = world.quarter
    yield None
    parts = [{"name": "甲", "microGrids": [q.micro.id, q.west.id]}, {"name": "乙", "microGrids": [q.south.id]}]
    for name, variables in (
        ("end-holding", {"holding": q.workers_post.id, "on": "2025-05-10"}),
        ("appoint", {"person": q.spare.id, "role": "FULL_TIME_WORKER", "of": q.grid.id, "start": "2025-05-20"}),
        ("record-absence", {"person": q.chief.id, "kind": "SICK", "start": "2025-05-25", "end": "2025-06-25"}),
        ("move-unit", {"code": q.village.id, "under": q.other_area.id, "on": "2025-04-01"}),
        ("split-grid", {"grid": q.grid.id, "on": "2025-05-28", "parts": parts}),
        ("undo", {"id": "change-6"}),
        ("merge-grids", {"grids": [q.grid.id, q.next_grid.id], "on": "2025-05-30", "name": "合"}),
        ("undo", {"id": "change-2"}),
    ):
        outcome = world.send(name, change={"reason": name}, **variables)
        if outcome["__typename"] == "ChangeApplied":
            yield None
    for text in (
        'setStaffing(input: {role: MEDIATOR, unitKind: VILLAGE, minimum: 2, on: "2025-05-01"}',
        'setLadder(input: {rungs: [{role: GRID_CHIEF, unitKind: GRID}], on: "2025-05-01"}',
        f'describeUnit(input: {{code: "{q.next_grid.id}", on: "2025-01-01", name: "改名"}}',
        f'retireUnit(input: {{code: "{q.market.id}", on: "2025-02-01"}}',
        f'correctPerson(input: {{person: "{q.chief.id}", phone: "110"}}',
    ):
        world.ask(f'mutation {{ {text}, change: {{reason: "再"}}) {{ __typename }} }}')
        yield None


@pytest.mark.parametrize("kept", [256, 2])
def test_a_revision_answers_for_ever_as_it_answered_when_it_was_the_newest(
    world: World, monkeypatch: pytest.MonkeyPatch, kept: int
) -> None:
    """Asked now about each revision, the organisation answers what it answered then, in memory or wound back."""
    monkeypatch.setattr(live, "KEPT_SNAPSHOTS", kept)
    monkeypatch.setattr(live, "KEPT_REWOUND", 2)
    days = (None, "2025-05-29T00:00:00+08:00", "2026-01-01T00:00:00+08:00")
    seen: dict[int, list[Answer]] = {}
    for _ in busy_weeks(world):
        seen[world.model.snapshot.revision] = [whole(world, at=day) for day in days]
    assert len(seen) >= 10
    for revision in (*list(seen)[::-2], *list(seen)[1::2]):
        assert [whole(world, revision, day) for day in days] == seen[revision], revision
    fresh = World(world.runner, world.store, world.run(LiveModel.start(world.store)), world.quarter)
    for revision in sorted(seen)[::4]:
        assert [whole(fresh, revision, day) for day in days] == seen[revision], "wound back from a fresh start"


def test_before_the_first_change_nothing_is_known(world: World) -> None:
    text = "query($r: Int) { organization(revision: $r) { revision counts { kind } people { totalCount } } }"
    assert world.ask(text, r=0) == {"organization": {"revision": 0, "counts": [], "people": {"totalCount": 0}}}
    for revision in (-1, 2, 2**31 - 1):
        assert world.codes(text, r=revision) == ["NOT_FOUND"]


# -- inputs ----------------------------------------------------------------------------------------------------------


def test_a_field_left_out_stays_and_a_field_set_to_null_is_cleared(world: World) -> None:
    q = world.quarter
    text = """mutation($input: CorrectPersonInput!) { correctPerson(input: $input, change: {reason: "改"}) {
      __typename ... on ChangeRefused { code message } } }"""

    def correct(**fields: Any) -> Answer:
        found: Answer = world.ask(text, input={"person": q.chief.id, **fields})["correctPerson"]
        return found

    def person() -> tuple[object, ...]:
        who = "query($id: ID!) { organization { person(id: $id) { name phone education } } }"
        found = world.ask(who, id=q.chief.id)["organization"]["person"]
        return found["name"], found["phone"], found["education"]

    assert correct(phone="139", education="大专")["__typename"] == "ChangeApplied"
    assert person() == ("王长", "139", "大专")
    assert correct(name="王长官")["__typename"] == "ChangeApplied"
    assert person() == ("王长官", "139", "大专")
    assert correct(phone=None)["__typename"] == "ChangeApplied"
    assert person() == ("王长官", None, "大专")
    assert "BAD_REQUEST" in world.codes(text, input={"person": q.chief.id, "name": None}), "a name can't be cleared"
    cleared = f'correctPerson(input: {{person: "{q.chief.id}", education: null}}, change: {{reason: "改"}})'
    world.ask(f"mutation {{ {cleared} {{ __typename }} }}")
    assert person() == ("王长官", None, None)


def test_a_change_that_changes_nothing_is_refused(world: World) -> None:
    """BUG: putting a person or a holding again as they are makes a revision in which nothing has changed."""
    q = world.quarter
    text = f"""mutation {{ correctPerson(input: {{person: "{q.chief.id}", name: "王长"}}, change: {{reason: "同"}}) {{
      ... on ChangeRefused {{ code }} }} }}"""
    assert world.ask(text)["correctPerson"] == {"code": "INVALID_INPUT"}


def test_several_edits_are_one_change_or_none(world: World) -> None:
    q = world.quarter
    text = """mutation($steps: [EditInput!]!) { applyChanges(steps: $steps, change: {reason: "批"}) {
      __typename ... on ChangeApplied { revision change { summary } } ... on ChangeRefused { code } } }"""

    def apply(*steps: Answer) -> Answer:
        found: Answer = world.ask(text, steps=list(steps))["applyChanges"]
        return found

    code = f"{q.village.id}009"
    found = {
        "kind": "GRID",
        "under": q.village.id,
        "name": "九",
        "gridType": "GENERAL",
        "start": "2025-06-01",
        "code": code,
    }
    serve = {"person": q.spare.id, "role": "GRID_CHIEF", "of": code, "start": "2025-06-01"}
    assert apply({"appoint": serve}, {"createUnit": found})["code"] == "NOT_FOUND", "each sees the ones before it"
    assert apply({"createUnit": found}, {"appoint": {**serve, "end": "2025-01-01"}})["code"] == "INVALID_INPUT"
    applied = apply({"createUnit": found}, {"appoint": serve})
    assert applied["revision"] == 2
    assert "设立" in applied["change"]["summary"]
    assert "任命" in applied["change"]["summary"]
    assert apply()["code"] == "INVALID_INPUT"
    end = {"endHolding": {"holding": q.workers_post.id, "on": "2025-06-10"}}
    assert apply(*[end] * (MOST_STEPS + 1))["code"] == "INVALID_INPUT"
    assert "BAD_REQUEST" in world.codes(text, steps=[{}])
    assert "BAD_REQUEST" in world.codes(text, steps=[{**end, "appoint": serve}])


def test_the_journal_is_paged_newest_first(world: World) -> None:
    q = world.quarter
    for number in range(5):
        world.ask(
            f'mutation {{ describeUnit(input: {{code: "{q.grid.id}", on: "2025-06-01", name: "名{number}"}}, '
            f'change: {{reason: "{number}"}}) {{ __typename }} }}'
        )
    for about, revisions in ((None, [6, 5, 4, 3, 2, 1]), (q.grid.id, [6, 5, 4, 3, 2, 1]), (q.far_grid.id, [1])):
        found: list[int] = []
        after = None
        while len(found) < 100:
            page = world.send("changes", about=about, first=2, after=after)
            assert page["totalCount"] == len(revisions)
            found += [node["revision"] for node in page["nodes"]]
            after = page["pageInfo"]["endCursor"]
            if not page["pageInfo"]["hasNextPage"]:
                break
        assert found == revisions


def test_a_page_of_the_journal_is_not_shifted_by_newer_changes(world: World) -> None:
    q = world.quarter
    for day in (20, 19, 18, 17):
        world.change("end-holding", holding=q.helpers_post.id, on=f"2025-06-{day}")
    first = world.send("changes", first=2)
    world.change("end-holding", holding=q.helpers_post.id, on="2025-06-10")
    rest = world.send("changes", first=9, after=first["pageInfo"]["endCursor"])
    assert [c["revision"] for c in (*first["nodes"], *rest["nodes"])] == [5, 4, 3, 2, 1]
    assert rest["totalCount"] == 6
