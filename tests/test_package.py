"""What is declared, built and installed: every import has its declaration, and the wheel works in an empty folder."""

import ast
import re
import subprocess
import sys
import sysconfig
import tomllib
from collections.abc import Mapping
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest

from app.version import version
from tests.test_architecture import APART, ROOT, imports, modules, room_of

PROJECT: Mapping[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
UNSEEN = frozenset({"neo4j-rust-ext", "uvloop"})
"""Declared, imported by nobody of ours: neo4j and uvicorn take them where they are."""

TOOLS = frozenset({"coverage", "hatchling", "mypy", "pre-commit", "pytest-timeout", "ruff"})
"""For development, run and not imported."""

OURS = frozenset(path.stem for path in ROOT.iterdir() if path.is_dir() or path.suffix == ".py")


def names(requirements: list[str]) -> set[str]:
    """The names of distributions, as registries compare them."""
    return {re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", line.strip())[0]).lower() for line in requirements}


def distributions_of(paths: list[Path]) -> set[str]:
    """The distributions that files import from."""
    roots = {name.partition(".")[0] for path in paths for name in imports(path)}
    found = packages_distributions()
    strangers = {root for root in roots if root not in sys.stdlib_module_names and root not in OURS}
    assert strangers - set(found) == set()
    return names([found[root][0] for root in strangers])


def test_every_import_is_declared_and_every_declaration_is_needed() -> None:
    product = [path for module, path in modules().items() if room_of(module) != "bench"]
    assert distributions_of(product) == names(PROJECT["dependencies"]) - UNSEEN


def test_what_tests_and_benches_import_is_declared() -> None:
    apart = [*(ROOT / "tests").rglob("*.py"), *(ROOT / "bench").rglob("*.py")]
    extra = names(PROJECT["optional-dependencies"]["dev"])
    typed = {name for name in extra if name.startswith("types-")}
    assert distributions_of(apart) - names(PROJECT["dependencies"]) - {"uvloop"} == extra - TOOLS - typed


@pytest.mark.parametrize(("file", "extras"), [("runtime.txt", []), ("dev.txt", ["dev"])])
def test_what_is_declared_is_pinned_with_hashes_and_names_no_registry(file: str, extras: list[str]) -> None:
    text = (ROOT / "requirements" / file).read_text("utf-8")
    pinned = dict(re.findall(r"^([\w.-]+)==\S+.*\\$\n    --hash=(sha256:\w+)", text, re.MULTILINE))
    declared = [
        *PROJECT["dependencies"],
        *(line for extra in extras for line in PROJECT["optional-dependencies"][extra]),
    ]
    assert names(declared) <= set(pinned)
    assert "://" not in text


def test_every_room_that_runs_is_in_the_wheel() -> None:
    built = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    rooms = {path.relative_to(ROOT).parts[0] for path in modules().values()}
    assert rooms - APART - {"bench"} == set(built["only-include"]) - {"web/dist"}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment in which the wheel is installed; dependencies are those of this one."""
    folder = tmp_path_factory.mktemp("installed")
    run(ROOT, sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder))
    run(ROOT, sys.executable, "-m", "venv", "--without-pip", str(folder / "venv"))
    python = folder / "venv" / "bin" / "python"
    wheel = next(folder.glob("*.whl"))
    run(folder, sys.executable, "-m", "pip", "--python", str(python), "install", "--no-index", "--no-deps", str(wheel))
    packages = run(folder, str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
    (Path(packages) / "shared.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return python.parent


def run(folder: Path, *command: str) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_installed_command_says_its_version_and_its_help(installed: Path, tmp_path: Path) -> None:
    assert run(tmp_path, str(installed / "wangge"), "--version") == f"wangge {version()}\n"
    assert "Prove the graph against the journal" in run(tmp_path, str(installed / "wangge"), "check", "--help")
    assert list(tmp_path.iterdir()) == []


DATA = """
import sys, wangge
from pathlib import Path
house = Path(wangge.__file__).parent
sys.path.insert(0, str(house))
import server
from deploy.workers import COMMAND
from demo import POLICY
from demo.gazetteer import VILLAGE_LIST
from graph.engine.artifacts import cache_folder, read_lock
from graph.engine.house import command
from graph.record.migrations import migrations
from queries.cypher import questions
assert (server.DIST / "explorer.html").is_file() and list((server.DIST / "assets").iterdir())
assert COMMAND.parent == house and COMMAND.is_file()
assert POLICY and VILLAGE_LIST.is_file() and len(read_lock()) > 200 and migrations() and questions()
assert cache_folder() == Path.home() / ".cache" / "wangge"
assert command("serve") == "wangge serve"
print(house)
"""


def test_pages_migrations_cypher_lock_policy_and_villages_are_in_it(
    installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("WANGGE_CACHE", "XDG_CACHE_HOME", "PYTHONPATH"):
        monkeypatch.delenv(name, raising=False)
    house = Path(run(tmp_path, str(installed / "python"), "-c", DATA).strip())
    assert house.is_relative_to(installed.parent)


def test_it_is_in_nobody_elses_way(installed: Path) -> None:
    packages = next((installed.parent / "lib").glob("python*/site-packages"))
    assert {path.name for path in packages.iterdir() if "dist-info" not in path.name} <= {"wangge", "shared.pth"}


def test_the_entry_imports_nothing_of_ours_before_it_runs() -> None:
    tree = ast.parse((ROOT / "app" / "installed.py").read_bytes())
    outside = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    assert {alias.name for node in outside for alias in node.names} == {"runpy", "sys", "Path"}


def test_what_git_runs_before_a_commit_is_fetched_from_nowhere() -> None:
    text = (ROOT / ".pre-commit-config.yaml").read_text("utf-8")
    assert "://" not in text
    assert set(re.findall(r"repo: (\S+)", text)) == {"local"}
    assert set(re.findall(r"language: (\S+)", text)) == {"system"}
    assert {"ruff", "mypy"} <= set(re.findall(r"id: (\S+)", text))
