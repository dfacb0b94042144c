"""Who is to be found at a destination of a policy: posts, departments, committees, task forces, centres.

Each look leaves a step.  What is done where nobody is found is `queries/cases/routing.py`'s.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import TypeVar

from graph.errors import InvalidInput, NotFound
from graph.facts import Centre, Committee, Department, FactId, Holding, LadderRung, Person, Policy, Stationing, Unit
from graph.messages import say
from graph.roles import is_held_of_units
from graph.texts import name_key
from graph.time.calendar import CivilTime
from graph.view import View
from graph.words import Role
from queries.cases.policy import Destination, OffDuty, PolicyTable, Rule, read_policy
from queries.cases.route import Assignee, Case, DutyOf, OnDuty, OutsideBody, Presence, RouteStep, TaskForce, Verdict
from queries.cases.tiers import Tier, highest, tier_of_role
from queries.places.handling import Responder, attempt, climb, seniority
from queries.places.handling import Step as LadderStep
from queries.places.place import Place, PlaceAmbiguous, PlaceFound, name, resolve

Found = TypeVar("Found")
Stationed = tuple[Stationing, Department]
"""A department, and that it works at a centre."""

COMMITTEE_ROLES = (Role.COMMITTEE_CHAIR, Role.MEDIATOR)

NEVER_OF_UNITS = frozenset(role for role in Role if not is_held_of_units(role))
"""Roles whose posts are of centres, or of committees and departments there."""


class Search:
    """A case and the day on which somebody is looked for, with the steps gathered so far."""

    def __init__(self, view: View, case: Case, at: datetime, civil: CivilTime, duty: DutyOf) -> None:
        self.view = view
        self.case = case
        self.at = at
        self.civil = civil
        self.duty = duty
        self.steps: list[RouteStep] = []
        self.consulted: dict[FactId, Presence] = {}
        self.attending: dict[FactId, Presence] = {}
        """Who is on duty of the departments asked: on which the answer rests, and of which steps alone tell."""
        self.policy, self.table = policy_in_force(view)
        self.unit = place_of_case(view, case.place)
        self.path = view.path(self.unit)
        self.ladder = view.ladder()

    # -- destinations ------------------------------------------------------------------------------------------------

    def _at(self, rule: Rule, to: Destination, floor: Tier | None = None) -> Assignee | None:
        """Who takes it at a destination: a post's holder or whoever is above them; nobody below `floor`."""
        if to.outside is not None and to.level is not None:
            body = OutsideBody(to.outside, to.level)
            self._step(
                say("an-outside-body"), Verdict.CHOSEN, rule.code, say("goes-outside", body=body.name, level=body.level)
            )
            return body
        if to.department is not None:
            return self._department(rule, to.department)
        if to.committee:
            return self._committee(rule, floor)
        if to.task_force is not None:
            return self._task_force(rule, to, to.task_force, floor)
        return self._people(rule, self._rungs(floor)) if to.post is None else self._post(rule, to.post, floor)

    def _post(self, rule: Rule, role: Role, floor: Tier | None) -> Responder | None:
        """Who holds the posts of a role, or is above them on the ladder; of a role that is not on it, none above."""
        first = tier_of_role(self.ladder, role)
        if first is not None:
            return self._people(rule, self._rungs(highest((first, floor))))
        return self._of_units(rule, role, floor) or self._of_centres(rule, role, floor)

    def _rungs(self, floor: Tier | None) -> Iterator[tuple[Unit, Role]]:
        return rungs_above(self.ladder, self.path, floor)

    def _of_units(self, rule: Rule, role: Role, floor: Tier | None) -> Responder | None:
        path = [] if role in NEVER_OF_UNITS else self.path
        posts = [(unit, role) for unit in path if not Tier(unit.kind.depth).is_below(floor)]
        return self._people(rule, posts)

    def _of_centres(self, rule: Rule, role: Role, floor: Tier | None) -> Responder | None:
        """Who holds posts of a role of a centre that serves the place, or of its committees and departments."""
        for centre in self._centres(floor):
            below = [c.id for c in self.view.linked(Committee, "centre", centre.id)]
            below += [s.department for s in self.view.linked(Stationing, "centre", centre.id)]
            posts = [post for of in (centre.id, *below) for post in self._posts_of(of, (role,))]
            found = self._of_pool(rule, centre.name, posts)
            if found is not None:
                return found
        return None

    def _people(self, rule: Rule, posts: Iterable[tuple[Unit, Role]]) -> Responder | None:
        steps, responder = climb(self.view, posts, self.case.concerns)
        self._tell(rule, steps)
        return responder

    def _tell(self, rule: Rule, steps: Iterable[LadderStep]) -> None:
        for step in steps:
            self._step(
                say("role-of-unit", unit=name(self.view, step.unit), role=step.role),
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
        """A department at the nearest centre where it is on duty; if it is at none, what the rule says of that."""
        stationings = list(self._stationings(called))
        if not stationings:
            self._not_stationed(rule, called)
            return None
        for stationing, department in stationings:
            presence = self._presence(stationing, self.consulted)
            if there := self._not_concerned(presence.officers):
                names = "、".join(person.name for person in there)
                reason = say("department-on-duty", department=department.name, mode=stationing.mode, names=names)
                return self._sent(rule, stationing, OnDuty(department, there), reason)
        brought = self._brought(rule, stationings)
        if brought is None:
            self._off_duty(rule, stationings, self.consulted)
        return brought

    def _not_stationed(self, rule: Rule, called: str) -> None:
        reason = say("not-stationed", called=called)
        self._step(called, Verdict.VACANT, rule.code, reason, body=called)

    def _stationings(self, called: str) -> Iterator[Stationed]:
        for centre in self._centres():
            for stationing in self.view.linked(Stationing, "centre", centre.id):
                department = self.view.get(Department, stationing.department)
                if department is not None and name_key(department.name) == name_key(called):
                    yield stationing, department

    def _centres(self, floor: Tier | None = None) -> Iterator[Centre]:
        """The governance centres that serve the place, nearest first, but for those below `floor`."""
        return centres_above(self.view, self.path, floor)

    def _presence(self, stationing: Stationing, known: dict[FactId, Presence]) -> Presence:
        if stationing.id not in known:
            known[stationing.id] = self.duty(self.view.snapshot, stationing, self.at, self.civil)
        return known[stationing.id]

    def _brought(self, rule: Rule, stationings: list[Stationed]) -> OnDuty | None:
        """A department that is off duty, at its next shift or by a call, if the rule wants that."""
        stationing, department = stationings[0]
        if rule.off_duty is OffDuty.NEXT_SHIFT:
            presences = [(posted, self._presence(posted, self.consulted)) for posted, _ in stationings]
            shifts = [
                (presence.next_start, number, posted, later)
                for number, (posted, presence) in enumerate(presences)
                if presence.next_start is not None and (later := self._not_concerned(presence.next_officers))
            ]
            if shifts:
                start, _, posted, later = min(shifts, key=lambda shift: shift[:2])
                reason = say("at-next-shift", department=department.name, start=start)
                return self._sent(rule, posted, OnDuty(department, later, start), reason)
        if rule.off_duty is OffDuty.ON_CALL and (asked := self._officers(department)):
            reason = say("officer-called", department=department.name, asked=asked[0].name)
            return self._sent(rule, stationing, OnDuty(department, asked), reason)
        return None

    def _off_duty(self, rule: Rule, stationings: list[Stationed], known: dict[FactId, Presence]) -> None:
        """Say once of a department that it is on duty at no centre that serves the place, and when it is next."""
        department = stationings[0][1]
        called = department.name
        presences = [self._presence(stationing, known) for stationing, _ in stationings]
        concerned = any(presence.officers for presence in presences)
        outcome = Verdict.EXCLUDED if concerned else Verdict.OFF_DUTY
        why = say("officers-concerned") if concerned else say("nobody-on-duty")
        if starts := [presence.next_start for presence in presences if presence.next_start is not None]:
            reason = say("off-duty-until", called=called, why=why, start=min(starts))
        else:
            reason = say("off-duty-of", called=called, why=why)
        facts = tuple(stationing.id for stationing, _ in stationings)
        self._step(called, outcome, rule.code, reason, department=department, facts=facts, body=called)

    def _sent(self, rule: Rule, stationing: Stationing, to: OnDuty, reason: str) -> OnDuty:
        called = to.department.name
        facts = (stationing.id, *(h.id for h in self.view.holdings_of(to.department.id)))
        self._step(called, Verdict.CHOSEN, rule.code, reason, department=to.department, facts=facts, body=called)
        return to

    def _officers(self, department: Department) -> tuple[Person, ...]:
        """The department's officers who are present, on duty or not."""
        posts = [h for h in self.view.holdings_of(department.id) if h.role == Role.DUTY_OFFICER]
        present = (h.person for h in sorted(posts, key=seniority) if self.view.absence(h.person) is None)
        return self._not_concerned(p for i in present if (p := self.view.person(i)) is not None)

    def _not_concerned(self, people: Iterable[Person]) -> tuple[Person, ...]:
        return tuple(person for person in people if person.id not in self.case.concerns)

    def _committee(self, rule: Rule, floor: Tier | None) -> Responder | None:
        """The committee of the matter's field: its chair, then its mediators, then the experts of the field."""
        field = self.table.field(self.case.matter)
        for centre in self._centres(floor):
            committees = [c for c in self.view.linked(Committee, "centre", centre.id) if c.field == field]
            for committee in committees:
                found = self._of_pool(rule, committee.name, self._posts_of(committee.id, COMMITTEE_ROLES))
                if found is not None:
                    return found
            experts = [h for h in self._posts_of(centre.id, (Role.EXPERT,)) if h.field == field]
            found = self._of_pool(rule, say("expert-pool", centre=centre.name), experts)
            if found is not None:
                return found
        reason = say("no-committee-or-expert", field=field)
        self._step(say("a-committee"), Verdict.VACANT, rule.code, reason)
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
                say("post-of-pool", called=called, role=holding.role),
                Verdict[step.outcome.name],
                rule.code,
                step.reason,
                person=step.person,
                facts=facts,
            )
            if responder is not None:
                return responder
        return None

    def _task_force(self, rule: Rule, to: Destination, role: Role, floor: Tier | None) -> TaskForce | None:
        lead = self._post(rule, role, floor) or self._director(rule, floor)
        return None if lead is None else self._force(rule, to, lead)

    def _force(self, rule: Rule, to: Destination, lead: Responder) -> TaskForce:
        """The task force of a destination under whoever leads it: its members and departments stay."""
        members = self._members(rule, to, but=lead.person.id)
        return TaskForce(lead, tuple(members), tuple(self._force_departments(rule, to)))

    def _members(self, rule: Rule, to: Destination, but: FactId | None) -> Iterator[Responder]:
        """A task force's members, each person once; of a post that nobody fills a step says so."""
        seen = {but}
        for role in to.members:
            found = self._quietly(lambda role=role: self._member(rule, role))  # type: ignore[misc]  # bound now
            if found is None:
                reason = say("task-force-member-missing", role=role)
                self._step(say("task-force-member", role=role), Verdict.VACANT, rule.code, reason)
            elif found.person.id not in seen:
                seen.add(found.person.id)
                yield found

    def _member(self, rule: Rule, role: Role) -> Responder | None:
        return self._of_units(rule, role, None) or self._of_centres(rule, role, None)

    def _force_departments(self, rule: Rule, to: Destination) -> Iterator[Department]:
        """A task force's departments, on duty or not; a step says of each how it is."""
        for called in to.departments:
            stationings = list(self._stationings(called))
            if not stationings:
                self._not_stationed(rule, called)
                continue
            department = stationings[0][1]
            presences = [(stationing, self._presence(stationing, self.attending)) for stationing, _ in stationings]
            there = next(((s, o) for s, p in presences if (o := self._not_concerned(p.officers))), None)
            if there is None:
                self._off_duty(rule, stationings, self.attending)
            else:
                names = "、".join(person.name for person in there[1])
                reason = say("department-takes-part", called=called, names=names)
                self._sent(rule, there[0], OnDuty(department, there[1]), reason)
            yield department

    def _director(self, rule: Rule, floor: Tier | None) -> Responder | None:
        """The last resort: whoever directs a centre that serves the place, of a level not below `floor`."""
        for centre in self._centres(floor):
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
        body: str | None = None,
    ) -> None:
        order = len(self.steps) + 1
        self.steps.append(RouteStep(order, what, outcome, rule, reason, unit, person, department, facts, role, body))

    def _quietly(self, find: Callable[[], Found]) -> Found:
        """Find something without a word about it: it is not how the lead was found."""
        told = len(self.steps)
        found = find()
        del self.steps[told:]
        return found


