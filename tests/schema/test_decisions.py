"""Decisions through the schema, on a real Neo4j: frozen, asked again, handed back, overdue, escalated, refused."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import neo4j
import pytest

from demo import POLICY
from graph.access.grants import Right
from graph.live import LiveModel
from graph.record.bolt import BoltStore
from graph.words import Role, StationingMode
from schema.context import Context
from schema.schema import schema
from tests.builders.window import ACKNOWLEDGE, BASE, WHY, Window, back, case, count_of, kept, put, routed
from tests.builders.world import NOON, ZONE, Answer, World, document, key_of
from tests.schema.conftest import fresh_world
from tests.schema.test_bad_input import TEXTS

WHOLE = """
query Whole($id: ID!, $at: DateTime) {
  decision(id: $id) {
    id reference revision returns settled because actor reason
    case { place { code } channel matter level stabilityRisk receivedAt }
    lead { ...Who } with { ...Who } asked(at: $at) { ...Who }
    deadlines { step due done met }
    overdue(at: $at) { step } nextAsked(at: $at) { after to { ...Who } }
    escalation { after to { ...Who } }
    policy { id name }
    supersedes { id } supersededBy { id }
    events { kind by what reason note }
    replay { same differsByTime differsBecause { id } today { lead { ...Who } steps { outcome } } }
  }
}
fragment Who on Assignee {
  __typename
  ... on Responder { person { id name phone } holding { role } }
  ... on Department { id name }
  ... on TaskForce { lead { person { id } } }
  ... on OutsideBody { name level }
}
"""

ESCALATE = """
mutation ($id: ID!, $to: Int, $change: ChangeRequest!) {
  escalate(decision: $id, to: $to, change: $change) {
    __typename ... on Decision { id } ... on ChangeRefused { code problems { rule ids } } } }
"""
APPOINT = """
mutation ($person: ID!, $role: Role!, $of: ID!, $start: Date!) {
  appoint(input: {person: $person, role: $role, of: $of, start: $start}, change: {reason: "接任"}) { __typename } }
