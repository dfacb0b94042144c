"""Outlines that a change lays where they should not be."""

from datetime import date

import strawberry

from graph.rules.clashes import Caused, ClashKind
from graph.view import View
from schema.types.nouns import Unit


@strawberry.type(description="An outline that lies outside the unit above, or over a neighbour's. 边界冲突")
class OutlineClash:
    view: strawberry.Private[View]
    found: strawberry.Private[Caused]

    @strawberry.field(description="Whether it lies outside the unit above or over a neighbour. 类型")
    def kind(self) -> ClashKind:
        return self.found.clash.kind

    @strawberry.field(description="The unit whose outline it is. 单位")
    def unit(self) -> Unit:
        return Unit(view=self.view, fact=self.found.clash.unit)

    @strawberry.field(description="The unit above, or the neighbour. 上级或相邻单位")
    def other(self) -> Unit:
        return Unit(view=self.view, fact=self.found.clash.other)

    @strawberry.field(description="The first day on which the change brings it about. 起")
    def day(self) -> date:
        return self.found.day

    @strawberry.field(
        description="The area outside or shared, in square metres; null: too entangled to measure. 面积（平方米）"
    )
    def square_metres(self) -> float | None:
        return self.found.clash.m2

    @strawberry.field(
        description="How far the farthest point lies outside, or how wide the shared ground is at the widest, in "
        "metres; null: too entangled to measure. 最远或最宽（米）"
    )
    def metres(self) -> float | None:
        return self.found.clash.metres
