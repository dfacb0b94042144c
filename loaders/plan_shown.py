"""A whole plan in words: how each sheet was read, what would change, what is doubtful."""

from collections.abc import Iterator

from graph.facts import CLASS_BY_NAME
from graph.messages import Message, lines, listed, say
from loaders.plan import ImportPlan, Tally
from loaders.tables.mapping import SheetMapping
from loaders.wording import SHOWN

MOST_DOUBTS = 40
"""Doubts that are shown."""


def render_plan(plan: ImportPlan) -> Message:
    """The plan as text for a terminal: how each sheet was read, what would change, what is doubtful."""
    return lines(_rendered(plan))


def _rendered(plan: ImportPlan) -> Iterator[Message]:
    for mapping in plan.mappings:
        yield from _sheet(mapping)
    for calendar in plan.calendars:
        yield say(
            "plan-calendar",
            file=calendar.file,
            name=calendar.name,
            events=calendar.events,
            series=calendar.series,
            dated=calendar.dated,
        )
        yield from (say("plan-left-out", reason=reason) for reason in calendar.left_out)
    yield from _tally(say("plan-added"), "+", plan.added)
    yield from _tally(say("plan-corrected"), "~", plan.changed)
    yield from _tally(say("plan-ended"), "-", plan.ended)
    if plan.operations:
        yield say("plan-untouched", units=plan.untouched["units"], holdings=plan.untouched["holdings"])
    if plan.warnings:
        yield say("plan-doubtful", count=len(plan.warnings))
        yield from (say("plan-doubt", doubt=warning) for warning in plan.warnings[:MOST_DOUBTS])
        if len(plan.warnings) > MOST_DOUBTS:
            yield say("plan-more-doubts", count=len(plan.warnings) - MOST_DOUBTS)


def _sheet(mapping: SheetMapping) -> Iterator[Message]:
    rows = "–".join(dict.fromkeys(str(row) for row in mapping.heading_rows))
    sheet = f" / {mapping.sheet}" if mapping.sheet else ""
    kind = f"{mapping.kind.zh} ({mapping.kind.value})"
    yield say("plan-sheet", file=mapping.file, sheet=sheet, kind=kind, heading=rows, rows=mapping.rows)
    for column in mapping.columns:
        yield say("plan-column", letter=column.letter, heading=column.heading, meaning=column.meaning)
    if mapping.unused:
        yield say("plan-unused", columns="、".join(mapping.unused))
    yield from (say("plan-left-out", reason=reason) for reason in mapping.skipped[:SHOWN])
    if len(mapping.skipped) > SHOWN:
        yield say("plan-more-left-out", count=len(mapping.skipped) - SHOWN)


def _tally(title: Message, sign: str, tally: Tally) -> Iterator[Message]:
    if not tally.total:
        return
    words = {name: CLASS_BY_NAME[name].WORDS for name in tally.counts}
    counts = listed(say("plan-count", count=count, kind=words[name]) for name, count in tally.counts.items())
    yield say("plan-tally", title=title, counts=counts)
    yield from (say("plan-sample", sign=sign, told=told) for told in tally.samples)
