"""From the start of the process to its first answer: how long, and how much memory it then has."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).parent.parent
START_LIMIT_S = 900


@dataclass(frozen=True, slots=True)
class Started:
    """A service that is ready: its port, its processes, how long it took, and how many facts it holds."""

    port: int
    ours: psutil.Process
    neo4j: psutil.Process
    seconds: float
    facts: int


def cpu_seconds(process: psutil.Process) -> float:
    """Processor time used so far."""
    times = process.cpu_times()
    return float(times.user + times.system)


def resident_mib(process: psutil.Process) -> float:
    """Memory in use."""
    return float(process.memory_info().rss) / (1 << 20)


@contextmanager
def started(command: list[str], folder: Path) -> Iterator[Started]:
    """Run a service on a data folder, on a free port, until the context is left."""
    port = _free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("WANGGE_NEO4J")}
    environment |= {"WANGGE_DATA": str(folder), "WANGGE_PORT": str(port), "WANGGE_KEYS": "false"}
    begun = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 -- our own program
        [sys.executable, *command], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        facts = _await_ready(process, port, begun)
        seconds = time.perf_counter() - begun
        ours = psutil.Process(process.pid)
        neo4j = psutil.Process(json.loads((folder / "neo4j" / "running.json").read_text())["neo4j_pid"])
        yield Started(port, ours, neo4j, seconds, facts)
    finally:
        process.terminate()
        process.wait(60)


def _await_ready(process: "subprocess.Popen[bytes]", port: int, begun: float) -> int:
    while time.perf_counter() - begun < START_LIMIT_S:
        if process.poll() is not None:
            raise RuntimeError(f"the service ended with status {process.returncode} before it was ready")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/ready", timeout=5) as answer:
                return int(json.load(answer)["facts"])
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(f"the service was not ready after {START_LIMIT_S} s")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
