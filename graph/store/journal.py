"""The journal read from its beginning, a few changes at a time: the record's own reading holds all of them at once."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from itertools import islice

from graph.change import Recorded
from graph.store.bolt import BoltStore

SLICE = 16
"""Changes read at once, over as many connections."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A revision that the journal lacks, or of which it makes no sense, and why."""

    revision: int
    why: str


async def read_journal(store: BoltStore, revisions: Iterable[int]) -> AsyncIterator[Recorded | Unreadable]:
    """The changes that made these revisions, in their order."""
    rest = iter(revisions)
    while wanted := list(islice(rest, SLICE)):
        for entry in await asyncio.gather(*(_entry(store, revision) for revision in wanted)):
            yield entry


async def _entry(store: BoltStore, revision: int) -> Recorded | Unreadable:
    try:
        recorded = await store.read(revision)
    except (AttributeError, KeyError, TypeError, ValueError) as error:  # what stands there was not written by us
        return Unreadable(revision, f"what it says can't be understood: {error}")
    return recorded or Unreadable(revision, "it is missing")
