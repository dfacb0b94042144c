"""Finding people and units as people type: characters, pinyin, initials, codes, in any case, with stray spaces."""

import pytest

from graph.view import View
from graph.words import Role, UnitKind
from queries.places.search import find_people, find_units
from tests.builders.organisations import DAY as ONE_DAY
from tests.builders.organisations import Builder
from tests.builders.town import DAY, Town

PEOPLE = (
    "赵桥",
    "赵巧",
    "单长乐",
    "重阳",
    "乐欣",
    "曾敏",
    "解放",
    "仇英",
    "吕布",
    "欧阳修",
    "Zhang San",
    "买买提·艾力",
)


def people_view(*names: str) -> View:
    town = Builder()
    for name in names or PEOPLE:
        town.person(name)
    return town.organisation().view(DAY)


def people(text: str, *names: str) -> list[str]:
    return [match.name for match in find_people(people_view(*names), text)]


def units(text: str) -> list[str]:
    """Of the town's units and a village 单楼, an area G02 and a village 乐陵."""
    town = Town()
    town.unit(UnitKind.VILLAGE, town.street, name="单楼", code="370923001250")
    town.unit(UnitKind.MANAGEMENT_AREA, town.street, name="豆山管区", code="370923001G02")
    town.unit(UnitKind.VILLAGE, town.street, name="乐陵", code="370923001251")
    return [match.name for match in find_units(town.on(), text)]


# -- people ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("赵桥", ["赵桥"]),
        ("赵", ["赵巧", "赵桥"]),
        ("桥", ["赵桥"]),
        ("zhaoqiao", ["赵巧", "赵桥"]),
        ("zhao", ["赵巧", "赵桥"]),
        ("qiao", ["赵巧", "赵桥"]),
        ("zq", ["赵巧", "赵桥"]),
        ("oyx", ["欧阳修"]),
        ("ouyangxiu", ["欧阳修"]),
        ("lvbu", ["吕布"]),
        ("zhangsan", ["Zhang San"]),
        ("san", ["Zhang San"]),
        ("艾力", ["买买提·艾力"]),
        ("nobody of this name", []),
        ("zhaoqiaox", []),
    ],
)
def test_a_name_is_found_by_itself_by_its_pinyin_by_its_initials_and_by_parts(text: str, found: list[str]) -> None:
    assert people(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("chongyang", "重阳"),
        ("zhongyang", "重阳"),
        ("cy", "重阳"),
        ("zy", "重阳"),
        ("lexin", "乐欣"),
        ("yuexin", "乐欣"),
        ("zengmin", "曾敏"),
        ("jiefang", "解放"),
        ("xiefang", "解放"),
        ("qiuying", "仇英"),
        ("danchangle", "单长乐"),
        ("shanchangle", "单长乐"),
        ("shanzhangyue", "单长乐"),
        ("scl", "单长乐"),
    ],
)
def test_a_character_of_several_readings_is_found_by_each(text: str, found: str) -> None:
    """As a surname 单 is Shan, 乐 Yue, 曾 Zeng, 解 Xie, 仇 Qiu: seldom the reading that a dictionary gives first."""
    assert found in people(text)


@pytest.mark.parametrize("text", ["ZhaoQiao", "ZHAO", " zhao qiao ", "zhao\u3000qiao", "ZQ", " 赵 桥", "z q"])
def test_case_and_spaces_do_not_matter(text: str) -> None:
    assert "赵桥" in people(text)


@pytest.mark.parametrize("text", ["", "  ", "\t\n"])
def test_nothing_asked_is_everybody(text: str) -> None:
    assert sorted(people(text)) == sorted(PEOPLE)


def test_the_very_word_comes_first_then_what_begins_with_it_then_what_holds_it_then_by_name() -> None:
    assert people("王", "小王", "王二", "王一", "王", "老王") == ["王", "王一", "王二", "小王", "老王"]
    assert people("li", "李四", "李", "王丽", "刘俐") == ["李", "刘俐", "李四", "王丽"], "liuli begins with li too"


def test_people_of_one_name_are_all_found_in_the_order_of_their_ids() -> None:
    view = people_view("王一", "王一", "王一")
    assert [match.id for match in find_people(view, "wangyi")] == ["person-1", "person-2", "person-3"]


def test_a_person_is_found_by_id() -> None:
    assert people("person-3") == ["单长乐"]


def test_people_are_those_known_on_the_day() -> None:
    town = Builder()
    gone = town.person("赵桥")
    town.end(gone, DAY)
    town.person("赵巧", start=DAY)
    organisation = town.organisation()
    assert [match.name for match in find_people(organisation.view(DAY - ONE_DAY), "zq")] == ["赵桥"]
    assert [match.name for match in find_people(organisation.view(DAY), "zq")] == ["赵巧"]


# -- units -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("单楼", ["单楼"]),
        ("shanlou", ["单楼"]),
        ("danlou", ["单楼"]),
        ("sl", ["单楼"]),
        ("lou", ["单楼"]),
        ("yueling", ["乐陵"]),
        ("leling", ["乐陵"]),
        ("ll", ["乐陵"]),
        ("管区", ["城区管区", "豆山管区"]),
        ("guanqu", ["城区管区", "豆山管区"]),
        ("370923001250", ["单楼"]),
        ("37092300125", ["乐陵", "单楼"]),
        ("3709 2300 1250", ["单楼"]),
        ("250", ["单楼"]),
    ],
)
def test_a_unit_is_found_by_name_pinyin_initials_or_code(text: str, found: list[str]) -> None:
    assert units(text) == found


@pytest.mark.parametrize("text", ["370923001G02", "370923001g02", "G02"])
def test_a_code_with_letters_is_found_in_either_case(text: str) -> None:
    """The management areas of the demo are coded 370923001G01 …"""
    assert units(text) == ["豆山管区"]


def test_units_are_found_by_the_name_of_the_day_and_not_by_an_older_one() -> None:
    town = Town()
    town.rename(town.village, DAY, name="尹范社区")
    assert [match.name for match in find_units(town.on(DAY - ONE_DAY), "尹范")] == ["尹范村"]
    assert [match.name for match in find_units(town.on(DAY), "尹范")] == ["尹范社区"]
    assert find_units(town.on(DAY), "尹范村") == []


def test_units_that_are_gone_are_not_found() -> None:
    town = Town()
    town.hold("Fu", Role.FULL_TIME_WORKER, town.grid)
    town.close(town.grid, DAY)
    assert len(find_units(town.on(DAY - ONE_DAY), "第一网格")) == 1
    assert find_units(town.on(DAY), "第一网格") == []
