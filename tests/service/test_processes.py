"""The service as a process: started, stopped, joined.  Killing it is told in test_killing.py."""

from pathlib import Path
from typing import Any

import psutil

from tests.builders.process import Service, begin, run, saved_as, serving
from tests.waiting import HANG_S

FOUND = """mutation($n: Int!, $code: ID!, $name: String!) {
  createUnit(input: {kind: STREET, code: $code, name: $name, start: "2025-01-01", population: $n},
             change: {reason: "durability"}) {
    __typename ... on ChangeApplied { revision } ... on ChangeRefused { message } } }"""
UNITS = "{ organization { units(first: 500) { nodes { code population } } } }"


def test_ctrl_c_stops_all_of_it_cleanly(tmp_path: Path) -> None:
    service = begin(tmp_path)
    children = psutil.Process(service.process.pid).children(recursive=True)
    assert any("java" in child.name() for child in children)
    assert service.stop() == 0
    _, alive = psutil.wait_procs(children, timeout=HANG_S)
    assert alive == []
    assert "Traceback" not in service.log.read_text()


def test_a_second_service_on_the_same_folder_says_who_holds_it(tmp_path: Path) -> None:
    with serving(tmp_path) as service:
        second = run(tmp_path, "serve", PORT=0)
        assert second.returncode == 2
        assert str(service.process.pid) in second.stderr
        assert "Traceback" not in second.stderr


def test_a_port_in_use_is_said_at_once(tmp_path: Path) -> None:
    with serving(tmp_path / "one") as service:
        second = run(tmp_path / "two", "serve", PORT=service.url.rsplit(":", 1)[1])
        assert second.returncode == 2
        assert "WANGGE_PORT" in second.stderr


def test_two_copies_run_side_by_side(tmp_path: Path) -> None:
    with serving(tmp_path / "one") as one, serving(tmp_path / "two") as two:
        assert _found(one, 1)["__typename"] == "ChangeApplied"
        assert len(one.ask(UNITS)["organization"]["units"]["nodes"]) == 1
        assert two.ask(UNITS)["organization"]["units"]["nodes"] == []


def test_settings_that_will_not_do_are_named(tmp_path: Path) -> None:
    refused = run(tmp_path, "serve", PORT="many", TIMEZONE="Mars/Olympus", HOST="0.0.0.0")  # noqa: S104 -- to be refused
    assert refused.returncode == 2
    assert "WANGGE_PORT" in refused.stderr
    assert "WANGGE_TIMEZONE" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_running_service_shows_an_import_within_a_second(tmp_path: Path) -> None:
    roster = tmp_path / "村.csv"
    roster.write_text("code,name\n370923001001,刘范村\n370923001002,高范村\n", encoding="utf-8")
    with serving(tmp_path / "data") as service:
        done = run(tmp_path / "data", "import", str(roster), "--yes", "--effective", "2025-01-01")
        service.await_revision(saved_as(done))
        codes = {unit["code"] for unit in service.ask(UNITS)["organization"]["units"]["nodes"]}
        assert {"370923001", "370923001001", "370923001002"} <= codes


def test_a_command_starts_neo4j_for_itself_when_no_service_runs(tmp_path: Path) -> None:
    roster = tmp_path / "村.csv"
    roster.write_text("code,name\n370923001001,刘范村\n", encoding="utf-8")
    assert run(tmp_path / "data", "import", str(roster), "--yes").returncode == 0
    exported = run(tmp_path / "data", "export", str(tmp_path / "all.xlsx"))
    assert exported.returncode == 0, exported.stderr
    again = run(tmp_path / "data", "import", str(tmp_path / "all.xlsx"), "--yes")
    assert "无变更" in again.stdout


def test_several_workers_serve_on_one_port_and_read_what_others_wrote(tmp_path: Path) -> None:
    with serving(tmp_path, WORKERS=2) as service:
        made = _found(service, 1)["revision"]
        query = "query($r: Int!) { organization(atLeastRevision: $r) { units { totalCount } } }"
        for _ in range(20):
            assert service.ask(query, r=made)["organization"]["units"]["totalCount"] == 1


def _found(service: Service, number: int) -> Any:
    return service.ask(FOUND, n=number, code=f"{number:09d}", name=f"街{number}")["createUnit"]
