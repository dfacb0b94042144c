"""One start of Neo4j: a child behind a guardian, waited for until it answers, helped where it can't recover alone."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

import psutil

from graph.engine import failures, holder, tearing
from graph.engine.artifacts import neo4j_version
from graph.engine.errors import DiskFull, HeapFull, LogUnreadable, Neo4jFailed, PortTaken, StartTimedOut
from graph.engine.launch import Launch, has_data, write_settings

GUARDIAN: Final = Path(__file__).with_name("guardian.py")
LOOPBACK: Final = "127.0.0.1"
BOLT_HANDSHAKE: Final = bytes.fromhex("6060B017 00080805 00000404 00000104 00000003")  # magic, then four offers
LOOK_AGAIN_S: Final = 0.05
WORK_S: Final = 2.0  # so much processor time is a sign of life; a Java that hangs uses a little, too

OnProgress = Callable[[str], None]
Signs = tuple[float, ...]  # they differ from the last ones where there is life


def silently(_: str) -> None:
    """The progress callback of those who do not care."""


def _never() -> bool:
    return False


class Guardian:
    """The guardian process as its parent sees it: end the pipe, and it ends Neo4j."""

    def __init__(self, launch: Launch, lock: int) -> None:
        self.launch = launch
        options = launch.options
        own = [sys.executable, "-I", str(GUARDIAN), str(os.getpid()), str(options.stop_limit_s), str(lock)]
        with launch.console_log.open("wb") as console:
            self.logs_before = failures.sizes(launch.folder)
            self.process = subprocess.Popen(  # noqa: S603  # our own program
                [*own, *launch.server_command()],
                env=launch.environment(),
                cwd=launch.folder,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=console,
                start_new_session=True,
                pass_fds=(lock,),
            )
        self.neo4j_pid = self._read_pid()
        self._neo4j: psutil.Process | None = None
        with suppress(psutil.NoSuchProcess):
            self._neo4j = psutil.Process(self.neo4j_pid) if self.neo4j_pid else None

    def signs_of_life(self) -> Signs:
        """What changes while Neo4j does anything: its logs, and its processor time in steps."""
        work_s = 0.0
        if self._neo4j is not None:
            with suppress(psutil.Error):
                used = self._neo4j.cpu_times()
                work_s = (used.user + used.system) // WORK_S
        return (work_s, *logs_of(self.launch.folder))

    def _read_pid(self) -> int:
        """Neo4j's process id, or 0 if the guardian could not even start it: it then ends, and the log says why."""
        out = self.process.stdout
        if out is None:
            return 0
        with out:
            return int(out.readline() or 0)

    def stop(self) -> None:
        holder.remove_note(self.launch.folder)  # before the lock is free, since then it would be somebody else's
        if self.process.stdin is not None:
            with suppress(BrokenPipeError):
                self.process.stdin.close()
        self.process.wait()
        self._end_orphan()

    def _end_orphan(self) -> None:
        """If the guardian was killed and Neo4j lives on, end it."""
        if self.process.returncode < 0 and self._neo4j is not None:
            with suppress(psutil.NoSuchProcess):
                self._neo4j.terminate()  # nobody else's: psutil remembers when it was begun
                self._neo4j.wait(self.launch.options.stop_limit_s)


def answers_bolt(port: int | None) -> bool:
    """Whether something on the loopback port shakes hands as Neo4j does."""
    if port is None:
        return False
    try:
        with socket.create_connection((LOOPBACK, port), timeout=1) as connection:
            connection.sendall(BOLT_HANDSHAKE)
            return any(connection.recv(4))
    except OSError:
        return False


def start_with_room(
    port: int,
    launch: Launch,
    lock: int,
    on_progress: OnProgress,
    is_over: Callable[[], bool] = _never,
    *,
    was_full: bool = False,
) -> Guardian:
    """Start it; where it can't recover what it has, again with a larger heap, or past a log that a full disk tore."""
    recovers, was_full = has_data(launch.folder), was_full or tearing.was_full(launch.folder)
    while True:
        try:
            guardian = _start_on(port, launch, lock, on_progress, is_over)
        except HeapFull:
            larger = with_more_heap(launch, on_progress) if recovers else None
            if larger is None:
                raise
            launch = larger
        except LogUnreadable:
            if not was_full or launch.past_torn_logs:
                raise
            launch = _past_torn_logs(launch, on_progress)
        else:
            guardian.launch = replace(launch, past_torn_logs=False)
            tearing.mark_healthy(launch.folder)
            return guardian


