"""Whatever stands in a file, the import plans it or refuses it; it never breaks, and never plans what breaks a rule."""

import string
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils.exceptions import IllegalCharacterError

from graph.words import Role
from loaders import ImportRefused
from loaders.tables.fields import Field, TableKind
from loaders.tables.headings import Meaning, words_for
from loaders.tables.vocabulary import PREFERENCE
from tests.builders.workbooks import GRID, JUNE, STREET, VILLAGE, World, csv, empty

ODD: list[object] = [
    *(
        "",
        " ",
        "/",
        "无",
        "空缺",
        "至今",
        "张三",
        "张三 13800000001",
        "李四、王五",
        "13800000002",
        "1.38E+10",
        "男",
        "是",
    ),
    *(STREET, VILLAGE, GRID, f"{GRID}001", "370923001G01", "刘范村", "第一网格", "网格长", "网格员", "2025年1月"),
    *(
        "11010519491231002X",
        "=1+1",
        "'x",
        "NaN",
        "inf",
        "１２３",
        "\u200b",
        "a" * 600,
        "甲\x0b乙",
        "东平街道",
        "2025-02-30",
    ),
    *(0, 1, -1, 3, 2025.1, 1e308, 13800000001, 370923001001, 370923001001001001, True, False, None),
    *(date(2025, 1, 1), datetime(2025, 6, 1, 12), date(1899, 1, 1), date(2999, 12, 31)),  # noqa: DTZ001 -- as spreadsheets
]
CELLS = st.one_of(st.sampled_from(ODD), st.text(string.printable + "、，（）网格长村", max_size=12))

LIKELY: Mapping[str, tuple[object, ...]] = {
    "street_code": (STREET, STREET, "370923002"),
    "street_name": ("东平街道", "东平", "州城街道"),
    "area_code": ("370923001G01", "370923001G02"),
    "area_name": ("城区管区", "宿城管理区"),
    "village_code": (VILLAGE, "370923001002", 370923001001),
    "village_name": ("刘范村", "刘范社区", "高范村", "孟村"),
    "grid_code": (GRID, f"{VILLAGE}002", "370923001002001"),
    "grid_name": ("第一网格", "第1网格", "第二网格", "第一网格、第二网格"),
    "micro_code": (f"{GRID}001", f"{GRID}002"),
    "micro_name": ("1号楼", "2号楼", "1号楼、2号楼"),
    "unit_code": (STREET, VILLAGE, GRID, f"{VILLAGE}002", "370923001G01", "370923001003"),
    "parent_code": (STREET, VILLAGE, GRID, "370923001G01"),
    "parent_name": ("东平街道", "刘范村", "城区管区"),
    "target_id": (STREET, VILLAGE, GRID, f"{VILLAGE}009"),
    "serves_code": (STREET, VILLAGE),
    "successors": (GRID, f"{VILLAGE}002、{VILLAGE}003"),
    "unit_kind": ("街道", "管区", "村", "网格", "微网格"),
    "name": ("张三", "李四", "王五", "张 三", "张三 13800000001", "李四、王五", "空缺"),
    "phone": ("13800000001", "13800000002", 13800000003, "", "0538-2821234"),
    "gender": ("男", "女"),
    "role": ("网格长", "专职网格员", "协管员", "村书记", "指导员", "政法委员", "综治中心主任", "调解员", "值班员"),
    "employment": ("专职", "兼职"),
    "rank": ("A角", "B角", "成员", ""),
    "grid_type": ("全科", "专属网格", ""),
    "households": (320, "41户"),
    "id_number": ("11010519491231002X", ""),
    "away_kind": ("休假", "病假"),
    "period": ("月考核", "年定星"),
    "mode": ("常驻", "随叫随到"),
    "room_kind": ("视频调度室", "阳光议事厅"),
    "setting": ("城区", "农村"),
    "party_stage": ("正式党员",),
    "order": (1, 2, 9),
    "minimum": (1, 2),
    "centre_name": ("综治中心一", "综治中心二"),
    "department_name": ("司法", "国土"),
    "committee_name": ("物业调委会",),
    "post_grade": (1, "三", ""),
    "pay_level": (5, "十八级", ""),
    "stars": (5, "三星", ""),
    "score": (95.5, ""),
    "response_minutes": (30, ""),
    "population": (900, ""),
    "category": (220, "111"),
    "fictitious": ("是", "否", ""),
    "seal": ("", "b6f0"),
    "rota_name": ("值班表", "夜班表"),
    "recurrence": ("每日", "FREQ=WEEKLY;BYDAY=SA,SU", "每周一至周五"),
    "hand_over": ("8:30", "8点半", 0.5),
    "shift_minutes": ("", 540, "9小时"),
    "duty_days": ("", "每日", "工作日"),
    "turn": (1, 2, ""),
    "first": (1, 2, ""),
    "member_name": ("张三", "司法", "李四", "张三、李四"),
    "one_name": ("张三", "司法"),
    "other_name": ("李四", "国土"),
    "leader": ("", "张三"),
    "duty_date": ("2025-06-03", "6月3日", 3, date(2025, 6, 4)),
    "weekday": ("", "星期二"),
    "complexity": ("简单", "复杂"),
    "yuan": (50, "99.5元"),
    "case": ("2025-001", "2025-002"),
}
DIGITS = {"province": 2, "city": 4, "county": 6, "street": 9, "village": 12, "grid": 15, "micro": 18}
DAYS = ("2024-01-01", "2024年5月", "2025-06-01", "2025.7.1", date(2025, 3, 1), "")
DATED = (
    "_from",
    "_to",
    "start",
    "end",
    "founded",
    "abolished",
    "_on",
    "birth",
    "joined",
    "anchor",
    "one_day",
    "other_day",
)


