"""A request sent twice with one token is made once: by whatever mutation, at once, elsewhere, after a restart."""

import asyncio
from dataclasses import replace
from typing import Any

import neo4j
import pytest

from graph.engine.embedded import RunningNeo4j
from graph.live import LiveModel
from graph.record.bolt import BoltStore
from tests.builders.window import ACKNOWLEDGE, Window, case, count_of, routed
from tests.builders.world import Answer, World, key_of
from tests.schema.conftest import fresh_world
from tests.schema.test_bad_input import DECIDING, MUTATIONS, TEXTS, valid
from tests.schema.test_decisions import ESCALATE

OUTCOME = """__typename
  ... on ChangeApplied { revision dryRun change { id actor reason operations { totalCount } }
    effect { people { nodes { id name } } units { nodes { code } } } }
  ... on ChangeRefused { code message problems { rule ids } }"""

ADD = f"""mutation($name: String!, $change: ChangeRequest!) {{
  made: addPerson(input: {{name: $name, start: "2025-06-01"}}, change: $change) {{ {OUTCOME} }} }}"""

UNDO = f"mutation($id: ID!, $change: ChangeRequest!) {{ made: undo(id: $id, change: $change) {{ {OUTCOME} }} }}"

STEPS = f"""mutation($steps: [EditInput!]!, $change: ChangeRequest!) {{
  made: applyChanges(steps: $steps, change: $change) {{ {OUTCOME} }} }}"""


def made(world: World, text: str, token: str | None, by: str | None = None, **variables: Any) -> Answer:
    """The answer to a mutation, sent with a token."""
    change = {"reason": "登记", "token": token, **variables.pop("change", {})}
    result = world.run(world.asked(text, {**variables, "change": change}, by=by))
    assert result.errors is None, result.errors
    assert result.data is not None
    answer: Answer = result.data["made"]
    return answer


def people_called(world: World, name: str) -> int:
    """How many people have a name."""
    rows = world.run(world.store.query("MATCH (p:Person {name: $name}) RETURN count(p) AS count", name=name))
    return int(rows[0]["count"])


def text_of(edit: str) -> str:
    """A document with one of the edits."""
    arguments = MUTATIONS[edit].args
    declared = ", ".join(f"${name}: {argument.type}" for name, argument in arguments.items())
    handed = ", ".join(f"{name}: ${name}" for name in arguments)
    return f"mutation({declared}) {{ made: {edit}({handed}) {{ {OUTCOME} }} }}"


def test_whatever_the_mutation_asked_again_it_answers_as_before(world: World) -> None:
    """Each edit that there is, sent twice, then put back by an undo that is sent twice too."""
    edits = valid(world.quarter)
    asking = {name for name, field in MUTATIONS.items() if "change" in field.args}
    assert asking == {*edits, *DECIDING, "applyChanges", "undo"}, "none is forgotten"
    for founded in (edits["createUnit"], edits["mergeGrids"], *edits["splitGrid"]["parts"]):
        founded.pop("code", None)  # they name the same one, and none is given twice
    for edit, given in edits.items():
        first = made(world, text_of(edit), f"t-{edit}", input=given)
        assert first["__typename"] == "ChangeApplied", (edit, first)
        assert not first["dryRun"]
        assert made(world, text_of(edit), f"t-{edit}", input=given) == first, edit
        other = made(world, ADD, f"t-{edit}", name="别人")
        assert (other["code"], other["problems"][0]["ids"]) == ("INVALID_INPUT", [first["change"]["id"]])
        undone = made(world, UNDO, f"u-{edit}", id=first["change"]["id"])
        assert undone["revision"] == first["revision"] + 1, (edit, undone)
        assert made(world, UNDO, f"u-{edit}", id=first["change"]["id"]) == undone
    assert world.run(world.store.head()) == world.model.snapshot.revision == 1 + 2 * len(edits)


def test_without_a_token_and_with_another_one_it_is_made_again(world: World) -> None:
    answers = [made(world, ADD, token, name="周新") for token in (None, None, "a", "b", "a")]
    assert [answer["revision"] for answer in answers] == [2, 3, 4, 5, 4]
    assert people_called(world, "周新") == 4


