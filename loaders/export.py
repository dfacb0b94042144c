"""A whole model as a workbook that people can read, and that `plan_import` reads back to an equal model.

Everything of every date is in it but outlines (`export_geojson`), what was annulled, which never held, and the policy,
which is a file of its own.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time
from itertools import pairwise
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from graph.facts import (
    Centre,
    Committee,
    Department,
    Fact,
    FactId,
    Holding,
    PartOf,
    Person,
    Policy,
    Rota,
    RotaMember,
    Unit,
    UnitState,
)
from graph.snapshot import Snapshot, ordered
from graph.time.calendar import DAY
from graph.time.validity import boundaries, holds_on, is_void
from graph.whole_files import whole_file
from graph.words import Term
from loaders.tables.columns import Sheet
from loaders.tables.fields import PHONE_BESIDE, Field, TableKind
from loaders.tables.layouts import LAYOUTS, PERSON_ATTRIBUTES, STATE_ATTRIBUTES, canonical_heading
from loaders.tables.sheets import RECORDS

Row = dict[Field, object]
Names = Callable[[FactId], str | None]

NO_RANK = "成员"
"""Written for a holder who is neither A角 nor B角: an empty cell would leave the rank unsaid."""

NOT_CARRIED = (Policy,)
"""A policy is a text of several pages, more than a cell holds: `wangge policy show` writes it, `set` reads it."""

ESCAPE_LIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""What Excel would read as a character that XML can't hold: the _ is written as one such, so that it stays."""

FIRST_EXCEL_DAY = date(1900, 3, 1)
"""Excel counts a 29 February 1900 that never was: earlier days are written as text."""


def export_workbook(snapshot: Snapshot, path: Path) -> None:
    """Write every fact of `snapshot` but outlines and annulled facts to an .xlsx at `path`, one sheet a kind.

    Rows are in a fixed order (codes, names, dates), so equal models give equal sheets.  The file is there whole or not
    at all, and its owner alone may read it.  Raises InvalidInput if it can't be written.
    """
    with whole_file(path) as file:
        _workbook(snapshot).save(file)


def _workbook(snapshot: Snapshot) -> Workbook:
    book = Workbook(write_only=True)
    for kind, rows in _sheets(snapshot):
        sheet = book.create_sheet(kind.zh)
        layout = LAYOUTS[kind]
        _dress(sheet, len(layout))
        heading = [WriteOnlyCell(sheet, canonical_heading(kind, field)) for field in layout]
        for cell in heading:
            cell.font = Font(bold=True)
        sheet.append(heading)
        for row in rows:
            sheet.append([_cell(sheet, row.get(field)) for field in layout])
    return book


def _dress(sheet: WriteOnlyWorksheet, columns: int) -> None:
    sheet.freeze_panes = "A2"
    for number in range(1, columns + 1):
        sheet.column_dimensions[get_column_letter(number)].width = 18  # type: ignore[attr-defined]  # missing from the stubs


def _cell(sheet: WriteOnlyWorksheet, value: object) -> Cell | float | None:
    """The value as a cell: words in Chinese, texts never read as formulas or numbers, dates as dates."""
    match value:
        case None | int() | float():
            return value
        case date():
            if value < FIRST_EXCEL_DAY:
                return _text(sheet, value.isoformat())
            cell: Cell = WriteOnlyCell(sheet, datetime.combine(value, time.min))
            cell.number_format = "yyyy-mm-dd"
            return cell
        case Term():
            return _text(sheet, value.zh)
        case _:
            return _text(sheet, str(value))


def _text(sheet: WriteOnlyWorksheet, value: str) -> Cell:
    cell: Cell = WriteOnlyCell(sheet, ESCAPE_LIKE.sub("_x005F_", value))
    cell.data_type = "s"
    cell.number_format = "@"
    return cell


def _sheets(snapshot: Snapshot) -> Iterator[tuple[TableKind, Iterable[Row]]]:
    names = _namer(snapshot)
    for kind in LAYOUTS:
        match kind:
            case TableKind.UNITS:
                yield kind, _unit_rows(snapshot, names)
            case TableKind.ROSTER:
                yield kind, _people_rows(snapshot)
            case TableKind.POSTS:
                yield kind, _post_rows(snapshot, names)
            case _:
                yield kind, _record_rows(snapshot, RECORDS[kind], names)


def _namer(snapshot: Snapshot) -> Names:
    """What to call a fact beside its id: helper columns for people, never read as statements."""

    def name(fact_id: FactId) -> str | None:
        states = snapshot.linked(UnitState, "unit", fact_id)
        if states:
            return states[-1].name
        for cls in (Person, Centre, Committee, Department, Rota):
            fact = snapshot.get(cls, fact_id)
            if fact is not None:
                return str(getattr(fact, "name", "")) or None
        return None

    return name


