"""One worksheet's part as rows of cells at the places that the file says; blank ones are left out."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from graph.messages import say
from loaders.cells.values import Cell
from loaders.sheets.sheet import FURTHEST_COLUMN, Merge, RawSheet
from loaders.sheets.spoilt import broken, error, never_worked_out, unseen
from loaders.sheets.weighing import Meter, Unreadable
from loaders.sheets.workbooks.markup import Attributes, read_markup
from loaders.sheets.workbooks.package import damaged
from loaders.sheets.workbooks.texts import TextTaker
from loaders.sheets.workbooks.values import NOTHING, Format, cell_of
from loaders.sheets.workbooks.values import NUMBER as PLAIN

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
MOST_MERGES = 200_000

NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?", re.ASCII)
RANGE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})(?::([A-Z]{1,3})([1-9][0-9]{0,6}))?", re.ASCII)
YES = frozenset({"1", "true", "on"})

SECTION, ROW, CELL, PART = range(2, 6)
"""Depths of tags: sheetData (1 is the worksheet itself), row, c, and v, f or is."""


@dataclass(frozen=True, slots=True)
class Styles:
    """What the workbook says for all its sheets: shared texts, the formats of styles, the day of number 0.

    `unsure`: it asks for all formulas to be worked out anew, as programs do that cannot work them out.
    `struck`: the numbers of the styles that strike their cells through.
    """

    texts: Sequence[Cell]
    formats: Sequence[Format]
    zero: date
    unsure: bool = False
    struck: Collection[int] = frozenset()


class _Columns(dict[str, int]):
    """Letters of columns as numbers from 0.  Raises KeyError for what is no column."""

    def __missing__(self, letters: str) -> int:
        if not re.fullmatch("[A-Z]{1,3}", letters):
            raise KeyError(letters)
        number = 0
        for letter in letters:
            number = number * 26 + ord(letter) - ord("A") + 1
        if number > LAST_COLUMN:
            raise KeyError(letters)
        self[letters] = number - 1
        return number - 1


COLUMNS = _Columns()


def read_worksheet(pieces: Iterable[bytes], styles: Styles, meter: Meter) -> RawSheet:
    """The cells of a worksheet.  Raises Unreadable where it breaks the rules of its format or passes a limit."""
    reader = _Worksheet(styles, meter)
    read_markup(pieces, meter, reader.start, reader.end, reader.text.add)
    return reader.outcome()


@dataclass(slots=True)
class _Open:
    """The cell that is being read: its column, what its value is (t), its format and whether struck, what it holds."""

    column: int = -1
    kind: str = "n"
    form: Format = PLAIN
    value: Cell | None = None
    formula: str | None = None
    struck: bool = False


class _Worksheet:
    def __init__(self, styles: Styles, meter: Meter) -> None:
        self.styles, self.meter = styles, meter
        self.section = ""
        self.text = TextTaker(meter)
        self.number, self.digits, self.counted = -1, "0", 0
        self.cells: list[Cell] = []
        self.open = _Open()
        self.sheet = RawSheet(styles.zero)
        self.zeros: list[tuple[list[Cell], int, str]] = []
        self.worked_out = False

    # -- tags --------------------------------------------------------------------------------------------------------

    def start(self, depth: int, name: str, said: Attributes) -> None:
        """A tag begins."""
        if self.section != "sheetData" or depth == SECTION:
            self._start_elsewhere(depth, name, said)
        elif depth == CELL:
            if name == "c":
                self._open_cell(said)
        elif depth == PART:
            self.text.begin(taking=name in {"v", "f"})
        elif depth > PART:
            self.text.open(depth - PART, name)
        elif name == "row":
            self._open_row(said)

    def end(self, depth: int, name: str) -> None:
        """A tag ends."""
        if self.section != "sheetData":
            return
        if depth == PART:
            self._close_part(name)
        elif depth > PART:
            self.text.taking = False
        elif depth == CELL and name == "c":
            self._close_cell()
        elif depth == ROW and name == "row":
            self._close_row()

    def _start_elsewhere(self, depth: int, name: str, said: Attributes) -> None:
        if depth == SECTION:
            self.section = name
        elif depth < SECTION and name != "worksheet":
            raise damaged(say("part-is-no-sheet", name=name[:40]))
        elif depth == ROW and name == "mergeCell" and self.section == "mergeCells":
            self._merge(said.get("ref", ""))
        elif depth == ROW and name == "col" and self.section == "cols":
            self._column(said)

    def outcome(self) -> RawSheet:
        """The whole sheet."""
        if self.styles.unsure and not self.worked_out:
            for cells, column, formula in self.zeros:
                cells[column] = never_worked_out(formula)
        return self.sheet

    # -- rows --------------------------------------------------------------------------------------------------------

    def _open_row(self, said: Attributes) -> None:
        digits = said.get("r") or str(self.number + 2)
        if not digits.isascii() or not digits.isdigit() or not self.number + 1 < int(digits[:9]) <= LAST_ROW:
            raise damaged(say("row-out-of-order", digits=digits[:20], number=self.number + 1))
        self.number, self.digits = int(digits) - 1, digits
        self.cells, self.counted, self.open.column = [], 0, -1
        if said.get("hidden") in YES or _is_nought(said.get("ht")):
            self.sheet.hidden_rows.add(self.number)

    def _close_row(self) -> None:
        self.meter.take_rows(bool(self.cells), max(self.counted, len(self.cells)))
        if self.cells:
            self.sheet.rows.append((self.number, self.cells))

    def _column(self, said: Attributes) -> None:
        if said.get("hidden") in YES or _is_nought(said.get("width")):
            first, last = small(said.get("min")), small(said.get("max"))
            self.sheet.hidden_columns.update(range(first - 1, min(last, LAST_COLUMN)))

    def _merge(self, words: str) -> None:
        merge = _range(words)
        if merge is None:
            raise damaged(say("merge-of-nothing", words=words[:40]))
        self.sheet.merges.append(merge)
        if len(self.sheet.merges) > MOST_MERGES:
            raise Unreadable(say("too-many-merges", most=MOST_MERGES), say("unmerge-or-split"))

    # -- cells -------------------------------------------------------------------------------------------------------

    def _open_cell(self, said: Attributes) -> None:
        open_, place = self.open, said.get("r")
        self.counted += 1
        if place is None:
            column = open_.column + 1
        else:
            letters = place.removesuffix(self.digits)
            try:
                column = COLUMNS[letters]
            except KeyError:
                raise damaged(say("no-such-cell", place=place[:40], row=self.digits)) from None
        if not open_.column < column < LAST_COLUMN:
            raise damaged(say("cell-twice", place=(place or "")[:40], row=self.digits))
        open_.column, open_.kind = column, said.get("t", "n")
        open_.form, open_.value, open_.formula = self._form(said.get("s")), None, None
        open_.struck = small(said.get("s")) in self.styles.struck

    def _form(self, style: str | None) -> Format:
        number, formats = small(style), self.styles.formats
        return formats[number] if number < len(formats) else PLAIN

    def _close_part(self, name: str) -> None:
        text, open_ = self.text, self.open
        text.taking = False
        match name:
            case "is":
                open_.value = text.text()
            case "v":
                open_.value = text.text() if open_.kind == "str" else text.raw()
            case "f":
                open_.formula = text.raw()

    def _close_cell(self) -> None:
        cell = self._cell()
        if cell == "":
            return
        column = self.open.column
        if column >= FURTHEST_COLUMN:
            self.sheet.note_far(self.number, column, cell)
            return
        self.cells.extend([""] * (column - len(self.cells)))
        self.cells.append(cell)
        if self.open.struck:
            self.sheet.note_struck(self.number, column, cell)
        if self.open.formula is not None:
            self._note_formula(cell, self.open.formula)

    def _note_formula(self, cell: Cell, formula: str) -> None:
        # Programs that can't calculate write 0 for the outcome of each formula.
        if self.open.value in {"0", "0.0"}:
            self.zeros.append((self.cells, self.open.column, formula))
        elif self.open.value is not None and not isinstance(cell, bool):
            self.worked_out = True

    def _cell(self) -> Cell:
        value, kind = self.open.value, self.open.kind
        if value is None or (value == "" and kind not in {"str", "inlineStr"}):
            return "" if self.open.formula is None else never_worked_out(self.open.formula)
        if kind not in {"inlineStr", "str"}:
            word = str(value).strip()
            value = self._number(word) if kind == "n" else self._other(kind, word)
        return unseen(str(value)) if self.open.form is NOTHING and value != "" else value

    def _number(self, word: str) -> Cell:
        if not NUMBER.fullmatch(word):
            return broken(word)
        return cell_of(float(word), self.open.form, self.styles.zero)

    def _other(self, kind: str, word: str) -> Cell:
        match kind:
            case "s" if word.isascii() and word.isdigit() and len(word) < 9 and int(word) < len(self.styles.texts):
                return self.styles.texts[int(word)]
            case "b":
                return word in YES
            case "e":
                return error(word)
            case "d":
                return _iso(word)
        return broken(word)


def _range(words: str) -> Merge | None:
    """A range such as B2:C3, or one cell; None for what is none."""
    found = RANGE.fullmatch(words)
    if found is None:
        return None
    try:
        columns = COLUMNS[found[1]], COLUMNS[found[3] or found[1]]
    except KeyError:
        return None
    rows = int(found[2]) - 1, int(found[4] or found[2]) - 1
    return Merge(min(rows), min(columns), max(rows), max(columns)) if max(rows) < LAST_ROW else None


def _iso(word: str) -> Cell:
    """A date as ISO 8601 writes it, which strict workbooks hold; what is none, or of some zone, stays text."""
    try:
        moment = datetime.fromisoformat(word)
    except ValueError:
        return word
    if moment.tzinfo is not None:
        return word  # whoever reads a day judges whether it is the same one here
    return moment.date() if len(word) <= len("2025-01-31") else moment


def _is_nought(size: str | None) -> bool:
    """Say whether a height or width is 0, which hides a row or column as well."""
    return size is not None and NUMBER.fullmatch(size) is not None and float(size) == 0


def small(digits: str | None) -> int:
    """A number that the file gives; 0 where it gives none, or one that makes no sense."""
    return int(digits) if digits and digits.isascii() and digits.isdigit() and len(digits) < 8 else 0
