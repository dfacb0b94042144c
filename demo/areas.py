"""The eight management areas: an invented grouping, for the real list is not public."""

from itertools import pairwise

from demo.gazetteer import STREET, Village
from graph.facts import FactId

TOWN = "城区管区"
RURAL: tuple[tuple[str, str], ...] = (
    ("208", "无盐管区"),
    ("220", "驻驾村管区"),
    ("229", "宿城管区"),
    ("238", "路口管区"),
    ("247", "稻屯管区"),
    ("256", "豆山管区"),
    ("265", "龙山管区"),
)
"""Names after places in each, and the village number from which each begins: villages near in the list lie near."""

AREA_NAMES: dict[FactId, str] = {
    f"{STREET}G{number:02}": name for number, name in enumerate([TOWN, *(name for _, name in RURAL)], start=1)
}


def areas_of(villages: tuple[Village, ...]) -> dict[FactId, list[Village]]:
    """The villages of each area, all the communities in the first; areas and villages in the order of their codes."""
    town, *rural = AREA_NAMES
    grouped = {town: [village for village in villages if village.is_community]}
    starts = [STREET + first for first, _ in RURAL]
    for code, (first, following) in zip(rural, pairwise([*starts, STREET + "999"]), strict=True):
        grouped[code] = [v for v in villages if not v.is_community and first <= v.code < following]
    return grouped
