"""What workbooks hold beside values: places, merged and hidden cells, formulas, days counted from two beginnings."""

import re
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlwt
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from graph.words import Role
from tests.builders.parts import BOOK, SHEET, parts_of, put_together, replaced
from tests.builders.workbooks import GRID, VILLAGE, Cells, World, csv, empty, xls, xlsx

SECOND = f"{VILLAGE}002"
HEAD = ["姓名", "联系电话", "岗位", "网格编码", "上岗日期"]
ROWS: Cells = [
    ["张三", "13800000001", "网格长", GRID, "2025-03-01"],
    ["李四", "13800000002", "网格长", SECOND, "2025-03-01"],
]


@pytest.fixture
def town(tmp_path: Path) -> World:
    """A village with two grids and their chiefs, since March."""
    world = empty().take(csv(tmp_path / "g.csv", f"编码,名称\n{VILLAGE},刘范村\n{GRID},第一网格\n{SECOND},第二网格\n"))
    return world.take(xlsx(tmp_path / "r.xlsx", [HEAD, *ROWS]))


def unchanged(world: World, path: Path) -> bool:
    """Whether a file says what the model says."""
    plan = world.take(path).plan
    return plan is not None and not plan.operations


def sheet_of(path: Path, rows: Cells = (HEAD, *ROWS)) -> tuple[openpyxl.Workbook, Worksheet]:
    """A workbook of one sheet, not saved yet."""
    xlsx(path, rows)
    book = openpyxl.load_workbook(path)
    return book, book.worksheets[0]


# -- places ------------------------------------------------------------------------------------------------------------


def test_cells_stand_where_excel_shows_them_whatever_is_empty_before_them(town: World, tmp_path: Path) -> None:
    blank: list[object] = [None] * 7
    rows: list[list[object]] = [blank, blank, [None, None, *HEAD], *[[None, None, *row] for row in ROWS]]
    assert unchanged(town, xlsx(tmp_path / "a.xlsx", rows, ["E4:E5"]))
    rows[3][5] = "1.38E+10"
    fault = town.refused(xlsx(tmp_path / "b.xlsx", rows))[0]
    assert (fault.row, fault.column) == (4, "F 网格编码")


def test_merged_cells_below_an_empty_column_speak_of_their_own_rows(town: World, tmp_path: Path) -> None:
    rows: Cells = [
        [None, "村（社区）", "网格编码", "网格长", "联系电话"],
        [None, "刘范村", GRID, "张三", "13800000001"],
        [None, None, SECOND, "李四", "13800000002"],
    ]
    assert unchanged(town, xlsx(tmp_path / "a.xlsx", rows, ["B2:B3"]))
    assert unchanged(town, xls(tmp_path / "a.xls", rows, [(1, 2, 1, 1)]))


def test_a_person_over_two_rows_merged_in_every_column_is_one(town: World, tmp_path: Path) -> None:
    rows = [HEAD, ROWS[0], [None] * 5, ROWS[1], [None] * 5]
    merges = [f"{column}{row}:{column}{row + 1}" for column in "ABCDE" for row in (2, 4)]
    after = town.take(xlsx(tmp_path / "a.xlsx", rows, merges))
    assert after.plan is not None
    assert (after.plan.operations, after.plan.mappings[0].rows) == ((), 2)


def test_headings_merged_over_several_rows_are_read(town: World, tmp_path: Path) -> None:
    rows: Cells = [
        ["网格编码", "网格长", None],
        [None] * 3,
        [None, "姓名", "联系电话"],
        [GRID, "张三", "13800000001"],
        [SECOND, "李四", "13800000002"],
    ]
    assert unchanged(town, xlsx(tmp_path / "a.xlsx", rows, ["A1:A3", "B1:C2"]))


def test_a_blank_far_out_is_nothing_and_a_word_far_out_is_a_doubt(town: World, tmp_path: Path) -> None:
    book, sheet = sheet_of(tmp_path / "a.xlsx")
    sheet["XFD1048576"] = " "
    book.save(tmp_path / "a.xlsx")
    assert unchanged(town, tmp_path / "a.xlsx")
    sheet["XFD1048576"] = "x"
    book.save(tmp_path / "a.xlsx")
    after = town.take(tmp_path / "a.xlsx")
    assert after.plan is not None
    assert not after.plan.operations
    assert "XFD1048576" in after.doubts