"""


@pytest.fixture(scope="module")
def window() -> Window:
    """The organisation that is put into the record."""
    return Window()


@pytest.fixture
def at_window(loop: asyncio.Runner, record: BoltStore, analyst: neo4j.Driver, window: Window) -> World:
    """The window in a record that holds nothing else."""
    return fresh_world(loop, record, analyst, window)


def whole(world: World, decision: str, at: str | None = None) -> Answer:
    """All of a decision."""
    found: Answer = world.ask(WHOLE, id=decision, at=at)["decision"]
    return found


def problem(refused: Answer) -> tuple[str, str]:
    """The code of a refusal and the rule of its first problem."""
    assert refused["__typename"] == "ChangeRefused", refused
    return refused["code"], refused["problems"][0]["rule"]


# -- frozen ----------------------------------------------------------------------------------------------------------


def test_the_preview_and_the_decision_say_the_same(at_window: World, window: Window) -> None:
    given = case(window.micro.id)
    preview = at_window.send("route-preview", case=given)["route"]
    found = routed(at_window, "H-1", given)
    frozen = whole(at_window, found["id"])
    assert preview["lead"]["person"]["id"] == frozen["lead"]["person"]["id"] == window.worker.id
    assert [d["step"] for d in found["deadlines"]] == [d["step"] for d in preview["deadlines"]]
    assert found["deadlines"][0]["due"] == "2025-06-01T14:00:00+08:00"
    assert (found["reference"], found["revision"], found["decidedAt"]) == ("H-1", BASE, NOON.isoformat())
    assert preview["escalation"][0]["to"]["person"]["name"] == "周书记"
    assert frozen["escalation"][0]["to"]["person"]["id"] == window.secretary.id
    assert frozen["case"]["place"]["code"] == window.micro.id
    assert frozen["policy"]["id"] == window.policy.id
    shown = kept(at_window, found["id"])
    assert [(s["order"], s["outcome"], s["rule"]) for s in shown["steps"]] == [
        (1, "APPLIED", "dispute-blue"),
        (2, "CHOSEN", "dispute-blue"),
    ]
    assert shown["replay"]["same"] is True
    assert shown["replay"]["differsBecause"] == []


def test_a_dry_run_says_what_would_be_decided_and_saves_nothing(at_window: World, window: Window) -> None:
    tried = routed(at_window, "H-1", case(window.micro.id), dryRun=True)
    assert count_of(at_window, "Decision") == count_of(at_window, "Deadline") == 0
    real = routed(at_window, "H-1", case(window.micro.id))
    assert {**tried, "decidedAt": None} == {**real, "decidedAt": None}
    moved = back(at_window, real["id"], dryRun=True)
    assert moved["lead"]["__typename"] == "Responder"
    for mutation in (ACKNOWLEDGE, ESCALATE):
        at_window.ask(mutation, id=real["id"], change=WHY | {"dryRun": True})
    assert (count_of(at_window, "Decision"), count_of(at_window, "DecisionEvent")) == (1, 0)


def test_asked_again_the_decision_that_stands_is_given(at_window: World, window: Window) -> None:
    """Also later, when another would be responsible: a client that asks again has not heard the answer."""
    first = routed(at_window, "H-1", case(window.micro.id))
    at_window.now = NOON + timedelta(days=31)  # the worker is on leave by then
    assert routed(at_window, "H-1", case(window.micro.id))["id"] == first["id"]
    assert whole(at_window, first["id"])["lead"]["person"]["id"] == window.worker.id
    refused = put(at_window, "H-1", case(window.micro.id, level="yellow"))
    assert problem(refused) == ("RULE_VIOLATED", "reference-taken")
    assert refused["problems"][0]["ids"] == [first["id"]]
    assert count_of(at_window, "Decision") == 1


def test_of_many_at_once_with_one_reference_one_decision_comes(at_window: World, window: Window) -> None:
    variables = {"case": case(window.micro.id), "reference": "H-1", "change": WHY}

    async def all_at_once() -> list[Any]:
        return await asyncio.gather(*(at_window.asked(document("route-case"), variables) for _ in range(12)))

    answers = [result.data["routeCase"] for result in at_window.run(all_at_once())]
    assert {answer["__typename"] for answer in answers} == {"Decision"}
    assert len({answer["id"] for answer in answers}) == 1
    assert (count_of(at_window, "Decision"), count_of(at_window, "Deadline")) == (1, 2)


def test_a_case_that_reaches_nobody_is_no_decision(at_window: World, window: Window) -> None:
    everybody = [p.id for p in (window.worker, window.chief, window.secretary, window.commissioner, window.spare)]
    refused = put(at_window, "H-1", case(window.micro.id, concerns=everybody))
    assert problem(refused) == ("RULE_VIOLATED", "case-reaches-nobody")
    assert "李专须回避" in refused["problems"][0]["message"]
    assert count_of(at_window, "Decision") == 0


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"matter": "no-such"}, "INVALID_INPUT"),
        ({"level": "purple"}, "INVALID_INPUT"),
        ({"place": {"code": "nowhere"}}, "NOT_FOUND"),
        ({"place": {"point": {"longitude": 116.41, "latitude": 35.905}}}, "INVALID_INPUT"),
    ],
)
def test_what_can_t_be_routed_is_refused(at_window: World, window: Window, given: Answer, code: str) -> None:
    assert put(at_window, "H-1", case(window.micro.id) | given)["code"] == code
    assert count_of(at_window, "Decision") == 0


@pytest.mark.parametrize("reference", ["", "  ", "x" * 501, "a\x00b"])
def test_a_reference_is_a_clean_text(at_window: World, window: Window, reference: str) -> None:
    assert put(at_window, reference, case(window.micro.id))["code"] == "INVALID_INPUT"


def test_a_department_s_decision_reads_naturally_in_the_graph(at_window: World, window: Window) -> None:
    """Sunday noon: the petition office is off duty, its officer is called; the village secretary helps."""
    found = routed(at_window, "X-1", case(window.village.id, matter="petition"))
    frozen = whole(at_window, found["id"])
    assert (frozen["lead"]["__typename"], frozen["lead"]["name"]) == ("Department", "信访")
    assert [who["person"]["id"] for who in frozen["with"]] == [window.secretary.id]
    assert frozen["replay"]["same"] is True
    rows = at_window.run(
        at_window.store.query(
            "MATCH (u:Unit)<-[:DECIDED_FOR]-(d:Decision)-[:DECIDED_BY]->(p:Policy) RETURN u.code AS u, p.id AS p"
        )
    )
    assert rows == [{"u": window.village.id, "p": window.policy.id}]


# -- rights ------------------------------------------------------------------------------------------------------------


def test_rights_and_contacts(at_window: World, window: Window) -> None:
    """To decide takes the right to write, within the key's subtree; a reader sees the decision, contacts masked."""
    variables = {"case": case(window.micro.id, matter="dispute", level="yellow"), "reference": "H-1", "change": WHY}
    reader = replace(key_of("reader"), right=Right.READ)
    elsewhere = replace(key_of("elsewhere"), right=Right.WRITE, under=window.other_village.id)
    here = replace(key_of("here"), right=Right.WRITE, under=window.village.id)
    for key in (reader, elsewhere):
        result = at_window.run(at_window.asked(document("route-case"), variables, key=key))
        assert (result.data or {})["routeCase"]["code"] == "FORBIDDEN"
    result = at_window.run(at_window.asked(document("route-case"), variables, key=here))
    decision = (result.data or {})["routeCase"]["id"]
    for text, name, more in (
        (document("return-case"), "returnCase", {"decision": decision, "because": "UNCLEAR_DUTY", "note": "n"}),
        (ACKNOWLEDGE, "acknowledge", {"id": decision}),
        (ESCALATE, "escalate", {"id": decision}),
    ):
        refused = at_window.run(at_window.asked(text, more | {"change": WHY}, key=elsewhere))
        assert (refused.data or {})[name]["code"] == "FORBIDDEN"
    for key, phone in ((reader, "*********01"), (here, "13800000001")):
        seen = at_window.run(at_window.asked(WHOLE, {"id": decision}, key=key))
        assert seen.errors is None
        assert (seen.data or {})["decision"]["lead"]["person"]["phone"] == phone
    rows = at_window.run(at_window.store.query("MATCH (d:Decision) RETURN d.frozen AS frozen"))
    assert "13800000001" not in rows[0]["frozen"], "numbers are not frozen"


