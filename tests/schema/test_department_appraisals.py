"""Appraisals of departments over GraphQL: made alone and among others, read, found in the history, undone."""

from typing import Any

from tests.builders.world import World

APPRAISE = """mutation ($input: AppraiseDepartmentInput!) {
  appraiseDepartment(input: $input, change: {reason: "考核"}) {
    __typename ... on ChangeApplied { change { id summary } } ... on ChangeRefused { code problems { rule } } } }"""
SEVERAL = """mutation ($steps: [EditInput!]!) {
  applyChanges(steps: $steps, change: {reason: "考核"}) { __typename ... on ChangeApplied { change { id } } } }"""
UNDO = """mutation ($id: ID!) { undo(id: $id, change: {reason: "撤回"}) { __typename } }"""
READ = """query ($centre: ID!, $indicator: Indicator) { organization {
  indicators { indicator unit higherIsBetter }
  centre(id: $centre) { departmentAppraisals(indicator: $indicator) {
    indicator period start end value department { id } centre { id } measure { unit higherIsBetter } } } } }"""
HISTORY = "{ changes(first: 1) { edges { node { reason operations { edges { node { factKind after } } } } } } }"


def judged(world: World, **more: Any) -> dict[str, Any]:
    q = world.quarter
    plain = {"department": q.patrol.id, "centre": q.house.id, "indicator": "SATISFACTION", "period": "MONTH"}
    return {**plain, "start": "2025-02-01", "value": 96.5, **more}


def read(world: World, indicator: str | None = None) -> list[dict[str, Any]]:
    answer = world.ask(READ, centre=world.quarter.house.id, indicator=indicator)["organization"]
    found: list[dict[str, Any]] = answer["centre"]["departmentAppraisals"]
    return found


def test_an_appraisal_is_made_read_found_in_the_history_and_undone(world: World) -> None:
    q = world.quarter
    made = world.ask(APPRAISE, input=judged(world))["appraiseDepartment"]
    assert made["__typename"] == "ChangeApplied"
    assert "群众满意度 96.5%" in made["change"]["summary"]
    assert read(world) == [
        {
            "indicator": "SATISFACTION",
            "period": "MONTH",
            "start": "2025-02-01",
            "end": "2025-03-01",
            "value": 96.5,
            "department": {"id": q.patrol.id},
            "centre": {"id": q.house.id},
            "measure": {"unit": "%", "higherIsBetter": True},
        }
    ]
    (change,) = world.ask(HISTORY)["changes"]["edges"]
    (operation,) = change["node"]["operations"]["edges"]
    assert operation["node"]["factKind"] == "DepartmentAppraisal"
    assert operation["node"]["after"]["value"] == 96.5
    assert world.ask(UNDO, id=made["change"]["id"])["undo"]["__typename"] == "ChangeApplied"
    assert read(world) == []


def test_several_are_made_together_and_asked_for_by_indicator(world: World) -> None:
    steps = [
        {"appraiseDepartment": judged(world)},
        {"appraiseDepartment": judged(world, indicator="LAWSUITS", value=3.2)},
        {"appraiseDepartment": judged(world, indicator="LAWSUITS", value=2.8, start="2025-03-01")},
    ]
    assert world.ask(SEVERAL, steps=steps)["applyChanges"]["__typename"] == "ChangeApplied"
    assert [(a["start"], a["value"]) for a in read(world, "LAWSUITS")] == [("2025-03-01", 2.8), ("2025-02-01", 3.2)]
    assert len(read(world)) == 3


def test_what_can_not_be_is_refused(world: World) -> None:
    for value, start, rule in ((101, "2025-02-01", "indicator-in-range"), (90, "2025-02-02", "appraisal-period")):
        refused = world.ask(APPRAISE, input=judged(world, value=value, start=start))["appraiseDepartment"]
        assert (refused["code"], refused["problems"][0]["rule"]) == ("RULE_VIOLATED", rule)


def test_the_indicators_say_how_they_are_measured(world: World) -> None:
    found = world.ask(READ, centre=world.quarter.house.id)["organization"]["indicators"]
    assert {f["indicator"]: (f["unit"], f["higherIsBetter"]) for f in found} == {
        "DISPUTES_RESOLVED": ("%", True),
        "PETITIONS": ("%", False),
        "HOTLINE_COMPLAINTS": ("%", False),
        "LAWSUITS": ("件/万人", False),
        "SATISFACTION": ("%", True),
    }
