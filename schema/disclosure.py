"""The one place through which what is personal leaves: masked by the caller's reach, and logged before it goes."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from graph.access.grants import Right
from graph.access.reach import Reach
from graph.codec import Plain, plain_fact
from graph.facts import DutyOverride, Fact, FactId, Person
from queries.cases.routing import RouteStep, Verdict

KEPT_OUT = "须回避人员 / somebody kept out"
KEPT_OUT_WHY = "有人须回避，姓名不在查阅范围内 / somebody is kept out of the case; who it is lies beyond your reach."
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

    def phone(self, person: Person) -> str | None:
        """The person's number, or as much of it as the caller may see."""
        number = person.phone
        return None if number is None else self._personal(person.id, number, ShownNumber)

    def reason(self, override: DutyOverride) -> str | None:
        """Why somebody serves in place of others, for who sees contacts where the rota is: it may be an illness."""
        if override.reason is None or not self.reach.place(override.rota, Right.READ_CONTACTS):
            return None
        if self.reach.head.get(Person, override.member) is not None:
            self.seen.add(override.member)
        return Shown(override.reason)

    def fact(self, fact: Fact) -> dict[str, Plain]:
        """A fact as JSON has it, without what is sealed, and without what is personal and not in reach."""
        plain = {name: value for name, value in plain_fact(fact).items() if name not in fact.SEALED}
        for name in fact.PERSONAL:
            if plain.get(name) is None:
                continue
            shown = (
                self.reason(fact)
                if isinstance(fact, DutyOverride)
                else self._personal(fact.id, str(plain[name]), MASKED.get(name, Shown))
            )
            if shown is None:
                del plain[name]
            else:
                plain[name] = shown
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

    def _personal(self, person: FactId, text: str, kind: type[Shown]) -> str | None:
        if self._everybody or self.reach.contacts(person):
            self.seen.add(person)
            return kind(text)
        return kind(text).covered


MASKED = {"phone": ShownNumber}
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
