"""Rows of a duty table as offices keep it (值班表): a date, who leads, who is on duty, of which department."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from graph.messages import say
from graph.words import weekday_of
from loaders.cells.duty_dates import WEEKDAYS, DutyDates, span_of
from loaders.cells.people import SEPARATORS, Named
from loaders.cells.telephones import MOBILE, first_phone, phones_in
from loaders.cells.values import lines
from loaders.faults import Findings
from loaders.rows.claims import Claims, DutyClaim
from loaders.tables.fields import Field
from loaders.tables.finding import Column, Row, Table
from loaders.tables.reading import Reading


class DutyRows:
    """Reads one duty table."""

    def __init__(self, table: Table, findings: Findings) -> None:
        self.table, self.findings = table, findings
        self.reading = Reading(table, findings)
        self.dates = self._dates()
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

    def _dates(self) -> DutyDates:
        sheet, top = self.table.sheet, self.table.heading_rows[0] - 1
        words = [sheet.name or "", *(lines(c) for row in sheet.rows[:top] for c in row if c != ""), sheet.file]
        column = self.reading.column(Field.DUTY_DATE)
        at = -1 if column is None else column.index
        told = [row[at] for row in sheet.rows[self.table.heading_rows[-1] :] if 0 <= at < len(row)]
        return DutyDates(span_of(words, sheet.name), told)

    def take(self, row: Row, claims: Claims) -> None:
        """Add what the row states."""
        column = self.reading.column(Field.DUTY_DATE)
        weekday = self._weekday(row)
        day = None if column is None else self.reading.read(row, column, lambda value: self.dates.day(value, weekday))
        if day is None:
            if row.number not in self.reading.spoiled:
                self.findings.fault(self.table.place(row, column), say("row-without-day"), say("give-date"))
            return
        self._check_weekday(row, day, weekday)
        found = list(self._served(row, day))
        if row.number not in self.reading.spoiled:
            claims.duty.extend(found)

    def _weekday(self, row: Row) -> str | None:
        said = re.sub("星期|周|礼拜", "", self.reading.text(row, Field.WEEKDAY) or "").replace("天", "日")
        return said if said and said in WEEKDAYS else None

    def _check_weekday(self, row: Row, day: date, said: str | None) -> None:
        if said is not None and said != WEEKDAYS[day.weekday()]:
            column = self.reading.column(Field.WEEKDAY)
            self.findings.fault(
                self.table.place(row, column),
                say("weekday-wrong", day=day, weekday=weekday_of(day)),
                say("correct-date-or-weekday"),
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
            say("numbers-for-names", count=len(found), names=names),
            say("numbers-as-names"),
            row.values[column.index],
        )
        self.reading.spoiled.add(row.number)
        return [None] * names
