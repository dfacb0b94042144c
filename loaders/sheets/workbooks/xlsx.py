"""Workbooks of the new kind (.xlsx, .xlsm, and what WPS writes under these names): their visible sheets, one by one."""

from collections.abc import Iterator
from dataclasses import dataclass

from graph.messages import say
from loaders.cells.values import Cell
from loaders.faults import Findings, Where
from loaders.sheets.sheet import HIDDEN, RawSheet
from loaders.sheets.weighing import RAISE, Meter, Unreadable, printable
from loaders.sheets.workbooks.markup import Attributes, read_markup
from loaders.sheets.workbooks.package import OPEN_AGAIN, Package, damaged
from loaders.sheets.workbooks.texts import TextTaker
from loaders.sheets.workbooks.values import ZERO_1900, ZERO_1904, Format, builtin_format, format_of
from loaders.sheets.workbooks.worksheet import YES, Styles, read_worksheet, small

MOST_SHEETS = 1_000
MOST_STYLES = 65_536
LONGEST_NAME = 60
"""Characters of a sheet's name that are shown; Excel allows 31."""


@dataclass(frozen=True, slots=True)
class _SheetEntry:
    name: str
    state: str
    relation: str


@dataclass(slots=True)
class _Book:
    sheets: list[_SheetEntry]
    dated_1904: bool = False
    unsure: bool = False


def read_xlsx(data: bytes, where: Where, meter: Meter, findings: Findings) -> Iterator[tuple[str, RawSheet]]:
    """The name and the cells of every visible sheet; hidden ones are named in a warning.  Raises Unreadable."""
    package = Package(data, meter)
    part = _workbook_part(package)
    book = _read_book(package, part)
    relations = package.relations(part)
    named = {relation.type: relation.target for relation in relations.values()}
    styles: Styles | None = None
    for entry in book.sheets:
        relation = relations.get(entry.relation)
        if relation is None:
            raise damaged(say("sheet-without-part", sheet=entry.name))
        if relation.type != "worksheet":
            continue
        if entry.state not in {"", "visible"}:
            findings.warn(Where(where.file, entry.name), *HIDDEN)
            continue
        if styles is None:
            styles = _styles(package, book, named)
        try:
            sheet = read_worksheet(package.chunks(relation.target), styles, meter)
        except Unreadable as error:
            raise Unreadable(error.why, error.remedy, entry.name) from None
        yield entry.name, sheet


def _workbook_part(package: Package) -> str:
    found = next((r.target for r in package.relations("").values() if r.type == "officeDocument"), None)
    if found is not None and found.endswith(".bin"):
        raise Unreadable(say("binary-workbook"), OPEN_AGAIN)
    if found is None or not package.has(found):
        if package.has("mimetype"):
            raise Unreadable(say("open-document"), OPEN_AGAIN)
        raise Unreadable(say("zip-without-workbook"), OPEN_AGAIN)
    return found


def _read_book(package: Package, part: str) -> _Book:
    book = _Book([])
    section = ""

    def start(depth: int, name: str, said: Attributes) -> None:
        nonlocal section
        if depth == 1 and name != "workbook":
            raise Unreadable(say("workbook-of-other-program", name=name[:40]), OPEN_AGAIN)
        if depth == 2:
            section = name
            if name == "workbookPr":
                book.dated_1904 = said.get("date1904") in YES
            elif name == "calcPr":
                book.unsure = said.get("fullCalcOnLoad") in YES
        elif depth == 3 and name == "sheet" and section == "sheets":
            book.sheets.append(_entry(said))
            if len(book.sheets) > MOST_SHEETS:
                raise Unreadable(say("too-many-sheets", most=MOST_SHEETS), say("split-it"))

    read_markup(package.chunks(part), package.meter, start)
    return book


def _entry(said: Attributes) -> _SheetEntry:
    name = said.get("name", "")
    # The prefix of relationships is r by custom only.
    relation = next((value for key, value in said.items() if key.rpartition(":")[2] == "id"), "")
    return _SheetEntry(printable(name[:LONGEST_NAME]), said.get("state", ""), relation)


def _styles(package: Package, book: _Book, named: dict[str, str]) -> Styles:
    texts = _shared_texts(package, named["sharedStrings"]) if "sharedStrings" in named else []
    formats, struck = _formats(package, named["styles"]) if "styles" in named else ([], set())
    return Styles(texts, formats, ZERO_1904 if book.dated_1904 else ZERO_1900, book.unsure, struck)


def _shared_texts(package: Package, part: str) -> list[Cell]:
    """The texts that cells name by number."""
    found: list[Cell] = []
    text = TextTaker(package.meter)

    def start(depth: int, name: str, _: Attributes) -> None:
        if depth == 2:
            text.begin(taking=False)
        elif depth > 2:
            text.open(depth - 2, name)

    def end(depth: int, name: str) -> None:
        text.taking = False
        if depth == 2 and name == "si":
            found.append(text.text())
            if len(found) > package.meter.limits.cells:
                raise Unreadable(say("too-many-texts", cells=package.meter.limits.cells), RAISE)

    read_markup(package.chunks(part), package.meter, start, end, text.add)
    return found


def _formats(package: Package, part: str) -> tuple[list[Format], set[int]]:
    """What each style of cells makes of a number, and the styles that strike their cells through."""
    own: dict[str, Format] = {}
    found: list[Format] = []
    section, fonts = "", 0
    struck_fonts: set[int] = set()
    struck: set[int] = set()

    def start(depth: int, name: str, said: Attributes) -> None:
        nonlocal section, fonts
        if depth == 2:
            section = name
        elif section == "fonts":
            fonts += depth == 3
            if depth == 4 and name == "strike" and said.get("val", "1") in YES:
                struck_fonts.add(fonts - 1)
        elif depth == 3 and section == "numFmts" and name == "numFmt":
            own[said.get("numFmtId", "")] = format_of(said.get("formatCode", ""))
        elif depth == 3 and section == "cellXfs" and name == "xf":
            number = said.get("numFmtId", "0")
            if small(said.get("fontId", "0")) in struck_fonts:
                struck.add(len(found))
            found.append(own.get(number) or builtin_format(small(number)))
            if len(found) > MOST_STYLES:
                raise Unreadable(say("too-many-styles", most=MOST_STYLES), OPEN_AGAIN)

    read_markup(package.chunks(part), package.meter, start)
    return found, struck
