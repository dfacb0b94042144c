"""From a real record to a file and back into an empty one: nothing is lost, and nothing is half restored unsaid."""

import asyncio
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import neo4j
import pytest

from graph.access.chain import Link, Mark
from graph.access.grants import NotLogged
from graph.change import Change, End, Put, Recorded
from graph.errors import InvalidInput, Unavailable
from graph.facts import Fact, FactId, Holding, PartOf, Person, Unit, UnitState
from graph.live import HeadMovedError, LiveModel
from graph.record import restoring
from graph.record.access_log import AccessLog
from graph.record.access_rows import AccessRows
from graph.record.auditing import audit
from graph.record.bolt import BoltStore
from graph.record.journal import SLICE
from graph.record.proving import prove
from graph.snapshot import Snapshot
from graph.view import View
from graph.words import Role, UnitKind
from queries.checks.check import check_model
from tests.builders.accesses import access, record, requests
from tests.builders.histories import clear, facts_and_links, graph_of, keep, revisions
from tests.builders.organisations import FIRST, Builder, Organisation, random_organisation
from tests.builders.saved import KEY, backup, opened, read_backup, restore, write_backup

TEN = random_organisation(4, size=3, changes=9)
"""Ten changes."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A backup of ten changes."""
    return backup_of(TEN, tmp_path / "ten.backup")


def backup_of(organisation: Organisation, path: Path) -> Path:
    write_backup(organisation.recorded, path, len(organisation.recorded))
    return path


def refused(runner: asyncio.Runner, store: BoltStore, path: Path, *, resume: bool = False) -> str:
    """Why a backup is not restored; and that nothing was written."""
    before = runner.run(store.head())
    with pytest.raises(InvalidInput) as caught:
        runner.run(restore(store, path, resume=resume))
    assert runner.run(store.head()) == before
    return str(caught.value)


class Breaking(BoltStore):
    """A record that can be written to so many times and no more."""

    def __init__(self, store: BoltStore, writes: int, error: Exception) -> None:
        super().__init__(store._driver, store._uri, store._database)
        self.writes = writes
        self.error = error

    async def append(self, recorded: Recorded, changed: Mapping[FactId, Fact], after: Snapshot) -> None:
        if self.writes == 0:
            raise self.error
        self.writes -= 1
        await super().append(recorded, changed, after)


# -- there and back ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("seed", "size", "changes"), [(11, 3, 6), (12, 2, 12), (13, 1, 2 * SLICE)])
def test_what_is_restored_is_equal(
    store: BoltStore,
    analyst: neo4j.Driver,
    runner: asyncio.Runner,
    tmp_path: Path,
    seed: int,
    size: int,
    changes: int,
) -> None:
    """Facts, links, journal, and whatever else is in the graph; more changes too than are read at once."""
    organisation, path = random_organisation(seed, size=size, changes=changes), tmp_path / "wangge.backup"
    keep(organisation, store, runner)
    graph, model, journal = graph_of(analyst), runner.run(store.load()), runner.run(store.since(0))
    assert runner.run(backup(store, path)) == (len(organisation.changes), 0, 0)
    clear(analyst)
    assert runner.run(restore(store, path)) == (len(organisation.changes), 0, 0)
    restored = runner.run(store.load())
    assert restored.revision == model.revision
    assert facts_and_links(restored) == facts_and_links(model) == facts_and_links(organisation.snapshot())
    assert runner.run(store.since(0)) == journal == list(organisation.recorded)
    assert graph_of(analyst) == graph
    assert runner.run(prove(store)) == []


def test_an_empty_record_is_backed_up_and_restored(store: BoltStore, runner: asyncio.Runner, tmp_path: Path) -> None:
    assert runner.run(backup(store, tmp_path / "empty.backup")) == (0, 0, 0)
    assert runner.run(restore(store, tmp_path / "empty.backup")) == (0, 0, 0)


def test_a_restored_record_goes_on(store: BoltStore, runner: asyncio.Runner, path: Path) -> None:
    """The next change is revision 11, and a backup of that begins with the one restored."""
    runner.run(restore(store, path))
    model = runner.run(LiveModel.start(store))
    someone = Person(id="new", name="新人", start=TEN.changes[0].at.date())
    change = Change(operations=(Put(someone),), actor="tests", reason="goes on", at=TEN.changes[-1].at)
    assert runner.run(model.commit(change)).revision == 11
    assert runner.run(backup(store, path)) == (11, 0, 0)
    assert list(read_backup(path))[:10] == list(TEN.recorded)


