"""The periods of appraisals: whole months, quarters and years of the calendar."""

from datetime import date

from graph.words import AppraisalPeriod

MONTHS = {AppraisalPeriod.MONTH: 1, AppraisalPeriod.QUARTER: 3, AppraisalPeriod.YEAR: 12}


def begins_period(period: AppraisalPeriod, day: date) -> bool:
    """Say whether a month, quarter or year begins on the day."""
    return day.day == 1 and (day.month - 1) % MONTHS[period] == 0


def period_around(period: AppraisalPeriod, day: date) -> tuple[date, date]:
    """The first day of the period that a day lies in, and the first after it; after year 9999 the last day there is."""
    months = MONTHS[period]
    first = (day.month - 1) // months * months
    later = first + months
    year, month = day.year + later // 12, later % 12 + 1
    return date(day.year, first + 1, 1), date.max if year > date.max.year else date(year, month, 1)
