"""Calendar feeds, kept in the record beside the model: not facts, and not in the journal.

A feed's address holds a secret, since calendar programs send no key; kept is only the secret's digest.  Whoever asks
for an address is answered from memory: a guessed one costs the record nothing.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from graph.access.grants import digest_of
from graph.errors import NotFound
from graph.facts import FactId
from graph.record.bolt import BoltStore

SECRET_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """The duty of a centre, a department or a person, as a calendar that programs fetch.

    `key` is the id of the key that made it; None: it was made before ids were kept, or where keys are not needed.
    """

    id: str
    target: FactId
    digest: str
    created: datetime
    creator: str
    key: str | None = None
    revoked: datetime | None = None


def new_feed(target: FactId, *, created: datetime, creator: str, key: str | None) -> tuple[Feed, str]:
    """Make a feed and its secret, which is shown once and kept nowhere."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    feed = Feed(
        id=secrets.token_hex(4),
        target=target,
        digest=digest_of(secret),
        created=created,
        creator=creator,
        key=key,
    )
    return feed, secret


class FeedStore:
    """Reads and writes feeds, and holds those in force in memory.

    What this process makes or revokes it knows at once; what others do, when it has tended.
    """

    def __init__(self, store: BoltStore) -> None:
        self._store = store
        self._in_force: dict[str, Feed] = {}
        self._lately: dict[str, Feed | None] = {}

    async def tend(self) -> None:
        """Take in what other processes have made and revoked."""
        self._lately = {}
        found: dict[str, Feed | None] = {feed.digest: feed for feed in await self.feeds()}
        found |= self._lately  # made or revoked here while the record was read
        self._in_force = {digest: feed for digest, feed in found.items() if feed is not None}

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
            "key": feed.key,
        }
        await self._store.execute("CREATE (f:DutyFeed) SET f = $feed", feed=kept)
        self._note(feed.digest, feed)

    async def revoke(self, feed_id: str, at: datetime) -> None:
        """Put a feed out of force for good.  Raises NotFound."""
        meant = [feed for feed in await self.feeds() if feed.id == feed_id]
        if not meant:
            raise NotFound("No feed in force has this id. 无此日历订阅", (feed_id[:64],))
        await self._store.execute("MATCH (f:DutyFeed {id: $id}) SET f.revoked = $at", id=feed_id, at=at)
        self._note(meant[0].digest, None)

    def find(self, secret: str) -> Feed | None:
        """The feed in force of a secret, or None; no I/O."""
        return self._in_force.get(digest_of(secret))

    def _note(self, digest: str, feed: Feed | None) -> None:
        self._lately[digest] = feed
        if feed is None:
            self._in_force.pop(digest, None)
        else:
            self._in_force[digest] = feed


def _feed(row: dict[str, Any]) -> Feed:
    return Feed(
        id=row["id"],
        target=row["target"],
        digest=row["digest"],
        created=row["created"].to_native(),
        creator=row["creator"],
        key=row.get("key"),
    )
