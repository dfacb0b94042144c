"""A record of our own in the run's Neo4j: opened once for each module, emptied for each test that writes."""

import asyncio
from collections.abc import Iterator

import neo4j
import pytest

from graph.engine.embedded import RunningNeo4j
from graph.live import LiveModel
from graph.record.bolt import BoltStore
from tests.builders.quarter import Quarter
from tests.builders.world import World
from tests.conftest import empty


@pytest.fixture(scope="module")
def loop() -> Iterator[asyncio.Runner]:
    """One event loop for a module."""
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture(scope="module")
def record(neo4j_server: RunningNeo4j, analyst: neo4j.Driver, loop: asyncio.Runner) -> Iterator[BoltStore]:
    """The record, open, for a module."""
    empty(analyst)
    address = neo4j_server.address
    opening = BoltStore.open(address.uri, address.user, address.password)
    yield loop.run(opening.__aenter__())
    loop.run(opening.__aexit__(None, None, None))


@pytest.fixture(scope="package")
def quarter() -> Quarter:
    """The organisation that is put into each record."""
    return Quarter()


@pytest.fixture
def world(loop: asyncio.Runner, record: BoltStore, analyst: neo4j.Driver, quarter: Quarter) -> World:
    """The quarter in a record that holds nothing else, at revision 1."""
    return fresh_world(loop, record, analyst, quarter)


@pytest.fixture(scope="module")
def still(loop: asyncio.Runner, record: BoltStore, analyst: neo4j.Driver, quarter: Quarter) -> World:
    """The same, shared by a module's tests, none of which writes."""
    return fresh_world(loop, record, analyst, quarter)


def fresh_world(loop: asyncio.Runner, record: BoltStore, analyst: neo4j.Driver, quarter: Quarter) -> World:
    """Empty the record and put the quarter into it."""
    with analyst.session() as session:
        session.run("MATCH (n) WHERE NOT n:Head AND NOT n:Migration DETACH DELETE n").consume()
        session.run("MATCH (h:Head) SET h.revision = 0").consume()
    model = loop.run(LiveModel.start(record))
    for change in quarter.changes:
        loop.run(model.commit(change))
    return World(loop, record, model, quarter)
