"""Everything that can be checked of a record: graph against journal, the catalogue, the decisions, the access log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from app.auditing import logged
from app.decisions_checked import check_decisions
from graph.record.auditing import Audit
from graph.record.comparing import Difference
from graph.record.decisions import DecisionStore
from graph.record.opening import OpenRecord, start_model
from graph.record.proving import prove
from graph.record.settings import RecordSettings
from graph.view import View
from queries.checks.check import Severity, catalogue, check_model
from queries.checks.finding import Finding

REPLAYED_DAYS = 92
"""A quarter's decisions, so that a check of every week is quick and each of them is asked again some dozen times."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a check has found, of how much."""

    differences: Sequence[Difference]
    findings: Sequence[Finding]
    decisions: int
    replayed: int
    audited: Audit

    @property
    def errors(self) -> list[Finding]:
        """The findings that are errors."""
        return [found for found in self.findings if found.severity == Severity.ERROR]

    @property
    def is_sound(self) -> bool:
        """Whether nothing was found that is worse than a warning."""
        return not (self.differences or self.errors or self.audited.faults)


async def check_record(
    settings: RecordSettings, record: OpenRecord, day: date, replayed_days: int = REPLAYED_DAYS
) -> Report:
    """Check the record as of `day`; decisions of so many days past are asked again."""
    differences = await prove(record.store)
    model = await start_model(record.store)
    findings = check_model(View(model.snapshot, day), catalogue(settings.civil))
    since = datetime.now(UTC) - timedelta(days=replayed_days)
    checked = await check_decisions(DecisionStore(record.store), model, settings.civil, since)
    async with logged(settings, record.store) as log:
        audited = await log.prove()
    return Report(differences, [*findings, *checked.findings], checked.decisions, checked.replayed, audited)
