"""A street small enough to know by heart, for tests of the service.

东街 370923001
├── 甲村 370923001001 ── 甲一格 …001 ── 甲一微 …001001      甲长 (chief, 专职) 13800000001
└── 乙村 370923001002 ── 乙一格 …001 ── 乙一微 …001001      乙长 (chief, 专职) 13800000002
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime

from graph.change import Change
from graph.edits.draft import Draft
from graph.edits.posts import add_person, appoint
from graph.edits.units import UnitDetails, create_unit
from graph.engine.embedded import Neo4jAddress
from graph.live import LiveModel
from graph.record.bolt import BoltStore
from graph.record.opening import start_model
from graph.snapshot import Snapshot
from graph.words import GridType, Role, UnitKind

START = date(2025, 1, 1)
STREET = "370923001"
FIRST, SECOND = f"{STREET}001", f"{STREET}002"
GRID = {FIRST: f"{FIRST}001", SECOND: f"{SECOND}001"}
PHONE = {FIRST: "13800000001", SECOND: "13800000002"}


def founding(snapshot: Snapshot) -> Change:
    """The change that founds it."""
    draft = Draft(snapshot)
    create_unit(draft, UnitKind.STREET, None, START, UnitDetails(name="东街"), STREET)
    for code, name in ((FIRST, "甲"), (SECOND, "乙")):
        create_unit(draft, UnitKind.VILLAGE, STREET, START, UnitDetails(name=f"{name}村"), code)
        grid = UnitDetails(name=f"{name}一格", grid_type=GridType.GENERAL, households=100)
        create_unit(draft, UnitKind.GRID, code, START, grid, GRID[code])
        create_unit(draft, UnitKind.MICRO_GRID, GRID[code], START, UnitDetails(name=f"{name}一微"))
        chief = add_person(draft, f"{name}长", START, phone=PHONE[code])
        for role in (Role.GRID_CHIEF, Role.FULL_TIME_WORKER):
            appoint(draft, chief.id, role, GRID[code], START)
    return Change(
        operations=tuple(draft.operations), actor="tests", reason="a street to test with", at=datetime.now(UTC)
    )


@asynccontextmanager
async def founded(at: Neo4jAddress) -> AsyncIterator[LiveModel]:
    """The street in a database that holds nothing, for as many tests as change nothing of it."""
    async with BoltStore.open(at.uri, at.user, at.password) as store:
        model = await start_model(store)
        await model.decide(founding)
        yield model
