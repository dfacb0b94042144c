"""What mediators have earned, as clients see it."""

from decimal import Decimal

import strawberry

from graph import facts
from graph.view import View
from queries.cases import rewards as core
from schema.types.nouns import Person
from schema.types.plain import with_fields_of
from schema.types.words import Complexity


@strawberry.type(description="What a case of a complexity earns (以案定补). 奖励标准")
@with_fields_of(facts.RewardRate)
class RewardRate:
    fact: strawberry.Private[facts.RewardRate]


@strawberry.type(description="Cases of one complexity. 案件难易计数")
class ComplexityCount:
    complexity: Complexity = strawberry.field(description="How much work they were. 难易")
    count: int = strawberry.field(description="Cases. 件数")


@strawberry.type(description="What a mediator has earned (以案定补), each case by the tariff of its day. 调解补助")
class Reward:
    person: Person = strawberry.field(description="Who. 人员")
    count: int = strawberry.field(description="Cases mediated with success. 件数")
    yuan: Decimal = strawberry.field(description="What they earn. 补助金额（元）")
    cases: list[ComplexityCount] = strawberry.field(description="The cases by complexity. 按难易")
    unpriced: int = strawberry.field(description="Cases on whose day no tariff was in force. 无标准件数")


def reward_of(view: View, found: core.Reward) -> Reward:
    """A reward as GraphQL has it."""
    return Reward(
        person=Person(view=view, fact=found.person),
        count=found.count,
        yuan=found.yuan,
        cases=[ComplexityCount(complexity=complexity, count=count) for complexity, count in found.cases],
        unpriced=found.unpriced,
    )
