"""Who may: the grants that a caller holds, and the keys that bring them.  Keeping keys is others' business."""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from graph.errors import WanggeError
from graph.facts import FactId
from graph.messages import Message, say, summed
from graph.words import Term


class Right(Term):
    """What a grant gives.  `read` < `read_contacts` < `write`; `access` and `audit` stand outside that ladder.

    `admin` is a word of keys alone: such a key brings `write`, `access` and `audit`.
    """

    READ = "read", "查询"
    READ_CONTACTS = "read_contacts", "查询并可见联系方式"
    WRITE = "write", "变更"
    ACCESS = "access", "管理密钥"
    AUDIT = "audit", "查阅日志"
    ADMIN = "admin", "管理"

    @classmethod
    def of(cls, value: str) -> "Right":
        """The right of a value, such as `read_contacts`."""
        return next(right for right in cls if right.value == value)

    def covers(self, other: "Right") -> bool:
        """Whether who has this right has the other too: itself, or one below it on the ladder."""
        if self in LADDER and other in LADDER:
            return LADDER.index(self) >= LADDER.index(other)
        return self is other


LADDER = (Right.READ, Right.READ_CONTACTS, Right.WRITE)
"""Rights of which each includes the ones before it."""

BROUGHT_BY: dict[Right, tuple[Right, ...]] = {
    right: (Right.WRITE, Right.ACCESS, Right.AUDIT) if right is Right.ADMIN else (right,) for right in Right
}
"""The rights of the grants that a key of a right brings."""


class Unauthenticated(WanggeError):
    """No key, or none that is known and in force."""

    code = "UNAUTHENTICATED"


class Forbidden(WanggeError):
    """A caller that does not reach so far."""

    code = "FORBIDDEN"

    def __init__(self, message: str, ids: tuple[FactId, ...] = ()) -> None:
        self.ids = ids
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Grant:
    """One right over a unit and all below it, or with `under` None over everything, until `end` if there is one.

    `source` says where it comes from, such as `key:1a2b3c4d`.
    """

    right: Right
    under: FactId | None = None
    source: str = ""
    end: datetime | None = None


Grants = frozenset[Grant]
"""What a caller may do.  Whatever is masked, checked or kept for a caller depends on the value of this set alone."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: a name for the journal, an id that nobody else has (None: nobody in particular), and the grants."""

    name: str
    grants: Grants
    id: str | None = None
    documents: Mapping[str, str] = field(default_factory=dict, hash=False)

    def may(self, right: Right) -> bool:
        """Say whether some grant gives at least this right over something."""
        return any(grant.right.covers(right) for grant in self.grants)

    def require(self, right: Right) -> None:
        """Raise Forbidden unless some grant gives at least this right over something."""
        if not self.may(right):
            held = self.held or say("nothing")
            raise Forbidden(say("right-lacking", name=self.name, held=held, right=right))

    @property
    def held(self) -> Message:
        """The rights that its grants give, in words."""
        return summed(grant.right for grant in sorted(self.grants, key=lambda grant: grant.right.label))

    def require_everywhere(self, right: Right) -> None:
        """Raise Forbidden unless some grant gives at least this right over everything."""
        self.require(right)
        if not any(grant.under is None and grant.right.covers(right) for grant in self.grants):
            message = say("right-in-part", name=self.name, right=right)
            raise Forbidden(f"{message} 超出权限范围：涉及全局")

    def require_document(self, text: str) -> None:
        """Raise Forbidden if the caller is bound to documents and this is none of them."""
        if self.documents and digest_of(text) not in self.documents.values():
            raise Forbidden(say("document-not-allowed"))


ANYBODY = Caller("anonymous", frozenset(Grant(right) for right in BROUGHT_BY[Right.ADMIN]))
"""Who asks where settings do without keys: everything is open to them, and nothing can be logged of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key as it is kept: never its token, only the token's digest.

    `under` limits contacts and writes to a unit and what is below it; None: everything.  `documents` limits the key to
    GraphQL documents of these SHA-256 digests, by name; empty: any document.
    """

    id: str
    name: str
    right: Right
    digest: str
    under: FactId | None
    created: datetime
    creator: str
    expires: datetime | None = None
    revoked: datetime | None = None
    last_used: datetime | None = None
    documents: Mapping[str, str] = field(default_factory=dict)

    def in_force(self, now: datetime) -> bool:
        """Say whether the key is neither revoked nor expired."""
        return self.revoked is None and (self.expires is None or self.expires > now)

    @property
    def grants(self) -> Grants:
        """What the key brings to who carries it."""
        source = f"key:{self.id}"
        return frozenset(Grant(right, self.under, source, self.expires) for right in BROUGHT_BY[self.right])

    @property
    def caller(self) -> Caller:
        """Who asks with the key."""
        return Caller(self.name, self.grants, self.id, self.documents)


class NotLogged(WanggeError):
    """An access that can't be written to the log: what it was to show must stay masked."""

    code = "UNAVAILABLE"


class AccessSource(Term):
    """By which way personal data left."""

    GRAPHQL = "graphql", "查询"
    EXPORT = "export", "导出"
    BACKUP = "backup", "备份"

    @classmethod
    def of(cls, value: str) -> "AccessSource":
        """The source of a value, such as `export`."""
        return next(source for source in cls if source.value == value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Somebody read contacts: which key, of whom, when, in which request, by which way.

    At the command line there is no key: `key` is then `os:` and the operating system's name of the user.
    """

    at: datetime
    key: str
    key_name: str
    request: str
    operation: str
    people: tuple[FactId, ...]
    source: AccessSource = AccessSource.GRAPHQL


def digest_of(text: str) -> str:
    """SHA-256 in hexadecimal: enough for tokens of 256 random bits, and for documents."""
    return hashlib.sha256(text.encode()).hexdigest()


class KeyRing:
    """The keys in force, in memory; noting when each was last used."""

    def __init__(self, keys: Iterable[Key] = ()) -> None:
        self._keys: dict[str, Key] = {}
        self.used: dict[str, datetime] = {}
        self.replace(keys)

    def replace(self, keys: Iterable[Key]) -> None:
        """Take these keys for all there are."""
        self._keys = {key.id: key for key in keys}

    def all(self) -> list[Key]:
        """All keys, the oldest first, with when they were last used."""
        keys = (replace(key, last_used=self.used.get(key.id, key.last_used)) for key in self._keys.values())
        return sorted(keys, key=lambda key: (key.created, key.id))

    def get(self, key_id: str) -> Key | None:
        """The key of an id, in force or not, or None."""
        return self._keys.get(key_id)

    def find(self, token: str, now: datetime) -> Key:
        """The key of a token.  Raises Unauthenticated if it is unknown, revoked or expired."""
        parts = token.split("_", 2)
        key = self._keys.get(parts[1]) if len(parts) == 3 else None
        if key is None or not hmac.compare_digest(key.digest, digest_of(token)):
            raise Unauthenticated(say("key-unknown"))
        _check(key, now)
        self.used[key.id] = now
        return key

    def check(self, caller: Caller, now: datetime) -> None:
        """Raise Unauthenticated if a caller's key is no longer in force: for what lasts longer than one request."""
        key = None if caller.id is None else self._keys.get(caller.id)
        if key is not None:
            _check(key, now)


def _check(key: Key, now: datetime) -> None:
    if key.revoked is not None:
        raise Unauthenticated(say("key-revoked", key=key.name, revoked=key.revoked))
    if key.expires is not None and key.expires <= now:
        raise Unauthenticated(say("key-expired", key=key.name, expires=key.expires))
