"""Series that never end become rotas: those that are there already stay, those that say otherwise are replaced."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from graph.duty.rota import BLOCK_YEARS, MOST_BLOCKS
from graph.edits.draft import Draft
from graph.edits.duty import RotaPlan, finish, set_rota
from graph.facts import FactId, Rota
from graph.messages import say
from graph.time.calendar import DAY, CivilTime
from graph.time.instants import midnight
from graph.time.validity import until
from loaders.calendars.events import Event
from loaders.calendars.fitting import Hint, Shape, fit_for_ever
from loaders.calendars.held import Held, Turns, held
from loaders.calendars.series import HORIZON_YEARS
from loaders.calendars.stated import SEE_DUTY, Sheet, Stated, hour_of, local_rule, rotas_of
from loaders.faults import Findings
from loaders.resolve.stated import stating

COVERED = timedelta(days=800)
"""How far a rota that is replaced is looked through for turns that the file says nothing about."""

MOST_GAPS = 60
"""Days taken out of a series that nobody else serves; a rota with more holes is no rota."""

Lane = tuple[str, int, int]
"""Turns that begin at the same hour and last as long: hour, minutes, and the place in the list of who serves."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A rota to be set: its shape, hour, and life."""

    shape: Shape
    hand_over: str
    minutes: int
    start: date
    end: date | None
    first: Stated


def write_for_ever(sheet: Sheet, begin: date, draft: Draft, civil: CivilTime, findings: Findings) -> None:
    """Let the rotas of a place be those of the file from `begin` on, or leave them if they are."""
    line = sorted((stated for series in sheet.for_ever for stated in series), key=lambda stated: stated.span)
    if not line:
        return
    served = {stated.span: len(stated.members) for stated in sheet.dated}
    kept = [len(stated.members) if not stated.gone else served.get(stated.span, 0) for stated in line]
    turns = [replace(s, members=s.members[:number]) for s, number in zip(line, kept, strict=True) if number]
    holes = [replace(s, members=rest) for s, number in zip(line, kept, strict=True) if (rest := s.members[number:])]
    if not _same_hours(sheet, civil, findings) or not turns:
        return
    rotas = [rota for rota in rotas_of(draft.snapshot, sheet.place) if until(rota) > begin]
    known = held(draft.snapshot, rotas, civil, turns[0].stint.start, _horizon(rotas, begin, civil))
    if _said_already(turns, holes, known, findings, _horizon(rotas, begin, civil)):
        return
    planned = _planned(line, holes, begin, civil, findings)
    if findings.faults:
        return
    _replace(turns, known, draft, findings)
    for plan in planned:
        wanted = RotaPlan(
            name=sheet.name,
            centre=sheet.place.centre,
            department=sheet.place.department,
            rule=plan.shape.rule,
            hand_over=plan.hand_over,
            members=plan.shape.members,
            start=plan.start,
            end=plan.end,
            anchor=plan.shape.anchor,
            minutes=plan.minutes,
            turn=plan.shape.turn,
        )
        with stating(draft, plan.first.stint.event.at("RRULE"), findings, SEE_DUTY):
            set_rota(draft, wanted)


def _horizon(rotas: Sequence[Rota], begin: date, civil: CivilTime) -> datetime:
    """Until when turns are compared: a rota is followed for 48 years from its anchor."""
    far = min((rota.anchor.year + BLOCK_YEARS * MOST_BLOCKS for rota in rotas), default=date.max.year)
    return midnight(date(min(begin.year + HORIZON_YEARS, far), 1, 1), civil.zone).astimezone(UTC)


def _same_hours(sheet: Sheet, civil: CivilTime, findings: Findings) -> bool:
    """Whether each series begins at the same hour of ours all the year."""
    by_event: dict[int, tuple[Event, set[tuple[str, int]]]] = {}
    for series in sheet.for_ever:
        for stated in series:
            event = stated.stint.event
            by_event.setdefault(event.line, (event, set()))[1].add(hour_of(stated, civil))
    for event, found in by_event.values():
        hours = sorted(found)
        if len(hours) > 1:
            findings.fault(
                event.at("DTSTART"),
                say("turns-over-clock-change", one=hours[0][0], other=hours[-1][0], zone=civil.zone.key),
                say("save-event-in-zone", zone=civil.zone.key),
                str(event.start.tzinfo),
            )
            return False
    return True


# -- what is there already ---------------------------------------------------------------------------------------------


def _said_already(
    turns: Sequence[Stated], holes: Sequence[Stated], known: Turns, findings: Findings, horizon: datetime
) -> bool:
    """Whether the rotas give every turn to whom the file gives it, and those that it takes out to nobody of them.

    Turns before those rotas begin are left alone, with a doubt: they were recorded from a later day on.
    """
    by_span: dict[tuple[datetime, datetime], list[FactId]] = {}
    for turn in known.all:
        by_span.setdefault(turn.span, []).append(turn.member)
    near = [stated for stated in turns if stated.stint.start < horizon]
    lacking = [s for s in near if not set(s.members) <= set(by_span.get(s.span, ()))]
    kept = [s for s in holes if set(s.members) & set(by_span.get(s.span, ()))]
    if kept or len(lacking) == len(near):
        return False
    first = next(s for s in near if set(s.members) <= set(by_span.get(s.span, ())))
    if any(s.stint.start > first.stint.start or known.during(*s.span) for s in lacking):
        return False
    if lacking:
        findings.warn(
            first.stint.event.at("DTSTART"),
            say("turns-recorded-from", day=first.stint.day),
            say("give-as-single"),
            first.stint.event.summary,
        )
    return True


