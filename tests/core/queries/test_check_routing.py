"""The checks of routing: a policy is in force, is sound, and leads every case to somebody."""

from datetime import date

from demo import POLICY
from graph.facts import Holding
from graph.words import Role
from queries.checks.check import CATALOGUE, check_model
from tests.builders.sound_town import SoundTown, findings

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


def named(document: str) -> list[str]:
    """What a policy sends cases to that the town has not."""
    town = SoundTown()
    town.splice(town.policy, JUNE, document=document)
    found = check_model(town.on(JUNE), [check for check in CATALOGUE if check.number in {"W723", "W724"}])
    return [f"{each.number} {each.message.partition(' / ')[2]}" for each in found]


def test_departments_and_fields_that_the_policy_names_and_nobody_has() -> None:
    """The one department is the town's, whatever its blanks; the other, and both fields, are nobody's."""
    town = SoundTown()
    own = town.office.name
    lead = f'lead = {{ department = "{own}" }}\nwith = [{{ department = "{own} " }}, {{ department = "综合科" }}]'
    found = named(WITH_FIELDS.replace("LEAD", lead))
    assert len(found) == 3
    assert ["综合科" in each for each in found] == [True, False, False]
    assert [each[:4] for each in found] == ["W723", "W724", "W724"]
    assert {field for field in ("宠物", "噪声") for each in found if field in each} == {"宠物", "噪声"}


WITH_FIELDS = """
name = "小办法"
levels = [{ code = "low", name = "低" }]
matters = [
  { code = "pets", name = "宠物纠纷", committee = "宠物" },
  { code = "noise", name = "噪声纠纷", committee = "噪声" },
]
[[rules]]
code = "all"
name = "一律"
LEAD
[returns]
finally = { post = "political_legal_commissioner" }
"""


def test_places_whose_cases_reach_nobody() -> None:
    """Everybody away for a week in June: also those on call, so that only what goes outside reaches somebody."""
    town = SoundTown()
    for holding in town.all(Holding):
        if holding.role != Role.ASSISTANT:
            town.away(town.known[holding.person], date(2025, 6, 9), date(2025, 6, 16))
    found = [number for number, _ in findings(town, JUNE)]
    assert found.count("W731") == UNITS
    assert "W731" not in [number for number, _ in findings(town, JULY)]
