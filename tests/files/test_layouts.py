"""However a table is laid out, it says the same as its plain text."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from graph.change import Operation
from tests.builders.layouts import Layout, Placed, layouts, placed, write_xls, write_xlsx
from tests.builders.workbooks import VILLAGE, World, csv, empty

HEADING = ("姓名", "手机号", "岗位", "所属村", "所属网格", "上岗日期", "出生日期")
DECOY = ("冯二", "13900000009", "网格长", "高范村", "第三网格", date(2024, 1, 1), date(1990, 1, 1))
MOST = 6

PERSON = st.tuples(
    st.sampled_from("赵钱孙李周吴郑王"),
    st.sampled_from(["网格长", "专职网格员", "兼职网格员"]),
    st.sampled_from(["刘范村", "高范村"]),
    st.sampled_from(["第一网格", "第二网格"]),
    st.dates(date(2021, 1, 1), date(2024, 12, 31)),
    st.dates(date(1940, 1, 1), date(2000, 12, 31)),
)
PEOPLE = st.lists(PERSON, min_size=1, max_size=MOST).map(
    lambda people: [[f"{who}{'甲乙丙丁戊己'[n]}", f"1380000000{n}", *rest] for n, (who, *rest) in enumerate(people)]
)
GRIDS = (
    "所属村",
    "网格编码",
    "网格名称",
    "网格长/姓名",
    "网格长/联系电话",
    "户数",
    "专职网格员/姓名",
    "专职网格员/联系电话",
)
GRID_DECOY = ("高范村", f"{VILLAGE[:-1]}2003", "第三网格", "冯二", "13900000009", 9, "冯三", "13900000008")
PLACES = st.sampled_from(
    [(name, f"{VILLAGE[:-1]}{v}00{n}") for v, name in ((1, "刘范村"), (2, "高范村")) for n in (1, 2)]
)
CHIEFS = st.sampled_from([("张三", "13800000001"), ("李四", "13800000002")])
WORKERS = st.sampled_from([("王五", "13800000003"), ("赵六", "13800000004")])
GRID_ROWS = st.lists(
    st.tuples(PLACES, CHIEFS, st.integers(0, 900), WORKERS), min_size=1, max_size=4, unique_by=lambda row: row[0]
).map(
    lambda rows: [
        [village, code, f"第{'一二'[int(code[-1]) - 1]}网格", *chief, size, *worker]
        for (village, code), chief, size, worker in rows
    ]
)
SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Two villages of two grids."""
    text = "村编码,所属村,网格名称\n" + "".join(
        f"{VILLAGE[:-1]}{v},{name},第{n}网格\n" for v, name in ((1, "刘范村"), (2, "高范村")) for n in "一二"
    )
    return empty().take(csv(tmp_path_factory.mktemp("town") / "g.csv", text), on=date(2020, 1, 1))


def told(town: World, path: Path) -> tuple[Operation, ...]:
    """What a file would do."""
    plan = town.take(path).plan
    assert plan is not None
    return plan.operations


def plain(folder: Path, heading: Sequence[str], rows: Sequence[Sequence[object]]) -> Path:
    """The table as plain text, with headings of one row."""
    words = [word.replace("/", "") for word in heading]
    return csv(folder / "plain.csv", "\n".join(",".join(map(str, row)) for row in (words, *rows)))


def agree(
    town: World,
    folder: Path,
    rows: list[list[object]],
    layout: Layout,
    write: Callable[[Path, Layout, Placed], Path],
    heading: Sequence[str] = HEADING,
    decoy: Sequence[object] = DECOY,
) -> None:
    """A laid-out table says what the plain one says, and doubts what is hidden."""
    table = placed(layout, heading, rows, decoy)
    path = write(folder / "laid_out.xls", layout, table)
    after = town.take(path)
    assert after.plan is not None
    assert after.plan.operations == told(town, plain(folder, heading, rows))
    assert after.plan.mappings[0].rows == len(rows)
    doubts = after.doubts
    for row in table.hidden:
        event("hidden rows")
        assert "are hidden or filtered out" in doubts
        assert not any(f"row {row + 1}," in line for line in doubts.splitlines())
    assert ("Hidden columns were read" in doubts) == bool(layout.hidden_columns)


@SETTINGS
@given(rows=PEOPLE, layout=layouts(len(HEADING), MOST))
def test_a_workbook_says_what_its_table_says(
    town: World, tmp_path_factory: pytest.TempPathFactory, rows: list[list[object]], layout: Layout
) -> None:
    agree(town, tmp_path_factory.mktemp("a"), rows, layout, write_xlsx)


@settings(SETTINGS, max_examples=15)
@given(rows=PEOPLE, layout=layouts(len(HEADING), MOST, old=True))
def test_a_workbook_of_the_old_kind_says_what_its_table_says(
    town: World, tmp_path_factory: pytest.TempPathFactory, rows: list[list[object]], layout: Layout
) -> None:
    agree(town, tmp_path_factory.mktemp("a"), rows, layout, write_xls)


@SETTINGS
@given(rows=GRID_ROWS, layout=layouts(len(GRIDS), 4))
def test_a_table_of_units_with_headings_of_two_rows_says_what_its_plain_form_says(
    town: World, tmp_path_factory: pytest.TempPathFactory, rows: list[list[object]], layout: Layout
) -> None:
    agree(town, tmp_path_factory.mktemp("a"), rows, layout, write_xlsx, GRIDS, GRID_DECOY)
