"""Where the heading is, what the columns mean, and which rows say something."""

from datetime import date
from pathlib import Path

from graph.words import GridType, Role, UnitKind
from loaders.tables.fields import TableKind
from tests.builders.workbooks import GRID, VILLAGE, Cells, csv, empty, villages, xlsx

TWO_ROWS: Cells = [
    ["东平街道网格员配备情况表（示例）", *[None] * 9],
    ["填报单位：东平街道", *[None] * 8, "单位：户"],
    ["序号", "村（社区）", "村编码", "网格名称", "网格类型", "网格长", None, "专职网格员", None, "户数"],
    [None, None, None, None, None, "姓名", "联系电话", "姓名", "联系电话", None],
    [1, "刘范村", "370923001001", "第一网格", "全科网格", "张三", 13800000001, "李四", "138 0000 0002", 320],
    [2, None, None, "第二网格", "专属网格", "张三", 13800000001, "王五、赵六", "13800000003、13800000004", 41],
    ["小计", None, None, 2, None, None, None, None, None, 361],
    [None] * 10,
    [3, "高范村", "370923001002", "第一网格", "全科网格", "空缺", None, "钱七 13800000005", None, "300户"],
    ["合计", None, None, 3, None, None, None, None, None, 661],
    ["注：以上为示例。", *[None] * 9],
    ["填表人：某某", None, None, "审核人：某某", *[None] * 6],
]
MERGES = ["A1:J1", "A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:E4", "F3:G3", "H3:I3", "J3:J4", "B5:B6", "C5:C6", "A11:J11"]


def test_a_table_with_titles_two_heading_rows_and_merged_cells_is_read(tmp_path: Path) -> None:
    world = empty().take(xlsx(tmp_path / "a.xlsx", TWO_ROWS, MERGES))
    assert world.plan is not None
    mapping = world.plan.mappings[0]
    assert (mapping.kind, mapping.heading_rows, mapping.rows) == (TableKind.UNITS, (3, 4), 3)
    assert [column.meaning for column in mapping.columns] == [
        "序号",
        "村（社区）",
        "村（社区）编码",
        "网格名称",
        "网格类型",
        "网格长·姓名",
        "网格长·联系电话",
        "专职网格员·姓名",
        "专职网格员·联系电话",
        "户数",
    ]
    assert [note.split(":")[0] for note in mapping.skipped] == ["row 7", "row 10", "row 11", "row 12"]
    assert world.holders(f"{VILLAGE}001", Role.GRID_CHIEF) == ["张三"]
    assert world.holders(f"{VILLAGE}002", Role.GRID_CHIEF) == ["张三"]
    assert world.holders(f"{VILLAGE}002", Role.FULL_TIME_WORKER) == ["王五", "赵六"]
    assert world.holders("370923001002001", Role.FULL_TIME_WORKER) == ["钱七"]
    assert world.holders("370923001002001", Role.GRID_CHIEF) == []
    assert len(world.people()) == 5
    states = [world.on().state(f"{VILLAGE}00{n}") for n in (1, 2)]
    assert [(s.grid_type, s.households) for s in states if s] == [(GridType.GENERAL, 320), (GridType.DEDICATED, 41)]


def test_a_wide_heading_that_nobody_merged_is_understood(tmp_path: Path) -> None:
    text = (
        "村,村编码,网格名称,网格长,,专职网格员,\n,,,姓名,电话,姓名,电话\n"
        "刘范村,370923001001,第一网格,张三,13800000001,李四,13800000002\n"
    )
    world = empty().take(csv(tmp_path / "a.csv", text))
    assert [(p.name, p.phone) for p in world.people()] == [("张三", "13800000001"), ("李四", "13800000002")]
    assert world.holders(GRID, Role.GRID_CHIEF) == ["张三"]


def test_a_telephone_column_beside_a_post_is_its_holders(tmp_path: Path) -> None:
    text = (
        "网格编码,网格名称,网格长,联系电话,专职网格员,联系电话\n"
        "370923001001001,第一网格,张三,13800000001,李四,13800000002\n"
    )
    world = empty().take(csv(tmp_path / "a.csv", text))
    assert [(p.name, p.phone) for p in world.people()] == [("张三", "13800000001"), ("李四", "13800000002")]


def test_a_post_and_what_of_its_holder_may_be_one_word(tmp_path: Path) -> None:
    text = (
        "网格编号,网格名,网格长姓名,网格长手机号,兼职网格员1,兼职网格员2,网格员（姓名、电话）\n"
        "370923001001001,第一网格,张三,13800000001,李四,王五,赵六 13800000004\n"
    )
    world = empty().take(csv(tmp_path / "a.csv", text))
    assert world.holders(GRID, Role.GRID_CHIEF) == ["张三"]
    assert world.holders(GRID, Role.PART_TIME_WORKER) == ["李四", "王五"]
    assert world.holders(GRID, Role.FULL_TIME_WORKER) == ["赵六"]


