"""Queries that are asked again are answered by their plan, with the very same answer."""

from importlib import metadata
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
import strawberry
from hypothesis import example, given, settings
from hypothesis_graphql import queries
from strawberry.asgi import GraphQL
from strawberry.types import ExecutionResult

from graph.access.grants import ANYBODY, Key, Right
from schema.context import Context
from schema.running.prepared import MOST_KEPT_BYTES, Documents, Way
from schema.schema import schema
from tests.builders.world import NOON, ZONE, Answer, World, document
from tests.schema.test_random import SCALARS, SDL, SLOW, with_ids

ROOT = Path(__file__).parents[2]
KNOWN = "370923001201001001"
NO_REQUESTS = (b"", b"[", b"1", b"null", b'"query"', b'{"query": null}', b'{"query": "{a}", "variables": 1}')


def context_in(world: World, key: Key | None = None) -> Context:
    """The surroundings of a request."""
    return Context(model=world.model, zone=ZONE, now=lambda: NOON, caller=ANYBODY if key is None else key.caller)


def slowly(world: World, text: str, variables: Answer) -> ExecutionResult:
    """What graphql-core answers, whatever was prepared."""
    work = strawberry.Schema.execute(schema, text, variables, context_value=context_in(world))
    return world.run(work)


def by_plan(world: World, text: str, variables: Answer, context: Context | None = None) -> Answer | None:
    """What the plan of the document answers; None if it is left to graphql-core."""

    async def answer() -> Answer | None:
        documents = Documents()
        documents.note((text, None), None)
        documents.note((text, None), None)
        return await documents.answer(schema._schema, (text, None), variables, context or context_in(world))

    return world.run(answer())


CONTRACT: list[tuple[str, Answer]] = [
    ("hierarchy", {"code": "370923001201"}),
    ("who-handles", {"place": {"code": KNOWN}, "at": "2025-06-01T12:00:00+08:00"}),
    ("who-handles", {"place": {"point": {"longitude": 116.47, "latitude": 35.92}}, "at": "2025-06-01T12:00:00+08:00"}),
    ("coverage", {"under": "370923001", "at": "2025-06-01T12:00:00+08:00"}),
    ("person", {"id": "nobody", "at": "2025-06-01T12:00:00+08:00"}),
    ("before-after", {"code": KNOWN, "before": "2025-01-02T00:00:00Z", "after": "2025-06-02T00:00:00Z"}),
    ("forecast", {"under": "370923001", "start": "2025-06-01", "end": "2026-06-01"}),
]


@pytest.mark.parametrize(("name", "variables"), CONTRACT)
def test_the_contract_s_queries_have_plans(still: World, name: str, variables: Answer) -> None:
    text = document(name)
    expected = slowly(still, text, variables)
    assert expected.errors is None, expected.errors
    assert by_plan(still, text, variables) == expected.data


def test_what_waits_below_the_first_level_has_none(still: World) -> None:
    assert still.ask(document("lineage"), code="370923001201001")["lineage"] is not None
    assert by_plan(still, document("lineage"), {"code": "370923001201001"}) is None


@settings(SLOW, max_examples=300)
@given(queries(SDL, custom_scalars=SCALARS, allow_x00=True))
@example('{ organization { people(search: "\\u0000") { totalCount } } }')
def test_a_plan_answers_as_graphql_core_does(still: World, text: str) -> None:
    """Whatever the document; where graphql-core tells errors, a plan has no answer."""
    document = with_ids(text)
    expected, found = slowly(still, document, {}), by_plan(still, document, {})
    if expected.errors:
        assert found is None
    elif found is not None:
        assert found == expected.data
        assert list(map(str, _keys(found))) == list(map(str, _keys(expected.data)))


def _keys(data: Any) -> list[Any]:
    """Every key of an answer, in order."""
    if isinstance(data, dict):
        return [key for name, value in data.items() for key in (name, *_keys(value))]
    return [key for item in data for key in _keys(item)] if isinstance(data, list) else []


