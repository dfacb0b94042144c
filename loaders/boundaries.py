"""Outlines from GeoJSON: read, brought to CGCS2000, put in one form, and held against the model."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from graph.datum import gcj02_to_cgcs2000
from graph.facts import Boundary, FactId, Unit
from graph.outline import geometry_fault, outline_text
from graph.spatial import parse_geometry
from graph.validity import until
from loaders import cells
from loaders.cells import CellFault
from loaders.desk import Desk
from loaders.faults import Findings, Where
from loaders.gazetteer import Gazetteer
from loaders.sheets import decode
from loaders.timelines import coming, holding, restate, says, stretch

CODE_WORDS: tuple[str, ...] = (
    "code",
    "编码",
    "代码",
    *(
        "网格编码",
        "网格编号",
        "网格代码",
        "单位编码",
        "区划代码",
        "村编码",
        "社区编码",
        "微网格编码",
        "管区编码",
        "街道编码",
    ),
    *("grid_id", "grid_code", "gridcode", "gridid", "wgbm", "bm"),
)
"""Properties that hold a unit's code, the most telling first; letter case does not matter."""

START_WORDS = ("start", "生效日期", "成立日期")
END_WORDS = ("end", "失效日期", "撤销日期")

CHINA = (72.0, 0.8, 137.9, 55.9)
"""West, south, east, north in degrees: within it public maps are in GCJ-02."""

DATUMS = {"cgcs2000": "cgcs2000", "wgs84": "wgs84", "gcj02": "gcj02", "epsg4326": "wgs84", "epsg4490": "cgcs2000"}
DATUMS |= {"crs84": "wgs84", "wgs1984": "wgs84", "火星坐标": "gcj02", "高德": "gcj02"}


@dataclass(frozen=True, slots=True)
class BoundaryClaim:
    """A feature: the outline of a unit, in CGCS2000 and in one form, from a day on or for certain days."""

    where: Where
    code: FactId
    geometry: str
    id: FactId | None = None
    start: date | None = None
    end: date | None = None


# -- reading -----------------------------------------------------------------------------------------------------------


def read_geojson(path: Path, label: str, datum: str | None, findings: Findings) -> Iterator[BoundaryClaim]:
    """Every feature of a GeoJSON file; faults for what is no outline of a unit, a warning for an undeclared datum."""
    where = Where(label)
    text = decode(path.read_bytes())
    try:
        content = json.loads(text or "")
    except json.JSONDecodeError as error:
        findings.fault(where, f"The file is no JSON: {error}.", "Export it again as GeoJSON.")
        return
    features = _features(content)
    if features is None:
        findings.fault(where, "The file is no FeatureCollection and no Feature of GeoJSON.", "Export it as GeoJSON.")
        return
    declared = _datum(content, datum, where, findings)
    if declared is None:
        return
    if declared == "undeclared":
        _doubt_datum(features, where, findings)
    for number, feature in enumerate(features, start=1):
        spot = Where(label, None, None, f"feature {number}")
        claim = _claim(feature, declared, spot, findings)
        if claim is not None:
            yield claim


def _features(content: Any) -> list[Any] | None:  # noqa: ANN401 -- JSON is untyped
    if not isinstance(content, dict):
        return None
    if content.get("type") == "Feature":
        return [content]
    features = content.get("features")
    return features if content.get("type") == "FeatureCollection" and isinstance(features, list) else None


def _datum(content: dict[str, Any], asked: str | None, where: Where, findings: Findings) -> str | None:
    """What the coordinates refer to: as the file or the option says; `undeclared` if neither; None with a fault."""
    crs = content.get("crs")
    name = crs.get("properties", {}).get("name") if isinstance(crs, dict) else crs
    said = content.get("datum") or name
    if said is None:
        return asked or "undeclared"
    known = _known_datum(str(said))
    if known is None:
        findings.fault(
            where,
            f"The coordinate system {said} is not one of longitude and latitude that is known.",
            "Export in CGCS2000 (EPSG:4490) or WGS 84 (EPSG:4326).",
        )
    elif asked is not None and {asked, known} in ({"gcj02", "wgs84"}, {"gcj02", "cgcs2000"}):
        findings.fault(where, f"The file says {said}, but {asked} was asked for.", "Leave one of them out.")
        return None
    return known


