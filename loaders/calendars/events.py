"""The events of a calendar: when they are, how they recur, in which zone, and the words that say who and where."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import NoReturn
from zoneinfo import ZoneInfo

from icalendar import vDuration

from graph.duty.rota import Rule, parse_rule
from graph.errors import InvalidInput
from graph.messages import Message, say
from graph.time.calendar import DAY
from graph.time.instants import midnight
from graph.time.validity import FIRST_DAY, LAST_DAY
from loaders.calendars.called_off import how_called_off, is_answer
from loaders.calendars.lines import Component, Line, read_components
from loaders.calendars.usual import plain_rule, whole_day
from loaders.calendars.zones import named_zone, zones_of
from loaders.faults import Findings, Where
from loaders.sheets.encodings import decode

LARGEST_CALENDAR = 10_000_000
"""Bytes; a larger file is not one office's duty."""

MOST_EVENTS = 20_000
LONGEST = timedelta(days=366)
VALUE = re.compile(r"(\d{8})(?:T(\d{6})(Z)?)?", re.ASCII)
STAMP = re.compile(r"\d{8}T\d{6}Z", re.ASCII)
UNTIL = re.compile(r";?UNTIL=([^;]*)", re.IGNORECASE)
SECONDS = re.compile(r"(?<=T\d{4})\d\d", re.IGNORECASE)

MOST_DATES = 50_000
"""Days and instants that RDATE and EXDATE of one file list."""

ONCE = ("UID", "SUMMARY", "DTEND", "DURATION", "RECURRENCE-ID", "STATUS", "SEQUENCE", "LOCATION")
"""Properties of which an event has one at most."""

NO_EVENTS = frozenset({"VTODO", "VJOURNAL", "VFREEBUSY", "VAVAILABILITY"})
ROOMS = frozenset({"ROOM", "RESOURCE"})

