"""Settings and departments without which questions have no answer."""

from collections.abc import Iterator
from datetime import timedelta

from graph.duty.rota import day_after
from graph.facts import Centre, Department, Rota, Stationing
from graph.messages import say
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
        yield fault(say("no-ladder-in-force"))


def no_standard(view: View) -> Iterator[Fault]:
    """A staffing standard is in force."""
    if not view.standard():
        yield fault(say("no-standard-in-force"))


def no_template(view: View) -> Iterator[Fault]:
    """A digit template for codes is in force."""
    if view.code_template() is None:
        yield fault(say("no-template-in-force"))


def nobody_on_call(view: View) -> Iterator[Fault]:
    """A department on call has a duty officer to be called."""
    for stationing in view.all(Stationing):
        if stationing.mode == StationingMode.ON_CALL and not _has_duty_officer(view, stationing):
            department = called(view, view.get(Department, stationing.department))
            centre = called(view, view.get(Centre, stationing.centre))
            yield fault(
                say("on-call-without-officer", department=department, centre=centre),
                stationing.id,
                stationing.department,
                stationing.centre,
            )


def _has_duty_officer(view: View, stationing: Stationing) -> bool:
    return any(post.role == Role.DUTY_OFFICER for post in view.holdings_of(stationing.department))


def duty_checks(civil: CivilTime) -> tuple[Check, ...]:
    """The checks of rotas, by this calendar."""

    def idle_rota(view: View) -> Iterator[Fault]:
        """A rota has a shift at some time before it ends."""
        for rota in view.all(Rota):
            first = day_after(rota, civil.calendar, rota.start - DAY)
            if first is None or first >= until(rota):
                yield fault(
                    say("rota-without-shift", rota=called(view, rota), end=rota.end),
                    rota.id,
                )

    def days_off_not_known(view: View) -> Iterator[Fault]:
        """The days off, and the working days that make up for them, are known for the coming two months."""
        years = civil.calendar.unknown_years(view.day, view.day + KNOWN_AHEAD)
        if years:
            yield Fault(not_known(years), ())

    def rota_beyond_known(view: View) -> Iterator[Fault]:
        """A rota of working days, or of days off, begins and ends in years whose days off are known."""
        for rota in sorted(view.snapshot.all(Rota), key=lambda rota: rota.id):
            ends = rota.start if rota.end is None else rota.end - DAY
            years = civil.calendar.unknown_years(rota.start, ends) if ends >= view.day and not is_void(rota) else ()
            if rota.days != DutyDays.EVERY_DAY and years:
                yield Fault(say("rota-days-off-unknown", rota=called(view, rota), unknown=not_known(years)), (rota.id,))

    return (
        Check(
            "W713",
            Severity.NOTE,
            say("days-off-not-known"),
            say("state-them-in-the-file-of"),
            days_off_not_known,
        ),
        Check(
            "W714",
            Severity.NOTE,
            say("rota-beyond-the-known-days-off"),
            say("state-them-in-the-file-of-2"),
            rota_beyond_known,
        ),
        Check(
            "W712",
            Severity.NOTE,
            say("rota-without-a-shift"),
            say("look-at-its-rule-and-its"),
            idle_rota,
        ),
    )


CHECKS = (
    Check(
        "W701",
        Severity.ERROR,
        say("no-ladder"),
        say("set-one-until-then-nobody-answers"),
        no_ladder,
    ),
    Check(
        "W702",
        Severity.WARNING,
        say("no-standard"),
        say("set-one-until-then-no-vacancy"),
        no_standard,
    ),
    Check(
        "W703",
        Severity.WARNING,
        say("no-digit-template"),
        say("set-one-until-then-codes-cant"),
        no_template,
    ),
    Check(
        "W711",
        Severity.WARNING,
        say("nobody-on-call"),
        say("appoint-a-duty-officer-of-the"),
        nobody_on_call,
    ),
)
