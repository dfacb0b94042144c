"""The live model upon a real Neo4j: many writers and readers, one history, nothing lost and nothing half done."""

import asyncio
import multiprocessing
from collections.abc import AsyncIterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import replace
from datetime import date
from typing import cast

import neo4j
import pytest

from graph.apply import apply
from graph.change import Change, End, Operation, Put, Recorded
from graph.engine.embedded import Neo4jAddress, RunningNeo4j
from graph.errors import Conflict, NotFound, RuleViolated, TooCostly, Unavailable
from graph.facts import Holding, Person, StaffingRule, Unit, UnitState
from graph.journal import UNITS_ENTRY, UNITS_OPERATION, UNITS_REWOUND, UNITS_STATEMENT, Journal, Record
from graph.live import LiveModel
from graph.meter import UNMETERED, Meter
from graph.record.bolt import BoltStore
from graph.record.opening import start_model
from graph.snapshot import Snapshot
from graph.view import View
from graph.words import Role
from queries.cover.coverage import coverage, covered_by, open_since
from queries.places.counting import count_holdings, count_kinds
from queries.places.handling import who_handles
from queries.places.people import reach
from queries.places.place import ByCode, ByPoint
from queries.places.search import find_people, find_units
from queries.until import standing
from tests.builders.facts_read import differences, readings
from tests.builders.organisations import FIRST, SOUTH, WEST, random_organisation
from tests.builders.town import DAY, Town
from tests.record.test_bolt import change_of, contents, dump, keep
from tests.waiting import HANG_S, until

COUNTED = "unitstate-5"
"""The state of the town's micro-grid: what writers quarrel about."""


def somebody(name: str) -> Put:
    return Put(Person(id=f"person-{name}", name=name, start=FIRST))


@pytest.fixture
def town() -> Town:
    """
    S └ A └ V └ G ─ 网格长 Chen └ M
    """
    town = Town()
    town.hold("Chen", Role.GRID_CHIEF, town.grid)
    return town


@pytest.fixture
def model(store: BoltStore, runner: asyncio.Runner, town: Town) -> LiveModel:
    """The live model of a record that holds the town."""
    return keep(town.organisation(), store, runner)


@pytest.fixture
def other(store: BoltStore, runner: asyncio.Runner, model: LiveModel) -> LiveModel:
    """Another process's live model of the same record, as new as `model` when the test begins."""
    other = runner.run(LiveModel.start(store))
    assert other.snapshot.revision == model.snapshot.revision
    return other


# -- reading ---------------------------------------------------------------------------------------------------------


def test_no_question_goes_to_the_database(store: BoltStore, runner: asyncio.Runner) -> None:
    """Every accessor of a view and every question, on a model that has just been loaded: not one round trip."""
    organisation = random_organisation(1, size=3, changes=5)
    keep(organisation, store, runner)
    snapshot = runner.run(LiveModel.start(store)).snapshot
    before = store.round_trips
    view = View(snapshot, DAY)
    for reading in readings(snapshot):
        reading.of(view)
    for unit in snapshot.all(Unit):
        for place in (ByCode(unit.id), ByPoint(WEST + 0.01, SOUTH + 0.01)):
            standing(view, lambda at, place=place: who_handles(at, place)).until()  # type: ignore[misc]
        if view.unit(unit.id):
            count_kinds(view.subtree(unit))
            for gap in coverage(view, unit).gaps:
                open_since(view, gap)
                covered_by(view, gap)
    for person in snapshot.all(Person):
        reach(view, person.id)
    count_holdings(view)
    find_people(view, "wang")
    find_units(view, "cun")
    assert store.round_trips == before


def test_a_model_is_read_by_several_processes_alike(model: LiveModel, other: LiveModel) -> None:
    assert contents(model.snapshot) == contents(other.snapshot)


# -- committing ------------------------------------------------------------------------------------------------------


