"""Documents that are asked again and again: each with its plans, as many as fit into the memory for them."""

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import orjson
from graphql import DirectiveNode, DocumentNode, FieldNode, GraphQLSchema, OperationDefinitionNode, parse, visit
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext as Executor

from graph.errors import TooCostly
from schema.compiled.plans import Data, Found, NotPlain, Plan, Run, carry_out, variables_in
from schema.context import Context
from schema.running.kept import Kept
from schema.running.lasting import PlanCompiler

MOST_KEPT_BYTES = 16_000_000
MOST_SWITCHED = 16
"""Memory for what is kept; plans of one document, for different values of its directives' variables."""

BYTES_PER_DOCUMENT, BYTES_PER_FIELD = 12_000, 2_000
"""What a document takes, and what a field takes in it and in each plan of it."""

UNITS_BYTE = 0.02
"""What it costs to tell a byte of an answer that is known already."""


@dataclass(slots=True)
class Prepared:
    """A document that has been answered, and its plans by the values of the variables in its directives.

    Introspection has no plan but its answer, as JSON: it is always the same.
    """

    size: int
    document: DocumentNode | None = None
    switches: tuple[str, ...] = ()
    plans: dict[tuple[object, ...], Plan | None] = field(default_factory=dict)
    answer: bytes | None = None
    operation: str = ""


class Way(StrEnum):
    """How a document that was tried here was answered: here, or why it was left to graphql-core."""

    PLAN = "plan"
    KNOWN_TEXT = "known_text"
    REFUSED = "refused"
    NOT_ASKED_OFTEN = "not_asked_often"
    NOT_PLAIN = "not_plain"
    VARIABLES = "variables"
    FAILED = "failed"


Asked = tuple[str, str | None]
"""A document's text and the operation's name."""


class Documents:
    """The documents that are asked again and again."""

    def __init__(self) -> None:
        self.ways: Counter[Way] = Counter(dict.fromkeys(Way, 0))
        """How many documents were answered in each way."""
        self._known: Kept[Asked, Prepared] = Kept(MOST_KEPT_BYTES)

    @property
    def size(self) -> int:
        """About how much memory they take, in bytes."""
        return self._known.size

    def note(self, asked: Asked, data: Data | None) -> None:
        """A document has been answered without an error: when that happens again, it is prepared."""
        known = self._known.get(asked)
        if known is None:
            known = Prepared(BYTES_PER_DOCUMENT + 3 * sys.getsizeof(asked[0]))
        elif known.document is None and known.answer is None:
            document = parse(asked[0], no_location=True)
            known.size += BYTES_PER_FIELD * _fields(document)
            if data is not None and _is_introspection(document):
                known.answer = orjson.dumps(data)
                known.size += len(known.answer)
            else:
                known.document, known.switches = document, tuple(sorted(set(_switches(document))))
                known.operation = _operation(document)
        else:
            return
        self._known.put(asked, known, known.size)

    def operation(self, asked: Asked) -> str:
        """What the operation of a prepared document is called, in the request or else in the document."""
        prepared = None if asked[1] else self._known.get(asked)
        return asked[1] or ("" if prepared is None else prepared.operation)

    async def answer(
        self, schema: GraphQLSchema, asked: Asked, variables: dict[str, Any] | None, context: Context
    ) -> Data | None:
        """The answer, if the document is prepared and plain and nothing fails; else None.  Raises TooCostly."""
        prepared = self._known.get(asked)
        if prepared is None or prepared.document is None:
            data = _known_answer(prepared, context)
            self.ways[Way.NOT_ASKED_OFTEN if data is None else Way.KNOWN_TEXT] += 1
            return data
        executor = Executor.build(
            schema,
            prepared.document,
            context_value=context,
            raw_variable_values=variables,
            operation_name=asked[1],
        )
        if not isinstance(executor, Executor):
            self.ways[Way.VARIABLES] += 1  # they don't fit
            return None
        plan = self._plan(asked, prepared, executor)
        if plan is None:
            self.ways[Way.NOT_PLAIN] += 1
            return None
        try:
            data = await carry_out(plan, Run(executor))
        except TooCostly:
            self.ways[Way.REFUSED] += 1
            raise
        except Exception:  # whatever it was, graphql-core will meet it too, and say where
            self.ways[Way.FAILED] += 1
            return None
        self.ways[Way.PLAN] += 1
        return data

    def _plan(self, asked: Asked, prepared: Prepared, executor: Executor) -> Plan | None:
        values = executor.variable_values.coerced
        key = tuple(values.get(name) for name in prepared.switches)
        if key not in prepared.plans:
            if len(prepared.plans) >= MOST_SWITCHED:
                return None
            compiler = PlanCompiler(executor)
            try:
                prepared.plans[key] = compiler.plan()
            except NotPlain:
                prepared.plans[key] = None
            prepared.size += BYTES_PER_FIELD * compiler.fields
            self._known.put(asked, prepared, prepared.size)
        return prepared.plans[key]


def _known_answer(prepared: Prepared | None, context: Context) -> Data | None:
    if prepared is None or prepared.answer is None:
        return None
    context.budget.meter.spend(len(prepared.answer) * UNITS_BYTE)
    data: Data = orjson.loads(prepared.answer)
    return data


def _operation(document: DocumentNode) -> str:
    """The name of a document's one operation, "" if it has none, or more than one."""
    found = [definition for definition in document.definitions if isinstance(definition, OperationDefinitionNode)]
    return found[0].name.value if len(found) == 1 and found[0].name is not None else ""


def _is_introspection(document: DocumentNode) -> bool:
    """Whether nothing is asked but the schema itself, and that in one operation without variables."""
    if len([d for d in document.definitions if isinstance(d, OperationDefinitionNode)]) != 1:
        return False
    (operation,) = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    asked = operation.selection_set.selections
    return not operation.variable_definitions and all(
        isinstance(node, FieldNode) and node.name.value in {"__schema", "__type"} for node in asked
    )


def _fields(document: DocumentNode) -> int:
    found = Found(FieldNode)
    visit(document, found)
    return len(found.nodes)


def _switches(document: DocumentNode) -> Iterator[str]:
    """The variables in the arguments of directives: a plan holds for their values."""
    directives = Found(DirectiveNode)
    visit(document, directives)
    for directive in directives.nodes:
        yield from variables_in(directive)
