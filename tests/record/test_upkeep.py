"""A Neo4j of our own that ends, in whatever way, is started again by itself: on its port, with its data, with room."""

import asyncio
import shutil
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import neo4j
import psutil
import pytest

from graph.engine import holder, upkeep
from graph.engine.embedded import RunningNeo4j, start
from graph.engine.errors import EngineError, FolderInUse, HeapFull, NotEnoughMemory
from graph.engine.starting import answers_bolt
from graph.engine.upkeep import Reviver, Upkeep
from tests.conftest import SMALL
from tests.waiting import HANG_S, until


@pytest.fixture
def folder(ended: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(ended, tmp_path / "data"))


async def never_shut() -> bool:
    return False


async def never_answered() -> bool:
    """As a driver that has been asked something just before its Neo4j ended, and tries again and again."""
    return bool(await asyncio.get_running_loop().create_future())


def java_of(running: RunningNeo4j) -> psutil.Process:
    return psutil.Process(running.holder.neo4j_pid)


def count(running: RunningNeo4j, *, add: bool = False) -> int:
    """How many nodes there are, after one more is made if asked."""
    address = running.address
    auth = (address.user, address.password)
    with neo4j.GraphDatabase.driver(address.uri, auth=auth) as driver:
        if add:
            driver.execute_query("CREATE (:Kept)")
        return int(driver.execute_query("MATCH (n:Kept) RETURN count(n) AS n").records[0]["n"])


def test_killed_again_and_again_it_answers_again_with_all_that_was_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(upkeep, "DELAYS_S", (0.0,) * 20)

    async def story(running: RunningNeo4j) -> None:
        state = Upkeep()
        watching = asyncio.create_task(Reviver(running, never_answered, state).watch())
        address = running.address
        for round_ in range(3):
            assert await asyncio.to_thread(count, running, add=True) == round_ + 1
            java = java_of(running)
            if round_ == 1:
                java.parent().kill()  # type: ignore[union-attr]  # the guardian, which takes Java along
            else:
                java.kill()
            await until(lambda: state.said is not None)
            assert "started again" in str(state.said)
            await until(lambda: state.said is None)
            assert running.address == address
            assert holder.find_note(folder) == running.holder
            assert running.holder.neo4j_pid != java.pid
        assert await asyncio.to_thread(count, running) == 3
        watching.cancel()

    with start(folder, purpose="a test", options=SMALL) as running:
        asyncio.run(story(running))
    assert not holder.is_held(folder)
    assert sum("answers again" in record.message for record in caplog.records) == 3


def test_while_it_is_started_again_nobody_else_takes_the_folder(folder: Path) -> None:
    with start(folder, purpose="serving", options=SMALL) as running:
        java = java_of(running)
        java.kill()
        java.wait()
        running._guardian.process.wait()  # type: ignore[union-attr]  # it is ours
        with pytest.raises(FolderInUse):
            start(folder, purpose="a test")
        running.start_again()
        assert answers_bolt(running.holder.bolt_port)


def test_a_database_that_is_shut_while_its_server_lives_on_is_started_again(folder: Path) -> None:
    async def story(running: RunningNeo4j) -> None:
        state, shut = Upkeep(), True
        first = running.holder.neo4j_pid

        async def is_shut() -> bool:
            return shut and running.holder.neo4j_pid == first

        watching = asyncio.create_task(Reviver(running, is_shut, state).watch())
        await until(lambda: "shut its database" in str(state.said))
        await until(lambda: state.said is None)
        assert running.holder.neo4j_pid != first
        watching.cancel()

    with start(folder, purpose="a test", options=SMALL) as running:
        asyncio.run(story(running))


def test_what_cannot_be_mended_is_tried_ever_more_seldom(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr(upkeep, "DELAYS_S", (0.0, 0.001))
    monkeypatch.setattr(upkeep, "WINDOW_S", HANG_S)

    async def story(running: RunningNeo4j) -> None:
        state = Upkeep()
        reviver = Reviver(running, never_shut, state)
        monkeypatch.setattr(reviver, "_wait_s", _noting(reviver._wait_s, waits))
        marks = running.folder / "data" / "databases" / "neo4j" / "neostore"
        java_of(running).kill()
        await until(lambda: running.poll() is not None)
        marks.write_bytes(b"\xff" * 8192)
        watching = asyncio.create_task(reviver.watch())
        await until(lambda: len(waits) == 3)
        assert "cannot open its data" in str(state.said)
        watching.cancel()

    with start(folder, purpose="a test", options=SMALL) as running:
        asyncio.run(story(running))
    assert waits == [0.0, 0.001, HANG_S]


def _noting(found: Callable[[], float], waits: list[float]) -> Callable[[], float]:
    def noted() -> float:
        waits.append(found())
        return waits[-1]

    return noted


def test_stopped_while_it_is_started_again_it_stays_ended(folder: Path) -> None:
    running = start(folder, purpose="a test", options=SMALL)
    java_of(running).kill()
    failed: list[EngineError] = []

    def again() -> None:
        try:
            running.start_again()
        except EngineError as error:
            failed.append(error)

    starting = threading.Thread(target=again)
    starting.start()
    time.sleep(1)
    running.stop()
    starting.join(HANG_S)
    assert not starting.is_alive()
    assert running.poll() is not None
    assert not holder.is_held(folder)
    assert not [p for p in psutil.process_iter(["cmdline"]) if f"--home-dir={folder}" in (p.info["cmdline"] or ())]


def test_where_the_heap_is_too_small_for_the_data_it_gets_more_by_itself_and_says_so(folder: Path) -> None:
    said: list[str] = []
    with start(folder, purpose="a test", options=replace(SMALL, heap_mib=24), on_progress=said.append) as running:
        assert count(running, add=True) == 1
        assert any("ran out of memory; it is started again with" in sentence for sentence in said)
        java_of(running).send_signal(signal.SIGKILL)
        running._guardian.process.wait()  # type: ignore[union-attr]
        running.start_again()
        assert count(running) == 1


def test_without_data_too_small_a_heap_is_the_operators_mistake(tmp_path: Path) -> None:
    with pytest.raises(NotEnoughMemory):
        start(tmp_path, purpose="a test", options=replace(SMALL, heap_mib=24))


def test_a_heap_is_never_larger_than_half_of_what_the_machine_has_left(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.engine.launch.available_mib", lambda: 50)
    with pytest.raises(HeapFull):
        start(folder, purpose="a test", options=replace(SMALL, heap_mib=24))
