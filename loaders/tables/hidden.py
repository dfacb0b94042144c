"""What people do not see of a table: hidden rows are left out, hidden columns are read, and both are doubts."""

from collections.abc import Iterable, Iterator

from graph.messages import Message, listed, say
from loaders.faults import Findings
from loaders.sheets.sheet import Sheet, is_solid

SHOWN = 20
"""Stretches of rows that are named."""


def doubt_hidden(sheet: Sheet, first: int, used: Iterable[tuple[int, str]], findings: Findings) -> None:
    """Name the hidden rows from `first` on that hold something, and the hidden ones of the columns in use."""
    rows = [r + 1 for r in sorted(sheet.hidden_rows) if first <= r < len(sheet.rows) and _holds(sheet, r)]
    if rows:
        what = say("rows-hidden", rows=in_words(rows))
        findings.warn(sheet.where, what, say("show-rows"))
    columns = [title for index, title in used if index in sheet.hidden_columns]
    if columns:
        what = say("columns-hidden", columns=tuple(columns))
        findings.warn(sheet.where, what, say("delete-columns"))


def _holds(sheet: Sheet, row: int) -> bool:
    return any(is_solid(cell) for cell in sheet.rows[row])


def in_words(numbers: Iterable[int]) -> Message:
    """Numbers in ascending order as stretches: 3, 5–9."""
    words = [str(a) if a == b else f"{a}–{b}" for a, b in stretches(numbers)]
    shown = listed(words[:SHOWN])
    return shown if len(words) <= SHOWN else say("more-stretches", words=shown, count=len(words) - SHOWN)


def stretches(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The first and last number of each run of numbers that follow each other."""
    first = last = None
    for number in numbers:
        if last is not None and number == last + 1:
            last = number
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = number
    if first is not None and last is not None:
        yield first, last
