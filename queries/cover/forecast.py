"""Where cover will be missing: the breaks of cover in an interval, and the days that they last in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from graph.facts import Person, Unit
from graph.messages import say
from graph.snapshot import Snapshot
from graph.view import View
from graph.words import ROLE_ORDER, Role
from queries.cover.breaks import Break, Cause, Span, breaks, members, roles_asked
from queries.places.place import name


@dataclass(frozen=True, slots=True)
class ForecastGap:
    """A break of cover as far as it lies in the interval asked about: `[start, end)`, `days` long.

    `found` is the whole break, which may have opened before and go on after.
    """

    found: Break
    start: date
    end: date

    @property
    def days(self) -> int:
        """Days of the interval without cover."""
        return (self.end - self.start).days


@dataclass(frozen=True, slots=True)
class Forecast:
    """The breaks of cover in an interval, by unit code, role and start; `uncovered_days` is the sum of their days."""

    gaps: tuple[ForecastGap, ...]

    @property
    def uncovered_days(self) -> int:
        """Post-days without cover: two posts uncovered on one day are two."""
        return sum(gap.days for gap in self.gaps)


def forecast(snapshot: Snapshot, scope: Unit, start: date, end: date, role: Role | None = None) -> Forecast:
    """Every break of cover of `scope` and the units below it in `[start, end)`, by what is recorded today.

    On each day the gaps are those that `coverage` finds.  A unit that comes under `scope`, or leaves it, within the
    interval counts while it is there.  Cost: the subtree.
    """
    gaps: list[ForecastGap] = []
    for code, spans in members(snapshot, scope, start, end).items():
        unit = snapshot.get(Unit, code)
        if unit is not None:
            gaps.extend(_gaps(snapshot, unit, spans, role))
    return Forecast(tuple(sorted(gaps, key=forecast_key)))


def forecast_key(gap: ForecastGap) -> tuple[str, int, str]:
    """The order of a forecast's gaps."""
    return gap.found.unit.id, ROLE_ORDER[gap.found.role], gap.start.isoformat()


def _gaps(snapshot: Snapshot, unit: Unit, spans: list[Span], role: Role | None) -> Iterator[ForecastGap]:
    for asked in roles_asked(snapshot, unit):
        if role is None or asked == role:
            for found in breaks(snapshot, unit, asked):
                for since, to in spans:
                    first, last = max(found.start, since), min(found.end or date.max, to)
                    if first < last:
                        yield ForecastGap(found, first, last)


def because(snapshot: Snapshot, found: Break) -> str:
    """Why a break opens, in a sentence, Chinese and English."""
    unit = name(View(snapshot, found.start), found.unit)
    match found.cause:
        case Cause.POST_ENDED:
            person = None if found.holding is None else snapshot.get(Person, found.holding.person)
            who = "" if person is None else person.name
            return say("ceases-to-hold", who=who, unit=unit, role=found.role)
        case Cause.UNIT_FOUNDED:
            return say("founded-without", unit=unit, role=found.role)
        case Cause.STANDARD_RAISED:
            return say("standard-raised", role=found.role)
        case Cause.RECLASSIFIED:
            return say("grid-reclassified", unit=unit, role=found.role)
