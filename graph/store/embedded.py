"""A real Neo4j of one's own: started as a child process on loopback, joined if it already runs, ended with its parent.

    with join_or_start(folder, purpose="serving") as neo4j:
        connect(neo4j.address)

The folder holds everything: data, settings, logs, `password` (0600) and `running.json`.  Between us and Neo4j stands
a guardian process (guardian.py), so that Neo4j never outlives us, not even if we are killed, nor hears our Ctrl-C.
Speaks to Neo4j only so far as to see that it answers; how to talk to it is the caller's business.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import psutil

from graph.store import failures, holder
from graph.store.artifacts import neo4j_version
from graph.store.errors import EngineError, FolderInUse, PortTaken, StartTimedOut, folder_failure
from graph.store.holder import Holder
from graph.store.launch import USER, Launch, Options, prepare, read_password, write_settings

GUARDIAN: Final = Path(__file__).with_name("guardian.py")
LOOPBACK: Final = "127.0.0.1"
BOLT_HANDSHAKE: Final = bytes.fromhex("6060B017 00080805 00000404 00000104 00000003")  # magic, then four offers
PORT_TRIES: Final = 3  # a port that was free may be taken before Neo4j binds it
LOOK_AGAIN_S: Final = 0.05

OnProgress = Callable[[str], None]


def silently(_: str) -> None:
    """The progress callback of those who do not care."""


@dataclass(frozen=True, slots=True)
class Neo4jAddress:
    """Where a Neo4j answers, and as whom to speak to it."""

    uri: str
    user: str
    password: str


class RunningNeo4j:
    """A Neo4j that answers.  If we own it, leaving the context ends it; if we joined it, it stays with its owner."""

    def __init__(self, folder: Path, address: Neo4jAddress, running: Holder, guardian: "Guardian | None") -> None:
        self.folder = folder
        self.address = address
        self.holder = running
        self._guardian = guardian

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

    def stop(self) -> None:
        """End it, if it is ours; returns once nothing more is written in the folder.  May be called again."""
        if self._guardian is not None:
            self._guardian.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        self.stop()


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
        """If the guardian was killed and Neo4j lives on, end it: while the lock is held, its id is still its own."""
        if self.process.returncode < 0 and holder.is_held(self.launch.folder):
            with suppress(psutil.NoSuchProcess):
                orphan = psutil.Process(self.neo4j_pid)
                orphan.terminate()
                orphan.wait(self.launch.options.stop_limit_s)


def join_or_start(
    folder: Path, *, purpose: str, options: Options | None = None, on_progress: OnProgress = silently
) -> RunningNeo4j:
    """Join the Neo4j that runs on the folder, or start one and own it; of two that start at once, one joins the other.

    `purpose` completes "in use by …, for": people read it in messages.  Blocks for the seconds until Neo4j answers;
    `on_progress` hears a sentence once a second.  Raises a subclass of EngineError.
    """
    options = options or Options()
    folder = _make(folder)
    clock = _Clock(options.start_limit_s, on_progress)
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
    """Start Neo4j with the lock in hand; our copy of the lock is given back either way, Neo4j keeps its own."""
    try:
        holder.write_note(folder, me)
        return _start_on_a_port(prepare(folder, options), lock, me, on_progress)
    except BaseException as error:
        holder.remove_note(folder)
        if isinstance(error, OSError):
            raise folder_failure(folder, error) from error
        raise
    finally:
        os.close(lock)


def _start_on_a_port(launch: Launch, lock: int, me: Holder, on_progress: OnProgress) -> RunningNeo4j:
    if launch.options.bolt_port is not None:
        return _start_on(launch.options.bolt_port, launch, lock, me, on_progress)
    for _ in range(PORT_TRIES - 1):
        with suppress(PortTaken):
            return _start_on(_free_port(), launch, lock, me, on_progress)
    return _start_on(_free_port(), launch, lock, me, on_progress)


def _start_on(port: int, launch: Launch, lock: int, me: Holder, on_progress: OnProgress) -> RunningNeo4j:
    _check_free(port)
    write_settings(launch, port)
    guardian = Guardian(launch, lock)
    try:
        _await_bolt(port, guardian, on_progress)
    except BaseException:  # Ctrl-C too
        guardian.stop()
        raise
    running = me.ready(port, guardian.neo4j_pid)
    holder.write_note(launch.folder, running)
    return RunningNeo4j(launch.folder, _address(port, launch.password), running, guardian)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


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


def _await_bolt(port: int, guardian: Guardian, on_progress: OnProgress) -> None:
    launch = guardian.launch
    clock = _Clock(launch.options.start_limit_s, on_progress)
    while not answers_bolt(port):
        status = guardian.process.poll()
        if status is not None:
            raise failures.explain(launch.folder, status, guardian.logs_before)
        if clock.is_over():
            raise StartTimedOut(
                f"Neo4j did not answer within {launch.options.start_limit_s:.0f} s.",
                remedy="The log says what it is doing: a large recovery after a crash may need a longer limit.",
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


class _Clock:
    """Waits in small steps up to a limit, and says so once a second."""

    def __init__(self, limit_s: float, on_progress: OnProgress) -> None:
        self._begun = time.monotonic()
        self._limit_s = limit_s
        self._on_progress = on_progress
        self._said_s = -1

    def is_over(self) -> bool:
        return time.monotonic() - self._begun > self._limit_s

    def wait(self, what_for: str) -> bool:
        """Whether this was the first wait of a new second, and so said."""
        waited_s = int(time.monotonic() - self._begun)
        new_second = waited_s > self._said_s
        if new_second:
            self._said_s = waited_s
            self._on_progress(f"{what_for} ({waited_s} s)")
        time.sleep(LOOK_AGAIN_S)
        return new_second
