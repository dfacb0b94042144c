"""The Cypher for analysts can be pasted as it stands; what it answers is held against memory in test_oracle.py."""

import asyncio
import re
from typing import Any

import neo4j
import pytest

from graph.live import LiveModel
from graph.record.bolt import BoltStore
from graph.words import Role
from queries.cypher import cypher, questions
from tests.builders.organisations import FIRST
from tests.builders.town import DAY, Town

PARAM = re.compile(r"^// :param (\{.*\})$", re.MULTILINE)


def ask(analyst: neo4j.Driver, question: str, **parameters: Any) -> list[dict[str, Any]]:
    return [row.data() for row in analyst.execute_query(cypher(question), parameters).records]


def keep(town: Town, store: BoltStore, runner: asyncio.Runner) -> None:
    """Write the town down in Neo4j."""
    model = runner.run(LiveModel.start(store))
    for change in town.organisation().changes:
        runner.run(model.commit(change))


def test_the_questions_are_all_there() -> None:
    assert questions() == ["counts", "coverage", "gaps", "span_of_control", "who_handles"]


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("question", questions())
def test_a_question_runs_with_the_parameters_it_names_even_where_nothing_is_known(
    analyst: neo4j.Driver, question: str
) -> None:
    """What `:param` says in Neo4j Browser are parameters enough, and none too many; nothing is written."""
    text = cypher(question)
    (param,) = PARAM.findall(text)
    parameters = analyst.execute_query(f"RETURN {param} AS asked").records[0]["asked"]
    assert set(parameters) == set(re.findall(r"\$(\w+)", text))
    assert analyst.execute_query(text, parameters).summary.query_type == "r"


@pytest.mark.parametrize("question", questions())
def test_comments_are_in_chinese_and_in_english(question: str) -> None:
    comments = "\n".join(line for line in cypher(question).splitlines() if line.startswith("//"))
    assert re.search(r"[\u4e00-\u9fff]{4}", comments)
    assert re.search(r"[A-Za-z]+ [a-z]+ [a-z]+", comments)


def test_who_handles_an_example(store: BoltStore, runner: asyncio.Runner, analyst: neo4j.Driver) -> None:
    """V ─ 村书记 Zhao └ G ─ 专职 Fu, away; Gu stands in └ M        asked: M"""
    town = Town()
    fu, zhao = town.hold("Fu", Role.FULL_TIME_WORKER, town.grid), town.hold("Zhao", Role.MEDIATOR, town.village, None)
    gu = town.person("Gu", phone="13800000000")
    town.away(fu, FIRST, None, cover=gu)
    keep(town, store, runner)
    (row,) = ask(analyst, "who_handles", code=town.micro.id, day=DAY, role=None, excluding=[])
    assert row["result"] == "Handling"
    assert row["place"] == {"code": town.micro.id, "name": "东微网格", "kind": "micro_grid"}
    assert row["responsible"]["name"] == "Gu"
    assert row["responsible"]["phone"] == "13800000000"
    assert row["covering"] == {"id": fu.id, "name": "Fu"}
    assert [(step["name"], step["role"], step["outcome"], step["called"]) for step in row["steps"]] == [
        ("第一网格", "full_time_worker", "CHOSEN", "Gu")
    ]
    assert [post["person"] for post in row["handlers"]] == [fu.id, zhao.id]
    (row,) = ask(analyst, "who_handles", code=town.micro.id, day=DAY, role=None, excluding=[gu.id])
    assert row["responsible"] is None
    assert [step["outcome"] for step in row["steps"]] == ["AWAY", *["VACANT"] * 5]


def test_gaps_an_example(store: BoltStore, runner: asyncio.Runner, analyst: neo4j.Driver) -> None:
    """G ─ 网格长 Chen until June"""
    town = Town()
    town.appoint(town.person("Chen"), Role.GRID_CHIEF, town.grid, end=DAY)
    keep(town, store, runner)
    rows = ask(analyst, "gaps", under=town.street.id, day=DAY, role="grid_chief")
    assert [(row["unit"], row["name"], row["required"], row["held"], row["open_since"]) for row in rows] == [
        (town.grid.id, "第一网格", 1, 0, neo4j.time.Date(DAY.year, DAY.month, DAY.day))
    ]
    (row,) = ask(analyst, "coverage", under=town.street.id, day=DAY, role=None)
    assert (row["required"], row["held"], row["vacant"], len(row["gaps"])) == (7, 0, 7, 7)


def test_span_of_control_an_example(store: BoltStore, runner: asyncio.Runner, analyst: neo4j.Driver) -> None:
    """V ─ 村书记 Zhao └ G ─ 网格长 Zhao, 指导员 Yin └ M (25 households)"""
    town = Town()
    zhao = town.hold("Zhao", Role.VILLAGE_PARTY_SECRETARY, town.village)
    town.appoint(zhao, Role.GRID_CHIEF, town.grid)
    town.hold("Yin", Role.INSTRUCTOR, town.grid)
    town.rename(town.micro, FIRST, households=25)
    keep(town, store, runner)
    rows = ask(analyst, "span_of_control", day=DAY, role=None)
    assert [(row["name"], row["posts"], row["units"], row["households"]) for row in rows] == [
        ("Zhao", 2, 2, 25),
        ("Yin", 1, 1, 25),
    ]
    assert rows[0]["reach"] == [{"kind": kind, "count": 1} for kind in ("grid", "micro_grid", "village")]
    assert [row["posts"] for row in ask(analyst, "span_of_control", day=DAY, role="grid_chief")] == [1]
    (row,) = ask(analyst, "counts", under=town.area.id, day=DAY)
    assert {each["kind"]: each["count"] for each in row["units"]} == {"village": 1, "grid": 1, "micro_grid": 1}
    assert {"role": "grid_chief", "held": 1, "people": 1} in row["posts"]