def rungs_above(ladder: Iterable[LadderRung], path: Iterable[Unit], floor: Tier | None) -> Iterator[tuple[Unit, Role]]:
    """The ladder's posts from a place upwards, but for those below `floor`."""
    path = list(path)
    for rung in ladder:
        for unit in path:
            if unit.kind == rung.unit_kind and not Tier(unit.kind.depth, rung.order).is_below(floor):
                yield unit, rung.role


def centres_above(view: View, path: Iterable[Unit], floor: Tier | None) -> Iterator[Centre]:
    """The governance centres that serve a place, nearest first, but for those below `floor`."""
    for unit in path:
        if not Tier(unit.kind.depth).is_below(floor):
            yield from view.linked(Centre, "serves", unit.id)


# -- what a case is routed by ------------------------------------------------------------------------------------------


def policy_in_force(view: View) -> tuple[Policy, PolicyTable]:
    """The policy of the day, and its table.  Raises InvalidInput if there is none."""
    policy = view.policy()
    if policy is None:
        raise InvalidInput(say("no-policy-on-day", day=view.day))
    return policy, read_policy(policy.document)


def place_of_case(view: View, place: Place) -> Unit:
    """The one unit that a case's place is.  Raises NotFound for none, InvalidInput for several."""
    found = resolve(view, place)
    if isinstance(found, PlaceFound):
        return found.unit
    if isinstance(found, PlaceAmbiguous):
        codes = [nearby.unit.id for nearby in found.candidates]
        raise InvalidInput(say("place-not-one", codes=tuple(codes)))
    raise NotFound(say("place-unclear", message=found.message), tuple(n.unit.id for n in found.nearest[:3]))
