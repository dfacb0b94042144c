"""Texts: which characters they may hold, and which names are one."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.characters import RARE, named
from graph.texts import name_key, shown, text_fault

UNSEEN = (
    "\u2060\u00ad\ufe0f\u180e\u034f\u200b\u200d\ufeff\u3164\u115f\uffa0\u2800\U000e0041\U000e0100\u202e\u2066\ufff9"
)


@pytest.mark.parametrize("character", UNSEEN)
def test_what_nobody_sees_is_in_no_name_and_makes_no_other_name(character: str) -> None:
    for name in (f"第{character}一网格", f"{character}第一网格", f"第一网格{character}"):
        fault = text_fault("name", name)
        assert fault is not None
        assert f"U+{ord(character):04X}" in fault
        assert "remove it" in fault
        assert name_key(name) == name_key("第一网格")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("⼀网格", "一网格"),
        ("㇐网格", "一网格"),
        ("⻓安村", "长安村"),
        ("⻢庄", "马庄"),
        ("\uf90a某", "金某"),
        ("\U0002f800某", "丽某"),
        ("\ue863伟", "䶮伟"),
        ("\ue816", "\U00020087"),
        ("第１网格", "第1网格"),
        ("Ａ区", "a区"),
        ("第一\u3000网格", "第一网格"),
        ("第一\u00a0\u2009网格 ", "第一网格"),
        ("阿卜杜拉•买买提", "阿卜杜拉·买买提"),
        ("e\u0301", "\u00e9"),
        ("东—区", "东-区"),
    ],
)
def test_names_that_look_alike_are_one(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(("one", "other"), [("第一网格", "第二网格"), ("刘范村", "刘范社区"), ("张三1", "张三")])
def test_names_that_look_different_are_two(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@given(st.text())
def test_the_key_of_a_key_is_the_key(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)


@given(st.text(st.sampled_from("第一⼀Ａa1 \u3000⻓é\ue863"), max_size=8), st.data())
def test_unseen_characters_and_blanks_never_change_a_key(name: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(name)))
    added = data.draw(st.text(st.sampled_from(UNSEEN + " \u3000\u00a0\u2003"), max_size=3))
    assert name_key(name[:place] + added + name[place:]) == name_key(name)


@pytest.mark.parametrize(
    "name", ["王𬍛", "䶮伟", "㑇明", "李𰻝", "\U000323b0某", "\U0002ebf0", "阿卜杜拉·买买提", "〇一"]
)
def test_rare_ideographs_are_characters_like_others(name: str) -> None:
    assert text_fault("name", name) is None


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("\ue863伟", "U+E863 at place 1, a private character"),
        ("\ue863伟", "write 䶮"),
        ("王\ue000", "write the character anew"),
        ("王\uffff", "no character of Unicode"),
        ("王\u0378", "no character of Unicode"),
        ("王\ud83d", "half of a character"),
        ("王\ufffd", "lost"),
        ("王\u0308", "a mark without"),
        ("\u0308王", "a mark without"),
        ("王\n五", "a control character"),
        ("王\t五", "a control character"),
        ("王\u2028五", "a control character"),
    ],
)
def test_what_is_no_character_for_all_is_named_with_its_remedy(name: str, said: str) -> None:
    fault = text_fault("name", name)
    assert fault is not None
    assert said in fault


def test_notes_run_over_lines_and_hold_pictures() -> None:
    note = "一\n二 ❤\ufe0f 👨\u200d👩\u200d👧  １２"
    assert text_fault("note", note, lines=True) is None
    assert text_fault("name", note) is not None
    assert text_fault("note", "一\u2060二", lines=True) is not None


def test_the_private_characters_are_those_that_gb18030_moved() -> None:
    """Python's codec is of GB 18030-2000: what it knows has to agree, what it does not was moved in 2005 and 2022."""
    for place in range(80):
        trail = 0x50 + place + (place >= 0x2F)
        told = bytes([0xFE, trail]).decode("gb18030")
        meant = RARE[0xE815 + place]
        assert name_key(told) == name_key(meant), hex(trail)
        if unicodedata.category(told) == "Co":
            assert ord(told) == 0xE815 + place
        assert text_fault("name", meant) is None


def test_an_id_is_shown_with_what_is_not_plain_spelt_out() -> None:
    assert shown("a\u2060b\ud800\U000e0041") == "a\\u2060b\\ud800\\U000e0041"
    assert named("\u2060") == "U+2060 WORD JOINER"


@given(st.text(min_size=1))
def test_every_text_is_taken_or_told_why_not(text: str) -> None:
    for field in ("name", "note", "id"):
        fault = text_fault(field, text)
        assert fault is None or fault.isprintable()