# -- expectations --------------------------------------------------------------------------------------------------


def test_an_expected_revision_is_outdated_only_by_what_changes_the_answer(at_window: World, window: Window) -> None:
    at_window.change("appoint", person=window.spare.id, role="INSTRUCTOR", of=window.far_grid.id, start="2025-06-01")
    assert routed(at_window, "H-1", case(window.micro.id), expectedRevision=BASE)["revision"] == BASE + 1
    at_window.change("end-holding", holding=window.workers_post.id, on="2025-06-01")
    refused = put(at_window, "H-2", case(window.micro.id), expectedRevision=BASE + 1)
    assert refused["code"] == "CONFLICT"
    assert window.workers_post.id in refused["problems"][0]["ids"]
    assert put(at_window, "H-2", case(window.micro.id), expectedRevision=99)["code"] == "INVALID_INPUT"
    assert count_of(at_window, "Decision") == 1


# -- handed back -----------------------------------------------------------------------------------------------------


def test_a_case_that_is_returned_again_and_again_ends_with_the_centre(at_window: World, window: Window) -> None:
    """Wrong place: routed anew. Overlapping: kept. The third return is decided for good; the fourth is refused."""
    first = routed(at_window, "H-1", case(window.micro.id))
    anew = back(at_window, first["id"], "WRONG_PLACE")
    assert (anew["supersedes"]["id"], anew["steps"][0]["rule"]) == (first["id"], "returns.wrong_place")
    assert anew["steps"][-1]["outcome"] == "CHOSEN"
    same = back(at_window, anew["id"], "OVERLAPPING_DUTY")
    assert [(s["rule"], s["outcome"]) for s in same["steps"]] == [("returns.kept", "APPLIED")]
    last = back(at_window, same["id"], "UNCLEAR_DUTY")
    assert last["steps"][0]["rule"] == "returns.finally"
    found = whole(at_window, last["id"])
    assert (found["lead"]["person"]["id"], found["returns"], found["settled"]) == (window.commissioner.id, 3, True)
    assert problem(back(at_window, last["id"])) == ("RULE_VIOLATED", "return-settled")
    assert problem(back(at_window, anew["id"], "UNCLEAR_DUTY")) == ("RULE_VIOLATED", "decision-superseded")
    for decision in (first, anew, same, last):
        assert kept(at_window, decision["id"])["replay"]["same"] is True
    old = whole(at_window, first["id"])
    assert old["supersededBy"]["id"] == anew["id"]
    assert [(e["kind"], e["what"], e["note"]) for e in old["events"]] == [("RETURNED", "wrong_place", "不归我管")]
    assert routed(at_window, "H-1", case(window.micro.id))["id"] == last["id"]