def test_a_backup_from_before_there_was_a_rule_is_restored_goes_on_and_check_finds_what_breaks_it(
    store: BoltStore, runner: asyncio.Runner, tmp_path: Path
) -> None:
    """A grid chief of a village, a village that nothing is wrong with but its code, a name with what nobody sees."""
    town = Builder()
    village = town.unit(UnitKind.VILLAGE, town.unit(UnitKind.STREET))
    organisation = town.organisation()
    someone = Person(id="old-person", name="老\u2060王", start=FIRST)
    facts: tuple[Fact, ...] = (
        someone,
        Holding(id="old-post", person=someone.id, role=Role.GRID_CHIEF, of=village.id, start=FIRST),
        Unit(id="old", kind=UnitKind.VILLAGE, start=FIRST),
        UnitState(id="old-state", unit="old", name="旧村", start=FIRST),
        PartOf(id="old-place", child="old", parent=town.all(Unit)[0].id, start=FIRST),
    )
    change = Change(operations=tuple(map(Put, facts)), actor="tests", reason="older", at=organisation.changes[0].at)
    older = Recorded(revision=2, change=change, was=(None,) * len(facts))
    write_backup([*organisation.recorded, older], tmp_path / "older.backup", 2)
    assert runner.run(restore(store, tmp_path / "older.backup")) == (2, 0, 0)
    model = runner.run(LiveModel.start(store))
    found = {(finding.number, *finding.ids[:1]) for finding in check_model(View(model.snapshot, FIRST))}
    assert {("W101", "old-person"), ("W121", "old-post"), ("W123", "old")} <= found
    end = Change(operations=(End("old-post", date(2025, 6, 1)),), actor="tests", reason="ends", at=change.at)
    assert runner.run(model.commit(end)).revision == 3
    assert runner.run(prove(store)) == []


def test_a_backup_is_the_record_as_of_its_beginning(store: BoltStore, runner: asyncio.Runner, tmp_path: Path) -> None:
    """Somebody writes while the journal is read."""
    keep(replace(TEN, changes=TEN.changes[:4]), store, runner)

    class Busy(BoltStore):
        async def head(self) -> int:
            head = await super().head()
            await asyncio.to_thread(lambda: None)
            for recorded in TEN.recorded[head:]:
                await store.append(recorded, {}, TEN.snapshots[recorded.revision])
            return head

    busy = Busy(store._driver, store._uri, store._database)
    assert runner.run(backup(busy, tmp_path / "four.backup")) == (4, 0, 0)
    assert revisions(read_backup(tmp_path / "four.backup")) == [1, 2, 3, 4]


def test_a_damaged_journal_is_not_backed_up(
    store: BoltStore, analyst: neo4j.Driver, runner: asyncio.Runner, path: Path
) -> None:
    """The older backup stays."""
    before = path.read_bytes()
    keep(TEN, store, runner)
    analyst.execute_query("MATCH (c:Change {revision: 4}) DETACH DELETE c")
    with pytest.raises(Unavailable, match="Revision 4 of the journal is damaged: it is missing"):
        runner.run(backup(store, path))
    analyst.execute_query("MATCH (c:Change {revision: 3}) SET c.operations = ['?']")
    with pytest.raises(Unavailable, match="Revision 3 of the journal is damaged: what it says can't be understood"):
        runner.run(backup(store, path))
    assert (path.read_bytes(), list(path.parent.iterdir())) == (before, [path])


# -- refused, and nothing written --------------------------------------------------------------------------------------


def test_a_record_that_is_not_empty_is_refused(store: BoltStore, runner: asyncio.Runner, path: Path) -> None:
    keep(replace(TEN, changes=TEN.changes[:1]), store, runner)
    assert "The record is at revision 1; a backup is restored into an empty one only" in refused(runner, store, path)


def test_facts_without_a_revision_are_refused(
    store: BoltStore, analyst: neo4j.Driver, runner: asyncio.Runner, path: Path
) -> None:
    analyst.execute_query("CREATE (:Unit {code: '1'}), (:Person {id: 'p'}), (:Note {text: 'not ours'})")
    assert "The database holds 2 nodes of an organisation, though no revision" in refused(runner, store, path)


def test_what_is_not_ours_is_not_in_the_way(
    store: BoltStore, analyst: neo4j.Driver, runner: asyncio.Runner, path: Path
) -> None:
    analyst.execute_query("CREATE (:Note {text: 'not ours'})")
    assert runner.run(restore(store, path)) == (10, 0, 0)


def test_an_altered_file_is_refused(store: BoltStore, runner: asyncio.Runner, path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])
    assert "cut short or was altered" in refused(runner, store, path)


def test_a_change_that_breaks_rules_is_refused_though_the_ones_before_it_are_sound(
    store: BoltStore, runner: asyncio.Runner, tmp_path: Path
) -> None:
    """Nine sound changes, then a post of nobody."""
    post = Holding(
        id="h",
        person="nobody",
        role=next(iter(TEN.snapshot().all(Holding))).role,
        of="nowhere",
        start=TEN.changes[0].at.date(),
    )
    bad = Recorded(revision=10, change=replace(TEN.changes[-1], operations=(Put(post),)), was=(None,))
    write_backup([*TEN.recorded[:9], bad], tmp_path / "bad.backup", 10)
    complaint = refused(runner, store, tmp_path / "bad.backup")
    assert "Revision 10 in" in complaint
    assert "breaks rules, so nothing was restored: link-resolves" in complaint


