"""Facts about how departments did at a centre: results of appraisals (部门考核), an indicator and a period each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar

from graph.facts.fact import Fact, FactId, Known, Words
from graph.words import AppraisalPeriod, Indicator


@dataclass(frozen=True, slots=True)
class Measure:
    """In what an indicator is counted, which direction is good, and the most that it can be; the least is 0."""

    unit: str
    higher_is_better: bool
    most: float


MEASURES: Mapping[Indicator, Measure] = {
    Indicator.DISPUTES_RESOLVED: Measure("%", higher_is_better=True, most=100),
    Indicator.PETITIONS: Measure("%", higher_is_better=False, most=1_000),
    Indicator.HOTLINE_COMPLAINTS: Measure("%", higher_is_better=False, most=100),
    Indicator.LAWSUITS: Measure("件/万人", higher_is_better=False, most=10_000),
    Indicator.SATISFACTION: Measure("%", higher_is_better=True, most=100),
}
"""Indicator -> how it is measured.  Petitions are compared with the same period before, and may be more than all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentAppraisal(Fact):
    """How `department` did at `centre` by an indicator; its validity is the period, as long as both are there.

    `value` is in the unit of the indicator's measure.
    """

    department: Annotated[FactId, Known("部门", "The department", to=("Department",), incoming="JUDGED_BY")]
    centre: Annotated[FactId, Known("综治中心", "The centre", to=("Centre",), outgoing="JUDGED_AT", owner=True)]
    indicator: Annotated[Indicator, Known("考核指标", "What was measured", fixed=True)]
    period: Annotated[AppraisalPeriod, Known("考核周期", "Which kind of period", fixed=True)]
    value: Annotated[float, Known("指标值", "The value, in the unit of the indicator", within=(0, 10_000))]

    WORDS: ClassVar[Words] = Words("部门考核", "department appraisals")
    EXCLUSIVE: ClassVar[tuple[tuple[str, ...], ...]] = (("department", "centre", "indicator", "period"),)
