"""Duty of years whose days off are not published yet: taken, with a doubt."""

from collections.abc import Iterator
from datetime import date

from graph.edits.draft import Draft
from graph.facts import DutyOverride, DutySwap, Rota
from graph.messages import say
from graph.time.calendar import DAY, not_known
from graph.words import DutyDays
from loaders.faults import Findings
from loaders.resolve.stated import place

REMEDY = say("see-calendar")


def doubt_unpublished(draft: Draft, findings: Findings) -> None:
    """Doubt rotas of working days or days off, and what lies over them, that files put into years not known yet."""
    for fact_id, fact in draft.facts.items():
        if draft.base.find(fact_id) == fact:
            continue
        years = sorted(
            {year for first, last in _days(draft, fact) for year in draft.calendar.unknown_years(first, last)}
        )
        if years:
            findings.warn(place(draft, fact_id), not_known(years), REMEDY)


def _days(draft: Draft, fact: object) -> Iterator[tuple[date, date]]:
    """The first and the last day, as far as they are said, of duty that the calendar decides."""
    match fact:
        case Rota() if fact.days != DutyDays.EVERY_DAY:
            yield fact.start, fact.start if fact.end is None else max(fact.end - DAY, fact.start)
        case DutyOverride() if _by_calendar(draft, fact.rota):
            yield fact.start, fact.start if fact.end is None else max(fact.end - DAY, fact.start)
        case DutySwap() if _by_calendar(draft, fact.rota):
            yield fact.one_day, fact.one_day
            yield fact.other_day, fact.other_day


def _by_calendar(draft: Draft, rota_id: str) -> bool:
    rota = draft.get(Rota, rota_id)
    return rota is not None and rota.days != DutyDays.EVERY_DAY
