"""Facts about duty: rotas, whose turn it is, what is otherwise for some days."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from graph.facts.fact import Fact, FactId, Known, Relation, Words
from graph.words import DutyDays

SERVERS = ("Department", "Person")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rota(Fact):
    """Whose turn it is at `centre`, shift after shift: of departments, or with `department` of its officers.

    `rule` is an iCalendar recurrence (RRULE) of whole days in the organisation's zone, counted from `anchor`; on each
    day that it names a shift begins at `hand_over` (HH:MM), for `minutes`, or until the next begins if that is None.
    `days` says on which days of the calendar shifts are worked.  Each member serves `turn` shifts on end; the first
    shift from `anchor` on is the turn of the member whose order is `first`.  A rota is ended and followed by another,
    never changed: who was on duty stays so.
    """

    name: Annotated[str, Known("排班名称", "Name")]
    centre: Annotated[FactId, Known("综治中心", "The centre", to=("Centre",), incoming="HAS_ROTA", owner=True)]
    department: Annotated[
        FactId | None,
        Known("部门", "Whose officers take turns; null: departments do", to=("Department",), outgoing="ROTA_OF"),
    ] = None
    rule: Annotated[str, Known("轮值规则", "On which days shifts begin: an iCalendar RRULE", fixed=True)]
    anchor: Annotated[date, Known("起算日期", "The day from which shifts and turns are counted", fixed=True)]
    hand_over: Annotated[str, Known("交接时间", "When shifts begin, HH:MM", fixed=True)]
    minutes: Annotated[
        int | None,
        Known("班次时长（分钟）", "How long a shift lasts; null: until the next", within=(1, 527_040), fixed=True),
    ] = None
    days: Annotated[DutyDays, Known("值班日", "On which days shifts are worked", fixed=True)] = DutyDays.EVERY_DAY
    turn: Annotated[int, Known("连班数", "Shifts that each serves on end", within=(1, 366), fixed=True)] = 1
    first: Annotated[int, Known("首班顺序", "The order of the member who begins", within=(1, 1_000), fixed=True)] = 1

    WORDS: ClassVar[Words] = Words("排班", "rotas")


@dataclass(frozen=True, slots=True, kw_only=True)
class RotaMember(Fact):
    """`member`, a department or a person, takes turns in `rota`, in the order of `order`."""

    rota: Annotated[FactId, Known("排班", "The rota", to=("Rota",), owner=True)]
    member: Annotated[FactId, Known("值班人（部门）", "Who takes turns", to=SERVERS)]
    order: Annotated[int, Known("顺序", "The place in the order of turns, from 1", within=(1, 1_000), fixed=True)]

    WORDS: ClassVar[Words] = Words("排班成员", "turns")
    EXCLUSIVE: ClassVar[tuple[tuple[str, ...], ...]] = (("rota", "order"),)
    RELATION: ClassVar[Relation | None] = Relation("TAKES_TURNS", "member", "rota")


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyOverride(Fact):
    """`member` serves the shifts of `rota` that begin on the days of this fact, whoever's turn it is."""

    rota: Annotated[FactId, Known("排班", "The rota", to=("Rota",), incoming="OVERRIDDEN_BY", owner=True)]
    member: Annotated[FactId, Known("值班人（部门）", "Who serves instead", to=SERVERS, outgoing="SERVED_BY")]
    reason: Annotated[str | None, Known("事由", "Why", personal=True)] = None

    WORDS: ClassVar[Words] = Words("值班调整", "overrides")
    EXCLUSIVE: ClassVar[tuple[tuple[str, ...], ...]] = (("rota",),)


@dataclass(frozen=True, slots=True, kw_only=True)
class DutySwap(Fact):
    """`one` and `other` swap shifts of `rota`: on `one_day`, the turn of `one`, `other` serves, on `other_day` `one`.

    It holds from the earlier of the two days to the day after the later.
    """

    rota: Annotated[FactId, Known("排班", "The rota", to=("Rota",), incoming="SWAPPED_BY", owner=True)]
    one: Annotated[FactId, Known("甲方", "Whose turn the one day was", to=SERVERS, outgoing="SWAPS_ONE")]
    one_day: Annotated[date, Known("甲方原班日期", "The day of the shift of the one", fixed=True)]
    other: Annotated[FactId, Known("乙方", "Whose turn the other day was", to=SERVERS, outgoing="SWAPS_OTHER")]
    other_day: Annotated[date, Known("乙方原班日期", "The day of the shift of the other", fixed=True)]

    WORDS: ClassVar[Words] = Words("换班", "swaps")
