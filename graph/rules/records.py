"""Rules about what is recorded of people: appraisals, mediations."""

from collections.abc import Iterator
from datetime import date

from graph.errors import Problem
from graph.facts import Appraisal, FactId, MediationResult, Person
from graph.messages import say
from graph.rules.step import Step, name_of
from graph.snapshot import Snapshot
from graph.time.periods import begins_period, period_around
from graph.time.validity import is_void


def appraisal_period(step: Step) -> Iterator[Problem]:
    """An appraisal covers a whole month, quarter or year; of somebody who left within it, the days until then."""
    at_stake = {appraisal.id: appraisal for appraisal in step.of(Appraisal)}
    for person in step.of(Person):
        at_stake |= {appraisal.id: appraisal for appraisal in step.after.linked(Appraisal, "person", person.id)}
    for appraisal in at_stake.values():
        if is_void(appraisal):
            continue
        start, end = period_around(appraisal.period, appraisal.start)
        left = _left_on(step.after, appraisal.person)
        cut = left is not None and left < end and appraisal.end == left
        if begins_period(appraisal.period, appraisal.start) and (appraisal.end == end or cut):
            continue
        message = say(
            "appraisal-off-period",
            period=appraisal.period,
            person=name_of(step.after, appraisal.person),
            start=start,
            end=end,
            given_start=appraisal.start,
            given_end=appraisal.end or say("open"),
        )
        yield Problem("appraisal-period", message, (appraisal.id, appraisal.person))


def _left_on(snapshot: Snapshot, person_id: FactId) -> date | None:
    person = snapshot.get(Person, person_id)
    return None if person is None else person.end


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
