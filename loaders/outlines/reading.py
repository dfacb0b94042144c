"""From a GeoJSON file to what it claims: the outline of a unit, in CGCS2000 and in one form; faults for all else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

import shapely
from shapely.geometry.base import BaseGeometry

from graph.facts import FactId
from graph.messages import say
from loaders.cells.values import CellFault, code
from loaders.faults import Findings, Where
from loaders.outlines import datums
from loaders.outlines.documents import read_documents
from loaders.outlines.drawing import drawing_of, in_cgcs2000, kept_text, located
from loaders.outlines.properties import CODES, LEVELS, Properties, code_of, days_of, is_loose, properties_of
from loaders.outlines.slips import slips
from loaders.tables.fields import Field

MOST_FEATURES: Final = 200_000
MOST_POINTS: Final = 3_000_000
MOST_OFFSET_POINTS: Final = 500_000
"""Of one file.  To undo GCJ-02's offset takes some twenty steps a point."""

NAMES = (Field.UNIT_NAME, *(name for _, name in LEVELS.values()))
"""What a feature may say that its unit is called."""

CHINA = (72.0, 0.8, 137.9, 55.9)
"""West, south, east, north in degrees: within it public maps are in GCJ-02."""


@dataclass(frozen=True, slots=True)
class BoundaryClaim:
    """A feature: the outline of a unit, in CGCS2000 and in one form, from a day on or for certain days."""

    where: Where
    code: FactId
    geometry: str
    properties: Properties
    id: FactId | None = None
    start: date | None = None
    end: date | None = None


@dataclass(slots=True)
class _File:
    """What is gathered of a file while its features are read, to be doubted once."""

    where: Where
    findings: Findings
    asked: str | None
    datum: str | None = None
    points: int = 0
    full: bool = False
    undeclared: bool = False
    heights: int = 0
    unread: dict[str, None] = field(default_factory=dict)


def read_geojson(path: Path, label: str, datum: str | None, findings: Findings) -> Iterator[BoundaryClaim]:
    """Every feature of a GeoJSON file; faults for what is no outline of a unit, doubts for what was left out.

    `datum` (of DATUMS) says what coordinates refer to where the file does not.
    """
    where = Where(label)
    file = _File(where, findings, datum)
    try:
        documents = read_documents(path)
        features = list(_features(documents))
        file.datum = datums.agreed(datum, datums.declared(documents[0][1]) if len(documents) == 1 else None)
        _check_number(len(features))
    except CellFault as fault:
        findings.fault(where, fault.why, fault.remedy)
        return
    if not features:
        findings.warn(where, say("no-features"))
    for place, feature in features:
        claim = _claim(feature, Where(label, None, None, place), file)
        if file.full:
            break
        if claim is not None:
            yield claim
    _doubt_file(file)


def _features(documents: list[tuple[int, Any]]) -> Iterator[tuple[str, Any]]:
    """Each feature, with the words for its place."""
    if len(documents) > 1:
        yield from ((f"line {number}", feature) for number, feature in documents)
        return
    content = documents[0][1]
    kind = content.get("type") if isinstance(content, dict) else None
    listed = content.get("features") if kind == "FeatureCollection" else None
    if kind == "Feature":
        yield "feature 1", content
    elif isinstance(listed, list) and "features" not in getattr(content, "twice", ()):
        yield from ((f"feature {number}", feature) for number, feature in enumerate(listed, start=1))
    else:
        said = say("its-type-is", kind=kind[:40]) if isinstance(kind, str) and kind != "FeatureCollection" else ""
        raise CellFault(say("no-feature-collection", said=said), say("export-rfc7946"))


def _check_number(count: int) -> None:
    if count > MOST_FEATURES:
        raise CellFault(say("too-many-features", count=count, most=MOST_FEATURES), say("split-it"))


