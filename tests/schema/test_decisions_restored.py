"""Decisions from one record to a backup and into an empty one: as they were, and the same answer when asked again."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import neo4j
import pytest

from graph.decisions.decision import Decision
from graph.errors import InvalidInput, Unavailable
from graph.live import LiveModel
from graph.record import carrying
from graph.record.bolt import BoltStore
from graph.record.carrying import decisions_of, in_order
from graph.record.decisions import Damaged, DecisionStore, Listed
from graph.record.proving import prove
from tests.builders.histories import clear, graph_of
from tests.builders.saved import backup, read_decisions, restore, write_backup
from tests.builders.window import ACKNOWLEDGE, WHY, Window, back, case, count_of, put, routed
from tests.builders.world import NOON, Answer, World
from tests.schema.conftest import fresh_world
from tests.schema.test_decisions import ESCALATE, WHOLE

IDS = "{ decisions(first: 500) { totalCount nodes { id } } }"


@pytest.fixture
def window() -> Window:
    """The organisation that is put into the record."""
    return Window()


@pytest.fixture
def busy(loop: asyncio.Runner, record: BoltStore, analyst: neo4j.Driver, window: Window) -> World:
    """A window after a week: cases acknowledged, escalated, handed back and kept, settled; the organisation changed."""
    world = fresh_world(loop, record, analyst, window)
    ids = [routed(world, f"H-{n}", case(place.id))["id"] for n, place in enumerate((window.micro, window.west) * 3)]
    ids.append(routed(world, "H-red", case(window.village.id, level="red"))["id"])
    ids.append(routed(world, "H-petition", case(window.village.id, matter="petition"))["id"])
    world.now = NOON + timedelta(hours=1)
    world.ask(ACKNOWLEDGE, id=ids[0], note="已到场", change=WHY)
    world.ask(ACKNOWLEDGE, id=ids[1], change=WHY)
    world.now = NOON + timedelta(days=1)
    world.ask(ESCALATE, id=ids[2], change=WHY)
    again = back(world, ids[1], "UNCLEAR_DUTY")["id"]
    leave: Answer = {"kind": "SICK", "start": "2025-06-02", "end": "2025-06-20", "cover": None}
    world.change("record-absence", person=window.worker.id, **leave)
    world.now = NOON + timedelta(days=3)
    again = back(world, again, "WRONG_PLACE")["id"]
    world.now = NOON + timedelta(days=4)
    back(world, again, "OVERLAPPING_DUTY")
    world.now = NOON + timedelta(days=7)
    return world


def told(world: World) -> list[Answer]:
    """All of every decision, as clients are told, asked again too."""
    nodes = world.ask(IDS)["decisions"]["nodes"]
    return [world.ask(WHOLE, id=node["id"], at=None)["decision"] for node in nodes]


def nodes_and_edges(analyst: neo4j.Driver) -> Any:
    """The graph, but for the ids of events, which nothing rests on."""
    nodes, edges = graph_of(analyst)
    plain = [{**n["all"], "id": None} if "DecisionEvent" in n["labels"] else n["all"] for n in nodes]
    joins = [{**e, "all": sorted(e["all"].items()), "b": e["b"] if e["type"] != "HAS_EVENT" else None} for e in edges]
    # Neo4j hands the properties of a node out in whatever order it keeps them.
    return tuple(sorted(str(sorted(each.items())) for each in some) for some in (plain, joins))


def reopened(world: World) -> World:
    """The same record, its model loaded anew."""
    return replace(world, model=world.run(LiveModel.start(world.store)))


# -- there and back ----------------------------------------------------------------------------------------------------


def test_what_is_restored_is_equal_and_replays_to_the_same_answer(
    busy: World, analyst: neo4j.Driver, tmp_path: Path
) -> None:
    before, graph = told(busy), nodes_and_edges(analyst)
    assert len(before) == 11
    assert all(decision["replay"]["same"] for decision in before)
    assert any(decision["replay"]["differsBecause"] for decision in before)
    assert {event["kind"] for decision in before for event in decision["events"]} == {
        "ACKNOWLEDGED", "ESCALATED", "RETURNED"
    }  # fmt: skip
    contents = busy.run(backup(busy.store, tmp_path / "w.backup"))
    assert contents == (busy.model.snapshot.revision, 11, 0)
    clear(analyst)
    assert count_of(busy, "Decision") == count_of(busy, "Deadline") == count_of(busy, "DecisionEvent") == 0
    assert busy.run(restore(busy.store, tmp_path / "w.backup")) == contents
    assert told(reopened(busy)) == before
    assert nodes_and_edges(analyst) == graph
    assert busy.run(prove(busy.store)) == []


def test_a_restored_record_goes_on(busy: World, window: Window, analyst: neo4j.Driver, tmp_path: Path) -> None:
    """One decision stands for a reference still; one that was handed back can't be so again."""
    listed = {d["reference"]: d for d in told(busy)[::-1]}
    busy.run(backup(busy.store, tmp_path / "w.backup"))
    clear(analyst)
    busy.run(restore(busy.store, tmp_path / "w.backup"))
    world = reopened(busy)
    assert routed(world, "H-0", case(window.micro.id))["id"] == listed["H-0"]["id"]
    assert put(world, "H-0", case(window.micro.id, level="red"))["__typename"] == "ChangeRefused"
    assert back(world, listed["H-0"]["id"])["__typename"] == "Decision"
    assert back(world, listed["H-1"]["id"], "UNCLEAR_DUTY")["problems"][0]["rule"] == "return-settled"


