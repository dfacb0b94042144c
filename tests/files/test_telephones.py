"""Telephone numbers in cells: several, with extensions, with words beside."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.cells.telephones import first_phone, phone, phone_key, phones_in
from loaders.cells.values import Cell, CellFault, Doubted, bare

MOBILES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
LANDLINES = st.from_regex(r"0538-[2-9][0-9]{6}", fullmatch=True)
NUMBERS = MOBILES | LANDLINES
BETWEEN = st.sampled_from(["/", "、", "，", ",", ";", "；", " ", "\n", "\r\n", "|", " / ", "或", "和", "\\"])


@given(NUMBERS, BETWEEN, NUMBERS)
def test_of_two_numbers_the_first_is_taken_and_the_second_named(one: str, between: str, other: str) -> None:
    found = first_phone(f"{one}{between}{other}")
    assert isinstance(found, Doubted)
    assert found.value == one
    assert other in found.why


@given(NUMBERS, st.sampled_from(["转", "-", " 转 ", "分机", "ext.", "#"]), st.from_regex(r"[0-9]{1,5}", fullmatch=True))
def test_an_extension_is_kept_with_a_doubt_and_read_again(number: str, mark: str, extension: str) -> None:
    found = first_phone(f"{number}{mark}{extension}")
    assert isinstance(found, Doubted)
    assert found.value == f"{number}-{extension}"
    assert extension in found.why
    assert bare(first_phone(found.value)) == found.value


@pytest.mark.parametrize("cell", ["13800000001（微信同号）", "13800000001 张三", "13800000001/79"])
def test_words_beside_a_number_are_doubted(cell: str) -> None:
    found = first_phone(cell)
    assert isinstance(found, Doubted)
    assert found.value == "13800000001"


@pytest.mark.parametrize("cell", ["手机 13800000001", "电话：13800000001", "13800000001、", "13800000001；"])
def test_marks_and_labels_beside_a_number_are_nothing(cell: str) -> None:
    assert first_phone(cell) == "13800000001"


@pytest.mark.parametrize(
    "cell", ["1380000001/13900000002", "1380000000113900000002", "见通讯录", "待补", "110-1-1", "138000000012"]
)
def test_where_the_first_is_no_number_the_cell_is_a_fault(cell: str) -> None:
    with pytest.raises(CellFault):
        first_phone(cell)


@pytest.mark.parametrize("cell", ["", "/", "无", "暂无", "-"])
def test_nothing_is_no_number(cell: Cell) -> None:
    assert first_phone(cell) is None


def test_numbers_of_several_people_are_listed_in_their_order() -> None:
    assert phones_in("13800000001、0538-2345678") == ["13800000001", "0538-2345678"]
    assert phones_in("13800000001 13900000002") == ["13800000001", "13900000002"]
    assert phones_in("13800000001/13900000002") == ["13800000001", "13900000002"]
    with pytest.raises(CellFault):
        phones_in("13800000001、139")


def test_ways_of_writing_one_number_are_compared_by_their_digits() -> None:
    assert phone_key("+86 138-0000-0001") == phone_key("13800000001")
    assert phone_key("0538-2345678") != phone_key("2345678")
    assert phone("0538-2345678-1") == "0538-2345678-1"
