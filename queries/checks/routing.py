"""Where cases would go wrong: no policy, a policy with faults, places whose cases reach nobody."""

from collections.abc import Iterator
from datetime import datetime, time

from graph.errors import InvalidInput
from graph.facts import Committee, Department, Holding, Policy
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
        yield fault("没有生效的流转政策", "no routing policy is in force.")


def faulty_policy(view: View) -> Iterator[Fault]:
    """The routing policy in force decides every combination, by one rule, and every rule decides some."""
    policy = view.policy()
    if policy is None:
        return
    try:
        found = [f"{finding.check}: {finding.message}" for finding in findings(read_policy(policy.document))]
    except InvalidInput as error:
        found = [str(error)]
    for message in found:
        yield fault(f"{policy.name}有误", f"{policy.id}: {message}", policy.id)


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
            zh = f"{policy.name}所指的部门{name}不存在"
            yield fault(zh, f"{policy.id} sends cases to the department {name}, and none is called so.", policy.id)


def unknown_fields(view: View) -> Iterator[Fault]:
    """For every field of mediation that the policy in force names there is a committee, or an expert of the field."""
    policy, table = _readable(view)
    if policy is None or table is None:
        return
    known = {committee.field for committee in view.all(Committee)}
    known |= {post.field for post in view.all(Holding) if post.role == Role.EXPERT}
    for field in sorted({matter.committee for matter in table.matters if matter.committee is not None} - known):
        zh = f"{policy.name}所指的{field}没有调委会或专家"
        yield fault(zh, f"{policy.id} names the field {field}, and no committee or expert has it.", policy.id)


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
            zh = f"{where}自{start}至{end}（不含）按 {rules} 流转的案件无人承办"
            yield fault(zh, f"cases of {where} by {rules} reach nobody from {start} to {end}.", hole.unit.id)

    return (
        Check(
            "W721",
            Severity.WARNING,
            "无流转政策 / no routing policy",
            "设定流转政策 / set one (docs/policy.md): until then no case can be routed.",
            no_policy,
        ),
        Check(
            "W722",
            Severity.ERROR,
            "流转政策有误 / faulty routing policy",
            "修正后重新设定 / mend the file, check it with `wangge policy check`, set it again.",
            faulty_policy,
        ),
        Check(
            "W723",
            Severity.WARNING,
            "政策所指部门不存在 / department of the policy unknown",
            "新增部门，或更正政策中的名称 / add the department, or correct its name in the policy.",
            unknown_departments,
        ),
        Check(
            "W724",
            Severity.WARNING,
            "政策所指调解领域无人 / field of the policy without a committee",
            "设立调委会或聘任专家，或更正政策 / set up a committee or name an expert, or correct the policy.",
            unknown_fields,
        ),
        Check(
            "W731",
            Severity.ERROR,
            "案件无人承办 / cases that reach nobody",
            "任命或指定代岗 / appoint somebody on the ladder, or name a stand-in for whoever is away.",
            reaches_nobody,
        ),
    )
