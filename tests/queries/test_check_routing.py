"""The checks of routing: a policy is in force, is sound, and leads every case to somebody."""

from datetime import date

from graph.facts import Holding
from graph.words import Role
from loaders.demo import POLICY
from tests.queries.sound_town import SoundTown, findings

JUNE = date(2025, 6, 1)
JULY = date(2025, 7, 1)
UNITS = 9
"""The street, its area, its village, two grids and four micro-grids."""


def with_document(document: str) -> list[tuple[str, tuple[str, ...]]]:
    """What is found with another policy in force; such can come by a restored backup, for setting it is refused."""
    town = SoundTown()
    policy = town.splice(town.policy, JUNE, document=document)
    return [(number, () if ids == (policy.id,) else ids) for number, ids in findings(town, JUNE)]


def test_no_policy() -> None:
    town = SoundTown()
    town.close(town.policy, JUNE)
    assert findings(town, JUNE) == [("W721", ())]


def test_a_policy_with_rules_that_disagree() -> None:
    assert with_document(POLICY.replace("order = 11", "order = 10")) == [("W722", ())]


def test_a_policy_that_can_t_be_read() -> None:
    assert with_document("nonsense") == [("W722", ())]


def test_places_whose_cases_reach_nobody() -> None:
    """Everybody away for a week in June: also those on call, so that only what goes outside reaches somebody."""
    town = SoundTown()
    for holding in town.all(Holding):
        if holding.role != Role.ASSISTANT:
            town.away(town.known[holding.person], date(2025, 6, 9), date(2025, 6, 16))
    found = [number for number, _ in findings(town, JUNE)]
    assert found.count("W731") == UNITS
    assert "W731" not in [number for number, _ in findings(town, JULY)]
