"""Faults, doubts and plans of files in either language: each whole, and nothing of the other in it."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from graph.messages import Language, Message
from loaders import ImportRefused, plan_import, render_plan
from tests.builders.languages import HAN, is_chinese, is_english
from tests.builders.workbooks import JUNE, csv, with_defaults, xlsx

OPEN_PLACE = re.compile(r"\{\w+[}:!]")
"""A value that is missing in a sentence."""

CHINESE, ENGLISH = Language.CHINESE, Language.ENGLISH

GRIDS: list[list[object]] = [
    ["网格编码", "网格名称", "网格类型", "户数"],
    ["370923001001001", "第一网格", "大网格", "约300"],
    ["3.70923E+14", "第二网格", "全科网格", 300],
    ["370923001001003", "第三网格", "专属网格", 12],
    ["", "", "专属网格", 12.5],
]

FAULTY = {
    "people.csv": "姓名,手机号,身份证号,岗位,网格编码,上岗日期\n"
    "张三,1.38E+10,,网格长,370923001001003,2025-01-01\n"
    "李四,13800000002,110105194912310021,网格长,370923001001003,25.1.1\n"
    ",13800000003,,网格长,370923001001003,\n"
    "综治办,13800000003,,大王,370923001001003,2025-02-30\n"
    "王五等,13800000004,,网格员,99,2025-01-01\n",
    "twice.csv": "编码,名称,上级编码,级别\n370923001,东平街道,,街道\n370923001,西平街道,,街道\n37092300,刘范村,1,村\n",
    "torn.csv": '编码,名称\n370923001,"东平街道\n',
    "words.csv": "甲,乙\n1,2\n",
    "map.geojson": '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"code": "x"}, '
    '"geometry": {"type": "Point", "coordinates": [1, 2]}}, {"type": "Feature", "properties": {}, "geometry": null}]}',
    "broken.geojson": '{"type": "FeatureCollection", "features": [',
}


def refused(paths: Sequence[Path]) -> ImportRefused:
    with pytest.raises(ImportRefused) as found:
        plan_import(with_defaults(), paths, effective=JUNE)
    return found.value


def without_values(sentence: Message, language: Language) -> str:
    """A sentence without the texts of files that stand in it."""
    text = sentence.in_(language)
    for value in values_of(sentence):
        text = text.replace(value, "")
    return text


def values_of(value: object) -> Iterator[str]:
    match value:
        case Message():
            yield from (each for one in value.values.values() for each in values_of(one))
        case str() if value:
            yield value
        case tuple():
            yield from (each for one in value for each in values_of(one))


@pytest.mark.parametrize("name", sorted(FAULTY))
def test_a_faulty_file_is_refused_in_either_language(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(FAULTY[name], encoding="utf-8")
    error = refused([path])
    assert is_chinese(error.message.in_(CHINESE).replace(str(path), "")), error.message.in_(CHINESE)
    for fault in error.faults:
        assert HAN.search(fault.in_(CHINESE))
        for sentence in (fault.why, fault.remedy):
            assert is_english(without_values(sentence, ENGLISH)), sentence.in_(ENGLISH)
            assert not OPEN_PLACE.search(sentence), sentence


def test_a_faulty_workbook_is_refused_in_either_language(tmp_path: Path) -> None:
    error = refused([xlsx(tmp_path / "grids.xlsx", {"网格": GRIDS})])
    assert len(error.faults) > 2
    assert is_chinese(error.message.in_(CHINESE)), error.message.in_(CHINESE)
    assert error.message.in_(ENGLISH).startswith(f"{len(error.faults)} faults; nothing was taken.\n")
    assert error.message.in_(CHINESE).startswith(f"有 {len(error.faults)} 处错误，未导入任何内容。\n")


def test_a_plan_is_told_in_either_language(tmp_path: Path) -> None:
    path = csv(
        tmp_path / "villages.csv",
        "编码,名称,上级编码,级别\n370923001,东平街道,,街道\n370923001001,刘范村,370923001,村\n",
    )
    plan = plan_import(with_defaults(), [path], effective=JUNE)
    told = render_plan(plan)
    assert is_chinese(told.in_(CHINESE).replace(str(path), "")), told.in_(CHINESE)
    assert "新增：" in told.in_(CHINESE)
    assert "Added: " in told.in_(ENGLISH)
    assert "Added 新增: " in told
    assert "2 units 单位" in told
