"""`wangge check` of decisions in a real record: sound ones, damaged ones, and by which days off they are asked."""

import asyncio
from datetime import timedelta
from pathlib import Path

import neo4j
import pytest
from click.testing import CliRunner

from app.decisions_checked import Checked, check_decisions
from cli import wangge
from graph.engine.embedded import RunningNeo4j
from graph.record import carrying
from graph.record.bolt import BoltStore
from graph.time.calendar import CivilTime
from graph.words import Role, StationingMode
from tests.builders.window import ACKNOWLEDGE, WHY, Window, back, case, routed
from tests.builders.world import NOON, ZONE, World
from tests.schema.conftest import fresh_world
from tests.schema.test_decisions import ESCALATE


class Resident(Window):
    """The window with a social insurance office that is there in office hours; else its next shift is waited for."""

    def __init__(self) -> None:
        super().__init__()
        self.insurance = self.department("社保")
        self.station(self.insurance, self.house, StationingMode.RESIDENT)
        self.appoint(self.officer, Role.DUTY_OFFICER, self.insurance, None)
        self.snapshot = self.organisation().snapshot()


@pytest.fixture
def busy(loop: asyncio.Runner, record: BoltStore, analyst: neo4j.Driver) -> World:
    """A window that has decided cases, at noon of a Sunday and ten in the morning of a Wednesday."""
    window = Resident()
    world = fresh_world(loop, record, analyst, window)
    first = routed(world, "H-1", case(window.micro.id))["id"]
    world.now = NOON + timedelta(hours=1)
    world.ask(ACKNOWLEDGE, id=first, change=WHY)
    world.ask(ESCALATE, id=first, change=WHY)
    leave = {"kind": "SICK", "start": "2025-06-02", "end": "2025-06-20", "cover": None}
    world.change("record-absence", person=window.worker.id, **leave)  # type: ignore[arg-type]  # all of it text
    again = back(world, first, "UNCLEAR_DUTY")["id"]
    back(world, again, "OVERLAPPING_DUTY")
    world.now = NOON + timedelta(days=3, hours=-2)
    for number in range(4):
        routed(world, f"P-{number}", case(window.village.id, matter="social-security"))
    return world


def checked(world: World, *, days: int | None = None) -> Checked:
    """What is found."""
    since = None if days is None else world.now - timedelta(days=days)
    return world.run(check_decisions(world.keeper, world.model, CivilTime(ZONE), since))


def numbers(found: Checked) -> list[str]:
    """Under which numbers."""
    return [finding.number for finding in found.findings]


def test_nothing_is_found_where_nothing_is_wrong(busy: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carrying, "AT_ONCE", 3)
    assert checked(busy) == Checked(decisions=7, replayed=7, findings=[])
    assert checked(busy, days=1) == Checked(decisions=7, replayed=4, findings=[])


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        ("MATCH (d:Decision {reference: 'P-1'}) SET d.matter = 5", ["W801"]),
        ("MATCH (d:Decision {reference: 'P-1'}) REMOVE d.decided_at", ["W801"]),
        ("MATCH (d:Decision {reference: 'P-1'}) SET d.frozen = 'nonsense'", ["W801"]),
        ("MATCH (:DecisionEvent {kind: 'escalated'})<-[r]-() DELETE r", ["W802", "W803"]),
        ("MATCH (d:Decision {reference: 'P-1'})-[r:HAS_DEADLINE]->() DELETE r", ["W802", "W802"]),
        ("MATCH (e:DecisionEvent {kind: 'escalated'}) SET e.at = datetime('2025-05-01T00:00:00Z')", ["W803"]),
        ("MATCH (:Decision)-[r:SUPERSEDES]->(:Decision {returns: 0}) DELETE r", ["W804", "W804"]),
        ("MATCH (d:Decision {reference: 'P-1'}) SET d.revision = 99", ["W811"]),
        ("MATCH (d:Decision {reference: 'P-1'}) SET d.policy = 'policy-9'", ["W812"]),
        ("MATCH (d:Decision {reference: 'P-1'}) SET d.people = ['person-99']", ["W813"]),
        ("MATCH (d:Decision {reference: 'P-1'}), (o:Decision {returns: 1}) SET d.frozen = o.frozen", ["W821"]),
        ("MATCH (d:Decision {reference: 'P-1'}) SET d.decided_at = d.decided_at + duration('PT12H')", ["W821"]),
    ],
)
def test_each_kind_of_damage_is_found(busy: World, analyst: neo4j.Driver, damage: str, expected: list[str]) -> None:
    analyst.execute_query(damage)
    assert numbers(checked(busy)) == expected


def test_the_command_goes_by_the_file_of_days_off(
    busy: World, neo4j_server: RunningNeo4j, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a file that says of the Wednesday that it is off, the insurance office would not have been there."""
    address, days = neo4j_server.address, tmp_path / "days.txt"
    for name, value in {"URI": address.uri, "USER": address.user, "PASSWORD": address.password}.items():
        monkeypatch.setenv(f"WANGGE_NEO4J_{name}", value)
    monkeypatch.setenv("WANGGE_DATA", str(tmp_path))
    told = CliRunner().invoke(wangge, ["check", "--at", "2025-06-04", "--replay-days", "100000"]).output
    assert "Decisions: 7, of which 7 asked again." in told
    assert "W821" not in told
    days.write_text(f"{busy.now.date()} off\n", "utf-8")
    monkeypatch.setenv("WANGGE_HOLIDAYS", str(days))
    result = CliRunner().invoke(wangge, ["check", "--at", "2025-06-04", "--replay-days", "100000"])
    assert result.output.count("W821") == 4
    assert result.exit_code == 1
    told = CliRunner().invoke(wangge, ["check", "--at", "2025-06-04"]).output
    assert "Decisions: 7, of which 0 asked again." in told
    assert "W821" not in told
