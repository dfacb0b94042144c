"""The one door: an organisation seen from an instant, at a revision."""

from datetime import date, datetime
from functools import partial
from typing import Annotated

import strawberry

from graph import facts
from graph.errors import InvalidInput, NotFound
from graph.messages import say
from graph.texts import shown
from graph.time.validity import is_void
from graph.view import View
from queries.cases.rewards import rewards
from queries.cover import ranking
from queries.cover.coverage import coverage
from queries.cover.forecast import forecast
from queries.places import counting
from queries.places.handling import Answer, who_handles
from queries.places.place import NEAR_METRES, Place, record_begins
from queries.places.search import Match, find_people, find_units
from schema.cases.routing import CaseInput, Policy, Route, routed
from schema.context import Info
from schema.types.answers import (
    CodeTemplate,
    Coverage,
    Forecast,
    Gap,
    Handling,
    LadderRung,
    PlaceAmbiguous,
    PlaceInput,
    PlaceUnknown,
    StaffingRule,
    WhoHandles,
    answered,
    near_of,
    place_of,
)
from schema.types.nouns import (
    Centre,
    KindCount,
    Measure,
    OfKind,
    OfRole,
    Person,
    RoleCount,
    Unit,
    kind_counts,
    measure_of,
    page_of_units,
    person_of_id,
    unit_of_code,
)
from schema.types.paging import DEFAULT, MOST, After, Connection, First, page
from schema.types.ranking import (
    Count,
    MoreThan,
    OfUnits,
    PersonSpan,
    Under,
    UnitCover,
    Workload,
    WorkOf,
    spend_on_ranking,
)
from schema.types.rewards import Reward, RewardRate, reward_of
from schema.types.words import Complexity, Role, UnitKind

MOST_PLACES = 500

Code = Annotated[strawberry.ID, strawberry.argument(description="Code of a unit. 编码")]
Id = Annotated[strawberry.ID, strawberry.argument(description="Stable id. 编号")]
Text = Annotated[
    str,
    strawberry.argument(
        description="Part of a name, a code, pinyin or its initials; empty: all. 姓名、编码、拼音或首字母"
    ),
]
Near = Annotated[
    float,
    strawberry.argument(
        description="A point closer than this to a border is ambiguous; metres, 0 to 1000. 距界容差（米）"
    ),
]
Excluding = Annotated[
    list[strawberry.ID] | None, strawberry.argument(description="Ids of people who must not be chosen. 须回避人员")
]


