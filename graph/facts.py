"""The facts an organisation is made of: frozen, dated, and nothing else.

A fact has a stable id and a half-open validity `[start, end)` in days.  Some facts are identities (a unit, a person, a
centre), the others say something dated about them and name them in their link fields.  What a class of facts means for
the rules and the indexes stands beside its fields:

`LINKS`      field -> the classes its id may belong to; indexed both ways, and the fact lives within theirs
`FIXED`      fields that no later Put of the same id may change (besides the links)
`EXCLUSIVE`  keys of which only one fact may hold on any day
`PERSONAL`   fields that only those see whose reach holds the person, or the rota, and whose reading is logged
`SEALED`     fields that never leave
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from graph.words import (
    AbsenceKind,
    AppraisalPeriod,
    Complexity,
    DutyDays,
    Gender,
    GridType,
    PartyStage,
    Rank,
    Role,
    RoomKind,
    Setting,
    StationingMode,
    UnitKind,
)

FactId = str
Links = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A dated statement with a stable id; it is never deleted, only ended."""

    id: FactId
    start: date
    end: date | None = None

    LINKS: ClassVar[Links] = {}
    FIXED: ClassVar[tuple[str, ...]] = ()
    EXCLUSIVE: ClassVar[tuple[tuple[str, ...], ...]] = ()
    PERSONAL: ClassVar[tuple[str, ...]] = ()
    SEALED: ClassVar[tuple[str, ...]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit(Fact):
    """A place in the tree, from province down to micro-grid; its id is its code, given once and never re-used."""

    kind: UnitKind

    FIXED: ClassVar[tuple[str, ...]] = ("kind",)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitState(Fact):
    """What a unit is called and how large it is, for a while.

    `category` is the 3-digit urban-rural class of the statistical code (111 … 220).  `households` and `population` are
    counts; None means not known.
    """

    unit: FactId
    name: str
    grid_type: GridType | None = None
    category: str | None = None
    households: int | None = None
    population: int | None = None
    note: str | None = None

    LINKS: ClassVar[Links] = {"unit": ("Unit",)}
    EXCLUSIVE: ClassVar[tuple[tuple[str, ...], ...]] = (("unit",),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Boundary(Fact):
    """A unit's outline: `geometry` is WKT, POLYGON or MULTIPOLYGON, longitude before latitude, in CGCS2000."""

    unit: FactId
    geometry: str

    LINKS: ClassVar[Links] = {"unit": ("Unit",)}
    EXCLUSIVE: ClassVar[tuple[tuple[str, ...], ...]] = (("unit",),)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartOf(Fact):
    """`child` belongs to `parent`, one level or more above it."""

    child: FactId
    parent: FactId

    LINKS: ClassVar[Links] = {"child": ("Unit",), "parent": ("Unit",)}
    EXCLUSIVE: ClassVar[tuple[tuple[str, ...], ...]] = (("child",),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession(Fact):
    """`predecessor` ended on `start`; from that day on `successor` covers it, or a part of it."""

    predecessor: FactId
    successor: FactId

    LINKS: ClassVar[Links] = {"predecessor": ("Unit",), "successor": ("Unit",)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Fact):
    """Somebody.  Name and phone are the latest known; `fictitious` marks invented people.

    `id_number_seal` is a keyed digest of the citizen's ID number: equal numbers have equal seals under one key, and the
    number cannot be got back without the key, which is never in the database.
    """

    name: str
    phone: str | None = None
    gender: Gender | None = None
    birth: date | None = None
    ethnicity: str | None = None
    education: str | None = None
    political_status: str | None = None
    party_joined: date | None = None
    id_number_seal: str | None = None
    fictitious: bool = False
    note: str | None = None

    PERSONAL: ClassVar[tuple[str, ...]] = ("phone", "birth", "ethnicity", "party_joined", "note")
    SEALED: ClassVar[tuple[str, ...]] = ("id_number_seal",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding(Fact):
    """`person` holds the post `role` of `of`.  `rank` None: a member of a team, neither A角 nor B角.

    `field` is a mediator's or an expert's special subject.
    """

    person: FactId
    role: Role
    of: FactId
    rank: Rank | None = None
    field: str | None = None

    LINKS: ClassVar[Links] = {"person": ("Person",), "of": ("Unit", "Centre", "Committee", "Department")}
    FIXED: ClassVar[tuple[str, ...]] = ("role",)
    EXCLUSIVE: ClassVar[tuple[tuple[str, ...], ...]] = (("person", "role", "of"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence(Fact):
    """`person` is away; `cover`, if named, answers for all their posts meanwhile."""

    person: FactId
    kind: AbsenceKind
    cover: FactId | None = None

    LINKS: ClassVar[Links] = {"person": ("Person",), "cover": ("Person",)}
    EXCLUSIVE: ClassVar[tuple[tuple[str, ...], ...]] = (("person",),)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerRecord(Fact):
    """A worker's standing for a while.

    `post_grade` 1-3 and `pay_level` 1-18 are the two numbers of 三岗十八级 (urban workers); `star_rating` 0-5 is the
    yearly 定星; `party_stage` the stage of party development.
    """

    person: FactId
    setting: Setting | None = None
    post_grade: int | None = None
    pay_level: int | None = None
    star_rating: int | None = None
    party_stage: PartyStage | None = None

    LINKS: ClassVar[Links] = {"person": ("Person",)}
    EXCLUSIVE: ClassVar[tuple[tuple[str, ...], ...]] = (("person",),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Appraisal(Fact):
    """The result of one appraisal; its validity is the period appraised.  `score` is 0-100."""

    person: FactId
    period: AppraisalPeriod
    score: float | None = None
    result: str | None = None

    LINKS: ClassVar[Links] = {"person": ("Person",)}
    EXCLUSIVE: ClassVar[tuple[tuple[str, ...], ...]] = (("person", "period"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Centre(Fact):
    """A governance centre (综治中心) that serves a street, a management area or a village."""

    name: str
    serves: FactId
    address: str | None = None

    LINKS: ClassVar[Links] = {"serves": ("Unit",)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Room(Fact):
    """A room or the deliberation hall (阳光议事厅) of a centre."""

    centre: FactId
    kind: RoomKind
    name: str

    LINKS: ClassVar[Links] = {"centre": ("Centre",)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Department(Fact):
    """A department or office whose people work at centres, such as 司法 or 综合执法."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stationing(Fact):
    """`department` works at `centre` in a mode; `response_minutes` is promised by those on call."""

    department: FactId
    centre: FactId
    mode: StationingMode
    response_minutes: int | None = None

    LINKS: ClassVar[Links] = {"department": ("Department",), "centre": ("Centre",)}
    EXCLUSIVE: ClassVar[tuple[tuple[str, ...], ...]] = (("department", "centre"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Committee(Fact):
    """A specialised mediation committee of a centre; `field` is its subject, such as property management."""

    name: str
    centre: FactId
    field: str | None = None

    LINKS: ClassVar[Links] = {"centre": ("Centre",)}


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffingRule(Fact):
    """One line of the staffing standard: every unit of a kind (and grid type) has at least `minimum` of a role."""

    role: Role
    unit_kind: UnitKind
    grid_type: GridType | None = None
    minimum: int

    FIXED: ClassVar[tuple[str, ...]] = ("role", "unit_kind", "grid_type")
    EXCLUSIVE: ClassVar[tuple[tuple[str, ...], ...]] = (("role", "unit_kind", "grid_type"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderRung(Fact):
    """One rung of the responsibility ladder: whoever holds `role` of the `unit_kind` that the place is in."""

    order: int
    role: Role
    unit_kind: UnitKind

    FIXED: ClassVar[tuple[str, ...]] = ("order",)
    EXCLUSIVE: ClassVar[tuple[tuple[str, ...], ...]] = (("order",), ("role", "unit_kind"))


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeTemplate(Fact):
    """How many digits a code has at each level, in all; a management area has no place in it."""

    province: int = 2
    city: int = 4
    county: int = 6
    street: int = 9
    village: int = 12
    grid: int = 15
    micro_grid: int = 18

    EXCLUSIVE: ClassVar[tuple[tuple[str, ...], ...]] = ((),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rota(Fact):
    """Whose turn it is at `centre`, shift after shift: of departments, or with `department` of its officers.

    `rule` is an iCalendar recurrence (RRULE) of whole days in the organisation's zone, counted from `anchor`; on each
    day that it names a shift begins at `hand_over` (HH:MM), for `minutes`, or until the next begins if that is None.
    `days` says on which days of the calendar shifts are worked.  Each member serves `turn` shifts on end; the first
    shift from `anchor` on is the turn of the member whose order is `first`.  A rota is ended and followed by another,
    never changed: who was on duty stays so.
    """

    name: str
    centre: FactId
    department: FactId | None = None
    rule: str
    anchor: date
    hand_over: str
    minutes: int | None = None
    days: DutyDays = DutyDays.EVERY_DAY
    turn: int = 1
    first: int = 1

    LINKS: ClassVar[Links] = {"centre": ("Centre",), "department": ("Department",)}
    FIXED: ClassVar[tuple[str, ...]] = ("rule", "anchor", "hand_over", "minutes", "days", "turn", "first")


@dataclass(frozen=True, slots=True, kw_only=True)
class RotaMember(Fact):
    """`member`, a department or a person, takes turns in `rota`, in the order of `order`."""

    rota: FactId
    member: FactId
    order: int

    LINKS: ClassVar[Links] = {"rota": ("Rota",), "member": ("Department", "Person")}
    FIXED: ClassVar[tuple[str, ...]] = ("order",)
    EXCLUSIVE: ClassVar[tuple[tuple[str, ...], ...]] = (("rota", "order"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyOverride(Fact):
    """`member` serves the shifts of `rota` that begin on the days of this fact, whoever's turn it is."""

    rota: FactId
    member: FactId
    reason: str | None = None

    LINKS: ClassVar[Links] = {"rota": ("Rota",), "member": ("Department", "Person")}
    EXCLUSIVE: ClassVar[tuple[tuple[str, ...], ...]] = (("rota",),)
    PERSONAL: ClassVar[tuple[str, ...]] = ("reason",)


@dataclass(frozen=True, slots=True, kw_only=True)
class DutySwap(Fact):
    """`one` and `other` swap shifts of `rota`: on `one_day`, the turn of `one`, `other` serves, on `other_day` `one`.

    It holds from the earlier of the two days to the day after the later.
    """

    rota: FactId
    one: FactId
    one_day: date
    other: FactId
    other_day: date

    LINKS: ClassVar[Links] = {
        "rota": ("Rota",),
        "one": ("Department", "Person"),
        "other": ("Department", "Person"),
    }
    FIXED: ClassVar[tuple[str, ...]] = ("one_day", "other_day")


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy(Fact):
    """The routing policy: `document` is the text of its file, a decision table that `queries/cases/policy.py` reads."""

    name: str
    document: str

    FIXED: ClassVar[tuple[str, ...]] = ("document",)
    EXCLUSIVE: ClassVar[tuple[tuple[str, ...], ...]] = ((),)


@dataclass(frozen=True, slots=True, kw_only=True)
class RewardRate(Fact):
    """What a mediator is paid for a case of this complexity (以案定补), in yuan; not the level it was routed by."""

    complexity: Complexity
    yuan: float

    FIXED: ClassVar[tuple[str, ...]] = ("complexity",)
    EXCLUSIVE: ClassVar[tuple[tuple[str, ...], ...]] = (("complexity",),)


@dataclass(frozen=True, slots=True, kw_only=True)
class MediationResult(Fact):
    """`person` mediated a case with success on the day of this fact; `reference` is the case's number elsewhere."""

    person: FactId
    complexity: Complexity
    reference: str
    committee: FactId | None = None

    LINKS: ClassVar[Links] = {"person": ("Person",), "committee": ("Committee",)}
    FIXED: ClassVar[tuple[str, ...]] = ("reference",)


FACT_CLASSES: tuple[type[Fact], ...] = (
    Unit,
    UnitState,
    Boundary,
    PartOf,
    Succession,
    Person,
    Absence,
    WorkerRecord,
    Appraisal,
    Centre,
    Room,
    Department,
    Stationing,
    Committee,
    Holding,
    StaffingRule,
    LadderRung,
    CodeTemplate,
    Rota,
    RotaMember,
    DutyOverride,
    DutySwap,
    Policy,
    RewardRate,
    MediationResult,
)
"""Every class of facts, identities before what is said about them: the order in which they can be written."""

CLASS_BY_NAME: dict[str, type[Fact]] = {cls.__name__: cls for cls in FACT_CLASSES}