def test_unknown_columns_are_listed_as_unused(tmp_path: Path) -> None:
    world = empty().take(csv(tmp_path / "a.csv", "编码,名称,面积,幸运数字\n370923001001,刘范村,3.2,7\n"))
    assert world.plan is not None
    assert world.plan.mappings[0].unused == ("C 面积", "D 幸运数字")


def test_sheets_without_a_known_heading_are_left_out_with_a_note(tmp_path: Path) -> None:
    sheets = {"网格": [["编码", "名称"], ["370923001001", "刘范村"]], "说明": [["本表由街道填写"], ["如有疑问请联系"]]}
    world = empty().take(xlsx(tmp_path / "a.xlsx", sheets))
    assert "说明" in world.doubts


def test_english_headings_are_understood(tmp_path: Path) -> None:
    text = "grid_code,grid_name,grid_type,households\n370923001001001,First grid,dedicated,320\n"
    world = empty().take(csv(tmp_path / "a.csv", text))
    state = world.on().state(GRID)
    assert state is not None
    assert (state.name, state.grid_type, state.households) == ("First grid", GridType.DEDICATED, 320)
    text = "name,phone,role,grid_code,start\nJohn Smith,13800000001,grid_chief,370923001001001,2025-06-01\n"
    world = world.take(csv(tmp_path / "b.csv", text))
    assert world.holders(GRID, Role.GRID_CHIEF) == ["John Smith"]


def test_a_heading_that_is_repeated_on_every_page_is_no_row(tmp_path: Path) -> None:
    text = "编码,名称\n370923001001,刘范村\n编码,名称\n370923001002,高范村\n"
    world = empty().take(csv(tmp_path / "a.csv", text))
    assert len(world.on().units(UnitKind.VILLAGE)) == 2


def test_a_row_of_instructions_below_the_heading_is_no_row(tmp_path: Path) -> None:
    text = "编码,名称,户数\n必填，12位,必填,选填\n370923001001,刘范村,300\n"
    world = empty().take(csv(tmp_path / "a.csv", text))
    assert [unit.id for unit in world.on().units(UnitKind.VILLAGE)] == [VILLAGE]


def test_a_note_in_a_row_of_the_table_does_not_make_it_a_note(tmp_path: Path) -> None:
    text = "编码,名称,备注\n370923001001,刘范村,示例数据\n370923001002,高范村,填表人：某某\n"
    world = empty().take(csv(tmp_path / "a.csv", text))
    assert len(world.on().units(UnitKind.VILLAGE)) == 2


def test_merged_cells_over_micro_grids_speak_of_the_grid(tmp_path: Path) -> None:
    rows: Cells = [
        ["网格编码", "网格名称", "微网格名称", "户数", "网格长", "协管员", "微网格户数"],
        ["370923001001001", "第一网格", "1号楼", 320, "张三", "李四", None],
        [None, None, "2号楼", None, None, "王五", None],
    ]
    world = empty().take(xlsx(tmp_path / "a.xlsx", rows, ["A2:A3", "B2:B3", "D2:D3", "E2:E3"]))
    state, micro = world.on().state(GRID), world.on().state(f"{GRID}001")
    assert state is not None
    assert micro is not None
    assert (state.households, micro.households) == (320, None)
    assert world.holders(GRID, Role.GRID_CHIEF) == ["张三"]
    assert world.holders(f"{GRID}001", Role.ASSISTANT) == ["李四"]
    assert world.holders(f"{GRID}002", Role.ASSISTANT) == ["王五"]


def test_cells_that_are_empty_but_not_merged_do_not_mean_the_same_as_above(tmp_path: Path) -> None:
    text = "村编码,村,网格名称\n370923001001,刘范村,第一网格\n,,第二网格\n"
    faults = empty().refused(csv(tmp_path / "a.csv", text))
    assert [(fault.row, fault.value) for fault in faults] == [(3, "第二网格")]
    assert "without the village" in faults[0].why


def test_a_list_of_villages_alone_is_enough(tmp_path: Path) -> None:
    world = empty().take(csv(tmp_path / "v.csv", villages("刘范村社区居委会", "高范村社区居委会")), on=date(2025, 1, 1))
    assert [unit.id for unit in world.on().units()] == ["370923001", "370923001001", "370923001002"]
    assert world.name("370923001") == "370923001"
    assert "its code stands for it" in world.doubts


def test_the_villages_of_the_seed_are_read() -> None:
    path = Path(__file__).parents[2] / "demo" / "data" / "dongping-villages.csv"
    world = empty().take(path)
    assert len(world.on().units(UnitKind.VILLAGE)) == 74
    assert world.name("370923001265") == "北孟村委会"
