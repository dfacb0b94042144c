"""Departments are appraised at a centre: by indicator and period; corrected, cut and carried like everything else."""

from datetime import date

import pytest

from graph.edits.appraisals import appraise_department
from graph.edits.duty import end_stationing
from graph.edits.reshape import renumber_unit
from graph.edits.units import end_with_all
from graph.errors import NotFound, RuleViolated
from graph.facts import MEASURES, DepartmentAppraisal
from graph.snapshot import Snapshot
from graph.words import AppraisalPeriod, Indicator
from tests.builders.quarter import Quarter, decide

MAY, JUNE, JULY = date(2025, 5, 1), date(2025, 6, 1), date(2025, 7, 1)
MONTH, QUARTER_OF_A_YEAR = AppraisalPeriod.MONTH, AppraisalPeriod.QUARTER
Told = tuple[Indicator, AppraisalPeriod, date, date | None, float]


def appraised(
    q: Quarter,
    value: float,
    start: date = MAY,
    *,
    indicator: Indicator = Indicator.SATISFACTION,
    period: AppraisalPeriod = MONTH,
    snapshot: Snapshot | None = None,
) -> Snapshot:
    """The quarter with an appraisal of its patrol."""
    return decide(
        snapshot or q.snapshot,
        lambda d: appraise_department(d, q.patrol.id, q.house.id, indicator, period, start, value),
    )


def told(snapshot: Snapshot) -> list[Told]:
    """Every appraisal of a department that holds for a day or more."""
    found = sorted(snapshot.all(DepartmentAppraisal), key=lambda a: (a.start, a.indicator))
    return [(a.indicator, a.period, a.start, a.end, a.value) for a in found if a.start != a.end]


def test_every_indicator_is_measured() -> None:
    assert list(MEASURES) == list(Indicator)
    assert {indicator for indicator, measure in MEASURES.items() if measure.higher_is_better} == {
        Indicator.DISPUTES_RESOLVED,
        Indicator.SATISFACTION,
    }


@pytest.mark.parametrize("indicator", Indicator)
def test_an_appraisal_holds_for_its_period(quarter: Quarter, indicator: Indicator) -> None:
    after = appraised(quarter, 12.5, indicator=indicator)
    assert told(after) == [(indicator, MONTH, MAY, JUNE, 12.5)]


def test_several_indicators_and_periods_stand_side_by_side(quarter: Quarter) -> None:
    after = appraised(quarter, 90)
    after = appraised(quarter, 3.2, indicator=Indicator.LAWSUITS, snapshot=after)
    after = appraised(quarter, 91, JUNE, snapshot=after)
    after = appraised(quarter, 92, date(2025, 4, 1), period=QUARTER_OF_A_YEAR, snapshot=after)
    assert [(t[1], t[2], t[3], t[4]) for t in told(after)] == [
        (QUARTER_OF_A_YEAR, date(2025, 4, 1), JULY, 92),
        (MONTH, MAY, JUNE, 3.2),
        (MONTH, MAY, JUNE, 90),
        (MONTH, JUNE, JULY, 91),
    ]


def test_a_second_value_corrects_the_first(quarter: Quarter) -> None:
    after = appraised(quarter, 95, snapshot=appraised(quarter, 90))
    assert told(after) == [(Indicator.SATISFACTION, MONTH, MAY, JUNE, 95)]


@pytest.mark.parametrize(
    ("value", "start", "rule"),
    [
        (100.5, MAY, "indicator-in-range"),
        (-1.0, MAY, "number-in-range"),
        (90.0, date(2025, 5, 2), "appraisal-period"),
        (float("nan"), MAY, "number-in-range"),
    ],
)
def test_what_can_not_be_is_refused(quarter: Quarter, value: float, start: date, rule: str) -> None:
    with pytest.raises(RuleViolated) as refused:
        appraised(quarter, value, start)
    assert rule in {problem.rule for problem in refused.value.problems}


def test_who_is_not_known_is_not_appraised(quarter: Quarter) -> None:
    with pytest.raises(NotFound):
        decide(
            quarter.snapshot,
            lambda d: appraise_department(d, "nobody", quarter.house.id, Indicator.PETITIONS, MONTH, MAY, 1.0),
        )


def test_an_appraisal_outlasts_the_stationing(quarter: Quarter) -> None:
    after = appraised(quarter, 90)
    assert told(decide(after, lambda d: end_stationing(d, quarter.on_call.id, date(2025, 5, 9)))) == told(after)


def test_a_centre_that_goes_on_takes_its_appraisals_along(quarter: Quarter) -> None:
    amid = date(2025, 5, 15)
    new = f"{quarter.village.id[:-1]}9"
    after = decide(appraised(quarter, 90), lambda d: renumber_unit(d, quarter.village.id, new, amid))
    assert [t[2:] for t in told(after)] == [(MAY, amid, 90), (amid, JUNE, 90)]
    assert len({appraisal.centre for appraisal in after.all(DepartmentAppraisal)}) == 2


def test_a_centre_that_ends_ends_its_appraisals(quarter: Quarter) -> None:
    amid = date(2025, 5, 15)
    house = quarter.house
    after = decide(appraised(quarter, 90), lambda d: end_with_all(d, house, amid))
    assert told(after) == [(Indicator.SATISFACTION, MONTH, MAY, amid, 90)]
