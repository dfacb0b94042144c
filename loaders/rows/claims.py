"""What the rows of all files state, in one form whatever table it stood in, before it is held against the model."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from graph.facts import FactId
from graph.words import Rank, Role, UnitKind
from loaders.cells.people import Named
from loaders.faults import Where
from loaders.tables.fields import TableKind


class Step(NamedTuple):
    """One level of a place: its code, its name, or both."""

    kind: UnitKind
    code: str | None
    name: str | None


Path = tuple[Step, ...]
"""A place as a row tells it, widest level first; its last step is the unit meant."""


@dataclass(frozen=True, slots=True, eq=False)
class UnitClaim:
    """A row about a unit: the last step of `path`.

    `values` are attributes of its state that the row states; `start` and `end` bound them if the row says so.
    `founded` and `abolished` bound the unit's life.
    """

    where: Where
    path: Path
    values: Mapping[str, object]
    parent: Step | None = None
    start: date | None = None
    end: date | None = None
    founded: date | None = None
    abolished: date | None = None
    successors: tuple[str, ...] = ()
    state_id: FactId | None = None
    part_id: FactId | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Mention:
    """Somebody as one cell or row names them.  `number` is the ID number; it is never kept.

    `details` says that the row is about the person: with an id given, `values` of other rows are only to read.
    """

    where: Where
    name: str | None
    phone: str | None = None
    number: str | None = None
    id: FactId | None = None
    values: Mapping[str, object] = field(default_factory=dict)
    known_from: date | None = None
    known_to: date | None = None
    details: bool = True


class Target(NamedTuple):
    """What a post is of: a place, or something named (a centre, a committee, a department), or the id of any."""

    path: Path = ()
    id: FactId | None = None
    name: str | None = None


class Server(NamedTuple):
    """Whoever serves a shift, as a row names them: a department or an officer, which only the rota can tell."""

    where: Where
    id: FactId | None
    name: str | None
    phone: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class PostClaim:
    """Somebody holds a post; or, with `holder` None, nobody does.

    `rank` None: not said; (None,): said to be neither A角 nor B角.
    """

    where: Where
    holder: Mention | None
    role: Role
    target: Target
    rank: tuple[Rank | None] | None = None
    field: str | None = None
    start: date | None = None
    end: date | None = None
    id: FactId | None = None


@dataclass(frozen=True, slots=True, eq=False)
class RecordClaim:
    """A row that is one fact of another kind: `values` by attribute.

    People stand in them as Mention, those who serve a shift as Server, centres, units and rotas as Target.
    """

    where: Where
    kind: TableKind
    id: FactId | None
    values: Mapping[str, object]
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True, eq=False)
class DutyClaim:
    """Somebody, or with `person` None a department, is on duty on a day, as a duty table has it.

    `departments` say whose officers they are; `leads`, that they are named as leaders (带班领导).
    """

    where: Where
    day: date
    person: Named | None = None
    departments: tuple[str, ...] = ()
    centre: str | None = None
    rota: str | None = None
    reason: str | None = None
    leads: bool = False

    @property
    def called(self) -> str:
        """Whom the table names."""
        return "、".join(self.departments) if self.person is None else self.person.name


@dataclass(slots=True)
class Claims:
    """Everything that the files state."""

    units: list[UnitClaim] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    posts: list[PostClaim] = field(default_factory=list)
    records: list[RecordClaim] = field(default_factory=list)
    duty: list[DutyClaim] = field(default_factory=list)
