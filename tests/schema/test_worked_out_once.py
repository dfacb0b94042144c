"""What a change does is worked out once on its whole way: for the reach, the rules, the record and the answer."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from graph import apply as door
from graph.change import Change
from graph.errors import Problem
from graph.facts import Fact, FactId, Unit, UnitState
from graph.snapshot import Snapshot
from loaders import ImportPlan, plan_import
from tests.builders.quarter import DAY
from tests.builders.workbooks import xlsx
from tests.builders.world import Answer, World

ANSWER = """{
  __typename
  ... on ChangeRefused { message }
  ... on ChangeApplied {
    change { id }
    effect {
      units { totalCount } people { totalCount } gapsOpened { totalCount } gapsClosed { totalCount }
      outlines { totalCount } misnomers { totalCount }
    }
  }
}"""


@dataclass
class Count:
    """How often a change was worked out, and another revision made of a snapshot."""

    outcomes: int = 0
    revisions: int = 0


@pytest.fixture
def count(monkeypatch: pytest.MonkeyPatch) -> Count:
    """The counts, from now on."""
    found = Count()
    outcome, with_facts = door._outcome, Snapshot.with_facts

    def counted_outcome(*given: object) -> tuple[dict[FactId, Fact], list[Problem]]:
        found.outcomes += 1
        return outcome(*given)  # type: ignore[arg-type]

    def counted_revision(self: Snapshot, changed: Mapping[FactId, Fact], *, revision: int) -> Snapshot:
        found.revisions += revision != self.revision
        return with_facts(self, changed, revision=revision)

    monkeypatch.setattr(door, "_outcome", counted_outcome)
    monkeypatch.setattr(Snapshot, "with_facts", counted_revision)
    return found


@contextmanager
def once(count: Count) -> Iterator[None]:
    """Let what is done herein work out one change, once."""
    before = Count(count.outcomes, count.revisions)
    yield
    assert (count.outcomes - before.outcomes, count.revisions - before.revisions) == (1, 1)


def changed(world: World, asked_for: str, *, dry: bool = False) -> Answer:
    """The answer to a change, with all of its effect."""
    how = f'change: {{reason: "数", dryRun: {str(dry).lower()}}}'
    (made,) = world.ask(f"mutation {{ {asked_for.removesuffix(')')}, {how}) {ANSWER} }}").values()
    assert made["__typename"] == "ChangeApplied", made
    assert made["effect"]["units"]["totalCount"] > 0
    return dict(made)


def described(unit: Unit, name: str) -> str:
    """The input by which a unit gets another name."""
    return f'{{code: "{unit.id}", on: "2025-06-01", name: "{name}"}}'


@pytest.mark.parametrize("dry", [True, False])
def test_a_mutation_with_its_effect(world: World, count: Count, *, dry: bool) -> None:
    q = world.quarter
    with once(count):
        changed(world, f"describeUnit(input: {described(q.grid, '新网格')})", dry=dry)
    renumbered = f'{{code: "{q.grid.id}", newCode: "{q.village.id}777", on: "2025-07-01"}}'
    with once(count):
        changed(world, f"renumberUnit(input: {renumbered})", dry=dry)


def test_several_edits_in_one_change(world: World, count: Count) -> None:
    q = world.quarter
    steps = ", ".join(f"{{describeUnit: {described(unit, unit.id)}}}" for unit in (q.grid, q.market))
    with once(count):
        changed(world, f"applyChanges(steps: [{steps}])")


def test_an_undo(world: World, count: Count) -> None:
    post = world.quarter.workers_post.id
    made = changed(world, f'endHolding(input: {{holding: "{post}", on: "2025-06-10"}})')
    with once(count):
        changed(world, f'undo(id: "{made["change"]["id"]}")')


def test_an_import_that_is_planned_and_kept(world: World, count: Count, tmp_path: Path) -> None:
    code = f"{world.quarter.village.id}777"
    heading = ("编码", "级别", "名称", "上级编码", "网格类型", "成立日期")
    rows = [heading, (code, "网格", "新网格", world.quarter.village.id, "全科网格", "2025-06-01")]
    book = xlsx(tmp_path / "新网格.xlsx", {"单位": rows})
    with once(count):
        plan = plan_import(world.model.snapshot, [book], effective=DAY)
        world.run(world.model.commit(change_of(plan), step=plan.step))
    assert world.model.snapshot.get(Unit, code) is not None


def test_a_plan_is_worked_out_anew_where_others_wrote_meanwhile(world: World, count: Count, tmp_path: Path) -> None:
    market = world.quarter.market.id
    book = xlsx(tmp_path / "改名.xlsx", {"单位": [("编码", "级别", "名称"), (market, "网格", "改名网格")]})
    plan = plan_import(world.model.snapshot, [book], effective=DAY)
    changed(world, f"describeUnit(input: {described(world.quarter.grid, '新网格')})")
    with once(count):
        kept = world.run(world.model.commit(change_of(plan), step=plan.step))
    assert kept.revision == plan.step.after.revision + 1
    names = {state.name for state in world.model.snapshot.all(UnitState)}
    assert {"新网格", "改名网格"} <= names, "neither has gone"


def change_of(plan: ImportPlan) -> Change:
    """A change as the command line makes it of a plan."""
    at = datetime(2025, 6, 1, tzinfo=UTC)
    return Change(operations=plan.operations, actor="test", reason="import", at=at)