def test_what_merged_cells_cover_is_a_doubt_and_not_read(town: World, tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [HEAD, ROWS[0], [None, *ROWS[1][1:]]], ["A2:A3"])
    plain = '<c r="A3" t="inlineStr"><is><t>王五</t></is></c><c r="B3"'
    after = town.take(replaced(path, '<c r="B3"', plain))
    assert "A3:" not in after.doubts
    assert "row 3, column A: '王五': Merged cells (A2:A3) cover this one" in after.doubts
    assert "王五" not in {person.name for person in after.people()}


def test_merged_cells_that_overlap_are_refused(town: World, tmp_path: Path) -> None:
    fault = town.refused(xlsx(tmp_path / "a.xlsx", [HEAD, *ROWS], ["A2:B3", "B3:C4"]))[0]
    assert "A2:B3 and B3:C3 overlap" in fault.why


# -- hidden ------------------------------------------------------------------------------------------------------------


def test_hidden_rows_are_left_out_and_hidden_columns_are_read_with_doubts(town: World, tmp_path: Path) -> None:
    left = ["冯二", "13800000021", "网格长", GRID, "2025-03-01"]
    book, sheet = sheet_of(tmp_path / "a.xlsx", [HEAD, *ROWS, left, left, left])
    for row in (4, 5):
        sheet.row_dimensions[row].hidden = True
    sheet.column_dimensions["B"].hidden = True
    book.save(tmp_path / "a.xlsx")
    after = town.take(replaced(tmp_path / "a.xlsx", '<row r="6"', '<row r="6" ht="0" customHeight="1"'))
    assert after.holders(GRID, Role.GRID_CHIEF) == ["张三"]
    assert "Rows 4–6 are hidden" in after.doubts
    assert "B 联系电话" in after.doubts


def test_hidden_rows_of_the_old_kind_are_left_out_too(town: World, tmp_path: Path) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("名单")
    for r, row in enumerate([HEAD, *ROWS, ["冯二", "13800000021", "网格长", GRID, "2025-03-01"]]):
        for c, value in enumerate(row):
            sheet.write(r, c, value)
    sheet.row(3).hidden = True
    sheet.col(1).hidden = True
    book.save(str(tmp_path / "a.xls"))
    after = town.take(tmp_path / "a.xls")
    assert "Rows 4 are hidden" in after.doubts
    assert "B 联系电话" in after.doubts
    assert len(after.people()) == 2


def test_a_hidden_row_of_keys_above_the_headings_is_no_heading(town: World, tmp_path: Path) -> None:
    book, sheet = sheet_of(tmp_path / "a.xlsx", [["name", "phone", "role", "grid_code", "start"], HEAD, *ROWS])
    sheet.row_dimensions[1].hidden = True
    book.save(tmp_path / "a.xlsx")
    assert unchanged(town, tmp_path / "a.xlsx")


def test_merged_cells_that_begin_in_a_hidden_row_still_speak(town: World, tmp_path: Path) -> None:
    rows = [HEAD, ROWS[0], [None] * 5, ROWS[1]]
    path = xlsx(tmp_path / "a.xlsx", rows, [f"{column}2:{column}3" for column in "ABCDE"])
    book = openpyxl.load_workbook(path)
    book.worksheets[0].row_dimensions[2].hidden = True
    book.save(path)
    assert unchanged(town, path)


# -- formulas ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("formula", ["=B1+0", '="138"&"00000001"', "=VLOOKUP(A2,B:C,2,0)"])
def test_a_formula_that_was_never_worked_out_is_a_fault(town: World, tmp_path: Path, formula: str) -> None:
    fault = town.refused(xlsx(tmp_path / "a.xlsx", [HEAD, ["张三", formula, *ROWS[0][2:]], ROWS[1]]))[0]
    assert (fault.row, fault.column, fault.value) == (2, "B 联系电话", formula)
    assert "formula" in fault.why


def test_formulas_that_all_say_nought_in_a_book_to_be_worked_out_anew_are_faults(town: World, tmp_path: Path) -> None:
    rows = [["网格编码", "户数"], [GRID, "=A1"], [SECOND, "=A2"]]
    path = xlsx(tmp_path / "a.xlsx", rows)
    path = replaced(path, "<v></v>" if b"<v></v>" in path.read_bytes() else "<v />", "<v>0</v>")
    assert [fault.column for fault in town.refused(path)] == ["B 户数", "B 户数"]
    assert not town.take(replaced(path, ' fullCalcOnLoad="1"', "", BOOK)).doubts


