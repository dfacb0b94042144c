"""Every field of the schema, asked as dearly as it can be: found by walking the schema, with the costliest arguments.

Each document goes the shortest way to a field and asks it as often as a document may by aliases.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graphql import (
    GraphQLArgument,
    GraphQLField,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    is_leaf_type,
    is_required_argument,
)

from schema.limits.documents import MOST_ALIASES, MOST_FIELDS

Worst = Mapping[str, str]
"""GraphQL literals of the costliest arguments, by `Type.field.argument`, or for all alike by `argument`."""

BESIDES = 40
"""Fields that the way to a field and its siblings may take."""


@dataclass(frozen=True, slots=True)
class Offender:
    """A field of a type, and a document that asks it as dearly as can be."""

    name: str
    text: str


def offenders(schema: GraphQLSchema, worst: Worst) -> Iterator[Offender]:
    """A document for each field of each object type that a query can reach."""
    assert schema.query_type is not None
    for of, way in _ways(schema.query_type).items():
        for name, field in of.fields.items():
            selected = _selected(of, name, field, worst)
            size = selected.count(" ") + 1
            times = max(1, min(MOST_ALIASES - 1, (MOST_FIELDS - BESIDES) // size))
            again = " ".join(f"a{n}: {selected}" for n in range(times))
            yield Offender(f"{of.name}.{name}", _along(way, again, worst))


Way = tuple[tuple[GraphQLObjectType, str, GraphQLObjectType], ...]
"""Fields one below the other, each with the type that has it and the one that it leads to."""


def _ways(root: GraphQLObjectType) -> dict[GraphQLObjectType, Way]:
    ways: dict[GraphQLObjectType, Way] = {root: ()}
    waiting = deque([root])
    while waiting:
        of = waiting.popleft()
        for name, field in of.fields.items():
            for to in _objects(field.type):
                if to not in ways:
                    ways[to] = (*ways[of], (of, name, to))
                    waiting.append(to)
    return ways


def _objects(of: GraphQLOutputType) -> list[GraphQLObjectType]:
    named = get_named_type(of)
    if isinstance(named, GraphQLUnionType):
        return list(named.types)
    return [named] if isinstance(named, GraphQLObjectType) else []


def _along(way: Way, inner: str, worst: Worst) -> str:
    for of, name, to in reversed(way):
        union = isinstance(get_named_type(of.fields[name].type), GraphQLUnionType)
        inner = f"{_called(of, name, worst)} {{ {f'... on {to.name} {{ {inner} }}' if union else inner} }}"
    return f"{{ {inner} }}"


def _selected(of: GraphQLObjectType, name: str, field: GraphQLField, worst: Worst) -> str:
    """The field with what can be asked of its value at once, and what that leads to, one level down."""
    return _called(of, name, worst) + _below(field.type, worst, levels=2)


def _below(of: GraphQLOutputType, worst: Worst, levels: int) -> str:
    parts = [(to, _asked(to, worst, levels)) for to in _objects(of)]
    if not parts:
        return ""
    if len(parts) == 1 and not isinstance(get_named_type(of), GraphQLUnionType):
        return f" {{ {parts[0][1]} }}"
    return f" {{ {' '.join(f'... on {to.name} {{ {asked} }}' for to, asked in parts)} }}"


def _asked(of: GraphQLObjectType, worst: Worst, levels: int) -> str:
    leaves = [name for name, field in of.fields.items() if is_leaf_type(get_named_type(field.type))]
    asked = [_called(of, name, worst) for name in leaves if not of.fields[name].args]
    if levels > 1 and (nodes := of.fields.get("nodes")) is not None:
        asked.append("nodes" + _below(nodes.type, worst, levels - 1))
    return " ".join(asked or ["__typename"])


def _called(of: GraphQLObjectType, name: str, worst: Worst) -> str:
    given = [
        f"{argument}: {value}"
        for argument, known in of.fields[name].args.items()
        if (value := _value(f"{of.name}.{name}", argument, known, worst)) is not None
    ]
    return f"{name}({', '.join(given)})" if given else name


def _value(field: str, argument: str, known: GraphQLArgument, worst: Worst) -> str | None:
    found = worst.get(f"{field}.{argument}", worst.get(argument))
    if found is None and is_required_argument(known):
        raise LookupError(f"the costliest `{argument}` of {field} has to be said: {known.type}")
    return found


def worst_of(ids: Mapping[str, str], points: Sequence[tuple[float, float]]) -> dict[str, str]:
    """The costliest arguments: the ids of a street, of a person, centre, … with much to them, and points of its map."""
    said = {name: f'"{value}"' for name, value in ids.items()}
    places = [f"{{point: {{longitude: {x:.6f}, latitude: {y:.6f}}}}}" for x, y in points]
    rota = (
        f'{{name: "x", centre: {said["centre"]}, department: {said["department"]}, members: [{said["person"]}], '
        f'rule: "FREQ=DAILY;INTERVAL=10000", handOver: "08:00", start: {said["tomorrow"]}}}'
    )
    return {
        "first": "500",
        "code": said["street"],
        "under": said["street"],
        "about": said["street"],
        "start": '"1950-01-01"',
        "end": '"2049-12-31"',
        "kind": "MICRO_GRID",
        "search": '"a"',
        "text": '"a"',
        "place": places[0],
        "places": f"[{', '.join(places)}]",
        "nearMetres": "1000",
        "until": said["until"],
        "Organization.person.id": said["person"],
        "Organization.centre.id": said["centre"],
        "Query.decision.id": said["decision"],
        "Centre.previewRota.rota": rota,
        "case": f"{{place: {places[0]}, channel: HOTLINE, matter: {said['matter']}, level: {said['level']}}}",
    }
