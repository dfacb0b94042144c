"""The forecast is coverage day by day, and a change's effect is the difference that it makes to all of time."""

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.apply import work_out
from graph.edits.draft import Draft
from graph.errors import WanggeError
from graph.facts import FactId, Unit
from graph.snapshot import Snapshot
from graph.time.validity import is_void
from graph.view import View
from graph.words import GridType, Role, UnitKind
from queries.cover.breaks import Break, Cause, breaks, roles_asked
from queries.cover.coverage import coverage, open_since
from queries.cover.forecast import forecast
from queries.effect import effect
from tests.builders.clerk import Clerk
from tests.builders.organisations import DAY as A_DAY
from tests.builders.organisations import DAYS, Builder, Organisation, organisations
from tests.builders.quarter import DAY, Quarter, record
from tests.builders.world import World

SLOW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
Key = tuple[FactId, Role]


@SLOW
@given(organisations(max_size=2, max_changes=8), st.integers(0, 2**16), st.sampled_from(DAYS), st.integers(1, 60))
def test_on_every_day_the_forecast_s_gaps_are_those_of_coverage(
    organisation: Organisation, seed: int, start: date, days: int
) -> None:
    """And `uncoveredDays` is the number of gaps of coverage, summed over the days."""
    snapshot = organisation.snapshot()
    units = sorted((u for u in snapshot.all(Unit) if not is_void(u)), key=lambda u: (u.kind.depth, u.id))
    scope = units[0] if seed % 3 else units[seed % len(units)]
    end = start + days * A_DAY
    ahead = forecast(snapshot, scope, start, end)
    total = 0
    for number in range(days):
        day = start + number * A_DAY
        view = View(snapshot, day)
        found = coverage(view, scope) if view.unit(scope.id) is not None else None
        gaps = {(gap.unit.id, gap.role): gap for gap in found.gaps} if found is not None else {}
        expected = {(g.found.unit.id, g.found.role): g for g in ahead.gaps if g.start <= day < g.end}
        assert expected.keys() == gaps.keys(), day
        for key, gap in gaps.items():
            assert open_since(view, gap) == expected[key].found.start
        total += len(gaps)
    assert ahead.uncovered_days == total


def all_breaks(snapshot: Snapshot) -> set[tuple[FactId, Role, date, date | None]]:
    """Every break of cover of every unit over all time."""
    found: list[Break] = []
    for unit in snapshot.all(Unit):
        for role in roles_asked(snapshot, unit):
            found.extend(breaks(snapshot, unit, role))
    return {(b.unit.id, b.role, b.start, b.end) for b in found}


@SLOW
@given(organisations(max_size=2, max_changes=4), st.lists(st.integers(0, 2**32), min_size=1, max_size=6))
def test_an_effect_is_the_difference_between_all_breaks_before_and_after(
    organisation: Organisation, seeds: list[int]
) -> None:
    snapshot = organisation.snapshot()
    for seed in seeds:
        try:
            recorded, after = record(snapshot, Clerk(snapshot, seed).edit())
        except WanggeError:
            continue
        made = effect(work_out(snapshot, recorded.change.operations))
        then, now = all_breaks(snapshot), all_breaks(after)
        assert {(b.unit.id, b.role, b.start, b.end) for b in made.opened} == now - then
        assert {(b.unit.id, b.role, b.start, b.end) for b in made.closed} == then - now
        snapshot = after


def test_the_effect_over_graphql_is_what_the_forecasts_differ_by(world: World) -> None:
    q: Quarter = world.quarter
    text = """mutation($holding: ID!, $of: ID!, $dry: Boolean) {
      transfer(input: {holding: $holding, of: $of, on: "2025-07-01"}, change: {reason: "调", dryRun: $dry}) {
        ... on ChangeApplied { effect {
          units(first: 9) { nodes { code } } people(first: 9) { nodes { id } } vacated { id end }
          gapsOpened(first: 9) { totalCount nodes { unit { code } role start end cause openedBy: opensBecause } }
          gapsClosed(first: 9) { totalCount nodes { unit { code } role start end } } } } } }"""
    tried = world.ask(text, holding=q.chiefs_post.id, of=q.market.id, dry=True)
    real = world.ask(text, holding=q.chiefs_post.id, of=q.market.id, dry=False)
    assert tried == real
    found = real["transfer"]["effect"]
    assert {u["code"] for u in found["units"]["nodes"]} == {q.grid.id, q.market.id}
    assert [p["id"] for p in found["people"]["nodes"]] == [q.chief.id]
    assert found["vacated"] == [{"id": q.chiefs_post.id, "end": "2025-07-01"}]
    (opened,) = found["gapsOpened"]["nodes"][:1]
    opened_keys = {(g["unit"]["code"], g["role"], g["start"], g["end"]) for g in found["gapsOpened"]["nodes"]}
    closed_keys = {(g["unit"]["code"], g["role"], g["start"], g["end"]) for g in found["gapsClosed"]["nodes"]}
    assert opened_keys == {
        (q.grid.id, "GRID_CHIEF", "2025-07-01", None),
        (q.market.id, "GRID_CHIEF", "2025-01-01", "2025-07-01"),
    }
    assert closed_keys == {(q.market.id, "GRID_CHIEF", "2025-01-01", None)}
    assert (opened["cause"], "王长" in opened["openedBy"]) == ("POST_ENDED", True)


