"""Rows about units, with the people of their posts beside them, as claims."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from graph.facts import FactId
from graph.messages import say
from graph.words import Role, UnitKind
from loaders.cells.telephones import first_phone, phones_in
from loaders.faults import Findings
from loaders.rows.claims import Claims, Mention, Path, PostClaim, Step, Target, UnitClaim
from loaders.rows.places import KindOf, PlaceReader, codes_in, home, upto
from loaders.tables.fields import Field
from loaders.tables.finding import Column, Row, Table
from loaders.tables.reading import Reading

OWNED: tuple[tuple[Field, str], ...] = (
    (Field.HOUSEHOLDS, "households"),
    (Field.POPULATION, "population"),
    (Field.NOTE, "note"),
)
"""Attributes of whichever level the cell speaks of."""

PARENTS = {
    UnitKind.MANAGEMENT_AREA: UnitKind.STREET,
    UnitKind.VILLAGE: UnitKind.STREET,
    UnitKind.GRID: UnitKind.VILLAGE,
    UnitKind.MICRO_GRID: UnitKind.GRID,
}
AREA_ENDING = re.compile(r"(管区|管理区|片区|工作区)$")

DATES = (Field.VALID_FROM, Field.VALID_TO, Field.FOUNDED, Field.ABOLISHED)


@dataclass(slots=True)
class Group:
    """The columns of one post's holders: the names, and what of them stands beside."""

    role: Role
    names: Column
    plain_worker: bool
    beside: dict[Field, Column] = field(default_factory=dict)


def groups(table: Table) -> list[Group]:
    """The people columns of a table, from left to right; what stands right of a name belongs to it."""
    found: list[Group] = []
    for column in table.columns:
        meaning = column.meaning
        if meaning is None or meaning.role is None:
            continue
        if meaning.field == Field.NAME:
            found.append(Group(meaning.role, column, meaning.plain_worker))
            continue
        for group in reversed(found):
            if group.role == meaning.role and meaning.field not in group.beside:
                group.beside[meaning.field] = column
                break
    return found


