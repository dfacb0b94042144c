"""The proof finds nothing where nothing is wrong, and whatever somebody did past the service."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import neo4j
import pytest

from graph.apply import work_out
from graph.errors import Unavailable
from graph.facts import Boundary, Fact, PartOf, UnitState
from graph.record.bolt import BoltStore
from graph.record.comparing import Difference, DifferenceKind
from graph.record.proving import prove
from graph.words import AbsenceKind, Role, UnitKind
from tests.builders.histories import keep
from tests.builders.organisations import Builder, Organisation, random_organisation, square

JUNE, JULY = date(2025, 6, 1), date(2025, 7, 1)
MISSING, EXTRA, DIFFERENT, JOURNAL = DifferenceKind


class Village(Builder):
    """
    street S
    └ village V ─ 村书记 Zhao, away in June for Qian; a centre
      └ grid G ─ outlined; renamed in July

    Written down in four changes.
    """

    def __init__(self) -> None:
        super().__init__()
        self.defaults()
        self.commit("defaults")
        self.street = self.unit(UnitKind.STREET, name="东平街道")
        self.village = self.unit(UnitKind.VILLAGE, self.street, name="尹范村")
        self.grid = self.unit(UnitKind.GRID, self.village, name="第一网格", geometry=square(116.4, 35.9))
        self.commit("units")
        self.zhao, self.qian = self.person("赵一", phone="13800000001"), self.person("钱二")
        self.post = self.appoint(self.zhao, Role.VILLAGE_PARTY_SECRETARY, self.village)
        self.absence = self.away(self.zhao, JUNE, JULY, cover=self.qian, kind=AbsenceKind.SICK)
        self.seat = self.centre(self.village)
        self.commit("people")
        self.rename(self.grid, JULY, name="南网格", households=320)
        self.commit("renamed")


TOWN = Village()
HISTORY = TOWN.organisation()


@pytest.fixture
def kept(store: BoltStore, runner: asyncio.Runner) -> BoltStore:
    """A record that holds the village."""
    keep(HISTORY, store, runner)
    return store


def the(cls: type[Fact], **fields: object) -> str:
    """The id of the one fact of a class with these values."""
    (found,) = [
        fact.id
        for fact in HISTORY.snapshot().all(cls)
        if all(getattr(fact, name) == value for name, value in fields.items())
    ]
    return str(found)


GRID_STATE = the(UnitState, unit=TOWN.grid.id, name="第一网格")
GRID_PLACE = the(PartOf, child=TOWN.grid.id)


def kinds(found: list[Difference]) -> Counter[DifferenceKind]:
    return Counter(each.kind for each in found)


# -- nothing wrong -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("seed", "size", "changes"), [(1, 3, 10), (2, 1, 25), (4, 4, 20)])
def test_random_histories_are_proved(
    store: BoltStore, runner: asyncio.Runner, seed: int, size: int, changes: int
) -> None:
    """Together they know facts of every class: renamed, moved, annulled, corrected, with and without a stand-in."""
    keep(random_organisation(seed, size=size, changes=changes), store, runner)
    assert runner.run(prove(store)) == []


def test_an_empty_record_is_proved(store: BoltStore, runner: asyncio.Runner) -> None:
    assert runner.run(prove(store)) == []


def test_what_is_beside_the_organisation_is_nobodys_business(
    kept: BoltStore, analyst: neo4j.Driver, runner: asyncio.Runner
) -> None:
    """Keys and an analyst's own notes and labels."""
    analyst.execute_query("CREATE (:Key {id: 'k'}) CREATE (:Note {text: 'look'})-[:CONCERNS]->(:Note)")
    analyst.execute_query("MATCH (u:Unit {code: $code}) SET u:Looked_At", code=TOWN.grid.id)
    assert runner.run(prove(kept)) == []


# -- the graph tampered with -------------------------------------------------------------------------------------------

STATE = f"(s:UnitState {{id: '{GRID_STATE}'}})"
ZHAO = f"(p:Person {{id: '{TOWN.zhao.id}'}})"
POST = f"()-[h:HOLDS {{id: '{TOWN.post.id}'}}]->()"
GRID = f"(g:Unit {{code: '{TOWN.grid.id}'}})"
VILLAGE = f"(v:Unit {{code: '{TOWN.village.id}'}})"
ABSENCE = f"(a:Absence {{id: '{TOWN.absence.id}'}})"