def test_a_commit_makes_the_next_revision_and_tells_those_who_watch(model: LiveModel, runner: asyncio.Runner) -> None:
    heard: list[Recorded] = []
    stop = model.watch(heard.append)
    first = model.snapshot
    recorded = runner.run(model.commit(change_of(somebody("wu"))))
    assert recorded.revision == first.revision + 1 == model.snapshot.revision
    assert recorded.id == f"change-{recorded.revision}"
    assert heard == [recorded]
    assert first.get(Person, "person-wu") is None, "who reads the older snapshot goes on reading it"
    assert runner.run(model.past(first.revision)) is first
    stop()
    runner.run(model.commit(change_of(somebody("xu"))))
    assert heard == [recorded]


def test_a_change_that_breaks_a_rule_writes_nothing(
    model: LiveModel, store: BoltStore, runner: asyncio.Runner, analyst: neo4j.Driver
) -> None:
    """A second primary chief, beside somebody new: neither is kept, no round trip is made."""
    wu = Person(id="wu", name="吴", start=FIRST)
    rival = replace(_chief(model), id="rival", person=wu.id)
    snapshot, held, trips = model.snapshot, dump(analyst), store.round_trips
    with pytest.raises(RuleViolated) as refused:
        runner.run(model.commit(change_of(Put(wu), Put(rival))))
    assert {problem.rule for problem in refused.value.problems} == {"one-primary"}
    assert model.snapshot is snapshot
    assert store.round_trips == trips
    assert dump(analyst) == held


@pytest.mark.parametrize("operation", [End("nobody", DAY), Put(Person(id="p", name=" ", start=FIRST))])
def test_nor_does_one_that_makes_no_sense(model: LiveModel, runner: asyncio.Runner, operation: Operation) -> None:
    snapshot = model.snapshot
    with pytest.raises(RuleViolated):
        runner.run(model.commit(change_of(somebody("wu"), operation)))
    assert model.snapshot is snapshot


def test_after_a_refusal_the_next_change_is_kept(model: LiveModel, runner: asyncio.Runner) -> None:
    revision = model.snapshot.revision
    with pytest.raises(RuleViolated):
        runner.run(model.commit(change_of(End("nobody", DAY))))
    assert runner.run(model.commit(change_of(somebody("wu")))).revision == revision + 1


# -- several writers: one after the other ----------------------------------------------------------------------------


def test_who_writes_on_an_older_revision_is_brought_up_to_date_first(
    model: LiveModel, other: LiveModel, runner: asyncio.Runner
) -> None:
    """`other` has not heard of Wu; it writes Xu, and then knows both."""
    runner.run(model.commit(change_of(somebody("wu"))))
    recorded = runner.run(other.commit(change_of(somebody("xu"))))
    assert recorded.revision == model.snapshot.revision + 1
    assert other.snapshot.get(Person, "person-wu") is not None
    runner.run(model.catch_up())
    assert contents(model.snapshot) == contents(other.snapshot)


def test_what_would_break_a_rule_by_what_others_wrote_is_refused(
    model: LiveModel, other: LiveModel, runner: asyncio.Runner, analyst: neo4j.Driver
) -> None:
    """One makes Wu the first instructor, the other makes Xu so: different facts, and a rule against both."""
    runner.run(model.commit(change_of(somebody("wu"), somebody("xu"))))
    runner.run(other.catch_up())

    def instructor(name: str) -> Change:
        post = replace(_chief(model), id=f"post-{name}", role=Role.INSTRUCTOR, person=f"person-{name}")
        return change_of(Put(post))

    runner.run(model.commit(instructor("wu")))
    held = dump(analyst)
    with pytest.raises(RuleViolated) as refused:
        runner.run(other.commit(instructor("xu")))
    assert [problem.ids for problem in refused.value.problems] == [("post-wu", "post-xu")]
    assert dump(analyst) == held
    assert contents(other.snapshot) == contents(model.snapshot), "it has caught up all the same"


