"""What tests share: one real Neo4j for the whole run.  Where it cannot be had, tests fail; they never skip."""

from collections.abc import Iterator

import pytest

from graph.store.embedded import RunningNeo4j, start
from graph.store.launch import Options

SMALL = Options(heap_mib=256, page_cache_mib=64)


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningNeo4j]:
    """A Neo4j of this run's own, empty at first; a test that needs it empty has to empty it."""
    with start(tmp_path_factory.mktemp("neo4j"), purpose="tests", options=SMALL) as neo4j:
        yield neo4j
