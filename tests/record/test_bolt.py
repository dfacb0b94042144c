"""The record in a real Neo4j: what is written is what is read, in a graph that people can read too."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Any

import neo4j
import neo4j.exceptions
import pytest

from graph.apply import apply, work_out
from graph.change import Change, End, Operation, Put, Recorded
from graph.engine.embedded import RunningNeo4j
from graph.errors import Unavailable
from graph.facts import FACT_CLASSES, Fact, FactId, Person, UnitState
from graph.journal import Journal
from graph.live import HeadMovedError, LiveModel
from graph.meter import UNMETERED
from graph.record import bolt
from graph.record.bolt import BoltStore
from graph.record.migrations import migrations
from graph.record.rows import statements
from graph.snapshot import LinkKey, Snapshot
from graph.words import Rank, Role, UnitKind
from tests.builders.organisations import DAY as ONE_DAY
from tests.builders.organisations import FIRST, Builder, Organisation, random_organisation

JUNE = date(2025, 6, 1)

Contents = tuple[dict[type[Fact], dict[FactId, Fact]], dict[LinkKey, dict[FactId, tuple[Fact, ...]]]]

Dump = tuple[list[dict[str, Any]], list[dict[str, Any]]]


def contents(snapshot: Snapshot) -> Contents:
    """Every fact by class and id, and every list of linked facts that is not empty."""
    facts = {cls: dict(known) for cls, known in snapshot.facts.items()}
    links = {key: {target: found for target, found in index.items() if found} for key, index in snapshot.links.items()}
    return facts, links


def keep(organisation: Organisation, store: BoltStore, runner: asyncio.Runner) -> LiveModel:
    """Write the whole history down, change by change."""
    model = runner.run(LiveModel.start(store))
    for change in organisation.changes:
        runner.run(model.commit(change))
    return model


def change_of(*operations: Operation, actor: str = "tests", reason: str = "as decided") -> Change:
    return Change(operations=operations, actor=actor, reason=reason, at=datetime(2025, 6, 1, 9, tzinfo=UTC))


def dump(analyst: neo4j.Driver) -> Dump:
    """Everything that Neo4j holds, without its internal ids."""
    nodes = analyst.execute_query(
        "MATCH (n) RETURN labels(n) AS labels, properties(n) AS all ORDER BY labels, n.code, n.id, n.revision, n.number"
    ).records
    edges = analyst.execute_query(
        "MATCH (a)-[r]->(b) RETURN coalesce(a.code, a.id) AS a, type(r) AS type, properties(r) AS all, "
        "coalesce(b.code, b.id) AS b ORDER BY type, a, b, r.id"
    ).records
    return [row.data() for row in nodes], [row.data() for row in edges]


# -- what is written is what is read ---------------------------------------------------------------------------------

HISTORIES = [(7, 3, 3, True), (1, 3, 10, False), (11, 4, 25, False)]
"""Seed, size, changes, whether with duty: together they know facts of every class."""


@pytest.mark.parametrize(("seed", "size", "changes", "duty"), HISTORIES)
def test_what_is_loaded_is_what_was_kept(
    store: BoltStore, runner: asyncio.Runner, seed: int, size: int, changes: int, *, duty: bool
) -> None:
    """Every fact and every link of the graph is as in memory; so is what the journal replays to, step by step."""
    organisation = random_organisation(seed, size=size, changes=changes, duty=duty)
    keep(organisation, store, runner)
    loaded = runner.run(store.load())
    assert loaded.revision == len(organisation.changes)
    assert contents(loaded) == contents(organisation.snapshot())

    replayed = Snapshot.empty()
    for recorded, change, after in zip(
        runner.run(store.since(0)), organisation.changes, organisation.snapshots[1:], strict=True
    ):
        step = work_out(replayed, recorded.change.operations)
        assert recorded == Recorded(revision=after.revision, change=change, was=step.was)
        replayed = step.after
        assert contents(replayed) == contents(after)
    assert contents(replayed) == contents(loaded)


def test_the_histories_know_facts_of_every_class() -> None:
    known = {
        type(fact)
        for seed, size, changes, duty in HISTORIES
        for fact in random_organisation(seed, size=size, changes=changes, duty=duty).facts()
    }
    assert known == set(FACT_CLASSES)


def test_it_is_so_after_every_change(store: BoltStore, runner: asyncio.Runner) -> None:
    organisation = random_organisation(5, size=2, changes=6)
    model = runner.run(LiveModel.start(store))
    for change, after in zip(organisation.changes, organisation.snapshots[1:], strict=True):
        runner.run(model.commit(change))
        assert contents(runner.run(store.load())) == contents(after) == contents(model.snapshot)


def test_a_load_in_the_midst_of_writing_is_the_model_at_one_revision(store: BoltStore, runner: asyncio.Runner) -> None:
    """Facts are read class by class while others write; still no load mixes two revisions."""
    organisation = random_organisation(6, size=3, changes=20)

    async def write() -> None:
        model = await LiveModel.start(store)
        for change in organisation.changes:
            await model.commit(change)

    async def read() -> int:
        writing, seen = asyncio.create_task(write()), set()
        while not writing.done():
            loaded = await store.load()
            assert contents(loaded) == contents(organisation.snapshots[loaded.revision])
            seen.add(loaded.revision)
        await writing
        return len(seen)

    assert runner.run(read()) > 1


@pytest.mark.parametrize("revision", [0, 1, 3, 9, 50])
def test_the_journal_is_read_from_any_revision_on(store: BoltStore, runner: asyncio.Runner, revision: int) -> None:
    organisation = random_organisation(7, size=2, changes=8)
    keep(organisation, store, runner)
    found = runner.run(store.since(revision))
    assert [recorded.change for recorded in found] == list(organisation.changes[revision:])


@pytest.mark.parametrize(("after", "until"), [(0, 3), (2, 5), (4, 4), (5, 2), (6, 100)])
def test_and_up_to_any_other(store: BoltStore, runner: asyncio.Runner, after: int, until: int) -> None:
    organisation = random_organisation(7, size=2, changes=8)
    keep(organisation, store, runner)
    found = runner.run(store.since(after, until=until))
    assert [recorded.change for recorded in found] == list(organisation.changes[after:until])


def test_the_journal_is_read_for_what_touches_certain_facts(store: BoltStore, runner: asyncio.Runner) -> None:
    """Those changes that have operations on them, neither others nor those that only name them."""
    organisation = random_organisation(7, size=2, changes=8)
    keep(organisation, store, runner)
    history = runner.run(store.since(0))
    journal = Journal(store, UNMETERED)
    touched_by = {o.fact_id: recorded for recorded in history for o in recorded.change.operations}
    for fact_id in touched_by:
        expected = [r for r in history[1:] if fact_id in {o.fact_id for o in r.change.operations}]
        assert runner.run(journal.touching({fact_id}, after=1)) == expected
    assert runner.run(journal.touching(set(touched_by), after=0)) == history
    assert runner.run(journal.touching({"nobody"}, after=0)) == runner.run(journal.touching(set(), after=0)) == []


def test_a_commit_takes_few_round_trips_while_it_holds_the_head(
    store: BoltStore, runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One statement for head and journal, one for the rows of a person: whoever else writes waits that long."""
    model = runner.run(LiveModel.start(store))
    sent: list[str] = []
    run = neo4j.AsyncTransaction.run

    async def noted(tx: Any, query: Any, *args: Any, **more: Any) -> neo4j.AsyncResult:
        sent.append(query)
        return await run(tx, query, *args, **more)

    monkeypatch.setattr("neo4j._async.work.transaction.AsyncTransactionBase.run", noted)
    runner.run(model.commit(change_of(Put(Person(id="p1", name="王一", start=FIRST)))))
    assert len(sent) == 2, sent


