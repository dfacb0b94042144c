"""Until when an answer stands, with every field that was asked for in it.

An answer of the queries says by itself until when it stands.  Fields that a document asks for beneath it may change
sooner: a name, the households of a part.  So what the document asks for is answered again on other days, by a plan made
of the very same selections; which days these are, whatever was read tells.  No list of fields is kept that somebody
could forget to add to; only what is known to be covered already is left out, to save the work.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, Protocol

from graphql import GraphQLField, GraphQLObjectType, get_named_type, is_abstract_type
from graphql.execution.collect_fields import FieldDetails, FragmentDetails, collect_fields, collect_subfields
from strawberry.utils.str_converters import to_camel_case

from graph.errors import TooCostly, WanggeError
from graph.facts import Person
from schema.compiled.plans import (
    DEFINITION,
    TYPENAME,
    UNITS_COMPILED,
    Compiler,
    Complete,
    Get,
    MustNotBeNull,
    Run,
    leaf_of_type,
)
from schema.context import Context, Info

STANDS = {"stands": True}
"""Marks a field that says until when its object stands: it is left out where that is asked."""

SLIDES = {"slides": True}
"""Marks a field of an interval that begins at the instant asked about: it is another at any other, and is left out."""

Again = Callable[[Any], object]
"""What a document asks for of an answer as GraphQL has it: equal values are the same."""

COVERED: Mapping[str, frozenset[str]] = {
    "Handling": frozenset({"place", "askedFor", "responsible", "handlers", "steps"}),
    "Responder": frozenset({"person", "holding", "covering", "insteadOf", "insteadBecause"}),
    "Step": frozenset({"unit", "role", "outcome", "person", "reason"}),
    "Holding": frozenset({"id", "role", "rank", "field", "start", "end", "person", "of"}),
    "Unit": frozenset({"code", "kind", "name", "start", "end", "ancestors", "parent"}),
    "Person": frozenset({"id", "start", "end", *map(to_camel_case, Person.KNOWN)}),
}
"""Fields beneath a handling that its own answer covers, or that have no dates: its units are the place and those above
it, whose codes and names it compares, and people are as they are."""


class Lasting(Protocol):
    """An answer as GraphQL has it that can say until when it stands."""

    def until(self, context: Context, again: Again | None) -> datetime | None:
        """Until when the answer stands; with `again`, until when what is asked for in it does too."""


class Asked:
    """What of a request is needed to ask again: as much of an executor as a plan is made and carried out with.

    `raw` is an executor, or a resolver's info: each knows what is needed, and names it in its own way.
    """

    def __init__(self, raw: Any) -> None:  # noqa: ANN401 -- either of two
        self.schema, self.operation, self.root_value = raw.schema, raw.operation, raw.root_value
        self.variable_values = raw.variable_values
        self.fragments = {name: _details(found) for name, found in raw.fragments.items()}
        self.context_value = _context(raw).aside()
        self._raw = raw

    def build_resolve_info(
        self,
        definition: GraphQLField,
        nodes: list[Any],
        parent: GraphQLObjectType,
        path: Any,  # noqa: ANN401 -- nobody looks at it
    ) -> Any:  # noqa: ANN401 -- strawberry's own
        """A resolver's info, with the context of what is asked besides."""
        if hasattr(self._raw, "context_value"):
            found = self._raw.build_resolve_info(definition, nodes, parent, path)
            return found._replace(context=self.context_value)
        named = {"field_name": nodes[0].name.value, "field_nodes": nodes, "return_type": definition.type}
        return self._raw._replace(**named, parent_type=parent, path=path, context=self.context_value)


def _context(raw: Any) -> Context:  # noqa: ANN401 -- as above
    found: Context = raw.context_value if hasattr(raw, "context_value") else raw.context
    return found


def _details(found: Any) -> FragmentDetails:  # noqa: ANN401 -- an executor's, or a resolver's info's
    return found if isinstance(found, FragmentDetails) else FragmentDetails(found)


class AgainCompiler(Compiler):
    """Plans what is asked again of an answer."""

    def again(self, of: GraphQLObjectType, details: list[FieldDetails]) -> Complete:
        """Makes what is asked for of an object.  Raises NotPlain."""
        return self._paid(lambda: self._object(of, details))

    def _fields(
        self, of: GraphQLObjectType, grouped: Mapping[str, list[FieldDetails]], details: list[FieldDetails]
    ) -> Iterator[tuple[str, Get]]:
        kept = {key: each for key, each in grouped.items() if not _is_marked(of, each, STANDS, SLIDES)}
        return super()._fields(of, kept, details)


