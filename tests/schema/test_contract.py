"""The documents that clients send, verbatim, on a small organisation: every answer by hand."""

import asyncio
from datetime import date, datetime
from pathlib import Path

import pytest

from graph.words import Rank, Role
from tests.builders.world import CONTRACT, NOON, ZONE, Answer, World, document

SHARED = Path(__file__).parents[3] / "shared" / "contract"
STAGE_A = ("hierarchy", "who-handles", "who-handles-many", "coverage", "person", "before-after")
STAGE_B = (
    "forecast",
    "appoint",
    "end-holding",
    "record-absence",
    "move-unit",
    "split-grid",
    "merge-grids",
    "changes",
    "undo",
    "lineage",
)

STAGE_C = ("on-duty", "route-preview", "route-case", "decision", "return-case")


def test_our_copies_are_the_contract_s_documents() -> None:
    """Where the contract lies beside the checkout, each copy is equal to it, byte for byte."""
    assert {path.stem for path in CONTRACT.glob("*.graphql")} == {*STAGE_A, *STAGE_B, *STAGE_C}
    if SHARED.is_dir():
        for name in (*STAGE_A, *STAGE_B, *STAGE_C):
            assert (SHARED / f"{name}.graphql").read_bytes() == (CONTRACT / f"{name}.graphql").read_bytes()


def instant(day: date) -> str:
    """Midnight of a day."""
    return datetime(day.year, day.month, day.day, tzinfo=ZONE).isoformat()


# -- stage A ---------------------------------------------------------------------------------------------------------


def test_hierarchy(still: World) -> None:
    """The village with its ancestors, children, counts and the first of its micro-grids; and the whole in numbers."""
    q = still.quarter
    answer = still.send("hierarchy", code=q.village.id)
    unit = answer["unit"]
    assert answer["revision"] == 1
    assert (unit["code"], unit["name"], unit["kind"], unit["gridType"]) == (q.village.id, "尹范村", "VILLAGE", None)
    assert (unit["households"], unit["start"], unit["end"]) == (100, "2025-01-01", None)
    assert [a["name"] for a in unit["ancestors"]] == ["城区管区", "东平街道"]
    assert unit["children"]["totalCount"] == 3
    assert [c["code"] for c in unit["children"]["nodes"]] == [q.grid.id, q.next_grid.id, q.market.id]
    assert unit["counts"] == [{"kind": "GRID", "count": 3}, {"kind": "MICRO_GRID", "count": 4}]
    micro = unit["descendants"]
    assert (micro["totalCount"], micro["pageInfo"]["hasNextPage"]) == (4, False)
    assert [m["code"] for m in micro["nodes"]] == [q.micro.id, q.west.id, q.south.id, q.east.id]
    assert {c["kind"]: c["count"] for c in answer["counts"]} == {
        "STREET": 1,
        "MANAGEMENT_AREA": 2,
        "VILLAGE": 2,
        "GRID": 4,
        "MICRO_GRID": 5,
    }
    assert {"role": "GRID_CHIEF", "count": 3, "people": 2} in answer["holdings"]


def test_hierarchy_before_there_was_anything(still: World) -> None:
    answer = still.send("hierarchy", code=still.quarter.village.id, at="2024-12-31T23:59:59+08:00")
    assert (answer["unit"], answer["counts"], answer["holdings"]) == (None, [], [])


def test_who_handles(still: World) -> None:
    """The full-time worker of the grid, then everybody else, nearest first; until the worker's leave begins."""
    q = still.quarter
    answer = still.send("who-handles", place={"code": q.micro.id})["whoHandles"]
    assert answer["__typename"] == "Handling"
    assert (answer["place"]["code"], answer["askedFor"]) == (q.micro.id, None)
    assert [a["code"] for a in answer["place"]["ancestors"]] == [q.grid.id, q.village.id, q.area.id, q.street.id]
    responsible = answer["responsible"]
    assert (responsible["person"]["id"], responsible["covering"]) == (q.worker.id, None)
    assert responsible["holding"]["of"] == {
        "__typename": "Unit",
        "code": q.grid.id,
        "name": "第一网格",
        "kind": "GRID",
    }
    assert [(h["person"]["id"], h["role"]) for h in answer["handlers"]] == [
        (q.helper.id, "ASSISTANT"),
        (q.worker.id, "FULL_TIME_WORKER"),
        (q.chief.id, "GRID_CHIEF"),
    ]
    assert [(s["role"], s["outcome"]) for s in answer["steps"]] == [("FULL_TIME_WORKER", "CHOSEN")]
    assert answer["validUntil"] == "2025-07-01T00:00:00+08:00"