def test_who_why_and_when_are_kept_to_the_microsecond(store: BoltStore, runner: asyncio.Runner) -> None:
    at = datetime(2025, 6, 1, 9, 30, 15, 123456, tzinfo=timezone(timedelta(hours=8)))
    change = Change(
        operations=(Put(Person(id="p1", name="王一", start=FIRST)),),
        actor='办事员 O\'Neil \\ "x"',
        reason="调岗 🙂 – {id: 1} $to //",
        at=at,
        summary="王一",
    )
    keep(Organisation((change,)), store, runner)
    (recorded,) = runner.run(store.since(0))
    assert recorded.change == change
    assert recorded.change.at.utcoffset() is not None


class OnlyForDatetimes(tzinfo):
    """A zone that can do with datetimes alone, as ZoneInfo: its C code takes whatever it is handed for one."""

    def utcoffset(self, dt: datetime | None, /) -> timedelta:
        assert isinstance(dt, datetime), f"asked for the offset of a {type(dt)}; a ZoneInfo would have crashed"
        return timedelta(hours=8)

    def dst(self, _: datetime | None, /) -> timedelta:
        return timedelta(0)

    def tzname(self, _: datetime | None, /) -> str:
        return "Asia/Shanghai"


def test_a_change_of_any_zone_is_kept(store: BoltStore, runner: asyncio.Runner) -> None:
    """CPython 3.11's ZoneInfo, handed the driver's own DateTime, now and then ends the whole process."""
    at = datetime(2025, 6, 1, 9, tzinfo=OnlyForDatetimes())
    keep(Organisation((replace(change_of(Put(Person(id="p1", name="x", start=FIRST))), at=at),)), store, runner)
    assert runner.run(store.since(0))[0].change.at == at


