"""Documents made to hurt, each of any size: what has slowed or stopped GraphQL servers, and what might."""

from collections.abc import Callable
from typing import Any

Make = Callable[[int], str]


def again(before: str, piece: str, after: str, closing: str = "") -> Make:
    """A piece again and again, `#` in it the number of the time; then as many of what closes it."""
    return lambda n: before + "".join(piece.replace("#", str(i)) for i in range(n)) + after.replace("~", closing * n)


def chained(n: int) -> str:
    """Fragments of which each spreads the next, from many operations."""
    fragments = " ".join(f"fragment F{i} on Query {{ ...F{i + 1} organization {{ at }} }}" for i in range(min(n, 90)))
    return fragments + " fragment F90 on Query { __typename } " + again("", "query Q# { ...F0 } ", "")(n)


def circular(n: int) -> str:
    """Fragments in a circle, by way of a field."""
    fragments = (f"fragment F{i} on Unit {{ parent {{ ...F{(i + 1) % n} }} }}" for i in range(n))
    return '{ organization { unit(code: "x") { ...F0 } } } ' + " ".join(fragments)


def doubling(n: int) -> str:
    """Fragments of which each spreads the next twice."""
    twice = "fragment F{} on Unit {{ a: parent {{ ...F{} }} b: parent {{ ...F{} }} }}"
    fragments = " ".join(twice.format(i, i + 1, i + 1) for i in range(n))
    return f'{{ organization {{ unit(code: "x") {{ ...F0 }} }} }} fragment F{n} on Unit {{ code }} {fragments}'


def everybody(n: int) -> str:
    """All units below each other, with everybody who works there."""
    inner = "code"
    for _ in range(min(n, 4)):
        inner = f"children(first: 500) {{ nodes {{ name holders {{ person {{ name }} }} {inner} }} }}"
    return f"{{ organization {{ units(first: 500) {{ nodes {{ {inner} }} }} }} }}"


AT = "{ organization { at } }"
MANY = "whoHandlesMany(places: {}) {{ __typename }} "

HOSTILE: dict[str, Make] = {
    "one field": again("{ organization { ", "at ", "} }"),
    "one object": again("{ organization { ", 'unit(code: "1") { code } ', "} }"),
    "objects that differ": again("{ organization { ", 'unit(code: "1") { a#: code } ', "} }"),
    "aliases": again("{ ", "a#: organization { at } ", "}"),
    "fields in a row": again("{ organization { ", 'a#: unit(code: "1") { parent { ', "code ~ } }", "} } "),
    "introspection": again("{ ", "a#: __schema { types { name fields { name args { name } } } } ", "}"),
    "introspection in circles": again("{ __schema { types ", "{ fields { type ", "{ name } ~ } }", "} } "),
    "introspection of a type": again('{ __type(name: "Unit") ', "{ fields { type ", "{ name } ~ }", "} } "),
    "typenames": again("{ ", "__typename ", "}"),
    "operations": again("", "query Q# { organization { at } } ", ""),
    "operations over fragments": chained,
    "fragments that double": doubling,
    "fragments side by side": lambda n: again("{ ", "...F# ", "} ")(n) + again("", "fragment F# on Query " + AT, "")(n),
    "fragments that nobody uses": again(AT, "fragment F# on Query { organization { at } } ", ""),
    "fragments in a circle": circular,
    "inline fragments": again("{ organization { ", "... { ", "at ~ } }", "} "),
    "directives": again("{ organization ", "@include(if: true) ", "{ at } }"),
    "unknown directives": again("{ organization ", "@a# @defer @stream ", "{ at } }"),
    "unknown fields": again("{ organization { ", "revisio# ", "} }"),
    "unknown types": again(AT, "fragment F# on Unt# { a } ", ""),
    "variables": again("query(", "$a#: Int = 1 ", ") " + AT),
    "variables that nobody declares": again("{ organization { ", "a#: unit(code: $a#) { code } ", "} }"),
    "one variable everywhere": lambda n: again(
        "query($p: [PlaceInput!]!) { organization { ", "a#: " + MANY.format("$p"), "} }"
    )(min(n, 59)),
    "lists in lists": again("{ organization { whoHandlesMany(places: ", "[", "~) { __typename } } }", "]"),
    "objects in objects": again("{ organization { route(case: ", "{place: ", "1 ~) { validUntil } } }", "}"),
    "long lists": again("{ organization { whoHandlesMany(places: [", '{code: "1"} ', "]) { __typename } } }"),
    "long names": lambda n: f"query {'a' * n} {{ {'b' * n}: organization {{ {'c' * n} }} }}",
    "long codes": again('{ organization { unit(code: "', "九", '") { name } } }'),
    "long searches": again('{ organization { search(text: "', "a", '") { totalCount } } }'),
    "long cursors": again(
        '{ organization { units(first: 5) { nodes { children(after: "', "A", '") { totalCount } } } } }'
    ),
    "large numbers": again("{ organization { units(first: ", "9", ") { totalCount } } }"),
    "large powers": again(
        '{ organization { whoHandles(place: {code: "1"}, nearMetres: 1e', "9", ") { __typename } } }"
    ),
    "comments": again("", "#\n", AT),
    "unfinished": again("", "{ a ", ""),
    "quotes": again("", '"""', AT),
    "escapes": again('{ organization { unit(code: "', "\\u{1F600}", '") { name } } }'),
    "everybody": everybody,
}

VARIABLES: dict[str, Callable[[int], Any]] = {
    "p": lambda n: [{"code": "1"}] * n,
    "deep": lambda n: _deep(min(n, 900)),
    "wide": lambda n: {f"a{i}": i for i in range(n)},
    "long": lambda n: "长" * n,
}
"""Values of variables, by name, each of any size."""


def _deep(levels: int) -> Any:
    value: Any = 1
    for level in range(levels):
        value = [value] if level % 2 else {"a": value}
    return value
