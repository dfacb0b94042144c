"""The demo goes in by the ordinary door: its files, read by the ordinary loader, give its facts and no others."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from demo import FOUNDED, set_rotas, write_demo
from graph.apply import apply
from graph.change import Change
from graph.defaults import default_settings
from graph.edits.draft import Draft
from graph.edits.rewards import record_mediation, set_reward_rate
from graph.facts import Boundary, Holding, MediationResult, RewardRate, Rota, RotaMember
from graph.snapshot import Snapshot
from graph.time.instants import midnight
from graph.time.validity import is_void
from graph.words import Complexity, Role
from loaders import export_workbook, plan_import
from tests.builders.workbooks import CIVIL
from tests.files.test_demo import TODAY, facts_of

AT = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The demo's files, in a folder that was not there before."""
    return write_demo(TODAY, tmp_path_factory.mktemp("demo") / "files")


def test_the_files_are_a_workbook_and_a_map(files: list[Path]) -> None:
    assert [path.name for path in files] == ["dongping.xlsx", "dongping.geojson"]
    assert all(path.is_file() for path in files)


def test_the_demo_in_use_with_its_rotas_is_written_and_read_back(tmp_path: Path) -> None:
    draft = Draft(Snapshot.of(facts_of(TODAY), revision=1))
    set_rotas(draft, TODAY)
    set_reward_rate(draft, Complexity.SIMPLE, 50, FOUNDED)
    mediator = next(post for post in draft.snapshot.all(Holding) if post.role == Role.MEDIATOR and post.start < TODAY)
    record_mediation(draft, mediator.person, Complexity.SIMPLE, "2026-001", TODAY, None)
    used = {fact for fact in draft.snapshot if not isinstance(fact, Boundary)}
    export_workbook(draft.snapshot, tmp_path / "all.xlsx")
    plan = plan_import(
        Snapshot.empty(), [tmp_path / "all.xlsx"], effective=TODAY, now=midnight(TODAY, CIVIL.zone), civil=CIVIL
    )
    after = apply(Snapshot.empty(), plan.operations).after
    assert {type(fact) for fact in after} >= {Rota, RotaMember, RewardRate, MediationResult}
    assert set(after) == {fact for fact in used if not is_void(fact)}


def test_the_ordinary_loader_reads_back_the_very_facts(files: list[Path]) -> None:
    opening = Change(operations=default_settings(), actor="test", reason="defaults", at=AT)
    before = apply(Snapshot.empty(), opening.operations).after
    plan = plan_import(before, files, effective=TODAY)
    after = apply(before, plan.operations).after
    read = {fact.id: fact for fact in after if before.find(fact.id) is None}
    assert read == {fact.id: fact for fact in facts_of(TODAY)}
    assert not plan_import(after, files, effective=TODAY).operations, "read once more, it says nothing new"
