"""Rows under one merged name are of one person: the telephone number of the first is that of the others."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from graph.messages import say
from loaders.cells.values import Cell, is_blank
from loaders.faults import Findings
from loaders.tables.fields import Field
from loaders.tables.finding import Column, Row, Table


def with_one_person(table: Table, rows: Iterable[Row], findings: Findings) -> Iterator[Row]:
    """The rows; where a name is merged over several, a missing number is said again, another one is a doubt."""
    pairs = list(_pairs(table))
    numbers: dict[tuple[int, int], Cell] = {}
    for row in rows:
        changed: dict[int, Cell] = {}
        for name, phone in pairs:
            if name.index not in row.spans or phone.index in row.spans:
                continue
            told, key = row.values[phone.index], (name.index, row.spans[name.index][0])
            first = numbers.get(key, "")
            if is_blank(first):
                numbers[key] = told
            elif told != first:
                changed[phone.index] = first
                if not is_blank(told):
                    _doubt(table, row, name, phone, told, findings)
        yield (
            row
            if not changed
            else replace(row, values=[changed.get(index, value) for index, value in enumerate(row.values)])
        )


def _pairs(table: Table) -> Iterator[tuple[Column, Column]]:
    """Columns of names with those of their telephone numbers."""
    for (field, role), columns in table.by_field.items():
        phones = table.by_field.get((Field.PHONE, role))
        if field == Field.NAME and phones:
            yield columns[0], phones[0]


def _doubt(table: Table, row: Row, name: Column, phone: Column, told: Cell, findings: Findings) -> None:
    first, last = row.spans[name.index]
    findings.warn(
        table.place(row, phone),
        say("second-number-of-merged", first=first, last=last),
        say("unmerge-namesakes"),
        told,
    )
