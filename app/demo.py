"""The demo organisation: written as files, imported as any files are, with a policy, rotas and decided cases."""

from datetime import UTC, date, datetime
from functools import partial

from app.demo_cases import decide_demo
from app.importing import save
from app.policies import put_in_force
from demo import FOUNDED, POLICY, STREET, set_rotas, write_demo
from graph.change import Change
from graph.edits.draft import Draft
from graph.facts import Unit
from graph.live import LiveModel
from graph.record.bolt import BoltStore
from graph.record.opening import Say
from graph.record.sealing import sealer
from graph.record.settings import RecordSettings
from graph.snapshot import Snapshot
from loaders import plan_import


async def load_demo(settings: RecordSettings, store: BoltStore, model: LiveModel, day: date, say: Say) -> None:
    """Load the demo with a history up to `day`; a record that holds an organisation is kept as it is."""
    if any(True for _ in model.snapshot.all(Unit)):
        say("The record holds an organisation already; it is kept as it is. 已有数据，保持不变")
        return
    say("Writing the demo organisation's files. 生成演示文件")
    files = write_demo(day, settings.data / "demo-files")
    say(f"Reading {', '.join(path.name for path in files)} as `wangge import` does. 导入演示文件")
    before = model.snapshot.revision
    plan = plan_import(model.snapshot, files, effective=day, seal=sealer(settings.data))
    say(f"Saving {len(plan.operations):,} facts in Neo4j. 写入数据库")
    await save(settings, model, plan, files, reason="demo organisation 演示组织", expected_revision=before)
    await put_in_force(settings, model, POLICY, FOUNDED, reason="demo policy 演示流转政策")
    await model.decide(partial(_rotas, settings, day))
    await decide_demo(store, model, day, settings.civil, settings.actor)


def _rotas(settings: RecordSettings, day: date, snapshot: Snapshot) -> Change:
    draft = Draft(snapshot, civil=settings.civil)
    set_rotas(draft, day)
    return Change(
        operations=tuple(draft.operations),
        actor=settings.actor,
        reason="demo rotas 演示排班",
        at=datetime.now(UTC),
        summary=draft.summary(),
    )


def example(address: str, token: str | None) -> str:
    """A line to paste into a shell, with the key in the header that every request carries."""
    grid = f"{STREET}001001"
    query = (
        f'{{"query":"{{ organization {{ whoHandles(place: {{code: \\"{grid}\\"}}) '
        '{ ... on Handling { responsible { person { name } holding { role } } validUntil } } } }"}'
    )
    key = "" if token is None else f"-H 'Authorization: Bearer {token}' "
    return (
        f"Who handles grid {grid} now? 这个网格现在由谁负责？\n"
        f"  curl -s {address} {key}-H 'Content-Type: application/json' -d '{query}'"
    )
