"""The access log in Neo4j: links taken in exactly once, read in pages, cut at the far end.

    (:AccessChain {id, number, hash, at})                    how far the chain has come
    (:AccessLink {chain, number, before, hash, at, digests})-[:LISTS]->(:Access {at, key, people, …, place})

Each statement stands alone: a chain is locked, what is there already is passed over, so asking twice does no harm.
"""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime
from itertools import takewhile
from typing import Any, NamedTuple

import orjson

from graph.access.chain import NO_HASH, Link, Mark, plain_access
from graph.access.grants import Access, AccessSource
from graph.facts import FactId
from graph.record.backup import KeptChain
from graph.record.bolt import BoltStore

LOCKED = """
MERGE (c:AccessChain {id: $chain}) ON CREATE SET c.number = 0
SET c.locked = true REMOVE c.locked
"""
"""Neo4j waits at `SET` for whoever holds the chain, and looks at what is there only then."""

CREATE = """
CREATE (l:AccessLink {chain: $chain, number: link.number, before: link.before, hash: link.hash,
        digests: link.digests, at: datetime({epochSeconds: link.at[0], nanosecond: link.at[1]})})
    FOREACH (entry IN link.entries | CREATE (l)-[:LISTS]->(a:Access) SET a = entry.said,
        a.at = datetime({epochSeconds: entry.at[0], nanosecond: entry.at[1]}))
"""
"""Instants come as numbers: the driver takes longer over one of its own than over all the rest of an access."""

KEEP = f"""
{LOCKED}
WITH c, [link IN $links WHERE link.number > c.number] AS fresh
FOREACH (link IN fresh | {CREATE} SET c.number = link.number, c.hash = link.hash, c.at = l.at)
RETURN c.number AS number
"""

PUT_BACK = f"""
{LOCKED}
WITH c OPTIONAL MATCH (there:AccessLink {{chain: $chain}}) WHERE there.number IN [link IN $links | link.number]
WITH c, collect(there.number) AS there
FOREACH (link IN [link IN $links WHERE NOT link.number IN there] | {CREATE})
"""

READ = """
MATCH (l:AccessLink {chain: $chain}) WHERE l.number > $after AND l.number <= $until
WITH l ORDER BY l.number LIMIT $most
OPTIONAL MATCH (l)-[:LISTS]->(a:Access)
WITH l, a ORDER BY a.place
RETURN l {.*} AS link, collect(a {.*}) AS entries ORDER BY link.number
"""

WANTED = """
WHERE a.at < $before
  AND ($person IS NULL OR $person IN a.people) AND ($key IS NULL OR a.key = $key OR a.key_name = $key)
"""

NEWEST = f"""
CALL () {{ MATCH (a:Access) {WANTED} RETURN a.at AS at ORDER BY at DESC LIMIT $most }}
WITH min(at) AS last
MATCH (a:Access) {WANTED} AND a.at >= last
RETURN a {{.*}} AS access ORDER BY a.at DESC, a.request, head(a.people)
"""

CUT = """
MATCH (c:AccessChain {id: $chain}) SET c.locked = true REMOVE c.locked
WITH c MATCH (last:AccessLink {chain: $chain, number: $number})
SET c.cut_number = last.number, c.cut_hash = last.hash, c.cut_at = last.at, c.cut_on = $on
WITH c MATCH (l:AccessLink {chain: $chain}) WHERE l.number <= $number
OPTIONAL MATCH (l)-[:LISTS]->(a:Access)
DETACH DELETE l, a
"""
"""The checkpoint and what it stands for go together: whatever happens, the chain is whole."""

RESTORE = f"""
{LOCKED}
SET c += $cut
WITH c WHERE c.number <= $number
SET c.number = $number, c.hash = $hash, c.at = $at
"""

TAKE_DAY = """
MERGE (t:AccessTending {id: 'daily'}) SET t.locked = true REMOVE t.locked
WITH t, t.on IS NULL OR t.on < $day AS due
SET t.on = CASE WHEN due THEN $day ELSE t.on END
RETURN due
"""

LAST_NUMBER = 2**53
LAST_INSTANT = datetime.max.replace(tzinfo=UTC)

AT_ONCE = 200
"""Links read or cut at once."""


class KeptLink(NamedTuple):
    """A link as Neo4j has it, and where each of its entries says that it stands."""

    link: Link
    places: tuple[int, ...]


