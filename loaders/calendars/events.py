"""The events of a calendar: when they are, how they recur, in which zone, and the words that say who and where."""

import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import NoReturn
from zoneinfo import ZoneInfo

from icalendar import Timezone, vDuration
from icalendar.timezone import tzp

from graph.calendar import DAY
from graph.errors import InvalidInput
from graph.instants import midnight
from graph.rota import Rule, parse_rule
from graph.validity import FIRST_DAY, LAST_DAY
from loaders.calendars.lines import Component, Line, read_components
from loaders.faults import Findings, Where
from loaders.sheets import decode

LARGEST_CALENDAR = 10_000_000
"""Bytes; a larger file is not one office's duty."""

MOST_EVENTS = 20_000
LONGEST = timedelta(days=366)
VALUE = re.compile(r"(\d{8})(?:T(\d{6})(Z)?)?", re.ASCII)
UNTIL = re.compile(r";?UNTIL=([^;]*)", re.IGNORECASE)
SECONDS = re.compile(r"(?<=T\d{4})\d\d", re.IGNORECASE)

Stated = date | datetime
"""A day, or an instant with its zone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A VEVENT.  `start` and `end` are instants in the zone in which it recurs; of whole days, midnights in ours.

    `rule` has neither COUNT nor UNTIL in its text; `last` is the day of its zone after which nothing recurs.
    """

    file: str
    line: int
    uid: str
    start: datetime
    end: datetime
    all_day: bool
    rule: Rule | None = None
    last: date | None = None
    without: tuple[Stated, ...] = ()
    also: tuple[Stated, ...] = ()
    replaces: Stated | None = None
    cancelled: bool = False
    summary: str = ""
    location: str = ""
    description: str = ""
    categories: tuple[str, ...] = ()
    attendees: tuple[tuple[str, str], ...] = ()
    ids: tuple[str, ...] = ()
    lines: Mapping[str, int]

    def at(self, name: str = "") -> Where:
        """The place of a property, or of the event."""
        return Where(self.file, None, self.lines.get(name, self.line), name or f"VEVENT {self.uid}".strip())

    @property
    def open(self) -> bool:
        """Whether it recurs for ever."""
        return self.rule is not None and self.rule.count is None and self.last is None

    @property
    def length(self) -> timedelta:
        """From start to end, as clocks that are never changed count."""
        return self.end.astimezone(UTC) - self.start.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """What was read from a file: what the calendar is called, its events, and how many others were left out."""

    file: str
    name: str
    events: tuple[Event, ...]
    cancelled: int


def is_calendar(path: Path) -> bool:
    """Whether a file's content is an iCalendar, whatever its name is, or its name says so."""
    with path.open("rb") as file:
        head = file.read(200)
    text = decode(head) or head.decode("utf-8-sig", "ignore")
    return text.lstrip().upper().startswith("BEGIN:VCALENDAR") or path.suffix.lower() == ".ics"


def read_calendar(path: Path, label: str, zone: ZoneInfo, findings: Findings) -> CalendarFile | None:
    """Every event of a file, times without a zone taken in `zone`; None, with faults noted, if it is no calendar."""
    if path.stat().st_size > LARGEST_CALENDAR:
        findings.fault(
            Where(label),
            f"The calendar has more than {LARGEST_CALENDAR // 1_000_000} MB.",
            "Export one department's duty, or fewer years, without attachments.",
        )
        return None
    text = decode(path.read_bytes())
    if text is None or not text.lstrip().upper().startswith("BEGIN:VCALENDAR"):
        findings.fault(
            Where(label),
            "This is no calendar: it does not begin with BEGIN:VCALENDAR.",
            "Export it as iCalendar (.ics).",
        )
        return None
    whole = read_components(text.lstrip(), label, findings)
    if whole is None:
        return None
    components = list(whole.components("VEVENT"))
    if len(components) > MOST_EVENTS:
        findings.fault(
            Where(label),
            f"The calendar has {len(components)} events, more than {MOST_EVENTS}.",
            "Export one department's duty, or fewer years.",
        )
        return None
    reader = _Reader(label, zone, _zones(whole), findings)
    events = [event for component in components if (event := reader.event(component)) is not None]
    kept = _latest(events, findings)
    name = next((c.text("X-WR-CALNAME") for c in whole.inner if c.text("X-WR-CALNAME")), path.stem)
    gone = sum(1 for event in kept if event.cancelled and event.replaces is None)
    return CalendarFile(label, name, tuple(kept), gone)


