"""Calendars held against the model: the duty that they state, drafted by edits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from graph.edits.draft import Draft
from graph.messages import Message, say
from graph.time.calendar import CivilTime
from loaders.calendars.dated import Roster, write_dated
from loaders.calendars.events import CalendarFile
from loaders.calendars.for_ever import write_for_ever
from loaders.calendars.naming import Naming
from loaders.calendars.series import apart
from loaders.calendars.stated import Sheet, sheets_of, side_by_side, with_hours
from loaders.faults import Findings

MOST_SERIES = 200
"""Series without end at one place; more people than that take no turns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What reading calendars asks of the office: its zone and calendar, the time, who is on duty by the roster.

    `centre` and `department` (id, name, or for a centre the code of the unit it serves) stand in for what events do
    not name.
    """

    civil: CivilTime
    now: datetime
    roster: Roster
    centre: str | None = None
    department: str | None = None

    @property
    def today(self) -> date:
        """The day of now."""
        return self.civil.day(self.now)


@dataclass(frozen=True, slots=True)
class CalendarReading:
    """How one calendar was read: events, the series without end among them, the turns of single days, what was not."""

    file: str
    name: str
    events: int
    series: int
    dated: int
    left_out: tuple[Message, ...]


def write_calendars(
    calendars: Sequence[CalendarFile], draft: Draft, office: Office, effective: date, findings: Findings
) -> list[CalendarReading]:
    """Draft what calendars state, one after the other: series without end from `effective` on, or now if later."""
    draft.now = office.now
    readings = []
    for calendar in calendars:
        naming = Naming(draft.snapshot, effective, findings, centre=office.centre, department=office.department)
        sheets = sheets_of(calendar, naming, effective, office.today, office.civil, findings)
        if not findings.faults:
            for sheet in sorted(sheets, key=lambda sheet: (sheet.place.centre, sheet.place.department or "")):
                _write(sheet, max(effective, office.today), draft, office, findings)
        left_out = [say("left-out-so-often", why=why, count=count) for why, count in naming.left_out.items()]
        if calendar.cancelled:
            left_out.append(say("calendar-cancelled", count=calendar.cancelled))
        left_out += [
            say("calendar-no-event", name=name, count=count) for name, count in sorted(calendar.others.items())
        ]
        series = sum(len(sheet.for_ever) for sheet in sheets)
        dated = sum(len(sheet.dated) for sheet in sheets)
        readings.append(
            CalendarReading(calendar.file, calendar.name, len(calendar.events), series, dated, tuple(left_out))
        )
    return readings


def _write(sheet: Sheet, begin: date, draft: Draft, office: Office, findings: Findings) -> None:
    civil = office.civil
    if len(sheet.for_ever) > MOST_SERIES:
        findings.fault(
            sheet.for_ever[0][0].stint.event.at("RRULE"),
            say("too-many-series", count=len(sheet.for_ever), most=MOST_SERIES),
            say("export-one-department"),
        )
        return
    with_hours(sheet, draft.snapshot, begin, civil, findings)
    # What has begun is a record, and whole days begin with the hour of the rota that is there.
    sheet.for_ever = [[stated for stated in line if stated.stint.start >= office.now] for line in sheet.for_ever]
    if sheet.place.department is None:
        sheet.for_ever = [side_by_side([stated for series in sheet.for_ever for stated in series])]
        sheet.dated = side_by_side(sheet.dated)
    there = [stated.stint for series in sheet.for_ever for stated in series if not stated.gone]
    if apart((*there, *(stated.stint for stated in sheet.dated)), findings):
        write_for_ever(sheet, begin, draft, civil, findings)
        if not findings.faults:
            write_dated(sheet, draft, civil, office.roster, findings)
