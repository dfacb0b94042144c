"""The record in Neo4j, over Bolt: the only module that knows the driver.

It reads whole models, appends changes and follows the journal; what a change means is the core's to say.
"""

import asyncio
import uuid
from collections.abc import AsyncIterator, Collection, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any, LiteralString, TypeVar

import neo4j
from neo4j import AsyncGraphDatabase, AsyncManagedTransaction, unit_of_work
from neo4j.exceptions import AuthError, DriverError, IncompleteCommit, Neo4jError, ServiceUnavailable

from graph.apply import restate
from graph.change import Change, Entry, Put, Recorded
from graph.codec import Reader, decode_operation, encode_operation
from graph.errors import Unavailable
from graph.facts import FACT_CLASSES, Fact, FactId
from graph.live import HeadMovedError
from graph.record import shape
from graph.record.migrations import Migration, migrations
from graph.record.rows import Row, statements
from graph.snapshot import Gathering, Snapshot

F = TypeVar("F", bound=Fact)

OLDEST_NEO4J = (5, 23)
"""Relationship uniqueness constraints came in 5.7, scoped calls, `CALL (n) { … }`, in 5.23."""

SILENT_READ_S = 10.0
SILENT_WRITE_S = 60.0
"""How long Neo4j may be silent while it is read, or written, before that is given up.

A server that is frozen, or one behind a network that swallows everything, breaks no connection: without a limit of ours
nobody would ever notice.  Writing may have to wait for the turn of others who write much.
"""

LONGEST_WRITE_S = 300.0
"""After so long Neo4j itself ends a transaction: a writer cut off in the midst of one does not lock out others."""

MIGRATION_TRIES = 10

LAST_REVISION = 2**63 - 1
"""Neo4j's greatest number."""

BATCH = 5_000
"""Rows written by one statement: large enough to be quick, small enough for the database's memory."""


