"""Queries compiled once and run often: the answers that graphql-core gives, for a tenth of its work.

graphql-core looks up, for each field of each object of each request, what never changes: the resolver, the arguments,
the type.  Here a query's selections are turned once into nested functions that hold all of that.  A document is
compiled when it has been answered before, and so has passed every limit and rule.  Left to graphql-core are mutations,
subscriptions, introspection, asynchronous fields below the first level and fields with extensions; and every request
in which anything fails, since reading twice does no harm: it then says where and why.  (docs/decisions/0009)
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from operator import attrgetter
from typing import Any, NamedTuple

from graphql import (
    FieldNode,
    GraphQLAbstractType,
    GraphQLEnumType,
    GraphQLField,
    GraphQLID,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLScalarType,
    GraphQLSchema,
    GraphQLString,
    Node,
    OperationType,
    VariableNode,
    get_named_type,
    is_abstract_type,
    is_introspection_type,
    visit,
)
from graphql.execution.collect_fields import FieldDetails, collect_fields, collect_subfields
from graphql.execution.values import get_argument_values
from graphql.language import Visitor
from graphql.pyutils import Path
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext as Executor
from strawberry.schema.schema_converter import get_arguments
from strawberry.types.field import StrawberryField

from graph.meter import Meter
from schema.context import Info

DEFINITION = "strawberry-definition"
"""Where strawberry keeps its own description of a type or field in graphql-core's."""

UNITS_FIELD, UNITS_COMPILED = 1, 40
"""What it costs to find a field's value and its part of the answer by a plan, and to compile it."""

WAITING = frozenset({"atLeastRevision"})
"""Arguments that may make a field wait, and fail when it has waited long enough: that is not done twice."""

TEXTS = (GraphQLString, GraphQLID)

TYPENAME = "__typename"

NOWHERE = Path(None, "", None)
"""The path in a resolver's info: only errors tell one, and they are left to graphql-core."""

Source = Any
Value = Any
Data = dict[str, Value]
Resolve = Callable[[Source, "Run"], Value]
Complete = Callable[[Value, "Run"], Value]
Leaf = Callable[[Value], Value]
Get = Callable[[Source, "Run"], Value]


class NotPlain(Exception):
    """A query holds what is left to graphql-core."""


class MustNotBeNull(Exception):
    """A field that is never null was; graphql-core will say which."""


class Run:
    """One request's run of a plan: its executor, and the arguments of its fields, each worked out once."""

    __slots__ = ("beside", "executor", "known", "meter")

    def __init__(self, executor: Executor) -> None:
        self.executor = executor
        self.beside: Run | None = None
        """The run of what is asked besides, of other days, once anything is."""
        self.meter: Meter = executor.context_value.budget.meter
        self.known: dict[object, dict[str, Any]] = {}


class Plain(NamedTuple):
    """Finds a field's value from its object alone."""

    find: Callable[[Source], Value]


class RootField(NamedTuple):
    """A field of the query itself, the only kind that may wait."""

    key: str
    resolve: Resolve
    complete: Complete


Plan = tuple[RootField, ...]


async def carry_out(plan: Plan, run: Run) -> Data:
    """The data that a plan yields.  Raises whatever a resolver raises."""
    data: Data = {}
    for key, resolve, complete in plan:
        value = resolve(run.executor.root_value, run)
        data[key] = complete(await value if isinstance(value, Awaitable) else value, run)
    return data


class Found(Visitor):
    """The nodes of a kind."""

    def __init__(self, kind: type[Node]) -> None:
        super().__init__()
        self._kind = kind
        self.nodes: list[Node] = []

    def enter(self, node: Node, *_: object) -> None:
        if isinstance(node, self._kind):
            self.nodes.append(node)


def variables_in(node: Node) -> list[str]:
    found = Found(VariableNode)
    visit(node, found)
    return [variable.name.value for variable in found.nodes if isinstance(variable, VariableNode)]


# -- compiling -------------------------------------------------------------------------------------------------------


