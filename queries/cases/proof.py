"""The proof that no case is routed to nobody: for every place, matter, level, channel and hour of the coming month.

It leans on how a case is routed (`queries/cases/routing.py`): where nobody is at a destination, the ladder and the
directors of centres are asked, but for whoever is below what the rule names.  So a rule need not be tried where one of
those is present who is below nothing that it names; on other days it is, at each change of the clock.  Days are gone
through by what is recorded, not one by one: nothing changes between two of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from graph.facts import FactId, LadderRung, Stationing, Unit
from graph.snapshot import Snapshot
from graph.time.calendar import DAY, CivilTime
from graph.time.validity import is_void, until
from graph.view import View
from graph.words import Role
from queries.cases.destinations import centres_above, rungs_above
from queries.cases.policy import Hours, PolicyTable, Rule, Situation, office_on, read_policy
from queries.cases.routing import Case, DutyOf, Presence, floor_of, route
from queries.cases.tiers import Tier, highest
from queries.places.handling import attempt, climb, seniority
from queries.places.place import ByCode

MONTH = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Unreached:
    """At every instant of `[start, end)` some cases of a unit that these rules decide reach nobody."""

    unit: Unit
    start: datetime
    end: datetime
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
    """Go through every place alive on some day of `[first, first + length)`, and every combination of the policy.

    A case reaches somebody if it has a lead who is present, of the level that its rule names or above.
    """
    last = first + length
    places = [u for u in snapshot.all(Unit) if not is_void(u) and u.start < last and until(u) > first]
    found: list[Unreached] = []
    clocks: dict[date, Clock] = {}
    tried = 0
    for unit in sorted(places, key=lambda unit: unit.id):
        for start, end, rules in _in_doubt(snapshot, unit, max(first, unit.start), min(last, until(unit))):
            trial: Trial | None = None
            for day in _days(start, end):
                if day not in clocks:
                    clocks[day] = _clock(View(snapshot, day), civil, duty)
                clock = clocks[day]
                if trial is None or trial.clock != clock or (trial.changes is not None and trial.changes <= day):
                    tried += 1
                    trial = _tried(View(snapshot, day).watched(), unit, clock, rules, civil, duty)
                found += _on(day, unit, trial, civil)
    policy = View(snapshot, first).policy()
    number = 0 if policy is None else sum(1 for _ in read_policy(policy.document).situations())
    return Proof(len(places), number, tuple(_joined(found)), tried)


def _in_doubt(snapshot: Snapshot, unit: Unit, start: date, end: date) -> Iterator[tuple[date, date, frozenset[str]]]:
    """The stretches of days on which nobody present could lead in any case what these rules decide."""
    day = start
    while day < end:
        view = View(snapshot, day).watched()
        rules = _doubtful(view, unit)
        following = view.horizon.next if view.horizon is not None else None
        stop = end if following is None else min(following, end)
        if rules:
            yield day, stop, rules
        day = stop


def _doubtful(view: View, unit: Unit) -> frozenset[str]:
    """The rules of the day's policy for which there is no last resort: nobody on the ladder, nor a director."""
    policy = view.policy()
    if policy is None:
        return frozenset()
    ladder, path = view.ladder(), view.path(unit)
    rules = [rule for rule in read_policy(policy.document).rules if not _goes_outside(rule)]
    floors = {rule.code: floor_of(ladder, rule, rule.lead) for rule in rules}
    if _anybody(view, ladder, path, highest(floors.values())):
        return frozenset()
    there = {floor: _anybody(view, ladder, path, floor) for floor in set(floors.values())}
    return frozenset(code for code, floor in floors.items() if not there[floor])


def _anybody(view: View, ladder: list[LadderRung], path: list[Unit], floor: Tier | None) -> bool:
    """Whether somebody on the ladder or a director is present who is not below `floor`."""
    if climb(view, rungs_above(ladder, path, floor), frozenset())[1] is not None:
        return True
    directors = (h for c in centres_above(view, path, floor) for h in view.holdings_of(c.id))
    directing = sorted((h for h in directors if h.role == Role.CENTRE_DIRECTOR), key=seniority)
    return any(attempt(view, path[0], holding, frozenset())[1] is not None for holding in directing)


def _goes_outside(rule: Rule) -> bool:
    """Whether a body outside takes it in the end, whoever is there."""
    return rule.lead.outside is not None or any(escalation.to.outside for escalation in rule.escalate)


def _days(start: date, end: date) -> Iterator[date]:
    while start < end:
        yield start
        start += DAY


Officers = tuple[tuple[FactId, ...], tuple[FactId, ...]]
"""A department's officers on duty, and if there are none, those of its next shift."""

Clock = tuple[tuple[time, Hours, tuple[Officers, ...]], ...]
"""A day by the clock: when office hours or shifts change, and each stationed department's officers from then on."""


@dataclass(frozen=True, slots=True)
class Trial:
    """The rules by which a unit's cases reach nobody, from each change of a day's clock on; until a record changes."""

    clock: Clock
    rules: tuple[tuple[str, ...], ...]
    changes: date | None


def _on(day: date, unit: Unit, trial: Trial, civil: CivilTime) -> Iterator[Unreached]:
    """What a trial says of a day."""
    instants = [*(civil.at(day, clock_time) for clock_time, _, _ in trial.clock), civil.at(day + DAY, time.min)]
    for start, end, rules in zip(instants, instants[1:], trial.rules, strict=False):
        if rules:
            yield Unreached(unit, start, end, rules)


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
            tuple(_there(duty(view.snapshot, s, at, civil)) for s in stationings),
        )
        for at in sorted(instants)
    )


def _there(presence: Presence) -> Officers:
    return tuple(p.id for p in presence.officers), tuple(p.id for p in presence.next_officers)


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


def _tried(view: View, unit: Unit, clock: Clock, doubtful: frozenset[str], civil: CivilTime, duty: DutyOf) -> Trial:
    """Route a case by each of the rules in doubt at each instant of the clock."""
    policy = view.policy()
    if policy is None:
        return Trial(clock, (), None)
    table = read_policy(policy.document)
    missing: list[tuple[str, ...]] = []
    for clock_time, hours, _ in clock:
        at = civil.at(view.day, clock_time)
        nobody = {
            rule.code
            for situation, rule in _deciding(table, hours, doubtful)
            if route(view, _case(unit, situation, at), at, civil, duty).lead is None
        }
        missing.append(tuple(rule.code for rule in table.rules if rule.code in nobody))
    return Trial(clock, tuple(missing), None if view.horizon is None else view.horizon.next)


def _deciding(table: PolicyTable, hours: Hours, wanted: frozenset[str]) -> Iterator[tuple[Situation, Rule]]:
    """For each rule wanted, and each field of mediation if it leads to a committee, one combination that it decides."""
    seen: set[tuple[str, str | None]] = set()
    for situation in table.situations():
        fitting = table.fitting(situation) if situation.hours is hours else []
        if not fitting:
            continue
        rule, matter = fitting[0], table.matter(situation.matter)
        key = rule.code, matter.committee if matter is not None and rule.lead.committee else None
        if rule.code in wanted and key not in seen:
            seen.add(key)
            yield situation, rule


def _case(unit: Unit, situation: Situation, at: datetime) -> Case:
    return Case(ByCode(unit.id), situation.channel, situation.matter, situation.level, at, situation.stability_risk)


def _joined(found: list[Unreached]) -> Iterator[Unreached]:
    """What follows without a break is one."""
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