class BoltStore:
    """The record, held in a Neo4j database.

    `round_trips` counts the transactions so far: a read of the model makes none.
    Every failure of the driver comes out as Unavailable, with one sentence and what to do.
    """

    def __init__(self, driver: neo4j.AsyncDriver, uri: str, database: str | None) -> None:
        self._driver = driver
        self._uri = uri
        self._database = database
        self.round_trips = 0
        self.silent_read_s, self.silent_write_s, self.longest_write_s = SILENT_READ_S, SILENT_WRITE_S, LONGEST_WRITE_S

    @staticmethod
    @asynccontextmanager
    async def open(
        uri: str, user: str, password: str, *, database: str | None = None, migrate: bool = True
    ) -> "AsyncIterator[BoltStore]":
        """Connect, see that the server will do; bring its schema up to date, unless `migrate` leaves it as it is."""
        with _translated(uri):
            driver = AsyncGraphDatabase.driver(
                uri,
                auth=(user, password),
                connection_acquisition_timeout=15,
                connection_timeout=10,
                max_transaction_retry_time=10,
                notifications_min_severity="OFF",
                user_agent="wangge",
            )
        async with driver:
            store = BoltStore(driver, uri, database)
            with _translated(uri):
                await driver.verify_connectivity()
                await store._check_version()
                if migrate:
                    await store.migrate()
            yield store

    async def is_shut(self) -> bool:
        """Whether Neo4j answers, but has shut the database after a failure that only a new start mends."""
        try:
            await self._read("RETURN 1 AS row")
        except Unavailable as error:
            return isinstance(error.__cause__, Neo4jError) and _says_shut(error.__cause__)
        return False

    # -- the record ------------------------------------------------------------------------------------------------

    async def head(self) -> int:
        """The newest revision."""
        rows = await self._read("MATCH (h:Head {id: 'head'}) RETURN h.revision AS row")
        if not rows:
            raise Unavailable(f"The database at {self._uri} has lost its Head node: the record can't be trusted.")
        return int(rows[0])

    async def load(self) -> Snapshot:
        """The model as the graph has it, brought to the head of the journal."""
        revision = await self.head()
        reader, gathering = Reader(), Gathering()
        for cls in FACT_CLASSES:
            await self._gather(cls, reader, gathering)
        snapshot = await asyncio.to_thread(gathering.snapshot, revision)
        # Somebody may have written while we read.  Facts that came with it already are only stated again.
        for recorded in await self.since(revision):
            snapshot = restate(snapshot, recorded)
        return snapshot

    async def since(self, revision: int, until: int | None = None) -> list[Recorded]:
        """The changes after a revision, or after it up to another, oldest first."""
        until = LAST_REVISION if until is None else until
        return await self._changes("c.revision > $revision AND c.revision <= $until", revision=revision, until=until)

    async def touching(self, ids: Collection[FactId], after: int) -> dict[int, int]:
        """The revisions after one whose changes touch or name any of these facts, ascending, with their sizes."""
        rows = await self._read(
            "MATCH (c:Change) WHERE c.revision > $revision AND any(id IN c.about WHERE id IN $ids) "
            "RETURN [c.revision, size(c.operations)] AS row ORDER BY row[0]",
            revision=after,
            ids=sorted(ids),
        )
        return dict(rows)

    async def these(self, revisions: Collection[int]) -> list[Recorded]:
        """The changes that made these revisions, oldest first."""
        return await self._changes("c.revision IN $revisions", revisions=list(revisions)) if revisions else []

    async def append(self, recorded: Recorded, changed: Mapping[FactId, Fact], after: Snapshot) -> None:
        """Keep a change in one transaction: lock the head, compare, write the journal and the graph."""
        token = uuid.uuid4().hex
        writes = list(statements(changed, after))

        all_is_sent = False

        @unit_of_work(timeout=self.longest_write_s)
        async def write(tx: AsyncManagedTransaction) -> None:
            nonlocal all_is_sent
            all_is_sent = False
            if await _take_head(tx, recorded, token):
                for statement in writes:
                    for rows in _batches(statement.rows):
                        _extend(limit, self.silent_write_s)
                        await (await tx.run(_cypher(statement.cypher), rows=rows)).consume()
            _extend(limit, self.silent_write_s)
            all_is_sent = True

        with _translated(self._uri):
            self.round_trips += 1
            try:
                async with asyncio.timeout(self.silent_write_s) as limit, self._session() as session:
                    await session.execute_write(write)
            except (IncompleteCommit, TimeoutError) as error:
                # Before the commit was asked for, Neo4j has undone it all; after that, only the journal can say.
                if not ((all_is_sent or isinstance(error, IncompleteCommit)) and await self._was_kept(token)):
                    raise

    async def asked_before(self, by: str) -> tuple[str, int | None] | None:
        """What was asked for under a token, by the digest of both, and the revision that it made; None: nothing was."""
        rows = await self._read("MATCH (a:Asked {by: $by}) RETURN [a.content, a.revision] AS row", by=by)
        return (str(rows[0][0]), rows[0][1]) if rows else None

    async def _was_kept(self, token: str) -> bool:
        """Whether a change whose answer was lost is in the journal.  Raises Unavailable if that can't be found out."""
        try:
            rows = await self._read("MATCH (c:Change {token: $token}) RETURN c.revision AS row", token=token)
        except Unavailable as error:
            message = "The connection was lost while a change was being kept; it may have been kept. See the journal."
            raise Unavailable(f"{message} 连接中断，变更可能已保存，请核对日志") from error
        return bool(rows)

    async def entries(self, about: FactId | None, below: int, most: int) -> list[Entry]:
        """The newest lines of the journal before revision `below`, newest first; `about`: only those that touch it."""
        return await self._lines("c.revision < $from", "DESC", about, below, most)

    async def later(self, about: FactId | None, after: int, most: int) -> list[Entry]:
        """The lines of the journal that follow a revision, oldest first; `about`: only those that touch it."""
        return await self._lines("c.revision > $from", "ASC", about, after, most)

    async def named(self, revision: int) -> list[FactId]:
        """The ids of all that the change which made a revision touches or names."""
        rows = await self._read("MATCH (c:Change {revision: $revision}) RETURN c.about AS row", revision=revision)
        return list(rows[0]) if rows else []

    async def _lines(self, where: str, order: str, about: FactId | None, start: int, most: int) -> list[Entry]:
        rows = await self._read(
            f"MATCH (c:Change) WHERE {where} AND ($about IS NULL OR $about IN c.about) "
            f"WITH c ORDER BY c.revision {order} LIMIT $most "
            "RETURN [c.revision, c.at, c.actor, c.reason, c.summary, size(c.operations)] AS row "
            f"ORDER BY row[0] {order}",
            about=about,
            most=most,
            **{"from": start},
        )
        return [
            Entry(revision=revision, at=at.to_native(), actor=actor, reason=reason, summary=summary, size=size)
            for revision, at, actor, reason, summary, size in rows
        ]

    async def count_entries(self, about: FactId | None) -> int:
        """How many lines the journal has, or has about something."""
        rows = await self._read(
            "MATCH (c:Change) WHERE $about IS NULL OR $about IN c.about RETURN count(c) AS row", about=about
        )
        return int(rows[0])

    async def read(self, revision: int, skip: int = 0, most: int | None = None) -> Recorded | None:
        """The change that made a revision, with some or all of its operations."""
        rows = await self._read(
            "MATCH (c:Change {revision: $revision}) WITH c, "
            "CASE WHEN $to IS NULL THEN c.operations[$skip..] ELSE c.operations[$skip..$to] END AS operations "
            "RETURN [c.revision, c.actor, c.reason, c.at, c.summary, operations] AS row",
            revision=revision,
            skip=skip,
            to=None if most is None else skip + most,
        )
        return _recorded(rows[0], Reader()) if rows else None

    async def sizes(self, revisions: Collection[int]) -> dict[int, int]:
        """How many operations the changes of these revisions have, as far as there are such; one that is damaged: 0."""
        rows = await self._read(
            "MATCH (c:Change) WHERE c.revision IN $revisions RETURN [c.revision, "
            "CASE WHEN c.operations IS :: LIST<STRING NOT NULL> NOT NULL THEN size(c.operations) ELSE 0 END] AS row",
            revisions=list(revisions),
        )
        return dict(rows)

    async def query(self, cypher: str, **parameters: object) -> list[dict[str, Any]]:
        """Answer a read-only query as rows: for analysts' Cypher, checks and benches, never for a GraphQL read."""
        return [record.data() for record in await self._records(cypher, parameters)]

    async def execute(self, cypher: str, **parameters: object) -> list[dict[str, Any]]:
        """Write something that is not part of the model, such as a key; the rows that the statement returns."""
        with _translated(self._uri):
            self.round_trips += 1
            async with asyncio.timeout(self.silent_write_s):
                records, _, _ = await self._driver.execute_query(
                    _cypher(cypher), _in_utc(parameters), database_=self._database
                )
            return [record.data() for record in records]

    # -- inside ----------------------------------------------------------------------------------------------------

    async def _read(self, cypher: str, **parameters: object) -> list[Any]:
        return [record["row"] for record in await self._records(cypher, parameters)]

    async def _records(self, cypher: str, parameters: Mapping[str, object]) -> list[neo4j.Record]:
        async def read(tx: AsyncManagedTransaction) -> list[neo4j.Record]:
            records = []
            async for record in await tx.run(_cypher(cypher), _in_utc(parameters)):
                _extend(limit, self.silent_read_s)
                records.append(record)
            return records

        with _translated(self._uri):
            self.round_trips += 1
            async with asyncio.timeout(self.silent_read_s) as limit, self._session(fetch_size=10_000) as session:
                return await session.execute_read(read)

    async def _changes(self, condition: str, **parameters: object) -> list[Recorded]:
        rows = await self._read(
            f"MATCH (c:Change) WHERE {condition} "
            "RETURN [c.revision, c.actor, c.reason, c.at, c.summary, c.operations] AS row ORDER BY c.revision",
            **parameters,
        )
        reader = Reader()
        return [_recorded(row, reader) for row in rows]

    def _session(self, fetch_size: int = 1_000) -> neo4j.AsyncSession:
        return self._driver.session(database=self._database, fetch_size=fetch_size)

    async def _gather(self, cls: type[Fact], reader: Reader, gathering: Gathering) -> None:
        """Take in every fact of a class, indexed here while Neo4j reads the next."""

        async def read(tx: AsyncManagedTransaction) -> None:
            gathering.begin(cls)
            async for record in await tx.run(_cypher(shape.read_all(cls))):
                gathering.add(cls, reader.facts(cls, record["row"]))

        with _translated(self._uri):
            self.round_trips += 1
            async with self._session() as session:
                await session.execute_read(read)

    async def _check_version(self) -> None:
        info = await self._driver.execute_query(
            "CALL dbms.components() YIELD name, versions WHERE name = 'Neo4j Kernel' RETURN versions[0] AS version",
            database_=self._database,
        )
        version = str(info.records[0]["version"])
        parts = tuple(int(part) for part in version.split("-", 1)[0].split(".", 2)[:2])
        if parts < OLDEST_NEO4J:
            wanted = ".".join(str(part) for part in OLDEST_NEO4J)
            raise Unavailable(f"The Neo4j at {self._uri} is version {version}; Wangge needs {wanted} or newer.")

    async def schema_number(self) -> int:
        """The number of the last migration that the database has seen; 0: it has seen none.

        Raises Unavailable where that is newer than what is known here.
        """
        with _translated(self._uri):
            async with self._session() as session:
                result = await session.run("MATCH (m:Migration) RETURN coalesce(max(m.number), 0) AS number")
                done = int((await result.single(strict=True))["number"])
        newest = migrations()[-1].number
        if done > newest:
            raise Unavailable(
                f"The database at {self._uri} has schema {done}; this Wangge knows schemas up to {newest}. "
                "Run a newer Wangge."
            )
        return done

    async def migrate(self) -> list[str]:
        """Bring the schema up to date; the names of the migrations that were due, in their order."""
        done = await self.schema_number()
        due = [migration for migration in migrations() if migration.number > done]
        with _translated(self._uri):
            async with self._session() as session:
                for migration in due:
                    await _run_migration_despite_others(session, migration)
        return [migration.name for migration in due]


