"""The place that a row tells, level by level, and which level a cell speaks of."""

import re
from collections.abc import Callable, Sequence
from itertools import zip_longest

from graph.facts import FactId
from graph.messages import say
from graph.roles import POSTS
from graph.words import Role, UnitKind
from loaders.cells.thing_words import NUMBER_ALONE, thing
from loaders.cells.values import Cell, CellFault, code, lines, plain
from loaders.rows.claims import Path, Step
from loaders.tables.fields import Field
from loaders.tables.finding import Column, Row
from loaders.tables.kept import keepable
from loaders.tables.reading import Reading

KindOf = Callable[[FactId], UnitKind | None]
"""The level of a code that is known, or that the digit template tells."""

LEVELS: tuple[tuple[UnitKind, Field, Field], ...] = (
    (UnitKind.STREET, Field.STREET_CODE, Field.STREET_NAME),
    (UnitKind.MANAGEMENT_AREA, Field.AREA_CODE, Field.AREA_NAME),
    (UnitKind.VILLAGE, Field.VILLAGE_CODE, Field.VILLAGE_NAME),
    (UnitKind.GRID, Field.GRID_CODE, Field.GRID_NAME),
    (UnitKind.MICRO_GRID, Field.MICRO_CODE, Field.MICRO_NAME),
)
LISTED = frozenset({UnitKind.GRID, UnitKind.MICRO_GRID})
"""Levels of which one cell may name several units, parted by 、."""

LIST_MARKS = re.compile(r"[、,，;；\n]+")


def names_in(value: Cell) -> list[str]:
    """The names that a cell lists: 第一网格、第二网格 -> two.  Raises CellFault for half a name: 第一、二网格."""
    found = [name for part in LIST_MARKS.split(lines(value)) if (name := thing(part)) is not None]
    alone = [name for name in found if NUMBER_ALONE.fullmatch(plain(name))]
    if alone and len(alone) < len(found):
        raise CellFault(say("half-a-name", name=alone[0]), say("write-names-whole"))
    return found


def codes_in(value: Cell) -> list[FactId]:
    """The codes that a cell lists.  Raises CellFault if one is none."""
    if not isinstance(value, str):
        found = code(value)
        return [] if found is None else [found]
    found_codes = [code(part) for part in re.split(r"[、,，;；\s]+", lines(value)) if part]
    return [word for word in found_codes if word is not None]


class PlaceReader:
    """Reads the place columns of one table."""

    def __init__(self, reading: Reading, kind_of: KindOf) -> None:
        self.reading = reading
        self.kind_of = kind_of
        by_field = reading.table.by_field
        self.levels = [
            (kind, _first(by_field.get((codes, None))), _first(by_field.get((names, None))))
            for kind, codes, names in LEVELS
        ]
        self.levels = [level for level in self.levels if level[1] or level[2]]

    def paths(self, row: Row) -> list[Path]:
        """The places that the row tells, one for each unit of its lowest level; [] if it tells none."""
        steps: list[Step] = []
        told: list[tuple[UnitKind, list[Step]]] = []
        for kind, codes, names in self.levels:
            found = self._steps(row, kind, codes, names)
            if found:
                told.append((kind, found))
        for _, found in told[:-1]:
            steps.append(found[0])
        if not told:
            return []
        for _, found in told[:-1]:
            if len(found) > 1:
                self.reading.findings.fault(
                    self.reading.table.place(row),
                    say("units-above-units"),
                    say("row-for-each-unit"),
                )
        return [(*steps, last) for last in told[-1][1]]

    def _steps(self, row: Row, kind: UnitKind, codes: Column | None, names: Column | None) -> list[Step]:
        code_cell = row.values[codes.index] if codes else ""
        name_cell = row.values[names.index] if names else ""
        if code_cell == "" and name_cell == "":
            return []
        if kind not in LISTED:
            word = self._code(row, kind, codes)
            name = self._name(row, names)
            return [Step(kind, word, name)] if word or name else []
        words = self._codes(row, kind, codes)
        listed = self._names(row, names)
        if words and listed and len(words) != len(listed) and codes:
            self.reading.findings.fault(
                self.reading.table.place(row, codes),
                say("codes-for-names", count=len(words), names=len(listed)),
                say("codes-as-names"),
                code_cell,
            )
            return []
        return [Step(kind, word, name) for word, name in zip_longest(words, listed)]

    def _name(self, row: Row, column: Column | None) -> str | None:
        filled = column is not None and row.values[column.index] != ""
        found: str | None = self.reading.value(row, column) if column and filled else None
        return found

    def _names(self, row: Row, column: Column | None) -> list[str]:
        if column is None or row.values[column.index] == "":
            return []

        def keepable_names(value: Cell) -> list[str]:
            names = names_in(value)
            for name in names:
                keepable(self.reading.table.kind, column.meaning, name)
            return names

        return self.reading.read(row, column, keepable_names) or []

    def _code(self, row: Row, kind: UnitKind, column: Column | None) -> FactId | None:
        words = self._codes(row, kind, column)
        return words[0] if words else None

    def _codes(self, row: Row, kind: UnitKind, column: Column | None) -> list[FactId]:
        if column is None or row.values[column.index] == "":
            return []

        def of_this_level(value: Cell) -> list[FactId]:
            words = codes_in(value)
            for word in words:
                check_level(word, kind, self.kind_of)
            return words

        return self.reading.read(row, column, of_this_level) or []

    def span(self, row: Row, kind: UnitKind) -> tuple[int, int]:
        """The rows over which the cell that tells the level is merged; the row alone if it is not."""
        for level, codes, names in self.levels:
            if level == kind:
                spans = [row.spans[c.index] for c in (codes, names) if c is not None and c.index in row.spans]
                return spans[0] if spans else (row.number, row.number)
        return (row.number, row.number)

    def owner(self, row: Row, path: Path, column: Column) -> Step:
        """The step that a cell speaks of: the lowest whose cell is merged over at least the cell's rows."""
        top, bottom = row.spans.get(column.index, (row.number, row.number))
        for step in reversed(path):
            first, last = self.span(row, step.kind)
            if first <= top and bottom <= last:
                return step
        return path[-1]


def upto(path: Path, step: Step) -> Path:
    """The path as far down as a step of it."""
    return path[: path.index(step) + 1]


def home(role: Role, path: Path) -> Path | None:
    """The place of a post by its role: the path down to the level that such a post is of; None if it tells none."""
    for kind in POSTS[role].units:
        for step in reversed(path):
            if step.kind == kind:
                return upto(path, step)
    return None


def check_level(code: FactId, kind: UnitKind, kind_of: KindOf) -> None:
    """Raise CellFault if a code is known, or has the digits, as one of another level."""
    found = kind_of(code)
    if found != kind:
        what = say("code-of-level", found=found) if found else say("code-of-length", count=len(code))
        raise CellFault(say("code-of-other-level", what=what, kind=kind), say("correct-code"))


def _first(columns: Sequence[Column] | None) -> Column | None:
    return columns[0] if columns else None
