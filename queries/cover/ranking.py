"""Rankings for supervisors: the worst units, the oldest gaps, who holds too much, whose load is heaviest.

Everywhere `scope` is a unit alive on the view's day, with all below it, or None for the whole organisation.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from statistics import mean, median

from graph.facts import FactId, Holding, Person, Unit
from graph.view import View
from graph.words import Rank, Role, UnitKind
from queries.cover.coverage import Gap, gap_key, gaps_of, open_days, open_since, posts_asked
from queries.places.counting import households
from queries.places.handling import responsible_for
from queries.places.people import units_held, widest


def _units(view: View, scope: Unit | None) -> Iterable[Unit]:
    return view.units() if scope is None else view.subtree(scope)


# -- cover -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class UnitCover:
    """How far the standard is met by a unit and all below it; posts.  `uncovered`: gaps that nobody answers for."""

    unit: Unit
    required: int
    held: int
    vacant: int
    gaps: tuple[Gap, ...]
    uncovered: int

    @property
    def vacant_share(self) -> float:
        """Posts wanting, as a share of those asked for, 0 to 1; 0 where none is."""
        return self.vacant / self.required if self.required else 0.0


def coverage_ranking(view: View, scope: Unit | None, kind: UnitKind) -> list[UnitCover]:
    """Every unit of a kind in `scope`, worst first, each with what `coverage` says of it and all below it.

    Worst is where most gaps are covered by nobody; then where the largest share of the posts is vacant; then where
    most posts are; then by code.  No two units of a kind lie within each other, so the cost is one pass over the
    subtree, and the ladder once for each unit with gaps that it names.
    """
    standard, answers = view.standard(), _Answers(view)
    found: list[UnitCover] = []
    for top in _units(view, scope):
        if top.kind == kind:
            posts = [post for unit in view.subtree(top) for post in posts_asked(view, standard, unit)]
            gaps = gaps_of(posts)
            found.append(
                UnitCover(
                    unit=top,
                    required=sum(post.required for post in posts),
                    held=sum(post.held for post in posts),
                    vacant=sum(post.vacant for post in posts),
                    gaps=gaps,
                    uncovered=sum(1 for gap in gaps if not answers.has_one(gap.unit)),
                )
            )
    return sorted(found, key=lambda cover: (-cover.uncovered, -cover.vacant_share, -cover.vacant, cover.unit.id))


def longest_gap(view: View, cover: UnitCover) -> Gap | None:
    """The gap of a unit that has been open longest, the first by code and role of several; None if there is none."""
    return max(cover.gaps, key=lambda gap: open_days(view, gap), default=None)


def longest_gaps(view: View, scope: Unit | None, role: Role | None = None) -> list[Gap]:
    """The gaps in `scope`, of one role or of all: open longest first, then by unit code and role.

    They are those of `coverage`.  Cost: one pass over the subtree, and the history of each gap.
    """
    standard = [rule for rule in view.standard() if role is None or rule.role == role]
    gaps = gaps_of(post for unit in _units(view, scope) for post in posts_asked(view, standard, unit))
    return sorted(gaps, key=lambda gap: (open_since(view, gap), gap_key(gap)))


class _Answers:
    """Whether anybody answers for a unit; found once for the units that give the same answer.

    The ladder is climbed by the kinds that it names: a micro-grid has the answer of its grid if no rung is of
    micro-grids.
    """

    def __init__(self, view: View) -> None:
        self._view = view
        self._kinds = {rung.unit_kind for rung in view.ladder()}
        self._known: dict[FactId, bool] = {}

    def has_one(self, unit: Unit) -> bool:
        named = next((each for each in self._view.path(unit) if each.kind in self._kinds), None)
        if named is None:
            return False
        if named.id not in self._known:
            self._known[named.id] = responsible_for(self._view, named) is not None
        return self._known[named.id]


# -- people ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PersonSpan:
    """What somebody holds: `posts`, of `units` different units; within them `micro_grids` and `households`.

    Units below another that they hold are within that one.  `households` None: not known.
    """

    person: Person
    posts: int
    units: int
    micro_grids: int
    households: int | None


def span_of_control(
    view: View, scope: Unit | None, role: Role | None = None, more_than: int | None = None
) -> list[PersonSpan]:
    """Everybody who holds a post of a unit in `scope`: most posts first, then units, then households, then by id.

    Counts all that they hold, in `scope` or elsewhere: a span is no narrower because part of it is looked at.  Without
    `scope` whoever holds a post of a centre, committee or department is there too.  With `role`, posts of that role
    alone count; with `more_than`, only people with posts of more units than that are there (the check W405 asks for
    more than 10).  `households` and `micro_grids` are those of `queries.places.people.reach`: each once.
    Cost: the holdings of these people, and each unit that somebody holds with all below it, once.
    """
    sizes, found = _Sizes(view), []
    for person in _holders(view, scope, role):
        units = units_held(view, person.id, role)
        if more_than is None or len(units) > more_than:
            posts = [post for post in view.holdings_by(person.id) if role is None or post.role == role]
            known, micro_grids = sizes.of(widest(view, units))
            found.append(PersonSpan(person, len(posts), len(units), micro_grids, known))
    return sorted(found, key=lambda span: (-span.posts, -span.units, -_or_least(span.households), span.person.id))


@dataclass(frozen=True, slots=True)
class Load:
    """The households that fall to one holder of a role, and of how many units; None: not known.

    A fraction where households are shared.
    """

    person: Person
    units: int
    households: Fraction | None


@dataclass(frozen=True, slots=True)
class Workload:
    """The loads of all holders of a role, heaviest first; `average` and `median` of those that are known."""

    loads: tuple[Load, ...]
    average: Fraction | None
    median: Fraction | None


def workload(view: View, scope: Unit | None, role: Role) -> Workload:
    """The households that fall to each holder of `role` in `scope`: heaviest first, unknown last, then by person id.

    The households of a unit are shared out equally among those who hold the role there.  A backup (B角) has no share
    where somebody else holds the post, and is left out if that leaves them nothing; whoever is away keeps their share:
    this is how the work is laid out, not who happens to do it today.  As in `span_of_control`, units held elsewhere
    count too, and units below another that the person holds do not.  Units whose households are not known add nothing.
    Cost: as of `span_of_control`.
    """
    sizes, found = _Sizes(view), []
    for person in _holders(view, scope, role):
        units = [unit for unit in units_held(view, person.id, role) if person.id in _sharers(view, unit, role)]
        if units:
            found.append(Load(person, len(units), _share(view, sizes, widest(view, units), role)))
    loads = sorted(found, key=lambda load: (-_or_least(load.households), load.person.id))
    known = [load.households for load in loads if load.households is not None]
    return Workload(tuple(loads), mean(known) if known else None, Fraction(median(known)) if known else None)


def _share(view: View, sizes: "_Sizes", units: list[Unit], role: Role) -> Fraction | None:
    shares = [
        Fraction(homes, len(_sharers(view, unit, role))) for unit in units if (homes := sizes.of([unit])[0]) is not None
    ]
    return sum(shares, Fraction(0)) if shares else None


def _sharers(view: View, unit: Unit, role: Role) -> set[FactId]:
    """Who shares the households of a unit: the holders of a role but for backups, unless there are only backups."""
    posts = [post for post in view.holdings_of(unit.id) if post.role == role]
    leading = {post.person for post in posts if post.rank != Rank.BACKUP}
    return leading or {post.person for post in posts}


def _holders(view: View, scope: Unit | None, role: Role | None) -> Iterator[Person]:
    """Those who hold a post in `scope`, by id."""
    ids = {post.person for post in _posts(view, scope) if role is None or post.role == role}
    return (person for person in map(view.person, sorted(ids)) if person is not None)


def _posts(view: View, scope: Unit | None) -> Iterable[Holding]:
    if scope is None:
        return view.alive(list(view.snapshot.all(Holding)))
    return (post for unit in view.subtree(scope) for post in view.holdings_of(unit.id))


class _Sizes:
    """Households and micro-grids of units, counted once however many people hold a unit."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._known: dict[FactId, tuple[int | None, int]] = {}

    def of(self, units: list[Unit]) -> tuple[int | None, int]:
        """Households (None: not known) and micro-grids of units of which none lies within another."""
        found = [self._of(unit) for unit in units]
        known = [homes for homes, _ in found if homes is not None]
        return sum(known) if known else None, sum(micro_grids for _, micro_grids in found)

    def _of(self, unit: Unit) -> tuple[int | None, int]:
        if unit.id not in self._known:
            micro_grids = sum(1 for each in self._view.subtree(unit) if each.kind == UnitKind.MICRO_GRID)
            self._known[unit.id] = households(self._view, unit), micro_grids
        return self._known[unit.id]


def _or_least(count: int | Fraction | None) -> int | Fraction:
    return -1 if count is None else count