def test_unclear_duty_goes_to_whom_the_policy_names(at_window: World, window: Window) -> None:
    first = routed(at_window, "H-1", case(window.micro.id))
    moved = whole(at_window, back(at_window, first["id"], "UNCLEAR_DUTY")["id"])
    assert (moved["lead"]["person"]["id"], moved["because"]) == (window.commissioner.id, "UNCLEAR_DUTY")
    assert moved["deadlines"][0]["due"] == "2025-06-01T14:00:00+08:00", "handing back gains no time"


def test_a_case_of_another_place_is_routed_there(at_window: World, window: Window) -> None:
    first = routed(at_window, "H-1", case(window.micro.id))
    text = """mutation ($id: ID!, $because: ReturnReason!, $place: ID!) {
      returnCase(decision: $id, because: $because, note: "在东边", place: {code: $place}, change: {reason: "退"}) {
        __typename ... on Decision { id lead { ... on Responder { person { id } } } } ... on ChangeRefused { code }
      } }"""
    wrong = at_window.ask(text, id=first["id"], because="UNCLEAR_DUTY", place=window.far_micro.id)["returnCase"]
    assert wrong["code"] == "INVALID_INPUT"
    moved = at_window.ask(text, id=first["id"], because="WRONG_PLACE", place=window.far_micro.id)["returnCase"]
    assert moved["lead"]["person"]["id"] == window.stranger.id


def test_of_two_returns_at_once_one_moves_the_case(at_window: World, window: Window) -> None:
    """The same return asked twice gives one decision; another return at the same time is refused."""
    first = routed(at_window, "H-1", case(window.micro.id))
    same = {"decision": first["id"], "because": "UNCLEAR_DUTY", "note": "n", "change": {"reason": "甲"}}
    other = {"decision": first["id"], "because": "OVERLAPPING_DUTY", "note": "n", "change": {"reason": "乙"}}

    async def all_at_once() -> list[Any]:
        text = document("return-case")
        return await asyncio.gather(*(at_window.asked(text, given) for given in (same, other) * 4))

    answers = [result.data["returnCase"] for result in at_window.run(all_at_once())]
    decided = [answer for answer in answers if answer["__typename"] == "Decision"]
    assert len({answer["id"] for answer in decided}) == 1
    assert len(decided) == 4
    assert {problem(a)[1] for a in answers if a not in decided} == {"decision-superseded"}
    assert (count_of(at_window, "Decision"), count_of(at_window, "DecisionEvent")) == (2, 1)


BAD_TEXTS = {name: text for name, text in TEXTS.items() if name not in {"empty", "blank"}}


