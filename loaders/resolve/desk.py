"""The model as the files would leave it, while it is being worked out: a snapshot with drafts of facts over it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from graph.change import End, Operation, Put
from graph.facts import FACT_CLASSES, Fact, FactId
from graph.ids import mint
from graph.snapshot import Snapshot
from graph.time.validity import is_void, until
from loaders.faults import Where

F = TypeVar("F", bound=Fact)


class Desk:
    """Facts of the snapshot, and new versions of them beside it; nothing of the snapshot is altered."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.drafts: dict[FactId, Fact] = {}
        self.sources: dict[FactId, Where] = {}
        self._new: dict[tuple[type[Fact], str, FactId], list[FactId]] = {}

    def put(self, fact: Fact, where: Where) -> None:
        """Draft a new fact, or a new version of one; `where` is what stated it."""
        if fact.id not in self.drafts and self.snapshot.get(type(fact), fact.id) is None:
            for name in fact.LINKS:
                target = getattr(fact, name)
                if target is not None:
                    self._new.setdefault((type(fact), name, target), []).append(fact.id)
        self.drafts[fact.id] = fact
        self.sources[fact.id] = where

    def get(self, cls: type[F], fact_id: FactId) -> F | None:
        """The fact as drafted, or else as the snapshot has it."""
        draft = self.drafts.get(fact_id)
        if draft is None:
            return self.snapshot.get(cls, fact_id)
        return draft if isinstance(draft, cls) else None

    def find(self, fact_id: FactId) -> Fact | None:
        """The fact of this id, of whatever class."""
        return self.drafts.get(fact_id) or self.snapshot.find(fact_id)

    def linked(self, cls: type[F], name: str, target: FactId) -> list[F]:
        """The facts of `cls` that name `target` in `name`, as drafted, by start; annulled ones are left out."""
        found: list[F] = []
        for fact in self.snapshot.linked(cls, name, target):
            draft = self.drafts.get(fact.id, fact)
            if isinstance(draft, cls):
                found.append(draft)
        for fact_id in self._new.get((cls, name, target), ()):
            draft = self.drafts[fact_id]
            if isinstance(draft, cls):
                found.append(draft)
        return sorted((f for f in found if not is_void(f)), key=lambda f: (f.start, f.id))

    def all(self, cls: type[F]) -> Iterator[F]:
        """Every fact of a class as drafted, annulled ones left out.  Cost: all facts of the class."""
        for fact in self.snapshot.all(cls):
            draft = self.drafts.get(fact.id, fact)
            if isinstance(draft, cls) and not is_void(draft):
                yield draft
        for fact_id, draft in self.drafts.items():
            if isinstance(draft, cls) and not is_void(draft) and self.snapshot.get(cls, fact_id) is None:
                yield draft

    def free(self, fact_id: FactId | None, line: Sequence[Fact], start: date, end: date | None) -> bool:
        """Say whether a file's own id can be taken for [start, end): nothing has it, nothing of the line holds then."""
        if fact_id is None or self.find(fact_id) is not None:
            return False
        return not any(fact.start < (end or date.max) and start < until(fact) for fact in line)

    def mint(self, prefix: str, *words: object) -> FactId:
        """A new id, the same for the same files and the same model."""
        return mint(prefix, *words, taken=lambda fact_id: self.find(fact_id) is not None)

    def operations(self) -> tuple[Operation, ...]:
        """What makes the snapshot what the drafts say, identities first; nothing where they say what it says."""
        order = {cls: number for number, cls in enumerate(FACT_CLASSES)}
        drafts = sorted(self.drafts.values(), key=lambda fact: order[type(fact)])
        return tuple(op for fact in drafts if (op := self._operation(fact)) is not None)

    def _operation(self, fact: Fact) -> Operation | None:
        before = self.snapshot.get(type(fact), fact.id)
        if before == fact:
            return None
        if before is None:
            return None if is_void(fact) else Put(fact)
        if (
            fact.end is not None
            and (before.end is None or fact.end < before.end)
            and replace(before, end=fact.end) == fact
        ):
            return End(fact.id, fact.end)
        return Put(fact)
