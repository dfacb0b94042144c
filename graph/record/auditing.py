"""The access log proved: every chain followed from its beginning, and held against what was noted of it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from graph.access.chain import Mark, Verifier, first_mark
from graph.record.access_rows import AccessRows
from graph.record.backup import KeptChain

SHORTEST_KEEPING = timedelta(days=180)
"""Nothing younger may ever have been cut off."""

MOST_FAULTS = 1_000


@dataclass(slots=True)
class Audit:
    """How much was looked at, and what does not fit."""

    chains: int = 0
    links: int = 0
    accesses: int = 0
    unchained: int = 0
    """Accesses from before the log was chained: nothing proves those."""
    faults: list[str] = field(default_factory=list)

    def note(self, faults: Iterable[str]) -> None:
        """Add faults, up to as many as anybody reads."""
        for fault in faults:
            if len(self.faults) < MOST_FAULTS:
                self.faults.append(fault)


async def audit(rows: AccessRows, marks: Iterable[Mark], now: datetime) -> Audit:
    """Follow every chain in Neo4j; `marks` are what was noted of chains elsewhere: in backups, in a service's log."""
    noted: defaultdict[str, set[Mark]] = defaultdict(set)
    for mark in marks:
        noted[mark.chain].add(mark)
    found = Audit(unchained=await rows.count_unchained())
    for chain in await rows.chains():
        await _follow(rows, chain, sorted(noted.pop(chain.newest.chain, ()), key=_place), now, found)
    for chain_id, gone in sorted(noted.items()):
        last = max(gone, key=_place)
        if last.number:
            found.note([f"Chain {chain_id} is gone: on {last.at:%Y-%m-%d} it had come to link {last.number}. 整链缺失"])
    found.note(f"{stray} stands in no chain. 不在任何链中" for stray in await rows.strays())
    return found


async def _follow(rows: AccessRows, chain: KeptChain, marks: Sequence[Mark], now: datetime, found: Audit) -> None:
    found.chains += 1
    found.note(_cut_faults(chain, marks, now))
    name, after, newest = chain.newest.chain, 0, chain.newest
    begins = chain.begins or first_mark(name, newest.at)
    verifier = Verifier(begins, [mark for mark in marks if mark.number > begins.number])
    while True:
        async for link, places in rows.links(name, after):
            found.links += 1
            found.accesses += len(link.entries)
            found.note(verifier.faults(link, places))
            after = link.number
        newest = await rows.mark(name) or newest
        if newest.number <= after or newest == chain.newest:
            break
        chain = chain._replace(newest=newest)  # it has grown meanwhile: once more
    found.note(verifier.end(newest))


def _cut_faults(chain: KeptChain, marks: Sequence[Mark], now: datetime) -> list[str]:
    """What speaks against the checkpoint: old links may be cut off, but none of the last half year."""
    begins, cut_on = chain.begins, chain.cut_on
    if begins is None or cut_on is None:
        return []
    limit = min(cut_on, now) - SHORTEST_KEEPING
    young = [mark for mark in marks if mark.number <= begins.number and mark.at > limit]
    if begins.at > limit or young:
        at = max([begins.at, *(mark.at for mark in young)])
        message = (
            f"Chain {begins.chain} was cut off up to link {begins.number}, though some of that was written on "
            f"{at:%Y-%m-%d}: nothing of the last six months may be cut. 链首被提前截除"
        )
        return [message]
    if any(mark.number == begins.number and mark.hash != begins.hash for mark in marks):
        return [f"Chain {begins.chain} begins after another link {begins.number} than was noted. 检查点不符"]
    return []


def _place(mark: Mark) -> tuple[int, str]:
    return mark.number, mark.hash
