"""Dated settings of the whole organisation: what is asked for, who answers, how codes are made, how cases go."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from graph.facts.fact import Fact, Known, Words
from graph.texts import LONGEST_DOCUMENT, LONGEST_ID
from graph.words import GridType, Role, UnitKind

DIGITS = (1, LONGEST_ID)


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffingRule(Fact):
    """One line of the staffing standard: every unit of a kind (and grid type) has at least `minimum` of a role."""

    role: Annotated[Role, Known("岗位", "The role asked for", fixed=True)]
    unit_kind: Annotated[UnitKind, Known("级别", "The units concerned", fixed=True)]
    grid_type: Annotated[GridType | None, Known("网格类型", "Only grids of this type; null: any", fixed=True)] = None
    minimum: Annotated[int, Known("最低人数", "Holders asked for in each unit", within=(1, 1_000))]

    WORDS: ClassVar[Words] = Words("配备标准", "staffing rules")
    EXCLUSIVE: ClassVar[tuple[tuple[str, ...], ...]] = (("role", "unit_kind", "grid_type"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderRung(Fact):
    """One rung of the responsibility ladder: whoever holds `role` of the `unit_kind` that the place is in."""

    order: Annotated[
        int, Known("顺序", "Its place in the ladder, the first tried first", within=(1, 1_000), fixed=True)
    ]
    role: Annotated[Role, Known("岗位", "Whose turn it is")]
    unit_kind: Annotated[UnitKind, Known("级别", "Of which unit around the place")]

    WORDS: ClassVar[Words] = Words("责任阶梯", "ladder rungs")
    EXCLUSIVE: ClassVar[tuple[tuple[str, ...], ...]] = (("order",), ("role", "unit_kind"))


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeTemplate(Fact):
    """How many digits a code has at each level, in all; a management area has no place in it."""

    province: Annotated[int, Known("省级位数", "Digits of a province's code", within=DIGITS)] = 2
    city: Annotated[int, Known("市级位数", "Digits of a city's code", within=DIGITS)] = 4
    county: Annotated[int, Known("县级位数", "Digits of a county's code", within=DIGITS)] = 6
    street: Annotated[int, Known("街道位数", "Digits of a street's code", within=DIGITS)] = 9
    village: Annotated[int, Known("村（社区）位数", "Digits of a village's code", within=DIGITS)] = 12
    grid: Annotated[int, Known("网格位数", "Digits of a grid's code", within=DIGITS)] = 15
    micro_grid: Annotated[int, Known("微网格位数", "Digits of a micro-grid's code", within=DIGITS)] = 18

    WORDS: ClassVar[Words] = Words("编码规则", "digit templates")
    EXCLUSIVE: ClassVar[tuple[tuple[str, ...], ...]] = ((),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy(Fact):
    """The routing policy: `document` is the text of its file, a decision table that `queries/cases/policy.py` reads."""

    name: Annotated[str, Known("名称", "Name")]
    document: Annotated[
        str, Known("政策文本", "The text of its file", longest=LONGEST_DOCUMENT, lines=True, fixed=True)
    ]

    WORDS: ClassVar[Words] = Words("流转政策", "routing policies")
    EXCLUSIVE: ClassVar[tuple[tuple[str, ...], ...]] = ((),)