ALTERED = [
    # a property changed, taken away, added, or of another type
    (f"MATCH {STATE} SET s.name = '别的'", GRID_STATE, "name is 别的 and should be 第一网格"),
    (f"MATCH {STATE} SET s.households = 5", GRID_STATE, "households is 5 and should be nothing"),
    (f"MATCH {STATE} REMOVE s.name", GRID_STATE, "name is nothing and should be 第一网格"),
    (f"MATCH {STATE} REMOVE s.end", GRID_STATE, "end is nothing and should be 2025-07-01"),
    (f"MATCH {STATE} SET s.start = s.start + duration('P1D')", GRID_STATE, "start is 2025-01-02 and should be"),
    (f"MATCH {STATE} SET s.start = toString(s.start)", GRID_STATE, "start is no date: 2025-01-01"),
    (f"MATCH {STATE} SET s.start = [1]", GRID_STATE, "start is no date: ?"),
    (f"MATCH {STATE} SET s.grid_type = 'lunar'", GRID_STATE, "grid_type is lunar and should be general"),
    (f"MATCH {STATE} SET s.mood = 'good'", GRID_STATE, "mood is a property that no fact has"),
    (f"MATCH {ZHAO} SET p.phone = '13900000009'", TOWN.zhao.id, "phone is 13900000009 and should be 13800000001"),
    (f"MATCH {ZHAO} SET p.fictitious = 1", TOWN.zhao.id, "fictitious is 1 and should be True"),
    (f"MATCH {POST} SET h.role = 'grid_chief'", TOWN.post.id, "role is grid_chief"),
    (f"MATCH {POST} SET h.end = date('2025-06-01')", TOWN.post.id, "end is 2025-06-01 and should be nothing"),
    (
        "MATCH (b:Boundary) SET b.geometry = 'POINT (0 0)'",
        the(Boundary),
        "geometry is POINT (0 0) and should be POLYGON",
    ),
    # a join moved, doubled, or taken away
    (f"MATCH (:Unit)-[j:STATE]->{STATE} DELETE j", GRID_STATE, f"unit is nothing and should be {TOWN.grid.id}"),
    (f"MATCH {STATE}, {VILLAGE} CREATE (v)-[:STATE]->(s)", GRID_STATE, f"should be {TOWN.grid.id}"),
    (f"MATCH {ABSENCE}-[j:COVERED_BY]->() DELETE j", TOWN.absence.id, f"cover is nothing and should be {TOWN.qian.id}"),
    (f"MATCH {ABSENCE}, {ZHAO} CREATE (a)-[:COVERED_BY]->(p)", TOWN.absence.id, f"should be {TOWN.qian.id}"),
    (f"MATCH (c:Centre)-[j:SERVES]->(), {GRID} DELETE j CREATE (c)-[:SERVES]->(g)", TOWN.seat.id, "serves is"),
    # what people and analysts read
    (f"MATCH {GRID} SET g.name = '旧名'", TOWN.grid.id, "captioned 旧名 and labelled Grid; it should be 南网格"),
    (f"MATCH {GRID} SET g:Village", TOWN.grid.id, "labelled Grid, Village; it should be 南网格 and Grid"),
    (f"MATCH {GRID} REMOVE g:Grid", TOWN.grid.id, "it should be 南网格 and Grid"),
]


@pytest.mark.parametrize(("cypher", "about", "message"), ALTERED)
def test_what_was_altered_is_named(
    kept: BoltStore, analyst: neo4j.Driver, runner: asyncio.Runner, cypher: str, about: str, message: str
) -> None:
    """The one fact concerned, what it says, and what it should say."""
    analyst.execute_query(cypher)
    (found,) = runner.run(prove(kept))
    assert (found.kind, found.about) == (DIFFERENT, about)
    assert message in found.message


REMOVED = [
    (f"MATCH {ABSENCE} DETACH DELETE a", {TOWN.absence.id}),
    (f"MATCH {POST} DELETE h", {TOWN.post.id}),
    (f"MATCH {ZHAO} REMOVE p:Person", {TOWN.zhao.id}),
    (f"MATCH {GRID}-[r:PART_OF]->() DELETE r", {GRID_PLACE}),
    ("MATCH (b:Boundary) DETACH DELETE b", {the(Boundary)}),
    ("MATCH (t:CodeTemplate) DELETE t", {"code-template"}),
]


@pytest.mark.parametrize(("cypher", "missing"), REMOVED)
def test_what_was_deleted_is_named(
    kept: BoltStore, analyst: neo4j.Driver, runner: asyncio.Runner, cypher: str, missing: set[str]
) -> None:
    analyst.execute_query(cypher)
    found = runner.run(prove(kept))
    assert ({each.kind for each in found}, {each.about for each in found}) == ({MISSING}, missing)


