"""A draft: operations gathered on a snapshot, each edit seeing what the ones before it have done."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import TypeVar

from graph.change import End, Operation, Put
from graph.errors import InvalidInput, NotFound
from graph.facts import Fact, FactId, Person, Unit
from graph.ids import mint
from graph.messages import Message, say
from graph.snapshot import Snapshot
from graph.texts import shown
from graph.time.calendar import CivilTime, WorkCalendar
from graph.time.validity import FIRST_DAY, LAST_DAY, holds_on, is_void, until
from graph.view import View

F = TypeVar("F", bound=Fact)

LONGEST_SUMMARY = 300


class Draft:
    """Operations for one change, and the snapshot as they leave it, its rules not yet checked.

    `named` are the ids that were looked up, and found.  `now` is for edits that leave the past alone, None if there is
    none to them; it goes with `civil`, which also says which days are worked.
    """

    def __init__(self, snapshot: Snapshot, now: datetime | None = None, civil: CivilTime | None = None) -> None:
        if now is not None and civil is None:
            raise ValueError("an instant means nothing to edits without the zone")
        self.snapshot = snapshot
        self.now = now
        self.civil = civil
        self.operations: list[Operation] = []
        self.notes: list[Message] = []
        self.named: list[FactId] = []

    @property
    def calendar(self) -> WorkCalendar:
        """Which days are worked."""
        return WorkCalendar() if self.civil is None else self.civil.calendar

    def on(self, day: date) -> View:
        """The draft seen from a day."""
        return View(self.snapshot, day)

    def put(self, fact: Fact) -> None:
        """State a fact."""
        self.operations.append(Put(fact))
        self._take(fact)

    def end(self, fact: Fact, on: date) -> None:
        """Let a fact end on a day, or annul it if it would begin only then or later; one that is over stays."""
        if until(fact) <= on or is_void(fact):
            return
        day = max(on, fact.start)
        self.operations.append(End(fact.id, day))
        self._take(replace(fact, end=day))

    def mint(self, prefix: str, *words: object) -> FactId:
        """A new id that nothing in the draft has."""
        return mint(prefix, *words, taken=lambda fact_id: self.snapshot.find(fact_id) is not None)

    def supersede(self, line: Iterable[F], new: F) -> F:
        """Let `new` hold from its start on, among the facts of `line`, of which only one holds on any day.

        It lasts as long as the one it takes the place of, or until the next recorded one; a fact that begins on that
        very day is corrected instead.  What holds already as `new` says it stays as it is.
        """
        live = [fact for fact in line if not is_void(fact)]
        current = next((fact for fact in live if holds_on(fact, new.start)), None)
        if current is None:
            following = min((fact.start for fact in live if fact.start > new.start), default=None)
            self.put(lasting := replace(new, end=following))
            return lasting
        if replace(new, id=current.id, start=current.start, end=current.end) == current:
            return current
        if current.start == new.start:
            self.put(corrected := replace(new, id=current.id, end=current.end))
            return corrected
        lasting = replace(new, end=current.end)
        self.end(current, new.start)
        self.put(lasting)
        return lasting

    def note(self, sentence: Message) -> None:
        """Add to what the change is summed up as."""
        self.notes.append(sentence)

    def summary(self) -> str:
        """What the edits do, in a line of at most 300 characters."""
        line = "; ".join(self.notes)
        return line if len(line) <= LONGEST_SUMMARY else line[: LONGEST_SUMMARY - 1] + "…"

    # -- what must be there --------------------------------------------------------------------------------------

    def unit(self, code: FactId, day: date) -> Unit:
        """The unit of a code, alive on a day.  Raises NotFound."""
        unit = self.snapshot.get(Unit, code)
        if unit is None or is_void(unit):
            raise NotFound(say("no-such-unit", code=shown(code)), (shown(code),))
        self.named.append(code)
        if not holds_on(unit, day):
            life = say("span", start=unit.start, end=unit.end or say("open"))
            raise NotFound(say("unit-not-alive", code=code, day=day, life=life), (code,))
        return unit

    def fact(self, cls: type[F], fact_id: FactId) -> F:
        """The fact of a class and id, not annulled.  Raises NotFound."""
        fact = self.snapshot.get(cls, fact_id)
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

    def _take(self, fact: Fact) -> None:
        self.snapshot = self.snapshot.with_facts({fact.id: fact}, revision=self.snapshot.revision)


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
