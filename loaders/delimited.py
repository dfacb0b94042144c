"""Delimited text (CSV) as a sheet: quoted as RFC 4180 says, parted by comma, tab or semicolon."""

import csv
import io

from loaders.encodings import SAVE_ANEW, decoded
from loaders.sheet import FURTHEST_COLUMN, RawSheet
from loaders.weighing import Meter, Unreadable

DELIMITERS = (",", "\t", ";")
SNIFFED_ROWS = 50
SNIFFED_CHARACTERS = 100_000


def read_delimited(data: bytes, meter: Meter) -> RawSheet:
    """The rows of a delimited text.  Raises Unreadable for what is none, and where a quotation mark is not closed."""
    text = decoded(data)
    sheet = RawSheet()
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True)
    number = began = 0
    try:
        for row in rows:
            if any(row):
                meter.take_rows(1, len(row))
                for column in range(FURTHEST_COLUMN, len(row)):
                    sheet.note_far(number, column, row[column])
                sheet.rows.append((number, [*row[:FURTHEST_COLUMN]]))
            number, began = number + 1, rows.line_num
    except csv.Error as error:
        raise Unreadable(
            f"The row that begins in line {began + 1} is no row of a table ({error}): "
            'a quotation mark " is not closed, or stands amid a cell (引号不配对).',
            f"Correct it there, or {SAVE_ANEW[0].lower()}{SAVE_ANEW[1:]}",
        ) from None
    return sheet


def delimiter_of(text: str) -> str:
    """The delimiter that parts the first rows into the most cells, rows of one cell not counted."""
    head = "\n".join(text[:SNIFFED_CHARACTERS].splitlines()[:SNIFFED_ROWS])

    def cells(delimiter: str) -> int:
        rows = list(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter))
        return sum(len(row) - 1 for row in rows)

    return max(DELIMITERS, key=cells)
