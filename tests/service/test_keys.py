"""Who may: keys, their rights over a subtree, what they cannot see, and the log of what they saw."""

import asyncio
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from graph.access.grants import Key, Right, digest_of
from graph.live import LiveModel
from graph.record.bolt import BoltStore
from graph.record.demo_key import demo_key
from graph.record.opening import start_model
from graph.record.security import Guard, SecurityStore, new_key
from schema.settings import Settings
from server import create_app
from tests.builders.street import FIRST, GRID, PHONE, SECOND, founding

ZONE = ZoneInfo("Asia/Shanghai")
PHONES = "{ organization { people { nodes { id name phone } } } }"


@dataclass
class Service:
    """A service in this process, on the real record."""

    runner: asyncio.Runner
    model: LiveModel
    guard: Guard
    client: httpx.AsyncClient

    def key(self, right: Right, **details: Any) -> str:
        """Make a key and let the service know of it; its token."""
        made = {"under": None, "expires": None, "documents": {}} | details
        name = str(made.pop("name", right.value))
        key, token = new_key(name, right, created=datetime.now(UTC), creator="tests", **made)
        self.runner.run(self.guard.security.add(key))
        self.runner.run(self.guard.tend())
        return token

    def ask(self, token: str | None, query: str, **variables: Any) -> httpx.Response:
        """Send a GraphQL request."""
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        body = {"query": query, "variables": variables}
        return self.runner.run(self.client.post("/graphql", json=body, headers=headers))

    def data(self, token: str | None, query: str, **variables: Any) -> Any:
        """Send a GraphQL request that has to succeed; its data."""
        answer = self.ask(token, query, **variables).json()
        assert "errors" not in answer, answer
        return answer["data"]


@pytest.fixture
def service(store: BoltStore, runner: asyncio.Runner, tmp_path: Path) -> Iterator[Service]:
    async def start() -> Service:
        model = await start_model(store)
        await model.decide(founding)
        guard = await Guard.start(store, tmp_path)
        app = create_app(Settings(), model, guard)
        client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test")
        return Service(runner, model, guard, client)

    started = runner.run(start())
    yield started
    runner.run(started.client.aclose())
    runner.run(started.guard.close())


def test_without_a_key_only_health_and_the_empty_page_answer(service: Service) -> None:
    def status(path: str, **headers: str) -> int:
        return service.runner.run(service.client.get(path, headers=headers)).status_code

    assert status("/health") == 200
    assert status("/graphql", Accept="text/html") == 200
    assert status("/") == 307
    assert status("/assets/none.js") == 404


ASKED = "/graphql?query={organization{revision}}"
CLOSED = ("/ready/", "/metrics", "/schema.graphql", "/graphql", ASKED, "/graphql/", "/healthy", "/assets", "//health")


def test_without_a_key_readiness_is_told_and_nothing_else(service: Service) -> None:
    def ready(**headers: str) -> Any:
        answer = service.runner.run(service.client.get("/ready", headers=headers))
        return answer.status_code, answer.json()

    key = f"Bearer {service.key(Right.READ)}"
    assert ready() == (200, {"status": "ready"})
    status, told = ready(Authorization=key)
    assert (status, set(told)) == (200, {"status", "revision", "facts", "secondsOld", "because"})
    service.model.behind = "The database is away."
    assert ready() == (503, {"status": "behind"})
    status, told = ready(Authorization=key)
    assert (status, told["because"]) == (503, "The database is away.")
    assert ready(Authorization="Bearer none")[0] == 401
    refuses(service.runner.run(service.client.post("/ready")))


def test_every_other_path_is_refused_in_json(service: Service) -> None:
    for path, method in product(CLOSED, ("GET", "POST", "PUT", "OPTIONS")):
        answer = service.runner.run(service.client.request(method, f"http://test{path}"))
        refuses(answer)
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_question_in_the_address_gets_no_page_but_a_refusal(service: Service) -> None:
    refuses(service.runner.run(service.client.get(ASKED, headers={"Accept": "text/html"})))
    refuses(service.runner.run(service.client.post("/graphql", headers={"Accept": "text/html"})))


def test_a_header_without_a_known_key_is_refused(service: Service) -> None:
    for header in (
        "",
        "Bearer",
        "Bearer ",
        "Bearer x",
        "Bearer wangge_deadbeef_x",
        "Basic d2FuZ2dlOng=",
        "Bearer 密钥",
    ):
        headers = [(b"Authorization", header.encode())]
        refuses(service.runner.run(service.client.post("/graphql", json={"query": PHONES}, headers=headers)))


