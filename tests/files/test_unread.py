"""What stands in the rows of a table and is not read, for want of a heading or for another column, is a doubt."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.styles import Font

from loaders.faults import Findings
from loaders.sheets.sheet import Sheet
from loaders.tables.finding import Column
from loaders.tables.unread import doubt_unread
from tests.builders.workbooks import GRID, Cells, csv, empty, villages, xlsx
from tests.fuzz.effort import examples

HEADINGS = ["姓名", "联系电话", "岗位", "网格编码"]
ROW = ["张三", "13800000001", "兼职网格员", GRID]
KNOWN = f"村编码,村,网格编码,网格名称,网格类型\n{GRID[:12]},刘范村,{GRID},第一网格,全科网格\n"
OTHER = ["李四", "13800000002", "兼职网格员", GRID]


def doubts(path: Path, *rows: Cells) -> str:
    """What is doubtful about a roster of these rows."""
    world = empty().take(csv(path / "villages.csv", villages()), csv(path / "grids.csv", KNOWN))
    return world.take(xlsx(path / "a.xlsx", [row for each in rows for row in each])).doubts


def test_a_second_table_beside_the_first_is_a_doubt(tmp_path: Path) -> None:
    told = doubts(tmp_path, [[*HEADINGS, None, *HEADINGS], [*ROW, None, *OTHER]])
    assert "column F 姓名: '李四': Column A 姓名 says the same and was read" in told
    assert "column G 联系电话: '13800000002': 13800000001 in column B 联系电话 was taken" in told
    assert "column H" not in told, "it says 兼职网格员 again"


def test_a_second_number_in_a_column_of_its_own_is_a_doubt(tmp_path: Path) -> None:
    told = doubts(tmp_path, [[*HEADINGS, "联系电话"], [*ROW, "13900000001"], [*OTHER, "13800000002"]])
    assert told.count("was taken, this left out") == 1


@pytest.mark.parametrize("at", range(5))
def test_a_column_without_a_heading_is_a_doubt(tmp_path: Path, at: int) -> None:
    heading, row, other = (
        [*cells[:at], word, *cells[at:]] for cells, word in ((HEADINGS, None), (ROW, None), (OTHER, "甲"))
    )
    told = doubts(tmp_path, [heading, row, other])
    assert f"row 3, column {'ABCDE'[at]}: '甲': The column has no heading and was left out" in told


def test_what_stands_beside_titles_totals_and_signatures_is_none(tmp_path: Path) -> None:
    told = doubts(tmp_path, [["名册", *[None] * 4, "单位：人"], HEADINGS, ROW, ["合计", 1, *[None] * 3, 1]])
    assert "no heading" not in told


@pytest.mark.parametrize("struck", [[], ["A3"], ["A3", "B3", "C3", "D3", "A2", "B2"]])
def test_cells_struck_through_are_a_doubt(tmp_path: Path, struck: list[str]) -> None:
    file = xlsx(tmp_path / "a.xlsx", [HEADINGS, ROW, OTHER])
    book = load_workbook(file)
    for cell in struck:
        book.worksheets[0][cell].font = Font(strike=True)
    book.worksheets[0]["E9"].font = Font(strike=True)
    book.save(file)
    told = empty().take(csv(tmp_path / "villages.csv", villages()), csv(tmp_path / "g.csv", KNOWN)).take(file).doubts
    assert ("struck through" in told) == bool(struck)
    assert all(cell in told for cell in sorted(struck)[:2])
    assert ("…" in told) == (len(struck) > 5)


@examples(100)
@given(st.lists(st.lists(st.sampled_from(["", " ", "甲", "乙", 7.0]), min_size=1, max_size=6), max_size=8))
def test_every_such_column_is_told_once(rows: list[list[str | float]]) -> None:
    columns = [Column(0, "A", "姓名", None), Column(2, "C", "岗位", None), Column(3, "D", "岗位", None, like=2)]
    findings = Findings()
    doubt_unread(Sheet("a.xlsx", "表", rows), range(len(rows)), columns, findings)
    bare = {c for row in rows for c in range(len(row)) if c in {1, 4, 5} and str(row[c]).strip()}
    again = {3} if any(len(row) > 3 and str(row[3]).strip() and row[3] != row[2] for row in rows) else set()
    assert len(findings.warnings) == len(bare | again)
