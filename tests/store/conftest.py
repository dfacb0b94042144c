"""The access log of a test: its folder, its rows in Neo4j, and processes that write it."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from graph.store.access_log import AccessLog
from graph.store.access_rows import AccessRows
from graph.store.bolt import BoltStore


@pytest.fixture
def rows(store: BoltStore) -> AccessRows:
    return AccessRows(store)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "accesses"


@pytest.fixture
def started(folder: Path, runner: asyncio.Runner) -> Iterator[Callable[[], AccessLog]]:
    """Starts the access log of another process on the same folder; all are let go at last."""
    logs: list[AccessLog] = []

    def start() -> AccessLog:
        logs.append(AccessLog(folder))
        return logs[-1]

    yield start
    for log in logs:
        with suppress(OSError):
            runner.run(log.close(None))
