"""An access log to look at: accesses made up, logged, moved; a process that dies."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from graph.access.chain import Link, Mark
from graph.access.grants import Access, AccessSource
from graph.record.access_files import Reading, segments
from graph.record.access_log import AccessLog
from graph.record.access_rows import AccessRows
from graph.record.auditing import Audit, audit

NOW = datetime(2025, 6, 1, 4, tzinfo=UTC)


def access(number: int, people: Sequence[str] = ("p-1",)) -> Access:
    """An access that can be told from others."""
    return Access(
        at=NOW + timedelta(milliseconds=number),
        key="k",
        key_name="热线",
        request=f"r-{number}",
        operation="Phones",
        people=tuple(people),
        source=AccessSource.GRAPHQL,
    )


def record(runner: asyncio.Runner, log: AccessLog, numbers: Sequence[int]) -> None:
    """Have accesses logged, all at once."""

    async def all_of_them() -> None:
        await asyncio.gather(*(log.record(access(number)) for number in numbers))

    runner.run(all_of_them())


def die(log: AccessLog) -> None:
    """What `kill -9` leaves: the files as they are, their lock gone."""
    file = log._file
    if file is not None:
        file.close()
    log._file = log._reading = None


def requests(runner: asyncio.Runner, rows: AccessRows) -> list[str]:
    """The requests that Neo4j holds, the oldest first."""
    return [entry.request for entry in reversed(runner.run(rows.accesses(None, None, None, 100_000)))]


def audited(runner: asyncio.Runner, rows: AccessRows, marks: Sequence[Mark] = ()) -> Audit:
    return runner.run(audit(rows, marks, datetime.now(UTC)))


def logged(folder: Path) -> list[Link]:
    """What the files hold."""
    found = []
    for chain in segments(folder):
        reading = Reading(folder, chain)
        while links := reading.links(1 << 20):
            found += links
    return found
