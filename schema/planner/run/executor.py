"""Executes operations: plan, one statement, shape; graphql-core completes what is unexpected."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import closing
from functools import partial
from typing import Any, Final

from graphql import (
    ExecutionResult,
    GraphQLError,
    OperationType,
    Undefined,
)
from graphql.execution.values import VariableValues
from neo4j import Record

from graph.activity import describe
from graph.database import Database
from graph.deadline import Deadline
from graph.errors import (
    AnswerTooLarge,
    CostExceeded,
    Forbidden,
    GraphError,
    Overloaded,
    Unavailable,
    WritingClosed,
)
from graph.observer import Observer
from graph.settings import Settings, variable
from graph.viewer import Viewer
from schema.build import Model
from schema.planner.cypher.selection_writer import DONE
from schema.planner.plan import BoundPlan, Plan
from schema.planner.request.invalid_operation import InvalidOperation
from schema.planner.request.invalid_value import classify
from schema.planner.request.limits import Limits
from schema.planner.request.operation import Operation, Operations
from schema.planner.request.selection import Field
from schema.planner.run.admission import Admission
from schema.planner.run.completion import Completion
from schema.planner.run.plan_cache import PlanCache
from schema.planner.run.single_flight import SingleFlight
from schema.sources import Action, Pending

MAY_NOT_WRITE: Final = (
    "Mutations need the role loader or admin, and the role of this caller is {role}; sign in with a key or "
    "token of such a role."
)
INTROSPECTION_CLOSED: Final = (
    "__schema, __type: this caller may not see the schema; sign in, or ask the operator, who allows it with "
    f"{variable('introspection')}."
)
Port = Callable[[Mapping[str, Any], Deadline, Viewer], Awaitable[Mapping[str, Any]]]
"""Does the work of a mutation, or looks up for a query, and returns the parent row of the field's answer."""