def test_formulas_of_the_old_kind_without_an_outcome_are_faults(town: World, tmp_path: Path) -> None:
    rows = [["网格编码", "户数"], [GRID, xlwt.Formula("1+1")], [SECOND, 3]]
    assert [fault.row for fault in town.refused(xls(tmp_path / "a.xls", rows))] == [2]


@pytest.mark.parametrize("shown", ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"])
def test_a_formula_that_fails_is_a_fault_in_every_kind_of_file(town: World, tmp_path: Path, shown: str) -> None:
    row = ["张三", shown, *ROWS[0][2:]]
    plain = csv(tmp_path / "a.csv", "\n".join(",".join(map(str, r)) for r in (HEAD, row)))
    for path in (xlsx(tmp_path / "a.xlsx", [HEAD, row]), plain):
        (fault,) = town.refused(path)
        assert (fault.row, fault.column, fault.value) == (2, "B 联系电话", shown)
        assert "公式出错" in fault.why


# -- days --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [45717, 45717.0, date(2025, 3, 1), "2025-03-01 00:00:00", "45717"])
def test_days_are_the_same_in_workbooks_that_count_from_1904(town: World, tmp_path: Path, number: object) -> None:
    shift = 0 if isinstance(number, date) else 1462
    shifted = str(int(number) - shift) if number == "45717" else number
    shifted = number - shift if isinstance(number, int | float) else shifted
    book, sheet = sheet_of(tmp_path / "a.xlsx", [HEAD])
    book.epoch = CALENDAR_MAC_1904
    for row in ROWS:
        sheet.append([*row[:4], shifted])
    book.save(tmp_path / "a.xlsx")
    after = town.take(tmp_path / "a.xlsx")
    assert after.plan is not None
    assert not after.plan.operations
    assert ("1904" in after.doubts) == (shifted not in {number, "2025-03-01 00:00:00"})


def test_days_of_a_workbook_of_the_old_kind_that_counts_from_1904(town: World, tmp_path: Path) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    book.dates_1904 = True
    sheet = book.add_sheet("名单")
    rows: Cells = [HEAD, *[[*row[:4], 45717 - 1462] for row in ROWS]]
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            sheet.write(r, c, value)
    book.save(str(tmp_path / "a.xls"))
    assert unchanged(town, tmp_path / "a.xls")
    assert "1904" in town.take(tmp_path / "a.xls").doubts


@pytest.mark.parametrize("value", [0, "1900-01-00", "1899-12-31", "1900/1/0", "0000-00-00"])
def test_a_nought_among_days_is_blank_with_a_doubt(town: World, tmp_path: Path, value: object) -> None:
    after = town.take(xlsx(tmp_path / "a.xlsx", [HEAD, [*ROWS[0][:4], value]]))
    assert after.plan is not None
    assert not after.plan.operations
    assert "row 2, column E 上岗日期" in after.doubts
    assert "taken for blank" in after.doubts


@pytest.mark.parametrize(
    ("number", "shown"), [(0, "1900-01-00"), (1, "1900-01-01"), (59, "1900-02-28"), (60, "1900-02-29"), (-1, "#####")]
)
def test_small_numbers_in_the_format_of_a_day_are_no_days(town: World, tmp_path: Path, number: int, shown: str) -> None:
    book, sheet = sheet_of(tmp_path / "a.xlsx", [HEAD, [*ROWS[0][:4], number]])
    sheet["E2"].number_format = "yyyy-mm-dd"
    book.save(tmp_path / "a.xlsx")
    if number == 0:
        assert f"{shown!r}" in town.take(tmp_path / "a.xlsx").doubts
        return
    (fault,) = town.refused(tmp_path / "a.xlsx")
    assert fault.value == shown


def test_a_time_of_day_among_days_is_a_fault(town: World, tmp_path: Path) -> None:
    book, sheet = sheet_of(tmp_path / "a.xlsx", [HEAD, [*ROWS[0][:4], 0.354]])
    sheet["E2"].number_format = "h:mm"
    book.save(tmp_path / "a.xlsx")
    assert "time of day" in town.refused(tmp_path / "a.xlsx")[0].why


@pytest.mark.parametrize(
    "code",
    ['yyyy"年"m"月"d"日"', "[$-804]yyyy-mm-dd;@", "yyyy/m/d h:mm", "m/d/yy", "[$-409]d-mmm-yy", "dddd, mmmm d, yyyy"],
)
def test_every_format_of_a_day_is_known(town: World, tmp_path: Path, code: str) -> None:
    book, sheet = sheet_of(tmp_path / "a.xlsx", [HEAD, [*ROWS[0][:4], datetime(2025, 3, 1)]])  # noqa: DTZ001 -- as spreadsheets
    sheet["E2"].number_format = code
    book.save(tmp_path / "a.xlsx")
    assert unchanged(town, tmp_path / "a.xlsx")


# -- formats -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("write", ["xlsx", "xls"])
@pytest.mark.parametrize(
    ("number", "code", "shown"),
    [
        (1, '"第"0"网格"', "第1网格"),
        (2, r"\第0\网\格", "第2网格"),
        (7, "000", "007"),
        (320, '0"户"', "320户"),
        (12, '[红色]0"号";[蓝色]-0', "12号"),
        (0.955, "0.00%", "95.5%"),
        (1, "General", "1"),
        (1024, "#,##0", "1024"),
        (3, "0_ ", "3"),
        (-2, '0"户"', "-2"),
        (2.5, '0"户"', "2.5"),
    ],
)
def test_a_number_amid_words_is_read_as_it_is_shown(
    town: World, tmp_path: Path, write: str, number: float, code: str, shown: str
) -> None:
    rows: Cells = [["网格编码", "备注"], [GRID, number]]
    if write == "xlsx":
        book, sheet = sheet_of(tmp_path / "a.xlsx", rows)
        sheet["B2"].number_format = code
        book.save(tmp_path / "a.xlsx")
    else:
        old = xlwt.Workbook(encoding="utf-8")
        page = old.add_sheet("名单")
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                page.write(r, c, value, xlwt.easyxf(num_format_str=code if (r, c) == (1, 1) else "General"))
        old.save(str(tmp_path / "a.xls"))
    state = town.take(tmp_path / f"a.{write}").on().state(GRID)
    assert state is not None
    assert state.note == shown


@pytest.mark.parametrize("value", [320, "320"])
def test_what_a_format_hides_is_blank_with_a_doubt(town: World, tmp_path: Path, value: object) -> None:
    book, sheet = sheet_of(tmp_path / "a.xlsx", [["网格编码", "户数"], [GRID, value]])
    sheet["B2"].number_format = ";;;"
    book.save(tmp_path / "a.xlsx")
    after = town.take(tmp_path / "a.xlsx")
    state = after.on().state(GRID)
    assert state is not None
    assert state.households is None
    assert "row 2, column B 户数: '320'" in after.doubts


# -- days as text ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "2025-03-01 08:30",
        "2025/3/1 8:30:00",
        "2025-03-01T08:30:00.000",
        "2025-03-01T00:00:00Z",
        "2025-03-01T08:30:00+08:00",
        "2025年3月1日 8时30分",
        "2025/3/1 上午 8:30:00",
        "2025-03-01 08:30 AM",
        "2025-03-01 星期六",
        "2025年3月1日（周六）",
    ],
)
def test_what_programs_write_behind_a_day_is_left_out(town: World, tmp_path: Path, text: str) -> None:
    assert unchanged(town, xlsx(tmp_path / "a.xlsx", [HEAD, [*ROWS[0][:4], text]]))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2025-02-28T16:00:00.000Z", "another day in China"),
        ("2025-03-01T20:00:00-05:00", "another day in China"),
        ("2025-03-01 星期五", "is a Saturday"),
        ("2025-03-01 08:00至2025-03-05 18:00", "no date"),
        ("2025-03-01、2025-03-05", "no date"),
    ],
)
def test_a_day_that_could_be_another_is_a_fault(town: World, tmp_path: Path, text: str, said: str) -> None:
    (fault,) = town.refused(xlsx(tmp_path / "a.xlsx", [HEAD, [*ROWS[0][:4], text]]))
    assert said in fault.why


