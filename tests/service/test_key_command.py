"""Keys as an operator makes them, lists them and puts them out of force, beside a running service."""

import json
import re
import urllib.request
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from urllib.error import HTTPError

import pytest

from tests.builders.process import ANSWER_S, Service, run, serving
from tests.waiting import wait_until

REVISION = "{ organization { revision } }"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the service."""
    return tmp_path_factory.mktemp("keys")


@pytest.fixture(scope="module")
def service(data: Path) -> Iterator[Service]:
    """A service on a record that has no keys yet."""
    with serving(data, KEYS=True) as service:
        yield service


def test_without_any_key_it_is_said_how_to_make_the_first(service: Service) -> None:
    service.await_said(r"No key is in force.*\n  \S*wangge key create --name NAME --may admin")
    service.token = None
    with pytest.raises(HTTPError, match="401"):
        service.ask(REVISION)
    with urllib.request.urlopen(f"{service.url}/ready", timeout=ANSWER_S) as answer:  # noqa: S310 -- our own address
        assert json.load(answer) == {"status": "ready"}
    with pytest.raises(HTTPError, match="401"):
        urllib.request.urlopen(f"{service.url}/metrics", timeout=ANSWER_S)  # noqa: S310


def test_a_key_is_made_shown_once_listed_and_revoked_beside_a_running_service(service: Service, data: Path) -> None:
    made = run(data, "key", "create", "--name", "办公室", "--may", "read", ACTOR="operator")
    assert made.returncode == 0, made.stderr
    token = made.stdout.strip()
    assert re.fullmatch(r"wangge_[0-9a-f]{8}_[\w-]{43}", token)
    assert token not in made.stderr
    wait_until(lambda: answers(service, token))
    wait_until(lambda: "last used" in run(data, "key", "list").stdout)

    listed = run(data, "key", "list").stdout
    for part in ("办公室", "read", "everything", "by operator", "last used"):
        assert part in listed
    assert token not in listed

    assert run(data, "key", "revoke", "办公室").returncode == 0
    wait_until(lambda: not answers(service, token))
    assert "revoked" in run(data, "key", "list").stdout
    assert token not in service.log.read_text("utf-8")


def test_several_workers_know_a_new_key_and_a_revoked_one(tmp_path: Path) -> None:
    with serving(tmp_path, WORKERS=2, KEYS=True) as service:
        token = run(tmp_path, "key", "create", "--name", "热线", "--may", "read-contacts").stdout.strip()
        wait_until(lambda: all(answers(service, token) for _ in range(20)))
        run(tmp_path, "key", "revoke", "热线")
        wait_until(lambda: not any(answers(service, token) for _ in range(20)))


def test_a_key_is_limited_when_it_is_made(service: Service, data: Path, tmp_path: Path) -> None:
    document = tmp_path / "revision.graphql"
    document.write_text(REVISION, encoding="utf-8")
    tomorrow = (date.today() + timedelta(days=2)).isoformat()  # noqa: DTZ011 -- far enough in any zone

    def make(name: str, *words: str) -> str:
        made = run(data, "key", "create", "--name", name, "--may", "read", *words)
        assert made.returncode == 0, made.stderr
        return made.stdout.strip()

    bound = make("bound", "--document", str(document), "--expires", tomorrow)
    late = make("late", "--expires", "2026-01-01")
    wait_until(lambda: answers(service, bound))
    assert not answers(service, late)
    service.token = bound
    with pytest.raises(AssertionError, match="FORBIDDEN"):
        service.ask("{ organization { at } }")

    nowhere = run(data, "key", "create", "--name", "x", "--may", "write", "--under", "370999")
    assert nowhere.returncode == 2
    assert "370999" in nowhere.stderr
    listed = run(data, "key", "list").stdout
    assert "bound to revision.graphql" in listed
    assert f"expires {tomorrow}" in listed


def answers(service: Service, token: str) -> bool:
    """Say whether a question with this key is answered; only a refusal may come instead."""
    service.token = token
    try:
        service.ask(REVISION)
    except HTTPError as refused:
        if refused.code != 401:
            raise
        return False
    return True
