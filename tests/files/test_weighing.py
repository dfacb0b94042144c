"""Workbooks that ask for more than they are worth are refused in a sentence with the limit, before they take it."""

import zipfile
from pathlib import Path

import pytest

from loaders import ImportRefused, Limits, plan_import
from loaders.sheets.workbooks import xls
from tests.builders.parts import BOOK, SHEET, parts_of, put_together, replaced
from tests.builders.workbooks import GRID, JUNE, VILLAGE, Cells, empty, xlsx
from tests.builders.workbooks import xls as old_workbook

ROWS: Cells = [["编码", "名称"], [VILLAGE, "刘范村"], [GRID, "第一网格"]]
BINARY = b'<Relationships><Relationship Type="x/officeDocument" Target="xl/workbook.bin"/></Relationships>'
FEW = Limits(rows=1_000)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A sound workbook of two rows."""
    return xlsx(tmp_path / "a.xlsx", ROWS)


def said(path: Path, limits: Limits = FEW) -> str:
    """The only fault for which a file is refused."""
    with pytest.raises(ImportRefused) as refused:
        plan_import(empty().snapshot, [path], effective=JUNE, limits=limits)
    (fault,) = refused.value.faults
    return str(fault)


def sheet_of(body: str, after: str = "") -> bytes:
    """A worksheet's part with these rows."""
    return f"<worksheet><sheetData>{body}</sheetData>{after}</worksheet>".encode()


def with_parts(path: Path, parts: dict[str, bytes]) -> Path:
    """The workbook with parts added or exchanged."""
    return put_together(path, parts_of(path) | parts)


# -- more than is read -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (" " * 900_000, "Unpacked, the workbooks hold more than 0.8 MB"),
        (" " * 4_000_000, "Unpacked, the workbook would have"),
        ("<row><c><v>1</v></c></row>" * 1_001, "more than 1,000 rows"),
        (f"<row>{'<c/>' * 10_001}</row>", "more than 10,000 cells"),
        ("".join(f'<row r="{r}"><c r="ALL{r}"><v>1</v></c></row>' for r in range(1, 12)), "more than 10,000 cells"),
        ("".join(f"<row>{'<c><v>1</v></c>' * 15}</row>" for _ in range(40)), "more than 400 cells"),
        ("<row/>" * 50_001, "more than 50,000 tags"),
    ],
)
def test_a_sheet_beyond_a_limit_is_refused_with_the_limit(book: Path, body: str, words: str) -> None:
    assert words in said(with_parts(book, {SHEET: sheet_of(body)}))


def test_a_part_that_grows_as_no_office_writes_it_is_refused(book: Path) -> None:
    path = with_parts(book, {SHEET: sheet_of(" " * 30_000_000)})
    assert "sheet1.xml grows from 0.0 MB to 30 MB" in said(path, Limits(rows=100_000))


def test_a_workbook_is_weighed_before_it_is_opened(book: Path) -> None:
    with zipfile.ZipFile(book, "a") as archive:
        archive.writestr("xl/media/picture.png", bytes(range(256)) * 1_000, zipfile.ZIP_STORED)
    assert "The file has 0.3 MB; a workbook of at most 0.2 MB is read" in said(book)


def test_a_part_that_says_less_than_it_holds_is_refused(book: Path) -> None:
    with_parts(book, {SHEET: sheet_of("<row><c><v>1</v></c></row>" * 900)})
    content = bytearray(book.read_bytes())
    at = content.rindex(b"PK\x01\x02", 0, content.rindex(SHEET.encode()))
    content[at + 24 : at + 28] = (100).to_bytes(4, "little")
    book.write_bytes(content)
    assert "cannot be read" in said(book)