def test_who_handles_while_somebody_stands_in_and_when_both_are_excluded(still: World) -> None:
    q = still.quarter
    at = "2025-07-05T08:00:00+08:00"
    covered = still.send("who-handles", place={"code": q.micro.id}, at=at)["whoHandles"]
    assert covered["responsible"]["person"]["id"] == q.spare.id
    assert covered["responsible"]["covering"]["id"] == q.worker.id
    assert covered["responsible"]["holding"]["id"] == q.workers_post.id
    assert covered["validUntil"] == "2025-07-15T00:00:00+08:00"
    excluded = still.send("who-handles", place={"code": q.micro.id}, at=at, excluding=[q.worker.id, q.chief.id])
    steps = excluded["whoHandles"]["steps"]
    assert [s["outcome"] for s in steps] == ["EXCLUDED", "VACANT", "EXCLUDED", "VACANT", "VACANT", "VACANT"]
    assert excluded["whoHandles"]["responsible"] is None


def test_who_handles_asked_for_a_role(still: World) -> None:
    q = still.quarter
    answer = still.send("who-handles", place={"code": q.micro.id}, role="GRID_CHIEF")["whoHandles"]
    assert answer["responsible"]["person"]["id"] == q.chief.id
    assert [(s["unit"]["code"], s["outcome"]) for s in answer["steps"]] == [
        (q.micro.id, "VACANT"),
        (q.grid.id, "CHOSEN"),
    ]


def test_who_handles_a_point(still: World) -> None:
    """Inside, on a border, outside, and nowhere on Earth."""
    q = still.quarter

    def at(longitude: float, latitude: float) -> Answer:
        point = {"longitude": longitude, "latitude": latitude}
        found: Answer = still.send("who-handles", place={"point": point})["whoHandles"]
        return found

    assert at(116.405, 35.905)["place"]["code"] == q.micro.id
    border = at(116.41, 35.905)
    assert border["__typename"] == "PlaceAmbiguous"
    assert [(c["unit"]["code"], c["distanceMetres"]) for c in border["candidates"]] == [(q.micro.id, 0), (q.west.id, 0)]
    outside = at(116.405, 35.911)
    assert (outside["__typename"], outside["nearest"]["unit"]["code"]) == ("PlaceUnknown", q.micro.id)
    assert 100 < outside["nearest"]["distanceMetres"] < 120
    assert at(999, 35.9)["__typename"] == "PlaceUnknown"


def test_who_handles_many_answers_in_order_and_spares_the_good_ones(still: World) -> None:
    q = still.quarter
    places = [
        {"code": q.south.id},
        {"code": "nowhere"},
        {"point": {"longitude": 1e9, "latitude": 0}},
        {"point": {"longitude": 116.41, "latitude": 35.905}},
        {"code": q.far_micro.id},
    ]
    found = still.send("who-handles-many", places=places)["whoHandlesMany"]
    kinds = ["Handling", "PlaceUnknown", "PlaceUnknown", "PlaceAmbiguous", "Handling"]
    assert [answer["__typename"] for answer in found] == kinds
    assert found[0]["responsible"]["person"]["id"] == q.worker.id
    assert found[4]["responsible"]["person"]["id"] == q.stranger.id


def test_many_are_answered_as_one_by_one(still: World) -> None:
    """The union of singles: each of many answers is what the single question gives."""
    q = still.quarter
    units = [q.street, q.area, q.village, q.grid, q.micro, q.market, q.far_grid, q.far_micro]
    many = still.send("who-handles-many", places=[{"code": u.id} for u in units])["whoHandlesMany"]
    for unit, answer in zip(units, many, strict=True):
        one = still.send("who-handles", place={"code": unit.id})["whoHandles"]
        assert (one["responsible"] or {}).get("person") == (answer["responsible"] or {}).get("person")
        assert one["validUntil"] == answer["validUntil"]


def test_coverage(still: World) -> None:
    """Two gaps of the first grid's assistants and one instructor …, each open since the founding, and who answers."""
    q = still.quarter
    answer = still.send("coverage", under=q.grid.id)["coverage"]
    assert (answer["required"], answer["held"], answer["vacant"]) == (6, 3, 3)
    gaps = answer["gaps"]
    assert gaps["totalCount"] == 3
    assert [(g["unit"]["code"], g["role"], g["required"], g["held"]) for g in gaps["nodes"]] == [
        (q.grid.id, "INSTRUCTOR", 1, 0),
        (q.west.id, "ASSISTANT", 1, 0),
        (q.south.id, "ASSISTANT", 1, 0),
    ]
    assert {g["openSince"] for g in gaps["nodes"]} == {"2025-01-01"}
    assert {g["coveredBy"]["person"]["id"] for g in gaps["nodes"]} == {q.worker.id}
    rules = {(r["role"], r["unitKind"]): (r["required"], r["held"], r["vacant"]) for r in answer["rules"]}
    assert rules["ASSISTANT", "MICRO_GRID"] == (3, 1, 2)


