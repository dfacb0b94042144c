"""The journal read from its beginning, a few changes at a time: the record's own reading holds all of them at once."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from graph.change import Recorded
from graph.record.bolt import BoltStore

SLICE = 16
"""Changes read at once, over as many connections."""

MOST_OPERATIONS = 50_000
"""Operations of the changes that are read at once: Neo4j holds each of them in its memory meanwhile."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A revision that the journal lacks, or of which it makes no sense, and why."""

    revision: int
    why: str


async def read_journal(store: BoltStore, revisions: Iterable[int]) -> AsyncIterator[Recorded | Unreadable]:
    """The changes that made these revisions, in their order."""
    rest = iter(revisions)
    while wanted := list(islice(rest, SLICE)):
        sizes = await store.sizes(wanted)
        for some in _apart([(revision, sizes.get(revision, 0)) for revision in wanted]):
            for entry in await asyncio.gather(*(_entry(store, revision) for revision in some)):
                yield entry


def _apart(sized: Iterable[tuple[int, int]]) -> Iterator[list[int]]:
    """Revisions in their order, as many at once as are not too large together; a larger one by itself."""
    some, operations = list[int](), 0
    for revision, size in sized:
        if some and operations + size > MOST_OPERATIONS:
            yield some
            some, operations = [], 0
        some.append(revision)
        operations += size
    if some:
        yield some


async def _entry(store: BoltStore, revision: int) -> Recorded | Unreadable:
    try:
        recorded = await store.read(revision)
    except (AttributeError, KeyError, TypeError, ValueError) as error:  # what stands there was not written by us
        return Unreadable(revision, f"what it says can't be understood: {error}")
    return recorded or Unreadable(revision, "it is missing")
