"""How fast a workbook of about 20,000 rows becomes a plan, and the plan a model, in processor time.

python -m bench.importing
"""

import json
import tempfile
import time
from datetime import date
from pathlib import Path

from bench.city import Size, groups
from graph.apply import apply
from graph.change import Put
from graph.defaults import default_settings
from graph.facts import Absence, Holding, Person, Unit
from graph.snapshot import Snapshot
from loaders import export_workbook, plan_import

WORKBOOK = Size("workbook", 1, 1, 12, 110, 714, 3_066, 7_300, 8_550)
ROWS = (Unit, Person, Holding, Absence)
"""Facts that have a row of their own: a unit's state and place stand in its row."""

EFFECTIVE = date(2026, 1, 15)


def main() -> dict[str, float]:
    """Rows, and how many of them a second are written, planned and applied."""
    empty = apply(Snapshot.empty(), default_settings()).after
    facts = [fact for group in groups(WORKBOOK) for fact in group]
    rows = sum(isinstance(fact, ROWS) for fact in facts)
    whole = apply(empty, tuple(Put(fact) for fact in facts)).after
    with tempfile.TemporaryDirectory() as folder:
        workbook = Path(folder) / "workbook.xlsx"
        begun = time.process_time()
        export_workbook(whole, workbook)
        exported = time.process_time()
        plan = plan_import(empty, [workbook], effective=EFFECTIVE)
        planned = time.process_time()
        again = apply(empty, plan.operations).after
        applied = time.process_time()
    assert len(list(again.all(Holding))) == WORKBOOK.holdings, "the import lost something"
    return {
        "rows": rows,
        "exported_per_second": rows / (exported - begun),
        "planned_per_second": rows / (planned - exported),
        "applied_per_second": rows / (applied - planned),
    }


if __name__ == "__main__":
    print(json.dumps(main()))
