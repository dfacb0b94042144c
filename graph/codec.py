"""Facts and operations as plain values: what the journal keeps, and how rows become facts again."""

import types
import typing
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from datetime import date
from typing import Any, TypeVar

import orjson

from graph.change import End, Operation, Put
from graph.facts import CLASS_BY_NAME, FACT_CLASSES, Fact
from graph.words import Term

F = TypeVar("F", bound=Fact)
Plain = str | int | float | bool | None
Convert = Callable[[Any], Any]


class Reader:
    """Turns plain values into facts; equal dates and ids that it has read become one object, to save memory."""

    def __init__(self) -> None:
        self._dates: dict[str, date] = {}
        self._texts: dict[str, str] = {}

    def builder(self, cls: type[F]) -> Callable[[Iterable[Any]], F]:
        """A function from the plain values of a fact, in the order of its fields, to the fact."""
        names = FIELD_NAMES[cls]
        converts = [self._convert(cls, name) for name in names]

        def build(values: Iterable[Any]) -> F:
            return cls(
                **{
                    name: value if value is None or convert is None else convert(value)
                    for name, convert, value in zip(names, converts, values, strict=True)
                }
            )

        return build

    def read(self, plain: Mapping[str, Any]) -> Fact:
        """The fact that `plain_fact` made `plain` of."""
        cls = CLASS_BY_NAME[plain["fact"]]
        return self.builder(cls)([plain.get(name) for name in FIELD_NAMES[cls]])

    def _convert(self, cls: type[Fact], name: str) -> Convert | None:
        kind = FIELD_TYPES[cls][name]
        if kind is date:
            return self._date
        if issubclass(kind, Term):
            return {member.value: member for member in kind}.__getitem__
        if name == "id" or name in cls.LINKS:
            return self._text
        return float if kind is float else None

    def _date(self, text: str) -> date:
        found = self._dates.get(text)
        if found is None:
            found = self._dates[text] = date.fromisoformat(text)
        return found

    def _text(self, text: str) -> str:
        return self._texts.setdefault(text, text)


FIELD_NAMES: dict[type[Fact], tuple[str, ...]] = {cls: tuple(f.name for f in fields(cls)) for cls in FACT_CLASSES}
"""The names of a fact's fields, in their order."""


def _without_none(hint: object) -> type:
    if isinstance(hint, types.UnionType):
        hint = next(arg for arg in hint.__args__ if arg is not types.NoneType)
    return typing.cast("type", hint)


FIELD_TYPES: dict[type[Fact], dict[str, type]] = {
    cls: {name: _without_none(typing.get_type_hints(cls)[name]) for name in names} for cls, names in FIELD_NAMES.items()
}
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
