"""Who may: keys with rights over a subtree.  It judges; keeping keys and taking them in is others' business."""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from graph.errors import WanggeError
from graph.facts import FactId
from graph.words import Term


class Right(Term):
    """What a key may do; each includes the ones before it."""

    READ = "read", "查询"
    READ_CONTACTS = "read_contacts", "查询并可见联系方式"
    WRITE = "write", "变更"
    ADMIN = "admin", "管理"

    @classmethod
    def of(cls, value: str) -> "Right":
        """The right of a value, such as `read_contacts`."""
        return next(right for right in cls if right.value == value)

    @property
    def height(self) -> int:
        """0 for reading … 3 for administering."""
        return list(Right).index(self)


class Unauthenticated(WanggeError):
    """No key, or none that is known and in force."""

    code = "UNAUTHENTICATED"


class Forbidden(WanggeError):
    """A key that does not reach so far."""

    code = "FORBIDDEN"

    def __init__(self, message: str, ids: tuple[FactId, ...] = ()) -> None:
        self.ids = ids
        super().__init__(message)


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

    def may(self, right: Right) -> bool:
        """Say whether the key has at least this right."""
        return self.right.height >= right.height

    def require(self, right: Right) -> None:
        """Raise Forbidden unless the key has at least this right."""
        if not self.may(right):
            raise Forbidden(f"The key {self.name} may {self.right.label}, not {right.label}. 权限不足")

    def require_document(self, text: str) -> None:
        """Raise Forbidden if the key is bound to documents and this is none of them."""
        if self.documents and digest_of(text) not in self.documents.values():
            raise Forbidden("The key is bound to certain documents; this is none of them. 密钥仅限指定查询")


class NotLogged(WanggeError):
    """An access that can't be written to the log: what it was to show must stay masked."""

    code = "UNAVAILABLE"


class AccessSource(Term):
    """By which way personal data left."""

    GRAPHQL = "graphql", "查询"
    FEED = "feed", "日历订阅"
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

    def find(self, token: str, now: datetime) -> Key:
        """The key of a token.  Raises Unauthenticated if it is unknown, revoked or expired."""
        parts = token.split("_", 2)
        key = self._keys.get(parts[1]) if len(parts) == 3 else None
        if key is None or not hmac.compare_digest(key.digest, digest_of(token)):
            raise Unauthenticated("This key is not known here. 密钥无效")
        self.check(key, now)
        self.used[key.id] = now
        return key

    def check(self, known: Key, now: datetime) -> None:
        """Raise Unauthenticated if a key that was found before is no longer in force."""
        key = self._keys.get(known.id, known)
        if key.revoked is not None:
            raise Unauthenticated(f"The key {key.name} was revoked at {key.revoked:%Y-%m-%d %H:%M %Z}. 密钥已撤销")
        if key.expires is not None and key.expires <= now:
            raise Unauthenticated(f"The key {key.name} expired at {key.expires:%Y-%m-%d %H:%M %Z}. 密钥已过期")
