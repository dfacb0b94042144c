"""Killed at any instant under load, service and Neo4j lose nothing that was acknowledged and keep nothing by halves."""

import logging
import os
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPException
from pathlib import Path
from typing import Any

import pytest

from tests.builders.process import Service, begin, launch, run

ROUNDS = int(os.environ.get("KILL_ROUNDS", "6"))
SEED = int(os.environ.get("KILL_SEED", "20261124"))
WRITERS = 3
WRITING_S = (0.2, 2.0)
STARTING_S = (0.5, 9.0)
KINDS = ("worker", "worker", "starting", "service", "neo4j", "both")
"""What is killed in six rounds.  All but a worker takes Neo4j along, whose next start takes longest."""


log = logging.getLogger(__name__)

FOUND = """mutation($steps: [EditInput!]!, $reason: String!) {
  changed: applyChanges(steps: $steps, change: {reason: $reason}) { ...Answer } } """
RENAME = """mutation($code: ID!, $name: String!, $reason: String!) {
  changed: describeUnit(input: {code: $code, on: "2025-06-01", name: $name}, change: {reason: $reason}) { ...Answer } }
"""
ANSWER = """fragment Answer on ChangeResult {
  __typename ... on ChangeApplied { revision } ... on ChangeRefused { code message } }"""
JOURNAL = """query($after: String) { changes(first: 500, after: $after) {
  nodes { revision reason } pageInfo { hasNextPage endCursor } } }"""
UNITS = """query($after: String) { organization { units(first: 500, after: $after) {
  nodes { code } pageInfo { hasNextPage endCursor } } } }"""
VILLAGES = 3


