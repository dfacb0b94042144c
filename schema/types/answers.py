"""The answers: who handles a place, where cover is missing."""

import math
from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Union

import strawberry

from graph import facts
from graph.errors import InvalidInput
from graph.messages import say
from graph.space.datum import gcj02_to_cgcs2000
from graph.view import View
from graph.words import Term
from queries.cover import coverage as cover
from queries.cover import forecast as ahead
from queries.places import handling as handle
from queries.places.place import ByCode, ByPoint, Nearby, Place
from queries.places.place import PlaceAmbiguous as Ambiguous
from queries.places.place import PlaceUnknown as Unknown
from queries.until import Standing, standing
from schema.context import Context, Info
from schema.running.lasting import STANDS, Again, again_by
from schema.types.nouns import Holding, Person, Unit
from schema.types.paging import DEFAULT, After, Connection, First, page
from schema.types.plain import with_fields_of
from schema.types.words import Cause, GridType, Outcome, Role, UnitKind

WIDEST_NEAR_METRES = 1_000.0


class Datum(Term):
    """What a point's coordinates refer to."""

    CGCS2000 = "cgcs2000", "2000国家大地坐标系"
    WGS84 = "wgs84", "WGS 84，与 CGCS2000 相差不到 0.1 米"
    GCJ02 = "gcj02", "国测局坐标（公众地图）"


strawberry.enum(Datum, description="What a point's coordinates refer to. 坐标系")


@strawberry.input(description="A point. 坐标点")
class PointInput:
    longitude: float = strawberry.field(description="Degrees east, -180 to 180. 经度")
    latitude: float = strawberry.field(description="Degrees north, -90 to 90. 纬度")
    datum: Datum = strawberry.field(default=Datum.CGCS2000, description="What the degrees refer to. 坐标系")


@strawberry.input(one_of=True, description="A place: by the code of a unit or by a point. 地点")
class PlaceInput:
    code: strawberry.Maybe[strawberry.ID] = strawberry.field(description="Code of a unit, living or retired. 编码")
    point: strawberry.Maybe[PointInput] = strawberry.field(description="A point. 坐标点")


def place_of(given: PlaceInput) -> Place:
    """The place meant.  Raises InvalidInput if it is none on Earth."""
    if given.code is not None:
        return ByCode(str(given.code.value))
    if given.point is None:
        raise InvalidInput(say("place-unsaid"))
    point = given.point.value
    if not (math.isfinite(point.longitude) and -180 <= point.longitude <= 180 and -90 <= point.latitude <= 90):
        raise InvalidInput(say("point-nowhere", longitude=point.longitude, latitude=point.latitude))
    if point.datum == Datum.GCJ02:
        return ByPoint(*gcj02_to_cgcs2000(point.longitude, point.latitude))
    return ByPoint(point.longitude, point.latitude)


def near_of(metres: float) -> float:
    """`nearMetres` as given.  Raises InvalidInput if it is out of range."""
    if not 0 <= metres <= WIDEST_NEAR_METRES:
        raise InvalidInput(say("near-metres-wrong", metres=metres, most=WIDEST_NEAR_METRES))
    return metres


# -- who handles -----------------------------------------------------------------------------------------------------


@strawberry.type(description="A person with the holding that makes them answer. 责任人")
class Responder:
    person: Person = strawberry.field(description="Who should act.")
    holding: Holding = strawberry.field(
        description="The post that makes them answer; a stand-in's is the absent holder's."
    )
    covering: Person | None = strawberry.field(description="The absent holder for whom they stand in. 代谁")
    instead_of: Person | None = strawberry.field(
        default=None,
        description="Whom a decision had named, who is away by now or holds the post no longer. 接替谁",
    )
    instead_because: str | None = strawberry.field(
        default=None, description="Why this person is asked instead, or that nobody can be. 接替原因"
    )


@strawberry.type(description="A rung of the ladder that was tried. 逐级查找")
class Step:
    unit: Unit = strawberry.field(description="Whose post.")
    role: Role = strawberry.field(description="Which post.")
    outcome: Outcome = strawberry.field(description="What came of it.")
    person: Person | None = strawberry.field(description="Who was considered; the stand-in where one was chosen.")
    reason: str = strawberry.field(description="Why, in a sentence, Chinese and English.")


