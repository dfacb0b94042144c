"""Measures what the units of a request's meter are worth: each question's processor time against its count.

Asked of the demo street in memory, so that no database has a part in it.  A ratio of 1 means that a unit is a
microsecond here; what matters is that none lies far above the others, for that one could cost more than it is charged.

python -m bench.weights
"""

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import shapely

from demo import FOUNDED, POLICY, STREET, build_demo, set_rotas
from graph.apply import apply
from graph.change import Change
from graph.edits.draft import Draft
from graph.edits.settings import set_policy
from graph.edits.units import describe_unit
from graph.facts import Centre, Unit
from graph.meter import Meter
from graph.snapshot import Snapshot
from graph.time.calendar import CivilTime
from graph.view import View
from graph.words import Channel, Role, UnitKind
from queries.cases.policy import read_policy, sound_policy
from queries.cases.routing import Case, route
from queries.cover import ranking
from queries.cover.coverage import coverage
from queries.cover.forecast import forecast
from queries.duty import audit as duty_audit
from queries.duty import roster as duty
from queries.effect import effect
from queries.places import counting
from queries.places.handling import who_handles
from queries.places.place import ByCode, ByPoint
from queries.places.search import find_people, find_units

ZONE = ZoneInfo("Asia/Shanghai")
CIVIL = CivilTime(ZONE)
TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 10, tzinfo=ZONE)
ROUNDS = 7
AS_MUCH_AS_IT_TAKES = 10**12

Ask = Callable[[View], object]


def street() -> Snapshot:
    """The demo street with its policy and rotas, made in memory."""
    snapshot = Snapshot.of(build_demo(TODAY), revision=1)
    draft = Draft(snapshot, civil=CIVIL)
    set_policy(draft, "demo", POLICY, FOUNDED)
    set_rotas(draft, TODAY)
    return apply(snapshot, _change(draft).operations).after


def questions(view: View) -> Iterator[tuple[str, Ask]]:
    """What is asked, by name."""
    street, centre = _known(view)
    micro = [unit.id for unit in view.units(UnitKind.MICRO_GRID)][:300]
    points = _points(view)
    table = read_policy(POLICY)
    cases = [
        Case(ByCode(micro[0]), Channel.HOTLINE, matter.code, level.code, stability_risk=False, received_at=NOW)
        for matter in table.matters
        for level in table.levels
    ]
    yield "who handles a code", lambda v: [who_handles(v, ByCode(code)) for code in micro]
    yield "who handles a point", lambda v: [who_handles(v, point) for point in points]
    yield "the same, near 1,000 m", lambda v: [who_handles(v, point, near_metres=1_000) for point in points]
    yield "a point far outside", lambda v: who_handles(v, ByPoint(points[0].longitude + 2, points[0].latitude))
    yield "units", lambda v: v.units()
    yield "counts of posts", counting.count_holdings
    yield "coverage of all", lambda v: coverage(v, street)
    yield "forecast of a century", lambda v: forecast(v.snapshot, street, date(1950, 1, 1), date(2049, 1, 1), None)
    yield "ranking of villages", lambda v: ranking.coverage_ranking(v, street, UnitKind.VILLAGE)
    yield "longest gaps", lambda v: ranking.longest_gaps(v, street)
    yield "span of control", lambda v: ranking.span_of_control(v, street)
    yield "workload", lambda v: ranking.workload(v, street, Role.FULL_TIME_WORKER)
    yield "search people", lambda v: find_people(v, "wang")
    yield "search units", lambda v: find_units(v, "wang")
    yield "on duty", lambda v: duty.on_duty(v.snapshot, centre, NOW, CIVIL)
    yield "roster of a month", lambda v: duty.roster(v.snapshot, centre, *_days(30), CIVIL)
    yield "roster of 400 days", lambda v: duty.roster(v.snapshot, centre, *_days(399), CIVIL)
    yield "fairness of 400 days", lambda v: duty_audit.fairness(v.snapshot, centre, *_days(399), CIVIL)
    yield "double bookings of a month", lambda v: duty_audit.double_bookings(v.snapshot, centre, *_days(30), CIVIL)
    yield "cases routed", lambda v: [route(v, case, NOW, CIVIL, duty.presence) for case in cases]
    yield "a policy proved", lambda v: sound_policy(POLICY, v.snapshot.meter)
    yield "300 renamings drafted and applied", lambda v: apply(v.snapshot, _renaming(v, micro).operations).after
    yield "their effect", _effect(view, micro)


def measured(view: View, ask: Ask) -> tuple[float, int]:
    """Microseconds of processor time, the median of some rounds, and units counted."""
    meter = Meter(AS_MUCH_AS_IT_TAKES)
    seen = View(view.snapshot.metered(meter), view.day, at=view.at)
    ask(seen)
    meter.renew()
    ask(seen)
    units = meter.cost
    return statistics.median(_microseconds(ask, seen) for _ in range(ROUNDS)), units


def overhead(view: View, ask: Ask) -> float:
    """How much longer a question takes for being counted, as a share: the median of many pairs, in turns."""
    metered = View(view.snapshot.metered(Meter(AS_MUCH_AS_IT_TAKES)), view.day, at=view.at)
    pairs = [(_microseconds(ask, metered), _microseconds(ask, view)) for _ in range(10 * ROUNDS)]
    return statistics.median(with_meter / without for with_meter, without in pairs) - 1


def main() -> None:
    """Print a line for each question."""
    view = View(street(), TODAY, at=NOW)
    print(f"{'question':40} {'µs':>12} {'units':>12} {'µs a unit':>10}")
    for name, ask in questions(view):
        took, units = measured(view, ask)
        print(f"{name:40} {took:12,.0f} {units:12,} {took / units:10.2f}", flush=True)
    name, ask = next(questions(view))
    print(f"{name}: counting takes {overhead(view, ask):+.1%} of processor time")


def _known(view: View) -> tuple[Unit, str]:
    street = view.unit(STREET)
    assert street is not None
    return street, next(iter(view.snapshot.linked(Centre, "serves", STREET))).id


def _points(view: View) -> list[ByPoint]:
    found = [view.boundary(unit.id) for unit in view.units(UnitKind.GRID)][:50]
    centres = [shapely.from_wkt(outline.geometry).centroid for outline in found if outline is not None]
    return [ByPoint(centre.x, centre.y) for centre in centres]


def _days(number: int) -> tuple[datetime, datetime]:
    return NOW, NOW + timedelta(days=number)


def _renaming(view: View, codes: list[str]) -> Change:
    draft = Draft(view.snapshot)
    for code in codes:
        describe_unit(draft, code, TODAY, name=f"又{code[-6:]}")
    return _change(draft)


def _effect(view: View, codes: list[str]) -> Ask:
    change = _renaming(view, codes)
    step = apply(view.snapshot, change.operations)
    return lambda v: effect(replace(step, before=v.snapshot, after=step.after.metered(v.snapshot.meter)))


def _change(draft: Draft) -> Change:
    return Change(operations=tuple(draft.operations), actor="bench", reason="weighing", at=NOW)


def _microseconds(ask: Ask, view: View) -> float:
    began = time.process_time()
    ask(view)
    return (time.process_time() - began) * 1_000_000


if __name__ == "__main__":
    main()
