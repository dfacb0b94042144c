"""Duty as clients see it: who is on duty at a centre, its rosters and rotas."""

from datetime import date, datetime, timedelta
from typing import Annotated

import strawberry

from graph import facts
from graph.apply import check, work_out
from graph.edits.draft import Draft
from graph.edits.duty import guard_past
from graph.errors import InvalidInput
from graph.messages import say
from graph.time.calendar import CivilTime
from graph.time.instants import midnight
from graph.time.validity import is_void, until
from graph.view import View
from queries.duty import audit
from queries.duty import roster as duty
from schema.context import Context, Info
from schema.running.lasting import SLIDES
from schema.types.edits import SetRotaInput
from schema.types.nouns import Centre, Department, Person, person_of_id
from schema.types.plain import with_fields_of
from schema.types.words import DutySource, DutyWant, StationingMode

Until = Annotated[datetime, strawberry.argument(description="Until this instant, at most 400 days on. 截止时间")]

LONGEST = timedelta(days=400)
"""The longest interval that may be asked about at once."""


@strawberry.type(description="A department is on duty, with these officers. 班次")
class Shift:
    view: strawberry.Private[View]
    found: strawberry.Private[duty.Shift]

    @strawberry.field(description="The department. 部门")
    def department(self) -> Department:
        return Department(view=self.view, fact=self.found.department)

    @strawberry.field(description="Resident, rotating or on call. 入驻方式")
    def mode(self) -> StationingMode:
        return self.found.mode

    @strawberry.field(description="Who serves; of those on call, in the order to ask them. 值班人员")
    def officers(self, info: Info) -> list[Person]:
        return _people(info, self.view, self.found.officers)

    @strawberry.field(description="When it begins. 起")
    def start(self, info: Info) -> datetime:
        return self.found.start.astimezone(info.context.zone)

    @strawberry.field(description="When it ends. 止")
    def end(self, info: Info) -> datetime:
        return self.found.end.astimezone(info.context.zone)

    @strawberry.field(description="Where it comes from, in words: which rota, override, swap, stand-in. 来源")
    def source(self) -> str:
        return self.found.source

    @strawberry.field(description="Where it comes from, in codes. 来源类型")
    def sources(self) -> list[DutySource]:
        return list(self.found.sources)

    @strawberry.field(description="Ids of the facts that it rests on. 依据")
    def facts(self) -> list[strawberry.ID]:
        return [strawberry.ID(fact) for fact in self.found.facts]

    @strawberry.field(description="Minutes within which those on call come. 响应时限（分钟）")
    def response_minutes(self) -> int | None:
        return self.found.response_minutes

    @strawberry.field(
        description="That its days rest on days off which are not known yet; null: they are known, or do not matter. "
        "放假安排提示"
    )
    def calendar_note(self, info: Info) -> str | None:
        return duty.calendar_note(self.view.snapshot, self.found, info.context.civil)

    @strawberry.field(description="What is amiss with it; null: nothing. 缺班原因")
    def want(self) -> DutyWant | None:
        return self.found.want


@strawberry.type(description="Who is on duty now, and what follows. 当前值班")
class OnDuty:
    view: strawberry.Private[View]
    found: strawberry.Private[duty.OnDutyNow]

    @strawberry.field(description="The department. 部门")
    def department(self) -> Department:
        return Department(view=self.view, fact=self.found.shift.department)

    @strawberry.field(description="Resident, rotating or on call. 入驻方式")
    def mode(self) -> StationingMode:
        return self.found.shift.mode

    @strawberry.field(description="Who serves; of those on call, in the order to ask them. 值班人员")
    def officers(self, info: Info) -> list[Person]:
        return _people(info, self.view, self.found.shift.officers)

    @strawberry.field(description="When it began; of what no rota bounds, the instant asked about. 起")
    def start(self, info: Info) -> datetime:
        return self.found.shift.start.astimezone(info.context.zone)

    @strawberry.field(description="When it ends; null: nothing recorded ends it within 400 days. 止")
    def end(self, info: Info) -> datetime | None:
        return None if self.found.end is None else self.found.end.astimezone(info.context.zone)

    @strawberry.field(description="Minutes within which those on call come. 响应时限（分钟）")
    def response_minutes(self) -> int | None:
        return self.found.shift.response_minutes

    @strawberry.field(description="Where it comes from, in words. 来源")
    def source(self) -> str:
        return self.found.shift.source

    @strawberry.field(description="Where it comes from, in codes. 来源类型")
    def sources(self) -> list[DutySource]:
        return list(self.found.shift.sources)

    @strawberry.field(description="Whom to ask, one after the other, if the first officer does not answer. 逐级联系人")
    def escalation(self, info: Info) -> list[Person]:
        return _people(info, self.view, self.found.escalation)

    @strawberry.field(description="What follows: of rotating departments, the next one's turn. 下一班")
    def next(self) -> Shift | None:
        return None if self.found.next is None else Shift(view=self.view, found=self.found.next)


