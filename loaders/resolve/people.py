"""Who is who: which rows speak of one person, and which person of the model that is.

One person: the same id, the same ID number, or the same name and phone.  A name without a phone is the person of that
name who holds the same post; or else, doubtfully, the one of that name in the same village.  The same name with
another phone is somebody else.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from graph.edits.draft import Draft
from graph.edits.timelines import altered
from graph.facts import Centre, Committee, Department, Fact, FactId, Holding, PartOf, Person, Unit, UnitState
from graph.messages import Message, say
from graph.texts import name_key
from graph.time.validity import is_void, until
from graph.words import Role, UnitKind
from loaders.cells.surnames import strange
from loaders.cells.telephones import phone_key
from loaders.faults import Findings, Where
from loaders.resolve.stated import place, source
from loaders.rows.claims import Mention

BODIES: tuple[type[Fact], ...] = (Department, Centre, Committee)
NO_PERSON = say("no-person")

Spot = tuple[FactId, Role]
"""A post: what it is of, and which."""


@dataclass(slots=True, eq=False)
class Party:
    """Mentions of one person.  `fixed` is the id that they gave, if any."""

    mentions: list[Mention] = field(default_factory=list)
    spots: set[Spot] = field(default_factory=set)
    fixed: FactId | None = None
    doubted: bool = False

    @property
    def name(self) -> str | None:
        """The name of the first mention that gives one."""
        return next((m.name for m in self.mentions if m.name), None)

    @property
    def key(self) -> str:
        """What the name is compared by."""
        return name_key(self.name or "")

    @property
    def call(self) -> tuple[str, str]:
        """Name and phone as they are compared."""
        return self.key, phone_key(self.phone or "")

    @property
    def phone(self) -> str | None:
        """The phone of the first mention that gives one."""
        return next((m.phone for m in self.mentions if m.phone), None)

    @property
    def number(self) -> str | None:
        """The ID number of the first mention that gives one."""
        return next((m.number for m in self.mentions if m.number), None)

    @property
    def where(self) -> Where:
        """Where the person is first mentioned."""
        return self.mentions[0].where


class People:
    """Finds or drafts the person of every mention."""

    def __init__(self, draft: Draft, day: date, findings: Findings, seal: Callable[[str], str] | None) -> None:
        self.draft, self.day, self.findings, self.seal = draft, day, findings, seal
        self._scopes: dict[FactId, FactId] = {}
        self._person_of: dict[Mention, FactId] = {}
        self._claimed: dict[FactId, Party] = {}
        self._by_call: dict[tuple[str, str], list[Person]] = {}
        self._by_name: dict[str, list[Person]] = {}
        self._by_seal: dict[str, Person] = {}
        self._said: set[FactId] = set()
        self._called: dict[str, str] | None = None

    def of(self, mention: Mention) -> FactId | None:
        """The person of a mention, once `write` has been called; None if that could not be told."""
        return self._person_of.get(mention)

    def is_unheard_of(self, person_id: FactId) -> bool:
        """Whether somebody new is known from rows alone that are about something else, and hold no post."""
        party = self._claimed.get(person_id)
        if party is None or self.draft.base.get(Person, person_id) is not None:
            return False
        return not party.spots and not any(mention.details for mention in party.mentions)

    def write(self, mentions: Sequence[Mention], spots: Mapping[Mention, Sequence[Spot]]) -> None:
        """Draft everybody; `spots` are the posts that a mention is said to hold."""
        for person in self.draft.base.all(Person):
            if not is_void(person):
                self._by_name.setdefault(name_key(person.name), []).append(person)
                if person.phone:
                    self._by_call.setdefault((name_key(person.name), phone_key(person.phone)), []).append(person)
                if person.id_number_seal:
                    self._by_seal[person.id_number_seal] = person
        self._said = {mention.id for mention in mentions if mention.id is not None}
        for party in self._parties(mentions, spots):
            self._check(party)
            known = self._match(party)
            person_id = known or self._begin(party)
            if person_id is None:
                continue
            self._claimed.setdefault(person_id, party)
            self._describe(person_id, party, new=known is None)
            for mention in party.mentions:
                self._person_of[mention] = person_id

    # -- rows that speak of one person ---------------------------------------------------------------------------------

    def _parties(self, mentions: Sequence[Mention], spots: Mapping[Mention, Sequence[Spot]]) -> list[Party]:
        parties: list[Party] = []
        by_key: dict[tuple[str, ...], Party] = {}
        weak: list[Mention] = []
        for mention in mentions:
            keys = list(_keys(mention))
            if not keys:
                weak.append(mention)
                continue
            found = list(dict.fromkeys(by_key[key] for key in keys if key in by_key))
            party = found[0] if found else Party()
            if not found:
                parties.append(party)
            for other in found[1:]:
                _join(party, other, by_key)
                parties.remove(other)
            _add(party, mention, spots)
            for key in keys:
                by_key[key] = party
        parties = self._with_fixed(parties)
        parties.extend(self._weak_parties(weak, spots, parties))
        return parties

    def _with_fixed(self, parties: list[Party]) -> list[Party]:
        """Rows without an id join the rows with one that give the same name and phone, if these are of one person."""
        calls: dict[tuple[str, str], list[Party]] = {}
        for party in parties:
            if party.fixed and party.name and party.phone:
                calls.setdefault(party.call, []).append(party)
        kept: list[Party] = []
        for party in parties:
            same = calls.get(party.call, []) if party.fixed is None else []
            if len(same) == 1:
                same[0].mentions.extend(party.mentions)
                same[0].spots |= party.spots
            else:
                kept.append(party)
        return kept

    def _weak_parties(
        self, weak: Sequence[Mention], spots: Mapping[Mention, Sequence[Spot]], strong: Sequence[Party]
    ) -> list[Party]:
        """Names without a phone: with the person of that name at the same post, or else in the same village."""
        named: dict[str, list[Party]] = {}
        for party in strong:
            if party.name:
                named.setdefault(party.key, []).append(party)
        found: list[Party] = []
        for mention in weak:
            if mention.name is None:
                self.findings.fault(mention.where, say("row-names-nobody-here"), say("give-name"))
                continue
            candidates = named.setdefault(name_key(mention.name), [])
            mine = set(spots.get(mention, ()))
            match = self._namesake(mention, mine, candidates)
            if match is None:
                continue
            if not match.mentions:
                found.append(match)
                candidates.append(match)
            _add(match, mention, spots)
        return found

    def _namesake(self, mention: Mention, spots: set[Spot], candidates: Sequence[Party]) -> Party | None:
        """The party of a name without a phone; a new one if there is none; None with a fault if it may be several."""
        same_post = [party for party in candidates if party.spots & spots]
        if len(same_post) == 1:
            return same_post[0]
        scopes = {self.scope(of) for of, _ in spots}
        near = [p for p in candidates if not scopes or not p.spots or {self.scope(of) for of, _ in p.spots} & scopes]
        if len(near) > 1:
            self.findings.fault(
                mention.where,
                say("several-people", count=len(near), name=mention.name),
                say("give-telephone"),
                mention.name,
            )
            return None
        if not near:
            return Party()
        if not near[0].doubted:
            near[0].doubted = True
            self.findings.warn(
                mention.where,
                say("taken-for-one", name=mention.name, elsewhere=near[0].where.seen_from(mention.where)),
                say("telephone-to-be-certain"),
                mention.name,
            )
        return near[0]

    def scope(self, of: FactId) -> FactId:
        """The village that something is in; for what is in none, the thing itself."""
        if of not in self._scopes:
            self._scopes[of] = self._scope(of)
        return self._scopes[of]

    def _scope(self, of: FactId) -> FactId:
        unit = self.draft.get(Unit, of)
        while unit is not None and unit.kind in {UnitKind.GRID, UnitKind.MICRO_GRID}:
            edges = self.draft.line(PartOf, "child", unit.id)
            above = self.draft.get(Unit, edges[-1].parent) if edges else None
            # Rows that put a unit into one of its own level are refused later; here they must not make a circle.
            unit = above if above is not None and above.kind.depth < unit.kind.depth else None
        return unit.id if unit is not None else of

    def _check(self, party: Party) -> None:
        """Faults for rows of one person that contradict each other in what tells people apart."""
        for what, said in (
            (None, {name_key(m.name): m for m in party.mentions if m.name and m.details}),
            (say("id-number"), {m.number: m for m in party.mentions if m.number}),
        ):
            if len(said) > 1:
                one, other, *_ = said.values()
                elsewhere = one.where.seen_from(other.where)
                if what is None:
                    why = say("another-name", elsewhere=elsewhere, one=one.name, other=other.name)
                else:
                    why = say("another-what", what=what, elsewhere=elsewhere)
                self.findings.fault(other.where, why, say("correct-one-of-them"), party.name)
        phones = {phone_key(m.phone): m for m in party.mentions if m.phone and m.details}
        if len(phones) > 1:
            other = list(phones.values())[1]
            self.findings.warn(
                other.where, say("several-telephones", party=party.name, phone=party.phone), None, other.phone
            )

    # -- people of the model -------------------------------------------------------------------------------------------

    def _match(self, party: Party) -> FactId | None:
        """The person of the model who is meant, or None if there is none."""
        if party.fixed is not None and self.draft.get(Person, party.fixed) is not None:
            return party.fixed
        seal = self._seal(party)
        if seal is not None and seal in self._by_seal:
            return self._by_seal[seal].id
        if party.phone:
            same = [p for p in self._by_call.get(party.call, ()) if self._may_be(p, party, seal)]
            if same:
                return self._only(same, party)
        known = [p for p in self._by_name.get(party.key, ()) if self._may_be(p, party, seal)]
        known = [p for p in known if party.phone is None or p.phone is None]
        scopes = {self.scope(of) for of, _ in party.spots}
        # Those who hold a post now come before those who did once: a former holder may be named again.
        for ever in (False, True):
            same_post = [p for p in known if party.spots & set(self._spots(p, ever=ever))]
            if len(same_post) == 1:
                return same_post[0].id
            near = [p for p in known if not scopes or {self.scope(of) for of, _ in self._spots(p, ever=ever)} & scopes]
            if near and (party.fixed is None or scopes):
                return self._near(near, party)
        self._doubt_new_number(party)
        return None

    def _near(self, near: Sequence[Person], party: Party) -> FactId | None:
        """Somebody of the same name in the same village, with a doubt."""
        found = self._only(near, party)
        if found is not None:
            self._warn_near(party, found)
        return found

    def _only(self, people: Sequence[Person], party: Party) -> FactId | None:
        """The one person; of several the one who holds one of the posts; a fault if that leaves several."""
        here = [p for p in people if party.spots & set(self._spots(p))]
        if len(people) == 1 or len(here) == 1:
            return (here or list(people))[0].id
        self.findings.fault(
            party.where,
            say("several-known", count=len(people), party=party.name),
            say("telephone-or-id"),
            party.name,
        )
        return None

    def _may_be(self, person: Person, party: Party, seal: str | None) -> bool:
        """Whether nothing says that the person is not the party: no other id or ID number, nobody else claims them."""
        if party.fixed is not None and person.id in self._said:
            return False
        other = self._claimed.get(person.id)
        if other is not None and other.phone and party.phone and phone_key(other.phone) != phone_key(party.phone):
            return False
        return seal is None or person.id_number_seal is None or person.id_number_seal == seal

    def _spots(self, person: Person, *, ever: bool = False) -> Iterator[Spot]:
        """The posts that a person of the model holds on the day or later, or with `ever` held on any day."""
        for post in self.draft.base.linked(Holding, "person", person.id):
            if not is_void(post) and (ever or until(post) > self.day):
                yield post.of, post.role

    def _seal(self, party: Party) -> str | None:
        said = next((str(m.values["id_number_seal"]) for m in party.mentions if "id_number_seal" in m.values), None)
        return self.seal(party.number) if party.number is not None and self.seal is not None else said

    def _warn_near(self, party: Party, known: FactId) -> None:
        self.findings.warn(
            party.where,
            say("taken-for-known", party=party.name, known=known, known_name=party.name),
            say("telephone-to-be-certain"),
            party.name,
        )

    def _doubt_new_number(self, party: Party) -> None:
        for person in self._by_name.get(party.key, ()):
            if person.phone and party.phone and party.spots & set(self._spots(person)):
                self.findings.warn(
                    party.where,
                    say("another-telephone", party=party.name),
                    say("if-number-changed"),
                    party.phone,
                )

    # -- what is said of them ------------------------------------------------------------------------------------------

    def _begin(self, party: Party) -> FactId | None:
        name = party.name
        if name is None:
            self.findings.fault(
                party.where, say("nobody-of-id", fixed=party.fixed), say("correct-id-or-name"), party.fixed
            )
            return None
        free = party.fixed is not None and self.draft.find(party.fixed) is None
        spots = sorted((of, role.value) for of, role in party.spots)
        person_id = (
            party.fixed if free and party.fixed else self.draft.mint("person", name, *(spots[0] if spots else ()))
        )
        self._doubt_name(party, name)
        self.draft.put(Person(id=person_id, name=name, start=self.day), party.where)
        return person_id

    def _doubt_name(self, party: Party, name: str) -> None:
        """Doubts whether a word that is to be somebody new is the name of a person at all."""
        if party.fixed is not None:
            return
        for why in self._strange(name):
            self.findings.warn(party.where, say("new-person-made", name=name, why=why), NO_PERSON, name)

    def _strange(self, name: str) -> Iterator[Message]:
        if (why := strange(name)) is not None:
            yield why
        if (what := self._bodies().get(name_key(name))) is not None:
            yield say("name-of-unit-too", what=what)

    def _bodies(self) -> dict[str, str]:
        """What units, departments, centres and committees are called -> which it is."""
        if self._called is None:
            named = ((state.name, state.unit) for state in self.draft.live(UnitState))
            others = ((str(getattr(f, "name", "")), f.id) for cls in BODIES for f in self.draft.live(cls))
            self._called = {name_key(name): fact_id for name, fact_id in (*named, *others)}
        return self._called

    def _describe(self, person_id: FactId, party: Party, *, new: bool) -> None:
        """Take over what the rows say of a person; the first to say something is believed."""
        values: dict[str, object] = {}
        telling = [m for m in party.mentions if m.details] or (party.mentions if new else [])
        for mention in telling:
            said = {"phone": mention.phone, **mention.values}
            for name, value in said.items():
                if value is not None and values.setdefault(name, value) != value and name != "phone":
                    self.findings.warn(mention.where, say("stated-differently", party=party.name, name=name))
        seal = self._seal(party)
        if seal is not None:
            values["id_number_seal"] = seal
        person = self.draft.get(Person, person_id)
        if person is None:
            return
        known = party.fixed is None and party.key == name_key(person.name)
        if party.name is not None and party.name != person.name and telling and not known:
            values["name"] = party.name
            self.findings.warn(
                party.where, say("called-from-now", person=person.name, person_id=person_id, party=party.name)
            )
        self._unsealed(party)
        after = altered(person, values)
        if after != person or new:
            self.draft.put(after, party.where)

    def _unsealed(self, party: Party) -> None:
        if party.number is not None and self.seal is None:
            self.findings.warn(
                Where(party.where.file, party.where.sheet),
                say("id-numbers-not-kept"),
            )

    def settle(self, mentions: Iterable[Mention]) -> None:
        """Let everybody be known from their first engagement on, and for as long as they hold anything."""
        first, last = self._engagements()
        said = {self._person_of[m]: m for m in mentions if m in self._person_of and (m.known_from or m.known_to)}
        drafts = [fact for fact in self.draft.facts.values() if isinstance(fact, Person)]
        for person_id in dict.fromkeys([*(p.id for p in drafts), *first, *said]):
            person = self.draft.get(Person, person_id)
            if person is not None:
                self._settle(person, said.get(person_id), first.get(person_id), last.get(person_id))

    def _engagements(self) -> tuple[dict[FactId, date], dict[FactId, date]]:
        first: dict[FactId, date] = {}
        last: dict[FactId, date] = {}
        for fact in self.draft.facts.values():
            if is_void(fact):
                continue
            for person_id in _people_of(fact):
                first[person_id] = min(first.get(person_id, date.max), fact.start)
                last[person_id] = max(last.get(person_id, date.min), until(fact))
        return first, last

    def _settle(self, person: Person, said: Mention | None, first: date | None, last: date | None) -> None:
        new = self.draft.base.get(Person, person.id) is None
        start = (said.known_from if said else None) or (None if new else person.start) or first or self.day
        start = min(start, first or start)
        if not new and said is not None and said.known_from is not None:
            held = [h.start for h in self.draft.line(Holding, "person", person.id)]
            start = min([start, *held])
        end = (said.known_to if said else None) or person.end
        if end is not None and last is not None and last > end and not (said and said.known_to):
            self.findings.warn(
                place(self.draft, person.id),
                say("there-again", person=person.name, person_id=person.id, end=end),
            )
            end = None
        settled = replace(person, start=start, end=end)
        if settled != person:
            self.draft.put(settled, source(self.draft, person.id) or (said.where if said else Where("")))


def _people_of(fact: Fact) -> Iterator[FactId]:
    for name, classes in fact.LINKS.items():
        if classes == ("Person",) and (person_id := getattr(fact, name)) is not None:
            yield person_id


def _keys(mention: Mention) -> Iterator[tuple[str, ...]]:
    """What makes two mentions one person."""
    if mention.id is not None:
        yield ("id", mention.id)
        return
    if mention.number is not None:
        yield ("number", mention.number)
    if "id_number_seal" in mention.values:
        yield ("seal", str(mention.values["id_number_seal"]))
    if mention.name is not None and mention.phone is not None:
        yield ("call", name_key(mention.name), phone_key(mention.phone))


def _add(party: Party, mention: Mention, spots: Mapping[Mention, Sequence[Spot]]) -> None:
    party.mentions.append(mention)
    party.spots.update(spots.get(mention, ()))
    party.fixed = party.fixed or mention.id


def _join(party: Party, other: Party, by_key: dict[tuple[str, ...], Party]) -> None:
    party.mentions.extend(other.mentions)
    party.spots |= other.spots
    for mention in other.mentions:
        for key in _keys(mention):
            by_key[key] = party
