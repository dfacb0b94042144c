"""People in one cell: names and numbers, one or several."""

import pytest

from graph.words import Rank
from loaders.cells import CellFault
from loaders.people_cells import people


def pairs(cell: str) -> list[tuple[str, str | None]]:
    """Names and numbers of a cell."""
    return [(person.name, person.phone) for person in people(cell) or ()]


@pytest.mark.parametrize(
    "cell",
    [
        "张三 13800000000",
        "张三（13800000000）",
        "张三:13800000000",
        "张三：138 0000 0000",
        "张三13800000000",
        "张三\n13800000000",
        "张三/13800000000",
        "张三 电话：13800000000",
        "张 三 138-0000-0000",
        "张三＋８６１３８００００００００",
    ],
)
def test_name_and_number_in_one_cell_are_told_apart(cell: str) -> None:
    assert pairs(cell) == [("张三", "13800000000")]


@pytest.mark.parametrize(
    "cell",
    [
        "张三 13800000000、李四 13900000000",
        "张三13800000000，李四13900000000",
        "张三（13800000000）；李四（13900000000）",
        "张三 13800000000\n李四 13900000000",
        "张三 13800000000 李四 13900000000",
    ],
)
def test_several_people_in_one_cell_are_told_apart(cell: str) -> None:
    assert pairs(cell) == [("张三", "13800000000"), ("李四", "13900000000")]


def test_names_alone_are_parted_by_the_usual_marks() -> None:
    assert pairs("张三、李四/王五") == [("张三", None), ("李四", None), ("王五", None)]


def test_a_landline_is_a_number_too() -> None:
    assert pairs("王小明(0538-2821234)") == [("王小明", "0538-2821234")]


def test_ranks_are_read_before_and_behind_names() -> None:
    found = people("A角：张三 B角：李四") or ()
    assert [(p.name, p.rank) for p in found] == [("张三", Rank.PRIMARY), ("李四", Rank.BACKUP)]
    found = people("张三(A角)13800000000；李四13900000001（备）") or ()
    assert [(p.name, p.rank) for p in found] == [("张三", Rank.PRIMARY), ("李四", Rank.BACKUP)]


def test_a_vacant_post_is_something_else_than_an_empty_cell() -> None:
    assert people("空缺") == ()
    assert people("无") == ()
    assert people("") is None
    assert people("/") is None


def test_names_of_minorities_and_foreigners_are_names() -> None:
    assert pairs("阿卜杜拉·买买提 13800000000") == [("阿卜杜拉·买买提", "13800000000")]
    assert pairs("John Smith 13800000000") == [("John Smith", "13800000000")]


@pytest.mark.parametrize("cell", ["张三（兼）", "张三1", "张三 李四", "村民委员会主任"])
def test_what_is_taken_on_trust_is_doubted(cell: str) -> None:
    assert all(person.doubt for person in people(cell) or ())


@pytest.mark.parametrize("cell", ["13800000000", "张三 1380000000", "张三 李四 13800000000", "甲", "见附件1.xlsx"])
def test_what_names_nobody_is_a_fault(cell: str) -> None:
    with pytest.raises(CellFault):
        people(cell)