@strawberry.type(description="Nobody is on duty for a department where somebody should be. 缺班")
class DutyGap:
    view: strawberry.Private[View]
    found: strawberry.Private[audit.DutyGap]

    @strawberry.field(description="The department. 部门")
    def department(self) -> Department:
        return Department(view=self.view, fact=self.found.department)

    @strawberry.field(description="From when. 起")
    def start(self, info: Info) -> datetime:
        return self.found.start.astimezone(info.context.zone)

    @strawberry.field(description="Until when. 止")
    def end(self, info: Info) -> datetime:
        return self.found.end.astimezone(info.context.zone)

    @strawberry.field(description="Why, in a sentence. 原因说明")
    def reason(self) -> str:
        return self.found.reason

    @strawberry.field(description="Why, as a code. 原因")
    def want(self) -> DutyWant:
        return self.found.want


@strawberry.type(description="Rotas want somebody in two places at once. 重复排班")
class DoubleBooking:
    view: strawberry.Private[View]
    found: strawberry.Private[audit.DoubleBooking]

    @strawberry.field(description="Who. 人员")
    def person(self) -> Person:
        return Person(view=self.view, fact=self.found.person)

    @strawberry.field(description="From when. 起")
    def start(self, info: Info) -> datetime:
        return self.found.start.astimezone(info.context.zone)

    @strawberry.field(description="Until when. 止")
    def end(self, info: Info) -> datetime:
        return self.found.end.astimezone(info.context.zone)

    @strawberry.field(description="The two shifts, each from when to when they serve it. 两个班次")
    def shifts(self) -> list[Shift]:
        return [Shift(view=self.view, found=shift) for _, shift in (self.found.one, self.found.other)]

    @strawberry.field(description="The centres of the two shifts. 两个中心")
    def centres(self) -> list[Centre]:
        found = (self.view.snapshot.get(facts.Centre, centre) for centre, _ in (self.found.one, self.found.other))
        return [Centre(view=self.view, fact=centre) for centre in found if centre is not None]


@strawberry.type(description="What falls to an officer; a day counts as a holiday, else a weekend day. 工作量")
class DutyLoad:
    view: strawberry.Private[View]
    found: strawberry.Private[audit.Load]

    @strawberry.field(description="Who. 人员")
    def person(self) -> Person:
        return Person(view=self.view, fact=self.found.person)

    @strawberry.field(
        description="Turns of rotas that they are the first to serve; each counts once, however it is cut. 班次数"
    )
    def shifts(self) -> int:
        return self.found.shifts

    @strawberry.field(description="Days on which they begin to serve, or serve all day. 天数")
    def days(self) -> int:
        return self.found.days

    @strawberry.field(description="Of these, Saturdays and Sundays that are off and no public holidays. 周末天数")
    def weekends(self) -> int:
        return self.found.weekends

    @strawberry.field(description="Of these, public holidays. 节假日天数")
    def holidays(self) -> int:
        return self.found.holidays

    @strawberry.field(description="Hours served; of two turns at once for one department, once. 小时数")
    def hours(self) -> float:
        return self.found.hours


