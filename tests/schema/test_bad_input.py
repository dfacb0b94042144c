"""Bad input of every kind, sent through every field of every mutation: clearly refused, and nothing is half-saved."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from graphql import GraphQLEnumType, GraphQLInputObjectType, GraphQLNonNull, get_named_type

from demo import POLICY
from graph.facts import Fact, FactId
from graph.snapshot import Snapshot
from schema.http.body import MOST_BODY_BYTES
from schema.mutations import MOST_STEPS
from schema.running.failures import LONGEST_MESSAGE
from schema.schema import schema
from tests.builders.organisations import square
from tests.builders.quarter import Quarter, facts_of
from tests.builders.world import Answer, World

DECIDING = {"routeCase", "returnCase", "acknowledge", "escalate"}
"""What is no edit of the model: tests/schema/test_decisions.py tries these."""

MUTATIONS = schema._schema.mutation_type.fields  # type: ignore[union-attr]  # it has mutations
BOX = square(116.5, 35.9)
LONG = "长" * 33_000
"""100 kB of text: far too long for anything, yet a body may hold it."""

REFUSED = "__typename ... on ChangeRefused { code message problems { rule message ids } conflictsWith { id } }"
CODES = {"INVALID_INPUT", "NOT_FOUND", "RULE_VIOLATED", "CONFLICT", "BAD_REQUEST"}


def text_of(edit: str) -> str:
    """A document with the one mutation, its arguments as variables."""
    arguments = MUTATIONS[edit].args
    declared = ", ".join(f"${name}: {argument.type}" for name, argument in arguments.items())
    handed = ", ".join(f"{name}: ${name}" for name in arguments)
    return f"mutation({declared}) {{ {edit}({handed}) {{ {REFUSED} }} }}"


def valid(q: Quarter) -> dict[str, Answer]:
    """For each edit an input that is applied, every field of it given."""
    grid = f"{q.village.id}077"
    return {
        "createUnit": {
            "kind": "GRID", "name": "新网格", "start": "2025-06-01", "under": q.village.id, "code": grid,
            "gridType": "GENERAL", "category": "111", "households": 1, "population": 2, "boundary": BOX, "note": "记",
        },
        "describeUnit": {
            "code": q.grid.id, "on": "2025-06-01", "name": "改名", "gridType": "GENERAL", "category": "112",
            "households": 1, "population": 2, "note": "记",
        },
        "setBoundary": {"code": q.micro.id, "on": "2025-06-01", "boundary": BOX},
        "moveUnit": {"code": q.village.id, "under": q.other_area.id, "on": "2025-06-01"},
        "retireUnit": {"code": q.market.id, "on": "2025-06-01"},
        "splitGrid": {
            "grid": q.grid.id,
            "on": "2025-06-01",
            "parts": [
                {
                    "name": "甲", "microGrids": [q.micro.id, q.west.id], "holdings": [q.chiefs_post.id], "code": grid,
                    "gridType": "GENERAL", "households": 1, "population": 2, "boundary": BOX,
                },
                {"name": "乙", "microGrids": [q.south.id]},
            ],
        },
        "mergeGrids": {
            "grids": [q.grid.id, q.next_grid.id], "on": "2025-06-01", "name": "合", "keepHoldings": [q.chiefs_post.id],
            "code": grid, "gridType": "GENERAL",
        },
        "renumberUnit": {"code": q.grid.id, "newCode": grid, "on": "2025-06-01"},
        "addPerson": {
            "name": "周新", "start": "2025-06-01", "phone": "1", "gender": "MALE", "birth": "1990-01-01",
            "ethnicity": "汉族", "education": "本科", "politicalStatus": "群众", "partyJoined": "2015-07-01",
            "note": "记",
        },
        "correctPerson": {
            "person": q.spare.id, "name": "周新", "phone": "1", "gender": "MALE", "birth": "1990-01-01",
            "ethnicity": "汉族", "education": "本科", "politicalStatus": "群众", "partyJoined": "2015-07-01",
            "note": "记",
        },
        "removePerson": {"person": q.stranger.id, "on": "2025-06-01"},
        "appoint": {
            "person": q.spare.id, "role": "EXPERT", "of": q.house.id, "start": "2025-06-01", "end": "2025-07-01",
            "rank": "BACKUP", "field": "电力",
        },
        "endHolding": {"holding": q.workers_post.id, "on": "2025-06-01"},
        "transfer": {
            "holding": q.workers_post.id, "of": q.market.id, "on": "2025-06-01", "role": "INSTRUCTOR", "rank": "BACKUP",
        },
        "setRank": {"holding": q.workers_post.id, "rank": "BACKUP", "on": "2025-06-01"},
        "correctHolding": {
            "holding": q.director.id, "start": "2025-02-01", "end": "2025-07-01", "rank": "BACKUP", "field": "电力",
        },
        "recordAbsence": {
            "person": q.chief.id, "kind": "SICK", "start": "2025-06-01", "end": "2025-06-09", "cover": q.spare.id,
        },
        "correctAbsence": {
            "absence": q.leave.id, "kind": "SICK", "start": "2025-07-02", "end": "2025-07-09", "cover": q.chief.id,
        },
        "endAbsence": {"absence": q.leave.id, "on": "2025-07-03"},
        "recordWorker": {
            "person": q.worker.id, "on": "2025-06-01", "setting": "URBAN", "postGrade": 1, "payLevel": 2,
            "subsidy": 800.5, "starRating": 3, "partyStage": "PROBATIONARY",
        },
        "recordAppraisal": {
            "person": q.worker.id, "period": "MONTH", "start": "2025-02-01", "score": 99.5, "result": "优",
        },
        "appraiseDepartment": {
            "department": q.patrol.id, "centre": q.house.id, "indicator": "SATISFACTION", "period": "MONTH",
            "start": "2025-02-01", "value": 96.5,
        },
        "setStaffing": {
            "role": "GRID_CHIEF", "unitKind": "GRID", "gridType": "DEDICATED", "minimum": 2, "on": "2025-06-01",
        },
        "setLadder": {"rungs": [{"role": "GRID_CHIEF", "unitKind": "GRID"}], "on": "2025-06-01"},
        "addDepartment": {"name": "国土", "start": "2025-06-01"},
        "setStationing": {
            "department": q.farm.id, "centre": q.house.id, "mode": "ON_CALL", "on": "2025-06-01", "responseMinutes": 60,
        },
        "endStationing": {"stationing": q.on_call.id, "on": "2025-06-01"},
        "setRota": {
            "centre": q.house.id, "name": "值班表", "members": [q.chief.id, q.spare.id], "rule": "FREQ=DAILY",
            "start": "2025-06-10", "department": q.patrol.id, "handOver": "08:30", "minutes": 540,
            "days": "WORKING_DAYS", "turn": 1, "first": 1, "anchor": "2025-06-10", "end": "2025-12-01",
            "replaces": q.watch.id,
        },
        "endRota": {"rota": q.watch.id, "on": "2025-06-10"},
        "overrideDuty": {
            "rota": q.watch.id, "member": q.helper.id, "start": "2025-06-10", "end": "2025-06-12", "reason": "培训",
        },
        "removeOverride": {"override": q.replacement.id},
        "swapDuty": {
            "rota": q.watch.id, "one": q.chief.id, "oneDay": "2025-06-03", "other": q.spare.id,
            "otherDay": "2025-06-02",
        },
        "removeSwap": {"swap": q.exchange.id},
        "setPolicy": {"document": POLICY, "on": "2025-06-01"},
        "setRewardRate": {"complexity": "SIMPLE", "yuan": 50.5, "on": "2025-06-01"},
        "recordMediation": {
            "person": q.spare.id, "complexity": "SIMPLE", "reference": "A-1", "on": "2025-06-01",
            "committee": q.board.id,
        },
    }  # fmt: skip


Path = tuple[str | int, ...]


def fields_of(kind: GraphQLInputObjectType, given: Answer, at: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every field of an input with its type; inside lists, of the first."""
    for name, field in kind.fields.items():
        inner = get_named_type(field.type)
        value = given[name]
        if isinstance(inner, GraphQLInputObjectType):
            yield from fields_of(inner, value[0], (*at, name, 0))
        else:
            yield (*at, name, *((0,) if isinstance(value, list) else ())), field.type


