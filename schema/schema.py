"""The schema put together: the root types, the limits, the caches."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Annotated

import strawberry
from graphql import ASTValidationRule, ExecutionResult, GraphQLError
from strawberry.extensions import AddValidationRules, MaxTokensLimiter, ParserCache, SchemaExtension, ValidationCache
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionContext

from graph.access import Right, digest_of
from graph.view import View
from schema.changes import Change
from schema.context import Budget, Info
from schema.failures import Failures, clipped
from schema.journal import Lineage, lineage_of, page_of_changes
from schema.limits import DocumentLimits
from schema.mutations import Mutation
from schema.organization import Organization
from schema.paging import DEFAULT, After, Connection, First, check_first
from schema.subscriptions import Subscription

MOST_TOKENS = 5_000
CACHED_DOCUMENTS = 512


LONGEST_WAIT_SECONDS = 5.0


@strawberry.type(description="Contacts were read. 个人信息查阅记录")
class Access:
    at: datetime = strawberry.field(description="When. 时间")
    key: strawberry.ID = strawberry.field(description="Id of the key. 密钥编号")
    key_name: str = strawberry.field(description="Name of the key. 密钥名称")
    request: str = strawberry.field(description="Id of the request. 请求编号")
    operation: str = strawberry.field(description="Name of the operation. 操作名")
    people: list[strawberry.ID] = strawberry.field(description="Ids of the people. 人员编号")


@strawberry.type(description="What can be asked. 查询")
class Query:
    @strawberry.field(description="The organisation, seen from an instant: the one door to everything. 组织")
    async def organization(
        self,
        info: Info,
        at: Annotated[
            datetime | None, strawberry.argument(description="The instant asked about; default: now. 时点（默认现在）")
        ] = None,
        revision: Annotated[
            int | None, strawberry.argument(description="The state of knowledge; default: the newest. 版本（默认最新）")
        ] = None,
        at_least_revision: Annotated[
            int | None,
            strawberry.argument(description="Wait, 5 seconds at most, until this revision is here. 至少为此版本"),
        ] = None,
    ) -> Organization:
        context = info.context
        instant = context.instant(at)
        if at_least_revision is not None:
            await context.model.wait_for(at_least_revision, LONGEST_WAIT_SECONDS)
        snapshot = context.model.snapshot if revision is None else await context.model.past(revision)
        return Organization(at=instant, view=View(snapshot, context.day(instant)))

    @strawberry.field(description="The journal, newest first. 变更日志")
    async def changes(
        self,
        info: Info,
        about: Annotated[
            strawberry.ID | None,
            strawberry.argument(description="Only changes that touch this unit, person or fact. 相关"),
        ] = None,
        first: First = DEFAULT,
        after: After = None,
    ) -> Connection[Change]:
        return await page_of_changes(info, about, first, after)

    @strawberry.field(description="Who read whose contacts, newest first; for admins. 个人信息查阅日志")
    async def accesses(
        self,
        info: Info,
        person: Annotated[strawberry.ID | None, strawberry.argument(description="Of this person. 人员编号")] = None,
        key: Annotated[str | None, strawberry.argument(description="By the key of this id or name. 密钥")] = None,
        before: Annotated[datetime | None, strawberry.argument(description="Before this instant. 早于")] = None,
        first: First = DEFAULT,
    ) -> list[Access]:
        context = info.context
        context.require(Right.ADMIN)
        check_first(first)
        if context.guard is None:
            return []
        instant = None if before is None else context.instant(before)
        found = await context.guard.accesses(person, key, instant, first)
        return [
            Access(
                at=a.at.astimezone(context.zone),
                key=strawberry.ID(a.key),
                key_name=a.key_name,
                request=a.request,
                operation=a.operation,
                people=[strawberry.ID(i) for i in a.people],
            )
            for a in found
        ]

    @strawberry.field(description="What a unit succeeded and what succeeded it; null: no such code. 沿革")
    async def lineage(
        self, info: Info, code: Annotated[strawberry.ID, strawberry.argument(description="Code of a unit. 编码")]
    ) -> Lineage | None:
        return await lineage_of(info.context, str(code))


class Admission(SchemaExtension):
    """Gives each operation a budget of its own, holds its key to its documents, and notes the contacts it has shown."""

    def on_operation(self) -> Iterator[None]:
        context = self.execution_context.context
        context.budget = Budget()
        context.contacts_seen = set()
        yield
        context.note_contacts(self.execution_context.operation_name or "")

    def on_execute(self) -> Iterator[None]:
        key, query = self.execution_context.context.key, self.execution_context.query
        if key is not None and key.documents and digest_of(query or "") not in key.documents.values():
            refusal = GraphQLError("The key is bound to certain documents; this is none of them. 密钥仅限指定查询")
            refusal.extensions = {"code": "FORBIDDEN"}
            self.execution_context.result = ExecutionResult(None, [refusal])
        yield


class Freshness(SchemaExtension):
    """Says in an answer's extensions how old its knowledge is while the record is out of reach."""

    def get_results(self) -> dict[str, object]:
        """The `freshness` of the answer, if there is anything to say."""
        model = self.execution_context.context.model
        if model.behind is None:
            return {}
        age = round(model.seconds_old, 1)
        return {"freshness": {"revision": model.snapshot.revision, "secondsOld": age, "because": model.behind}}


class Schema(strawberry.Schema):
    """Strawberry's schema, which would log every error of a client with its traceback; `Failures` logs ours."""

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:  # noqa: ARG002
        """Mark what was refused before execution, which `Failures` does not see, as the client's."""
        for error in errors:
            if error.original_error is None:
                error.extensions = {"code": "BAD_REQUEST", **(error.extensions or {})}
                error.message = clipped(error.message)


# One list for all requests: a rule class made anew for each would defeat the validation cache.
RULES: list[type[ASTValidationRule]] = [DocumentLimits]

schema = Schema(
    query=Query,
    mutation=Mutation,
    subscription=Subscription,
    config=StrawberryConfig(),
    extensions=[
        Admission,
        Freshness,
        Failures,
        partial(MaxTokensLimiter, max_token_count=MOST_TOKENS),
        partial(AddValidationRules, RULES),
        partial(ParserCache, maxsize=CACHED_DOCUMENTS),
        partial(ValidationCache, maxsize=CACHED_DOCUMENTS),
    ],
)