@pytest.mark.parametrize("text", BAD_TEXTS.values(), ids=BAD_TEXTS)
def test_bad_texts_are_refused_and_nothing_is_kept(at_window: World, window: Window, text: str) -> None:
    """In the reference, the reason, the note, the codes of the policy and the id of a decision."""
    decision = routed(at_window, "H-1", case(window.micro.id))["id"]
    micro = window.micro.id
    for name, variables in (
        ("route-case", {"reference": text, "case": case(micro), "change": WHY}),
        ("route-case", {"reference": "H-2", "case": case(micro), "change": {"reason": text}}),
        ("route-case", {"reference": "H-2", "case": case(micro, matter=text), "change": WHY}),
        ("route-case", {"reference": "H-2", "case": case(micro, level=text), "change": WHY}),
        ("route-case", {"reference": "H-2", "case": case(text), "change": WHY}),
        ("return-case", {"decision": text, "because": "UNCLEAR_DUTY", "note": "n", "change": WHY}),
        ("return-case", {"decision": decision, "because": "UNCLEAR_DUTY", "note": text, "change": WHY}),
        ("return-case", {"decision": decision, "because": "UNCLEAR_DUTY", "note": "n", "change": {"reason": text}}),
    ):
        result = at_window.execute(document(name), **variables)
        codes = {str((error.extensions or {}).get("code")) for error in result.errors or []}
        answer = next(iter((result.data or {}).values()), None) or {}
        assert (codes or {str(answer.get("code"))}) <= {"INVALID_INPUT", "NOT_FOUND", "BAD_REQUEST"}, (name, variables)
        assert len(str(answer)) < 3_000
    assert (count_of(at_window, "Decision"), count_of(at_window, "DecisionEvent")) == (1, 0)


# -- asked again -------------------------------------------------------------------------------------------------------


def test_a_replay_after_a_handover_says_which_change_it_was(at_window: World, window: Window) -> None:
    first = routed(at_window, "H-1", case(window.micro.id))
    at_window.change("appoint", person=window.spare.id, role="INSTRUCTOR", of=window.far_grid.id, start="2025-06-01")
    at_window.change("end-holding", holding=window.workers_post.id, on="2025-06-10", reason="调离")
    at_window.ask(
        APPOINT, person=window.helper.id, role=Role.FULL_TIME_WORKER.name, of=window.grid.id, start="2025-06-10"
    )
    today = kept(at_window, first["id"])["replay"]
    assert (today["same"], today["differsBecause"]) == (True, []), "it takes effect only in nine days"
    at_window.now = NOON + timedelta(days=10)
    replayed = kept(at_window, first["id"])["replay"]
    assert replayed["same"] is True
    assert [c["revision"] for c in replayed["differsBecause"]] == [BASE + 3, BASE + 2]
    assert "李专" in replayed["differsBecause"][1]["summary"]
    found = whole(at_window, first["id"])["replay"]
    assert found["today"]["lead"]["person"]["id"] == window.helper.id
    assert found["differsByTime"] is False


def test_what_time_alone_changes_is_said_so(at_window: World, window: Window) -> None:
    """The leave that was recorded before the decision begins a month later."""
    first = routed(at_window, "H-1", case(window.micro.id))
    at_window.now = NOON + timedelta(days=35)
    found = whole(at_window, first["id"])["replay"]
    assert (found["same"], found["differsByTime"], found["differsBecause"]) == (True, True, [])
    assert found["today"]["lead"]["person"]["id"] == window.spare.id


def test_a_change_that_the_trace_does_not_show_is_found_too(at_window: World, window: Window) -> None:
    """The chief's stand-in goes away too: no step then or now rests on that absence, and others changed much since."""
    q = window
    at_window.change(
        "record-absence", person=q.chief.id, kind="SICK", start="2025-05-01", end="2025-12-01", cover=q.stranger.id
    )
    first = routed(at_window, "H-1", case(q.next_grid.id))
    for day in range(2, 7):
        at_window.change("appoint", person=q.helper.id, role="EXPERT", of=q.house.id, start=f"2025-06-{day:02}")
        holding = at_window.model.snapshot.revision
        at_window.ask(
            'mutation ($id: ID!) { undo(id: $id, change: {reason: "误"}) { __typename } }', id=f"change-{holding}"
        )
    at_window.change("record-absence", person=q.stranger.id, kind="SICK", start="2025-06-01", end="2025-07-01")
    culprit = at_window.model.snapshot.revision
    at_window.change("record-absence", person=q.helper.id, kind="SICK", start="2025-06-01", end="2025-07-01")
    replay = kept(at_window, first["id"])["replay"]
    assert (replay["same"], [c["revision"] for c in replay["differsBecause"]]) == (True, [culprit])


