"""Names and codes that a change makes misleading, and what it lets lapse."""

from datetime import date

import strawberry

from graph import facts
from graph.misnomers import Misnomer as CoreMisnomer
from graph.misnomers import MisnomerKind
from graph.view import View
from schema.types.nouns import Unit


@strawberry.type(description="A name or a code that misleads: no rule forbids it. 名称或编码存疑")
class Misnomer:
    view: strawberry.Private[View]
    found: strawberry.Private[CoreMisnomer]

    @strawberry.field(description="Two siblings of one name, or the code of another place. 类型")
    def kind(self) -> MisnomerKind:
        return self.found.kind

    @strawberry.field(description="The number under which `wangge check` finds it. 检查编号")
    def check(self) -> str:
        return CHECKS[self.found.kind]

    @strawberry.field(description="The unit that is called or numbered so. 单位")
    def unit(self) -> Unit:
        return Unit(view=self.view, fact=self.found.unit)

    @strawberry.field(description="The sibling of the same name, or the unit above. 同名的同级单位，或上级单位")
    def other(self) -> Unit:
        return Unit(view=self.view, fact=self.found.other)

    @strawberry.field(description="The first day on which the change brings it about. 起")
    def day(self) -> date:
        return self.found.day


CHECKS = {MisnomerKind.NAMESAKES: "W201", MisnomerKind.ELSEWHERE: "W212"}


@strawberry.type(description="What was recorded of a unit for later, and never comes. 作废的后续登记")
class LapsedState:
    state: strawberry.Private[facts.UnitState]

    @strawberry.field(description="The unit's code. 单位编码")
    def code(self) -> strawberry.ID:
        return strawberry.ID(self.state.unit)

    @strawberry.field(description="The day from which it would have held. 原生效日期")
    def start(self) -> date:
        return self.state.start

    @strawberry.field(description="What it would have been called. 名称")
    def name(self) -> str:
        return self.state.name

    @strawberry.field(description="The households that it would have had. 户数")
    def households(self) -> int | None:
        return self.state.households

    @strawberry.field(description="The residents that it would have had. 人口")
    def population(self) -> int | None:
        return self.state.population
