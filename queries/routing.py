"""To whom does this case go, why, by when, and who is asked next: the policy in force, applied to a place.

Whatever a rule's destination, it ends with the responsibility ladder and then with the director of the governance
centre, so that a case reaches nobody only where nobody at all is present; `queries/proof.py` says where that is.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from typing import TypeVar

from graph.calendar import CivilTime
from graph.errors import InvalidInput, NotFound
from graph.facts import Centre, Committee, Department, FactId, Holding, Person, Policy, Stationing, Unit
from graph.instants import midnight
from graph.snapshot import Snapshot
from graph.view import View
from graph.words import Channel, Role, Term
from queries.handling import Responder, attempt, climb, rungs, seniority
from queries.handling import Step as LadderStep
from queries.place import Place, PlaceAmbiguous, PlaceFound, name, resolve
from queries.policy import Destination, OffDuty, PolicyTable, Rule, Situation, read_policy

Found = TypeVar("Found")

COMMITTEE_ROLES = (Role.COMMITTEE_CHAIR, Role.MEDIATOR)

LOOKED_AHEAD = timedelta(days=35)
"""How far off an answer's end by the clock is looked for, and a department's next shift."""


class Verdict(Term):
    """What became of a step."""

    APPLIED = "applied", "适用"
    CHOSEN = "chosen", "选定"
    VACANT = "vacant", "空缺"
    AWAY = "away", "不在岗"
    EXCLUDED = "excluded", "回避"
    OFF_DUTY = "off_duty", "不当班"


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of a case when it is routed; what it is about stays with the caller.

    `concerns` are the ids of people whom it concerns: they are never chosen, nor do they stand in.
    """

    place: Place
    channel: Channel
    matter: str
    level: str
    received_at: datetime
    stability_risk: bool = False
    concerns: frozenset[FactId] = frozenset()


@dataclass(frozen=True, slots=True)
class OutsideBody:
    """A body that is not of this organisation, such as the county's centre."""

    name: str
    level: str


@dataclass(frozen=True, slots=True)
class OnDuty:
    """A department that takes the case, with the officers who are there for it, from `since` on if not at once."""

    department: Department
    officers: tuple[Person, ...]
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class TaskForce:
    """People and departments who work on it together, under a lead (专班)."""

    lead: Responder
    members: tuple[Responder, ...]
    departments: tuple[Department, ...]


Assignee = Responder | OnDuty | TaskForce | OutsideBody


@dataclass(frozen=True, slots=True)
class RouteStep:
    """A step on the way to the answer: what was looked at, what came of it, by which rule and which facts, and why."""

    order: int
    what: str
    outcome: Verdict
    rule: str | None
    reason: str
    unit: Unit | None = None
    person: Person | None = None
    department: Department | None = None
    facts: tuple[FactId, ...] = ()
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class Ruling:
    """What is to be done with a case that was handed back: by which rule, why, and who takes it; None: ask anew."""

    code: str
    reason: str
    to: Destination | None


@dataclass(frozen=True, slots=True)
class Due:
    """Something to be done by an instant."""

    step: str
    due: datetime


@dataclass(frozen=True, slots=True)
class Next:
    """Who is asked, if by `after` nobody has acted."""

    after: datetime
    to: Assignee


@dataclass(frozen=True, slots=True)
class Route:
    """The answer; `lead` is None where nobody is there to act."""

    place: Unit
    rule: Rule
    policy: Policy
    lead: Assignee | None
    companions: tuple[Assignee, ...]
    steps: tuple[RouteStep, ...]
    deadlines: tuple[Due, ...]
    escalation: tuple[Next, ...]

    @property
    def core(self) -> tuple[object, ...]:
        """What makes two answers the same: the rule, who leads, who is with them, who is next."""
        return self.rule.code, self.lead, self.companions, tuple(n.to for n in self.escalation)


