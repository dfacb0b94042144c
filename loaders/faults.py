"""What can be wrong or doubtful in a file, where it stands, and the error that carries all of it at once."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from graph.edits.draft import Source
from graph.errors import InvalidInput
from graph.messages import Language, Message, lines, listed, say

MOST_NOTES = 10_000
"""Faults that are listed before reading stops, and doubts that are kept: nobody goes through more."""

LONGEST_VALUE = 60
"""Characters of a wrong value that a fault shows."""

PART_OF_A_MAP = re.compile(r"(?:feature|line) \d+$")
"""What stands for a column in files that have none."""

NO_REMEDY = listed(())

ID_NUMBER_LIKE = re.compile(r"(?<!\d)(\d{6})(\d{8})\d{3}[\dXx](?!\d)")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong (or doubtful) in a file: where, what, why, and how to mend it.

    `row` is as Excel shows it, from 1; `column` is its letter and heading; a citizen's ID number in `value` is masked.
    """

    file: str
    sheet: str | None
    row: int | None
    column: str | None
    value: str | None
    why: Message
    remedy: Message

    def in_(self, language: Language | None) -> str:
        """The fault in a sentence or two, in a language; None: in both."""
        if language is None:
            return str(self)
        place = listed(self._place())
        if self.value is None:
            return say("fault", place=place, why=self.why, remedy=self.remedy).in_(language).rstrip()
        told = say("fault-of-value", place=place, value=self.value, why=self.why, remedy=self.remedy)
        return told.in_(language).rstrip()

    def _place(self) -> Iterator[object]:
        yield self.file
        if self.sheet:
            yield say("in-sheet", sheet=self.sheet)
        if self.row:
            yield say("in-row", row=self.row)
        if self.column:
            feature = PART_OF_A_MAP.match(self.column)
            yield self.column if feature else say("in-column", column=self.column)

    def __str__(self) -> str:
        place = [self.file]
        if self.sheet:
            place.append(f"sheet {self.sheet}")
        if self.row:
            place.append(f"row {self.row}")
        if self.column:
            place.append(self.column if PART_OF_A_MAP.match(self.column) else f"column {self.column}")
        shown = f" {self.value!r}:" if self.value is not None else ""
        return f"{', '.join(place)}:{shown} {self.why} {self.remedy}".rstrip()


class ImportRefused(InvalidInput):
    """Files that cannot be taken as they are; `faults` holds every one found, in the order of the files.

    With `stopped` there were so many that the rest was not read.
    """

    def __init__(self, faults: Iterable[Fault], *, stopped: bool = False) -> None:
        self.faults = tuple(faults)
        told = lines(Indented(fault) for fault in self.faults)
        rest = say("rest-unread") if stopped else ""
        if len(self.faults) == 1:
            super().__init__(say("import-refused-by-one", rest=rest, faults=told))
        else:
            super().__init__(say("import-refused", count=len(self.faults), rest=rest, faults=told))


@dataclass(frozen=True, slots=True)
class Indented:
    """A fault as one of a list shows it."""

    fault: Fault

    def in_(self, language: Language | None) -> str:
        """It in a language; None: in both."""
        return f"  {self.fault.in_(language)}"


@dataclass(frozen=True, slots=True)
class Where(Source):
    """A place in a file that faults can point to."""

    file: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None

    def seen_from(self, here: "Where") -> Message:
        """The row, with its sheet and file where they are not those of the place that speaks of it."""
        told = say("in-row", row=self.row)
        if (self.file, self.sheet) != (here.file, here.sheet) and self.sheet:
            told = say("row-of-sheet", row=told, sheet=self.sheet)
        return told if self.file == here.file else say("row-of-file", row=told, file=self.file)


@dataclass(slots=True)
class Findings:
    """The faults and warnings of one import, collected as they are met."""

    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    unkept: int = 0
    """Doubts beyond those that are kept."""

    _said: set[tuple[object, ...]] = field(default_factory=set)

    @property
    def full(self) -> bool:
        """Say whether there are so many faults that it makes no sense to look for more."""
        return len(self.faults) >= MOST_NOTES

    def fault(self, where: Where, why: Message, remedy: Message | None = None, value: object = None) -> None:
        """Note something that stands in the way of the import; the same thing of one place only once."""
        if not self.full:
            self._note(self.faults, where, why, remedy, value)

    def warn(self, where: Where, why: Message, remedy: Message | None = None, value: object = None) -> None:
        """Note something doubtful that was taken all the same."""
        if len(self.warnings) >= MOST_NOTES:
            self.unkept += 1
            return
        self._note(self.warnings, where, why, remedy, value)

    def doubts(self) -> Iterator[Fault]:
        """The doubts, sheet by sheet, and how many more there were."""
        yield from by_place(self.warnings)
        if self.unkept:
            more = say("more-doubts", count=self.unkept)
            yield Fault("all files", None, None, None, None, more, say("mend-and-import-again"))

    def _note(self, notes: list[Fault], where: Where, why: Message, remedy: Message | None, value: object) -> None:
        shown = None if value is None else masked(_shown(value))
        if ID_NUMBER_LIKE.search(why):
            why = why.with_texts(masked)
        fault = Fault(where.file, where.sheet, where.row, where.column, shown, why, remedy or NO_REMEDY)
        key = (id(notes), where.file, where.sheet, where.row, where.column, why)
        if key not in self._said:
            self._said.add(key)
            notes.append(fault)


def masked(text: str) -> str:
    """The text with every citizen's ID number in it made unreadable: the area and the last digit remain."""
    return ID_NUMBER_LIKE.sub(_mask, text)


def _mask(found: re.Match[str]) -> str:
    # A micro-grid's code has 18 digits too, but its middle is no date of birth.
    born = found.group(2)
    whole = found.group(0)
    if not ("1880" <= born[:4] <= "2099" and "01" <= born[4:6] <= "12" and "01" <= born[6:] <= "31"):
        return whole
    return f"{found.group(1)}{'*' * 11}{whole[-1]}"


def _shown(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = value.isoformat() if isinstance(value, date) else str(value)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"


def by_place(faults: Iterable[Fault]) -> Iterator[Fault]:
    """Faults sheet by sheet in the order in which the sheets were first met, then by row and column."""
    order: dict[tuple[str, str | None], int] = {}
    listed = list(faults)
    for fault in listed:
        order.setdefault((fault.file, fault.sheet), len(order))
    yield from sorted(listed, key=lambda f: (order[f.file, f.sheet], f.row or 0, _letter(f)))


def _letter(fault: Fault) -> tuple[int, str]:
    """A before Z before AA; what stands in no row of a table keeps its order."""
    letter = fault.column.split(" ")[0] if fault.row and fault.column else ""
    return len(letter), letter
