"""Keys and the log of personal data read, kept in the record beside the model: not facts, and not in the journal."""

import asyncio
import contextlib
import json
import logging
import secrets
from collections.abc import Mapping
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any

from dateutil.relativedelta import relativedelta

from graph.access.grants import Access, Key, KeyRing, Right, digest_of
from graph.errors import NotFound, Unavailable
from graph.facts import FactId
from graph.record.access_log import AccessLog
from graph.record.access_rows import AccessRows
from graph.record.bolt import BoltStore

TOKEN_BYTES = 32

ACCESSES = "accesses"
"""The folder of the access log in the data folder."""

MOST_TOLD = 500
"""Chains, those that grew last, whose state is told to the service's log; a backup holds that of all."""

MOVE_EVERY_S = 0.5
LOOK_FOR_DEAD_EVERY = 60
"""Turns, so each half minute."""

log = logging.getLogger("wangge")


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
    """Reads and writes keys."""

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
        called = [k for k in await self.keys() if name_or_id in {k.id, k.name}]
        found = [k for k in called if k.revoked is None]
        if not found and called:
            raise NotFound(f"The key {name_or_id} is revoked already. 已撤销")
        if not found:
            raise NotFound(f"No key is called {name_or_id}; `wangge key list` shows all of them. 未找到")
        if len(found) > 1:
            ids = ", ".join(key.id for key in found)
            raise NotFound(f"{len(found)} keys are called {name_or_id}; name one by its id: {ids}. 不唯一，请用编号")
        await self._store.execute("MATCH (k:Key {id: $id}) SET k.revoked = $at", id=found[0].id, at=at)
        return found[0]

    async def note_used(self, used: dict[str, datetime]) -> None:
        """Keep when keys were last used."""
        rows = [{"id": key, "at": at} for key, at in used.items()]
        await self._store.execute("UNWIND $rows AS row MATCH (k:Key {id: row.id}) SET k.last_used = row.at", rows=rows)


class Guard:
    """The keys in memory, and the log of who read whose contacts: what a running service asks, and what it tends."""

    def __init__(self, security: SecurityStore, ring: KeyRing, log: AccessLog, rows: AccessRows, months: int) -> None:
        self.security = security
        self.ring = ring
        self.log = log
        self._rows = rows
        self._months = months
        self._tended: date | None = None
        self._noted: dict[str, datetime] = {}

    @staticmethod
    async def start(store: BoltStore, data: Path, *, sync: bool = False, months: int = 36) -> "Guard":
        """Load the keys; accesses are logged in a data folder, and kept for so many months."""
        security, log = SecurityStore(store), AccessLog(data / ACCESSES, sync=sync)
        return Guard(security, KeyRing(await security.keys()), log, AccessRows(store), months)

    async def record(self, access: Access) -> None:
        """Return once an access is in the log, before what it shows leaves.  Raises NotLogged if it can't be."""
        await self.log.record(access)

    async def accesses(
        self, person: FactId | None, key: str | None, before: datetime | None, most: int
    ) -> list[Access]:
        """The newest accesses, newest first: those too that were logged a moment ago, here or by another process."""
        await self.log.move_all(self._rows)
        return await self._rows.accesses(person, key, before, most)

    async def tend(self) -> None:
        """Take in new and revoked keys; keep when keys were used."""
        fresh = {key: at for key, at in self.ring.used.items() if self._noted.get(key) != at}
        if fresh:
            await self.security.note_used(fresh)
            self._noted |= fresh
        self.ring.replace(await self.security.keys())

    async def keep_moving(self) -> None:
        """Move the access log into Neo4j, until cancelled: at first, and now and then, that of dead processes too."""
        for turn in count():
            with contextlib.suppress(Unavailable):
                if turn % LOOK_FOR_DEAD_EVERY == 0:
                    await self.log.move_all(self._rows)
                    await self.tend_log(datetime.now(UTC))
                else:
                    await self.log.move(self._rows)
            await asyncio.sleep(MOVE_EVERY_S)

    async def tend_log(self, now: datetime) -> None:
        """Once a day tell the service's log how far each chain has come, and cut off what need not be kept longer."""
        if self._tended == now.date():
            return
        await self.log.note_mark()
        if await self._rows.take_day(now.date()):
            for chain in (await self._rows.chains())[:MOST_TOLD]:
                log.info("%s", chain.newest)
            if cut := await self._rows.cut(now - relativedelta(months=self._months), now):
                log.info("The access log was cut: %d links older than %d months.", cut, self._months)
        self._tended = now.date()

    async def close(self) -> None:
        """Write, and move into Neo4j, what is left; as much of it as can be."""
        with contextlib.suppress(Unavailable):
            await self.tend()
        with contextlib.suppress(Unavailable):
            await self.log.close(self._rows)


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