class PlanCompiler(Compiler):
    """Plans a document, with what is asked again to say until when an answer of it stands."""

    def _fields(
        self, of: GraphQLObjectType, grouped: Mapping[str, list[FieldDetails]], details: list[FieldDetails]
    ) -> Iterator[tuple[str, Get]]:
        plain = {key: each for key, each in grouped.items() if not _is_marked(of, each, STANDS)}
        found = dict(super()._fields(of, plain, details))
        for key, each in grouped.items():
            yield key, found[key] if key in found else self._until(of, each, details)

    def _until(self, of: GraphQLObjectType, each: list[FieldDetails], details: list[FieldDetails]) -> Get:
        self.fields += 1
        self._executor.context_value.budget.meter.spend(UNITS_COMPILED)
        leaf = leaf_of_type(of.fields[each[0].node.name.value].type)
        compiler = AgainCompiler(self._executor)
        again = None if is_covered(self._executor, of, details) else compiler.again(of, details)
        self.fields += compiler.fields

        def get(source: Lasting, run: Run) -> object:
            context: Context = run.executor.context_value
            if again is None:
                return leaf(source.until(context, None))
            if run.beside is None:
                run.beside = Run(Asked(run.executor))  # type: ignore[arg-type]  # as much of an executor as it takes
            return leaf(source.until(context, _careful(again, run.beside)))

        return get


def again_by(info: Info) -> Again | None:
    """What a document asks for of the object whose field is being found; None: its own answer covers it.

    For what graphql-core carries out; made once for all objects at a place of the document.
    """
    raw = info._raw_info
    keys, of, details = _asked_beneath(raw)
    known = info.context.again
    if keys not in known:
        asked: Any = Asked(raw)
        covered = is_covered(asked, of, details)
        known[keys] = None if covered else _careful(AgainCompiler(asked).again(of, details), Run(asked))
    return known[keys]


def _careful(complete: Complete, run: Run) -> Again:
    """What is asked for of an object; that it can't be told any more is another answer, and no failure."""

    def again(source: object) -> object:
        try:
            return complete(source, run)
        except TooCostly:
            raise
        except (WanggeError, MustNotBeNull) as error:
            return type(error)

    return again


def _asked_beneath(raw: Any) -> tuple[tuple[str, ...], GraphQLObjectType, list[FieldDetails]]:  # noqa: ANN401 -- strawberry's own
    """The place in the document of the object whose field is found, its type, and what is asked for of it."""
    steps: list[tuple[str, str]] = []
    path = raw.path.prev
    while path is not None:
        if isinstance(path.key, str):
            steps.append((str(path.typename), path.key))
        path = path.prev
    fragments = {name: _details(found) for name, found in raw.fragments.items()}
    details: list[FieldDetails] = []
    for typename, key in reversed(steps):
        of = raw.schema.type_map[typename]
        if not isinstance(of, GraphQLObjectType):
            raise TypeError(f"{typename} is no type of objects")
        found = (
            collect_subfields(raw.schema, fragments, raw.variable_values, raw.operation, of, details)
            if details
            else collect_fields(raw.schema, fragments, raw.variable_values, of, raw.operation)
        )
        details = found.grouped_field_set[key]
    return tuple(key for _, key in steps), raw.parent_type, details


def is_covered(asked: Any, of: GraphQLObjectType, details: list[FieldDetails]) -> bool:  # noqa: ANN401 -- as in Asked
    """Whether all that is asked for of an object is covered by the answer that it is part of."""
    found = collect_subfields(asked.schema, asked.fragments, asked.variable_values, asked.operation, of, details)
    return all(_field_is_covered(asked, of, each) for each in found.grouped_field_set.values())


def _field_is_covered(asked: Any, of: GraphQLObjectType, each: list[FieldDetails]) -> bool:  # noqa: ANN401 -- as above
    name = each[0].node.name.value
    if name == TYPENAME or _is_marked(of, each, STANDS):
        return True
    if name not in COVERED.get(of.name, ()):
        return False
    inner = get_named_type(of.fields[name].type)
    objects = asked.schema.get_possible_types(inner) if is_abstract_type(inner) else [inner]
    return all(is_covered(asked, possible, each) for possible in objects if isinstance(possible, GraphQLObjectType))


def _is_marked(of: GraphQLObjectType, each: list[FieldDetails], *marks: Mapping[str, bool]) -> bool:
    field = of.fields.get(each[0].node.name.value)
    metadata = {} if field is None else getattr(field.extensions.get(DEFINITION), "metadata", {})
    return any(mark.items() <= metadata.items() for mark in marks)
