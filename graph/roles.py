"""What each role may be held of: the one table that rules, edits, files and questions ask.

A post is a role of something: of a unit of some kind, of a centre, a committee or a department.  Whoever holds a role
of anything else would be named by answers that mean somebody else, so the rule `post-possible` refuses it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from graph.facts import Centre, Committee, Department, Fact, Unit
from graph.messages import Message, listed, say
from graph.words import Role, UnitKind

Office = type[Centre] | type[Committee] | type[Department]
"""What a post may be of, besides units."""

OFFICE_WORDS: Mapping[type[Fact], Message] = {
    Centre: say("centre"),
    Committee: say("mediation-committee"),
    Department: say("department"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """Of what a role may be held.

    `units` and `offices` say where a list that does not say it means the post to be, the first that it tells.  `also`
    are further ones, where somebody may hold it if that is said plainly.  `sole`: one person leads, so that somebody
    appointed without a stated rank is A角; otherwise it is a team.
    """

    units: tuple[UnitKind, ...] = ()
    offices: tuple[Office, ...] = ()
    also: tuple[UnitKind | Office, ...] = ()
    sole: bool = False

    def may_be_of(self, kind: UnitKind | type[Fact]) -> bool:
        """Say whether it may be held of a unit of this kind, or of an office of this class."""
        return kind in self.units or kind in self.offices or kind in self.also

    @property
    def places(self) -> Message:
        """Everything that it may be held of, in words."""
        kinds = [kind for kind in UnitKind if self.may_be_of(kind)]
        words: list[UnitKind | Message] = [*kinds]
        words += [word for office, word in OFFICE_WORDS.items() if office in (*self.offices, *self.also)]
        if len(words) == 1:
            return listed(words)
        return say("listed-or", first=listed(words[:-1]), last=words[-1])


POSTS: Mapping[Role, Post] = {
    Role.GRID_CHIEF: Post(units=(UnitKind.GRID,), also=(UnitKind.MICRO_GRID,), sole=True),
    Role.FULL_TIME_WORKER: Post(units=(UnitKind.GRID,), also=(UnitKind.MICRO_GRID,), sole=True),
    Role.PART_TIME_WORKER: Post(units=(UnitKind.GRID,), also=(UnitKind.MICRO_GRID,)),
    Role.ASSISTANT: Post(units=(UnitKind.MICRO_GRID, UnitKind.GRID)),
    Role.INSTRUCTOR: Post(units=(UnitKind.GRID, UnitKind.VILLAGE), also=(UnitKind.MICRO_GRID,)),
    Role.VILLAGE_PARTY_SECRETARY: Post(units=(UnitKind.VILLAGE,), sole=True),
    Role.MANAGEMENT_AREA_SECRETARY: Post(units=(UnitKind.MANAGEMENT_AREA,), sole=True),
    Role.POLITICAL_LEGAL_COMMISSIONER: Post(units=(UnitKind.STREET,), sole=True),
    Role.CENTRE_DIRECTOR: Post(offices=(Centre,), sole=True),
    Role.DUTY_OFFICER: Post(offices=(Department,), also=(Centre,)),
    Role.COMMITTEE_CHAIR: Post(offices=(Committee,), sole=True),
    Role.MEDIATOR: Post(
        offices=(Committee, Centre),
        also=(UnitKind.STREET, UnitKind.MANAGEMENT_AREA, UnitKind.VILLAGE, UnitKind.GRID),
    ),
    Role.EXPERT: Post(
        offices=(Committee, Centre),
        also=(Department, UnitKind.STREET, UnitKind.MANAGEMENT_AREA, UnitKind.VILLAGE),
    ),
}
"""Role -> what it may be held of.  Decision 0016 says why."""

SOLE_ROLES = frozenset(role for role, post in POSTS.items() if post.sole)
"""Roles that one person leads."""

UNIT_ROLES = frozenset(role for role, post in POSTS.items() if post.units)
"""Roles that a list means to be of a unit, unless it says otherwise."""


def is_held_of_units(role: Role) -> bool:
    """Say whether units of some kind can have the role."""
    return any(POSTS[role].may_be_of(kind) for kind in UnitKind)


def post_fault(role: Role, target: Fact) -> Message | None:
    """Why nobody can hold a role of something, in a sentence; None if somebody can."""
    kind = target.kind if isinstance(target, Unit) else type(target)
    return None if POSTS[role].may_be_of(kind) else _told(role, kind)


def kind_fault(role: Role, kind: UnitKind) -> Message | None:
    """Why nobody can hold a role of a unit of this kind, in a sentence; None if somebody can."""
    return None if POSTS[role].may_be_of(kind) else _told(role, kind)


def _told(role: Role, kind: UnitKind | type[Fact]) -> Message:
    what = kind if isinstance(kind, UnitKind) else OFFICE_WORDS.get(kind, kind)
    return say("post-of-nothing", role=role, what=what, places=POSTS[role].places)