class Load:
    """Writers that go on writing until told to stop, each change under a reason of its own; what was acknowledged."""

    def __init__(self) -> None:
        self.acknowledged: dict[str, int] = {}
        self.unanswered = 0
        self._number = 0
        self._founded: list[str] = []
        self._lock = threading.Lock()
        self._stop = threading.Event()

    @contextmanager
    def on(self, service: Service) -> Iterator[None]:
        """Write to a service while the context lasts, and until every answer that is still to come has come."""
        self._stop.clear()
        threads = [threading.Thread(target=self._write, args=(service,), daemon=True) for _ in range(WRITERS)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._stop.set()
            for thread in threads:
                thread.join()

    def _write(self, service: Service) -> None:
        while not self._stop.is_set():
            with self._lock:
                self._number += 1
                number, known = self._number, self._founded[-20:]
            query, variables, code = _change(number, known)
            try:
                answer = service.ask(query + ANSWER, reason=f"change {number}", **variables)["changed"]
            except (OSError, HTTPException, ValueError, AssertionError):
                with self._lock:
                    self.unanswered += 1
                self._stop.wait(0.05)
                continue
            with self._lock:
                if answer["__typename"] == "ChangeApplied":
                    self.acknowledged[f"change {number}"] = answer["revision"]
                    if code is not None:
                        self._founded.append(code)
                elif answer["code"] == "UNAVAILABLE":
                    self.unanswered += 1
                else:
                    # The other worker may not know yet what this one wrote, or may have renamed the same street first.
                    assert answer["code"] in {"CONFLICT", "NOT_FOUND"}, answer


def _change(number: int, known: list[str]) -> tuple[str, dict[str, Any], str | None]:
    """A change: a street founded with its villages, a dozen facts, or an older street renamed."""
    if number % 3 == 0 and known:
        return RENAME, {"code": known[number % len(known)], "name": f"改{number}"}, None
    code = f"{number:09d}"
    street = {"kind": "STREET", "code": code, "name": f"街{number}", "start": "2025-01-01"}
    villages = [
        {"kind": "VILLAGE", "code": f"{code}{n:03d}", "name": f"村{n}", "under": code, "start": "2025-01-01"}
        for n in range(1, VILLAGES + 1)
    ]
    return FOUND, {"steps": [{"createUnit": unit} for unit in (street, *villages)]}, code


@pytest.mark.timeout(1_800 + 600 * ROUNDS)  # so long that only what hangs is ended
def test_whatever_is_killed_what_was_acknowledged_is_there_once_and_nothing_by_halves(tmp_path: Path) -> None:
    """Rounds of writing from three sides: at a random instant a worker, the service, Neo4j or all of it is killed.

    A round may also kill all of it while it starts.  KILL_ROUNDS in the environment says how many rounds there are
    (6: one or two minutes), KILL_SEED which instants: both are for campaigns by hand,
    `--log-cli-level=INFO` tells its numbers.
    """
    chance, load = random.Random(SEED), Load()
    began, kills = time.monotonic(), Counter[str]()
    with ExitStack() as stack:
        service: Service | None = None
        for kind in _kinds(chance):
            kills[kind] += 1
            if kind == "starting":
                if service is not None:
                    service.stop()
                    service = None
                _kill_while_starting(tmp_path, chance.uniform(*STARTING_S))
            else:
                service = _round(service or _begun(tmp_path, stack), load, kind, chance)
        extra = _check_record(tmp_path, service or _begun(tmp_path, stack), load)
    log.info(
        "%d rounds in %.0f s, killed %s: %d changes acknowledged, all there once; %d not, %d of them there whole",
        ROUNDS,
        time.monotonic() - began,
        dict(kills),
        len(load.acknowledged),
        load.unanswered,
        extra,
    )
    assert load.acknowledged


def _begun(data: Path, stack: ExitStack) -> Service:
    """A service, ended at last unless it has been killed before."""
    service = begin(data, WORKERS=2)
    stack.callback(lambda: service.process.poll() is None and service.stop())
    return service


def _check_record(data: Path, service: Service, load: Load) -> int:
    """All that was acknowledged is there, once, as the revision that was said; how many others are there too."""
    kept = _reasons(service)
    assert {reason: kept.get(reason) for reason in load.acknowledged} == {
        reason: [revision] for reason, revision in load.acknowledged.items()
    }
    assert all(len(revisions) == 1 for revisions in kept.values()), "nothing is there twice"
    extra = [reason for reason in kept if reason.startswith("change ") and reason not in load.acknowledged]
    assert len(extra) <= load.unanswered
    _check_streets_are_whole(service)
    proof = run(data, "check", "--at", "2025-07-01")
    assert "Journal and graph: 0 differences" in proof.stdout, proof.stdout[:2_000] + proof.stderr
    return len(extra)


def _kinds(chance: random.Random) -> Iterator[str]:
    """What is killed in each round: all of the list, shuffled, then all of it again."""
    for number in range(ROUNDS):
        if number % len(KINDS) == 0:
            turn = chance.sample(KINDS, len(KINDS))
        yield turn[number % len(KINDS)]


def _round(service: Service, load: Load, kind: str, chance: random.Random) -> Service | None:
    """Write, kill, stop writing; the service if it lives on."""
    with load.on(service):
        time.sleep(chance.uniform(*WRITING_S))
        match kind:
            case "worker":
                for worker in service.workers()[:1]:
                    worker.kill()
                time.sleep(chance.uniform(*WRITING_S))
                return service
            case "neo4j":
                service.kill_neo4j()
                assert service.ask("{ organization { revision } }"), "reads go on from memory"
                service.kill_itself()
            case "service":
                service.kill_itself()
            case "both":
                service.kill()
    return None


def _kill_while_starting(data: Path, after_s: float) -> None:
    service = launch(data, WORKERS=2)
    time.sleep(after_s)
    assert service.process.poll() is None, service.log.read_text()
    service.kill()


def _reasons(service: Service) -> dict[str, list[int]]:
    """The revisions of each reason in the journal; an assertion unless the revisions run on without a gap."""
    found: dict[str, list[int]] = {}
    for node in _all(service, JOURNAL, lambda data: data["changes"]):
        found.setdefault(node["reason"], []).append(node["revision"])
    revisions = sorted(revision for each in found.values() for revision in each)
    assert revisions == list(range(1, len(revisions) + 1))
    return found


def _check_streets_are_whole(service: Service) -> None:
    codes = {node["code"] for node in _all(service, UNITS, lambda data: data["organization"]["units"])}
    villages = Counter(code[:9] for code in codes if len(code) == 12)
    assert villages == {code: VILLAGES for code in codes if len(code) == 9}


def _all(service: Service, query: str, connection: Any) -> Iterator[dict[str, Any]]:
    after: str | None = None
    while True:
        page = connection(service.ask(query, after=after))
        yield from page["nodes"]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            return
