"""Documents parsed and validated: their size first, and each only once while it is kept."""

import sys
from collections.abc import Iterator

from graphql import DocumentNode, GraphQLError, Token, TokenKind, parse
from strawberry.extensions import SchemaExtension
from strawberry.schema.schema import validate_document

from graph.messages import say
from schema.context import Context
from schema.limits.budget import Budget
from schema.limits.documents import judge
from schema.limits.inputs import check_operation_name, told_cost
from schema.running.kept import Kept

LONGEST_DOCUMENT = 100_000
"""Characters, comments and blanks too: long texts go into variables."""

MOST_TOKENS = 5_000

LONGEST_NUMBER = 100
"""Characters of a number."""

NUMBERS = (TokenKind.INT, TokenKind.FLOAT)

MOST_KEPT_BYTES = 16_000_000
BYTES_PER_DOCUMENT, BYTES_PER_TOKEN = 2_000, 600
"""Memory for documents that are kept, what one takes, and what a token of it takes with its node.  A long text in one
is there three times: in the whole, in its token and in its node."""

UNITS_TOKEN, UNITS_PAGE = 15, 1
"""What it costs to read and validate a token, and a hundred characters between tokens."""


class Reading(SchemaExtension):
    """Reads the document of an operation."""

    kept: Kept[str, DocumentNode] = Kept(MOST_KEPT_BYTES)

    def on_parse(self) -> Iterator[None]:
        execution = self.execution_context
        check_operation_name(execution.operation_name)
        self._budget.take_in(execution.variables)
        text = execution.query or ""
        if (known := self.kept.get(text)) is not None:
            execution.graphql_document = known
        else:
            _check_length(text)
            self._budget.meter.spend(UNITS_PAGE * len(text) / 100)
            execution.graphql_document = parse(text, max_tokens=MOST_TOKENS)
        yield

    def on_validate(self) -> Iterator[None]:
        execution = self.execution_context
        document, text = execution.graphql_document, execution.query or ""
        if document is not None:
            execution.pre_execution_errors = [] if text in self.kept else self._faults(text, document)
        yield

    def _faults(self, text: str, document: DocumentNode) -> list[GraphQLError]:
        tokens = list(_tokens(document))
        self._budget.meter.spend(UNITS_TOKEN * len(tokens))
        execution = self.execution_context
        found = (
            _numbers(tokens)
            or judge(document)
            or validate_document(execution.schema._schema, document, tuple(execution.validation_rules))
        )
        if not found:
            self.kept.put(text, document, BYTES_PER_DOCUMENT + BYTES_PER_TOKEN * len(tokens) + 3 * sys.getsizeof(text))
        return found

    @property
    def _budget(self) -> Budget:
        context: Context = self.execution_context.context
        return context.budget


def _check_length(text: str) -> None:
    if len(text) > LONGEST_DOCUMENT:
        message = say("document-too-long", count=len(text), most=LONGEST_DOCUMENT)
        raise GraphQLError(message, extensions=told_cost(len(text), LONGEST_DOCUMENT, "characters"))


def _tokens(document: DocumentNode) -> Iterator[Token]:
    token = None if document.loc is None else document.loc.start_token
    while token is not None:
        yield token
        token = token.next


def _numbers(tokens: list[Token]) -> list[GraphQLError]:
    """What is said of numbers that nobody means: Python refuses to read them, and not everywhere in time."""
    for token in tokens:
        if token.kind in NUMBERS and len(token.value or "") > LONGEST_NUMBER:
            message = say("number-too-long", line=token.line, count=len(token.value or ""), most=LONGEST_NUMBER)
            return [GraphQLError(message, extensions={"code": "BAD_REQUEST"})]
    return []