class Compiler:
    """Turns the selections of one operation into functions."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor
        self._schema: GraphQLSchema = executor.schema
        self.fields = 0
        """Fields compiled so far, each as often as it had to be."""
        self._width = 0
        """Fields of the answer below the list at hand, or below the root: they are paid for together, at each item."""

    def plan(self) -> Plan:
        """The plan.  Raises NotPlain."""
        executor, root = self._executor, self._schema.query_type
        operation = executor.operation
        if root is None or operation.operation is not OperationType.QUERY or operation.directives:
            raise NotPlain
        found = collect_fields(self._schema, executor.fragments, executor.variable_values, root, operation)
        if found.new_defer_usages:
            raise NotPlain
        return tuple(self._root_field(root, key, details) for key, details in found.grouped_field_set.items())

    def _object(self, of: GraphQLObjectType, details: list[FieldDetails]) -> Complete:
        """Makes an object's part of the answer of the object."""
        executor = self._executor
        found = collect_subfields(
            self._schema, executor.fragments, executor.variable_values, executor.operation, of, details
        )
        if found.new_defer_usages:
            raise NotPlain
        fields = tuple(self._fields(of, found.grouped_field_set, details))
        self._width += len(fields)
        return lambda source, run: {key: get(source, run) for key, get in fields}

    def _fields(
        self, of: GraphQLObjectType, grouped: Mapping[str, list[FieldDetails]], _details: list[FieldDetails]
    ) -> Iterator[tuple[str, Get]]:
        """Makes the parts of an object's fields, of which `details` ask."""
        for key, each in grouped.items():
            yield key, self._field(of, each)

    def _field(self, of: GraphQLObjectType, details: list[FieldDetails]) -> Get:
        """Makes a field's part of the answer of the object that it is a field of, in as few calls as can be."""
        self.fields += 1
        self._executor.context_value.budget.meter.spend(UNITS_COMPILED)
        if details[0].node.name.value == TYPENAME:
            return lambda _source, _run: of.name
        definition = _definition(of, details)
        resolve = self._resolve(of, definition, details)
        leaf = _leaf(definition.type)
        if leaf is not None:
            return _leaf_of(resolve, leaf, is_text=get_named_type(definition.type) in TEXTS)
        complete = self._complete(definition.type, details, of)
        if isinstance(resolve, Plain):
            find = resolve.find
            return lambda source, run: complete(find(source), run)
        return lambda source, run: complete(resolve(source, run), run)

    def _root_field(self, of: GraphQLObjectType, key: str, details: list[FieldDetails]) -> RootField:
        if details[0].node.name.value == TYPENAME:
            return RootField(key, lambda _source, _run: of.name, lambda value, _run: value)
        definition = _definition(of, details)
        found = self._resolve(of, definition, details, may_wait=True)
        resolve = (lambda source, _run: found.find(source)) if isinstance(found, Plain) else found
        return RootField(key, resolve, self._paid(lambda: self._complete(definition.type, details, of)))

    def _paid(self, make: Callable[[], Complete]) -> Complete:
        """Makes what is paid for whenever it begins, but for what lies below lists in it."""
        around, self._width = self._width, 1
        below = make()
        units, self._width = UNITS_FIELD * self._width, around

        def complete(value: Value, run: Run) -> Value:
            run.meter.spend(units)
            return below(value, run)

        return complete

    def _resolve(
        self, of: GraphQLObjectType, definition: GraphQLField, details: list[FieldDetails], *, may_wait: bool = False
    ) -> "Plain | Resolve":
        """Finds a field's value, as strawberry's own resolver of the field does."""
        field = definition.extensions.get(DEFINITION)
        if not isinstance(field, StrawberryField) or field.extensions or (field.is_async and not may_wait):
            raise NotPlain
        given = {argument.name.value for detail in details for argument in detail.node.arguments or ()}
        if not WAITING.isdisjoint(given):
            raise NotPlain
        if field.base_resolver is None:
            return Plain(attrgetter(field.python_name))
        resolver = field.base_resolver
        if resolver.parent_parameter or resolver.root_parameter or not resolver.self_parameter:
            raise NotPlain
        function: Callable[..., Value] = resolver.wrapped_func  # type: ignore[assignment]  # a method: it has `self`
        if not definition.args and resolver.info_parameter is None:
            return Plain(function)
        arguments = self._arguments(of, definition, field, [detail.node for detail in details])
        return lambda source, run: function(source, **arguments(run))

    def _arguments(
        self, of: GraphQLObjectType, definition: GraphQLField, field: StrawberryField, nodes: list[FieldNode]
    ) -> Callable[[Run], dict[str, Any]]:
        """What the resolver is called with besides its object: the same for all objects of a run.

        What no variable has a part in is the same for all runs, but for the resolver's info.
        """
        mark = object()
        settings = {"config": _strawberry(self._schema).config, "scalar_registry": _scalars(self._schema)}
        resolver = field.base_resolver
        told = None if resolver is None or resolver.info_parameter is None else resolver.info_parameter.name

        def work_out(run: Run, info: Info) -> dict[str, Any]:
            run.executor.context_value.budget.spend_on_arguments(nodes[0])
            given = get_argument_values(definition, nodes[0], run.executor.variable_values)
            return get_arguments(field=field, source=None, info=info, kwargs=given, **settings)[1]

        always: dict[str, Any] | None = None
        varies = any(variables_in(argument) for node in nodes for argument in node.arguments or ())

        def once(run: Run) -> dict[str, Any]:
            nonlocal always
            arguments = run.known.get(mark)
            if arguments is None:
                info: Info = Info(
                    _raw_info=run.executor.build_resolve_info(definition, nodes, of, NOWHERE), _field=field
                )
                if varies:
                    arguments = work_out(run, info)
                else:
                    always = work_out(run, info) if always is None else always
                    arguments = always if told is None else {**always, told: info}
                run.known[mark] = arguments
            return arguments

        return once

    # -- values ------------------------------------------------------------------------------------------------------

    def _complete(self, of: GraphQLOutputType, details: list[FieldDetails], parent: GraphQLObjectType) -> Complete:
        """Makes a field's part of the answer of its value, by its type."""
        if isinstance(of, GraphQLNonNull):
            some = self._some(of.of_type, details, parent)
            return lambda value, run: some(_not_null(value), run)
        some = self._some(of, details, parent)
        return lambda value, run: None if value is None else some(value, run)

    def _some(self, of: GraphQLOutputType, details: list[FieldDetails], parent: GraphQLObjectType) -> Complete:
        """As `_complete`, for a value that is not null."""
        if isinstance(of, GraphQLList):
            return self._list(of, details, parent)
        if isinstance(of, GraphQLNamedType) and is_introspection_type(of):
            raise NotPlain
        leaf = _leaf(of)
        if leaf is not None:
            return lambda value, _run: leaf(value)
        if is_abstract_type(of):
            return self._abstract(of, details, parent)
        if not isinstance(of, GraphQLObjectType):
            raise NotPlain
        return self._object(of, details)

    def _list(self, of: "GraphQLList[Any]", details: list[FieldDetails], parent: GraphQLObjectType) -> Complete:
        around, self._width = self._width, 1
        item = self._complete(of.of_type, details, parent)
        units, self._width = UNITS_FIELD * self._width, around

        def complete(values: Value, run: Run) -> list[Value]:
            run.meter.spend(units * len(values))
            return [item(value, run) for value in values]

        return complete

    def _abstract(self, of: GraphQLAbstractType, details: list[FieldDetails], parent: GraphQLObjectType) -> Complete:
        """A union or an interface: the concrete type of each Python class is found out once."""
        completes: dict[type, Complete] = {}
        objects: dict[str, Complete] = {}
        around = widest = self._width
        for possible in self._schema.get_possible_types(of):
            self._width = around
            objects[possible.name] = self._object(possible, details)
            widest = max(widest, self._width)
        self._width = widest

        def complete(value: Value, run: Run) -> Value:
            cls = value.__class__
            found = completes.get(cls)
            if found is None:
                if of.resolve_type is None:
                    raise NotPlain
                info = run.executor.build_resolve_info(GraphQLField(of), [details[0].node], parent, NOWHERE)
                found = completes[cls] = objects[_name(of.resolve_type(value, info, of))]
            return found(value, run)

        return complete


