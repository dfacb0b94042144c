"""The model written to a file, with whom it names noted in the access log before."""

from pathlib import Path

from app.auditing import logged
from graph.access.grants import AccessSource
from graph.errors import InvalidInput
from graph.facts import Person
from graph.record.opening import OpenRecord, start_model
from graph.record.settings import RecordSettings
from graph.snapshot import Snapshot
from loaders import export_geojson, export_workbook

WORKBOOK = ".xlsx"


def is_workbook(file: Path) -> bool:
    """Whether a file of this name gets the workbook, without outlines."""
    return file.suffix.lower() == WORKBOOK


async def export(settings: RecordSettings, record: OpenRecord, file: Path) -> Snapshot:
    """Write everything, of all dates, in the form that the file's ending names; what was written.

    Raises InvalidInput for another ending.
    """
    snapshot = (await start_model(record.store)).snapshot
    match file.suffix.lower():
        case ".xlsx":
            people = [person.id for person in snapshot.all(Person)]
            async with logged(settings, record.store) as log:
                await log.note(AccessSource.EXPORT, f"wangge export {file.name}", people)
                export_workbook(snapshot, file)
        case ".geojson" | ".json":
            export_geojson(snapshot, file)
        case other:
            raise InvalidInput(f"{file.name}: {other or 'no ending'} is not written; use .xlsx or .geojson.")
    return snapshot