def _replace(turns: Sequence[Stated], known: Turns, draft: Draft, findings: Findings) -> None:
    """End the rotas whose turns are at the same time as those of the file, if the file has somebody for all of them."""
    first = turns[0]
    starts = [stated.stint.start for stated in turns]

    def beside(turn: Held) -> bool:
        place = bisect_left(starts, turn.end) - 1
        return place >= 0 and turns[place].stint.end > turn.start

    replaced = {turn.rota.id: turn.rota for turn in known.all if beside(turn)}
    for turn in known.all:
        near = first.stint.start <= turn.start < first.stint.start + COVERED
        if turn.rota.id in replaced and near and not beside(turn):
            findings.fault(
                first.stint.event.at(),
                say("calendar-unlike-rota", rota=turn.rota.name, day=turn.day),
                say("give-everybody"),
                first.stint.event.summary,
            )
            return
    for rota in replaced.values():
        with stating(draft, first.stint.event.at("RRULE"), findings, SEE_DUTY):
            _end(draft, rota, first.stint.day)


def _end(draft: Draft, rota: Rota, on: date) -> None:
    finish(draft, rota, on)
    draft.note(say("note-end-rota", rota=rota.name, on=on))


# -- rotas that say it -------------------------------------------------------------------------------------------------


def _planned(
    line: Sequence[Stated],
    holes: Sequence[Stated],
    begin: date,
    civil: CivilTime,
    findings: Findings,
) -> list[Planned]:
    """The rotas of a place: one for each lane if that is exact, else one for each series; without the holes."""
    limit = date(begin.year + HORIZON_YEARS, begin.month, 1)
    found: list[Planned] = []
    empty = {(stated.span, member) for stated in holes for member in stated.members}
    if len(empty) > MOST_GAPS:
        findings.fault(
            holes[0].stint.event.at("EXDATE"),
            say("turns-taken-out", count=len(empty)),
            say("name-or-end-series"),
        )
        return []
    for lane in _lanes(line, civil).values():
        whole = _fitted(lane, limit, civil)
        parts = [lane] if whole is not None else list(_by_series(lane))
        for part in parts:
            shape = whole or _fitted(part, limit, civil)
            event = part[0][0].stint.event
            if shape is None:
                findings.fault(
                    event.at("RRULE"),
                    say("no-rule-says", zone=civil.zone.key),
                    say("save-event-in-zone", zone=civil.zone.key),
                    event.rule.text if event.rule else None,
                )
                continue
            missing = [stated.stint.day for stated, member in part if (stated.span, member) in empty]
            found += _pieces(shape, [stated for stated, _ in part], missing, civil)
    return found


def _lanes(line: Iterable[Stated], civil: CivilTime) -> dict[Lane, list[tuple[Stated, FactId]]]:
    found: dict[Lane, list[tuple[Stated, FactId]]] = {}
    for stated in sorted(line, key=lambda stated: stated.span):
        for place, member in enumerate(stated.members):
            found.setdefault((*hour_of(stated, civil), place), []).append((stated, member))
    return found


def _by_series(lane: Sequence[tuple[Stated, FactId]]) -> Iterable[list[tuple[Stated, FactId]]]:
    found: dict[tuple[str, int, FactId], list[tuple[Stated, FactId]]] = {}
    for stated, member in lane:
        event = stated.stint.event
        found.setdefault((event.file, event.line, member), []).append((stated, member))
    return found.values()


def _fitted(lane: Sequence[tuple[Stated, FactId]], limit: date, civil: CivilTime) -> Shape | None:
    hints: dict[Hint, None] = {}
    for stated, _ in lane:
        event = stated.stint.event
        if event.rule is not None and local_rule(event, civil):
            hints[event.rule.text, event.start.date()] = None
    days = [stated.stint.day for stated, _ in lane]
    return fit_for_ever(days, [member for _, member in lane], list(hints), limit)


def _pieces(shape: Shape, line: Sequence[Stated], gaps: Sequence[date], civil: CivilTime) -> Iterable[Planned]:
    """The life of a rota without the days on which nobody serves; its turns are counted through them."""
    hand_over, minutes = hour_of(line[0], civil)
    start = line[0].stint.day
    for gap in (*gaps, None):
        days = [s.stint.day for s in line if s.stint.day >= start and (gap is None or s.stint.day < gap)]
        if days:
            first = next(s for s in line if s.stint.day == days[0])
            yield Planned(shape, hand_over, minutes, days[0], gap, first)
        start = start if gap is None else gap + DAY
