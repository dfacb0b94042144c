"""Duty over GraphQL: the contract's document, rotas edited, previewed and undone, feeds fetched and revoked."""

from datetime import timedelta
from typing import Any

import httpx
import icalendar
import pytest

from tests.builders.world import NOON, Answer, World, document

WEEKDAYS = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
MADE = "__typename ... on ChangeApplied { change { operations { nodes { factKind factId } } } } "
MADE += "... on ChangeRefused { code message problems { rule message ids } }"


class Office:
    """The quarter's centre, without its own, with 综治 resident, 农经 and 妇联 rotating, 综合执法 on call.

    An officer or two are in each department.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.centre = world.quarter.house.id
        world.now = NOON - timedelta(hours=5)  # before the hand-over
        self.made("endRota", rota=world.quarter.watch.id, on="2025-06-01")
        world.now = NOON
        self.made("endStationing", stationing=world.quarter.on_call.id, on="2025-01-01")
        self.departments = {known.name: known.id for known in (world.quarter.patrol, world.quarter.farm)}
        for name in DEPARTMENTS.keys() - self.departments.keys():
            self.departments[name] = self.made("addDepartment", name=name, start="2025-01-01")
        for name, (mode, minutes) in DEPARTMENTS.items():
            there = {"department": self.departments[name], "centre": self.centre, "mode": mode}
            self.made("setStationing", **there, on="2025-01-01", responseMinutes=minutes)
        self.people = {}
        for name, department in OFFICERS.items():
            self.people[name] = self.made("addPerson", name=name, start="2025-01-01", phone=f"1390000{len(name)}")
            post = {"role": "DUTY_OFFICER", "of": self.departments[department], "start": "2025-01-01"}
            self.made("appoint", person=self.people[name], **post)

    def done(self, edit: str, dry_run: bool = False, **given: Any) -> Answer:
        """What a mutation answers."""
        kind = f"{edit[0].upper()}{edit[1:]}Input"
        text = f"mutation($i: {kind}!, $c: ChangeRequest!) {{ {edit}(input: $i, change: $c) {{ {MADE} }} }}"
        answer: Answer = self.world.ask(text, i=given, c={"reason": "排班", "dryRun": dry_run})[edit]
        return answer

    def made(self, edit: str, **given: Any) -> str:
        """The id of the first fact that a mutation puts."""
        answer = self.done(edit, **given)
        assert answer["__typename"] == "ChangeApplied", answer
        return str(answer["change"]["operations"]["nodes"][0]["factId"])

    def refused(self, edit: str, **given: Any) -> str:
        """Why a mutation is refused."""
        answer = self.done(edit, **given)
        assert answer["__typename"] == "ChangeRefused", answer
        assert all(problem["ids"] for problem in answer["problems"])
        return str(answer["message"])

    def rotating(self, **more: Any) -> Answer:
        """A rota of the two rotating departments from Monday 2 June 2025 on."""
        members = [self.departments["农经"], self.departments["妇联"]]
        plain = {"centre": self.centre, "name": "轮驻表", "members": members, "rule": WEEKDAYS, "start": "2025-06-02"}
        return {**plain, "days": "WORKING_DAYS", "minutes": 540, **more}

    def on_call(self, **more: Any) -> Answer:
        """A rota of the officers on call, a day each."""
        team = [self.people["戊"], self.people["己"]]
        plain = {"centre": self.centre, "name": "备勤表", "members": team, "rule": "FREQ=DAILY", "start": "2025-06-02"}
        return {**plain, "department": self.departments["综合执法"], **more}

    def asked(self, at: str, until: str) -> Answer:
        """The contract's document."""
        answer: Answer = self.world.ask(document("on-duty"), centre=self.centre, at=at, until=until)
        centre: Answer = answer["organization"]["centre"]
        return centre


DEPARTMENTS = {
    "综治": ("RESIDENT", None),
    "农经": ("ROTATING", None),
    "妇联": ("ROTATING", None),
    "综合执法": ("ON_CALL", 30),
}
OFFICERS = {"甲": "综治", "丙": "农经", "丁": "妇联", "戊": "综合执法", "己": "综合执法"}
MONDAY, TUESDAY = "2025-06-02T09:00:00+08:00", "2025-06-03T09:00:00+08:00"


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


