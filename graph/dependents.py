"""What hangs on what: which facts belong to another, end with it, and go over with it to what takes its place.

It stands beside the fields, as `owner`; nothing here is a list to be kept in step.
"""

from collections.abc import Iterator, Mapping

from graph.codec import NAMED
from graph.facts import FACT_CLASSES, Fact
from graph.snapshot import Readable

OWNED: Mapping[type[Fact], tuple[tuple[type[Fact], str], ...]] = {
    owner: tuple(
        (cls, name)
        for cls in FACT_CLASSES
        for name, known in cls.KNOWN.items()
        if known.owner and owner.__name__ in known.to
    )
    for owner in FACT_CLASSES
}
"""Class -> the classes of facts that belong to one of it, and the link by which they do."""

LIES_IN: Mapping[type[Fact], str] = {
    cls: name for cls in FACT_CLASSES if cls.__name__ in NAMED for name, known in cls.KNOWN.items() if known.owner
}
"""What is no unit, and others name it -> the link to what it lies in: a centre in a unit, a committee in a centre."""


def dependents(facts: Readable, fact: Fact) -> Iterator[tuple[str, Fact]]:
    """The facts that belong to one, by class, each with the link by which it does.

    They are those of all days, annulled ones too.  What belongs to these in turn is not among them.
    """
    for cls, name in OWNED[type(fact)]:
        for each in facts.linked(cls, name, fact.id):
            yield name, each
