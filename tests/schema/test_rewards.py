"""Rewards for mediation: a dated tariff on recorded results, whatever the colour by which the case was routed."""

from typing import Any

import pytest

from tests.builders.world import Answer, World

RATE = """mutation ($complexity: Complexity!, $yuan: Float!, $on: Date!) {
  setRewardRate(input: {complexity: $complexity, yuan: $yuan, on: $on}, change: {reason: "标准"}) {
    __typename ... on ChangeRefused { code problems { rule ids } } } }"""
RESULT = """mutation ($person: ID!, $complexity: Complexity!, $reference: String!, $on: Date!, $committee: ID) {
  recordMediation(input: {person: $person, complexity: $complexity, reference: $reference, on: $on,
                          committee: $committee}, change: {reason: "登记"}) {
    __typename ... on ChangeApplied { change { summary } } ... on ChangeRefused { code problems { rule ids } } } }"""
REWARDS = """query ($start: Date!, $end: Date!, $under: ID) {
  organization { rewards(start: $start, end: $end, under: $under) {
    person { id } count yuan unpriced cases { complexity count } } } }"""


@pytest.fixture
def paid(world: World) -> World:
    """A tariff that rises in June; three results of the worker, one of somebody elsewhere."""
    q = world.quarter
    for complexity, yuan, on in (
        ("SIMPLE", 50.1, "2025-02-01"),
        ("COMPLEX", 300, "2025-02-01"),
        ("SIMPLE", 80.2, "2025-06-01"),
    ):
        answer = world.ask(RATE, complexity=complexity, yuan=yuan, on=on)["setRewardRate"]
        assert answer["__typename"] == "ChangeApplied"
    for person, complexity, reference, on in (
        (q.worker, "SIMPLE", "A-1", "2025-05-31"),
        (q.worker, "SIMPLE", "A-2", "2025-06-01"),
        (q.worker, "ORDINARY", "A-3", "2025-05-01"),
        (q.stranger, "COMPLEX", "A-4", "2025-05-01"),
    ):
        assert recorded(world, person.id, complexity, reference, on)["__typename"] == "ChangeApplied"
    return world


def recorded(world: World, person: str, complexity: str, reference: str, on: str, committee: Any = None) -> Answer:
    """The answer to recording a result."""
    answer: Answer = world.ask(
        RESULT, person=person, complexity=complexity, reference=reference, on=on, committee=committee
    )["recordMediation"]
    return answer


def earned(world: World, start: str, end: str, under: str | None = None) -> list[tuple[str, int, str, int]]:
    """Who earned what."""
    found = world.ask(REWARDS, start=start, end=end, under=under)["organization"]["rewards"]
    return [(r["person"]["id"], r["count"], r["yuan"], r["unpriced"]) for r in found]


def test_each_result_is_paid_by_the_tariff_of_its_day(paid: World) -> None:
    q = paid.quarter
    worker, stranger = q.worker.id, q.stranger.id
    assert earned(paid, "2025-05-01", "2025-06-02") == [(stranger, 1, "300.0", 0), (worker, 3, "130.3", 1)]
    assert earned(paid, "2025-05-02", "2025-06-01") == [(worker, 1, "50.1", 0)]
    assert earned(paid, "2025-05-01", "2025-07-01", q.village.id) == [(worker, 3, "130.3", 1)]
    assert earned(paid, "2025-06-02", "2025-07-01") == []
    assert paid.codes(REWARDS, start="2025-06-02", end="2025-06-02") == ["INVALID_INPUT"]


def test_a_case_is_paid_to_somebody_once(paid: World) -> None:
    q = paid.quarter
    again = recorded(paid, q.worker.id, "COMPLEX", " A-1 ", "2025-06-03")
    assert (again["code"], again["problems"][0]["rule"]) == ("RULE_VIOLATED", "mediation-recorded")
    assert recorded(paid, q.helper.id, "COMPLEX", "A-1", "2025-06-03", q.board.id)["__typename"] == "ChangeApplied"
    assert recorded(paid, "nobody", "COMPLEX", "A-9", "2025-06-03")["code"] == "NOT_FOUND"
    assert recorded(paid, q.helper.id, "COMPLEX", "A-9", "2025-06-03", "nothing")["code"] == "NOT_FOUND"
    assert recorded(paid, q.helper.id, "COMPLEX", "  ", "2025-06-03")["code"] == "INVALID_INPUT"
    refused = paid.ask(RATE, complexity="SIMPLE", yuan=-1, on="2025-06-01")["setRewardRate"]
    assert refused["code"] == "RULE_VIOLATED"
