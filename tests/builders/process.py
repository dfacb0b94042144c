"""The command line as a process of its own, as users run it."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.error import URLError

import psutil

from tests.waiting import HANG_S, wait_until

ROOT = Path(__file__).parent.parent.parent
REVISION = "{ organization { revision } }"
ANSWER_S = 120
"""A request that is not answered by then is lost; a busy machine needs a while."""

CLI = (sys.executable, str(ROOT / "cli.py"))


class Service:
    """A running `wangge serve` or `wangge demo`."""

    def __init__(self, process: "subprocess.Popen[str]", port: int, log: Path) -> None:
        self.process = process
        self.url = f"http://127.0.0.1:{port}"
        self.log = log
        self.token: str | None = None

    def await_said(self, pattern: str) -> "re.Match[str]":
        """Where the service says something on its terminal, when it does."""
        found: list[re.Match[str] | None] = [None]

        def said() -> bool:
            found[0] = re.search(pattern, self.log.read_text("utf-8"), re.MULTILINE)
            return found[0] is not None or self.process.poll() is not None

        wait_until(said, lambda: self.log.read_text("utf-8"))
        assert found[0] is not None, self.log.read_text("utf-8")
        return found[0]

    def await_revision(self, revision: int) -> None:
        """Return when the service knows a revision, or a later one."""
        wait_until(lambda: bool(self.ask(REVISION)["organization"]["revision"] >= revision))

    def ask(self, query: str, **variables: Any) -> Any:
        """The data of a GraphQL answer; an assertion where there are errors."""
        body = json.dumps({"query": query, "variables": variables}).encode()
        headers = {"Content-Type": "application/json"}
        if self.token is not None:
            headers["Authorization"] = f"Bearer {self.token}"
        request = urllib.request.Request(f"{self.url}/graphql", body, headers)  # noqa: S310 -- our own address
        with urllib.request.urlopen(request, timeout=ANSWER_S) as answer:  # noqa: S310
            answered = json.load(answer)
        assert "errors" not in answered, answered
        return answered["data"]

    def stop(self, with_signal: signal.Signals = signal.SIGINT) -> int:
        """Stop it as Ctrl-C does; its exit status."""
        self.process.send_signal(with_signal)
        return self.process.wait(HANG_S)

    def workers(self) -> list[psutil.Process]:
        """The processes that serve for it, if it has several."""
        return [child for child in self._children() if _has_word(child, "worker")]

    def kill(self) -> None:
        """Kill it and its Neo4j, giving neither time for anything."""
        everybody = self._children()
        self.kill_neo4j()
        self.kill_itself(everybody)

    def kill_neo4j(self) -> None:
        """Kill its Neo4j alone."""
        for child in self._children():
            with suppress(psutil.NoSuchProcess):
                if "java" in child.name():
                    child.kill()

    def kill_itself(self, everybody: list[psutil.Process] | None = None) -> None:
        """Kill it and its workers, and wait until Neo4j, left alone, has ended too."""
        everybody = self._children() if everybody is None else everybody
        for process in (psutil.Process(self.process.pid), *self.workers()):
            with suppress(psutil.NoSuchProcess):
                process.kill()
        self.process.wait(HANG_S)
        _, alive = psutil.wait_procs(everybody, timeout=HANG_S)
        assert alive == [], "whoever was left alone goes on"

    def _children(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)


def _has_word(process: psutil.Process, word: str) -> bool:
    try:
        return word in process.cmdline()
    except psutil.NoSuchProcess:  # or a zombie
        return False


def environment(data: Path, **settings: object) -> dict[str, str]:
    """The environment of a process on this data folder, small; without keys unless they are asked for."""
    ours = {"DATA": data, "KEYS": False, "NEO4J_HEAP_MB": 256, "NEO4J_PAGE_CACHE_MB": 64, **settings}
    return {**os.environ, **{f"WANGGE_{name}": str(value) for name, value in ours.items()}}


def run(data: Path, *words: str, **settings: object) -> "subprocess.CompletedProcess[str]":
    """Run a command to its end."""
    command = [*CLI, *words]
    return subprocess.run(
        command, env=environment(data, **settings), capture_output=True, text=True, timeout=HANG_S, check=False
    )


def saved_as(done: "subprocess.CompletedProcess[str]") -> int:
    """The revision as which a command says that it has saved something."""
    assert done.returncode == 0, done.stderr
    found = re.search(r"[Ss]aved as revision (\d+)", done.stdout)
    assert found is not None, done.stdout
    return int(found[1])


def begin(data: Path, *words: str, before: Sequence[str] = (), **settings: object) -> Service:
    """Start the service and wait until it answers; `before`: words before its command, such as another's."""
    service = launch(data, *words, before=before, **settings)
    wait_until(lambda: service.process.poll() is not None or _answers(service), lambda: service.log.read_text("utf-8"))
    assert service.process.poll() is None, service.log.read_text("utf-8")
    return service


def launch(data: Path, *words: str, before: Sequence[str] = (), **settings: object) -> Service:
    """Start the service and wait for nothing."""
    port = _free_port()
    data.mkdir(parents=True, exist_ok=True)
    log = data / "service.log"
    with log.open("a") as out:
        process = subprocess.Popen(
            [*before, *CLI, *(words or ("serve",))],
            env=environment(data, PORT=port, **settings),
            stdout=out,
            stderr=out,
            text=True,
            start_new_session=True,
        )
    return Service(process, port, log)


@contextmanager
def serving(data: Path, *words: str, before: Sequence[str] = (), **settings: object) -> Iterator[Service]:
    """The service, while the context lasts."""
    service = begin(data, *words, before=before, **settings)
    try:
        yield service
    finally:
        if service.process.poll() is None:
            service.stop()


def _answers(service: Service) -> bool:
    try:
        urllib.request.urlopen(f"{service.url}/health", timeout=5).close()  # noqa: S310 -- our own address
    except (URLError, ConnectionError, TimeoutError):
        return False
    return True


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])