def test_an_instant_of_any_zone_may_be_asked_about_and_kept(store: BoltStore, runner: asyncio.Runner) -> None:
    at = datetime(2025, 6, 1, 9, tzinfo=OnlyForDatetimes())
    asked = runner.run(store.query("RETURN $at AS at, $rows[0].at AS inner", at=at, rows=[{"at": at}]))
    assert [value.to_native() for value in asked[0].values()] == [at, at]
    runner.run(store.execute("CREATE (:Key {expires: $at})", at=at))


@pytest.mark.parametrize(
    "text",
    ["a", "'", '"', "\\", "`", "}})", "$rows", "//", "王", "𠮷", "🙂", "é", "e\u0301", "张·三", "x" * 500, "null"],
)
def test_texts_come_back_as_they_were(store: BoltStore, runner: asyncio.Runner, text: str) -> None:
    person = Person(id="p1", name=text, start=FIRST, note=text)
    keep(Organisation((change_of(Put(person)),)), store, runner)
    assert runner.run(store.load()).get(Person, "p1") == person


def test_what_a_better_version_leaves_out_is_gone(store: BoltStore, runner: asyncio.Runner) -> None:
    """A phone that was wrong is taken back: the node has none, nor has the fact."""
    first = Person(id="p1", name="王一", phone="138", birth=date(1990, 1, 1), fictitious=True, start=FIRST)
    better = replace(first, phone=None, birth=None, fictitious=False, end=JUNE)
    keep(Organisation((change_of(Put(first)), change_of(Put(better)))), store, runner)
    assert runner.run(store.load()).get(Person, "p1") == better


def test_a_stand_in_who_is_replaced_or_taken_back_stands_in_no_more(
    store: BoltStore, runner: asyncio.Runner, analyst: neo4j.Driver
) -> None:
    """Fu is away: covered by Gu, then by He, then by nobody."""
    town = Builder()
    fu, gu, he = town.person("Fu"), town.person("Gu"), town.person("He")
    absence = town.away(fu, FIRST, None, cover=gu)
    model = keep(town.organisation(), store, runner)
    for cover in (he, gu, None, he):
        absence = replace(absence, cover=cover.id if cover else None)
        runner.run(model.commit(change_of(Put(absence))))
        assert contents(runner.run(store.load())) == contents(model.snapshot)
        covers = analyst.execute_query("MATCH (:Absence)-[:COVERED_BY]->(p) RETURN p.name AS name").records
        assert [row["name"] for row in covers] == ([cover.name] if cover else [])


def test_saying_it_twice_leaves_the_graph_as_saying_it_once(
    store: BoltStore, runner: asyncio.Runner, analyst: neo4j.Driver
) -> None:
    organisation = random_organisation(8, size=3, changes=5)
    model = keep(organisation, store, runner)
    once = dump(analyst)
    facts = {fact.id: fact for fact in model.snapshot}
    with analyst.session() as session:
        for statement in statements(facts, model.snapshot):
            session.run(statement.cypher, rows=statement.rows).consume()
    assert dump(analyst) == once


# -- the journal -----------------------------------------------------------------------------------------------------


def test_the_journal_is_listed_newest_first_and_in_pages(store: BoltStore, runner: asyncio.Runner) -> None:
    organisation = random_organisation(4, size=2, changes=9)
    keep(organisation, store, runner)
    newest = len(organisation.changes)
    first, rest = runner.run(store.entries(None, newest + 1, 4)), runner.run(store.entries(None, newest - 3, 100))
    found = [*first, *rest]
    assert [entry.revision for entry in found] == list(range(newest, 0, -1))
    for entry in found:
        change = organisation.changes[entry.revision - 1]
        assert (entry.at, entry.actor, entry.reason) == (change.at, change.actor, change.reason)
        assert entry.size == len(change.operations)
        assert entry.id == f"change-{entry.revision}"
    assert runner.run(store.count_entries(None)) == newest