class UnitRows:
    """Reads one table of units."""

    def __init__(self, table: Table, findings: Findings, kind_of: KindOf) -> None:
        self.table, self.findings, self.kind_of = table, findings, kind_of
        self.reading = Reading(table, findings)
        self.places = PlaceReader(self.reading, kind_of)
        self.groups = groups(table)
        self._doubt_plain_workers()

    def take(self, row: Row, claims: Claims) -> None:
        """Add what the row states; of a row whose place is wrong nothing, so that one fault does not make others."""
        path = self._path(row)
        if path is None or row.number in self.reading.spoiled:
            return
        claims.units.extend(self._units(row, path))
        posts = [post for group in self.groups for post in self._posts(row, path, group)]
        if row.number not in self.reading.spoiled:
            claims.posts.extend(posts)

    # -- the place ---------------------------------------------------------------------------------------------------

    def _path(self, row: Row) -> Path | None:
        """The place of the row: the columns of levels, and the general columns for code, name and level."""
        told = self.places.paths(row)
        if len(told) > 1:
            self.findings.fault(self.table.place(row), say("row-names-units"), say("row-for-each-of-units"))
            return None
        path = told[0] if told else ()
        code, name = self.reading.code(row, Field.UNIT_CODE), self.reading.text(row, Field.UNIT_NAME)
        if code is None and name is None:
            if not path and row.number not in self.reading.spoiled:
                self.findings.fault(
                    self.table.place(row),
                    say("row-names-no-unit"),
                    say("give-unit-or-delete"),
                )
            return path or None
        return self._with_own(row, path, code, name)

    def _with_own(self, row: Row, path: Path, code: FactId | None, name: str | None) -> Path | None:
        kind: UnitKind | None = self.reading.get(row, Field.UNIT_KIND) or (self.kind_of(code) if code else None)
        column = self.reading.column(Field.UNIT_CODE) or self.reading.column(Field.UNIT_NAME)
        if kind is None:
            if row.number not in self.reading.spoiled:
                self.findings.fault(
                    self.table.place(row, column),
                    say("level-unknown-by-code") if code else say("level-unknown"),
                    say("code-or-level"),
                    code or name,
                )
            return None
        for step in path:
            if step.kind == kind:
                own = Step(kind, step.code or code, step.name or name)
                return tuple(own if s is step else s for s in path)
        above = [step for step in path if step.kind.depth < kind.depth]
        return (*above, *self._above_by_name(row, kind, {step.kind for step in above}), Step(kind, code, name))

    def _above_by_name(self, row: Row, kind: UnitKind, told: set[UnitKind]) -> Iterator[Step]:
        """The parent, where the row gives its name only: by the one level that it can be of."""
        name = self.reading.text(row, Field.PARENT_NAME)
        if name is None or self.reading.code(row, Field.PARENT_CODE) is not None:
            return
        parent = PARENTS.get(kind)
        if kind == UnitKind.VILLAGE and AREA_ENDING.search(name):
            parent = UnitKind.MANAGEMENT_AREA
        if parent is not None and parent not in told:
            yield Step(parent, None, name)

    # -- the units ---------------------------------------------------------------------------------------------------

    def _units(self, row: Row, path: Path) -> Iterator[UnitClaim]:
        own, where = path[-1], self.table.place(row)
        values: dict[Step, dict[str, object]] = {own: {}}
        if own.name is not None:
            values[own]["name"] = own.name
        for step, attribute, value in self._values(row, path):
            values.setdefault(step, {})[attribute] = value
        dates: dict[Field, date | None] = {f: self.reading.day(row, f) for f in DATES}
        for step, said in values.items():
            if step is not own:
                yield UnitClaim(where, upto(path, step), said)
        yield UnitClaim(
            where,
            path,
            values[own],
            parent=self._parent(row, own),
            start=dates[Field.VALID_FROM],
            end=dates[Field.VALID_TO],
            founded=dates[Field.FOUNDED],
            abolished=dates[Field.ABOLISHED],
            successors=self._successors(row),
            state_id=self.reading.code(row, Field.STATE_ID),
            part_id=self.reading.code(row, Field.PART_ID),
        )

    def _values(self, row: Row, path: Path) -> Iterator[tuple[Step, str, object]]:
        for what, attribute in OWNED:
            for column in self.table.by_field.get((what, None), ())[:1]:
                value = self.reading.value(row, column) if row.values[column.index] != "" else None
                if value is not None:
                    yield self.places.owner(row, path, column), attribute, value
        grid_type = self.reading.get(row, Field.GRID_TYPE)
        grid = _level(path, UnitKind.GRID)
        if grid_type is not None and grid is not None:
            yield grid, "grid_type", grid_type
        elif grid_type is not None:
            self.findings.warn(
                self.table.place(row, self.reading.column(Field.GRID_TYPE)),
                say("no-grid-type-left-out", kind=path[-1].kind),
            )
        category = self.reading.get(row, Field.CATEGORY)
        if category is not None:
            yield _level(path, UnitKind.VILLAGE) or path[-1], "category", category

    def _parent(self, row: Row, own: Step) -> Step | None:
        code = self.reading.code(row, Field.PARENT_CODE)
        return None if code is None else Step(self.kind_of(code) or own.kind, code, None)

    def _successors(self, row: Row) -> tuple[FactId, ...]:
        for column in self.table.by_field.get((Field.SUCCESSORS, None), ())[:1]:
            if row.values[column.index] != "":
                return tuple(self.reading.read(row, column, codes_in) or ())
        return ()

    # -- the people --------------------------------------------------------------------------------------------------

    def _posts(self, row: Row, path: Path, group: Group) -> Iterator[PostClaim]:
        if row.values[group.names.index] == "":
            self._doubt_nameless(row, group)
            return
        named = self.reading.people(row, group.names)
        if named is None:
            return
        target = self._target(row, path, group)
        if target is None:
            return
        where = self.table.place(row, group.names)
        if not named:
            yield PostClaim(where, None, group.role, target)
            return
        phones = self._phones(row, group, len(named))
        start = self._beside(row, group, Field.POST_START)
        for number, person in enumerate(named):
            mention = Mention(
                where,
                person.name,
                person.phone or (phones[number] if number < len(phones) else None),
                number=self._beside(row, group, Field.ID_NUMBER) if len(named) == 1 else None,
                values=self._person_values(row, group) if len(named) == 1 else {},
            )
            rank = None if person.rank is None else (person.rank,)
            yield PostClaim(where, mention, group.role, target, rank=rank, start=start)

    def _target(self, row: Row, path: Path, group: Group) -> Target | None:
        owner = self.places.owner(row, path, group.names)
        place = home(group.role, upto(path, owner)) or home(group.role, path)
        if place is not None:
            return Target(place)
        if group.role in {Role.CENTRE_DIRECTOR, Role.MEDIATOR, Role.EXPERT}:
            return Target(path)
        self.findings.fault(
            self.table.place(row, group.names),
            say("no-unit-for-role", role=group.role),
            say("add-level-column"),
            row.values[group.names.index],
        )
        return None

    def _phones(self, row: Row, group: Group, names: int) -> Sequence[str | None]:
        column = group.beside.get(Field.PHONE)
        if column is None or row.values[column.index] == "":
            return []
        if names == 1:
            return [self.reading.read(row, column, first_phone)]
        found: Sequence[str | None] = self.reading.read(row, column, phones_in) or []
        if len(found) not in {0, names}:
            self.findings.fault(
                self.table.place(row, column),
                say("numbers-for-names", count=len(found), names=names),
                say("numbers-as-names"),
                row.values[column.index],
            )
        return found

    def _beside(self, row: Row, group: Group, what: Field) -> Any:  # noqa: ANN401 -- the field says the type
        column = group.beside.get(what)
        return None if column is None or row.values[column.index] == "" else self.reading.value(row, column)

    def _person_values(self, row: Row, group: Group) -> Mapping[str, object]:
        found = {
            "gender": self._beside(row, group, Field.GENDER),
            "political_status": self._beside(row, group, Field.POLITICAL_STATUS),
        }
        return {name: value for name, value in found.items() if value is not None}

    def _doubt_nameless(self, row: Row, group: Group) -> None:
        column = group.beside.get(Field.PHONE)
        if column is not None and row.values[column.index] != "" and self._beside(row, group, Field.PHONE):
            self.findings.fault(
                self.table.place(row, column),
                say("number-without-name-here"),
                say("name-in-column", title=group.names.title),
                row.values[column.index],
            )

    def _doubt_plain_workers(self) -> None:
        if any(group.role == Role.PART_TIME_WORKER for group in self.groups):
            return
        for group in self.groups:
            if group.plain_worker:
                self.findings.warn(
                    self.table.sheet.where,
                    say("column-taken-full-time", title=group.names.title),
                    say("say-part-time"),
                )


def _level(path: Path, kind: UnitKind) -> Step | None:
    return next((step for step in path if step.kind == kind), None)