class AccessRows:
    """Reads and writes the access log in Neo4j."""

    def __init__(self, store: BoltStore) -> None:
        self._store = store

    async def keep(self, links: Sequence[Link]) -> None:
        """Take in links of one chain, in their order; those that are there already are passed over."""
        if links:
            await self._store.execute(KEEP, chain=links[0].chain, links=[_link_row(link) for link in links])

    async def mark(self, chain: str) -> Mark | None:
        """How far a chain has come; None: nothing of it is known."""
        rows = await self._store.query("MATCH (c:AccessChain {id: $chain}) RETURN c {.*} AS chain", chain=chain)
        return _chain(rows[0]["chain"]).newest if rows else None

    async def put_back(self, links: Sequence[Link]) -> None:
        """Take in links of one chain that were saved elsewhere, but for those that are there already."""
        if links:
            await self._store.execute(PUT_BACK, chain=links[0].chain, links=[_link_row(link) for link in links])

    async def restore(self, chain: KeptChain) -> None:
        """Put back where a chain began and how far it had come, its links being there; further on it is left."""
        newest, begins = chain.newest, chain.begins
        cut: dict[str, object] = {}
        if begins is not None:
            cut = {"cut_number": begins.number, "cut_hash": begins.hash, "cut_at": begins.at, "cut_on": chain.cut_on}
        await self._store.execute(
            RESTORE, chain=newest.chain, number=newest.number, hash=newest.hash, at=newest.at, cut=cut
        )

    async def accesses(
        self, person: FactId | None, key: str | None, before: datetime | None, most: int
    ) -> list[Access]:
        """The newest accesses, newest first; of one person's contacts, or by one key, if given.

        At least `most`, as far as there are so many: who goes on before the last one's instant misses none of it.
        """
        rows = await self._store.query(NEWEST, person=person, key=key, before=before or LAST_INSTANT, most=most)
        return [_access(row["access"]) for row in rows]

    # -- chain by chain ------------------------------------------------------------------------------------------------

    async def chains(self) -> list[KeptChain]:
        """All chains, those that grew last first."""
        rows = await self._store.query("MATCH (c:AccessChain) RETURN c {.*} AS chain ORDER BY c.at DESC, c.id")
        return [_chain(row["chain"]) for row in rows]

    async def links(self, chain: str, after: int, until: int | None = None) -> AsyncIterator[KeptLink]:
        """The links of a chain after a number, up to another if given, in their order."""
        until = LAST_NUMBER if until is None else until
        while rows := await self._store.query(READ, chain=chain, after=after, until=until, most=AT_ONCE):
            for row in rows:
                yield _kept(row["link"], row["entries"])
            after = rows[-1]["link"]["number"]

    async def strays(self) -> list[str]:
        """What stands in no chain, in words: accesses without a link, links without a chain; a hundred at most."""
        rows = await self._store.query(
            "MATCH (a:Access) WHERE NOT a:Unchained AND NOT EXISTS { (:AccessLink)-[:LISTS]->(a) } "
            "RETURN 'The access of ' + toString(a.at) + ' by ' + toString(a.key_name) + ' (request ' + "
            "toString(a.request) + ')' AS stray LIMIT 100 "
            "UNION MATCH (l:AccessLink) WHERE NOT EXISTS { MATCH (c:AccessChain {id: l.chain}) } "
            "RETURN 'Link ' + toString(l.chain) + '/' + toString(l.number) AS stray LIMIT 100"
        )
        return [str(row["stray"]) for row in rows]

    async def count_unchained(self) -> int:
        """How many accesses there are from before the log was chained."""
        rows = await self._store.query("MATCH (a:Unchained) RETURN count(a) AS count")
        return int(rows[0]["count"])

    # -- once a day ----------------------------------------------------------------------------------------------------

    async def take_day(self, day: date) -> bool:
        """Whether this is the first to ask for the day's tending, of all that share the record."""
        return bool((await self._store.execute(TAKE_DAY, day=day))[0]["due"])

    async def cut(self, limit: datetime, now: datetime) -> int:
        """Delete the links that were written before `limit`, from each chain's far end on; how many."""
        cut = 0
        for chain in await self.chains():
            name, begins = chain.newest.chain, 0 if chain.begins is None else chain.begins.number
            while old := await self._oldest(name, begins, limit):
                await self._store.execute(CUT, chain=name, number=old[-1], on=now)
                cut += len(old)
                begins = old[-1]
        await self._store.execute("MATCH (a:Unchained) WHERE a.at < $limit DETACH DELETE a", limit=limit)
        return cut

    async def _oldest(self, chain: str, after: int, limit: datetime) -> list[int]:
        rows = await self._store.query(
            "MATCH (l:AccessLink {chain: $chain}) WHERE l.number > $after "
            "RETURN l.number AS number, l.at < $limit AS old ORDER BY l.number LIMIT $most",
            chain=chain,
            after=after,
            limit=limit,
            most=AT_ONCE,
        )
        return [row["number"] for row in takewhile(lambda row: row["old"], rows)]


