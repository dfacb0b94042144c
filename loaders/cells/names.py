"""When two names of units mean the same unit of one parent: 刘范村, 刘范社区 and 刘范村社区居委会."""

import re
from functools import lru_cache

from graph.texts import name_key
from graph.words import UnitKind
from loaders.cells.values import arabic

ENDINGS: dict[UnitKind, tuple[re.Pattern[str], ...]] = {
    UnitKind.STREET: (re.compile(r"(街道办事处|人民政府|街道办|办事处)$"), re.compile(r"(街道|镇|乡)$")),
    UnitKind.MANAGEMENT_AREA: (re.compile(r"(党总支|总支)$"), re.compile(r"(管理区|管区|片区|工作区)$")),
    UnitKind.VILLAGE: (
        re.compile(r"(社区居民委员会|社区居委会|居民委员会|村民委员会|居委会|村委会)(?=\([^()]*\)$|$)"),
        re.compile(r"(村社区|社区|行政村|村)(?=\([^()]*\)$|$)"),
    ),
}
"""What may be left out at the end of a name, one after the other; a final bracket stays: 孟村村委会（北）, 孟（北）."""


exact = name_key
"""The name as it is compared first."""


@lru_cache(maxsize=100_000)
def loose(kind: UnitKind, name: str, parent: str | None = None) -> str:
    """The name as it is compared next, among the units of one parent.

    Villages lose 村, 社区, 居委会 and the like; grids lose their village's name in front, 第, and have their number in
    digits: 刘范村第一网格 of 刘范村社区 is 1网格.
    """
    word = exact(name)
    if kind in {UnitKind.GRID, UnitKind.MICRO_GRID}:
        return _numbered(word, parent)
    core = word
    for ending in ENDINGS.get(kind, ()):
        core = ending.sub("", core)
    return core or word


def _numbered(word: str, parent: str | None) -> str:
    if parent:
        front = exact(parent)
        core = loose(UnitKind.VILLAGE, parent)
        for head in (front, *(core + tail for tail in _TAILS)):
            if head and word.startswith(head) and len(word) > len(head):
                word = word.removeprefix(head)
                break
    return re.sub(r"第(?=\d)|(?<=\d)号", "", arabic(word))


_TAILS = ("村社区", "社区", "村", "")
