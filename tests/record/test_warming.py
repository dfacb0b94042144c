"""Neo4j's practised start: the cache is made, used, and done without where it does not fit."""

import os
from pathlib import Path

import pytest

from graph.engine import java, launch
from graph.engine.artifacts import jars_folder
from graph.engine.embedded import RunningNeo4j, start
from graph.engine.java import start_cache
from graph.engine.launch import Options, prepare
from graph.record import warming
from graph.record.warming import warm
from tests.conftest import SMALL


def test_the_cache_is_made_once(neo4j_server: RunningNeo4j) -> None:
    assert neo4j_server.owned
    warm()
    assert start_cache().stat().st_size > 10_000_000
    assert not warm()


def test_a_start_uses_the_cache(tmp_path: Path) -> None:
    warm()
    folder = tmp_path / "neo4j"
    folder.mkdir()
    assert f"-XX:AOTCache={start_cache()}" in prepare(folder, SMALL).server_command()


def test_other_jars_and_other_javas_start_without_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    warm()
    folder = tmp_path / "neo4j"
    folder.mkdir()
    others = Options(jars=jars_folder(), heap_mib=256)
    assert not any("AOTCache=" in option for option in prepare(folder, others).server_command())
    monkeypatch.setattr(launch, "JAVA", Path("/another/java"))
    assert not any("AOTCache=" in option for option in prepare(folder, SMALL).server_command())


def test_a_damaged_cache_keeps_nothing_from_starting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    damaged = tmp_path / "damaged.aot"
    damaged.write_bytes(os.urandom(1 << 20))
    monkeypatch.setattr(java, "start_cache", lambda: damaged)
    monkeypatch.setattr(launch, "start_cache", lambda: damaged)
    with start(tmp_path / "neo4j", purpose="a damaged cache", options=SMALL) as neo4j:
        assert neo4j.poll() is None


def test_a_java_that_is_killed_as_it_writes_the_cache_keeps_nothing_from_being_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    never_made = tmp_path / "start.aot"
    monkeypatch.setattr(warming, "start_cache", lambda: never_made)
    monkeypatch.setattr(warming, "STOP_LIMIT_S", 0.01)
    monkeypatch.setattr(warming, "PEOPLE", 1)
    warming.main()
    assert "Java ended without writing down what it had practised" in capsys.readouterr().err
    assert not never_made.exists()
