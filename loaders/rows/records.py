"""Rows of the canonical sheets of which each is one fact: absences, standings, centres, settings …"""

from collections.abc import Callable
from typing import Any

from graph.facts import FactId
from graph.messages import say
from graph.words import UnitKind
from loaders.cells.values import Cell, lines
from loaders.faults import Findings
from loaders.rows.claims import Claims, Mention, RecordClaim, Server, Step, Target
from loaders.rows.places import KindOf, codes_in
from loaders.rows.roster import roles_in
from loaders.tables.fields import PHONE_BESIDE, Field, TableKind
from loaders.tables.finding import Row, Table
from loaders.tables.reading import Reading
from loaders.tables.sheets import RECORDS

KIND_BY_ENDING = (
    ("街道", UnitKind.STREET),
    ("镇", UnitKind.STREET),
    ("乡", UnitKind.STREET),
    ("管区", UnitKind.MANAGEMENT_AREA),
    ("管理区", UnitKind.MANAGEMENT_AREA),
)


class RecordRows:
    """Reads one table whose rows are facts."""

    def __init__(self, table: Table, findings: Findings, kind_of: KindOf) -> None:
        self.table, self.findings, self.kind_of = table, findings, kind_of
        self.reading = Reading(table, findings)
        self.sheet = RECORDS[table.kind]
        self.id, self.start, self.end = self.sheet.id, self.sheet.start, self.sheet.end
        self.readers = tuple((name, self._reader(field, name)) for field, name in self.sheet.attributes)

    def take(self, row: Row, claims: Claims) -> None:
        """Add what the row states."""
        start, end = self.reading.day(row, self.start), self.reading.day(row, self.end)
        known = self.reading.code(row, self.id)
        read = ((name, reader(row)) for name, reader in self.readers)
        values: dict[str, object] = {name: value for name, value in read if value is not None}
        if row.number in self.reading.spoiled:
            return
        where = self.table.place(row)
        if self.table.kind != TableKind.SUCCESSIONS:
            claims.records.append(RecordClaim(where, self.table.kind, known, values, start, end))
            return
        successors = values.pop("successor", ())
        for successor in successors if isinstance(successors, list) else ():
            said = {**values, "successor": Target(id=successor)}
            claims.records.append(RecordClaim(where, self.table.kind, known, said, start, end))

    def _reader(self, field: Field, attribute: str) -> Callable[[Row], object]:
        """How a row is asked for an attribute: people and things as they are named, all else as it is read."""
        match attribute, self.sheet.cls.LINKS.get(attribute, ()):
            case "role", _:
                return lambda row: self._role(row, field)
            case "successor", _:
                return lambda row: self._cell(row, field, codes_in)
            case "serves", _:
                return self._served
            case _, ():
                return lambda row: self.reading.get(row, field)
            case _, ("Unit",):
                return lambda row: self._unit(row, field)
            case _, classes:
                return self._named_reader(field, attribute, classes)

    def _named_reader(self, field: Field, attribute: str, classes: tuple[str, ...]) -> Callable[[Row], object]:
        name = self.sheet.name_column(attribute) or field
        if "Person" not in classes:
            return lambda row: self._named(row, field, name)
        phone = PHONE_BESIDE[name]
        if len(classes) == 1:
            return lambda row: self._person(row, field, name, phone)
        return lambda row: self._server(row, field, name, phone)

    def _cell(self, row: Row, field: Field, reader: Callable[[Cell], Any]) -> Any:  # noqa: ANN401 -- the reader says the type
        column = self.reading.column(field)
        return None if column is None or row.values[column.index] == "" else self.reading.read(row, column, reader)

    def _unit(self, row: Row, field: Field) -> Target | None:
        code = self.reading.code(row, field)
        return None if code is None else Target(id=code)

    def _person(self, row: Row, known: Field, name: Field, phone: Field) -> Mention | None:
        person_id: FactId | None = self.reading.code(row, known)
        number = self.reading.get(row, phone)
        if person_id is not None:
            return Mention(self.table.place(row), self.reading.text(row, name), number, id=person_id, details=False)
        column = self.reading.column(name)
        named = None if column is None else self.reading.people(row, column)
        if column is None or not named:
            return None
        if len(named) > 1:
            value = row.values[column.index]
            why = say("cell-names-people", count=len(named))
            self.findings.fault(self.table.place(row, column), why, say("row-for-each-person-here"), value)
            return None
        return Mention(self.table.place(row, column), named[0].name, named[0].phone or number, details=False)

    def _server(self, row: Row, known: Field, name: Field, phone: Field) -> Server | None:
        fact_id, called = self.reading.code(row, known), self.reading.text(row, name)
        if fact_id is None and called is None:
            return None
        column = self.reading.column(known if fact_id is not None else name)
        return Server(self.table.place(row, column), fact_id, called, self.reading.get(row, phone))

    def _named(self, row: Row, known: Field, name: Field) -> Target | None:
        fact_id, called = self.reading.code(row, known), self.reading.text(row, name)
        return None if fact_id is None and called is None else Target(id=fact_id, name=called)

    def _served(self, row: Row) -> Target | None:
        code, name = self.reading.code(row, Field.SERVES_CODE), self.reading.text(row, Field.SERVES_NAME)
        if code is not None:
            return Target(id=code)
        if name is None:
            return None
        kind = next((kind for ending, kind in KIND_BY_ENDING if name.endswith(ending)), UnitKind.VILLAGE)
        return Target((Step(kind, None, name),))

    def _role(self, row: Row, field: Field) -> object:
        roles = self._cell(row, field, lambda value: roles_in(lines(value), None))
        return roles[0] if roles else None
