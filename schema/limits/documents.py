"""What a document may ask at once, judged before it is validated: linear in what it spreads out to, and bounded.

graphql-core compares any two fields of one name with each other, and follows every fragment from every operation; so
how often a name comes and how much is spread is counted first.  Introspection counts like everything else.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from graphql import (
    DefinitionNode,
    DocumentNode,
    ExecutableDefinitionNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

from graph.messages import Message, say
from schema.limits.inputs import COUNTED, LONGEST_OPERATION_NAME, name_too_long, told_cost

DEEPEST = 16
"""Levels of fields below the operation."""

MOST_FIELDS = 1_500
MOST_ALIASES = 60
"""Fields and aliases of one operation, fragments counted wherever they are spread."""

MOST_FIELDS_IN_ALL = 6_000
"""Fields of all operations and fragments of a document, counted likewise."""

MOST_PAIRS = 5_000
"""Pairs of fields that have one name in one place: a hundred fields of one name make so many."""

MOST_OPERATIONS, MOST_FRAGMENTS = 50, 100
MOST_INTROSPECTIONS = 3
"""`__schema` and `__type` in one operation."""

DEEPEST_NESTING = 100
"""Selections within each other, through fragments too; deeper ones aren't looked into."""

CEILING = 10**9


class _TooDeepError(Exception):
    """Selections lie within each other without end, or nearly so."""


class Measure(NamedTuple):
    """What selections spread out to."""

    depth: int = 0
    fields: int = 0
    aliases: int = 0
    introspections: int = 0


def judge(document: DocumentNode) -> list[GraphQLError]:
    """What is too much in a document, a sentence for each."""
    try:
        return list(_Judge(document).faults())
    except _TooDeepError:
        return [_refusal(say("the-operation"), CEILING, "levels", DEEPEST, document.definitions[0])]


class _Judge:
    def __init__(self, document: DocumentNode) -> None:
        self._definitions = [d for d in document.definitions if isinstance(d, ExecutableDefinitionNode)]
        self._fragments = {d.name.value: d for d in self._definitions if isinstance(d, FragmentDefinitionNode)}
        self._measured: dict[str, Measure | None] = {}
        self._circles: list[FragmentDefinitionNode] = []
        self._nested = 0
        self._pairs = 0

    def faults(self) -> Iterator[GraphQLError]:
        """The faults; of those that would take long to find, only if there are no others."""
        operations = [d for d in self._definitions if isinstance(d, OperationDefinitionNode)]
        number = len(self._definitions) - len(operations)
        if len(operations) > MOST_OPERATIONS:
            yield _refusal(say("the-document"), len(operations), "operations", MOST_OPERATIONS, operations[-1])
        if number > MOST_FRAGMENTS:
            yield _refusal(say("the-document"), number, "fragments", MOST_FRAGMENTS, self._definitions[-1])
        if len(operations) > MOST_OPERATIONS or number > MOST_FRAGMENTS:
            return
        found = [fault for operation in operations for fault in self._judge(operation)]
        found.extend(self._in_all() if not found else ())
        yield from found

    def _judge(self, operation: OperationDefinitionNode) -> Iterator[GraphQLError]:
        if operation.name is not None and len(operation.name.value) > LONGEST_OPERATION_NAME:
            yield name_too_long(operation.name.value, operation)
        found = self._measure(operation.selection_set)
        for what, value, most in (
            ("levels", found.depth, DEEPEST),
            ("fields", found.fields, MOST_FIELDS),
            ("aliases", found.aliases, MOST_ALIASES),
            ("introspections", found.introspections, MOST_INTROSPECTIONS),
        ):
            if value > most:
                yield _refusal(say("the-operation"), value, what, most, operation)

    def _in_all(self) -> Iterator[GraphQLError]:
        fields = _sum(self._measure(d.selection_set).fields for d in self._definitions)
        if fields > MOST_FIELDS_IN_ALL:
            yield _refusal(say("the-document"), fields, "fields in all", MOST_FIELDS_IN_ALL, self._definitions[-1])
            return
        if self._circles:
            name = self._circles[0].name.value
            yield GraphQLError(say("fragment-in-itself", name=name), self._circles[0])
            return
        for definition in self._definitions:
            self._pair([definition.selection_set])
            if self._pairs > MOST_PAIRS:
                yield _refusal(say("the-document"), self._pairs, "pairs of fields of one name", MOST_PAIRS, definition)
                return

    # -- how much --------------------------------------------------------------------------------------------------

    def _measure(self, selections: SelectionSetNode | None) -> Measure:
        if self._nested > DEEPEST_NESTING:
            raise _TooDeepError
        self._nested += 1
        parts = [self._measure_one(node) for node in (selections.selections if selections else ())]
        self._nested -= 1
        return Measure(
            max((part.depth for part in parts), default=0),
            _sum(part.fields for part in parts),
            _sum(part.aliases for part in parts),
            _sum(part.introspections for part in parts),
        )

    def _measure_one(self, node: object) -> Measure:
        match node:
            case FieldNode():
                below = self._measure(node.selection_set)
                asks = node.name.value in {"__schema", "__type"}
                return Measure(
                    below.depth + 1,
                    below.fields + 1,
                    below.aliases + (node.alias is not None),
                    below.introspections + asks,
                )
            case InlineFragmentNode():
                return self._measure(node.selection_set)
            case FragmentSpreadNode():
                return self._measure_fragment(node.name.value)
        return Measure()

    def _measure_fragment(self, name: str) -> Measure:
        fragment = self._fragments.get(name)
        if fragment is None:
            return Measure()
        if name not in self._measured:
            self._measured[name] = None
            self._measured[name] = self._measure(fragment.selection_set)
        found = self._measured[name]
        if found is None:  # it is being measured: a circle
            self._circles.append(fragment)
        return found or Measure()

    # -- how many of one name ----------------------------------------------------------------------------------------

    def _pair(self, sets: Sequence[SelectionSetNode]) -> None:
        """Count the pairs in selections that are merged, and in what is merged below them."""
        named: dict[str, list[FieldNode]] = defaultdict(list)
        for selections in sets:
            for field in self._spread(selections):
                named[(field.alias or field.name).value].append(field)
        for fields in named.values():
            self._pairs += len(fields) * (len(fields) - 1) // 2
            below = [field.selection_set for field in fields if field.selection_set is not None]
            if below and self._pairs <= MOST_PAIRS:
                self._pair(below)

    def _spread(self, selections: SelectionSetNode) -> Iterator[FieldNode]:
        for node in selections.selections:
            match node:
                case FieldNode():
                    yield node
                case InlineFragmentNode():
                    yield from self._spread(node.selection_set)
                case FragmentSpreadNode() if node.name.value in self._fragments:
                    yield from self._spread(self._fragments[node.name.value].selection_set)


def _refusal(whose: Message, value: int, what: str, most: int, at: DefinitionNode) -> GraphQLError:
    told = say("counted-or-more-of" if value == CEILING else "counted", number=value, unit=COUNTED[what])
    message = say("query-too-large", whose=whose, counted=told, most=most)
    return GraphQLError(message, at, extensions=told_cost(value, most, what))


def _sum(values: Iterable[int]) -> int:
    # Doubling fragments make numbers of thousands of digits; beyond the ceiling the exact one is of no interest.
    return min(sum(values), CEILING)
