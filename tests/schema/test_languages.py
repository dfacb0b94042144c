"""Sentences in the language that a client asks for: refusals, problems, steps and findings; without one, in both."""

import asyncio
import json
from typing import Any

import httpx
import pytest

from schema.http.languages import as_json
from tests.builders.languages import HAN, is_chinese, is_english
from tests.builders.world import Answer, World, document

REFUSED = (
    "{ organization(revision: 77) { revision } }",
    '{ organization { coverage(under: "nowhere") { required } } }',
    '{ organization { forecast(under: "nowhere", start: "2025-01-01", end: "2025-02-01") { uncoveredDays } } }',
    '{ organization { forecast(under: "370923001", start: "2025-01-01", end: "2025-01-01") { uncoveredDays } } }',
    '{ organization { whoHandles(place: {code: "1"}, nearMetres: -1) { __typename } } }',
    "{ organization { whoHandles(place: {point: {longitude: 1, latitude: 1}}) { ... on PlaceUnknown { message } } } }",
    '{ organization(at: "9999-12-31T23:59:59Z") { at } }',
    "{ organization { units(first: -1) { totalCount } } }",
    '{ organization { units(after: "x") { totalCount } } }',
    "query A" + "a" * 300 + " { __typename }",
    "{ nope }",
    "{ organization }",
    "{",
)

EDITS: tuple[tuple[str, Answer], ...] = (
    ("appoint", {"person": "nobody", "role": "GRID_CHIEF", "of": "nowhere", "start": "2025-07-01"}),
    ("end-holding", {"holding": "nothing", "on": "2025-07-01"}),
    ("move-unit", {"code": "nowhere", "under": "nothing", "on": "2025-07-01"}),
)


def answered(world: World, text: str, language: str | None, **variables: Any) -> Any:
    headers = {} if language is None else {"Accept-Language": language}
    response = world.post({"query": text, "variables": variables}, headers=headers)
    assert response.headers.get("content-language") == language
    assert "Accept-Language" in response.headers["vary"]
    return response.json()


def sentences(answer: Any) -> list[str]:
    """Every sentence of an answer: what stands under `message`, `reason` or `remedy`."""
    if isinstance(answer, list):
        return [each for item in answer for each in sentences(item)]
    if isinstance(answer, dict):
        own = [value for name, value in answer.items() if name == "message" and isinstance(value, str)]
        return own + [each for value in answer.values() for each in sentences(value)]
    return []


@pytest.mark.parametrize("text", REFUSED)
def test_a_refusal_is_of_the_language_asked_for(still: World, text: str) -> None:
    chinese, english, both = (sentences(answered(still, text, language)) for language in ("zh", "en", None))
    assert chinese
    assert len(chinese) == len(english) == len(both)
    for zh, en, whole in zip(chinese, english, both, strict=True):
        assert HAN.search(zh)
        assert is_chinese(zh), zh
        assert is_english(en), en
        assert en in whole


@pytest.mark.parametrize(("name", "variables"), EDITS)
def test_a_refused_edit_says_its_problems_in_the_language_asked_for(still: World, name: str, variables: Answer) -> None:
    body = {**variables, "change": {"reason": "试验", "dryRun": True}}
    chinese, english = (sentences(answered(still, document(name), language, **body)) for language in ("zh", "en"))
    assert len(chinese) == len(english) > 0
    for zh, en in zip(chinese, english, strict=True):
        assert HAN.search(zh)
        assert is_chinese(zh), zh
        assert is_english(en), en


def test_the_steps_of_an_answer_are_told_in_the_language_asked_for(still: World) -> None:
    place = still.quarter.micro.id
    text = f'{{ whoHandles(place: {{code: "{place}"}}) {{ ... on Handling {{ steps {{ reason }} }} }} }}'
    text = f"{{ organization {text} }}"
    told = {}
    for language in ("zh", "en", None):
        for _ in range(3):  # the third time by the plan that is kept for the document
            steps = answered(still, text, language)["data"]["organization"]["whoHandles"].get("steps", [])
            told[language] = [step["reason"] for step in steps]
    assert told["zh"]
    assert all(map(is_chinese, told["zh"]))
    assert not any(is_chinese(en) for en in told["en"])
    assert told[None] == [f"{zh} / {en}" for zh, en in zip(told["zh"], told["en"], strict=True)]


def test_requests_at_once_each_have_their_own_language(still: World) -> None:
    text = "{ organization(revision: 77) { revision } }"

    async def ask(client: httpx.AsyncClient, language: str) -> list[str]:
        answer = await client.post("/graphql", json={"query": text}, headers={"Accept-Language": language})
        return sentences(answer.json())

    async def all_at_once() -> list[list[str]]:
        transport = httpx.ASGITransport(app=still.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            return await asyncio.gather(*(ask(client, language) for language in ("zh", "en") * 10))

    answers = still.run(all_at_once())
    assert answers[::2] == [answers[0]] * 10
    assert answers[1::2] == [answers[1]] * 10
    assert answers[0] != answers[1]


def test_what_is_no_json_of_orjson_s_is_written_all_the_same() -> None:
    """Half a character goes out escaped, and a sentence beside it still has both languages."""
    assert json.loads(as_json({"half": "\ud800", "n": [1, None, True]})) == {"half": "\ud800", "n": [1, None, True]}
