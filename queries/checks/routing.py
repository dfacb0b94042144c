"""Where cases would go wrong: no policy, a policy with faults, places whose cases reach nobody."""

from collections.abc import Iterator
from datetime import datetime, time

from graph.calendar import CivilTime
from graph.errors import InvalidInput
from graph.view import View
from queries.checks.finding import Check, Fault, Severity, called, fault
from queries.duty import presence
from queries.policy import findings, read_policy
from queries.proof import prove_reached


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
            "W731",
            Severity.ERROR,
            "案件无人承办 / cases that reach nobody",
            "任命或指定代岗 / appoint somebody on the ladder, or name a stand-in for whoever is away.",
            reaches_nobody,
        ),
    )
