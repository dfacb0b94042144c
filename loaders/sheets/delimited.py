"""Delimited text (CSV) as a sheet: quoted as RFC 4180 says, parted by comma, tab or semicolon."""

import csv
import io
from collections.abc import Iterator

from graph.messages import say
from loaders.sheets.encodings import SAVE_ANEW, encoding_of
from loaders.sheets.sheet import FURTHEST_COLUMN, RawSheet
from loaders.sheets.weighing import Meter, Unreadable

DELIMITERS = (",", "\t", ";")
SNIFFED_ROWS = 50
SNIFFED_BYTES = 100_000

LONGEST_ROW = 1_000_000
"""Characters of a row: it has a thousand cells at most, and a cell of Excel 32,767 characters."""


def read_delimited(data: bytes, meter: Meter) -> RawSheet:
    """The rows of a delimited text.  Raises Unreadable for what is none, and where a quotation mark is not closed."""
    encoding = encoding_of(data)
    lines = _Lines(data, encoding)
    rows = csv.reader(lines, delimiter=delimiter_of(data, encoding), strict=True)
    sheet = RawSheet()
    try:
        for number, row in enumerate(rows):
            meter.take_rows(any(row), max(len(row), 1))
            if any(row):
                for column in range(FURTHEST_COLUMN, len(row)):
                    sheet.note_far(number, column, row[column])
                sheet.rows.append((number, [*row[:FURTHEST_COLUMN]]))
            lines.end_row()
    except csv.Error as error:
        raise Unreadable(
            say("row-without-quote-end", began=lines.began, error=error),
            say("correct-or-save-anew", save_anew=SAVE_ANEW),
        ) from None
    return sheet


class _Lines:
    """The lines of a text; knows in which the row began that is being read, and refuses one that has no end."""

    def __init__(self, data: bytes, encoding: str) -> None:
        self._stream = io.TextIOWrapper(io.BytesIO(data), encoding, newline="")
        self._line, self._length = 0, 0
        self.began = 1

    def __iter__(self) -> Iterator[str]:
        while line := self._stream.readline(LONGEST_ROW + 1):
            self._line += 1
            self._length += len(line)
            if self._length > LONGEST_ROW:
                raise Unreadable(
                    say("row-without-end", began=self.began, most=LONGEST_ROW),
                    SAVE_ANEW,
                )
            yield line

    def end_row(self) -> None:
        """The row is read; the next begins in the next line."""
        self.began, self._length = self._line + 1, 0


def delimiter_of(data: bytes, encoding: str) -> str:
    """The delimiter that parts the first rows into the most cells, rows of one cell not counted."""
    head = data[:SNIFFED_BYTES].decode(encoding, "ignore").splitlines()[:SNIFFED_ROWS]

    def cells(delimiter: str) -> int:
        rows = list(csv.reader(io.StringIO("\n".join(head), newline=""), delimiter=delimiter))
        return sum(len(row) - 1 for row in rows)

    return max(DELIMITERS, key=cells)
