"""A sentence by itself: both languages at once, or the one that is asked for."""

import copy

import pytest

from graph.errors import InvalidInput, Problem, RuleViolated
from graph.facts import Holding
from graph.messages import LANGUAGE, Language, any_of, clauses, listed, preferred, say, sentences, spoken
from graph.words import UnitKind

CHINESE, ENGLISH = Language.CHINESE, Language.ENGLISH


def test_a_sentence_has_each_language_and_both_at_once() -> None:
    message = say("unit-undescribed", unit="3706", day="2026-01-01")
    assert message.in_(ENGLISH) == "Unit 3706 would have no name or state from 2026-01-01 on."
    assert message.in_(CHINESE) == "单位 3706 自 2026-01-01 起将没有名称和状态。"
    assert message.in_(None) == message == f"{message.in_(ENGLISH)} {message.in_(CHINESE)}"
    assert (message.code, message.values) == ("unit-undescribed", {"unit": "3706", "day": "2026-01-01"})


def test_values_are_told_in_the_language_of_the_sentence() -> None:
    message = say(
        "level-wrong", child="甲", child_kind=UnitKind.MICRO_GRID, parent="乙", parent_kind=UnitKind.VILLAGE,
        allowed=any_of([UnitKind.GRID, say("nothing")]),
    )  # fmt: skip
    assert message.in_(ENGLISH) == "甲 is a micro-grid; it can be part of grid or nothing, not of 乙, a village."
    assert message.in_(CHINESE) == "甲是微网格，上级只能是网格或无，不能是乙（村（社区））。"


def test_a_class_of_facts_is_told_by_its_word() -> None:
    message = say("no-such-fact", kind=Holding, fact="h-1")
    assert message.in_(ENGLISH) == "No holding has the id h-1."
    assert message.in_(CHINESE) == "没有编号为 h-1 的任职，查无此编号。"


def test_lists_are_parted_as_each_language_does() -> None:
    parts = (UnitKind.CITY, UnitKind.COUNTY)
    assert [make(parts).in_(ENGLISH) for make in (listed, any_of, clauses, sentences)] == [
        "city, county", "city or county", "city; county", "city county",
    ]  # fmt: skip
    assert [make(parts).in_(CHINESE) for make in (listed, any_of, clauses, sentences)] == [
        "市、县", "市或县", "市；县", "市县",
    ]  # fmt: skip


def test_what_somebody_typed_is_no_template() -> None:
    message = say("unit-undescribed", unit="{day} {0} {unit.code}", day="2026-01-01")
    assert "{day} {0} {unit.code}" in message.in_(ENGLISH)


def test_an_error_carries_its_sentence() -> None:
    message = say("outlines-too-small")
    error = InvalidInput(message)
    assert str(error) == message
    assert error.message.code == "outlines-too-small"
    broken = RuleViolated([Problem("x", message), Problem("x", message)])
    assert broken.message.in_(CHINESE) == f"x：{message.in_(CHINESE)}（另有 1 处）"


def test_a_sentence_survives_being_copied() -> None:
    message = say("unit-undescribed", unit="3706", day="2026-01-01")
    for again in (copy.copy(message), copy.deepcopy(message)):
        assert again == message
        assert again.in_(CHINESE) == message.in_(CHINESE)


def test_what_is_spoken_goes_by_the_language_of_the_answer() -> None:
    message = say("nothing")
    assert spoken(message) == "nothing 无"
    token = LANGUAGE.set(CHINESE)
    try:
        assert spoken(message) == "无"
        assert spoken("as it is") == "as it is"
    finally:
        LANGUAGE.reset(token)


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, None),
        ("", None),
        ("*", None),
        ("fr, de;q=0.5", None),
        ("zh", CHINESE),
        ("zh-CN,zh;q=0.9,en;q=0.8", CHINESE),
        ("EN-gb", ENGLISH),
        ("en;q=0.2, zh;q=0.7", CHINESE),
        ("zh;q=0", None),
        ("zh;q=0, en;q=0.001", ENGLISH),
        ("en, zh", ENGLISH),
        ("zh;q=nonsense, en;q=0.1", ENGLISH),
        ("zh;q=1e9", None),
        ("zh;q=²", None),
        ("zh" + ";" * 5_000, None),
        (", ,;q=1,;;", None),
    ],
)
def test_the_language_that_a_header_likes_best(header: str | None, language: Language | None) -> None:
    assert preferred(header) is language
