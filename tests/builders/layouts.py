"""One plain table laid out in the ways of offices: margins, titles, merged and hidden cells, two calendars, formats."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import xlwt
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904

ZERO_1900, ZERO_1904 = date(1899, 12, 30), date(1904, 1, 1)
FORMATS = (
    'yyyy"年"m"月"d"日"',
    "yyyy-mm-dd",
    "yyyy/m/d;@",
    "[$-804]yyyy-mm-dd",
    "m/d/yy",
    "yyyy-mm-dd hh:mm",
    "d-mmm-yy",
)
TEXTS = ("{d:%Y-%m-%d}", "{d:%Y/%m/%d}", "{d.year}年{d.month}月{d.day}日", "{d:%Y%m%d}", "{d:%Y-%m-%d} 00:00:00")


@dataclass(frozen=True)
class Layout:
    """How a table is laid out.

    `merged` names a column in which equal values that follow each other are merged; `hidden` are rows of decoys, each
    before the row of that number; `stray` are places of blanks, rows and columns from 0 beyond the table's corner.
    """

    left: int = 0
    above: int = 0
    title: bool = False
    heading_height: int = 1
    height: int = 1
    merged: int | None = None
    hidden: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    stray: tuple[tuple[int, int], ...] = ()
    dated_1904: bool = False
    days: tuple[str, ...] = ("date",)
    far: bool = False


def layouts(columns: int, rows: int, *, old: bool = False) -> st.SearchStrategy[Layout]:
    """Layouts of a table of so many columns and rows; `old` for .xls, which has 256 columns and 65,536 rows."""
    return st.builds(
        Layout,
        left=st.integers(0, 4),
        above=st.sampled_from([0, 0, 1, 3, 60]),
        title=st.booleans(),
        heading_height=st.integers(1, 3),
        height=st.integers(1, 3),
        merged=st.one_of(st.none(), st.integers(0, columns - 1)),
        hidden=st.frozensets(st.integers(0, rows), max_size=3),
        hidden_columns=st.frozensets(st.integers(0, columns - 1), max_size=2),
        stray=st.lists(st.tuples(st.integers(0, rows * 3 + 4), st.integers(0, columns + 30)), max_size=5).map(tuple),
        dated_1904=st.booleans(),
        days=st.lists(st.sampled_from(["general", "digits", *FORMATS, *TEXTS]), min_size=1, max_size=4).map(tuple),
        far=st.booleans() if not old else st.just(False),
    )


@dataclass(frozen=True)
class Placed:
    """A laid-out table: cells by place (row and column from 0), merges (top, left, bottom, right), hidden rows."""

    cells: dict[tuple[int, int], object]
    formats: dict[tuple[int, int], str]
    merges: list[tuple[int, int, int, int]]
    hidden: list[int]


def placed(layout: Layout, heading: Sequence[str], rows: Sequence[Sequence[object]], decoy: Sequence[object]) -> Placed:
    """Where everything goes.  Decoys stand in hidden rows: whoever reads them reads what nobody sees."""
    out = Placed({}, {}, [], [])
    row = layout.above
    if layout.title:
        out.cells[row, layout.left] = "人员情况一览"
        out.merges.append((row, layout.left, row, layout.left + len(heading) - 1))
        row += 1
    row = _put_heading(out, layout, row, [tuple(word.split("/")) for word in heading])
    runs: dict[int, tuple[int, int]] = {}
    for number, cells in enumerate(rows):
        if number in layout.hidden:
            _put(out, layout, row, 1, decoy)
            out.hidden.append(row)
            row += 1
        shown: list[object] = list(cells)
        if layout.merged is not None and not layout.hidden:
            same = number > 0 and rows[number - 1][layout.merged] == cells[layout.merged]
            first = runs[number - 1][0] if same else row
            runs[number] = (first, row + layout.height - 1)
            if same:
                shown[layout.merged] = None
            runs.update({n: (first, row + layout.height - 1) for n, run in runs.items() if run[0] == first})
        _put(out, layout, row, layout.height, shown, leave=layout.merged if runs else None)
        row += layout.height
    if layout.merged is not None:
        column = layout.left + layout.merged
        out.merges.extend((top, column, bottom, column) for top, bottom in set(runs.values()) if bottom > top)
    corner = (layout.above, layout.left)
    covered = {(r, c) for t, le, b, ri in out.merges for r in range(t, b + 1) for c in range(le, ri + 1)}
    for r, c in layout.stray:
        place = (corner[0] + r, corner[1] + c)
        if place not in covered:
            out.cells.setdefault(place, " ")
    return out


def _put_heading(out: Placed, layout: Layout, row: int, words: Sequence[tuple[str, ...]]) -> int:
    """Write headings; of those in two parts (网格长/姓名) the first stands over all that share it.  The row below."""
    height = layout.heading_height
    if all(len(parts) == 1 for parts in words):
        _put(out, layout, row, height, [parts[0] for parts in words])
        return row + height
    below = row + height
    for number, parts in enumerate(words):
        column = layout.left + number
        if len(parts) == 1:
            out.cells[row, column] = parts[0]
            out.merges.append((row, column, below, column))
            continue
        out.cells[below, column] = parts[1]
        if number == 0 or words[number - 1][0] != parts[0]:
            last = max(n for n, other in enumerate(words) if other[0] == parts[0])
            out.cells[row, column] = parts[0]
            out.merges.append((row, column, below - 1, layout.left + last))
    return below + 1


def _put(out: Placed, layout: Layout, row: int, height: int, cells: Sequence[object], leave: int | None = None) -> None:
    for number, value in enumerate(cells):
        column = layout.left + number
        if value is not None:
            out.cells[row, column], form = _as_written(value, layout, row)
            if form:
                out.formats[row, column] = form
        if height > 1 and number != leave:
            out.merges.append((row, column, row + height - 1, column))


def _as_written(value: object, layout: Layout, row: int) -> tuple[object, str | None]:
    if not isinstance(value, date):
        return value, None
    way = layout.days[row % len(layout.days)]
    number = (value - (ZERO_1904 if layout.dated_1904 else ZERO_1900)).days
    if way == "general":
        return number, None
    if way == "digits":
        return str(number), None
    if way in TEXTS:
        return way.format(d=value), None
    return datetime.combine(value, time()), way if way in FORMATS else "yyyy-mm-dd"


def write_xlsx(path: Path, layout: Layout, table: Placed) -> Path:
    """The table as .xlsx."""
    book = openpyxl.Workbook()
    if layout.dated_1904:
        book.epoch = CALENDAR_MAC_1904
    sheet = book.worksheets[0]
    for (r, c), value in table.cells.items():
        cell = sheet.cell(r + 1, c + 1)
        cell.value = value  # type: ignore[assignment]  # what spreadsheets hold
        cell.number_format = table.formats.get((r, c), "General")
    for top, left, bottom, right in table.merges:
        sheet.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
    for row in table.hidden:
        sheet.row_dimensions[row + 1].hidden = True
    for column in layout.hidden_columns:
        sheet.column_dimensions[get_column_letter(layout.left + column + 1)].hidden = True
    if layout.far:
        sheet["XFD1048576"] = " "
    book.save(path)
    return path


def write_xls(path: Path, layout: Layout, table: Placed) -> Path:
    """The table as .xls."""
    book = xlwt.Workbook(encoding="utf-8")
    book.dates_1904 = layout.dated_1904
    sheet = book.add_sheet("Sheet1")
    merged = {(top, left): (bottom, right) for top, left, bottom, right in table.merges}
    for place, value in table.cells.items():
        style = xlwt.easyxf(num_format_str=table.formats.get(place, "General"))
        written = _number(value, layout) if isinstance(value, datetime) else value
        if place in merged:
            sheet.write_merge(place[0], merged[place][0], place[1], merged[place][1], written, style)
        else:
            sheet.write(*place, written, style)
    for row in table.hidden:
        sheet.row(row).hidden = True
    for column in layout.hidden_columns:
        sheet.col(layout.left + column).hidden = True
    book.save(str(path))
    return path


def _number(value: datetime, layout: Layout) -> int:
    return (value.date() - (ZERO_1904 if layout.dated_1904 else ZERO_1900)).days