def test_merged_ranges_are_counted_by_their_rows_as_far_as_there_are_any(book: Path) -> None:
    merges = "".join(f'<mergeCell ref="{column}4:{column}1048576"/>' for column in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    few = replaced(book, "</sheetData>", f"</sheetData><mergeCells>{merges}</mergeCells>")
    assert empty().take(few).plan is not None
    body = "".join(f'<row r="{r}"><c r="A{r}"><v>{r}</v></c></row>' for r in range(1, 900))
    many = with_parts(book, {SHEET: sheet_of(body, f"<mergeCells>{merges}</mergeCells>")})
    assert "more than 10,000 cells" in said(many)


def test_whole_columns_may_be_merged(book: Path) -> None:
    merge = '</sheetData><mergeCells><mergeCell ref="D1:XFD1048576"/></mergeCells>'
    assert empty().take(replaced(book, "</sheetData>", merge)).name(VILLAGE) == "刘范村"


# -- what no office writes ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "old", "new", "words"),
    [
        (SHEET, 'r="A2"', 'r="ZZZZZZ99999999999"', "there is no cell ZZZZZZ99999999999 in row 2"),
        (SHEET, 'r="A2"', 'r="XFE2"', "there is no cell XFE2"),
        (SHEET, 'r="A2"', 'r="A3"', "there is no cell A3 in row 2"),
        (SHEET, 'r="B2"', 'r="A2"', "the cell A2 of row 2 stands there twice"),
        (SHEET, '<row r="3"', '<row r="2"', "a row has the number 2 after 2"),
        (SHEET, '<row r="3"', '<row r="1048577"', "a row has the number 1048577"),
        (SHEET, '<row r="3"', '<row r="-1"', "a row has the number -1"),
        (SHEET, "<sheetData>", "<sheetData>" + "<a>" * 200, "more than 100 deep"),
        (SHEET, "<worksheet", '<!DOCTYPE a [<!ENTITY b "c">]><worksheet', "document type"),
        (SHEET, "<worksheet", '<!DOCTYPE a SYSTEM "file:///etc/passwd"><worksheet', "document type"),
        (SHEET, "</worksheet>", "", "its XML is broken"),
        (SHEET, "刘范村", "\ufffe", "its XML is broken"),
        (SHEET, "<worksheet", "<chart", "a sheet's part is called chart"),
        (BOOK, "<sheets>", "<sheets>" + '<sheet name="x" r:id="rId1"/>' * 1_001, "more than 1,000 sheets"),
        (BOOK, "<workbook", '<!DOCTYPE a [<!ENTITY b "c">]><workbook', "document type"),
        (BOOK, 'r:id="rId1"', 'r:id="rId77"', "has no part"),
    ],
)
def test_a_damaged_part_is_refused_in_words(book: Path, part: str, old: str, new: str, words: str) -> None:
    parts = parts_of(book)
    assert old.encode() in parts[part]
    parts[part] = parts[part].replace(old.encode(), new.encode(), 1)
    assert words in said(put_together(book, parts))


def test_a_tag_without_an_end_is_refused_before_it_is_whole(book: Path) -> None:
    content = "".join(chr(0x4E00 + n * 7_919 % 20_000) for n in range(1_500_000))
    path = with_parts(book, {SHEET: sheet_of(f'<row x="{content}"/>')})
    assert "a tag has more than 2,000,000 bytes" in said(path, Limits(rows=100_000))


def test_parts_of_one_name_are_refused(book: Path) -> None:
    with zipfile.ZipFile(book, "a") as archive:
        archive.writestr(SHEET.upper(), sheet_of(""))
    assert "two of its parts have one name" in said(book)


def test_more_parts_than_a_workbook_has_are_refused_before_they_are_listed(book: Path) -> None:
    with zipfile.ZipFile(book, "a", zipfile.ZIP_STORED) as archive:
        for number in range(10_001):
            archive.writestr(f"{number}", b"")
    assert "more than 10,000 parts" in said(book, Limits())


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packings_that_workbooks_do_not_use_are_refused(book: Path, packing: int) -> None:
    assert "packed in a way that workbooks do not use" in said(put_together(book, parts_of(book), packing))


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"_rels/.rels": BINARY, "xl/workbook.bin": b""}, ".xlsb"),
        ({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>"}, "OpenDocument"),
        ({"word/document.xml": b"<a/>"}, "without a workbook"),
        ({}, "without a workbook"),
    ],
)
def test_archives_of_other_kinds_are_named(tmp_path: Path, parts: dict[str, bytes], words: str) -> None:
    assert words in said(put_together(tmp_path / "a.xlsx", parts))


# -- the old kind ------------------------------------------------------------------------------------------------------


def test_a_workbook_of_the_old_kind_with_a_password_or_of_another_program_is_named(tmp_path: Path) -> None:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    path = tmp_path / "a.xls"
    path.write_bytes(head + bytes(4_000))
    assert "cannot be read" in said(path)


@pytest.mark.parametrize(("limit", "value"), [("MEMORY", 20_000_000), ("SECONDS", 0)])
def test_a_process_that_takes_too_much_ends_and_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int
) -> None:
    rows = [[f"编码{r}", *(f"{r}x{c}" for c in range(60))] for r in range(800)]
    path = old_workbook(tmp_path / "a.xls", rows)
    monkeypatch.setattr(xls, limit, value)
    found = said(path, Limits(rows=100_000))
    assert "memory" in found or "processor time" in found or "ended the program" in found


def test_cells_of_the_old_kind_are_counted(tmp_path: Path) -> None:
    rows = [[r * c for c in range(20)] for r in range(600)]
    assert "more cells" in said(old_workbook(tmp_path / "a.xls", rows), FEW)
