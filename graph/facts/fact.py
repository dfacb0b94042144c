"""What every fact is, and what can be known of one of its fields: data, from which everything else is derived."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

FactId = str
Links = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Words:
    """What the facts of a class are called, in the plural."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a field; it stands beside the field, in its annotation.

    `zh` is the word of the field, and its heading in workbooks; `en` says the same in an English sentence, without the
    full stop.

    A link has `to`, the names of the classes that its id may belong to.  In Neo4j it is a relationship: `incoming` is
    the type of one that comes from what is named to the fact, `outgoing` of one that goes there.  A link is `owner` if
    the fact is said of what it names, or lies in it: then the fact ends with that, and goes over with it to what takes
    its place.

    `within` is the range of a number, both ends included.  `longest` is the greatest number of characters of a text,
    None the usual one; `lines` says that it may run over several lines.

    What is `fixed` no later Put of the same id may change.  What is `personal` is shown to those alone whose reach
    holds the person, or the rota, and its reading is logged.  What is `sealed` never leaves.
    """

    zh: str
    en: str
    to: tuple[str, ...] = ()
    incoming: str | None = None
    outgoing: str | None = None
    owner: bool = False
    within: tuple[float, float] | None = None
    longest: int | None = None
    lines: bool = False
    fixed: bool = False
    personal: bool = False
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class Relation:
    """A class of facts that are relationships in Neo4j, from what `source` names to what `target` names."""

    type: str
    source: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A dated statement with a stable id; it is never deleted, only ended.

    A class says beside its fields what is known of each.  As a whole it says

    `WORDS`      what its facts are called
    `EXCLUSIVE`  keys of which only one fact may hold on any day
    `RELATION`   the relationship that a fact is in Neo4j; None: a node whose label is the name of the class

    and from what is known of the fields there are

    `KNOWN`      field -> what is known of it
    `LINKS`      field -> the classes its id may belong to; indexed both ways, and the fact lives within theirs
    `FIXED`, `PERSONAL`, `SEALED`  the fields that are so
    """

    id: FactId
    start: date
    end: date | None = None

    WORDS: ClassVar[Words]
    EXCLUSIVE: ClassVar[tuple[tuple[str, ...], ...]] = ()
    RELATION: ClassVar[Relation | None] = None
    KNOWN: ClassVar[Mapping[str, Known]] = {}
    LINKS: ClassVar[Links] = {}
    FIXED: ClassVar[tuple[str, ...]] = ()
    PERSONAL: ClassVar[tuple[str, ...]] = ()
    SEALED: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        known = {name: note for name, hint in cls.__annotations__.items() for note in getattr(hint, "__metadata__", ())}
        cls.KNOWN = known
        cls.LINKS = {name: note.to for name, note in known.items() if note.to}
        cls.FIXED = tuple(name for name, note in known.items() if note.fixed)
        cls.PERSONAL = tuple(name for name, note in known.items() if note.personal)
        cls.SEALED = tuple(name for name, note in known.items() if note.sealed)
