"""Routing policies put in force."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from graph.change import Change
from graph.edits.draft import Draft, plausible
from graph.edits.settings import set_policy
from graph.errors import NotFound
from graph.facts import Policy
from graph.live import LiveModel
from graph.record.settings import RecordSettings
from graph.snapshot import Snapshot
from graph.view import View
from queries.cases.policy import sound_policy


@dataclass(frozen=True, slots=True)
class InForce:
    """A policy that was put in force, and the revision it is saved as."""

    name: str
    revision: int


async def put_in_force(settings: RecordSettings, model: LiveModel, text: str, day: date, *, reason: str) -> InForce:
    """Put the policy that `text` states in force from `day` on.  Raises InvalidInput if anything is wrong with it."""
    table = sound_policy(text)

    def build(snapshot: Snapshot) -> Change:
        draft = Draft(snapshot)
        set_policy(draft, table.name, text, plausible(day))
        return Change(
            operations=tuple(draft.operations),
            actor=settings.actor,
            reason=reason,
            at=datetime.now(UTC),
            summary=draft.summary(),
        )

    recorded = await model.decide(build)
    return InForce(table.name, recorded.revision)


def in_force(model: LiveModel, day: date) -> Policy:
    """The policy in force on a day.  Raises NotFound."""
    found = View(model.snapshot, day).policy()
    if found is None:
        raise NotFound("No routing policy is in force on that day. 当日没有生效的流转政策")
    return found
