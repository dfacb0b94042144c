"""Names and codes that mislead, though offices can't always do without: told by checks, and by what a change causes.

Siblings of one name are hard to tell apart.  A village keeps its code when it moves to another street, and so does all
that is above it; the code then says another place than the one where it lies.  Neither is refused.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from graph.codes import is_coded_in
from graph.facts import FactId, PartOf, Unit, UnitState
from graph.messages import Message, say
from graph.snapshot import Snapshot
from graph.step import Step
from graph.texts import name_key
from graph.time.validity import overlap, until
from graph.words import Term, UnitKind

HELD_TO_VILLAGE = frozenset({UnitKind.GRID, UnitKind.MICRO_GRID})
"""Kinds whose codes the rule `code-in-place` speaks of."""


class MisnomerKind(Term):
    """How a unit is called or numbered misleadingly."""

    NAMESAKES = "namesakes", "同级重名"
    ELSEWHERE = "elsewhere", "编码与隶属不符"


@dataclass(frozen=True, slots=True)
class Misnomer:
    """From `day` on `unit` has the name of its sibling `other`, or lies in `other` with the code of another place."""

    kind: MisnomerKind
    unit: Unit
    other: Unit
    day: date

    @property
    def key(self) -> tuple[MisnomerKind, FactId, FactId]:
        """What it is, on whatever day."""
        return self.kind, self.unit.id, self.other.id

    def told(self, unit: str, other: str) -> Message:
        """It in a sentence, of units that are called so."""
        if self.kind == MisnomerKind.NAMESAKES:
            return say("namesakes", day=self.day, unit=unit, other=other)
        return say("code-misleads", day=self.day, unit=unit, other=other)


def misnomers_caused(step: Step) -> list[Misnomer]:
    """Those that are there only after a change, by kind and units; each from its first day on.

    Cost: the units that the change names, moves or places, and their siblings.
    """
    before, after, changed = step.before, step.after, step.changed
    moved = {fact.child for fact in changed.values() if isinstance(fact, PartOf)}
    moved |= {edge.child for code in moved for edge in after.linked(PartOf, "parent", code) if _is_area(after, code)}
    parents = {fact.parent for fact in changed.values() if isinstance(fact, PartOf)}
    renamed = {fact.unit for fact in changed.values() if isinstance(fact, UnitState)}
    parents |= {edge.parent for code in renamed for edge in after.linked(PartOf, "child", code)}
    known = {misnomer.key for misnomer in _all(before, moved, parents)}
    found: dict[tuple[MisnomerKind, FactId, FactId], Misnomer] = {}
    for misnomer in _all(after, moved, parents):
        if misnomer.key not in known:
            earlier = found.get(misnomer.key)
            found[misnomer.key] = misnomer if earlier is None or misnomer.day < earlier.day else earlier
    return [found[key] for key in sorted(found)]


def _all(snapshot: Snapshot, moved: Iterable[FactId], parents: Iterable[FactId]) -> Iterator[Misnomer]:
    for code in moved:
        yield from elsewhere(snapshot, code)
    for parent in parents:
        yield from _namesakes(snapshot, parent)


def _is_area(snapshot: Snapshot, code: FactId) -> bool:
    unit = snapshot.get(Unit, code)
    return unit is not None and unit.kind == UnitKind.MANAGEMENT_AREA


def elsewhere(snapshot: Snapshot, code: FactId) -> Iterator[Misnomer]:
    """Where a unit ever lies with the code of another place.  A grid's and a micro-grid's are a matter of the rules."""
    unit = snapshot.get(Unit, code)
    if unit is None or unit.kind in HELD_TO_VILLAGE:
        return
    for above, day in _coded_above(snapshot, code):
        if not is_coded_in(snapshot, code, above.id):
            yield Misnomer(MisnomerKind.ELSEWHERE, unit, above, day)


def _coded_above(snapshot: Snapshot, code: FactId) -> Iterator[tuple[Unit, date]]:
    """The units that one is ever part of, management areas looked through, and since when."""
    for edge in snapshot.linked(PartOf, "child", code):
        parent = snapshot.get(Unit, edge.parent)
        if parent is None or until(edge) <= edge.start:
            continue
        if parent.kind != UnitKind.MANAGEMENT_AREA:
            yield parent, edge.start
            continue
        for above in snapshot.linked(PartOf, "child", parent.id):
            street = snapshot.get(Unit, above.parent)
            if street is not None and overlap(above, edge):
                yield street, max(above.start, edge.start)


def _namesakes(snapshot: Snapshot, parent: FactId) -> Iterator[Misnomer]:
    """Children of one name on a common day: each with the one before it in time."""
    spans: dict[str, list[tuple[date, date, Unit]]] = {}
    for edge in snapshot.linked(PartOf, "parent", parent):
        unit = snapshot.get(Unit, edge.child)
        for state in snapshot.linked(UnitState, "unit", edge.child) if unit is not None else ():
            start, end = max(edge.start, state.start), min(until(edge), until(state))
            if unit is not None and start < end:
                spans.setdefault(name_key(state.name), []).append((start, end, unit))
    for line in spans.values():
        line.sort(key=lambda span: (span[0], span[2].id))
        open_until: tuple[date, Unit] | None = None
        for start, end, unit in line:
            if open_until is not None and open_until[1].id != unit.id and start < open_until[0]:
                yield Misnomer(MisnomerKind.NAMESAKES, unit, open_until[1], start)
            if open_until is None or end > open_until[0]:
                open_until = end, unit