def test_all_that_goes_with_a_deleted_node_is_named(
    kept: BoltStore, analyst: neo4j.Driver, runner: asyncio.Runner
) -> None:
    """The grid goes, and with it its place; its states and its outline hang in the air."""
    analyst.execute_query(f"MATCH {GRID} DETACH DELETE g")
    found = runner.run(prove(kept))
    states = {state.id for state in HISTORY.snapshot().all(UnitState) if state.unit == TOWN.grid.id}
    assert {each.about for each in found if each.kind is MISSING} == {TOWN.grid.id, GRID_PLACE}
    assert {each.about for each in found if each.kind is DIFFERENT} == {*states, the(Boundary)}
    assert kinds(found) == {MISSING: 2, DIFFERENT: 3}


ADDED = [
    ("CREATE (:Person {id: 'ghost', name: '无名', start: date('2025-01-01')})", "ghost", "name 无名"),
    ("CREATE (:Person {name: '无名'})", None, "Person None is in the graph, and no change put it there: name 无名"),
    ("CREATE (:Person {id: 7})", None, "Person 7 is in the graph"),
    (f"MATCH {ZHAO}, {GRID} CREATE (p)-[:HOLDS {{id: 'extra', role: 'grid_chief'}}]->(g)", "extra", "role grid_chief"),
    (f"MATCH {ZHAO}, {GRID} CREATE (p)-[:HOLDS]->(g)", None, f"person {TOWN.zhao.id}, of {TOWN.grid.id}"),
    (f"MATCH {VILLAGE}, {GRID} CREATE (v)-[:PART_OF {{id: 'loop'}}]->(g)", "loop", f"parent {TOWN.grid.id}"),
    (f"MATCH {VILLAGE}, {GRID} CREATE (v)-[:STATE]->(g)", None, "1 STATE relationships join no fact"),
]


@pytest.mark.parametrize(("cypher", "about", "message"), ADDED)
def test_what_was_added_is_named(
    kept: BoltStore, analyst: neo4j.Driver, runner: asyncio.Runner, cypher: str, about: str | None, message: str
) -> None:
    analyst.execute_query(cypher)
    (found,) = runner.run(prove(kept))
    assert (found.kind, found.about) == (EXTRA, about)
    assert message in found.message


def test_a_second_node_of_an_id_is_named(kept: BoltStore, analyst: neo4j.Driver, runner: asyncio.Runner) -> None:
    """Only where somebody dropped the constraint."""
    analyst.execute_query("DROP CONSTRAINT person_id")
    try:
        analyst.execute_query(f"MATCH {ZHAO} CREATE (q:Person) SET q = p")
        (found,) = runner.run(prove(kept))
    finally:
        analyst.execute_query(f"MATCH {ZHAO} DETACH DELETE p")
        analyst.execute_query("CREATE CONSTRAINT person_id FOR (n:Person) REQUIRE n.id IS UNIQUE")
    assert (found.kind, found.about) == (EXTRA, TOWN.zhao.id)


# -- the journal tampered with -----------------------------------------------------------------------------------------

JOURNAL_DAMAGE = [
    ("MATCH (h:Head) SET h.revision = 2", ["The head says 2; the newest change is revision 4"]),
    ("MATCH (h:Head) SET h.revision = 9", ["The head says 9; the newest change is revision 4"]),
    ("MATCH (h:Head) DELETE h", ["The head says nothing; the newest change is revision 4"]),
    ("CREATE (:Head {id: 'other', revision: 4})", ["The head says 4 and 4"]),
    ("MATCH (:Change {revision: 2})-[n:NEXT]->() DELETE n", ["No NEXT leads from change 2 to change 3"]),
    (
        "MATCH (a:Change {revision: 1}), (b:Change {revision: 3}) CREATE (a)-[:NEXT]->(b)",
        ["A NEXT that should not be leads from change 1 to change 3"],
    ),
    ("MATCH (c:Change {revision: 4}) SET c.operations = ['{']", ["Revision 4 can't be replayed: what it says"]),
    ("MATCH (c:Change {revision: 4}) REMOVE c.at", ["Revision 4 can't be replayed: what it says"]),
    (
        'MATCH (c:Change {revision: 4}) SET c.operations = c.operations + \'{"end":"nobody","on":"2025-01-01"}\'',
        ["Revision 4 can't be replayed: unknown-fact"],
    ),
    ("CREATE (:Change {revision: 'six'})", ["1 changes too many say that they are revision six"]),
    ("CREATE (:Change {note: 'no revision'})", ["1 changes too many say that they are revision None"]),
]