def changed(given: Answer, path: Path, value: object) -> Answer:
    """The input with another value in one place."""
    copy: Answer = json.loads(json.dumps(given))
    place: Any = copy
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return copy


# -- what is sent ----------------------------------------------------------------------------------------------------

TEXTS = {
    "empty": "",
    "blank": " \u3000\t",
    "NUL": "甲\x00",
    "escape": "\x1b[31m甲",
    "C1": "甲\x85乙",
    "surrogate": "甲\ud800",
    "override": "甲\u202e乙",
    "word joiner": "甲\u2060乙",
    "tag": "甲\U000e0041乙",
    "private": "甲\ue863",
    "no character": "甲\uffff",
    "isolate": "\u2066甲\u2069",
    "line separator": "甲\u2028乙",
    "100 kB": LONG,
    "501 characters": "长" * 501,
}
OUTLINES = {
    "broken": "POLYGON ((0 0",
    "GeoJSON": '{"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}',
    "a point": "POINT (116.5 35.9)",
    "nothing": "POLYGON EMPTY",
    "crossing itself": "POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0))",
    "open": "POLYGON ((0 0, 1 0, 1 1))",
    "not of this earth": "POLYGON ((200 0, 201 0, 201 1, 200 0))",
    "latitude first": "POLYGON ((35.9 116.5, 35.9 116.6, 36 116.6, 35.9 116.5))",
    "in metres": "POLYGON ((39450000 3970000, 39451000 3970000, 39451000 3971000, 39450000 3970000))",
    "of no number": "POLYGON ((0 0, nan 1, 1 0, 0 0))",
    "without end": "POLYGON ((0 0, inf 1, 1 0, 0 0))",
    "deep": "GEOMETRYCOLLECTION (" * 5_000,
    "of many points": f"POLYGON (({'0 0, ' * 40_000}0 0))",
}
IDS = {**TEXTS, "of nothing": "nobody", "with a space": "甲 乙", "a rung": "ladder-1", "a state": "unitstate-1"}
DATES = {
    "year 1": "0001-01-01",
    "the last": "9999-12-31",
    "1899": "1899-12-31",
    "3000": "3000-01-01",
    "30 February": "2025-02-30",
    "empty": "",
    "a word": "yesterday",
    "a time": "2025-06-01T00:00:00Z",
    "a number": 20250601,
    "100 kB": LONG,
}
NUMBERS = {
    "negative": -1,
    "huge": 2**31 - 1,
    "beyond 32 bits": 2**31,
    "of 400 digits": 10**400,
    "NaN": float("nan"),
    "infinite": float("inf"),
    "1e308": 1e308,
    "a text": "7",
    "a truth": True,
}
WORDS: dict[str, Any] = {"unknown": "KING", "lower case": "grid_chief", "empty": "", "a number": 0, "100 kB": LONG}
BAD: dict[str, dict[str, Any]] = {"ID": IDS, "String": TEXTS, "Date": DATES, "Int": NUMBERS, "Float": NUMBERS}

