"""Runs the operation of a GraphQL request, whichever transport it came over."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

import orjson
from graphql import ExecutionResult, GraphQLError, OperationType

from graph.deadline import Deadline
from graph.errors import AnswerTooLarge, InvalidInput
from graph.settings import Settings, variable
from schema.planner.request.invalid_operation import InvalidOperation
from schema.planner.request.operation import Operation
from schema.planner.run.executor import Executor
from schema.planner.run.subscription import Subscriptions
from schema.server.graphql_request import GraphQLRequest
from schema.server.trusted_documents import TrustedDocuments


class OperationRunner:
    """Queries, mutations and subscriptions of clients, each with a deadline of its own."""

    def __init__(self, executor: Executor, subscriptions: Subscriptions, settings: Settings) -> None:
        self._executor = executor
        self._subscriptions = subscriptions
        self._documents = TrustedDocuments(settings)
        self._deadline_s = settings.deadline_s
        self._max_answer_mb = settings.max_answer_mb

    def operation(self, request: GraphQLRequest) -> Operation:
        """The validated operation of a request. Raises InvalidOperation."""
        return self._executor.operation(self._document(request), request.operation_name)

    async def run(self, operation: Operation, request: GraphQLRequest) -> ExecutionResult:
        """The result of a query or mutation; its data are encoded."""
        deadline = Deadline.after(self._deadline_s)
        return self._encoded(await self._executor.run(operation, request.variables, deadline))

    async def results(self, request: GraphQLRequest) -> AsyncGenerator[ExecutionResult, None]:
        """The result of a query or mutation, or the results of a subscription until it is closed."""
        try:
            operation = self.operation(request)
        except InvalidOperation as invalid:
            yield ExecutionResult(None, invalid.errors)
            return
        if operation.type is not OperationType.SUBSCRIPTION:
            yield await self.run(operation, request)
            return
        document, name = self._document(request), request.operation_name
        async with aclosing(self._subscriptions.subscribe(document, request.variables, name)) as results:
            async for result in results:
                yield self._encoded(result)

    def _encoded(self, result: ExecutionResult) -> ExecutionResult:
        """The result with its data as JSON, or an error where they are too large: texts may be long."""
        if result.data is None:
            return result
        encoded = orjson.dumps(result.data)
        if len(encoded) > self._max_answer_mb << 20:
            error = AnswerTooLarge(
                f"The answer has {len(encoded) >> 20:,} MiB; at most {self._max_answer_mb} MiB are allowed. "
                f"Request smaller pages (`first`), select fewer fields, or raise {variable('max_answer_mb')}."
            )
            return ExecutionResult(None, [GraphQLError(str(error), original_error=error)])
        data: Any = orjson.Fragment(encoded)
        return ExecutionResult(data, result.errors, result.extensions)

    def _document(self, request: GraphQLRequest) -> str:
        """The text of the document. Raises InvalidOperation when it is unknown or not trusted."""
        try:
            return self._documents.text(request.query, request.document_id, by_hash=request.by_hash)
        except InvalidInput as error:
            raise InvalidOperation([GraphQLError(str(error), original_error=error)]) from None