def test_coverage_of_a_role_with_nobody_answering(still: World) -> None:
    q = still.quarter
    answer = still.send("coverage", under=q.market.id, role="GRID_CHIEF")["coverage"]
    (gap,) = answer["gaps"]["nodes"]
    assert (gap["role"], gap["coveredBy"]) == ("GRID_CHIEF", None)


def test_person(still: World) -> None:
    q = still.quarter
    answer = still.send("person", id=q.chief.id)
    person = answer["person"]
    assert (person["name"], person["phone"], person["households"]) == ("王长", None, 100)
    assert {h["of"]["code"] for h in person["holdings"]} == {q.grid.id, q.next_grid.id}
    assert person["reach"] == [{"kind": "GRID", "count": 2}, {"kind": "MICRO_GRID", "count": 4}]
    assert answer["people"]["totalCount"] == 0
    away = still.send("person", id=q.worker.id)["person"]["absences"]
    assert [(a["kind"], a["start"], a["end"], a["cover"]["id"]) for a in away] == [
        ("LEAVE", "2025-07-01", "2025-07-15", q.spare.id)
    ]
    assert still.send("person", id="nobody")["person"] is None


def test_before_after(still: World) -> None:
    q = still.quarter
    data = still.ask(document("before-after"), code=q.grid.id, before="2024-06-01T00:00:00Z", after=NOON.isoformat())
    assert (data["before"]["unit"], data["before"]["counts"]) == (None, [])
    assert data["after"]["unit"]["name"] == "第一网格"
    assert [h["person"]["name"] for h in data["after"]["unit"]["holders"]] == ["王长", "李专"]
    assert data["before"]["at"] == "2024-06-01T08:00:00+08:00"


# -- stage B ---------------------------------------------------------------------------------------------------------


def test_forecast(world: World) -> None:
    """A post that ends within the interval opens a gap from that day to the end of the interval, and it says why."""
    q = world.quarter
    world.change("end-holding", holding=q.workers_post.id, on="2025-06-11")
    world.change("appoint", person=q.spare.id, role="FULL_TIME_WORKER", of=q.grid.id, start="2025-06-21")
    answer = world.send("forecast", under=q.grid.id, start="2025-06-01", end="2025-07-01")["forecast"]
    worker = [g for g in answer["gaps"]["nodes"] if g["role"] == "FULL_TIME_WORKER"]
    assert [(g["unit"]["code"], g["start"], g["end"], g["days"]) for g in worker] == [
        (q.grid.id, "2025-06-11", "2025-06-21", 10)
    ]
    assert "李专" in worker[0]["opensBecause"]
    assert answer["gaps"]["totalCount"] == 4
    assert answer["uncoveredDays"] == 10 + 3 * 30


def test_a_break_is_one_gap_though_its_unit_moves_within_the_scope(world: World) -> None:
    """A village that moves between areas of the street forecast is short of a secretary once, not twice."""
    q = world.quarter
    world.change("move-unit", code=q.village.id, under=q.other_area.id, on="2025-06-15")
    answer = world.send("forecast", under=q.street.id, start="2025-06-01", end="2025-07-01", first=500)["forecast"]
    gaps = [g for g in answer["gaps"]["nodes"] if g["unit"]["code"] == q.village.id]
    assert [(g["start"], g["end"], g["days"]) for g in gaps] == [("2025-06-01", "2025-07-01", 30)]


def test_appoint(world: World) -> None:
    q = world.quarter
    applied = world.change("appoint", person=q.spare.id, role="INSTRUCTOR", of=q.grid.id, start="2025-06-01")
    assert (applied["revision"], applied["dryRun"]) == (2, False)
    change = applied["change"]
    assert (change["id"], change["actor"], change["reason"]) == ("change-2", "anonymous", "试验")
    assert change["at"] == "2025-06-01T12:00:00+08:00"
    assert "钱备" in change["summary"]
    posts = world.send("person", id=q.spare.id)["person"]["holdings"]
    assert {(p["role"], p["rank"], p["start"]) for p in posts} >= {("INSTRUCTOR", None, "2025-06-01")}