# -- units -----------------------------------------------------------------------------------------------------------


def _unit_rows(snapshot: Snapshot, names: Names) -> Iterator[Row]:
    for unit in sorted(snapshot.all(Unit), key=lambda u: u.id):
        if not is_void(unit):
            yield from _stretches(snapshot, unit, names)


def _stretches(snapshot: Snapshot, unit: Unit, names: Names) -> Iterator[Row]:
    """A row for each stretch of the unit's life in which neither its state nor its parent changes."""
    states = [fact for fact in snapshot.linked(UnitState, "unit", unit.id) if not is_void(fact)]
    parts = [fact for fact in snapshot.linked(PartOf, "child", unit.id) if not is_void(fact)]
    days: list[date | None] = [*boundaries((*states, *parts)), None]
    for start, end in pairwise(days):
        if start is None or (unit.end is not None and start >= unit.end):
            continue
        state = next((fact for fact in states if holds_on(fact, start)), None)
        part = next((fact for fact in parts if holds_on(fact, start)), None)
        row: Row = {
            Field.UNIT_CODE: unit.id,
            Field.UNIT_KIND: unit.kind,
            Field.FOUNDED: unit.start,
            Field.ABOLISHED: unit.end,
            Field.VALID_FROM: start,
            Field.VALID_TO: end,
        }
        if state is not None:
            row |= {field: getattr(state, name) for field, name in STATE_ATTRIBUTES}
            row[Field.STATE_ID] = state.id
        if part is not None:
            row |= {Field.PARENT_CODE: part.parent, Field.PARENT_NAME: names(part.parent), Field.PART_ID: part.id}
        yield row


# -- people and posts ------------------------------------------------------------------------------------------------


def _people_rows(snapshot: Snapshot) -> Iterator[Row]:
    for person in sorted(snapshot.all(Person), key=lambda p: (p.name, p.id)):
        if is_void(person):
            continue
        row: Row = {field: getattr(person, name) for field, name in PERSON_ATTRIBUTES}
        row[Field.FICTITIOUS] = "是" if person.fictitious else None
        yield row | {Field.PERSON_ID: person.id, Field.KNOWN_FROM: person.start, Field.KNOWN_TO: person.end}


def _post_rows(snapshot: Snapshot, names: Names) -> Iterator[Row]:
    for holding in sorted(snapshot.all(Holding), key=lambda h: (h.of, h.role, h.start, h.id)):
        if is_void(holding):
            continue
        person = snapshot.get(Person, holding.person)
        yield {
            Field.HOLDING_ID: holding.id,
            Field.PERSON_ID: holding.person,
            Field.NAME: person.name if person else None,
            Field.PHONE: person.phone if person else None,
            Field.ROLE: holding.role,
            Field.TARGET_ID: holding.of,
            Field.TARGET_NAME: names(holding.of),
            Field.RANK: holding.rank or NO_RANK,
            Field.SUBJECT: holding.field,
            Field.POST_START: holding.start,
            Field.POST_END: holding.end,
        }


# -- everything else: a row is a fact ----------------------------------------------------------------------------------


def _record_rows(snapshot: Snapshot, sheet: Sheet, names: Names) -> Iterator[Row]:
    """Each fact as a row; beside the ids of what it names stands what that is called, and people's numbers."""
    helpers = [(column.field, column.names) for column in sheet.columns if column.names]
    for fact in _listed(snapshot.all(sheet.cls)):
        if is_void(fact):
            continue
        row: Row = {field: getattr(fact, name) for field, name in sheet.attributes}
        row |= {sheet.id: fact.id, sheet.start: fact.start, sheet.end: _last(fact, sheet)}
        for helper, link in helpers:
            target = getattr(fact, link)
            if target is not None:
                row[helper] = names(target)
                if helper in PHONE_BESIDE:
                    person = snapshot.get(Person, target)
                    row[PHONE_BESIDE[helper]] = person.phone if person else None
        yield row


def _listed(facts: Iterable[Fact]) -> Sequence[Fact]:
    """Facts by start, then id; the members of each rota in their order."""
    return sorted(ordered(facts), key=lambda f: (f.start, f.rota, f.order) if isinstance(f, RotaMember) else ())


def _last(fact: Fact, sheet: Sheet) -> date | None:
    return fact.end - DAY if sheet.inclusive and fact.end is not None else fact.end
