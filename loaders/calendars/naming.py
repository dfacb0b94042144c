"""Whom an event puts on duty, and where: people, departments and centres of the model, by the words of the event.

Nobody is made from a calendar, and nobody is told by a name that several people have.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple, TypeVar

from graph.facts import Centre, Department, Fact, FactId, Holding, Person, Rota, Stationing, Unit
from graph.messages import Message, say
from graph.snapshot import Snapshot
from graph.texts import name_key
from graph.time.validity import holds_on, is_void, until
from graph.words import Role, StationingMode
from loaders.calendars.events import Event
from loaders.cells.names import exact
from loaders.cells.people import BRACKET, Named, whom
from loaders.cells.person_words import UNTOLD, VACANT
from loaders.cells.telephones import LABELS, PHONE_LIKE, phone
from loaders.cells.values import CellFault
from loaders.faults import Findings, Where

F = TypeVar("F", bound=Fact)

DUTY = (
    r"(?:值班人员|值班员|值班|值守|带班|备勤|当值|轮值|轮驻|常驻|随叫随到|排班|表|"
    r"\bduty officer\b|\bon duty\b|\bduty\b|\bon call\b|\broster\b)"
)
AROUND = re.compile(rf"^(?:\s*{DUTY})+|(?:{DUTY}\s*)+$", re.IGNORECASE)
"""Words about duty, in front of a name or behind it."""

BETWEEN = re.compile(r"[、,;/|\n]+")
NOBODY = frozenset({"无人", "空缺", "nobody"})
OURS = re.compile(r"([^/]+)/([^/]+)/\d{8}T\d{6}Z@wangge")
"""The UID of a shift in our own feeds: its centre and its department."""

BY_NO_ROTA = tuple(f"{mode.zh} / " for mode in StationingMode)
"""How the description of a shift begins in our own feeds that comes from no rota."""


class Place(NamedTuple):
    """Where turns are taken: by the officers of a department at a centre, or, without one, by departments."""

    centre: FactId
    department: FactId | None


class Spoken(NamedTuple):
    """Somebody as a summary names them."""

    name: str
    phone: str | None


Turns = tuple[tuple[Place, tuple[FactId, ...]], ...]
"""Who takes the turns of an event, at each place that it speaks of."""


class Naming:
    """Finds what the words of events mean; what can't be told is a fault.  `left_out` counts events by why."""

    def __init__(
        self, snapshot: Snapshot, day: date, findings: Findings, *, centre: str | None, department: str | None
    ) -> None:
        self.snapshot, self.day, self.findings = snapshot, day, findings
        self.left_out: Counter[Message] = Counter()
        self._told: dict[tuple[str, int], Turns] = {}
        self._people = self._index(Person)
        self._departments = self._index(Department)
        self._centres = self._index(Centre)
        self._centre = None if centre is None else self._given_centre(centre)
        self._department = None if department is None else self._given(Department, "--department", department)

    def turns(self, event: Event, calendar: str) -> Turns:
        """Who takes the turns of an event, and where; () if it says nothing of rotas, or a fault is noted."""
        key = (event.file, event.line)
        if key not in self._told:
            self._told[key] = self._turns(event, calendar)
        return self._told[key]

    def _turns(self, event: Event, calendar: str) -> Turns:
        ours = OURS.fullmatch(event.uid)
        if ours is not None and event.description.startswith(BY_NO_ROTA):
            self.left_out[say("gives-no-rota")] += 1
            return ()
        head, tail = _parted(event.summary)
        named, spoken = list[FactId](), list[Spoken]()
        for word in head:
            named += self._known(Department, word)
        nobody = False
        for said in tail:
            found = self._known(Department, said.name)
            named += found
            nobody |= _is_nobody(said.name)
            if not found and not _is_nobody(said.name):
                spoken += self._apart(event, said)
        if not spoken and not nobody:
            spoken = [Spoken(name, _phone_of(uri)) for name, uri in event.attendees if name]
        department = self._department_of(event, ours, named, [*head, calendar], spoken)
        if nobody and not spoken:
            self.left_out[say("names-nobody-there")] += 1
            return ()
        if department is None:
            return ()
        centre = self._centre_of(event, ours, department)
        return () if centre is None else self._placed(event, centre, department, spoken, ours=ours is not None)

    def _placed(self, event: Event, centre: FactId, department: FactId, spoken: list[Spoken], *, ours: bool) -> Turns:
        stationing = self._stationing(centre, department)
        called = self.name(department)
        if stationing is None:
            self.findings.fault(
                event.at("SUMMARY"),
                say("department-not-there", called=called, centre=self.name(centre)),
                say("correct-or-station-first"),
                event.summary,
            )
            return ()
        rotating = stationing.mode == StationingMode.ROTATING
        if not spoken and not rotating:
            self.findings.fault(
                event.at("SUMMARY"),
                say("event-names-nobody", called=called, mode=stationing.mode),
                say("name-officer"),
                event.summary,
            )
            return ()
        members = [self._person(event, word, department) for word in spoken]
        if any(member is None for member in members):
            return ()
        people = tuple(dict.fromkeys(member for member in members if member is not None))
        common = ((Place(centre, None), (department,)),) if rotating else ()
        if not people or (ours and rotating and not self._has_rota(centre, department)):
            return common
        return (*common, (Place(centre, department), people))

    # -- where ---------------------------------------------------------------------------------------------------------

    def _department_of(
        self, event: Event, ours: re.Match[str] | None, named: list[FactId], words: list[str], spoken: list[Spoken]
    ) -> FactId | None:
        found = list(dict.fromkeys(named))
        if not found and ours is not None and self.snapshot.get(Department, ours[2]) is not None:
            found = [ours[2]]
        if not found:
            found = [one for word in event.categories for one in self._known(Department, word)]
        if not found and self._department is not None:
            found = [self._department]
        if not found:
            found = [one for word in words for one in self._known(Department, _bare(word))]
        if not found:
            found = self._by_posts(event, spoken)
        if len(set(found)) == 1:
            return found[0]
        what = say("no-known-department") if not found else say("departments-counted", count=len(set(found)))
        self.findings.fault(
            event.at("SUMMARY"),
            say("event-names-what", what=what),
            say("name-department"),
            event.summary,
        )
        return None

    def _by_posts(self, event: Event, spoken: list[Spoken]) -> list[FactId]:
        """The departments of which everybody named is a duty officer."""
        shared: set[FactId] | None = None
        for word in spoken:
            people = [p for p in self._candidates(word) if not event.ids or p.id in event.ids] or self._candidates(word)
            mine = {post.of for person in people for post in self._posts(person)}
            shared = mine if shared is None else shared & mine
        return sorted(shared or ())

    def _centre_of(self, event: Event, ours: re.Match[str] | None, department: FactId) -> FactId | None:
        if ours is not None and self.snapshot.get(Centre, ours[1]) is not None:
            return ours[1]
        place = re.split("[,，]", event.location)[0]
        found = self._known(Centre, event.location) or self._known(Centre, place)
        if not found and self._centre is not None:
            found = [self._centre]
        if not found:
            stationings = self.snapshot.linked(Stationing, "department", department)
            found = sorted({s.centre for s in stationings if not is_void(s) and until(s) > self.day})
        if len(found) == 1:
            return found[0]
        self.findings.fault(
            event.at("LOCATION" if event.location else "SUMMARY"),
            say("centre-unclear", department=self.name(department), count=len(found) or say("none-at-all")),
            say("give-centre"),
            event.location or event.summary,
        )
        return None

    def _stationing(self, centre: FactId, department: FactId) -> Stationing | None:
        """How a department works at a centre on the day, or will, or did."""
        found = [s for s in self.snapshot.linked(Stationing, "department", department) if s.centre == centre]
        live = [s for s in found if not is_void(s)]
        now = [s for s in live if holds_on(s, self.day)]
        later = [s for s in live if s.start > self.day]
        return next(iter([*now, *later, *reversed(live)]), None)

    def _has_rota(self, centre: FactId, department: FactId) -> bool:
        rotas = self.snapshot.linked(Rota, "centre", centre)
        return any(rota.department == department and not is_void(rota) for rota in rotas)

    # -- who -----------------------------------------------------------------------------------------------------------

    def _person(self, event: Event, word: Spoken, department: FactId) -> FactId | None:
        candidates = self._candidates(word)
        told = [person for person in candidates if person.id in event.ids] or candidates
        calls = {_phone_of(uri) for name, uri in event.attendees if exact(name) == exact(word.name)} - {None}
        told = [person for person in told if person.phone in calls] or told
        officers = [p for p in told if any(post.of == department for post in self._posts(p))]
        if len(told) > 1 and len(officers) == 1:
            return officers[0].id
        if len(told) == 1:
            if not officers:
                self.findings.warn(
                    event.at("SUMMARY"),
                    say(
                        "taken-for-no-officer",
                        word=word.name,
                        department=self.name(department),
                        name=told[0].name,
                        id=told[0].id,
                    ),
                    say("number-behind-name"),
                    event.summary,
                )
            return told[0].id
        called = say("with-number", name=word.name, phone=word.phone) if word.phone else word.name
        why = say("people-called", count=len(told), called=called) if told else say("nobody-called", called=called)
        remedy = say("give-number-behind") if told else say("correct-or-import-people")
        self.findings.fault(event.at("SUMMARY"), why, remedy, event.summary)
        return None

    def _candidates(self, word: Spoken) -> list[Person]:
        """The people of a name, and of a number if it is given; of several, those who are still known."""
        found = [self.snapshot.get(Person, one) for one in self._people.get(exact(word.name), ())]
        people = [p for p in found if p is not None and (word.phone is None or p.phone == word.phone)]
        return people if len(people) < 2 else [p for p in people if until(p) > self.day] or people

    def _posts(self, person: Person) -> Iterator[Holding]:
        """The posts of duty officers that somebody holds on the day or later."""
        for post in self.snapshot.linked(Holding, "person", person.id):
            if post.role == Role.DUTY_OFFICER and not is_void(post) and until(post) > self.day:
                yield post

    def _apart(self, event: Event, word: Spoken) -> Iterable[Spoken]:
        """张三 李四 are two if each is known, and the whole is not; 张三书记 is 张三, with a doubt."""
        read = [] if exact(word.name) in self._people else _read(word.name)
        if read and all(exact(person.name) in self._people for person in read) and (len(read) == 1 or not word.phone):
            for doubt in filter(None, (person.doubt for person in read)):
                self.findings.warn(event.at("SUMMARY"), doubt, say("names-alone"), event.summary)
            return [Spoken(person.name, word.phone) for person in read]
        parts = word.name.split()
        if len(parts) > 1 and exact(word.name) not in self._people and word.phone is None:
            bare = [part for part in map(_bare, parts) if part]
            return [Spoken(part, None) for part in bare if not self._known(Department, part)]
        return [word]

    # -- names ---------------------------------------------------------------------------------------------------------

    def name(self, fact_id: FactId) -> str:
        """What something is called."""
        return str(getattr(self.snapshot.find(fact_id), "name", fact_id))

    def _index(self, cls: type[Fact]) -> dict[str, list[FactId]]:
        found: dict[str, list[FactId]] = {}
        for fact in sorted(self.snapshot.all(cls), key=lambda fact: fact.id):
            if not is_void(fact):
                found.setdefault(exact(str(getattr(fact, "name", ""))), []).append(fact.id)
        return found

    def _known(self, cls: type[Department] | type[Centre], name: str) -> list[FactId]:
        """What has a name; of several, what is still there."""
        index = self._departments if cls is Department else self._centres
        found = index.get(exact(name), [])
        live = [one for one in found if (fact := self.snapshot.get(cls, one)) is not None and until(fact) > self.day]
        return list(found if len(found) < 2 else live or found)

    def _given(self, cls: type[Department] | type[Centre], option: str, said: str) -> FactId | None:
        found = [said] if self.snapshot.get(cls, said) is not None else self._known(cls, said)
        if len(found) == 1:
            return found[0]
        self.findings.fault(
            Where(option),
            say("several-of-id", count=len(found), what=cls) if found else say("none-of-id", what=cls),
            say("give-id"),
            said,
        )
        return None

    def _given_centre(self, said: str) -> FactId | None:
        """A centre by its id, its name, or the code of the unit that it serves."""
        if self.snapshot.get(Unit, said) is not None and self.snapshot.get(Centre, said) is None:
            centres = self.snapshot.linked(Centre, "serves", said)
            serving = [centre.id for centre in centres if not is_void(centre) and until(centre) > self.day]
            if len(serving) == 1:
                return serving[0]
        return self._given(Centre, "--centre", said)


