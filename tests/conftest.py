"""What tests share: one real Neo4j for the whole run.  Where it cannot be had, tests fail; they never skip."""

import asyncio
from collections.abc import Iterator

import neo4j
import pytest
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from graph.engine.embedded import RunningNeo4j, start
from graph.engine.launch import Options
from graph.record.bolt import BoltStore
from tests.fuzz.effort import EFFORT

settings.register_profile("wangge", derandomize=EFFORT == 1)
settings.load_profile("wangge")
"""`make test` makes up the same inputs each time, so that a change fails by what it changed; `make fuzz` others."""


class ByFile(LoadFileScheduling):  # type: ignore[misc]  # published without types
    """Lets the tests of a file share a process; those of the demo too: inventing it and loading it take longest."""

    def _split_scope(self, nodeid: str) -> str:
        shared = (scope for scope in ("tests/demo/", "tests/files/test_demo") if nodeid.startswith(scope))
        return next(shared, None) or str(super()._split_scope(nodeid))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFile:
    """How tests are shared out where there are several processes."""
    return ByFile(config, log)


SMALL = Options(heap_mib=256, page_cache_mib=64)


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningNeo4j]:
    """A Neo4j of this run's own, empty at first; a test that needs it empty has to empty it."""
    with start(tmp_path_factory.mktemp("neo4j"), purpose="tests", options=SMALL) as neo4j:
        yield neo4j


@pytest.fixture(scope="session")
def analyst(neo4j_server: RunningNeo4j) -> Iterator[neo4j.Driver]:
    """A connection past our own code: to look into the graph, and to bring about what our code never would."""
    address = neo4j_server.address
    auth = (address.user, address.password)
    with neo4j.GraphDatabase.driver(address.uri, auth=auth, notifications_min_severity="OFF") as driver:
        yield driver


@pytest.fixture
def runner() -> Iterator[asyncio.Runner]:
    """One event loop for the whole of a test: `runner.run(...)` as often as it likes."""
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture
def store(neo4j_server: RunningNeo4j, analyst: neo4j.Driver, runner: asyncio.Runner) -> Iterator[BoltStore]:
    """The record, open, in a database that holds nothing but its schema."""
    empty(analyst)
    address = neo4j_server.address
    opening = BoltStore.open(address.uri, address.user, address.password)
    yield runner.run(opening.__aenter__())
    runner.run(opening.__aexit__(None, None, None))


def empty(analyst: neo4j.Driver) -> None:
    """Delete every node and relationship, the journal and the notes of migrations too."""
    with analyst.session() as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS").consume()
