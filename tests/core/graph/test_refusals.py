"""What is refused is refused in the same words, in the same order, on every machine."""

import subprocess
import sys
from pathlib import Path

PROGRAM = """
from datetime import date
from graph.apply import apply
from graph.errors import RuleViolated
from graph.words import Role, UnitKind
from tests.builders.organisations import FIRST, Builder

town = Builder()
grids = [town.unit(UnitKind.GRID, village)
         for village in [town.unit(UnitKind.VILLAGE, town.unit(UnitKind.STREET)) for _ in range(3)]]
people = [town.person() for _ in range(4)]
for grid in grids:
    for person in people:
        town.appoint(person, Role.GRID_CHIEF, grid)
    town.state(grid, "again")
for order in range(1, 4):
    town.rung(order, Role.EXPERT, UnitKind.STREET)
    town.template()
try:
    town.organisation().snapshot()
except RuleViolated as refused:
    for problem in refused.problems:
        print(problem)
"""


def test_the_problems_of_a_change_come_in_one_order_whatever_the_hash_seed() -> None:
    root = Path(__file__).parents[3]
    told = [
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            cwd=root,
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout.decode()
        for seed in ("1", "2", "3")
    ]
    assert told[0]
    assert told[0] == told[1] == told[2]