def test_the_second_time_is_noted_and_the_third_by_plan(still: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seen from outside: the third request no longer reaches strawberry's own executor."""
    text = "query Third { organization { revision } }"
    first = still.ask(text)
    assert still.ask(text) == first

    async def fails(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(strawberry.Schema, "execute", fails)
    assert still.ask(text) == first


def test_over_http_the_quick_way_answers_as_the_ordinary_one_does(
    still: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Byte for byte and header for header, whatever the client calls its JSON; what is no plain request goes round."""
    text = "query Whom($place: PlaceInput!) { organization { whoHandles(place: $place) { __typename } } }"
    body = {"query": text, "variables": {"place": {"code": "370923001201001"}}, "operationName": "Whom"}
    answers = [still.post(body) for _ in range(2)]
    json = {"content-type": "application/json; charset=utf-8", "accept": "application/json"}
    ordinary = [still.post([body]), still.post(body | {"extensions": {"a": 1}}), still.post(body | {"query": 1})]
    assert [answer.status_code for answer in ordinary] == [400, 200, 400]

    async def fails(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(GraphQL, "run", fails)
    answers += [still.post(body), still.post(orjson.dumps(body), headers=json)]
    assert answers[0].json()["data"]["organization"]["whoHandles"]["__typename"] == "Handling"
    assert {(a.status_code, a.content, *sorted(a.headers.items())) for a in answers} == {
        (200, answers[0].content, *sorted(answers[0].headers.items()))
    }


def test_over_http_what_fails_is_tried_by_its_plan_once(still: World, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "query Once($revision: Int) { organization(revision: $revision) { revision } }"
    body = {"query": text, "variables": {"revision": 1}, "operationName": "Once"}
    for _ in range(2):
        still.post(body)
    tried: list[str] = []
    answer = Documents.answer

    async def counted(self: Documents, *args: Any) -> Any:
        tried.append(args[1][0])
        return await answer(self, *args)

    monkeypatch.setattr(Documents, "answer", counted)
    refused = still.post(body | {"variables": {"revision": 99}}).json()
    assert refused["errors"][0]["extensions"]["code"] == "NOT_FOUND"
    assert tried == [text]
    assert still.post([body]).status_code == 400
    assert still.ask(text, revision=1) == {"organization": {"revision": 1}}
    assert tried == [text, text]


@pytest.mark.parametrize("sent", NO_REQUESTS)
def test_over_http_what_is_no_request_is_refused_as_ever(still: World, sent: bytes) -> None:
    refused = still.post(sent, headers={"content-type": "application/json"})
    assert (refused.status_code, refused.json()["errors"][0]["extensions"]["code"]) == (400, "BAD_REQUEST")


def test_directives_are_heeded_by_value(still: World) -> None:
    text = "query Sometimes($yes: Boolean!) { organization { revision @include(if: $yes) at @skip(if: $yes) } }"
    for _ in range(3):
        assert set(still.ask(text, yes=True)["organization"]) == {"revision"}
        assert set(still.ask(text, yes=False)["organization"]) == {"at"}


def test_failures_are_told_every_time_alike(still: World) -> None:
    """A document that once succeeded and then fails: the error has its path, code and place."""
    text = "query Past($revision: Int) { organization(revision: $revision) { revision } }"
    for _ in range(3):
        assert still.ask(text, revision=1) == {"organization": {"revision": 1}}
    for _ in range(2):
        (error,) = still.execute(text, revision=99).errors or []
        assert (error.path, (error.extensions or {})["code"]) == (["organization"], "NOT_FOUND")
    assert still.codes(text, revision="one") == ["BAD_REQUEST"]


def test_limits_hold_for_prepared_documents(still: World, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "query Many($first: Int!) { organization { people(first: $first) { nodes { id } } } }"
    for _ in range(3):
        assert len(still.ask(text, first=3)["organization"]["people"]["nodes"]) == 3
    monkeypatch.setattr("schema.limits.budget.MOST_NODES", 2)
    assert still.codes(text, first=3) == ["TOO_COSTLY"]


def test_mutations_have_no_plan(world: World) -> None:
    text = """mutation Add($reason: String!) {
      addPerson(input: {name: "甲", start: "2025-01-01"}, change: {reason: $reason}) { __typename }
    }"""
    before = world.model.snapshot.revision
    for n in range(1, 5):
        assert world.ask(text, reason=f"{n}")["addPerson"] == {"__typename": "ChangeApplied"}
        assert world.model.snapshot.revision == before + n


def test_contacts_shown_by_a_plan_are_noted(world: World) -> None:
    person = '{name: "甲", start: "2025-01-01", phone: "00012345678"}'
    world.ask(f'mutation {{ addPerson(input: {person}, change: {{reason: "-"}}) {{ __typename }} }}')
    context = context_in(world)
    found = by_plan(world, "{ organization { people(first: 100) { nodes { id phone } } } }", {}, context)
    assert found is not None
    shown = [node["id"] for node in found["organization"]["people"]["nodes"] if node["phone"]]
    assert shown
    assert context.disclosure.seen == set(shown)


def test_a_key_bound_to_documents_is_refused_others_however_often(still: World) -> None:
    text = "query Bound { organization { revision } }"
    key = Key(
        id="k",
        name="k",
        right=Right.ADMIN,
        digest="",
        under=None,
        created=NOON,
        creator="tests",
        documents={"other": "0" * 64},
    )

    async def ask() -> ExecutionResult:
        return await schema.execute(text, context_value=context_in(still, key))

    for _ in range(3):
        still.ask(text)
        (error,) = still.run(ask()).errors or []
        assert (error.extensions or {})["code"] == "FORBIDDEN"


def test_no_more_documents_are_kept_than_fit_into_their_memory() -> None:
    """Small ones by the thousand, or as many large ones as fit; one that is too large isn't kept at all."""
    documents = Documents()
    for n in range(2_000):
        asked = (f"{{ organization {{ a{n}: revision {'at ' * 300} }} }}", None)
        documents.note(asked, None)
        documents.note(asked, None)
    assert 2 < len(documents._known) < 2_000
    assert documents._known.size <= MOST_KEPT_BYTES
    documents.note(("#" * 2_000_000, None), None)
    assert ("#" * 2_000_000, None) not in documents._known


TRIED_WITH = {"graphql-core": "3.3.2", "strawberry-graphql": "0.341.2"}
"""Plans are made with what these have inside: `collect_fields`, `get_argument_values`, `get_arguments` and more."""


@pytest.mark.parametrize("name", sorted(TRIED_WITH))
def test_plans_rest_on_the_inside_of_these_versions(name: str) -> None:
    """Whoever raises one reads what has changed in it of what `schema/compiled` imports."""
    assert metadata.version(name) == TRIED_WITH[name]
    pinned = (ROOT / "requirements" / "runtime.txt").read_text("utf-8")
    assert f"\n{name}=={TRIED_WITH[name]} " in pinned


def test_switched_off_everything_is_answered_the_same_and_nothing_by_a_plan(
    still: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "documents", Documents())
    bodies = [{"query": document(name), "variables": variables} for name, variables in CONTRACT]
    quick = [[still.post(body).content for body in bodies] for _ in range(3)]
    assert schema.documents.ways[Way.PLAN] >= len(bodies), "each the third time"
    monkeypatch.setenv("WANGGE_COMPILED", "false")
    tried = schema.documents.ways.copy()
    assert [[still.post(body).content for body in bodies] for _ in range(3)] == quick
    assert schema.documents.ways == tried


def test_what_is_left_to_graphql_core_is_counted_by_its_reason(still: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "documents", Documents())
    plain, named = "{ organization { revision } }", "query($c: ID!) { organization { unit(code: $c) { name } } }"
    for _ in range(3):
        still.post({"query": plain})
        still.post({"query": named, "variables": {"c": KNOWN}})
        still.post({"query": "{ __schema { queryType { name } } }"})
        still.post({"query": document("lineage"), "variables": {"code": KNOWN}})
    still.post({"query": named, "variables": {"c": []}})
    counted = schema.documents.ways
    assert (counted[Way.PLAN], counted[Way.KNOWN_TEXT], counted[Way.NOT_PLAIN]) == (2, 1, 1)
    assert counted[Way.NOT_ASKED_OFTEN] == 8
    assert counted[Way.VARIABLES] == 1

    async def metrics() -> str:
        transport = httpx.ASGITransport(app=still.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            return (await client.get("/metrics")).text

    lines = still.run(metrics()).splitlines()
    assert {f'wangge_graphql_plans_total{{way="{way}"}} {counted[way]:.1f}' for way in Way} <= set(lines)
