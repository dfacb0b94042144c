"""Rules about what is recorded of people and departments: appraisals, mediations."""

from collections.abc import Iterator
from datetime import date

from graph.errors import Problem
from graph.facts import MEASURES, Appraisal, Centre, Department, DepartmentAppraisal, MediationResult, Person
from graph.messages import say
from graph.rules.step import Step, name_of
from graph.snapshot import Snapshot
from graph.time.periods import period_around
from graph.time.validity import is_void


def appraisal_period(step: Step) -> Iterator[Problem]:
    """An appraisal covers a whole month, quarter or year; of somebody who left within it, the days until then.

    That of a department covers those days of it on which the department and the centre are there.
    """
    for appraisal in _at_stake(step):
        if is_void(appraisal) or _is_whole(step.after, appraisal):
            continue
        about = appraisal.person if isinstance(appraisal, Appraisal) else appraisal.department
        start, end = period_around(appraisal.period, appraisal.start)
        message = say(
            "appraisal-off-period",
            period=appraisal.period,
            person=name_of(step.after, about),
            start=start,
            end=end,
            given_start=appraisal.start,
            given_end=appraisal.end or say("open"),
        )
        yield Problem("appraisal-period", message, (appraisal.id, about))


def _at_stake(step: Step) -> Iterator[Appraisal | DepartmentAppraisal]:
    people = {appraisal.id: appraisal for appraisal in step.of(Appraisal)}
    for person in step.of(Person):
        people |= {appraisal.id: appraisal for appraisal in step.after.linked(Appraisal, "person", person.id)}
    yield from people.values()
    departments = {appraisal.id: appraisal for appraisal in step.of(DepartmentAppraisal)}
    for cls, name in ((Centre, "centre"), (Department, "department")):
        for fact in step.of(cls):
            found = step.after.linked(DepartmentAppraisal, name, fact.id)
            departments |= {appraisal.id: appraisal for appraisal in found}
    yield from departments.values()


def _is_whole(snapshot: Snapshot, appraisal: Appraisal | DepartmentAppraisal) -> bool:
    first, last = period_around(appraisal.period, appraisal.start)
    named = ((snapshot.find(getattr(appraisal, name)), classes) for name, classes in appraisal.LINKS.items())
    lives = [fact for fact, classes in named if fact is not None and type(fact).__name__ in classes]
    starts, ends = {first}, {last, *(fact.end for fact in lives if fact.end is not None and fact.end < last)}
    if isinstance(appraisal, DepartmentAppraisal):
        if len(lives) < len(appraisal.LINKS):
            return True  # of what is not there; that is refused by itself
        starts |= {fact.start for fact in lives}
    return appraisal.start in starts and appraisal.end in ends


def indicator_in_range(step: Step) -> Iterator[Problem]:
    """A department's appraisal says no more than its indicator can be."""
    for appraisal in step.of(DepartmentAppraisal):
        measure = MEASURES[appraisal.indicator]
        if appraisal.value > measure.most:
            message = say(
                "indicator-out-of-range",
                indicator=appraisal.indicator,
                department=name_of(step.after, appraisal.department),
                value=appraisal.value,
                unit=measure.unit,
                most=measure.most,
            )
            yield Problem("indicator-in-range", message, (appraisal.id, appraisal.department))


def mediation_recorded(step: Step) -> Iterator[Problem]:
    """A mediation is of one day, and the same person is paid for the same case once."""
    for result in step.of(MediationResult):
        if is_void(result):
            continue
        if result.end != result.start + date.resolution:
            message = say(
                "mediation-beyond-day",
                reference=result.reference,
                person=name_of(step.after, result.person),
                start=result.start,
                end=result.end or say("open"),
            )
            yield Problem("mediation-recorded", message, (result.id, result.person))
        for other in step.after.linked(MediationResult, "person", result.person):
            if other.id != result.id and other.reference == result.reference and not is_void(other):
                message = say(
                    "mediation-twice",
                    person=name_of(step.after, result.person),
                    reference=result.reference,
                    start=other.start,
                    other=other.id,
                )
                yield Problem("mediation-recorded", message, (result.id, other.id))