NEW_CODES = {"code", "newCode"}
"""Fields that may name what nothing has yet."""


def sent(q: Quarter, edit: str) -> Iterator[tuple[str, Answer]]:
    """Every bad value in every field of an edit, one at a time."""
    given = valid(q)[edit]
    for path, kind in fields_of(get_named_type(MUTATIONS[edit].args["input"].type), given):
        inner = get_named_type(kind)
        values: dict[str, Any] = WORDS if isinstance(inner, GraphQLEnumType) else BAD[inner.name]
        if path[-1] == "boundary":
            values = {**values, **OUTLINES}
        if isinstance(kind, GraphQLNonNull):
            values = {**values, "null": None}
        for name, value in values.items():
            if not (name == "of nothing" and path[-1] in NEW_CODES and given[str(path[0])] != q.grid.id):
                yield f"{'.'.join(map(str, path))} {name}", changed(given, path, value)


# -- and what comes back ---------------------------------------------------------------------------------------------


class Watch:
    """Sees that nothing is saved: neither the revision, nor any fact, nor the record."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.snapshot: Snapshot = world.model.snapshot
        self.facts: dict[FactId, Fact] = facts_of(self.snapshot)

    def refusal(self, mutation: str, **variables: Any) -> Answer:
        """The refusal of a mutation: a code, a bearable sentence, the problems."""
        variables = {"change": {"reason": "误"}, **variables}
        result = self.world.execute(text_of(mutation), **variables)
        assert self.world.model.snapshot is self.snapshot, "something was saved"
        if result.errors:
            codes = {str((error.extensions or {}).get("code")) for error in result.errors}
            message = max((error.message for error in result.errors), key=len)
            outcome: Answer = {"code": codes.pop(), "message": message, "problems": []}
            assert not codes
        else:
            assert result.data is not None
            outcome = result.data[mutation]
            assert outcome["__typename"] == "ChangeRefused", "it was accepted"
            assert outcome["problems"]
        assert outcome["code"] in CODES, outcome
        for message in (outcome["message"], *(problem["message"] for problem in outcome["problems"])):
            assert 15 < len(message) <= LONGEST_MESSAGE + 1, message[:200]
        return outcome

    def nothing_is_saved(self) -> None:
        """Neither here nor in the record."""
        assert facts_of(self.world.model.snapshot) == self.facts
        assert self.world.run(self.world.store.head()) == self.snapshot.revision
        assert facts_of(self.world.run(self.world.store.load())) == self.facts


@pytest.fixture
def watch(still: World) -> Watch:
    return Watch(still)


def test_every_edit_is_tried_with_every_field(quarter: Quarter) -> None:
    """A mutation or field that is added has to be added here."""
    tried = valid(quarter)
    assert set(tried) | {"applyChanges", "undo", "createDutyFeed", "revokeDutyFeed"} | DECIDING == set(MUTATIONS)
    for edit, given in tried.items():
        kind = get_named_type(MUTATIONS[edit].args["input"].type)
        assert isinstance(kind, GraphQLInputObjectType)
        assert set(given) == set(kind.fields)


@pytest.mark.parametrize("edit", sorted(valid(Quarter())))
def test_what_is_made_bad_would_be_applied_as_it_is(still: World, edit: str) -> None:
    given = valid(still.quarter)[edit]
    answer = still.ask(text_of(edit), input=given, change={"reason": "试", "dryRun": True})
    assert answer[edit]["__typename"] == "ChangeApplied", answer


KNOWS_NO_ID = {"addPerson", "addDepartment", "setStaffing", "setLadder", "setPolicy", "setRewardRate"}
"""Edits that name nothing which is there."""


@pytest.mark.parametrize("edit", sorted(valid(Quarter())))
def test_every_bad_value_in_every_field_of_an_edit_is_refused(watch: Watch, edit: str) -> None:
    """With a stable code, a sentence of bearable length, and the ids that it is about."""
    accepted, unnamed = [], []
    for what, given in sent(watch.world.quarter, edit):
        try:
            outcome = watch.refusal(edit, input=given)
        except AssertionError as error:
            accepted.append(f"{what}: {error}"[:200])
            continue
        if outcome["code"] != "BAD_REQUEST" and edit not in KNOWS_NO_ID:
            unnamed += [what for problem in outcome["problems"] if not problem["ids"]]
    assert accepted == []
    assert unnamed == []
    watch.nothing_is_saved()


@pytest.mark.parametrize("wrong", ["person", "holding", "absence", "centre", "committee", "room", "part", "grid"])
@pytest.mark.parametrize("edit", sorted(valid(Quarter())))
def test_an_id_of_another_class_is_refused_by_its_name(watch: Watch, edit: str, wrong: str) -> None:
    q = watch.world.quarter
    of = {
        "person": (q.chief.id, {"person", "cover", "member", "members", "one", "other"}),
        "holding": (q.far_post.id, {"holding"}),
        "absence": (q.leave.id, {"absence"}),
        "centre": (q.house.id, {"of", "centre"}),
        "committee": (q.board.id, {"of", "committee"}),
        "room": (q.hall.id, set[str]()),
        "part": ("partof-1", set[str]()),
        "grid": (q.grid.id, {"code", "grid", "grids", "under", "of"}),
    }
    wrong_id, right_in = of[wrong]
    given = valid(q)[edit]
    for path, kind in fields_of(get_named_type(MUTATIONS[edit].args["input"].type), given):
        if get_named_type(kind).name != "ID" or path[0] in right_in:
            continue
        outcome = watch.refusal(edit, input=changed(given, path, wrong_id))
        assert any(wrong_id in problem["ids"] for problem in outcome["problems"]), (path, outcome)
    watch.nothing_is_saved()


# -- what is wrong together ------------------------------------------------------------------------------------------

DAY, LATER = "2025-06-01", "2025-09-01"


def together(q: Quarter) -> dict[str, tuple[str, Answer, str, str]]:
    """Values each of which would do, and do not together: the mutation, its input, the code, an id that is named."""
    return {
        "a post that ends before it starts": (
            "appoint",
            {"person": q.spare.id, "role": "EXPERT", "of": q.house.id, "start": LATER, "end": DAY},
            "INVALID_INPUT",
            q.spare.id,
        ),
        "a post of no day": (
            "appoint",
            {"person": q.spare.id, "role": "EXPERT", "of": q.house.id, "start": DAY, "end": DAY},
            "INVALID_INPUT",
            q.house.id,
        ),
        "an absence of no day": (
            "recordAbsence",
            {"person": q.chief.id, "kind": "SICK", "start": DAY, "end": DAY},
            "INVALID_INPUT",
            q.chief.id,
        ),
        "a post corrected to end before it starts": (
            "correctHolding",
            {"holding": q.chiefs_post.id, "start": LATER, "end": DAY},
            "RULE_VIOLATED",
            q.chiefs_post.id,
        ),
        "an absence corrected to end before it starts": (
            "correctAbsence",
            {"absence": q.leave.id, "start": LATER, "end": DAY},
            "RULE_VIOLATED",
            q.leave.id,
        ),
        "an absence over another": (
            "recordAbsence",
            {"person": q.worker.id, "kind": "SICK", "start": "2025-07-10", "end": LATER},
            "RULE_VIOLATED",
            q.leave.id,
        ),
        "a second primary": (
            "appoint",
            {"person": q.spare.id, "role": "GRID_CHIEF", "of": q.grid.id, "start": LATER},
            "RULE_VIOLATED",
            q.chiefs_post.id,
        ),
        "a stand-in for oneself": (
            "recordAbsence",
            {"person": q.chief.id, "kind": "SICK", "start": DAY, "cover": q.chief.id},
            "RULE_VIOLATED",
            "",
        ),
        "a unit within itself, years ahead": (
            "moveUnit",
            {"code": q.village.id, "under": q.village.id, "on": "2040-01-01"},
            "RULE_VIOLATED",
            q.village.id,
        ),
        "a unit within its own part, years ahead": (
            "moveUnit",
            {"code": q.area.id, "under": q.village.id, "on": "2040-01-01"},
            "RULE_VIOLATED",
            q.area.id,
        ),
        "a merge of one": ("mergeGrids", {"grids": [q.grid.id], "on": DAY, "name": "合"}, "INVALID_INPUT", q.grid.id),
        "a merge with itself": (
            "mergeGrids",
            {"grids": [q.grid.id, q.grid.id], "on": DAY, "name": "合"},
            "INVALID_INPUT",
            q.grid.id,
        ),
        "a split into one": (
            "splitGrid",
            {
                "grid": q.grid.id,
                "on": DAY,
                "parts": [{"name": "甲", "microGrids": [q.micro.id, q.west.id, q.south.id]}],
            },
            "INVALID_INPUT",
            q.grid.id,
        ),
        "a split that forgets": (
            "splitGrid",
            {"grid": q.grid.id, "on": DAY, "parts": [{"name": "甲", "microGrids": [q.micro.id]}, {"name": "乙"}]},
            "INVALID_INPUT",
            q.west.id,
        ),
        "a code that was given before": (
            "renumberUnit",
            {"code": q.grid.id, "newCode": q.next_grid.id, "on": DAY},
            "INVALID_INPUT",
            q.next_grid.id,
        ),
        "a unit with parts retired": ("retireUnit", {"code": q.grid.id, "on": DAY}, "INVALID_INPUT", q.micro.id),
        "a ladder of nothing": ("setLadder", {"rungs": [], "on": DAY}, "INVALID_INPUT", ""),
    }


@pytest.mark.parametrize("what", sorted(together(Quarter())))
def test_values_that_contradict_each_other_are_refused(watch: Watch, what: str) -> None:
    edit, given, code, named = together(watch.world.quarter)[what]
    outcome = watch.refusal(edit, input=given)
    assert outcome["code"] == code
    if named:
        assert any(named in problem["ids"] for problem in outcome["problems"]), outcome
    watch.nothing_is_saved()


def test_stand_ins_in_a_circle_in_the_future_are_refused(watch: Watch) -> None:
    """Each absence by itself would do; together, on one day years from now, nobody would be there."""
    q = watch.world.quarter

    def away(who: str, cover: str, start: str, end: str) -> Answer:
        absence = {"person": who, "kind": "LEAVE", "start": start, "end": end, "cover": cover}
        return {"recordAbsence": absence}

    steps = [
        away(q.chief.id, q.helper.id, "2040-01-01", "2040-02-01"),
        away(q.helper.id, q.spare.id, "2040-01-31", "2040-03-01"),
        away(q.spare.id, q.chief.id, "2040-01-20", "2040-04-01"),
    ]
    outcome = watch.refusal("applyChanges", steps=steps)
    assert {problem["rule"] for problem in outcome["problems"]} == {"cover-present"}
    assert "2040-01" in outcome["message"]
    watch.nothing_is_saved()


# -- several at once, and the request itself -------------------------------------------------------------------------


def contradictory(q: Quarter) -> dict[str, list[Answer]]:
    """Steps of which a later one can't be made after an earlier one."""
    end = {"endHolding": {"holding": q.workers_post.id, "on": DAY}}
    retire = {"retireUnit": {"code": q.market.id, "on": DAY}}
    return {
        "ended twice": [end, end],
        "retired, then filled": [
            retire,
            {"appoint": {"person": q.spare.id, "role": "EXPERT", "of": q.market.id, "start": DAY}},
        ],
        "retired, then described": [retire, {"describeUnit": {"code": q.market.id, "on": LATER, "name": "又"}}],
        "gone, then appointed": [
            {"removePerson": {"person": q.stranger.id, "on": DAY}},
            {"appoint": {"person": q.stranger.id, "role": "EXPERT", "of": q.house.id, "start": LATER}},
        ],
        "two of one code": [
            {
                "createUnit": {
                    "kind": "MICRO_GRID",
                    "name": n,
                    "under": q.grid.id,
                    "code": f"{q.grid.id}077",
                    "start": DAY,
                }
            }
            for n in ("甲", "乙")
        ],
        "two primaries": [
            {"appoint": {"person": who, "role": "GRID_CHIEF", "of": q.market.id, "start": DAY}}
            for who in (q.spare.id, q.helper.id)
        ],
        "good, good, unknown": [end, retire, {"endHolding": {"holding": "nobody", "on": DAY}}],
        "outlined with garbage, then merged": [
            {"setBoundary": {"code": q.grid.id, "on": DAY, "boundary": LONG}},
            {"setBoundary": {"code": q.next_grid.id, "on": DAY, "boundary": "POLYGON (("}},
            {"mergeGrids": {"grids": [q.grid.id, q.next_grid.id], "on": DAY, "name": "合"}},
        ],
    }


