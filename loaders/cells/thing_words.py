"""What stands in columns of names of units, departments and other things, and is no name."""

import re

from graph.messages import say
from graph.texts import name_key
from loaders.cells.person_words import COUNTED, ELSEWHERE, SENT, UNTOLD, VACANT
from loaders.cells.values import Cell, CellFault, text

NOTHING = frozenset(word for word in UNTOLD if word[0] in "待未不略保") | {"tbd", "n/a"}
"""Words that say that a name is still to come."""

_ALL = (
    "全部 所有 全体 各 各网格 各微网格 各村 各社区 各部门 所有网格 所有微网格 全部网格 全部微网格 每个网格 全村 全社区 "
    "全街道 全镇 全域 全辖区 多个 多个网格 若干 多个部门"
)
ALL = frozenset(_ALL.split())
"""Words for several at once."""

_NUMBER = r"[0-9零一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾]+"
RANGE = re.compile(rf"{_NUMBER}(?:号|网格)?(?:至|到|-|—+|~|、|和|与|及)第?{_NUMBER}")
"""第一至第五网格, 1-5网格: several units in one name, most likely."""

NUMBER_ALONE = re.compile(rf"第?{_NUMBER}号?")
"""第一, 2号: a number without the word for what it numbers."""


def thing(value: Cell) -> str | None:
    """The name of a unit, a department or another thing; None if the cell is blank or says 无.

    Raises CellFault for words that name nothing, or several at once.
    """
    word = text(value)
    key = name_key(word or "")
    if word is None or key in VACANT:
        return None
    if key in NOTHING or key in ELSEWHERE or COUNTED.match(key) or SENT.match(key):
        raise CellFault(say("word-no-name", word=word), say("name-or-blank"))
    if key in ALL:
        raise CellFault(say("word-names-several", word=word), say("row-for-each"))
    return word
