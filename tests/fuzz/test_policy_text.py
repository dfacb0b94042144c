"""Any text at all given as a policy: read, or refused in a sentence, soon."""

import time
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo import POLICY
from graph.errors import InvalidInput, RuleViolated, TooCostly
from graph.meter import Meter
from queries.cases.policy import sound_policy
from queries.cases.policy_text import DEEPEST_NESTING, LONGEST_POLICY, MOST_PARTS, weigh
from tests.fuzz.effort import examples

SOON_S = 4.0
"""Processor time within which whatever comes is told: a few times the second that a request may take."""

SHORT = ["a", "b", "name", "rules", "levels", '"x"', "'y'", "1", "1.5", "true", "风险", "nan", "1_000", '"\\u00"', "\\"]
LONG = ["0x" + "f" * 5_000, "9" * 5_000, '"' + "长" * 300 + '"', "1979-05-27", "07:32:00", "1979-05-27T00:00:00+99:99"]
WORDS = st.sampled_from([*SHORT, *LONG])
MARKS = st.sampled_from([*".=,[]{}", "[[", "]]", "\n", " ", '"', '"""', "'''", "#", "\r", "\x00"])
PIECES = st.lists(WORDS | MARKS | st.text(max_size=8), max_size=40).map("".join)


@st.composite
def repeated(draw: st.DrawFn) -> str:
    """A little text over and over, with something before and after it: what makes a parser slow is monotonous."""
    piece = draw(PIECES.filter(bool))
    times = draw(st.integers(1, 2 * LONGEST_POLICY)) // len(piece)
    return draw(PIECES) + piece * times + draw(PIECES)


@st.composite
def altered(draw: st.DrawFn) -> str:
    """A good policy with something put in, left out or doubled."""
    begin = draw(st.integers(0, len(POLICY)))
    end = draw(st.integers(begin, min(len(POLICY), begin + 200)))
    return POLICY[:begin] + draw(PIECES) + POLICY[begin:end] * draw(st.integers(0, 3)) + POLICY[end:]


@examples(150)
@given(PIECES | repeated() | altered())
def test_whatever_comes_is_read_or_refused_soon(text: str) -> None:
    began, told = time.thread_time(), "read"
    try:
        sound_policy(text, Meter())
    except (InvalidInput, RuleViolated, TooCostly) as refusal:
        told = str(refusal)
    assert 0 < len(told) < 5_000
    assert time.thread_time() - began < SOON_S


@pytest.mark.parametrize(
    "text",
    [
        ".".join("a" * 400_000) + " = 1",
        ".".join("a" * 8_000) + " = 1",
        "[" + ".".join("a" * 8_000) + "]",
        "a = {" + ".".join("b" * 8_000) + " = 1}",
        "a = " + "[" * 40_000,
        "a = " + "{a = " * 15_000,
        "a = " + "9" * 90_000,
        "a = 0x" + "f" * 90_000,
        "#" * (LONGEST_POLICY + 1),
    ],
    ids=lambda text: f"{text[:12]}…{len(text)}",
)
def test_what_would_take_a_parser_long_never_reaches_it(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(tomllib, "loads")
    with pytest.raises(InvalidInput, match="The policy has"):
        sound_policy(text)


@given(st.integers(1, 2 * MOST_PARTS), st.integers(0, 2 * DEEPEST_NESTING), st.sampled_from(["a", '"a.b"', "'['"]))
def test_parts_and_depth_are_counted_as_toml_has_them(parts: int, depth: int, word: str) -> None:
    """What stands in quotes is a word like another, whatever it holds."""
    text = f"{' . '.join([word] * parts)} = {'[' * depth}1{']' * depth} # {'.' * 99}{'[' * 99}"
    tomllib.loads(text)
    if parts <= MOST_PARTS and depth <= DEEPEST_NESTING:
        weigh(text)
    else:
        with pytest.raises(InvalidInput):
            weigh(text)


def test_a_large_policy_in_use_is_read() -> None:
    """Twenty times the demo's rules are no attack."""
    weigh("\n".join([POLICY] * 12))
