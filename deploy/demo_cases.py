"""The demo's cases decided, so that there are decisions to look at."""

from datetime import date, time

from graph.calendar import CivilTime
from graph.live import LiveModel
from graph.store.bolt import BoltStore
from graph.store.decisions import DecisionStore
from graph.view import View
from loaders.demo.cases import CASES
from queries.decisions import Asking, decided
from queries.duty import presence
from queries.freezing import digest_of_case
from queries.place import ByCode
from queries.routing import Case

OPENING = time(9)


async def decide_demo(store: BoltStore, model: LiveModel, day: date, civil: CivilTime, actor: str) -> None:
    """Decide the demo's cases, as they came in on a morning."""
    at, view = civil.at(day, OPENING), View(model.snapshot, day)
    for reference, place, channel, matter, level in CASES:
        case = Case(place=ByCode(place), channel=channel, matter=matter, level=level, received_at=at)
        asked = digest_of_case(case, received_given=False)
        asking = Asking(reference=reference, asked=asked, case=case, actor=actor, reason="demo 演示", at=at)
        await DecisionStore(store).keep(decided(view, asking, civil, presence))
