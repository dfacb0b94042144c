"""A log of transactions that a full disk has torn is cut, and nothing acknowledged is lost; other damage is refused."""

import hashlib
import shutil
from pathlib import Path

import neo4j
import psutil
import pytest

from graph.engine import tearing
from graph.engine.embedded import RunningNeo4j, start
from graph.engine.errors import DiskFull, LogUnreadable
from tests.conftest import SMALL
from tests.fuzz.effort import EFFORT
from tests.waiting import wait_until

LOG = Path("data/transactions/neo4j/neostore.transaction.db.0")
FULL = "java.io.IOException: No space left on device\n"


def written(running: RunningNeo4j, number: int) -> None:
    address = running.address
    with neo4j.GraphDatabase.driver(address.uri, auth=(address.user, address.password)) as driver:
        driver.execute_query(
            "UNWIND range(1, 40) AS n CREATE (:Kept {number: $number, text: $text})", number=number, text="字" * 9
        )


def kept(running: RunningNeo4j) -> dict[int, int]:
    """How many nodes there are of each number."""
    address = running.address
    with neo4j.GraphDatabase.driver(address.uri, auth=(address.user, address.password)) as driver:
        found = driver.execute_query("MATCH (k:Kept) RETURN k.number AS number, count(*) AS many").records
    return {record["number"]: record["many"] for record in found}


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """The folder of a Neo4j that was killed after two transactions, and how long its log was after the first."""
    folder = tmp_path_factory.mktemp("killed") / "data"
    running = start(folder, purpose="a test", options=SMALL)
    written(running, 1)
    length = (folder / LOG).stat().st_size
    written(running, 2)
    psutil.Process(running.holder.neo4j_pid).kill()
    wait_until(lambda: running.poll() is not None)
    running.stop()
    return folder, length


def torn(killed: tuple[Path, int], to: Path, share: float) -> Path:
    """A copy in which the second transaction stands as a full disk leaves it: a part, then all of it."""
    folder, length = killed
    shutil.copytree(folder, to)
    log = (to / LOG).read_bytes()
    second = log[length:]
    (to / LOG).write_bytes(log[:length] + second[: int(len(second) * share)] + second)
    return to


@pytest.mark.parametrize("share", [0.1, 0.35, 0.6, 0.85] if EFFORT > 1 else [0.35])
def test_what_a_full_disk_tore_is_cut_off_and_all_before_it_is_kept(
    killed: tuple[Path, int], tmp_path: Path, share: float
) -> None:
    folder = torn(killed, tmp_path / "data", share)
    with (folder / "logs" / "debug.log").open("a") as log:
        log.write(FULL)
    before = (folder / LOG).read_bytes()
    said: list[str] = []
    with start(folder, purpose="a test", options=SMALL, on_progress=said.append) as running:
        found = kept(running)
        assert found[1] == 40
        assert found.get(2, 40) == 40, "all of it or nothing"
        if any("has torn" in sentence for sentence in said):
            (aside,) = (folder / tearing.ASIDE).iterdir()
            assert (aside / "neo4j" / LOG.name).read_bytes() == before
        written(running, 3)
    with start(folder, purpose="a test", options=SMALL, on_progress=said.append) as running:
        assert kept(running)[3] == 40
    assert "fail_on_corrupted_log_files" not in (folder / "conf" / "neo4j.conf").read_text()
    assert sum("has torn" in sentence for sentence in said) <= 1


def test_a_log_that_is_damaged_without_a_full_disk_is_left_alone_and_refused(
    killed: tuple[Path, int], tmp_path: Path
) -> None:
    folder = torn(killed, tmp_path / "data", 0.6)
    with (folder / "logs" / "debug.log").open("a") as log:
        log.write(FULL)
    tearing.mark_healthy(folder)  # what was before is over
    damaged = bytearray((folder / LOG).read_bytes())
    damaged[killed[1] - 200 : killed[1] - 100] = b"\xff" * 100
    (folder / LOG).write_bytes(bytes(damaged))
    before = hashlib.sha256((folder / LOG).read_bytes()).digest()
    with pytest.raises(LogUnreadable):
        start(folder, purpose="a test", options=SMALL)
    assert hashlib.sha256((folder / LOG).read_bytes()).digest() == before
    assert not (folder / tearing.ASIDE).exists()


def test_what_can_t_be_copied_is_not_cut_and_that_is_said(killed: tuple[Path, int], tmp_path: Path) -> None:
    folder = torn(killed, tmp_path / "data", 0.35)
    with (folder / "logs" / "debug.log").open("a") as log:
        log.write(FULL)
    before = (folder / LOG).read_bytes()
    (folder / tearing.ASIDE).write_text("in the way")
    with pytest.raises(DiskFull, match="can't be copied"):
        start(folder, purpose="a test", options=SMALL)
    assert (folder / LOG).read_bytes() == before


def test_what_was_full_is_told_by_what_was_logged_since(tmp_path: Path) -> None:
    assert not tearing.was_full(tmp_path)
    logs = tmp_path / "logs"
    logs.mkdir()
    (logs / "debug.log").write_text(FULL)
    assert not tearing.was_full(tmp_path), "nothing is noted"
    tearing.mark_healthy(tmp_path)
    assert not tearing.was_full(tmp_path), "it was, before"
    with (logs / "debug.log").open("a") as log:
        log.write(FULL)
    assert tearing.was_full(tmp_path)
    (logs / "debug.log").write_text(FULL[:20])
    assert not tearing.was_full(tmp_path), "begun anew"
    (tmp_path / tearing.MARK).write_text("[]")
    assert not tearing.was_full(tmp_path)
