"""Who of a department stationed at a centre is there at an instant, for those who route cases to it."""

from datetime import datetime, time, timedelta

from graph.calendar import CivilTime
from graph.facts import FactId, Person, Stationing
from graph.snapshot import Snapshot
from graph.view import View
from graph.words import Role, StationingMode
from queries.handling import seniority, stand_in_for
from queries.policy import Hours, Office
from queries.routing import Presence

OFFICE = Office()


def presence(snapshot: Snapshot, stationing: Stationing, at: datetime, civil: CivilTime) -> Presence:
    """The officers present: of a department on call at any hour, of the others in office hours."""
    here = officers(View(snapshot, civil.day(at)), stationing.department)
    midnight = civil.at(civil.day(at) + timedelta(days=1), time.min)
    if stationing.mode == StationingMode.ON_CALL:
        return Presence(here, midnight)
    change = OFFICE.next_change(at, civil)
    if OFFICE.hours(at, civil) is Hours.OFFICE:
        return Presence(here, change)
    return Presence((), None, change, officers(View(snapshot, civil.day(change)), stationing.department))


def officers(view: View, department: FactId) -> tuple[Person, ...]:
    """The duty officers of a department who are present, or their stand-ins, in the order in which they are asked."""
    found: list[Person] = []
    posts = [h for h in view.holdings_of(department) if h.role == Role.DUTY_OFFICER]
    for holding in sorted(posts, key=seniority):
        absence = view.absence(holding.person)
        person = view.person(holding.person) if absence is None else stand_in_for(view, absence, frozenset())
        if person is not None and person not in found:
            found.append(person)
    return tuple(found)
