"""Rows about people, with the posts that they hold, as claims."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from graph.facts import Centre, Committee, Department
from graph.messages import say
from graph.roles import POSTS
from graph.texts import name_key
from graph.words import Role, UnitKind
from loaders.cells.people import Named, whom
from loaders.cells.role_words import PLAIN_WORKER, ROLE_WORDS, words_of
from loaders.cells.surnames import strange
from loaders.cells.telephones import phones_in
from loaders.cells.values import CellFault, born_on, gender_in, lines, plain, text
from loaders.faults import Findings
from loaders.rows.claims import Claims, Mention, Path, PostClaim, RecordClaim, Step, Target
from loaders.rows.places import KindOf, PlaceReader, home
from loaders.tables.fields import Field, TableKind
from loaders.tables.finding import Column, Row, Table
from loaders.tables.headings import normal
from loaders.tables.layouts import PERSON_ATTRIBUTES
from loaders.tables.reading import Reading
from loaders.tables.sheets import RECORDS

SEVERAL_POSTS = re.compile(r"[、,;/\n]|兼任|兼")
EMPLOYED = {
    "专职": Role.FULL_TIME_WORKER,
    "全职": Role.FULL_TIME_WORKER,
    "是": Role.FULL_TIME_WORKER,
    "兼职": Role.PART_TIME_WORKER,
    "否": Role.PART_TIME_WORKER,
}
VALUES = tuple((f, a) for f, a in PERSON_ATTRIBUTES if f not in {Field.NAME, Field.PHONE})
GRADES = tuple((f, a) for f, a in RECORDS[TableKind.GRADES].attributes if f != Field.PERSON_ID)
OFFICE_COLUMNS = {
    Centre: Field.CENTRE_NAME,
    Department: Field.DEPARTMENT_NAME,
    Committee: Field.COMMITTEE_NAME,
}
NAMED_TARGETS = {
    role: tuple(OFFICE_COLUMNS[office] for office in post.offices) for role, post in POSTS.items() if post.offices
}
"""Posts that are of something with a name, and the columns that may give it."""


def roles_in(word: str, employment: str | None) -> list[Role]:
    """The posts that a cell names, 网格长兼村书记 being two.  Raises CellFault for a word that is no post."""
    whole = normal(word)
    if whole in PLAIN_WORKER:
        return [_plain_worker(employment)]
    if whole in ROLE_WORDS:
        return [ROLE_WORDS[whole]]
    parts = [part for part in SEVERAL_POSTS.split(whole) if part]
    if len(parts) > 1:
        return [role for part in parts for role in roles_in(part, employment)]
    known = "、".join(next(iter(words_of(role))) for role in Role)
    raise CellFault(say("no-known-post"), say("write-one-of", known=known))


def _plain_worker(employment: str | None) -> Role:
    role = EMPLOYED.get(normal(employment or "").removesuffix("网格员"))
    if role is None:
        raise CellFault(
            say("full-or-part-unsaid"),
            say("say-full-or-part"),
        )
    return role


class RosterRows:
    """Reads one table of people."""

    def __init__(self, table: Table, findings: Findings, kind_of: KindOf) -> None:
        self.table, self.findings, self.kind_of = table, findings, kind_of
        self.reading = Reading(table, findings)
        self.places = PlaceReader(self.reading, kind_of)
        self.values = [(f, a) for f, a in VALUES if table.has(f)]
        self.grades = [(f, a) for f, a in GRADES if table.has(f)]
        self.tells_posts = table.has(*_PLACES, Field.TARGET_ID, Field.TARGET_NAME, Field.ROLE)
        self.title_role = None if table.has(Field.ROLE) or not self.tells_posts else self._role_of_title()

    def take(self, row: Row, claims: Claims) -> None:
        """Add what the row states; of a row with a fault nothing, so that one fault does not make others."""
        mentions = self._people(row)
        roles = self._roles(row)
        posts = [post for mention in mentions or () for post in self._posts(row, mention, roles)]
        if mentions == [] and roles:
            posts = list(self._vacancies(row, roles))
        grades = [claim for mention in mentions or () if (claim := self._grades(row, mention)) is not None]
        if row.number not in self.reading.spoiled:
            claims.posts.extend(posts)
            claims.mentions.extend(mentions or ())
            claims.records.extend(grades)

    # -- the person --------------------------------------------------------------------------------------------------

    def _people(self, row: Row) -> list[Mention] | None:
        """Whom the row is about; [] if it says 空缺; None if that cannot be told."""
        column, known = self.reading.column(Field.NAME), self.reading.code(row, Field.PERSON_ID)
        if known is not None:
            # With an id the name is not taken apart, whatever it looks like.
            self._doubt_name(row, column)
            return [self._mention(row, known, self.reading.text(row, Field.NAME), self._phone(row))]
        named = None if column is None else self.reading.people(row, column)
        if named is None:
            if row.number not in self.reading.spoiled:
                self.findings.fault(self.table.place(row, column), say("row-names-nobody"), say("name-or-vacant"))
            return None
        phones = [self._phone(row)] if len(named) == 1 else self._phones(row, len(named))
        found = []
        for person, phone in zip(named, phones, strict=True):
            found.append(self._mention(row, None, person.name, person.phone or phone, alone=len(named) == 1))
        return found

    def _doubt_name(self, row: Row, column: Column | None) -> None:
        """A doubt where what stands beside a number of a person does not look like one name."""
        if row.literal or column is None or row.values[column.index] == "":
            return
        value = row.values[column.index]
        try:
            found = [Named(person.name) for person in whom(value) if person.doubt is None and person.phone is None]
        except CellFault:
            found = []
        if len(found) != 1 or strange(found[0].name) or name_key(found[0].name) != name_key(text(value) or ""):
            why = say("name-not-plain", text=text(value))
            self.findings.warn(self.table.place(row, column), why, say("name-alone"), value)

    def _phone(self, row: Row) -> str | None:
        found: str | None = self.reading.get(row, Field.PHONE)
        return found

    def _phones(self, row: Row, names: int) -> Sequence[str | None]:
        column = self.reading.column(Field.PHONE)
        if column is None or row.values[column.index] == "":
            return [None] * names
        found: Sequence[str | None] = self.reading.read(row, column, phones_in) or []
        if len(found) == names:
            return found
        self.findings.fault(
            self.table.place(row, column),
            say("numbers-for-names", count=len(found), names=names),
            say("row-for-each-person"),
            row.values[column.index],
        )
        return [None] * names

    def _mention(
        self, row: Row, known: str | None, name: str | None, phone: str | None, *, alone: bool = True
    ) -> Mention:
        values: dict[str, object] = {}
        number: str | None = None
        if alone:
            values = {a: v for f, a in self.values if (v := self._person_value(row, f)) is not None}
            number = self.reading.get(row, Field.ID_NUMBER)
            if number is not None:
                self._check_number(row, number, values)
        return Mention(
            self.table.place(row, self.reading.column(Field.NAME)),
            name,
            phone,
            number=number,
            id=known,
            values=values,
            known_from=self.reading.day(row, Field.KNOWN_FROM),
            known_to=self.reading.day(row, Field.KNOWN_TO),
            details=known is None or not self.tells_posts,
        )

    def _person_value(self, row: Row, what: Field) -> object:
        value: object = self.reading.get(row, what)
        return value

    def _check_number(self, row: Row, number: str, values: dict[str, object]) -> None:
        born, gender = values.get("birth"), values.get("gender")
        if isinstance(born, date) and born != born_on(number) and not _same_month(born, born_on(number)):
            self.findings.fault(
                self.table.place(row, self.reading.column(Field.BIRTH)),
                say("birth-unlike-id"),
                say("correct-one"),
                born,
            )
        elif isinstance(born, date) and born != born_on(number):
            values["birth"] = born_on(number)
        if gender is not None and gender != gender_in(number):
            self.findings.fault(
                self.table.place(row, self.reading.column(Field.GENDER)),
                say("gender-unlike-id"),
                say("correct-one"),
                plain(str(getattr(gender, "zh", gender))),
            )

    # -- the posts ---------------------------------------------------------------------------------------------------

    def _roles(self, row: Row) -> list[Role]:
        employment = self.reading.text(row, Field.EMPLOYMENT)
        for column in self.table.by_field.get((Field.ROLE, None), ()):
            word = "" if row.values[column.index] == "" else lines(row.values[column.index])
            if word:
                found: list[Role] | None = self.reading.read(
                    row, column, lambda value: roles_in(lines(value), employment)
                )
                return found or []
        if self.title_role is not None:
            return [self.title_role]
        if role := EMPLOYED.get(normal(employment or "").removesuffix("网格员")):
            return [role]
        if self.tells_posts:
            self.findings.warn(
                self.table.place(row, self.reading.column(Field.ROLE)),
                say("row-without-post"),
                say("fill-in-post"),
            )
        return []

    def _posts(self, row: Row, mention: Mention, roles: list[Role]) -> Iterator[PostClaim]:
        for role in roles:
            for target in self._targets(row, role):
                yield PostClaim(
                    self.table.place(row),
                    mention,
                    role,
                    target,
                    rank=self.reading.get(row, Field.RANK),
                    field=self.reading.text(row, Field.SUBJECT),
                    start=self.reading.day(row, Field.POST_START),
                    end=self.reading.day(row, Field.POST_END),
                    id=self.reading.code(row, Field.HOLDING_ID) if len(roles) == 1 else None,
                )

    def _vacancies(self, row: Row, roles: list[Role]) -> Iterator[PostClaim]:
        for role in roles:
            for target in self._targets(row, role):
                yield PostClaim(self.table.place(row), None, role, target)

    def _targets(self, row: Row, role: Role) -> list[Target]:
        """What the row's post is of; [] with a fault noted if it does not say."""
        known = self.reading.code(row, Field.TARGET_ID)
        if known is not None:
            return [Target(id=known)]
        paths = self.places.paths(row)
        named = next((n for f in NAMED_TARGETS.get(role, ()) if (n := self.reading.text(row, f))), None)
        if role in NAMED_TARGETS:
            return [Target(paths[0] if paths else (), name=named)]
        if role == Role.POLITICAL_LEGAL_COMMISSIONER and not paths:
            return [Target((Step(UnitKind.STREET, None, None),))]
        places = [place for path in paths if (place := home(role, path)) is not None]
        if len(places) == len(paths) and places:
            self._doubt_wide_instructor(row, role, places)
            return [Target(place) for place in dict.fromkeys(places)]
        if row.number not in self.reading.spoiled:
            self.findings.fault(
                self.table.place(row),
                say("post-without-unit", role=role),
                say("give-unit"),
            )
        return []

    def _doubt_wide_instructor(self, row: Row, role: Role, places: list[Path]) -> None:
        if role == Role.INSTRUCTOR and any(place[-1].kind == UnitKind.VILLAGE for place in places):
            self.findings.warn(
                self.table.place(row),
                say("instructor-of-village"),
            )

    def _role_of_title(self) -> Role | None:
        """The one post that the sheet's name or the rows above its heading speak of: 专职网格员花名册."""
        above = self.table.sheet.rows[: self.table.heading_rows[0] - 1]
        words = [self.table.sheet.name or "", *(plain(cell) for row in above for cell in row if cell != "")]
        text = normal("，".join(words))
        found: set[Role] = set()
        for word in sorted(ROLE_WORDS, key=len, reverse=True):
            if len(word) > 2 and not word.isascii() and word in text:
                found.add(ROLE_WORDS[word])
                text = text.replace(word, "")
        if len(found) != 1 or any(word in text for word in PLAIN_WORKER if not word.isascii()):
            return None
        role = found.pop()
        self.findings.warn(
            self.table.sheet.where,
            say("post-by-title", role=role),
            say("add-post-column"),
        )
        return role

    # -- standing ----------------------------------------------------------------------------------------------------

    def _grades(self, row: Row, mention: Mention) -> RecordClaim | None:
        values = {a: v for f, a in self.grades if (v := self.reading.get(row, f)) is not None}
        if not values:
            return None
        return RecordClaim(self.table.place(row), TableKind.GRADES, None, {**values, "person": mention})


_PLACES = (
    Field.STREET_CODE,
    Field.STREET_NAME,
    Field.AREA_CODE,
    Field.AREA_NAME,
    Field.VILLAGE_CODE,
    Field.VILLAGE_NAME,
    Field.GRID_CODE,
    Field.GRID_NAME,
    Field.MICRO_CODE,
    Field.MICRO_NAME,
    Field.CENTRE_NAME,
    Field.COMMITTEE_NAME,
    Field.DEPARTMENT_NAME,
)


def _same_month(said: date, born: date) -> bool:
    """出生年月 gives the month only: its first day stands for it."""
    return said == born.replace(day=1)