# -- one name over several rows ----------------------------------------------------------------------------------------


def test_two_numbers_beside_one_merged_name_are_of_one_person(town: World, tmp_path: Path) -> None:
    rows = [HEAD, ROWS[0], [None, "13800000009", None, None, None]]
    after = town.take(xlsx(tmp_path / "a.xlsx", rows, [f"{column}2:{column}3" for column in "ACDE"]))
    assert after.plan is not None
    assert not after.plan.operations
    assert "row 3, column B 联系电话: '13800000009': One name is merged over rows 2 to 3" in after.doubts


def test_a_number_beside_the_first_row_of_a_merged_name_is_of_all_its_rows(town: World, tmp_path: Path) -> None:
    rows = [HEAD, ROWS[0], [None, None, "网格长", SECOND, "2025-06-01"]]
    after = town.take(xlsx(tmp_path / "a.xlsx", rows, ["A2:A3"]))
    assert len(after.people()) == 2
    assert after.holders(SECOND, Role.GRID_CHIEF) == ["张三"]


def test_a_book_whose_sheets_are_all_hidden_is_refused_with_the_reason(town: World, tmp_path: Path) -> None:
    path = replaced(xlsx(tmp_path / "a.xlsx", [HEAD, *ROWS]), 'state="visible"', 'state="hidden"', BOOK)
    assert "Sheet Sheet1: The sheet is hidden" in town.refused(path)[0].why


