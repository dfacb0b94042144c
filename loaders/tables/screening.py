"""Rows before they are read: what no column can mean is noted and emptied, numbers of days become days.

So the readers meet nothing that has no meaning, and a fault in one cell hides none in another.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from graph.messages import say
from loaders.cells.values import DAY_ZERO, EARLIEST_SERIAL, LATEST_SERIAL, Cell, plain
from loaders.faults import Findings
from loaders.sheets.spoilt import ERRORS, ZERO_DATES, Spoilt, error, too_long, zero_date
from loaders.tables.fields import Field
from loaders.tables.finding import Column, Row, Table
from loaders.tables.headings import END_FIELDS, START_FIELDS

LONGEST_CELL = 4_000
"""Characters of a cell that says something: eight times what a note may have, for lists of people or codes."""

DATES = START_FIELDS | END_FIELDS | {Field.DUTY_DATE}
SHORT = 100
"""Characters of a cell that says a date."""


class Screen:
    """Screens the rows of one table.  `spoiled` gets the numbers of rows that have a fault."""

    def __init__(self, table: Table, findings: Findings, spoiled: set[int]) -> None:
        self.table, self.findings, self.spoiled = table, findings, spoiled
        self.columns = [column for column in table.columns if column.meaning is not None]
        self.dates = {c.index for c in self.columns if c.meaning is not None and c.meaning.field in DATES}
        self.shift = table.sheet.day_zero - DAY_ZERO
        self.said: set[tuple[int, int]] = set()
        self.shifted: set[int] = set()

    def screened(self, row: Row) -> Row:
        """The row with what means nothing emptied."""
        changed = dict(self._changes(row))
        if not changed:
            return row
        return replace(row, values=[changed.get(index, value) for index, value in enumerate(row.values)])

    def _changes(self, row: Row) -> Iterator[tuple[int, Cell]]:
        for column in self.columns:
            value = row.values[column.index]
            if value == "":
                continue
            trouble = self._trouble(column, value, literal=row.literal)
            if trouble is not None:
                self._note(row, column, trouble)
                yield column.index, ""
            elif self.shift and column.index in self.dates and (day := self._from_1904(value)) is not None:
                self._note_shift(row, column, value, day)
                yield column.index, day

    def _trouble(self, column: Column, value: Cell, *, literal: bool) -> Spoilt | None:
        dated = column.index in self.dates
        if literal and not dated and not isinstance(value, Spoilt):
            return None
        if isinstance(value, str):
            return value if isinstance(value, Spoilt) else _trouble_of_text(value, dated=dated)
        if dated and value == 0 and isinstance(value, float):
            return zero_date("0")
        if dated and type(value) is date and value.isoformat() in ZERO_DATES:
            return zero_date(value.isoformat())
        return None

    def _note(self, row: Row, column: Column, trouble: Spoilt) -> None:
        top, _ = row.spans.get(column.index, (row.number, row.number))
        if not trouble.blank:
            self.spoiled.add(row.number)
        if (column.index, top) in self.said:
            return
        self.said.add((column.index, top))
        note = self.findings.warn if trouble.blank else self.findings.fault
        note(self.table.place(row, column), trouble.why, trouble.remedy, str(trouble))

    def _from_1904(self, value: Cell) -> date | None:
        """The day of a number, or of its digits, in a workbook that counts from 1904; None if it is no such number."""
        if isinstance(value, str):
            value = float(word) if (word := plain(value)).isdecimal() and len(word) == len(str(LATEST_SERIAL)) else ""
        if not isinstance(value, float):
            return None
        number = value + self.shift.days
        return DAY_ZERO + timedelta(days=int(number)) if EARLIEST_SERIAL <= number <= LATEST_SERIAL else None

    def _note_shift(self, row: Row, column: Column, value: Cell, day: date) -> None:
        if column.index in self.shifted:
            return
        self.shifted.add(column.index)
        self.findings.warn(
            self.table.place(row, column),
            say("days-from-1904", day=day),
            say("format-as-date"),
            value,
        )


def _trouble_of_text(value: str, *, dated: bool) -> Spoilt | None:
    if len(value) > (SHORT if dated else LONGEST_CELL):
        return too_long(SHORT if dated else LONGEST_CELL, value)
    if value[:1] == "#" and value.strip().upper() in ERRORS:
        return error(value.strip())
    if dated and value.strip() in ZERO_DATES:
        return zero_date(value.strip())
    return None
