"""A snapshot: every fact as of one revision, immutable and indexed, sharing structure with the one before it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from types import MappingProxyType
from typing import Any, Protocol, TypeVar

import immutables

from graph.facts import FACT_CLASSES, Boundary, Fact, FactId
from graph.meter import UNMETERED, Meter
from graph.space.index import BoundaryIndex

F = TypeVar("F", bound=Fact)
Facts = immutables.Map[FactId, Any]
Index = immutables.Map[FactId, tuple[Any, ...]]
LinkKey = tuple[type[Fact], str]

UNITS_LINKED, UNITS_READ, UNITS_FOUND, UNITS_CHANGED = 2, 0.25, 3, 12
"""What it costs to follow a link and look at what is found, to read one of all facts, to find one by its id alone, and
to change one."""

LINK_KEYS: tuple[LinkKey, ...] = tuple((cls, name) for cls in FACT_CLASSES for name in cls.LINKS)


class Readable(Protocol):
    """Facts that can be looked up: a snapshot, or a draft of the next."""

    def get(self, cls: type[F], fact_id: FactId) -> F | None:
        """The fact of this class and id, whatever its dates, or None."""

    def linked(self, cls: type[F], name: str, target: FactId) -> Sequence[F]:
        """The facts of `cls` whose link field `name` holds `target`, by start, then id, whatever their dates."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All facts at one revision.

    `facts` holds them by class and id; `links` by class, link field and the id named there, sorted by start, then id.
    Looking one up costs two hash look-ups; a changed copy costs the change, not the model.  Whatever is read or changed
    is counted by `meter`, so whoever works through a long list of anything is stopped there in time.
    """

    revision: int
    facts: Mapping[type[Fact], Facts]
    links: Mapping[LinkKey, Index]
    boundaries: BoundaryIndex
    meter: Meter = field(default=UNMETERED, compare=False, repr=False)

    @staticmethod
    def of(facts: Iterable[Fact], *, revision: int) -> "Snapshot":
        """Build a snapshot from facts that are already known to keep the rules."""
        by_class: dict[type[Fact], list[Any]] = {cls: [] for cls in FACT_CLASSES}
        for fact in facts:
            by_class[type(fact)].append(fact)
        gathering = Gathering()
        for cls, known in by_class.items():
            gathering.add(cls, known)
        return gathering.snapshot(revision)

    @staticmethod
    def empty() -> "Snapshot":
        """The snapshot at revision 0: nothing is known."""
        return Snapshot.of((), revision=0)

    def metered(self, meter: Meter) -> "Snapshot":
        """The same facts, read at the cost of another."""
        return Snapshot(self.revision, self.facts, self.links, self.boundaries, meter)

    def with_facts(self, changed: Mapping[FactId, Fact], *, revision: int) -> "Snapshot":
        """The snapshot in which `changed` stand for the facts of their ids, or are new.  No rule is checked here."""
        self.meter.spend(UNITS_CHANGED + UNITS_CHANGED * len(changed))
        facts, links = dict(self.facts), dict(self.links)
        for cls in {type(fact) for fact in changed.values()}:
            mine = {i: fact for i, fact in changed.items() if type(fact) is cls}
            facts[cls] = facts[cls].update(mine)
            for name in cls.LINKS:
                links[cls, name] = _relinked(links[cls, name], self.facts[cls], mine, name)
        boundaries = [fact for fact in changed.values() if isinstance(fact, Boundary)]
        return Snapshot(
            revision=revision,
            facts=MappingProxyType(facts),
            links=MappingProxyType(links),
            boundaries=self.boundaries.changed(boundaries) if boundaries else self.boundaries,
            meter=self.meter,
        )

    def get(self, cls: type[F], fact_id: FactId) -> F | None:
        """The fact of this class and id, whatever its dates, or None."""
        found: F | None = self.facts[cls].get(fact_id)
        return found

    def find(self, fact_id: FactId) -> Fact | None:
        """The fact of this id, of whatever class, or None."""
        self.meter.spend(UNITS_FOUND)
        for known in self.facts.values():
            fact: Fact | None = known.get(fact_id)
            if fact is not None:
                return fact
        return None

    def all(self, cls: type[F]) -> Iterator[F]:
        """Every fact of a class, in no particular order, whatever its dates."""
        known = self.facts[cls]
        self.meter.spend(len(known) * UNITS_READ)
        return iter(known.values())

    def linked(self, cls: type[F], name: str, target: FactId) -> tuple[F, ...]:
        """The facts of `cls` whose link field `name` holds `target`, by start, then id, whatever their dates."""
        found: tuple[F, ...] = self.links[cls, name].get(target, ())
        meter = self.meter
        meter.left -= UNITS_LINKED + (len(found) >> 3)
        if meter.left < 0:
            meter.look()
        return found

    def __len__(self) -> int:
        return sum(len(known) for known in self.facts.values())

    def __iter__(self) -> Iterator[Fact]:
        for known in self.facts.values():
            yield from known.values()


class Gathering:
    """Facts on their way into a snapshot, indexed as they come: how the record is loaded, while more of it arrives."""

    def __init__(self) -> None:
        self._facts: dict[type[Fact], dict[FactId, Any]] = {}
        self._links: dict[LinkKey, dict[FactId, list[Any]]] = {}
        for cls in FACT_CLASSES:
            self.begin(cls)

    def begin(self, cls: type[Fact]) -> None:
        """Forget what was taken in of a class: it comes anew."""
        self._facts[cls] = {}
        for name in cls.LINKS:
            self._links[cls, name] = {}

    def add(self, cls: type[F], facts: Sequence[F]) -> None:
        """Take in facts of one class that are already known to keep the rules."""
        self._facts[cls].update((fact.id, fact) for fact in facts)
        for name in cls.LINKS:
            index = self._links[cls, name]
            for target, fact in zip(map(attrgetter(name), facts), facts, strict=True):
                if target is None:
                    continue
                if target in index:
                    index[target].append(fact)
                else:
                    index[target] = [fact]

    def snapshot(self, revision: int) -> Snapshot:
        """The snapshot of all that was taken in."""
        return Snapshot(
            revision=revision,
            facts=MappingProxyType({cls: immutables.Map(known) for cls, known in self._facts.items()}),
            links=MappingProxyType({key: _index(named) for key, named in self._links.items()}),
            boundaries=BoundaryIndex.of(self._facts[Boundary].values()),
        )


def ordered(facts: Iterable[F]) -> tuple[F, ...]:
    """Facts by start, then id: the order of everything that is listed."""
    return tuple(sorted(facts, key=lambda fact: (fact.start, fact.id)))


def _index(named: Mapping[FactId, list[F]]) -> Index:
    return immutables.Map({target: _ordered(facts) for target, facts in named.items()})


def _ordered(facts: list[F]) -> tuple[F, ...]:
    return (facts[0],) if len(facts) == 1 else ordered(facts)


def _relinked(index: Index, before: Facts, changed: Mapping[FactId, Fact], name: str) -> Index:
    """The index of one link field after `changed`: only the lists of the ids that they name are made anew."""
    named: dict[FactId, dict[FactId, Any]] = {}
    for fact_id, fact in changed.items():
        old = before.get(fact_id)
        for version in (old, fact):
            target = None if version is None else getattr(version, name)
            if target is not None and target not in named:
                named[target] = {f.id: f for f in index.get(target, ())}
        if old is not None and getattr(old, name) is not None:
            named[getattr(old, name)].pop(fact_id, None)
        if getattr(fact, name) is not None:
            named[getattr(fact, name)][fact_id] = fact
    after = index.update({target: ordered(facts.values()) for target, facts in named.items() if facts})
    for target, facts in named.items():
        if not facts and target in after:
            after = after.delete(target)
    return after