def test_the_same_token_for_something_else_is_refused(world: World) -> None:
    first = made(world, ADD, "a", name="周新")
    for text, variables in (
        (ADD, {"name": "周新新"}),
        (UNDO, {"id": first["change"]["id"]}),
        (STEPS, {"steps": [{"addPerson": {"name": "周新", "start": "2025-06-01"}}]}),
    ):
        refused = made(world, text, "a", **variables)
        assert (refused["__typename"], refused["code"]) == ("ChangeRefused", "INVALID_INPUT")
        assert "change-2" in refused["message"]
        assert "令牌" in refused["message"]
    assert world.run(world.store.head()) == 2


def test_what_is_left_out_is_not_what_is_null(world: World) -> None:
    correct = text_of("correctPerson")
    spare = world.quarter.spare.id
    first = made(world, correct, "a", input={"person": spare, "name": "周新"})
    assert first["__typename"] == "ChangeApplied"
    other = made(world, correct, "a", input={"person": spare, "name": "周新", "phone": None})
    assert other["code"] == "INVALID_INPUT"


def test_a_token_is_its_keys_own_whatever_the_key_is_called(world: World) -> None:
    one, namesake = key_of("一号"), replace(key_of("二号"), name="一号")
    answers = [
        world.run(world.asked(ADD, {"name": "周新", "change": {"reason": "登记", "token": "a"}}, key=key))
        for key in (one, namesake, None, one)
    ]
    revisions = [answer.data["made"]["revision"] for answer in answers if answer.data is not None]
    assert revisions == [2, 3, 4, 2]


def test_a_dry_run_takes_no_notice_of_a_token(world: World) -> None:
    tried = made(world, ADD, "a", name="周新", change={"dryRun": True})
    assert (tried["dryRun"], tried["revision"]) == (True, 2)
    assert made(world, ADD, "a", name="另一人")["revision"] == 2
    tried = made(world, ADD, "a", name="第三人", change={"dryRun": True})
    assert (tried["dryRun"], tried["revision"]) == (True, 3)


@pytest.mark.parametrize("token", [*TEXTS.values(), "长" * 101], ids=[*TEXTS, "101 characters"])
def test_a_token_is_a_clean_text(world: World, token: str) -> None:
    refused = made(world, ADD, token, name="周新")
    assert (refused["__typename"], refused["code"]) == ("ChangeRefused", "INVALID_INPUT")
    assert "token" in refused["message"]
    assert world.run(world.store.head()) == 1


def test_what_was_refused_may_be_asked_for_again(world: World) -> None:
    """A token stands for what was made; of a refusal nothing is kept."""
    q = world.quarter
    end = text_of("endHolding")
    early = {"holding": q.workers_post.id, "on": "1999-01-01"}
    assert made(world, end, "a", input=early)["__typename"] == "ChangeRefused"
    assert made(world, end, "a", input={**early, "on": "2025-06-01"})["__typename"] == "ChangeApplied"


def test_an_expectation_of_then_is_no_conflict_now(world: World) -> None:
    q = world.quarter
    end = text_of("endHolding")
    given = {"holding": q.workers_post.id, "on": "2025-06-10"}
    first = made(world, end, "a", input=given, change={"expectedRevision": 1})
    made(world, text_of("correctPerson"), None, input={"person": q.worker.id, "name": "李改"})
    again = made(world, end, "a", input=given, change={"expectedRevision": 1})
    assert (again["revision"], again["change"]) == (first["revision"], first["change"])


def test_after_a_restart_it_is_known_still(world: World) -> None:
    first = made(world, ADD, "a", name="周新")
    world.model = world.run(LiveModel.start(world.store))
    assert made(world, ADD, "a", name="周新") == first
    assert people_called(world, "周新") == 1