@strawberry.type(description="Who handles the place. 处置责任")
class Handling:
    view: strawberry.Private[View]
    answer: strawberry.Private[handle.Handling]
    standing: strawberry.Private[Standing[handle.Answer]]

    @strawberry.field(description="The unit that the place is. 地点所属单位")
    def place(self) -> Unit:
        return Unit(view=self.view, fact=self.answer.place)

    @strawberry.field(
        description="The unit asked for, where it is retired or not yet founded and another answers for it."
    )
    def asked_for(self) -> Unit | None:
        asked = self.answer.asked_for
        return None if asked is None else Unit(view=self.view, fact=asked)

    @strawberry.field(description="The person who should act; null: nobody is there, and `steps` says why. 责任人")
    def responsible(self) -> Responder | None:
        return responder(self.view, self.answer.responsible)

    @strawberry.field(
        description="Everybody with a post on the place or above it: nearest unit first, then the ladder's order, then "
        "primary before backup. 全部在岗人员"
    )
    def handlers(self, info: Info) -> list[Holding]:
        info.context.budget.spend(len(self.answer.handlers))
        return [Holding(view=self.view, fact=holding) for holding in self.answer.handlers]

    @strawberry.field(description="The rungs tried, in order, up to and with the one chosen. 查找过程")
    def steps(self) -> list[Step]:
        return [_step(self.view, step) for step in self.answer.steps]

    @strawberry.field(
        metadata=STANDS,
        description="The first instant after `at` at which this answer, or a field asked for in it, changes by what is "
        "recorded today; null: never. Rosters, and what else is asked of an interval from `at` on, don't count. 有效至",
    )
    def valid_until(self, info: Info) -> datetime | None:
        return self.until(info.context, again_by(info))

    def until(self, context: Context, again: Again | None) -> datetime | None:
        """Until when the answer stands; with `again`, until when what is asked for in it does too."""
        if again is None:
            return context.midnight(self.standing.until())
        day, instant = self.standing.until_told(lambda view, answer: again(self._of(view, answer)))
        return min((at for at in (context.midnight(day), instant) if at is not None), default=None)

    def _of(self, view: View, answer: handle.Answer) -> "Handling | None":
        """Another day's answer as GraphQL has it; None: it is of another kind, and so another."""
        return (
            Handling(view=view, answer=answer, standing=self.standing) if isinstance(answer, handle.Handling) else None
        )


@strawberry.type(description="A unit that may be meant, and how far it is. 候选单位")
class NearbyUnit:
    unit: Unit = strawberry.field(description="The unit.")
    distance_metres: float | None = strawberry.field(description="Metres from the point; 0 within; null for a code.")


@strawberry.type(description="Several units may be meant. 地点不明确")
class PlaceAmbiguous:
    message: str = strawberry.field(description="Why, in a sentence.")
    candidates: list[NearbyUnit] = strawberry.field(description="The units, those that hold the point first.")


@strawberry.type(description="No unit is meant. 地点未知")
class PlaceUnknown:
    message: str = strawberry.field(description="Why, in a sentence.")
    nearest: NearbyUnit | None = strawberry.field(description="Whose the place may be. 最近的单位")
    nearby: list[NearbyUnit] = strawberry.field(description="The nearest and the next few, nearest first. 附近的单位")


WhoHandles = Annotated[
    Union[Handling, PlaceAmbiguous, PlaceUnknown],  # noqa: UP007 -- strawberry wants it spelt out
    strawberry.union("WhoHandles", description="Who handles a place, or why that can't be said. 处置责任"),
]


def answered(view: View, ask: Callable[[View], handle.Answer]) -> Handling | PlaceAmbiguous | PlaceUnknown:
    """The answer to who handles a place, as GraphQL has it."""
    found = standing(view, ask)
    match found.answer:
        case handle.Handling() as answer:
            return Handling(view=view, answer=answer, standing=found)
        case Ambiguous(message, candidates):
            return PlaceAmbiguous(message=message, candidates=[_nearby(view, nearby) for nearby in candidates])
        case Unknown(message, nearest):
            near = [_nearby(view, nearby) for nearby in nearest]
            return PlaceUnknown(message=message, nearest=near[0] if near else None, nearby=near)


def responder(view: View, found: handle.Responder | None) -> Responder | None:
    """A responder as GraphQL has it."""
    if found is None:
        return None
    covering = None if found.covering is None else Person(view=view, fact=found.covering)
    holding = Holding(view=view, fact=found.holding)
    return Responder(person=Person(view=view, fact=found.person), holding=holding, covering=covering)


def _step(view: View, step: handle.Step) -> Step:
    person = None if step.person is None else Person(view=view, fact=step.person)
    unit = Unit(view=view, fact=step.unit)
    return Step(unit=unit, role=step.role, outcome=step.outcome, person=person, reason=step.reason)


def _nearby(view: View, nearby: Nearby) -> NearbyUnit:
    metres = None if nearby.metres is None else round(nearby.metres, 2)
    return NearbyUnit(unit=Unit(view=view, fact=nearby.unit), distance_metres=metres)


# -- coverage --------------------------------------------------------------------------------------------------------


@strawberry.type(description="One line of the staffing standard and how far it is met. 配备标准及落实")
class RuleCoverage:
    role: Role = strawberry.field(description="The role asked for.")
    unit_kind: UnitKind = strawberry.field(description="The units concerned.")
    grid_type: GridType | None = strawberry.field(description="Only grids of this type; null: any.")
    minimum: int = strawberry.field(description="Holders asked for in each unit.")
    required: int = strawberry.field(description="Posts asked for in all. 应配")
    held: int = strawberry.field(description="Posts held. 实配")
    vacant: int = strawberry.field(description="Posts wanting, unit by unit. 空缺")


