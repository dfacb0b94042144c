"""Every failure the core can name.

WanggeError                 root; has a stable `code`
├── RuleViolated            a change would break rules; carries every problem found   RULE_VIOLATED
├── InvalidInput            a value is not of the form asked for                      INVALID_INPUT
│   └── TokenReused         a token that stands for another request already           INVALID_INPUT
├── NotFound                an id or code that nothing answers to                     NOT_FOUND
├── Conflict                somebody else changed the same facts first                CONFLICT
├── TooCostly               a request asks for more than one request may cost         TOO_COSTLY
└── Unavailable             the record cannot be reached or trusted just now          UNAVAILABLE
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from graph.messages import Message, say


@dataclass(frozen=True, slots=True)
class Problem:
    """One broken rule: its stable name, a sentence saying what and how to mend it, and the ids concerned."""

    rule: str
    message: Message
    ids: tuple[str, ...] = ()


class WanggeError(Exception):
    """Root of everything that is expected to go wrong; `code` is stable and safe to show to clients."""

    code = "ERROR"

    @property
    def message(self) -> Message:
        """What is wrong, in a sentence."""
        told = self.args[0] if self.args else self.code
        return told if isinstance(told, Message) else say("listed", parts=str(told))


class RuleViolated(WanggeError):
    """A change that would break at least one rule; all the problems found are in `problems`."""

    code = "RULE_VIOLATED"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        first, more = self.problems[0], len(self.problems) - 1
        if more:
            super().__init__(say("problem-and-more", rule=first.rule, problem=first.message, count=more))
        else:
            super().__init__(say("problem", rule=first.rule, problem=first.message))


class InvalidInput(WanggeError):
    """A value that is not of the form asked for; `ids` are those that it was said of."""

    code = "INVALID_INPUT"

    def __init__(self, message: str, ids: tuple[str, ...] = ()) -> None:
        self.ids = ids
        super().__init__(message)


class TokenReused(InvalidInput):
    """A token that its actor used for another request already; `made`: the id of the change that it stands for."""

    def __init__(self, made: str | None = None) -> None:
        what = say("something-else") if made is None else say("another-change", made=made)
        super().__init__(say("token-reused", what=what), () if made is None else (made,))


class NotFound(WanggeError):
    """An id or code that nothing answers to."""

    code = "NOT_FOUND"

    def __init__(self, message: str, ids: tuple[str, ...] = ()) -> None:
        self.ids = ids
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Rival:
    """A change by somebody else that stands in the way of ours."""

    revision: int
    actor: str
    at: datetime
    reason: str
    ids: tuple[str, ...]


class Conflict(WanggeError):
    """The same facts were changed by others since the revision that this change was built on."""

    code = "CONFLICT"

    def __init__(self, rivals: tuple[Rival, ...], message: str) -> None:
        self.rivals = rivals
        super().__init__(message)


class Unavailable(WanggeError):
    """The record cannot be reached or trusted just now."""

    code = "UNAVAILABLE"


class TooCostly(WanggeError):
    """A request that costs more than one request may: `cost` when it was stopped, and the `limit`, in `unit`.

    `what` costs so much, and `besides` is what else the caller has to know.
    """

    code = "TOO_COSTLY"
    unit = "microseconds"

    def __init__(self, cost: int, limit: int, what: Message | None = None, besides: Message | None = None) -> None:
        self.cost, self.limit, self.what = cost, limit, what or say("this")
        told = say("too-costly", what=self.what, cost=_seconds(cost), limit=_seconds(limit))
        super().__init__(told if besides is None else say("and-besides", first=told, besides=besides))


def _seconds(units: int) -> Message:
    return say("seconds", seconds=units / 1_000_000)
