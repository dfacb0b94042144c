"""Lists and reports of decisions, held against a naive recount of what each of them says."""

import asyncio
import json
import random
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import neo4j
import pytest

from graph.decisions.decision import parties
from graph.engine.embedded import RunningNeo4j
from graph.record.bolt import BoltStore
from tests.builders.window import ACKNOWLEDGE, WHY, Window, back, case, routed
from tests.builders.world import NOON, Answer, World
from tests.schema.conftest import fresh_world

LIST = """
query List($under: ID, $level: String, $matter: String, $person: ID, $department: ID, $overdueAt: DateTime,
           $first: Int! = 500, $after: String) {
  decisions(under: $under, level: $level, matter: $matter, leadPerson: $person, department: $department,
            overdueAt: $overdueAt, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { id decidedAt supersededBy { id decidedAt }
      case { place { code ancestors { code } } level matter }
      lead { __typename ... on Responder { person { id } } ... on Department { id } ... on OutsideBody { name }
        ... on TaskForce { lead { person { id } } members { person { id } } departments { id } } }
      with { __typename ... on Responder { person { id } } ... on Department { id } }
      deadlines { due done }
      steps { outcome what unit { code } facts } overdue(at: $overdueAt) { step } }
  }
}
"""
REPORT = """
query Report($start: Date!, $end: Date!, $under: ID, $at: DateTime) {
  decisionReport(start: $start, end: $end, under: $under, at: $at) {
    total returned returnedShare overdue overdueShare
    destinations { kind name count person { id } department { id } }
    levels { level count } places { unit { code } count }
    people { person { id } month count led helped } departments { department { id } month count led helped }
    vacancies { unit { code } role count }
  }
}
"""
MATTERS = ("petition", "service", "neighbour-dispute", "property-dispute", "hazard", "enforcement", "women-children")


@pytest.fixture(scope="module")
def window() -> Window:
    """The organisation that is put into the record."""
    return Window()


