"""The demo over GraphQL: the contract's documents as clients send them, and the seed's own numbers."""

import json
import os
import re
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.builders.process import ROOT, Service
from tests.waiting import HANG_S

EXAMPLES = ROOT / "web" / "examples"
OURS = {"ranking"}
"""Examples that no client has sent yet."""
FOUNDING = "2025-01-01T09:00:00+08:00"
STREET = "370923001"


def variables_of(demo: Service, example: Path) -> dict[str, Any]:
    """The variables of an example; where it says so, what to use is asked of the service, as the explorer does."""
    given: dict[str, Any] = json.loads(example.with_suffix(".json").read_text("utf-8"))
    return {
        name: _first_leaf(demo.ask(v["$ask"])) if isinstance(v, dict) and "$ask" in v else v
        for name, v in given.items()
    }


def _first_leaf(value: Any) -> Any:
    while isinstance(value, dict | list):
        value = value[0] if isinstance(value, list) else next(iter(value.values()))
    return value


@pytest.mark.parametrize("name", sorted(path.stem for path in EXAMPLES.glob("*.graphql")))
def test_every_example_of_the_explorer_answers(demo: Service, name: str) -> None:
    example = EXAMPLES / f"{name}.graphql"
    data = demo.ask(example.read_text("utf-8"), **variables_of(demo, example))
    assert all(value is not None for value in data.values())


@pytest.mark.parametrize("name", sorted(path.stem for path in EXAMPLES.glob("*.graphql") if path.stem not in OURS))
def test_examples_are_the_contract_verbatim(name: str) -> None:
    contract = ROOT.parent / "shared" / "contract" / f"{name}.graphql"
    copy = ROOT / "tests" / "schema" / "contract" / f"{name}.graphql"
    original = contract if contract.is_file() else copy
    assert (EXAMPLES / f"{name}.graphql").read_text("utf-8") == original.read_text("utf-8")


def test_on_its_founding_day_the_numbers_are_those_of_the_article(demo: Service) -> None:
    query = """query($at: DateTime) { organization(at: $at) {
      counts { kind count } holdings { role count people }
      coverage(under: "370923001") { vacant }
      general: units(kind: GRID, first: 500) { totalCount nodes { gridType } } } }"""
    seen = demo.ask(query, at=FOUNDING)["organization"]
    assert {c["kind"]: c["count"] for c in seen["counts"]} == {
        "STREET": 1,
        "MANAGEMENT_AREA": 8,
        "VILLAGE": 74,
        "GRID": 478,
        "MICRO_GRID": 2053,
    }
    held = {h["role"]: (h["count"], h["people"]) for h in seen["holdings"]}
    assert held["GRID_CHIEF"] == (478, 196)
    assert held["FULL_TIME_WORKER"] == (435, 435)
    assert held["PART_TIME_WORKER"] == (829, 829)
    assert held["ASSISTANT"] == (3965, 3965)
    assert held["INSTRUCTOR"] == (478, 304)
    assert held["EXPERT"] == (12, 12)
    types = [grid["gridType"] for grid in seen["general"]["nodes"]]
    assert (types.count("GENERAL"), types.count("DEDICATED")) == (435, 43)
    assert seen["coverage"]["vacant"] == 0


def test_the_centre_has_its_rooms_departments_and_committees(demo: Service) -> None:
    query = """{ organization { unit(code: "370923001") { centres {
      rooms { kind } stationings { mode } committees { name } holders(role: EXPERT) { field } } } } }"""
    [centre] = demo.ask(query)["organization"]["unit"]["centres"]
    assert len(centre["rooms"]) == 6
    assert {s["mode"] for s in centre["stationings"]} == {"RESIDENT", "ROTATING", "ON_CALL"}
    assert len(centre["committees"]) == 8
    assert len(centre["holders"]) == 12


def test_today_there_is_something_to_supervise(demo: Service) -> None:
    query = """{ organization(at: "2026-11-24T09:00:00+08:00") {
      coverage(under: "370923001") { vacant gaps { totalCount nodes { openSince coveredBy { person { id } } } } }
      forecast(under: "370923001", start: "2026-11-24", end: "2026-12-24") { uncoveredDays gaps { totalCount } } } }"""
    seen = demo.ask(query)["organization"]
    assert seen["coverage"]["vacant"] > 0
    assert seen["coverage"]["gaps"]["totalCount"] > 0
    assert all(gap["coveredBy"] for gap in seen["coverage"]["gaps"]["nodes"])
    assert seen["forecast"]["gaps"]["totalCount"] >= seen["coverage"]["gaps"]["totalCount"]


