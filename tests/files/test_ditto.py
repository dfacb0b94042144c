"""同上 in any column is what stands above, and a doubt where that is not certain."""

from pathlib import Path

import pytest

from graph.words import Role
from loaders.cells.person_words import DITTO
from tests.builders.workbooks import JUNE, World, csv, empty, villages

HEAD = "村编码,网格名称,网格长,联系电话,户数\n"
FIRST, SECOND = "370923001001001", "370923001001002"


@pytest.fixture
def town(tmp_path: Path) -> World:
    return empty().take(csv(tmp_path / "v.csv", villages("刘范村", "高范村")))


def table(path: Path, *rows: str) -> Path:
    return csv(path / "t.csv", HEAD + "".join(f"370923001001,{row}\n" for row in rows))


@pytest.mark.parametrize("mark", [*sorted(DITTO - {'"'}), '""""', " 同 上 ", "（同上）"[1:-1], "同\u2060上"])
def test_ditto_is_the_one_above_with_their_number(town: World, tmp_path: Path, mark: str) -> None:
    after = town.take(table(tmp_path, "第一网格,张三,13800000001,300", f"第二网格,{mark},,{mark}"))
    assert after.holders(SECOND, Role.GRID_CHIEF) == ["张三"]
    assert len(after.people()) == 1
    state = after.on(JUNE).state(SECOND)
    assert state is not None
    assert state.households == 300
    assert "同上" not in after.doubts


def test_ditto_without_a_number_is_doubted(town: World, tmp_path: Path) -> None:
    after = town.take(table(tmp_path, "第一网格,张三,,", "第二网格,同上,,"))
    assert after.holders(SECOND, Role.GRID_CHIEF) == ["张三"]
    assert "no number tells whether it is one person" in after.doubts


def test_ditto_over_a_blank_is_doubted_with_the_row_that_was_meant(town: World, tmp_path: Path) -> None:
    after = town.take(table(tmp_path, "第一网格,张三 13800000001,,", "第二网格,,,", "第三网格,同上（兼）,,"))
    assert after.holders("370923001001003", Role.GRID_CHIEF) == ["张三"]
    assert "row 4, column C 网格长: '同上（兼）': It was read as 张三 13800000001, of row 2" in after.doubts
    assert "（兼） was left out" in after.doubts


def test_ditto_below_the_heading_is_a_fault_in_any_column(town: World, tmp_path: Path) -> None:
    for row in ("第一网格,同上,,", "同上,张三,,", "第一网格,张三,同上,", "第一网格,张三,,同上"):
        (fault,) = town.refused(table(tmp_path, row))
        assert (fault.row, fault.value) == (2, "同上")
        assert "Nothing stands above" in fault.why


def test_a_note_may_say_ditto(town: World, tmp_path: Path) -> None:
    path = csv(tmp_path / "t.csv", "村编码,网格名称,备注\n370923001001,第一网格,近河\n370923001001,第二网格,同上\n")
    state = town.take(path).on(JUNE).state(SECOND)
    assert state is not None
    assert state.note == "同上"


def test_ditto_in_a_roster_is_one_person_of_two_villages(town: World, tmp_path: Path) -> None:
    path = csv(
        tmp_path / "r.csv",
        "姓名,联系电话,岗位,村编码,网格\n张三,13800000001,网格长,370923001001,第一网格\n"
        "同上,,〃,370923001002,第一网格\n同上,,网格长,370923001002,第二网格\n",
    )
    after = town.take(path)
    assert [person.name for person in after.people()] == ["张三"]
    assert after.holders("370923001002002", Role.GRID_CHIEF) == ["张三"]
