"""How high somebody stands: nobody takes another's place from further down, and no case is escalated downwards."""

from collections.abc import Iterable
from dataclasses import dataclass

from graph.facts import Centre, Committee, FactId, LadderRung, Unit
from graph.view import View
from graph.words import Role


@dataclass(frozen=True, slots=True)
class Tier:
    """The level of the unit whose post it is, 0 for a province, and its rung of the ladder, if it has one.

    The post of a centre, or of a committee there, is on the level of the unit that the centre serves.
    """

    depth: int
    rung: int | None = None

    def is_below(self, floor: "Tier | None") -> bool:
        """Whether it is of a narrower unit, or further down the ladder, than `floor`; None is below everything."""
        if floor is None:
            return False
        if self.depth > floor.depth:
            return True
        return self.rung is not None and floor.rung is not None and self.rung < floor.rung


def highest(tiers: Iterable[Tier | None]) -> Tier | None:
    """What is below none of these: the widest level of them all, the last rung of them all; None: there are none."""
    found = [tier for tier in tiers if tier is not None]
    if not found:
        return None
    rungs = [tier.rung for tier in found if tier.rung is not None]
    return Tier(min(tier.depth for tier in found), max(rungs, default=None))


def tier_of_post(view: View, ladder: Iterable[LadderRung], of: FactId, role: Role) -> Tier | None:
    """Where a post stands; None: it is a department's, which has no level."""
    snapshot = view.snapshot
    committee = snapshot.get(Committee, of)
    centre = snapshot.get(Centre, of if committee is None else committee.centre)
    unit = snapshot.get(Unit, of if centre is None else centre.serves)
    if unit is None:
        return None
    rungs = (r.order for r in ladder if r.role == role and r.unit_kind == unit.kind and centre is None)
    return Tier(unit.kind.depth, min(rungs, default=None))


def tier_of_role(ladder: Iterable[LadderRung], role: Role) -> Tier | None:
    """Where the posts of a role stand by the ladder: its first rung; None: it has none there."""
    first = min((rung for rung in ladder if rung.role == role), key=lambda rung: rung.order, default=None)
    return None if first is None else Tier(first.unit_kind.depth, first.order)
