"""Outlines as GeoJSON (RFC 7946), in and out: coordinates in degrees, each feature linked to its unit by its code."""

import json
from pathlib import Path
from typing import Any

import shapely

from graph.facts import Boundary, Unit, UnitState
from graph.snapshot import Snapshot
from graph.space.index import parse_geometry
from graph.time.validity import holds_on, is_void
from graph.whole_files import whole_file


def export_geojson(snapshot: Snapshot, path: Path) -> None:
    """Write every outline of every date as a FeatureCollection, by unit and start; annulled ones are left out.

    Properties: `code`, `name` and `kind` of the unit, `start` and `end` (the first day no longer valid; null: open),
    and `id`.  The member `datum` says CGCS2000, so that reading it back leaves no doubt.  The file is there whole or
    not at all.  Raises InvalidInput if it can't be written.
    """
    lines = sorted((b for b in snapshot.all(Boundary) if not is_void(b)), key=lambda b: (b.unit, b.start, b.id))
    collection = {
        "type": "FeatureCollection",
        "datum": "CGCS2000",
        "features": [_feature(snapshot, line) for line in lines],
    }
    with whole_file(path) as file:
        file.write(f"{json.dumps(collection, ensure_ascii=False)}\n".encode())


def _feature(snapshot: Snapshot, line: Boundary) -> dict[str, Any]:
    unit = snapshot.get(Unit, line.unit)
    states = snapshot.linked(UnitState, "unit", line.unit)
    name = next((state.name for state in states if holds_on(state, line.start)), None)
    return {
        "type": "Feature",
        "id": line.id,
        "properties": {
            "id": line.id,
            "code": line.unit,
            "name": name,
            "kind": unit.kind.value if unit else None,
            "start": line.start.isoformat(),
            "end": line.end.isoformat() if line.end else None,
        },
        "geometry": json.loads(shapely.to_geojson(parse_geometry(line.geometry))),
    }
