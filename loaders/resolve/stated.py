"""What rows and events state: facts of a draft with their place in a file; what edits refuse is a fault there."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from graph.edits.draft import Draft
from graph.errors import InvalidInput, NotFound
from graph.facts import Fact, FactId
from graph.messages import Message
from graph.time.validity import until
from loaders.faults import Findings, Where


def source(draft: Draft, fact_id: FactId) -> Where | None:
    """Where in the files a fact was stated last; None: nowhere."""
    found = draft.sources.get(fact_id)
    return found if isinstance(found, Where) else None


def place(draft: Draft, fact_id: FactId) -> Where:
    """As `source`; a place in no file where nothing stated the fact."""
    return source(draft, fact_id) or Where("")


@contextmanager
def stating(draft: Draft, where: Where, findings: Findings, remedy: Message) -> Iterator[None]:
    """Let a place in a file state what is drafted herein; what an edit refuses is a fault of that place."""
    before, draft.source = draft.source, where
    try:
        yield
    except (InvalidInput, NotFound) as error:
        findings.fault(where, error.message, remedy)
    finally:
        draft.source = before


def free(draft: Draft, fact_id: FactId | None, line: Sequence[Fact], start: date, end: date | None) -> bool:
    """Say whether a file's own id can be taken for [start, end): nothing has it, nothing of the line holds then."""
    if fact_id is None or draft.find(fact_id) is not None:
        return False
    return not any(fact.start < (end or date.max) and start < until(fact) for fact in line)
