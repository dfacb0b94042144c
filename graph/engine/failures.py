"""Why Neo4j ended, or will never answer: its logs, read for the few reasons that a person can do something about.

The patterns are what Neo4j 2026.08 and Java 25 really wrote when each failure was brought about.
"""

import re
import signal
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from graph.engine.errors import (
    DataDamaged,
    DataFromNewer,
    DiskFull,
    EngineError,
    FolderInUse,
    FolderNotWritable,
    HeapFull,
    JarsMissing,
    LogUnreadable,
    Neo4jFailed,
    NotEnoughMemory,
    PortTaken,
)
from graph.engine.house import command

LOGS: Final = ("console.log", "neo4j.log", "debug.log")
TAIL_BYTES: Final = 256 * 1024  # the reason for an end stands at the end
HOPELESS: Final = re.compile(r"Failed to start DatabaseId\{|No space left on device|Disk quota exceeded")
LAST_ERROR: Final = re.compile(r"^\S+ \S+ +ERROR +(.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Reason:
    """What Neo4j or Java writes, and what it means."""

    pattern: str
    error: type[EngineError]
    sentence: str
    remedy: str


FULL: Final = re.compile(r"No space left on device|Disk quota exceeded")
REASONS: Final = (
    Reason(
        r"Error reading transaction logs, recovery not possible",
        LogUnreadable,
        "Neo4j's log of transactions holds something that it cannot read.",
        "debug.log beside the log says where; restore the data folder from a backup.",
    ),
    Reason(
        r"No space left on device|Disk quota exceeded",
        DiskFull,
        "No space is left on Neo4j's disk.",
        "Free some space and start again: what was committed is safe.",
    ),
    Reason(
        r"from a newer version of neo4j|unsupported because it is a newer version|Downgrade is not supported",
        DataFromNewer,
        "The data was written by a newer Neo4j than this service runs.",
        "Use the newer version of this service, or name another data folder.",
    ),
    Reason(
        r"PortBindException|Address already in use",
        PortTaken,
        "Neo4j's port was taken by another program.",
        "Name another port, or none to have a free one chosen.",
    ),
    Reason(
        r"FileLockException|Lock file has been locked by another process",
        FolderInUse,
        "The data folder is in use by a Neo4j that this service did not start.",
        "End that Neo4j first, or name another data folder.",
    ),
    Reason(
        r"java\.lang\.OutOfMemoryError: (Java heap space|GC overhead limit exceeded)",
        HeapFull,
        "Neo4j's heap ran out of memory.",
        "Give it a larger one (WANGGE_NEO4J_HEAP_MB) that fits the machine and the data.",
    ),
    Reason(
        r"java\.lang\.OutOfMemoryError|Could not reserve enough space|insufficient memory for the Java|"
        r"exceeds physical memory",
        NotEnoughMemory,
        "There is not enough memory for Neo4j.",
        "Give it a heap and a page cache that fit the machine and the data (defaults: 512 MB and 256 MB).",
    ),
    Reason(
        r"AccessDeniedException|Permission denied|Read-only file system",
        FolderNotWritable,
        "Neo4j may not write somewhere in its data folder.",
        "Give this user the right to write in all of it.",
    ),
    Reason(
        r"NoClassDefFoundError|Could not find or load main class|ZipException",
        JarsMissing,
        "One of Neo4j's jars is missing or damaged.",
        f"Run `{command('jars')}`, which verifies each and fetches what is not right.",
    ),
    Reason(
        r"Failed to start DatabaseId\{",
        DataDamaged,
        "Neo4j cannot open its data.",
        "debug.log beside the log says which file; restore the data folder from a backup.",
    ),
)


def sizes(folder: Path) -> Mapping[Path, int]:
    """How long each log is now, so that what follows can be told from what was there."""
    paths = (folder / "logs" / name for name in LOGS)
    return {path: path.stat().st_size if path.exists() else 0 for path in paths}


def tells_of_full_disk(since: Mapping[Path, int]) -> bool:
    """Whether Neo4j found its disk full after its logs were so long."""
    return FULL.search(_written(since)) is not None


def find_hopeless(folder: Path, before: Mapping[Path, int]) -> EngineError | None:
    """Why a Neo4j that still runs will never serve its data: without a database it goes on for ever, as if well."""
    written = _written(before)
    return _reason(folder, written) if HOPELESS.search(written) else None


def explain(folder: Path, status: int, before: Mapping[Path, int]) -> EngineError:
    """The error that a Neo4j that ended by itself amounts to; never raises."""
    written = _written(before)
    return _reason(folder, written) or Neo4jFailed(
        f"Neo4j ended by itself{_manner(status, written)}.", remedy="The log says more.", log_path=_log(folder)
    )


def ended_with_its_owner(folder: Path) -> EngineError:
    """The end of a Neo4j that was another process's."""
    return Neo4jFailed(
        "Neo4j ended with the process that had started it.",
        remedy="Start again: it will be our own.",
        log_path=_log(folder),
    )


def _reason(folder: Path, written: str) -> EngineError | None:
    for reason in REASONS:
        if re.search(reason.pattern, written):
            return reason.error(reason.sentence, remedy=reason.remedy, log_path=_log(folder))
    return None


def _manner(status: int, written: str) -> str:
    if status == 128 + signal.SIGKILL:
        return ": it was killed, as a system that runs out of memory does"
    said = LAST_ERROR.findall(written)
    return f", saying: {said[-1].rstrip('.')}" if said else f" with status {status}"


def _written(before: Mapping[Path, int]) -> str:
    return "\n".join(_tail(path, start) for path, start in before.items())


def _tail(path: Path, start: int) -> str:
    """The end of what was written after `start`, or of the whole log if it was begun anew."""
    try:
        with path.open("rb") as file:
            size = path.stat().st_size
            file.seek(max(start if start <= size else 0, size - TAIL_BYTES))
            return file.read().decode("utf-8", "replace")
    except OSError:
        return ""


def _log(folder: Path) -> Path:
    """The log that says most: Neo4j's own, or the console if it never came so far."""
    neo4j = folder / "logs" / "neo4j.log"
    return neo4j if neo4j.exists() else folder / "logs" / "console.log"
