"""Whole histories in a real record, and the record looked at past our own code."""

import asyncio
from collections.abc import Iterable
from typing import Any

import neo4j

from graph.apply import work_out
from graph.change import Recorded
from graph.record.bolt import BoltStore
from graph.snapshot import Snapshot
from tests.builders.organisations import Organisation

Rows = list[dict[str, Any]]


def keep(organisation: Organisation, store: BoltStore, runner: asyncio.Runner, first: int = 0) -> None:
    """Write a history into the record, from its `first` change (counted from 0) on."""
    steps = zip(organisation.recorded, organisation.snapshots, organisation.snapshots[1:], strict=False)
    for recorded, before, after in list(steps)[first:]:
        runner.run(store.append(recorded, work_out(before, recorded.change.operations).changed, after))


def facts_and_links(snapshot: Snapshot) -> tuple[dict[Any, Any], dict[Any, Any]]:
    """Every fact by class and id, and every list of linked facts that is not empty."""
    facts = {cls: dict(known) for cls, known in snapshot.facts.items()}
    return facts, {key: {to: found for to, found in index.items() if found} for key, index in snapshot.links.items()}


def graph_of(analyst: neo4j.Driver) -> tuple[Rows, Rows]:
    """All nodes and relationships, in a fixed order, but for what differs between two equal records."""
    nodes = analyst.execute_query(
        "MATCH (n) WHERE NOT n:Migration RETURN labels(n) AS labels, n {.*, token: null} AS all "
        "ORDER BY labels, n.code, n.id, n.revision"
    )
    edges = analyst.execute_query(
        "MATCH (a)-[r]->(b) RETURN coalesce(a.code, a.id) AS a, type(r) AS type, r {.*} AS all, "
        "coalesce(b.code, b.id) AS b ORDER BY type, a, b, r.id"
    )
    return [row.data() for row in nodes.records], [row.data() for row in edges.records]


def clear(analyst: neo4j.Driver) -> None:
    """An empty record again: the schema stays, the head is at 0."""
    with analyst.session() as session:
        session.run(
            "MATCH (n) WHERE NOT n:Migration AND NOT n:Head CALL (n) { DETACH DELETE n } IN TRANSACTIONS"
        ).consume()
        session.run("MATCH (h:Head) SET h.revision = 0").consume()


def revisions(recorded: Iterable[Recorded]) -> list[int]:
    """The numbers of the changes."""
    return [each.revision for each in recorded]
