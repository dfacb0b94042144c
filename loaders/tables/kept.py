"""Which attribute of which fact a column becomes: so the core is asked about a value before there is a fact."""

from graph.facts import Centre, Committee, Department, DutyOverride, Fact, Holding, Person, Rota, Unit, UnitState
from graph.messages import say
from graph.rules.form import value_fault
from loaders.cells.values import CellFault
from loaders.tables.fields import Field, TableKind
from loaders.tables.headings import Meaning
from loaders.tables.layouts import PERSON_ATTRIBUTES, STATE_ATTRIBUTES
from loaders.tables.sheets import RECORDS

Attribute = tuple[type[Fact], str]

_PEOPLE: dict[Field, Attribute] = {field: (Person, name) for field, name in PERSON_ATTRIBUTES}
_STATES: dict[Field, Attribute] = {field: (UnitState, name) for field, name in STATE_ATTRIBUTES}
_RECORDS: dict[TableKind, dict[Field, Attribute]] = {
    kind: {field: (shape.cls, name) for field, name in shape.attributes} for kind, shape in RECORDS.items()
}
_NAMES: dict[Field, Attribute] = {
    **dict.fromkeys((Field.VILLAGE_NAME, Field.GRID_NAME, Field.MICRO_NAME), (UnitState, "name")),
    **dict.fromkeys((Field.STREET_NAME, Field.AREA_NAME), (UnitState, "name")),
    Field.CENTRE_NAME: (Centre, "name"),
    Field.DEPARTMENT_NAME: (Department, "name"),
    Field.COMMITTEE_NAME: (Committee, "name"),
    Field.ROTA_NAME: (Rota, "name"),
    Field.SUBJECT: (Holding, "field"),
}
_KEPT: dict[TableKind, dict[Field, Attribute]] = {
    **{kind: {**_NAMES, **_PEOPLE, **attributes} for kind, attributes in _RECORDS.items()},
    TableKind.UNITS: {**_NAMES, **_PEOPLE, **_STATES},
    TableKind.ROSTER: {**_NAMES, **_RECORDS[TableKind.GRADES], **_PEOPLE},
    TableKind.DUTY_TABLE: {**_NAMES, Field.REASON: (DutyOverride, "reason")},
}

LISTED = frozenset({Field.NAME, Field.GRID_NAME, Field.MICRO_NAME})
"""Texts that are taken apart before they are kept."""

KEPT = frozenset(field for attributes in _KEPT.values() for field in attributes) - LISTED
"""Fields that are kept as they are read."""


def keepable(kind: TableKind, meaning: Meaning | None, value: object) -> None:
    """Raise CellFault for a value that the core's rules of form would refuse; dates are looked at in every column."""
    if meaning is None or value is None:
        return
    attribute = _KEPT[kind].get(meaning.field)
    if attribute is None and isinstance(value, str):
        return  # a helper column, or a code, whose reader knows what a code is
    fault = value_fault(*(attribute or (Unit, "")), value)
    if fault is not None:
        told = say("text-is" if isinstance(value, str) else "is-out-of-range", fault=fault)
        raise CellFault(told, say("correct-it"))
