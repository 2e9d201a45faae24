"""Executes operations: plan, one statement, shape; graphql-core completes what is unexpected."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Any

from graphql import (
    ExecutionResult,
    GraphQLError,
    OperationType,
    Undefined,
)
from graphql.execution.values import VariableValues

from graph.database import Database
from graph.deadline import Deadline
from graph.errors import AnswerTooLarge, CostExceeded, GraphError, WritingClosed
from graph.settings import Settings, variable
from schema.build import Model
from schema.planner.cypher.selection_writer import DONE
from schema.planner.plan import BoundPlan, Plan
from schema.planner.request.invalid_operation import InvalidOperation
from schema.planner.request.invalid_value import classify
from schema.planner.request.limits import Limits
from schema.planner.request.operation import Operation, Operations
from schema.planner.request.selection import Field
from schema.planner.run.completion import Completion
from schema.planner.run.plan_cache import PlanCache
from schema.planner.run.single_flight import SingleFlight
from schema.sources import Action

Port = Callable[[Mapping[str, Any], Deadline], Awaitable[Mapping[str, Any]]]
"""Does the work of a mutation, from the field's arguments, and returns the parent row of its answer."""


class Executor:
    """Executes operations against one database; caches parsed operations and plans."""

    def __init__(
        self, model: Model, database: Database, settings: Settings, ports: Mapping[str, Port] | None = None
    ) -> None:
        self._model = model
        self.database = database
        self._ports = ports or {}
        self._limits = limits = Limits.of(settings)
        self._single_flight = SingleFlight()
        self._operations = Operations(model.executable, limits, rows=_rows(model))
        self._plans = PlanCache(model, settings.viewer, limits)
        self._completion = Completion(model.executable)

    async def close(self) -> None:
        """Ends the statements that run in the background."""
        await self._single_flight.close()

    async def execute(
        self,
        text: str,
        variables: Mapping[str, Any],
        operation_name: str | None,
        deadline: Deadline,
    ) -> ExecutionResult:
        """The result of one operation; failures are errors in it, never raised.

        `data` is None when the operation failed before it ran.
        """
        try:
            operation = self.operation(text, operation_name)
        except InvalidOperation as invalid:
            return ExecutionResult(None, invalid.errors)
        return await self.run(operation, variables, deadline)

    async def run(
        self, operation: Operation, variables: Mapping[str, Any], deadline: Deadline
    ) -> ExecutionResult:
        """The result of a valid operation; see `execute`."""
        try:
            coerced = operation.variables.coerced(variables)
            if operation.type is OperationType.MUTATION:
                return await self._mutate(operation, coerced, deadline)
            planned, bound = self.plan(operation, coerced)
        except InvalidOperation as invalid:
            return ExecutionResult(None, invalid.errors)
        except GraphQLError as error:
            return ExecutionResult(None, [classify(error)])
        result = await self._read(operation, planned, bound, variables, deadline)
        result.extensions = {"cost": bound.cost}
        return result

    def operation(self, text: str, name: str | None) -> Operation:
        """The valid operation of a document. Raises InvalidOperation."""
        return self._operations.get(text, name)

    def plan(self, operation: Operation, coerced: VariableValues) -> tuple[Plan, BoundPlan]:
        """The plan of an operation and its values. Raises InvalidOperation (cost), GraphQLError."""
        planned, bound = self._plans.get(operation, coerced)
        self._check([bound])
        return planned, bound

    def _check(self, plans: Sequence[BoundPlan]) -> int:
        """The cost of an operation. Raises InvalidOperation beyond a limit."""
        cost, size = sum(plan.cost for plan in plans), sum(plan.answer_bytes for plan in plans)
        most, most_mb = self._limits.max_cost, self._limits.max_answer_mb
        if cost > most:
            raise InvalidOperation.of(
                CostExceeded(
                    f"The operation costs {cost:,}; at most {most:,} is allowed. Request smaller pages "
                    "(`first`), filter by a key or an indexed property, split the operation, or raise "
                    f"{variable('max_cost')}."
                )
            )
        if size > most_mb << 20:
            raise InvalidOperation.of(
                AnswerTooLarge(
                    f"The answer may have {size >> 20:,} MiB; at most {most_mb} MiB are allowed. Request "
                    f"smaller pages (`first`), select fewer fields, or raise {variable('max_answer_mb')}."
                )
            )
        return cost

    def root_fields(self, operation: Operation, coerced: VariableValues) -> list[Field]:
        """The root fields of an operation, in order, with their arguments. Raises GraphQLError."""
        return self._plans.root_fields(operation, coerced)

    async def _read(
        self,
        operation: Operation,
        planned: Plan,
        bound: BoundPlan,
        variables: Mapping[str, Any],
        deadline: Deadline,
    ) -> ExecutionResult:
        complete = partial(
            self._completion.complete,
            operation,
            variables=variables,
            answer_bytes=bound.answer_bytes,
            deadline=deadline,
        )
        if planned.statement is None:
            return await self._completion.introspect(operation, planned, bound, variables, deadline)
        try:
            read = partial(self.database.read, planned.statement, bound.parameters)
            records = await self._single_flight.run(planned.statement.text, read, deadline)
        except GraphError as error:
            return await complete(_Failed(error))
        row = records[0]["row"]
        if planned.strict is not None:
            data = _attempt(planned, row, bound)
            if data is not None:
                return ExecutionResult(data, None)
        return await complete(planned.loose(row, bound.shape_values))

    async def _mutate(
        self, operation: Operation, coerced: VariableValues, deadline: Deadline
    ) -> ExecutionResult:
        """Executes root fields one after another: the action of each, then the statement of its selection."""
        root: dict[str, Any] = {}
        fields = [field for field in self.root_fields(operation, coerced) if not field.name.startswith("__")]
        plans = [self._plans.get(operation, coerced, field.response_name) for field in fields]
        cost = self._check([bound for _, bound in plans])  # before anything is written
        for field, (planned, bound) in zip(fields, plans, strict=True):
            if planned.statement is None:  # the field has an error: its action is not run, the others are
                root |= planned.loose([], bound.shape_values)
                continue
            try:
                bound.parameters[DONE] = await self._port(field)(field.arguments.value, deadline)
                records = await self.database.read(planned.statement, bound.parameters, deadline)
                root |= planned.loose(records[0]["row"], bound.shape_values)
            except GraphError as error:
                root[field.response_name] = error
        # As they were coerced: without the unknown fields of rows, which are for the port alone.
        variables = {n: each.value for n, each in coerced.sources.items() if each.value is not Undefined}
        size = sum(bound.answer_bytes for _, bound in plans)
        result = await self._completion.complete(operation, root, variables, size, deadline)
        result.extensions = {"cost": cost}
        return result

    def _port(self, field: Field) -> Port:
        source = self._model.declarations["Mutation"].related[field.name].source
        assert isinstance(source, Action)
        port: Port = self._ports.get(source.port, _read_only)
        return port


def _rows(model: Model) -> frozenset[str]:
    """Names of the input types whose rows ports check one by one."""
    mutation = model.declarations.get("Mutation")
    sources = [related.source for related in mutation.related.values()] if mutation else []
    return frozenset(row.__name__ for source in sources if isinstance(source, Action) for row in source.rows)


async def _read_only(_: Mapping[str, Any], __: Deadline) -> Mapping[str, Any]:
    raise WritingClosed("Mutations are disabled: this service is read-only.")


def _attempt(planned: Plan, row: Any, bound: BoundPlan) -> Any:
    assert planned.strict is not None
    try:
        return planned.strict(row, bound.shape_values)
    except Exception:
        return None  # an unexpected value: graphql-core reports the error


class _Failed(dict[str, Any]):
    """Root values of a failed statement: every root field has its error."""

    def __init__(self, error: GraphError) -> None:
        super().__init__()
        self._error = error

    def __missing__(self, _: str) -> GraphError:
        return self._error
