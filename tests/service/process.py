"""The command line as a process of its own, as users run it."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.error import URLError

import psutil

ROOT = Path(__file__).parent.parent.parent
CLI = (sys.executable, str(ROOT / "cli.py"))
START_LIMIT_S = 180
STOP_LIMIT_S = 60
SAY_LIMIT_S = 10


class Service:
    """A running `wangge serve` or `wangge demo`."""

    def __init__(self, process: "subprocess.Popen[str]", port: int, log: Path) -> None:
        self.process = process
        self.url = f"http://127.0.0.1:{port}"
        self.log = log
        self.token: str | None = None

    def await_said(self, pattern: str) -> "re.Match[str]":
        """Where the service has said something on its terminal, waiting for it a little."""
        limit = time.monotonic() + SAY_LIMIT_S
        while (found := re.search(pattern, self.log.read_text("utf-8"), re.MULTILINE)) is None:
            assert time.monotonic() < limit, self.log.read_text("utf-8")
            time.sleep(0.05)
        return found

    def ask(self, query: str, **variables: Any) -> Any:
        """The data of a GraphQL answer; an assertion where there are errors."""
        body = json.dumps({"query": query, "variables": variables}).encode()
        headers = {"Content-Type": "application/json"}
        if self.token is not None:
            headers["Authorization"] = f"Bearer {self.token}"
        request = urllib.request.Request(f"{self.url}/graphql", body, headers)  # noqa: S310 -- our own address
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            answered = json.load(answer)
        assert "errors" not in answered, answered
        return answered["data"]

    def stop(self, with_signal: signal.Signals = signal.SIGINT) -> int:
        """Stop it as Ctrl-C does; its exit status."""
        self.process.send_signal(with_signal)
        return self.process.wait(STOP_LIMIT_S)

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
        self.process.wait(STOP_LIMIT_S)
        _, alive = psutil.wait_procs(everybody, timeout=STOP_LIMIT_S)
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
        command, env=environment(data, **settings), capture_output=True, text=True, timeout=300, check=False
    )


def begin(data: Path, *words: str, files: int | None = None, **settings: object) -> Service:
    """Start the service and wait until it answers; `files`: how many it may open."""
    service = launch(data, *words, files=files, **settings)
    _await_ready(service)
    return service


def launch(data: Path, *words: str, files: int | None = None, **settings: object) -> Service:
    """Start the service and wait for nothing; `files`: how many it may open."""
    port = _free_port()
    data.mkdir(parents=True, exist_ok=True)
    log = data / "service.log"
    with log.open("a") as out:
        process = subprocess.Popen(
            [*_limited(files), *CLI, *(words or ("serve",))],
            env=environment(data, PORT=port, **settings),
            stdout=out,
            stderr=out,
            text=True,
            start_new_session=True,
        )
    return Service(process, port, log)


def _limited(files: int | None) -> list[str]:
    return [] if files is None else ["/bin/sh", "-c", f'ulimit -n {files}; exec "$0" "$@"']


@contextmanager
def serving(data: Path, *words: str, files: int | None = None, **settings: object) -> Iterator[Service]:
    """The service, while the context lasts."""
    service = begin(data, *words, files=files, **settings)
    try:
        yield service
    finally:
        if service.process.poll() is None:
            service.stop()


def _await_ready(service: Service) -> None:
    limit = time.monotonic() + START_LIMIT_S
    while time.monotonic() < limit:
        status = service.process.poll()
        assert status is None, f"ended with {status}:\n{service.log.read_text()}"
        with suppress(URLError, ConnectionError, TimeoutError):
            urllib.request.urlopen(f"{service.url}/health", timeout=5).close()  # noqa: S310 -- our own address
            return
        time.sleep(0.1)
    raise AssertionError(f"not ready after {START_LIMIT_S} s:\n{service.log.read_text()}")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])
