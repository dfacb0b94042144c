"""Sheets of the canonical workbook, as `export_workbook` writes them: known by their heading, and read to the letter.

In such a sheet a row that has its own number states a whole fact: its texts are taken as they stand, with blanks, line
breaks, `-` and `同上`.  Rows without one are somebody's, and are read as all others are.
"""

from collections.abc import Sequence

from loaders.cells.values import Cell
from loaders.tables.fields import Field, TableKind
from loaders.tables.layouts import LAYOUTS, canonical_heading
from loaders.tables.sheets import RECORDS

OWN_NUMBER: dict[TableKind, Field] = {
    TableKind.UNITS: Field.STATE_ID,
    TableKind.ROSTER: Field.PERSON_ID,
    TableKind.POSTS: Field.HOLDING_ID,
    **{kind: shape.id for kind, shape in RECORDS.items()},
}
"""The column that holds the id of the fact that a row states."""

_BY_HEADINGS = {tuple(canonical_heading(kind, field) for field in layout): kind for kind, layout in LAYOUTS.items()}


def layout_of(name: str | None, rows: Sequence[Sequence[Cell]]) -> TableKind | None:
    """Which canonical sheet this is: one of its name whose first row has all its headings in their order."""
    kind = _BY_HEADINGS.get(tuple(str(cell) for cell in rows[0])) if rows else None
    return kind if kind is not None and kind.zh == name else None


def own_number_at(layout: TableKind) -> int:
    """The place from 0 of the column that holds a row's own number."""
    return LAYOUTS[layout].index(OWN_NUMBER[layout])
