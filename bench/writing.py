"""Measures writes: through the live model, through GraphQL over HTTP, and the same rows written with the driver alone.

python -m bench.writing FOLDER PORT    the service that runs on the folder answers on the port
"""

import asyncio
import json
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import count, cycle
from pathlib import Path
from typing import Any

import neo4j
import orjson

from bench.inside import change_of
from bench.replicas import measured_lag, measured_past
from graph.apply import apply
from graph.change import Change, Put
from graph.engine.embedded import Neo4jAddress
from graph.facts import Holding
from graph.live import LiveModel
from graph.record.opening import open_record, start_model
from graph.record.rows import Statement, statements
from graph.record.settings import RecordSettings

ROUNDS, ROUND_S, WARM_UP_S = 5, 1.5, 10.0
"""Neo4j compiles what it runs often: its first hundreds of writes take several times as long as those after."""

WRITERS = 8
BODIES = 6_000
"""Requests made ready for a round: more than are sent in it, for nothing may be written twice."""

MUTATION = (
    "mutation($input: CorrectHoldingInput!, $change: ChangeRequest!) "
    "{ correctHolding(input: $input, change: $change) { __typename ... on ChangeApplied { revision } } }"
)

Write = Callable[[Holding], Awaitable[None]]
Figures = dict[str, float]


@contextmanager
def copied(folder: Path) -> Iterator[Path]:
    """A copy of a data folder that nobody uses, to write in; gone afterwards, so that the kept one never grows."""
    with tempfile.TemporaryDirectory(prefix="bench-", dir=folder.parent) as parent:
        copy = Path(parent) / "data"
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("lock", "running.json", "logs"))
        yield copy


def main(folder: Path, port: int) -> Figures:
    """Every measure of this file and of `replicas`."""
    return asyncio.run(_measured(folder, port))


async def _measured(folder: Path, port: int) -> Figures:
    settings = RecordSettings.model_validate({"data": folder, "neo4j_uri": None})
    async with open_record(settings, purpose="python -m bench", say=lambda _: None) as record:
        assert record.neo4j is not None
        model = await start_model(record.store)
        async with _driver(record.neo4j.address) as driver:
            figures = await _rates(model, driver, port)
        figures |= await measured_past(model)
        return figures | await measured_lag(model, _poster(model, port))


def _driver(address: Neo4jAddress) -> neo4j.AsyncDriver:
    return neo4j.AsyncGraphDatabase.driver(address.uri, auth=(address.user, address.password))


# -- each way in turn ------------------------------------------------------------------------------------------------


async def _rates(model: LiveModel, driver: neo4j.AsyncDriver, port: int) -> Figures:
    """Writes a second and their latencies, for one writer and for several, each way in turns."""
    holdings = [holding for holding in model.snapshot.all(Holding) if holding.end is None]
    ways: dict[str, Callable[[int, float], Awaitable[Figures]]] = {
        "commit": lambda writers, seconds: _committing(model, holdings, writers, seconds),
        "mutation": lambda writers, seconds: _mutating(model, holdings, port, writers, seconds),
        "bare_write": lambda writers, seconds: _writing_bare(model, driver, holdings, writers, seconds),
    }
    for way in ways.values():
        await way(1, WARM_UP_S)
    rounds = [
        (f"{name}_{writers}", await way(writers, ROUND_S))
        for _ in range(ROUNDS)
        for writers in (1, WRITERS)
        for name, way in ways.items()
    ]
    return {
        f"{name}_{figure}": statistics.median(figures[figure] for other, figures in rounds if other == name)
        for name in dict(rounds)
        for figure in rounds[0][1]
    }


async def _committing(model: LiveModel, holdings: Sequence[Holding], writers: int, seconds: float) -> Figures:
    """Corrections through the live model."""
    await model.catch_up()

    async def write(holding: Holding) -> None:
        await model.commit(corrected(holding))

    return await _in_parallel(write, holdings, writers, seconds)


async def _writing_bare(
    model: LiveModel, driver: neo4j.AsyncDriver, holdings: Sequence[Holding], writers: int, seconds: float
) -> Figures:
    """The rows of the same corrections, a transaction each: no rules, no head to lock, no journal."""
    rows = {holding.id: _statements(model, corrected(holding)) for holding in holdings[:BODIES]}

    async def write(holding: Holding) -> None:
        async with driver.session() as session:
            await session.execute_write(_run_all, rows[holding.id])

    return await _in_parallel(write, holdings[:BODIES], writers, seconds)


def _statements(model: LiveModel, change: Change) -> list[Statement]:
    step = apply(model.snapshot, change.operations)
    return list(statements(step.changed, step.after))


async def _run_all(tx: neo4j.AsyncManagedTransaction, writes: list[Statement]) -> None:
    for write in writes:
        await (await tx.run(write.cypher, rows=write.rows)).consume()


async def _mutating(model: LiveModel, holdings: Sequence[Holding], port: int, writers: int, seconds: float) -> Figures:
    """Corrections by GraphQL over HTTP, from another process; each has to make a revision."""
    await model.catch_up()
    first = model.snapshot.revision
    bodies = [mutation_of(holding) for holding, _ in zip(cycle(holdings), range(BODIES), strict=False)]
    command = ("-m", "bench.client", str(port), "/graphql", str(writers), str(seconds))
    client = await asyncio.create_subprocess_exec(
        sys.executable, *command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    told, _ = await client.communicate(orjson.dumps(bodies))
    measured: Figures = json.loads(told)
    await model.catch_up()
    made = model.snapshot.revision - first
    assert made == measured["requests"], f"{measured['requests']} mutations made {made} revisions"
    return {name: measured[name] for name in ("per_second", "p50_ms", "p99_ms")}


async def _in_parallel(write: Write, holdings: Sequence[Holding], writers: int, seconds: float) -> Figures:
    """So many writers, each writing again as soon as its last write is acknowledged, on posts of its own."""
    begun = time.perf_counter()
    times: list[float] = []

    async def writer(number: int) -> None:
        for holding in cycle(holdings[number::writers]):
            sent = time.perf_counter()
            if sent > begun + seconds:
                return
            await write(holding)
            times.append((time.perf_counter() - sent) * 1000)

    await asyncio.gather(*(writer(number) for number in range(writers)))
    elapsed = time.perf_counter() - begun
    times.sort()
    return {
        "per_second": len(times) / elapsed,
        "p50_ms": times[len(times) // 2],
        "p99_ms": times[len(times) * 99 // 100],
    }


# -- what is written -------------------------------------------------------------------------------------------------

_numbers = count(1)


def corrected(holding: Holding) -> Change:
    """A change of one post's special subject, another one each time."""
    return change_of((Put(replace(holding, field=_subject())),))


def mutation_of(holding: Holding) -> dict[str, Any]:
    """The same as the body of a request."""
    given = {"holding": holding.id, "field": _subject()}
    return {"query": MUTATION, "variables": {"input": given, "change": {"reason": "measuring"}}}


def _subject() -> str:
    return f"measured {next(_numbers)} {time.time_ns()}"


def _poster(model: LiveModel, port: int) -> Callable[[], Awaitable[int]]:
    """Sends one mutation to the service and returns the revision that it says it made."""
    holdings = cycle(list(model.snapshot.all(Holding)))

    async def post() -> int:
        body = orjson.dumps(mutation_of(next(holdings)))
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        head = "POST /graphql HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nConnection: close\r\n"
        writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        answer = await reader.read()
        writer.close()
        revision: int = orjson.loads(answer.split(b"\r\n\r\n", 1)[1])["data"]["correctHolding"]["revision"]
        return revision

    return post


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]))))
