"""A real Neo4j of one's own: started as a child process on loopback, joined if it already runs, ended with its parent.

    with join_or_start(folder, purpose="serving") as neo4j:
        connect(neo4j.address)

The folder holds everything: data, settings, logs, `password` (0600) and `running.json`.  Between us and Neo4j stands
a guardian process (guardian.py), so that Neo4j never outlives us, not even if we are killed, nor hears our Ctrl-C.
Speaks to Neo4j only so far as to see that it answers; how to talk to it is the caller's business.
"""

import os
import socket
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import psutil

from graph.engine import failures, holder
from graph.engine.errors import DiskFull, EngineError, FolderInUse, HeapFull, PortTaken, folder_failure
from graph.engine.holder import Holder
from graph.engine.launch import USER, Launch, Options, prepare, read_password
from graph.engine.starting import (
    LOOPBACK,
    Clock,
    Guardian,
    OnProgress,
    answers_bolt,
    logs_of,
    silently,
    start_with_room,
    with_more_heap,
)

PORT_TRIES: Final = 3  # a port that was free may be taken before Neo4j binds it


@dataclass(frozen=True, slots=True)
class Neo4jAddress:
    """Where a Neo4j answers, and as whom to speak to it."""

    uri: str
    user: str
    password: str


class RunningNeo4j:
    """A Neo4j that answers.  If we own it, leaving the context ends it; if we joined it, it stays with its owner.

    While we own it we hold the folder's lock, too: nobody else takes the folder while it is started again.
    """

    def __init__(
        self,
        folder: Path,
        address: Neo4jAddress,
        running: Holder,
        guardian: Guardian | None = None,
        lock: int | None = None,
    ) -> None:
        self.folder = folder
        self.address = address
        self.holder = running
        self._guardian = guardian
        self._lock = lock
        self._turn = threading.Lock()
        self._is_over = False
        self.was_full = False
        """Whether its disk has been seen full since it was healthy."""

    @property
    def owned(self) -> bool:
        """Whether we started it, and so end it."""
        return self._guardian is not None

    @property
    def log_path(self) -> Path:
        """Neo4j's own log."""
        return self.folder / "logs" / "neo4j.log"

    @property
    def returncode(self) -> int | None:
        """As `poll()`."""
        return self.poll()

    def poll(self) -> int | None:
        """None while it runs, else how it ended: its exit status, or 0 for a Neo4j that was not ours to watch."""
        if self._guardian is not None:
            return self._guardian.process.poll()
        return None if psutil.pid_exists(self.holder.neo4j_pid or 0) else 0

    def failure(self) -> EngineError | None:
        """Why it ended without being told to, from its logs; None while it runs."""
        status = self.poll()
        if status is None:
            return None
        if self._guardian is None:
            return failures.ended_with_its_owner(self.folder)
        return failures.explain(self.folder, status, self._guardian.logs_before)

    def start_again(self, on_progress: OnProgress = silently) -> None:
        """Start it again where it answered before, ended or not; blocks until it answers.

        Raises a subclass of EngineError, and may then be called again.
        """
        guardian, lock = self._guardian, self._lock
        if guardian is None or lock is None:
            raise failures.ended_with_its_owner(self.folder)
        with self._turn:
            failure, was_full = self.failure(), self.was_full or isinstance(self.failure(), DiskFull)
            guardian.stop()
            launch = guardian.launch
            if isinstance(failure, HeapFull):
                launch = with_more_heap(launch, on_progress) or launch
            me, port = Holder.me(self.holder.purpose), self.holder.bolt_port or 0
            try:
                holder.write_note(self.folder, me)
                self._guardian = start_with_room(
                    port, launch, lock, on_progress, lambda: self._is_over, was_full=was_full
                )
                self.was_full = False
                self.holder = me.ready(port, self._guardian.neo4j_pid)
                holder.write_note(self.folder, self.holder)
            except OSError as error:
                raise folder_failure(self.folder, error) from error

    def stop(self) -> None:
        """End it, if it is ours; returns once nothing more is written in the folder.  May be called again."""
        self._is_over = True
        with self._turn:
            if self._guardian is not None:
                self._guardian.stop()
            if self._lock is not None:
                os.close(self._lock)
                self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        self.stop()


