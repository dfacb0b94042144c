"""Whose contacts were shown is logged before they are, whatever is killed and whatever can't be written."""

import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError

import psutil
import pytest

from tests.builders.process import Service, begin, run
from tests.fuzz.effort import EFFORT

PEOPLE = 20
PHONE = "query Phone($id: ID!) { organization(atLeastRevision: 2) { person(id: $id) { id phone } } }"
NODES = "{ organization(atLeastRevision: 2) { people(first: 100) { nodes { id } } } }"
LOG = "query($before: DateTime) { accesses(first: 500, before: $before) { at keyName people operation source } }"

pytestmark = pytest.mark.timeout(900)  # services that start a Neo4j each


@contextmanager
def started(data: Path, workers: int = 1) -> Iterator[Service]:
    """A service that asks for keys; ended at last unless it was killed."""
    service = begin(data, KEYS=True, WORKERS=workers)
    try:
        yield service
    finally:
        if service.process.poll() is None:
            service.stop()


def key(data: Path, name: str) -> str:
    """A key that may do everything, of a service that runs."""
    made = run(data, "key", "create", "--name", name, "--may", "admin")
    assert made.returncode == 0, made.stderr
    return made.stdout.strip()


def peopled(service: Service, token: str) -> list[str]:
    """Twenty people with numbers; their ids."""
    service.token = token
    steps = [
        {"addPerson": {"name": f"周{'甲乙丙丁戊己庚辛壬癸'[n % 10]}", "phone": f"138{n:08d}", "start": "2025-01-01"}}
        for n in range(PEOPLE)
    ]
    made = """mutation($steps: [EditInput!]!) {
      applyChanges(steps: $steps, change: {reason: "登记"}) { __typename ... on ChangeRefused { message } } }"""
    await_key(service)
    assert service.ask(made, steps=steps)["applyChanges"]["__typename"] == "ChangeApplied"
    return [node["id"] for node in service.ask(NODES)["organization"]["people"]["nodes"]]


def await_key(service: Service) -> None:
    """Wait until every worker knows the key."""
    for _ in range(600):
        try:
            for _ in range(8):
                service.ask("{ organization { revision } }")
        except HTTPError:
            threading.Event().wait(0.1)
        else:
            return
    raise AssertionError("the key is not known")


def shown(service: Service, person: str) -> str | None:
    """The number that an answer shows, if one comes; masked ones have stars."""
    try:
        phone: str = service.ask(PHONE, id=person)["organization"]["person"]["phone"]
    except (OSError, HTTPException, ValueError):
        return None
    return phone


def is_whole(phone: str | None) -> bool:
    """Whether a number is shown whole, not masked; an assertion if no answer came."""
    assert phone is not None, "no answer"
    return "*" not in phone


def logged(service: Service) -> Counter[str]:
    """How often each person's number was shown, by the log."""
    found: Counter[str] = Counter()
    before = None
    while entries := service.ask(LOG, before=before)["accesses"]:
        for entry in entries:
            if entry["operation"] == "Phone":
                found.update(entry["people"])
        before = entries[-1]["at"]
        if len(entries) < 500:
            break
    return found


@pytest.mark.parametrize("workers", [1, 2] if EFFORT > 1 else [2])
def test_numbers_that_were_shown_are_all_logged_though_the_service_is_killed_at_once(
    tmp_path: Path, workers: int
) -> None:
    with started(tmp_path, workers) as service:
        people = peopled(service, token := key(tmp_path, "热线"))
        assert [is_whole(shown(service, person)) for person in people] == [True] * PEOPLE
        service.kill()
    with started(tmp_path, workers) as service:
        service.token = token
        assert logged(service) == Counter(people), "each of them, once"
        proved = run(tmp_path, "audit", "verify")
        assert (proved.returncode, "0 faults" in proved.stdout) == (0, True), proved.stdout


def test_under_load_every_number_that_came_is_logged_and_none_twice(tmp_path: Path) -> None:
    """Killed in the midst of it, worker by worker and then all; in `make fuzz` twice."""
    came: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    token = ""
    for _ in range(2 if EFFORT > 1 else 1):
        with started(tmp_path, workers=2) as service:
            people = peopled(service, token := token or key(tmp_path, "热线")) if not asked else sorted(asked)
            service.token = token
            await_key(service)
            enough, stop = threading.Event(), threading.Event()

            def ask(number: int, service: Service = service, people: list[str] = people) -> None:
                turn = number
                while not stop.is_set():  # noqa: B023 -- it ends before the next round
                    person = people[turn % PEOPLE]
                    turn += 1
                    asked[person] += 1
                    phone = shown(service, person)
                    if phone is not None:
                        assert "*" not in phone
                        came[person] += 1
                    if sum(came.values()) % 200 == 199:
                        enough.set()  # noqa: B023 -- as above

            with ThreadPoolExecutor(4) as crowd:
                asking = [crowd.submit(ask, number) for number in range(4)]
                enough.wait(60)
                for worker in service.workers()[:1]:
                    worker.kill()
                threading.Event().wait(0.5)
                service.kill()
                stop.set()
                for each in asking:
                    each.result()
    with started(tmp_path) as service:
        service.token = token
        found = logged(service)
        assert all(came[person] <= found[person] <= asked[person] for person in asked), (came, found, asked)
        assert sum(came.values()) > PEOPLE
        assert "0 faults" in run(tmp_path, "audit", "verify").stdout


def test_numbers_are_masked_while_the_log_can_t_be_written_and_shown_when_it_can(tmp_path: Path) -> None:
    """On a disk that is full, then with its folder gone."""
    with started(tmp_path) as service:
        people = peopled(service, key(tmp_path, "热线"))
        assert is_whole(shown(service, people[0]))
        with no_longer_files(service, tmp_path / "accesses"):
            assert [is_whole(shown(service, person)) for person in people] == [False] * PEOPLE
        assert is_whole(shown(service, people[0]))
        folder = tmp_path / "accesses"
        folder.rename(tmp_path / "elsewhere")
        folder.write_text("in the way")
        assert [is_whole(shown(service, person)) for person in people] == [False] * PEOPLE
        service.await_said("access log .* can't be written, so contacts are masked")
        folder.unlink()
        (tmp_path / "elsewhere").rename(folder)
        assert [is_whole(shown(service, person)) for person in people] == [True] * PEOPLE
        service.await_said("access log .* is written again")
        assert logged(service) == Counter(people) + Counter(people[:1] * 2)


@contextmanager
def no_longer_files(service: Service, folder: Path) -> Iterator[None]:
    """Let the service write no byte more to any file than the log has by now, as on a full disk."""
    size = max(file.stat().st_size for file in folder.glob("*.log"))
    process = psutil.Process(service.process.pid)
    before = process.rlimit(psutil.RLIMIT_FSIZE)
    process.rlimit(psutil.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        process.rlimit(psutil.RLIMIT_FSIZE, before)


def test_numbers_are_shown_and_logged_while_neo4j_is_away(tmp_path: Path) -> None:
    with started(tmp_path) as service:
        people = peopled(service, token := key(tmp_path, "热线"))
        service.kill_neo4j()
        assert [is_whole(shown(service, person)) for person in people] == [True] * PEOPLE
        service.kill_itself()
    with started(tmp_path) as service:
        service.token = token
        assert logged(service) == Counter(people)
