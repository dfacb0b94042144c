"""The decisions of a record checked, the newest first: each held against the model of its revision."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from graph.decisions.decision import Decision
from graph.errors import NotFound
from graph.live import LiveModel
from graph.record.carrying import AT_ONCE, settled
from graph.record.decisions import Damaged, DecisionStore, Listed
from graph.snapshot import Snapshot
from graph.time.calendar import CivilTime
from queries.checks.decisions import STRAY, UNREADABLE, Kept, check_decision
from queries.checks.finding import Finding


@dataclass
class Checked:
    """What was found, in how many decisions, and how many of them were asked again."""

    decisions: int = 0
    replayed: int = 0
    findings: list[Finding] = field(default_factory=list)


async def check_decisions(
    keeper: DecisionStore, model: LiveModel, civil: CivilTime, since: datetime | None = None
) -> Checked:
    """Check every decision, and ask those again that were made at `since` or later; None: all of them.

    Findings by number, then by decision.  Cost: each decision is read twice; asking again is what takes time.
    """
    checked = Checked()
    for found in await keeper.strays():
        checked.findings += STRAY.findings(found)
    # The newest first: each older revision of the model is then a few changes back from the one before.
    listed = sorted(await keeper.listed(), key=lambda found: (found.decided_at, found.id), reverse=True)
    for start in range(0, len(listed), AT_ONCE):
        await _check_some(listed[start : start + AT_ONCE], keeper, model, civil, since, checked)
    checked.findings.sort(key=lambda finding: (finding.number, finding.ids))
    return checked


async def _check_some(
    listed: Sequence[Listed],
    keeper: DecisionStore,
    model: LiveModel,
    civil: CivilTime,
    since: datetime | None,
    checked: Checked,
) -> None:
    earlier = [each.supersedes for each in listed if each.supersedes is not None]
    before = {d.id: d for d in await keeper.read(earlier) if isinstance(d, Decision)}
    for found in await settled(keeper, [each.id for each in listed]):
        checked.decisions += 1
        if isinstance(found, Damaged):
            checked.findings += UNREADABLE.findings((found.id, found.why))
            continue
        replay = since is None or found.decided_at >= since
        checked.replayed += replay
        then = await _model_of(model, found.revision)
        kept = Kept(decision=found, before=before.get(found.supersedes or ""), then=then, civil=civil)
        checked.findings += check_decision(kept, replay=replay)


async def _model_of(model: LiveModel, revision: int) -> Snapshot | None:
    try:
        return await model.past(revision)
    except NotFound:
        return None
