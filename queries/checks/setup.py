"""Settings and departments without which questions have no answer."""

from collections.abc import Iterator
from datetime import timedelta

from graph.duty.rota import day_after
from graph.facts import Centre, Department, Rota, Stationing
from graph.time.calendar import DAY, CivilTime, not_known
from graph.time.validity import is_void, until
from graph.view import View
from graph.words import DutyDays, Role, StationingMode
from queries.checks.finding import Check, Fault, Severity, called, fault

KNOWN_AHEAD = timedelta(days=60)
"""How far ahead deadlines and rosters are usually asked for: by then a year's days off ought to be known."""


def no_ladder(view: View) -> Iterator[Fault]:
    """A responsibility ladder is in force."""
    if not view.ladder():
        yield fault("没有生效的责任阶梯", "no responsibility ladder is in force.")


def no_standard(view: View) -> Iterator[Fault]:
    """A staffing standard is in force."""
    if not view.standard():
        yield fault("没有生效的配备标准", "no staffing standard is in force.")


def no_template(view: View) -> Iterator[Fault]:
    """A digit template for codes is in force."""
    if view.code_template() is None:
        yield fault("没有生效的编码规则", "no digit template is in force.")


def nobody_on_call(view: View) -> Iterator[Fault]:
    """A department on call has a duty officer to be called."""
    for stationing in view.all(Stationing):
        if stationing.mode == StationingMode.ON_CALL and not _has_duty_officer(view, stationing):
            department = called(view, view.get(Department, stationing.department))
            centre = called(view, view.get(Centre, stationing.centre))
            zh = f"{department}在{centre}随叫随到，却没有值班员"
            en = f"{department} is on call at {centre} and has no duty officer."
            yield fault(zh, en, stationing.id, stationing.department, stationing.centre)


def _has_duty_officer(view: View, stationing: Stationing) -> bool:
    return any(post.role == Role.DUTY_OFFICER for post in view.holdings_of(stationing.department))


def duty_checks(civil: CivilTime) -> tuple[Check, ...]:
    """The checks of rotas, by this calendar."""

    def idle_rota(view: View) -> Iterator[Fault]:
        """A rota has a shift at some time before it ends."""
        for rota in view.all(Rota):
            first = day_after(rota, civil.calendar, rota.start - DAY)
            if first is None or first >= until(rota):
                zh = f"{called(view, rota)}在停用（{rota.end}）之前没有班次"
                yield fault(zh, f"{called(view, rota)} has no shift before it ends ({rota.end}).", rota.id)

    def days_off_not_known(view: View) -> Iterator[Fault]:
        """The days off, and the working days that make up for them, are known for the coming two months."""
        years = civil.calendar.unknown_years(view.day, view.day + KNOWN_AHEAD)
        if years:
            yield fault(*not_known(years))

    def rota_beyond_known(view: View) -> Iterator[Fault]:
        """A rota of working days, or of days off, begins and ends in years whose days off are known."""
        for rota in sorted(view.snapshot.all(Rota), key=lambda rota: rota.id):
            ends = rota.start if rota.end is None else rota.end - DAY
            years = civil.calendar.unknown_years(rota.start, ends) if ends >= view.day and not is_void(rota) else ()
            if rota.days != DutyDays.EVERY_DAY and years:
                zh, en = not_known(years)
                who = called(view, rota)
                yield fault(f"{who}：{zh}", f"{who}: {en}", rota.id)

    return (
        Check(
            "W713",
            Severity.NOTE,
            "放假安排未知 / days off not known",
            "公布后列入 WANGGE_HOLIDAYS / state them in the file of WANGGE_HOLIDAYS (docs/duty.md).",
            days_off_not_known,
        ),
        Check(
            "W714",
            Severity.NOTE,
            "排班超出已知放假安排 / rota beyond the known days off",
            "公布后列入 WANGGE_HOLIDAYS / state them in the file of WANGGE_HOLIDAYS: they decide its shifts.",
            rota_beyond_known,
        ),
        Check(
            "W712",
            Severity.NOTE,
            "排班无班次 / rota without a shift",
            "核对轮值规则和起止日期 / look at its rule and its dates: nobody is ever on duty by it.",
            idle_rota,
        ),
    )


CHECKS = (
    Check(
        "W701",
        Severity.ERROR,
        "无责任阶梯 / no ladder",
        "设定责任阶梯 / set one: until then nobody answers for anything.",
        no_ladder,
    ),
    Check(
        "W702",
        Severity.WARNING,
        "无配备标准 / no standard",
        "设定配备标准 / set one: until then no vacancy is seen.",
        no_standard,
    ),
    Check(
        "W703",
        Severity.WARNING,
        "无编码规则 / no digit template",
        "设定编码规则 / set one: until then codes can't be checked.",
        no_template,
    ),
    Check(
        "W711",
        Severity.WARNING,
        "随叫随到无人可叫 / nobody on call",
        "为部门任命值班员 / appoint a duty officer of the department.",
        nobody_on_call,
    ),
)
