"""Ids are the same for the same input on every machine, and never twice the same in one model."""

import re
import subprocess
import sys
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from graph.facts import FactId
from graph.ids import mint
from tests.builders.organisations import FIRST, LAWS

words = st.lists(st.text(max_size=8) | st.integers() | st.none() | st.just(FIRST), max_size=4)


def nothing_taken(_: FactId) -> bool:
    return False


@LAWS
@given(words)
def test_the_same_words_give_the_same_id_and_it_is_fit_to_be_one(spoken: list[object]) -> None:
    first, second = (mint("holding", *spoken, taken=nothing_taken) for _ in range(2))
    assert first == second
    assert re.fullmatch(r"holding-[a-z2-7]{13}", first)


def test_an_id_is_the_same_in_another_process() -> None:
    program = "from graph.ids import mint; print(mint('person', '王', 3, taken=lambda _: False))"
    root = Path(__file__).parents[3]
    ids = {
        subprocess.run(
            [sys.executable, "-c", program], cwd=root, env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout.decode()
        for seed in ("1", "2")
    }
    assert ids == {mint("person", "王", 3, taken=nothing_taken) + "\n"}


@LAWS
@given(words, st.integers(1, 12))
def test_an_id_that_is_taken_is_never_given_again(spoken: list[object], times: int) -> None:
    given_so_far: list[FactId] = []
    for _ in range(times):
        given_so_far.append(mint("holding", *spoken, taken=given_so_far.__contains__))
    assert len(set(given_so_far)) == times
    again: list[FactId] = []
    for _ in range(times):
        again.append(mint("holding", *spoken, taken=again.__contains__))
    assert again == given_so_far, "collisions are resolved in the same order everywhere"


@LAWS
@given(st.lists(st.tuples(st.sampled_from(("holding", "person")), st.text(max_size=4)), unique=True, max_size=40))
def test_different_words_give_different_ids(spoken: list[tuple[str, str]]) -> None:
    assert len({mint(prefix, word, taken=nothing_taken) for prefix, word in spoken}) == len(spoken)


def test_words_are_told_apart_not_run_together() -> None:
    pairs = [("ab", "c"), ("a", "bc"), ("abc",), ("abc", "")]
    assert len({mint("x", *pair, taken=nothing_taken) for pair in pairs}) == len(pairs)
