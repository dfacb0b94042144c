"""The plan of the house: every folder is a room, imports point down only, and none goes round in a circle.

The pure rooms know no driver, no web, no clock and no dice; `graph/record` alone speaks to Neo4j.
"""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

FLOORS: Mapping[str, tuple[str, ...]] = {
    "command": ("cli", "bench"),
    "app": ("app.commands", "app"),
    "deploy": ("deploy",),
    "server": ("server",),
    "schema": (
        "schema.http",
        "schema",
        "schema.cases",
        "schema.changes",
        "schema.types",
        "schema.running",
        "schema.compiled",
        "schema.limits",
    ),
    "demo": ("demo",),
    "loaders": (
        "loaders",
        "loaders.calendars",
        "loaders.outlines",
        "loaders.resolve",
        "loaders.rows",
        "loaders.tables",
        "loaders.cells",
        "loaders.sheets",
        "loaders.sheets.workbooks",
    ),
    "queries": (
        "queries.checks",
        "queries",
        "queries.cypher",
        "queries.cases",
        "queries.duty",
        "queries.cover",
        "queries.places",
    ),
    "record": ("graph.record", "graph.record.migrations", "graph.engine"),
    "core": (
        "graph.edits",
        "graph.access",
        "graph.decisions",
        "graph.duty",
        "graph",
        "graph.facts",
        "graph.rules",
        "graph.space",
        "graph.time",
        "graph.messages",
    ),
}
"""Every floor from the top down, with its rooms."""

BELOW: Mapping[str, frozenset[str]] = {
    "command": frozenset(
        {"command", "app", "deploy", "server", "schema", "demo", "loaders", "queries", "record", "core"}
    ),
    "app": frozenset({"app", "deploy", "server", "schema", "demo", "loaders", "queries", "record", "core"}),
    "deploy": frozenset({"deploy", "server", "schema", "record", "core"}),
    "server": frozenset({"schema", "record", "core"}),
    "schema": frozenset({"schema", "queries", "record", "core"}),
    "demo": frozenset({"demo", "loaders", "record", "core"}),
    "loaders": frozenset({"loaders", "core"}),
    "queries": frozenset({"queries", "core"}),
    "record": frozenset({"record", "core"}),
    "core": frozenset({"core"}),
}
"""What each floor may import."""

PURE_FLOORS = frozenset({"core", "queries"})
OUTSIDE_WORLD = frozenset(
    {"neo4j", "starlette", "strawberry", "graphql", "uvicorn", "httpx", "socket", "subprocess", "pydantic_settings"}
)
CHANCE_AND_CLOCKS = frozenset({"time", "random", "secrets", "uuid"})
CLOCK_READINGS = frozenset({"now", "today", "utcnow"})
FLOOR_OF = {room: floor for floor, rooms in FLOORS.items() for room in rooms}
APART = frozenset({"tests", "web", "docs", "requirements"})
"""Folders that are no part of what runs."""


@cache
def modules() -> dict[str, Path]:
    """Every module of ours by its name."""
    files = [*ROOT.glob("*.py")]
    for folder in ROOT.iterdir():
        if folder.is_dir() and folder.name not in APART and folder.name[0] not in "._" and folder.name != "data":
            files += folder.rglob("*.py")
    return {name_of(path): path for path in files}


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> str:
    """The folder that a module stands in, or the module itself on the top level."""
    path = modules()[module]
    folder = path.parent.relative_to(ROOT).parts
    return ".".join(folder) or module


def imports(path: Path) -> Iterator[str]:
    """The full name of every module, or name in one, that a file imports, wherever in the file and for whatever."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = path.relative_to(ROOT).parts[: -node.level] if node.level else ()
            yield from (".".join(filter(None, (*package, node.module, alias.name))) for alias in node.names)


def roots(path: Path) -> set[str]:
    return {name.partition(".")[0] for name in imports(path)}


@cache
def ours() -> dict[str, set[str]]:
    """Module -> those of ours that it imports."""
    found: dict[str, set[str]] = {}
    for module, path in modules().items():
        named = {name if name in modules() else name.rpartition(".")[0] for name in imports(path)}
        found[module] = (named & set(modules())) - {module}
    return found


def on_floors(floors: frozenset[str]) -> list[str]:
    return [module for module in modules() if FLOOR_OF[room_of(module)] in floors]


def test_every_folder_is_a_room_of_the_plan() -> None:
    assert {room_of(module) for module in modules()} == set(FLOOR_OF)


def test_imports_point_down_only() -> None:
    wrong = {
        (module, other)
        for module, others in ours().items()
        for other in others
        if FLOOR_OF[room_of(other)] not in BELOW[FLOOR_OF[room_of(module)]]
    }
    assert wrong == set()


def test_no_modules_import_each_other() -> None:
    """Not even for types: `TypedDict`, `TYPE_CHECKING` and imports inside functions count."""
    assert len(list(TopologicalSorter(ours()).static_order())) == len(modules())


@pytest.mark.parametrize("floor", ["core", "queries", "loaders", "schema", "record", "app"])
def test_rooms_of_a_floor_do_not_lean_on_each_other_both_ways(floor: str) -> None:
    """The modules of a folder that has folders in it, or stands in one such, count each by itself."""
    halls = {room for room in FLOORS[floor] if any(other.startswith(f"{room}.") for other in FLOORS[floor])}
    halls |= {room for room in FLOORS[floor] if room.rpartition(".")[0] in halls and room.count(".") > 1}

    def place(module: str) -> str:
        room = room_of(module)
        return module if room in halls else room

    leaning: dict[str, set[str]] = {}
    for module, others in ours().items():
        inside = {place(other) for other in others if FLOOR_OF[room_of(other)] == floor}
        if FLOOR_OF[room_of(module)] == floor:
            leaning.setdefault(place(module), set()).update(inside - {place(module)})
    assert set(TopologicalSorter(leaning).static_order()) >= set(leaning)


def test_only_bolt_speaks_to_neo4j() -> None:
    speakers = {module for module, path in modules().items() if "neo4j" in roots(path)}
    assert {module for module in speakers if room_of(module) != "bench"} == {"graph.record.bolt"}


def test_the_core_and_the_questions_know_no_driver_no_web_no_chance_and_no_clock() -> None:
    never = OUTSIDE_WORLD | CHANCE_AND_CLOCKS
    wrong = {module: roots(modules()[module]) & never for module in on_floors(PURE_FLOORS)}
    assert {module: names for module, names in wrong.items() if names} == {}


def test_the_core_and_the_questions_read_no_clock() -> None:
    read = [
        f"{module}:{node.lineno} .{node.func.attr}()"
        for module in on_floors(PURE_FLOORS)
        for node in ast.walk(ast.parse(modules()[module].read_bytes()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCK_READINGS
    ]
    assert read == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("import neo4j.time", {"neo4j"}),
        ("from graph.record import bolt", {"graph"}),
        ("def f():\n    import random", {"random"}),
        ("from .. import schema", {"schema"}),
        ("from . import rows", {"graph"}),
    ],
)
def test_no_import_is_overlooked(
    line: str, expected: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    file = tmp_path / "graph" / "new.py"
    file.parent.mkdir()
    file.write_text(line)
    assert roots(file) == expected


def test_the_entry_names_commands_and_decides_nothing() -> None:
    tree = ast.parse((ROOT / "cli.py").read_bytes())
    assert [node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)] == ["wangge"]
    assert {name.partition(".")[0] for name in ours()["cli"]} == {"app"}