@strawberry.type(description="Somebody serves shifts whoever's turn it is. 替班")
@with_fields_of(facts.DutyOverride)
class DutyOverride:
    view: strawberry.Private[View]
    fact: strawberry.Private[facts.DutyOverride]

    @strawberry.field(description="The department, if it is a rota of departments. 部门")
    def department(self) -> Department | None:
        return _department(self.view, self.fact.member)

    @strawberry.field(description="The officer, if it is a rota of officers. 人员")
    def officer(self) -> Person | None:
        return _officer(self.view, self.fact.member)

    @strawberry.field(description="The first day whose shifts they serve. 起")
    def start(self) -> date:
        return self.fact.start

    @strawberry.field(description="The first day whose shifts they don't; null: open. 止")
    def end(self) -> date | None:
        return self.fact.end


@strawberry.type(description="Two members of a rota swap shifts. 换班")
@with_fields_of(facts.DutySwap)
class DutySwap:
    fact: strawberry.Private[facts.DutySwap]

    @strawberry.field(description="Id of the one. 甲方")
    def one(self) -> strawberry.ID:
        return strawberry.ID(self.fact.one)

    @strawberry.field(description="Id of the other. 乙方")
    def other(self) -> strawberry.ID:
        return strawberry.ID(self.fact.other)


@strawberry.type(description="A place in the order of a rota's turns. 排班成员")
@with_fields_of(facts.RotaMember)
class RotaMember:
    view: strawberry.Private[View]
    fact: strawberry.Private[facts.RotaMember]

    @strawberry.field(description="The department, if it is a rota of departments. 部门")
    def department(self) -> Department | None:
        return _department(self.view, self.fact.member)

    @strawberry.field(description="The officer, if it is a rota of officers. 人员")
    def officer(self) -> Person | None:
        return _officer(self.view, self.fact.member)


@strawberry.type(description="Whose turn it is, shift after shift. 排班")
@with_fields_of(facts.Rota)
class Rota:
    view: strawberry.Private[View]
    fact: strawberry.Private[facts.Rota]

    @strawberry.field(description="Whose officers take turns; null: departments do. 部门")
    def department(self) -> Department | None:
        return None if self.fact.department is None else _department(self.view, self.fact.department)

    @strawberry.field(description="The departments, if they take turns, in their order. 轮值部门")
    def departments(self) -> list[Department]:
        found = (_department(self.view, member.member) for member in self._members())
        return [department for department in found if department is not None]

    @strawberry.field(description="The officers, if they take turns, in their order. 轮值人员")
    def officers(self) -> list[Person]:
        found = (_officer(self.view, member.member) for member in self._members())
        return [person for person in found if person is not None]

    @strawberry.field(description="Its first day. 生效日期")
    def start(self) -> date:
        return self.fact.start

    @strawberry.field(description="The first day on which it is no more; null: open. 停用日期")
    def end(self) -> date | None:
        return self.fact.end

    @strawberry.field(description="Who takes turns, in their order. 排班成员")
    def members(self) -> list[RotaMember]:
        return [RotaMember(view=self.view, fact=member) for member in self._members()]

    @strawberry.field(description="Overrides that have not ended by the day. 替班")
    def overrides(self) -> list[DutyOverride]:
        found = self.view.snapshot.linked(facts.DutyOverride, "rota", self.fact.id)
        return [DutyOverride(view=self.view, fact=fact) for fact in found if _is_coming(self.view, fact)]

    @strawberry.field(description="Swaps whose days are not both past. 换班")
    def swaps(self) -> list[DutySwap]:
        found = self.view.snapshot.linked(facts.DutySwap, "rota", self.fact.id)
        return [DutySwap(fact=fact) for fact in found if _is_coming(self.view, fact)]

    def _members(self) -> list[facts.RotaMember]:
        found = self.view.snapshot.linked(facts.RotaMember, "rota", self.fact.id)
        return sorted((member for member in found if not is_void(member)), key=lambda member: member.order)


# -- what a centre answers with ----------------------------------------------------------------------------------------


