"""What is really known of the place: its 74 villages by code and name, and where six of them lie."""

import csv
from dataclasses import dataclass
from pathlib import Path

from graph.facts import FactId
from graph.space.datum import gcj02_to_cgcs2000

STREET = "370923001"
STREET_NAME = "东平街道"
VILLAGE_LIST = Path(__file__).parent / "data" / "dongping-villages.csv"

COMMUNITY_SUFFIX = "居委会"
VILLAGE_SUFFIX = "委会"


@dataclass(frozen=True, slots=True)
class Village:
    """A village or community of the statistical list; `point` in degrees, CGCS2000, where the source has one."""

    code: FactId
    listed_name: str
    category: str
    point: tuple[float, float] | None

    @property
    def name(self) -> str:
        """What people call it."""
        return everyday_name(self.listed_name)

    @property
    def is_community(self) -> bool:
        """Say whether it has a residents' committee, not a villagers' one."""
        return self.listed_name.endswith(COMMUNITY_SUFFIX)


def everyday_name(listed: str) -> str:
    """A committee's name without the committee, ending in 村 or 社区.

    >>> everyday_name("刘范村社区居委会"), everyday_name("井庄村委会"), everyday_name("孟村村委会")
    ('刘范村社区', '井庄村', '孟村')
    """
    if listed.endswith(COMMUNITY_SUFFIX):
        return listed.removesuffix(COMMUNITY_SUFFIX)
    place = listed.removesuffix("村" + VILLAGE_SUFFIX)
    return place if place.endswith("村") else place + "村"


def load_villages(path: Path = VILLAGE_LIST) -> tuple[Village, ...]:
    """The villages of the list, by code.  Lines that begin with # say where it comes from."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return tuple(
            Village(row["code"], row["name"], row["category"], _point(row))
            for row in sorted(rows, key=lambda row: row["code"])
        )


def _point(row: dict[str, str]) -> tuple[float, float] | None:
    longitude, latitude = row["gcj02_longitude"], row["gcj02_latitude"]
    return gcj02_to_cgcs2000(float(longitude), float(latitude)) if longitude else None
