"""What is exported is read back to an equal model, and whatever is imported twice changes nothing."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from graph.facts import Boundary, Fact, Holding, Person, UnitState
from graph.snapshot import Snapshot
from graph.space.index import parse_geometry
from graph.space.outline import outline_text
from graph.time.validity import is_void
from graph.words import Rank, Role, UnitKind
from loaders import ImportRefused, export_geojson, export_workbook
from loaders.export import NOT_CARRIED
from loaders.tables.fields import Field, TableKind
from loaders.tables.headings import understand
from loaders.tables.layouts import LAYOUTS, canonical_heading
from tests.builders.organisations import Builder, Organisation, organisations
from tests.builders.workbooks import JUNE, World, csv, empty

SLOW = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)


def said(snapshot: Snapshot) -> set[Fact]:
    """Everything that ever held and that a workbook carries, outlines in one form."""
    return {_in_one_form(fact) for fact in snapshot if not is_void(fact) and not isinstance(fact, NOT_CARRIED)}


def _in_one_form(fact: Fact) -> Fact:
    return replace(fact, geometry=outline_text(parse_geometry(fact.geometry))) if isinstance(fact, Boundary) else fact


def written(folder: Path, snapshot: Snapshot) -> list[Path]:
    """A model as files."""
    files = [folder / "all.xlsx", folder / "outlines.geojson"]
    export_workbook(snapshot, files[0])
    export_geojson(snapshot, files[1])
    return files


def test_what_a_workbook_does_not_carry_is_said() -> None:
    text = (Path(__file__).parents[2] / "docs" / "import.md").read_text("utf-8")
    assert all(f"`{cls.__name__}`" in text for cls in NOT_CARRIED)


@SLOW
@given(
    organisation=st.booleans().flatmap(lambda duty: organisations(duty=duty)),
    on=st.dates(date(2024, 12, 1), date(2026, 2, 1)),
)
def test_a_whole_model_of_all_dates_is_written_and_read_back(
    tmp_path: Path, organisation: Organisation, on: date
) -> None:
    snapshot = organisation.snapshot()
    files = written(tmp_path, snapshot)
    back = World(Snapshot.empty()).take(*files, on=on)
    assert said(back.snapshot) == said(snapshot)
    again = back.take(*files, on=on + timedelta(days=40))
    assert again.plan is not None
    assert again.plan.operations == ()


def test_the_defaults_of_an_empty_record_are_recognised(tmp_path: Path) -> None:
    town = Builder()
    street = town.unit(UnitKind.STREET)
    town.appoint(town.person(), Role.POLITICAL_LEGAL_COMMISSIONER, street)
    snapshot = town.organisation().snapshot()
    export_workbook(World(snapshot).snapshot, tmp_path / "a.xlsx")
    back = empty().take(tmp_path / "a.xlsx")
    assert said(back.snapshot) >= said(snapshot)
    export_workbook(back.snapshot, tmp_path / "b.xlsx")
    assert said(empty().take(tmp_path / "b.xlsx").snapshot) == said(back.snapshot)


def test_without_the_columns_of_ids_the_model_is_the_same_but_for_ids(tmp_path: Path) -> None:
    world = empty().take(
        csv(
            tmp_path / "r.csv",
            "姓名,联系电话,岗位,所属街道,管区,村,村编码,网格,上岗日期,离岗日期\n"
            "张三,13800000001,网格长,东平街道,城区管区,刘范村,370923001001,第一网格,2024-01-01,2025-01-01\n"
            "李四,13800000002,网格长,东平街道,城区管区,刘范村,370923001001,第一网格,2025-01-01,\n",
        )
    )
    world = world.take(csv(tmp_path / "g.csv", "网格编码,户数\n370923001001001,320\n"))
    export_workbook(world.snapshot, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    ids = {f.zh for f in (Field.STATE_ID, Field.PART_ID, Field.HOLDING_ID, Field.PERSON_ID, Field.RECORD_ID)}
    for sheet in book.worksheets:
        for column in reversed(range(1, sheet.max_column + 1)):
            if sheet.cell(1, column).value in ids:
                sheet.delete_cols(column)
    book.save(tmp_path / "b.xlsx")
    back = empty().take(tmp_path / "b.xlsx")

    def shape(snapshot: Snapshot) -> set[tuple[object, ...]]:
        people = {p.id: p.name for p in snapshot.all(Person)}
        held = {(people[h.person], h.role, h.of, h.rank, h.start, h.end) for h in snapshot.all(Holding)}
        states = {(s.unit, s.name, s.households, s.start, s.end) for s in snapshot.all(UnitState) if not is_void(s)}
        return held | states

    assert shape(back.snapshot) == shape(world.snapshot)
    assert back.take(tmp_path / "b.xlsx").plan is not None


@pytest.mark.parametrize(
    "note", ["=1+1", "+8613800000000", "-", "@SUM(A1)", "'quoted", "001", "1.38E+10", "2025-01-01"]
)
def test_texts_stay_texts(tmp_path: Path, note: str) -> None:
    town = Builder()
    street = town.unit(UnitKind.STREET)
    snapshot = town.organisation().snapshot()
    state = next(iter(snapshot.linked(UnitState, "unit", street.id)))
    noted = Snapshot.of([replace(f, note=note) if f.id == state.id else f for f in snapshot], revision=1)  # type: ignore[call-arg]
    export_workbook(noted, tmp_path / "a.xlsx")
    back = World(Snapshot.empty()).take(tmp_path / "a.xlsx")
    found = back.snapshot.get(UnitState, state.id)
    assert found is not None
    assert found.note == note


def test_every_heading_that_is_written_is_understood() -> None:
    for kind, layout in LAYOUTS.items():
        reader = TableKind.ROSTER if kind == TableKind.POSTS else kind
        for field in layout:
            meaning = understand(reader, canonical_heading(kind, field))
            assert meaning is not None, (kind, field)
            assert meaning.field == field, (kind, field, meaning)


def test_equal_models_give_equal_sheets(tmp_path: Path) -> None:
    town = Builder()
    street = town.unit(UnitKind.STREET)
    for _ in range(3):
        town.appoint(town.person(), Role.MEDIATOR, street, rank=None)
    facts = list(town.organisation().snapshot())
    for name, listed in (("a", facts), ("b", facts[::-1])):
        export_workbook(Snapshot.of(listed, revision=1), tmp_path / f"{name}.xlsx")
    a, b = (openpyxl.load_workbook(tmp_path / f"{name}.xlsx") for name in "ab")
    assert [[c.value for row in sheet for c in row] for sheet in a] == [
        [c.value for row in sheet for c in row] for sheet in b
    ]


def test_a_workbook_that_was_exported_can_be_edited(tmp_path: Path) -> None:
    text = "姓名,联系电话,岗位,所属街道,村,村编码,网格\n张三,13800000001,网格长,东平街道,刘范村,370923001001,第一网格\n"
    world = empty().take(csv(tmp_path / "r.csv", text), on=date(2025, 1, 1))
    export_workbook(world.snapshot, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    people, posts = book[TableKind.ROSTER.zh], book[TableKind.POSTS.zh]
    people["C2"] = "13900000000"
    row = [cell.value for cell in posts[1]]
    posts.append(
        [
            {
                "姓名": "李四",
                "联系电话": "13800000002",
                "岗位": "网格长",
                "所属编号": "370923001001001",
                "AB角": "B角",
            }.get(str(h))
            for h in row
        ]
    )
    book.save(tmp_path / "b.xlsx")
    after = world.take(tmp_path / "b.xlsx")
    assert [(p.name, p.phone) for p in after.people()] == [("张三", "13900000000"), ("李四", "13800000002")]
    assert after.holders("370923001001001", Role.GRID_CHIEF, JUNE) == ["张三", "李四*"]
    assert [h.rank for h in after.on(date(2025, 5, 1)).holdings_of("370923001001001")] == [Rank.PRIMARY]


# -- twice ----------------------------------------------------------------------------------------------------------

TWICE = settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)
NAMES = st.sampled_from(["张三", "李四", "王五", "张 三", "赵六1"])
PHONES = st.sampled_from(["", "13800000001", "13800000002", "138-0000-0003", "0538-2821234"])
POSTS = st.sampled_from(["网格长", "专职网格员", "兼职网格员", "协管员", "指导员", "村书记", "网格长兼专职网格员"])
GRIDS = st.sampled_from(["第一网格", "第二网格", "第1网格", "刘范村第三网格"])
VILLAGES = st.sampled_from(["刘范村", "刘范社区", "高范村"])
DATES = st.sampled_from(["", "2024-01-01", "2024年5月", "2025.7.1"])
ENDS = st.sampled_from(["", "", "", "2025-05-01", "2025-12-31"])
RANKS = st.sampled_from(["", "", "B角", "成员"])
ROWS = st.lists(st.tuples(NAMES, PHONES, POSTS, VILLAGES, GRIDS, DATES, ENDS, RANKS), min_size=1, max_size=6)
KNOWN = "code,name\n370923001001,刘范村\n370923001002,高范村\n"


@TWICE
@given(rows=ROWS, later=st.integers(-200, 200))
def test_a_roster_imported_twice_changes_nothing_whatever_the_day(
    tmp_path: Path, rows: list[tuple[str, ...]], later: int
) -> None:
    lines = ["姓名,电话,岗位,村,网格,上岗日期,离岗日期,AB角,街道编码"]
    for *told, start, end, rank in rows:
        # Since when a post was held that is over by now, a file has to say: else it depends on the day.
        lines.append(",".join([*told, start, end if start else "", rank, "370923001"]))
    base = empty().take(csv(tmp_path / "v.csv", KNOWN), on=date(2023, 1, 1))
    path = csv(tmp_path / "r.csv", "\n".join(lines))
    try:
        once = base.take(path)
    except ImportRefused:
        assume(False)
    twice = once.take(path, on=JUNE + timedelta(days=later))
    assert twice.plan is not None
    assert twice.plan.operations == ()


UNIT_ROWS = st.lists(
    st.tuples(
        st.sampled_from(["", "城区管区", "城区管理区", "宿城管区"]),
        VILLAGES,
        GRIDS,
        st.sampled_from(["", "全科", "专属网格"]),
        st.sampled_from(["", "320", "41户"]),
        st.sampled_from(["", "1号楼", "2号楼"]),
        st.sampled_from(["", "张三", "张三 13800000001", "李四、王五", "空缺"]),
        st.sampled_from(["", "李四13800000002", "赵六"]),
    ),
    min_size=1,
    max_size=6,
)


@TWICE
@given(rows=UNIT_ROWS, later=st.integers(-200, 200))
def test_a_table_of_units_imported_twice_changes_nothing_whatever_the_day(
    tmp_path: Path, rows: list[tuple[str, ...]], later: int
) -> None:
    lines = [
        "街道编码,管区,村,网格名称,网格类型,户数,微网格,网格长,协管员",
        *(",".join(("370923001", *row)) for row in rows),
    ]
    base = empty().take(csv(tmp_path / "v.csv", KNOWN), on=date(2023, 1, 1))
    path = csv(tmp_path / "u.csv", "\n".join(lines))
    try:
        once = base.take(path)
    except ImportRefused:
        assume(False)
    twice = once.take(path, on=JUNE + timedelta(days=later))
    assert twice.plan is not None
    assert twice.plan.operations == ()
