"""A real Neo4j of one's own: it starts, is shared, dies with its parent, and every failure is told in one sentence.

Nothing here is pretended: the failures are brought about.  A started and ended data folder is copied where a test
needs one to spoil.
"""

import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from graph.engine import failures, holder
from graph.engine.artifacts import class_path, jars_folder
from graph.engine.embedded import RunningNeo4j, join_or_start, start
from graph.engine.errors import (
    DataDamaged,
    DataFromNewer,
    DiskFull,
    EngineError,
    FolderInUse,
    FolderNotWritable,
    JarsMissing,
    JavaMissing,
    JavaTooOld,
    Neo4jFailed,
    NotEnoughMemory,
    PasswordLost,
    PortTaken,
    StartTimedOut,
)
from graph.engine.launch import Options
from graph.engine.starting import answers_bolt
from tests.conftest import SMALL
from tests.waiting import wait_until

NOBODY = 65534
REPOSITORY = Path(__file__).parents[2]

STARTER = """
import sys, time
from pathlib import Path
from graph.engine.embedded import start
from graph.engine.launch import Options
neo4j = start(Path(sys.argv[1]), purpose="being killed", options=Options(heap_mib=256, page_cache_mib=64))
print(neo4j.holder.neo4j_pid, flush=True)
time.sleep(600)
"""


@pytest.fixture
def spoilt(ended: Path, tmp_path: Path) -> Path:
    """A copy of such a folder for a test to spoil."""
    return Path(shutil.copytree(ended, tmp_path / "spoilt"))


def fails(folder: Path, options: Options = SMALL) -> EngineError:
    """The error that starting ends in; whatever it is, nothing of ours is left running on the folder."""
    with pytest.raises(EngineError) as caught:
        start(folder, purpose="a test", options=options)
    if folder.is_dir():
        assert not holder.is_held(folder)
        assert holder.find_note(folder) is None
    return caught.value


# ------------------------------------------------------------------ running


def test_it_answers_on_loopback_alone(neo4j_server: RunningNeo4j) -> None:
    process = psutil.Process(neo4j_server.holder.neo4j_pid)
    listening = [c.laddr for c in process.net_connections("tcp") if c.status == psutil.CONN_LISTEN]
    assert [(at.ip.removeprefix("::ffff:"), at.port) for at in listening] == [
        ("127.0.0.1", neo4j_server.holder.bolt_port)
    ]
    assert neo4j_server.address.uri == f"bolt://127.0.0.1:{neo4j_server.holder.bolt_port}"
    assert neo4j_server.owned
    assert neo4j_server.poll() is None
    assert neo4j_server.failure() is None


def test_its_password_is_only_its_owners(neo4j_server: RunningNeo4j) -> None:
    password = neo4j_server.folder / "password"
    assert password.read_text() == neo4j_server.address.password
    assert stat.S_IMODE(password.stat().st_mode) == 0o600
    commands = [" ".join(process.info["cmdline"] or ()) for process in psutil.process_iter(["cmdline"])]
    assert not [command for command in commands if neo4j_server.address.password in command]


def test_it_shares_no_session_with_us_and_so_no_ctrl_c(neo4j_server: RunningNeo4j) -> None:
    assert os.getsid(neo4j_server.holder.neo4j_pid or 0) != os.getsid(0)


def test_a_second_one_joins_and_leaving_ends_nothing(neo4j_server: RunningNeo4j) -> None:
    with join_or_start(neo4j_server.folder, purpose="joining") as joined:
        assert not joined.owned
        assert joined.address == neo4j_server.address
        assert joined.poll() is None
    assert neo4j_server.poll() is None


def test_a_folder_in_use_names_who_holds_it(neo4j_server: RunningNeo4j) -> None:
    with pytest.raises(FolderInUse) as caught:
        start(neo4j_server.folder, purpose="a test")
    sentence = caught.value.sentence
    assert f"in use by process {os.getpid()} (" in sentence
    assert "pytest" in sentence
    assert f"for tests, since {neo4j_server.holder.since}" in sentence


def test_of_two_that_start_at_once_one_joins_the_other(tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(lambda n: join_or_start(tmp_path, purpose=f"race {n}", options=SMALL), range(2)))
    assert sorted(neo4j.owned for neo4j in both) == [False, True]
    assert both[0].address == both[1].address
    joined, owned = sorted(both, key=lambda neo4j: neo4j.owned)
    owned.stop()
    assert owned.poll() == 0
    wait_until(lambda: joined.poll() is not None)
    assert joined.failure() is not None
    assert not holder.is_held(tmp_path)


# ------------------------------------------------------------------ ending


