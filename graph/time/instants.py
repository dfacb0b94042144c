"""Between instants and the whole days of the organisation's zone."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo


def day_of(instant: datetime, zone: ZoneInfo) -> date:
    """The day of `zone` in which an instant (with its zone) lies."""
    return instant.astimezone(zone).date()


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The instant at which `day` begins in `zone`."""
    return datetime.combine(day, time.min, tzinfo=zone)