def test_a_new_policy_is_a_reason(at_window: World, window: Window) -> None:
    first = routed(at_window, "H-1", case(window.micro.id))
    blue = 'when = { matters = ["dispute"], levels = ["blue"] }\nlead = '
    stricter = POLICY.replace(f"{blue}{{ ladder = true }}", f'{blue}{{ post = "village_party_secretary" }}')
    assert stricter != POLICY
    text = """mutation ($document: String!) {
      setPolicy(input: {document: $document, on: "2025-06-01"}, change: {reason: "新办法"}) { __typename } }"""
    assert at_window.ask(text, document=stricter)["setPolicy"]["__typename"] == "ChangeApplied"
    replay = whole(at_window, first["id"])["replay"]
    assert (replay["same"], [c["id"] for c in replay["differsBecause"]]) == (True, [f"change-{BASE + 1}"])
    assert replay["today"]["lead"]["person"]["id"] == window.secretary.id
    assert whole(at_window, first["id"])["policy"]["id"] == window.policy.id


def test_over_http_decisions_are_made_and_read(at_window: World, window: Window) -> None:
    variables = {"case": case(window.micro.id), "reference": "H-1", "change": WHY}
    body = at_window.post({"query": document("route-case"), "variables": variables}).json()
    decision = body["data"]["routeCase"]["id"]
    for _ in range(3):  # asked again and again, documents are answered by their plan
        body = at_window.post({"query": document("decision"), "variables": {"id": decision}}).json()
        assert body == {"data": {"decision": kept(at_window, decision)}}
    assert at_window.send("decision", id="nobody") is None


def test_a_service_without_its_record_decides_nothing(at_window: World, window: Window) -> None:
    """A preview is answered from memory all the same."""
    context = Context(model=at_window.model, zone=ZONE, now=lambda: NOON)
    variables = {"case": case(window.micro.id), "reference": "H-1", "change": WHY}
    result = at_window.run(schema.execute(document("route-case"), variable_values=variables, context_value=context))
    assert (result.data or {})["routeCase"]["code"] == "UNAVAILABLE"


def test_a_replay_where_the_place_is_gone(at_window: World, window: Window) -> None:
    first = routed(at_window, "H-1", case(window.west.id))
    text = """mutation ($code: ID!) {
      retireUnit(input: {code: $code, on: "2025-06-05"}, change: {reason: "撤销"}) { __typename } }"""
    assert at_window.ask(text, code=window.west.id)["retireUnit"]["__typename"] == "ChangeApplied"
    at_window.now = NOON + timedelta(days=10)
    found = kept(at_window, first["id"])["replay"]
    assert (found["same"], found["today"]) == (True, None)
    assert [c["revision"] for c in found["differsBecause"]] == [BASE + 1]


def test_a_service_started_anew_gives_the_same_replay(at_window: World, window: Window) -> None:
    first = routed(at_window, "H-1", case(window.micro.id))
    at_window.change("end-holding", holding=window.workers_post.id, on="2025-06-01")
    fresh = at_window.run(LiveModel.start(at_window.store))
    result = at_window.run(at_window.asked(document("decision"), {"id": first["id"]}, model=fresh))
    assert result.errors is None
    replay = (result.data or {})["decision"]["replay"]
    assert (replay["same"], [c["revision"] for c in replay["differsBecause"]]) == (True, [BASE + 1])


# -- deadlines and escalation ------------------------------------------------------------------------------------------


