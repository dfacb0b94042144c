"""The integrity checks of a model: what is wrong with it, or may be, and how to mend it.

`CATALOGUE` is the whole list, each under a number that never changes; `docs/checks.md` is made from it and from the
checks of decisions, which are made one by one (`queries/checks/decisions.py`).
"""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from graph.time.calendar import CivilTime
from graph.view import View
from queries.checks import cover, decisions, lineage, naming, outlines, parts, people, routing, rules, setup, sizes
from queries.checks.finding import Check, Finding, Severity

__all__ = ["CATALOGUE", "Check", "Finding", "Severity", "catalogue", "check_model", "table"]


def catalogue(civil: CivilTime) -> tuple[Check, ...]:
    """Every check, by number; those that look at the clock go by this zone and calendar."""
    checks = (
        *rules.CHECKS,
        *naming.CHECKS,
        *parts.CHECKS,
        *outlines.CHECKS,
        *sizes.CHECKS,
        *people.CHECKS,
        *cover.CHECKS,
        *lineage.CHECKS,
        *setup.CHECKS,
        *setup.duty_checks(civil),
        *routing.routing_checks(civil),
    )
    return tuple(sorted(checks, key=lambda check: check.number))


CATALOGUE: tuple[Check, ...] = catalogue(CivilTime(ZoneInfo("Asia/Shanghai")))
"""Every check, by number."""


def check_model(view: View, checks: Iterable[Check] = CATALOGUE) -> list[Finding]:
    """Everything that the checks find in the view's snapshot: the rules over all time, the others on the view's day.

    Where the rules are broken that questions rest on, none is asked: W100 says so, beside the breaches.
    By number, then by ids: equal views give equal lists.  Cost: the whole model, for each check.
    """
    if any(rules.baseless(view)):
        checks = [check for check in checks if check in rules.CHECKS]
    found = (finding for check in checks for finding in check.findings(view))
    return sorted(found, key=lambda finding: (finding.number, finding.ids))


def table() -> str:
    """The catalogue as the table of `docs/checks.md`."""
    listed = sorted((*CATALOGUE, *decisions.ALL), key=lambda check: check.number)
    rows = ["| number | severity | check | what should hold | how to mend it |", "|---|---|---|---|---|"]
    rows += [
        f"| `{check.number}` | {check.severity} {check.severity.zh} | {check.title} | {check.about} | {check.remedy} |"
        for check in listed
    ]
    return "\n".join(rows)