def _parted(summary: str) -> tuple[list[str], list[Spoken]]:
    """司法值班：张三 138…、李四 as the words before the colon, and whom the others name."""
    text = unicodedata.normalize("NFKC", summary)
    head, colon, tail = text.partition(":")
    if not colon:
        head, tail = "", text
    parts = [part.strip() for part in BETWEEN.split(head)]
    before = [word for part in parts for word in (part, _bare(part), *map(_bare, part.split())) if word]
    return before, [word for part in BETWEEN.split(tail) for word in _spoken(part)]


def _spoken(part: str) -> Iterator[Spoken]:
    """Somebody with their number, if it is given; what stands in brackets beside it is left out."""
    at = 0
    for hit in PHONE_LIKE.finditer(part):
        name = _bare(LABELS.sub(" ", BRACKET.sub(" ", part[at : hit.start()])))
        if name:
            yield Spoken(name, _number(hit.group()))
        at = hit.end()
    name = _bare(LABELS.sub(" ", BRACKET.sub(" ", part[at:])))
    if name:
        yield Spoken(name, None)


def _is_nobody(name: str) -> bool:
    return name in NOBODY or name_key(name) in VACANT | UNTOLD


def _read(word: str) -> tuple[Named, ...]:
    """Whom a word names by the words that cells of people know; () if it is no name."""
    try:
        return whom(word)
    except CellFault:
        return ()


def _bare(word: str) -> str:
    """A word without those about duty around it."""
    word = word.strip(" \t()[]<>-:.*·")
    return AROUND.sub("", word).strip(" \t()[]<>-:.*·") if exact(word) else ""


def _number(text: str) -> str | None:
    try:
        return phone(text)
    except CellFault:
        return None


def _phone_of(uri: str) -> str | None:
    """The number of a tel: address."""
    return _number(uri[4:]) if uri.lower().startswith("tel:") else None