@strawberry.type(description="The organisation, seen from one instant at one revision. 组织")
class Organization:
    at: datetime = strawberry.field(description="The instant it is seen from. 时点")
    view: strawberry.Private[View]

    @strawberry.field(description="The state of knowledge: each change makes the next revision. 版本")
    def revision(self) -> int:
        return self.view.revision

    @strawberry.field(
        description="The first day with any unit; before it every list is empty. Null if there is none. 记录起始日"
    )
    def record_begins(self) -> date | None:
        return record_begins(self.view)

    @strawberry.field(description="The unit of a code; null if none of it is alive at `at`. 单位")
    def unit(self, code: Code) -> Unit | None:
        unit = self.view.unit(code)
        return None if unit is None else Unit(view=self.view, fact=unit)

    @strawberry.field(description="Units alive, by code. 单位列表")
    def units(
        self,
        info: Info,
        kind: OfKind = None,
        search: Annotated[str | None, strawberry.argument(description="As in `search`. 查找")] = None,
        first: First = DEFAULT,
        after: After = None,
    ) -> Connection[Unit]:
        info.context.budget.spend(10)
        units = self.view.units(kind)
        if search is not None:
            wanted = {match.id for match in find_units(self.view, search)}
            units = [unit for unit in units if unit.id in wanted]
        return page_of_units(info, self.view, units, first, after)

    @strawberry.field(description="The units that are part of nothing: where to begin walking. 顶层单位")
    def roots(self, info: Info) -> list[Unit]:
        info.context.budget.spend(10)
        return [Unit(view=self.view, fact=unit) for unit in self.view.roots()]

    @strawberry.field(description="How many units are alive, by kind. 单位计数")
    def counts(self, info: Info) -> list[KindCount]:
        info.context.budget.spend(10)
        return kind_counts(counting.count_kinds(self.view.units()))

    @strawberry.field(description="How many posts are held, by role. 岗位计数")
    def holdings(self, info: Info) -> list[RoleCount]:
        info.context.budget.spend(10)
        return [RoleCount(role=c.role, count=c.count, people=c.people) for c in counting.count_holdings(self.view)]

    @strawberry.field(description="Who handles a place. 谁来处置")
    def who_handles(
        self,
        info: Info,
        place: Annotated[PlaceInput, strawberry.argument(description="The place. 地点")],
        role: Annotated[
            Role | None, strawberry.argument(description="Ask for this role, here or on the nearest unit above. 岗位")
        ] = None,
        excluding: Excluding = None,
        near_metres: Near = NEAR_METRES,
    ) -> WhoHandles:
        info.context.budget.spend()
        return self._answer(place, role, excluding, near_of(near_metres))

    @strawberry.field(description="Who handles each of many places, in the order asked; at most 500. 批量查询")
    def who_handles_many(
        self,
        info: Info,
        places: Annotated[list[PlaceInput], strawberry.argument(description="The places, at most 500. 地点")],
        role: Annotated[Role | None, strawberry.argument(description="As in `whoHandles`. 岗位")] = None,
        excluding: Excluding = None,
        near_metres: Near = NEAR_METRES,
    ) -> list[WhoHandles]:
        if len(places) > MOST_PLACES:
            raise InvalidInput(say("too-many-places", count=len(places), most=MOST_PLACES))
        info.context.budget.spend(len(places))
        near = near_of(near_metres)
        return [self._answer(place, role, excluding, near) for place in places]

    @strawberry.field(description="Where cover is missing in a unit and all below it. 配备缺口")
    def coverage(
        self,
        info: Info,
        under: Annotated[strawberry.ID, strawberry.argument(description="Code of a unit alive at `at`. 单位编码")],
        role: OfRole = None,
    ) -> Coverage | None:
        info.context.budget.spend(10)
        return Coverage(view=self.view, found=coverage(self.view, self._alive(under), role))

    @strawberry.field(description="Where cover will be missing in a unit and all below it, from day to day. 缺口预测")
    def forecast(
        self,
        info: Info,
        under: Annotated[strawberry.ID, strawberry.argument(description="Code of a unit. 单位编码")],
        start: Annotated[date, strawberry.argument(description="The first day asked about. 起")],
        end: Annotated[date, strawberry.argument(description="The first day no longer asked about. 止")],
        role: OfRole = None,
    ) -> Forecast | None:
        info.context.budget.spend(10)
        if not start < end:
            raise InvalidInput(say("interval-empty", start=start, end=end))
        scope = self.view.snapshot.get(facts.Unit, under)
        if scope is None or is_void(scope):
            raise NotFound(say("no-such-unit", code=shown(under)), (shown(under),))
        return Forecast(view=self.view, found=forecast(self.view.snapshot, scope, start, end, role))

    @strawberry.field(
        description="Units of one kind by their cover and that of all below them, worst first: most gaps that nobody "
        "covers, then the largest share of vacant posts, then most vacant posts, then by code. 配备排名"
    )
    def coverage_ranking(
        self, info: Info, under: Under = None, kind: OfUnits = UnitKind.VILLAGE, first: Count = DEFAULT
    ) -> list[UnitCover]:
        spend_on_ranking(info, first)
        found = ranking.coverage_ranking(self.view, self._scope(under), kind)
        return [UnitCover(view=self.view, found=cover) for cover in found[:first]]

    @strawberry.field(description="The gaps, open longest first, then by unit code and role. 最久的缺口")
    def longest_gaps(self, info: Info, under: Under = None, role: OfRole = None, first: Count = DEFAULT) -> list[Gap]:
        spend_on_ranking(info, first)
        found = ranking.longest_gaps(self.view, self._scope(under), role)
        return [Gap(view=self.view, gap=gap) for gap in found[:first]]

    @strawberry.field(
        description="People with posts of a unit or below it by all that they hold: most posts first, then units, then "
        "households, then by id. 管理幅度"
    )
    def span_of_control(
        self,
        info: Info,
        under: Under = None,
        role: OfRole = None,
        more_than: MoreThan = None,
        first: Count = DEFAULT,
    ) -> list[PersonSpan]:
        spend_on_ranking(info, first)
        found = ranking.span_of_control(self.view, self._scope(under), role, more_than)
        return [PersonSpan(view=self.view, found=span) for span in found[:first]]

    @strawberry.field(description="Households of each holder of a role, heaviest first, and what is usual. 工作量")
    def workload(
        self, info: Info, under: Under = None, role: WorkOf = Role.FULL_TIME_WORKER, first: Count = DEFAULT
    ) -> Workload:
        spend_on_ranking(info, first)
        found = ranking.workload(self.view, self._scope(under), role)
        return Workload(view=self.view, found=found, first=first)

    @strawberry.field(description="The person of an id; null if there is none at `at`. 人员")
    def person(self, id: Id) -> Person | None:  # noqa: A002 -- the contract's name
        person = self.view.person(id)
        return None if person is None else Person(view=self.view, fact=person)

    @strawberry.field(description="People, best match first. 查找人员")
    def people(self, info: Info, search: Text = "", first: First = DEFAULT, after: After = None) -> Connection[Person]:
        info.context.budget.spend(10)
        found = find_people(self.view, search)
        return page(info, found, _match_key, lambda match: person_of_id(self.view, match.id), first, after)

    @strawberry.field(description="Units, best match first. 查找单位")
    def search(self, info: Info, text: Text, first: First = DEFAULT, after: After = None) -> Connection[Unit]:
        info.context.budget.spend(10)
        found = find_units(self.view, text)
        return page(info, found, _match_key, lambda match: unit_of_code(self.view, match.id), first, after)

    @strawberry.field(description="The governance centres. 综治中心")
    def centres(self, info: Info, first: First = DEFAULT, after: After = None) -> Connection[Centre]:
        found = self.view.all(facts.Centre)
        return page(info, found, lambda c: (c.id,), lambda c: Centre(view=self.view, fact=c), first, after)

    @strawberry.field(description="The governance centre of an id; null if there is none at `at`. 综治中心")
    def centre(self, id: Id) -> Centre | None:  # noqa: A002 -- the contract's name
        centre = self.view.get(facts.Centre, id)
        return None if centre is None else Centre(view=self.view, fact=centre)

    @strawberry.field(description="Where a case would go; nothing is kept. 流转试算")
    def route(self, info: Info, case: Annotated[CaseInput, strawberry.argument(description="The case. 案件")]) -> Route:
        return routed(info.context, self.view, case, self.at)

    @strawberry.field(description="The routing policy in force; null: none was set. 流转政策")
    def policy(self) -> Policy | None:
        policy = self.view.policy()
        return None if policy is None else Policy(fact=policy)

    @strawberry.field(description="What mediators earned from day to day, most first; at most 500. 调解补助")
    def rewards(
        self,
        info: Info,
        start: Annotated[date, strawberry.argument(description="The first day asked about. 起")],
        end: Annotated[date, strawberry.argument(description="The first day no longer asked about. 止")],
        under: Under = None,
    ) -> list[Reward]:
        spend_on_ranking(info, DEFAULT)
        if not start < end:
            raise InvalidInput(say("interval-empty", start=start, end=end))
        found = rewards(self.view.snapshot, start, end, self._scope(under))[:MOST]
        info.context.budget.spend(len(found))
        return [reward_of(self.view, reward) for reward in found]

    @strawberry.field(description="What a mediated case earns on the day, by complexity. 奖励标准")
    def reward_rates(self) -> list[RewardRate]:
        rates = self.view.alive(list(self.view.snapshot.all(facts.RewardRate)))
        by_work = sorted(rates, key=lambda rate: list(Complexity).index(rate.complexity))
        return [RewardRate(fact=rate) for rate in by_work]

    @strawberry.field(description="By which indicators departments are appraised, and how each is measured. 考核指标")
    def indicators(self) -> list[Measure]:
        return [measure_of(indicator) for indicator in facts.MEASURES]

    @strawberry.field(description="How codes are made on the day; null: by the usual template. 编码规则")
    def code_template(self) -> CodeTemplate | None:
        template = self.view.one(list(self.view.snapshot.all(facts.CodeTemplate)))
        return None if template is None else CodeTemplate(fact=template)

    @strawberry.field(description="The staffing standard in force. 配备标准")
    def standard(self) -> list[StaffingRule]:
        return [StaffingRule(fact=rule) for rule in self.view.standard()]

    @strawberry.field(description="The responsibility ladder in force, first rung first. 责任阶梯")
    def ladder(self) -> list[LadderRung]:
        return [LadderRung(fact=rung) for rung in self.view.ladder()]

    def _scope(self, under: strawberry.ID | None) -> facts.Unit | None:
        return None if under is None else self._alive(under)

    def _alive(self, code: strawberry.ID) -> facts.Unit:
        unit = self.view.unit(code)
        if unit is None:
            message = say("unit-not-alive-today", code=shown(code), day=self.view.day)
            raise NotFound(message, (shown(code),))
        return unit

    def _answer(
        self, place: PlaceInput, role: Role | None, excluding: list[strawberry.ID] | None, near: float
    ) -> Handling | PlaceAmbiguous | PlaceUnknown:
        try:
            meant = place_of(place)
        except InvalidInput as error:  # one bad place does not spoil the others of a request
            return PlaceUnknown(message=str(error), nearest=None, nearby=[])
        return answered(self.view, _asking(meant, role, excluding, near))


def _asking(place: Place, role: Role | None, excluding: list[strawberry.ID] | None, near: float) -> "partial[Answer]":
    people = frozenset(str(person) for person in excluding or ())
    return partial(who_handles, place=place, role=role, excluding=people, near_metres=near)


def _match_key(match: Match) -> tuple[int, str, str]:
    return match.quality, match.name, match.id
