"""Workbooks made up and damaged at random: archives, parts, tags, references.  Each is read, or is refused in words."""

import io
import re
import warnings
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlwt
from hypothesis import given
from hypothesis import strategies as st

from tests.builders.parts import parts_of
from tests.builders.workbooks import VILLAGE, World
from tests.fuzz.effort import examples
from tests.fuzz.reading import attempt, town

HEADING = ("姓名", "联系电话", "岗位", "网格编码", "上岗日期", "户数")
ROWS = (
    ("张三", "13800000001", "网格长", f"{VILLAGE}001", 45717, -3),
    ("李四", 13800000002, "网格长", f"{VILLAGE}002", 0, "=A1"),
)

FAR = (
    *("A1048577", "XFE1", "ZZZZZZ99999999999", "A0", "a1", "1A", "", "A1:XFD1048576", "A1:A1", "B2:A1", "$A$1"),
    "A" * 5_000,
)
NUMBERS = (
    *("-1", "1e999", "nan", "0x1", "1048576", "16384", "99999999999999999999", "", " ", "1_0", "٣", "--", "1.5"),
    "9" * 400,
)
WORDS = (
    *("s", "str", "inlineStr", "e", "b", "d", "n", "x", "hidden", "veryHidden", "1", "true"),
    *("../../x", "/xl/workbook.xml"),
)
SNIPPETS = (
    '<!DOCTYPE a [<!ENTITY b "c">]>',
    "&b;",
    "&#0;",
    "&#xFFFE;",
    "<!-- - -->",
    "<![CDATA[<c>]]>",
    "<?x y?>",
    "<x:c/>",
    "<a>" * 200,
    "<c/>" * 20_000,
    "<row/>" * 5_000,
    "<row><c><v>1</v></c></row>" * 3_000,
    "<is><t>x</t></is>",
    "<f/>",
    "<f>1/0</f><v></v>",
    "<v>1</v>",
    '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
    "<t>" + "x" * 40_000 + "</t>",
    '<c r="XFD1048576"><v>1</v></c>',
    "_x0000__xD800__x000A_",
    "\ud7ff\ufffd",
    " " * 900_000,
)
VALUE = re.compile(rb'="[^"]*"')
TAG = re.compile(rb"<[^>]*>")


def sample() -> dict[str, bytes]:
    """The parts of a workbook as a program writes it: dates, merged and hidden cells, a formula, two sheets."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (HEADING, *ROWS):
        sheet.append(row)
    for place in ("E2", "E3"):
        sheet[place].number_format = "yyyy-mm-dd"
    sheet.merge_cells("A5:C6")
    sheet.row_dimensions[7].hidden = True
    sheet.column_dimensions["B"].hidden = True
    book.create_sheet("说明").append(["请填写"])
    kept = io.BytesIO()
    book.save(kept)
    return parts_of(kept)


def old_sample() -> bytes:
    """A workbook of the old kind."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("名单")
    for r, row in enumerate((HEADING, *ROWS)):
        for c, value in enumerate(row):
            sheet.write(r, c, value)
    sheet.write_merge(5, 6, 0, 2, "合并")
    sheet.row(7).hidden = True
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


PARTS = sample()
OLD = old_sample()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A village with two grids."""
    return town(tmp_path_factory.mktemp("town"))


def piece_changed(draw: st.DrawFn, content: bytes, pieces: re.Pattern[bytes], new: bytes) -> bytes:
    """The content with one of its tags or values replaced, or something put in before it."""
    found = list(pieces.finditer(content))
    if not found:
        return content + new
    hit = draw(st.sampled_from(found))
    end = draw(st.sampled_from([hit.start(), hit.end(), len(content)]))
    return content[: hit.start()] + new + content[end:]


def part_damaged(draw: st.DrawFn, content: bytes) -> bytes:
    """A part with a value, a tag or bytes changed, or in another encoding."""
    match draw(st.sampled_from(["value", "value", "value", "tag", "tag", "bytes", "encoding", "cut", "double"])):
        case "value":
            new = draw(st.sampled_from([*FAR, *NUMBERS, *WORDS]))
            return piece_changed(draw, content, VALUE, f'="{new}"'.encode())
        case "tag":
            return piece_changed(draw, content, TAG, draw(st.sampled_from(SNIPPETS)).encode())
        case "bytes":
            return with_bytes(draw, content)
        case "encoding":
            name = draw(st.sampled_from(["utf-16", "gbk", "utf-7", "ebcdic-cp-us", "x" * 50, "idna", "utf-32"]))
            text = content.decode("utf-8", "replace")
            declared = f'<?xml version="1.0" encoding="{name}"?>{text}'
            return declared.encode("utf-16" if name == "utf-16" else "utf-8")
        case "cut":
            return content[: draw(st.integers(0, len(content)))]
        case _:
            tags = [hit.span() for hit in TAG.finditer(content)] or [(0, len(content))]
            start, end = draw(st.sampled_from(tags))
            return content[:end] + content[start:]


def with_bytes(draw: st.DrawFn, content: bytes) -> bytes:
    """Bytes with some of them changed, cut out or put in."""
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(content)))
        content = content[:at] + draw(st.binary(max_size=6)) + content[at + draw(st.integers(0, 6)) :]
    return content


@st.composite
def workbooks(draw: st.DrawFn) -> bytes:
    """A workbook with parts damaged, exchanged, left out, named twice or packed otherwise; then with bytes changed."""
    parts = [(name, content) for name, content in PARTS.items()]
    for _ in range(draw(st.integers(0, 3))):
        number = draw(st.integers(0, len(parts) - 1))
        name, content = parts[number]
        match draw(st.sampled_from(["damage", "damage", "damage", "damage", "drop", "twice", "rename", "exchange"])):
            case "damage":
                parts[number] = (name, part_damaged(draw, content))
            case "drop" if len(parts) > 1:
                del parts[number]
            case "twice":
                parts.append((draw(st.sampled_from([name, name.upper(), name.replace("/", "\\")])), content))
            case "rename":
                parts[number] = (draw(st.sampled_from(["x", "/" + name, "../" + name, "a" * 5_000])), content)
            case "exchange":
                parts[number] = (name, draw(st.sampled_from(parts))[1])
    kept = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore", UserWarning)  # of names given twice
        for name, content in parts:
            packing = draw(st.sampled_from([8, 8, 8, 8, 8, 8, 0, 12, 14]))
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=packing)
    content = kept.getvalue()
    return with_bytes(draw, content) if draw(st.integers(0, 3)) == 0 else content


@examples(200)
@given(content=workbooks())
def test_any_workbook_is_read_or_refused_in_words(world: World, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert attempt(world, path)


@examples(8)
@given(data=st.data())
def test_any_workbook_of_the_old_kind_is_read_or_refused_in_words(
    world: World, tmp_path: Path, data: st.DataObject
) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(data.draw(st.composite(lambda draw: with_bytes(draw, OLD))()))
    assert attempt(world, path)


def test_the_undamaged_workbooks_are_read(world: World, tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_bytes(OLD)
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        for name, content in PARTS.items():
            archive.writestr(name, content)
    for name in ("a.xls", "a.xlsx"):
        assert "(roster), heading 表头 row 1, 2 rows" in attempt(world, tmp_path / name)