def test_an_end_of_nothing_is_refused(store: BoltStore, runner: asyncio.Runner, tmp_path: Path) -> None:
    end = End("nobody", TEN.changes[0].at.date())
    bad = Recorded(revision=1, change=replace(TEN.changes[0], operations=(end,)), was=(None,))
    write_backup([bad], tmp_path / "bad.backup", 1)
    assert "Nothing has the id nobody" in refused(runner, store, tmp_path / "bad.backup")


def test_a_change_that_lies_about_what_it_replaced_is_refused(
    store: BoltStore, runner: asyncio.Runner, tmp_path: Path
) -> None:
    """Undoing it would bring back what never was."""
    last = TEN.recorded[-1]
    lie = replace(last, was=tuple(None if was is None else replace(was, start=date_before(was)) for was in last.was))
    assert lie != last
    write_backup([*TEN.recorded[:-1], lie], tmp_path / "lie.backup", 10)
    assert "does not fit the ones before it" in refused(runner, store, tmp_path / "lie.backup")


def date_before(fact: Fact) -> date:
    return fact.start - date.resolution


# -- interrupted -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("error", [Unavailable("No Neo4j answers."), HeadMovedError()])
def test_an_interrupted_restore_says_how_far_it_came_and_is_resumed(
    store: BoltStore, runner: asyncio.Runner, path: Path, error: Exception
) -> None:
    with pytest.raises(Unavailable, match="Restoring stopped after revision 3 of 10: resume it, or empty the database"):
        runner.run(restore(Breaking(store, 3, error), path))
    assert facts_and_links(runner.run(store.load())) == facts_and_links(TEN.snapshots[3]), "three whole changes"
    assert "if this is what an interrupted restore of the same file left, resume it" in refused(runner, store, path)
    assert runner.run(restore(store, path, resume=True)) == (10, 0, 0)
    assert facts_and_links(runner.run(store.load())) == facts_and_links(TEN.snapshot())
    assert runner.run(store.since(0)) == list(TEN.recorded)
    assert runner.run(prove(store)) == []


def test_resuming_what_is_done_does_nothing(store: BoltStore, runner: asyncio.Runner, path: Path) -> None:
    runner.run(restore(store, path))
    assert runner.run(restore(store, path, resume=True)) == (10, 0, 0)
    assert runner.run(store.head()) == 10


def test_resuming_from_nothing_is_restoring(store: BoltStore, runner: asyncio.Runner, path: Path) -> None:
    assert runner.run(restore(store, path, resume=True)) == (10, 0, 0)


def test_another_record_is_not_resumed(store: BoltStore, runner: asyncio.Runner, path: Path) -> None:
    """The same but for who decided the second change."""
    changes = (TEN.changes[0], replace(TEN.changes[1], actor="somebody else"), *TEN.changes[2:4])
    keep(replace(TEN, changes=changes), store, runner)
    assert "Revision 2 of the record is another than that in" in refused(runner, store, path, resume=True)


def test_a_record_past_the_backup_is_not_resumed(store: BoltStore, runner: asyncio.Runner, tmp_path: Path) -> None:
    keep(TEN, store, runner)
    path = backup_of(replace(TEN, changes=TEN.changes[:4]), tmp_path / "four.backup")
    assert "past the 4 of" in refused(runner, store, path, resume=True)


# -- the access log ----------------------------------------------------------------------------------------------------


@pytest.fixture
def logged(store: BoltStore, runner: asyncio.Runner, started: Callable[[], AccessLog], rows: AccessRows) -> list[Mark]:
    """Ten changes, and two chains of accesses, of one of which the first links were cut; how far they have come."""
    keep(TEN, store, runner)
    for number in (0, 100):
        log = started()
        for place in range(5):
            record(runner, log, [number + place])
        runner.run(log.close(rows))
    now = datetime.now(UTC) + timedelta(days=400)
    assert runner.run(rows.cut(now - timedelta(days=200), now)) == 10
    log = started()
    for place in range(5):
        record(runner, log, [200 + place])
    runner.run(log.close(rows))
    return [chain.newest for chain in runner.run(rows.chains())]


