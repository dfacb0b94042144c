"""docs/limits.md is true: each limit is the code's own, and what is more is refused in the words that stand there."""

import re
from pathlib import Path

import pytest

from graph.journal import UNITS_OPERATION
from graph.meter import PATIENCE, REQUEST_SECONDS, units
from schema.cases.reports import UNITS_REPORT, UNITS_REPORTED
from schema.running import prepared, reading
from schema.settings import Settings
from tests.builders.bounds import Bound, bounds
from tests.builders.world import World

PAGE = (Path(__file__).parent.parent.parent / "docs" / "limits.md").read_text("utf-8")
LISTED = {bound.what: (table, bound) for table, found in bounds().items() for bound in found}


def rows(table: str) -> dict[str, list[str]]:
    """The rows of the table below a heading, by their first cell."""
    below = PAGE.split(f"\n## {table}\n")[1].split("\n## ")[0]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in below.splitlines() if line[:1] == "|"]
    return {row[0]: row[1:] for row in cells[2:]}


@pytest.mark.parametrize("table", list(bounds()))
def test_the_page_has_each_limit_and_no_other(table: str) -> None:
    assert list(rows(table)) == [bound.what for bound in bounds()[table]]


@pytest.mark.parametrize("what", list(LISTED))
def test_what_is_more_is_refused_as_the_page_says(still: World, what: str) -> None:
    table, bound = LISTED[what]
    code, said = bound.beyond(still)
    assert rows(table)[what] == [f"{bound.most:,.0f}", f"`{code}`", plain(said, bound)]


def plain(said: str, bound: Bound) -> str:
    """A sentence as the page has it: what the caller sent is …"""
    marked = re.sub(r"'[^']*'", "…", said)
    return re.sub(r"\d(?:[\d,.:T+-]*\d)?", lambda number: number[0] if _within(number[0], bound.most) else "…", marked)


def _within(number: str, most: float) -> bool:
    figures = number.replace(",", "")
    return figures.isdecimal() and int(figures) <= most


def test_what_the_text_says_is_so() -> None:
    limit = units(REQUEST_SECONDS)
    assert Settings.model_fields["request_seconds"].default == REQUEST_SECONDS == 1
    for said in (
        "one second by default",
        {2.0: "past twice the limit"}[PATIENCE],
        f"some {UNITS_OPERATION} units",
        f"at most about {limit // (2 * UNITS_OPERATION) // 1_000 * 1_000:,} of them",
        f"some {(limit - UNITS_REPORT) // UNITS_REPORTED // 1_000 * 1_000:,} of them",
        f"validated in {reading.MOST_KEPT_BYTES // 10**6} MB",
        f"prepared in another {prepared.MOST_KEPT_BYTES // 10**6} MB",
    ):
        assert said in PAGE