def test_overdue_and_escalation_over_a_weekend_and_national_day(at_window: World, window: Window) -> None:
    """Friday 26 September 2025, 16:30.  Saturday is off, Sunday the 28th makes up; 1 to 8 October is a holiday.

    Four working hours: one on Friday, three on Sunday from 8:30.  Ten working days: 28, 29, 30 September, 9, 10, 11
    (made up), 13, 14, 15, 16 October; fifteen: 17, 20, 21, 22, 23.
    """
    at_window.now = datetime(2025, 9, 26, 16, 30, tzinfo=ZONE)
    decision = routed(at_window, "H-1", case(window.micro.id, level="yellow"))["id"]
    frozen = whole(at_window, decision)
    assert [(d["step"][:2], d["due"]) for d in frozen["deadlines"]] == [
        ("受理", "2025-09-28T11:30:00+08:00"),
        ("调解", "2025-10-16T17:30:00+08:00"),
    ]
    assert [e["after"] for e in frozen["escalation"]] == ["2025-10-16T17:30:00+08:00", "2025-10-23T17:30:00+08:00"]

    def late(at: str) -> list[str]:
        return [d["step"][:2] for d in whole(at_window, decision, f"{at}+08:00")["overdue"]]

    assert late("2025-09-28T11:30:00") == []
    assert late("2025-09-28T11:30:01") == ["受理"]
    assert late("2025-10-16T17:30:01") == ["受理", "调解"]
    at_window.now = datetime(2025, 9, 29, 9, 0, tzinfo=ZONE)
    acknowledged = at_window.ask(ACKNOWLEDGE, id=decision, note="已收", change=WHY)["acknowledge"]
    assert acknowledged["__typename"] == "Decision"
    at_window.ask(ACKNOWLEDGE, id=decision, note="又收", change=WHY)
    assert late("2025-09-29T08:59:59") == ["受理"]
    assert late("2025-09-29T09:00:00") == []
    found = whole(at_window, decision)
    assert [(d["met"], d["done"]) for d in found["deadlines"]] == [(False, "2025-09-29T09:00:00+08:00"), (None, None)]
    assert [(e["kind"], e["note"]) for e in found["events"]] == [("ACKNOWLEDGED", "已收")]
    assert found["nextAsked"]["after"] == "2025-10-16T17:30:00+08:00"
    assert found["asked"]["person"]["id"] == window.secretary.id
    at_window.now = datetime(2025, 10, 17, 9, 0, tzinfo=ZONE)
    for _ in range(2):  # asked again after a time-out
        assert at_window.ask(ESCALATE, id=decision, to=1, change=WHY)["escalate"]["__typename"] == "Decision"
    found = whole(at_window, decision)
    assert found["asked"]["person"]["id"] == window.commissioner.id
    assert found["nextAsked"]["after"] == "2025-10-23T17:30:00+08:00"
    assert whole(at_window, decision, "2025-10-17T08:59:59+08:00")["asked"]["person"]["id"] == window.secretary.id
    at_window.ask(ESCALATE, id=decision, change=WHY)
    assert whole(at_window, decision)["nextAsked"] is None
    refused = at_window.ask(ESCALATE, id=decision, change=WHY)["escalate"]
    assert problem(refused) == ("RULE_VIOLATED", "escalation-exhausted")


def test_only_a_deadline_of_the_decision_is_met(at_window: World, window: Window) -> None:
    decision = routed(at_window, "H-1", case(window.micro.id))["id"]
    assert at_window.ask(ACKNOWLEDGE, id=decision, step="other", change=WHY)["acknowledge"]["code"] == "INVALID_INPUT"
    assert at_window.ask(ACKNOWLEDGE, id="nobody", change=WHY)["acknowledge"]["code"] == "NOT_FOUND"
    moved = back(at_window, decision)["id"]
    refused = at_window.ask(ACKNOWLEDGE, id=decision, change=WHY)["acknowledge"]
    assert problem(refused) == ("RULE_VIOLATED", "decision-superseded")
    assert problem(at_window.ask(ESCALATE, id=decision, change=WHY)["escalate"])[1] == "decision-superseded"
    assert at_window.ask(ACKNOWLEDGE, id=moved, change=WHY)["acknowledge"]["__typename"] == "Decision"