def _latest(events: Sequence[Event], findings: Findings) -> list[Event]:
    """The events, of which no two may say that they are the same one."""
    seen: dict[tuple[str, object], Event] = {}
    for event in events:
        same = seen.setdefault((event.uid, event.replaces), event) if event.uid else event
        if same is not event:
            findings.fault(
                event.at("UID"),
                f"The event of line {same.line} has the same UID.",
                "Delete one of the two; a changed turn of a series needs its RECURRENCE-ID.",
                event.uid,
            )
    return list(events)


def _zones(whole: Component) -> dict[str, tzinfo]:
    """The zones that a file describes itself."""
    found: dict[str, tzinfo] = {}
    for component in whole.components("VTIMEZONE"):
        name = component.text("TZID")
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                zone = Timezone.from_ical(_text(component))
                if name and isinstance(zone, Timezone):
                    found[name] = zone.to_tz(lookup_tzid=False)
        except (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError):
            continue  # a zone that can't be made out is missed where it is named
    return found


def _text(component: Component) -> str:
    inner = "".join(_text(part) for part in component.inner)
    lines = "".join(f"{line.name}:{line.value}\r\n" for line in component.lines)
    return f"BEGIN:{component.name}\r\n{lines}{inner}END:{component.name}\r\n"


class _Spoiled(Exception):
    """The event can't be read; what is wrong has been noted."""


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the events of one file."""

    file: str
    zone: ZoneInfo
    zones: Mapping[str, tzinfo]
    findings: Findings

    def event(self, component: Component) -> Event | None:
        try:
            return self._event(component)
        except _Spoiled:
            return None

    def _event(self, component: Component) -> Event:
        self._refuse_what_is_not_known(component)
        starts = component.all("DTSTART")
        if len(starts) != 1:
            where = Where(self.file, None, component.number, f"VEVENT {component.text('UID')}".strip())
            self._spoil(where, f"The event has {len(starts) or 'no'} DTSTART.", "Give one.")
        start = self._one(starts[0])
        all_day = not isinstance(start, datetime)
        begins = midnight(start, self.zone) if not isinstance(start, datetime) else start
        ends = self._end(component, starts[0], start)
        event = Event(
            file=self.file,
            line=component.number,
            uid=component.text("UID"),
            start=begins,
            end=ends,
            all_day=all_day,
            without=tuple(self._many(component, "EXDATE")),
            also=tuple(self._many(component, "RDATE")),
            replaces=next((self._one(line) for line in component.all("RECURRENCE-ID")), None),
            cancelled=component.text("STATUS").upper() == "CANCELLED",
            summary=component.text("SUMMARY"),
            location=component.text("LOCATION"),
            description=component.text("DESCRIPTION"),
            categories=tuple(w.strip() for line in component.all("CATEGORIES") for w in line.value.split(",")),
            attendees=tuple((line.params.get("CN", "").strip('"'), line.value) for line in component.all("ATTENDEE")),
            ids=tuple(line.value.strip() for line in component.all("X-WANGGE-OFFICER")),
            lines={line.name: line.number for line in reversed(component.lines)},
        )
        rules = component.all("RRULE")
        if not rules:
            return event
        rule, last = self._rule(rules[0], event)
        return replace(event, rule=rule, last=last)

    def _refuse_what_is_not_known(self, component: Component) -> None:
        for line in component.all("EXRULE"):
            self._spoil(self._at(line), "EXRULE is out of use since 2009.", "Name the days in EXDATE.", line.value)
        for line in component.all("RRULE")[1:]:
            self._spoil(self._at(line), "The event has a second RRULE.", "Make two events of it.", line.value)
        for line in component.all("RECURRENCE-ID"):
            if "RANGE" in line.params:
                self._spoil(
                    self._at(line),
                    "A change of this turn and all that follow (RANGE) is not read.",
                    "End the series before it, and begin another one.",
                    line.params["RANGE"],
                )

    def _end(self, component: Component, began: Line, start: Stated) -> datetime:
        """When the event ends: at DTEND, or after DURATION; one of whole days lasts one if nothing is said."""
        begins = start if isinstance(start, datetime) else midnight(start, self.zone)
        line = next((line for line in component.lines if line.name in {"DTEND", "DURATION"}), None)
        if line is None:
            if isinstance(start, datetime):
                self._spoil(self._at(began), "It is not said how long the turn lasts.", "Add DTEND or DURATION.")
            return midnight(start + DAY, self.zone)
        if line.name == "DURATION":
            ends = self._after(line, start)
        else:
            stated = self._one(line)
            if isinstance(stated, datetime) != isinstance(start, datetime):
                self._spoil(self._at(line), "DTSTART and DTEND are a day and an hour.", "Write both alike.", line.value)
            ends = stated if isinstance(stated, datetime) else midnight(stated, self.zone)
        length = ends.astimezone(UTC) - begins.astimezone(UTC)
        if length <= timedelta() or length > LONGEST or length.seconds % 60:
            self._spoil(
                self._at(line), f"A turn lasts whole minutes, from one to a year of them, not {length}.", "Correct it.",
                line.value,
            )  # fmt: skip
        return ends

    def _after(self, line: Line, start: Stated) -> datetime:
        begins = start if isinstance(start, datetime) else midnight(start, self.zone)
        try:
            length: timedelta = vDuration.from_ical(line.value.strip())  # type: ignore[no-untyped-call] # published so
            ends = begins + length
        except (ValueError, OverflowError):
            self._spoil(self._at(line), "This is no length of the turn.", "Write it as P1D or PT9H.", line.value)
        if not isinstance(start, datetime) and length % DAY:
            self._spoil(self._at(line), "A turn of whole days lasts whole days.", "Write it as P1D.", line.value)
        return ends

    def _rule(self, line: Line, event: Event) -> tuple[Rule, date | None]:
        """The rule of an event, and the day of its zone after which it says nothing."""
        until = UNTIL.search(line.value)
        try:
            rule = parse_rule(UNTIL.sub("", line.value.strip()).lstrip(";"))
        except InvalidInput as error:
            self._spoil(self._at(line), str(error), "Correct the rule, or make single events of its days.", line.value)
        if until is None:
            return rule, None
        if rule.count is not None:
            self._spoil(self._at(line), "The rule has both COUNT and UNTIL.", "Give one.", line.value)
        end = self._value(line, SECONDS.sub("00", until[1]), event.start.tzinfo or self.zone)
        if not isinstance(end, datetime):
            return rule, end
        local = end.astimezone(event.start.tzinfo)
        early = not event.all_day and local.time() < event.start.time()
        return rule, local.date() - DAY if early else local.date()

    # -- values --------------------------------------------------------------------------------------------------------

    def _many(self, component: Component, name: str) -> Iterator[Stated]:
        for line in component.all(name):
            if line.params.get("VALUE", "").upper() == "PERIOD":
                self._spoil(self._at(line), "Periods are not read.", "Make an event of each.", line.value)
            zone = self._zone(line)
            for value in line.value.split(","):
                yield self._value(line, value, zone)

    def _one(self, line: Line) -> Stated:
        return self._value(line, line.value, self._zone(line))

    def _value(self, line: Line, value: str, zone: tzinfo) -> Stated:
        try:
            return _stated(value.strip().upper(), zone)
        except ValueError:
            remedy = "Write it as 20260105 or 20260105T083000."
            self._spoil(self._at(line), "This is no day, and no whole minute of one.", remedy, value)

    def _zone(self, line: Line) -> tzinfo:
        """The zone of a property; ours if it names none."""
        name = line.params.get("TZID", "").strip('"')
        if not name:
            return self.zone
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            known: tzinfo | None = tzp.timezone(name)
        found = known or self.zones.get(name)
        if found is None:
            self._spoil(
                self._at(line),
                "No time zone has this name, and the file does not describe it.",
                f"Save the calendar in {self.zone.key}.",
                name,
            )
        return found

    def _at(self, line: Line) -> Where:
        return Where(self.file, None, line.number, line.name)

    def _spoil(self, where: Where, why: str, remedy: str, value: object = None) -> NoReturn:
        self.findings.fault(where, why, remedy, value)
        raise _Spoiled


def _stated(value: str, zone: tzinfo) -> Stated:
    """A day, or an instant of a whole minute.  Raises ValueError."""
    found = VALUE.fullmatch(value)
    if found is None:
        raise ValueError(value)
    day, clock, utc = found.groups()
    stated = datetime.strptime(f"{day}{clock or '000000'}", "%Y%m%d%H%M%S").replace(tzinfo=UTC if utc else zone)
    if stated.second or not FIRST_DAY < stated.date() <= LAST_DAY:
        raise ValueError(value)
    return stated if clock else stated.date()
