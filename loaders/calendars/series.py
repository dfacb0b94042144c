"""Events as turns: the days that a series names, those that are taken out of it, and those that are put into it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from graph.duty.rota import rule_days
from graph.messages import say
from graph.time.calendar import DAY
from graph.time.instants import day_of
from loaders.calendars.events import Event, Stated
from loaders.faults import Findings

HORIZON_YEARS = 28
"""How far ahead series are looked at: then weekdays, months and leap days come round again."""


@dataclass(frozen=True, slots=True)
class Stint:
    """A turn that an event states: from `start` until `end`, in UTC; `day` is the one of ours on which it begins."""

    day: date
    start: datetime
    end: datetime
    event: Event


@dataclass(slots=True)
class Series:
    """An event with the changes that are made to single turns of it."""

    event: Event
    changes: list[Event] = field(default_factory=list)

    def turns(self, limit: date, zone: ZoneInfo) -> list[Stint]:
        """Every turn that the event names by its rule and before `limit`, those that are taken out too."""
        event = self.event
        if event.rule is None:
            return [_stint(event, event.start, zone)]
        first = event.start.date()
        last = limit if event.last is None else min(limit, event.last + DAY)
        days = rule_days(event.rule, first, last)
        return [_stint(event, event.start + (day - first), zone) for day in days]

    def taken_out(self, turns: Iterable[Stint]) -> set[datetime]:
        """When those of the turns begin that are cancelled, or stated anew by a change."""
        named = {*self.event.without, *(change.replaces for change in self.changes)}
        return {turn.start for turn in turns if turn.start in named or _local_day(turn) in named}

    def put_in(self, turns: Sequence[Stint], zone: ZoneInfo) -> Iterator[Stint]:
        """The turns that are stated one by one: RDATE, each once and not among the others, and turns that are changed.

        `turns` are those of the rule.  EXDATE, and a change, take a turn of RDATE out too.
        """
        seen = {turn.start for turn in turns}
        for stint in self._listed(zone):
            if stint.start not in seen and not self.taken_out([stint]):
                seen.add(stint.start)
                yield stint
        for change in self.changes:
            if not change.cancelled:
                yield _stint(change, change.start, zone)

    def _listed(self, zone: ZoneInfo) -> Iterator[Stint]:
        for stated in self.event.also:
            start = stated if isinstance(stated, datetime) else datetime.combine(stated, self.event.start.timetz())
            moved = replace(self.event, start=start, end=start + self.event.length)
            yield replace(_stint(moved, start, zone), event=self.event)

    def doubt_what_is_missed(self, turns: Sequence[Stint], zone: ZoneInfo, findings: Findings) -> None:
        """Doubt what takes out, or changes, a turn that the event has not: likely it means one at another hour."""
        known = {*turns_at(turns), *turns_at(self._listed(zone))}
        first, last = (min(turns, key=_start).start, max(turns, key=_start).start) if turns else (None, None)
        for stated in self.event.without:
            within = first is not None and last is not None and _day(first) <= _day(stated) <= _day(last)
            if within and _known_as(stated) not in known:
                findings.warn(
                    self.event.at("EXDATE"),
                    say("exdate-of-no-turn", stated=_shown(stated)),
                    say("hour-of-turn"),
                    _called(self.event),
                )
        for change in self.changes:
            if change.replaces is not None and _known_as(change.replaces) not in known:
                findings.warn(
                    change.at("RECURRENCE-ID"),
                    say("change-of-no-turn", replaces=_shown(change.replaces)),
                    say("hour-of-would-be-turn"),
                    _called(change),
                )


def turns_at(turns: Iterable[Stint]) -> Iterator[object]:
    """When turns begin, as EXDATE and RECURRENCE-ID may say it: by instant, or by day."""
    for turn in turns:
        yield turn.start
        yield _local_day(turn)


def _known_as(stated: Stated) -> object:
    return stated.astimezone(UTC) if isinstance(stated, datetime) else stated


def _day(stated: Stated) -> date:
    return stated.date() if isinstance(stated, datetime) else stated


def _start(turn: Stint) -> datetime:
    return turn.start


def _shown(stated: Stated) -> str:
    return f"{stated:%Y-%m-%d %H:%M}" if isinstance(stated, datetime) else stated.isoformat()


def _stint(event: Event, start: datetime, zone: ZoneInfo) -> Stint:
    if event.all_day:
        days = (event.end.date() - event.start.date()).days
        return Stint(start.date(), start.astimezone(UTC), (start + days * DAY).astimezone(UTC), event)
    begins = start.astimezone(UTC)
    return Stint(day_of(begins, zone), begins, begins + event.length, event)


def _local_day(turn: Stint) -> date:
    return turn.start.astimezone(turn.event.start.tzinfo).date()


def gather(events: Sequence[Event], findings: Findings) -> list[Series]:
    """Events with the changes of their turns, by line; without cancelled ones; a change without series stands alone."""
    masters = {event.uid: Series(event) for event in events if event.uid and event.replaces is None}
    found: list[Series] = [Series(event) for event in events if not event.uid]
    for event in events:
        master = masters.get(event.uid)
        if event.replaces is None or not event.uid:
            continue
        if master is None:
            found.append(Series(event))
        else:
            master.changes.append(event)
    found += masters.values()
    for series in found:
        _check(series, findings)
    kept = [series for series in found if not series.event.cancelled]
    return sorted(kept, key=lambda series: series.event.line)


def _check(series: Series, findings: Findings) -> None:
    event = series.event
    if event.rule is None:
        return
    first = event.start.date()
    if rule_days(event.rule, first, first + DAY) != (first,):
        findings.fault(
            event.at("RRULE"),
            say("series-begins-off-rule", first=first),
            say("dtstart-on-rule"),
            event.rule.text,
        )


def apart(stints: Iterable[Stint], findings: Findings) -> bool:
    """Whether no two turns are at the same time; what is, is a fault."""
    reached: Stint | None = None
    said: set[tuple[int, int]] = set()
    for stint in sorted(stints, key=lambda stint: (stint.start, stint.end)):
        if reached is not None and stint.start < reached.end and (reached.event.line, stint.event.line) not in said:
            other = reached.event
            said.add((other.line, stint.event.line))
            findings.fault(
                stint.event.at("DTSTART"),
                say("turns-at-same-time", day=stint.day, line=other.line, other=_called(other)),
                say("take-day-out"),
                _called(stint.event),
            )
        if reached is None or stint.end > reached.end:
            reached = stint
    return not said


def _called(event: Event) -> str:
    return event.summary or event.uid or "VEVENT"