def who(shift: Answer) -> tuple[str, str]:
    """Department and officers of a shift."""
    return shift["department"]["name"], "".join(person["name"] for person in shift["officers"])


def test_on_duty(office: Office) -> None:
    """Tuesday 3 June, the day after the Dragon Boat holiday on Monday the 2nd: the first shift of the rotating rota."""
    office.made("setRota", **office.rotating())
    office.made("setRota", **office.on_call())
    centre = office.asked(TUESDAY, "2025-06-05T00:00:00+08:00")
    now = {who(shift): shift for shift in centre["onDuty"]}
    assert list(now) == [("综治", "甲"), ("农经", "丙"), ("综合执法", "己")]
    assert [now[key]["end"] for key in now] == [
        "2025-06-03T17:30:00+08:00",
        "2025-06-03T17:30:00+08:00",
        "2025-06-04T08:30:00+08:00",
    ]
    assert who(now["农经", "丙"]["next"]) == ("妇联", "丁")
    assert now["农经", "丙"]["next"]["start"] == "2025-06-04T08:30:00+08:00"
    assert who(now["综合执法", "己"]["next"]) == ("综合执法", "戊")
    assert now["综合执法", "己"]["responseMinutes"] == 30
    assert [(shift["start"][5:16], *who(shift)) for shift in centre["roster"]] == [
        ("06-03T08:30", "综治", "甲"),
        ("06-03T08:30", "农经", "丙"),
        ("06-03T08:30", "综合执法", "己"),
        ("06-04T08:30", "综治", "甲"),
        ("06-04T08:30", "妇联", "丁"),
        ("06-04T08:30", "综合执法", "戊"),
    ]
    assert "轮驻表" in centre["roster"][1]["source"]
    assert centre["dutyGaps"] == []


def test_without_rotas_the_rotating_departments_are_gaps_and_a_holiday_has_no_residents(office: Office) -> None:
    centre = office.asked(MONDAY, TUESDAY)
    assert [who(shift) for shift in centre["onDuty"]] == [("综合执法", "戊己")]
    assert (centre["onDuty"][0]["end"], centre["onDuty"][0]["next"]) == (None, None)
    assert [gap["department"]["name"] for gap in centre["dutyGaps"]] == ["农经", "妇联"]
    assert "NO_ROTA" not in centre["dutyGaps"][0]["reason"]


def test_an_interval_that_is_too_long_or_turned_round_is_refused(office: Office) -> None:
    variables = {"centre": office.centre, "at": MONDAY}
    for until in ("2026-09-01T00:00:00+08:00", MONDAY, "2025-01-01T00:00:00+08:00"):
        assert "INVALID_INPUT" in office.world.codes(document("on-duty"), **variables, until=until)


def test_a_rota_is_previewed_before_it_is_saved(office: Office) -> None:
    text = """query($c: ID!, $r: SetRotaInput!) { organization(at: "2025-06-02T08:30:00+08:00") { centre(id: $c) {
      rotas { id } previewRota(rota: $r) { rotas { name departments { name } }
        roster(until: "2025-06-05T00:00:00+08:00") { department { name } sources start }
        dutyGaps(until: "2025-06-05T00:00:00+08:00") { want } fairness(until: "2025-06-05T00:00:00+08:00") {
          person { name } days } } } } }"""
    found = office.world.ask(text, c=office.centre, r=office.rotating())["organization"]["centre"]
    assert found["rotas"] == []
    assert found["previewRota"]["rotas"] == [{"name": "轮驻表", "departments": [{"name": "农经"}, {"name": "妇联"}]}]
    assert [s["department"]["name"] for s in found["previewRota"]["roster"] if s["sources"] == ["ROTA"]] == [
        "农经",
        "妇联",
    ]
    assert found["previewRota"]["dutyGaps"] == []
    assert office.world.ask(text, c=office.centre, r=office.rotating())["organization"]["centre"]["rotas"] == []
    bad = {**office.rotating(), "rule": "FREQ=HOURLY"}
    assert office.world.codes(text, c=office.centre, r=bad) == ["INVALID_INPUT"]


