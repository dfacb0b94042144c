"""Decisions from the record to a backup, and back: those that there were when it began, as they were or became."""

import asyncio
from collections.abc import AsyncIterator, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from graph.decisions.decision import Decision, DecisionEventKind
from graph.errors import InvalidInput, Unavailable
from graph.record.backup import Backup
from graph.record.decisions import Damaged, DecisionStore, Listed

AT_ONCE = 200
"""Decisions read or written at once."""


def in_order(listed: Iterable[Listed]) -> list[str]:
    """The ids of decisions, each after the one whose place it took; none of which that one is not listed."""
    known: dict[str, None] = {}
    for each in sorted(listed, key=lambda found: (found.returns, found.id)):
        if each.supersedes is None or each.supersedes in known:
            known[each.id] = None
    return list(known)


async def decisions_of(keeper: DecisionStore, ids: Sequence[str]) -> AsyncIterator[Decision]:
    """The decisions of these ids, as if none had come after them.

    Raises Unavailable for one that is damaged, or gone.
    """
    chosen = frozenset(ids)
    for batch in _batches(ids):
        for found in await settled(keeper, batch):
            yield without_successor(_sound(found), chosen)


def without_successor(decision: Decision, known: Collection[str]) -> Decision:
    """A decision as it was before it was handed back, if the one that took its place is not among those known."""
    if decision.superseded_by is None or decision.superseded_by in known:
        return decision
    events = tuple(event for event in decision.events if event.kind is not DecisionEventKind.RETURNED)
    return replace(decision, superseded_by=None, superseded_at=None, events=events)


async def settled(keeper: DecisionStore, ids: Sequence[str]) -> list[Decision | Damaged]:
    """Decisions read until two readings agree: Neo4j may show half of what is being written in a long one."""
    found = await keeper.read(ids)
    while (again := await keeper.read(ids)) != found:
        found = again
    if len(found) != len(ids):
        raise Unavailable("Decisions were deleted while they were read. Try again. 请重试")
    return found


def _sound(found: Decision | Damaged) -> Decision:
    if isinstance(found, Damaged):
        raise Unavailable(f"Decision {found.id} is damaged: {found.why}. 决定已损坏")
    return found


def _batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]


# -- back --------------------------------------------------------------------------------------------------------------


def rehearse_decisions(saved: Backup) -> None:
    """See that the decisions of a backup can all be put into a record.  Raises InvalidInput."""
    seen: set[str] = set()
    standing: set[str] = set()
    for decision in saved.decisions():
        if fault := _misfit(decision, seen, standing):
            raise InvalidInput(f"Decision {decision.id} in {saved.path} {fault}. Nothing was restored. 未恢复任何内容")
        seen.add(decision.id)
        if decision.superseded_at is None:
            standing.add(decision.reference)


def _misfit(decision: Decision, seen: set[str], standing: set[str]) -> str | None:
    if decision.id in seen:
        return "stands there twice"
    if decision.supersedes is not None and decision.supersedes not in seen:
        return f"takes the place of {decision.supersedes}, which does not come before it"
    if decision.superseded_at is None and decision.reference in standing:
        return f"is the second that stands for {decision.reference}"
    return None


async def check_same_decisions(keeper: DecisionStore, backup: Backup) -> None:
    """See that the record has no other decisions than a backup.  Raises InvalidInput."""
    there = {each.id for each in await keeper.listed()}
    saved = backup.decisions() if there else iter(())
    while there and (batch := list(islice(saved, AT_ONCE))):
        found = {d.id: d for d in await keeper.read([d.id for d in batch])}
        for decision in batch:
            if decision.id in there and not _same(found.get(decision.id), decision):
                raise _another(decision.id, backup.path)
        there.difference_update(decision.id for decision in batch)
    if there:
        raise _another(min(there), backup.path)


def _same(found: Decision | Damaged | None, saved: Decision) -> bool:
    """Whether a decision is the one of a backup; what took its place may not have been written yet."""
    if isinstance(found, Decision) and found.superseded_by is None:
        found = replace(found, superseded_by=saved.superseded_by)
    return found == saved


def _another(decision_id: str, path: Path) -> InvalidInput:
    return InvalidInput(
        f"Decision {decision_id} of the record is another than in {path}, or is not there, so it can't be resumed; "
        "empty the database and start over. 内容不一致，请清空后重新恢复"
    )


async def bring_decisions(keeper: DecisionStore, backup: Backup) -> None:
    """Write the decisions of a backup.  Raises Unavailable that says how far it came."""
    saved, announced = backup.decisions(), backup.contents.decisions
    done = 0
    while batch := await asyncio.to_thread(lambda: list(islice(saved, AT_ONCE))):
        try:
            await keeper.restore(batch)
        except Unavailable as error:
            message = (
                f"{error} Restoring stopped after decision {done} of {announced}, all changes being there: resume it, "
                "or empty the database and start over. 恢复中断，可续传或清空后重来"
            )
            raise Unavailable(message) from error
        done += len(batch)