@pytest.mark.parametrize("what", sorted(contradictory(Quarter())))
def test_steps_that_contradict_each_other_are_refused_together(watch: Watch, what: str) -> None:
    watch.refusal("applyChanges", steps=contradictory(watch.world.quarter)[what])
    watch.nothing_is_saved()


def test_the_step_that_will_not_do_is_named(watch: Watch) -> None:
    outcome = watch.refusal("applyChanges", steps=contradictory(watch.world.quarter)["good, good, unknown"])
    assert outcome["code"] == "NOT_FOUND"
    assert outcome["message"].startswith("Step 3: ")
    assert outcome["problems"][0]["ids"] == ["nobody"]


@pytest.mark.parametrize("count", [0, MOST_STEPS + 1, 2_000])
def test_too_many_steps_are_refused_and_so_are_none(watch: Watch, count: int) -> None:
    step = {"endHolding": {"holding": watch.world.quarter.workers_post.id, "on": DAY}}
    outcome = watch.refusal("applyChanges", steps=[step] * count)
    assert outcome["code"] == "INVALID_INPUT"
    assert str(MOST_STEPS) in outcome["message"]
    watch.nothing_is_saved()


@pytest.mark.parametrize("step", [{}, {"endHolding": None}, {"endHolding": {}, "retireUnit": {}}, {"nope": {}}, None])
def test_a_step_that_is_not_one_edit_is_refused(watch: Watch, step: Answer | None) -> None:
    assert watch.refusal("applyChanges", steps=[step])["code"] in {"BAD_REQUEST", "INVALID_INPUT"}


