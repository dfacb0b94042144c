"""Fields of GraphQL types and inputs that only pass on what a fact says: made from what is known of its fields."""

import typing
from collections.abc import Callable, Collection, Iterator
from typing import Any, TypeVar

import strawberry
from strawberry.types.field import StrawberryField
from strawberry.types.maybe import Some

from graph.facts import Fact, Known
from schema.context import Info

T = TypeVar("T")

DAYS = {
    "start": Known("起始日期", "The first day on which it holds"),
    "end": Known("失效日期", "The first day on which it holds no more; null: open"),
}


def with_fields_of(cls: type[Fact]) -> Callable[[type[T]], type[T]]:
    """Give a noun, whose `fact` is of a class, a field for each of the fact's: its id, its days, what it says.

    They come first, and what the noun has under that name already stays.  Links are for the noun itself; what is sealed
    never leaves, what is personal through the operation's disclosure alone.
    """

    def add(noun: type[T]) -> type[T]:
        own = {name: field for name, field in vars(noun).items() if isinstance(field, StrawberryField)}
        for name in own:
            delattr(noun, name)
        for name, field in (dict(_fields(cls)) | own).items():
            setattr(noun, name, field)
        return noun

    return add


def _fields(cls: type[Fact]) -> Iterator[tuple[str, object]]:
    hints = typing.get_type_hints(cls)
    yield "id", strawberry.field(_id, description=f"Stable id. {cls.WORDS.zh}编号")
    for name, known in (dict(cls.KNOWN) | DAYS).items():
        if known.to or known.sealed:
            continue
        kind = hints[name]
        description = f"{known.en}. {known.zh}"
        if known.personal:
            description = f"{known.en}; masked, or null, where the caller may not see it. {known.zh}"
        resolver = _personal(name, kind) if known.personal else _plain(name, kind)
        yield name, strawberry.field(resolver, description=description)


def _id(self: Any) -> strawberry.ID:  # noqa: ANN401 -- a noun with a fact
    return strawberry.ID(self.fact.id)


def _plain(name: str, kind: object) -> Callable[..., Any]:
    def resolver(self: Any) -> Any:  # noqa: ANN401 -- the fact says the type
        return getattr(self.fact, name)

    resolver.__annotations__["return"] = kind
    return resolver


def _personal(name: str, kind: object) -> Callable[..., Any]:
    def resolver(self: Any, info: Info) -> Any:  # noqa: ANN401 -- as above
        return info.context.disclosure.personal(self.fact, name)

    resolver.__annotations__["return"] = kind
    return resolver


# -- inputs ------------------------------------------------------------------------------------------------------------


def with_inputs_of(cls: type[Fact], *, without: Collection[str] = ()) -> Callable[[type[T]], type[T]]:
    """Give an input a field for each that a fact of a class has beside its links, each of which may be left out.

    What is left out stays as it is, or unsaid; null clears it.  What the input has under that name already stays.
    """

    def add(taken: type[T]) -> type[T]:
        hints = typing.get_type_hints(cls)
        for name in sayable(cls, without):
            if name not in taken.__annotations__:
                taken.__annotations__[name] = strawberry.Maybe[hints[name]]  # type: ignore[misc, valid-type]  # made here
                setattr(taken, name, strawberry.field(description=f"{cls.KNOWN[name].en}. {cls.KNOWN[name].zh}"))
        return taken

    return add


def said_of(cls: type[Fact], taken: object) -> dict[str, Any]:
    """What an input says of a fact of a class, null included."""
    found = ((name, getattr(taken, name, None)) for name in sayable(cls))
    return {name: value.value if isinstance(value, Some) else value for name, value in found if value is not None}


def sayable(cls: type[Fact], without: Collection[str] = ()) -> Iterator[str]:
    """The fields of a class that somebody can say: neither links nor what is sealed."""
    return (name for name, known in cls.KNOWN.items() if not (known.to or known.sealed or name in without))
