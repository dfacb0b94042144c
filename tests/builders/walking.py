"""Documents made up from the schema itself, so that no path of it is forgotten: one for each field of each type."""

import random
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLUnionType,
    get_named_type,
    is_required_argument,
    is_required_input_field,
)

from schema.schema import schema

GRAPH = schema._schema

PLAIN = {
    "Date": '"2025-06-02"',
    "DateTime": '"2025-06-02T09:00:00+08:00"',
    "Int": "1",
    "Float": "116.4",
    "Boolean": "false",
    "String": '"试"',
    "Decimal": '"1.5"',
    "JSON": "{}",
}

Pool = Mapping[str, Sequence[str]]
"""Values by the name of the argument or input field that they are for, or by `field.argument`; "" for any other id."""

USUAL = {
    "until": ['"2025-06-09T00:00:00+08:00"'],
    "end": ['"2025-09-01"'],
    "latitude": ["35.9"],
    "changes.sinceRevision": ["0"],
    "first": ["40"],
    "minimum": ["1"],
    "rule": ['"FREQ=DAILY"'],
    "handOver": ['"08:30"'],
    "matter": ['"neighbour-dispute"'],
    "level": ['"blue"'],
    "dryRun": ["true", "false"],
    "expectedRevision": ["null"],
    "expectedVersion": ["null"],
    "atLeastRevision": ["1"],
    "revision": ["1"],
    "token": ["null"],
}


class Walk:
    """Documents with the ids of a pool, the same for the same seed."""

    def __init__(self, pool: Pool, seed: int = 0) -> None:
        self.pool = USUAL | dict(pool)
        self.die = random.Random(seed)

    def documents(self, root: str) -> Iterator[str]:
        """A document for each field of each type that can be reached from a root type of the schema."""
        operation = {"Query": "query", "Mutation": "mutation", "Subscription": "subscription"}[root]
        start = GRAPH.type_map[root]
        assert isinstance(start, GraphQLObjectType)
        for wrap, of in self._ways(start):
            for name, field in of.fields.items():
                yield f"{operation} {{ {wrap(self.asked(name, field))} }}"

    def _ways(self, start: GraphQLObjectType) -> "Iterator[tuple[Any, GraphQLObjectType]]":
        """Each type that can be reached, with how to get to it by the fewest fields."""
        waiting: list[tuple[Any, GraphQLObjectType]] = [(lambda inner: inner, start)]
        seen = {start.name}
        while waiting:
            wrap, of = waiting.pop(0)
            yield wrap, of
            for name, field in of.fields.items():
                for way, target in _objects(get_named_type(field.type)):
                    if target.name in seen:
                        continue
                    seen.add(target.name)
                    arguments = self.arguments(name, field.args)
                    waiting.append((_through(wrap, f"{name}{arguments}", way), target))

    def asked(self, name: str, field: GraphQLField) -> str:
        """A field with its arguments, and all that is plain in its value."""
        return f"{name}{self.arguments(name, field.args)}{leaves(get_named_type(field.type))}"

    def arguments(self, of: str, arguments: Mapping[str, GraphQLArgument]) -> str:
        """The arguments of a field: those that it needs, and those for which the pool has something of its own."""
        given = [
            f"{name}: {self.value(own if own in self.pool else name, argument.type)}"
            for name, argument in arguments.items()
            if (own := f"{of}.{name}") in self.pool or is_required_argument(argument)
        ]
        return f"({', '.join(given)})" if given else ""

    def value(self, name: str, of: Any) -> str:
        """A value of an input type, for an argument or field of this name."""
        match of:
            case GraphQLNonNull():
                return self.value(name, of.of_type)
            case GraphQLList():
                return f"[{', '.join(self.value(name, of.of_type) for _ in range(self.die.choice((1, 1, 2))))}]"
            case GraphQLInputObjectType() if name not in self.pool:
                return self._object(of)
        return self.die.choice(self._choices(name, of))

    def _choices(self, name: str, of: Any) -> Sequence[str]:
        if name in self.pool:
            return self.pool[name]
        if isinstance(of, GraphQLEnumType):
            return sorted(of.values)
        return self.pool[""] if of.name == "ID" else [PLAIN[of.name]]

    def _object(self, of: GraphQLInputObjectType) -> str:
        fields: list[tuple[str, GraphQLInputField]] = list(of.fields.items())
        if of.is_one_of:
            fields = [self.die.choice(fields)]
        else:
            fields = [(n, f) for n, f in fields if is_required_input_field(f) or self.die.random() < 0.4]
        return f"{{{', '.join(f'{name}: {self.value(name, field.type)}' for name, field in fields)}}}"


def leaves(of: GraphQLNamedType) -> str:
    """The selection of all plain fields of a type, and of those one step further."""
    if not isinstance(of, GraphQLObjectType | GraphQLUnionType | GraphQLInterfaceType):
        return ""
    return f" {{ {' '.join(_fragment(way, _plain(target)) for way, target in _objects(of))} }}"


def _plain(of: GraphQLObjectType) -> str:
    further = [
        f"{name} {{ {' '.join(_fragment(way, _own(target)) for way, target in _objects(get_named_type(field.type)))} }}"
        for name, field in of.fields.items()
        if _is_free(field) and not _is_leaf(field)
    ]
    return " ".join([_own(of), *further])


def _is_free(field: GraphQLField) -> bool:
    return not any(is_required_argument(argument) for argument in field.args.values())


def _is_leaf(field: GraphQLField) -> bool:
    return not list(_objects(get_named_type(field.type)))


def _own(of: GraphQLObjectType) -> str:
    plain = [name for name, field in of.fields.items() if _is_free(field) and _is_leaf(field)]
    return " ".join(["__typename", *plain])


def _objects(of: GraphQLNamedType) -> Iterator[tuple[str, GraphQLObjectType]]:
    """The object types that a type may be, each with the condition under which to select from it."""
    if isinstance(of, GraphQLObjectType):
        yield "", of
    elif isinstance(of, GraphQLUnionType | GraphQLInterfaceType):
        yield from ((f"... on {each.name}", each) for each in GRAPH.get_possible_types(of))


def _fragment(way: str, inner: str) -> str:
    return f"{way} {{ {inner} }}" if way else inner


def _through(wrap: Any, field: str, way: str) -> Any:
    return lambda inner: wrap(f"{field} {{ {_fragment(way, inner)} }}")
