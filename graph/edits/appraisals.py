"""Appraisals of departments at a centre, indicator by indicator."""

from datetime import date

from graph.edits.draft import Draft, plausible
from graph.facts import MEASURES, Centre, Department, DepartmentAppraisal, FactId
from graph.messages import say
from graph.texts import shown
from graph.time.periods import period_around
from graph.words import AppraisalPeriod, Indicator


def appraise_department(
    draft: Draft,
    department_id: FactId,
    centre_id: FactId,
    indicator: Indicator,
    period: AppraisalPeriod,
    start: date,
    value: float,
) -> DepartmentAppraisal:
    """Record how a department did by an indicator in the period that begins on `start`, or corrects what was recorded.

    Where centre or department end within the period, the days until then are appraised.
    """
    department, centre = draft.fact(Department, department_id), draft.fact(Centre, centre_id)
    _, last = period_around(period, plausible(start, shown(department_id)))
    end = min([last, *(fact.end for fact in (department, centre) if fact.end is not None and start < fact.end)])
    same = (department.id, indicator, period, start)
    recorded = draft.linked(DepartmentAppraisal, "centre", centre.id)
    known = [a for a in recorded if (a.department, a.indicator, a.period, a.start) == same]
    appraisal = DepartmentAppraisal(
        id=known[0].id if known else draft.mint("judged", department.id, centre.id, indicator, period, start),
        department=department.id,
        centre=centre.id,
        indicator=indicator,
        period=period,
        value=value,
        start=start,
        end=end,
    )
    draft.put(appraisal)
    draft.note(
        say(
            "note-department-appraisal",
            department=department.name,
            period=period,
            start=start,
            indicator=indicator,
            value=value,
            unit=MEASURES[indicator].unit,
        )
    )
    return appraisal
