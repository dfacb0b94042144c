"""Where a sheet's table is: its kind, its heading of one or two rows, its columns, and the rows that say something."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice, zip_longest
from typing import Literal

from openpyxl.utils import get_column_letter

from graph.messages import Message, say
from graph.words import Role
from loaders.cells.values import Cell, is_blank, lines, plain, text
from loaders.faults import Findings, Where
from loaders.sheets.sheet import HEADING_WITHIN, Merge, Sheet
from loaders.tables.canonical import layout_of, own_number_at
from loaders.tables.fields import Field, TableKind
from loaders.tables.headings import TAIL_OF_PEOPLE, Meaning, normal, understand
from loaders.tables.hidden import doubt_hidden
from loaders.tables.mapping import ColumnMapping, SheetMapping, SheetRule
from loaders.tables.ragged import refuse_ragged
from loaders.tables.unread import doubt_unread
from loaders.tables.vocabulary import KEYWORDS, NEEDED, PREFERENCE, SHEET_NAMES

LONGEST_HEADING = 200


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its place from 0, its heading as written, and what it means (None: unused).

    `like` is the place of the column that says the same, for which this one is not used.
    """

    index: int
    letter: str
    heading: str
    meaning: Meaning | None
    like: int | None = None

    @property
    def title(self) -> str:
        """Letter and heading, as faults name a column."""
        return f"{self.letter} {self.heading}".strip()


@dataclass(frozen=True, slots=True)
class Row:
    """One row that says something: its number as Excel shows it, and its cells by column.

    `spans` gives, for cells that are part of a merged range over several rows, the first and last row of the range.
    `literal`: its texts are taken as they stand.
    """

    number: int
    values: Sequence[Cell]
    spans: dict[int, tuple[int, int]]
    literal: bool = False


@dataclass(frozen=True)
class Table:
    """A sheet whose columns are understood."""

    kind: TableKind
    sheet: Sheet
    heading_rows: tuple[int, ...]
    columns: tuple[Column, ...]
    constants: tuple[str, ...] = ()
    skipped: list[Message] = field(default_factory=list)
    layout: TableKind | None = None

    def is_literal(self, values: Sequence[Cell]) -> bool:
        """Whether a row is of our own export and states a fact by its number: it is read to the letter."""
        at = None if self.layout is None else own_number_at(self.layout)
        return at is not None and at < len(values) and values[at] != ""

    @cached_property
    def by_field(self) -> dict[tuple[Field, Role | None], list[Column]]:
        """The columns of each meaning, from left to right."""
        found: dict[tuple[Field, Role | None], list[Column]] = {}
        for column in self.columns:
            if column.meaning is not None:
                found.setdefault((column.meaning.field, column.meaning.role), []).append(column)
        return found

    def has(self, *fields: Field) -> bool:
        """Say whether one of the fields has a column (not of a role's holders)."""
        return any((f, None) in self.by_field for f in fields)

    def place(self, row: Row, column: Column | None = None) -> Where:
        """A row, or a cell of it, as a place."""
        return Where(self.sheet.file, self.sheet.name, row.number, column.title if column else None)

    def shown(self, rows: int) -> SheetMapping:
        """The mapping as people see it."""
        return SheetMapping(
            file=self.sheet.file,
            sheet=self.sheet.name,
            kind=self.kind,
            heading_rows=self.heading_rows,
            columns=tuple(ColumnMapping(c.letter, c.heading, c.meaning.label) for c in self.columns if c.meaning),
            unused=tuple(c.title for c in self.columns if c.meaning is None),
            rows=rows,
            skipped=tuple(self.skipped),
        )


# -- the heading -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Guess:
    score: float
    kind: TableKind
    rows: tuple[int, ...]
    headings: list[tuple[str, str]]

    @property
    def rank(self) -> tuple[float, int, int]:
        return (self.score, -len(self.rows), -PREFERENCE.index(self.kind))


def find_table(sheet: Sheet, rule: SheetRule, findings: Findings) -> Table | None:
    """The table of a sheet as its headings, or else the rule, say; None (with a warning) if there is none."""
    layout = layout_of(sheet.name, sheet.rows) if rule.is_silent else None
    guesses = [_own(sheet, layout)] if layout else [guess for guess in _guesses(sheet, rule) if guess.score > 0]
    if not guesses:
        if any(len(row) for row in sheet.rows):
            findings.warn(
                sheet.where,
                say("no-headings"),
                say("map-or-ignore"),
            )
        return None
    # The first of equals: the topmost row.
    best = max(guesses, key=lambda guess: guess.rank)
    columns = _columns(best, rule, sheet, findings)
    rows = tuple(r + 1 for r in best.rows)
    table = Table(best.kind, sheet, rows, columns, tuple(rule.constants.values()), layout=layout)
    used = [(column.index, column.title) for column in columns if column.meaning is not None]
    doubt_hidden(sheet, best.rows[-1] + 1, used, findings)
    refuse_ragged(sheet, best.rows[-1] + 1, len(best.headings), findings)
    if layout is None:
        doubt_unread(sheet, _rows_told(table), table.columns, findings)
    return table


