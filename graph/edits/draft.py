"""A draft: what one change is to say, laid over a snapshot; each statement sees what the ones before it have done."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, datetime
from typing import TypeVar

from graph.change import End, Operation, Put
from graph.edits.timelines import Make, restate, stretch
from graph.errors import InvalidInput, NotFound
from graph.facts import FACT_CLASSES, Fact, FactId, Person, Unit
from graph.ids import mint
from graph.messages import Message, say
from graph.snapshot import LinkKey, Snapshot, ordered
from graph.texts import shown
from graph.time.calendar import CivilTime, WorkCalendar
from graph.time.validity import FIRST_DAY, LAST_DAY, holds_on, is_void, on_day, until
from graph.view import View

F = TypeVar("F", bound=Fact)

LONGEST_SUMMARY = 300

UNITS_STATED = 6
"""What it costs to state a fact."""


DATED = frozenset({"id", "start", "end"})
"""Fields that say which fact it is and how long it holds, not what it says."""


class Source:
    """What states a fact, such as a row of a file."""

    __slots__ = ()


class Draft:
    """Facts as a change is to leave them, over the snapshot that it begins with; its rules are not yet checked.

    `facts` are those that were stated, as they were last, by id; `sources` what stated them, as far as `source` was set
    or a source given; `operations` are the statements in their order.  `named` are the ids that were looked up, and
    found.  `now` is for edits that leave the past alone, None if there is none to them; it goes with `civil`, which
    also says which days are worked.  A statement costs a few microseconds, however large the model or the draft.
    """

    def __init__(self, base: Snapshot, now: datetime | None = None, civil: CivilTime | None = None) -> None:
        if now is not None and civil is None:
            raise ValueError("an instant means nothing to edits without the zone")
        self.base = base
        self.now = now
        self.civil = civil
        self.source: Source | None = None
        self.facts: dict[FactId, Fact] = {}
        self.sources: dict[FactId, Source] = {}
        self.operations: list[Operation] = []
        self.notes: list[Message] = []
        self.named: list[FactId] = []
        self._naming: dict[tuple[LinkKey, FactId], dict[FactId, None]] = {}
        self._built = base
        self._unbuilt: dict[FactId, Fact] = {}

    # -- what is stated ------------------------------------------------------------------------------------------

    def put(self, fact: Fact, source: Source | None = None) -> None:
        """State a fact, or a better version of one; `source` is what states it."""
        self.operations.append(Put(fact))
        self._take(fact, source)

    def end(self, fact: Fact, on: date, source: Source | None = None) -> None:
        """Let a fact end on a day, or annul it if it would begin only then or later; one that is over stays."""
        if until(fact) <= on or is_void(fact):
            return
        day = max(on, fact.start)
        self.operations.append(End(fact.id, day))
        self._take(replace(fact, end=day), source)

    def supersede(self, line: Sequence[F], new: F) -> F:
        """Let `new` hold from its start on, among the facts of `line`, of which only one holds on any day.

        It lasts as long as the one it takes the place of, or until the next recorded one; a fact that begins on that
        very day is corrected instead.  What holds already as `new` says it stays as it is.
        """
        live = sorted((fact for fact in line if not is_void(fact)), key=lambda fact: fact.start)
        start, end = stretch(live, new.start)
        same = {*DATED, *new.LINKS, *new.FIXED}
        values = {f.name: getattr(new, f.name) for f in fields(new) if f.name not in same}
        said = self.restate(live, values, start, end, lambda _, first, last: replace(new, start=first, end=last))
        return on_day((*said, *live), start) or new

    def restate(
        self,
        line: Sequence[F],
        values: Mapping[str, object],
        start: date,
        end: date | None,
        make: Make[F],
        source: Source | None = None,
    ) -> list[F]:
        """State that `values` hold on every day of `[start, end)`, whatever of the line did; what was stated for that.

        `line` is disjoint and sorted by start.  How facts give way is said in `graph/edits/timelines.py`.
        """
        said = restate(line, values, start, end, make)
        known = {fact.id: fact for fact in line}
        for fact in said:
            old = known.get(fact.id)
            if old is not None and fact.end is not None and replace(old, end=fact.end) == fact:
                self.end(old, fact.end, source)
            else:
                self.put(fact, source)
        return said

    def mint(self, prefix: str, *words: object) -> FactId:
        """A new id that nothing in the draft has, the same for the same statements on the same model."""
        return mint(prefix, *words, taken=lambda fact_id: self.find(fact_id) is not None)

    def note(self, sentence: Message) -> None:
        """Add to what the change is summed up as."""
        self.notes.append(sentence)

    def summary(self) -> str:
        """What the edits do, in a line of at most 300 characters."""
        line = "; ".join(self.notes)
        return line if len(line) <= LONGEST_SUMMARY else line[: LONGEST_SUMMARY - 1] + "…"

    def difference(self) -> tuple[Operation, ...]:
        """The fewest operations that make the model what the draft says, identities first; none where it is so."""
        order = {cls: number for number, cls in enumerate(FACT_CLASSES)}
        facts = sorted(self.facts.values(), key=lambda fact: order[type(fact)])
        return tuple(operation for fact in facts if (operation := self._operation(fact)) is not None)

    # -- how things stand ----------------------------------------------------------------------------------------

    def get(self, cls: type[F], fact_id: FactId) -> F | None:
        """The fact of this class and id as drafted, or else as it was, or None."""
        drafted = self.facts.get(fact_id)
        if drafted is None:
            return self.base.get(cls, fact_id)
        return drafted if isinstance(drafted, cls) else None

    def find(self, fact_id: FactId) -> Fact | None:
        """The fact of this id, of whatever class, or None."""
        return self.facts.get(fact_id) or self.base.find(fact_id)

    def linked(self, cls: type[F], name: str, target: FactId) -> Sequence[F]:
        """The facts of `cls` whose link field `name` holds `target`, by start, then id, whatever their dates."""
        there = self.base.linked(cls, name, target)
        more = self._naming.get(((cls, name), target), {})
        if not more and not any(fact.id in self.facts for fact in there):
            return there
        ids = dict.fromkeys(fact.id for fact in there) | more
        found = (self.get(cls, fact_id) for fact_id in ids)
        return ordered(fact for fact in found if fact is not None and getattr(fact, name) == target)

    def line(self, cls: type[F], name: str, target: FactId) -> list[F]:
        """Those of `linked` that are not annulled."""
        return [fact for fact in self.linked(cls, name, target) if not is_void(fact)]

    def all(self, cls: type[F]) -> Iterator[F]:
        """Every fact of a class, whatever its dates, those that are new last.  Cost: all facts of the class."""
        for fact in self.base.all(cls):
            drafted = self.facts.get(fact.id, fact)
            if isinstance(drafted, cls):
                yield drafted
        yield from (f for f in self.facts.values() if isinstance(f, cls) and self.base.get(cls, f.id) is None)

    def live(self, cls: type[F]) -> Iterator[F]:
        """Those of `all` that are not annulled."""
        return (fact for fact in self.all(cls) if not is_void(fact))

    @property
    def snapshot(self) -> Snapshot:
        """The model as drafted, for questions that take a whole one.

        It is kept until the next statement.  Cost: what was stated since it was asked for last.
        """
        if self._unbuilt:
            self._built = self._built.with_facts(self._unbuilt, revision=self.base.revision)
            self._unbuilt = {}
        return self._built

    def on(self, day: date) -> View:
        """The draft seen from a day."""
        return View(self.snapshot, day)

    @property
    def calendar(self) -> WorkCalendar:
        """Which days are worked."""
        return WorkCalendar() if self.civil is None else self.civil.calendar

    # -- what must be there --------------------------------------------------------------------------------------

    def unit(self, code: FactId, day: date) -> Unit:
        """The unit of a code, alive on a day.  Raises NotFound."""
        unit = self.get(Unit, code)
        if unit is None or is_void(unit):
            raise NotFound(say("no-such-unit", code=shown(code)), (shown(code),))
        self.named.append(code)
        if not holds_on(unit, day):
            life = say("span", start=unit.start, end=unit.end or say("open"))
            raise NotFound(say("unit-not-alive", code=code, day=day, life=life), (code,))
        return unit

    def fact(self, cls: type[F], fact_id: FactId) -> F:
        """The fact of a class and id, not annulled.  Raises NotFound."""
        fact = self.get(cls, fact_id)
        if fact is None or is_void(fact):
            raise NotFound(say("no-such-fact", fact=shown(fact_id), kind=cls), (shown(fact_id),))
        self.named.append(fact_id)
        return fact

    def person(self, person_id: FactId, since: date) -> Person:
        """The person of an id, known from `since` on at the latest: an earlier post makes them known earlier."""
        person = self.fact(Person, person_id)
        if since < person.start:
            person = replace(person, start=since)
            self.put(person)
        return person

    # -- inside --------------------------------------------------------------------------------------------------

    def _take(self, fact: Fact, source: Source | None) -> None:
        self.base.meter.spend(UNITS_STATED)
        cls, old = type(fact), self.get(type(fact), fact.id)
        for name in fact.LINKS:
            target = getattr(fact, name)
            if target is not None and (old is None or getattr(old, name) != target):
                self._naming.setdefault(((cls, name), target), {})[fact.id] = None
        self.facts[fact.id] = self._unbuilt[fact.id] = fact
        source = source or self.source
        if source is not None:
            self.sources[fact.id] = source

    def _operation(self, fact: Fact) -> Operation | None:
        before = self.base.get(type(fact), fact.id)
        if before == fact:
            return None
        if before is None:
            return None if is_void(fact) else Put(fact)
        if fact.end is not None and until(before) > fact.end and replace(before, end=fact.end) == fact:
            return End(fact.id, fact.end)
        return Put(fact)


def plausible(day: date, *ids: FactId) -> date:
    """A day on which something may take effect.  Raises InvalidInput for a slip of the pen, such as year 1."""
    if not FIRST_DAY < day <= LAST_DAY:
        raise InvalidInput(say("day-implausible", day=day, last=LAST_DAY), tuple(map(shown, ids)))
    return day


def given(value: str, what: Message, *ids: FactId) -> str:
    """A text that must not be empty.  Raises InvalidInput."""
    if not value.strip():
        raise InvalidInput(
            say("text-missing", what=what),
            ids,
        )
    return value.strip()
