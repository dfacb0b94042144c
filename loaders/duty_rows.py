"""Rows of a duty table as offices keep it (值班表): a date, who leads, who is on duty, of which department."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from loaders import cells
from loaders.cells import Cell, CellFault, lines, plain
from loaders.claims import Claims, DutyClaim
from loaders.faults import Findings
from loaders.fields import Field
from loaders.people_cells import SEPARATORS, Named
from loaders.reading import Reading
from loaders.tables import Column, Row, Table
from loaders.telephones import MOBILE, first_phone, phones_in

TITLE = re.compile(r"(\d{4})\s*年\s*(?:(\d{1,2})\s*月)?")
WEEKDAY = re.compile(r"[(（]?(?:星期|周|礼拜)[一二三四五六日天][)）]?$")
MONTH_DAY = re.compile(r"^(\d{1,2})[月/.\-](\d{1,2})[日号]?$")
DAY_ALONE = re.compile(r"^(\d{1,2})[日号]?$")
WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class _Title:
    """The year and month that a table's title gives, for dates such as 6月3日 and 3日."""

    year: int | None = None
    month: int | None = None

    def day(self, value: Cell) -> date | None:
        """A date, whole or as far as the title leaves it open; a weekday behind it is left out."""
        if isinstance(value, str):
            value = WEEKDAY.sub("", plain(value))
        try:
            return cells.day(value)
        except CellFault:
            # As a number 6.3 may be the 3rd or the 30th.
            word = "" if isinstance(value, float) and not value.is_integer() else plain(value)
            if found := MONTH_DAY.match(word):
                return self._date(int(found[1]), int(found[2]))
            if found := DAY_ALONE.match(word):
                return self._date(self.month, int(found[1]))
            raise

    def _date(self, month: int | None, day: int) -> date:
        if self.year is None or month is None:
            raise CellFault(
                "The year or month is not said.", "Write 2025-06-03, or 2025年6月 in the title or the sheet's name."
            )
        return cells.day(f"{self.year}-{month}-{day}") or date.min


class DutyRows:
    """Reads one duty table."""

    def __init__(self, table: Table, findings: Findings) -> None:
        self.table, self.findings = table, findings
        self.reading = Reading(table, findings)
        self.title = self._title()
        leaders, on_duty = (table.by_field.get((field, None), []) for field in (Field.LEADER, Field.ON_DUTY))
        self.columns = [*((column, True) for column in leaders), *((column, False) for column in on_duty)]
        self.phones = self._phones_beside(on_duty)

    def _phones_beside(self, on_duty: Sequence[Column]) -> Mapping[int, Column]:
        """By column of people that of their numbers: the next one; of those on duty alone also one further off."""
        people = {column.index for column, _ in self.columns}
        numbers = self.table.by_field.get((Field.PHONE, None), [])
        found = {column.index - 1: column for column in numbers if column.index - 1 in people}
        others = [column for column in numbers if column.index - 1 not in people]
        if len(on_duty) == 1 and others:
            found.setdefault(on_duty[0].index, others[0])
        return found

    def _title(self) -> _Title:
        above = self.table.sheet.rows[: self.table.heading_rows[0] - 1]
        words = [
            self.table.sheet.name or "",
            *(lines(c) for row in above for c in row if c != ""),
            self.table.sheet.file,
        ]
        found = [match for word in words if (match := TITLE.search(word))]
        best = next((match for match in found if match[2]), found[0] if found else None)
        return _Title() if best is None else _Title(int(best[1]), int(best[2]) if best[2] else None)

    def take(self, row: Row, claims: Claims) -> None:
        """Add what the row states."""
        column = self.reading.column(Field.DUTY_DATE)
        day = None if column is None else self.reading.read(row, column, self.title.day)
        if day is None:
            if row.number not in self.reading.spoiled:
                self.findings.fault(
                    self.table.place(row, column), "The row does not say on which day.", "Give the date."
                )
            return
        self._check_weekday(row, day)
        found = list(self._served(row, day))
        if row.number not in self.reading.spoiled:
            claims.duty.extend(found)

    def _check_weekday(self, row: Row, day: date) -> None:
        said = re.sub("星期|周|礼拜", "", self.reading.text(row, Field.WEEKDAY) or "").replace("天", "日")
        if said and said in WEEKDAYS and said != WEEKDAYS[day.weekday()]:
            column = self.reading.column(Field.WEEKDAY)
            self.findings.fault(
                self.table.place(row, column),
                f"{day} is a 星期{WEEKDAYS[day.weekday()]}.",
                "Correct the date or the weekday.",
                said,
            )

    def _served(self, row: Row, day: date) -> Iterator[DutyClaim]:
        departments = self._departments(row)
        plain_claim = DutyClaim(
            self.table.place(row),
            day,
            departments=departments,
            centre=self.reading.text(row, Field.CENTRE_NAME),
            rota=self.reading.text(row, Field.ROTA_NAME),
            reason=self.reading.text(row, Field.REASON),
        )
        for column, leads in self.columns:
            for person in self._people(row, column):
                where = self.table.place(row, column)
                yield replace(plain_claim, where=where, person=person, leads=leads)
        on_duty = [column for column, leads in self.columns if not leads]
        if departments and all(row.values[column.index] == "" for column in on_duty):
            where = self.table.place(row, self.reading.column(Field.DEPARTMENT_NAME))
            for department in departments:
                yield replace(plain_claim, where=where, departments=(department,))

    def _departments(self, row: Row) -> tuple[str, ...]:
        column = self.reading.column(Field.DEPARTMENT_NAME)
        word = "" if column is None else lines(row.values[column.index]).replace("，", ",")
        return tuple(part.strip() for part in SEPARATORS.split(word) if part.strip())

    def _people(self, row: Row, column: Column) -> Sequence[Named]:
        named = self.reading.people(row, column, known=True) or ()
        phones = self._phones(row, self.phones.get(column.index), len(named))
        return [replace(person, phone=person.phone or phone) for person, phone in zip(named, phones, strict=True)]

    def _phones(self, row: Row, column: Column | None, names: int) -> Sequence[str | None]:
        """The mobile numbers of a cell, as many as names; a landline is the office's, and tells nobody apart."""
        if column is None or row.values[column.index] == "" or not names:
            return [None] * names
        if names == 1:
            alone = self.reading.read(row, column, first_phone)
            return [alone if alone is not None and MOBILE.match(alone) else None]
        found: Sequence[str | None] = self.reading.read(row, column, phones_in) or []
        mobiles = [number if number is not None and MOBILE.match(number) else None for number in found]
        if len(found) == names or not any(mobiles):
            return mobiles if len(found) == names else [None] * names
        self.findings.fault(
            self.table.place(row, column),
            f"There are {len(found)} telephone numbers for {names} names.",
            "Write as many numbers as names, in the same order, or the number behind each name.",
            row.values[column.index],
        )
        self.reading.spoiled.add(row.number)
        return [None] * names