def test_appoint_a_second_primary_is_refused(world: World) -> None:
    q = world.quarter
    refused = world.send(
        "appoint", person=q.spare.id, role="GRID_CHIEF", of=q.grid.id, start="2025-06-01", change={"reason": "误"}
    )
    assert (refused["__typename"], refused["code"]) == ("ChangeRefused", "RULE_VIOLATED")
    (problem,) = refused["problems"]
    assert problem["rule"] == "one-primary"
    assert q.chiefs_post.id in problem["ids"]
    assert refused["conflictsWith"] == []
    assert world.model.snapshot.revision == 1


def test_end_holding(world: World) -> None:
    q = world.quarter
    world.change("end-holding", holding=q.workers_post.id, on="2025-06-02")
    today = world.send("who-handles", place={"code": q.grid.id})["whoHandles"]
    tomorrow = world.send("who-handles", place={"code": q.grid.id}, at="2025-06-02T00:00:00+08:00")["whoHandles"]
    assert (today["responsible"]["person"]["name"], today["validUntil"]) == ("李专", "2025-06-02T00:00:00+08:00")
    assert tomorrow["responsible"]["person"]["name"] == "王长"
    refused = world.send("end-holding", holding="nobody", on="2025-06-02", change={"reason": "误"})
    assert (refused["code"], refused["problems"][0]["ids"]) == ("NOT_FOUND", ["nobody"])


def test_record_absence(world: World) -> None:
    q = world.quarter
    world.change(
        "record-absence",
        person=q.chief.id,
        kind="TRAINING",
        start="2025-06-01",
        end="2025-06-08",
        cover=q.helper.id,
    )
    answer = world.send("who-handles", place={"code": q.next_grid.id})["whoHandles"]
    assert (answer["responsible"]["person"]["id"], answer["responsible"]["covering"]["id"]) == (q.helper.id, q.chief.id)
    assert answer["validUntil"] == "2025-06-08T00:00:00+08:00"
    refused = world.send(
        "record-absence",
        person=q.chief.id,
        kind="SICK",
        start="2025-06-09",
        end="2025-06-09",
        change={"reason": "误"},
    )
    assert refused["code"] == "INVALID_INPUT"


def test_move_unit(world: World) -> None:
    q = world.quarter
    world.change("move-unit", code=q.village.id, under=q.other_area.id, on="2025-07-01")
    for at, area in ((None, q.area), ("2025-07-01T00:00:00+08:00", q.other_area)):
        assert world.send("hierarchy", code=q.village.id, at=at)["unit"]["ancestors"][0]["code"] == area.id


def test_split_and_merge_and_lineage(world: World) -> None:
    """A grid is split, the halves are merged: the old code leads to the one that covers it now, and back."""
    q = world.quarter
    parts = [
        {"name": "东半", "microGrids": [q.micro.id, q.west.id], "holdings": [q.chiefs_post.id]},
        {"name": "西半", "microGrids": [q.south.id], "holdings": [q.workers_post.id]},
    ]
    split = world.change("split-grid", grid=q.grid.id, on="2025-05-01", parts=parts, reason="太大")
    gone = world.send("who-handles", place={"code": q.grid.id})["whoHandles"]
    assert gone["__typename"] == "PlaceAmbiguous"
    halves = [c["unit"]["code"] for c in gone["candidates"]]
    assert [c["unit"]["name"] for c in gone["candidates"]] == ["东半", "西半"]
    lineage = world.send("lineage", code=q.grid.id)
    assert (lineage["unit"]["start"], lineage["unit"]["end"]) == ("2025-01-01", "2025-05-01")
    assert [(s["unit"]["code"], s["date"]) for s in lineage["successors"]] == [(h, "2025-05-01") for h in halves]
    assert {s["change"]["id"] for s in lineage["successors"]} == {split["change"]["id"]}
    assert {s["change"]["reason"] for s in lineage["successors"]} == {"太大"}
    assert [c["code"] for c in lineage["current"]] == halves

    keep = [h["id"] for h in world.send("person", id=q.chief.id)["person"]["holdings"] if h["of"]["code"] in halves]
    world.change("merge-grids", grids=halves, on="2025-06-01", name="复合", keepHoldings=keep)
    answer = world.send("who-handles", place={"code": q.grid.id})["whoHandles"]
    assert (answer["place"]["name"], answer["askedFor"]["code"]) == ("复合", q.grid.id)
    assert answer["responsible"]["person"]["id"] == q.chief.id
    whole = answer["place"]["code"]
    assert whole not in {q.grid.id, *halves}
    assert [c["code"] for c in world.send("lineage", code=q.grid.id)["current"]] == [whole]
    back = world.send("lineage", code=whole)
    assert [p["unit"]["code"] for p in back["predecessors"]] == halves
    assert world.send("lineage", code="nowhere") is None