def test_a_change_of_the_same_fact_is_a_conflict_that_names_it_by_whom_and_why(
    model: LiveModel, other: LiveModel, runner: asyncio.Runner, analyst: neo4j.Driver
) -> None:
    counted = _counted(model)
    by_wu = change_of(Put(replace(counted, households=10)), somebody("wu"), actor="吴办事员", reason="入户核对")
    revision = runner.run(model.commit(by_wu)).revision
    held = dump(analyst)
    with pytest.raises(Conflict) as refused:
        runner.run(other.commit(change_of(somebody("xu"), Put(replace(counted, households=20)))))
    (rival,) = refused.value.rivals
    assert (rival.revision, rival.actor, rival.reason, rival.ids) == (revision, "吴办事员", "入户核对", (COUNTED,))
    assert rival.at == by_wu.at
    assert all(word in str(refused.value) for word in (COUNTED, "吴办事员", "入户核对"))
    assert dump(analyst) == held


def test_who_has_seen_the_other_change_may_go_on(model: LiveModel, other: LiveModel, runner: asyncio.Runner) -> None:
    runner.run(model.commit(change_of(Put(replace(_counted(model), households=10)))))
    runner.run(other.catch_up())
    runner.run(other.commit(change_of(Put(replace(_counted(other), households=20)))))
    assert _counted(other).households == 20


@pytest.mark.parametrize("caught_up", [True, False])
def test_what_changed_since_the_revision_a_client_read_is_a_conflict_even_if_this_process_knows_it(
    model: LiveModel, other: LiveModel, runner: asyncio.Runner, caught_up: bool
) -> None:
    """The client read revision 1; the fact changed in revision 2; it writes with `expected_revision` 1."""
    read = other.snapshot.revision
    runner.run(model.commit(change_of(Put(replace(_counted(model), households=10)))))
    if caught_up:
        runner.run(other.catch_up())
    late = change_of(Put(replace(_counted(other), households=20)))
    with pytest.raises(Conflict):
        runner.run(other.commit(late, expected_revision=read))
    assert runner.run(other.commit(change_of(somebody("xu")), expected_revision=read)).revision == read + 2
    assert runner.run(other.commit(late, expected_revision=read + 1)).revision == read + 3


def test_all_rivals_are_named(model: LiveModel, other: LiveModel, runner: asyncio.Runner) -> None:
    read = other.snapshot.revision
    for households in (1, 2, 3):
        runner.run(model.commit(change_of(Put(replace(_counted(model), households=households)))))
        runner.run(model.commit(change_of(somebody(f"n{households}"))))
    with pytest.raises(Conflict) as refused:
        runner.run(other.commit(change_of(Put(_counted(other))), expected_revision=read))
    assert [rival.revision for rival in refused.value.rivals] == [read + 1, read + 3, read + 5]