async def _run_migration_despite_others(session: neo4j.AsyncSession, migration: Migration) -> None:
    """Run a migration again where another process that does the same stood in the way; each is safe to run twice.

    Neo4j tells such a thing in many ways: as a deadlock, as a rule that exists already, as an index that is gone.
    """
    for attempt in range(MIGRATION_TRIES):
        try:
            await _run_migration(session, migration)
        except Neo4jError:
            if attempt == MIGRATION_TRIES - 1:
                raise
            await asyncio.sleep(0.2 * (attempt + 1))
        else:
            return


async def _run_migration(session: neo4j.AsyncSession, migration: Migration) -> None:
    for statement in migration.statements:
        await (await session.run(_cypher(statement))).consume()
    await (await session.run("CALL db.awaitIndexes(60)")).consume()
    query = "MERGE (m:Migration {number: $number}) ON CREATE SET m.name = $name, m.at = datetime()"
    await (await session.run(query, number=migration.number, name=migration.name)).consume()


TAKE_HEAD = """
MATCH (h:Head {id: 'head'}) SET h.locked = $change.token
WITH h OPTIONAL MATCH (earlier:Change {token: $change.token, revision: h.revision})
WITH h, h.revision AS head, earlier IS NOT NULL AS ours
OPTIONAL MATCH (before:Change {revision: $from})
FOREACH (_ IN CASE WHEN head = $from THEN [1] ELSE [] END |
    SET h.revision = $from + 1 REMOVE h.locked
    CREATE (c:Change) SET c = $change
    FOREACH (a IN CASE WHEN $asked IS NULL THEN [] ELSE [$asked] END |
        CREATE (:Asked {by: a.by, content: a.content, revision: c.revision, at: c.at})-[:FOR]->(c))
    FOREACH (b IN CASE WHEN before IS NULL THEN [] ELSE [before] END | CREATE (b)-[:NEXT]->(c))
)
RETURN head, ours
"""
"""Lock the head, compare it, move it on and write the journal: one statement, for each is a round trip under lock."""


