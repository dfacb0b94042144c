"""What a careful clerk asks about a feature whose code is known: another's name, another's place, another's outline."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import shapely
from shapely.geometry.base import BaseGeometry

from graph.edits.draft import Draft
from graph.facts import Boundary, FactId, PartOf, Unit, UnitState
from graph.messages import Message, say
from graph.space.index import parse_geometry
from graph.space.plane import Plane
from graph.time.validity import on_day
from graph.words import UnitKind
from loaders.cells import values as cells
from loaders.cells.values import CellFault
from loaders.faults import Findings, Where
from loaders.outlines.properties import CODES, LEVELS, Properties, Said, code_in
from loaders.outlines.reading import BoundaryClaim
from loaders.resolve.gazetteer import Gazetteer
from loaders.tables.fields import Field

FAR_M: Final = 2_000.0
FAR_TIMES: Final = 3.0
"""A unit lies far from those beside it if the nearest is further than this, and than so many of its own extents."""


@dataclass(slots=True)
class Doubts:
    """Doubts about features, noted in the findings; what is doubted is taken all the same."""

    draft: Draft
    gazetteer: Gazetteer
    findings: Findings
    _shapes: dict[str, BaseGeometry] = field(default_factory=dict)
    _beside: dict[tuple[FactId, date], list[tuple[FactId, BaseGeometry]]] = field(default_factory=dict)
    _drawn: dict[tuple[UnitKind, str], BoundaryClaim] = field(default_factory=dict)

    def about(self, claim: BoundaryClaim, unit: Unit, day: date) -> None:
        """Doubt what the properties say otherwise than the model, and an outline that another unit has too."""
        path = [unit.id, *self._above(unit.id, day)]
        self._doubt_kind(claim, unit)
        self._doubt_codes(claim, path)
        for kind, said in self._names_said(claim.properties, unit):
            self._doubt_name(claim.where, said, kind, path)
        self._doubt_copy(claim, unit)

    # -- words ---------------------------------------------------------------------------------------------------------

    def _doubt_kind(self, claim: BoundaryClaim, unit: Unit) -> None:
        said = claim.properties.text(Field.UNIT_KIND)
        try:
            kind = cells.unit_kind(said.value) if said is not None else None
        except CellFault:
            return  # a map's `kind` may be of anything
        if said is not None and kind is not None and kind != unit.kind:
            self._warn(
                claim.where,
                said,
                say("property-kind", kind=kind, unit_kind=unit.kind, unit=self.gazetteer.called(unit.id)),
            )

    def _doubt_codes(self, claim: BoundaryClaim, path: Sequence[FactId]) -> None:
        for said in claim.properties.say(*CODES, Field.PARENT_CODE):
            try:
                code = code_in(said)
            except CellFault as fault:
                self.findings.warn(claim.where, fault.why, fault.remedy, said.value)
                continue
            if code is not None and code not in path:
                self._warn(
                    claim.where,
                    said,
                    say("property-code", code=code, unit=self.gazetteer.called(path[0])),
                )

    def _names_said(self, properties: Properties, unit: Unit) -> Iterator[tuple[UnitKind | None, Said]]:
        """What a feature calls its unit and those above it, each with the level meant; None: the one next above."""
        own = properties.text(Field.UNIT_NAME)
        if own is not None:
            yield unit.kind, own
        for kind, (_, name) in LEVELS.items():
            said = properties.text(name)
            if said is not None:
                yield kind, said
        above = properties.text(Field.PARENT_NAME)
        if above is not None:
            yield None, above

    def _doubt_name(self, where: Where, said: Said, kind: UnitKind | None, path: Sequence[FactId]) -> None:
        of_level = path[1:] if kind is None else [code for code in path if self.gazetteer.kind_of(code) == kind]
        if not of_level or any(self._is_called(code, said.value) for code in of_level):
            return
        code = of_level[0]
        others = [other for other in self._siblings(code) if other != code and self._is_called(other, said.value)]
        unit = self.gazetteer.called(code)
        if others:
            self._warn(where, said, say("property-name-of", name=said.value, other=others[0], unit=unit))
        else:
            self._warn(where, said, say("property-name", name=said.value, unit=unit))

    def _is_called(self, code: FactId, name: str) -> bool:
        """Whether a unit was ever, or will be, called so."""
        known = {state.name for state in self.draft.line(UnitState, "unit", code)}
        return any(self.gazetteer.means(code, each, name) for each in known) or self.gazetteer.same_name(code, name)

    def _doubt_copy(self, claim: BoundaryClaim, unit: Unit) -> None:
        first = self._drawn.setdefault((unit.kind, claim.geometry), claim)
        if first.code != claim.code:
            self.findings.warn(
                claim.where,
                say(
                    "same-outline",
                    unit=self.gazetteer.called(unit.id),
                    code=self.gazetteer.called(first.code),
                    file=first.where.file,
                    column=first.where.column,
                ),
                say("draw-one-anew"),
            )

    def _warn(self, where: Where, said: Said, what: Message) -> None:
        place = Where(where.file, where.sheet, where.row, f"{where.column}, property {said.name}")
        self.findings.warn(
            place,
            say("property-unlike-code", said=said.name, what=what),
            say("correct-code-or-property"),
            said.value,
        )

    # -- places --------------------------------------------------------------------------------------------------------

    def about_place(self, claim: BoundaryClaim, unit: Unit, day: date) -> None:
        """Doubt an outline that lies off the unit above, off those beside it, or off the one that it replaces."""
        shape = self._shape(claim.geometry)
        whole = next(((c, s) for c in self._above(unit.id, day) if (s := self._outline(c, day)) is not None), None)
        if whole is not None:
            way = _metres_between(shape, whole[1])
            if way > 0:
                self._far(claim, unit, way, say("outside-whole", whole=self.gazetteer.called(whole[0])))
        else:
            self._doubt_beside(claim, unit, shape, day)
        before = on_day(self.draft.base.linked(Boundary, "unit", unit.id), day)
        if before is not None and before.geometry != claim.geometry:
            way = _metres_between(shape, self._shape(before.geometry))
            if way > 0:
                self._far(claim, unit, way, say("from-former-outline"))

    def _doubt_beside(self, claim: BoundaryClaim, unit: Unit, shape: BaseGeometry, day: date) -> None:
        parent = next(iter(self._above(unit.id, day)), None)
        beside = [(code, other) for code, other in self._children(parent, day) if code != unit.id] if parent else []
        if not beside:
            return
        nearest = min(beside, key=lambda pair: float(shape.distance(pair[1])))
        way = _metres_between(shape, nearest[1])
        if way > max(FAR_M, FAR_TIMES * _extent_m(shape)):
            self._far(claim, unit, way, say("from-nearest", nearest=self.gazetteer.called(nearest[0])))

    def _far(self, claim: BoundaryClaim, unit: Unit, way: float, off: Message) -> None:
        said = f"{way / 1_000:,.1f} km" if way >= 1_000 else f"{way:,.1f} m"
        self.findings.warn(
            claim.where,
            say("outline-far-off", unit=self.gazetteer.called(unit.id), off=off, way=said),
            say("look-for-other-code"),
            claim.code,
        )

    # -- the model -----------------------------------------------------------------------------------------------------

    def _above(self, code: FactId, day: date) -> list[FactId]:
        """The units above one on a day, the nearest first; what it will be part of, if it is part of nothing yet."""
        found: list[FactId] = []
        at: FactId | None = code
        while at is not None:
            edges = self.draft.line(PartOf, "child", at)
            edge = on_day(edges, day) or next(iter(edges), None)
            at = edge.parent if edge is not None and edge.parent not in found else None
            if at is not None:
                found.append(at)
        return found

    def _siblings(self, code: FactId) -> list[FactId]:
        parents = {edge.parent for edge in self.draft.line(PartOf, "child", code)}
        return [edge.child for parent in sorted(parents) for edge in self.draft.line(PartOf, "parent", parent)]

    def _children(self, parent: FactId, day: date) -> list[tuple[FactId, BaseGeometry]]:
        """The units right below one that have an outline on a day."""
        key = (parent, day)
        if key not in self._beside:
            edges = [edge for edge in self.draft.line(PartOf, "parent", parent) if edge.start <= day]
            drawn = ((edge.child, self._outline(edge.child, day)) for edge in edges if on_day([edge], day))
            self._beside[key] = [(code, shape) for code, shape in drawn if shape is not None]
        return self._beside[key]

    def _outline(self, code: FactId, day: date) -> BaseGeometry | None:
        line = on_day(self.draft.line(Boundary, "unit", code), day)
        return None if line is None else self._shape(line.geometry)

    def _shape(self, text: str) -> BaseGeometry:
        if text not in self._shapes:
            self._shapes[text] = parse_geometry(text)
        return self._shapes[text]


def _metres_between(one: BaseGeometry, other: BaseGeometry) -> float:
    if shapely.intersects(one, other):
        return 0.0
    plane = Plane.around(one)
    return float(plane.metres(one).distance(plane.metres(other)))


def _extent_m(shape: BaseGeometry) -> float:
    west, south, east, north = Plane.around(shape).metres(shape).bounds
    return float(shapely.Point(west, south).distance(shapely.Point(east, north)))
