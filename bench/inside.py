"""Measures inside one process that has loaded an organisation: the answers alone, changes, first-time costs.

Processor time, but for what waits for Neo4j: what other programs take of the machine does not count.

python -m bench.inside SIZE FOLDER
"""

import asyncio
import gc
import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

import psutil

from bench.asking import bodies
from bench.city import SIZES, TODAY, centre, micro_grid_codes
from bench.starting import resident_mib
from graph.apply import apply
from graph.change import Change, End, Operation, Put
from graph.facts import Holding, UnitState
from graph.live import LiveModel
from graph.record.opening import open_record, start_model
from graph.record.settings import RecordSettings
from graph.snapshot import Snapshot
from graph.view import View
from graph.words import Role
from queries.cover.coverage import coverage
from queries.places import counting
from queries.places.handling import who_handles
from queries.places.place import ByCode, ByPoint
from queries.places.search import find_people, find_units
from queries.until import standing
from schema.context import Context
from schema.schema import schema

T = TypeVar("T")

TODAY_DAY = datetime.fromisoformat(TODAY).date()
ASKED = 1_000
CHANGES, COMMITS = 500, 40


def main(size_name: str, folder: Path) -> dict[str, float]:
    """Every measure of this file in milliseconds, and the memory in use after them."""
    return asyncio.run(_measured(size_name, folder))


async def _measured(size_name: str, folder: Path) -> dict[str, float]:
    settings = RecordSettings.model_validate({"data": folder, "neo4j_uri": None})
    async with open_record(settings, purpose="python -m bench", say=lambda _: None) as record:
        gc.disable()
        model = await start_model(record.store)
        gc.enable()
        gc.collect()
        gc.freeze()
        codes = random.Random(1).sample(micro_grid_codes(SIZES[size_name]), ASKED)  # noqa: S311 -- no secrets
        view = View(model.snapshot, TODAY_DAY)
        return {
            **_first_times(view),
            **_answers(view, codes),
            "graphql": await _graphql(model, codes),
            "apply": _applied(model.snapshot, codes),
            "commit": await _committed(model, codes),
            "asked_mib": resident_mib(psutil.Process()),
        }


# -- asking ----------------------------------------------------------------------------------------------------------


def _answers(view: View, codes: list[str]) -> dict[str, float]:
    places = [ByCode(code) for code in codes]
    return {
        "who_handles": _median(lambda place: who_handles(view, place), places),
        "answer": _median(lambda place: standing(view, lambda v: who_handles(v, place)).until(), places),
    }


async def _graphql(model: LiveModel, codes: list[str]) -> float:
    """The contract's document, executed without HTTP."""
    times: list[float] = []
    for body in bodies(codes):
        context = Context(model=model, zone=ZoneInfo("Asia/Shanghai"), now=lambda: datetime.now(UTC))
        begun = time.process_time()
        result = await schema.execute(body["query"], body["variables"], context_value=context)
        times.append(time.process_time() - begun)
        assert not result.errors, result.errors
    return statistics.median(times) * 1000


def _first_times(view: View) -> dict[str, float]:
    """Each asked for the first time, and once more."""
    city = view.roots()[0]
    asked: dict[str, Callable[[], object]] = {
        "point": lambda: who_handles(view, ByPoint(*centre(1_000))),
        "counts": lambda: counting.count_kinds(view.units()),
        "posts": lambda: counting.count_holdings(view),
        "search_units": lambda: find_units(view, "微网格001"),
        "search_people": lambda: find_people(view, "wangwei"),
        "coverage": lambda: coverage(view, city),
    }
    return {f"{name}_{when}": _once(ask) for name, ask in asked.items() for when in ("first", "again")}


# -- changing --------------------------------------------------------------------------------------------------------


def _applied(snapshot: Snapshot, codes: Iterable[str]) -> float:
    """A handover, applied in memory: one assistant's post ends, another's begins."""
    changes = [change_of(_handover(snapshot, code)) for code in codes][:CHANGES]
    return _median(lambda change: apply(snapshot, change.operations).after, changes)


def _handover(snapshot: Snapshot, code: str) -> tuple[Operation, ...]:
    posts = snapshot.linked(Holding, "of", code)
    old = next(post for post in posts if post.role == Role.ASSISTANT and post.end is None)
    day = date(2026, 7, 1)
    new = replace(old, id=f"{old.id}-next", person=snapshot.linked(Holding, "of", code[:-3])[0].person, start=day)
    return End(old.id, day), Put(new)


async def _committed(model: LiveModel, codes: list[str]) -> float:
    """A corrected note, committed to Neo4j; the same facts are corrected again at every run, so nothing grows."""
    times: list[float] = []
    for code in codes[:COMMITS]:
        state = model.snapshot.linked(UnitState, "unit", code)[-1]
        change = change_of((Put(replace(state, note=f"measured {datetime.now(UTC)}")),))
        begun = time.perf_counter()
        await model.commit(change)
        times.append(time.perf_counter() - begun)
    return statistics.median(times) * 1000


def change_of(operations: tuple[Operation, ...]) -> Change:
    """A change of the bench's."""
    return Change(operations=operations, actor="bench", reason="measuring", at=datetime.now(UTC))


# -- timing ----------------------------------------------------------------------------------------------------------


def _median(act: Callable[[T], object], each: Iterable[T]) -> float:
    times: list[float] = []
    for one in each:
        begun = time.process_time()
        act(one)
        times.append(time.process_time() - begun)
    return statistics.median(times) * 1000


def _once(act: Callable[[], object]) -> float:
    begun = time.process_time()
    act()
    return (time.process_time() - begun) * 1000


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], Path(sys.argv[2]))))
