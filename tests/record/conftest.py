"""What tests of the record share: the folder of a Neo4j that was ended, and the access log of a test."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from graph.engine.embedded import start
from graph.record.access_log import AccessLog
from graph.record.access_rows import AccessRows
from graph.record.bolt import BoltStore
from tests.conftest import SMALL


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


@pytest.fixture(scope="session")
def ended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a Neo4j that was ended; to be copied."""
    folder = tmp_path_factory.mktemp("ended") / "data"
    start(folder, purpose="making a folder", options=SMALL).stop()
    return folder