@pytest.mark.parametrize("dry_run", [False, True])
@pytest.mark.parametrize("revision", [-1, 2, 2**31 - 1, 2**31, 1.5, "1", True])
def test_a_revision_that_is_not_there_is_no_ground_to_build_on(watch: Watch, revision: object, dry_run: bool) -> None:
    given = {"holding": watch.world.quarter.workers_post.id, "on": DAY}
    change = {"reason": "误", "dryRun": dry_run, "expectedRevision": revision}
    watch.refusal("endHolding", input=given, change=change)


@pytest.mark.parametrize("text", sorted(TEXTS))
@pytest.mark.parametrize("mutation", ["endHolding", "applyChanges", "undo"])
def test_a_reason_is_held_to_the_rule_of_all_texts(watch: Watch, mutation: str, text: str) -> None:
    end = {"holding": watch.world.quarter.workers_post.id, "on": DAY}
    given: dict[str, Answer] = {
        "endHolding": {"input": end},
        "applyChanges": {"steps": [{"endHolding": end}]},
        "undo": {"id": "change-1"},
    }
    watch.refusal(mutation, **given[mutation], change={"reason": TEXTS[text]})


@pytest.mark.parametrize("what", sorted({**IDS, "of 400 digits": "", "negative": ""}))
def test_an_undo_of_no_change_is_refused(watch: Watch, what: str) -> None:
    undone = {**IDS, "of 400 digits": f"change-{10**400}", "negative": "change--1"}[what]
    assert watch.refusal("undo", id=undone)["code"] == "NOT_FOUND"