def join_or_start(
    folder: Path, *, purpose: str, options: Options | None = None, on_progress: OnProgress = silently
) -> RunningNeo4j:
    """Join the Neo4j that runs on the folder, or start one and own it; of two that start at once, one joins the other.

    `purpose` completes "in use by …, for": people read it in messages.  Blocks for the seconds until Neo4j answers;
    `on_progress` hears a sentence once a second.  Raises a subclass of EngineError.
    """
    options = options or Options()
    folder = _make(folder)
    clock = Clock(options.start_limit_s, on_progress, lambda: logs_of(folder))
    while not clock.is_over():
        lock = holder.take_lock(folder)
        if lock is not None:
            return _start(folder, lock, Holder.me(purpose), options, on_progress)
        running = holder.find_note(folder)
        if running is not None and answers_bolt(running.bolt_port):
            return _joined(folder, running)
        clock.wait("waiting for the process that holds the data folder")
    raise _in_use(folder)


def start(
    folder: Path, *, purpose: str, options: Options | None = None, on_progress: OnProgress = silently
) -> RunningNeo4j:
    """Start a Neo4j on the folder and own it.  Raises FolderInUse, saying who holds the folder, if anybody does."""
    folder = _make(folder)
    lock = holder.take_lock(folder)
    if lock is None:
        raise _in_use(folder)
    return _start(folder, lock, Holder.me(purpose), options or Options(), on_progress)


def _make(folder: Path) -> Path:
    """The folder, made if need be, writable and absolute."""
    folder = folder.absolute()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / holder.LOCK).touch(mode=0o600)
    except OSError as error:
        raise folder_failure(folder, error) from error
    return folder


def _in_use(folder: Path) -> FolderInUse:
    running = holder.find_note(folder)
    return FolderInUse(
        f"{folder} is in use by {running or 'a process that is just starting or ending'}.",
        remedy="End that process first, or name another data folder.",
    )


def _joined(folder: Path, running: Holder) -> RunningNeo4j:
    try:
        password = read_password(folder)
    except OSError as error:
        raise folder_failure(folder, error) from error
    return RunningNeo4j(folder, _address(running.bolt_port or 0, password), running, None)


def _address(port: int, password: str) -> Neo4jAddress:
    return Neo4jAddress(f"bolt://{LOOPBACK}:{port}", USER, password)


def _start(folder: Path, lock: int, me: Holder, options: Options, on_progress: OnProgress) -> RunningNeo4j:
    """Start Neo4j with the lock in hand, which is given back if that fails."""
    try:
        holder.write_note(folder, me)
        launch = prepare(folder, options)
        guardian, port = _start_on_a_port(launch, lock, on_progress)
        running = me.ready(port, guardian.neo4j_pid)
        holder.write_note(folder, running)
    except BaseException as error:
        holder.remove_note(folder)
        os.close(lock)
        if isinstance(error, OSError):
            raise folder_failure(folder, error) from error
        raise
    return RunningNeo4j(folder, _address(port, launch.password), running, guardian, lock)


def _start_on_a_port(launch: Launch, lock: int, on_progress: OnProgress) -> tuple[Guardian, int]:
    given = launch.options.bolt_port
    if given is not None:
        return start_with_room(given, launch, lock, on_progress), given
    for _ in range(PORT_TRIES - 1):
        with suppress(PortTaken):
            port = _free_port()
            return start_with_room(port, launch, lock, on_progress), port
    port = _free_port()
    return start_with_room(port, launch, lock, on_progress), port


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port
