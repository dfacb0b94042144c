"""The demo's cases decided, so that there are decisions to look at."""

from datetime import date, time

from demo.cases import CASES
from graph.live import LiveModel
from graph.record.bolt import BoltStore
from graph.record.decisions import DecisionStore
from graph.time.calendar import CivilTime
from graph.view import View
from queries.cases.decisions import Asking, decided
from queries.cases.freezing import digest_of_case
from queries.cases.routing import Case
from queries.duty.roster import presence
from queries.places.place import ByCode

OPENING = time(9)


async def decide_demo(store: BoltStore, model: LiveModel, day: date, civil: CivilTime, actor: str) -> None:
    """Decide the demo's cases, as they came in on a morning."""
    at, view = civil.at(day, OPENING), View(model.snapshot, day)
    for reference, place, channel, matter, level in CASES:
        case = Case(place=ByCode(place), channel=channel, matter=matter, level=level, received_at=at)
        asked = digest_of_case(case, received_given=False)
        asking = Asking(reference=reference, asked=asked, case=case, actor=actor, reason="demo 演示", at=at)
        await DecisionStore(store).keep(decided(view, asking, civil, presence))