class Executor:
    """Executes operations against one database; caches parsed operations and plans."""

    def __init__(
        self, model: Model, database: Database, settings: Settings, ports: Mapping[str, Port] | None = None
    ) -> None:
        self._model = model
        self.schema = model.executable
        self.database = database
        self._ports = ports or {}
        self._limits = limits = Limits.of(settings)
        # Without a database an executor plans and refuses; it runs nothing.
        self._observer: Observer = getattr(database, "observer", None) or Observer()
        self._single_flight = SingleFlight(self._observer)
        self.admission = Admission(settings)
        self._mutations: set[asyncio.Task[ExecutionResult]] = set()
        self._operations = Operations(model.executable, limits, rows=_rows(model))
        self._plans = PlanCache(model, limits)
        self._completion = Completion(model.executable)
        self._local = settings.viewer
        self._introspection = settings.introspection

    async def close(self) -> None:
        """Ends the statements that run in the background, and waits for running mutations."""
        await self._single_flight.close()
        await asyncio.gather(*self._mutations, return_exceptions=True)
        self.admission.close()

    async def execute(
        self,
        text: str,
        variables: Mapping[str, Any],
        operation_name: str | None,
        deadline: Deadline,
        viewer: Viewer | None = None,
        caller: str | None = None,
    ) -> ExecutionResult:
        """The result of one operation; failures are errors in it, never raised.

        `data` is None when the operation failed before it ran. Without a viewer it is one on this machine;
        without a caller it is always admitted.
        """
        try:
            operation = await self.prepare(text, operation_name, deadline, caller)
        except InvalidOperation as invalid:
            return ExecutionResult(None, invalid.errors)
        return await self.run(operation, variables, deadline, viewer or self._local, caller)

    async def run(
        self,
        operation: Operation,
        variables: Mapping[str, Any],
        deadline: Deadline,
        viewer: Viewer,
        caller: str | None = None,
    ) -> ExecutionResult:
        """The result of a valid operation; see `execute`."""
        try:
            coerced = operation.variables.coerced(variables)
            if operation.type is OperationType.MUTATION:
                mutation = self._mutate(operation, coerced, deadline, viewer)
                return await self._to_its_end(mutation, deadline, caller)
            with self._observer.span("plan"):
                planned, bound = await self._plan(operation, coerced, viewer, deadline, caller)
            if planned.introspects and not self._introspection.includes(viewer):
                raise InvalidOperation.of(Forbidden(INTROSPECTION_CLOSED))
            self._check([bound])
            self.admission.charge(caller, bound.cost)
            result = await self._read(operation, planned, bound, variables, deadline, viewer, caller)
        except InvalidOperation as invalid:
            return ExecutionResult(None, invalid.errors)
        except GraphQLError as error:
            return ExecutionResult(None, [classify(error)])
        except GraphError as refusal:  # nothing was executed
            return ExecutionResult(None, InvalidOperation.of(refusal).errors)
        result.extensions = {"cost": bound.cost}
        return result

    async def _to_its_end(
        self, mutation: Coroutine[Any, Any, ExecutionResult], deadline: Deadline, caller: str | None
    ) -> ExecutionResult:
        """The result of a mutation, which goes on when its client leaves: it may have written a part.

        Raises Overloaded, RateLimited.
        """

        async def admitted() -> ExecutionResult:
            with closing(mutation):  # one that is refused is never awaited
                self.admission.charge(caller, 1)
                async with self.admission.running(caller, 0, deadline):
                    return await mutation

        task = asyncio.create_task(admitted())
        self._mutations.add(task)
        task.add_done_callback(self._mutations.discard)
        try:
            return await asyncio.shield(task)
        finally:
            del task  # else an error, its frames and the task keep each other

    async def prepare(
        self, text: str, name: str | None, deadline: Deadline, caller: str | None = None
    ) -> Operation:
        """The valid operation of a document, which is parsed outside of the event loop if it is a new one.

        Raises InvalidOperation, also where the caller must wait.
        """
        if (cached := self._operations.cached(text, name)) is not None:
            return cached
        try:
            return await self.admission.plan(caller, partial(self.operation, text, name), deadline)
        except GraphError as refusal:
            raise InvalidOperation.of(refusal) from None

    async def _plan(
        self,
        operation: Operation,
        coerced: VariableValues,
        viewer: Viewer,
        deadline: Deadline,
        caller: str | None,
    ) -> tuple[Plan, BoundPlan]:
        if (cached := self._plans.cached(operation, coerced, viewer)) is not None:
            return cached
        plan = partial(self._plans.get, operation, coerced, viewer)
        return await self.admission.plan(caller, plan, deadline)

    def operation(self, text: str, name: str | None) -> Operation:
        """The valid operation of a document. Raises InvalidOperation."""
        return self._operations.get(text, name)

    def plan(
        self, operation: Operation, coerced: VariableValues, viewer: Viewer | None = None
    ) -> tuple[Plan, BoundPlan]:
        """The plan of an operation and its values. Raises InvalidOperation (cost), GraphQLError."""
        planned, bound = self._plans.get(operation, coerced, viewer or self._local)
        self._check([bound])
        return planned, bound

    def _check(self, plans: Sequence[BoundPlan]) -> int:
        """The cost of an operation. Raises InvalidOperation beyond a limit."""
        cost, size = sum(plan.cost for plan in plans), sum(plan.answer_bytes for plan in plans)
        most, most_mb = self._limits.max_cost, self._limits.max_answer_mb
        describe(cost=cost)
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
        viewer: Viewer,
        caller: str | None,
    ) -> ExecutionResult:
        """The result of a query. Raises Overloaded."""
        complete = partial(
            self._completion.complete,
            operation,
            variables=variables,
            answer_bytes=bound.answer_bytes,
            deadline=deadline,
        )
        statement = planned.statement
        if statement is None:
            return await self._completion.introspect(operation, planned, bound, variables, deadline)

        async def read(deadline: Deadline, *, planned: Callable[[], None]) -> list[Record]:
            # Here and not around the flight: who waits for the planning of another takes no slot.
            async with self.admission.running(caller, bound.cost, deadline):
                return await self.database.read(statement, bound.parameters, deadline, planned=planned)

        try:
            await self._look_up(bound.parameters, deadline, viewer)
            records = await self._single_flight.run(statement.text, read, deadline)
        except Overloaded:
            raise
        except GraphError as error:
            return await complete(_Failed(error))
        row = records[0]["row"]
        if planned.strict is not None:
            data = _attempt(planned, row, bound)
            if data is not None:
                return ExecutionResult(data, None)
        return await complete(planned.loose(row, bound.shape_values))

    async def _look_up(self, parameters: dict[str, Any], deadline: Deadline, viewer: Viewer) -> None:
        """Gives parameters that ports find their values. Raises the errors of the ports."""
        for name, value in parameters.items():
            if isinstance(value, Pending):
                port = self._ports.get(value.port, _no_lookup)
                parameters[name] = await port(value.arguments, deadline, viewer)

    async def _mutate(
        self, operation: Operation, coerced: VariableValues, deadline: Deadline, viewer: Viewer
    ) -> ExecutionResult:
        """Executes root fields one after another: the action of each, then the statement of its selection.

        Nothing is written for a viewer who may not write, or may not see all that the operation selects.
        """
        root: dict[str, Any] = {}
        fields = [field for field in self.root_fields(operation, coerced) if not field.name.startswith("__")]
        if fields and not viewer.may_write:
            raise InvalidOperation.of(Forbidden(MAY_NOT_WRITE.format(role=viewer.role)))
        plans = [self._plans.get(operation, coerced, viewer, field.response_name) for field in fields]
        cost = self._check([bound for _, bound in plans])  # before anything is written
        for planned, _ in plans:
            for error in planned.errors:
                if isinstance(error, Forbidden):
                    raise InvalidOperation.of(error)
        for field, (planned, bound) in zip(fields, plans, strict=True):
            if planned.statement is None:  # the field has an error: its action is not run, the others are
                root |= planned.loose([], bound.shape_values)
                continue
            try:
                bound.parameters[DONE] = await self._port(field)(field.arguments.value, deadline, viewer)
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


async def _no_lookup(*_: object) -> Mapping[str, Any]:
    raise Unavailable("This service looks up no names.")


async def _read_only(*_: object) -> Mapping[str, Any]:
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
