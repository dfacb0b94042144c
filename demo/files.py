"""The demo as ordinary files, which the ordinary loader reads: a workbook and a map."""

from datetime import date
from pathlib import Path

from demo.history import build_demo
from graph.snapshot import Snapshot
from loaders.export import export_workbook
from loaders.outlines.geojson import export_geojson

WORKBOOK = "dongping.xlsx"
MAP = "dongping.geojson"


def write_demo(until: date, folder: Path) -> list[Path]:
    """Write the demo organisation as known on `until` into `folder`, made if missing; the paths of the files."""
    folder.mkdir(parents=True, exist_ok=True)
    snapshot = Snapshot.of(build_demo(until), revision=0)
    workbook, outlines = folder / WORKBOOK, folder / MAP
    export_workbook(snapshot, workbook)
    export_geojson(snapshot, outlines)
    return [workbook, outlines]
