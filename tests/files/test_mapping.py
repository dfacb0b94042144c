"""The mapping file: headings, columns, constants and sheets that a person fixes."""

from pathlib import Path

import pytest

from graph.words import Role
from tests.builders.workbooks import GRID, VILLAGE, Cells, csv, empty, xlsx

ODD = [["一月"], ["甲", "乙", "丙", "丁"], ["370923001001001", "第一网格", "张三", "13800000001"]]


def test_columns_are_given_a_meaning_by_heading_or_letter(tmp_path: Path) -> None:
    mapping = tmp_path / "m.toml"
    mapping.write_text(
        '[[sheet]]\nfile = "a*.xlsx"\nsheet = "Sheet1"\nkind = "units"\nheading = 2\n'
        '[sheet.columns]\n"甲" = "网格编码"\n"B" = "网格名称"\n"丙" = "网格长姓名"\n"D" = "网格长电话"\n',
        "utf-8",
    )
    world = empty().take(xlsx(tmp_path / "abc.xlsx", ODD), mapping=mapping)
    assert world.name(GRID) == "第一网格"
    assert world.holders(GRID, Role.GRID_CHIEF) == ["张三"]
    assert world.people()[0].phone == "13800000001"


def test_columns_and_sheets_are_left_out(tmp_path: Path) -> None:
    sheets = {
        "一": [["编码", "名称", "户数"], ["370923001001", "刘范村", "很多"]],
        "二": [["编码", "名称"], ["xx", "yy"]],
    }
    mapping = tmp_path / "m.toml"
    mapping.write_text(
        '[[sheet]]\nsheet = "一"\nignore_columns = ["户数"]\n[[sheet]]\nsheet = "二"\nignore = true\n', "utf-8"
    )
    world = empty().take(xlsx(tmp_path / "a.xlsx", sheets), mapping=mapping)
    assert world.name(VILLAGE) == "刘范村"
    assert world.plan is not None
    assert [m.unused for m in world.plan.mappings] == [("C 户数",)]


def test_constants_say_what_holds_for_every_row(tmp_path: Path) -> None:
    mapping = tmp_path / "m.toml"
    mapping.write_text(
        '[[sheet]]\nconstants = {"街道编码" = "370923001", "村编码" = "370923001001", "专职/兼职" = "兼职"}\n', "utf-8"
    )
    world = empty().take(csv(tmp_path / "r.csv", "姓名,网格,岗位\n张三,第一网格,网格员\n"), mapping=mapping)
    assert world.holders(GRID, Role.PART_TIME_WORKER) == ["张三"]


def test_two_heading_rows_are_given(tmp_path: Path) -> None:
    rows: Cells = [["网格编码", "网格长", None], [None, "姓名", "电话"], ["370923001001001", "张三", "13800000001"]]
    mapping = tmp_path / "m.toml"
    mapping.write_text(
        '[[sheet]]\nheading = [1, 2]\n[sheet.columns]\n"网格长/姓名" = "专职网格员"\n"C" = "专职网格员电话"\n', "utf-8"
    )
    world = empty().take(xlsx(tmp_path / "a.xlsx", rows, ["B1:C1", "A1:A2"]), mapping=mapping)
    assert world.holders(GRID, Role.FULL_TIME_WORKER) == ["张三"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[sheet]\n", "no valid TOML"),
        ("x = 1\n", "nothing else"),
        ("[[sheet]]\ncolour = 1\n", "colour is not known"),
        ('[[sheet]]\nkind = "fish"\n', "kind 'fish'"),
        ("[[sheet]]\nheading = [1, 3]\n", "follow each other"),
        ('[[sheet]]\nheading = "1"\n', "heading is"),
        ('[[sheet]]\ncolumns = "a"\n', "columns is a table"),
        ('[[sheet]]\n[sheet.columns]\n"无此列" = "户数"\n', "has not"),
        ('[[sheet]]\n[sheet.columns]\n"名称" = "无此义"\n', "not known"),
        ('[[sheet]]\nconstants = {"无此义" = "1"}\n', "not known"),
    ],
)
def test_what_is_wrong_with_a_mapping_file_is_a_fault(tmp_path: Path, text: str, said: str) -> None:
    mapping = tmp_path / "m.toml"
    mapping.write_text(text, "utf-8")
    faults = empty().refused(csv(tmp_path / "v.csv", "编码,名称\n370923001001,刘范村\n"), mapping=mapping)
    assert any(said in fault.why for fault in faults)
