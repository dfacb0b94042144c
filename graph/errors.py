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


@dataclass(frozen=True, slots=True)
class Problem:
    """One broken rule: its stable name, a sentence saying what and how to mend it, and the ids concerned."""

    rule: str
    message: str
    ids: tuple[str, ...] = ()


class WanggeError(Exception):
    """Root of everything that is expected to go wrong; `code` is stable and safe to show to clients."""

    code = "ERROR"


class RuleViolated(WanggeError):
    """A change that would break at least one rule; all the problems found are in `problems`."""

    code = "RULE_VIOLATED"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        first = self.problems[0]
        more = f" (and {len(self.problems) - 1} more)" if len(self.problems) > 1 else ""
        super().__init__(f"{first.rule}: {first.message}{more}")


class InvalidInput(WanggeError):
    """A value that is not of the form asked for; `ids` are those that it was said of."""

    code = "INVALID_INPUT"

    def __init__(self, message: str, ids: tuple[str, ...] = ()) -> None:
        self.ids = ids
        super().__init__(message)


class TokenReused(InvalidInput):
    """A token that its actor used for another request already; `made`: the id of the change that it stands for."""

    def __init__(self, made: str | None = None) -> None:
        what = "something else" if made is None else f"another change, {made}"
        message = f"The token was used for {what} already; give each request a token of its own. 令牌已用于其他请求"
        super().__init__(message, () if made is None else (made,))


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

    def __init__(self, cost: int, limit: int, what: str = "This", besides: str = "") -> None:
        self.cost, self.limit, self.what = cost, limit, what
        super().__init__(
            f"{what} costs {_seconds(cost)} of processor time or more; one request may cost {_seconds(limit)}. Ask for "
            "less at once: fewer places, days or units, or a page at a time; or let the operator raise "
            f"WANGGE_REQUEST_SECONDS. 请求过大，请缩小范围或分次查询{besides}"
        )


def _seconds(units: int) -> str:
    return f"{units / 1_000_000:.2f} s"