def _claim(feature: Any, where: Where, file: _File) -> BoundaryClaim | None:  # noqa: ANN401 -- JSON is untyped
    properties = Properties()
    try:
        _check_feature(feature)
        properties = properties_of(feature)
        unit, said = code_of(properties)
        if is_loose(said):
            file.findings.warn(
                where,
                say("code-with-decimals", said=said.name, unit=unit),
                say("codes-as-text-quoted"),
                said.value,
            )
        start, end = days_of(properties)
        if not located(feature.get("geometry")):
            file.findings.warn(
                where,
                say("feature-undrawn"),
                say("draw-it"),
                unit,
            )
            return None
        geometry = _geometry(feature, where, file)
        own = code(properties.own_id) if properties.own_id is not None else None
    except CellFault as fault:
        named = properties.text(*NAMES)
        place = Where(where.file, None, None, f"{where.column} {named.value if named else ''}".strip())
        file.findings.fault(place, fault.why, fault.remedy, _value(properties))
        return None
    file.unread.update(dict.fromkeys(properties.unread))
    return BoundaryClaim(where, unit, geometry, properties, own if own != unit else None, start, end)


def _check_feature(feature: object) -> None:
    kind = feature.get("type") if isinstance(feature, dict) else None
    if kind != "Feature":
        what = say("geometry-of-kind", kind=kind[:40]) if isinstance(kind, str) else say("no-typed-object")
        raise CellFault(say("no-feature", what=what), say("export-geojson"))
    if twice := getattr(feature, "twice", ()):
        raise CellFault(say("feature-twice", twice=twice[0]), say("leave-one-of-them-out"))


def _value(properties: Properties) -> object:
    return next((said.value for said in properties.say(*CODES) if isinstance(said.value, str | int | float)), None)


def _geometry(feature: Mapping[str, Any], where: Where, file: _File) -> str:
    """The outline of a feature as it is kept; what is doubtful in the drawing is noted."""
    geometry = feature["geometry"]
    drawing = drawing_of(geometry)
    own = datums.declared(feature) or (datums.declared(geometry) if isinstance(geometry, dict) else None)
    datum = datums.agreed(file.datum, own)
    _count(int(shapely.get_num_coordinates(drawing.shape)), datum, file)
    shape = in_cgcs2000(drawing.shape, datum or "wgs84")
    text = kept_text(shape)
    file.undeclared |= datum is None and bool(shape.intersects(shapely.box(*CHINA)))
    file.heights += drawing.heights
    for slip in slips(shape):
        file.findings.warn(where, say("slip-taken", slip=slip), say("look-on-map"))
    if _lies_reversed(shape):
        file.findings.warn(
            where,
            say("coordinates-exchanged"),
            say("longitude-first"),
        )
    return text


def _count(points: int, datum: str | None, file: _File) -> None:
    file.points += points
    most = MOST_OFFSET_POINTS if datum == "gcj02" else MOST_POINTS
    file.full = file.points > most
    if file.full:
        raise CellFault(
            say("too-many-points", points=file.points, most=most, in_datum=say("in-gcj02") if datum == "gcj02" else ""),
            say("split-or-simplify"),
        )


def _lies_reversed(shape: BaseGeometry) -> bool:
    west, south, east, north = CHINA
    middle = shape.representative_point()
    outside = not (west <= middle.x <= east and south <= middle.y <= north)
    return outside and west <= middle.y <= east and south <= middle.x <= north


def _doubt_file(file: _File) -> None:
    """Undeclared coordinates are WGS 84 by RFC 7946; inside China they may as well be GCJ-02, 300 to 600 m off."""
    if file.undeclared:
        file.findings.warn(
            file.where,
            say("datum-unsaid"),
            say("say-datum"),
        )
    if file.heights:
        file.findings.warn(
            file.where,
            say("heights-left-out", heights=file.heights),
        )
    if file.unread:
        file.findings.warn(
            file.where,
            say("properties-unread", unread=tuple(file.unread)),
            say("import-as-units"),
        )
