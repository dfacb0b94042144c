"""Opens the record that the settings name, starting a Neo4j of our own where none is named."""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Event

from graph.change import Change
from graph.defaults import default_settings
from graph.engine.artifacts import fetch_missing
from graph.engine.embedded import RunningNeo4j, join_or_start, start
from graph.engine.launch import Options
from graph.errors import Conflict, InvalidInput
from graph.live import LiveModel
from graph.record.bolt import BoltStore
from graph.record.settings import RecordSettings

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class OpenRecord:
    """An open record; `neo4j` is the Neo4j of our own, if it is one."""

    store: BoltStore
    neo4j: RunningNeo4j | None


@asynccontextmanager
async def open_record(
    settings: RecordSettings, *, purpose: str, say: Say, may_join: bool = True, migrate: bool = True
) -> AsyncIterator[OpenRecord]:
    """Connect to the record; on leaving, end what was started for it.

    `purpose` completes "in use by …, for".  With `may_join` False a data folder in use is an error: a service that
    joined somebody else's Neo4j would lose it when they leave.  With `migrate` False the schema stays as it is.
    """
    if settings.neo4j_uri is not None:
        if settings.neo4j_password is None:
            raise InvalidInput("WANGGE_NEO4J_URI is set, so WANGGE_NEO4J_PASSWORD is needed too.")
        password = settings.neo4j_password.get_secret_value()
        async with BoltStore.open(
            settings.neo4j_uri, settings.neo4j_user, password, database=settings.neo4j_database, migrate=migrate
        ) as store:
            yield OpenRecord(store, None)
        return
    await _have_jars(say)
    begin = join_or_start if may_join else start
    options = Options(
        bolt_port=settings.neo4j_port, heap_mib=settings.neo4j_heap_mb, page_cache_mib=settings.neo4j_page_cache_mb
    )
    neo4j = await asyncio.to_thread(begin, settings.data / "neo4j", purpose=purpose, options=options, on_progress=say)
    try:
        address = neo4j.address
        async with BoltStore.open(address.uri, address.user, address.password, migrate=migrate) as store:
            yield OpenRecord(store, neo4j)
    finally:
        await asyncio.to_thread(neo4j.stop)


async def _have_jars(say: Say) -> None:
    """Fetch Neo4j where it is not there yet; cancelled, the download ends too."""
    stop = Event()
    try:
        await asyncio.to_thread(fetch_missing, say, stop)
    except asyncio.CancelledError:
        stop.set()
        raise


async def start_model(store: BoltStore) -> LiveModel:
    """The live model of a record; an empty record is given the default settings as its first change."""
    with _all_of_it_stays():
        model = await LiveModel.start(store)
    if model.snapshot.revision == 0:
        founding = Change(
            operations=default_settings(),
            actor="wangge",
            reason="default staffing standard, ladder and digit template 默认配备标准、责任阶梯与编码规则",
            at=datetime.now(UTC),
            summary="default settings 默认设置",
        )
        try:
            await model.commit(founding, expected_revision=0)
        except Conflict:  # another process was quicker with the very same
            await model.catch_up()
    return model


@contextmanager
def _all_of_it_stays() -> Iterator[None]:
    """Keep the collector from walking what is loaded, now and later: of a city that costs more than the loading."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
