"""Every fault of every file comes at once: what the core's rules would refuse later is told where it stands."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl.utils import get_column_letter

from graph.facts import UnitState
from graph.rules.form import NUMBERS
from graph.texts import LONGEST_TEXT
from graph.time.validity import LAST_DAY
from loaders.tables.fields import Field, TableKind
from loaders.tables.headings import END_FIELDS, START_FIELDS
from loaders.tables.layouts import LAYOUTS, STATE_ATTRIBUTES, canonical_heading
from loaders.tables.sheets import RECORDS
from tests.builders.workbooks import GRID, VILLAGE, World, csv, empty, xlsx

RANGES = [
    *(
        (kind, field, NUMBERS[s.cls][a])
        for kind, s in RECORDS.items()
        for field, a in s.attributes
        if a in NUMBERS.get(s.cls, {})
    ),
    *((TableKind.UNITS, field, NUMBERS[UnitState][a]) for field, a in STATE_ATTRIBUTES if a in NUMBERS[UnitState]),
]
DATES = [(kind, field) for kind, layout in LAYOUTS.items() for field in layout if field in START_FIELDS | END_FIELDS]
TEXTS = [
    (TableKind.UNITS, Field.UNIT_NAME),
    (TableKind.UNITS, Field.NOTE),
    (TableKind.ROSTER, Field.NOTE),
    (TableKind.ROSTER, Field.EDUCATION),
    (TableKind.CENTRES, Field.ADDRESS),
    (TableKind.APPRAISALS, Field.RESULT),
    (TableKind.MEDIATIONS, Field.CASE),
    (TableKind.DEPARTMENTS, Field.DEPARTMENT_NAME),
]


@pytest.fixture
def town(tmp_path: Path) -> World:
    """A village with a grid."""
    return empty().take(csv(tmp_path / "g.csv", f"编码,名称\n{VILLAGE},刘范村\n{GRID},第一网格\n"), on=date(2024, 1, 1))


def faults_of(world: World, folder: Path, kind: TableKind, field: Field, value: object) -> set[tuple[int | None, str]]:
    """The rows and letters that are found faulty in the canonical sheet where one cell has a value."""
    layout = LAYOUTS[kind]
    row = [value if other == field else None for other in layout]
    sheet = xlsx(folder / "a.xlsx", {kind.zh: [[canonical_heading(kind, other) for other in layout], row]})
    broken = csv(folder / "b.csv", "编码,名称\n3.7E+14,第一网格\n")
    found = world.refused(sheet, broken)
    assert "b.csv" in {fault.file for fault in found}
    return {(fault.row, (fault.column or "").split(" ")[0]) for fault in found if fault.file == "a.xlsx"}


def letter(kind: TableKind, field: Field) -> str:
    """The column of a field in its canonical sheet."""
    return get_column_letter(LAYOUTS[kind].index(field) + 1)


@pytest.mark.parametrize(("kind", "field", "scale"), RANGES)
def test_a_number_out_of_its_range_is_told_beside_the_faults_of_other_files(
    town: World, tmp_path: Path, kind: TableKind, field: Field, scale: tuple[float, float]
) -> None:
    for value in (scale[0] - 1, scale[1] + 1):
        assert (2, letter(kind, field)) in faults_of(town, tmp_path, kind, field, value)


@pytest.mark.parametrize(("kind", "field"), DATES)
def test_a_day_out_of_range_is_told_beside_the_faults_of_other_files(
    town: World, tmp_path: Path, kind: TableKind, field: Field
) -> None:
    for value in ("1899-01-01", "3000-01-01", "9999-12-31"):
        assert (2, letter(kind, field)) in faults_of(town, tmp_path, kind, field, value)


@pytest.mark.parametrize(("kind", "field"), TEXTS)
def test_a_text_that_is_too_long_is_told_beside_the_faults_of_other_files(
    town: World, tmp_path: Path, kind: TableKind, field: Field
) -> None:
    assert (2, letter(kind, field)) in faults_of(town, tmp_path, kind, field, "长" * (LONGEST_TEXT + 1))


def test_a_last_day_after_which_there_is_none_is_told(town: World, tmp_path: Path) -> None:
    text = f"姓名,电话,缺岗类型,缺岗开始日期,请假至\n张三,13800000001,休假,2025-03-01,{LAST_DAY}\n"
    (fault,) = town.refused(csv(tmp_path / "a.csv", text))
    assert (fault.row, fault.column) == (2, "E 请假至")


def test_a_place_whose_name_is_too_long_is_told(town: World, tmp_path: Path) -> None:
    text = f"姓名,电话,岗位,所属村,所属网格\n张三,13800000001,网格长,刘范村,{'长' * (LONGEST_TEXT + 1)}\n"
    assert [fault.column for fault in town.refused(csv(tmp_path / "a.csv", text))] == ["E 所属网格"]


def test_more_faults_than_anybody_goes_through_are_not_looked_for(town: World, tmp_path: Path) -> None:
    rows = "".join(f"张三,12{n},网格长,x\n" for n in range(7_000))
    found = town.refused(csv(tmp_path / "a.csv", "姓名,电话,岗位,网格编码\n" + rows))
    assert len(found) == 10_000


def test_what_makes_no_sense_is_told_in_the_first_pass_too(town: World, tmp_path: Path) -> None:
    """A code, a post, a centre, a rung, a period and a template that can't be, beside a cell that can't be read."""
    sheets: dict[str, list[tuple[object, ...]]] = {
        "单位": [("编码", "级别", "名称", "上级编码", "网格类型"), ("12", "网格", "新网格", VILLAGE, "全科网格")],
        "任职": [("姓名", "联系电话", "岗位", "所属编号"), ("张三", "13800000001", "政法委员", GRID)],
        "综治中心": [("中心名称", "服务单位编码"), ("网格中心", GRID)],
        "责任阶梯": [("顺序", "岗位", "级别"), (9, "综治中心主任", "网格")],
        "编码规则": [("网格位数", "微网格位数"), (15, 15)],
    }
    broken = csv(tmp_path / "b.csv", "编码,名称\n3.7E+14,第一网格\n")
    found = town.refused(xlsx(tmp_path / "a.xlsx", sheets), broken)
    assert {(fault.sheet, fault.row) for fault in found if fault.file == "a.xlsx"} == {(name, 2) for name in sheets}