def _rows_told(table: Table) -> Iterator[int]:
    """The rows of a table that say something, from 0."""
    return (row.number - 1 for row in body(replace(table, skipped=[])))


def _own(sheet: Sheet, layout: TableKind) -> _Guess:
    kind = TableKind.ROSTER if layout == TableKind.POSTS else layout
    return _Guess(1, kind, (0,), [(str(heading), "") for heading in sheet.rows[0]])


def _guesses(sheet: Sheet, rule: SheetRule) -> Iterator[_Guess]:
    kinds = (rule.kind,) if rule.kind else PREFERENCE
    places = [tuple(row - 1 for row in rule.heading)] if rule.heading else list(_places(sheet))
    spread = _spread(sheet, {r for rows in places for r in rows})
    for rows in places:
        headings = _headings(sheet, spread, rows)
        if headings:
            for kind in kinds:
                forced = bool(rule.kind and rule.heading)
                yield _Guess(_score(kind, headings, sheet, rule, forced=forced), kind, rows, headings)


def _places(sheet: Sheet) -> Iterator[tuple[int, ...]]:
    """The rows, alone and with the one below, that may be the heading: the first that people see something in."""
    seen = (r for r, row in enumerate(sheet.rows) if row and r not in sheet.hidden_rows)
    rows = list(islice(seen, HEADING_WITHIN + 1))
    for top, below in zip_longest(rows[:HEADING_WITHIN], rows[1:]):
        yield (top,)
        if below is not None:
            yield (top, below)


def _score(kind: TableKind, headings: list[tuple[str, str]], sheet: Sheet, rule: SheetRule, *, forced: bool) -> float:
    """How many of the headings the kind of table knows, and whether it knows enough of them; 0 if not."""
    if forced:
        return 1
    found = {m for m in (_meaning(kind, upper, lower, rule) for upper, lower in headings) if m is not None}
    known = {m.field for m in found if m.role is None} | {
        m.field for m in (understand(kind, "", word) for word in rule.constants) if m is not None
    }
    named = _named(sheet, kind)
    keywords = KEYWORDS.get(kind)
    if keywords and not named and not any(k in normal(u + low) for u, low in headings for k in keywords):
        return 0
    if not all(known & needed for needed in NEEDED[kind]):
        return 0
    said = [m for m in found if m.field != Field.SERIAL]
    enough = 1 if rule.columns or rule.kind else 2
    return 0 if len(said) < enough else len(said) + (0.5 if named else 0)


def _named(sheet: Sheet, kind: TableKind) -> bool:
    return bool(sheet.name) and normal(sheet.name or "") in SHEET_NAMES[kind].split()


def _spread(sheet: Sheet, rows: Collection[int]) -> dict[tuple[int, int], str]:
    """The texts of merged cells, said again in each cell of their range, for some rows."""
    found: dict[tuple[int, int], str] = {}
    for merge in sheet.merges:
        word = _word(sheet, merge.top, merge.left)
        for r in rows:
            if merge.top <= r <= merge.bottom:
                found.update(((r, c), word) for c in range(merge.left, merge.right + 1))
    return found


def _word(sheet: Sheet, row: int, column: int) -> str:
    """A cell as a heading; what is longer than any is none."""
    cells = sheet.rows[row]
    word = lines(cells[column]) if column < len(cells) else ""
    return word if len(word) <= LONGEST_HEADING else ""


def _headings(sheet: Sheet, spread: dict[tuple[int, int], str], rows: tuple[int, ...]) -> list[tuple[str, str]]:
    """For each column its heading and the one below it ("" in a heading of one row); [] where there can be none."""
    if rows[-1] >= len(sheet.rows):
        return []
    ends = [c + 1 for r, c in spread if r in rows]
    width = max([*ends, *(len(sheet.rows[r]) for r in rows)])
    upper = [spread.get((rows[0], c)) or _word(sheet, rows[0], c) for c in range(width)]
    if len(rows) == 1:
        return [(word, "") for word in upper] if any(upper) else []
    lower = [spread.get((rows[1], c)) or _word(sheet, rows[1], c) for c in range(width)]
    if not any(upper) or not any(low and low != up for up, low in zip(upper, lower, strict=True)):
        return []
    for c in range(1, width):
        # A wider heading that nobody merged: the word stands over the first of its columns only.
        if not upper[c] and lower[c] and lower[c - 1]:
            upper[c] = upper[c - 1]
    return list(zip(upper, lower, strict=True))


