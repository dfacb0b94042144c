"""The one place through which what is personal leaves: masked by the caller's reach, and logged before it goes."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from graph.access.grants import Right
from graph.access.reach import Reach
from graph.codec import Plain, plain_fact
from graph.facts import DutyOverride, Fact, FactId, Person
from graph.messages import say
from queries.cases.routing import RouteStep, Verdict

KEPT_OUT = say("kept-out")
KEPT_OUT_WHY = say("kept-out-beyond-reach")
"""What stands in place of who must be kept out of a case."""


class Shown(str):
    """Something personal that a caller may see.  `covered` stands in its place if that can't be logged."""

    __slots__ = ()

    @property
    def covered(self) -> str | None:
        """What may be seen by anybody."""
        return None


class ShownNumber(Shown):
    """A number that can be told apart by its last characters."""

    __slots__ = ()

    @property
    def covered(self) -> str:
        """What may be seen by anybody."""
        return mask(self)


class ShownDay(date):
    """A day that a caller may see; an answer has it as text."""

    __slots__ = ()

    def isoformat(self) -> str:
        """The day as YYYY-MM-DD, marked as personal."""
        return Shown(super().isoformat())


class Disclosure:
    """What one operation shows of people, to a caller of this reach.  `seen` are those of whom it has shown anything.

    The reach is that of the moment at which the operation began: what a change itself does opens nothing.
    """

    def __init__(self, reach: Reach) -> None:
        self.reach = reach
        self.seen: set[FactId] = set()
        self.tells_kept_out = False
        """Whether the answer says who is kept out of a case: in its whole shape, which nothing can cover."""
        self._everybody = reach.everywhere(Right.READ_CONTACTS)

    def personal(self, fact: Fact, name: str) -> str | date | None:
        """What a fact says of somebody in a field, or as much of it as the caller may see."""
        value = getattr(fact, name)
        if value is None:
            return None
        may_see = self._sees(fact)
        if isinstance(value, date):
            return ShownDay(value.year, value.month, value.day) if may_see else None
        shown = MASKED.get(name, Shown)(value)
        return shown if may_see else shown.covered

    def fact(self, fact: Fact) -> dict[str, Plain]:
        """A fact as JSON has it, without what is sealed, and without what is personal and not in reach."""
        plain = {name: value for name, value in plain_fact(fact).items() if name not in fact.SEALED}
        for name in fact.PERSONAL:
            shown = self.personal(fact, name)
            if shown is None:
                plain.pop(name, None)
            else:
                plain[name] = shown.isoformat() if isinstance(shown, date) else shown
        return plain

    def step(self, place: FactId, step: RouteStep, concerns: Collection[FactId]) -> RouteStep:
        """A step on the way of somebody's case: who is kept out of it is told to those alone who reach its place.

        `concerns` are all whom the case concerns; where a department is kept out, it is because of some of them.
        """
        if step.outcome is not Verdict.EXCLUDED:
            return step
        if self.reach.unit(place, Right.READ_CONTACTS):
            self.seen.update(concerns if step.person is None else {step.person.id})
            self.tells_kept_out = True
            return step
        hidden = replace(step, unit=None, person=None, department=None, facts=(), body=None)
        return replace(hidden, what=KEPT_OUT, reason=KEPT_OUT_WHY)

    def _sees(self, fact: Fact) -> bool:
        """Whether the caller sees what is personal in a fact; whoever it is about is noted."""
        if isinstance(fact, DutyOverride):
            return self._sees_why(fact)
        if not (self._everybody or self.reach.contacts(fact.id)):
            return False
        self.seen.add(fact.id)
        return True

    def _sees_why(self, override: DutyOverride) -> bool:
        """Whether they see why somebody serves in place of others: contacts where the rota is; it may be an illness."""
        if not self.reach.place(override.rota, Right.READ_CONTACTS):
            return False
        if self.reach.head.get(Person, override.member) is not None:
            self.seen.add(override.member)
        return True


MASKED: Mapping[str, type[Shown]] = {"phone": ShownNumber}
"""Fields that can be told apart by their last characters; of the others nothing is shown."""


def mask(text: str) -> str:
    """A number that can be told from another, and no more: all but the last two characters hidden."""
    return "*" * max(len(text) - 2, 0) + text[-2:]


def covered(data: Any) -> Any:  # noqa: ANN401 -- an answer's data, of any shape
    """The same data with all that is personal covered."""
    match data:
        case Shown():
            return data.covered
        case dict():
            return {name: covered(value) for name, value in data.items()}
        case list():
            return [covered(value) for value in data]
    return data
