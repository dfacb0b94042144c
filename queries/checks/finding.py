"""What a check is, and what it finds."""

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from graph.facts import Fact, FactId, Person, Unit
from graph.messages import Message
from graph.view import View
from graph.words import Term
from queries.places.place import name

T = TypeVar("T")


class Severity(Term):
    """How much it matters."""

    ERROR = "error", "错误"
    WARNING = "warning", "警告"
    NOTE = "note", "提示"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it should be, in a sentence with names and ids, and the ids again."""

    message: Message
    ids: tuple[FactId, ...]


def fault(message: Message, *ids: FactId) -> Fault:
    """A fault in a sentence, the Chinese without its full stop."""
    return Fault(message, ids)


@dataclass(frozen=True)  # no slots: CPython 3.11 can't make a frozen and generic class with them
class CheckOf(Generic[T]):
    """One integrity check of something.  Its number never changes and is never given to another.

    `title` and `remedy` are 中文 / English; `find` says in its first line what it looks for, unless `looks_for` does.
    """

    number: str
    severity: Severity
    title: Message
    remedy: Message
    find: Callable[[T], Iterable[Fault]]
    looks_for: str = ""

    @property
    def about(self) -> str:
        """What it looks for, in a sentence."""
        return self.looks_for or (inspect.getdoc(self.find) or "").partition("\n\n")[0].replace("\n", " ")

    def findings(self, of: T) -> "Iterator[Finding]":
        """What it finds."""
        for found in self.find(of):
            yield Finding(self.number, self.severity, self.title, found.message, self.remedy, found.ids)


Check = CheckOf[View]
"""A check of the model."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: what is wrong, how to mend it, and the ids concerned."""

    number: str
    severity: Severity
    title: Message
    message: Message
    remedy: Message
    ids: tuple[FactId, ...]


def called(view: View, fact: Fact | None) -> str:
    """The name and the id of a unit, a person, or anything else."""
    if fact is None:
        return "?"
    known = name(view, fact) if isinstance(fact, Unit) else getattr(fact, "name", None)
    return fact.id if known in {None, fact.id} else f"{known} {fact.id}"


def called_person(view: View, person_id: FactId) -> str:
    """The name and the id of a person, whether known on the day or not."""
    return called(view, view.snapshot.get(Person, person_id))
