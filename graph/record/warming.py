"""Spares Neo4j's later starts a third of their work: Java's ahead-of-time cache, made once by a start for practice.

Java writes down, as a practised Neo4j ends, the classes it has loaded and linked and what its compiler has learnt
(JEP 483, 514 and 515).  The cache holds for the very Java and the very jars alone; Java does without one that does not
fit, and so does a Neo4j that is not ours.
"""

import asyncio
import itertools
import shutil
import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import click
from filelock import FileLock

from graph.change import Change, Put
from graph.engine.artifacts import jars_folder
from graph.engine.embedded import Neo4jAddress, start
from graph.engine.errors import EngineError, Neo4jFailed
from graph.engine.java import start_cache
from graph.engine.launch import Options
from graph.facts import Fact, Holding, PartOf, Person, Unit, UnitState
from graph.live import LiveModel
from graph.record.bolt import BoltStore
from graph.words import GridType, Role, UnitKind

DAY: Final = date(2025, 1, 1)
PEOPLE: Final = 3_000
READINGS: Final = 5
STOP_LIMIT_S: Final = 900.0
"""As it ends Java works out what to write down: seconds on an idle machine, minutes on a busy one."""


def warm() -> bool:
    """Make the cache unless it is there; True if it was made.  Takes about 20 seconds.  Raises EngineError, OSError."""
    with FileLock(jars_folder() / ".warming"):
        if start_cache().is_file():
            return False
        with tempfile.TemporaryDirectory(prefix="wangge-") as folder:
            draft = Path(folder) / "start.aot"
            options = Options(start_cache_to_make=draft, stop_limit_s=STOP_LIMIT_S)
            with start(Path(folder) / "neo4j", purpose="practice", options=options) as neo4j:
                asyncio.run(practise(neo4j.address))
            if not draft.is_file():
                raise Neo4jFailed(
                    "Java ended without writing down what it had practised.",
                    remedy="Everything works without; `python -m graph.record.warming` tries again.",
                )
            _put_in_place(draft)
    return True


def _put_in_place(draft: Path) -> None:
    """From a folder that may lie on another disk, so that nobody ever reads half a cache; older ones go."""
    for stale in jars_folder().glob("*.aot"):
        stale.unlink()
    part = start_cache().with_suffix(".part")
    try:
        shutil.copyfile(draft, part)
        part.replace(start_cache())
    finally:
        part.unlink(missing_ok=True)


async def practise(address: Neo4jAddress) -> None:
    """What a start and a day's work ask of Neo4j: migrations, a change, and the model read again and again."""
    async with BoltStore.open(address.uri, address.user, address.password) as store:
        model = await LiveModel.start(store)
        at = datetime.now(UTC)
        await model.commit(Change(operations=tuple(Put(f) for f in _facts()), actor="wangge", reason="practice", at=at))
        for _ in range(READINGS):
            await store.load()
        first = replace(_person(0), name="again")
        await model.commit(Change(operations=(Put(first),), actor="wangge", reason="practice", at=at))
        await model.catch_up()


def _facts() -> list[Fact]:
    """A street without a county, and more people in one grid than any has: the rules about that come later."""
    codes = ("370923001", "370923001001", "370923001001001")
    kinds = (UnitKind.STREET, UnitKind.VILLAGE, UnitKind.GRID)
    facts: list[Fact] = [Unit(id=code, start=DAY, kind=kind) for code, kind in zip(codes, kinds, strict=True)]
    types = (None, None, GridType.GENERAL)
    facts += [
        UnitState(id=f"state-{code}", start=DAY, unit=code, name=code, grid_type=grid_type)
        for code, grid_type in zip(codes, types, strict=True)
    ]
    facts += [PartOf(id=f"part-{c}", start=DAY, child=c, parent=p) for p, c in itertools.pairwise(codes)]
    for number in range(PEOPLE):
        facts += [_person(number), _holding(number)]
    return facts


def _person(number: int) -> Person:
    return Person(id=f"person-{number}", start=DAY, name=f"{number}", fictitious=True)


def _holding(number: int) -> Holding:
    return Holding(
        id=f"holding-{number}", start=DAY, person=f"person-{number}", role=Role.INSTRUCTOR, of="370923001001001"
    )


def main() -> None:
    """What `make jars` runs; without the cache everything works, only later."""
    try:
        warm()
    except (EngineError, OSError) as error:
        click.echo(f"Neo4j will start as slowly as before, for its practice failed: {error}", err=True)


if __name__ == "__main__":
    main()