async def _take_head(tx: AsyncManagedTransaction, recorded: Recorded, token: str) -> bool:
    """Move the head on to a change.  False if an earlier try of ours, thought lost, had done so already."""
    expected = recorded.revision - 1
    asked = None if recorded.change.asked is None else asdict(recorded.change.asked)
    result = await tx.run(TAKE_HEAD, {"from": expected, "change": _change_row(recorded, token), "asked": asked})
    row = await result.single(strict=True)
    if row["ours"]:
        return False
    if row["head"] != expected:
        raise HeadMovedError
    return True


def _in_utc(value: Any) -> Any:  # noqa: ANN401 -- whatever a statement is given
    """The value with its instants in UTC: the driver's own type must never meet a ZoneInfo: CPython 3.11 may crash."""
    match value:
        case datetime() if value.tzinfo is not None:
            return value.astimezone(UTC)
        case dict():
            return {name: _in_utc(inner) for name, inner in value.items()}
        case list():
            return [_in_utc(inner) for inner in value]
    return value


def _change_row(recorded: Recorded, token: str) -> Row:
    change = recorded.change
    return {
        "revision": recorded.revision,
        "id": recorded.id,
        "at": change.at.astimezone(UTC),  # the driver's own type must never meet a ZoneInfo: CPython 3.11 may crash
        "actor": change.actor,
        "reason": change.reason,
        "summary": change.summary,
        "operations": [encode_operation(o, was) for o, was in zip(change.operations, recorded.was, strict=True)],
        "about": sorted(_about(recorded)),
        "token": token,
    }