def test_a_look_for_rivals_reads_only_what_touched_the_same_facts(
    model: LiveModel, store: BoltStore, runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever decides on an old revision costs no reading of all that was written since."""
    read = model.snapshot.revision
    for n in range(5):
        runner.run(model.commit(change_of(somebody(f"n{n}"))))

    async def all_of_it(*_: object, **__: object) -> list[Recorded]:
        raise AssertionError("the whole journal was read")

    monkeypatch.setattr(store, "since", all_of_it)
    runner.run(model.commit(change_of(somebody("wu")), expected_revision=read))
    with pytest.raises(Conflict) as refused:
        runner.run(model.commit(change_of(somebody("n3")), expected_revision=read))
    assert [rival.revision for rival in refused.value.rivals] == [read + 4]


# -- several writers at once -----------------------------------------------------------------------------------------


async def _add_households(model: LiveModel, times: int) -> None:
    """Add one household, again and again; who is told of a conflict looks again and adds to what is there now."""

    def one_more(now: Snapshot) -> Change:
        counted = now.get(UnitState, COUNTED)
        assert counted is not None
        return change_of(Put(replace(counted, households=(counted.households or 0) + 1)))

    for _ in range(times):
        while True:
            with suppress(Conflict):
                await model.decide(one_more)
                break


@asynccontextmanager
async def _models(address: Neo4jAddress, count: int) -> AsyncIterator[list[LiveModel]]:
    """Live models of one record, each with a connection of its own, as so many processes have."""
    async with AsyncExitStack() as stack:
        stores = [
            await stack.enter_async_context(BoltStore.open(address.uri, address.user, address.password))
            for _ in range(count)
        ]
        yield [await LiveModel.start(store) for store in stores]


def _check_history(store: BoltStore, runner: asyncio.Runner, *models: LiveModel) -> Snapshot:
    """Revisions are consecutive, and the graph, the journal and every model say the same."""
    loaded, history = runner.run(store.load()), runner.run(store.since(0))
    assert [recorded.revision for recorded in history] == list(range(1, loaded.revision + 1))
    replayed = Snapshot.empty()
    for recorded in history:
        replayed = apply(replayed, recorded.change.operations).after
    assert contents(replayed) == contents(loaded)
    for model in models:
        runner.run(model.catch_up())
        assert model.snapshot.revision == loaded.revision
        assert contents(model.snapshot) == contents(loaded)
    return loaded


def test_those_who_write_through_one_model_take_turns(
    model: LiveModel, store: BoltStore, runner: asyncio.Runner
) -> None:
    first = model.snapshot.revision + 1

    async def all_at_once() -> list[Recorded]:
        adding = asyncio.gather(*(_add_households(model, 2) for _ in range(5)))
        kept = await asyncio.gather(*(model.commit(change_of(somebody(f"n{n}"))) for n in range(10)))
        await adding
        return kept

    kept = runner.run(all_at_once())
    assert [recorded.revision for recorded in kept] == sorted({recorded.revision for recorded in kept})
    loaded = _check_history(store, runner, model)
    assert loaded.revision == first + 19
    assert _counted(model).households == 10


def test_no_update_is_lost_between_models(
    model: LiveModel, store: BoltStore, runner: asyncio.Runner, neo4j_server: RunningNeo4j
) -> None:
    """Three models add to the same number at the same time."""

    async def all_at_once() -> None:
        async with _models(neo4j_server.address, 3) as models:
            await asyncio.gather(*(_add_households(each, 5) for each in models))

    runner.run(all_at_once())
    _check_history(store, runner, model)
    assert _counted(model).households == 15


def test_those_who_change_different_facts_all_succeed(
    model: LiveModel, store: BoltStore, runner: asyncio.Runner, neo4j_server: RunningNeo4j
) -> None:
    """Eight models write what has nothing to do with one another: nobody is told to try again."""

    async def write(number: int, each: LiveModel) -> list[str]:
        refused = []
        for turn in range(6):
            try:
                await each.commit(change_of(somebody(f"{number}-{turn}")))
            except Unavailable as error:
                refused.append(str(error))
        return refused

    async def all_at_once() -> list[list[str]]:
        async with _models(neo4j_server.address, 8) as models:
            return await asyncio.gather(*(write(number, each) for number, each in enumerate(models)))

    refused = runner.run(all_at_once())
    _check_history(store, runner, model)
    assert refused == [[]] * 8


def _add_households_in_a_process(address: Neo4jAddress, times: int) -> int:
    """What each of several processes does: write, and say at which revision it ended."""

    async def add() -> int:
        async with _models(address, 1) as (model,):
            await _add_households(model, times)
            return model.snapshot.revision

    return asyncio.run(add())


def test_no_update_is_lost_between_processes(
    model: LiveModel, store: BoltStore, runner: asyncio.Runner, neo4j_server: RunningNeo4j
) -> None:
    revision = model.snapshot.revision
    with ProcessPoolExecutor(3, mp_context=multiprocessing.get_context("spawn")) as pool:
        writing = [pool.submit(_add_households_in_a_process, neo4j_server.address, 6) for _ in range(3)]
        ends = [each.result(timeout=HANG_S) for each in writing]
    loaded = _check_history(store, runner, model)
    assert _counted(model).households == 18
    assert loaded.revision == max(ends) == revision + 18


def test_two_that_start_on_a_new_record_give_it_the_default_settings_once(
    store: BoltStore, runner: asyncio.Runner, neo4j_server: RunningNeo4j
) -> None:
    address = neo4j_server.address

    async def begin() -> LiveModel:
        async with BoltStore.open(address.uri, address.user, address.password) as mine:
            return await start_model(mine)

    async def together() -> list[LiveModel]:
        return await asyncio.gather(*(begin() for _ in range(3)))

    models = runner.run(together())
    assert {model.snapshot.revision for model in models} == {1}
    assert len(list(models[0].snapshot.all(StaffingRule))) == 7
    assert len(runner.run(store.since(0))) == 1


# -- following -------------------------------------------------------------------------------------------------------


def test_a_follower_hears_of_every_change_in_order(model: LiveModel, other: LiveModel, runner: asyncio.Runner) -> None:
    heard: list[Recorded] = []
    other.watch(heard.append)

    async def write_and_follow() -> list[Recorded]:
        following = asyncio.create_task(other.follow(0.01))
        kept = [await model.commit(change_of(somebody(f"n{n}"))) for n in range(5)]
        await other.wait_for(kept[-1].revision, 30)
        following.cancel()
        return kept

    assert runner.run(write_and_follow()) == heard
    assert contents(other.snapshot) == contents(model.snapshot)


def test_who_waits_for_a_revision_gets_it_or_is_told_that_it_has_not_come(
    model: LiveModel, other: LiveModel, runner: asyncio.Runner
) -> None:
    revision = runner.run(model.commit(change_of(somebody("wu")))).revision
    runner.run(other.wait_for(revision, 5))
    assert other.snapshot.revision == revision, "it asked the record at once"
    with pytest.raises(Unavailable, match=f"{revision + 1} has not come .*newest is {revision}"):
        runner.run(other.wait_for(revision + 1, 0.05))


class Wire:
    """A wire to Neo4j: what one side says, the other hears, until it is told to lose the answer to a commit."""

    COMMIT = bytes.fromhex("0002 B012 0000")  # a chunk of two bytes, the message COMMIT without fields, the end

    def __init__(self, port: int) -> None:
        self.neo4j_port = port
        self.port = 0
        self.lose_next_commit = False
        self.lost = False

    @asynccontextmanager
    async def laid(self) -> "AsyncIterator[Wire]":
        server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        async with server:
            yield self

    async def _carry(self, near: asyncio.StreamReader, near_out: asyncio.StreamWriter) -> None:
        far, far_out = await asyncio.open_connection("127.0.0.1", self.neo4j_port)
        await asyncio.gather(self._ask(near, far_out), self._answer(far, near_out))

    async def _ask(self, near: asyncio.StreamReader, far_out: asyncio.StreamWriter) -> None:
        while data := await near.read(65_536):
            if self.lose_next_commit and self.COMMIT in data:
                self.lose_next_commit, self.lost = False, True
            far_out.write(data)
            await far_out.drain()
        far_out.close()

    async def _answer(self, far: asyncio.StreamReader, near_out: asyncio.StreamWriter) -> None:
        while data := await far.read(65_536):
            if self.lost:
                self.lost = False
                break
            near_out.write(data)
            await near_out.drain()
        near_out.close()


def test_a_change_whose_answer_was_lost_is_there_once(
    model: LiveModel, store: BoltStore, runner: asyncio.Runner, neo4j_server: RunningNeo4j
) -> None:
    """Neo4j commits, and the connection breaks before it can say so: the writer is told, looks again, and finds it."""
    address = neo4j_server.address
    wire = Wire(int(address.uri.rsplit(":", 1)[1]))
    revision = model.snapshot.revision

    async def write_over_a_bad_wire() -> LiveModel:
        async with (
            wire.laid(),
            BoltStore.open(f"bolt://127.0.0.1:{wire.port}", address.user, address.password) as far_store,
        ):
            far = await LiveModel.start(far_store)
            wire.lose_next_commit = True
            try:
                await far.commit(change_of(somebody("wu")))
            except Unavailable as error:  # it need not be raised, if the store itself finds that the change is there
                told.append(str(error))
            assert not wire.lose_next_commit
            await far.catch_up()
            assert far.snapshot.get(Person, "person-wu") is not None
            await far.commit(change_of(somebody("xu")))
            return far

    told: list[str] = []
    far = runner.run(write_over_a_bad_wire())
    loaded = _check_history(store, runner, model)
    assert far.snapshot.revision == loaded.revision == revision + 2
    assert all("may have been kept" in sentence for sentence in told), told


class MayFail:
    """The record, which can be made to fail."""

    def __init__(self, store: BoltStore) -> None:
        self.store = store
        self.failing = False

    async def since(self, revision: int) -> list[Recorded]:
        if self.failing:
            raise Unavailable("No Neo4j answers.")
        return await self.store.since(revision)


def test_a_follower_that_cannot_follow_says_so_answers_on_and_catches_up_later(
    model: LiveModel, store: BoltStore, runner: asyncio.Runner
) -> None:
    record = MayFail(store)
    behind = LiveModel(cast("Record", record), model.snapshot)

    async def story() -> None:
        following = asyncio.create_task(behind.follow(0.01))
        record.failing = True
        await until(lambda: behind.behind is not None)
        assert behind.behind == "No Neo4j answers."
        recorded = await model.commit(change_of(somebody("wu")))
        assert behind.snapshot.revision == recorded.revision - 1
        record.failing = False
        await until(lambda: behind.behind is None and behind.snapshot.revision == recorded.revision)
        following.cancel()

    runner.run(story())
    assert contents(behind.snapshot) == contents(model.snapshot)


# -- looking ahead and back ------------------------------------------------------------------------------------------


def test_a_preview_says_what_would_be_kept_and_keeps_nothing(
    model: LiveModel, runner: asyncio.Runner, analyst: neo4j.Driver
) -> None:
    snapshot, held, change = model.snapshot, dump(analyst), change_of(somebody("wu"))
    previewed = runner.run(model.preview(lambda _: change))
    assert model.snapshot is snapshot
    assert dump(analyst) == held
    assert runner.run(model.commit(change)) == previewed


def test_every_revision_can_be_looked_at_again(store: BoltStore, runner: asyncio.Runner) -> None:
    """A model that was loaded at the end answers for each revision as the model did then."""
    organisation = random_organisation(3, size=2, changes=6)
    keep(organisation, store, runner)
    model = runner.run(LiveModel.start(store))
    asked = readings(organisation.snapshot())
    for revision, snapshot in enumerate(organisation.snapshots):
        past = runner.run(model.past(revision))
        assert past.revision == revision
        for day in (FIRST, DAY, date(2025, 12, 31)):
            assert differences(View(snapshot, day), View(past, day), asked) == []


def test_so_it_is_from_wherever_and_in_however_small_steps_it_is_wound_back(
    store: BoltStore, runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The nearest newer revision at hand is where it begins; only what lies between is read."""
    monkeypatch.setattr("graph.live.REWOUND_AT_ONCE", 2)
    organisation = random_organisation(3, size=2, changes=6)
    keep(organisation, store, runner)
    asked = readings(organisation.snapshot())
    for revisions in ((5, 4, 1), (0, 6, 3), (2, 1, 0)):
        model = runner.run(LiveModel.start(store))
        for revision in revisions:
            past = runner.run(model.past(revision))
            assert past.revision == revision
            assert differences(View(organisation.snapshots[revision], DAY), View(past, DAY), asked) == []


def test_a_request_goes_back_as_far_as_it_may_and_the_next_goes_on_from_there(
    store: BoltStore, runner: asyncio.Runner
) -> None:
    """What it may cost bounds what it reads of the journal; how far it came is kept."""
    organisation = random_organisation(3, size=2, changes=12)
    keep(organisation, store, runner)
    newest = len(organisation.snapshots) - 1
    sizes = {r.revision: len(r.change.operations) for r in runner.run(store.since(1))}
    limit = UNITS_STATEMENT + UNITS_ENTRY * newest + UNITS_REWOUND + 2 * UNITS_OPERATION * max(sizes.values())
    model = runner.run(LiveModel.start(store))
    refusals, read = [], _reading(store)

    def asked() -> Snapshot | None:
        try:
            return runner.run(model.past(1, Meter(limit)))
        except TooCostly as refusal:
            refusals.append(str(refusal))
            return None

    past = next(found for found in (asked() for _ in range(newest)) if found is not None)
    assert [refusal for refusal in refusals if "asked again it goes on from there" in refusal] == refusals != []
    assert past.revision == 1
    assert differences(View(organisation.snapshots[1], DAY), View(past, DAY), readings(past)) == []
    assert sorted(read) == sorted(set(range(2, newest + 1))), "each change is read once, however often it is asked"


def test_a_change_that_is_larger_than_a_request_may_read_is_refused(store: BoltStore, runner: asyncio.Runner) -> None:
    model = keep(random_organisation(3, size=2, changes=2), store, runner)
    size = len(cast("Recorded", runner.run(store.read(1))).change.operations)
    journal = Journal(store, Meter(UNITS_STATEMENT + UNITS_OPERATION * size - 1))
    with pytest.raises(TooCostly):
        runner.run(journal.read(1))
    enough = Journal(store, Meter(UNITS_STATEMENT + UNITS_OPERATION * size))
    assert runner.run(enough.read(1)) == runner.run(store.read(1))
    few = runner.run(Journal(store, Meter(UNITS_STATEMENT + UNITS_OPERATION * 2)).read(1, 1, 2))
    assert few is not None
    assert len(few.change.operations) == 2
    named = {o.fact_id for o in cast("Recorded", runner.run(store.read(1))).change.operations}
    with pytest.raises(TooCostly):
        runner.run(Journal(store, Meter(3 * UNITS_STATEMENT)).touching(named, after=0))
    assert model.snapshot.meter is UNMETERED


def test_what_is_published_is_metered_by_nobody(model: LiveModel, runner: asyncio.Runner) -> None:
    """A request's meter counts its change, and has nothing to do with what others read afterwards."""
    meter = Meter()
    runner.run(model.decide(lambda _: change_of(somebody("wu")), meter=meter))
    cost = meter.cost
    assert cost > 0
    assert model.snapshot.meter is UNMETERED
    for unit in model.snapshot.all(Unit):
        model.snapshot.linked(UnitState, "unit", unit.id)
    assert meter.cost == cost
    before = model.snapshot
    with pytest.raises(TooCostly):
        runner.run(model.decide(lambda _: change_of(somebody("liu")), meter=Meter(1)))
    assert model.snapshot is before


def _reading(store: BoltStore) -> list[int]:
    """The revisions of the changes that are read from now on."""
    read: list[int] = []
    since = store.since

    async def noted(revision: int, until: int | None = None) -> list[Recorded]:
        found = await since(revision, until)
        read.extend(recorded.revision for recorded in found)
        return found

    store.since = noted  # type: ignore[method-assign]
    return read


@pytest.mark.parametrize("revision", [-1, 8, 10**9])
def test_a_revision_that_is_not_there_is_not_found(store: BoltStore, runner: asyncio.Runner, revision: int) -> None:
    model = keep(random_organisation(3, size=2, changes=6), store, runner)
    with pytest.raises(NotFound, match="newest is 7"):
        runner.run(model.past(revision))


def test_a_revision_that_is_in_memory_costs_no_round_trip(store: BoltStore, runner: asyncio.Runner) -> None:
    organisation = random_organisation(3, size=2, changes=2)
    model = keep(organisation, store, runner)
    before = store.round_trips
    numbers = range(model.snapshot.revision + 1)
    assert [runner.run(model.past(number)).revision for number in numbers] == [*numbers]
    assert store.round_trips == before


# -- helpers ---------------------------------------------------------------------------------------------------------


def _chief(model: LiveModel) -> Holding:
    """Chen's post."""
    post = model.snapshot.get(Holding, "holding-1")
    assert post is not None
    return post


def _counted(model: LiveModel) -> UnitState:
    counted = model.snapshot.get(UnitState, COUNTED)
    assert counted is not None
    return counted
