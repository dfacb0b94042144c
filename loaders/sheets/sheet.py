"""A sheet of raw cells, whatever file it comes from: each cell where Excel shows it, and what is merged and hidden."""

import bisect
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from operator import attrgetter

from openpyxl.utils import get_column_letter

from graph.messages import say
from loaders.cells.values import DAY_ZERO, Cell
from loaders.faults import Findings, Where
from loaders.sheets.weighing import Meter, Unreadable

FURTHEST_COLUMN = 1_000
"""Columns of a table; what stands further to the right is no part of it."""

HEADING_WITHIN = 40
"""Rows that hold something, from the top, among which the heading is sought."""

SHOWN = 5
"""Cells out of the way that are named."""


HIDDEN = (say("sheet-hidden"), say("unhide-sheet"))
"""What is said of a hidden sheet."""


@dataclass(frozen=True, slots=True, order=True)
class Merge:
    """A merged range of cells, rows and columns from 0, the last ones included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """Raw cells: `rows[r][c]`, from 0 at A1, short rows allowed; `name` is None where the file is the only sheet.

    Merged ranges do not overlap, and but for their first cell are blank.  `day_zero` is the day of number 0.
    """

    file: str
    name: str | None
    rows: Sequence[Sequence[Cell]]
    merges: Sequence[Merge] = ()
    hidden_rows: Collection[int] = frozenset()
    hidden_columns: Collection[int] = frozenset()
    day_zero: date = DAY_ZERO

    @property
    def where(self) -> Where:
        """The sheet as a place."""
        return Where(self.file, self.name)


@dataclass(slots=True)
class RawSheet:
    """A sheet as a reader of files finds it: rows that hold something, by number, with their cells by column.

    `far` names the first cells beyond FURTHEST_COLUMN that hold something; they are in no row.
    `struck` names the first that are struck through.
    """

    day_zero: date = DAY_ZERO
    rows: list[tuple[int, list[Cell]]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    far: list[str] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)

    def note_struck(self, row: int, column: int, cell: Cell) -> None:
        """Note a cell that is struck through, if it holds something."""
        if is_solid(cell) and len(self.struck) <= SHOWN:
            self.struck.append(f"{get_column_letter(column + 1)}{row + 1}")

    def note_far(self, row: int, column: int, cell: Cell) -> None:
        """Note a cell beyond FURTHEST_COLUMN, if it holds something."""
        if is_solid(cell) and len(self.far) < SHOWN:
            self.far.append(f"{get_column_letter(column + 1)}{row + 1}")


def settled(raw: RawSheet, where: Where, meter: Meter, findings: Findings) -> Sheet:
    """The sheet without what lies far outside the table or under merged cells, each of which is a doubt.

    Raises Unreadable where merged ranges overlap, or cover too much.
    """
    rows = _filled(raw.rows)
    meter.take_headings(sum(len(row) for row in islice(filter(None, rows), HEADING_WITHIN + 1)))
    if raw.far:
        findings.warn(
            where,
            say("far-cells", far=tuple(raw.far)),
            say("delete-or-move", column=get_column_letter(FURTHEST_COLUMN + 1)),
        )
    if raw.struck:
        cells = "、".join(raw.struck[:SHOWN]) + (" …" if len(raw.struck) > SHOWN else "")
        findings.warn(
            where,
            say("struck-through", cells=cells),
            say("delete-struck-through"),
        )
    merges = list(_clipped(raw.merges, len(rows), meter))
    _refuse_overlaps(merges)
    _clear(rows, merges, where, findings)
    return Sheet(where.file, where.sheet, rows, merges, raw.hidden_rows, raw.hidden_columns, raw.day_zero)


def is_solid(cell: Cell) -> bool:
    """Say whether a cell holds more than blanks."""
    return not (isinstance(cell, str) and (cell == "" or cell.isspace()))


def _filled(told: Iterable[tuple[int, list[Cell]]]) -> list[list[Cell]]:
    """All rows from the first to the last that holds something; blanks at the ends of rows are left out."""
    rows: list[list[Cell]] = []
    for number, cells in told:
        while cells and not is_solid(cells[-1]):
            cells.pop()
        if cells:
            rows.extend([] for _ in range(number - len(rows)))
            rows.append(cells)
    return rows


def _clipped(merges: Iterable[Merge], rows: int, meter: Meter) -> Iterator[Merge]:
    """The merged ranges as far as there are rows and columns; whole columns are merged at times, to the last row."""
    for merge in merges:
        bottom, right = min(merge.bottom, rows - 1), min(merge.right, FURTHEST_COLUMN - 1)
        if merge.top <= bottom and merge.left <= right:
            meter.take_rows(0, bottom - merge.top + 1)
            yield Merge(merge.top, merge.left, bottom, right)


def _refuse_overlaps(merges: Sequence[Merge]) -> None:
    """Go down the rows, keeping the ranges that each row crosses in order of their columns."""
    across: list[Merge] = []
    ends = sorted(merges, key=attrgetter("bottom"))
    done = 0
    for merge in sorted(merges):
        while done < len(ends) and ends[done].bottom < merge.top:
            del across[_at(across, ends[done])]
            done += 1
        at = _at(across, merge)
        for other in across[max(at - 1, 0) : at + 1]:
            if other.left <= merge.right and merge.left <= other.right:
                raise Unreadable(
                    say("merges-overlap", one=reference(other), other=reference(merge)),
                    say("unmerge-or-save"),
                )
        across.insert(at, merge)


def _at(across: Sequence[Merge], merge: Merge) -> int:
    return bisect.bisect_left(across, merge.left, key=attrgetter("left"))


def _clear(rows: list[list[Cell]], merges: Sequence[Merge], where: Where, findings: Findings) -> None:
    """Empty the cells that a merged range covers: nobody sees them in Excel."""
    for merge in merges:
        for r in range(merge.top, merge.bottom + 1):
            row = rows[r]
            for c in range(merge.left, min(merge.right + 1, len(row))):
                if (r, c) != (merge.top, merge.left) and row[c] != "":
                    if is_solid(row[c]):
                        findings.warn(
                            Where(where.file, where.sheet, r + 1, get_column_letter(c + 1)),
                            say("covered-by-merge", reference=reference(merge)),
                            say("unmerge-if-counts"),
                            row[c],
                        )
                    row[c] = ""


def reference(merge: Merge) -> str:
    """A range as Excel writes it: B2:C3."""
    first, last = get_column_letter(merge.left + 1), get_column_letter(merge.right + 1)
    return f"{first}{merge.top + 1}:{last}{merge.bottom + 1}"
