"""A whole plan in words: how each sheet was read, what would change, what is doubtful."""

from collections.abc import Iterator

from loaders.plan import ImportPlan, Tally
from loaders.wording import LABELS, SHOWN


def render_plan(plan: ImportPlan) -> str:
    """The plan as text for a terminal: how each sheet was read, what would change, what is doubtful."""
    return "\n".join(_rendered(plan))


def _rendered(plan: ImportPlan) -> Iterator[str]:
    for mapping in plan.mappings:
        rows = "–".join(dict.fromkeys(str(row) for row in mapping.heading_rows))
        sheet = f" / {mapping.sheet}" if mapping.sheet else ""
        kind = f"{mapping.kind.zh} ({mapping.kind.value})"
        yield f"{mapping.file}{sheet}: {kind}, heading 表头 row {rows}, {mapping.rows} rows"
        for column in mapping.columns:
            yield f"    {column.letter:>3} {column.heading} → {column.meaning}"
        if mapping.unused:
            yield f"    unused 未使用: {'、'.join(mapping.unused)}"
        for reason in mapping.skipped[:SHOWN]:
            yield f"    left out 跳过 {reason}"
        if len(mapping.skipped) > SHOWN:
            yield f"    left out 跳过 {len(mapping.skipped) - SHOWN} more"
    for calendar in plan.calendars:
        yield (
            f"{calendar.file}: calendar 日历 {calendar.name}, {calendar.events} events 日程: "
            f"{calendar.series} without end 长期, {calendar.dated} single turns 逐日"
        )
        for reason in calendar.left_out:
            yield f"    left out 跳过 {reason}"
    yield from _tally("Added 新增", "+", plan.added)
    yield from _tally("Corrected 更正", "~", plan.changed)
    yield from _tally("Ended 终止", "-", plan.ended)
    if plan.operations:
        yield (
            f"Not mentioned and left alone 未提及、保持不变: "
            f"{plan.untouched['units']} units 单位, {plan.untouched['holdings']} posts held 任职"
        )
    if plan.warnings:
        yield f"Doubtful 存疑: {len(plan.warnings)}"
        for warning in plan.warnings[:40]:
            yield f"  ? {warning}"
        if len(plan.warnings) > 40:
            yield f"  ? and {len(plan.warnings) - 40} more"


def _tally(title: str, sign: str, tally: Tally) -> Iterator[str]:
    if not tally.total:
        return
    counts = ", ".join(f"{count} {LABELS[name]}" for name, count in tally.counts.items())
    yield f"{title}: {counts}"
    for line in tally.samples:
        yield f"  {sign} {line}"
