"""The access log proved: what somebody does to it in Neo4j is found and named, and what is old is cut in good order."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import neo4j
import pytest

from graph.access.chain import Link, Mark, next_link
from graph.record.access_log import AccessLog
from graph.record.access_rows import AccessRows
from graph.record.auditing import audit
from tests.builders.accesses import NOW, access, audited, record, requests

# -- proved ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def kept(runner: asyncio.Runner, rows: AccessRows, started: Callable[[], AccessLog]) -> list[Mark]:
    """Two chains in Neo4j, of four links with five accesses each; how far they have come."""
    for start in (0, 100):
        log = started()
        for link in range(4):
            record(runner, log, range(start + 10 * link, start + 10 * link + 5))
        runner.run(log.close(rows))
    assert audited(runner, rows).faults == []
    return [chain.newest for chain in runner.run(rows.chains())]


TAMPERING = {
    "MATCH (a:Access {request: 'r-12'}) SET a.people = ['p-2']": r"access \S+/2/2 \(.*r-12\) was altered",
    "MATCH (a:Access {request: 'r-12'}) SET a.at = a.at + duration('PT1S')": r"access \S+/2/2 .* was altered",
    "MATCH (a:Access {request: 'r-12'}) SET a.at = 'noon'": r"access \S+/2/2 .* was altered",
    "MATCH (a:Access {request: 'r-12'}) SET a.people = 7": r"access \S+/2/2 .* was altered",
    "MATCH (a:Access {request: 'r-12'}) SET a.source = 'nowhere'": r"access \S+/2/2 .* was altered",
    "MATCH (a:Access {request: 'r-12'}) SET a.pardoned = true": r"access \S+/2/2 .* was altered",
    "MATCH (a:Access {request: 'r-12'}) REMOVE a.key_name": r"access \S+/2/2 .* was altered",
    "MATCH (a:Access {request: 'r-12'}) DETACH DELETE a": r"access \S+/2/2 was taken out",
    "MATCH (a:Access {request: 'r-12'}), (b:Access {request: 'r-13'}) SET a.place = 3, b.place = 2": "/2/2 .*移位",
    "MATCH (a:Access {request: 'r-12'})<-[l:LISTS]-() DELETE l": r"request r-12\) stands in no chain",
    "MATCH (a:Access {request: 'r-12'})<-[:LISTS]-(l) CREATE (l)-[:LISTS]->(a)": r"/2/2 .* was put in",
    "MATCH (a:Access {request: 'r-12'})<-[:LISTS]-(l) "
    "CREATE (l)-[:LISTS]->(b:Access) SET b = a {.*, place: 5}": r"/2/5 .* was put in",
    "CREATE (:Access {at: datetime(), request: 'r-666', people: []})": r"request r-666\) stands in no chain|no chain",
    "MATCH (a:Access {request: 'r-12'})<-[:LISTS]-(l) SET l.digests = []": r"/2 was altered",
    "MATCH (a:Access {request: 'r-12'})<-[:LISTS]-(l) SET l.digests = 'none'": r"/2 was altered",
    "MATCH (a:Access {request: 'r-12'})<-[:LISTS]-(l) SET l.hash = l.before": r"/2 was altered",
    "MATCH (a:Access {request: 'r-12'})<-[:LISTS]-(l) SET l.at = l.at + duration('P1D')": r"/2 was altered",
    "MATCH (a:Access {request: 'r-12'})<-[:LISTS]-(l) REMOVE l.at": r"/2 was altered",
    "MATCH (a:Access {request: 'r-12'})<-[:LISTS]-(l)-[:LISTS]->(b) DETACH DELETE l, a, b": r"lacks link 2",
    "MATCH (a:Access {request: 'r-12'})<-[:LISTS]-(l) SET l.chain = 'another'": r"Link another/2 stands in no chain",
    "MATCH (a:Access {request: 'r-32'})<-[:LISTS]-(l)-[:LISTS]->(b) DETACH DELETE l, a, b": r"lacks its end: link 4",
    "MATCH (a:Access {request: 'r-32'})<-[:LISTS]-(l)-[:LISTS]->(b), (m:AccessLink {chain: l.chain, number: 3}), "
    "(c:AccessChain {id: l.chain}) SET c.number = 3, c.hash = m.hash DETACH DELETE l, a, b": "come to link 4",
    "MATCH (l:AccessLink {number: 4}) MATCH (c:AccessChain {id: l.chain}) SET c.number = 3": r"said to end with link 3",
    "MATCH (c:AccessChain) REMOVE c.hash, c.at, c.number": r"said to end with link 0",
    "MATCH (c:AccessChain) SET c.number = 9": r"lacks its end: links 5 to 9",
    "MATCH (c:AccessChain) DETACH DELETE c": r"Link \S+/1 stands in no chain",
    "MATCH (n) WHERE n:AccessChain OR n:AccessLink OR n:Access DETACH DELETE n": r"is gone: .* come to link 4",
    "MATCH (l:AccessLink {number: 2}) MATCH (c:AccessChain {id: l.chain}) "
    "SET c.cut_number = 2, c.cut_hash = l.hash, c.cut_at = l.at, c.cut_on = l.at WITH l, c "
    "MATCH (o:AccessLink {chain: c.id}) WHERE o.number < 3 DETACH DELETE o": r"nothing of the last six months",
    "MATCH (l:AccessLink {number: 2}) MATCH (c:AccessChain {id: l.chain}) "
    "SET c.cut_number = 2, c.cut_hash = l.hash, c.cut_at = l.at - duration('P9M'), c.cut_on = l.at WITH l, c "
    "MATCH (o:AccessLink {chain: c.id}) WHERE o.number < 2 DETACH DELETE o": r"/2 stands there twice",
}  # fmt: skip


def test_what_somebody_does_to_it_in_neo4j_is_found_and_named(
    runner: asyncio.Runner, rows: AccessRows, analyst: neo4j.Driver, kept: list[Mark]
) -> None:
    chains = [runner.run(_collect(rows, mark.chain)) for mark in kept]
    for cypher, words in TAMPERING.items():
        analyst.execute_query(cypher)
        found = "\n".join(audited(runner, rows, kept).faults)
        assert re.search(words, found), (cypher, found)
        analyst.execute_query("MATCH (n) WHERE n:AccessChain OR n:AccessLink OR n:Access DETACH DELETE n")
        for links in chains:
            runner.run(rows.keep(links))
        assert audited(runner, rows, kept).faults == []


def test_somebody_who_makes_a_chain_anew_is_found_by_a_mark(
    runner: asyncio.Runner, rows: AccessRows, analyst: neo4j.Driver, kept: list[Mark]
) -> None:
    """The same accesses but for one, every digest and hash as it should be."""
    chain = kept[-1].chain
    found = runner.run(_collect(rows, chain))
    analyst.execute_query(
        "MATCH (l:AccessLink {chain: $chain})-[:LISTS]->(a) DETACH DELETE l, a WITH count(*) AS _ "
        "MATCH (c:AccessChain {id: $chain}) DELETE c",
        chain=chain,
    )
    forged, mark = [], replace(found[0].mark, number=0, hash="0" * 64)
    for link in found:
        entries = [replace(entry, people=("nobody",)) if entry.request == "r-12" else entry for entry in link.entries]
        forged.append(next_link(mark, link.at, entries))
        mark = forged[-1].mark
    runner.run(rows.keep(forged))
    assert audited(runner, rows).faults == []
    assert any("another than was noted" in fault for fault in audited(runner, rows, kept).faults)


async def _collect(rows: AccessRows, chain: str) -> list[Link]:
    return [kept.link async for kept in rows.links(chain, 0)]


def test_it_is_proved_while_it_grows(
    runner: asyncio.Runner, rows: AccessRows, started: Callable[[], AccessLog], kept: list[Mark]
) -> None:
    log = started()

    async def grow_and_prove() -> list[str]:
        done = False

        async def grow() -> None:
            number = 1_000
            while not done:
                await log.record(access(number))
                await log.move(rows)
                number += 1

        growing = asyncio.create_task(grow())
        faults = []
        for _ in range(10):
            faults += (await audit(rows, kept, datetime.now(UTC))).faults
        done = True
        await growing
        return faults

    assert runner.run(grow_and_prove()) == []


# -- kept for a time ---------------------------------------------------------------------------------------------------


def test_what_is_old_is_cut_and_the_chain_goes_on(runner: asyncio.Runner, rows: AccessRows, folder: Path) -> None:
    """A link a month for four years, kept for three."""
    clock = [datetime(2021, 1, 1, tzinfo=UTC)]
    log = AccessLog(folder, now=lambda: clock[0])
    marks = []
    for number in range(48):
        record(runner, log, [number])
        assert log._file is not None
        marks.append(log._file.mark)
        clock[0] += timedelta(days=30)
    runner.run(log.move(rows))
    now = clock[0]
    limit = now - timedelta(days=3 * 365)
    assert runner.run(rows.cut(limit, now)) == 12
    assert runner.run(rows.cut(limit, now)) == 0
    assert requests(runner, rows) == [f"r-{number}" for number in range(12, 48)]
    found = runner.run(audit(rows, marks, now))
    assert (found.faults, found.links) == ([], 36)
    record(runner, log, [48])
    runner.run(log.close(rows))
    assert runner.run(audit(rows, marks, now)).faults == []
    assert runner.run(rows.cut(now + timedelta(days=900), now + timedelta(days=2_000))) == 37
    assert runner.run(audit(rows, marks, now + timedelta(days=2_000))).faults == []


def test_one_of_many_tends_it_once_a_day(runner: asyncio.Runner, rows: AccessRows) -> None:
    async def all_at_once(day: int) -> list[bool]:
        return list(await asyncio.gather(*(rows.take_day(NOW.date() + timedelta(days=day)) for _ in range(10))))

    assert sorted(runner.run(all_at_once(0))) == [False] * 9 + [True]
    assert sorted(runner.run(all_at_once(1))) == [False] * 9 + [True]
    assert runner.run(all_at_once(0)) == [False] * 10


# -- asked -------------------------------------------------------------------------------------------------------------


def test_a_page_ends_with_all_of_an_instant(
    runner: asyncio.Runner, rows: AccessRows, started: Callable[[], AccessLog]
) -> None:
    """An access of many people is several entries; who goes on before the last instant misses none."""
    log = started()
    people = sorted(f"p-{number}" for number in range(3_500))
    for number in (1, 2, 3):
        runner.run(log.record(access(number, people)))
    runner.run(log.move(rows))
    page = runner.run(rows.accesses(None, None, None, 2))
    assert [entry.request for entry in page] == ["r-3"] * 4
    assert [person for entry in page for person in entry.people] == people
    page = runner.run(rows.accesses("p-3400", "热线", page[-1].at, 2))
    assert [entry.request for entry in page] == ["r-2", "r-1"]
    assert runner.run(rows.accesses("nobody", None, None, 2)) == []
