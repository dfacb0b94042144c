"""People in one cell: names and numbers, one or several."""

import re

import pytest

from graph.words import Rank
from loaders.cells.people import Named, people, whom
from loaders.cells.person_words import BODIES, DITTO, ELSEWHERE, TITLES, UNTOLD, VACANT
from loaders.cells.values import CellFault, Doubted


def pairs(cell: str) -> list[tuple[str, str | None]]:
    """Names and numbers of a cell."""
    return [(person.name, person.phone) for person in whom(cell)]


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
    found = whom("A角：张三 B角：李四")
    assert [(p.name, p.rank) for p in found] == [("张三", Rank.PRIMARY), ("李四", Rank.BACKUP)]
    found = whom("张三(A角)13800000000；李四13900000001（备）")
    assert [(p.name, p.rank) for p in found] == [("张三", Rank.PRIMARY), ("李四", Rank.BACKUP)]


def test_a_vacant_post_is_something_else_than_an_empty_cell() -> None:
    assert people("空缺") == ()
    assert people("无") == ()
    assert people("") is None
    assert people("/") is None


def test_names_of_minorities_and_foreigners_are_names() -> None:
    assert pairs("阿卜杜拉·买买提 13800000000") == [("阿卜杜拉·买买提", "13800000000")]
    assert pairs("John Smith 13800000000") == [("John Smith", "13800000000")]


@pytest.mark.parametrize("cell", ["张三（兼）", "张三1", "张三 李四", "张三李四王五赵"])
def test_what_is_taken_on_trust_is_doubted(cell: str) -> None:
    assert all(person.doubt for person in whom(cell))


# -- words that are no names ---------------------------------------------------------------------------------------

NOBODY = (*sorted(UNTOLD), "待定（原张三）", "（待补）", " 外聘 ", "待　补", "待\u2060补")
NO_NAMES = (
    *sorted(DITTO),
    *sorted(ELSEWHERE),
    *sorted(TITLES),
    *sorted(BODIES - VACANT),
    "见附件1.xlsx",
    "详见花名册附件",
    "村两委",
    "社区民警",
    "刘范村村委会",
    "刘范村村委会张三",
    "城关派出所",
    "3人",
    "两名",
    "等3人",
    "等",
    "A角",
    "AB角",
    "5",
    "张*三",
    "张X",
    "同上、李四",
)


@pytest.mark.parametrize("cell", NOBODY)
def test_words_that_name_nobody_are_doubted_and_end_no_post(cell: str) -> None:
    found = people(cell)
    assert isinstance(found, Doubted)
    assert found.value is None


@pytest.mark.parametrize("cell", sorted(VACANT))
def test_words_for_a_vacancy_say_that_nobody_holds_the_post(cell: str) -> None:
    assert people(cell) == ()


@pytest.mark.parametrize("cell", NO_NAMES)
def test_what_is_no_name_makes_nobody(cell: str) -> None:
    try:
        found = people(cell)
    except CellFault as fault:
        assert fault.remedy  # noqa: PT017 -- some of them name nobody, with a doubt, the others are faults
    else:
        assert isinstance(found, Doubted)
        assert not found.value


@pytest.mark.parametrize(
    "title", [title for title in sorted(TITLES) if len(title) > 1 and not re.search("[a-z()]", title)]
)
def test_a_title_around_a_name_is_left_out_with_a_doubt(title: str) -> None:
    for cell in (f"张三{title}", f"{title}张三", f"张三 {title}", f"{title}：张三", f"张三（{title}）"):
        (person,) = whom(cell)
        assert person.name == "张三", cell
        assert person.doubt, cell


@pytest.mark.parametrize("cell", ["王主任", "李书记", "张会计", "赵所长", "刘老师", "孙警官", "周网格员"])
def test_a_family_name_and_a_title_tell_nobody(cell: str) -> None:
    (person,) = whom(cell)
    assert person.titled


@pytest.mark.parametrize(
    "joiner", ["和", "与", "及", "以及", "跟", "暨", " 和 ", "&", "＆", "+", "、", "/", " / ", "。", "\\"]
)
@pytest.mark.parametrize(("one", "other"), [("王五", "赵六"), ("王小五", "赵六"), ("欧阳修", "诸葛孔明")])
def test_two_people_joined_by_a_word_are_two(one: str, other: str, joiner: str) -> None:
    assert pairs(f"{one}{joiner}{other}") == [(one, None), (other, None)]


@pytest.mark.parametrize("name", ["王和平", "李和", "欧阳和平", "张与之", "周及人", "孙同", "和珅", "钟会", "尉迟恭"])
def test_names_that_hold_such_a_word_are_one(name: str) -> None:
    assert whom(name) == (Named(name),)


def test_a_word_that_may_join_two_names_is_doubted() -> None:
    (person,) = whom("王和李四")
    assert person.doubt


@pytest.mark.parametrize("tail", ["等", "等人", "等3人", "等三名同志"])
def test_and_others_are_doubted(tail: str) -> None:
    for cell in (f"赵六{tail}", f"赵六、{tail}"):
        (person,) = whom(cell)
        assert person.name == "赵六"
        assert person.doubt, cell


@pytest.mark.parametrize(
    ("cell", "name"), [("张三兼", "张三"), ("由张三兼任", "张三"), ("暂由张三负责", "张三"), ("*张三", "张三")]
)
def test_words_around_a_name_are_left_out_with_a_doubt(cell: str, name: str) -> None:
    (person,) = whom(cell)
    assert person.name == name
    assert person.doubt


def test_ranks_stand_beside_names_without_a_colon_too() -> None:
    found = whom("A角张三、李四B角、王五")
    assert [(p.name, p.rank) for p in found] == [("张三", Rank.PRIMARY), ("李四", Rank.BACKUP), ("王五", None)]


def test_a_vacancy_beside_names_is_doubted() -> None:
    for cell in ("张三、空缺", "A角：张三 B角：空缺", "待补、张三"):
        found = people(cell)
        assert isinstance(found, Doubted)
        assert [person.name for person in found.value] == ["张三"]


def test_a_second_number_and_an_extension_are_kept_or_doubted() -> None:
    (person,) = whom("张三 13800000001/13900000002")
    assert (person.phone, "13900000002" in (person.doubt or "")) == ("13800000001", True)
    (person,) = whom("张三 0538-2345678转801")
    assert person.phone == "0538-2345678-801"


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("赵\u2060六", "赵六"),
        ("赵\u00ad六 13800000001", "赵六"),
        ("\u2f8f\u2f9f", "行辛"),
        ("阿卜杜拉•买买提", "阿卜杜拉·买买提"),
        ("\ue863伟", "䶮伟"),
        ("李𰻝", "李𰻝"),
        ("王\U0002c35b", "王\U0002c35b"),
    ],
)
def test_rare_and_unseen_characters_make_no_other_name(cell: str, name: str) -> None:
    assert [person.name for person in whom(cell)] == [name]


@pytest.mark.parametrize("cell", ["张\ue000", "张\uffff", "张\ufffd", "张\u0378三"])
def test_a_character_that_is_none_is_named(cell: str) -> None:
    with pytest.raises(CellFault, match="U\\+"):
        people(cell)


@pytest.mark.parametrize("cell", ["13800000000", "张三 1380000000", "张三 李四 13800000000", "甲", "见附件1.xlsx"])
def test_what_names_nobody_is_a_fault(cell: str) -> None:
    with pytest.raises(CellFault):
        people(cell)