def test_changes_and_undo(world: World) -> None:
    """The journal, newest first, all of it or about something; a change put back is one more change."""
    q = world.quarter
    ended = world.change("end-holding", holding=q.workers_post.id, on="2025-06-01", reason="调离")
    world.change("appoint", person=q.spare.id, role="FULL_TIME_WORKER", of=q.market.id, start="2025-06-01")
    world.change("undo", id=ended["change"]["id"], reason="弄错了")
    journal = world.send("changes")
    assert journal["totalCount"] == 4
    assert [c["revision"] for c in journal["nodes"]] == [4, 3, 2, 1]
    assert [c["reason"] for c in journal["nodes"][:3]] == ["弄错了", "试验", "调离"]
    operation = journal["nodes"][2]["operations"]["nodes"][0]
    assert (operation["kind"], operation["factKind"], operation["factId"]) == ("END", "Holding", q.workers_post.id)
    assert "end" not in operation["before"]
    assert operation["after"]["end"] == "2025-06-01"
    assert journal["nodes"][3]["operations"]["totalCount"] == len(q.changes[0].operations)
    assert [c["revision"] for c in world.send("changes", about=q.workers_post.id)["nodes"]] == [4, 2, 1]
    assert [c["revision"] for c in world.send("changes", about=q.market.id)["nodes"]] == [3, 1]
    assert world.send("changes", about="nobody")["totalCount"] == 0
    assert (
        world.send("who-handles", place={"code": q.grid.id})["whoHandles"]["responsible"]["person"]["id"] == q.worker.id
    )


# -- how ---------------------------------------------------------------------------------------------------------------


def stage_a_variables(world: World) -> dict[str, Answer]:
    """Variables for each document of stage A."""
    q = world.quarter
    return {
        "hierarchy": {"code": q.street.id},
        "who-handles": {"place": {"code": q.micro.id}},
        "who-handles-many": {
            "places": [{"code": q.micro.id}, {"point": {"longitude": 116.405, "latitude": 35.905, "datum": "GCJ02"}}]
        },
        "coverage": {"under": q.street.id, "first": 500},
        "person": {"id": q.chief.id},
        "before-after": {"code": q.grid.id, "before": instant(date(2025, 2, 1)), "after": instant(date(2026, 2, 1))},
    }


@pytest.mark.parametrize("name", [*STAGE_A, "forecast"])
def test_reading_asks_no_database(still: World, name: str) -> None:
    """Documents of stage A, and the forecast, make no round trip to the database."""
    q = still.quarter
    ahead: Answer = {"under": q.street.id, "start": "2025-06-01", "end": "2026-06-01"}
    variables = stage_a_variables(still).get(name, ahead)
    trips = still.store.round_trips
    still.ask(document(name), **variables)
    assert still.store.round_trips == trips


@pytest.mark.parametrize("name", STAGE_A)
def test_over_http_the_answers_are_the_same(still: World, name: str) -> None:
    variables = stage_a_variables(still)[name]
    response = still.post({"query": document(name), "variables": variables})
    assert response.status_code == 200
    assert response.json() == {"data": still.ask(document(name), **variables)}


def test_mutations_work_over_http(world: World) -> None:
    q = world.quarter
    variables = {
        "person": q.spare.id,
        "role": Role.INSTRUCTOR.name,
        "of": q.grid.id,
        "rank": Rank.PRIMARY.name,
        "start": "2025-06-01",
        "change": {"reason": "网上"},
    }
    body = world.post({"query": document("appoint"), "variables": variables}).json()
    assert body["data"]["appoint"]["revision"] == 2
    assert body["data"]["appoint"]["change"]["summary"]


def test_documents_asked_together_are_answered_each(still: World) -> None:
    """Operations that run at the same time don't meddle with each other's answers."""
    variables = stage_a_variables(still)

    async def all_at_once() -> list[Answer]:
        results = await asyncio.gather(*(still.asked(document(n), variables[n]) for n in STAGE_A * 5))
        return [result.data or {} for result in results]

    found = still.run(all_at_once())
    assert found == [still.ask(document(n), **variables[n]) for n in STAGE_A] * 5
