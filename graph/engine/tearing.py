"""A log of transactions that a full disk has torn: what may be cut off it, and the copy that is kept of it.

A write that finds the disk full may leave half of itself in the log, and a second time all of it from the start.  Neo4j
then refuses to recover, for it can't tell this from a log that was damaged.  Here it can be told: what lies behind the
place where the disk was full was acknowledged to nobody, since with that failure the database had shut.
"""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from graph.engine import failures

MARK: Final = "healthy.json"
ASIDE: Final = "set-aside"
FULL_BELOW_BYTES: Final = 1_048_576


def mark_healthy(folder: Path) -> None:
    """Note how long Neo4j's logs are now that it answers, all its databases open."""
    lengths = {path.name: size for path, size in failures.sizes(folder).items()}
    draft = folder / f"{MARK}.new"
    draft.write_text(json.dumps(lengths), encoding="utf-8")
    draft.replace(folder / MARK)


def was_full(folder: Path) -> bool:
    """Whether the disk was full since Neo4j was healthy, as its logs tell; False where nothing is noted."""
    try:
        lengths = json.loads((folder / MARK).read_text(encoding="utf-8"))
        since = {folder / "logs" / name: int(size) for name, size in lengths.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return False
    return failures.tells_of_full_disk(since)


def is_full(folder: Path) -> bool:
    """Whether there is no space left to speak of."""
    try:
        return shutil.disk_usage(folder).free < FULL_BELOW_BYTES
    except OSError:
        return False


def set_aside(folder: Path) -> Path:
    """Copy the logs of transactions before anything is cut off them; where to.  Raises OSError."""
    kept = folder / ASIDE / datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    shutil.copytree(folder / "data" / "transactions", kept)
    return kept
