"""Nobody comes into being by a word that is no name without a fault or a doubt, whatever table it stands in."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.snapshot import Snapshot
from loaders import ImportRefused
from loaders.cells.person_words import BODIES, DITTO, ELSEWHERE, TITLES, UNTOLD, VACANT
from tests.builders.workbooks import JUNE, World, csv, empty, villages
from tests.fuzz.effort import examples

WORDS = sorted(DITTO | ELSEWHERE | TITLES | UNTOLD | VACANT | BODIES)
NAMES = ("张三", "李四", "王五", "赵六")
WHOLE = st.sampled_from(
    [*WORDS, "刘范村", "第一网格", "城区管区", "综合执法", "见附件1.xlsx", "3人", "A角", "老王", "小李", "张某"]
)
MIXED = st.builds(
    "{0}{1}{2}".format,
    st.sampled_from([*NAMES, *(word for word in WORDS if len(word) > 1), ""]),
    st.sampled_from(["", "和", "与", "及", "、", "（", "：", " ", "/", "等", "\u2060", "兼"]),
    st.sampled_from([*NAMES, *(word for word in WORDS if len(word) > 1), ""]),
)
TABLES = {
    "units": "村编码,网格名称,网格长,专职网格员\n370923001001,第一网格,{0},周七 13800000007\n",
    "roster": "姓名,联系电话,岗位,村编码,网格\n{0},,网格长,370923001001,第一网格\n",
    "titled": "网格长,网格编码,户数\n{0},370923001001001,300\n",
    "absences": "姓名,缺岗类型,缺岗日期,返岗日期\n{0},休假,2025-06-02,2025-06-09\n",
    "numbered": "人员编号,姓名,岗位,村编码,网格\nA001,{0},网格长,370923001001,第一网格\n",
}


@pytest.fixture
def town(tmp_path: Path) -> World:
    known = csv(tmp_path / "v.csv", villages("刘范村", "高范村"))
    grids = csv(tmp_path / "g.csv", "村编码,网格名称,管区\n370923001001,第一网格,城区管区\n")
    office = csv(tmp_path / "d.csv", "姓名,岗位,部门\n周八,值班员,综合执法\n")
    return empty().take(known, on=date(2024, 1, 1)).take(grids, office, on=date(2024, 1, 2))


def made(before: Snapshot, after: World) -> set[str]:
    """The names of those who came into being."""
    known = {person.id for person in before}
    return {person.name for person in after.people() if person.id not in known}


def outcome(town: World, path: Path) -> World | None:
    """The world after an import; None if it was refused, which has to name the cell's row."""
    try:
        return town.take(path, on=JUNE)
    except ImportRefused as refused:
        told = [(fault.row, bool(fault.why)) for fault in refused.faults]
    assert set(told) == {(2, True)}
    return None


def quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


@pytest.mark.parametrize("table", TABLES)
@examples(60)
@given(word=WHOLE | MIXED)
def test_who_is_no_person_is_doubted_or_refused(town: World, tmp_path: Path, table: str, word: str) -> None:
    after = outcome(town, csv(tmp_path / "t.csv", TABLES[table].format(quoted(word))))
    if after is None:
        return
    new = made(town.snapshot, after) - {"周七"}
    plain = word.replace("\u2060", "")
    assert all(name in plain for name in new)
    assert all(name in NAMES or name in after.doubts for name in new)
    if new and not set(re.split("[、/ ]", plain.strip("（：:、/ "))) <= set(NAMES):
        assert after.doubts


@pytest.mark.parametrize("name", ["刘范村", "第一网格", "综合执法"])
def test_the_name_of_a_unit_or_a_department_is_no_person(town: World, tmp_path: Path, name: str) -> None:
    after = outcome(town, csv(tmp_path / "t.csv", TABLES["roster"].format(name)))
    assert after is None or f"{name} is what" in after.doubts


def test_somebody_new_without_a_known_family_name_is_doubted(town: World, tmp_path: Path) -> None:
    path = csv(tmp_path / "t.csv", TABLES["roster"].format("老王"))
    after = town.take(path)
    assert "老王 does not begin with a family name" in after.doubts
    again = after.take(csv(tmp_path / "u.csv", "姓名,网格编码,岗位\n老王,370923001001001,网格长\n"))
    assert "family name" not in again.doubts


def test_the_column_of_a_doubtful_name_is_told(town: World, tmp_path: Path) -> None:
    for table, column in (("units", "C 网格长"), ("roster", "A 姓名"), ("titled", "A 网格长")):
        after = town.take(csv(tmp_path / "t.csv", TABLES[table].format("老王")))
        assert f"column {column}: '老王'" in after.doubts
