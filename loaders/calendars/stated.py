"""What calendars state of each place: turns that go on for ever, and turns of single days."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

from graph.duty.rota import moment, parse_clock
from graph.facts import FactId, Rota
from graph.messages import say
from graph.snapshot import Snapshot
from graph.time.calendar import DAY, CivilTime
from graph.time.validity import is_void, until
from loaders.calendars.events import CalendarFile, Event
from loaders.calendars.naming import Naming, Place
from loaders.calendars.series import HORIZON_YEARS, Stint, gather
from loaders.faults import Findings

MOST_TURNS = 500_000
"""Turns of one calendar's series in those years: fifty departments' every day."""

MINUTES_OF_A_DAY = 24 * 60

SEE_DUTY = say("see-duty")
"""How to mend what an edit of duty refuses."""


@dataclass(frozen=True, slots=True)
class Stated:
    """Who serves a turn.  `gone`: the series names it, and somebody took it out."""

    stint: Stint
    members: tuple[FactId, ...]
    gone: bool = False

    @property
    def span(self) -> tuple[datetime, datetime]:
        """From when to when, in UTC."""
        return self.stint.start, self.stint.end


@dataclass(slots=True)
class Sheet:
    """All that a file states of a place: `for_ever` by series, `dated` day by day."""

    place: Place
    name: str
    for_ever: list[list[Stated]] = field(default_factory=list)
    dated: list[Stated] = field(default_factory=list)


def sheets_of(
    calendar: CalendarFile, naming: Naming, effective: date, today: date, civil: CivilTime, findings: Findings
) -> list[Sheet]:
    """What a file states, by place.  Turns of series before the day that they are to count from are left alone."""
    found: dict[Place, Sheet] = {}
    begin = max(effective, today)
    limit = date(begin.year + HORIZON_YEARS, begin.month, 1)

    def sheet(place: Place) -> Sheet:
        return found.setdefault(place, Sheet(place, calendar.name))

    def put(stints: Sequence[Stint]) -> None:
        for stint in stints:
            for place, members in naming.turns(stint.event, calendar.name):
                sheet(place).dated.append(Stated(stint, members))

    expanded = 0
    for series in gather(calendar.events, findings):
        event = series.event
        turns = [turn for turn in series.turns(limit + DAY, civil.zone) if event.rule is None or turn.day < limit]
        expanded += len(turns)
        if expanded > MOST_TURNS:
            findings.fault(
                event.at("RRULE"),
                say("too-many-turns", limit=limit, most=MOST_TURNS),
                say("export-one-department"),
            )
            break
        gone = series.taken_out(turns)
        if event.open:
            for place, members in naming.turns(event, calendar.name):
                line = [Stated(turn, members, turn.start in gone) for turn in turns if turn.day >= begin]
                sheet(place).for_ever.append(line)
        else:
            _ends(event, len(turns), limit, findings)
            kept = [turn for turn in turns if turn.start not in gone]
            put([turn for turn in kept if event.rule is None or turn.day >= effective])
        put(list(series.put_in(turns, civil.zone)))
        series.doubt_what_is_missed(turns, civil.zone, findings)
    return list(found.values())


def _ends(event: Event, turns: int, limit: date, findings: Findings) -> None:
    """Note a fault for a series that ends, but only after all that is looked at."""
    counted = event.rule is None or event.rule.count == turns
    if not counted and (event.last is None or event.last >= limit):
        findings.fault(
            event.at("RRULE"),
            say("series-too-far", limit=limit),
            say("end-sooner"),
        )


# -- whole days, and departments ---------------------------------------------------------------------------------------


def with_hours(sheet: Sheet, snapshot: Snapshot, begin: date, civil: CivilTime, findings: Findings) -> None:
    """Give events of whole days the hours of the rota that is there, or midnight to midnight."""
    events = {s.stint.event.line: s.stint.event for line in (*sheet.for_ever, sheet.dated) for s in line}
    whole = [event for event in events.values() if event.all_day]
    if not whole:
        return
    days = sum((s.stint.end - s.stint.start).days for line in (*sheet.for_ever, sheet.dated) for s in line)
    if days > MOST_TURNS:
        findings.fault(
            whole[0].at("DTSTART"),
            say("too-many-whole-days", days=days, most=MOST_TURNS),
            say("event-of-days-on-end"),
            whole[0].summary,
        )
        sheet.for_ever, sheet.dated = [], []
        return
    rotas = [r for r in rotas_of(snapshot, sheet.place) if until(r) > begin]
    # A shift of a day and one until the next are the same to whole days: a rota that ends, and the one after it.
    hours = {(rota.hand_over, None if rota.minutes == MINUTES_OF_A_DAY else rota.minutes) for rota in rotas}
    if len(hours) > 1:
        findings.fault(
            whole[0].at("DTSTART"),
            say("hours-unsaid"),
            say("give-hours"),
            whole[0].summary,
        )
        return
    if not hours:
        findings.warn(
            whole[0].at("DTSTART"),
            say("from-midnight"),
            say("give-hours-if-other"),
            whole[0].summary,
        )
    hand_over, minutes = next(iter(hours), ("00:00", None))
    clock = parse_clock(hand_over)
    sheet.for_ever = [list(_timed(line, clock, minutes, civil)) for line in sheet.for_ever]
    sheet.dated = list(_timed(sheet.dated, clock, minutes, civil))


def _timed(line: Sequence[Stated], clock: time, minutes: int | None, civil: CivilTime) -> Iterator[Stated]:
    for stated in line:
        if not stated.stint.event.all_day:
            yield stated
            continue
        day, last = stated.stint.day, civil.day(stated.stint.end)
        while day < last:
            start = moment(civil, day, clock)
            end = moment(civil, day + DAY, clock) if minutes is None else start + timedelta(minutes=minutes)
            yield replace(stated, stint=replace(stated.stint, day=day, start=start, end=end))
            day += DAY


def side_by_side(line: Sequence[Stated]) -> list[Stated]:
    """Departments that are on duty at the very same time as one turn of all of them."""
    found: dict[tuple[datetime, datetime, bool], Stated] = {}
    for stated in line:
        key = (*stated.span, stated.gone)
        other = found.get(key)
        members = sorted({*stated.members, *(other.members if other else ())})
        found[key] = replace(other or stated, members=tuple(members))
    return list(found.values())


def rotas_of(snapshot: Snapshot, place: Place) -> list[Rota]:
    """The rotas of a place, whenever they are."""
    rotas = snapshot.linked(Rota, "centre", place.centre)
    return [rota for rota in rotas if rota.department == place.department and not is_void(rota)]


def hour_of(stated: Stated, civil: CivilTime) -> tuple[str, int]:
    """The hour of ours at which a turn begins, and its minutes."""
    start, end = stated.span
    return f"{start.astimezone(civil.zone):%H:%M}", int((end - start) / timedelta(minutes=1))


def local_rule(event: Event, civil: CivilTime) -> bool:
    """Whether an event's days are ours, so that its rule can be taken as it is."""
    return event.start.date() == civil.day(event.start.astimezone(UTC))