def _definition(of: GraphQLObjectType, details: list[FieldDetails]) -> GraphQLField:
    definition: GraphQLField | None = of.fields.get(details[0].node.name.value)
    if definition is None or any(detail.fragment_variable_values for detail in details):
        raise NotPlain
    return definition


def _name(resolved: object) -> str:
    if not isinstance(resolved, str):
        raise NotPlain
    return resolved


# -- leaves ----------------------------------------------------------------------------------------------------------


def _leaf_of(resolve: "Plain | Resolve", leaf: Leaf, *, is_text: bool) -> Get:
    """Makes what JSON can hold of an object's field; what is a text already needs no making."""
    if not isinstance(resolve, Plain):
        return lambda source, run: leaf(resolve(source, run))
    find = resolve.find
    if not is_text:
        return lambda source, _run: leaf(find(source))

    def get(source: Source, _run: Run) -> Value:
        value = find(source)
        return value if value.__class__ is str else leaf(value)

    return get


def _leaf(of: GraphQLOutputType) -> Leaf | None:
    """Makes a scalar or a word what JSON can hold; None: the type is neither."""
    may_be_null = not isinstance(of, GraphQLNonNull)
    of = of.of_type if isinstance(of, GraphQLNonNull) else of
    if isinstance(of, GraphQLEnumType):
        return _Words(of, may_be_null=may_be_null).__getitem__
    if not isinstance(of, GraphQLScalarType):
        return None
    coerce = of.coerce_output_value
    if may_be_null:
        return lambda value: None if value is None else coerce(value)
    return lambda value: coerce(_not_null(value))


def leaf_of_type(of: GraphQLOutputType) -> Leaf:
    """Makes a scalar or a word what JSON can hold.  Raises NotPlain for what is neither."""
    leaf = _leaf(of)
    if leaf is None:
        raise NotPlain
    return leaf


class _Words(dict[Value, str | None]):
    """An enum's words by their values, each looked up once."""

    def __init__(self, of: GraphQLEnumType, *, may_be_null: bool) -> None:
        super().__init__({None: None} if may_be_null else {})
        self._of = of

    def __missing__(self, value: Value) -> str:
        self[value] = name = self._of.coerce_output_value(_not_null(value))
        return name


def _not_null(value: Value) -> Value:
    if value is None:
        raise MustNotBeNull
    return value


def _scalars(schema: GraphQLSchema) -> Mapping[object, Any]:
    scalars: Mapping[object, Any] = _strawberry(schema).schema_converter.scalar_registry
    return scalars


def _strawberry(schema: GraphQLSchema) -> Any:  # noqa: ANN401 -- as above
    return schema._strawberry_schema  # type: ignore[attr-defined]