@pytest.mark.parametrize("text", [ADD, UNDO, STEPS], ids=["an edit", "an undo", "several edits"])
def test_of_many_at_once_over_two_processes_one_is_made(world: World, neo4j_server: RunningNeo4j, text: str) -> None:
    """Two models, each over a connection of its own."""
    undone = made(world, ADD, None, name="周新")["change"]["id"]
    variables: Answer = {
        ADD: {"name": "郑新"},
        UNDO: {"id": undone},
        STEPS: {"steps": [{"addPerson": {"name": "郑新", "start": "2025-06-01"}}]},
    }[text]
    change = {"reason": "登记", "token": "a"}
    address = neo4j_server.address

    async def all_at_once() -> list[Answer]:
        async with BoltStore.open(address.uri, address.user, address.password) as store:
            models = [world.model, await LiveModel.start(store)]
            asking = (
                world.asked(text, {**variables, "change": change}, model=models[number % 2]) for number in range(20)
            )
            return [result.data["made"] for result in await asyncio.gather(*asking) if result.data is not None]

    answers = world.run(all_at_once())
    assert len(answers) == 20
    assert [answer for answer in answers if answer != answers[0]] == []
    assert (answers[0]["__typename"], answers[0]["revision"]) == ("ChangeApplied", 3)
    assert world.run(world.store.head()) == 3


def test_of_many_at_once_for_different_things_one_is_made_and_the_others_are_refused(world: World) -> None:
    async def all_at_once() -> list[Answer]:
        change = {"reason": "登记", "token": "a"}
        asking = (world.asked(ADD, {"name": f"周新{'甲乙丙丁戊'[n]}", "change": change}) for n in range(5))
        return [result.data["made"] for result in await asyncio.gather(*asking) if result.data is not None]

    kinds = sorted(answer["__typename"] for answer in world.run(all_at_once()))
    assert kinds == ["ChangeApplied", *["ChangeRefused"] * 4]
    assert world.run(world.store.head()) == 2


# -- decisions ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def at_window(loop: asyncio.Runner, record: BoltStore, analyst: neo4j.Driver) -> World:
    return fresh_world(loop, record, analyst, WINDOW)


WINDOW = Window()


def escalated(world: World, decision: str, token: str | None, to: int | None = None) -> Answer:
    change = {"reason": "催办", "token": token}
    answer: Answer = world.ask(ESCALATE, id=decision, to=to, change=change)["escalate"]
    return answer


def level_of(world: World, decision: str) -> int:
    rows = world.run(world.store.query("MATCH (d:Decision {id: $id}) RETURN d.escalated AS number", id=decision))
    return int(rows[0]["number"])


def test_an_escalation_asked_for_twice_goes_up_once(at_window: World) -> None:
    decision = routed(at_window, "H-1", case(WINDOW.micro.id, level="yellow"))["id"]
    for _ in range(3):
        assert escalated(at_window, decision, "a")["__typename"] == "Decision"
        assert level_of(at_window, decision) == 1
    escalated(at_window, decision, "b")
    assert level_of(at_window, decision) == 2
    assert escalated(at_window, decision, "a")["__typename"] == "Decision"
    assert level_of(at_window, decision) == 2, "what the first asked for has long been done"
    assert count_of(at_window, "DecisionEvent") == 2


def test_of_many_escalations_at_once_with_one_token_one_is_taken(at_window: World) -> None:
    decision = routed(at_window, "H-1", case(WINDOW.micro.id, level="yellow"))["id"]

    async def all_at_once() -> None:
        asking = (
            at_window.asked(ESCALATE, {"id": decision, "change": {"reason": "催办", "token": "a"}}) for _ in range(10)
        )
        for result in await asyncio.gather(*asking):
            assert result.data is not None
            assert result.data["escalate"]["__typename"] == "Decision", result

    at_window.run(all_at_once())
    assert level_of(at_window, decision) == 1


def test_a_token_of_a_decision_stands_for_nothing_else(at_window: World) -> None:
    world = at_window
    decision = routed(world, "H-1", case(WINDOW.micro.id), token="a")["id"]
    assert routed(world, "H-1", case(WINDOW.micro.id), token="a")["id"] == decision
    other: Answer = world.send(
        "route-case", case=case(WINDOW.micro.id), reference="H-2", change={"reason": "受理", "token": "a"}
    )
    acknowledged = world.ask(ACKNOWLEDGE, id=decision, change={"reason": "办理", "token": "a"})["acknowledge"]
    for refused in (other, acknowledged, escalated(world, decision, "a"), made(world, ADD, "a", name="周新")):
        assert (refused["__typename"], refused["code"]) == ("ChangeRefused", "INVALID_INPUT")
    assert count_of(world, "Decision") == 1
    first = made(world, ADD, "b", name="周新")
    assert escalated(world, decision, "b")["code"] == "INVALID_INPUT"
    assert made(world, ADD, "b", name="周新") == first
