"""Runs the operation of a GraphQL request, whichever transport it came over."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from typing import Any, Final

import orjson
from graphql import ExecutionResult, GraphQLError, OperationType

from graph.deadline import Deadline
from graph.errors import AnswerTooLarge, InvalidInput
from graph.settings import Settings, variable
from monitoring.metrics import Metrics
from schema.planner.request.invalid_operation import InvalidOperation
from schema.planner.request.operation import Operation
from schema.planner.run.executor import Executor
from schema.planner.run.subscription import Subscriptions
from schema.server import audit
from schema.server.graphql_request import GraphQLRequest
from schema.server.trusted_documents import TrustedDocuments
from sign_in.identity import Identity

SUGGESTION: Final = re.compile(r" Did you mean .*?\?")
"""What graphql-core and this service add to an error for a name that is almost right."""


class OperationRunner:
    """Queries, mutations and subscriptions of clients, each with a deadline of its own."""

    def __init__(
        self,
        executor: Executor,
        subscriptions: Subscriptions,
        documents: TrustedDocuments,
        metrics: Metrics,
        settings: Settings,
    ) -> None:
        self.metrics = metrics
        self._executor = executor
        self._subscriptions = subscriptions
        self._documents = documents
        self._deadline_s = settings.deadline_s
        self._introspection = settings.introspection
        self._max_answer_mb = settings.max_answer_mb

    def deadline(self) -> Deadline:
        """That of an operation which begins now."""
        return Deadline.after(self._deadline_s)

    def rate_limit(self, caller: str) -> Mapping[str, str]:
        """Response headers that say what a caller may still spend."""
        return self._executor.admission.budgets.headers(caller)

    async def operation(self, request: GraphQLRequest, identity: Identity, deadline: Deadline) -> Operation:
        """The validated operation of a request. Raises InvalidOperation."""
        document, name = self._document(request), request.operation_name
        try:
            operation = await self._executor.prepare(document, name, deadline, identity.caller)
        except InvalidOperation as invalid:
            raise InvalidOperation(self._shown(invalid.errors, identity)) from None
        return operation

    async def run(
        self, operation: Operation, request: GraphQLRequest, identity: Identity, deadline: Deadline
    ) -> ExecutionResult:
        """The result of a query or mutation; its data are encoded."""
        result = await self._executor.run(
            operation, request.variables, deadline, identity.viewer, identity.caller
        )
        if operation.type is OperationType.MUTATION:
            audit.record("write", identity, operation=operation.log_name, refused=bool(result.errors))
        if result.errors:
            result.errors = self._shown(result.errors, identity)
        return self._encoded(result)

    async def results(
        self, request: GraphQLRequest, identity: Identity
    ) -> AsyncGenerator[ExecutionResult, None]:
        """The result of a query or mutation, or the results of a subscription until it is closed.

        Raises Stopped.
        """
        deadline = self.deadline()
        try:
            operation = await self.operation(request, identity, deadline)
        except InvalidOperation as invalid:
            yield ExecutionResult(None, invalid.errors)
            return
        self.metrics.selected(operation.field_use)
        if operation.type is not OperationType.SUBSCRIPTION:
            yield await self.run(operation, request, identity, deadline)
            return
        document, name = self._document(request), request.operation_name
        async with aclosing(
            self._subscriptions.subscribe(document, request.variables, name, identity.viewer, identity.caller)
        ) as results:
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
            return ExecutionResult(None, InvalidOperation.of(error).errors)
        data: Any = orjson.Fragment(encoded)
        return ExecutionResult(data, result.errors, result.extensions)

    def _shown(self, errors: Sequence[GraphQLError], identity: Identity) -> list[GraphQLError]:
        """The errors as their caller sees them: one who may not see the schema is not helped to guess it.

        Nor are strangers.
        """
        if self._introspection.includes(identity.viewer) and not identity.viewer.stranger:
            return [*errors]
        return [
            GraphQLError(
                SUGGESTION.sub("", each.message),
                each.nodes,
                path=each.path,
                original_error=each.original_error,
            )
            for each in errors
        ]

    def _document(self, request: GraphQLRequest) -> str:
        """The text of the document. Raises InvalidOperation when it is unknown or not trusted."""
        try:
            return self._documents.text(request.query, request.document_id, by_hash=request.by_hash)
        except InvalidInput as error:
            raise InvalidOperation.of(error) from None