def test_the_effect_names_outlines_laid_over_others_and_the_dry_run_does_too(world: World) -> None:
    q: Quarter = world.quarter
    text = """mutation($code: ID!, $outline: String!, $dry: Boolean) {
      setBoundary(input: {code: $code, on: "2025-07-01", boundary: $outline}, change: {reason: "绘", dryRun: $dry}) {
        ... on ChangeApplied { effect { outlines(first: 9) { totalCount nodes {
          kind day squareMetres metres unit { code } other { code } } } } } } }"""
    outline = "POLYGON ((116.4 35.9, 116.412 35.9, 116.412 35.91, 116.4 35.91, 116.4 35.9))"
    tried = world.ask(text, code=q.micro.id, outline=outline, dry=True)
    real = world.ask(text, code=q.micro.id, outline=outline, dry=False)
    assert tried == real
    (found,) = real["setBoundary"]["effect"]["outlines"]["nodes"]
    assert (found["kind"], found["day"]) == ("OVER", "2025-07-01")
    assert (found["unit"], found["other"]) == ({"code": q.micro.id}, {"code": q.west.id})
    assert 195_000 < found["squareMetres"] < 205_000
    assert 179 < found["metres"] < 182
    again = world.ask(text, code=q.micro.id, outline=outline.replace("116.4 35.91", "116.4 35.905"), dry=True)
    assert again["setBoundary"]["effect"]["outlines"]["totalCount"] == 0, "nothing new"


def test_the_effect_names_siblings_of_one_name_and_what_never_comes(world: World) -> None:
    q: Quarter = world.quarter
    later = """mutation($code: ID!) { describeUnit(input: {code: $code, on: "2025-09-01", households: 66},
      change: {reason: "预计"}) { ... on ChangeApplied { revision } } }"""
    world.ask(later, code=q.grid.id)
    text = """mutation($grids: [ID!]!, $name: String!) {
      mergeGrids(input: {grids: $grids, on: "2025-07-01", name: $name}, change: {reason: "并", dryRun: true}) {
        ... on ChangeApplied { change { summary } effect {
          misnomers { totalCount nodes { kind check day unit { name } other { code } } }
          lapsed { nodes { code start name households population } } } } } }"""
    done = world.ask(text, grids=[q.grid.id, q.next_grid.id], name="市场网格")["mergeGrids"]
    (misnomer,) = done["effect"]["misnomers"]["nodes"]
    assert (misnomer["kind"], misnomer["check"], misnomer["day"]) == ("NAMESAKES", "W201", "2025-07-01")
    assert (misnomer["unit"], misnomer["other"]) == ({"name": "市场网格"}, {"code": q.market.id})
    (state,) = done["effect"]["lapsed"]["nodes"]
    assert (state["code"], state["start"], state["households"]) == (q.grid.id, "2025-09-01", 66)
    assert f"作废后续登记 {q.grid.id} 2025-09-01" in done["change"]["summary"]
    other = world.ask(text, grids=[q.grid.id, q.next_grid.id], name="合并网格")["mergeGrids"]
    assert other["effect"]["misnomers"]["totalCount"] == 0


def test_an_annulled_rule_is_no_cause(quarter: Quarter) -> None:
    """A standard that was annulled never asked for anything, so it opens no gap.

    BUG: queries/cover/breaks.py `_break` takes any line of the standard that begins on the day, void ones too.
    """
    town = Builder()
    street = town.unit(UnitKind.STREET)
    village = town.unit(UnitKind.VILLAGE, street)
    grid = town.unit(UnitKind.GRID, village, grid_type=GridType.DEDICATED)
    town.require(Role.FULL_TIME_WORKER, UnitKind.GRID, GridType.GENERAL)
    void = town.require(Role.FULL_TIME_WORKER, UnitKind.GRID, GridType.DEDICATED, start=DAY)
    town.commit()
    town.end(void, DAY)
    town.rename(grid, DAY, grid_type=GridType.GENERAL)
    snapshot = town.organisation().snapshot()
    (found,) = breaks(snapshot, grid, Role.FULL_TIME_WORKER)
    assert (found.start, found.cause) == (DAY, Cause.RECLASSIFIED)
    assert Draft(quarter.snapshot).operations == []