def test_what_happened_to_something_is_every_change_of_it_and_of_what_names_it(
    store: BoltStore, runner: asyncio.Runner
) -> None:
    organisation = random_organisation(5, size=2, changes=9)
    keep(organisation, store, runner)
    for fact in organisation.facts()[::7]:
        touching = [
            revision
            for revision, (change, now) in enumerate(
                zip(organisation.changes, organisation.snapshots[1:], strict=True), 1
            )
            if any(fact.id in _ids(now, operation) for operation in change.operations)
        ]
        found = runner.run(store.entries(fact.id, 1_000, 1_000))
        assert [entry.revision for entry in found] == touching[::-1], fact
        assert runner.run(store.count_entries(fact.id)) == len(touching)
    assert runner.run(store.entries("nobody", 1_000, 10)) == []


def _ids(after: Snapshot, operation: Operation) -> set[FactId | None]:
    """The id of the fact that an operation is about, and of all that it names."""
    fact = after.find(operation.fact_id)
    assert fact is not None
    return {fact.id, *(getattr(fact, name) for name in fact.LINKS)}


def test_a_change_is_read_whole_or_in_parts(store: BoltStore, runner: asyncio.Runner) -> None:
    organisation = random_organisation(6, size=2, changes=1)
    keep(organisation, store, runner)
    change = organisation.changes[0]
    whole = runner.run(store.read(1))
    assert whole is not None
    assert whole.change == change
    part = runner.run(store.read(1, skip=3, most=4))
    assert part is not None
    assert part.change.operations == change.operations[3:7]
    assert part.was == whole.was[3:7]
    assert runner.run(store.read(99)) is None


# -- all or nothing --------------------------------------------------------------------------------------------------


def test_nothing_is_kept_on_any_revision_but_the_newest(
    store: BoltStore, runner: asyncio.Runner, analyst: neo4j.Driver
) -> None:
    organisation = random_organisation(9, size=2, changes=3)
    keep(organisation, store, runner)
    held = dump(analyst)
    for revision in (0, 2):
        snapshot, change = organisation.snapshots[revision], change_of(Put(Person(id="new", name="x", start=FIRST)))
        step = apply(snapshot, change.operations)
        recorded = Recorded(revision=revision + 1, change=change, was=step.was)
        with pytest.raises(HeadMovedError):
            runner.run(store.append(recorded, step.changed, step.after))
    assert dump(analyst) == held


def test_a_change_that_cannot_be_kept_to_its_end_leaves_nothing(
    store: BoltStore, runner: asyncio.Runner, analyst: neo4j.Driver
) -> None:
    """Somebody has already taken the number of the next change: the last statement fails, and all before it with it."""
    model = keep(random_organisation(10, size=2, changes=2), store, runner)
    analyst.execute_query("CREATE (:Change {revision: $next})", next=model.snapshot.revision + 1)
    held, facts = dump(analyst), contents(model.snapshot)
    with pytest.raises(Unavailable, match="refused"):
        runner.run(model.commit(change_of(Put(Person(id="new", name="x", start=FIRST)))))
    assert dump(analyst) == held
    assert contents(model.snapshot) == facts


# -- a graph that people can read ------------------------------------------------------------------------------------


def test_values_are_of_native_types(store: BoltStore, runner: asyncio.Runner, analyst: neo4j.Driver) -> None:
    seed, size, changes, duty = HISTORIES[-1]
    keep(random_organisation(seed, size=size, changes=changes, duty=duty), store, runner)
    rows = analyst.execute_query(
        "MATCH (n) UNWIND keys(n) AS key RETURN DISTINCT labels(n)[0] AS of, key, valueType(n[key]) AS type "
        "UNION MATCH ()-[r]->() UNWIND keys(r) AS key RETURN DISTINCT type(r) AS of, key, valueType(r[key]) AS type"
    ).records
    found = {(row["of"], row["key"]): row["type"].removesuffix(" NOT NULL") for row in rows}
    assert len(found) == len(rows), "a property has the same type everywhere"
    assert {type_ for (_, key), type_ in found.items() if key in {"start", "end", "birth", "party_joined"}} == {"DATE"}
    assert found["Boundary", "centre"] == "POINT"
    assert found["Change", "at"] == "ZONED DATETIME"
    assert found["UnitState", "households"] == found["Head", "revision"] == "INTEGER"
    assert found["Person", "fictitious"] == "BOOLEAN"
    assert found["HOLDS", "role"] == found["Unit", "code"] == "STRING"
    assert found["Appraisal", "score"] == "FLOAT"


