"""A step: what a change does to the model, worked out once for all who ask."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from graph.change import Operation
from graph.facts import Fact, FactId
from graph.snapshot import Snapshot

F = TypeVar("F", bound=Fact)


@dataclass(frozen=True, slots=True)
class Step:
    """From one snapshot to the next: what a change does.

    `changed` are the facts that are others in `after`, by id; `operations` what made it, empty where two snapshots are
    only held against each other.
    """

    before: Snapshot
    after: Snapshot
    changed: Mapping[FactId, Fact]
    operations: tuple[Operation, ...] = ()

    @property
    def was(self) -> tuple[Fact | None, ...]:
        """For each operation, the fact of its id before it; None where there was none."""
        return tuple(self.before.find(operation.fact_id) for operation in self.operations)

    def of(self, cls: type[F]) -> Iterator[F]:
        """The changed facts of a class."""
        return (fact for fact in self.changed.values() if isinstance(fact, cls))