def _about(recorded: Recorded) -> set[FactId]:
    """The ids that a change touches: those of its facts and of what they name."""
    facts = [operation.fact for operation in recorded.change.operations if isinstance(operation, Put)]
    facts.extend(fact for fact in recorded.was if fact is not None)
    named = {getattr(fact, name) for fact in facts for name in fact.LINKS}
    return {operation.fact_id for operation in recorded.change.operations} | {i for i in named if i is not None}


def _recorded(row: list[Any], reader: Reader) -> Recorded:
    revision, actor, reason, at, summary, operations = row
    decoded = [decode_operation(text, reader) for text in operations]
    change = Change(
        operations=tuple(operation for operation, _ in decoded),
        actor=actor,
        reason=reason,
        at=at.to_native(),
        summary=summary or "",
    )
    return Recorded(revision=revision, change=change, was=tuple(was for _, was in decoded))


def _cypher(text: str) -> LiteralString:
    # All Cypher here is made of constants of `shape` and `migrations`; values travel as parameters.
    return text


def _says_shut(error: Neo4jError) -> bool:
    return (error.code or "").endswith("DatabaseUnavailable") or "needs to be restarted" in (error.message or "")


def _extend(limit: asyncio.Timeout, seconds: float) -> None:
    """Neo4j has just answered: it may be silent for so long again."""
    limit.reschedule(asyncio.get_running_loop().time() + seconds)


def _batches(rows: list[Row]) -> Iterator[list[Row]]:
    rest = iter(rows)
    while batch := list(islice(rest, BATCH)):
        yield batch


@dataclass(slots=True)
class _translated:  # noqa: N801 -- used like a function
    """Turns the driver's errors into Unavailable."""

    uri: str

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        match error:
            case AuthError():
                remedy = "Check WANGGE_NEO4J_USER and WANGGE_NEO4J_PASSWORD"
                sentence = f"The Neo4j at {self.uri} refuses the user or password. {remedy}."
            case ServiceUnavailable():
                sentence = f"No Neo4j answers at {self.uri}. Is it running, and is WANGGE_NEO4J_URI right?"
            case TimeoutError():
                sentence = (
                    f"The Neo4j at {self.uri} does not answer. Is it overloaded or frozen, or the network cut off?"
                )
            case Neo4jError() if "MemoryPool" in (error.code or ""):
                sentence = (
                    f"The change is too large for the memory of the Neo4j at {self.uri}: {error.message} "
                    "Give it more (WANGGE_NEO4J_HEAP_MB), or import in several parts."
                )
            case Neo4jError():
                sentence = f"The Neo4j at {self.uri} refused: {error.message} ({error.code})."
            case DriverError() | ValueError():
                sentence = f"Neo4j at {self.uri} can't be used: {error}."
            case _:
                return
        raise Unavailable(sentence) from error
