"""The rankings: held against a naive recomputation on crowded organisations, and in examples small enough to count."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from statistics import mean, median
from types import MappingProxyType

import pytest

from graph.facts import FactId, Holding, Person, Unit
from graph.view import View
from graph.words import Rank, Role, UnitKind
from queries.checks.people import MOST_UNITS, too_many_units
from queries.cover.coverage import coverage, covered_by, open_since
from queries.cover.ranking import (
    PersonSpan,
    UnitCover,
    coverage_ranking,
    longest_gap,
    longest_gaps,
    span_of_control,
    workload,
)
from queries.places.people import reach
from tests.builders.crowd import crowded_organisation
from tests.builders.organisations import DAY as ONE_DAY
from tests.builders.organisations import FIRST
from tests.builders.town import DAY, Town

WORLDS = [(1, 2, 6), (2, 3, 12), (5, 3, 40)]
"""Seed, size, changes."""

CHIEF, WORKER, SECRETARY = Role.GRID_CHIEF, Role.FULL_TIME_WORKER, Role.VILLAGE_PARTY_SECRETARY
GRID, MICRO, VILLAGE = UnitKind.GRID, UnitKind.MICRO_GRID, UnitKind.VILLAGE

Scope = tuple[View, Unit | None]


@pytest.fixture(scope="module", params=WORLDS, ids=str)
def scopes(request: pytest.FixtureRequest) -> list[Scope]:
    """On every fifth day on which something changes: the whole organisation, and some units of it."""
    seed, size, changes = request.param
    organisation = crowded_organisation(seed, size=size, changes=changes)
    views = [organisation.view(day) for day in organisation.days_of_interest()[::5]]
    return [(view, scope) for view in views for scope in (None, *view.units()[::7])]


def inside(view: View, scope: Unit | None) -> list[Unit]:
    """The units of a scope, each found by looking up from it."""
    return [unit for unit in view.units() if scope is None or scope in view.path(unit)]


# -- against a naive recomputation -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [UnitKind.STREET, VILLAGE, GRID, MICRO])
def test_each_unit_has_what_coverage_says_of_it_and_the_worst_is_first(scopes: list[Scope], kind: UnitKind) -> None:
    for view, scope in scopes:
        expected = {unit.id: _cover(view, unit) for unit in inside(view, scope) if unit.kind == kind}
        ranked = coverage_ranking(view, scope, kind)
        assert {cover.unit.id: cover for cover in ranked} == expected
        assert ranked == sorted(ranked, key=lambda c: (-c.uncovered, -c.vacant_share, -c.vacant, c.unit.id))


def _cover(view: View, unit: Unit) -> UnitCover:
    found = coverage(view, unit)
    uncovered = sum(covered_by(view, gap) is None for gap in found.gaps)
    return UnitCover(unit, found.required, found.held, found.vacant, found.gaps, uncovered)


def test_the_longest_gaps_are_all_gaps_of_coverage_oldest_first(scopes: list[Scope]) -> None:
    for view, scope in scopes:
        for role in (None, CHIEF):
            tops = view.roots() if scope is None else [scope]
            gaps = [gap for top in tops for gap in coverage(view, top, role).gaps]
            ranked = longest_gaps(view, scope, role)
            assert sorted(gaps, key=lambda g: (g.unit.id, g.role)) == sorted(ranked, key=lambda g: (g.unit.id, g.role))
            assert [open_since(view, gap) for gap in ranked] == sorted(open_since(view, gap) for gap in gaps)


def test_the_longest_gap_of_a_unit_is_the_first_of_the_longest_gaps_under_it(scopes: list[Scope]) -> None:
    for view, scope in scopes:
        for cover in coverage_ranking(view, scope, VILLAGE):
            first = next(iter(longest_gaps(view, cover.unit)), None)
            assert longest_gap(view, cover) == first


@pytest.mark.parametrize("role", [None, CHIEF])
def test_spans_are_those_of_each_person_alone(scopes: list[Scope], role: Role | None) -> None:
    for view, scope in scopes:
        codes = {unit.id for unit in inside(view, scope)}
        posts = _posts_by_person(view, lambda post: role is None or post.role == role)
        expected = {
            who: _span(view, who, held)
            for who, held in posts.items()
            if scope is None or any(post.of in codes for post in held)
        }
        ranked = span_of_control(view, scope, role)
        assert {span.person.id: span for span in ranked} == expected
        most = [(-s.posts, -s.units, -1 if s.households is None else -s.households - 2) for s in ranked]
        assert most == sorted(most)
        assert span_of_control(view, scope, role, more_than=1) == [span for span in ranked if span.units > 1]


def _posts_by_person(view: View, wanted: Callable[[Holding], bool]) -> dict[FactId, list[Holding]]:
    posts: dict[FactId, list[Holding]] = defaultdict(list)
    for post in view.all(Holding):
        if wanted(post):
            posts[post.person].append(post)
    return posts


def _span(view: View, who: FactId, held: list[Holding]) -> PersonSpan:
    person = view.person(who)
    assert person is not None
    units = {post.of for post in held if view.unit(post.of) is not None}
    below = {unit.id: unit for code in units for top in [view.unit(code)] if top for unit in view.subtree(top)}
    micro_grids = sum(unit.kind == MICRO for unit in below.values())
    homes = _homes(view, units)
    return PersonSpan(person, len(held), len(units), micro_grids, None if homes is None else int(homes))


def _homes(
    view: View, codes: Iterable[FactId], sharers: Mapping[FactId, int] = MappingProxyType({})
) -> Fraction | None:
    """Households below units, those below another of them left out, each divided by its sharers."""
    codes = set(codes)
    counts = [
        (_stated(view, code), sharers.get(code, 1))
        for code in sorted(codes)
        if not codes & {above.id for above in view.ancestors(code)}
    ]
    known = [Fraction(count, sharers) for count, sharers in counts if count is not None]
    return sum(known, Fraction(0)) if known else None


def _stated(view: View, code: FactId) -> int | None:
    """Households as stated nearest: this is `counting.households`, written another way."""
    state = view.state(code)
    if state is not None and state.households is not None:
        return state.households
    below = [_stated(view, child.id) for child in view.children(code)]
    return None if all(count is None for count in below) else sum(count or 0 for count in below)


def test_spans_of_all_posts_agree_with_what_a_person_is_answerable_for(scopes: list[Scope]) -> None:
    """`Person.reach` and `Person.households` say the same."""
    for view, scope in scopes:
        for span in span_of_control(view, scope):
            found = reach(view, span.person.id)
            assert span.households == found.households
            assert span.micro_grids == sum(each.count for each in found.units if each.kind == MICRO)


@pytest.mark.parametrize("most", [1, 2, MOST_UNITS])
def test_whoever_the_check_finds_with_too_many_units_is_whoever_the_ranking_has(
    scopes: list[Scope], most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """W405 and `moreThan` are one question."""
    monkeypatch.setattr("queries.checks.people.MOST_UNITS", most)
    for view in {view.day: view for view, _ in scopes}.values():
        found = {fault.ids[0]: len(fault.ids) - 1 for fault in too_many_units(view)}
        assert found == {span.person.id: span.units for span in span_of_control(view, None, more_than=most)}


@pytest.mark.parametrize("role", [CHIEF, WORKER, Role.ASSISTANT])
def test_loads_are_shares_of_households(scopes: list[Scope], role: Role) -> None:
    for view, scope in scopes:
        codes = {unit.id for unit in inside(view, scope)}
        sharers = _sharers(view, role)
        posts = _posts_by_person(view, lambda post: post.role == role)
        expected: dict[FactId, Fraction | None] = {}
        for who, held in posts.items():
            shared = [post.of for post in held if who in sharers.get(post.of, ())]
            if shared and (scope is None or any(post.of in codes for post in held)):
                expected[who] = _homes(view, shared, {code: len(sharers[code]) for code in shared})
        found = workload(view, scope, role)
        assert {load.person.id: load.households for load in found.loads} == expected
        known = [homes for homes in expected.values() if homes is not None]
        assert (found.average, found.median) == ((mean(known), median(known)) if known else (None, None))
        heavy = [(load.households is None, -(load.households or 0), load.person.id) for load in found.loads]
        assert heavy == sorted(heavy)


def _sharers(view: View, role: Role) -> dict[FactId, set[FactId]]:
    found: dict[FactId, set[FactId]] = {}
    for unit in view.units():
        held = [post for post in view.all(Holding) if post.of == unit.id and post.role == role]
        by_rank = {backup: {p.person for p in held if (p.rank == Rank.BACKUP) == backup} for backup in (False, True)}
        if held:
            found[unit.id] = by_rank[False] or by_rank[True]
    return found


# -- examples --------------------------------------------------------------------------------------------------------


def test_what_nobody_covers_is_worse_than_what_is_vacant() -> None:
    """
    V ─ 村书记 Zhao └ G └ M        4 of 5 posts vacant, Zhao answers for each
    W ─ 村书记 Qian └ H ─ all, 专职 Fu alone away └ N     1 of 5 vacant, and nobody answers, for Qian is away too
    """
    town = Town()
    town.hold("Zhao", SECRETARY, town.village)
    other = town.unit(VILLAGE, town.area)
    grid = town.unit(GRID, other)
    town.unit(MICRO, grid)
    for name, role, of in (("Qian", SECRETARY, other), ("Fu", WORKER, grid), ("Sun", CHIEF, grid)):
        town.away(town.hold(name, role, of), FIRST, None)
    town.hold("Yin", Role.INSTRUCTOR, grid)
    worst, next_ = coverage_ranking(town.on(), town.street, VILLAGE)
    assert (worst.unit.id, worst.required, worst.held, worst.vacant, worst.uncovered) == (other.id, 5, 4, 1, 1)
    assert (next_.unit.id, next_.required, next_.held, next_.vacant, next_.uncovered) == (town.village.id, 5, 1, 4, 0)
    assert (worst.vacant_share, next_.vacant_share) == (0.2, 0.8)


def test_units_of_the_kind_alone_are_compared_and_those_without_a_gap_come_last() -> None:
    """V wants all of its posts; W is asked for nothing but its secretary, who is there."""
    town = Town()
    full = town.unit(VILLAGE, town.area, code=f"{town.village.id[:-3]}000")
    town.hold("Zhao", SECRETARY, full)
    ranked = coverage_ranking(town.on(), None, VILLAGE)
    assert [cover.unit.id for cover in ranked] == [town.village.id, full.id]
    assert longest_gap(town.on(), ranked[1]) is None
    assert coverage_ranking(town.on(), town.grid, VILLAGE) == []


def test_the_oldest_gap_is_first_and_of_one_day_the_smaller_code() -> None:
    """G ─ 网格长 Chen until June, the rest never"""
    town = Town()
    town.appoint(town.person("Chen"), CHIEF, town.grid, end=DAY)
    ranked = longest_gaps(town.on(DAY + ONE_DAY), None)
    assert (ranked[-1].unit.id, ranked[-1].role) == (town.grid.id, CHIEF)
    assert [gap.unit.id for gap in ranked[:-1]] == sorted(gap.unit.id for gap in ranked[:-1])


def test_two_posts_of_one_unit_are_one_unit_and_a_unit_below_another_adds_nothing() -> None:
    """V (300) ─ 村书记 Zhao └ G (120) ─ 网格长 Zhao, 指导员 Zhao └ M"""
    town = Town()
    zhao = town.hold("Zhao", SECRETARY, town.village)
    town.appoint(zhao, CHIEF, town.grid)
    town.appoint(zhao, Role.INSTRUCTOR, town.grid)
    town.rename(town.village, FIRST, households=300)
    town.rename(town.grid, FIRST, households=120)
    (span,) = span_of_control(town.on(), None)
    assert (span.posts, span.units, span.micro_grids, span.households) == (3, 2, 1, 300)
    (span,) = span_of_control(town.on(), town.grid, CHIEF)
    assert (span.posts, span.units, span.micro_grids, span.households) == (1, 1, 1, 120)


def test_a_span_is_no_narrower_because_part_of_it_is_looked_at() -> None:
    """V ├ G ─ 网格长 Chen └ H ─ 网格长 Chen        asked: H"""
    town = Town()
    chen = town.hold("Chen", CHIEF, town.grid)
    other = town.unit(GRID, town.village)
    town.appoint(chen, CHIEF, other)
    (span,) = span_of_control(town.on(), other)
    assert (span.posts, span.units) == (2, 2)


def test_the_director_of_a_centre_holds_a_post_of_no_unit() -> None:
    town = Town()
    town.hold("Lu", Role.CENTRE_DIRECTOR, town.centre(town.village))
    (span,) = span_of_control(town.on(), None)
    assert (span.posts, span.units, span.micro_grids, span.households) == (1, 0, 0, None)
    assert span_of_control(town.on(), town.street) == []
    assert span_of_control(town.on(), None, more_than=0) == []


def shares(town: Town, role: Role = WORKER, scope: Unit | None = None) -> dict[str, Fraction | None]:
    return {load.person.name: load.households for load in workload(town.on(), scope, role).loads}


def test_a_grid_s_households_are_shared_equally_but_a_backup_has_no_share() -> None:
    """G (100) ─ 专职 Fu, Gu, He; Xu (B角)"""
    town = Town()
    town.rename(town.grid, FIRST, households=100)
    for name, rank in (("Fu", Rank.PRIMARY), ("Gu", None), ("He", None), ("Xu", Rank.BACKUP)):
        town.hold(name, WORKER, town.grid, rank)
    third = Fraction(100, 3)
    assert shares(town) == {"Fu": third, "Gu": third, "He": third}
    assert sum(filter(None, shares(town).values())) == 100


def test_a_backup_alone_has_all_of_it_and_whoever_is_away_keeps_theirs() -> None:
    """G (100) ─ 专职 Xu (B角); H (60) ─ 专职 Fu, away"""
    town = Town()
    town.rename(town.grid, FIRST, households=100)
    town.hold("Xu", WORKER, town.grid, Rank.BACKUP)
    other = town.unit(GRID, town.village)
    town.rename(other, FIRST, households=60)
    town.away(town.hold("Fu", WORKER, other), FIRST, None)
    assert shares(town) == {"Xu": 100, "Fu": 60}
    found = workload(town.on(), None, WORKER)
    assert (found.average, found.median) == (Fraction(80), Fraction(80))


def test_a_grid_held_elsewhere_counts_and_one_not_counted_is_not_none() -> None:
    """G (100) ─ 专职 Fu; H (60) ─ 专职 Fu; I (not known) ─ 专职 Gu        asked: G, then all"""
    town = Town()
    fu: Person = town.hold("Fu", WORKER, town.grid)
    town.rename(town.grid, FIRST, households=100)
    other, unknown = town.unit(GRID, town.village), town.unit(GRID, town.village)
    town.rename(other, FIRST, households=60)
    town.appoint(fu, WORKER, other)
    town.hold("Gu", WORKER, unknown)
    assert shares(town, scope=town.grid) == {"Fu": 160}
    assert list(shares(town).items()) == [("Fu", 160), ("Gu", None)]
    assert workload(town.on(), None, WORKER).median == 160
    assert workload(town.on(), None, Role.ASSISTANT).average is None
