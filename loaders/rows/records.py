"""Rows of the canonical sheets of which each is one fact: absences, standings, centres, settings …"""

from collections.abc import Callable
from typing import Any

from graph.facts import FactId
from graph.words import UnitKind
from loaders.cells.values import Cell, lines
from loaders.faults import Findings
from loaders.rows.claims import Claims, Mention, RecordClaim, Server, Step, Target
from loaders.rows.places import KindOf, codes_in
from loaders.rows.roster import roles_in
from loaders.tables.fields import RECORDS, Field, TableKind
from loaders.tables.finding import Row, Table
from loaders.tables.reading import Reading

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
        self.shape = RECORDS[table.kind]

    def take(self, row: Row, claims: Claims) -> None:
        """Add what the row states."""
        start, end = self.reading.day(row, self.shape.start), self.reading.day(row, self.shape.end)
        known = self.reading.code(row, self.shape.id)
        values: dict[str, object] = {}
        for field, attribute in self.shape.attributes:
            value = self._value(row, field, attribute)
            if value is not None:
                values[attribute] = value
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

    def _value(self, row: Row, field: Field, attribute: str) -> object:
        """What a row says of one attribute: people and things as they are named, everything else as it is read."""
        readers: dict[str, Callable[[], object]] = {
            "person": lambda: self._person(row, field, Field.NAME, Field.PHONE),
            "cover": lambda: self._person(row, field, Field.COVER_NAME, Field.COVER_PHONE),
            "centre": lambda: self._named(row, field, Field.CENTRE_NAME),
            "department": lambda: self._named(row, field, Field.DEPARTMENT_NAME),
            "committee": lambda: self._named(row, field, Field.COMMITTEE_NAME),
            "rota": lambda: self._named(row, field, Field.ROTA_NAME),
            "member": lambda: self._server(row, field, Field.MEMBER_NAME, Field.MEMBER_PHONE),
            "one": lambda: self._server(row, field, Field.ONE_NAME, Field.ONE_PHONE),
            "other": lambda: self._server(row, field, Field.OTHER_NAME, Field.OTHER_PHONE),
            "serves": lambda: self._served(row),
            "predecessor": lambda: self._unit(row, field),
            "successor": lambda: self._cell(row, field, codes_in),
            "role": lambda: self._role(row, field),
        }
        reader = readers.get(attribute)
        return self.reading.get(row, field) if reader is None else reader()

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
            why = f"The cell names {len(named)} people."
            self.findings.fault(self.table.place(row, column), why, "Write one row for each of them.", value)
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