def _link_row(link: Link) -> dict[str, object]:
    return {
        "number": link.number,
        "before": link.before,
        "hash": link.hash,
        "at": _since_epoch(link.at),
        "digests": list(link.digests),
        "entries": [_entry_row(entry, place) for place, entry in enumerate(link.entries)],
    }


def _entry_row(entry: Access, place: int) -> dict[str, object]:
    said = {
        "key": entry.key,
        "key_name": entry.key_name,
        "request": entry.request,
        "operation": entry.operation,
        "source": entry.source.value,
        "people": list(entry.people),
        "place": place,
    }
    return {"at": _since_epoch(entry.at), "said": said}


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _since_epoch(at: datetime) -> list[int]:
    """An instant as whole seconds and nanoseconds."""
    passed = at - EPOCH
    return [passed.days * 86_400 + passed.seconds, passed.microseconds * 1_000]


ENTRY_FIELDS = frozenset(("at", "key", "key_name", "request", "operation", "source", "people", "place"))

UNREADABLE = Access(at=datetime.min.replace(tzinfo=UTC), key="?", key_name="?", request="?", operation="?", people=())
"""What stands for an entry of which no sense can be made: it has not the digest that it should."""


def _access(row: dict[str, Any]) -> Access:
    return Access(
        at=row["at"].to_native(),
        key=row["key"],
        key_name=row["key_name"],
        request=row["request"],
        operation=row["operation"],
        people=tuple(row["people"]),
        source=AccessSource.of(row.get("source", AccessSource.GRAPHQL.value)),
    )


def _chain(row: dict[str, Any]) -> KeptChain:
    chain = str(row["id"])
    newest = _mark(chain, row.get("number"), row.get("hash"), row.get("at"))
    if "cut_on" not in row:
        return KeptChain(newest)
    begins = _mark(chain, row.get("cut_number"), row.get("cut_hash"), row.get("cut_at"))
    return KeptChain(newest, begins, _instant(row["cut_on"]))


def _mark(chain: str, number: object, of_link: object, at: object) -> Mark:
    """A mark as it stands; where somebody made it senseless, one that fits no link."""
    return Mark(chain, number if type(number) is int else 0, str(of_link or NO_HASH), _instant(at))


def _instant(value: Any) -> datetime:  # noqa: ANN401 -- the driver's own type, or what somebody put in its place
    try:
        found: datetime = value.to_native()
        return found.astimezone(UTC)
    except (AttributeError, TypeError, ValueError, OverflowError):
        return datetime.max.replace(tzinfo=UTC)


def _kept(row: dict[str, Any], entries: Sequence[dict[str, Any]]) -> KeptLink:
    digests = row.get("digests")
    link = Link(
        chain=str(row["chain"]),
        number=row["number"],
        before=str(row.get("before")),
        at=_instant(row.get("at")),
        entries=tuple(map(_entry, entries)),
        digests=tuple(map(str, digests)) if isinstance(digests, list) else (),
        hash=str(row.get("hash")),
    )
    return KeptLink(link, tuple(map(_place, entries)))


def _entry(row: dict[str, Any]) -> Access:
    """An entry as it stands; one that was altered beyond sense as what it can't have been."""
    try:
        found = _access(row)
        orjson.dumps(plain_access(found))
    except (KeyError, TypeError, ValueError, AttributeError, StopIteration):
        return UNREADABLE
    return found if row.keys() == ENTRY_FIELDS else UNREADABLE


def _place(row: dict[str, Any]) -> int:
    place = row.get("place")
    return place if type(place) is int else -1