@dataclass(frozen=True, slots=True)
class Presence:
    """Who of a department is on duty at an instant, until when; and if nobody is, when somebody will be."""

    officers: tuple[Person, ...]
    until: datetime | None = None
    next_start: datetime | None = None
    next_officers: tuple[Person, ...] = ()


DutyOf = Callable[[Snapshot, Stationing, datetime, CivilTime], Presence]
"""Who of a stationed department is on duty: `queries.duty` answers it."""


def route(view: View, case: Case, at: datetime, civil: CivilTime, duty: DutyOf, ruling: Ruling | None = None) -> Route:
    """Where `case` goes at the instant `at`, which lies on the view's day; handed back, as `ruling` says.

    Raises InvalidInput for a matter or level that the policy does not know, where there is no policy, and for a place
    that is none or several.
    """
    return Router(view, case, at, civil, duty, ruling).route()


class Router:
    """The routing of one case: it gathers the steps as it goes."""

    def __init__(
        self, view: View, case: Case, at: datetime, civil: CivilTime, duty: DutyOf, ruling: Ruling | None = None
    ) -> None:
        self.view = view
        self.case = case
        self.at = at
        self.civil = civil
        self.duty = duty
        self.ruling = ruling
        self.steps: list[RouteStep] = []
        self.consulted: dict[FactId, Presence] = {}
        self.policy, self.table = policy_in_force(view)
        self.unit = place_of_case(view, case.place)
        self.path = view.path(self.unit)
        self.ladder = view.ladder()

    def route(self) -> Route:
        """The answer."""
        rule = self._ruled()
        lead = self._lead(rule, rule.lead)
        companions = tuple(self._beside(rule, lead))
        start, office = self.case.received_at, self.table.office
        deadlines = tuple(Due(d.step, d.within.after(start, self.civil, office)) for d in rule.deadlines)
        escalation = tuple(
            Next(e.after.after(start, self.civil, office), to)
            for e in rule.escalate
            if (to := self._quietly(lambda e=e: self._lead(rule, e.to))) is not None  # type: ignore[misc]  # bound now
        )
        return Route(self.unit, rule, self.policy, lead, companions, tuple(self.steps), deadlines, escalation)

    # -- the rule ----------------------------------------------------------------------------------------------------

    def _ruled(self) -> Rule:
        """The rule that decides; of a case handed back, with the destination that the ruling names."""
        ruling = self.ruling
        if ruling is None:
            return self._rule()
        self._step("return", Verdict.APPLIED, ruling.code, ruling.reason, facts=(self.policy.id,))
        if ruling.to is None:
            return self._rule()
        rule = self._quietly(self._rule)
        return rule.model_copy(update={"code": ruling.code, "lead": ruling.to})

    def _rule(self) -> Rule:
        table, case = self.table, self.case
        matter, level = table.matter(case.matter), table.level(case.level)
        if matter is None:
            known = ", ".join(m.code for m in table.matters)
            raise InvalidInput(f"The policy knows no matter {case.matter!r}; it knows {known}. 无此事项")
        if level is None:
            known = ", ".join(level.code for level in table.levels)
            raise InvalidInput(f"The policy knows no level {case.level!r}; it knows {known}. 无此等级")
        hours = table.office.hours(self.at, self.civil)
        situation = Situation(case.matter, case.level, case.channel, case.stability_risk, hours)
        fitting = table.fitting(situation)
        if not fitting:
            raise InvalidInput(f"The policy has no rule for {situation}. 政策有漏项")
        rule = fitting[0]
        others = ", ".join(other.code for other in fitting[1:])
        after = f"，先于 {others} / before {others}" if others else ""
        self._step(
            "policy",
            Verdict.APPLIED,
            rule.code,
            f"{matter.name}、{level.name}、{hours.zh}：按“{rule.name}”办理{after} / rule {rule.code} applies.",
            facts=(self.policy.id,),
        )
        return rule

    # -- destinations ------------------------------------------------------------------------------------------------

    def _lead(self, rule: Rule, to: Destination) -> Assignee | None:
        found = self._at(rule, to)
        if found is None and to.kind != "ladder":
            found = self._people(rule, rungs(self.ladder, self.path))
        return found or self._director(rule)

    def _at(self, rule: Rule, to: Destination) -> Assignee | None:
        """Who takes it at a destination, without climbing from there."""
        if to.outside is not None and to.level is not None:
            body = OutsideBody(to.outside, to.level)
            self._step("outside", Verdict.CHOSEN, rule.code, f"报{body.name} / goes to {body.name} ({body.level}).")
            return body
        if to.department is not None:
            return self._department(rule, to.department)
        if to.committee:
            return self._committee(rule)
        if to.task_force is not None:
            return self._task_force(rule, to, to.task_force)
        return self._people(rule, rungs(self.ladder, self.path) if to.post is None else self._from(to.post))

    def _from(self, role: Role) -> Iterator[tuple[Unit, Role]]:
        """The posts to try from a role on: its rung and those above, or the role up the path if it has none."""
        start = next((rung.order for rung in self.ladder if rung.role == role), None)
        if start is None:
            yield from rungs(self.ladder, self.path, role)
            return
        above = {rung.role for rung in self.ladder if rung.order >= start}
        yield from ((unit, post) for unit, post in rungs(self.ladder, self.path) if post in above)

    def _people(self, rule: Rule, posts: Iterable[tuple[Unit, Role]]) -> Responder | None:
        steps, responder = climb(self.view, posts, self.case.concerns)
        self._tell(rule, steps)
        return responder

    def _tell(self, rule: Rule, steps: Iterable[LadderStep]) -> None:
        for step in steps:
            self._step(
                f"{name(self.view, step.unit)}{step.role.zh} / {step.role.label}",
                Verdict[step.outcome.name],
                rule.code,
                step.reason,
                unit=step.unit,
                person=step.person,
                facts=self._evidence(step),
                role=step.role,
            )

    def _evidence(self, step: LadderStep) -> tuple[FactId, ...]:
        """The facts that a step rests on: the posts of the role there, and the absences of those who hold them."""
        posts = [h for h in self.view.holdings_of(step.unit.id) if h.role == step.role]
        absences = [a.id for h in posts if (a := self.view.absence(h.person)) is not None]
        return (*(h.id for h in posts), *absences)

    def _department(self, rule: Rule, called: str) -> OnDuty | None:
        stationings = list(self._stationings(called))
        if not stationings:
            reason = f"{called}未进驻本地综治中心 / {called} is stationed at no centre that serves the place."
            self._step(called, Verdict.VACANT, rule.code, reason)
        for stationing, department in stationings:
            found = self._stationed(rule, stationing, department)
            if found is not None:
                return found
        return None

    def _stationings(self, called: str) -> Iterator[tuple[Stationing, Department]]:
        for centre in self._centres():
            for stationing in self.view.linked(Stationing, "centre", centre.id):
                department = self.view.get(Department, stationing.department)
                if department is not None and department.name == called:
                    yield stationing, department

    def _centres(self) -> Iterator[Centre]:
        """The governance centres that serve the place, nearest first."""
        return chain.from_iterable(self.view.linked(Centre, "serves", unit.id) for unit in self.path)

    def _stationed(self, rule: Rule, stationing: Stationing, department: Department) -> OnDuty | None:
        presence = self.duty(self.view.snapshot, stationing, self.at, self.civil)
        self.consulted[stationing.id] = presence
        there = self._not_concerned(presence.officers)
        mode = stationing.mode
        if there:
            names = "、".join(person.name for person in there)
            reason = f"{department.name}{mode.zh}，{names}当班 / on duty: {names}."
            return self._sent(rule, stationing, OnDuty(department, there), reason)
        later = self._not_concerned(presence.next_officers)
        if rule.off_duty is OffDuty.NEXT_SHIFT and presence.next_start is not None and later:
            reason = f"{department.name}下一班{presence.next_start:%m-%d %H:%M} / at its next shift."
            return self._sent(rule, stationing, OnDuty(department, later, presence.next_start), reason)
        if rule.off_duty is OffDuty.ON_CALL and (asked := self._officers(department)):
            reason = f"{department.name}不当班，联系值班员{asked[0].name} / off duty, its officer is called."
            return self._sent(rule, stationing, OnDuty(department, asked), reason)
        why = "值班员须回避 / its officers are concerned" if presence.officers else "无人当班 / nobody is on duty"
        outcome = Verdict.EXCLUDED if presence.officers else Verdict.OFF_DUTY
        reason = f"{department.name}：{why}."
        self._step(department.name, outcome, rule.code, reason, department=department, facts=(stationing.id,))
        return None

    def _sent(self, rule: Rule, stationing: Stationing, to: OnDuty, reason: str) -> OnDuty:
        facts = (stationing.id, *(h.id for h in self.view.holdings_of(to.department.id)))
        self._step(to.department.name, Verdict.CHOSEN, rule.code, reason, department=to.department, facts=facts)
        return to

    def _officers(self, department: Department) -> tuple[Person, ...]:
        """The department's officers who are present, on duty or not."""
        posts = [h for h in self.view.holdings_of(department.id) if h.role == Role.DUTY_OFFICER]
        present = (h.person for h in sorted(posts, key=seniority) if self.view.absence(h.person) is None)
        return self._not_concerned(p for i in present if (p := self.view.person(i)) is not None)

    def _not_concerned(self, people: Iterable[Person]) -> tuple[Person, ...]:
        return tuple(person for person in people if person.id not in self.case.concerns)

    def _committee(self, rule: Rule) -> Responder | None:
        """The committee of the matter's field: its chair, then its mediators, then the experts of the field."""
        matter = self.table.matter(self.case.matter)
        field = None if matter is None else matter.committee
        if matter is not None and field is None and matter.under is not None:
            above = self.table.matter(matter.under)
            field = None if above is None else above.committee
        for centre in self._centres():
            committees = [c for c in self.view.linked(Committee, "centre", centre.id) if c.field == field]
            for committee in committees:
                found = self._of_pool(rule, committee.name, self._posts_of(committee.id, COMMITTEE_ROLES))
                if found is not None:
                    return found
            experts = [h for h in self._posts_of(centre.id, (Role.EXPERT,)) if h.field == field]
            found = self._of_pool(rule, f"{centre.name}专家库", experts)
            if found is not None:
                return found
        reason = f"没有可用的{field}调委会 / no committee or expert for {field} is there."
        self._step("committee", Verdict.VACANT, rule.code, reason)
        return None

    def _posts_of(self, target: FactId, roles: tuple[Role, ...]) -> list[Holding]:
        posts = [h for h in self.view.holdings_of(target) if h.role in roles]
        return sorted(posts, key=lambda h: (roles.index(h.role), *seniority(h)))

    def _of_pool(self, rule: Rule, called: str, posts: list[Holding]) -> Responder | None:
        for holding in posts:
            step, responder = attempt(self.view, self.unit, holding, self.case.concerns)
            absence = self.view.absence(holding.person)
            facts = (holding.id,) if absence is None else (holding.id, absence.id)
            self._step(
                f"{called}{holding.role.zh}",
                Verdict[step.outcome.name],
                rule.code,
                step.reason,
                person=step.person,
                facts=facts,
            )
            if responder is not None:
                return responder
        return None

    def _task_force(self, rule: Rule, to: Destination, role: Role) -> TaskForce | None:
        lead = self._people(rule, self._from(role))
        if lead is None:
            return None
        members: dict[FactId, Responder] = {}
        for post in to.members:
            found = self._quietly(lambda post=post: self._people(rule, rungs(self.ladder, self.path, post)))  # type: ignore[misc]  # bound now
            if found is not None and found.person.id != lead.person.id:
                members.setdefault(found.person.id, found)
        names = (next(self._stationings(called), None) for called in to.departments)
        departments = tuple(found[1] for found in names if found is not None)
        return TaskForce(lead, tuple(members.values()), departments)

    def _beside(self, rule: Rule, lead: Assignee | None) -> Iterator[Assignee]:
        for to in rule.companions:
            found = self._at(rule, to)
            if found is not None and found != lead:
                yield found

    def _director(self, rule: Rule) -> Responder | None:
        """The last resort: whoever directs a centre that serves the place."""
        for centre in self._centres():
            found = self._of_pool(rule, centre.name, self._posts_of(centre.id, (Role.CENTRE_DIRECTOR,)))
            if found is not None:
                return found
        return None

    # -- steps -------------------------------------------------------------------------------------------------------

    def _step(
        self,
        what: str,
        outcome: Verdict,
        rule: str,
        reason: str,
        *,
        unit: Unit | None = None,
        person: Person | None = None,
        department: Department | None = None,
        facts: tuple[FactId, ...] = (),
        role: Role | None = None,
    ) -> None:
        order = len(self.steps) + 1
        self.steps.append(RouteStep(order, what, outcome, rule, reason, unit, person, department, facts, role))

    def _quietly(self, find: Callable[[], Found]) -> Found:
        """Find something without a word about it: it is not how the lead was found."""
        told = len(self.steps)
        found = find()
        del self.steps[told:]
        return found