def test_a_unit_is_labelled_by_its_kind_and_captioned_by_its_latest_name(
    store: BoltStore, runner: asyncio.Runner, analyst: neo4j.Driver
) -> None:
    town = Builder()
    units: dict[UnitKind, str] = {}
    above = None
    for kind in UnitKind:
        above = town.unit(kind, above)
        units[kind] = above.id
    town.rename(units[UnitKind.VILLAGE], JUNE, name="新村")
    model = keep(town.organisation(), store, runner)
    labels = analyst.execute_query("MATCH (u:Unit) RETURN u.code AS code, labels(u) AS labels").records
    assert {row["code"]: set(row["labels"]) for row in labels} == {
        code: {"Unit", "".join(word.title() for word in kind.split("_"))} for kind, code in units.items()
    }

    def caption() -> str:
        row = analyst.execute_query("MATCH (v:Village) RETURN v.name AS name").records[0]
        return str(row["name"])

    assert caption() == "新村"
    latest = max(town.all(UnitState), key=lambda state: (state.unit == units[UnitKind.VILLAGE], state.start))
    runner.run(model.commit(change_of(Put(replace(latest, name="更新村")))))
    assert caption() == "更新村"
    runner.run(model.commit(change_of(End(units[UnitKind.MICRO_GRID], JUNE), *_ends(town, units[UnitKind.MICRO_GRID]))))
    assert len(analyst.execute_query("MATCH (m:Unit:MicroGrid {name: $name}) RETURN m", name="微网格001").records) == 1


def _ends(town: Builder, code: FactId) -> list[Operation]:
    """What has to end with a unit."""
    return [End(fact.id, JUNE) for fact in town.known.values() if code in {getattr(fact, name) for name in fact.LINKS}]


def test_the_graph_reads_as_people_speak(store: BoltStore, runner: asyncio.Runner, analyst: neo4j.Driver) -> None:
    """An analyst who knows the field and not our code asks who holds what where, who is away, what became of a grid."""
    town = Builder()
    street = town.unit(UnitKind.STREET, name="东平街道")
    village = town.unit(UnitKind.VILLAGE, street, name="尹范村")
    grid = town.unit(UnitKind.GRID, village, name="第一网格")
    chen, cui = town.person("陈"), town.person("崔")
    town.appoint(chen, Role.GRID_CHIEF, grid, Rank.PRIMARY)
    town.away(chen, JUNE, None, cover=cui)
    centre = town.centre(street)
    town.station(town.department("司法"), centre)
    town.hand_over(grid, date(2025, 9, 1), [town.twin(grid, date(2025, 9, 1))])
    keep(town.organisation(), store, runner)

    def one(cypher: str) -> list[object]:
        (row,) = analyst.execute_query(cypher).records
        return list(row.values())

    assert one(
        "MATCH (p:Person)-[h:HOLDS {role: 'grid_chief'}]->(g:Grid {name: '第一网格'})-[:PART_OF]->(v:Village) "
        "RETURN p.name, h.rank, v.name"
    ) == ["陈", "primary", "尹范村"]
    assert one(
        "MATCH (p:Person)-[:AWAY]->(a:Absence)-[:COVERED_BY]->(c:Person) WHERE a.start <= date('2025-06-01') "
        "RETURN p.name, a.kind, c.name"
    ) == ["陈", "leave", "崔"]
    assert one(
        "MATCH (d:Department)-[s:STATIONED_AT]->(:Centre)-[:SERVES]->(u:Street) RETURN d.name, s.mode, u.name"
    ) == [
        "司法",
        "resident",
        "东平街道",
    ]
    assert one("MATCH (old:Grid)-[s:SUCCEEDED_BY]->(new:Grid) RETURN toString(s.start), old.name <> new.name") == [
        "2025-09-01",
        True,
    ]
    assert one("MATCH (u:Unit {name: '第一网格'})-[:STATE]->(s:UnitState) RETURN s.name, s.grid_type") == [
        "第一网格",
        "general",
    ]
    assert one("MATCH (h:Head), (c:Change {revision: h.revision}) RETURN c.actor, c.reason") == ["tests", "as decided"]