def cells_of(meaning: Meaning) -> st.SearchStrategy[object]:
    """What is likely in a column, and now and then anything."""
    name = meaning.field.value
    if name.endswith(DATED):
        likely: tuple[object, ...] = DAYS
    elif name.startswith("digits_"):
        likely = (DIGITS[name.removeprefix("digits_")],)
    else:
        likely = LIKELY.get(name, ("",) if name.endswith("_id") else ("", "甲"))
    return st.integers(0, 80).flatmap(lambda n: CELLS if n == 0 else st.sampled_from(likely))


def tables(kind: TableKind) -> st.SearchStrategy[list[list[object]]]:
    """Tables of a kind: headings of fields that it knows, people columns too, and rows of likely cells."""
    words = dict(words_for(kind))
    if kind == TableKind.UNITS:
        words |= {role.zh: Meaning(Field.NAME, role) for role in Role}
    by_field: dict[tuple[Field, Role | None], list[str]] = {}
    for word, meaning in words.items():
        by_field.setdefault((meaning.field, meaning.role), []).append(word)
    heads = st.lists(st.sampled_from(list(by_field)), min_size=2, max_size=9, unique=True)

    def with_rows(fields: list[tuple[Field, Role | None]]) -> st.SearchStrategy[list[list[object]]]:
        head = st.tuples(*(st.sampled_from(by_field[field]) for field in fields)).map(list)
        row = st.tuples(*(cells_of(Meaning(*field)) for field in fields)).map(list)
        return st.tuples(head, st.lists(row, min_size=1, max_size=5)).map(lambda table: [table[0], *table[1]])

    return heads.flatmap(with_rows)


ANYTHING = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))


def town(folder: Path) -> World:
    """A village with a grid, and a centre where two officers are on duty by turns."""
    world = empty().take(csv(folder / "v.csv", f"code,name\n{VILLAGE},刘范村\n{GRID},第一网格\n"), on=date(2024, 1, 1))
    world = world.take(csv(folder / "c.csv", f"中心名称,服务单位编码\n综治中心一,{VILLAGE}\n"), on=date(2024, 1, 1))
    people = "姓名,电话,岗位,部门\n张三,13800000001,值班员,司法\n李四,13800000002,值班员,司法\n"
    rota = "排班名称,中心名称,部门,轮值规则,交接时间\n值班表,综治中心一,司法,每日,8:30\n"
    members = "排班名称,顺序,值班人\n值班表,1,张三\n值班表,2,李四\n"
    files = [csv(folder / f"{name}.csv", text) for name, text in (("p", people), ("r", rota), ("m", members))]
    return world.take(*files, on=date(2024, 1, 1))


def attempt(path: Path) -> None:
    """Import a file twice: refused it is refused, taken it is taken once."""
    before = town(path.parent)
    try:
        after = before.take(path)
    except ImportRefused:
        return
    again = after.take(path, on=JUNE)
    assert again.plan is not None
    assert again.plan.operations == ()


@ANYTHING
@given(table=st.sampled_from(PREFERENCE).flatmap(tables))
def test_tables_of_anything(tmp_path: Path, table: list[list[object]]) -> None:
    book = openpyxl.Workbook()
    for row in table:
        try:
            book.worksheets[0].append(row)
        except IllegalCharacterError:
            book.worksheets[0].append([cell for cell in row if not isinstance(cell, str)])
    book.save(tmp_path / "a.xlsx")
    attempt(tmp_path / "a.xlsx")


@ANYTHING
@given(content=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda t: t.encode("utf-8", "replace"))))
def test_files_of_anything(tmp_path: Path, content: bytes) -> None:
    for name in ("a.xlsx", "a.geojson"):
        (tmp_path / name).write_bytes(content)
        attempt(tmp_path / name)
