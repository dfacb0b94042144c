"""The canonical workbook: which columns each of its sheets has, in their order, and which attributes they fill."""

from collections.abc import Mapping

from graph.facts import Fact, Person, UnitState
from loaders.tables.fields import Field, TableKind
from loaders.tables.sheets import RECORDS

NAMED: Mapping[str, Field] = {field.value: field for field in Field}
"""Columns by their names: those of people and of what is said of units are called as the attribute is."""

PERSON_ATTRIBUTES: tuple[tuple[Field, str], ...] = tuple((NAMED[name], name) for name in Person.KNOWN)
STATE_ATTRIBUTES: tuple[tuple[Field, str], ...] = tuple(
    (Field.UNIT_NAME if name == "name" else NAMED[name], name)
    for name in UnitState.KNOWN
    if name not in UnitState.LINKS
)
"""Column -> the attribute that it fills."""

FILLED: Mapping[Field, tuple[type[Fact], str]] = {
    **{field: (sheet.cls, name) for sheet in RECORDS.values() for field, name in sheet.attributes},
    **{field: (UnitState, name) for field, name in STATE_ATTRIBUTES},
    **{field: (Person, name) for field, name in PERSON_ATTRIBUTES},
}
"""Column -> an attribute that it fills, on whatever sheet."""

LAYOUTS: Mapping[TableKind, tuple[Field, ...]] = {
    TableKind.UNITS: (
        Field.UNIT_CODE,
        Field.UNIT_KIND,
        Field.UNIT_NAME,
        Field.PARENT_CODE,
        Field.PARENT_NAME,
        *(field for field, name in STATE_ATTRIBUTES if name != "name"),
        Field.VALID_FROM,
        Field.VALID_TO,
        Field.FOUNDED,
        Field.ABOLISHED,
        Field.STATE_ID,
        Field.PART_ID,
    ),
    TableKind.SUCCESSIONS: RECORDS[TableKind.SUCCESSIONS].layout,
    TableKind.ROSTER: (
        Field.PERSON_ID,
        *(field for field, _ in PERSON_ATTRIBUTES),
        Field.KNOWN_FROM,
        Field.KNOWN_TO,
    ),
    TableKind.POSTS: (
        Field.HOLDING_ID,
        Field.PERSON_ID,
        Field.NAME,
        Field.PHONE,
        Field.ROLE,
        Field.TARGET_ID,
        Field.TARGET_NAME,
        Field.RANK,
        Field.SUBJECT,
        Field.POST_START,
        Field.POST_END,
    ),
    **{kind: sheet.layout for kind, sheet in RECORDS.items() if kind != TableKind.SUCCESSIONS},
}
"""The canonical sheets in their order, and the columns of each."""

_HEADINGS: Mapping[tuple[TableKind, Field], str] = {
    (kind, column.field): column.heading
    for kind, sheet in RECORDS.items()
    for column in sheet.columns
    if column.heading is not None
}


def canonical_heading(kind: TableKind, field: Field) -> str:
    """The heading that the canonical workbook has for a field on one of its sheets."""
    return _HEADINGS.get((kind, field), field.zh)