def test_what_was_met_stays_so_where_a_case_is_kept(busy: World, window: Window) -> None:
    """A return by which the case stays carries over what was acknowledged."""
    found = busy.ask(WHOLE, id=routed(busy, "K-1", case(window.micro.id))["id"], at=None)["decision"]
    busy.ask(ACKNOWLEDGE, id=found["id"], change=WHY)
    kept = busy.ask(WHOLE, id=back(busy, found["id"], "OVERLAPPING_DUTY")["id"], at=None)["decision"]
    assert kept["lead"] == found["lead"]
    assert [deadline["done"] is not None for deadline in kept["deadlines"]] == [True, False]


# -- while others decide -----------------------------------------------------------------------------------------------


class Late(DecisionStore):
    """Reads, and after the first reading something is done by others."""

    def __init__(self, store: BoltStore, meanwhile: Any) -> None:
        super().__init__(store)
        self.meanwhile = meanwhile

    async def read(self, ids: Sequence[str]) -> list[Decision | Damaged]:
        found = await super().read(ids)
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is not None:
            await meanwhile()
        return found


def test_a_decision_handed_back_meanwhile_is_as_it_was(busy: World) -> None:
    """The one that took its place came later than the list; acknowledged meanwhile it is whole, not half."""
    keeper = busy.keeper
    ids = in_order(busy.run(keeper.listed()))
    standing = next(d for d in told(busy) if d["reference"] == "H-3")["id"]
    before = busy.run(keeper.find(standing))

    async def meanwhile() -> None:
        variables = {"decision": standing, "because": "UNCLEAR_DUTY", "note": "不归我管", "change": {"reason": "退单"}}
        text = """mutation ($decision: ID!, $because: ReturnReason!, $note: String!, $change: ChangeRequest!) {
            returnCase(decision: $decision, because: $because, note: $note, change: $change) { __typename } }"""
        result = await busy.asked(text, variables)
        assert result.data == {"returnCase": {"__typename": "Decision"}}

    async def carried() -> dict[str, Decision]:
        return {d.id: d async for d in decisions_of(Late(busy.store, meanwhile), ids)}

    found = busy.run(carried())
    assert busy.run(keeper.find(standing)) != before
    assert found[standing] == before
    assert sorted(found) == sorted(ids)


def test_what_others_decide_meanwhile_is_not_in_it(busy: World, window: Window, tmp_path: Path) -> None:
    """Not the change, and not the decision that rests on it."""
    revision = busy.model.snapshot.revision

    class Deciding(BoltStore):
        async def head(self) -> int:
            head = await super().head()
            variables = {"case": case(window.far_micro.id), "reference": "late", "change": WHY}
            text = """mutation ($case: CaseInput!, $reference: String!, $change: ChangeRequest!) {
                routeCase(case: $case, reference: $reference, change: $change) { __typename } }"""
            assert (await busy.asked(text, variables)).data == {"routeCase": {"__typename": "Decision"}}
            return head

    store = Deciding(busy.store._driver, busy.store._uri, busy.store._database)
    assert busy.run(backup(store, tmp_path / "w.backup")) == (revision, 11, 0)
    assert "late" not in {decision.reference for decision in read_decisions(tmp_path / "w.backup")}
    assert count_of(busy, "Decision") == 12


