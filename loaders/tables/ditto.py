"""同上 and its like in the cells of a table: the value of the row above stands in their place."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from graph.messages import say
from graph.texts import name_key
from loaders.cells.person_words import DITTO
from loaders.cells.telephones import PHONE_LIKE
from loaders.cells.values import Cell
from loaders.faults import Findings
from loaders.tables.fields import PHONE_BESIDE, Field
from loaders.tables.finding import Column, Row, Table

FREE = frozenset({Field.NOTE, Field.REASON})
"""Free texts, which may hold any words."""

IDENTITY = frozenset({*PHONE_BESIDE.values(), Field.ID_NUMBER, Field.PERSON_ID, Field.COVER_ID, Field.MEMBER_ID})
"""What beside a name tells people apart: whoever is the same as above has it from above, too."""

NUMBER = say("give-number")

BRACKET = re.compile(r"[(（][^()（）]*[)）]")


def with_ditto(table: Table, rows: Iterable[Row], findings: Findings) -> Iterator[Row]:
    """The rows, 同上 made the last value above it in its column; where that is not the row just above, with a doubt.

    A row in which nothing stands above is a fault and left out.
    """
    above: dict[int, tuple[int, Cell]] = {}
    for row in rows:
        marked = [] if row.literal else [column for column in table.columns if _is_ditto(column, row)]
        filled = _filled(table, row, marked, above, findings) if marked else row
        if filled is None:
            continue
        above |= {c: (row.number, value) for c, value in enumerate(filled.values) if value != ""}
        yield filled


def _is_ditto(column: Column, row: Row) -> bool:
    value = row.values[column.index]
    if column.meaning is None or column.meaning.field in FREE or not isinstance(value, str):
        return False
    return _says_ditto(value)


@lru_cache(maxsize=100_000)
def _says_ditto(value: str) -> bool:
    return name_key(BRACKET.sub("", value)) in DITTO


def _filled(
    table: Table, row: Row, marked: list[Column], above: dict[int, tuple[int, Cell]], findings: Findings
) -> Row | None:
    values = list(row.values)
    for column in marked:
        word, where = str(row.values[column.index]), table.place(row, column)
        if column.index not in above:
            findings.fault(where, say("nothing-above"), say("write-what-is-meant"), word)
            return None
        number, value = above[column.index]
        values[column.index] = value
        if number != row.number - 1:
            findings.warn(where, say("ditto-from-afar", value=value, number=number), None, word)
        if note := "".join(BRACKET.findall(word)):
            findings.warn(where, say("ditto-with-note", value=value, note=note), None, word)
        taken = [
            c.index for c in _beside(table, column) if values[c.index] == "" and above.get(c.index, (0,))[0] == number
        ]
        for index in taken:
            values[index] = above[index][1]
        if _is_of_people(column) and not taken and not PHONE_LIKE.search(str(value)):
            findings.warn(where, say("ditto-of-namesake", value=value), NUMBER, word)
    return replace(row, values=values)


def _beside(table: Table, names: Column) -> Iterator[Column]:
    """The columns that tell apart whom a column names: up to the next column of names."""
    if not _is_of_people(names):
        return
    for column in table.columns:
        if column.index > names.index and _is_of_people(column):
            return
        if column.index > names.index and column.meaning is not None and column.meaning.field in IDENTITY:
            yield column


def _is_of_people(column: Column) -> bool:
    return column.meaning is not None and column.meaning.field in PHONE_BESIDE