def test_changes_follow_each_other(store: BoltStore, runner: asyncio.Runner, analyst: neo4j.Driver) -> None:
    keep(random_organisation(1, size=2, changes=5), store, runner)
    rows = analyst.execute_query(
        "MATCH path = (:Change {revision: 1})-[:NEXT]->*(last:Change) WHERE NOT (last)-[:NEXT]->() "
        "RETURN [c IN nodes(path) | c.revision] AS revisions"
    ).records
    assert [row["revisions"] for row in rows] == [[1, 2, 3, 4, 5, 6]]


IDENTITIES = [
    ("Unit", "code"), ("UnitState", "id"), ("Boundary", "id"), ("Person", "id"), ("Absence", "id"),
    ("WorkerRecord", "id"), ("Appraisal", "id"), ("Centre", "id"), ("Room", "id"), ("Department", "id"),
    ("Committee", "id"), ("StaffingRule", "id"), ("LadderRung", "id"), ("CodeTemplate", "id"),
    ("Change", "revision"), ("Head", "id"),
]  # fmt: skip
RELATIONS = ["PART_OF", "SUCCEEDED_BY", "STATIONED_AT", "HOLDS"]


@pytest.mark.usefixtures("store")
def test_every_identity_is_unique(analyst: neo4j.Driver) -> None:
    with analyst.session() as session:
        for label, key in IDENTITIES:
            session.run(f"CREATE (:{label} {{{key}: 'once-{label}'}})").consume()
            with pytest.raises(neo4j.exceptions.ConstraintError):
                session.run(f"CREATE (:{label} {{{key}: 'once-{label}'}})").consume()
        for kind in RELATIONS:
            session.run(f"CREATE ()-[:{kind} {{id: 'once'}}]->()").consume()
            with pytest.raises(neo4j.exceptions.ConstraintError):
                session.run(f"CREATE ()-[:{kind} {{id: 'once'}}]->()").consume()


# -- opening ---------------------------------------------------------------------------------------------------------


async def _open(uri: str, user: str, password: str, database: str | None = None) -> int:
    """Open a record, close it again, return its revision."""
    async with BoltStore.open(uri, user, password, database=database) as store:
        return await store.head()


def test_a_new_database_is_at_revision_0_with_nothing_known(store: BoltStore, runner: asyncio.Runner) -> None:
    assert runner.run(store.head()) == 0
    loaded = runner.run(store.load())
    assert (loaded.revision, len(loaded)) == (0, 0)
    assert runner.run(store.since(0)) == []


def test_a_password_that_is_wrong_is_said_to_be(neo4j_server: RunningNeo4j) -> None:
    address = neo4j_server.address
    with pytest.raises(Unavailable, match=r"refuses the user or password\. .*WANGGE_NEO4J_PASSWORD"):
        asyncio.run(_open(address.uri, "nobody", "wrong-password"))


def test_where_nothing_listens_it_is_said_that_nothing_answers() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        uri = f"bolt://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(Unavailable, match=rf"No Neo4j answers at {uri}") as refused:
        asyncio.run(_open(uri, "neo4j", "x"))
    assert "WANGGE_NEO4J_URI" in str(refused.value)
    assert "\n" not in str(refused.value), "a sentence is one line"


@pytest.mark.parametrize("uri", ["ftp://127.0.0.1", "127.0.0.1:7687", "bolt+nonsense://127.0.0.1", ""])
def test_an_address_that_is_none_is_said_to_be_of_no_use(uri: str) -> None:
    with pytest.raises(Unavailable, match="can't be used"):
        asyncio.run(_open(uri, "neo4j", "x"))


