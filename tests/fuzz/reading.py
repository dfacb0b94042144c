"""An import of a file made up at random: a plan, or faults in words, within a bound of memory and processor time."""

import time
import tracemalloc
from datetime import date
from pathlib import Path

from graph.messages import Language, spoken
from loaders import Fault, ImportRefused, Limits, plan_import, render_plan
from tests.builders.workbooks import CIVIL, VILLAGE, World, csv, empty

SMALL = Limits(rows=1_000)
"""Limits under which whatever is read is little."""

MOST_MEMORY = 60_000_000
"""Bytes that reading takes under these limits, whatever the file says of itself."""

ENDINGS = (".", "?", "。", "？")

MOST_SECONDS = 60.0
"""Of processor time: many times what the largest file takes that passes these limits, on a machine traced and slow."""


def town(folder: Path) -> World:
    """A village with two grids."""
    text = f"编码,名称\n{VILLAGE},刘范村\n{VILLAGE}001,第一网格\n{VILLAGE}002,第二网格\n"
    return empty().take(csv(folder / "town.csv", text), on=date(2024, 1, 1))


def attempt(world: World, path: Path, limits: Limits = SMALL) -> str:
    """What an import says: the plan in words, or every fault."""
    faults: tuple[Fault, ...] = ()
    tracemalloc.start()
    began = time.process_time()
    try:
        said: str = render_plan(
            plan_import(world.snapshot, [path], effective=date(2025, 6, 1), civil=CIVIL, limits=limits)
        )
    except ImportRefused as refused:
        said, faults = str(refused), refused.faults
        nothing_said = not faults
    else:
        nothing_said = not said
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert not nothing_said
    assert time.process_time() - began < MOST_SECONDS
    assert peak < MOST_MEMORY, f"{peak:,} bytes"
    for fault in faults:
        for language in Language:
            assert spoken(fault.why, language).rstrip().endswith(ENDINGS), fault
        assert len(str(fault)) < 1_500, fault
    said.encode()
    return said
