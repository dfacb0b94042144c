"""Where cover is missing: the holdings compared with the staffing standard in force."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from graph.facts import FactId, StaffingRule, Unit
from graph.time.validity import holds_on
from graph.view import View
from graph.words import ROLE_ORDER, Role
from queries.cover.breaks import breaks
from queries.places.handling import Responder, responsible_for


@dataclass(frozen=True, slots=True)
class RuleCoverage:
    """One line of the standard and how far it is met; posts."""

    rule: StaffingRule
    required: int
    held: int
    vacant: int


@dataclass(frozen=True, slots=True)
class Gap:
    """A unit that lacks holders of a role; posts."""

    unit: Unit
    role: Role
    required: int
    held: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far the standard is met by a unit and all below it; the gaps by unit code, then role."""

    required: int
    held: int
    vacant: int
    rules: tuple[RuleCoverage, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Post:
    """What the standard asks of one unit for one role, and what is there."""

    unit: Unit
    role: Role
    required: int
    held: int

    @property
    def vacant(self) -> int:
        """Posts wanting."""
        return max(0, self.required - self.held)


def coverage(view: View, scope: Unit, role: Role | None = None) -> Coverage:
    """Compare the holdings of `scope` and everything below it with the standard in force, for one role or for all.

    Counts posts: somebody who is away still holds.  Where two lines of the standard concern the same unit and role,
    the larger minimum counts once.  Cost: the subtree.
    """
    standard = [rule for rule in view.standard() if role is None or rule.role == role]
    tallies = {rule.id: [0, 0, 0] for rule in standard}
    posts: list[Post] = []
    for unit in view.subtree(scope):
        lines = _lines_for(view, standard, unit)
        for rule, post in lines:
            tally = tallies[rule.id]
            tally[0] += post.required
            tally[1] += post.held
            tally[2] += post.vacant
        posts.extend(_largest(post for _, post in lines))
    return _summed(standard, tallies, posts)


def posts_asked(view: View, standard: list[StaffingRule], unit: Unit) -> list[Post]:
    """What `standard` asks of one unit and what is there: one post for each role, the largest minimum counting."""
    return _largest(post for _, post in _lines_for(view, standard, unit))


def _largest(posts: Iterable[Post]) -> list[Post]:
    found: dict[Role, Post] = {}
    for post in posts:
        before = found.get(post.role)
        if before is None or before.required < post.required:
            found[post.role] = post
    return list(found.values())


def _summed(standard: list[StaffingRule], tallies: dict[FactId, list[int]], posts: list[Post]) -> Coverage:
    return Coverage(
        required=sum(post.required for post in posts),
        held=sum(post.held for post in posts),
        vacant=sum(post.vacant for post in posts),
        rules=tuple(RuleCoverage(rule, *tallies[rule.id]) for rule in standard),
        gaps=gaps_of(posts),
    )


def gaps_of(posts: Iterable[Post]) -> tuple[Gap, ...]:
    """The gaps among posts, by unit code, then role."""
    gaps = (Gap(post.unit, post.role, post.required, post.held) for post in posts if post.vacant)
    return tuple(sorted(gaps, key=gap_key))


def gap_key(gap: Gap) -> tuple[str, int]:
    """The order of gaps: by unit code, then role in the field's order."""
    return gap.unit.id, ROLE_ORDER[gap.role]


def count_holders(view: View, code: FactId, role: Role) -> int:
    """Posts of a role held of a unit on the day."""
    return sum(1 for holding in view.holdings_of(code) if holding.role == role)


def _lines_for(view: View, standard: list[StaffingRule], unit: Unit) -> list[tuple[StaffingRule, Post]]:
    of_kind = [rule for rule in standard if rule.unit_kind == unit.kind]
    if not of_kind:
        return []
    state = view.state(unit.id)
    grid_type = None if state is None else state.grid_type
    return [
        (rule, Post(unit, rule.role, rule.minimum, count_holders(view, unit.id, rule.role)))
        for rule in of_kind
        if rule.grid_type is None or rule.grid_type == grid_type
    ]


def open_since(view: View, gap: Gap) -> date:
    """The day from which the gap has been open without a break."""
    found = (b for b in breaks(view.snapshot, gap.unit, gap.role) if holds_on(b, view.day))
    return next(found).start


def open_days(view: View, gap: Gap) -> int:
    """For how many days the gap has been open; 0 on the day on which it opens."""
    return (view.day - open_since(view, gap)).days


def covered_by(view: View, gap: Gap) -> Responder | None:
    """Who answers for the unit meanwhile, by the ladder; None: nobody does, the worst there is."""
    return responsible_for(view, gap.unit)
