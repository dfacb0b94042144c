"""Files of every kind are read, whatever their names say; what cannot be read is a fault."""

from datetime import date
from pathlib import Path

import pytest

from graph.words import Role
from tests.builders.workbooks import VILLAGE, Cells, csv, empty, villages, xls, xlsx

ROSTER = "姓名,联系电话,岗位,所属村,所属网格\n张三,13800000001,网格长,刘范村,第一网格\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_text_in_every_usual_encoding_and_delimiter_is_read(tmp_path: Path, encoding: str, delimiter: str) -> None:
    world = empty().take(csv(tmp_path / "v.csv", villages("刘范村社区居委会")))
    text = ROSTER.replace(",", delimiter)
    world = world.take(csv(tmp_path / "r.csv", text, encoding))
    assert world.holders(f"{VILLAGE}001", Role.GRID_CHIEF) == ["张三"]


def test_a_cell_of_a_csv_may_hold_the_delimiter_and_line_breaks(tmp_path: Path) -> None:
    text = 'code,name,网格长\n370923001001001,第一网格,"张三 13800000001,\n李四 13800000002"\n'
    world = empty().take(csv(tmp_path / "g.csv", text))
    assert world.holders(f"{VILLAGE}001", Role.GRID_CHIEF) == ["张三", "李四"]


def test_a_workbook_of_the_old_kind_is_read_with_its_merged_cells_and_dates(tmp_path: Path) -> None:
    rows: Cells = [
        ["网格员花名册", None, None, None, None, None],
        ["姓名", "手机号", "所属村", "所属村编码", "所属网格", "上岗日期"],
        ["张三", 13800000001.0, "刘范村", 370923001001.0, "第一网格", date(2025, 3, 1)],
        ["李四", 13800000002.0, None, None, "第二网格", 45658.0],
    ]
    path = xls(tmp_path / "r.xls", rows, [(0, 0, 0, 5), (2, 3, 2, 2), (2, 3, 3, 3)])
    mapping = tmp_path / "m.toml"
    mapping.write_text(
        '[[sheet]]\nconstants = {"岗位" = "网格长"}\n[sheet.columns]\n"所属村编码" = "村编码"\n', "utf-8"
    )
    world = empty().take(path, mapping=mapping)
    assert world.holders(f"{VILLAGE}001", Role.GRID_CHIEF) == ["张三"]
    assert world.holders(f"{VILLAGE}002", Role.GRID_CHIEF, date(2025, 1, 1)) == ["李四"]


def test_hidden_sheets_are_left_out_with_a_note(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "a.xlsx",
        {"网格": [["编码", "名称"], ["370923001001", "刘范村"]], "旧": [["编码", "名称"], ["370923001002", "高范村"]]},
        hidden=["旧"],
    )
    world = empty().take(path)
    assert world.on().unit("370923001002") is None
    assert "旧" in world.doubts
    assert "hidden" in world.doubts


def test_what_a_file_is_its_content_says(tmp_path: Path) -> None:
    named_wrongly = csv(tmp_path / "villages.xls", villages("刘范村").replace(",", "\t"), "gbk")
    assert empty().take(named_wrongly).name(VILLAGE) == "刘范村"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<html><table><tr><td>code</td></tr></table></html>", "web page"),
        (b"%PDF-1.7", "a PDF"),
        (b"PK\x03\x04broken", "cannot be read"),
        (b"\xff\xff\xff\xfe\x00", "GB18030"),
        (b"", "No sheet"),
        ("随便写点什么".encode(), "No sheet"),
    ],
)
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert said in str(empty().refused(path)[0])


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert "no such file" in str(empty().refused(tmp_path / "missing.xlsx")[0])


def test_two_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    good = csv(tmp_path / "a" / "v.csv", villages("刘范村"))
    bad = csv(tmp_path / "b" / "v.csv", "code,name\n3.7E+11,高范村\n")
    assert [fault.file for fault in empty().refused(good, bad)] == [str(bad)]
