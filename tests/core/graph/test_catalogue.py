"""What is known of the fields of facts: whole, of the right kind, and what is derived from it."""

import re
from dataclasses import fields
from datetime import date

import pytest

from graph.codec import FIELD_TYPES
from graph.facts import CLASS_BY_NAME, FACT_CLASSES, Fact
from graph.record.migrations import migrations
from graph.record.shape import SHAPES, NodeShape

CHINESE = re.compile(r"[\u4e00-\u9fff]")
OF_EVERY_FACT = {field.name for field in fields(Fact)}


@pytest.mark.parametrize("cls", FACT_CLASSES)
def test_every_field_is_known(cls: type[Fact]) -> None:
    assert list(cls.KNOWN) == [field.name for field in fields(cls) if field.name not in OF_EVERY_FACT]
    assert CHINESE.search(cls.WORDS.zh)
    assert re.fullmatch(r"[a-z -]+", cls.WORDS.en)
    for name, known in cls.KNOWN.items():
        assert CHINESE.search(known.zh), name
        assert re.match(r"[A-Z].*[^.]$", known.en), name


@pytest.mark.parametrize("cls", FACT_CLASSES)
def test_what_is_known_is_of_the_kind_of_the_field(cls: type[Fact]) -> None:
    for name, known in cls.KNOWN.items():
        kind = FIELD_TYPES[cls][name]
        assert set(known.to) <= set(CLASS_BY_NAME)
        assert (known.within is not None) == (kind in {int, float}), name
        assert kind is str or not (known.longest or known.lines or known.to), name
        assert kind in {str, date} or not (known.personal or known.sealed), name
        assert known.to or not known.owner, name


@pytest.mark.parametrize("cls", FACT_CLASSES)
def test_every_link_is_one_relationship(cls: type[Fact]) -> None:
    joined = [name for name, known in cls.KNOWN.items() if known.incoming or known.outgoing]
    if cls.RELATION is None:
        assert joined == list(cls.LINKS)
        assert not any(known.incoming and known.outgoing for known in cls.KNOWN.values())
    else:
        assert not joined
        assert {cls.RELATION.source, cls.RELATION.target} == set(cls.LINKS)


def test_no_type_of_relationship_has_two_meanings() -> None:
    types = [cls.RELATION.type for cls in FACT_CLASSES if cls.RELATION]
    types += [t for cls in FACT_CLASSES for known in cls.KNOWN.values() for t in (known.incoming, known.outgoing) if t]
    assert len(types) == len(set(types))


def test_migrations_make_every_identity_unique() -> None:
    statements = " ".join(statement for migration in migrations() for statement in migration.statements)
    nodes = set(re.findall(r"FOR \(n:(\w+)\) REQUIRE n\.(?:id|code) IS UNIQUE", statements))
    relations = set(re.findall(r"FOR \(\)-\[r:(\w+)\]-\(\) REQUIRE r\.id IS UNIQUE", statements))
    for shape in SHAPES.values():
        assert (shape.label in nodes) if isinstance(shape, NodeShape) else (shape.type in relations), shape
