"""Files into the record: what is asked of an import, its plan, and the plan saved as one change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from graph.change import Change
from graph.live import LiveModel
from graph.record.sealing import sealer
from graph.record.settings import RecordSettings
from loaders import ImportPlan, Limits, Office, plan_import
from queries.duty.roster import department_roster

LONG_READING = 5_000_000
"""Bytes of files from which reading takes minutes."""


@dataclass(frozen=True, slots=True)
class Import:
    """What is asked: the files, the day from which what they say holds (None: today), and how they are read."""

    files: Sequence[Path]
    effective: date | None = None
    mapping: Path | None = None
    datum: str | None = None
    centre: str | None = None
    department: str | None = None

    @property
    def bytes(self) -> int:
        """How much there is to read."""
        return sum(path.stat().st_size for path in self.files if path.is_file())

    @property
    def takes_minutes(self) -> bool:
        """Whether there is so much that a person is told beforehand."""
        return self.bytes > LONG_READING


def plan(settings: RecordSettings, model: LiveModel, asked: Import) -> ImportPlan:
    """What the files would change.  Raises ImportFailed with every fault of theirs."""
    office = Office(
        civil=settings.civil,
        now=datetime.now(UTC),
        roster=department_roster,
        centre=asked.centre,
        department=asked.department,
    )
    return plan_import(
        model.snapshot,
        asked.files,
        effective=office.today if asked.effective is None else asked.effective,
        mapping=asked.mapping,
        seal=sealer(settings.data),
        datum=asked.datum,
        office=office,
        limits=Limits(rows=settings.import_rows),
    )


async def save(
    settings: RecordSettings,
    model: LiveModel,
    plan: ImportPlan,
    files: Sequence[Path],
    *,
    reason: str | None,
    expected_revision: int,
) -> int:
    """Commit a plan; the revision it is saved as.  Raises Conflict if the record has moved on from what was planned."""
    names = ", ".join(path.name for path in files)
    change = Change(
        operations=plan.operations,
        actor=settings.actor,
        reason=reason or f"import of {names} 导入",
        at=datetime.now(UTC),
        summary=f"import 导入 {names}",
    )
    recorded = await model.commit(change, expected_revision=expected_revision, step=plan.step)
    return recorded.revision
