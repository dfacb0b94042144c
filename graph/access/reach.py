"""What a caller's grants reach: judged on the live head, today, whatever a question or a change is about.

A unit is reached if it is the grant's unit or lies below it.  A grant whose unit was renumbered or split goes on with
what succeeded it; one whose unit was merged with others does not, since that would open to it what was never granted.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from graph.access.grants import Grant, Grants, Right
from graph.dependents import LIES_IN
from graph.facts import (
    Absence,
    Department,
    DutyOverride,
    DutySwap,
    Fact,
    FactId,
    Holding,
    PartOf,
    Person,
    RotaMember,
    Stationing,
    Succession,
    Unit,
)
from graph.messages import Message, listed, say
from graph.snapshot import Snapshot
from graph.time.calendar import DAY
from graph.time.validity import holds_on, is_void, until
from graph.view import View

F = TypeVar("F", bound=Fact)

TAKES_TURNS: tuple[tuple[type[Fact], str], ...] = (
    (RotaMember, "member"),
    (DutyOverride, "member"),
    (DutySwap, "one"),
    (DutySwap, "other"),
)
"""The facts by which somebody serves shifts of a rota, and the field that names them."""


class Reach:
    """What a set of grants reaches on a head and a day; what has been found out is kept."""

    def __init__(self, head: Snapshot, day: date, grants: Grants) -> None:
        self.head = head
        self.view = View(head, day)
        self.grants = grants
        self._tops: dict[Right, frozenset[FactId] | None] = {}
        self._contacts: dict[FactId, bool] = {}

    def everywhere(self, right: Right) -> bool:
        """Whether a grant gives at least this right over everything."""
        return self._of(right) is None

    def unit(self, code: FactId, right: Right, since: date | None = None) -> bool:
        """Whether a unit is reached; one that is not alive today, by where it was on the nearest day of its life.

        With an earlier day, `since`: and was part of nothing else that is not reached, from then on.
        """
        tops = self._of(right)
        if tops is None:
            return True
        unit = self.head.get(Unit, code)
        if unit is None or not tops:
            return False
        reached = code in tops or any(above.id in tops for above in nearest_life(self.view, unit).ancestors(code))
        return reached and (since is None or since >= self.view.day or self._was_here(code, since, tops))

    def place(self, fact_id: FactId, right: Right, since: date | None = None) -> bool:
        """Whether all is reached where a unit, centre, committee, rota or department lies, and it lies somewhere.

        With an earlier day, `since`: and has lain from then on.
        """
        if self.everywhere(right):
            return True
        units = list(self._units_of(fact_id, since))
        return bool(units) and all(self.unit(unit, right, since) for unit in units)

    def contacts(self, person: FactId) -> bool:
        """Whether what is personal of somebody may be seen: they hold a post today that is reached."""
        if self.everywhere(Right.READ_CONTACTS):
            return True
        known = self._contacts.get(person)
        if known is None:
            held = self.view.holdings_by(person)
            known = self._contacts[person] = any(self.place(h.of, Right.READ_CONTACTS) for h in held)
        return known

    def writes(self, fact_id: FactId, since: date | None = None) -> bool:
        """Whether something may be said of a place (`place`) or of somebody (`speaks_of`), from an earlier day on."""
        if self.head.get(Person, fact_id) is not None:
            return self.speaks_of(fact_id, since)
        return self.place(fact_id, Right.WRITE, since)

    def speaks_of(self, person: FactId, since: date | None = None) -> bool:
        """Whether something may be said of somebody: all is reached that they answer for, now or later.

        If what is said holds from an earlier day on, `since`, all that they have answered for from then on counts too.
        Of somebody who answers for nothing any more, all that they ever answered for.
        """
        if self.everywhere(Right.WRITE):
            return True
        since = self.view.day if since is None else min(since, self.view.day)
        places = set(self._answers_for(person, since)) or set(self._answers_for(person, date.min))
        return all(self.place(place, Right.WRITE, since) for place in places)

    def appoints(self, person: FactId) -> bool:
        """Whether somebody may be given a post that is reached: they hold one already, or they answer for nothing."""
        if self.everywhere(Right.WRITE):
            return True
        today = self.view.day
        posts = [post.of for post in self._lasting(Holding, "person", person, today)]
        return any(self.place(of, Right.WRITE) for of in posts) or not any(self._answers_for(person, today))

    # -- inside ------------------------------------------------------------------------------------------------------

    def _of(self, right: Right) -> frozenset[FactId] | None:
        """The units over which, with all below them, a right is given; None: over everything."""
        if right not in self._tops:
            giving = [grant for grant in self.grants if grant.right.covers(right)]
            tops = None if any(grant.under is None for grant in giving) else self._under(giving)
            self._tops[right] = tops
        return self._tops[right]

    def _under(self, grants: list[Grant]) -> frozenset[FactId]:
        codes: frozenset[FactId] = frozenset()
        return codes.union(*(followed(self.view, grant.under).codes for grant in grants if grant.under is not None))

    def _was_here(self, code: FactId, since: date, tops: frozenset[FactId]) -> bool:
        """Whether a unit was part of nothing else than of units of the reach, and of what holds these, since a day."""
        before = self._before(tops)
        holding = {above.id for top in tops for above in self.view.ancestors(top)}
        for day in self._days_of_moves(code, since):
            above = {unit.id for unit in self.view.on(day).ancestors(code)}
            if not (code in before or above & before or above <= holding):
                return False
        return True

    def _before(self, tops: frozenset[FactId]) -> set[FactId]:
        """The units of the reach, and those of which nothing else has come than they."""
        found, waiting = set(tops), list(tops)
        while waiting:
            for edge in self.head.linked(Succession, "successor", waiting.pop()):
                heirs = {each.successor for each in self.head.linked(Succession, "predecessor", edge.predecessor)}
                if edge.predecessor not in found and heirs <= found:
                    found.add(edge.predecessor)
                    waiting.append(edge.predecessor)
        return found

    def _days_of_moves(self, code: FactId, since: date) -> set[date]:
        """A day, and those from it until today on which a unit, or one above it, became part of another."""
        days, waiting, seen = {since}, [code], {code}
        while waiting:
            for edge in self._lasting(PartOf, "child", waiting.pop(), since):
                if edge.start < self.view.day:
                    days.add(max(edge.start, since))
                    if edge.parent not in seen:
                        seen.add(edge.parent)
                        waiting.append(edge.parent)
        return days

    def _answers_for(self, person: FactId, since: date) -> Iterator[FactId]:
        """Where somebody answers on a day or later: by posts, by rotas, or as the stand-in of somebody who does."""
        waiting, seen = [person], {person}
        while waiting:
            who = waiting.pop()
            yield from (post.of for post in self._lasting(Holding, "person", who, since))
            for cls, name in TAKES_TURNS:
                yield from (getattr(turn, "rota") for turn in self._lasting(cls, name, who, since))  # noqa: B009 -- of several classes
            for absence in self._lasting(Absence, "cover", who, since):
                if absence.person not in seen:
                    seen.add(absence.person)
                    waiting.append(absence.person)

    def _units_of(self, fact_id: FactId, since: date | None = None) -> Iterator[FactId]:
        if self.head.get(Unit, fact_id) is not None:
            yield fact_id
        for cls, name in LIES_IN.items():
            found = self.head.get(cls, fact_id)
            if found is not None:
                yield from self._units_of(getattr(found, name), since)
        if self.head.get(Department, fact_id) is not None:
            first = self.view.day if since is None else min(since, self.view.day)
            for stationing in self._lasting(Stationing, "department", fact_id, first):
                yield from self._units_of(stationing.centre, since)

    def _lasting(self, cls: type[F], name: str, target: FactId, since: date) -> list[F]:
        """The facts that name something and hold on a day or later."""
        found = self.head.linked(cls, name, target)
        return [fact for fact in found if not is_void(fact) and until(fact) > since]


@dataclass(frozen=True, slots=True)
class Followed:
    """A grant's unit, followed through its succession to a day.

    `codes` are the unit itself and all that its ground alone has become; `alive` those of them that live on the day.
    `merged` are units that it went into together with ground of others: there the grant ends.
    """

    codes: frozenset[FactId]
    alive: frozenset[FactId]
    merged: frozenset[FactId]


def followed(view: View, code: FactId) -> Followed:
    """What has become of a unit by the view's day."""
    codes, merged = {code}, set[FactId]()
    waiting = [code]
    while waiting:
        for succession in view.linked(Succession, "predecessor", waiting.pop()):
            heir = succession.successor
            before = {s.predecessor for s in view.linked(Succession, "successor", heir)}
            if not before <= codes:
                merged.add(heir)
            elif heir not in codes:
                codes.add(heir)
                waiting.append(heir)
                merged.discard(heir)
    alive = {each for each in codes if view.unit(each) is not None}
    return Followed(frozenset(codes), frozenset(alive), frozenset(merged - codes))


def reach_told(view: View, code: FactId) -> Message:
    """What a grant's unit has become, in a few words: the code, and where it goes on or that it is gone."""
    fate = followed(view, code)
    if code in fate.alive:
        return listed([code])
    if fate.alive:
        return say("unit-goes-on", code=code, heirs=tuple(sorted(fate.alive)))
    if fate.merged:
        return say("unit-merged", code=code, merged=tuple(sorted(fate.merged)))
    return say("unit-gone", code=code)


def nearest_life(view: View, unit: Unit) -> View:
    """The view, or the same on the day nearest to its own on which the unit is alive."""
    if holds_on(unit, view.day):
        return view
    last = date.max if unit.end is None else unit.end - DAY
    return view.on(max(unit.start, min(view.day, last)))
