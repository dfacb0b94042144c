"""Facts about governance centres: their rooms, the departments that work there, their mediation committees."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from graph.facts.fact import Fact, FactId, Known, Relation, Words
from graph.words import RoomKind, StationingMode


@dataclass(frozen=True, slots=True, kw_only=True)
class Centre(Fact):
    """A governance centre (综治中心) that serves a street, a management area or a village."""

    name: Annotated[str, Known("中心名称", "Name")]
    serves: Annotated[FactId, Known("服务单位", "The unit it serves", to=("Unit",), outgoing="SERVES", owner=True)]
    address: Annotated[str | None, Known("地址", "Address")] = None

    WORDS: ClassVar[Words] = Words("综治中心", "centres")


@dataclass(frozen=True, slots=True, kw_only=True)
class Room(Fact):
    """A room or the deliberation hall (阳光议事厅) of a centre."""

    centre: Annotated[FactId, Known("综治中心", "The centre", to=("Centre",), incoming="HAS_ROOM", owner=True)]
    kind: Annotated[RoomKind, Known("功能室类型", "What it is for")]
    name: Annotated[str, Known("功能室名称", "What it is called")]

    WORDS: ClassVar[Words] = Words("功能室", "rooms")


@dataclass(frozen=True, slots=True, kw_only=True)
class Department(Fact):
    """A department or office whose people work at centres, such as 司法 or 综合执法."""

    name: Annotated[str, Known("部门名称", "Name")]

    WORDS: ClassVar[Words] = Words("部门", "departments")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stationing(Fact):
    """`department` works at `centre` in a mode; `response_minutes` is promised by those on call."""

    department: Annotated[FactId, Known("部门", "The department", to=("Department",))]
    centre: Annotated[FactId, Known("综治中心", "The centre", to=("Centre",), owner=True)]
    mode: Annotated[StationingMode, Known("入驻方式", "Resident 常驻, rotating 轮驻 or on call 随叫随到")]
    response_minutes: Annotated[
        int | None, Known("响应时限（分钟）", "Minutes within which those on call come", within=(0, 10_080))
    ] = None

    WORDS: ClassVar[Words] = Words("部门入驻", "stationings")
    EXCLUSIVE: ClassVar[tuple[tuple[str, ...], ...]] = (("department", "centre"),)
    RELATION: ClassVar[Relation | None] = Relation("STATIONED_AT", "department", "centre")


@dataclass(frozen=True, slots=True, kw_only=True)
class Committee(Fact):
    """A specialised mediation committee of a centre; `field` is its subject, such as property management."""

    name: Annotated[str, Known("调解组织名称", "Name")]
    centre: Annotated[FactId, Known("综治中心", "The centre", to=("Centre",), incoming="HAS_COMMITTEE", owner=True)]
    field: Annotated[str | None, Known("专业领域", "Its subject")] = None

    WORDS: ClassVar[Words] = Words("调解组织", "committees")
