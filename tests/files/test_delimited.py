"""Delimited text: one encoding, closed quotation marks, no more cells than headings; or a sentence with the line."""

from pathlib import Path

import pytest

from loaders import ImportRefused, plan_import
from loaders.sheets.weighing import Limits
from tests.builders.workbooks import GRID, JUNE, VILLAGE, csv, empty

HEAD = "编码,名称,备注\n"
ROW = f"{VILLAGE},刘范村,甲\n"


def said(path: Path, limits: Limits | None = None) -> str:
    """The only fault for which a file is refused."""
    with pytest.raises(ImportRefused) as refused:
        plan_import(empty().snapshot, [path], effective=JUNE, limits=limits or Limits())
    (fault,) = refused.value.faults
    return str(fault)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ((HEAD + ROW).encode() + f"{GRID},第一网格,乙\n".encode("gbk"), "Line 3 is not UTF-8"),
        (HEAD.encode("gbk") + ROW.encode(), "Line 1 is not UTF-8"),
        ((HEAD + ROW + "刘").encode()[:-1], "Line 3 is not UTF-8"),
        ((HEAD + ROW).encode() + b"a\0b,c,d\n", "Line 3 holds a NUL"),
        ((HEAD + "a\0,b,c\n").encode("utf-16"), "NUL"),
        ((HEAD + ROW).encode("utf-16-be"), "neither UTF-8 nor GB18030"),
        (b"\xff\xfe" + (HEAD + ROW).encode("utf-16-le")[:-1], "neither UTF-8 nor GB18030"),
        ((HEAD + ROW).encode("utf-32"), "NUL"),
    ],
)
def test_texts_of_no_one_encoding_are_refused_by_line(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    assert words in said(path)


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        (f'{VILLAGE},"刘范村,甲\n{GRID},第一网格,乙\n', 2),
        (f'{VILLAGE},刘范村,甲\n{GRID},"第一"网格,乙\n', 3),
        (f'{VILLAGE},刘范村,"甲\n乙"\n{GRID},"第一网格"",乙\n', 4),
        (f'"{VILLAGE},刘范村,甲\n"{GRID},第一网格,乙\n', 2),
    ],
)
def test_a_quotation_mark_that_is_not_closed_is_refused_by_line(tmp_path: Path, rows: str, line: int) -> None:
    assert f"row that begins in line {line} " in said(csv(tmp_path / "a.csv", HEAD + rows))


def test_quotation_marks_amid_a_cell_are_text(tmp_path: Path) -> None:
    assert empty().take(csv(tmp_path / "a.csv", f'{HEAD}{VILLAGE},刘范"村",甲\n')).name(VILLAGE) == '刘范"村"'


def test_a_row_with_more_cells_than_headings_is_refused(tmp_path: Path) -> None:
    text = f"编码,名称,备注\n{VILLAGE},刘范村,甲,乙\n{GRID},第一网格,丙,\n"
    assert said(csv(tmp_path / "a.csv", text)).startswith("a.csv, row 2: '乙': The row has 4 cells under 3 headings")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (HEAD + ROW * 1_001, "more than 1,000 rows"),
        (HEAD + f"{VILLAGE},刘范村,甲{',' * 30}\n" * 400, "more than 10,000 cells"),
        (HEAD + "x" * 100_000, "The file has 0.1 MB; a text"),
    ],
)
def test_texts_beyond_a_limit_are_refused_with_the_limit(tmp_path: Path, text: str, words: str) -> None:
    found = said(csv(tmp_path / "a.csv", text), Limits(rows=1_000))
    assert words in found
    assert "WANGGE_IMPORT_ROWS" in found


def test_the_files_of_an_import_are_counted_together(tmp_path: Path) -> None:
    rows = [f"{VILLAGE},刘范村\n" * 600, f"{VILLAGE},刘范村\n" * 600]
    files = [csv(tmp_path / f"{number}.csv", "编码,名称\n" + text) for number, text in enumerate(rows)]
    with pytest.raises(ImportRefused) as refused:
        plan_import(empty().snapshot, files, effective=JUNE, limits=Limits(rows=1_000))
    assert [fault.file for fault in refused.value.faults] == ["1.csv"]


@pytest.mark.parametrize("filling", [",", "x", '"', '"",', "\n", "\r"])
def test_a_row_without_an_end_is_refused_before_it_is_kept(tmp_path: Path, filling: str) -> None:
    text = HEAD + '"' + filling * (1_200_000 // len(filling))
    assert "line 2" in said(csv(tmp_path / "a.csv", text))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xef\xbb\xbf<html><table>", "web page"),
        ("<html>".encode("utf-16"), "web page"),
        (b"{\\rtf1 ", "RTF"),
        (b"MIME-Version: 1.0\n", "MHTML"),
        (b"Rar!\x1a\x07", "archive"),
        (b"7z\xbc\xaf\x27\x1c", "archive"),
        (b"\x1f\x8b\x08\x00", "archive"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"PK\x05\x06" + bytes(18), "without a workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000), "cannot be read"),
    ],
)
def test_what_is_no_table_is_named_by_what_it_is(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(content)
    assert words in said(path)
