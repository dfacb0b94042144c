"""A change: a list of two kinds of operation, with who, why and when.  It knows nothing of what it is applied to."""

from dataclasses import dataclass, field
from datetime import date, datetime

from graph.facts import Fact, FactId


@dataclass(frozen=True, slots=True)
class Put:
    """State a fact: a new one, or a better version of the one that has this id."""

    fact: Fact

    @property
    def fact_id(self) -> FactId:
        """The id of the fact concerned."""
        return self.fact.id


@dataclass(frozen=True, slots=True)
class End:
    """Let a fact end on a day: from that day on it no longer holds.  On its first day it is annulled."""

    fact_id: FactId
    on: date


Operation = Put | End


@dataclass(frozen=True, slots=True)
class Asked:
    """By what a request is known again that is sent twice, so that it makes one change: two digests.

    `by` is that of who asks and of the token that they chose, `content` of what is asked for.
    """

    by: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What somebody decided: operations that are applied together or not at all.

    `at` is when it was decided (an instant with its zone), not when it takes effect: the facts say that themselves.
    `asked` is kept with it for who asks again, and is no part of what it says.
    """

    operations: tuple[Operation, ...]
    actor: str
    reason: str
    at: datetime
    summary: str = ""
    asked: Asked | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A change that became part of the record, as the revision it made.

    `was` holds, for each operation, the fact of its id before the change; None where there was none.
    """

    revision: int
    change: Change
    was: tuple[Fact | None, ...]

    @property
    def id(self) -> str:
        """The change's stable id: `change-812` made revision 812."""
        return change_id(self.revision)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the journal: a recorded change without its operations, of which there are `size`."""

    revision: int
    at: datetime
    actor: str
    reason: str
    summary: str
    size: int

    @property
    def id(self) -> str:
        """The change's stable id."""
        return change_id(self.revision)


def change_id(revision: int) -> str:
    """The id of the change that made a revision."""
    return f"change-{revision}"


def revision_of(change: str) -> int | None:
    """The revision that the change of an id made; None if it is no such id."""
    number = change.removeprefix("change-")
    return int(number) if change.startswith("change-") and number.isdecimal() and len(number) <= 12 else None
