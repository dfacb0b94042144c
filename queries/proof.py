"""The proof that no case is routed to nobody: for every place, matter, level, channel and hour of the coming month.

It leans on how a case is routed (`queries/routing.py`): whatever a rule's destination, the ladder and then a centre's
director are asked.  So where one of these is present, every case of the place reaches somebody, and no rule need be
tried; only on the days on which neither is, each rule is, at each change of the clock.  Days are gone through by what
is recorded, not one by one: nothing changes between two of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from graph.calendar import DAY, CivilTime
from graph.facts import Centre, FactId, Stationing, Unit
from graph.snapshot import Snapshot
from graph.validity import is_void, until
from graph.view import View
from graph.words import Role
from queries.handling import attempt, responsible_for, seniority
from queries.place import ByCode
from queries.policy import Hours, PolicyTable, Rule, Situation, office_on, read_policy
from queries.routing import Case, DutyOf, route

MONTH = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Unreached:
    """On the days `[start, end)` cases of a unit that these rules decide reach nobody, at some hour at least."""

    unit: Unit
    start: date
    end: date
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """What was gone through, and where a case would reach nobody.

    `tried` counts the days of units on which rules had to be tried.
    """

    places: int
    combinations: int
    unreached: tuple[Unreached, ...]
    tried: int


def prove_reached(snapshot: Snapshot, first: date, civil: CivilTime, duty: DutyOf, length: timedelta = MONTH) -> Proof:
    """Go through every place alive on some day of `[first, first + length)`, and every combination of the policy."""
    last = first + length
    places = [u for u in snapshot.all(Unit) if not is_void(u) and u.start < last and until(u) > first]
    found: list[Unreached] = []
    tried = 0
    for unit in sorted(places, key=lambda unit: unit.id):
        for start, end in _without_last_resort(snapshot, unit, max(first, unit.start), min(last, until(unit))):
            trial: Trial | None = None
            for day in _days(start, end):
                clock = _clock(View(snapshot, day), civil, duty)
                if trial is None or trial.clock != clock or (trial.changes is not None and trial.changes <= day):
                    tried += 1
                    trial = _tried(View(snapshot, day).watched(), unit, clock, civil, duty)
                if trial.rules:
                    found.append(Unreached(unit, day, day + timedelta(days=1), trial.rules))
    policy = View(snapshot, first).policy()
    number = 0 if policy is None else sum(1 for _ in read_policy(policy.document).situations())
    return Proof(len(places), number, tuple(_joined(found)), tried)


def _without_last_resort(snapshot: Snapshot, unit: Unit, start: date, end: date) -> Iterator[tuple[date, date]]:
    """The stretches of days on which neither the ladder nor a centre's director leads to anybody."""
    day = start
    while day < end:
        view = View(snapshot, day).watched()
        somebody = responsible_for(view, unit) is not None or _director_present(view, unit)
        following = view.horizon.next if view.horizon is not None else None
        stop = end if following is None else min(following, end)
        if not somebody:
            yield day, stop
        day = stop


def _director_present(view: View, unit: Unit) -> bool:
    centres = (c for above in view.path(unit) for c in view.linked(Centre, "serves", above.id))
    directors = (h for c in centres for h in view.holdings_of(c.id) if h.role == Role.CENTRE_DIRECTOR)
    return any(attempt(view, unit, h, frozenset())[1] is not None for h in sorted(directors, key=seniority))


def _days(start: date, end: date) -> Iterator[date]:
    while start < end:
        yield start
        start += DAY


Clock = tuple[tuple[time, Hours, tuple[tuple[FactId, ...], ...]], ...]
"""A day by the clock: when office hours or shifts change, and each stationed department's officers from then on."""


@dataclass(frozen=True, slots=True)
class Trial:
    """The rules by which a unit's cases reach nobody on a day of this clock, until something recorded changes."""

    clock: Clock
    rules: tuple[str, ...]
    changes: date | None


def _clock(view: View, civil: CivilTime, duty: DutyOf) -> Clock:
    office = office_on(view)
    stationings = view.all(Stationing)
    midnight = civil.at(view.day, time.min)
    instants = {midnight, civil.at(view.day, office.opens), civil.at(view.day, office.closes)}
    for stationing in stationings:
        instants |= set(_changes(view, stationing, civil, duty))
    return tuple(
        (
            at.astimezone(civil.zone).time(),
            office.hours(at, civil),
            tuple(tuple(p.id for p in duty(view.snapshot, s, at, civil).officers) for s in stationings),
        )
        for at in sorted(instants)
    )


def _changes(view: View, stationing: Stationing, civil: CivilTime, duty: DutyOf) -> Iterator[datetime]:
    """The instants of the view's day at which a department's shifts begin or end."""
    at, end = civil.at(view.day, time.min), civil.at(view.day + timedelta(days=1), time.min)
    while True:
        presence = duty(view.snapshot, stationing, at, civil)
        following = presence.until if presence.officers else presence.next_start
        if following is None or not at < following < end:
            return
        yield following
        at = following


def _tried(view: View, unit: Unit, clock: Clock, civil: CivilTime, duty: DutyOf) -> Trial:
    """Route a case by each rule at each instant of the clock."""
    policy = view.policy()
    if policy is None:
        return Trial(clock, (), None)
    table = read_policy(policy.document)
    missing: set[str] = set()
    for clock_time, hours, _ in clock:
        at = civil.at(view.day, clock_time)
        for situation, rule in _deciding(table, hours):
            case = _case(unit, situation, at)
            if rule.code not in missing and route(view, case, at, civil, duty).lead is None:
                missing.add(rule.code)
    rules = tuple(rule.code for rule in table.rules if rule.code in missing)
    return Trial(clock, rules, None if view.horizon is None else view.horizon.next)


def _deciding(table: PolicyTable, hours: Hours) -> Iterator[tuple[Situation, Rule]]:
    """For each rule, and each field of mediation where it leads to a committee, one combination that it decides."""
    seen: set[tuple[str, str | None]] = set()
    for situation in table.situations():
        fitting = table.fitting(situation) if situation.hours is hours else []
        if not fitting:
            continue
        rule, matter = fitting[0], table.matter(situation.matter)
        key = rule.code, matter.committee if matter is not None and rule.lead.committee else None
        if key not in seen:
            seen.add(key)
            yield situation, rule


def _case(unit: Unit, situation: Situation, at: datetime) -> Case:
    return Case(ByCode(unit.id), situation.channel, situation.matter, situation.level, at, situation.stability_risk)


def _joined(found: list[Unreached]) -> Iterator[Unreached]:
    """Stretches of days instead of days."""
    current: Unreached | None = None
    for one in found:
        if current and (current.unit, current.rules, current.end) == (one.unit, one.rules, one.start):
            current = Unreached(current.unit, current.start, one.end, current.rules)
            continue
        if current:
            yield current
        current = one
    if current:
        yield current
