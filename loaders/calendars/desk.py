"""A draft of the duty that calendars state, which remembers what stated each fact; refusals become faults there."""

from collections.abc import Callable
from dataclasses import dataclass, field

from graph.edits.draft import Draft
from graph.errors import InvalidInput, NotFound
from graph.facts import FactId
from graph.messages import say
from loaders.faults import Findings, Where
from loaders.resolve.desk import Desk


@dataclass(slots=True)
class DutyDraft:
    """Edits of duty, each with its place in a file."""

    draft: Draft
    findings: Findings
    sources: dict[FactId, Where] = field(default_factory=dict)

    def edit(self, where: Where, edit: Callable[[Draft], object]) -> None:
        """Make an edit; what it refuses is a fault."""
        begun = len(self.draft.operations)
        try:
            edit(self.draft)
        except (InvalidInput, NotFound) as error:
            self.findings.fault(where, error.message, say("see-duty"))
        for operation in self.draft.operations[begun:]:
            self.sources[operation.fact_id] = where

    def give(self, desk: Desk) -> None:
        """Put the facts as they are now on the desk of the whole import."""
        for operation in self.draft.operations:
            fact = self.draft.snapshot.find(operation.fact_id)
            if fact is not None:
                desk.put(fact, self.sources[fact.id])
