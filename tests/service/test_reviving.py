"""The service as a process whose Neo4j is killed, or has no disk left: it reads on, writes nothing, mends itself."""

import json
import shutil
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest

from tests.builders.process import REVISION, Service, launch, serving
from tests.fuzz.effort import EFFORT
from tests.service.test_killing import ANSWER, FOUND, UNITS
from tests.waiting import wait_until


def until(holds: Callable[[], bool], service: Service) -> None:
    """Wait for something of a service that is to live on."""
    wait_until(lambda: service.process.poll() is not None or holds(), lambda: service.log.read_text("utf-8"))
    assert service.process.poll() is None, service.log.read_text("utf-8")


def ready(service: Service) -> tuple[int, Any]:
    try:
        with urllib.request.urlopen(f"{service.url}/ready", timeout=60) as answer:  # noqa: S310 -- our own address
            return answer.status, json.load(answer)
    except HTTPError as refusal:
        return refusal.code, json.load(refusal)


def times_said(service: Service, words: str) -> int:
    return service.log.read_text("utf-8").count(words)


def founded(service: Service, number: int) -> Any:
    street = {"kind": "STREET", "code": f"{number:09d}", "name": f"街{number}", "start": "2025-01-01"}
    steps = [{"createUnit": street}]
    return service.ask(FOUND + ANSWER, steps=steps, reason=f"change {number}")["changed"]


@pytest.mark.parametrize(("workers", "times"), [(1, 1), (2, 5)] if EFFORT > 1 else [(2, 2)])
def test_neo4j_killed_so_many_times_is_started_again_so_many_times(tmp_path: Path, workers: int, times: int) -> None:
    with serving(tmp_path, WORKERS=workers) as service:
        for number in range(1, times + 1):
            until(lambda number=number: founded(service, number)["__typename"] == "ChangeApplied", service)  # type: ignore[misc]
            service.kill_neo4j()
            assert service.ask(REVISION)["organization"]["revision"] >= number
            until(lambda: ready(service)[1]["status"] == "behind", service)
            until(lambda number=number: times_said(service, "Neo4j answers again") == number, service)  # type: ignore[misc]
            until(lambda: ready(service)[0] == 200, service)
        until(lambda: service.ask(REVISION)["organization"]["revision"] == times + 1, service)
        log = service.log.read_text("utf-8")
        assert "it was killed" in log
        assert "Traceback" not in log


def test_while_neo4j_is_away_changes_are_refused_and_said_to_be(tmp_path: Path) -> None:
    with serving(tmp_path, WORKERS=2) as service:
        assert founded(service, 1)["__typename"] == "ChangeApplied"
        service.kill_neo4j()
        refused = founded(service, 2)
        assert refused["__typename"] == "ChangeApplied" or refused["code"] == "UNAVAILABLE"
        until(lambda: founded(service, 3)["__typename"] == "ChangeApplied", service)
        if refused["__typename"] != "ChangeApplied":
            assert founded(service, 2)["__typename"] == "ChangeApplied", "nothing of it was kept"


@pytest.mark.skipif(shutil.which("unshare") is None, reason="needs a small disk, which only Linux's unshare makes here")
def test_a_full_disk_that_is_emptied_again_needs_nobody(tmp_path: Path) -> None:
    """The database shuts, its server lives on; when there is room it is started again, with what was kept."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = f'mount -t tmpfs -o size=80m tmpfs {disk} && exec "$0" "$@"'
    with serving(disk / "data", before=["unshare", "--map-root-user", "--mount", "sh", "-c", mount]) as service:
        inside = Path(f"/proc/{service.process.pid}/root{disk}")
        assert founded(service, 1)["__typename"] == "ChangeApplied"
        with suppress(OSError), (inside / "filler").open("wb", buffering=0) as filler:
            while True:
                filler.write(bytes(65_536))
        kept, number = [1], 1
        while True:
            number += 1
            if founded(service, number)["__typename"] != "ChangeApplied":
                break
            kept.append(number)
        until(lambda: "shut its database" in str(ready(service)[1]["because"]), service)
        assert service.ask(REVISION)
        (inside / "filler").unlink()
        until(lambda: ready(service)[0] == 200, service)
        until(lambda: founded(service, number + 1)["__typename"] == "ChangeApplied", service)
        found = service.ask(UNITS)["organization"]["units"]["nodes"]
        assert {f"{each:09d}" for each in [*kept, number + 1]} <= {node["code"] for node in found}


def test_with_workers_the_service_says_that_it_is_ready_when_one_answers(tmp_path: Path) -> None:
    service = launch(tmp_path, WORKERS=2)
    try:
        service.await_said("Wangge is ready")
        assert ready(service)[0] in {200, 503}
    finally:
        service.stop()
    assert times_said(service, "Stopped.") == 1, "the workers have nothing to say of it"


def test_it_never_says_so_where_workers_only_die_and_says_that_instead(tmp_path: Path) -> None:
    """The second process that loads this module ends at once: the parent lives, no worker does."""
    (tmp_path / "sitecustomize.py").write_text("import os, sys\nif 'worker' in sys.argv: os._exit(7)\n")
    service = launch(tmp_path / "data", before=["env", f"PYTHONPATH={tmp_path}"], WORKERS=2)
    try:
        service.await_said("A worker has ended with status 7; another is started in")
        service.await_said("No worker has come up so far")
        assert "Wangge is ready" not in service.log.read_text("utf-8")
    finally:
        service.stop()


def test_a_worker_that_is_killed_is_started_again_and_said_to_be(tmp_path: Path) -> None:
    with serving(tmp_path, WORKERS=2) as service:
        before = {worker.pid for worker in service.workers()}
        service.workers()[0].kill()
        service.await_said("A worker was ended by SIGKILL; another is started in")
        until(lambda: len({worker.pid for worker in service.workers()} - before) == 1, service)