# -- ways of writing ---------------------------------------------------------------------------------------------------


def test_sheets_are_read_however_their_tags_are_written(town: World, tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [HEAD, *ROWS])
    parts = parts_of(path)
    plain = parts[SHEET].decode()
    prefixed = re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", plain).replace("xmlns=", "xmlns:x=")
    unplaced = re.sub(r' r="[A-Z]*[0-9]+"', "", plain)
    strict = re.sub(r'xmlns="[^"]*"', 'xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"', plain)
    remarked = plain.replace("<row", "<!-- a row --><row").replace("张三", "<![CDATA[张三]]>")
    sixteen = '<?xml version="1.0" encoding="utf-16"?>' + plain
    runs = plain.replace("<t>张三</t>", "<r><rPr><b/></rPr><t>张</t></r><r><t>三</t></r><rPh><t>zhang</t></rPh>")
    foreign = plain.replace("</sheetData>", "</sheetData><extLst><ext><row><c><v>1</v></c></row></ext></extLst>")
    for text in (prefixed, unplaced, strict, remarked, runs, foreign):
        assert text != plain
        assert unchanged(town, put_together(tmp_path / "b.xlsx", parts | {SHEET: text.encode()}))
    assert unchanged(town, put_together(tmp_path / "b.xlsx", parts | {SHEET: sixteen.encode("utf-16")}))


def test_days_as_strict_workbooks_write_them_are_read(town: World, tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [HEAD, *ROWS])
    for written in ("2025-03-01", "2025-03-01T00:00:00"):
        old = '<c r="E2" t="inlineStr"><is><t>2025-03-01</t></is></c>'
        assert unchanged(town, replaced(path, old, f'<c r="E2" t="d"><v>{written}</v></c>'))
        path = xlsx(tmp_path / "a.xlsx", [HEAD, *ROWS])


def test_a_text_that_is_too_long_is_a_fault_where_it_is_used(town: World, tmp_path: Path) -> None:
    rows: Cells = [["网格编码", "备注", "无关"], [GRID, "x" * 5_000, "x" * 5_000]]
    for path in (xlsx(tmp_path / "a.xlsx", rows), xls(tmp_path / "a.xls", rows)):
        (fault,) = town.refused(path)
        assert (fault.column, fault.why) == (
            "B 备注",
            "The cell holds more than 4,000 characters. 内容过长：超过 4,000 个字符。",
        )


def test_a_formula_of_the_old_kind_that_fails_is_a_fault(town: World, tmp_path: Path) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("名单")
    for c, value in enumerate(["网格编码", "户数"]):
        sheet.write(0, c, value)
    sheet.write(1, 0, GRID)
    sheet.row(1).set_cell_error(1, 0x2A)
    book.save(str(tmp_path / "a.xls"))
    (fault,) = town.refused(tmp_path / "a.xls")
    assert (fault.row, fault.column, fault.value) == (2, "B 户数", "#N/A")


def test_a_sheet_whose_name_would_steer_a_terminal_is_named_plainly(town: World, tmp_path: Path) -> None:
    path = replaced(xlsx(tmp_path / "a.xlsx", [HEAD, *ROWS]), 'name="Sheet1"', 'name="a\u202eb&#9;c"', BOOK)
    after = town.take(path)
    assert after.plan is not None
    assert after.plan.mappings[0].sheet == "a?b?c"
