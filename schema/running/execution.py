"""How graphql-core carries out an operation here: each field counted, what is awaited timed, at the limit all given up.

graphql-core would go on past a field that fails, and meet the same refusal at thousands of others.
"""

from collections.abc import Coroutine
from types import CoroutineType
from typing import Any

from graphql import GraphQLError, GraphQLOutputType, OperationType, located_error
from graphql.execution.collect_fields import FieldDetails
from graphql.pyutils import Path
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext as Executor

from graph.errors import TooCostly
from graph.messages import say
from graph.meter import Meter, Timed

UNITS_FIELD = 15
UNITS_ERROR = 60
"""What it costs to find a field's value and its part of the answer, and to tell that this failed."""


class Execution(Executor):
    """Strawberry's executor, with the operation's meter."""

    def execute_field(self, parent_type: Any, source: Any, details: Any, path: Any, position: Any) -> Any:  # noqa: ANN401 -- graphql-core's own types
        """The field's part of the answer, or what to await for it.  Raises TooCostly."""
        budget = self.context_value.budget
        meter = budget.meter
        meter.spend(UNITS_FIELD)
        budget.spend_on_arguments(details[0].node)
        found = super().execute_field(parent_type, source, details, path, position)
        return _timed(found, meter) if isinstance(found, CoroutineType) else found

    def handle_field_error(
        self, raw_error: Exception, return_type: GraphQLOutputType, details: list[FieldDetails], path: Path
    ) -> None:
        """Note that a field failed, or raise where its parent fails with it: at the limit that is the whole operation.

        Of a mutation each root field is answered by itself: those before it may have been saved.
        """
        budget = self.context_value.budget
        by_itself = path.prev is None and self.operation.operation is OperationType.MUTATION
        cause = raw_error.original_error if isinstance(raw_error, GraphQLError) else raw_error
        if isinstance(cause, TooCostly):
            if not by_itself:
                raise located_error(raw_error, [detail.node for detail in details], path.as_list())
            if budget.saved:
                besides = say("saved-all-the-same", changes=tuple(budget.saved[-5:]))
                raw_error = TooCostly(cause.cost, cause.limit, say("telling-of-it"), besides)
        super().handle_field_error(raw_error, return_type, details, path)
        if not by_itself:
            budget.meter.spend(UNITS_ERROR)


async def _timed(work: Coroutine[Any, Any, Any], meter: Meter) -> Any:  # noqa: ANN401 -- whatever the field is
    return await Timed(work, meter)
