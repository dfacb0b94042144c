"""Half-open intervals against a count of single days."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from graph.facts import Fact
from graph.time.validity import (
    boundaries,
    first_overlap,
    first_uncovered_day,
    holds_on,
    is_void,
    next_boundary,
    overlap,
    within,
)
from tests.builders.organisations import DAY, FIRST, LAWS

SPAN = [FIRST + timedelta(days=n) for n in range(12)]
"""The days that are counted; the last stands for all that come after."""
LATER = SPAN[-1]


@st.composite
def intervals(draw: st.DrawFn) -> Fact:
    """A fact of no, some or all days from its start on."""
    start = draw(st.sampled_from(SPAN[:-1]))
    end = draw(st.none() | st.sampled_from([day for day in SPAN[:-1] if day >= start]))
    return Fact(id=f"{start}-{end}", start=start, end=end)


def days_of(fact: Fact) -> set[date]:
    return {day for day in SPAN if fact.start <= day and (fact.end is None or day < fact.end)}


@LAWS
@given(intervals(), st.sampled_from(SPAN))
def test_a_fact_holds_from_its_start_to_the_day_before_its_end(fact: Fact, day: date) -> None:
    assert holds_on(fact, day) == (day in days_of(fact))
    assert is_void(fact) == (not days_of(fact))


@LAWS
@given(intervals(), intervals())
def test_two_facts_overlap_if_they_share_a_day_and_one_is_within_the_other_if_it_has_no_day_of_its_own(
    a: Fact, b: Fact
) -> None:
    assert overlap(a, b) == bool(days_of(a) & days_of(b))
    assert within(a, b) == (days_of(a) <= days_of(b))


@LAWS
@given(st.lists(intervals(), max_size=6))
def test_the_first_overlap_is_found_if_and_only_if_some_day_is_held_twice(facts: list[Fact]) -> None:
    held = Counter(day for fact in facts for day in days_of(fact))
    clash = first_overlap(facts)
    assert (clash is not None) == any(count > 1 for count in held.values())
    if clash:
        a, b = clash
        shared = days_of(a) & days_of(b)
        assert min(shared) == min(day for day, count in held.items() if count > 1)


@LAWS
@given(intervals(), st.lists(intervals(), max_size=6))
def test_the_first_uncovered_day_is_the_first_of_a_life_on_which_nothing_holds(life: Fact, facts: list[Fact]) -> None:
    bare = days_of(life) - {day for fact in facts for day in days_of(fact)}
    assert first_uncovered_day(life, facts) == min(bare, default=None)


@LAWS
@given(st.lists(intervals(), max_size=6), st.sampled_from(SPAN))
def test_boundaries_are_the_days_on_which_some_fact_begins_or_ceases_to_hold(facts: list[Fact], day: date) -> None:
    turns = sorted({d for fact in facts for d in (*SPAN,) if (d in days_of(fact)) != (d - DAY in days_of(fact))})
    assert boundaries(facts) == turns
    coming = [boundary for fact in facts if (boundary := next_boundary(fact, day)) is not None]
    assert min(coming, default=None) == min((turn for turn in turns if turn > day), default=None)
