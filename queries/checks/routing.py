"""Where cases would go wrong: no policy, a policy with faults, places whose cases reach nobody."""

from collections.abc import Iterator
from datetime import datetime, time

from graph.errors import InvalidInput
from graph.facts import Committee, Department, Holding, Policy
from graph.messages import say
from graph.texts import name_key
from graph.time.calendar import CivilTime
from graph.view import View
from graph.words import Role
from queries.cases.policy import PolicyTable, findings, read_policy
from queries.cases.proof import prove_reached
from queries.checks.finding import Check, Fault, Severity, called, fault
from queries.duty.roster import presence


def no_policy(view: View) -> Iterator[Fault]:
    """A routing policy is in force."""
    if view.policy() is None:
        yield fault(say("no-policy-in-force"))


def faulty_policy(view: View) -> Iterator[Fault]:
    """The routing policy in force decides every combination, by one rule, and every rule decides some."""
    policy = view.policy()
    if policy is None:
        return
    try:
        table = read_policy(policy.document)
        found = [say("policy-finding", check=finding.check, finding=finding.message) for finding in findings(table)]
    except InvalidInput as error:
        found = [error.message]
    for message in found:
        yield fault(say("policy-faulty", policy=policy.id, fault=message), policy.id)


def _told(*instants: datetime) -> list[str]:
    """The instants as days, if each is a midnight, else by the minute."""
    whole = all(instant.time() == time.min for instant in instants)
    return [f"{instant:%Y-%m-%d}" if whole else f"{instant:%Y-%m-%d %H:%M}" for instant in instants]


def unknown_departments(view: View) -> Iterator[Fault]:
    """Every department that the policy in force sends cases to is there, under that name."""
    policy, table = _readable(view)
    if policy is None or table is None:
        return
    known = {name_key(department.name) for department in view.all(Department)}
    named = {name for to in table.destinations for name in (to.department, *to.departments) if name is not None}
    for name in sorted(named):
        if name_key(name) not in known:
            yield fault(
                say("policy-names-no-department", policy=policy.id, name=name),
                policy.id,
            )


def unknown_fields(view: View) -> Iterator[Fault]:
    """For every field of mediation that the policy in force names there is a committee, or an expert of the field."""
    policy, table = _readable(view)
    if policy is None or table is None:
        return
    known = {committee.field for committee in view.all(Committee)}
    known |= {post.field for post in view.all(Holding) if post.role == Role.EXPERT}
    for field in sorted({matter.committee for matter in table.matters if matter.committee is not None} - known):
        yield fault(
            say("policy-names-no-field", policy=policy.id, field=field),
            policy.id,
        )


def _readable(view: View) -> tuple[Policy | None, PolicyTable | None]:
    policy = view.policy()
    try:
        return policy, None if policy is None else read_policy(policy.document)
    except InvalidInput:
        return policy, None


def routing_checks(civil: CivilTime) -> tuple[Check, ...]:
    """The checks of routing, by this zone and calendar."""

    def reaches_nobody(view: View) -> Iterator[Fault]:
        """For every place, matter, level, channel and hour of the coming 31 days a case reaches somebody present.

        Whoever leads is of the level that the rule names, or above.
        With a faulty policy, now or then, nothing is proved.
        """
        if any(faulty_policy(view)):
            return
        try:
            proof = prove_reached(view.snapshot, view.day, civil, presence)
        except InvalidInput:  # of a policy that is to come
            return
        for hole in proof.unreached:
            where, rules = called(view, hole.unit), ", ".join(hole.rules)
            start, end = _told(hole.start, hole.end)
            yield fault(
                say("cases-reach-nobody", where=where, start=start, end=end, rules=rules),
                hole.unit.id,
            )

    return (
        Check(
            "W721",
            Severity.WARNING,
            say("no-routing-policy"),
            say("set-one-docs-policy-md-until"),
            no_policy,
        ),
        Check(
            "W722",
            Severity.ERROR,
            say("faulty-routing-policy"),
            say("mend-the-file-check-it-with"),
            faulty_policy,
        ),
        Check(
            "W723",
            Severity.WARNING,
            say("department-of-the-policy-unknown"),
            say("add-the-department-or-correct-its"),
            unknown_departments,
        ),
        Check(
            "W724",
            Severity.WARNING,
            say("field-of-the-policy-without-a"),
            say("set-up-a-committee-or-name"),
            unknown_fields,
        ),
        Check(
            "W731",
            Severity.ERROR,
            say("cases-that-reach-nobody"),
            say("appoint-somebody-on-the-ladder-or"),
            reaches_nobody,
        ),
    )
