"""Every question that can be put to a view, as data: so that two views can be compared in full."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import shapely

from graph.facts import FACT_CLASSES, Committee, Department, Fact, FactId, Person, Unit
from graph.snapshot import LINK_KEYS, Snapshot
from graph.view import View
from graph.words import UnitKind
from tests.builders.naive import NaiveView
from tests.builders.organisations import SOUTH, WEST

POINTS = ((WEST, SOUTH), (WEST + 0.0135, SOUTH + 0.009), (WEST + 0.031, SOUTH + 0.0005), (WEST + 1.0, SOUTH))
"""A corner of the plain, a border between two grids, a point of the second village, and one 90 km to the east."""

NOT_ASKED = frozenset({"alive", "one", "on", "watched", "watched_wholly", "revision"})
"""Public names of View that ask nothing of the facts by themselves."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A call of one accessor."""

    accessor: str
    args: tuple[Any, ...]

    def __repr__(self) -> str:
        return f"{self.accessor}({', '.join(str(getattr(a, 'id', getattr(a, '__name__', a))) for a in self.args)})"

    def of(self, view: View | NaiveView) -> object:
        """The answer, in a form that can be compared."""
        answer = getattr(view, self.accessor)(*self.args)
        return list(answer) if isinstance(answer, Iterator) else answer


def readings(*snapshots: Snapshot) -> list[Reading]:
    """Every accessor of a view, asked of every fact that the snapshots know, and of an id that none of them knows."""
    facts: dict[FactId, Fact] = {fact.id: fact for snapshot in snapshots for fact in snapshot}
    return [*_of_ids(facts.values()), *_of_all()]


def _of_ids(facts: Iterable[Fact]) -> Iterator[Reading]:
    facts = list(facts)
    codes = [*(fact.id for fact in facts if isinstance(fact, Unit)), "nobody"]
    people = [*(fact.id for fact in facts if isinstance(fact, Person)), "nobody"]
    offices = [fact.id for fact in facts if isinstance(fact, Committee | Department)]
    yield from (Reading("get", (type(fact), fact.id)) for fact in facts)
    names = ("unit", "state", "boundary", "parent", "ancestors", "children", "descendants", "successors")
    yield from (Reading(name, (code,)) for name in names for code in codes)
    yield from (Reading(name, (unit,)) for name in ("path", "subtree") for unit in facts if isinstance(unit, Unit))
    yield from (Reading("holdings_of", (target,)) for target in (*codes, *offices))
    yield from (Reading(name, (person,)) for name in ("person", "holdings_by", "absence") for person in people)
    targets = {(cls, name): {getattr(f, name) for f in facts if type(f) is cls} for cls, name in LINK_KEYS}
    for (cls, name), ids in targets.items():
        yield from (Reading("linked", (cls, name, target)) for target in sorted(ids - {None}))


def _of_all() -> Iterator[Reading]:
    yield from (Reading("all", (cls,)) for cls in FACT_CLASSES)
    yield from (Reading("units", (kind,)) for kind in (None, *UnitKind))
    yield from (Reading(name, ()) for name in ("roots", "ladder", "standard", "policy", "code_template"))
    yield from (Reading("near", (*point, metres)) for point in POINTS for metres in (0.0, 300.0, 5_000.0))
    yield from (Reading("nearest", point) for point in POINTS)
    yield from (Reading("meeting", (shapely.Point(point).buffer(0.004),)) for point in POINTS)


def differences(before: View | NaiveView, after: View | NaiveView, asked: Iterable[Reading]) -> list[Reading]:
    """The readings that the two answer differently."""
    return [reading for reading in asked if reading.of(before) != reading.of(after)]
