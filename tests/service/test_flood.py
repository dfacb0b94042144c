"""The service as a process under a flood: an honest client gets its answers, log and memory stay small."""

import socket
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest

from tests.builders.process import REVISION, Service, serving

FEW_FILES = ("/bin/sh", "-c", 'ulimit -n 600; exec "$0" "$@"')
GROWTH_BYTES = 120_000_000
LOG_BYTES = 60_000


@contextmanager
def flooding(port: int, begins: bytes, most: int) -> Iterator[list[int]]:
    """Connections that begin and never go on, made as quickly as may be, `most` of them held; how many so far."""
    stop, made = threading.Event(), [0]

    def flood() -> None:
        held: list[socket.socket] = []
        while not stop.is_set():
            with suppress(OSError):
                connection = socket.create_connection(("127.0.0.1", port), timeout=5)
                held.append(connection)
                made[0] += 1
                connection.send(begins)
            if len(held) > most:
                held.pop(0).close()
        for connection in held:
            connection.close()

    flooders = [threading.Thread(target=flood) for _ in range(2)]
    for each in flooders:
        each.start()
    try:
        yield made
    finally:
        stop.set()
        for each in flooders:
            each.join()


def port_of(service: Service) -> int:
    return int(service.url.rsplit(":", 1)[1])


@pytest.mark.parametrize(
    ("begins", "before"),
    [(b"", ()), (b"POST /graphql HTTP/1.1\r\nContent-Length: 900000\r\n\r\n" + b"x" * 1_000, ()), (b"", FEW_FILES)],
    ids=["silent", "slow bodies", "silent, few files"],
)
def test_a_flood_locks_nobody_out_and_fills_neither_log_nor_memory(
    tmp_path: Path, begins: bytes, before: Sequence[str]
) -> None:
    with serving(tmp_path, before=before) as service:
        assert service.ask(REVISION)
        process = psutil.Process(service.process.pid)
        at_first, began_log = process.memory_info().rss, service.log.stat().st_size
        with flooding(port_of(service), begins, most=2_000) as made:
            while made[0] < 6_000:
                for _ in range(20):
                    assert service.ask(REVISION)
                time.sleep(0.01)
            assert process.memory_info().rss - at_first < GROWTH_BYTES
        log = service.log.read_text("utf-8")[began_log:]
        assert len(log) < LOG_BYTES
        assert "closed" in log
        assert "more of" in log
        assert "Traceback" not in log
        urllib.request.urlopen(f"{service.url}/health", timeout=30).close()  # noqa: S310 -- our own address