Stated = date | datetime
"""A day, or an instant with its zone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A VEVENT.  `start` and `end` are instants in the zone in which it recurs; of whole days, midnights in ours.

    `rule` has neither COUNT nor UNTIL in its text; `last` is the day of its zone after which nothing recurs.
    `called_off`: the property that says that the event is not held.  `sequence` and `stamp` tell versions apart.
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
    called_off: str | None = None
    sequence: int = 0
    stamp: datetime | None = None
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
    def cancelled(self) -> bool:
        """Whether it is called off."""
        return self.called_off is not None

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
    """What was read from a file: what the calendar is called, its events, and how much else was left out.

    `cancelled` counts events that are called off; `others` what is no event, by its name.
    """

    file: str
    name: str
    events: tuple[Event, ...]
    others: Mapping[str, int]
    cancelled: int = 0


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
            say("calendar-too-large", most=LARGEST_CALENDAR // 1000000),
            say("export-less"),
        )
        return None
    whole = read_components(path.read_bytes(), label, findings)
    if whole is None:
        return None
    components = [(calendar, event) for calendar in whole.inner for event in calendar.components("VEVENT")]
    if len(components) > MOST_EVENTS:
        findings.fault(
            Where(label),
            say("too-many-events", count=len(components), most=MOST_EVENTS),
            say("export-one-or-fewer"),
        )
        return None
    reader = _Reader(label, zone, zones_of(whole, label, findings), findings)
    events = [e for calendar, component in components if (e := reader.event(component, calendar)) is not None]
    reader.doubt_zone(whole)
    name = next((c.text("X-WR-CALNAME") for c in whole.inner if c.text("X-WR-CALNAME")), path.stem)
    others = Counter(part.name for calendar in whole.inner for part in calendar.inner if part.name in NO_EVENTS)
    return CalendarFile(label, name, tuple(events), others)


class _Spoiled(Exception):
    """The event can't be read; what is wrong has been noted."""


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the events of one file."""

    file: str
    zone: ZoneInfo
    zones: Mapping[str, tzinfo]
    findings: Findings
    counts: Counter[str] = field(default_factory=Counter)

    def event(self, component: Component, calendar: Component) -> Event | None:
        try:
            if is_answer(calendar):
                self._leave_out_answer(component, calendar)
                return None
            called_off = how_called_off(component, calendar)
            return self._gone(component, called_off) if called_off else self._event(component)
        except _Spoiled:
            return None

    def _leave_out_answer(self, component: Component, calendar: Component) -> None:
        self.findings.warn(
            Where(self.file, None, component.number, f"VEVENT {component.text('UID')}".strip()),
            say("answers-invitation", method=calendar.text("METHOD")),
            say("export-calendar-itself"),
            component.text("SUMMARY"),
        )

    def doubt_zone(self, whole: Component) -> None:
        """Doubt times without a zone in a calendar that says that it is of another than ours."""
        said = next((c.text("X-WR-TIMEZONE") for c in whole.inner if c.text("X-WR-TIMEZONE")), "")
        zone = named_zone(said, self.zones) if said else None
        now = datetime(2026, 1, 1, tzinfo=UTC)
        if (
            self.counts["floating"]
            and zone
            and now.astimezone(zone).utcoffset() != now.astimezone(self.zone).utcoffset()
        ):
            self.findings.warn(
                Where(self.file, None, None, "X-WR-TIMEZONE"),
                say("times-without-zone", said=said, count=self.counts["floating"], zone=self.zone.key),
                say("export-with-zones"),
                said,
            )

    def _gone(self, component: Component, called_off: str) -> Event:
        """An event that is called off: when it was, as far as that is said."""
        starts = [*component.all("DTSTART"), *component.all("RECURRENCE-ID")]
        start = self._one(starts[0]) if starts else FIRST_DAY + DAY
        begins = start if isinstance(start, datetime) else midnight(start, self.zone)
        return Event(
            file=self.file,
            line=component.number,
            uid=component.text("UID"),
            start=begins,
            end=begins + DAY,
            all_day=not isinstance(start, datetime),
            replaces=next((self._one(line) for line in component.all("RECURRENCE-ID")), None),
            called_off=called_off,
            sequence=self._sequence(component),
            stamp=self._stamp(component),
            summary=component.text("SUMMARY"),
            lines={line.name: line.number for line in reversed(component.lines)},
        )

    def _sequence(self, component: Component) -> int:
        said = component.text("SEQUENCE") or "0"
        if not (said.isascii() and said.isdigit() and len(said) < 12):
            self._spoil(self._at(component.all("SEQUENCE")[0]), say("no-number-here"), say("write-whole-number"), said)
        return int(said)

    def _stamp(self, component: Component) -> datetime | None:
        """When this version was made; None if it is not said, or not in a way that can be read."""
        found = STAMP.fullmatch(component.text("DTSTAMP").upper())
        try:
            return datetime.strptime(found.group(), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) if found else None
        except ValueError:
            return None

    def _event(self, component: Component) -> Event:
        self._refuse_what_is_not_known(component)
        for line in component.all("STATUS"):
            if line.value.strip().upper() == "TENTATIVE":
                self.findings.warn(self._at(line), say("tentative"), say("confirm-first"), line.value)
        starts = component.all("DTSTART")
        if len(starts) != 1:
            where = Where(self.file, None, component.number, f"VEVENT {component.text('UID')}".strip())
            self._spoil(where, say("dtstart-count", count=len(starts) or say("no")), say("give-one"))
        start = whole_day(component, self._one(starts[0]))
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
            sequence=self._sequence(component),
            stamp=self._stamp(component),
            summary=component.text("SUMMARY"),
            location=component.text("LOCATION"),
            description=component.text("DESCRIPTION"),
            categories=tuple(w.strip() for line in component.all("CATEGORIES") for w in line.value.split(",")),
            attendees=tuple(self._attendees(component)),
            ids=tuple(line.value.strip() for line in component.all("X-WANGGE-OFFICER")),
            lines={line.name: line.number for line in reversed(component.lines)},
        )
        rules = component.all("RRULE")
        if not rules:
            return event
        rule, last = self._rule(rules[0], event)
        return replace(event, rule=rule, last=last)

    def _attendees(self, component: Component) -> Iterator[tuple[str, str]]:
        """The people who are asked to an event, with their addresses, without rooms and those who declined."""
        for line in component.all("ATTENDEE"):
            name = line.params.get("CN", "").strip('"')
            if line.params.get("CUTYPE", "").upper() in ROOMS:
                continue
            if line.params.get("PARTSTAT", "").upper() == "DECLINED":
                self.findings.warn(
                    self._at(line),
                    say("declined", name=name or line.value),
                    say("serving-in-title"),
                    component.text("SUMMARY"),
                )
                continue
            yield name, line.value

    def _refuse_what_is_not_known(self, component: Component) -> None:
        for name in ONCE:
            lines = component.all(name)
            if len({line.value for line in lines}) > 1:
                self._spoil(self._at(lines[1]), say("twice-there", name=name), say("leave-one-out"), lines[1].value)
        ends = [*component.all("DTEND"), *component.all("DURATION")]
        if len({line.name for line in ends}) > 1:
            self._spoil(self._at(ends[1]), say("dtend-and-duration"), say("give-one"), ends[1].value)
        for line in component.all("EXRULE"):
            self._spoil(self._at(line), say("exrule-gone"), say("days-in-exdate"), line.value)
        for line in component.all("RRULE")[1:]:
            self._spoil(self._at(line), say("second-rrule"), say("make-two-events"), line.value)
        for line in component.all("RECURRENCE-ID"):
            if "RANGE" in line.params:
                self._spoil(
                    self._at(line),
                    say("change-of-all-following"),
                    say("end-series-and-begin"),
                    line.params["RANGE"],
                )

    def _end(self, component: Component, began: Line, start: Stated) -> datetime:
        """When the event ends: at DTEND, or after DURATION; one of whole days lasts one if nothing is said."""
        begins = start if isinstance(start, datetime) else midnight(start, self.zone)
        line = next((line for line in component.lines if line.name in {"DTEND", "DURATION"}), None)
        if line is None:
            if isinstance(start, datetime):
                self._spoil(self._at(began), say("length-unsaid"), say("add-dtend"))
            return midnight(start + DAY, self.zone)
        if line.name == "DURATION":
            ends = self._after(line, start)
        else:
            stated = whole_day(component, self._one(line))
            if isinstance(stated, datetime) != isinstance(start, datetime):
                self._spoil(self._at(line), say("day-and-hour"), say("write-alike"), line.value)
            if stated == start and not isinstance(stated, datetime):
                why = say("dtend-is-dtstart")
                self.findings.warn(self._at(line), why, say("dtend-day-after"), line.value)
                return midnight(stated + DAY, self.zone)
            ends = stated if isinstance(stated, datetime) else midnight(stated, self.zone)
        length = ends.astimezone(UTC) - begins.astimezone(UTC)
        if length <= timedelta() or length > LONGEST or length.seconds % 60:
            self._spoil(
                self._at(line), say("turn-length-wrong", length=length), say("correct-it"),
                line.value,
            )  # fmt: skip
        return ends

    def _after(self, line: Line, start: Stated) -> datetime:
        begins = start if isinstance(start, datetime) else midnight(start, self.zone)
        try:
            length: timedelta = vDuration.from_ical(line.value.strip())  # type: ignore[no-untyped-call] # published so
            ends = begins + length
        except (ValueError, OverflowError):
            self._spoil(self._at(line), say("no-length-of-turn"), say("write-p1d-or-hours"), line.value)
        if not isinstance(start, datetime) and length % DAY:
            self._spoil(self._at(line), say("whole-days-alone"), say("write-p1d"), line.value)
        return ends

    def _rule(self, line: Line, event: Event) -> tuple[Rule, date | None]:
        """The rule of an event, and the day of its zone after which it says nothing."""
        until = UNTIL.search(line.value)
        try:
            rule = parse_rule(plain_rule(UNTIL.sub("", line.value.strip()), event.start))
        except InvalidInput as error:
            self._spoil(self._at(line), error.message, say("correct-rule-or-single"), line.value)
        if until is None:
            return rule, None
        if rule.count is not None:
            self._spoil(self._at(line), say("count-and-until"), say("give-one"), line.value)
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
                self._spoil(self._at(line), say("periods-not-read"), say("event-of-each"), line.value)
            zone = self._zone(line)
            for value in line.value.split(","):
                self.counts["dates"] += 1
                if self.counts["dates"] > MOST_DATES:
                    why = say("too-many-dates", most=MOST_DATES)
                    self._spoil(self._at(line), why, say("export-fewer-years"))
                yield self._value(line, value, zone)

    def _one(self, line: Line) -> Stated:
        return self._value(line, line.value, self._zone(line))

    def _value(self, line: Line, value: str, zone: tzinfo) -> Stated:
        try:
            stated = _stated(value.strip().upper(), zone)
        except ValueError:
            remedy = say("write-ical-time")
            self._spoil(self._at(line), say("no-ical-time"), remedy, value)
        if isinstance(stated, datetime) and line.name != "RRULE":
            named, utc = line.params.get("TZID", ""), value.strip().upper().endswith("Z")
            self.counts["floating"] += not named and not utc
            if named and utc:
                why = say("zone-and-utc", zone=named[:60])
                self.findings.warn(self._at(line), why, say("leave-one-of-them-out"), value)
        return stated

    def _zone(self, line: Line) -> tzinfo:
        """The zone of a property; ours if it names none."""
        name = line.params.get("TZID", "").strip('"')
        if not name:
            return self.zone
        found = named_zone(name, self.zones)
        if found is None:
            self._spoil(
                self._at(line),
                say("zone-unknown"),
                say("save-in-zone", zone=self.zone.key),
                name,
            )
        return found

    def _at(self, line: Line) -> Where:
        return Where(self.file, None, line.number, line.name)

    def _spoil(self, where: Where, why: Message, remedy: Message, value: object = None) -> NoReturn:
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
