"""Changes that nobody in their senses would decide: each refused for exactly the rules that it breaks on some day."""

from hypothesis import given
from hypothesis import strategies as st

from graph.apply import apply, touched
from graph.errors import RuleViolated
from graph.invariants import FORM_RULES
from tests.fuzz.effort import examples
from tests.graph.soundness import breaches
from tests.graph.wild import Wild
from tests.organisations import Organisation, organisations

FORM = {rule.__name__.replace("_", "-") for rule in FORM_RULES}


@examples(100)
@given(organisations(max_size=3, max_changes=6, duty=True), st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=6))
def test_a_history_of_wild_changes_keeps_every_rule_told_a_second_time(
    organisation: Organisation, seeds: list[int]
) -> None:
    snapshot = organisation.snapshot()
    for seed in seeds:
        change = Wild(snapshot, seed).change()
        try:
            written = touched(snapshot, change)
        except RuleViolated:
            continue
        expected = breaches({**{fact.id: fact for fact in snapshot}, **written}.values())
        try:
            snapshot = apply(snapshot, change)
        except RuleViolated as refused:
            found = {problem.rule for problem in refused.problems}
            assert found & FORM or found == expected, (found, expected)
        else:
            assert not expected
