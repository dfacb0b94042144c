"""Everything or nothing: every fault of every file is said, where it stands and how to mend it."""

from pathlib import Path

import pytest

from graph.facts import Person
from loaders import ImportRefused, export_workbook, plan_import, render_plan
from loaders.faults import masked
from tests.builders.workbooks import JUNE, VILLAGE, csv, empty, villages, with_defaults, xlsx

NUMBER = "11010519491231002X"


def test_all_faults_of_all_files_are_said_at_once_with_place_value_reason_and_remedy(tmp_path: Path) -> None:
    grids = xlsx(
        tmp_path / "网格.xlsx",
        {
            "网格": [
                ["网格一览", None, None, None],
                ["网格编码", "网格名称", "网格类型", "户数"],
                ["370923001001001", "第一网格", "大网格", "约300"],
                ["3.70923E+14", "第二网格", "全科网格", 300],
                ["370923001001003", "第三网格", "专属网格", 12],
            ]
        },
    )
    people = csv(
        tmp_path / "人员.csv",
        "姓名,手机号,身份证号,岗位,网格编码,上岗日期\n"
        "张三,1.38E+10,,网格长,370923001001003,2025-01-01\n"
        "李四,13800000002,110105194912310021,网格长,370923001001003,25.1.1\n"
        ",13800000003,,网格长,370923001001003,\n",
    )
    faults = empty().refused(grids, people)
    assert [(f.file, f.sheet, f.row, f.column, f.value) for f in faults] == [
        ("网格.xlsx", "网格", 3, "C 网格类型", "大网格"),
        ("网格.xlsx", "网格", 3, "D 户数", "约300"),
        ("网格.xlsx", "网格", 4, "A 网格编码", "3.70923E+14"),
        ("人员.csv", None, 2, "B 手机号", "1.38E+10"),
        ("人员.csv", None, 3, "C 身份证号", "110105***********1"),
        ("人员.csv", None, 3, "F 上岗日期", "25.1.1"),
        ("人员.csv", None, 4, "A 姓名", None),
    ]
    assert all(fault.why and fault.remedy for fault in faults)


def test_the_error_lists_its_faults_in_readable_lines(tmp_path: Path) -> None:
    path = csv(tmp_path / "v.csv", "编码,名称\n3.7E+11,刘范村\n")
    with pytest.raises(ImportRefused) as refused:
        plan_import(with_defaults(), [path], effective=JUNE)
    assert refused.value.code == "INVALID_INPUT"
    assert str(refused.value).splitlines()[0] == "1 fault; nothing was taken (有错误，未导入任何内容)."
    assert "v.csv, row 2, column A 编码: '3.7E+11':" in str(refused.value)


def test_a_broken_rule_of_the_model_is_a_fault_of_the_row_that_breaks_it(tmp_path: Path) -> None:
    text = (
        "编码,名称,上级编码\n370923001,东平街道,\n370923001001,刘范村,370923001\n370923001001001,第一网格,370923001\n"
    )
    faults = empty().refused(csv(tmp_path / "v.csv", text))
    assert [fault.row for fault in faults] == [4]
    assert "level-order" in faults[0].why


def test_one_wrong_cell_makes_no_faults_elsewhere(tmp_path: Path) -> None:
    text = "村编码,村,村书记\n370923001001,刘范村,张三 1380\n"
    roster = "姓名,岗位,村,网格\n李四,网格长,刘范村,第一网格\n"
    faults = empty().refused(csv(tmp_path / "v.csv", text), csv(tmp_path / "r.csv", roster))
    assert [(fault.file, fault.row) for fault in faults] == [("v.csv", 2)]


def test_an_id_number_is_in_nothing_that_leaves_the_import(tmp_path: Path) -> None:
    text = f"姓名,联系电话,身份证号,岗位,网格编码,备注\n张三,13800000001,{NUMBER},网格长,370923001001001,无\n"
    world = empty().take(csv(tmp_path / "r.csv", text), seal=lambda _: "b6f0")
    assert world.plan is not None
    assert NUMBER[:17] not in repr(world.plan)
    assert NUMBER[:17] not in render_plan(world.plan)
    assert [p.id_number_seal for p in world.snapshot.all(Person)] == ["b6f0"]
    export_workbook(world.snapshot, tmp_path / "out.xlsx")
    again = empty().take(tmp_path / "out.xlsx")
    assert [p.id_number_seal for p in again.snapshot.all(Person)] == ["b6f0"]


def test_a_plan_says_that_what_is_personal_changes_and_not_what_it_was_or_becomes(tmp_path: Path) -> None:
    """What stands in the record reaches no terminal unlogged, whichever field the file corrects."""
    heading = "人员编号,姓名,联系电话,出生日期,民族,入党日期,备注,文化程度"
    before = ("13800000001", "1980-01-02", "回族", "2001-07-01", "腿脚不便", "大专")
    after = ("13900000002", "1981-03-04", "满族", "2002-08-09", "已迁居", "本科")
    posted = f"{heading},岗位,网格编码\np-1,张三,{','.join(before)},网格长,370923001001001\n"
    world = empty().take(csv(tmp_path / "a.csv", posted))
    world = world.take(csv(tmp_path / "b.csv", f"{heading}\np-1,张三,{','.join(after)}\n"))
    assert world.plan is not None
    text = render_plan(world.plan)
    assert [name for name in Person.PERSONAL if f"{name} changed 已变更" not in text] == []
    assert [value for value in (*before[:-1], *after[:-1]) if value in text] == []
    assert "education 大专 → 本科" in text


def test_an_id_number_in_the_wrong_column_is_masked_too(tmp_path: Path) -> None:
    faults = empty().refused(
        csv(tmp_path / "r.csv", f"姓名,联系电话,网格编码,岗位\n张三,{NUMBER},370923001001001,网格长\n")
    )
    assert faults[0].value == "110105***********X"
    assert masked("370923001001001001") == "370923001001001001"


def test_a_plan_shows_how_it_was_read_what_changes_and_what_is_left_alone(tmp_path: Path) -> None:
    world = empty().take(csv(tmp_path / "v.csv", villages("刘范村", "高范村")))
    world = world.take(csv(tmp_path / "r.csv", "姓名,岗位,村,网格,爱好\n张三,网格长,刘范村,第一网格,棋\n"))
    assert world.plan is not None
    assert world.plan.added.counts == {"Unit": 1, "UnitState": 1, "PartOf": 1, "Person": 1, "Holding": 1}
    assert world.plan.untouched == {"units": 3, "holdings": 0}
    text = render_plan(world.plan)
    for word in (
        "r.csv",
        "A 姓名 → 姓名",
        "unused 未使用: E 爱好",
        "张三",
        "网格长 A角",
        "第一网格 (370923001001001)",
        "存疑",
    ):
        assert word in text


def test_the_same_files_give_the_same_plan(tmp_path: Path) -> None:
    path = csv(
        tmp_path / "r.csv",
        f"姓名,岗位,村编码,村,网格\n张三,网格长,{VILLAGE},刘范村,第一网格\n张三,网格长,{VILLAGE},刘范村,第二网格\n",
    )
    plans = [plan_import(with_defaults(), [path], effective=JUNE) for _ in range(2)]
    assert plans[0] == plans[1]
