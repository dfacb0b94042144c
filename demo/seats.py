"""Seats: the posts that one person holds together, and that pass to the next one together."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from graph.facts import FactId
from graph.roles import SOLE_ROLES
from graph.words import Rank, Role


@dataclass(frozen=True, slots=True)
class Post:
    """A role of a unit, centre, committee or department; `field` is a special subject."""

    role: Role
    of: FactId
    field: str | None = None

    @property
    def rank(self) -> Rank | None:
        """A角 where one person leads; team members have no rank."""
        return Rank.PRIMARY if self.role in SOLE_ROLES else None


@dataclass(slots=True, eq=False)
class Seat:
    """Posts that go together, the leading one first; `home` is the code and name of the unit its people belong to.

    `person` holds them from `since` on, which may be still to come; `holdings` are the facts that say so.
    `group` is where a stand-in is looked for: seats of the same role and group.
    """

    posts: list[Post]
    home: tuple[FactId, str]
    group: FactId
    person: FactId = ""
    since: date = date.min
    holdings: dict[Post, FactId] = field(default_factory=dict)

    @property
    def role(self) -> Role:
        """The leading role."""
        return self.posts[0].role

    def taken_by(self, day: date) -> bool:
        """Say whether the holder has begun by `day`."""
        return self.since <= day


@dataclass(slots=True)
class Span:
    """Days from `start` to before `end` on which somebody cannot leave: away, or standing in."""

    start: date
    end: date
    away: bool


@dataclass(slots=True)
class Diary:
    """Who is away or stands in when."""

    spans: dict[FactId, list[Span]] = field(default_factory=dict)

    def note(self, person: FactId, start: date, end: date, *, away: bool) -> None:
        """Keep these days free of anything else."""
        self.spans.setdefault(person, []).append(Span(start, end, away))

    def is_free(self, person: FactId, start: date, end: date) -> bool:
        """Say whether nothing is noted for the person in the interval."""
        return all(span.end <= start or end <= span.start for span in self.spans.get(person, ()))

    def until(self, person: FactId) -> date:
        """The first day from which nothing is noted for the person any more."""
        return max((span.end for span in self.spans.get(person, ())), default=date.min)


def posts_of(seats: list[Seat], unit: FactId) -> Iterator[tuple[Seat, Post]]:
    """The seats that have a post of the unit, with that post."""
    for seat in seats:
        for post in seat.posts:
            if post.of == unit:
                yield seat, post