def test_whoever_has_left_since_is_not_asked_but_whoever_came_and_the_answer_names_both(
    at_window: World, window: Window
) -> None:
    """The secretary whom the decision froze leaves, another comes; what was frozen stays as it was."""
    decision = routed(at_window, "H-1", case(window.micro.id))["id"]
    at_window.change("end-holding", holding=window.secretarys_post.id, on="2025-06-03")
    new = {"person": window.helper.id, "role": Role.VILLAGE_PARTY_SECRETARY.name, "of": window.village.id}
    at_window.ask(APPOINT, **new, start="2025-06-03")
    text = """query ($id: ID!, $at: DateTime) { decision(id: $id) {
      escalation { to { ... on Responder { person { id } insteadOf { id } } } }
      asked(at: $at) { ...Who } nextAsked(at: $at) { after to { ...Who } } events { kind asked { ...Who } } } }
      fragment Who on Assignee { ... on Responder { person { id } insteadOf { id name } insteadBecause } }"""

    def told(at: str) -> Answer:
        found: Answer = at_window.ask(text, id=decision, at=at)["decision"]
        return found

    before, after = told("2025-06-02T12:00:00+08:00"), told("2025-06-03T12:00:00+08:00")
    plain = {"person": {"id": window.secretary.id}, "insteadOf": None, "insteadBecause": None}
    assert before["nextAsked"]["to"] == plain
    assert after["nextAsked"]["to"]["person"]["id"] == window.helper.id
    assert after["nextAsked"]["to"]["insteadOf"] == {"id": window.secretary.id, "name": "周书记"}
    assert "周书记已不任" in after["nextAsked"]["to"]["insteadBecause"]
    assert after["escalation"][0]["to"] == {"person": {"id": window.secretary.id}, "insteadOf": None}
    at_window.now = NOON + timedelta(days=4)
    assert at_window.ask(ESCALATE, id=decision, change=WHY)["escalate"]["__typename"] == "Decision"
    done = told("2025-06-06T12:00:00+08:00")
    assert done["asked"] == after["nextAsked"]["to"] == done["events"][0]["asked"]


def test_departments_that_are_not_there_are_named_in_the_preview_and_in_the_decision(
    loop: asyncio.Runner, record: BoltStore, analyst: neo4j.Driver
) -> None:
    """A red case on a Sunday: 维稳 keeps office hours, 公安's officer is concerned, and 司法 is stationed nowhere."""
    window = Window()
    police = window.department("公安")
    officer = window.person("公安员")
    window.appoint(officer, Role.DUTY_OFFICER, police, None)
    window.station(police, window.house, StationingMode.ON_CALL)
    stability = window.department("维稳")
    window.appoint(window.person("维稳员"), Role.DUTY_OFFICER, stability, None)
    window.station(stability, window.house, StationingMode.RESIDENT)
    window.commit()
    world = fresh_world(loop, record, analyst, window)
    given = case(window.micro.id, level="red", concerns=[officer.id])
    text = "unavailable { name outcome reason department { name } } steps { outcome reason }"
    preview = world.ask(
        f"query ($case: CaseInput!) {{ organization {{ route(case: $case) {{ {text} }} }} }}", case=given
    )["organization"]["route"]
    decision = routed(world, "H-1", given)["id"]
    world.now = NOON + timedelta(days=2)  # when 维稳 is there: Monday is a day off
    frozen = world.ask(f"query ($id: ID!) {{ decision(id: $id) {{ {text} }} }}", id=decision)["decision"]
    assert frozen == preview
    told = {found["name"]: (found["outcome"], found["department"]) for found in preview["unavailable"]}
    assert told == {
        "维稳": ("OFF_DUTY", {"name": "维稳"}),
        "公安": ("EXCLUDED", {"name": "公安"}),
        "司法": ("VACANT", None),
    }
    assert {(found["outcome"], found["reason"]) for found in preview["unavailable"]} <= {
        (step["outcome"], step["reason"]) for step in preview["steps"]
    }
    assert "下一班06-03 08:30" in preview["unavailable"][0]["reason"]
