"""Imports point down only, and the pure parts know no driver, no web, no clock and no dice.

server → schema → queries → graph, loaders → graph; `graph/*.py` is the core, `graph/store` the one adapter to Neo4j.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MAY_IMPORT = {
    "graph": {"graph"},
    "queries": {"queries", "graph"},
    "loaders": {"loaders", "graph"},
    "schema": {"schema", "queries", "graph"},
}
OURS = {"graph", "queries", "loaders", "schema", "server", "cli"}
OUTSIDE_WORLD = {
    "neo4j",
    "starlette",
    "strawberry",
    "graphql",
    "uvicorn",
    "httpx",
    "socket",
    "subprocess",
    "pydantic_settings",
}
CHANCE_AND_CLOCKS = {"time", "random", "secrets", "uuid"}
CLOCK_READINGS = {"now", "today", "utcnow"}

CORE = sorted((ROOT / "graph").glob("*.py"))
PURE = [*CORE, *sorted((ROOT / "queries").rglob("*.py"))]
LAYERED = [path for layer in MAY_IMPORT for path in sorted((ROOT / layer).rglob("*.py"))]


def imports(path: Path) -> Iterator[str]:
    """The full name of every module, or name in one, that a file imports, wherever in the file it does."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = path.relative_to(ROOT).parts[: -node.level] if node.level else ()
            yield from (".".join(filter(None, (*package, node.module, alias.name))) for alias in node.names)


def roots(path: Path) -> set[str]:
    return {name.partition(".")[0] for name in imports(path)}


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_imports_point_down_only() -> None:
    wrong = {name_of(path): roots(path) & OURS - MAY_IMPORT[path.relative_to(ROOT).parts[0]] for path in LAYERED}
    assert {path: names for path, names in wrong.items() if names} == {}


def test_the_core_knows_no_store() -> None:
    assert [name_of(path) for path in PURE if any(name.startswith("graph.store") for name in imports(path))] == []


def test_only_bolt_speaks_to_neo4j() -> None:
    speakers = [name_of(path) for path in (*LAYERED, *ROOT.glob("*.py")) if "neo4j" in roots(path)]
    assert set(speakers) <= {"graph/store/bolt.py"}


def test_the_core_and_the_questions_know_no_driver_no_web_no_chance_and_no_clock() -> None:
    wrong = {name_of(path): roots(path) & (OUTSIDE_WORLD | CHANCE_AND_CLOCKS) for path in PURE}
    assert {path: names for path, names in wrong.items() if names} == {}


def test_the_core_and_the_questions_read_no_clock() -> None:
    read = [
        f"{name_of(path)}:{node.lineno} .{node.attr}"
        for path in PURE
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.Attribute) and node.attr in CLOCK_READINGS
    ]
    assert read == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("import neo4j.time", {"neo4j"}),
        ("from graph.store import bolt", {"graph"}),
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
