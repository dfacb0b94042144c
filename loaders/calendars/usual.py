"""What usual programs write that says nothing more: parts of a rule that repeat the hour of the start, midnights."""

import re
from datetime import date, datetime, time

from loaders.calendars.lines import Component

CLOCK_PART = re.compile(r";?(BYHOUR|BYMINUTE|BYSECOND)=(\d{1,2})(?=;|$)", re.IGNORECASE | re.ASCII)
ALL_DAY = "X-MICROSOFT-CDO-ALLDAYEVENT"

Stated = date | datetime


def plain_rule(text: str, start: datetime) -> str:
    """A rule without blanks, a semicolon at its end, and BYHOUR and the like where they are those of the start."""
    clock = {"BYHOUR": start.hour, "BYMINUTE": start.minute, "BYSECOND": 0}

    def kept(part: re.Match[str]) -> str:
        return "" if int(part[2]) == clock[part[1].upper()] else part[0]

    return CLOCK_PART.sub(kept, "".join(text.split())).strip(";")


def whole_day(event: Component, stated: Stated) -> Stated:
    """A midnight of an event that Outlook calls one of whole days, as the day that it is; else as it is stated."""
    marked = event.text(ALL_DAY).upper() == "TRUE"
    midnight = isinstance(stated, datetime) and stated.time() == time()
    return stated.date() if marked and midnight and isinstance(stated, datetime) else stated