def test_left_out_is_not_null(watch: Watch) -> None:
    """A name can be left out of a correction, but not cleared."""
    q = watch.world.quarter
    for edit, given, path in (
        ("correctPerson", {"person": q.chief.id, "phone": "110"}, "name"),
        ("describeUnit", {"code": q.grid.id, "on": DAY, "note": "记"}, "name"),
        ("correctHolding", {"holding": q.chiefs_post.id, "field": "电力"}, "start"),
        ("correctAbsence", {"absence": q.leave.id, "end": None}, "kind"),
    ):
        answer = watch.world.ask(text_of(edit), input=given, change={"reason": "试", "dryRun": True})
        assert answer[edit]["__typename"] == "ChangeApplied"
        assert watch.refusal(edit, input={**given, path: None})["code"] == "BAD_REQUEST"
    watch.nothing_is_saved()


def test_what_changes_nothing_is_refused_and_names_what_it_is_about(watch: Watch) -> None:
    """Nothing given, or what is so already: a second state beside an equal one would only be in the way."""
    q = watch.world.quarter
    for edit, given, named in (
        ("correctPerson", {"person": q.chief.id}, q.chief.id),
        ("correctHolding", {"holding": q.chiefs_post.id}, q.chiefs_post.id),
        ("correctAbsence", {"absence": q.leave.id}, q.leave.id),
        ("describeUnit", {"code": q.grid.id, "on": DAY}, q.grid.id),
        ("describeUnit", {"code": q.grid.id, "on": DAY, "name": "第一网格"}, q.grid.id),
        ("recordWorker", {"person": q.worker.id, "on": DAY}, q.worker.id),
        ("setRank", {"holding": q.workers_post.id, "rank": "PRIMARY", "on": DAY}, q.workers_post.id),
        ("moveUnit", {"code": q.village.id, "under": q.area.id, "on": DAY}, q.village.id),
        ("endAbsence", {"absence": q.leave.id, "on": LATER}, q.leave.id),
    ):
        outcome = watch.refusal(edit, input=given)
        assert outcome["code"] == "INVALID_INPUT"
        assert named in outcome["problems"][0]["ids"], outcome
    watch.nothing_is_saved()


