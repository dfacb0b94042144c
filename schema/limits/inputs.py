"""How much a caller may send with an operation: looked at before any of it is understood, and paid for."""

from collections.abc import Mapping
from typing import Any

from graphql import FieldNode, GraphQLError, ListValueNode, Node, ObjectValueNode, ValueNode, VariableNode

from graph.errors import TooCostly
from graph.messages import Message, say

MOST_VALUES = 20_000
"""Values in all variables together, whatever they lie in."""

MOST_ITEMS = 2_500
"""Items of one list."""

DEEPEST_VALUE = 12
"""Lists and objects within each other."""

LONGEST_OPERATION_NAME = 100
"""Characters: it stands in logs."""

UNITS_VALUE = 8
"""What it costs to read a value, each time that it is used."""

Sizes = Mapping[str, int]
"""How many values each variable holds."""


def sizes_of(variables: Mapping[str, Any] | None) -> Sizes:
    """How many values each variable holds.  Raises GraphQLError if one, or all together, hold too much."""
    if not variables:
        return {}
    sizes = {name: _size(name, value) if isinstance(value, dict | list) else 1 for name, value in variables.items()}
    if sum(sizes.values()) > MOST_VALUES:
        raise too_much(say("the-variables"), sum(sizes.values()), "values", MOST_VALUES)
    return sizes


def _size(name: str, value: dict[str, Any] | list[Any]) -> int:
    if isinstance(value, dict) and not any(isinstance(one, dict | list) for one in value.values()):
        return _counted(name, 1 + len(value))  # most objects hold no others: a place, a case
    number, level = 1, list[object]([value])
    for depth in range(DEEPEST_VALUE + 1):
        within: list[object] = []
        for one in level:
            match one:
                case dict():
                    within.extend(one.values())
                case list():
                    if len(one) > MOST_ITEMS:
                        raise too_much(say("a-list-of-the-variable", name=name[:50]), len(one), "items", MOST_ITEMS)
                    within.extend(one)
        if not within:
            return number
        number = _counted(name, number + len(within))
        if depth == DEEPEST_VALUE:
            break
        level = within
    raise too_much(say("the-variable-nests", name=name[:50]), DEEPEST_VALUE + 1, "levels", DEEPEST_VALUE, more=True)


def _counted(name: str, number: int) -> int:
    if number > MOST_VALUES:
        raise too_much(say("the-variable-holds", name=name[:50]), number, "values", MOST_VALUES, more=True)
    return number


def check_operation_name(name: str | None) -> None:
    """Raise GraphQLError for a name that is too long to be one."""
    if name is not None and len(name) > LONGEST_OPERATION_NAME:
        raise name_too_long(name)


def name_too_long(name: str, at: Node | None = None) -> GraphQLError:
    """Such a name is no name; asking for less at a time wouldn't help."""
    message = say("operation-name-too-long", count=len(name), most=LONGEST_OPERATION_NAME)
    return GraphQLError(message, at, extensions={"code": "BAD_REQUEST"})


def weight(field: FieldNode, sizes: Sizes) -> int:
    """How many values the arguments of a field hold."""
    number = 0
    for argument in field.arguments or ():
        value = argument.value
        number += sizes.get(value.name.value, 1) if isinstance(value, VariableNode) else _weight(value, sizes)
    return number


def _weight(value: ValueNode, sizes: Sizes) -> int:
    match value:
        case VariableNode():
            return sizes.get(value.name.value, 1)
        case ListValueNode():
            return 1 + sum(_weight(item, sizes) for item in value.values)
        case ObjectValueNode():
            return 1 + sum(_weight(field.value, sizes) for field in value.fields)
    return 1


def too_much(what: Message, number: int, unit: str, most: int, *, more: bool = False) -> GraphQLError:
    """The refusal of what holds more than it may; `more`: it was counted no further."""
    told = say("counted-or-more" if more else "counted", number=number, unit=COUNTED[unit])
    message = say("input-too-large", what=what, counted=told, most=most)
    return GraphQLError(message, extensions=told_cost(number, most, unit))


COUNTED = {
    "values": say("counted-values"),
    "items": say("counted-items"),
    "levels": say("counted-levels"),
    "operations": say("counted-operations"),
    "fragments": say("counted-fragments"),
    "fields": say("counted-fields"),
    "aliases": say("counted-aliases"),
    "introspections": say("counted-introspections"),
    "fields in all": say("counted-fields-in-all"),
    "pairs of fields of one name": say("counted-pairs"),
}
"""What is counted -> its word."""


def told_cost(cost: int, limit: int, unit: str) -> dict[str, object]:
    """What the extensions of a refusal say of what is too costly, counted in whatever unit."""
    return {"code": TooCostly.code, "cost": cost, "limit": limit, "unit": unit}
