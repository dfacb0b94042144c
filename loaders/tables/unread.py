"""What stands in the rows of a table, in a column without a heading or in a second one for the same: a doubt."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from openpyxl.utils import get_column_letter

from graph.messages import say
from loaders.cells.values import Cell, plain
from loaders.faults import Findings, Where
from loaders.sheets.sheet import Sheet, is_solid


class Heading(Protocol):
    """A column that has a heading; `like` is the one that says the same, for which it is not used."""

    @property
    def index(self) -> int:
        """Its place, from 0."""

    @property
    def title(self) -> str:
        """Letter and heading."""

    @property
    def like(self) -> int | None:
        """The place of the other column."""


def doubt_unread(sheet: Sheet, rows: Iterable[int], columns: Sequence[Heading], findings: Findings) -> None:
    """Name, by its first cell, each column that has none of the headings and yet says something in one of the rows.

    And each that has the heading of another and says otherwise.
    """
    titles = {column.index: column.title for column in columns}
    likes = {column.index: column.like for column in columns if column.like is not None}
    left_out = {c for row in sheet.rows for c in range(len(row)) if c not in titles or c in likes}
    if not left_out:
        return
    told: set[int] = set()
    for r in rows:
        row = sheet.rows[r]
        for c in sorted(left_out - told):
            cell = row[c] if c < len(row) else ""
            if not is_solid(cell):
                continue
            like = likes.get(c)
            if like is None:
                why = say("column-without-heading")
                remedy = say("head-or-delete")
            elif like < len(row) and _same(row[like], cell):
                continue
            else:
                why = say("column-again", title=titles[like])
                remedy = say("apart-or-delete")
            told.add(c)
            title = titles.get(c, get_column_letter(c + 1))
            findings.warn(Where(sheet.file, sheet.name, r + 1, title), why, remedy, str(cell))


def _same(one: Cell, other: Cell) -> bool:
    return one == other or plain(str(one)) == plain(str(other))
