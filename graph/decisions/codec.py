"""Decisions as plain values, as JSON has them: what a backup keeps, and how decisions come of it again."""

import types
import typing
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any

from graph.decisions.decision import Decision
from graph.words import Term

Plain = dict[str, Any]


def plain_decision(decision: Decision) -> Plain:
    """A decision as plain values; what is None is left out."""
    plain: Plain = _plain(decision)
    return plain


def read_decision(plain: Mapping[str, Any]) -> Decision:
    """The decision that `plain_decision` made `plain` of.  Raises ValueError or TypeError if none did."""
    decision: Decision = _read(Decision, plain, "decision")
    return decision


def _plain(value: Any) -> Any:  # noqa: ANN401 -- any field's
    if isinstance(value, Term):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if is_dataclass(value):
        named = ((field.name, getattr(value, field.name)) for field in fields(value))
        return {name: _plain(each) for name, each in named if each is not None}
    return value


def _read(kind: Any, value: Any, where: str) -> Any:  # noqa: ANN401 -- any field's
    if isinstance(kind, types.UnionType):
        inner = next(arg for arg in kind.__args__ if arg is not types.NoneType)
        return None if value is None else _read(inner, value, where)
    if typing.get_origin(kind) is tuple:
        inner = typing.get_args(kind)[0]
        return tuple(_read(inner, each, where) for each in _of(list, value, where))
    if is_dataclass(kind):
        return _read_fields(kind, _of(dict, value, where), where)
    if kind is datetime:
        return _instant(_of(str, value, where), where)
    if issubclass(kind, Term):
        return kind(_of(str, value, where))
    return _of(kind, value, where)


def _read_fields(kind: Any, plain: Plain, where: str) -> Any:  # noqa: ANN401 -- a dataclass
    kinds = typing.get_type_hints(kind)
    if beyond := plain.keys() - kinds.keys():
        raise ValueError(f"{where} has fields that this Wangge does not know: {', '.join(sorted(beyond))}")
    return kind(**{name: _read(kinds[name], value, f"{where}.{name}") for name, value in plain.items()})


def _of(kind: type, value: Any, where: str) -> Any:  # noqa: ANN401 -- that is the question
    if type(value) is not kind:
        raise TypeError(f"{where} can't be {value!r}")
    return value


def _instant(text: str, where: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(f"{where}, {text}, has no zone")
    return at
