"""The schema put together: the root types, the limits, the caches."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Annotated

import strawberry
from graphql import ASTValidationRule, GraphQLError
from strawberry.extensions import AddValidationRules, MaxTokensLimiter, ParserCache, SchemaExtension, ValidationCache
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionContext

from graph.errors import NotFound
from graph.view import View
from schema.context import Budget, Info
from schema.failures import Failures
from schema.limits import DocumentLimits
from schema.organization import Organization

MOST_TOKENS = 5_000
CACHED_DOCUMENTS = 512


@strawberry.type(description="What can be asked. 查询")
class Query:
    @strawberry.field(description="The organisation, seen from an instant: the one door to everything. 组织")
    def organization(
        self,
        info: Info,
        at: Annotated[
            datetime | None, strawberry.argument(description="The instant asked about; default: now. 时点（默认现在）")
        ] = None,
        revision: Annotated[
            int | None, strawberry.argument(description="The state of knowledge; default: the newest. 版本（默认最新）")
        ] = None,
    ) -> Organization:
        context = info.context
        instant = context.instant(at)
        snapshot = context.model.snapshot if revision is None else context.model.at_revision(revision)
        if snapshot is None:
            newest = context.model.snapshot.revision
            raise NotFound(f"Revision {revision} is not at hand; the newest is {newest}.", (f"change-{revision}",))
        return Organization(at=instant, view=View(snapshot, context.day(instant)))


class FreshBudget(SchemaExtension):
    """Gives each operation a budget of its own."""

    def on_operation(self) -> Iterator[None]:
        self.execution_context.context.budget = Budget()
        yield


class Schema(strawberry.Schema):
    """Strawberry's schema, which would log every error of a client with its traceback; `Failures` logs ours."""

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Nothing: see `Failures`."""


# One list for all requests: a rule class made anew for each would defeat the validation cache.
RULES: list[type[ASTValidationRule]] = [DocumentLimits]

schema = Schema(
    query=Query,
    config=StrawberryConfig(),
    extensions=[
        FreshBudget,
        Failures,
        partial(MaxTokensLimiter, max_token_count=MOST_TOKENS),
        partial(AddValidationRules, RULES),
        partial(ParserCache, maxsize=CACHED_DOCUMENTS),
        partial(ValidationCache, maxsize=CACHED_DOCUMENTS),
    ],
)