def test_the_rankings_say_where_to_look_first(demo: Service) -> None:
    """The worst villages come first, some chief holds several grids, some worker has more households than usual."""
    query = """query($first: Int) { organization(at: "2026-11-24T09:00:00+08:00") {
      coverage(under: "370923001") { required held vacant gaps { totalCount } }
      coverageRanking(under: "370923001", first: $first) {
        unit { kind } required vacant vacantShare gapCount uncoveredGaps longestOpenDays longestGap { openDays } }
      longestGaps(first: $first) { openSince openDays }
      spanOfControl(under: "370923001", role: GRID_CHIEF, first: $first) { posts units microGrids households }
      workload(under: "370923001", first: $first) { people average median loads { households timesMedian } } } }"""
    seen = demo.ask(query, first=500)["organization"]
    villages, cover = seen["coverageRanking"], seen["coverage"]
    assert len(villages) == 74
    shares = [village["vacantShare"] for village in villages if village["uncoveredGaps"] == 0]
    assert shares == sorted(shares, reverse=True)
    assert villages[0]["gapCount"] > 0
    assert all(v["longestOpenDays"] == (v["longestGap"] or {"openDays": None})["openDays"] for v in villages)
    assert sum(village["gapCount"] for village in villages) <= cover["gaps"]["totalCount"] == len(seen["longestGaps"])
    days = [gap["openDays"] for gap in seen["longestGaps"]]
    assert days == sorted(days, reverse=True)
    assert days[0] > 0
    spans = seen["spanOfControl"]
    assert 1 < spans[0]["posts"] == spans[0]["units"] < 20
    assert [span["posts"] for span in spans] == sorted((span["posts"] for span in spans), reverse=True)
    work = seen["workload"]
    assert 400 < work["people"] < 500
    assert work["loads"][0]["households"] > work["median"] > 0
    assert work["loads"][0]["timesMedian"] > 1


def test_a_split_grid_answers_with_its_successors(demo: Service) -> None:
    query = """query($first: Int) { changes(first: $first) { nodes { summary } }
      organization(at: "2025-08-31T09:00:00+08:00") { units(kind: GRID, first: 500) { nodes { code end } } } }"""
    grids = demo.ask(query, first=1)["organization"]["units"]["nodes"]
    retired = [grid["code"] for grid in grids if grid["end"] == "2025-09-01"]
    assert retired
    asked = """query($code: ID!) { organization { whoHandles(place: {code: $code}) {
      __typename ... on PlaceAmbiguous { candidates { unit { code } } } } }
      lineage(code: $code) { current { code } } }"""
    answer = demo.ask(asked, code=retired[0])
    assert answer["organization"]["whoHandles"]["__typename"] == "PlaceAmbiguous"
    candidates = {c["unit"]["code"] for c in answer["organization"]["whoHandles"]["candidates"]}
    assert candidates == {unit["code"] for unit in answer["lineage"]["current"]}


PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCED = re.compile(r"```graphql\n(.*?)```", re.DOTALL)
QUERIES = [(page.name, query) for page in PAGES for query in FENCED.findall(page.read_text("utf-8"))]


@pytest.mark.parametrize(("page", "query"), [(page, query) for page, query in QUERIES if "whoHandles" in query])
def test_the_queries_in_the_docs_answer(demo: Service, page: str, query: str) -> None:
    answer = demo.ask(query)
    assert answer["organization"]["whoHandles"]["responsible"]["person"]["name"], page


def test_a_hotline_s_requests_in_the_docs_work_one_after_the_other(demo: Service) -> None:
    """Routed, acknowledged and returned, late: as docs/cases.md has them, with the id that the first of them gives."""
    route, met, late = (query for page, query in QUERIES if page == "cases.md")
    decided = demo.ask(route)["routeCase"]
    assert decided["lead"]["person"]["name"]
    (example,) = set(re.findall(r"decision-[a-z0-9]+", met))
    answers = demo.ask(met.replace(example, decided["id"]))
    assert all(answer.get("code") is None for answer in answers.values()), answers
    assert demo.ask(late)["decisions"]["edges"]


def shell(line: str, **environment: str) -> Any:
    """What a line pasted into a shell prints, as JSON."""
    done = subprocess.run(
        ["bash", "-c", line],  # noqa: S607 -- as people run it
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=HANG_S,
        check=True,
    )
    return json.loads(done.stdout)


def test_the_line_that_the_demo_prints_answers_as_it_is(demo: Service) -> None:
    answer = shell(demo.await_said(r"^  (curl .*)$")[1])
    assert answer["data"]["organization"]["whoHandles"]["responsible"]["person"]["name"]


CURLS = [
    (page.name, line) for page in PAGES for line in re.findall(r"^curl .*$", page.read_text("utf-8"), re.MULTILINE)
]


@pytest.mark.parametrize(("page", "line"), CURLS)
def test_the_curl_lines_in_the_docs_answer(demo: Service, page: str, line: str) -> None:
    answer = shell(line.replace("http://127.0.0.1:8000", demo.url), KEY=demo.token or "")
    assert "errors" not in answer, page


def test_the_demos_key_is_kept_for_its_owner_alone(demo: Service) -> None:
    kept = demo.log.parent / "demo.key"
    assert kept.read_text("utf-8").strip() == demo.token
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
