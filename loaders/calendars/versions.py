"""Which of several versions of an event counts, and what a calendar calls off: nothing of either is passed over."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from graph.messages import Message, say
from loaders.calendars.events import CalendarFile, Event, Stated
from loaders.faults import Findings

MOST_NAMED = 5
"""Events that one doubt names."""

Key = tuple[str, object]


def settled(calendars: Sequence[CalendarFile], findings: Findings) -> list[CalendarFile]:
    """The calendars with the newest version of each event alone: of those of one UID (RFC 5546, section 2.1.5).

    The higher SEQUENCE counts, then the later DTSTAMP; an older version, and one that stands there again, are doubts.
    Two that say otherwise and tell no order are a fault.  What is called off is a doubt for each file.
    """
    newest: dict[Key, Event] = {}
    for event in (event for calendar in calendars for event in calendar.events):
        if event.uid:
            same = newest.setdefault(_key(event), event)
            if same is not event:
                newest[_key(event)] = _newer(same, event, findings)
    kept = {id(event) for event in newest.values()}
    home = {event.uid: place for place, each in enumerate(calendars) for event in each.events if event.replaces is None}
    found: list[list[Event]] = [[] for _ in calendars]
    for place, calendar in enumerate(calendars):
        for event in calendar.events:
            if not event.uid or id(event) in kept:
                # A turn that one file changes, or calls off, may be of a series in another.
                found[place if event.replaces is None else home.get(event.uid, place)].append(event)
    return [_told(calendar, events, findings) for calendar, events in zip(calendars, found, strict=True)]


def _told(calendar: CalendarFile, events: Sequence[Event], findings: Findings) -> CalendarFile:
    _doubt_called_off(events, findings)
    gone = sum(1 for event in events if event.cancelled and event.replaces is None)
    return replace(calendar, events=tuple(events), cancelled=gone)


def _key(event: Event) -> Key:
    return event.uid, None if event.replaces is None else _instant(event.replaces)


def _instant(stated: Stated) -> object:
    return stated.astimezone(UTC) if isinstance(stated, datetime) else stated


def _newer(one: Event, other: Event, findings: Findings) -> Event:
    """The newer of two versions of an event; the other is a doubt, or both are a fault."""
    old, new = sorted((one, other), key=_age)
    if _age(old) == _age(new) and not _alike(old, new):
        findings.fault(
            other.at("UID"),
            say("same-uid", other=_place(one, other)),
            say("delete-or-recurrence"),
            other.uid,
        )
        return one
    if _age(old) == _age(new):
        why = say("word-for-word", other=_place(one, other))
        findings.warn(other.at("UID"), why, None, other.uid)
        return one
    by = "SEQUENCE" if old.sequence != new.sequence else "DTSTAMP" if old.stamp != new.stamp else "STATUS"
    findings.warn(
        old.at(by),
        say("older-version", old=_place(new, old), by=by),
        say("delete-older"),
        f"{_called(old)} {old.start:%Y-%m-%d %H:%M}",
    )
    return new


def _age(event: Event) -> tuple[int, datetime, bool]:
    """Versions are compared by it; of two that are alike in all else, the one that calls the event off came later."""
    return event.sequence, event.stamp or datetime.min.replace(tzinfo=UTC), event.cancelled


def _alike(one: Event, other: Event) -> bool:
    return replace(one, file="", line=0, lines={}) == replace(other, file="", line=0, lines={})


def _place(event: Event, beside: Event) -> Message:
    line = say("at-line", line=event.line)
    return line if event.file == beside.file else say("line-of-file", line=line, file=event.file)


def _doubt_called_off(events: Sequence[Event], findings: Findings) -> None:
    """Say what a file calls off: no turn comes of it, and what was recorded before stays.

    A single turn of a series that is here is taken out of it, without a word.
    """
    series = {event.uid for event in events if event.replaces is None and not event.cancelled}
    gone = [event for event in events if event.cancelled and (event.replaces is None or event.uid not in series)]
    if not gone:
        return
    what = say("one-event") if len(gone) == 1 else say("events-counted", count=len(gone))
    named = "、".join(f"{_called(event)} {event.start:%Y-%m-%d}" for event in gone[:MOST_NAMED])
    more = "…" if len(gone) > MOST_NAMED else ""
    findings.warn(
        gone[0].at(gone[0].called_off or ""),
        say("calls-off", what=what, named=named, more=more),
        say("end-by-hand"),
    )


def _called(event: Event) -> str:
    return event.summary or event.uid or "VEVENT"
