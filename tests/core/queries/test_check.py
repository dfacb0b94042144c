"""The catalogue of checks: what it promises, and what `docs/checks.md` says of it."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given

from graph.facts import Fact
from graph.rules.invariants import FORM_RULES, LATER_RULES, RULES
from graph.snapshot import Snapshot
from graph.view import View
from queries.checks.check import CATALOGUE, Severity, check_model, table
from tests.builders.crowd import crowded_organisation
from tests.builders.organisations import LAWS, Organisation, organisations
from tests.builders.sound_town import DAY, SoundTown, findings

DOCS = Path(__file__).parents[3] / "docs" / "checks.md"
TESTS = Path(__file__).parent


def test_the_document_lists_the_catalogue_as_it_is() -> None:
    assert table() in DOCS.read_text("utf-8"), f"docs/checks.md needs this table:\n{table()}"


def test_numbers_are_unique_and_in_order() -> None:
    numbers = [check.number for check in CATALOGUE]
    assert numbers == sorted(set(numbers))
    assert all(len(number) == 4 and number.startswith("W") and number[1:].isdecimal() for number in numbers)


def test_every_check_says_what_it_looks_for_and_what_to_do_in_both_tongues() -> None:
    for check in CATALOGUE:
        assert check.about.endswith("."), check.number
        for text in (check.title, check.remedy):
            chinese, english = text.split(" / ", 1)
            assert any("\u4e00" <= c <= "\u9fff" for c in chinese), check.number
            assert english.isascii() or check.number == "W202", check.number
            assert "|" not in text, "it would end a cell of the table"


def test_every_rule_is_among_the_checks_as_an_error_or_a_warning_if_it_came_later() -> None:
    rules = [rule.__name__.replace("_", "-") for rule in (*FORM_RULES, *RULES)]
    errors = [check.title.split(" / ")[1] for check in CATALOGUE if "W101" <= check.number < "W200"]
    assert errors == rules
    later = [rule.__name__.replace("_", "-") for rule in RULES if rule in LATER_RULES]
    severities = {check.title.split(" / ")[1]: check.severity for check in CATALOGUE if check.number < "W200"}
    assert [name for name, severity in severities.items() if severity == Severity.WARNING] == later
    assert {severities[name] for name in severities if name not in later} == {Severity.ERROR}


@pytest.mark.parametrize("number", [check.number for check in CATALOGUE])
def test_every_check_is_provoked_by_some_test(number: str) -> None:
    """Its number is asserted in one of the files beside this one; that it can be silent the next test shows."""
    texts = [path.read_text("utf-8") for path in TESTS.glob("test_check_*.py")]
    assert any(f'"{number}"' in text for text in texts)


def test_nothing_is_found_where_nothing_is_wrong() -> None:
    assert findings(SoundTown()) == []


def test_nothing_is_found_after_a_sound_change_either() -> None:
    """A second village, whole like the first."""
    town = SoundTown()
    town.whole_village("高范村", 116.6)
    assert findings(town) == []


def test_an_empty_model_lacks_its_settings_and_no_more() -> None:
    found = check_model(View(Snapshot.empty(), DAY))
    assert [each.number for each in found] == ["W701", "W702", "W703", "W721"]


@LAWS
@given(organisations())
def test_no_rule_is_broken_in_a_model_that_apply_let_through(organisation: Organisation) -> None:
    """Whatever the day; and no check fails on any of them, or says the same thing twice."""
    for day in organisation.days_of_interest()[::5]:
        found = check_model(organisation.view(day))
        assert [each.message for each in found if each.number < "W200"] == []
        assert max(Counter((each.number, each.message) for each in found).values(), default=0) <= 1


@pytest.mark.parametrize("seed", range(3))
def test_equal_views_give_equal_findings(seed: int) -> None:
    organisation = crowded_organisation(seed)
    facts: list[Fact] = sorted(organisation.snapshot(), key=lambda fact: fact.id)
    again = View(Snapshot.of(reversed(facts), revision=organisation.snapshot().revision), DAY)
    found = check_model(organisation.view(DAY))
    assert found == check_model(again)
    assert found == sorted(found, key=lambda each: (each.number, each.ids))


@pytest.mark.parametrize("seed", range(3))
def test_ids_are_of_facts_that_there_are_and_stand_in_the_sentence_or_beside_it(seed: int) -> None:
    organisation = crowded_organisation(seed)
    for found in check_model(organisation.view(DAY)):
        assert all(organisation.snapshot().find(fact_id) is not None for fact_id in found.ids), found
        assert not found.ids or any(fact_id in found.message for fact_id in found.ids), found


def test_some_checks_alone_can_be_asked_for() -> None:
    town = SoundTown()
    town.correct(town.secretary, phone=None)
    wanted = [check for check in CATALOGUE if check.number in {"W404", "W501"}]
    assert [found.number for found in check_model(town.on(), wanted)] == ["W404"]
