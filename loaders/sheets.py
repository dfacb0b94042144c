"""Files as sheets of raw cells: workbooks (.xlsx, .xls) and delimited text in the encodings that offices use.

What a file is, its first bytes say, not its name.  Nothing is understood here yet.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from loaders.cells import Cell
from loaders.faults import Findings, Where

LARGEST_FILE = 300_000_000
"""Bytes; a larger file is not a list of an office."""

DELIMITERS = (",", "\t", ";")
SNIFFED_ROWS = 50


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range of cells, rows and columns from 0, the last ones included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """Raw cells: `rows[r][c]`, from 0, short rows allowed; `name` is None where the file is the only sheet."""

    file: str
    name: str | None
    rows: Sequence[Sequence[Cell]]
    merges: Sequence[Merge] = ()

    @property
    def where(self) -> Where:
        """The sheet as a place."""
        return Where(self.file, self.name)


def read_sheets(path: Path, label: str, findings: Findings) -> Iterator[Sheet]:
    """Every visible sheet of a workbook or delimited text; hidden ones are named in a warning.

    What cannot be read at all is a fault.
    """
    where = Where(label)
    if path.stat().st_size > LARGEST_FILE:
        findings.fault(where, f"The file has more than {LARGEST_FILE // 1_000_000} MB.", "Split it.")
        return
    data = path.read_bytes()
    if data[:4] == b"PK\x03\x04" or data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        yield from _workbook(data, label, findings)
    elif data.lstrip()[:1] == b"<" or data[:5] == b"%PDF-":
        findings.fault(
            where,
            "This is a web page or another kind of document, not a workbook, whatever its name says.",
            "Open it and save it as .xlsx (另存为 Excel 工作簿).",
        )
    else:
        yield from _text(data, label, findings)


def _workbook(data: bytes, label: str, findings: Findings) -> Iterator[Sheet]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for info in book.sheets_metadata:
            if info.typ != SheetTypeEnum.WorkSheet:
                continue
            if info.visible != SheetVisibleEnum.Visible:
                findings.warn(Where(label, info.name), "The sheet is hidden and was left out.", "Unhide it to use it.")
                continue
            sheet = book.get_sheet_by_name(info.name)
            merges = [Merge(a[0], a[1], b[0], b[1]) for a, b in sheet.merged_cell_ranges or ()]
            rows: list[Sequence[Cell]] = [row if any(cell != "" for cell in row) else () for row in sheet.iter_rows()]
            yield Sheet(label, info.name, rows, merges)
    except PasswordError:
        findings.fault(Where(label), "The workbook is protected by a password.", "Save it without one.")
    except CalamineError as error:
        findings.fault(Where(label), f"The workbook cannot be read: {error}.", "Open it and save it as .xlsx.")


def _text(data: bytes, label: str, findings: Findings) -> Iterator[Sheet]:
    text = decode(data)
    if text is None:
        findings.fault(
            Where(label),
            "The text is neither UTF-8 nor GB18030 (GBK).",
            "Save it as .xlsx, or as CSV UTF-8.",
        )
        return
    try:
        rows = [
            row if any(row) else () for row in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
        ]
    except csv.Error as error:
        findings.fault(Where(label), f"The text is no table: {error}.", "Save it as .xlsx.")
        return
    yield Sheet(label, None, rows)


def decode(data: bytes) -> str | None:
    """The text of UTF-8 (with or without BOM), UTF-16 with BOM, or GB18030; None if it is none of them."""
    encodings = ["utf-16"] if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _delimiter(text: str) -> str:
    """The delimiter that parts the first rows into the most cells, rows of one cell not counted."""
    head = "\n".join(text.splitlines()[:SNIFFED_ROWS])

    def cells(delimiter: str) -> int:
        rows = list(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter))
        return sum(len(row) - 1 for row in rows)

    return max(DELIMITERS, key=cells)