def test_a_damaged_decision_is_not_backed_up(busy: World, analyst: neo4j.Driver, tmp_path: Path) -> None:
    """The older file stays."""
    path = tmp_path / "w.backup"
    path.write_bytes(b"older")
    analyst.execute_query("MATCH (d:Decision {reference: 'H-2'}) SET d.revision = 'two'")
    with pytest.raises(Unavailable, match=r"Decision .* is damaged: .*decision.revision can't be 'two'"):
        busy.run(backup(busy.store, path))
    assert path.read_bytes() == b"older"


# -- refused, and interrupted --------------------------------------------------------------------------------------


@pytest.fixture
def saved(busy: World, analyst: neo4j.Driver, tmp_path: Path) -> Path:
    """A backup of the busy window, and the record empty."""
    busy.run(backup(busy.store, tmp_path / "w.backup"))
    clear(analyst)
    return tmp_path / "w.backup"


def test_decisions_without_a_revision_are_refused(busy: World, saved: Path, analyst: neo4j.Driver) -> None:
    analyst.execute_query("CREATE (:Decision {id: 'd'})")
    with pytest.raises(InvalidInput, match="The database holds 1 nodes"):
        busy.run(restore(busy.store, saved))


@pytest.mark.parametrize(
    ("alter", "complaint"),
    [
        (lambda found: found.append(found[0]), "stands there twice"),
        (lambda found: found.append(replace(found[0], id="other")), "is the second that stands for H-0"),
        (lambda found: found.insert(0, found.pop()), "which does not come before it"),
    ],
)
def test_decisions_that_can_t_be_put_into_a_record_are_refused_before_anything_is_written(
    busy: World, saved: Path, alter: Any, complaint: str
) -> None:
    found = [d for d in read_decisions(saved) if d.reference != "H-1"] + [
        d for d in read_decisions(saved) if d.reference == "H-1"
    ]
    first = next(d for d in found if d.reference == "H-0")
    found.remove(first)
    found.insert(0, first)
    alter(found)
    write_backup([], saved, 0, found)
    with pytest.raises(InvalidInput, match=f"{complaint}.*Nothing was restored"):
        busy.run(restore(busy.store, saved))
    assert count_of(busy, "Decision") == 0


def test_an_interrupted_restore_says_how_far_it_came_and_is_resumed(
    busy: World, saved: Path, analyst: neo4j.Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrying, "AT_ONCE", 4)

    class Breaking(BoltStore):
        writes = 2

        async def execute(self, cypher: str, **parameters: object) -> list[dict[str, Any]]:
            if self.writes == 0:
                raise Unavailable("No Neo4j answers.")
            self.writes -= 1
            return await super().execute(cypher, **parameters)

    store = Breaking(busy.store._driver, busy.store._uri, busy.store._database)
    with pytest.raises(Unavailable, match="Restoring stopped after decision 8 of 11, all changes being there: resume"):
        busy.run(restore(store, saved))
    assert count_of(busy, "Decision") == 8
    revision = busy.run(busy.store.head())
    assert busy.run(restore(busy.store, saved, resume=True)) == (revision, 11, 0)
    assert all(decision["replay"]["same"] for decision in told(reopened(busy)))
    assert count_of(busy, "Decision") == 11
    graph = nodes_and_edges(analyst)
    assert busy.run(restore(busy.store, saved, resume=True)) == (revision, 11, 0)
    assert nodes_and_edges(analyst) == graph


@pytest.mark.parametrize(
    "damage",
    [
        "MATCH (d:Decision {reference: 'H-0'}) SET d.actor = 'somebody else'",
        "CREATE (:Decision {id: 'another', decided_at: datetime()})",
    ],
)
def test_a_record_with_other_decisions_is_not_resumed(
    busy: World, saved: Path, analyst: neo4j.Driver, damage: str
) -> None:
    busy.run(restore(busy.store, saved))
    analyst.execute_query(damage)
    with pytest.raises(InvalidInput, match="is another than in"):
        busy.run(restore(busy.store, saved, resume=True))


def test_a_chain_whose_beginning_is_not_listed_is_left_out() -> None:
    def listed(decision_id: str, returns: int, before: str | None) -> Listed:
        return Listed(decision_id, NOON, returns, before)

    found = [listed("c", 2, "b"), listed("b", 1, "a"), listed("a", 0, None), listed("z", 1, "y"), listed("x", 2, "z")]
    assert in_order(found) == ["a", "b", "c"]
