"""The rankings over GraphQL: what is asked for comes, at any date, in bounds."""

from typing import Any

import pytest

from tests.builders.process import ROOT
from tests.builders.world import World

RANKING = (ROOT / "web" / "examples" / "ranking.graphql").read_text("utf-8")


def ranked(world: World, **variables: Any) -> Any:
    return world.ask(RANKING, **variables)["organization"]


def test_the_rankings_agree_with_coverage_and_with_each_person(still: World) -> None:
    found = ranked(still, first=500)
    village = found["coverageRanking"][0]["unit"]["code"]
    asked = (
        """query($code: ID!) { organization { coverage(under: $code) { required held vacant gaps { totalCount } } } }"""
    )
    alone = still.ask(asked, code=village)["organization"]["coverage"]
    worst = found["coverageRanking"][0]
    assert {key: worst[key] for key in ("required", "held", "vacant")} == {
        key: alone[key] for key in ("required", "held", "vacant")
    }
    assert worst["gapCount"] == alone["gaps"]["totalCount"]
    since = [gap["openSince"] for gap in found["longestGaps"]]
    assert since == sorted(since)
    person = (
        """query($id: ID!) { organization { person(id: $id) { households holdings { id } reach { kind count } } } }"""
    )
    for span in found["spanOfControl"]:
        one = still.ask(person, id=span["person"]["id"])["organization"]["person"]
        reach = {each["kind"]: each["count"] for each in one["reach"]}
        assert (span["posts"], span["households"]) == (len(one["holdings"]), one["households"])
        assert span["microGrids"] == reach.get("MICRO_GRID", 0)
    assert found["workload"]["people"] == len(found["workload"]["loads"])


def test_at_another_date_the_ranking_is_another(still: World) -> None:
    before = ranked(still, at="2024-06-01T12:00:00+08:00")
    assert before["coverageRanking"] == []
    assert before["workload"] == {"people": 0, "average": None, "median": None, "loads": []}


def test_first_is_so_many_and_no_more_than_500(still: World) -> None:
    assert [len(found) for found in list(ranked(still, first=1).values())[:3]] == [1, 1, 1]
    assert ranked(still, first=0)["spanOfControl"] == []
    for field in ("coverageRanking", "longestGaps", "spanOfControl", "workload"):
        inside = "{ people }" if field == "workload" else "{ __typename }"
        for first in (-1, 501):
            assert still.codes(f"{{ organization {{ {field}(first: {first}) {inside} }} }}") == ["INVALID_INPUT"]


@pytest.mark.parametrize("field", ["coverageRanking", "longestGaps", "spanOfControl", "workload"])
def test_under_a_unit_that_is_not_there_nothing_is_ranked(still: World, field: str) -> None:
    assert still.codes(f'{{ organization {{ {field}(under: "nobody") {{ __typename }} }} }}') == ["NOT_FOUND"]
