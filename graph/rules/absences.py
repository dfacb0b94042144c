"""Rules about absences and who stands in."""

from collections.abc import Iterator
from datetime import date

from graph.errors import Problem
from graph.facts import Absence
from graph.messages import say
from graph.rules.links import Moment
from graph.rules.step import Step, name_of
from graph.snapshot import Snapshot
from graph.time.validity import overlap, until


def cover_present(step: Step) -> Iterator[Problem]:
    """Stand-ins never lead back in a circle to the one who is away."""
    for fact in step.of(Absence):
        loop = _cover_loop(step.after, fact)
        if loop:
            names = " → ".join(name_of(step.after, absence.person) for absence in loop)
            message = say("stand-ins-in-circle", start=fact.start, names=names)
            yield Problem("cover-present", message, tuple(absence.id for absence in loop))


def _cover_loop(snapshot: Snapshot, first: Absence) -> list[Absence] | None:
    """The chain of absences from `first` back to its person, all overlapping on a common day, or None."""
    chains: list[tuple[list[Absence], date, date]] = [([first], first.start, until(first))]
    while chains:
        chain, start, end = chains.pop()
        cover = chain[-1].cover
        if start >= end or cover is None:
            continue
        if cover == first.person:
            return chain
        if cover in {absence.person for absence in chain}:
            continue
        chains.extend(
            ([*chain, absence], max(start, absence.start), min(end, until(absence)))
            for absence in snapshot.linked(Absence, "person", cover)
            if overlap(absence, Moment(start, end))
        )
    return None
