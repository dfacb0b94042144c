"""The cells of a row by their meaning, cleaned; what a cell gets wrong becomes a fault that points to it."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from graph.codec import FIELD_TYPES
from graph.facts import FactId
from graph.messages import say
from graph.time.calendar import DAY
from graph.words import Role, Term
from loaders.cells import shifts as shift_cells
from loaders.cells import values as cells
from loaders.cells.people import WRITE_NAMES, Named, people
from loaders.cells.telephones import first_phone
from loaders.cells.thing_words import thing
from loaders.cells.values import Cell, CellFault, Doubted, bare
from loaders.faults import Findings, Where
from loaders.tables.fields import PHONE_BESIDE, Field
from loaders.tables.finding import Column, Row, Table
from loaders.tables.headings import END_FIELDS, START_FIELDS
from loaders.tables.kept import KEPT, keepable
from loaders.tables.layouts import FILLED
from loaders.tables.screening import Screen
from loaders.tables.sheets import RECORDS


def _reader_of(kind: type) -> Callable[[Cell], Any] | None:
    """How values of a type are read; None for texts, and for days, which are read by the column."""
    if kind is bool:
        return cells.yes
    if kind is int:
        return cells.count
    if kind is float:
        return cells.measured
    return cells.term(kind) if issubclass(kind, Term) else None


TAKEN_APART = frozenset({Field.ROLE, Field.SUCCESSORS})
"""Texts of which a reader of rows makes several values."""

_BY_TYPE = {
    field: cells.code if name in cls.LINKS else _reader_of(FIELD_TYPES[cls][name])
    for field, (cls, name) in FILLED.items()
}

READERS: dict[Field, Callable[[Cell], Any]] = {
    **{field: reader for field, reader in _BY_TYPE.items() if reader is not None and field not in TAKEN_APART},
    **dict.fromkeys((sheet.id for sheet in RECORDS.values()), cells.code),
    **dict.fromkeys((Field.PARENT_CODE, Field.STREET_CODE, Field.AREA_CODE, Field.VILLAGE_CODE), cells.code),
    **dict.fromkeys((Field.STATE_ID, Field.PART_ID, Field.HOLDING_ID, Field.TARGET_ID), cells.code),
    **dict.fromkeys((Field.POST_GRADE, Field.PAY_LEVEL, Field.STARS), cells.small_number),
    **dict.fromkeys(PHONE_BESIDE.values(), first_phone),
    Field.ID_NUMBER: cells.id_number,
    Field.UNIT_KIND: cells.unit_kind,
    Field.GRID_TYPE: cells.grid_type,
    Field.GENDER: cells.gender,
    Field.RANK: cells.rank,
    Field.SETTING: cells.setting,
    Field.SCORE: cells.score,
    Field.RECURRENCE: shift_cells.recurrence,
    Field.HAND_OVER: shift_cells.clock,
    Field.SHIFT_MINUTES: shift_cells.minutes,
    Field.DUTY_DAYS: shift_cells.duty_days,
    Field.YUAN: cells.yuan,
    Field.NOTE: cells.note,
    **dict.fromkeys(
        (Field.UNIT_NAME, Field.PARENT_NAME, Field.STREET_NAME, Field.AREA_NAME, Field.VILLAGE_NAME), thing
    ),
    **dict.fromkeys((Field.CENTRE_NAME, Field.DEPARTMENT_NAME, Field.COMMITTEE_NAME, Field.ROTA_NAME), thing),
    **dict.fromkeys((Field.ROOM_NAME, Field.SERVES_NAME, Field.TARGET_NAME), thing),
}
"""How the cell of each field is read: by the type of what it fills, or in a way of its own; all others are text, or
dates."""

TOGETHER = frozenset(PHONE_BESIDE.values())
"""Fields whose cells may list several, one for each name beside them."""

BY_THEMSELVES = (READERS.keys() | START_FIELDS | END_FIELDS | KEPT) - TOGETHER
"""Fields whose cells are right or wrong whatever stands beside them."""


class Reading:
    """Reads the rows of one table, noting faults."""

    def __init__(self, table: Table, findings: Findings) -> None:
        self.table = table
        self.findings = findings
        self.spoiled: set[int] = set()
        self.left_out: set[tuple[int, int]] = set()
        self.screened = Screen(table, findings, self.spoiled).screened

    def get(self, row: Row, field: Field, role: Role | None = None) -> Any:  # noqa: ANN401 -- the field says the type
        """The value of a field in a row, from the first of its columns that says something; None if none does."""
        columns = self.table.by_field.get((field, role), ())
        for number, column in enumerate(columns, 1):
            if row.values[column.index] != "":
                found = self.value(row, column)
                if found is not None:
                    self._doubt_others(row, column, columns[number:])
                    return found
        return None

    def _doubt_others(self, row: Row, read: Column, others: Sequence[Column]) -> None:
        for column in others:
            value = row.values[column.index]
            place = (row.number, column.index)
            if value in {"", row.values[read.index]} or place in self.left_out:
                continue
            self.left_out.add(place)
            why = say("other-column-taken", title=read.title, value=row.values[read.index])
            self.findings.warn(self.table.place(row, column), why, say("note-elsewhere"), value)

    def value(self, row: Row, column: Column) -> Any:  # noqa: ANN401 -- the column says the type
        """The value of one cell; None if it says nothing or is wrong."""
        reader = _reader(column, literal=row.literal)

        def checked(cell: Cell) -> Any:  # noqa: ANN401 -- as above
            found = reader(cell)
            keepable(self.table.kind, column.meaning, bare(found))
            return found

        return self.read(row, column, checked)

    def read(self, row: Row, column: Column, reader: Callable[[Cell], Any]) -> Any:  # noqa: ANN401 -- as above
        """The value of one cell by a given reader; None if it is wrong, which is noted."""
        value = row.values[column.index]
        where = self.table.place(row, column)
        try:
            if not row.literal:
                self._look_at_characters(where, value, note=_is_note(column))
            found = reader(value)
        except CellFault as fault:
            self.spoiled.add(row.number)
            self.findings.fault(where, fault.why, fault.remedy, value)
            return None
        if isinstance(found, Doubted):
            self.findings.warn(where, found.why, found.remedy, value)
        return bare(found)

    def _look_at_characters(self, where: Where, value: Cell, *, note: bool) -> None:
        for doubt in cells.doubts_of_characters(value, note=note):
            self.findings.warn(where, doubt, None, value)

    def people(self, row: Row, column: Column, *, known: bool = False) -> tuple[Named, ...] | None:
        """Whom a cell names, with every doubt noted; () if it says that there is nobody, None if it says nothing.

        With `known` people are looked up and nobody is made: then 王主任 may do.
        """
        if row.values[column.index] == "":
            return None
        named: tuple[Named, ...] | None = self.read(row, column, people)
        for person in named or ():
            if person.titled and not known:
                self.spoiled.add(row.number)
                where = self.table.place(row, column)
                self.findings.fault(
                    where,
                    person.doubt or say("does-not-say-who", word=person.name),
                    WRITE_NAMES,
                    row.values[column.index],
                )
            elif person.doubt:
                where, why = self.table.place(row, column), say("how-many", name=person.name, doubt=person.doubt)
                self.findings.warn(where, why, WRITE_NAMES, row.values[column.index])
        return named

    def look_at_all(self, row: Row) -> None:
        """Read every cell that stands for itself, also where the row has a fault that keeps others from being read."""
        for column in self.table.columns:
            meaning = column.meaning
            if meaning is not None and meaning.field in BY_THEMSELVES and row.values[column.index] != "":
                self.value(row, column)

    def text(self, row: Row, field: Field) -> str | None:
        """A text field."""
        found: str | None = self.get(row, field)
        return found

    def code(self, row: Row, field: Field) -> FactId | None:
        """A field that holds a code or an id."""
        found: FactId | None = self.get(row, field)
        return found

    def day(self, row: Row, field: Field) -> date | None:
        """A date field; an end date is the first day no longer valid, whatever the heading asked for."""
        found: date | None = self.get(row, field)
        return found

    def column(self, field: Field) -> Column | None:
        """The first column of a field, to point to."""
        return next(iter(self.table.by_field.get((field, None), ())), None)


NOTES = frozenset({Field.NOTE})
"""Texts that are kept as they stand, line by line."""


TEXTS = (cells.text, cells.note, thing, cells.code, first_phone, shift_cells.recurrence, shift_cells.clock)
"""Readers of texts: a row that is read to the letter has them as they stand."""


def _is_note(column: Column) -> bool:
    return column.meaning is not None and column.meaning.field in NOTES


def _reader(column: Column, *, literal: bool) -> Callable[[Cell], Any]:
    meaning = column.meaning
    if meaning is None:
        return cells.text
    if literal and READERS.get(meaning.field, cells.text) in TEXTS and meaning.field not in START_FIELDS | END_FIELDS:
        if READERS.get(meaning.field) is cells.code:
            return cells.literal_code
        return cells.literal_note if meaning.field in NOTES else cells.literal
    if meaning.field in END_FIELDS:
        return _last_day if meaning.inclusive else cells.day
    if meaning.field in START_FIELDS:
        return cells.day
    return READERS.get(meaning.field, cells.text)


def _last_day(value: Cell) -> date | None:
    """A last day included, as the first day after it."""
    last = cells.day(value, last=True)
    return None if last is None else last + DAY