@pytest.fixture(scope="module")
def busy(loop: asyncio.Runner, record: BoltStore, analyst: neo4j.Driver, window: Window) -> World:
    """A window after two months: some cases were handed back, some acknowledged in time, some late, most not."""
    world = fresh_world(loop, record, analyst, window)
    die = random.Random(7)
    places = [window.micro, window.west, window.east, window.market, window.village, window.far_micro]
    for number in range(90):
        world.now = NOON + timedelta(days=number * 2 // 3, minutes=die.randrange(600))
        matter, level = die.choice(MATTERS), die.choice(("blue", "yellow", "red"))
        place = die.choice(places[:5] if matter != "petition" else places)
        decision = routed(world, f"R-{number}", case(place.id, matter=matter, level=level))["id"]
        if die.random() < 0.3:
            decision = back(world, decision, die.choice(("WRONG_PLACE", "UNCLEAR_DUTY", "OVERLAPPING_DUTY")))["id"]
        if die.random() < 0.5:
            world.now += timedelta(hours=die.choice((0, 1, 50)))
            world.ask(ACKNOWLEDGE, id=decision, change=WHY)
    world.now = NOON + timedelta(days=90)
    return world


def listed(world: World, **sought: Any) -> Answer:
    """Decisions."""
    found: Answer = world.ask(LIST, **sought)["decisions"]
    return found


def at(text: str) -> datetime:
    """An instant."""
    return datetime.fromisoformat(text)


def missed(node: Answer, by: datetime) -> bool:
    """Whether a deadline passed without its being met in time, while the decision stood."""
    until = None if node["supersededBy"] is None else at(node["supersededBy"]["decidedAt"])
    return any(
        at(d["due"]) < by
        and (d["done"] is None or at(d["done"]) > at(d["due"]))
        and (until is None or at(d["due"]) < until)
        for d in node["deadlines"]
    )


def led(node: Answer) -> tuple[str, str]:
    """Kind and id of a decision's lead."""
    lead = node["lead"]
    match lead["__typename"]:
        case "Responder":
            return "PERSON", lead["person"]["id"]
        case "Department":
            return "DEPARTMENT", lead["id"]
        case "TaskForce":
            return "TASK_FORCE", lead["lead"]["person"]["id"]
    return "OUTSIDE", lead["name"]


def people(node: Answer) -> set[str]:
    """Who leads, takes part or helps."""
    lead, found = node["lead"], set[str]()
    for to in (lead, *lead.get("members", []), *node["with"]):
        found |= {to["person"]["id"]} if "person" in to else set()
    return found | ({lead["lead"]["person"]["id"]} if lead["__typename"] == "TaskForce" else set())


def departments(node: Answer) -> set[str]:
    """Which departments lead, take part or help."""
    lead = node["lead"]
    found = {to["id"] for to in (lead, *node["with"]) if to["__typename"] == "Department"}
    return found | {department["id"] for department in lead.get("departments", [])}


def within(node: Answer, code: str) -> bool:
    """Whether a decision's place is under a unit."""
    place = node["case"]["place"]
    return code in {place["code"], *(above["code"] for above in place["ancestors"])}


@pytest.mark.parametrize("under", [None, "village", "grid"])
def test_a_report_is_what_a_naive_recount_gives(busy: World, window: Window, under: str | None) -> None:
    code = None if under is None else getattr(window, under).id
    start, end, by = NOON + timedelta(days=5), NOON + timedelta(days=45), NOON + timedelta(days=30)
    report = busy.ask(REPORT, start=str(start.date()), end=str(end.date()), under=code, at=by.isoformat())[
        "decisionReport"
    ]
    chosen = [
        node
        for node in listed(busy)["nodes"]
        if start.date() <= at(node["decidedAt"]).date() < end.date() and (code is None or within(node, code))
    ]
    assert chosen
    assert report["total"] == len(chosen)
    assert report["returned"] == sum(node["supersededBy"] is not None for node in chosen)
    assert report["overdue"] == sum(missed(node, by) for node in chosen)
    assert report["returnedShare"] == round(report["returned"] / len(chosen), 4)
    found = {(d["kind"], (d["person"] or d["department"] or {"id": d["name"]})["id"]): d["count"]
             for d in report["destinations"]}  # fmt: skip
    assert found == Counter(map(led, chosen))
    assert {p["level"]: p["count"] for p in report["levels"]} == Counter(n["case"]["level"] for n in chosen)
    assert {p["unit"]["code"]: p["count"] for p in report["places"]} == Counter(
        n["case"]["place"]["code"] for n in chosen
    )
    for listed_, part, parts in (("people", "person", people), ("departments", "department", departments)):
        loads = Counter((who, n["decidedAt"][:7]) for n in chosen for who in parts(n))
        leads = Counter((led(n)[1], n["decidedAt"][:7]) for n in chosen)
        told = {(p[part]["id"], p["month"]): (p["count"], p["led"], p["helped"]) for p in report[listed_]}
        assert told == {who: (count, leads[who], count - leads[who]) for who, count in loads.items()}
        assert any(helped for _, _, helped in told.values()) or listed_ == "departments"
    passed = Counter(
        post
        for n in chosen
        for post in {(s["unit"]["code"], s["what"].split(" / ")[1].partition(" of ")[0]) for s in n["steps"]
                     if s["outcome"] in {"VACANT", "AWAY"} and s["unit"]}
    )  # fmt: skip
    vacant = {(v["unit"]["code"], words(v["role"])): v["count"] for v in report["vacancies"]}
    assert vacant == passed
    assert [v["count"] for v in report["vacancies"]] == sorted(passed.values(), reverse=True)


def words(role: str) -> str:
    """A role as sentences have it."""
    return role.lower().replace("_time_", "-time ").replace("micro_", "micro-").replace("_", " ")


def test_a_report_of_no_decisions_has_no_shares(busy: World) -> None:
    report = busy.ask(REPORT, start="2030-01-01", end="2031-01-01")["decisionReport"]
    assert (report["total"], report["returnedShare"], report["overdueShare"], report["people"]) == (0, None, None, [])
    assert busy.codes(REPORT, start="2030-01-01", end="2030-01-01") == ["INVALID_INPUT"]


def test_lists_hold_what_was_asked_for(busy: World, window: Window) -> None:
    everything = listed(busy)["nodes"]
    for sought, test in (
        ({"under": window.grid.id}, lambda n: within(n, window.grid.id)),
        ({"level": "red"}, lambda n: n["case"]["level"] == "red"),
        ({"matter": "petition"}, lambda n: n["case"]["matter"] == "petition"),
        ({"person": window.worker.id}, lambda n: led(n)[0] != "DEPARTMENT" and led(n)[1] == window.worker.id),
        ({"department": window.petitions.id}, lambda n: led(n) == ("DEPARTMENT", window.petitions.id)),
    ):
        found = listed(busy, **sought)
        assert [n["id"] for n in found["nodes"]] == [n["id"] for n in everything if test(n)]
        assert found["totalCount"] == len(found["nodes"]) > 0


@pytest.mark.parametrize("days", [0, 10, 33, 90])
def test_what_is_overdue_at_an_instant(busy: World, days: int) -> None:
    """The list of what is overdue holds just those decisions that say so of themselves."""
    instant = (NOON + timedelta(days=days)).isoformat()
    overdue = {n["id"] for n in listed(busy, overdueAt=instant)["nodes"]}
    text = "query ($at: DateTime) { decisions(first: 500) { nodes { id overdue(at: $at) { step } } } }"
    nodes = busy.ask(text, at=instant)["decisions"]["nodes"]
    assert overdue == {n["id"] for n in nodes if n["overdue"]}


def test_pages_follow_each_other_newest_first(busy: World) -> None:
    everything = [(n["decidedAt"], n["id"]) for n in listed(busy)["nodes"]]
    assert everything == sorted(everything, key=lambda n: (at(n[0]), n[1]), reverse=True)
    pages: list[tuple[str, str]] = []
    cursor = None
    while True:
        found = listed(busy, first=17, after=cursor)
        assert found["totalCount"] == len(everything)
        pages.extend((n["decidedAt"], n["id"]) for n in found["nodes"])
        if not found["pageInfo"]["hasNextPage"]:
            break
        cursor = found["pageInfo"]["endCursor"]
    assert pages == everything


@pytest.mark.parametrize("cursor", ["x", "WzFd", "WyJ4IiwieSJd", "WyIyMDI1LTAxLTAxVDAwOjAwOjAwIiwieSJd"])
def test_a_cursor_of_another_list_is_refused(busy: World, cursor: str) -> None:
    assert busy.codes(LIST, after=cursor) == ["INVALID_INPUT"]


def test_decisions_of_earlier_versions_count_their_helpers_after_the_migration(
    busy: World, analyst: neo4j.Driver, neo4j_server: RunningNeo4j
) -> None:
    """Those kept only who leads or is in a task force; the helpers stand in the frozen answer."""
    parties_ = "MATCH (d:Decision) RETURN d.id AS id, d.people AS people, d.departments AS departments ORDER BY id"
    whole = busy.run(busy.store.query(parties_))
    for row in analyst.execute_query("MATCH (d:Decision) RETURN d.id AS id, d.frozen AS frozen").records:
        gist = {**json.loads(row["frozen"])["gist"], "with": []}
        old = row["frozen"].replace('"method":2,', "")
        people, departments_ = parties(json.dumps({"gist": gist}))
        analyst.execute_query(
            "MATCH (d:Decision {id: $id}) SET d.people = $people, d.departments = $departments, d.frozen = $frozen",
            id=row["id"], people=list(people), departments=list(departments_), frozen=old,
        )  # fmt: skip
    assert busy.run(busy.store.query(parties_)) != whole
    for _ in range(2):  # each is safe to run twice
        analyst.execute_query("MATCH (m:Migration) WHERE m.number >= 7 DETACH DELETE m")

        async def opened() -> None:
            address = neo4j_server.address
            async with BoltStore.open(address.uri, address.user, address.password):
                pass

        busy.run(opened())
        assert busy.run(busy.store.query(parties_)) == whole
