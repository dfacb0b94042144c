"""What a document may ask at once: its depth and its size, with each fragment measured once."""

from collections.abc import Iterable
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    ValidationContext,
    ValidationRule,
)

DEEPEST = 16
"""Levels of fields below the operation."""

MOST_FIELDS = 1_500
MOST_ALIASES = 60
"""Fields and aliases in all, fragments counted wherever they are spread."""

Measure = tuple[int, int, int]


class DocumentLimits(ValidationRule):
    """Refuses operations that are too deep or too large, in time linear in the document's text.

    Introspection is let through at any depth: its size is the schema's.
    """

    def __init__(self, context: ValidationContext) -> None:
        super().__init__(context)
        self._fragments: dict[str, FragmentDefinitionNode] = {}
        self._measured: dict[str, Measure] = {}

    def enter_document(self, node: DocumentNode, *_: Any) -> None:  # noqa: ANN401 -- graphql-core's signature
        self._fragments = {d.name.value: d for d in node.definitions if isinstance(d, FragmentDefinitionNode)}
        for definition in node.definitions:
            if isinstance(definition, OperationDefinitionNode):
                self._judge(definition)

    def _judge(self, operation: OperationDefinitionNode) -> None:
        depth, count, aliases = self._measure(operation.selection_set)
        for what, value, most in (
            ("levels deep", depth, DEEPEST),
            ("fields", count, MOST_FIELDS),
            ("aliases", aliases, MOST_ALIASES),
        ):
            if value > most:
                message = f"The operation has {value} {what}; at most {most} are answered. Ask in several operations."
                self.report_error(GraphQLError(message, operation, extensions={"code": "TOO_COSTLY"}))

    def _measure(self, selections: SelectionSetNode | None) -> Measure:
        parts = [self._measure_one(node) for node in (selections.selections if selections else ())]
        return max((d for d, _, _ in parts), default=0), _sum(n for _, n, _ in parts), _sum(a for _, _, a in parts)

    def _measure_one(self, node: object) -> Measure:
        match node:
            case FieldNode() if node.name.value.startswith("__"):
                return 0, 1, 0
            case FieldNode():
                depth, count, aliases = self._measure(node.selection_set)
                return depth + 1, count + 1, aliases + (node.alias is not None)
            case InlineFragmentNode():
                return self._measure(node.selection_set)
            case FragmentSpreadNode():
                return self._measure_fragment(node.name.value)
        return 0, 0, 0

    def _measure_fragment(self, name: str) -> Measure:
        if name not in self._measured:
            self._measured[name] = (0, 0, 0)  # a circle ends here; another rule refuses it
            fragment = self._fragments.get(name)
            self._measured[name] = self._measure(fragment.selection_set if fragment else None)
        return self._measured[name]


CEILING = 10**9


def _sum(values: Iterable[int]) -> int:
    # Doubling fragments make numbers of thousands of digits; beyond the ceiling the exact one is of no interest.
    return min(sum(values), CEILING)
