"""Where cover is missing: the holdings compared with the staffing standard in force."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from graph.facts import FactId, StaffingRule, Unit
from graph.validity import holds_on
from graph.view import View
from graph.words import ROLE_ORDER, Role
from queries.breaks import breaks
from queries.handling import Responder, responsible_for


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
    posts: dict[tuple[FactId, Role], Post] = {}
    for unit in view.subtree(scope):
        for rule in _rules_for(view, standard, unit):
            post = Post(unit, rule.role, rule.minimum, count_holders(view, unit.id, rule.role))
            tally = tallies[rule.id]
            tally[0] += post.required
            tally[1] += post.held
            tally[2] += post.vacant
            before = posts.get((unit.id, rule.role))
            if before is None or before.required < post.required:
                posts[unit.id, rule.role] = post
    return _summed(standard, tallies, list(posts.values()))


def _summed(standard: list[StaffingRule], tallies: dict[FactId, list[int]], posts: list[Post]) -> Coverage:
    gaps = [Gap(post.unit, post.role, post.required, post.held) for post in posts if post.vacant]
    return Coverage(
        required=sum(post.required for post in posts),
        held=sum(post.held for post in posts),
        vacant=sum(post.vacant for post in posts),
        rules=tuple(RuleCoverage(rule, *tallies[rule.id]) for rule in standard),
        gaps=tuple(sorted(gaps, key=gap_key)),
    )


def gap_key(gap: Gap) -> tuple[str, int]:
    """The order of gaps: by unit code, then role in the field's order."""
    return gap.unit.id, ROLE_ORDER[gap.role]


def count_holders(view: View, code: FactId, role: Role) -> int:
    """Posts of a role held of a unit on the day."""
    return sum(1 for holding in view.holdings_of(code) if holding.role == role)


def _rules_for(view: View, standard: list[StaffingRule], unit: Unit) -> Iterator[StaffingRule]:
    of_kind = [rule for rule in standard if rule.unit_kind == unit.kind]
    if not of_kind:
        return
    state = view.state(unit.id)
    grid_type = None if state is None else state.grid_type
    yield from (rule for rule in of_kind if rule.grid_type is None or rule.grid_type == grid_type)


def open_since(view: View, gap: Gap) -> date:
    """The day from which the gap has been open without a break."""
    found = (b for b in breaks(view.snapshot, gap.unit, gap.role) if holds_on(b, view.day))
    return next(found).start


def covered_by(view: View, gap: Gap) -> Responder | None:
    """Who answers for the unit meanwhile, by the ladder; None: nobody does, the worst there is."""
    return responsible_for(view, gap.unit)