# -- what a case is routed by ------------------------------------------------------------------------------------------


def policy_in_force(view: View) -> tuple[Policy, PolicyTable]:
    """The policy of the day, and its table.  Raises InvalidInput if there is none."""
    policy = view.policy()
    if policy is None:
        raise InvalidInput(f"No routing policy is in force on {view.day}: set one first. 当日没有生效的流转政策")
    return policy, read_policy(policy.document)


def place_of_case(view: View, place: Place) -> Unit:
    """The one unit that a case's place is.  Raises NotFound for none, InvalidInput for several."""
    found = resolve(view, place)
    if isinstance(found, PlaceFound):
        return found.unit
    if isinstance(found, PlaceAmbiguous):
        codes = [nearby.unit.id for nearby in found.candidates]
        raise InvalidInput(f"The place may be any of {', '.join(codes)}: ask with the code of one of them. 地点不唯一")
    raise NotFound(f"{found.message} 地点不明", tuple(n.unit.id for n in found.nearest[:3]))


# -- until when --------------------------------------------------------------------------------------------------------


def route_until(
    view: View, case: Case, at: datetime, civil: CivilTime, duty: DutyOf, ruling: Ruling | None = None
) -> tuple[Route, datetime | None]:
    """The route, and the first instant at which another answer would be given by what is recorded today.

    Days on which facts begin or end are looked at without limit; the clock (office hours, shifts) for 35 days.
    """
    router = Router(view.watched(), case, at, civil, duty, ruling)
    answer = router.route()
    limit = at + LOOKED_AHEAD
    while True:
        instant = _next_instant(router, limit)
        if instant is None:
            return answer, None
        try:
            router = Router(view.on(civil.day(instant)).watched(), case, instant, civil, duty, ruling)
            again = router.route()
        except (InvalidInput, NotFound):  # the place or the policy is gone by then
            return answer, instant
        if again.core != answer.core:
            return answer, instant


def _next_instant(router: Router, limit: datetime) -> datetime | None:
    """The next instant at which anything that the router has looked at may be different."""
    at, civil = router.at, router.civil
    day = None if router.view.horizon is None else router.view.horizon.next
    found = [] if day is None else [midnight(day, civil.zone)]
    if at < limit and router.table.minds_the_clock:
        found.append(router.table.office.next_change(at, civil))
    if at < limit and router.consulted:
        found.append(midnight(civil.day(at) + timedelta(days=1), civil.zone))
        changes = (p.until if p.officers else p.next_start for p in router.consulted.values())
        found.extend(instant for instant in changes if instant is not None)
    return min((instant for instant in found if instant > at), default=None)
