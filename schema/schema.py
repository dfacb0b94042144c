"""The schema put together: the root types, the limits, the caches."""

from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any

import strawberry
from graphql import ExecutionResult, GraphQLError
from strawberry.extensions import SchemaExtension
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionContext
from strawberry.types import ExecutionResult as StrawberryResult
from strawberry.types.graphql import OperationType

from graph.access.grants import Forbidden, NotLogged, Right, Unauthenticated
from graph.errors import TooCostly
from graph.meter import Timed
from graph.metered import Model
from graph.view import View
from schema.cases.decisions import DecisionQueries
from schema.cases.reports import DecisionReportQueries
from schema.changes.changes import Change
from schema.changes.journal import Lineage, lineage_of, page_of_changes
from schema.context import Context, Info
from schema.limits.inputs import check_operation_name
from schema.mutations import Mutation
from schema.organization import Organization
from schema.running.execution import Execution
from schema.running.failures import Failures, refused, told
from schema.running.prepared import Documents
from schema.running.reading import Reading
from schema.subscriptions import Subscription
from schema.types import feeds
from schema.types.duty import CentreDuty
from schema.types.extending import extend
from schema.types.nouns import Centre
from schema.types.paging import DEFAULT, After, Connection, First, check_first
from schema.types.words import AccessSource

LONGEST_WAIT_SECONDS = 5.0


@strawberry.type(description="Contacts were read. 个人信息查阅记录")
class Access:
    at: datetime = strawberry.field(description="When. 时间")
    key: strawberry.ID = strawberry.field(description="Id of the key. 密钥编号")
    key_name: str = strawberry.field(description="Name of the key. 密钥名称")
    request: str = strawberry.field(description="Id of the request. 请求编号")
    operation: str = strawberry.field(description="Name of the operation. 操作名")
    people: list[strawberry.ID] = strawberry.field(description="Ids of the people. 人员编号")
    source: AccessSource = strawberry.field(description="By which way they left. 来源")


@strawberry.type(description="What can be asked. 查询")
class Query(DecisionQueries, DecisionReportQueries):
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
        context.require(Right.READ)
        instant = context.instant(at)
        if at_least_revision is not None:
            await context.model.wait_for(at_least_revision, LONGEST_WAIT_SECONDS)
        snapshot = context.model.snapshot if revision is None else await context.model.past(revision)
        return Organization(at=instant, view=View(snapshot, context.day(instant), at=instant))

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
        info.context.require(Right.READ)
        return await page_of_changes(info, about, first, after)

    @strawberry.field(
        description="Who read whose contacts, newest first, to the end of an instant; for who may audit. "
        "个人信息查阅日志"
    )
    async def accesses(
        self,
        info: Info,
        person: Annotated[strawberry.ID | None, strawberry.argument(description="Of this person. 人员编号")] = None,
        key: Annotated[str | None, strawberry.argument(description="By the key of this id or name. 密钥")] = None,
        before: Annotated[datetime | None, strawberry.argument(description="Before this instant. 早于")] = None,
        first: First = DEFAULT,
    ) -> list[Access]:
        context = info.context
        context.caller.require_everywhere(Right.AUDIT)
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
                source=a.source,
            )
            for a in found
        ]

    @strawberry.field(description="The calendar feeds in force, without their addresses. 日历订阅")
    async def duty_feeds(self, info: Info) -> list[feeds.DutyFeed]:
        return await feeds.listed(info)

    @strawberry.field(description="What a unit succeeded and what succeeded it; null: no such code. 沿革")
    async def lineage(
        self, info: Info, code: Annotated[strawberry.ID, strawberry.argument(description="Code of a unit. 编码")]
    ) -> Lineage | None:
        info.context.require(Right.READ)
        return await lineage_of(info.context, str(code))


class Admission(SchemaExtension):
    """Gives each operation a context of its own, holds its key to its documents, and lets go of what may be shown.

    Operations over one WebSocket run side by side and last longer than one request: a key may be revoked meanwhile.
    """

    async def on_operation(self) -> AsyncIterator[None]:
        shared: Context = self.execution_context.context
        self.execution_context.context = shared.for_operation()
        yield
        await self._release(self.execution_context.result)

    async def on_stream_result(self, result: object) -> AsyncIterator[None]:
        await self._release(result)
        yield

    def on_execute(self) -> Iterator[None]:
        if (refusal := self._refusal()) is not None:
            if self.execution_context.operation_type is OperationType.SUBSCRIPTION:
                raise refusal  # a stream goes on past a result that is set
            self.execution_context.result = ExecutionResult(None, [refusal])
        yield

    def _refusal(self) -> GraphQLError | None:
        context: Context = self.execution_context.context
        try:
            context.admit(self.execution_context.query or "")
        except (Unauthenticated, Forbidden) as error:
            return GraphQLError(str(error), original_error=error, extensions={"code": error.code})
        return None

    async def _release(self, result: object) -> None:
        if getattr(result, "data", None) is not None:
            name = self.execution_context.operation_name or ""
            try:
                result.data = await self.execution_context.context.release(result.data, name)  # type: ignore[attr-defined]
            except NotLogged as error:
                result.data = None  # type: ignore[attr-defined]
                result.errors = [told(GraphQLError(str(error), original_error=error))]  # type: ignore[attr-defined]