def _meaning(kind: TableKind, upper: str, lower: str, rule: SheetRule) -> Meaning | None:
    for key in (_joined(upper, lower), lower, upper):
        if key and key in rule.columns:
            return understand(kind, "", rule.columns[key])
    return understand(kind, upper, lower)


def _joined(upper: str, lower: str) -> str:
    return f"{upper}/{lower}" if upper and lower and upper != lower else upper or lower


def _columns(guess: _Guess, rule: SheetRule, sheet: Sheet, findings: Findings) -> tuple[Column, ...]:
    columns: list[Column] = []
    ignored = set(rule.ignore_columns)
    for index, (upper, lower) in enumerate(guess.headings):
        heading, letter = " ".join(_joined(upper, lower).split()), get_column_letter(index + 1)
        if not heading and letter not in rule.columns:
            continue
        meaning = _meaning(guess.kind, upper, lower, rule)
        if letter in rule.columns:
            meaning = understand(guess.kind, "", rule.columns[letter])
        elif meaning is None and columns and columns[-1].index == index - 1:
            meaning = _of_neighbour(guess.kind, columns[-1].meaning, lower or upper)
        if {heading, letter, lower, upper} & ignored - {""}:
            meaning = None
        columns.append(Column(index, letter, heading, meaning))
    _check_rule(guess, rule, columns, sheet, findings)
    width = len(guess.headings)
    constants = (
        Column(width + n, "mapping file", word, understand(guess.kind, "", word))
        for n, word in enumerate(rule.constants)
    )
    return (*_one_place_each(columns), *constants)


def _of_neighbour(kind: TableKind, before: Meaning | None, heading: str) -> Meaning | None:
    """联系电话 beside 网格长 is the grid chief's."""
    tail = TAIL_OF_PEOPLE.get(normal(heading))
    if kind != TableKind.UNITS or before is None or before.role is None or tail in {None, Field.NAME}:
        return None
    return Meaning(tail, before.role) if tail else None


def _check_rule(guess: _Guess, rule: SheetRule, columns: list[Column], sheet: Sheet, findings: Findings) -> None:
    names = (
        {c.letter for c in columns} | {c.heading for c in columns} | {part for pair in guess.headings for part in pair}
    )
    for key, word in rule.columns.items():
        if key not in names:
            findings.fault(sheet.where, say("mapping-of-missing-column", key=key))
        if understand(guess.kind, "", word) is None:
            findings.fault(sheet.where, say("mapping-meaning-unknown", key=key, word=word))
    for word in rule.constants:
        if understand(guess.kind, "", word) is None:
            findings.fault(sheet.where, say("mapping-constant-unknown", word=word))


REPEATED = frozenset({Field.PHONE, Field.LEADER, Field.ON_DUTY})
"""What may have several columns: a second phone, and everybody who is on duty."""


def _one_place_each(columns: list[Column]) -> Iterator[Column]:
    """Of several columns for what a row says only once the first is used, save where a second one may help out."""
    seen: dict[Meaning, int] = {}
    for column in columns:
        meaning = column.meaning
        if meaning is not None and meaning.role is None and meaning.field not in REPEATED:
            like = seen.get(meaning, seen.get(Meaning(meaning.field, inclusive=not meaning.inclusive)))
            if like is not None:
                yield Column(column.index, column.letter, column.heading, None, like)
                continue
            seen[meaning] = column.index
        yield column


# -- the rows --------------------------------------------------------------------------------------------------------

TOTAL = re.compile(r"^(.{0,14}(合计|小计|总计|共计)|总数|汇总|累计|total)([:(].*)?$")
REMARK = re.compile(r"^(注|备注|说明|填表|制表|审核|填报|统计|以上|示例|例[:如]|附[:注]|联系人[:]|单位负责人|领导签字)")
SIGNED = re.compile(r"^(填表人|制表人|审核人|填报人|填表时间|填报时间|填报单位|制表时间|负责人签字|领导签字)[:]?")
GUIDANCE = re.compile(r"^[(（]?(必填|选填|示例|例[:：如]|如[:：]|填写|格式|请填|下拉选择)")


