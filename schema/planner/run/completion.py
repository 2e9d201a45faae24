"""Completion: graphql-core makes the answers that the planner leaves to it, and all of introspection."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable, Mapping
from typing import Any, Final

from graphql import ExecutionResult, GraphQLResolveInfo, GraphQLSchema, execute_sync

from graph.deadline import Deadline
from graph.errors import DeadlineExceeded
from schema.lru_cache import LRUCache
from schema.planner.plan import BoundPlan, Plan
from schema.planner.request.invalid_operation import InvalidOperation
from schema.planner.request.invalid_value import classify
from schema.planner.request.operation import Operation
from schema.planner.shape.output import TYPE

LARGE: Final = 100_000
"""Bytes of an answer from which a thread completes it, which takes some 10 ms."""
CACHED_BYTES: Final = 8_000_000
"""Of introspection answers, as estimated; the usual one has 0.7 million, and takes four times that."""


class Completion:
    """Completes answers: small ones at once, others in a thread, so that the event loop goes on.

    An operation of introspection alone is answered once; the answers are cached.
    """

    def __init__(self, schema: GraphQLSchema) -> None:
        self._schema = schema
        self._turn = asyncio.Lock()
        self._cached: LRUCache[ExecutionResult] = LRUCache(CACHED_BYTES)

    async def complete(
        self,
        operation: Operation,
        root: Any,
        variables: Mapping[str, Any],
        answer_bytes: int,
        deadline: Deadline,
    ) -> ExecutionResult:
        """The result, with the messages, paths and propagated nulls of the specification."""
        if answer_bytes < LARGE:
            return self._complete(operation, root, variables)
        try:
            async with asyncio.timeout(deadline.left()), self._turn:
                return await asyncio.to_thread(self._complete, operation, root, variables)
        except TimeoutError:
            error = DeadlineExceeded("The answer was not complete at the deadline.")
            return ExecutionResult(None, InvalidOperation.of(error).errors)

    async def introspect(
        self,
        operation: Operation,
        planned: Plan,
        bound: BoundPlan,
        variables: Mapping[str, Any],
        deadline: Deadline,
    ) -> ExecutionResult:
        """The result of an operation that reads nothing of the graph."""
        key: Hashable = (operation, tuple(sorted((name, repr(value)) for name, value in variables.items())))
        if cached := self._cached.get(key):
            return ExecutionResult(cached.data, None)
        root = planned.loose([], bound.shape_values)
        result = await self.complete(operation, root, variables, bound.answer_bytes, deadline)
        if not result.errors:
            self._cached.put(key, result, bound.answer_bytes)
        return result

    def _complete(self, operation: Operation, root: Any, variables: Mapping[str, Any]) -> ExecutionResult:
        result = execute_sync(
            self._schema,
            operation.document,
            root_value=root,
            variable_values=dict(variables),
            operation_name=operation.name,
            field_resolver=_by_response_name,
            type_resolver=_by_type_key,
        )
        assert isinstance(result, ExecutionResult)
        if result.errors:
            result.errors = list(map(classify, result.errors))
        return result


def _by_type_key(value: Mapping[str, Any], *_: object) -> str:
    return str(value[TYPE])


def _by_response_name(source: Mapping[str, Any], info: GraphQLResolveInfo[Any], **_: Any) -> Any:
    return source[str(info.path.key)]
