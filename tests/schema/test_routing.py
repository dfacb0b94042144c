"""Cases and the policy over GraphQL: set, refused, asked."""

from typing import Any

from demo import POLICY
from tests.builders.world import Answer, World, document

SET = """mutation Set($document: String!, $on: Date!, $change: ChangeRequest!) {
  setPolicy(input: {document: $document, on: $on}, change: $change) {
    __typename
    ... on ChangeRefused { code message problems { rule message ids } }
  }
}"""


def set_policy(world: World, text: str = POLICY, on: str = "2025-01-01", **change: Any) -> Answer:
    """What setting a policy comes to."""
    outcome: Answer = world.ask(SET, document=text, on=on, change={"reason": "试行", **change})["setPolicy"]
    return outcome


def preview(world: World, at: str = "2025-06-04T10:00:00+08:00", **known: Any) -> Answer:
    """The contract's preview of a blue dispute in the quarter's micro-grid, but for what is said."""
    case = {
        "place": {"code": world.quarter.micro.id},
        "channel": "HOTLINE",
        "matter": "neighbour-dispute",
        "level": "blue",
        "stabilityRisk": False,
        "concerns": [],
        **known,
    }
    found: Answer = world.ask(document("route-preview"), case=case, at=at)["organization"]["route"]
    return found


def test_the_contract_s_preview(world: World) -> None:
    q = world.quarter
    assert set_policy(world)["__typename"] == "ChangeApplied"
    found = preview(world)
    assert found["lead"]["person"]["id"] == q.worker.id
    assert found["lead"]["holding"]["of"] == {"__typename": "Unit", "code": q.grid.id, "name": "第一网格"}
    assert found["with"] == []
    assert [step["outcome"] for step in found["steps"]] == ["APPLIED", "CHOSEN"]
    assert found["deadlines"] == [
        {"step": "受理 accept", "due": "2025-06-04T12:00:00+08:00"},
        {"step": "化解 settle", "due": "2025-06-07T10:00:00+08:00"},
    ]
    assert found["policy"]["effectiveFrom"] == "2025-01-01T00:00:00+08:00"
    assert found["validUntil"] == "2025-07-01T00:00:00+08:00", "then the worker is on leave"
    away = preview(world, "2025-07-02T10:00:00+08:00")
    assert away["lead"]["person"]["id"] == q.spare.id, "who stands in"


def test_time_limits_run_from_when_the_case_was_received(world: World) -> None:
    set_policy(world)
    found = preview(world, receivedAt="2025-06-03T09:00:00+08:00")
    assert found["deadlines"][0]["due"] == "2025-06-03T11:00:00+08:00"


def test_whom_it_concerns_is_passed_over(world: World) -> None:
    set_policy(world)
    q = world.quarter
    found = preview(world, concerns=[q.worker.id])
    assert found["lead"]["person"]["id"] == q.chief.id
    assert [step["outcome"] for step in found["steps"]][1] == "EXCLUDED"


def test_a_faulty_policy_is_refused_with_its_findings(world: World) -> None:
    refused = set_policy(world, POLICY.replace("order = 11", "order = 10"))
    assert (refused["__typename"], refused["code"]) == ("ChangeRefused", "RULE_VIOLATED")
    assert [(p["rule"], p["ids"]) for p in refused["problems"]] == [("policy-conflict", ["red-force", "risk-force"])]
    unread = set_policy(world, "name = ")
    assert (unread["__typename"], unread["code"]) == ("ChangeRefused", "INVALID_INPUT")
    assert world.ask("{ organization { policy { id } } }") == {"organization": {"policy": None}}


def test_a_policy_holds_from_its_day_on(world: World) -> None:
    """The old one stays in force until then, for any date asked about."""
    set_policy(world)
    later = POLICY.replace('name = "东平街道分级分类流转办法"', 'name = "新办法"')
    assert set_policy(world, later, "2026-01-01")["__typename"] == "ChangeApplied"
    ask = "query ($at: DateTime) { organization(at: $at) { policy { name document } } }"
    assert world.ask(ask, at="2025-12-31T23:00:00+08:00")["organization"]["policy"]["document"] == POLICY
    assert world.ask(ask, at="2026-01-01T00:00:00+08:00")["organization"]["policy"]["name"] == "新办法"


def test_a_dry_run_sets_nothing(world: World) -> None:
    assert set_policy(world, dryRun=True)["__typename"] == "ChangeApplied"
    assert world.ask("{ organization { policy { id } } }") == {"organization": {"policy": None}}


def test_cases_that_can_t_be_routed_are_refused_with_a_code(world: World) -> None:
    text = document("route-preview")
    case = {"place": {"code": world.quarter.micro.id}, "channel": "HOTLINE", "matter": "petition", "level": "blue"}
    assert world.codes(text, case=case) == ["INVALID_INPUT"], "no policy yet"
    set_policy(world)
    assert world.codes(text, case={**case, "matter": "weather"}) == ["INVALID_INPUT"]
    assert world.codes(text, case={**case, "level": "x" * 10_000}) == ["INVALID_INPUT"]
    assert world.codes(text, case={**case, "place": {"code": "nowhere"}}) == ["NOT_FOUND"]
    assert world.codes(text, case={**case, "channel": "SMOKE"}) == ["BAD_REQUEST"]