def _known_datum(said: str) -> str | None:
    word = re.sub(r"[^a-z0-9\u4e00-\u9fff]", "", said.casefold())
    if word in DATUMS:
        return DATUMS[word]
    if found := re.search(r"epsg\D*?(?:\d+\.\d+)?:*(\d{4,6})$", said.casefold()):
        return DATUMS.get(f"epsg{found.group(1)}")
    return "wgs84" if said.casefold().endswith("crs84") else None


def _doubt_datum(features: Sequence[Any], where: Where, findings: Findings) -> None:
    """Undeclared coordinates are WGS 84 by RFC 7946; inside China they may as well be GCJ-02, 300 to 600 m off."""
    for feature in features:
        shape = _shape(feature)
        if shape is not None and shape.intersects(shapely.box(*CHINA)):
            findings.warn(
                where,
                "The file does not say what its coordinates refer to; they were taken as WGS 84, as RFC 7946 has it. "
                "If they come from a public map (GCJ-02), every line is some hundred metres off.",
                "Say --datum gcj02, or --datum wgs84 to leave no doubt.",
            )
            return


def _shape(feature: Any) -> BaseGeometry | None:  # noqa: ANN401 -- JSON is untyped
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    try:
        shape: BaseGeometry = shapely.from_geojson(json.dumps(geometry))
    except (shapely.errors.ShapelyError, TypeError, ValueError):
        return None
    return shape


def _claim(feature: Any, datum: str, where: Where, findings: Findings) -> BoundaryClaim | None:  # noqa: ANN401
    properties = (feature.get("properties") if isinstance(feature, dict) else None) or {}
    plain = {str(name).casefold(): value for name, value in properties.items() if value is not None}
    try:
        code = _code(plain)
        start, end = _day(plain, START_WORDS), _day(plain, END_WORDS)
        boundary_id = cells.code(plain["id"]) if code and "id" in plain and isinstance(plain["id"], str) else None
        geometry = _geometry(feature, datum)
    except CellFault as fault:
        named = Where(where.file, None, None, f"{where.column} {plain.get('name', '')}".strip())
        findings.fault(named, fault.why, fault.remedy, next((plain[w] for w in CODE_WORDS if w in plain), None))
        return None
    return BoundaryClaim(where, code, geometry, boundary_id if boundary_id != code else None, start, end)


def _code(properties: dict[str, Any]) -> FactId:
    for word in CODE_WORDS:
        if word in properties:
            value = properties[word]
            code = str(value) if type(value) is int else cells.code(value)
            if code is not None:
                return code
    raise CellFault("The feature does not say which unit it outlines.", f"Add a property {CODE_WORDS[0]} or 编码.")


def _day(properties: dict[str, Any], words: Sequence[str]) -> date | None:
    return next((cells.day(properties[word]) for word in words if word in properties), None)


def _geometry(feature: Any, datum: str) -> str:  # noqa: ANN401 -- JSON is untyped
    shape = _shape(feature)
    if shape is None or shape.geom_type not in {"Polygon", "MultiPolygon"}:
        kind = "nothing that can be read" if shape is None else f"a {shape.geom_type}"
        raise CellFault(f"The geometry is {kind}, not a Polygon or MultiPolygon.", "Draw closed outlines.")
    if fault := geometry_fault(shapely.to_wkt(shape)):
        raise CellFault(f"The outline {fault}.", "Mend the outline where it says.")
    if datum == "gcj02":
        shape = shapely.transform(shape, _undo_gcj02)
    text = outline_text(shape)
    if fault := geometry_fault(text):
        raise CellFault(f"Rounded to 7 decimals the outline {fault}.", "Mend the outline where it says.")
    return text