@strawberry.type
@with_fields_of(facts.Centre)
class CentreDuty:
    """What a centre says of its duty: fields that the schema gives to `Centre`."""

    view: strawberry.Private[View]
    fact: strawberry.Private[facts.Centre]

    @strawberry.field(description="Who is on duty now, and what follows. 当前值班")
    def on_duty(self, info: Info) -> list[OnDuty]:
        info.context.budget.spend(10)
        snapshot, at, civil = self.view.snapshot, _instant(info.context, self.view), info.context.civil
        found = duty.on_duty(snapshot, self.fact.id, at, civil)
        if self.view.horizon is not None:
            self.view.horizon.note_instant(duty.next_change(snapshot, self.fact.id, at, civil))
        return [OnDuty(view=self.view, found=now) for now in found]

    @strawberry.field(
        metadata=SLIDES, description="The shifts that are going on at some time until then; at most 400 days. 值班表"
    )
    def roster(self, info: Info, until: Until) -> list[Shift]:
        found = duty.roster(self.view.snapshot, self.fact.id, *_interval(info, self.view, until))
        info.context.budget.spend(len(found))
        return [Shift(view=self.view, found=shift) for shift in found]

    @strawberry.field(metadata=SLIDES, description="Where nobody is on duty who should be. 缺班")
    def duty_gaps(self, info: Info, until: Until) -> list[DutyGap]:
        found = audit.duty_gaps(self.view.snapshot, self.fact.id, *_interval(info, self.view, until))
        info.context.budget.spend(len(found))
        return [DutyGap(view=self.view, found=gap) for gap in found]

    @strawberry.field(metadata=SLIDES, description="Where rotas want somebody in two places at once. 重复排班")
    def double_bookings(self, info: Info, until: Until) -> list[DoubleBooking]:
        found = audit.double_bookings(self.view.snapshot, self.fact.id, *_interval(info, self.view, until))
        info.context.budget.spend(len(found))
        return [DoubleBooking(view=self.view, found=clash) for clash in found]

    @strawberry.field(metadata=SLIDES, description="How much of the shifts by rota falls to each officer. 值班公平")
    def fairness(self, info: Info, until: Until) -> list[DutyLoad]:
        found = audit.fairness(self.view.snapshot, self.fact.id, *_interval(info, self.view, until))
        info.context.budget.spend(len(found))
        return [DutyLoad(view=self.view, found=load) for load in found]

    @strawberry.field(description="Its rotas that have not ended, the first begun first. 排班")
    def rotas(self) -> list[Rota]:
        found = self.view.snapshot.linked(facts.Rota, "centre", self.fact.id)
        return [Rota(view=self.view, fact=rota) for rota in found if _is_coming(self.view, rota)]

    @strawberry.field(description="The centre as it would be with another rota; nothing is kept. 排班预览")
    def preview_rota(
        self, info: Info, rota: Annotated[SetRotaInput, strawberry.argument(description="As in `setRota`.")]
    ) -> Centre:
        return Centre(view=_preview(info.context, self.view, rota), fact=self.fact)


def _preview(context: Context, view: View, rota: SetRotaInput) -> View:
    """The view as it would be with another rota, every rule checked.  Raises what `setRota` would be refused for."""
    context.budget.spend(10)
    now = context.now()
    draft = Draft(view.snapshot, now, context.civil)
    rota.draft(draft)
    step = work_out(view.snapshot, draft.operations)
    guard_past(step, draft)
    check(step)
    return View(step.after, view.day, at=view.at)


def _interval(info: Info, view: View, end: datetime) -> tuple[datetime, datetime, CivilTime]:
    context = info.context
    context.budget.spend(10)
    start, end = _instant(context, view), context.instant(end)
    if not start < end <= start + LONGEST:
        raise InvalidInput(say("until-wrong", end=end.isoformat(), start=start.isoformat(), days=LONGEST.days))
    return start, end, context.civil


def _instant(context: Context, view: View) -> datetime:
    return midnight(view.day, context.zone) if view.at is None else view.at


def _is_coming(view: View, fact: facts.Fact) -> bool:
    return not is_void(fact) and until(fact) > view.day


def _people(info: Info, view: View, people: tuple[facts.Person, ...]) -> list[Person]:
    info.context.budget.spend(len(people))
    return [Person(view=view, fact=person) for person in people]


def _department(view: View, fact_id: str) -> Department | None:
    found = view.snapshot.get(facts.Department, fact_id)
    return None if found is None else Department(view=view, fact=found)


def _officer(view: View, fact_id: str) -> Person | None:
    return None if view.snapshot.get(facts.Person, fact_id) is None else person_of_id(view, fact_id)
