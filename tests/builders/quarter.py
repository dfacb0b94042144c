"""The quarter that the examples of edits begin with, and how an edit is made there."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from graph.apply import apply
from graph.change import Change, Recorded
from graph.edits.draft import Draft
from graph.facts import Fact, FactId, Unit, UnitState
from graph.snapshot import Snapshot
from graph.view import View
from graph.words import AppraisalPeriod, GridType, Rank, Role, RoomKind, StationingMode, UnitKind
from tests.builders.organisations import Ref, square
from tests.builders.town import Town

DAY = date(2025, 6, 1)
EVE = date(2025, 5, 31)
LATER = date(2025, 9, 1)
EARLIER = date(2025, 3, 1)
AT = datetime(2025, 2, 1, 8, tzinfo=UTC)

Edit = Callable[[Draft], object]


class Quarter(Town):
    """
    street ─┬ area ── village ─┬ grid ─── micro, west, south      10, 20, 30 households
            │                  ├ next_grid ─ east                 40
            │                  └ market (dedicated), no part
            └ other_area ── other_village ── far_grid ── far_micro

    chief leads grid and next_grid, worker serves in grid, helper in micro; the village has a centre, where
    chief and spare are on call by turns from June on.
    """

    def __init__(self) -> None:
        super().__init__()
        grid, micro_grid = UnitKind.GRID, UnitKind.MICRO_GRID
        self.other_area = self.unit(UnitKind.MANAGEMENT_AREA, self.street, name="城郊管区")
        self.other_village = self.unit(UnitKind.VILLAGE, self.other_area, name="虹桥村")
        self.west, self.south = (self.unit(micro_grid, self.grid, name=name) for name in ("西微网格", "南微网格"))
        self.next_grid = self.unit(grid, self.village, name="第二网格")
        self.east = self.unit(micro_grid, self.next_grid, name="第二东微网格")
        self.market = self.unit(grid, self.village, name="市场网格", grid_type=GridType.DEDICATED)
        self.far_grid = self.unit(grid, self.other_village, name="虹桥网格")
        self.far_micro = self.unit(micro_grid, self.far_grid, name="虹桥微网格")
        for place, (unit, count) in enumerate(
            ((self.micro, 10), (self.west, 20), (self.south, 30), (self.east, 40), (self.far_micro, 50))
        ):
            self.correct(self.naming(unit, UnitState, "unit")[0], households=count, population=3 * count)
            self.boundary(unit, square(116.4 + 0.01 * place, 35.9, 0.01))
        self.correct(self.naming(self.grid, UnitState, "unit")[0], households=60, population=180)
        self.correct(self.naming(self.next_grid, UnitState, "unit")[0], households=40, population=120)
        self.chief, self.worker, self.helper = (self.person(name) for name in ("王长", "李专", "赵助"))
        self.spare, self.stranger = self.person("钱备"), self.person("孙生")
        self.chiefs_post = self.appoint(self.chief, Role.GRID_CHIEF, self.grid)
        self.chiefs_other_post = self.appoint(self.chief, Role.GRID_CHIEF, self.next_grid)
        self.workers_post = self.appoint(self.worker, Role.FULL_TIME_WORKER, self.grid)
        self.helpers_post = self.appoint(self.helper, Role.ASSISTANT, self.micro, None)
        self.far_post = self.appoint(self.stranger, Role.GRID_CHIEF, self.far_grid)
        self.leave = self.away(self.worker, date(2025, 7, 1), date(2025, 7, 15), cover=self.spare)
        self.house = self.centre(self.village)
        self.hall = self.room(self.house, RoomKind.RECEPTION_HALL)
        self.board = self.committee(self.house, "物业")
        self.director = self.appoint(self.spare, Role.CENTRE_DIRECTOR, self.house)
        self.appraisal = self.appraise(self.worker, AppraisalPeriod.MONTH, date(2025, 1, 1), date(2025, 2, 1), 90.0)
        self.patrol, self.farm = self.department("综合执法"), self.department("农经")
        self.on_call = self.station(self.patrol, self.house, StationingMode.ON_CALL, response_minutes=30)
        self.watch = self.rota(self.house, [self.chief, self.spare], department=self.patrol, start=DAY)
        self.replacement = self.override(self.watch, self.helper, date(2025, 6, 20), date(2025, 6, 21))
        self.exchange = self.swap(self.watch, self.chief, date(2025, 6, 23), self.spare, date(2025, 6, 24))
        self.snapshot = self.organisation().snapshot()


def record(snapshot: Snapshot, *edits: Edit) -> tuple[Recorded, Snapshot]:
    """The change that the edits make together, and the snapshot after it."""
    draft = Draft(snapshot)
    for edit in edits:
        edit(draft)
    change = Change(operations=tuple(draft.operations), actor="tests", reason="a test", at=AT, summary=draft.summary())
    step = apply(snapshot, change.operations)
    return Recorded(revision=step.after.revision, change=change, was=step.was), step.after


def decide(snapshot: Snapshot, *edits: Edit) -> Snapshot:
    """The snapshot after the edits, made together."""
    return record(snapshot, *edits)[1]


def name_on(snapshot: Snapshot, unit: Ref, day: date) -> str | None:
    """What a unit is called on a day; None if it is not alive."""
    state = View(snapshot, day).state(_id(unit))
    return None if state is None else state.name


def parent_on(snapshot: Snapshot, unit: Ref, day: date) -> FactId | None:
    """The code of what a unit is part of on a day."""
    parent = View(snapshot, day).parent(_id(unit))
    return None if parent is None else parent.id


def parts_on(snapshot: Snapshot, unit: Ref, day: date) -> set[FactId]:
    """The codes of a unit's parts on a day."""
    return {child.id for child in View(snapshot, day).children(_id(unit))}


def posts_on(snapshot: Snapshot, target: Ref, day: date) -> set[tuple[FactId, Role, Rank | None]]:
    """Who holds which post of something on a day."""
    return {(h.person, h.role, h.rank) for h in View(snapshot, day).holdings_of(_id(target))}


def households_on(snapshot: Snapshot, unit: Ref, day: date) -> int | None:
    """A unit's own stated households on a day."""
    state = View(snapshot, day).state(_id(unit))
    return None if state is None else state.households


def alive_on(snapshot: Snapshot, unit: Ref, day: date) -> bool:
    """Whether a unit is alive on a day."""
    return View(snapshot, day).unit(_id(unit)) is not None


def facts_of(snapshot: Snapshot) -> dict[FactId, Fact]:
    """Everything that a snapshot holds."""
    return {fact.id: fact for fact in snapshot}


def codes(units: list[Unit]) -> list[FactId]:
    """The codes of units."""
    return [unit.id for unit in units]


def _id(ref: Ref) -> FactId:
    return ref.id if isinstance(ref, Fact) else ref
