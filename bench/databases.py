"""The generated organisations in a real Neo4j: written once as ordinary changes, then kept in the cache."""

import hashlib
import os
import shutil
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from bench.city import Size, groups
from graph.change import Change, Operation, Put
from graph.live import LiveModel
from graph.record.opening import open_record, start_model
from graph.record.settings import RecordSettings

ROOT = Path(__file__).parent.parent
MADE_FROM = ("bench/city.py", "graph/facts.py", "graph/record/shape.py")
"""Files whose change makes a kept database stale."""

OPERATIONS = 50_000
"""Facts put by one change."""

WRITING_HEAP_MB = 2_048


async def database(size: Size) -> Path:
    """The data folder that holds the organisation, written first if it is not in the cache."""
    cache = Path(os.environ.get("WANGGE_CACHE") or ROOT / ".cache") / "bench"
    folder = cache / f"{size.name}-{_digest()}"
    if not (folder / "complete").exists():
        for stale in cache.glob(f"{size.name}-*"):
            shutil.rmtree(stale)
        await _write(size, folder)
        (folder / "complete").touch()
    return folder


def _digest() -> str:
    texts = b"".join((ROOT / name).read_bytes() for name in MADE_FROM)
    return hashlib.sha256(texts).hexdigest()[:12]


async def _write(size: Size, folder: Path) -> None:
    settings = RecordSettings.model_validate({"data": folder, "neo4j_uri": None, "neo4j_heap_mb": WRITING_HEAP_MB})
    async with open_record(settings, purpose="python -m bench", say=lambda _: None) as record:
        model = await start_model(record.store)
        begun, written = time.perf_counter(), 0
        for operations in _changes(size):
            await _commit(model, operations)
            written += len(operations)
            pace = written / (time.perf_counter() - begun)
            print(f"writing the {size.name}: {written:,} facts, {pace:,.0f} a second", file=sys.stderr)


async def _commit(model: LiveModel, operations: tuple[Operation, ...]) -> None:
    change = Change(operations=operations, actor="bench", reason="generated", at=datetime.now(UTC))
    await model.commit(change)


def _changes(size: Size) -> Iterator[tuple[Operation, ...]]:
    operations: list[Operation] = []
    for group in groups(size):
        operations.extend(Put(fact) for fact in group)
        if len(operations) >= OPERATIONS:
            yield tuple(operations)
            operations.clear()
    if operations:
        yield tuple(operations)
