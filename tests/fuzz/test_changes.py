"""Changes that nobody in their senses would decide: each refused for exactly the rules that it breaks on some day."""

from hypothesis import given
from hypothesis import strategies as st

from graph.apply import apply, work_out
from graph.errors import RuleViolated
from graph.rules.invariants import FORM_RULES
from tests.builders.organisations import random_organisation
from tests.builders.soundness import breaches
from tests.builders.wild import Wild
from tests.fuzz.effort import examples

seeds = st.integers(0, 2**32 - 1)
FORM = {rule.__name__.replace("_", "-") for rule in FORM_RULES}


@examples(100)
@given(seeds, st.integers(1, 3), st.integers(0, 6), st.lists(seeds, min_size=1, max_size=6))
def test_a_history_of_wild_changes_keeps_every_rule_told_a_second_time(
    seed: int, size: int, changes: int, wild: list[int]
) -> None:
    snapshot = random_organisation(seed, size=size, changes=changes, duty=True).snapshot()
    for each in wild:
        change = Wild(snapshot, each).change()
        try:
            written = work_out(snapshot, change.operations).changed
        except RuleViolated:
            continue
        expected = breaches({**{fact.id: fact for fact in snapshot}, **written}.values())
        try:
            snapshot = apply(snapshot, change.operations).after
        except RuleViolated as refused:
            found = {problem.rule for problem in refused.problems}
            assert found & FORM or found == expected, (found, expected)
        else:
            assert not expected
