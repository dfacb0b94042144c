"""Files in and out: workbooks, delimited text, GeoJSON and calendars as plans of changes, and a whole model as files.

    plan = plan_import(snapshot, [Path("网格员花名册.xlsx")], effective=date(2025, 6, 1))
    print(render_plan(plan))            # how each sheet was read, what would change, what is doubtful
    # … ask somebody, then commit Change(operations=plan.operations, …)

    export_workbook(snapshot, Path("all.xlsx"))        # reads back to an equal model
    export_geojson(snapshot, Path("outlines.geojson"))

`plan_import` raises ImportRefused with every Fault of every file, or plans all of it.  Nothing here writes to the
record, asks for the time or touches the network.
"""

from loaders.calendars.duty import CalendarReading, Office
from loaders.export import export_workbook
from loaders.faults import Fault, ImportRefused
from loaders.outlines.geojson import export_geojson
from loaders.plan import ImportPlan, Tally, plan_import
from loaders.plan_shown import render_plan
from loaders.sheets.weighing import Limits
from loaders.tables.mapping import ColumnMapping, SheetMapping

__all__ = [
    "CalendarReading",
    "ColumnMapping",
    "Fault",
    "ImportPlan",
    "ImportRefused",
    "Limits",
    "Office",
    "SheetMapping",
    "Tally",
    "export_geojson",
    "export_workbook",
    "plan_import",
    "render_plan",
]