def body(table: Table) -> Iterator[Row]:
    """The rows below the heading that say something; the others are noted in `table.skipped`."""
    first = table.heading_rows[-1]
    fill, wide = _merged_below(table.sheet, first)
    used = [c.index for c in table.columns if c.meaning is not None and c.meaning.field != Field.SERIAL]
    width = max((c.index for c in table.columns), default=0) + 1 - len(table.constants)
    used = [index for index in used if index < width]
    headings = {c.index: normal(c.heading.rsplit("/", 1)[-1]) for c in table.columns}
    for r in range(first, len(table.sheet.rows)):
        raw = table.sheet.rows[r]
        if r in table.sheet.hidden_rows or (not raw and r not in fill):
            continue
        values: list[Cell] = [*raw[:width], *[""] * (width - len(raw))]
        spans: dict[int, tuple[int, int]] = {}
        for c, (value, top, bottom) in fill.get(r, {}).items():
            if c < width:
                values[c], spans[c] = value, (top + 1, bottom + 1)
        if _goes_on(spans, values, used, r, table.sheet.hidden_rows):
            continue
        if table.is_literal(values):
            yield Row(r + 1, [*values, *table.constants], spans, literal=True)
            continue
        if reason := _says_nothing(raw, values, used, headings, wide=r in wide, first=r == first):
            if reason != "blank":
                table.skipped.append(say("row-skipped", reason=reason, row=r + 1))
            continue
        yield Row(r + 1, [*values, *table.constants], spans)


def _merged_below(sheet: Sheet, first: int) -> tuple[dict[int, dict[int, tuple[Cell, int, int]]], set[int]]:
    """By row, what merged ranges over several rows say in it, and the rows with a range over three columns or more."""
    fill: dict[int, dict[int, tuple[Cell, int, int]]] = {}
    wide: set[int] = set()
    for merge in sheet.merges:
        if merge.top < first:
            continue
        if merge.right - merge.left >= 2:
            wide.add(merge.top)
        if merge.bottom > merge.top:
            _fill(sheet, merge, fill)
    return fill, wide


def _fill(sheet: Sheet, merge: Merge, fill: dict[int, dict[int, tuple[Cell, int, int]]]) -> None:
    cells = sheet.rows[merge.top] if merge.top < len(sheet.rows) else ()
    value = cells[merge.left] if merge.left < len(cells) else ""
    for r in range(merge.top, merge.bottom + 1):
        fill.setdefault(r, {})[merge.left] = (value, merge.top, merge.bottom)


def _goes_on(
    spans: Mapping[int, tuple[int, int]],
    values: Sequence[Cell],
    used: Sequence[int],
    row: int,
    hidden: Collection[int],
) -> bool:
    """Whether all that a row says is merged with a row above that people see: it is the same row, printed higher."""
    if not spans:
        return False
    told = [c for c in used if not is_blank(values[c])]
    above = [spans[c][0] - 1 for c in told if c in spans]
    return bool(told) and len(above) == len(told) and any(r not in hidden for r in range(max(above), row))


def _says_nothing(
    raw: Sequence[Cell],
    values: Sequence[Cell],
    used: Sequence[int],
    headings: dict[int, str],
    *,
    wide: bool,
    first: bool,
) -> Message | Literal["blank"] | None:
    """Why a row is no row of the table, or None."""
    words = [plain(cell) if isinstance(cell, str) else "" for cell in raw if cell != ""]
    if any(TOTAL.match(word) for word in words[:3]):
        return say("a-total")
    if not any(values[c] != "" and text(values[c]) is not None for c in used):
        said = [word for word in words if word and not word.isdigit()]
        return say("a-note", text=said[0][:20]) if said else "blank"
    if _is_note(words, wide=wide, first=first):
        return say("a-note", text=words[0][:20])
    told = [c for c in used if values[c] != ""]
    repeated = len(told) > 1 and all(normal(str(values[c])) == headings.get(c) for c in told)
    return say("headings-again") if repeated else None


def _is_note(words: Sequence[str], *, wide: bool, first: bool) -> bool:
    """Whether a row is a remark across the sheet, a line of signatures, or instructions below the heading."""
    if not words:
        return False
    if SIGNED.match(words[0]) or (len(words) == 1 and words[0] and (wide or REMARK.match(words[0]))):
        return True
    return first and 2 * sum(bool(GUIDANCE.match(word)) for word in words) > len(words)
