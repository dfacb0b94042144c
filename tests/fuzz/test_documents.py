"""Documents made up at random and made to hurt: each is answered, or refused in a sentence with a code, in time."""

import time
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis_graphql import queries

from tests.builders.world import World
from tests.fuzz.effort import examples
from tests.fuzz.hostile import HOSTILE, VARIABLES
from tests.schema.test_random import SCALARS, SDL, with_ids

SECONDS = 0.5
"""What an operation may cost here."""

LATEST_S = 4 * SECONDS + 1
"""Processor time within which whatever comes is answered, reading and telling too, on a machine that is busy."""

CODES = {"BAD_REQUEST", "TOO_COSTLY", "INVALID_INPUT", "NOT_FOUND", "UNAVAILABLE", "RULE_VIOLATED", "FORBIDDEN"}
SIZES = st.sampled_from([1, 2, 5, 15, 60, 100, 300, 700, 2_000, 10_000, 60_000])
WORDS = st.sampled_from([*"{}():@$", "organization", "...", "on", "fragment", '"', '"""', "#", "query", "1e9", "\\u"])


@examples(100)
@given(
    st.lists(st.tuples(st.sampled_from(sorted(HOSTILE)), SIZES), min_size=1, max_size=2),
    st.dictionaries(st.sampled_from(sorted(VARIABLES)), SIZES, max_size=2),
)
@example([("one variable everywhere", 59)], {"p": 500})
@example([("objects that differ", 700)], {})
@example([("fragments side by side", 2_000)], {})
@example([("introspection", 290)], {})
@example([("large numbers", 60_000)], {})
def test_what_is_made_to_hurt_is_answered_in_time(
    still: World, parts: list[tuple[str, int]], variables: dict[str, int]
) -> None:
    text = " ".join(HOSTILE[name](size) for name, size in parts)
    values = {name: VARIABLES[name](size) for name, size in variables.items()}
    for _ in range(3):  # the third time by its plan, if it has one
        answered_in_time(still, text, values)


@examples(40)
@given(queries(SDL, custom_scalars=SCALARS, allow_x00=True), st.dictionaries(st.text(), st.none() | st.text()))
def test_any_document_is_answered_in_time(still: World, text: str, variables: dict[str, Any]) -> None:
    answered_in_time(still, with_ids(text), variables)


@examples(60)
@given(st.text(min_size=1) | st.lists(WORDS, min_size=1).map(" ".join))
def test_any_text_is_answered_in_time(still: World, text: str) -> None:
    answered_in_time(still, text, {})


def answered_in_time(world: World, text: str, variables: dict[str, Any]) -> None:
    """Ask, and see that what comes is an answer, or a refusal in words, and in time."""
    world.limit = round(SECONDS * 1_000_000)
    began = time.thread_time()
    result = world.run(world.asked(text, variables))
    assert time.thread_time() - began < LATEST_S
    for error in result.errors or []:
        assert (error.extensions or {})["code"] in CODES, error.message
        assert 0 < len(error.message) < 2_000
