"""What of a change lies beyond who makes it: judged on the model before the change, for every fact that it touches.

Being in reach because of the change itself is no reach.  No change alters an answer about a unit outside the reach.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import shapely
from shapely.geometry.base import BaseGeometry

from graph.access import Right
from graph.facts import Absence, Boundary, Centre, Committee, Fact, FactId, Holding, PartOf, Person, Rota, Unit
from graph.outline import geometry_fault
from graph.reach import Reach
from graph.snapshot import Snapshot
from graph.spatial import is_wide, parse_geometry, reaches_into
from graph.tangles import are_tangled
from graph.validity import is_void, overlap, until

BORDER_M = 0.5
"""Metres by which outlines drawn apart may lie over each other: the line of a border."""


def beyond(reach: Reach, after: Snapshot, changed: Iterable[Fact]) -> Iterator[Fact]:
    """The facts among `changed` that who reaches so far may not state or end, in their order.

    `reach.head` is the model before the change, `after` the one that it makes.  A fact may be stated or ended if all is
    reached where it lies and where what it names lies, now and before, and

    - of whom it names, something may be said (`Reach.speaks_of`), of an absence from its first day on; if it is a post
      that is new, or lasts longer than before, they may be appointed (`Reach.appoints`);
    - if it is an outline, it takes no ground that a unit outside the reach has.

    What names nothing, such as a department or a rung of the ladder, concerns the whole organisation.
    """
    if reach.everywhere(Right.WRITE):
        return
    judge = _Judge(reach, reach.head, after)
    yield from (fact for fact in changed if not judge.may_touch(fact))


@dataclass(frozen=True, slots=True)
class _Judge:
    reach: Reach
    head: Snapshot
    after: Snapshot

    def may_touch(self, fact: Fact) -> bool:
        if isinstance(fact, Person):
            return self._may_correct(fact)
        before = self.head.find(fact.id)
        return self._may(fact) and (before is None or self._may(before))

    def _may(self, fact: Fact) -> bool:
        match fact:
            case Unit():
                return self._place(fact.id)
            case Holding():
                return self._place(fact.of) and (not self._lasts_longer(fact) or self.reach.appoints(fact.person))
            case Absence():
                away = (fact.person, fact.cover)
                return all(self.reach.speaks_of(who, fact.start) for who in away if who is not None)
            case Boundary() if self._takes_ground(fact):
                return False
        named = [target for name in fact.LINKS if (target := getattr(fact, name)) is not None]
        return bool(named) and all(map(self._named, named))

    def _named(self, target: FactId) -> bool:
        if self.head.find(target) is not None:
            return self.reach.writes(target)
        return self.after.get(Person, target) is not None or self._place(target)

    def _may_correct(self, fact: Person) -> bool:
        before = self.head.get(Person, fact.id)
        if before is None:
            return True
        if fact.start < before.start and replace(before, start=fact.start) == fact:  # known earlier, for a post
            return self.reach.appoints(fact.id)
        return self.reach.speaks_of(fact.id)

    def _lasts_longer(self, fact: Holding) -> bool:
        before = self.head.get(Holding, fact.id)
        return not is_void(fact) and (before is None or is_void(before) or until(fact) > until(before))

    def _place(self, fact_id: FactId) -> bool:
        """Whether all is reached where something lies; what is new lies where the change puts it."""
        if self.head.find(fact_id) is not None:
            return self.reach.place(fact_id, Right.WRITE)
        above = list(self._above(fact_id))
        return bool(above) and all(map(self._place, above))

    def _above(self, fact_id: FactId) -> Iterator[FactId]:
        new = self.after.find(fact_id)
        match new:
            case Unit():
                yield from (edge.parent for edge in self.after.linked(PartOf, "child", fact_id))
            case Centre():
                yield new.serves
            case Committee() | Rota():
                yield new.centre

    def _takes_ground(self, fact: Boundary) -> bool:
        """Whether an outline takes ground that it had not, and that a unit outside the reach has while it lasts.

        The units that hold the unit have its ground too, and keep it.
        """
        if is_void(fact) or geometry_fault(fact.geometry):  # what can't be read is refused by the rules
            return False
        old = [parse_geometry(b.geometry) for b in self.head.linked(Boundary, "unit", fact.unit) if overlap(b, fact)]
        ground = parse_geometry(fact.geometry)
        if old and not are_tangled([ground, *old]):
            ground = shapely.difference(ground, shapely.union_all(old))
        holding = set(self._holding(fact.unit))
        return any(
            other.unit not in holding
            and overlap(other, fact)
            and not self.reach.unit(other.unit, Right.WRITE)
            and (are_tangled([ground, theirs]) or _is_more_than_border(ground, theirs))
            for other, theirs in self.head.boundaries.touching(ground)
        )

    def _holding(self, code: FactId) -> Iterator[FactId]:
        """The units that hold a unit at some time, and those that hold them."""
        waiting, seen = [code], {code}
        while waiting:
            for edge in self.after.linked(PartOf, "child", waiting.pop()):
                if not is_void(edge) and edge.parent not in seen:
                    seen.add(edge.parent)
                    waiting.append(edge.parent)
                    yield edge.parent


def _is_more_than_border(ground: BaseGeometry, theirs: BaseGeometry) -> bool:
    """Whether ground lies over that of others by more than a line drawn twice: a hair far inside is more too.

    For a point near to it, the answer is that it may lie in either.
    """
    shared = shapely.intersection(ground, theirs)
    return is_wide(shared, BORDER_M) or reaches_into(shared, theirs, BORDER_M)