def _undo_gcj02(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.array([gcj02_to_cgcs2000(lon, lat) for lon, lat in points])


# -- against the model -------------------------------------------------------------------------------------------------


class BoundaryFacts:
    """Drafts outlines on the desk."""

    def __init__(self, desk: Desk, gazetteer: Gazetteer, day: date, findings: Findings) -> None:
        self.desk, self.gazetteer, self.day, self.findings = desk, gazetteer, day, findings
        self._undated: dict[FactId, Where] = {}

    def write(self, claims: Sequence[BoundaryClaim]) -> None:
        """Draft every outline that differs from what the model has for its days."""
        for claim in sorted(claims, key=self._known_first):
            unit = self.desk.get(Unit, claim.code)
            if unit is None:
                self.findings.fault(
                    claim.where,
                    "There is no unit with this code.",
                    "Correct the code, or import the unit in the same go.",
                    claim.code,
                )
            elif claim.start is None and claim.code in self._undated:
                self.findings.fault(
                    claim.where,
                    f"Unit {claim.code} is outlined twice, also in {self._undated[claim.code].column}.",
                    "Put the parts into one MultiPolygon.",
                    claim.code,
                )
            else:
                if claim.start is None:
                    self._undated[claim.code] = claim.where
                self._draft(claim, unit)

    def _known_first(self, claim: BoundaryClaim) -> tuple[bool, date]:
        """What the model has comes first: it may be shortened, and so make room for what is new."""
        known = claim.id is not None and self.desk.snapshot.get(Boundary, claim.id) is not None
        return not known, claim.start or date.min

    def _draft(self, claim: BoundaryClaim, unit: Unit) -> None:
        line = [self._in_one_form(b) for b in self.desk.linked(Boundary, "unit", unit.id)]
        start = max(claim.start or max(self.day, unit.start), unit.start)
        if claim.start is None and until(unit) <= start:
            self.findings.fault(
                claim.where, f"{self.gazetteer.called(unit.id)} was retired on {unit.end}.", "Use its successor's code."
            )
            return
        known = self.desk.snapshot.get(Boundary, claim.id) if claim.id else None
        mine = known is not None and known.unit == unit.id
        if claim.id and claim.start and (mine or self.desk.free(claim.id, line, start, claim.end)):
            self._put(Boundary(id=claim.id, unit=unit.id, geometry=claim.geometry, start=start, end=claim.end), claim)
            return
        values = {"geometry": claim.geometry}
        now = holding(line, start)
        if claim.start is None and (now is None or not says(now, values)) and (later := coming(line, start, values)):
            self.findings.warn(claim.where, f"This outline is recorded from {later.start} on; it was left as it is.")
            return
        _, reach = stretch(line, start)
        end = min(until(unit), claim.end or reach or date.max)

        def make(base: Boundary | None, first: date, last: date | None) -> Boundary:
            boundary_id = self.desk.mint("boundary", unit.id, first, base.id if base else "")
            return Boundary(id=boundary_id, unit=unit.id, geometry=claim.geometry, start=first, end=last)

        for boundary in restate(line, values, start, None if end == date.max else end, make):
            self._put(boundary, claim)

    def _in_one_form(self, boundary: Boundary) -> Boundary:
        """The outline as it would be written today, so that another spelling of it is no change."""
        return replace(boundary, geometry=outline_text(parse_geometry(boundary.geometry)))

    def _put(self, boundary: Boundary, claim: BoundaryClaim) -> None:
        """Draft an outline; where only its spelling differs from the model's, the model's stays."""
        known = self.desk.snapshot.get(Boundary, boundary.id)
        if known is not None and self._in_one_form(known).geometry == boundary.geometry:
            boundary = replace(boundary, geometry=known.geometry)
        self.desk.put(boundary, claim.where)