@contextmanager
def _stranger() -> Iterator[str]:
    """Something that listens and is no Neo4j."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            while True:
                try:
                    peer, _ = listening.accept()
                except OSError:
                    return
                with peer:
                    peer.recv(64)
                    peer.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield f"bolt://127.0.0.1:{listening.getsockname()[1]}"
        listening.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def test_something_else_that_listens_there_is_not_taken_for_neo4j() -> None:
    with _stranger() as uri, pytest.raises(Unavailable, match=uri):
        asyncio.run(_open(uri, "neo4j", "x"))


def test_a_database_that_is_not_there_is_named(neo4j_server: RunningNeo4j) -> None:
    address = neo4j_server.address
    with pytest.raises(Unavailable, match="nowhere"):
        asyncio.run(_open(address.uri, address.user, address.password, "nowhere"))


def test_a_neo4j_that_is_too_old_is_refused_with_the_version_it_has_and_the_one_it_needs(
    neo4j_server: RunningNeo4j, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bolt, "OLDEST_NEO4J", (9999, 1))
    address = neo4j_server.address
    with pytest.raises(Unavailable, match=r"is version \d+\.\d+.*needs 9999\.1 or newer"):
        asyncio.run(_open(address.uri, address.user, address.password))


def test_a_schema_from_a_newer_wangge_is_left_alone(
    store: BoltStore, runner: asyncio.Runner, analyst: neo4j.Driver, neo4j_server: RunningNeo4j
) -> None:
    keep(random_organisation(1, size=1, changes=1), store, runner)
    analyst.execute_query("CREATE (:Migration {number: 999, name: 'from the future'})")
    held, address = dump(analyst), neo4j_server.address
    newest = migrations()[-1].number
    with pytest.raises(Unavailable, match=rf"has schema 999; .*up to {newest}\. Run a newer Wangge"):
        asyncio.run(_open(address.uri, address.user, address.password))
    assert dump(analyst) == held


def test_an_older_schema_is_brought_up_to_date_and_what_it_holds_is_kept(
    store: BoltStore, runner: asyncio.Runner, analyst: neo4j.Driver, neo4j_server: RunningNeo4j
) -> None:
    """No migration is noted: all are run, over facts, constraints and a head that are there already."""
    model = keep(random_organisation(2, size=2, changes=2), store, runner)
    held, constraints, address = dump(analyst), _constraints(analyst), neo4j_server.address
    analyst.execute_query("MATCH (m:Migration) DETACH DELETE m")
    assert asyncio.run(_open(address.uri, address.user, address.password)) == model.snapshot.revision
    assert _without_times(dump(analyst)) == _without_times(held)
    assert _constraints(analyst) == constraints
    assert contents(runner.run(store.load())) == contents(model.snapshot)


def test_several_processes_that_start_at_once_on_a_database_without_schema_all_start(
    store: BoltStore, runner: asyncio.Runner, analyst: neo4j.Driver, neo4j_server: RunningNeo4j
) -> None:
    model = keep(random_organisation(3, size=2, changes=2), store, runner)
    held, constraints, address = dump(analyst), _constraints(analyst), neo4j_server.address
    analyst.execute_query("MATCH (m:Migration) DETACH DELETE m")
    for name in constraints:
        analyst.execute_query(f"DROP CONSTRAINT {name}")

    async def together() -> list[int]:
        return await asyncio.gather(*(_open(address.uri, address.user, address.password) for _ in range(4)))

    assert runner.run(together()) == [model.snapshot.revision] * 4
    assert _without_times(dump(analyst)) == _without_times(held)
    assert _constraints(analyst) == constraints


def test_a_record_without_its_head_cannot_be_trusted_and_says_so(
    store: BoltStore, runner: asyncio.Runner, analyst: neo4j.Driver
) -> None:
    keep(random_organisation(3, size=1, changes=1), store, runner)
    analyst.execute_query("MATCH (h:Head) DETACH DELETE h")
    with pytest.raises(Unavailable):
        runner.run(store.load())


def _constraints(analyst: neo4j.Driver) -> list[str]:
    rows = analyst.execute_query("SHOW CONSTRAINTS YIELD name RETURN name ORDER BY name").records
    return [row["name"] for row in rows]


def _without_times(dumped: Dump) -> Dump:
    """The dump without the times at which migrations ran."""
    nodes = [row | {"all": row["all"] | {"at": None}} if row["labels"] == ["Migration"] else row for row in dumped[0]]
    return nodes, dumped[1]


# -- what an analyst asks through it ---------------------------------------------------------------------------------


def test_a_question_of_an_analyst_only_reads(store: BoltStore, runner: asyncio.Runner) -> None:
    assert runner.run(store.query("RETURN $day AS day", day=JUNE + ONE_DAY)) == [{"day": neo4j.time.Date(2025, 6, 2)}]
    with pytest.raises(Unavailable, match="refused"):
        runner.run(store.query("CREATE (:Person {id: 'x'})"))
    with pytest.raises(Unavailable, match="refused"):
        runner.run(store.query("MATCH this is no Cypher"))