def test_with_any_key_every_path_answers(service: Service) -> None:
    headers = {"Authorization": f"bearer {service.key(Right.READ)}"}
    for path in ("/ready", "/metrics", "/schema.graphql", ASKED):
        assert service.runner.run(service.client.get(path, headers=headers)).status_code == 200, path


def test_the_digest_of_a_key_opens_nothing(service: Service) -> None:
    service.key(Right.ADMIN)
    [key] = service.guard.ring.all()
    refuses(service.ask(key.digest, PHONES))
    refuses(service.ask(f"wangge_{key.id}_{key.digest}", PHONES))


def test_a_service_that_needs_keys_is_not_built_without_a_guard(service: Service) -> None:
    with pytest.raises(ValueError, match="guard"):
        create_app(Settings(), service.model, None)


def refuses(answer: httpx.Response) -> None:
    """Assert that it is the refusal of a request without a key in force, in words."""
    assert answer.status_code == 401
    body = answer.json()
    assert body["data"] is None
    [error] = body["errors"]
    assert error["extensions"]["code"] == "UNAUTHENTICATED"
    assert re.search("[\u4e00-\u9fff]", error["message"])


def test_a_reader_sees_masked_numbers_and_a_reader_of_contacts_whole_ones_in_its_subtree(service: Service) -> None:
    def phones(token: str) -> dict[str, str]:
        return {p["name"]: p["phone"] for p in service.data(token, PHONES)["organization"]["people"]["nodes"]}

    masked = {"甲长": "*********01", "乙长": "*********02"}
    assert phones(service.key(Right.READ)) == masked
    assert phones(service.key(Right.READ_CONTACTS)) == {"甲长": PHONE[FIRST], "乙长": PHONE[SECOND]}
    assert phones(service.key(Right.READ_CONTACTS, under=FIRST)) == masked | {"甲长": PHONE[FIRST]}
    assert phones(service.key(Right.WRITE, under=SECOND)) == masked | {"乙长": PHONE[SECOND]}


RENAME = """mutation($code: ID!, $name: String!, $on: Date!) {
  describeUnit(input: {code: $code, name: $name, on: $on}, change: {reason: "更名"}) {
    __typename
    ... on ChangeApplied { change { actor } }
    ... on ChangeRefused { code problems { rule ids } }
  }
}"""


def test_a_writer_writes_in_its_subtree_alone(service: Service) -> None:
    token = service.key(Right.WRITE, under=FIRST, name="甲村文书")
    before = service.model.snapshot.revision

    outside = service.data(token, RENAME, code=GRID[SECOND], name="乙改", on="2025-06-01")["describeUnit"]
    assert (outside["__typename"], outside["code"]) == ("ChangeRefused", "FORBIDDEN")
    assert service.model.snapshot.revision == before

    inside = service.data(token, RENAME, code=GRID[FIRST], name="甲改", on="2025-06-01")["describeUnit"]
    assert inside == {"__typename": "ChangeApplied", "change": {"actor": "甲村文书"}}

    standard = """mutation { setStaffing(input: {role: ASSISTANT, unitKind: VILLAGE, minimum: 1, on: "2026-01-01"},
      change: {reason: "全局"}) { ... on ChangeRefused { code } } }"""
    assert service.data(token, standard)["setStaffing"] == {"code": "FORBIDDEN"}

    policy = """mutation { setPolicy(input: {document: "[", on: "2026-01-01"}, change: {reason: "全局"}) {
      ... on ChangeRefused { code } } }"""
    steps = """mutation { applyChanges(steps: [{setPolicy: {document: "[", on: "2026-01-01"}}],
      change: {reason: "全局"}) { ... on ChangeRefused { code } } }"""
    assert service.data(token, policy)["setPolicy"] == {"code": "FORBIDDEN"}, "before it is read"
    assert service.data(token, steps)["applyChanges"] == {"code": "FORBIDDEN"}


def test_a_reader_writes_nothing(service: Service) -> None:
    refused = service.data(service.key(Right.READ), RENAME, code=GRID[FIRST], name="改", on="2025-06-01")
    assert refused["describeUnit"]["code"] == "FORBIDDEN"


