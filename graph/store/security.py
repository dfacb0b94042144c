"""Keys and the log of personal data read, kept in the record beside the model: not facts, and not in the journal."""

import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from graph.access import Access, AccessSource, Key, KeyRing, Right, digest_of
from graph.errors import NotFound
from graph.facts import FactId
from graph.store.bolt import BoltStore

TOKEN_BYTES = 32


def new_key(
    name: str,
    right: Right,
    *,
    under: FactId | None,
    created: datetime,
    creator: str,
    expires: datetime | None,
    documents: Mapping[str, str],
) -> tuple[Key, str]:
    """Make a key and its token, which is shown once and kept nowhere."""
    key_id = secrets.token_hex(4)
    token = f"wangge_{key_id}_{secrets.token_urlsafe(TOKEN_BYTES)}"
    key = Key(
        id=key_id,
        name=name,
        right=right,
        digest=digest_of(token),
        under=under,
        created=created,
        creator=creator,
        expires=expires,
        documents=documents,
    )
    return key, token


class SecurityStore:
    """Reads and writes keys and accesses."""

    def __init__(self, store: BoltStore) -> None:
        self._store = store

    async def keys(self) -> list[Key]:
        """All keys ever made."""
        rows = await self._store.query("MATCH (k:Key) RETURN k {.*} AS key")
        return [_key(row["key"]) for row in rows]

    async def in_force(self, now: datetime) -> list[Key]:
        """The keys that are neither revoked nor expired."""
        return [key for key in await self.keys() if key.in_force(now)]

    async def add(self, key: Key) -> None:
        """Keep a new key."""
        await self._store.execute("CREATE (k:Key) SET k = $key", key=_properties(key))

    async def revoke(self, name_or_id: str, at: datetime) -> Key:
        """Put a key out of force for good.  Raises NotFound."""
        found = [k for k in await self.keys() if k.revoked is None and name_or_id in {k.id, k.name}]
        if len(found) != 1:
            raise NotFound(f"{len(found)} keys in force are called {name_or_id}; name one by its id. 未找到或不唯一")
        await self._store.execute("MATCH (k:Key {id: $id}) SET k.revoked = $at", id=found[0].id, at=at)
        return found[0]

    async def note_used(self, used: dict[str, datetime]) -> None:
        """Keep when keys were last used."""
        rows = [{"id": key, "at": at} for key, at in used.items()]
        await self._store.execute("UNWIND $rows AS row MATCH (k:Key {id: row.id}) SET k.last_used = row.at", rows=rows)

    async def log(self, accesses: Sequence[Access]) -> None:
        """Keep accesses."""
        rows = [
            {
                "at": a.at,
                "key": a.key,
                "key_name": a.key_name,
                "request": a.request,
                "operation": a.operation,
                "people": list(a.people),
                "source": a.source.value,
            }
            for a in accesses
        ]
        await self._store.execute("UNWIND $rows AS row CREATE (a:Access) SET a = row", rows=rows)

    async def accesses(
        self, person: FactId | None, key: str | None, before: datetime | None, most: int
    ) -> list[Access]:
        """The newest accesses, newest first; of one person's contacts, or by one key, if given."""
        rows = await self._store.query(
            "MATCH (a:Access) WHERE ($person IS NULL OR $person IN a.people) "
            "AND ($key IS NULL OR a.key = $key OR a.key_name = $key) AND ($before IS NULL OR a.at < $before) "
            "RETURN a {.*} AS access ORDER BY a.at DESC LIMIT $most",
            person=person,
            key=key,
            before=before,
            most=most,
        )
        return [_access(row["access"]) for row in rows]


class Guard:
    """The keys in memory and the accesses not yet kept: what a running service asks, and what it writes behind."""

    def __init__(self, security: SecurityStore, ring: KeyRing) -> None:
        self.security = security
        self.ring = ring
        self._noted: dict[str, datetime] = {}
        self._waiting: list[Access] = []

    @staticmethod
    async def start(store: BoltStore) -> "Guard":
        """Load the keys."""
        security = SecurityStore(store)
        return Guard(security, KeyRing(await security.keys()))

    def note(self, access: Access) -> None:
        """Have an access kept soon."""
        self._waiting.append(access)

    async def record(self, access: Access) -> None:
        """Return once an access is in the log, before what it shows leaves.  Raises NotLogged if it can't be."""
        self.note(access)

    async def accesses(
        self, person: FactId | None, key: str | None, before: datetime | None, most: int
    ) -> list[Access]:
        """The newest accesses that are kept, newest first."""
        return await self.security.accesses(person, key, before, most)

    async def tend(self) -> None:
        """Take in new and revoked keys; keep what was noted."""
        waiting, self._waiting = self._waiting, []
        if waiting:
            try:
                await self.security.log(waiting)
            except BaseException:
                self._waiting = [*waiting, *self._waiting]
                raise
        fresh = {key: at for key, at in self.ring.used.items() if self._noted.get(key) != at}
        if fresh:
            await self.security.note_used(fresh)
            self._noted |= fresh
        self.ring.replace(await self.security.keys())


def _properties(key: Key) -> dict[str, Any]:
    kept = {
        "id": key.id,
        "name": key.name,
        "right": key.right.value,
        "digest": key.digest,
        "under": key.under,
        "created": key.created,
        "creator": key.creator,
        "expires": key.expires,
        "revoked": key.revoked,
        "documents": json.dumps(dict(key.documents)),
    }
    return {name: value for name, value in kept.items() if value is not None}


def _key(row: dict[str, Any]) -> Key:
    return Key(
        id=row["id"],
        name=row["name"],
        right=Right.of(row["right"]),
        digest=row["digest"],
        under=row.get("under"),
        created=row["created"].to_native(),
        creator=row["creator"],
        expires=_instant(row.get("expires")),
        revoked=_instant(row.get("revoked")),
        last_used=_instant(row.get("last_used")),
        documents=json.loads(row.get("documents", "{}")),
    )


def _instant(value: Any) -> datetime | None:  # noqa: ANN401 -- the driver's own type
    return None if value is None else value.to_native()


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
