"""Measures routing and duty on the demo street, in one process, without HTTP.

Routes against who-handles, the proof that all are reached, and a year of every department's duty.

python -m bench.routing
"""

import asyncio
import json
import random
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from demo import FOUNDED, POLICY, build_demo, set_rotas
from demo.institutions import STREET_CENTRE
from graph.change import Put
from graph.defaults import default_settings
from graph.edits.draft import Draft
from graph.edits.settings import set_policy
from graph.facts import Unit
from graph.live import LiveModel
from graph.snapshot import Snapshot
from graph.time.calendar import CivilTime
from graph.time.instants import midnight
from graph.words import UnitKind
from queries.cases.proof import prove_reached
from queries.duty.audit import duty_gaps, fairness
from queries.duty.roster import departments_at, presence, roster
from schema.context import Context
from schema.schema import schema

T = TypeVar("T")

ROOT = Path(__file__).parent.parent
ZONE = ZoneInfo("Asia/Shanghai")
CIVIL = CivilTime(ZONE)
DAY = date(2026, 11, 25)
AT = "2026-11-25T10:00:00+08:00"
YEAR = timedelta(days=365)
ASKED = 400
MATTERS = ("petition", "neighbour-dispute", "property-dispute", "enforcement", "service")
LEVELS = ("blue", "yellow", "red")


def demo_street() -> Snapshot:
    """The demo organisation with its policy and rotas."""
    facts = [*build_demo(DAY), *(o.fact for o in default_settings() if isinstance(o, Put))]
    draft = Draft(Snapshot.of(facts, revision=1))
    set_policy(draft, "demo", POLICY, FOUNDED)
    set_rotas(draft, DAY)
    return draft.snapshot


async def measured() -> dict[str, float]:
    """Milliseconds of processor time for each request without HTTP, and for the proof."""
    snapshot = demo_street()
    model = LiveModel(None, snapshot)  # type: ignore[arg-type]  # nothing here asks the record
    codes = sorted(u.id for u in snapshot.all(Unit) if u.kind is UnitKind.MICRO_GRID and u.end is None)
    chosen = random.Random(3).choices(codes, k=ASKED)  # noqa: S311 -- no secrets
    handles = [{"place": {"code": code}, "at": AT} for code in chosen]
    routes = [{"case": case_of(code, number), "at": AT} for number, code in enumerate(chosen)]
    whole = await median(model, _example("who-handles"), handles)
    route = await median(model, _example("route-preview"), routes)
    plain = await median(model, _example("route-preview").replace("validUntil", ""), routes)
    proof, proof_s = timed(lambda: prove_reached(snapshot, DAY, CIVIL, presence))
    centre = STREET_CENTRE
    start = midnight(DAY, ZONE)
    end = start + YEAR
    shifts, roster_s = timed(lambda: roster(snapshot, centre, start, end, CIVIL))
    _, gaps_s = timed(lambda: duty_gaps(snapshot, centre, start, end, CIVIL))
    _, fairness_s = timed(lambda: fairness(snapshot, centre, start, end, CIVIL))
    return {
        "who_handles": whole,
        "route": route,
        "route_without_until": plain,
        "proof_s": proof_s,
        "places": proof.places,
        "combinations": proof.combinations,
        "unreached": len(proof.unreached),
        "departments": len(departments_at(snapshot, centre)),
        "shifts": len(shifts),
        "roster_s": roster_s,
        "gaps_s": gaps_s,
        "fairness_s": fairness_s,
    }


def timed(act: Callable[[], T]) -> tuple[T, float]:
    """What it gives, and the processor time that it takes, in seconds."""
    begun = time.process_time()
    return act(), time.process_time() - begun


def case_of(code: str, number: int) -> dict[str, object]:
    """A case of some matter and level at a place."""
    matter, level = MATTERS[number % len(MATTERS)], LEVELS[number % len(LEVELS)]
    return {"place": {"code": code}, "channel": "HOTLINE", "matter": matter, "level": level}


async def median(model: LiveModel, text: str, each: Sequence[Mapping[str, object]]) -> float:
    """Milliseconds that a document takes."""
    times: list[float] = []
    for variables in each:
        context = Context(model=model, zone=ZONE, now=lambda: datetime.now(UTC))
        begun = time.process_time()
        result = await schema.execute(text, dict(variables), context_value=context)
        times.append(time.process_time() - begun)
        assert not result.errors, result.errors
    return statistics.median(times) * 1000


def _example(name: str) -> str:
    return (ROOT / "web" / "examples" / f"{name}.graphql").read_text(encoding="utf-8")


if __name__ == "__main__":
    print(json.dumps(asyncio.run(measured())))