def test_a_writer_founds_units_in_its_reach_alone(service: Service) -> None:
    found = """mutation($under: ID!) {
      createUnit(input: {kind: GRID, name: "新格", gridType: GENERAL, under: $under, start: "2026-01-01"},
        change: {reason: "新设"}) { __typename ... on ChangeRefused { code } } }"""
    token = service.key(Right.WRITE, under=FIRST)
    assert service.data(token, found, under=SECOND)["createUnit"]["code"] == "FORBIDDEN"
    assert service.data(token, found, under=FIRST)["createUnit"]["__typename"] == "ChangeApplied"


RENUMBER = """mutation($code: ID!, $new: ID!, $on: Date!) {
  renumberUnit(input: {code: $code, newCode: $new, on: $on}, change: {reason: "换号"}) {
    __typename ... on ChangeRefused { code message } } }"""


def test_a_key_goes_on_with_its_renumbered_village(service: Service) -> None:
    token, new = service.key(Right.WRITE, under=FIRST), f"{FIRST[:-3]}009"
    today = datetime.now(ZONE).date().isoformat()
    made = service.data(service.key(Right.ADMIN), RENUMBER, code=FIRST, new=new, on=today)
    assert made["renumberUnit"]["__typename"] == "ChangeApplied"
    shown = {p["name"]: p["phone"] for p in service.data(token, PHONES)["organization"]["people"]["nodes"]}
    assert shown["甲长"] == PHONE[FIRST]
    assert shown["乙长"] != PHONE[SECOND]
    assert (
        service.data(token, RENAME, code=new, name="甲新村", on=today)["describeUnit"]["__typename"] == "ChangeApplied"
    )


def test_a_guess_at_a_number_out_of_reach_is_not_answered(service: Service) -> None:
    """Nothing would change: that answer would tell that the guess is right, so what lies outside is refused before."""
    correct = """mutation($person: ID!, $phone: String!) {
      correctPerson(input: {person: $person, phone: $phone}, change: {reason: "猜", dryRun: true}) {
        ... on ChangeRefused { code message } } }"""
    token = service.key(Right.WRITE, under=FIRST)
    people = service.data(token, PHONES)["organization"]["people"]["nodes"]
    other = next(p["id"] for p in people if p["name"] == "乙长")
    right, wrong = (service.data(token, correct, person=other, phone=p) for p in (PHONE[SECOND], "13899999999"))
    assert right == wrong
    assert right["correctPerson"]["code"] == "FORBIDDEN"


