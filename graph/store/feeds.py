"""Calendar feeds, kept in the record beside the model: not facts, and not in the journal.

A feed's address holds a secret, since calendar programs send no key; kept is only the secret's digest.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from graph.access import digest_of
from graph.errors import NotFound
from graph.facts import FactId
from graph.store.bolt import BoltStore

SECRET_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """The duty of a centre, a department or a person, as a calendar that programs fetch."""

    id: str
    target: FactId
    digest: str
    created: datetime
    creator: str
    revoked: datetime | None = None


def new_feed(target: FactId, *, created: datetime, creator: str) -> tuple[Feed, str]:
    """Make a feed and its secret, which is shown once and kept nowhere."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    feed = Feed(id=secrets.token_hex(4), target=target, digest=digest_of(secret), created=created, creator=creator)
    return feed, secret


class FeedStore:
    """Reads and writes feeds."""

    def __init__(self, store: BoltStore) -> None:
        self._store = store

    async def feeds(self) -> list[Feed]:
        """The feeds in force, the oldest first."""
        rows = await self._store.query("MATCH (f:DutyFeed) WHERE f.revoked IS NULL RETURN f {.*} AS feed")
        return sorted((_feed(row["feed"]) for row in rows), key=lambda feed: (feed.created, feed.id))

    async def add(self, feed: Feed) -> None:
        """Keep a new feed."""
        kept: dict[str, Any] = {
            "id": feed.id,
            "target": feed.target,
            "digest": feed.digest,
            "created": feed.created,
            "creator": feed.creator,
        }
        await self._store.execute("CREATE (f:DutyFeed) SET f = $feed", feed=kept)

    async def revoke(self, feed_id: str, at: datetime) -> None:
        """Put a feed out of force for good.  Raises NotFound."""
        if all(feed.id != feed_id for feed in await self.feeds()):
            raise NotFound("No feed in force has this id. 无此日历订阅", (feed_id[:64],))
        await self._store.execute("MATCH (f:DutyFeed {id: $id}) SET f.revoked = $at", id=feed_id, at=at)

    async def find(self, secret: str) -> Feed | None:
        """The feed in force of a secret, or None."""
        rows = await self._store.query(
            "MATCH (f:DutyFeed {digest: $digest}) WHERE f.revoked IS NULL RETURN f {.*} AS feed",
            digest=digest_of(secret),
        )
        return _feed(rows[0]["feed"]) if rows else None


def _feed(row: dict[str, Any]) -> Feed:
    return Feed(
        id=row["id"],
        target=row["target"],
        digest=row["digest"],
        created=row["created"].to_native(),
        creator=row["creator"],
    )