@pytest.mark.parametrize(("cypher", "messages"), JOURNAL_DAMAGE)
def test_what_is_wrong_with_the_journal_is_named(
    kept: BoltStore, analyst: neo4j.Driver, runner: asyncio.Runner, cypher: str, messages: list[str]
) -> None:
    analyst.execute_query(cypher)
    found = [each for each in runner.run(prove(kept)) if each.kind is JOURNAL]
    assert len(found) == len(messages)
    for message in messages:
        assert any(each.message.startswith(message) for each in found), found


def test_a_missing_change_is_named_with_all_that_it_had_made(
    kept: BoltStore, analyst: neo4j.Driver, runner: asyncio.Runner
) -> None:
    """The people came with change 3: without it they are in the graph for no reason."""
    analyst.execute_query("MATCH (c:Change {revision: 3}) DETACH DELETE c")
    found = runner.run(prove(kept))
    assert [each.message for each in found if "Nothing stands between revision 2 and revision 4" in each.message]
    assert {each.about for each in found if each.kind is EXTRA} == {
        TOWN.zhao.id, TOWN.qian.id, TOWN.post.id, TOWN.absence.id, TOWN.seat.id
    }  # fmt: skip


def test_a_change_far_past_the_others_is_named_at_once(
    kept: BoltStore, analyst: neo4j.Driver, runner: asyncio.Runner
) -> None:
    analyst.execute_query("MATCH (c:Change {revision: 4}) SET c.revision = 1000000000000")
    found = runner.run(prove(kept))
    assert any("Nothing stands between revision 3 and revision 1000000000000" in each.message for each in found)


def test_a_journal_that_says_otherwise_than_the_graph_is_found(
    kept: BoltStore, analyst: neo4j.Driver, runner: asyncio.Runner
) -> None:
    """Somebody rewrote the past: the journal now says that Zhao was called otherwise."""
    analyst.execute_query(
        "MATCH (c:Change {revision: 3}) SET c.operations = [o IN c.operations | replace(o, '赵一', '赵二')]"
    )
    (found,) = runner.run(prove(kept))
    assert (found.kind, found.about) == (DIFFERENT, TOWN.zhao.id)
    assert "name is 赵一 and should be 赵二" in found.message


def test_a_journal_that_says_it_replaced_something_else_is_found(
    kept: BoltStore, analyst: neo4j.Driver, runner: asyncio.Runner
) -> None:
    """Undoing change 4 would give the grid a name that it never had."""
    analyst.execute_query(
        "MATCH (c:Change {revision: 4}) SET c.operations = [o IN c.operations | replace(o, '第一网格', '第九网格')]"
    )
    (found,) = runner.run(prove(kept))
    assert (found.kind, found.about) == (JOURNAL, "4")
    assert "replaced other facts than the changes before it leave" in found.message


# -- while others write ------------------------------------------------------------------------------------------------


class Written(BoltStore):
    """A record into which somebody writes the next change whenever all of its units are read."""

    def __init__(self, store: BoltStore, runner_steps: Organisation, writes: int) -> None:
        super().__init__(store._driver, store._uri, store._database)
        self.steps = runner_steps
        self.writes = writes

    async def query(self, cypher: str, **parameters: object) -> list[dict[str, Any]]:
        rows = await super().query(cypher, **parameters)
        if self.writes and cypher.startswith("MATCH (n:Unit) RETURN [n.code"):
            self.writes -= 1
            head = await self.head()
            recorded, after = self.steps.recorded[head], self.steps.snapshots[head + 1]
            await self.append(recorded, work_out(self.steps.snapshots[head], recorded.change.operations).changed, after)
        return rows


LONG = random_organisation(3, size=1, changes=8)


def test_a_change_written_meanwhile_is_no_difference(store: BoltStore, runner: asyncio.Runner) -> None:
    keep(replace(LONG, changes=LONG.changes[:4]), store, runner)
    assert runner.run(prove(Written(store, LONG, writes=2))) == []
    assert runner.run(store.head()) == 6


def test_where_others_write_all_the_while_nothing_is_said(store: BoltStore, runner: asyncio.Runner) -> None:
    keep(replace(LONG, changes=LONG.changes[:1]), store, runner)
    with pytest.raises(Unavailable, match="Others kept writing"):
        runner.run(prove(Written(store, LONG, writes=99)))