def test_a_rota_is_replaced_overridden_and_swapped(office: Office) -> None:
    old = office.made("setRota", **office.on_call())
    new = office.done("setRota", **office.on_call(start="2025-06-10", first=2, replaces=old))
    kinds = [(o["factKind"]) for o in new["change"]["operations"]["nodes"]]
    assert kinds == ["RotaMember", "RotaMember", "Rota", "Rota", "RotaMember", "RotaMember"]
    office.made("overrideDuty", rota=old, member=office.people["甲"], start="2025-06-04", reason="培训")
    office.made("swapDuty", rota=old, one=office.people["己"], oneDay="2025-06-05", other=office.people["戊"],
                otherDay="2025-06-06")  # fmt: skip
    centre = office.asked("2025-06-02T08:30:00+08:00", "2025-06-12T08:30:00+08:00")
    shifts = [shift for shift in centre["roster"] if shift["department"]["name"] == "综合执法"]
    assert "".join(who(shift)[1] for shift in shifts) == "戊己甲戊己己戊己己戊"
    turn = office.refused("swapDuty", rota=old, one=office.people["己"], oneDay="2025-06-08",
                          other=office.people["戊"], otherDay="2025-06-06")  # fmt: skip
    assert "戊" in turn


def test_what_is_past_stays_as_it_was(office: Office) -> None:
    """At seven a rota may begin today, at 08:30; at noon neither may another, nor may this one end, nor be undone."""
    office.world.now = NOON - timedelta(hours=5)
    assert "record" in office.refused("setRota", **office.on_call(start="2025-05-31"))
    begun = office.done("setRota", **office.on_call(start="2025-06-01", anchor="2025-05-01"))
    rota = next(o["factId"] for o in begun["change"]["operations"]["nodes"] if o["factKind"] == "Rota")
    office.made("overrideDuty", rota=rota, member=office.people["甲"], start="2025-06-01", end="2025-06-03")
    revision = office.world.model.snapshot.revision
    assert office.done("endRota", rota=rota, on="2025-06-01", dry_run=True)["__typename"] == "ChangeApplied"
    office.world.now = NOON
    for edit, given in (
        ("setRota", office.on_call(start="2025-06-01", name="另一表")),
        ("setRota", office.on_call(start="2025-06-01", name="另一表", handOver="11:59")),
        ("setRota", office.on_call(start="2025-06-01", handOver="18:00", replaces=rota)),
        ("endRota", {"rota": rota, "on": "2025-06-01"}),
        ("swapDuty", {"rota": rota, "one": office.people["己"], "oneDay": "2025-06-01", "other": office.people["戊"],
                      "otherDay": "2025-06-02"}),
    ):  # fmt: skip
        refused = office.refused(edit, **given)
        assert "on 2025-06-02 at the earliest, not on 2025-06-01" in refused
        assert "override the shift" in refused
    undone = office.world.send("undo", id=f"change-{revision - 1}", change={"reason": "撤回"})
    assert undone["__typename"] == "ChangeRefused"
    for edit, given in (
        ("setRota", office.on_call(start="2025-06-01", name="另一表", handOver="12:00")),
        ("setRota", office.on_call(start="2025-06-02", replaces=rota)),
        ("endRota", {"rota": rota, "on": "2025-06-02"}),
        ("overrideDuty", {"rota": rota, "member": office.people["丙"], "start": "2025-06-01"}),
    ):
        assert office.done(edit, dry_run=True, **given)["__typename"] == "ChangeApplied"


def test_an_override_is_taken_back_for_shifts_to_come_alone(office: Office) -> None:
    """The shift of 1 June that has begun stays with 甲, who was said to serve it."""
    office.world.now = NOON - timedelta(hours=5)
    rota = office.made("setRota", **office.on_call(start="2025-06-01"))
    override = office.done("overrideDuty", rota=rota, member=office.people["甲"], start="2025-06-01", end="2025-06-03")
    (put,) = (o["factId"] for o in override["change"]["operations"]["nodes"])
    office.world.now = NOON
    office.made("removeOverride", override=put)
    centre = office.asked("2025-06-01T09:00:00+08:00", "2025-06-03T08:30:00+08:00")
    shifts = [shift for shift in centre["roster"] if shift["department"]["name"] == "综合执法"]
    assert "".join(who(shift)[1] for shift in shifts) == "甲己"
    assert "has begun" in office.refused("removeOverride", override=put)


