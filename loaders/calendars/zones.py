"""Time zones of calendars: those that are known by name, and those that a file describes itself."""

import re
import warnings
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

from icalendar import Timezone
from icalendar.timezone import TZP

from graph.messages import say
from loaders.calendars.lines import Component
from loaders.faults import Findings, Where

MOST_TURNS_OF_CLOCKS: Final = 100
"""Components of a VTIMEZONE: each says from when on clocks are turned by another rule."""

YEARLY = re.compile(
    r"(?:FREQ=YEARLY|(?:INTERVAL|COUNT)=\d{1,4}|UNTIL=[0-9TZ]{8,16}|WKST=[A-Z]{2}"
    r"|(?:BYMONTH|BYMONTHDAY|BYDAY|BYYEARDAY|BYWEEKNO|BYSETPOS)=[-+0-9A-Z,]{1,40}|;)+",
    re.IGNORECASE | re.ASCII,
)
"""How clocks are turned: once or twice a year.  A rule of seconds would be followed through centuries of them."""

ZONES = TZP("zoneinfo")
"""Of our own: the library's keeps whatever zone a file has described, for all files that come after."""

TIMES = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC))
"""Instants of winter and summer at which two zones of one name are compared."""


def zones_of(whole: Component, label: str, findings: Findings) -> dict[str, tzinfo]:
    """The zones that a file describes itself, by name; a doubt where one is known to be otherwise."""
    found: dict[str, tzinfo] = {}
    for component in whole.components("VTIMEZONE"):
        name = component.text("TZID")
        zone = _made_out(component) if name else None
        if zone is None:
            continue  # it is missed where it is named
        found[name] = zone
        known = known_zone(name)
        if known is not None and (own := offsets(zone)) != (common := offsets(known)):
            findings.warn(
                Where(label, None, component.number, "VTIMEZONE"),
                say("zone-described-otherwise", name=name, own=own, common=common),
                say("save-in-other-zone"),
                name,
            )
    return found


def known_zone(name: str) -> tzinfo | None:
    """The zone that a name means everywhere: of the zone database, or of Windows; None if it means none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found: tzinfo | None = ZONES.timezone(name)
    except (OSError, ValueError):  # of a folder of zones, or a name that no file can have
        return None
    return found


def named_zone(name: str, described: Mapping[str, tzinfo]) -> tzinfo | None:
    """The zone that a property names: one that is known, or that the file describes; None if there is none."""
    return known_zone(name) or described.get(name)


def _made_out(component: Component) -> tzinfo | None:
    rules = [line for part in component.inner for line in part.all("RRULE")]
    if len(component.inner) > MOST_TURNS_OF_CLOCKS or not all(YEARLY.fullmatch(rule.value.strip()) for rule in rules):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            zone = Timezone.from_ical(_text(component))
            return zone.to_tz(lookup_tzid=False) if isinstance(zone, Timezone) else None
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError):
        return None


def _text(component: Component) -> str:
    inner = "".join(_text(part) for part in component.inner)
    lines = "".join(f"{line.name}:{line.value}\r\n" for line in component.lines)
    return f"BEGIN:{component.name}\r\n{lines}{inner}END:{component.name}\r\n"


def offsets(zone: tzinfo) -> str:
    """What clocks there show ahead of UTC, in winter and in summer."""
    offsets = [at.astimezone(zone).utcoffset() or timedelta() for at in TIMES]
    return " and ".join(f"UTC{offset.total_seconds() / 3600:+g}" for offset in dict.fromkeys(offsets))