class Freshness(SchemaExtension):
    """Says in an answer's extensions how old its knowledge is while the record is out of reach."""

    def get_results(self) -> dict[str, object]:
        """The `freshness` of the answer, if there is anything to say."""
        return freshness(self.execution_context.context.model)


def freshness(model: Model) -> dict[str, object]:
    """What an answer's extensions say: nothing, unless the record is out of reach."""
    if model.behind is None:
        return {}
    age = round(model.seconds_old, 1)
    return {"freshness": {"revision": model.snapshot.revision, "secondsOld": age, "because": model.behind}}


ONE_ANSWER = frozenset({OperationType.QUERY, OperationType.MUTATION})
"""Operations that are answered once; a subscription goes over a WebSocket or as events."""


class Schema(strawberry.Schema):
    """Strawberry's schema, with a shorter way for the queries that are asked again and again.

    Strawberry would log every error of a client with its traceback; `Failures` logs ours.
    """

    def __init__(self, **parts: Any) -> None:  # noqa: ANN401 -- strawberry's own
        super().__init__(**parts)
        self.documents = Documents()

    async def execute(
        self,
        query: str | None,
        variable_values: dict[str, Any] | None = None,
        context_value: Any = None,  # noqa: ANN401 -- as strawberry has it
        root_value: Any | None = None,  # noqa: ANN401
        operation_name: str | None = None,
        allowed_operation_types: Iterable[OperationType] | None = None,
        operation_extensions: dict[str, Any] | None = None,
    ) -> StrawberryResult:
        """Answer as strawberry does; a query that it has answered before, by its plan."""
        context = context_value
        one_answer = ONE_ANSWER if allowed_operation_types is None else ONE_ANSWER.intersection(allowed_operation_types)
        if query and context.tried is None:
            answer, cost = await self.by_plan(query, variable_values, context, operation_name)
            if answer is not None:
                return answer
            context = replace(context, tried=cost)
        result = await super().execute(
            query,
            variable_values,
            context,
            root_value,
            operation_name,
            one_answer,
            operation_extensions,
        )
        if query and not result.errors:
            self.documents.note((query, operation_name), result.data)
        return result

    async def by_plan(
        self, query: str, variables: dict[str, Any] | None, shared: Context, name: str | None
    ) -> tuple[StrawberryResult | None, int]:
        """The answer by the query's plan, or None if it has none or anything but cost speaks against it; its cost."""
        context = shared.for_operation()
        meter = context.budget.meter
        try:
            check_operation_name(name)
            context.budget.take_in(variables)
            context.admit(query)
            data = await Timed(self.documents.answer(self._schema, (query, name), variables, context), meter)
        except (Unauthenticated, Forbidden, GraphQLError):  # told the ordinary way
            return None, 0
        except TooCostly as error:
            refusal = told(GraphQLError(str(error), original_error=error))
            return StrawberryResult(data=None, errors=[refusal], extensions=freshness(context.model)), meter.cost
        if data is None:
            return None, meter.cost
        try:
            shown = await context.release(data, self.documents.operation((query, name)))
        except NotLogged as error:
            refusal = told(GraphQLError(str(error), original_error=error))
            return StrawberryResult(data=None, errors=[refusal], extensions=freshness(context.model)), meter.cost
        return StrawberryResult(data=shown, errors=None, extensions=freshness(context.model)), meter.cost

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:  # noqa: ARG002
        """Mark what was refused before execution, which `Failures` does not see, as the client's."""
        for error in errors:
            if error.original_error is None:
                error.extensions = {"code": "BAD_REQUEST", **(error.extensions or {})}
                error.message = refused(error.message)


extend(Centre, CentreDuty)

schema = Schema(
    query=Query,
    mutation=Mutation,
    subscription=Subscription,
    execution_context_class=Execution,
    config=StrawberryConfig(),
    extensions=[
        Admission,
        Freshness,
        Failures,
        Reading,
    ],
)