def test_an_edit_says_what_is_wrong_with_it(office: Office) -> None:
    assert "BYHOUR" in office.refused("setRota", **office.on_call(rule="FREQ=DAILY;BYHOUR=9"))
    assert "rota-members" in office.refused("setRota", **office.on_call(first=3))
    assert "person" in office.refused("setRota", **office.on_call(members=[office.departments["农经"]]))
    rota = office.made("setRota", **office.rotating())
    saturday = {"rota": rota, "member": office.departments["妇联"], "start": "2025-06-07"}
    assert "No shift" in office.refused("overrideDuty", **saturday)


# -- feeds -------------------------------------------------------------------------------------------------------------


def fetched(world: World, path: str) -> httpx.Response:
    """What a calendar program gets."""

    async def get() -> httpx.Response:
        transport = httpx.ASGITransport(app=world.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            return await client.get(path)

    return world.run(get())


def test_a_feed_is_read_by_calendar_programs_until_it_is_revoked(office: Office) -> None:
    office.made("setRota", **office.on_call())
    made = "mutation($t: ID!) { createDutyFeed(target: $t) { path feed { id target creator } } }"
    new = office.world.ask(made, t=office.people["己"])["createDutyFeed"]
    response = fetched(office.world, new["path"])
    assert (response.status_code, response.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    calendar = icalendar.Calendar.from_ical(response.content)
    events = list(calendar.walk("VEVENT"))
    first = events[0]
    assert str(first["SUMMARY"]) == "综合执法随叫随到：己"
    assert first.decoded("DTSTART").isoformat() == "2025-06-03T08:30:00+08:00"
    assert first["DTSTART"].params["TZID"] == "Asia/Shanghai"
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Asia/Shanghai"]
    assert len({str(event["UID"]) for event in events}) == len(events) == 90
    assert b"1390000" not in response.content
    again = icalendar.Calendar.from_ical(fetched(office.world, new["path"]).content).walk("VEVENT")
    assert [str(event["UID"]) for event in again] == [str(event["UID"]) for event in events]
    assert fetched(office.world, "/duty/guessed.ics").status_code == 404
    listed = office.world.ask("{ dutyFeeds { id target } }")["dutyFeeds"]
    assert {"id": new["feed"]["id"], "target": office.people["己"]} in listed
    office.world.ask("mutation($id: ID!) { revokeDutyFeed(id: $id) }", id=new["feed"]["id"])
    assert fetched(office.world, new["path"]).status_code == 404


def test_a_feed_costs_no_more_than_a_request_may(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.made("setRota", **office.on_call())
    made = "mutation($t: ID!) { createDutyFeed(target: $t) { path } }"
    path = office.world.ask(made, t=office.people["己"])["createDutyFeed"]["path"]
    monkeypatch.setenv("WANGGE_REQUEST_SECONDS", "0.1")
    monkeypatch.setattr("queries.duty.feed.UNITS_EVENT", 5_000)  # as if it had thousands of events
    refused = fetched(office.world, path)
    assert refused.status_code == 503
    assert "one request may cost 0.10 s" in refused.text
    monkeypatch.undo()
    assert fetched(office.world, path).status_code == 200


def test_a_centre_and_a_department_have_feeds_too_and_a_unit_has_none(office: Office) -> None:
    office.made("setRota", **office.rotating())
    made = "mutation($t: ID!) { createDutyFeed(target: $t) { path } }"
    for target, summary in ((office.centre, "综治常驻：甲"), (office.departments["农经"], "农经轮驻：丙")):
        path = office.world.ask(made, t=target)["createDutyFeed"]["path"]
        events = icalendar.Calendar.from_ical(fetched(office.world, path).content).walk("VEVENT")
        assert summary in {str(event["SUMMARY"]) for event in events}
    assert office.world.codes(made, t=office.world.quarter.grid.id) == ["NOT_FOUND"]