def test_the_access_log_is_restored_and_proved(
    store: BoltStore,
    analyst: neo4j.Driver,
    runner: asyncio.Runner,
    tmp_path: Path,
    rows: AccessRows,
    logged: list[Mark],
) -> None:
    before, chains = requests(runner, rows), runner.run(rows.chains())
    graph = graph_of(analyst)
    contents = runner.run(backup(store, tmp_path / "w.backup"))
    assert contents == (10, 0, 5)
    clear(analyst)
    assert runner.run(restore(store, tmp_path / "w.backup")) == contents
    assert requests(runner, rows) == before == [f"r-{number}" for number in range(200, 205)]
    assert runner.run(rows.chains()) == chains
    assert len(graph_of(analyst)[0]) == len(graph[0])
    later = datetime.now(UTC) + timedelta(days=401)
    assert runner.run(audit(rows, logged, later)).faults == []
    assert runner.run(restore(store, tmp_path / "w.backup", resume=True)) == contents
    assert requests(runner, rows) == before, "once"


def test_what_was_logged_since_stays_and_what_is_in_the_backup_comes_before_it(
    store: BoltStore,
    analyst: neo4j.Driver,
    runner: asyncio.Runner,
    tmp_path: Path,
    rows: AccessRows,
    logged: list[Mark],
    started: Callable[[], AccessLog],
) -> None:
    """Neo4j's data was lost, and a service, started anew, moved what was in files still: ends of chains, and others."""
    log = started()
    for number in range(300, 306):
        record(runner, log, [number])
    runner.run(log.move(rows))
    chain = runner.run(rows.chains())[0].newest.chain
    assert runner.run(backup(store, tmp_path / "w.backup")) == (10, 0, 11)
    record(runner, log, [306])
    runner.run(log.close(rows))
    links = runner.run(_links(rows, chain))
    clear(analyst)
    runner.run(rows.keep(links[4:]))
    other = started()
    record(runner, other, [400])
    runner.run(other.close(rows))
    for resume in (False, True):
        runner.run(restore(store, tmp_path / "w.backup", resume=resume))
        assert requests(runner, rows) == [f"r-{n}" for n in (*range(200, 205), *range(300, 307), 400)]
        marks = [*logged, *(each.newest for each in runner.run(rows.chains()))]
        assert runner.run(audit(rows, marks, datetime.now(UTC) + timedelta(days=401))).faults == []
        assert max(mark.number for mark in marks if mark.chain == chain) == 7


async def _links(rows: AccessRows, chain: str) -> list[Link]:
    return [kept.link async for kept in rows.links(chain, 0)]


def test_who_is_in_a_backup_is_noted_before_there_is_one_and_the_note_is_in_it(
    store: BoltStore, runner: asyncio.Runner, tmp_path: Path, rows: AccessRows, started: Callable[[], AccessLog]
) -> None:
    keep(TEN, store, runner)
    log, path = started(), tmp_path / "w.backup"
    heard: list[str] = []

    async def note(people: Collection[FactId]) -> None:
        assert not path.exists()
        heard.extend(people)
        await log.record(access(1, sorted(people)))
        await log.move_all(rows)

    runner.run(restoring.backup(store, path, KEY, note))
    puts = [operation.fact for change in TEN.changes for operation in change.operations if isinstance(operation, Put)]
    everybody = {fact.id for fact in puts if isinstance(fact, Person)}
    assert set(heard) == everybody
    [link] = opened(path).links()
    assert [person for entry in link.entries for person in entry.people] == sorted(everybody)


def test_what_can_t_be_noted_is_not_backed_up(store: BoltStore, runner: asyncio.Runner, path: Path) -> None:
    keep(TEN, store, runner)
    before = path.read_bytes()

    async def note(people: Collection[FactId]) -> None:
        raise NotLogged(f"{len(people)} people")

    with pytest.raises(NotLogged):
        runner.run(restoring.backup(store, path, KEY, note))
    assert (path.read_bytes(), list(path.parent.iterdir())) == (before, [path])


def test_a_log_that_was_tampered_with_is_restored_as_it_was_and_its_faults_with_it(
    store: BoltStore,
    analyst: neo4j.Driver,
    runner: asyncio.Runner,
    tmp_path: Path,
    rows: AccessRows,
    logged: list[Mark],
) -> None:
    """The organisation must come back whatever somebody did to the log, and what they did must show."""
    analyst.execute_query("MATCH (a:Access {request: 'r-201'}) SET a.people = ['nobody']")
    analyst.execute_query("MATCH (a:Access {request: 'r-202'})<-[:LISTS]-(l) SET l.hash = 'nonsense'")
    later = datetime.now(UTC) + timedelta(days=401)
    found = runner.run(audit(rows, logged, later)).faults
    runner.run(backup(store, tmp_path / "w.backup"))
    clear(analyst)
    assert runner.run(restore(store, tmp_path / "w.backup")) == (10, 0, 4)
    again = runner.run(audit(rows, logged, later)).faults
    assert found
    assert any("r-201" in fault for fault in again)
    assert any("lacks link 3" in fault for fault in again)
