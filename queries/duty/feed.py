"""The duty of a centre, a department or a person as an iCalendar (RFC 5545) that ordinary calendar programs read."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from graph.errors import NotFound
from graph.facts import Centre, Department, FactId, Person
from graph.messages import say
from graph.snapshot import Snapshot
from graph.time.calendar import CivilTime
from graph.words import StationingMode
from queries.duty.roster import Shift, centres_of, department_roster, departments_at, places_of

BACK, AHEAD = timedelta(days=31), timedelta(days=180)
"""What a feed holds: what was, for a month, and what is to come, for half a year."""

UNITS_EVENT = 220
"""What it costs to write an event."""

Posted = tuple[Centre, Shift]


def feed(snapshot: Snapshot, target: FactId, now: datetime, civil: CivilTime) -> bytes:
    """The calendar of a centre, department or person.  Raises NotFound for anything else.

    Being on call day and night, without a rota, is no event.  A shift keeps its UID while it begins when it does, so
    that a swap changes an event and adds none.  UID, description and officers' ids let an import read it back.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Wangge//Duty//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"{_called(snapshot, target)} 值班")
    calendar.add("x-wr-timezone", civil.zone.key)
    for centre, shift in sorted(_posted(snapshot, target, now, civil), key=_order):
        snapshot.meter.spend(UNITS_EVENT)
        calendar.add_component(_event(centre, shift, now, civil))
    calendar.add_missing_timezones()
    text: bytes = calendar.to_ical()
    return text


def _event(centre: Centre, shift: Shift, now: datetime, civil: CivilTime) -> Event:
    names = "、".join(person.name for person in shift.officers) or "无人"
    event = Event()
    event.add("uid", f"{centre.id}/{shift.department.id}/{shift.start:%Y%m%dT%H%M%SZ}@wangge")
    event.add("dtstamp", now)
    event.add("dtstart", shift.start.astimezone(civil.zone))
    event.add("dtend", shift.end.astimezone(civil.zone))
    event.add("summary", f"{shift.department.name}{shift.mode.zh}：{names}")
    event.add("location", centre.name if centre.address is None else f"{centre.name}，{centre.address}")
    event.add("description", shift.source)
    for person in shift.officers:
        event.add("x-wangge-officer", person.id)
    return event


def _order(posted: Posted) -> tuple[datetime, FactId, FactId]:
    centre, shift = posted
    return shift.start, centre.id, shift.department.id


def _posted(snapshot: Snapshot, target: FactId, now: datetime, civil: CivilTime) -> Iterator[Posted]:
    person = snapshot.get(Person, target)
    for centre_id, department_id in sorted(_places(snapshot, target)):
        centre, department = snapshot.get(Centre, centre_id), snapshot.get(Department, department_id)
        if centre is None or department is None:
            continue
        for shift in department_roster(snapshot, centre_id, department, now - BACK, now + AHEAD, civil):
            always = shift.mode == StationingMode.ON_CALL and not shift.assigned
            if not always and (person is None or person in shift.officers):
                yield centre, shift


def _places(snapshot: Snapshot, target: FactId) -> set[tuple[FactId, FactId]]:
    """The centres and departments whose shifts a feed may hold."""
    if snapshot.get(Centre, target) is not None:
        return {(target, department.id) for department in departments_at(snapshot, target)}
    if snapshot.get(Department, target) is not None:
        return {(centre, target) for centre in centres_of(snapshot, target)}
    return places_of(snapshot, target)


def _called(snapshot: Snapshot, target: FactId) -> str:
    for cls in (Centre, Department, Person):
        found = snapshot.get(cls, target)
        if found is not None:
            return str(getattr(found, "name", target))
    raise NotFound(say("feed-of-what"), (target,))
