"""The access log on a real Neo4j: written before the answer, moved exactly once whatever dies, and proved."""

import asyncio
import fcntl
import os
import resource
import shutil
import stat
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import neo4j
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.access.chain import Link
from graph.access.grants import NotLogged
from graph.errors import Unavailable
from graph.record import access_log
from graph.record.access_files import MARKS, noted_marks, segments
from graph.record.access_log import AccessLog
from graph.record.access_rows import AccessRows
from graph.record.auditing import Audit
from graph.record.bolt import BoltStore
from tests.builders.accesses import access, audited, die, logged, record, requests
from tests.fuzz.effort import examples

# -- written -----------------------------------------------------------------------------------------------------------


def test_an_access_is_in_the_file_when_its_record_returns(
    runner: asyncio.Runner, folder: Path, started: Callable[[], AccessLog]
) -> None:
    log = started()
    for number in range(3):
        record(runner, log, [number])
        assert [entry.request for link in logged(folder) for entry in link.entries][-1] == f"r-{number}"
    modes = {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert (modes, stat.S_IMODE(folder.stat().st_mode)) == ({0o600}, 0o700)


def test_many_that_wait_share_a_few_writes(
    runner: asyncio.Runner, folder: Path, started: Callable[[], AccessLog]
) -> None:
    log = started()
    record(runner, log, range(1_000))
    links = logged(folder)
    assert [entry.request for link in links for entry in link.entries] == [f"r-{number}" for number in range(1_000)]
    assert len(links) == 1_000 / access_log.MOST_ENTRIES


def test_an_access_of_many_people_becomes_several_of_one_request(
    runner: asyncio.Runner, folder: Path, started: Callable[[], AccessLog]
) -> None:
    people = [f"p-{number}" for number in range(2_500)]
    runner.run(started().record(access(1, people)))
    entries = [entry for link in logged(folder) for entry in link.entries]
    assert [person for entry in entries for person in entry.people] == people
    assert {entry.request for entry in entries} == {"r-1"}
    assert max(len(entry.people) for entry in entries) == access_log.MOST_PEOPLE


def test_texts_are_clipped_and_cleaned(runner: asyncio.Runner, folder: Path, started: Callable[[], AccessLog]) -> None:
    runner.run(started().record(replace(access(1), operation="x" * 400_000, key_name="热\ud800线\u202e\n")))
    [entry] = [entry for link in logged(folder) for entry in link.entries]
    assert (len(entry.operation), entry.key_name) == (access_log.LONGEST_TEXT, "热�线��")


def test_a_caller_who_goes_away_harms_nobody(
    runner: asyncio.Runner, folder: Path, started: Callable[[], AccessLog]
) -> None:
    log = started()

    async def some_give_up() -> None:
        tasks = [asyncio.create_task(log.record(access(number))) for number in range(20)]
        await asyncio.sleep(0)
        for task in tasks[::2]:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert [task.exception() for task in tasks[1::2]] == [None] * 10

    runner.run(some_give_up())
    found = {entry.request for link in logged(folder) for entry in link.entries}
    assert found >= {f"r-{number}" for number in range(1, 20, 2)}


# -- not written -------------------------------------------------------------------------------------------------------


def refuses(runner: asyncio.Runner, log: AccessLog, number: int) -> str:
    with pytest.raises(NotLogged) as caught:
        record(runner, log, [number])
    return str(caught.value)


def test_what_cannot_be_written_is_said_and_tried_again(
    runner: asyncio.Runner, folder: Path, started: Callable[[], AccessLog]
) -> None:
    """The folder's name is taken by a file; then it is not."""
    log = started()
    folder.write_text("in the way")
    assert "联系方式已隐藏" in refuses(runner, log, 1)
    folder.unlink()
    record(runner, log, [2])
    assert [entry.request for link in logged(folder) for entry in link.entries] == ["r-2"]


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """A limit to the length of files, which the operating system keeps: as a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("room", [0, 1, 100, 300])
def test_on_a_full_disk_nothing_is_written_by_halves(
    runner: asyncio.Runner, folder: Path, rows: AccessRows, started: Callable[[], AccessLog], room: int
) -> None:
    log = started()
    record(runner, log, [1])
    [file] = folder.glob("*.log")
    whole = file.read_bytes()
    with files_of_at_most(len(whole) + room):
        for number in (2, 3):
            assert "File too large" in refuses(runner, log, number)
    assert file.read_bytes() == whole
    record(runner, log, [4])
    runner.run(log.move(rows))
    assert requests(runner, rows) == ["r-1", "r-4"]
    assert audited(runner, rows).faults == []


@pytest.mark.parametrize("remove", [shutil.rmtree, lambda folder: folder.rename(folder.with_name("elsewhere"))])
def test_files_that_were_removed_are_begun_anew_and_what_was_lost_shows(
    runner: asyncio.Runner,
    folder: Path,
    rows: AccessRows,
    started: Callable[[], AccessLog],
    remove: Callable[[Path], object],
) -> None:
    log = started()
    record(runner, log, [1])
    runner.run(log.move(rows))
    record(runner, log, [2])
    remove(folder)
    record(runner, log, [3])
    runner.run(log.move_all(rows))
    assert requests(runner, rows) == ["r-1", "r-3"]
    [fault] = audited(runner, rows, list(noted_marks(folder / MARKS))).faults
    assert "it had come to link 2, and ends with 1" in fault


def test_after_its_end_nothing_is_logged(runner: asyncio.Runner, started: Callable[[], AccessLog]) -> None:
    log = started()
    runner.run(log.close(None))
    assert "the service is ending" in refuses(runner, log, 1)


def test_a_disk_that_hangs_holds_up_nobody_for_ever(
    runner: asyncio.Runner, folder: Path, started: Callable[[], AccessLog], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access_log, "WRITE_WITHIN_S", 0.05)
    monkeypatch.setattr(access_log, "MOST_WAITING", 50)
    log, hung = started(), threading.Event()
    log._disk.submit(hung.wait)
    assert "not been written within" in refuses(runner, log, 1)

    async def crowd() -> list[BaseException | None]:
        tries = (log.record(access(number)) for number in range(100))
        return list(await asyncio.gather(*tries, return_exceptions=True))

    answers = runner.run(crowd())
    assert all(isinstance(answer, NotLogged) for answer in answers)
    assert any("others wait" in str(answer) for answer in answers)
    assert log._waiting == []
    hung.set()
    monkeypatch.setattr(access_log, "WRITE_WITHIN_S", 60.0)
    record(runner, log, [200])
    assert logged(folder)[-1].entries[-1].request == "r-200"


# -- moved exactly once ------------------------------------------------------------------------------------------------


def test_what_the_dead_left_is_moved_by_the_next_and_their_files_are_removed(
    runner: asyncio.Runner, folder: Path, rows: AccessRows, started: Callable[[], AccessLog]
) -> None:
    for number in range(3):
        log = started()
        record(runner, log, [number])
        die(log)
    living = started()
    record(runner, living, [3])
    assert runner.run(living.move_all(rows)) == 4
    assert requests(runner, rows) == ["r-0", "r-1", "r-2", "r-3"]
    assert len(segments(folder)) == 1, "its own"
    assert len(list(folder.glob("*.lock*"))) == 1
    runner.run(living.close(rows))
    assert [path.name for path in folder.iterdir()] == [MARKS]
    assert audited(runner, rows, list(noted_marks(folder / MARKS))) == Audit(chains=4, links=4, accesses=4)


def test_what_another_process_is_writing_is_moved_too_and_its_files_are_left(
    runner: asyncio.Runner, folder: Path, rows: AccessRows, started: Callable[[], AccessLog]
) -> None:
    one, other = started(), started()
    record(runner, one, [1])
    assert runner.run(other.move_all(rows)) == 1
    assert requests(runner, rows) == ["r-1"]
    record(runner, one, [2])
    assert runner.run(one.move(rows)) == 2, "read again, and passed over"
    assert requests(runner, rows) == ["r-1", "r-2"]
    assert len(segments(folder)) == 1


def test_long_files_are_changed_for_fresh_ones_and_removed_when_moved(
    runner: asyncio.Runner,
    folder: Path,
    rows: AccessRows,
    started: Callable[[], AccessLog],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("graph.record.access_files.LONGEST_SEGMENT", 2_000)
    log = started()
    for number in range(20):
        record(runner, log, [number])
    assert len(list(folder.glob("*.log"))) > 3
    runner.run(log.move(rows))
    assert len(list(folder.glob("*.log"))) == 1
    record(runner, log, [20])
    runner.run(log.move(rows))
    assert requests(runner, rows) == [f"r-{number}" for number in range(21)]


def test_what_was_written_in_part_only_was_never_shown(
    runner: asyncio.Runner, folder: Path, rows: AccessRows, started: Callable[[], AccessLog]
) -> None:
    log = started()
    record(runner, log, [1])
    record(runner, log, [2])
    die(log)
    [file] = folder.glob("*.log")
    file.write_bytes(file.read_bytes()[:-9])
    runner.run(started().move_all(rows))
    assert requests(runner, rows) == ["r-1"]
    assert segments(folder) == {}


def test_a_line_that_makes_no_sense_is_passed_over_and_kept(
    runner: asyncio.Runner,
    folder: Path,
    rows: AccessRows,
    started: Callable[[], AccessLog],
    caplog: pytest.LogCaptureFixture,
) -> None:
    log = started()
    for number in (1, 2, 3):
        record(runner, log, [number])
    die(log)
    [file] = folder.glob("*.log")
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(lines[0] + b'{"number": []}\n' + b"\x00\xff\n" + lines[2])
    runner.run(started().move_all(rows))
    assert requests(runner, rows) == ["r-1", "r-3"]
    assert [path.suffix for path in folder.iterdir() if path.name != MARKS] == [".damaged"]
    assert "no link of its chain" in caplog.text
    [fault] = audited(runner, rows).faults
    assert "lacks link 2" in fault


class Failing(AccessRows):
    """Neo4j as it is when it goes away: before a statement, or after it with the answer lost."""

    def __init__(self, store: BoltStore, chances: Iterator[str]) -> None:
        super().__init__(store)
        self.chances = chances

    async def keep(self, links: Sequence[Link]) -> None:
        chance = next(self.chances, "fine")
        if chance != "before":
            await super().keep(links)
        if chance != "fine":
            raise Unavailable("No Neo4j answers.")


ACTS = st.sampled_from(["record", "record", "move", "move all", "die", "torn", "close", "another"])


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("houses")


@examples(15)
@given(
    acts=st.lists(ACTS, min_size=5, max_size=25), chances=st.lists(st.sampled_from(["fine", "fine", "before", "after"]))
)
def test_whatever_dies_when_each_access_is_in_neo4j_once_and_in_its_order(
    store: BoltStore, analyst: neo4j.Driver, runner: asyncio.Runner, house: Path, acts: list[str], chances: list[str]
) -> None:
    """Processes come and go at any point; Neo4j refuses, or keeps and does not say so."""
    analyst.execute_query("MATCH (n) WHERE n:Access OR n:AccessLink OR n:AccessChain DETACH DELETE n")
    folder = house / f"{len(list(house.iterdir()))}"
    failing, written, number = Failing(store, iter(chances)), list[str](), 0
    logs = [AccessLog(folder)]
    for act in acts:
        log = logs[-1]
        with suppress(Unavailable):
            match act:
                case "record":
                    record(runner, log, [number, number + 1])
                    written += [f"r-{number}", f"r-{number + 1}"]
                    number += 2
                case "move":
                    runner.run(log.move(failing))
                case "move all":
                    runner.run(log.move_all(failing))
                case "another":
                    logs.append(AccessLog(folder))
                case "die" | "torn":
                    newest = [] if log._file is None else sorted(folder.glob(f"{log._file.chain}.*.log"))
                    die(log)
                    if act == "torn" and newest:
                        with newest[-1].open("ab") as file:
                            file.write(b'{"chain":"half a li')
                    logs.append(AccessLog(folder))
                case "close":
                    logs.append(AccessLog(folder))
                    runner.run(log.close(failing))
    for log in logs:
        die(log)
    last, rows = AccessLog(folder), AccessRows(store)
    runner.run(last.move_all(rows))
    assert sorted(requests(runner, rows)) == sorted(written)
    found = audited(runner, rows, list(noted_marks(folder / MARKS)))
    assert (found.faults, found.accesses) == ([], len(written))
    assert segments(folder) == {}
    runner.run(last.close(None))


def test_two_who_move_the_same_at_once_move_it_once(
    runner: asyncio.Runner, rows: AccessRows, folder: Path, started: Callable[[], AccessLog]
) -> None:
    log = started()
    for number in range(30):
        record(runner, log, [number])
    links = logged(folder)

    async def race() -> None:
        await asyncio.gather(*(rows.keep(links[start:]) for start in (0, 0, 0)))

    runner.run(race())
    assert requests(runner, rows) == [f"r-{number}" for number in range(30)]
    assert audited(runner, rows).faults == []


def test_a_living_process_is_never_taken_for_a_dead_one(
    runner: asyncio.Runner, folder: Path, started: Callable[[], AccessLog]
) -> None:
    """Its lock is held from before anybody can see it until the process is gone."""
    log = started()
    record(runner, log, [1])
    [lock] = folder.glob("*.lock")
    other = os.open(lock, os.O_RDWR)
    with pytest.raises(BlockingIOError):
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    die(log)
    fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.close(other)
