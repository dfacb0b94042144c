"""The tariff of mediation: a line for each complexity, in force from a day on, until the next that is recorded."""

from graph.edits.rewards import set_reward_rate
from graph.facts import RewardRate
from graph.view import View
from graph.words import Complexity
from tests.builders.organisations import DAY as A_DAY
from tests.builders.quarter import DAY, EVE, LATER, Quarter, decide

ONE, OTHER = list(Complexity)[:2]


def yuan(view: View, complexity: Complexity) -> list[float]:
    """What a case earns on a day; empty: nobody has said."""
    return [rate.yuan for rate in view.all(RewardRate) if rate.complexity == complexity]


def test_a_rate_is_in_force_from_its_day_on_until_the_next_of_its_complexity(quarter: Quarter) -> None:
    after = decide(quarter.snapshot, lambda d: set_reward_rate(d, ONE, 100, DAY))
    after = decide(after, lambda d: set_reward_rate(d, ONE, 120, LATER))
    days = (EVE, DAY, LATER - A_DAY, LATER)
    assert [yuan(View(after, day), ONE) for day in days] == [[], [100], [100], [120]]
    assert [yuan(View(after, day), OTHER) for day in days] == [[]] * 4


def test_a_rate_of_0_is_said_and_not_missing(quarter: Quarter) -> None:
    after = decide(quarter.snapshot, lambda d: set_reward_rate(d, ONE, 0, DAY))
    assert yuan(View(after, DAY), ONE) == [0]
