"""What of a change lies beyond who makes it: judged on the model before the change, for every fact that it touches.

Being in reach because of the change itself is no reach.  No change alters an answer about a unit outside the reach.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

import shapely
from shapely.geometry.base import BaseGeometry

from graph.access.grants import Right
from graph.access.reach import Reach
from graph.dependents import LIES_IN
from graph.facts import Appraisal, Boundary, DepartmentAppraisal, Fact, FactId, Holding, PartOf, Person, Unit
from graph.misnomers import elsewhere
from graph.snapshot import Snapshot
from graph.space.index import is_wide, parse_geometry, reaches_into
from graph.space.outline import geometry_fault
from graph.space.tangles import are_tangled
from graph.time.calendar import DAY
from graph.time.validity import is_void, overlap, until

BORDER_M = 0.5
"""Metres by which outlines drawn apart may lie over each other: the line of a border."""

CORNER_COMPARED = 6
"""What it costs to hold an outline against that of another unit, for each corner of the two."""


def beyond(reach: Reach, after: Snapshot, changed: Iterable[Fact]) -> Iterator[Fact]:
    """The facts among `changed` that who reaches so far may not state or end, in their order.

    `reach.head` is the model before the change, `after` the one that it makes.  A fact may be stated or ended if all is
    reached where it lies and where what it names lies, today and from the first day on that is told otherwise
    (`first_day_told`), and

    - of whom it names, something may be said (`Reach.speaks_of`) from that day on; if it is a post that is new, or
      lasts longer than before, they may be appointed (`Reach.appoints`);
    - if it is a new unit, its code is of the place where it lies, and none that a unit outside the reach would give;
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
        before = self.head.find(fact.id)
        since = first_day_told(before, fact)
        if isinstance(fact, Person):
            return self._may_correct(fact, since)
        return self._may(fact, since) and (before is None or self._may(before, since))

    def _may(self, fact: Fact, since: date) -> bool:
        match fact:
            case Unit():
                return self._place(fact.id, since) and self._is_numbered_here(fact.id)
            case Holding():
                appointed = self._lasts_longer(fact)
                return self._place(fact.of, since) and (not appointed or self.reach.appoints(fact.person))
            case Boundary() if self._takes_ground(fact):
                return False
        named = [target for name in fact.LINKS if (target := getattr(fact, name)) is not None]
        return bool(named) and all(self._named(target, since) for target in named)

    def _named(self, target: FactId, since: date) -> bool:
        if self.head.find(target) is not None:
            return self.reach.writes(target, since)
        return self.after.get(Person, target) is not None or self._place(target, since)

    def _may_correct(self, fact: Person, since: date) -> bool:
        before = self.head.get(Person, fact.id)
        if before is None:
            return True
        if fact.start < before.start and replace(before, start=fact.start) == fact:  # known earlier, for a post
            return self.reach.appoints(fact.id)
        ends_alone = replace(before, end=fact.end) == fact
        return self.reach.speaks_of(fact.id, since if ends_alone else None)  # people are undated otherwise

    def _is_numbered_here(self, code: FactId) -> bool:
        """Whether a unit's code, if it is new, is of where it lies: no unit outside the reach would give it."""
        if self.head.get(Unit, code) is not None:
            return True
        holding = set(self._holding(code))
        above = [code[:digits] for digits in range(1, len(code)) if self.head.get(Unit, code[:digits]) is not None]
        theirs = any(each not in holding and not self.reach.unit(each, Right.WRITE) for each in above)
        return not theirs and next(elsewhere(self.after, code), None) is None

    def _lasts_longer(self, fact: Holding) -> bool:
        before = self.head.get(Holding, fact.id)
        return not is_void(fact) and (before is None or is_void(before) or until(fact) > until(before))

    def _place(self, fact_id: FactId, since: date) -> bool:
        """Whether all is reached where something lies; what is new lies where the change puts it."""
        if self.head.find(fact_id) is not None:
            return self.reach.place(fact_id, Right.WRITE, since)
        above = list(self._above(fact_id))
        return bool(above) and all(self._place(each, since) for each in above)

    def _above(self, fact_id: FactId) -> Iterator[FactId]:
        new = self.after.find(fact_id)
        if isinstance(new, Unit):
            yield from (edge.parent for edge in self.after.linked(PartOf, "child", fact_id))
        elif new is not None and type(new) in LIES_IN:
            yield getattr(new, LIES_IN[type(new)])

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
        foreign = (
            theirs
            for other, theirs in self.head.boundaries.touching(ground)
            if other.unit not in holding and overlap(other, fact) and not self.reach.unit(other.unit, Right.WRITE)
        )
        return any(self._lies_over(ground, theirs) for theirs in foreign)

    def _lies_over(self, ground: BaseGeometry, theirs: BaseGeometry) -> bool:
        corners = int(shapely.get_num_coordinates(ground)) + int(shapely.get_num_coordinates(theirs))
        self.head.meter.spend(CORNER_COMPARED * corners)
        return are_tangled([ground, theirs]) or _is_more_than_border(ground, theirs)

    def _holding(self, code: FactId) -> Iterator[FactId]:
        """The units that hold a unit at some time, and those that hold them."""
        waiting, seen = [code], {code}
        while waiting:
            for edge in self.after.linked(PartOf, "child", waiting.pop()):
                if not is_void(edge) and edge.parent not in seen:
                    seen.add(edge.parent)
                    waiting.append(edge.parent)
                    yield edge.parent


def first_day_told(before: Fact | None, fact: Fact) -> date:
    """The first day on which a fact says something else than before.

    An appraisal is told of the day on which its period is over: who has them then appraises them.
    """
    if isinstance(fact, Appraisal | DepartmentAppraisal) and fact.end is not None and not is_void(fact):
        return fact.end - DAY
    if before is None or is_void(before):
        return fact.start
    if is_void(fact):
        return before.start
    if replace(before, end=fact.end) == fact:
        return min(until(before), until(fact))
    return min(before.start, fact.start)


def _is_more_than_border(ground: BaseGeometry, theirs: BaseGeometry) -> bool:
    """Whether ground lies over that of others by more than a line drawn twice: a hair far inside is more too.

    For a point near to it, the answer is that it may lie in either.
    """
    shared = shapely.intersection(ground, theirs)
    return is_wide(shared, BORDER_M) or reaches_into(shared, theirs, BORDER_M)