# -- over the wire ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("declared", [True, False])
def test_a_text_of_ten_megabytes_is_refused_in_json(watch: Watch, declared: bool) -> None:
    """Whether its length is declared or it comes in pieces."""
    given = {"person": watch.world.quarter.chief.id, "note": "x" * 10_000_000}
    variables = {"input": given, "change": {"reason": "误"}}
    body = json.dumps({"query": text_of("correctPerson"), "variables": variables}).encode()
    headers = {"content-type": "application/json"} | ({} if declared else {"transfer-encoding": "chunked"})
    response = watch.world.post(body, headers=headers)
    assert response.status_code == 413
    (error,) = response.json()["errors"]
    assert error["extensions"] == {"code": "TOO_LARGE"}
    assert f"{MOST_BODY_BYTES:,}" in error["message"]
    watch.nothing_is_saved()


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e400", "1e999999999", "-0.1", "1" * 400])
def test_a_number_that_is_none_is_refused_over_the_wire(watch: Watch, number: str) -> None:
    """JSON knows no NaN; what is written as if it did is no request, and what is too large no score."""
    given = {"person": watch.world.quarter.worker.id, "period": "MONTH", "start": "2025-02-01", "score": 0.125}
    variables = {"input": given, "change": {"reason": "误"}}
    body = json.dumps({"query": text_of("recordAppraisal"), "variables": variables}).replace("0.125", number)
    response = watch.world.post(body.encode(), headers={"content-type": "application/json"})
    answer = response.json()
    assert answer.get("errors") or answer["data"]["recordAppraisal"]["__typename"] == "ChangeRefused"
    watch.nothing_is_saved()


@pytest.mark.parametrize("text", ["surrogate", "NUL", "override", "100 kB"])
def test_odd_text_is_refused_over_the_wire_in_json(watch: Watch, text: str) -> None:
    given = {"person": TEXTS[text], "name": TEXTS[text]}
    variables = {"input": given, "change": {"reason": "误"}}
    body = json.dumps({"query": text_of("correctPerson"), "variables": variables}).encode()
    response = watch.world.post(body, headers={"content-type": "application/json"})
    answer = response.json()
    if text == "surrogate":  # half a character: JSON may spell it, but it is no text
        assert answer["errors"][0]["extensions"]["code"] == "BAD_REQUEST"
    else:
        assert answer["data"]["correctPerson"]["code"] == "NOT_FOUND"
    assert len(response.content) < 2_000, "what was sent is not sent back"
    watch.nothing_is_saved()