def with_more_heap(launch: Launch, on_progress: OnProgress) -> Launch | None:
    """The same with a larger heap, and that said; None if the machine has no more to give."""
    larger = launch.with_more_heap()
    if larger is not None:
        heap = larger.options.heap_mib
        told = f"Neo4j's heap ran out of memory; it is started again with {heap:,} MB."
        on_progress(f"{told} 数据库内存不足，加大后重启")
    return larger


def _past_torn_logs(launch: Launch, on_progress: OnProgress) -> Launch:
    try:
        kept = tearing.set_aside(launch.folder)
    except OSError as error:
        raise DiskFull(
            f"A full disk has torn Neo4j's log of transactions, and it can't be copied before it is cut: {error}.",
            remedy=f"Make room for a copy of {launch.folder / 'data' / 'transactions'}, then start again.",
        ) from error
    told = "A full disk has torn Neo4j's log of transactions; what nobody was told is kept is cut off it."
    on_progress(f"{told} A copy of all of it: {kept}. 磁盘曾满，事务日志尾部损坏，已备份并截断")
    return replace(launch, past_torn_logs=True)


def _start_on(port: int, launch: Launch, lock: int, on_progress: OnProgress, is_over: Callable[[], bool]) -> Guardian:
    _check_free(port)
    write_settings(launch, port)
    guardian = Guardian(launch, lock)
    try:
        _await_bolt(port, guardian, on_progress, is_over)
    except BaseException:  # Ctrl-C too
        guardian.stop()
        raise
    return guardian


def _check_free(port: int) -> None:
    """Whoever has the port already might even answer Bolt: it must not be taken for ours."""
    with socket.socket() as probe:
        probe.setsockopt(
            socket.SOL_SOCKET, socket.SO_REUSEADDR, 1
        )  # as Neo4j binds: just-closed connections do not count
        try:
            probe.bind((LOOPBACK, port))
        except OSError as error:
            raise PortTaken(
                f"Port {port} cannot be had for Neo4j: {error.strerror}.",
                remedy="Name another port, or none to have a free one chosen.",
            ) from error


def _await_bolt(port: int, guardian: Guardian, on_progress: OnProgress, is_over: Callable[[], bool]) -> None:
    launch = guardian.launch
    clock = Clock(launch.options.start_limit_s, on_progress, guardian.signs_of_life)
    while not answers_bolt(port):
        status = guardian.process.poll()
        if status is not None:
            raise failures.explain(launch.folder, status, guardian.logs_before)
        if is_over():
            raise Neo4jFailed("Neo4j was stopped while it started.", remedy="Start again.")
        if clock.is_over():
            raise StartTimedOut(
                f"Neo4j has given no sign of life for {launch.options.start_limit_s:.0f} s.",
                remedy="The log says what it did last. Start again; what was committed is safe.",
                log_path=launch.neo4j_log,
            )
        if clock.wait(f"starting Neo4j {neo4j_version()}"):
            _check_hope(guardian)
    _check_hope(guardian)


def _check_hope(guardian: Guardian) -> None:
    """A Neo4j that cannot open a database goes on without it: better no Neo4j than that."""
    hopeless = failures.find_hopeless(guardian.launch.folder, guardian.logs_before)
    if hopeless is not None:
        raise hopeless


class Clock:
    """Waits in small steps, up to a limit without any sign of life, and says so once a second."""

    def __init__(self, limit_s: float, on_progress: OnProgress, signs: Callable[[], Signs]) -> None:
        self._begun = self._seen_at = time.monotonic()
        self._limit_s = limit_s
        self._on_progress = on_progress
        self._said_s = -1
        self._signs = signs
        self._seen = signs()

    def is_over(self) -> bool:
        return time.monotonic() - self._seen_at > self._limit_s

    def wait(self, what_for: str) -> bool:
        """Whether this was the first wait of a new second, and so said."""
        waited_s = int(time.monotonic() - self._begun)
        new_second = waited_s > self._said_s
        if new_second:
            self._said_s = waited_s
            self._look_for_signs()
            self._on_progress(f"{what_for} ({waited_s} s)")
        time.sleep(LOOK_AGAIN_S)
        return new_second

    def _look_for_signs(self) -> None:
        seen = self._signs()
        if seen != self._seen:
            self._seen, self._seen_at = seen, time.monotonic()


def logs_of(folder: Path) -> Signs:
    return tuple(failures.sizes(folder).values())
