"""Facts and operations as plain values: what the journal keeps, and how rows become facts again."""

import types
import typing
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from functools import cache
from typing import Any, TypeVar

import orjson

from graph.change import End, Operation, Put
from graph.facts import CLASS_BY_NAME, FACT_CLASSES, Fact
from graph.words import Term

F = TypeVar("F", bound=Fact)
Plain = str | int | float | bool | None


class Reader:
    """Turns plain values into facts; equal dates and ids that it has read become one object, to save memory."""

    def __init__(self) -> None:
        self._dates = _Dates()
        self._texts = _Texts()

    def facts(self, cls: type[F], columns: Sequence[Sequence[Any]]) -> list[F]:
        """The facts of which `columns` hold the plain values: a column for each field, in their order."""
        facts = [cls.__new__(cls) for _ in columns[0]]
        for name, column in zip(FIELD_NAMES[cls], columns, strict=True):
            _fill(getattr(cls, name).__set__, facts, self._read_column(cls, name, column))
        return facts

    def read(self, plain: Mapping[str, Any]) -> Fact:
        """The fact that `plain_fact` made `plain` of."""
        cls = CLASS_BY_NAME[plain["fact"]]
        return self.facts(cls, [(plain.get(name),) for name in FIELD_NAMES[cls]])[0]

    def _read_column(self, cls: type[Fact], name: str, column: Sequence[Any]) -> Iterable[Any]:
        kind = FIELD_TYPES[cls][name]
        if kind is date:
            return map(self._dates.__getitem__, column)
        if issubclass(kind, Term):
            return map(_terms(kind).__getitem__, column)
        if name in cls.LINKS or (name == "id" and cls.__name__ in NAMED):
            return map(self._texts.__getitem__, column)
        if kind is float:
            return (None if value is None else float(value) for value in column)
        return column


def _fill(put: Callable[[Any, Any], None], facts: Sequence[Fact], values: Iterable[Any]) -> None:
    """Put a value into each fact's slot: a frozen dataclass's own `__init__` takes 4 x as long."""
    deque(map(put, facts, values), maxlen=0)


NAMED = {name for cls in FACT_CLASSES for classes in cls.LINKS.values() for name in classes}
"""The classes whose ids other facts hold."""


class _Dates(dict[str | None, date | None]):
    """Dates by their text, each made once; None is None."""

    def __missing__(self, text: str | None) -> date | None:
        found = self[text] = None if text is None else date.fromisoformat(text)
        return found


class _Texts(dict[str | None, str | None]):
    """Each text by itself, as the object that was met first."""

    def __missing__(self, text: str | None) -> str | None:
        self[text] = text
        return text


@cache
def _terms(kind: type[Term]) -> dict[str | None, Term | None]:
    return {None: None} | {member.value: member for member in kind}


FIELD_NAMES: dict[type[Fact], tuple[str, ...]] = {cls: tuple(f.name for f in fields(cls)) for cls in FACT_CLASSES}
"""The names of a fact's fields, in their order."""


def _without_none(hint: object) -> type:
    if isinstance(hint, types.UnionType):
        hint = next(arg for arg in hint.__args__ if arg is not types.NoneType)
    return typing.cast("type", hint)


def _field_types(cls: type[Fact]) -> dict[str, type]:
    hints = typing.get_type_hints(cls)
    return {name: _without_none(hints[name]) for name in FIELD_NAMES[cls]}


FIELD_TYPES: dict[type[Fact], dict[str, type]] = {cls: _field_types(cls) for cls in FACT_CLASSES}
"""The types of a fact's fields, without their `| None`."""


def plain_value(value: object) -> Plain:
    """A field's value as JSON has it: dates as YYYY-MM-DD, words as their value."""
    if isinstance(value, Term):
        return str(value.value)
    if isinstance(value, date):
        return value.isoformat()
    return typing.cast("Plain", value)


def plain_fact(fact: Fact) -> dict[str, Plain]:
    """A fact as plain values, with its class in `fact`; what is None is left out."""
    plain: dict[str, Plain] = {"fact": type(fact).__name__}
    for name in FIELD_NAMES[type(fact)]:
        value = getattr(fact, name)
        if value is not None:
            plain[name] = plain_value(value)
    return plain


def encode_operation(operation: Operation, was: Fact | None) -> str:
    """An operation as one line of JSON, with the fact of its id before it, if there was one."""
    match operation:
        case Put(fact):
            plain: dict[str, Any] = {"put": plain_fact(fact)}
        case End(fact_id, on):
            plain = {"end": fact_id, "on": on.isoformat()}
    if was is not None:
        plain["was"] = plain_fact(was)
    return orjson.dumps(plain).decode()


def decode_operation(text: str, reader: Reader) -> tuple[Operation, Fact | None]:
    """The operation, and the fact before it, that `encode_operation` made `text` of."""
    plain = orjson.loads(text)
    was = reader.read(plain["was"]) if "was" in plain else None
    if "put" in plain:
        return Put(reader.read(plain["put"])), was
    return End(plain["end"], date.fromisoformat(plain["on"])), was
