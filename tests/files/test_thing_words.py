"""No unit and no department comes into being by a word that is no name."""

from pathlib import Path

import pytest

from graph.facts import Department, Unit
from loaders.cells.person_words import VACANT
from loaders.cells.thing_words import ALL, NOTHING, thing
from loaders.cells.values import CellFault
from loaders.rows.places import names_in
from tests.builders.workbooks import World, csv, empty, villages


@pytest.fixture
def town(tmp_path: Path) -> World:
    return empty().take(csv(tmp_path / "v.csv", villages("刘范村")))


@pytest.mark.parametrize("word", sorted(VACANT))
def test_words_for_nothing_are_no_name(word: str) -> None:
    assert thing(word) is None


@pytest.mark.parametrize(
    "word", [*sorted(NOTHING - {"待定", "不详", "未知", "n/a"}), *sorted(ALL), "见附件", "同左", "3名"]
)
def test_words_for_what_is_to_come_or_for_several_are_faults(word: str) -> None:
    with pytest.raises(CellFault):
        thing(word)


@pytest.mark.parametrize("word", ["待补", "全部", "所有网格", "同左"])
@pytest.mark.parametrize("table", ["村编码,网格名称,户数\n370923001001,{0},3\n", "姓名,岗位,部门\n张三,值班员,{0}\n"])
def test_a_file_makes_nothing_of_them(town: World, tmp_path: Path, table: str, word: str) -> None:
    (fault,) = town.refused(csv(tmp_path / "t.csv", table.format(word)))
    assert (fault.row, fault.value) == (2, word)


def test_a_blank_grid_is_not_called_none(town: World, tmp_path: Path) -> None:
    text = "姓名,联系电话,岗位,村编码,网格,部门\n张三,13800000001,村书记,370923001001,无,无\n"
    after = town.take(csv(tmp_path / "r.csv", text))
    assert {unit.id for unit in after.snapshot.all(Unit)} == {unit.id for unit in town.snapshot.all(Unit)}
    assert not list(after.snapshot.all(Department))


@pytest.mark.parametrize("name", ["1-5网格", "第一至第五网格", "第1~2网格", "第一和第二网格"])
def test_a_grid_that_reads_as_several_is_doubted(town: World, tmp_path: Path, name: str) -> None:
    after = town.take(csv(tmp_path / "g.csv", f"村编码,网格名称,户数\n370923001001,{name},3\n"))
    assert f"{name} reads as several units (grid)" in after.doubts


def test_who_has_left_holds_no_post(town: World, tmp_path: Path) -> None:
    for note in ("已离职", "退休", "调离", "去世", "原"):
        (fault,) = town.refused(
            csv(tmp_path / "t.csv", f"村编码,网格名称,网格长\n370923001001,第一网格,张三（{note}）\n")
        )
        assert "has left" in fault.why


@pytest.mark.parametrize("written", ["第一、二网格", "1，2网格", "第一网格、二", "第三、第四、第五网格", "壹、贰网格"])
def test_a_number_beside_a_name_is_half_a_name(written: str) -> None:
    """第一 alone would make a grid that is called so."""
    with pytest.raises(CellFault):
        names_in(written)


@pytest.mark.parametrize("written", ["第一网格、第二网格", "一、二、三", "3号楼", "第一网格"])
def test_names_that_are_whole_or_numbers_that_stand_alone_are_listed(written: str) -> None:
    assert len(names_in(written)) == written.count("、") + 1
