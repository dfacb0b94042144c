"""The quarter with a window: a routing policy, a secretary, a commissioner, and departments at the village's centre."""

from typing import Any

from demo import POLICY
from graph.facts import Policy
from graph.words import Role, StationingMode
from tests.builders.organisations import FIRST
from tests.builders.quarter import Quarter
from tests.builders.world import Answer, World

ACKNOWLEDGE = """
mutation ($id: ID!, $step: String, $note: String, $change: ChangeRequest!) {
  acknowledge(decision: $id, step: $step, note: $note, change: $change) {
    __typename ... on Decision { id } ... on ChangeRefused { code problems { rule ids } } } }
"""
WHY = {"reason": "办理"}

BASE = 2
"""The revision at which the window stands."""


class Window(Quarter):
    """The quarter; the village has a secretary, its street a commissioner, its centre a petition office."""

    def __init__(self) -> None:
        super().__init__()
        self.policy = self.put(Policy(id="policy-1", name="办法", document=POLICY, start=FIRST))
        self.secretary = self.person("周书记", phone="13800000001")
        self.commissioner = self.person("吴政法")
        self.officer = self.person("郑信访")
        self.secretarys_post = self.appoint(self.secretary, Role.VILLAGE_PARTY_SECRETARY, self.village)
        self.appoint(self.commissioner, Role.POLITICAL_LEGAL_COMMISSIONER, self.street)
        self.petitions = self.department("信访")
        self.station(self.petitions, self.house, StationingMode.ROTATING)
        self.appoint(self.officer, Role.DUTY_OFFICER, self.petitions, None)
        self.snapshot = self.organisation().snapshot()


def case(place: str, **more: Any) -> Answer:
    """A quarrel between neighbours, over the hotline."""
    plain = {"channel": "HOTLINE", "matter": "neighbour-dispute", "level": "blue"}
    return {"place": {"code": place}, **plain, **more}


def put(world: World, reference: str, given: Answer, **change: Any) -> Answer:
    """The answer to routing a case for good, by the contract's document."""
    answer: Answer = world.send("route-case", case=given, reference=reference, change={"reason": "受理", **change})
    return answer


def routed(world: World, reference: str, given: Answer, **change: Any) -> Answer:
    """A case routed for good."""
    answer = put(world, reference, given, **change)
    assert answer["__typename"] == "Decision", answer
    return answer


def back(world: World, decision: str, because: str = "UNCLEAR_DUTY", **change: Any) -> Answer:
    """The answer to handing a case back, by the contract's document."""
    answer: Answer = world.send(
        "return-case", decision=decision, because=because, note="不归我管", change={"reason": "退单", **change}
    )
    return answer


def kept(world: World, decision: str) -> Answer:
    """A decision as the contract's document shows it."""
    answer: Answer = world.send("decision", id=decision)
    return answer


def count_of(world: World, label: str) -> int:
    """How many nodes of a label the record has."""
    rows = world.run(world.store.query(f"MATCH (n:{label}) RETURN count(n) AS count"))
    return int(rows[0]["count"])
