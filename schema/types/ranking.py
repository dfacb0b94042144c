"""The rankings: worst units, oldest gaps, who holds too much, whose load is heaviest."""

from fractions import Fraction
from typing import Annotated

import strawberry

from graph.view import View
from queries.cover import ranking
from queries.cover.coverage import open_days
from schema.context import Info
from schema.types.answers import Gap
from schema.types.nouns import Person, Unit
from schema.types.paging import check_first
from schema.types.words import Role, UnitKind

Under = Annotated[
    strawberry.ID | None,
    strawberry.argument(description="Code of a unit alive at `at`; null: the whole organisation. 单位编码"),
]
OfUnits = Annotated[UnitKind, strawberry.argument(description="Units of this kind are compared. 层级")]
MoreThan = Annotated[
    int | None,
    strawberry.argument(
        description="Only people with posts of more units than this; the check W405 has 10. 任职单位多于"
    ),
]
WorkOf = Annotated[Role, strawberry.argument(description="Of holders of this role. 岗位")]
Count = Annotated[int, strawberry.argument(description="How many, from the first, 0 to 500. 条数")]


@strawberry.type(description="How far the standard is met by a unit and all below it. 单位配备情况")
class UnitCover:
    view: strawberry.Private[View]
    found: strawberry.Private[ranking.UnitCover]

    @strawberry.field(description="The unit. 单位")
    def unit(self) -> Unit:
        return Unit(view=self.view, fact=self.found.unit)

    @strawberry.field(description="Posts asked for. 应配")
    def required(self) -> int:
        return self.found.required

    @strawberry.field(description="Posts held; somebody away still holds. 实配")
    def held(self) -> int:
        return self.found.held

    @strawberry.field(description="Posts wanting. 空缺")
    def vacant(self) -> int:
        return self.found.vacant

    @strawberry.field(description="Posts wanting, as a share of those asked for, 0 to 1. 空缺率")
    def vacant_share(self) -> float:
        return round(self.found.vacant_share, 4)

    @strawberry.field(description="Units and roles with posts wanting. 缺口数")
    def gap_count(self) -> int:
        return len(self.found.gaps)

    @strawberry.field(description="Gaps that nobody covers, the worst there is. 无人兜底的缺口数")
    def uncovered_gaps(self) -> int:
        return self.found.uncovered

    @strawberry.field(description="The gap that has been open longest; null: there is none. 最久的缺口")
    def longest_gap(self, info: Info) -> Gap | None:
        info.context.budget.spend()
        gap = ranking.longest_gap(self.view, self.found)
        return None if gap is None else Gap(view=self.view, gap=gap)

    @strawberry.field(description="Days for which that gap has been open; null: there is none. 最长空缺天数")
    def longest_open_days(self, info: Info) -> int | None:
        info.context.budget.spend()
        gap = ranking.longest_gap(self.view, self.found)
        return None if gap is None else open_days(self.view, gap)


@strawberry.type(description="What somebody holds, and how much is within it. 管理幅度")
class PersonSpan:
    view: strawberry.Private[View]
    found: strawberry.Private[ranking.PersonSpan]

    @strawberry.field(description="Who. 人员")
    def person(self) -> Person:
        return Person(view=self.view, fact=self.found.person)

    @strawberry.field(description="Posts held. 岗位数")
    def posts(self) -> int:
        return self.found.posts

    @strawberry.field(description="Different units that they are of. 任职单位数")
    def units(self) -> int:
        return self.found.units

    @strawberry.field(description="Micro-grids within reach, each once. 管辖微网格数")
    def micro_grids(self) -> int:
        return self.found.micro_grids

    @strawberry.field(description="Households within reach, each once; null: not known. 管辖户数")
    def households(self) -> int | None:
        return self.found.households


@strawberry.type(description="The households that fall to one holder of a role. 承担户数")
class Load:
    view: strawberry.Private[View]
    found: strawberry.Private[ranking.Load]
    usual: strawberry.Private[Fraction | None]

    @strawberry.field(description="Who. 人员")
    def person(self) -> Person:
        return Person(view=self.view, fact=self.found.person)

    @strawberry.field(description="Units of which they hold the role and have a share. 任职单位数")
    def units(self) -> int:
        return self.found.units

    @strawberry.field(
        description="Households that fall to them: those of a unit are shared equally among its holders, but for "
        "backups; null: not known. 户数"
    )
    def households(self) -> float | None:
        return rounded(self.found.households)

    @strawberry.field(description="The same, in medians of all holders; null: not known. 为中位数的倍数")
    def times_median(self) -> float | None:
        homes = self.found.households
        return None if homes is None or not self.usual else round(float(homes / self.usual), 2)


@strawberry.type(description="How the households are shared out among the holders of a role. 工作量")
class Workload:
    view: strawberry.Private[View]
    found: strawberry.Private[ranking.Workload]
    first: strawberry.Private[int]

    @strawberry.field(description="Holders who have a share. 人数")
    def people(self) -> int:
        return len(self.found.loads)

    @strawberry.field(description="Households of each on average, where known; null: of nobody. 平均户数")
    def average(self) -> float | None:
        return rounded(self.found.average)

    @strawberry.field(description="Households of the one in the middle, where known; null: of nobody. 户数中位数")
    def median(self) -> float | None:
        return rounded(self.found.median)

    @strawberry.field(description="The first of them, heaviest first. 由重到轻")
    def loads(self) -> list[Load]:
        return [Load(view=self.view, found=load, usual=self.found.median) for load in self.found.loads[: self.first]]


def rounded(number: Fraction | None) -> float | None:
    """A number of households to one decimal."""
    return None if number is None else round(float(number), 1)


def spend_on_ranking(info: Info, first: int) -> None:
    """Take what a ranking costs off the budget.  Raises InvalidInput if `first` will not do."""
    check_first(first)
    info.context.budget.spend(10 + first)