@contextmanager
def parent_process(folder: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Another process that has started Neo4j on the folder, in the poorest of locales, and Neo4j's process id."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(REPOSITORY), "LC_ALL": "C", "PYTHONUTF8": "1"}
    if "WANGGE_CACHE" in os.environ:
        environment["WANGGE_CACHE"] = os.environ["WANGGE_CACHE"]
    command = [sys.executable, "-c", STARTER, str(folder)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        try:
            yield parent, int(parent.stdout.readline())
        finally:
            parent.kill()


def test_it_ends_when_its_parent_is_killed_and_starts_again(tmp_path: Path) -> None:
    folder = tmp_path / "数据 文件夹"
    with parent_process(folder) as (parent, neo4j_pid):
        joined = join_or_start(folder, purpose="watching")
        assert joined.holder.pid == parent.pid
        parent.kill()
        wait_until(lambda: not psutil.pid_exists(neo4j_pid), lambda: "Neo4j outlived its parent")
        assert joined.poll() is not None
    with start(folder, purpose="again", options=SMALL) as again:
        assert again.address.password == joined.address.password
        assert "Stopped." in (folder / "logs" / "neo4j.log").read_text(), "it was ended, not killed"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux's kernel can be asked to")
def test_it_ends_when_its_guardian_is_killed(tmp_path: Path) -> None:
    neo4j = start(tmp_path, purpose="a test", options=SMALL)
    java = psutil.Process(neo4j.holder.neo4j_pid)
    java.parent().kill()  # type: ignore[union-attr]  # it runs, so it has one
    wait_until(lambda: not java.is_running())
    assert neo4j.poll() == -signal.SIGKILL
    neo4j.stop()


def test_an_end_of_its_own_is_seen_and_explained(tmp_path: Path) -> None:
    neo4j = start(tmp_path, purpose="a test", options=SMALL)
    psutil.Process(neo4j.holder.neo4j_pid).kill()
    wait_until(lambda: neo4j.poll() is not None)
    failure = neo4j.failure()
    assert neo4j.returncode == 128 + signal.SIGKILL
    assert isinstance(failure, Neo4jFailed)
    assert "killed" in failure.sentence
    neo4j.stop()
    neo4j.stop()


# ------------------------------------------------------------------ failing


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        error = fails(tmp_path, replace(SMALL, bolt_port=port))
    assert isinstance(error, PortTaken)
    assert f"Port {port} " in error.sentence


def test_a_fixed_port_is_the_one_it_answers_on(ended: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
    folder = shutil.copytree(ended, tmp_path / "copy")
    said: list[str] = []
    with start(folder, purpose="a test", options=replace(SMALL, bolt_port=port), on_progress=said.append) as neo4j:
        assert neo4j.holder.bolt_port == port
        assert answers_bolt(port)
    assert said[0] == "starting Neo4j 2026.08.1 (0 s)"
    assert len(said) == len(set(said)), "once a second"


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert isinstance(fails(tmp_path / "file"), FolderNotWritable)
    assert isinstance(fails(tmp_path / "file" / "below"), FolderNotWritable)


def test_a_folder_without_the_right_to_write(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    try:
        with unprivileged(), pytest.raises(FolderNotWritable, match="cannot be written: Permission denied"):
            start(tmp_path / "new", purpose="a test")
    finally:
        tmp_path.chmod(0o755)


@contextmanager
def unprivileged() -> Iterator[None]:
    """Root may write anywhere; for a while, be nobody instead."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(shutil.which("unshare") is None, reason="needs a small disk, which only Linux's unshare makes here")
def test_a_full_disk(tmp_path: Path) -> None:
    on_a_small_disk = 'mount -t tmpfs -o size=1m tmpfs "$0" && exec "$@"'
    command = ["unshare", "--map-root-user", "--mount", "sh", "-c", on_a_small_disk, str(tmp_path)]
    command += [sys.executable, "-c", STARTER, str(tmp_path / "data")]
    ended = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert ended.stderr.splitlines()[-1].startswith(f"{DiskFull.__module__}.DiskFull: No space is left on"), (
        ended.stderr
    )


def test_data_that_our_newer_version_wrote_is_refused_before_java_runs(tmp_path: Path) -> None:
    (tmp_path / "neo4j-version").write_text("2031.11.0\n")
    error = fails(tmp_path)
    assert isinstance(error, DataFromNewer)
    assert "written by Neo4j 2031.11.0" in error.sentence
    assert (tmp_path / "neo4j-version").read_text() == "2031.11.0\n"


def test_data_that_any_newer_neo4j_wrote_is_refused(spoilt: Path) -> None:
    checkpoints = spoilt / "data" / "transactions" / "neo4j" / "checkpoint.0"
    written = checkpoints.read_bytes()
    assert b"\x20\x09" in written, "kernel version 32, then a checkpoint"
    checkpoints.write_bytes(written.replace(b"\x20\x09", b"\x2a\x09"))
    error = fails(spoilt)
    assert isinstance(error, DataFromNewer)
    assert error.log_path == spoilt / "logs" / "neo4j.log"


def test_damaged_data_is_no_running_neo4j_without_a_database(spoilt: Path) -> None:
    (spoilt / "data" / "databases" / "neo4j" / "neostore").write_bytes(b"\xff" * 8192)
    assert isinstance(fails(spoilt), DataDamaged)


def test_a_neo4j_that_is_not_ours_on_the_folder(spoilt: Path) -> None:
    with start(spoilt, purpose="being another's", options=SMALL):
        (spoilt / holder.LOCK).rename(spoilt / "not-the-lock")
        assert isinstance(fails(spoilt), FolderInUse)


def test_a_lost_password(spoilt: Path) -> None:
    (spoilt / "password").unlink()
    error = fails(spoilt)
    assert isinstance(error, PasswordLost)
    assert str(spoilt / "password") in error.remedy


@pytest.mark.parametrize("options", [replace(SMALL, heap_mib=24), replace(SMALL, page_cache_mib=10_000_000)])
def test_too_little_memory(tmp_path: Path, options: Options) -> None:
    assert isinstance(fails(tmp_path, options), NotEnoughMemory)


def test_a_heap_that_the_machine_does_not_have(tmp_path: Path) -> None:
    error = fails(tmp_path, replace(SMALL, heap_mib=100_000_000))
    assert isinstance(error, NotEnoughMemory)
    assert error.log_path is not None
    assert "Could not reserve enough space" in error.log_path.read_text()


def test_a_start_that_takes_too_long(tmp_path: Path) -> None:
    error = fails(tmp_path, replace(SMALL, start_limit_s=0.5))
    assert isinstance(error, StartTimedOut)
    assert str(error.log_path) in str(error)


def test_no_jars(tmp_path: Path) -> None:
    assert isinstance(fails(tmp_path / "data", replace(SMALL, jars=tmp_path)), JarsMissing)


def test_a_damaged_jar(tmp_path: Path) -> None:
    jars = tmp_path / "jars"
    shutil.copytree(jars_folder(), jars, copy_function=os.symlink)
    kernel = next(path for path in class_path(jars) if path.name.startswith("neo4j-kernel-2"))
    size = kernel.stat().st_size
    kernel.unlink()
    kernel.write_bytes(b"\0" * size)
    assert isinstance(fails(tmp_path / "data", replace(SMALL, jars=jars)), JarsMissing)


@pytest.mark.parametrize(
    ("told", "error"),
    [('openjdk version "17.0.15" 2025-04-15', JavaTooOld), ('java version "1.8.0_402"', JavaTooOld), ("", JavaMissing)],
)
def test_a_java_that_will_not_do(tmp_path: Path, told: str, error: type[EngineError]) -> None:
    java = tmp_path / "java"
    java.write_text(f"#!/bin/sh\necho '{told}' >&2\n")
    java.chmod(0o755)
    assert isinstance(fails(tmp_path / "data", replace(SMALL, java=java)), error)


def test_no_java_there(tmp_path: Path) -> None:
    assert isinstance(fails(tmp_path / "data", replace(SMALL, java=tmp_path / "nothing")), JavaMissing)


def test_a_port_lost_between_our_look_and_neo4js(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "console.log").write_text(
        "Failed to start Neo4j on 127.0.0.1:7474.\nOptional[org.neo4j.configuration.helpers.PortBindException: "
        "An error occurred while trying to bind to the socket /127.0.0.1:38947]\n"
    )
    before = dict.fromkeys(failures.sizes(tmp_path), 0)
    assert isinstance(failures.explain(tmp_path, 1, before), PortTaken)


def test_an_end_that_nobody_foresaw_quotes_neo4j(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    log = tmp_path / "logs" / "neo4j.log"
    log.write_text("2026-11-24 23:57:04.074+0000 ERROR Something of an earlier start.\n")
    before = failures.sizes(tmp_path)
    with log.open("a") as file:
        file.write("2026-11-24 23:57:04.074+0000 ERROR Something quite new.\n")
    assert failures.explain(tmp_path, 1, before).sentence == "Neo4j ended by itself, saying: Something quite new."
    assert failures.explain(tmp_path, 7, failures.sizes(tmp_path)).sentence == "Neo4j ended by itself with status 7."
