"""Rules about posts: what a role may be held of."""

from collections.abc import Iterator

from graph.errors import Problem
from graph.facts import CLASS_BY_NAME, Fact, FactId, Holding, LadderRung, StaffingRule
from graph.messages import say
from graph.roles import kind_fault, post_fault
from graph.rules.step import Step, name_of
from graph.snapshot import Snapshot
from graph.time.validity import is_void


def post_possible(step: Step) -> Iterator[Problem]:
    """A role is held of what it may be held of, and ladder and staffing standard ask for no other."""
    for holding in step.of(Holding):
        target = _target(step.after, holding.of)
        fault = None if target is None or is_void(holding) else post_fault(holding.role, target)
        if fault:
            message = say(
                "post-impossible",
                person=name_of(step.after, holding.person),
                of=name_of(step.after, holding.of),
                fault=fault,
            )
            yield Problem("post-possible", message, (holding.id, holding.person, holding.of))
    settings: list[LadderRung | StaffingRule] = [*step.of(LadderRung), *step.of(StaffingRule)]
    for setting in settings:
        fault = None if is_void(setting) else kind_fault(setting.role, setting.unit_kind)
        if fault:
            called = say("the-ladder") if isinstance(setting, LadderRung) else say("the-standard")
            yield Problem("post-possible", say("setting-impossible", called=called, fault=fault), (setting.id,))


def _target(snapshot: Snapshot, of: FactId) -> Fact | None:
    found = (snapshot.get(CLASS_BY_NAME[name], of) for name in Holding.LINKS["of"])
    return next((fact for fact in found if fact is not None), None)
