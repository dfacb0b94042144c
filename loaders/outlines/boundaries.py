"""Outlines held against the model: what is new, what replaces what, what is doubtful about it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from graph.edits.draft import Draft
from graph.edits.timelines import coming, restate, says, stretch
from graph.facts import Boundary, FactId, Unit
from graph.messages import say
from graph.space.index import parse_geometry
from graph.space.outline import outline_text
from graph.time.validity import on_day, until
from loaders.faults import Findings
from loaders.outlines.doubts import Doubts
from loaders.outlines.reading import BoundaryClaim
from loaders.resolve.gazetteer import Gazetteer
from loaders.resolve.stated import free


@dataclass(frozen=True, slots=True)
class _Taken:
    """A claim that was drafted, with its unit and the day from which it holds."""

    claim: BoundaryClaim
    unit: Unit
    day: date


class BoundaryFacts:
    """Drafts outlines."""

    def __init__(self, draft: Draft, gazetteer: Gazetteer, day: date, findings: Findings) -> None:
        self.draft, self.gazetteer, self.day, self.findings = draft, gazetteer, day, findings
        self.doubts = Doubts(draft, gazetteer, findings)
        self._told: dict[FactId, list[BoundaryClaim]] = {}
        self._ids: dict[FactId, BoundaryClaim] = {}

    def write(self, claims: Sequence[BoundaryClaim]) -> None:
        """Draft every outline that differs from what the model has for its days."""
        taken: list[_Taken] = []
        for claim in sorted(claims, key=self._known_first):
            unit = self.draft.get(Unit, claim.code)
            if unit is None:
                self.findings.fault(
                    claim.where,
                    say("no-unit-of-code"),
                    say("correct-or-import-unit"),
                    claim.code,
                )
            elif not self._said_before(claim):
                start = max(claim.start or max(self.day, unit.start), unit.start)
                self.doubts.about(claim, unit, start)
                self._draft(claim, unit)
                taken.append(_Taken(claim, unit, start))
        for each in taken:
            self.doubts.about_place(each.claim, each.unit, each.day)

    def _said_before(self, claim: BoundaryClaim) -> bool:
        """Whether another feature says the same unit's outline of the same days, or has the same id: a fault."""
        told = self._told.setdefault(claim.code, [])
        clash = next((other for other in told if _same_days(claim, other)), None)
        told.append(claim)
        if clash is not None:
            self.findings.fault(
                claim.where,
                say("outlined-twice", code=claim.code, column=clash.where.column),
                say("one-multipolygon"),
                claim.code,
            )
            return True
        namesake = self._ids.setdefault(claim.id, claim) if claim.id else claim
        if namesake is not claim:
            self.findings.fault(
                claim.where, say("id-used-by", column=namesake.where.column), say("leave-it-out"), claim.id
            )
        return namesake is not claim

    def _known_first(self, claim: BoundaryClaim) -> tuple[bool, date]:
        """What the model has comes first: it may be shortened, and so make room for what is new."""
        known = claim.id is not None and self.draft.base.get(Boundary, claim.id) is not None
        return not known, claim.start or date.min

    def _draft(self, claim: BoundaryClaim, unit: Unit) -> None:
        line = [self._in_one_form(b) for b in self.draft.line(Boundary, "unit", unit.id)]
        start = max(claim.start or max(self.day, unit.start), unit.start)
        self._doubt_life(claim, unit)
        if claim.start is None and until(unit) <= start:
            self.findings.fault(
                claim.where,
                say("outline-of-retired", unit=self.gazetteer.called(unit.id), end=unit.end),
                say("use-successor-code"),
            )
            return
        known = self.draft.base.get(Boundary, claim.id) if claim.id else None
        mine = known is not None and known.unit == unit.id
        if claim.id and claim.start and (mine or free(self.draft, claim.id, line, start, claim.end)):
            last = min(until(unit), claim.end or date.max)
            end = None if last == date.max else last
            self._put(Boundary(id=claim.id, unit=unit.id, geometry=claim.geometry, start=start, end=end), claim)
            return
        values = {"geometry": claim.geometry}
        now = on_day(line, start)
        if claim.start is None and (now is None or not says(now, values)) and (later := coming(line, start, values)):
            self.findings.warn(claim.where, say("outline-recorded", start=later.start))
            return
        _, reach = stretch(line, start)
        end = min(until(unit), claim.end or reach or date.max)

        def make(base: Boundary | None, first: date, last: date | None) -> Boundary:
            boundary_id = self.draft.mint("boundary", unit.id, first, base.id if base else "")
            return Boundary(id=boundary_id, unit=unit.id, geometry=claim.geometry, start=first, end=last)

        for boundary in restate(line, values, start, None if end == date.max else end, make):
            self._put(boundary, claim)

    def _doubt_life(self, claim: BoundaryClaim, unit: Unit) -> None:
        """Doubt days that are not the unit's: they are cut off."""
        if claim.start is not None and claim.start < unit.start:
            why = say("outline-before-founded", start=claim.start, founded=unit.start)
            self.findings.warn(claim.where, why, say("correct-one-day"), claim.code)
        if claim.end is not None and unit.end is not None and claim.end > unit.end:
            why = say("outline-after-retired", end=claim.end, retired=unit.end)
            self.findings.warn(claim.where, why, say("correct-one-day"), claim.code)

    def _in_one_form(self, boundary: Boundary) -> Boundary:
        """The outline as it would be written today, so that another spelling of it is no change."""
        return replace(boundary, geometry=outline_text(parse_geometry(boundary.geometry)))

    def _put(self, boundary: Boundary, claim: BoundaryClaim) -> None:
        """Draft an outline; where only its spelling differs from the model's, the model's stays."""
        known = self.draft.base.get(Boundary, boundary.id)
        if known is not None and self._in_one_form(known).geometry == boundary.geometry:
            boundary = replace(boundary, geometry=known.geometry)
        self.draft.put(boundary, claim.where)


def _same_days(one: BoundaryClaim, other: BoundaryClaim) -> bool:
    if one.start is None or other.start is None:
        return one.start is other.start
    return one.start < (other.end or date.max) and other.start < (one.end or date.max)
