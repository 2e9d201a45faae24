"""A GraphQL response: the same over HTTP, in an event stream and over a WebSocket."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson
from graphql import ExecutionResult

from graph.errors import GraphError
from schema.planner.request.invalid_operation import InvalidOperation
from schema.server.error_format import format_error, request_error


@dataclass(frozen=True, slots=True)
class GraphQLResponse:
    """A response ready to be encoded; `ran` is False when the operation was not executed."""

    body: dict[str, Any]
    ran: bool
    cost: int | None = None

    @classmethod
    def of(cls, result: ExecutionResult, request_id: str, *, wants_cost: bool = False) -> GraphQLResponse:
        """The response of an execution result, with `data` (which may be null) if the operation ran.

        With `wants_cost`, `extensions.cost` is the number of objects that the response may hold.
        """
        body: dict[str, Any] = {}
        if result.errors:
            body["errors"] = [format_error(error, request_id) for error in result.errors]
        ran = result.data is not None or any(error.path for error in result.errors or ())
        if ran:
            body["data"] = result.data
        cost = (result.extensions or {}).get("cost")
        if wants_cost and cost is not None:
            body["extensions"] = {"cost": cost}
        return cls(body, ran, cost)

    @classmethod
    def of_refusal(cls, error: GraphError, request_id: str) -> GraphQLResponse:
        """A response to a request that was refused before anything was executed."""
        return cls.of(ExecutionResult(None, InvalidOperation.of(error).errors), request_id)

    @classmethod
    def of_error(cls, message: str, code: str, request_id: str) -> GraphQLResponse:
        """A response of one error, for a request that was not executed."""
        return cls({"errors": [request_error(message, code, request_id)]}, False)

    @property
    def code(self) -> str | None:
        """The code of the first error, for the access log."""
        errors = self.body.get("errors")
        return errors[0]["extensions"]["code"] if errors else None

    def json(self) -> bytes:
        """The response as JSON."""
        return orjson.dumps(self.body)
