"""To whom does this case go, why, by when, and who is asked next: the policy in force, applied to a place.

A destination where nobody is there is replaced by somebody of its level or above: whoever is further up the ladder,
then the director of a governance centre there, then whoever the rule asks next.  What has no place on the ladder is
replaced by all of it.  `queries/cases/proof.py` says where a case reaches nobody.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from graph.errors import InvalidInput, NotFound
from graph.facts import LadderRung
from graph.messages import say
from graph.time.calendar import CivilTime, not_known
from graph.time.instants import midnight
from graph.view import View
from queries.cases.destinations import Search, place_of_case, policy_in_force
from queries.cases.policy import Destination, Rule, Situation
from queries.cases.route import (
    Assignee,
    Case,
    Due,
    DutyOf,
    Next,
    OnDuty,
    OutsideBody,
    Presence,
    Route,
    RouteStep,
    Ruling,
    TaskForce,
    Verdict,
)
from queries.cases.tiers import Tier, highest, tier_of_post, tier_of_role
from queries.places.handling import Responder
from queries.until import Told

__all__ = [
    "Assignee",
    "Case",
    "Due",
    "DutyOf",
    "Next",
    "OnDuty",
    "OutsideBody",
    "Presence",
    "Route",
    "RouteStep",
    "Router",
    "Ruling",
    "TaskForce",
    "Verdict",
    "absent",
    "floor_of",
    "place_of_case",
    "policy_in_force",
    "route",
    "route_until",
]

LOOKED_AHEAD = timedelta(days=35)
"""How far off an answer's end by the clock is looked for, and a department's next shift."""


UNITS_ROUTE, UNITS_RULE = 150, 1
"""What it costs to route a case, besides what is read for it, and to see whether a rule fits it."""


def route(view: View, case: Case, at: datetime, civil: CivilTime, duty: DutyOf, ruling: Ruling | None = None) -> Route:
    """Where `case` goes at the instant `at`, which lies on the view's day; handed back, as `ruling` says.

    Raises InvalidInput for a matter or level that the policy does not know, where there is no policy, and for a place
    that is none or several.
    """
    return Router(view, case, at, civil, duty, ruling).route()


class Router(Search):
    """The routing of one case."""

    def __init__(
        self, view: View, case: Case, at: datetime, civil: CivilTime, duty: DutyOf, ruling: Ruling | None = None
    ) -> None:
        super().__init__(view, case, at, civil, duty)
        self.ruling = ruling

    def route(self) -> Route:
        """The answer."""
        self.view.snapshot.meter.spend(UNITS_ROUTE + UNITS_RULE * len(self.table.rules))
        rule = self._ruled()
        lead, beside = self._led(rule)
        companions = (*beside, *self._beside(rule, lead))
        start, office = self.case.received_at, self.table.office
        deadlines = tuple(Due(d.step, d.within.after(start, self.civil, office)) for d in rule.deadlines)
        escalation = tuple(self._escalated(rule, lead))
        self._doubt_calendar(rule)
        return Route(self.unit, rule, self.policy, lead, companions, tuple(self.steps), deadlines, escalation)

    def _doubt_calendar(self, rule: Rule) -> None:
        """Say of which years that the answer rests on nobody knows yet which days are worked."""
        limits = [limit.within for limit in rule.deadlines] + [each.after for each in rule.escalate]
        start, office = self.case.received_at, self.table.office
        ends = [limit.after(start, self.civil, office) for limit in limits if limit.minds_days_off]
        days = [self.civil.day(instant) for instant in (self.at, *([start, *ends] if ends else []))]
        if years := self.civil.calendar.unknown_years(min(days), max(days)):
            self._step(say("the-calendar"), Verdict.APPLIED, rule.code, not_known(years), facts=())

    # -- the rule ----------------------------------------------------------------------------------------------------

    def _ruled(self) -> Rule:
        """The rule that decides; of a case handed back, with the destination that the ruling names."""
        ruling = self.ruling
        if ruling is None:
            return self._rule()
        self._step(say("a-return"), Verdict.APPLIED, ruling.code, ruling.reason, facts=(self.policy.id,))
        if ruling.to is None:
            return self._rule()
        rule = self._quietly(self._rule)
        return rule.model_copy(update={"code": ruling.code, "lead": ruling.to})

    def _rule(self) -> Rule:
        table, case = self.table, self.case
        matter, level = table.matter(case.matter), table.level(case.level)
        if matter is None:
            known = ", ".join(m.code for m in table.matters)
            raise InvalidInput(say("matter-unknown", matter=case.matter, known=known))
        if level is None:
            known = ", ".join(level.code for level in table.levels)
            raise InvalidInput(say("level-not-in-policy", level=case.level, known=known))
        hours = table.office.hours(self.at, self.civil)
        situation = Situation(case.matter, case.level, case.channel, case.stability_risk, hours)
        fitting = table.fitting(situation)
        if not fitting:
            raise InvalidInput(say("no-rule-for", situation=situation.told))
        rule = fitting[0]
        others = ", ".join(other.code for other in fitting[1:])
        after = say("before-others", others=others) if others else ""
        when = say("at-hours", hours=hours) if table.minds_the_clock else ""
        self._step(
            say("the-policy"),
            Verdict.APPLIED,
            rule.code,
            say(
                "rule-applies",
                matter=matter.name,
                level=level.name,
                when=when,
                rule=rule.name,
                after=after,
                code=rule.code,
            ),
            facts=(self.policy.id,),
        )
        return rule

    # -- who leads, who is next --------------------------------------------------------------------------------------

    def _led(self, rule: Rule) -> tuple[Assignee | None, tuple[Assignee, ...]]:
        """Who leads, and who helps because a task force could not be led from here."""
        lead = self._lead(rule, rule.lead, None)
        if lead is not None:
            return lead, ()
        lead = self._next_at_once(rule)
        if lead is None or rule.lead.task_force is None:
            return lead, ()
        if isinstance(lead, Responder):
            return self._force(rule, rule.lead, lead), ()
        members = self._members(rule, rule.lead, but=None)
        return lead, (*members, *(OnDuty(department, ()) for department in self._force_departments(rule, rule.lead)))

    def _next_at_once(self, rule: Rule) -> Assignee | None:
        """Whom the rule asks next, where nobody of the level that it names or above is there."""
        floor = floor_of(self.ladder, rule, rule.lead)
        for escalation in rule.escalate:
            if escalation.to.kind in {"ladder", "post"}:
                continue  # they were asked already
            self._step(
                say("escalation-step"),
                Verdict.APPLIED,
                rule.code,
                say("nobody-of-that-level-or-above"),
            )
            found = self._at(rule, escalation.to, floor)
            if found is not None:
                return found
        return None

    def _escalated(self, rule: Rule, lead: Assignee | None) -> Iterator[Next]:
        """Who is asked one after the other if nobody acts: nobody who stands below one asked before."""
        floor = self._tier(lead) or floor_of(self.ladder, rule, rule.lead)
        for number, escalation in enumerate(rule.escalate, start=1):
            told = len(self.steps)
            to = self._lead(rule, escalation.to, floor)
            tried = self.steps[told:]
            del self.steps[told:]
            for step in absent(tried):
                self.steps.append(
                    replace(step, order=len(self.steps) + 1, what=say("escalated-step", number=number, what=step.what))
                )
            if to is None:
                reason = say("nobody-of-that-level-or-above-2")
                self._step(say("escalation-2", number=number), Verdict.VACANT, rule.code, reason)
                continue
            floor = highest((floor, self._tier(to)))
            yield Next(escalation.after.after(self.case.received_at, self.civil, self.table.office), to)

    def _lead(self, rule: Rule, to: Destination, floor: Tier | None) -> Assignee | None:
        """Who takes it at a destination, or in its place: nobody below what it names, nor below `floor`."""
        floor = highest((floor, floor_of(self.ladder, rule, to)))
        found = self._at(rule, to, floor)
        if found is None and not self._climbed(to):
            found = self._people(rule, self._rungs(floor))
        if found is None and to.task_force is None:
            found = self._director(rule, floor)
        return found

    def _climbed(self, to: Destination) -> bool:
        """Whether a destination is on the ladder, so that everybody above it was asked with it."""
        role = to.post or to.task_force
        return to.ladder is True or (role is not None and tier_of_role(self.ladder, role) is not None)

    def _tier(self, to: Assignee | None) -> Tier | None:
        """Where somebody stands; None: what has no place on the ladder."""
        match to:
            case TaskForce(lead):
                return self._tier(lead)
            case Responder(_, holding):
                return tier_of_post(self.view, self.ladder, holding.of, holding.role)
        return None

    def _beside(self, rule: Rule, lead: Assignee | None) -> Iterator[Assignee]:
        for to in rule.companions:
            found = self._at(rule, to)
            if found is not None and found != lead:
                yield found


def floor_of(ladder: Iterable[LadderRung], rule: Rule, to: Destination) -> Tier | None:
    """What nobody may be below who takes the place of a destination; None: anybody on the ladder may.

    Of a post and of whoever leads a task force, their own place on the ladder; of a committee, the highest place of
    those whom the rule names as helpers, for nobody leads whom they are under.  A department has none: the policy says
    that the ladder is climbed instead of it.
    """
    ladder = list(ladder)
    role = to.post or to.task_force
    if role is not None:
        return tier_of_role(ladder, role)
    if to.committee:
        return highest(tier_of_role(ladder, helper.post) for helper in rule.companions if helper.post is not None)
    return None


def absent(steps: Iterable[RouteStep]) -> list[RouteStep]:
    """The steps that tell of departments named by the rule which are not there, and which nothing replaces in them."""
    steps = list(steps)
    there = {step.body for step in steps if step.outcome is Verdict.CHOSEN}
    return [step for step in steps if step.body is not None and step.body not in there]


# -- until when --------------------------------------------------------------------------------------------------------


def route_until(
    view: View,
    case: Case,
    at: datetime,
    civil: CivilTime,
    duty: DutyOf,
    ruling: Ruling | None = None,
    told: Told[Route] | None = None,
) -> tuple[Route, datetime | None]:
    """The route, and the first instant at which another answer would be given by what is recorded today.

    With `told`, also one of which something else is told; who of a department is on duty then counts as far as that
    tells it.  Days on which facts begin or end are looked at without limit; the clock (office hours, shifts) for 35
    days.
    """

    def asked(seen: View, instant: datetime) -> tuple[Router, Route, object]:
        router = Router(seen.watched() if told is None else seen.watched_wholly(), case, instant, civil, duty, ruling)
        found = router.route()
        return router, found, None if told is None else told(router.view, found)

    router, answer, said = asked(view, at)
    limit = at + LOOKED_AHEAD
    while True:
        instant = _next_instant(router, limit, wholly=told is not None)
        if instant is None:
            return answer, None
        try:
            router, again, says = asked(View(view.snapshot, civil.day(instant), at=instant), instant)
        except (InvalidInput, NotFound):  # the place or the policy is gone by then
            return answer, instant
        same = again.core == answer.core if told is None else (again.named, says) == (answer.named, said)
        if not same:
            return answer, instant


def _next_instant(router: Router, limit: datetime, *, wholly: bool) -> datetime | None:
    """The next instant at which anything that the router has looked at may be different.

    `wholly`: also what makes no other answer, but another step.
    """
    at, civil, horizon = router.at, router.civil, router.view.horizon
    found = [] if horizon is None or horizon.next is None else [midnight(horizon.next, civil.zone)]
    consulted = [*router.consulted.values(), *(router.attending.values() if wholly else ())]
    if wholly:
        found += _years_unknown(router, at < limit)
    if at < limit and router.table.minds_the_clock:
        found.append(router.table.office.next_change(at, civil))
    if at < limit and consulted:
        found.append(midnight(civil.day(at) + timedelta(days=1), civil.zone))
        found += [i for p in consulted if (i := p.until if p.officers else p.next_start) is not None]
    if at < limit and horizon is not None and horizon.instant is not None:
        found.append(horizon.instant)
    return min((instant for instant in found if instant > at), default=None)


def _years_unknown(router: Router, near: bool) -> Iterator[datetime]:
    """When a year begins of which it is not known which days are worked: from then on a step says so.

    The first such year is looked for without limit, those after it `near` at hand.
    """
    civil = router.civil
    today = civil.day(router.at)
    begins = date(today.year + 1, 1, 1)
    if civil.calendar.unknown_years(begins, begins) and (near or not civil.calendar.unknown_years(today, today)):
        yield midnight(begins, civil.zone)
