"""Rules about a fact by itself: what is malformed is not examined further."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import date

from graph.errors import Problem
from graph.facts import FACT_CLASSES, Boundary, Fact, Known
from graph.messages import Message, say
from graph.rules.step import Step, concerned, what
from graph.space.outline import geometry_fault
from graph.texts import text_fault
from graph.time.validity import FIRST_DAY, LAST_DAY


def interval_in_order(step: Step) -> Iterator[Problem]:
    """A fact ends no earlier than it starts."""
    for fact in step.changed.values():
        if fact.end is not None and fact.end < fact.start:
            yield Problem(
                "interval-in-order",
                say("interval-reversed", fact=what(fact), end=fact.end, start=fact.start),
                concerned(fact),
            )


def date_plausible(step: Step) -> Iterator[Problem]:
    """Dates lie between 1900 and 2999."""
    for fact in step.changed.values():
        for field in fields(fact):
            value = getattr(fact, field.name)
            if isinstance(value, date) and (fault := value_fault(type(fact), field.name, value)):
                message = say(
                    "date-implausible", fact=what(fact), field=field.name, value=value.isoformat(), fault=fault
                )
                yield Problem("date-plausible", message, concerned(fact))


def text_clean(step: Step) -> Iterator[Problem]:
    """Texts are neither empty nor over-long and hold no characters but those that all see alike; ids hold no spaces."""
    for fact in step.changed.values():
        for field in fields(fact):
            value = getattr(fact, field.name)
            if isinstance(value, str) and (fault := value_fault(type(fact), field.name, value)):
                yield Problem(
                    "text-clean",
                    say("text-unclean", fact=what(fact), field=field.name, fault=fault),
                    concerned(fact),
                )


UNKNOWN = Known("", "")
"""Nothing: an id, or what is no field of a fact."""

NUMBERS: dict[type[Fact], dict[str, tuple[float, float]]] = {
    cls: ranges
    for cls in FACT_CLASSES
    if (ranges := {name: known.within for name, known in cls.KNOWN.items() if known.within is not None})
}
"""The ranges of numbers, both ends included."""


def number_in_range(step: Step) -> Iterator[Problem]:
    """Counts, grades and scores lie within their scales."""
    for cls, ranges in NUMBERS.items():
        for fact in step.of(cls):
            for name in ranges:
                value = getattr(fact, name)
                if fault := value_fault(cls, name, value):
                    yield Problem(
                        "number-in-range",
                        say("number-out-of-range", fact=what(fact), name=name, value=value, fault=fault),
                        concerned(fact),
                    )


def value_fault(cls: type[Fact], name: str, value: object) -> Message | None:
    """What the rules of form say of one value of a fact, before there is the fact: its range; None if nothing.

    Whoever reads values asks here, so that what the rules would refuse is told where the value stands.
    """
    match value:
        case date() if not FIRST_DAY <= value <= LAST_DAY:
            return say("dates-range", first=FIRST_DAY, last=LAST_DAY)
        case str():
            known = cls.KNOWN.get(name, UNKNOWN)
            return text_fault(name, value, longest=known.longest, lines=known.lines)
        case int() | float() if name in NUMBERS.get(cls, {}):
            low, high = NUMBERS[cls][name]
            return None if low <= value <= high else say("number-range", low=low, high=high)
    return None


def geometry_valid(step: Step) -> Iterator[Problem]:
    """A boundary is a valid, non-empty polygon or multi-polygon in degrees."""
    for fact in step.of(Boundary):
        if fault := geometry_fault(fact.geometry):
            yield Problem("geometry-valid", say("boundary-invalid", unit=fact.unit, fault=fault), (fact.id, fact.unit))


def identity_kept(step: Step) -> Iterator[Problem]:
    """An id goes on meaning the same: class, links and fixed fields of a fact never change."""
    for fact in step.changed.values():
        old = step.before.find(fact.id)
        if old is None:
            continue
        if type(old) is not type(fact):
            message = say("id-of-other-kind", fact=fact.id, old=type(old), new=type(fact))
            yield Problem("identity-kept", message, (fact.id,))
            continue
        for name in (*fact.LINKS, *fact.FIXED):
            if name not in MAY_CHANGE and getattr(old, name) != getattr(fact, name):
                message = say(
                    "field-fixed", fact=what(fact), name=name, old=getattr(old, name), new=getattr(fact, name)
                )
                yield Problem("identity-kept", message, (fact.id,))


MAY_CHANGE = frozenset({"cover"})
"""Link fields that may be corrected: naming another stand-in does not make it another absence."""