def test_who_audits_reads_the_log_and_nothing_else(service: Service) -> None:
    token = service.key(Right.AUDIT)
    assert service.data(token, "{ accesses { keyName } }")["accesses"] == []
    people = service.ask(token, PHONES).json()
    assert people["data"] is None
    assert people["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    limited = service.ask(service.key(Right.ADMIN, under=FIRST), "{ accesses { keyName } }").json()
    assert limited["errors"][0]["extensions"]["code"] == "FORBIDDEN"


UNDO = """mutation($id: ID!) { undo(id: $id, change: {reason: "撤回"}) {
  __typename ... on ChangeRefused { code problems { rule message } } } }"""


def test_what_lies_outside_can_not_be_undone_and_is_not_looked_at(service: Service) -> None:
    refused = service.data(service.key(Right.WRITE, under=FIRST), UNDO, id="change-2")["undo"]
    assert (refused["code"], refused["problems"][0]["rule"]) == ("FORBIDDEN", "out-of-reach")


def test_a_change_can_be_undone_once_what_was_built_upon_it_is_undone(service: Service) -> None:
    token, made = service.key(Right.WRITE), []
    for name in ("一", "二"):
        service.data(token, RENAME, code=GRID[FIRST], name=name, on="2025-06-01")
        made.append(f"change-{service.model.snapshot.revision}")
    first, second = made
    assert service.data(token, UNDO, id=first)["undo"]["problems"][0]["rule"] == "built-upon"
    assert service.data(token, UNDO, id=second)["undo"] == {"__typename": "ChangeApplied"}
    assert service.data(token, UNDO, id=first)["undo"] == {"__typename": "ChangeApplied"}
    assert service.data(token, UNDO, id=first)["undo"]["problems"][0]["rule"] == "built-upon"


def test_revoked_and_expired_keys_are_refused(service: Service) -> None:
    token = service.key(Right.READ, name="旧")
    assert service.ask(token, PHONES).status_code == 200
    service.runner.run(service.guard.security.revoke("旧", datetime.now(UTC)))
    service.runner.run(service.guard.tend())
    refuses(service.ask(token, PHONES))

    late = service.key(Right.READ, expires=datetime.now(UTC) - timedelta(seconds=1))
    refuses(service.ask(late, PHONES))


def test_a_key_bound_to_documents_answers_those_alone(service: Service) -> None:
    token = service.key(Right.READ, documents={"phones": digest_of(PHONES)})
    assert "errors" not in service.ask(token, PHONES).json()
    other = service.ask(token, "{ organization { revision } }").json()
    assert other["data"] is None
    assert other["errors"][0]["extensions"]["code"] == "FORBIDDEN"


def test_contacts_read_are_logged_with_who_whom_when_and_for_which_request(service: Service) -> None:
    reader = service.key(Right.READ_CONTACTS, under=FIRST, name="热线")
    shown = service.data(reader, "query Phones " + PHONES)["organization"]["people"]["nodes"]
    service.runner.run(service.guard.tend())

    log = '{ accesses(before: "2099-01-01T00:00:00") { keyName operation people request at } }'
    refused = service.ask(reader, log).json()
    assert refused["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    [entry] = service.data(service.key(Right.ADMIN), log)["accesses"]
    assert (entry["keyName"], entry["operation"]) == ("热线", "Phones")
    assert entry["people"] == [person["id"] for person in shown if person["phone"] == PHONE[FIRST]]


def test_a_document_that_is_asked_again_and_again_is_logged_by_its_name(service: Service) -> None:
    """It is answered by its plan from the third time on."""
    reader = service.key(Right.READ_CONTACTS)
    for _ in range(4):
        service.data(reader, "query Phones " + PHONES)
    found = service.data(service.key(Right.ADMIN), "{ accesses { operation source people } }")["accesses"]
    assert [len(entry.pop("people")) for entry in found] == [2] * 4
    assert found == [{"operation": "Phones", "source": "GRAPHQL"}] * 4


def test_masked_numbers_are_not_logged(service: Service) -> None:
    service.data(service.key(Right.READ), PHONES)
    service.runner.run(service.guard.tend())
    assert service.data(service.key(Right.ADMIN), "{ accesses { keyName } }")["accesses"] == []


def test_tokens_are_kept_as_digests_alone(service: Service, store: BoltStore) -> None:
    token = service.key(Right.READ)
    rows = service.runner.run(store.query("MATCH (k:Key) RETURN k {.*} AS key"))
    assert token not in str(rows)
    assert rows[0]["key"]["digest"] == digest_of(token)


def test_last_use_is_kept(service: Service) -> None:
    service.data(service.key(Right.READ), "{ organization { revision } }")
    service.runner.run(service.guard.tend())
    [key] = service.runner.run(service.guard.security.keys())
    assert isinstance(key, Key)
    assert key.last_used is not None
    assert datetime.now(UTC) - key.last_used < timedelta(minutes=1)


def test_reading_with_a_key_makes_no_round_trip(service: Service, store: BoltStore) -> None:
    token = service.key(Right.READ_CONTACTS)
    before = store.round_trips
    service.data(token, PHONES)
    assert store.round_trips == before


def test_the_demos_key_stays_the_same_until_it_is_revoked(
    store: BoltStore, runner: asyncio.Runner, tmp_path: Path
) -> None:
    def demo() -> str:
        return runner.run(demo_key(store, tmp_path / "data", "tests", datetime.now(UTC)))

    first = demo()
    assert demo() == first
    runner.run(SecurityStore(store).revoke("demo", datetime.now(UTC)))
    second = demo()
    assert second != first
    assert demo() == second
    [in_force] = runner.run(SecurityStore(store).in_force(datetime.now(UTC)))
    assert (in_force.name, in_force.right, in_force.under) == ("demo", Right.ADMIN, None)


def test_an_organisation_elsewhere_does_not_know_the_key_that_lies_here(
    store: BoltStore, runner: asyncio.Runner, tmp_path: Path
) -> None:
    (tmp_path / "demo.key").write_text("wangge_deadbeef_stale\n")
    token = runner.run(demo_key(store, tmp_path, "tests", datetime.now(UTC)))
    assert token == (tmp_path / "demo.key").read_text().strip()
    assert stat.S_IMODE((tmp_path / "demo.key").stat().st_mode) == 0o600