@strawberry.type(description="A unit that lacks holders of a role. 缺口")
class Gap:
    view: strawberry.Private[View]
    gap: strawberry.Private[cover.Gap]

    @strawberry.field(description="The unit.")
    def unit(self) -> Unit:
        return Unit(view=self.view, fact=self.gap.unit)

    @strawberry.field(description="The role that is wanting.")
    def role(self) -> Role:
        return self.gap.role

    @strawberry.field(description="Posts asked for. 应配")
    def required(self) -> int:
        return self.gap.required

    @strawberry.field(description="Posts held. 实配")
    def held(self) -> int:
        return self.gap.held

    @strawberry.field(description="The day from which the gap has been open without a break. 空缺起始")
    def open_since(self, info: Info) -> date:
        info.context.budget.spend()
        return cover.open_since(self.view, self.gap)

    @strawberry.field(description="Days since then. 空缺天数")
    def open_days(self, info: Info) -> int:
        info.context.budget.spend()
        return cover.open_days(self.view, self.gap)

    @strawberry.field(description="Who answers meanwhile, by the ladder; null: nobody, the worst there is. 兜底责任人")
    def covered_by(self) -> Responder | None:
        return responder(self.view, cover.covered_by(self.view, self.gap))


@strawberry.type(description="The holdings compared with the staffing standard in force. 配备情况")
class Coverage:
    view: strawberry.Private[View]
    found: strawberry.Private[cover.Coverage]

    @strawberry.field(description="Posts asked for. 应配")
    def required(self) -> int:
        return self.found.required

    @strawberry.field(description="Posts held; somebody away still holds. 实配")
    def held(self) -> int:
        return self.found.held

    @strawberry.field(description="Posts wanting, unit by unit. 空缺")
    def vacant(self) -> int:
        return self.found.vacant

    @strawberry.field(description="The lines of the standard and how far each is met.")
    def rules(self) -> list[RuleCoverage]:
        return [_rule_coverage(rule) for rule in self.found.rules]

    @strawberry.field(description="The gaps, by unit code, then role. 缺口清单")
    def gaps(self, info: Info, first: First = DEFAULT, after: After = None) -> Connection[Gap]:
        return page(info, self.found.gaps, cover.gap_key, lambda gap: Gap(view=self.view, gap=gap), first, after)


def _rule_coverage(found: cover.RuleCoverage) -> RuleCoverage:
    rule = found.rule
    return RuleCoverage(
        role=rule.role,
        unit_kind=rule.unit_kind,
        grid_type=rule.grid_type,
        minimum=rule.minimum,
        required=found.required,
        held=found.held,
        vacant=found.vacant,
    )


@strawberry.type(description="A break of cover within the interval asked about. 缺口时段")
class ForecastGap:
    view: strawberry.Private[View]
    gap: strawberry.Private[ahead.ForecastGap]

    @strawberry.field(description="The unit.")
    def unit(self) -> Unit:
        return Unit(view=self.view, fact=self.gap.found.unit)

    @strawberry.field(description="The role that is wanting.")
    def role(self) -> Role:
        return self.gap.found.role

    @strawberry.field(description="The first day of the interval without cover. 起")
    def start(self) -> date:
        return self.gap.start

    @strawberry.field(description="The first day with cover again, or the end of the interval. 止")
    def end(self) -> date:
        return self.gap.end

    @strawberry.field(description="Days of the interval without cover. 天数")
    def days(self) -> int:
        return self.gap.days

    @strawberry.field(description="The day on which the break opened, which may lie before the interval. 空缺起始")
    def open_since(self) -> date:
        return self.gap.found.start

    @strawberry.field(description="The day on which it ends by what is recorded; null: nothing ends it. 预计补齐")
    def ends_on(self) -> date | None:
        return self.gap.found.end

    @strawberry.field(description="What opens it. 成因")
    def cause(self) -> Cause:
        return self.gap.found.cause

    @strawberry.field(description="What opens it, in a sentence. 成因说明")
    def opens_because(self) -> str:
        return ahead.because(self.view.snapshot, self.gap.found)


@strawberry.type(description="The breaks of cover in an interval. 缺口预测")
class Forecast:
    view: strawberry.Private[View]
    found: strawberry.Private[ahead.Forecast]

    @strawberry.field(description="Days without cover, summed over all posts. 缺岗总天数")
    def uncovered_days(self) -> int:
        return self.found.uncovered_days

    @strawberry.field(description="The breaks, by unit code, role and start. 缺口清单")
    def gaps(self, info: Info, first: First = DEFAULT, after: After = None) -> Connection[ForecastGap]:
        return page(
            info, self.found.gaps, ahead.forecast_key, lambda g: ForecastGap(view=self.view, gap=g), first, after
        )


@strawberry.type(description="One line of the staffing standard in force. 配备标准")
@with_fields_of(facts.StaffingRule)
class StaffingRule:
    fact: strawberry.Private[facts.StaffingRule]


@strawberry.type(description="How many digits a code has at each level, in all. 编码规则")
@with_fields_of(facts.CodeTemplate)
class CodeTemplate:
    fact: strawberry.Private[facts.CodeTemplate]


@strawberry.type(description="One rung of the responsibility ladder in force. 责任阶梯")
@with_fields_of(facts.LadderRung)
class LadderRung:
    fact: strawberry.Private[facts.LadderRung]
