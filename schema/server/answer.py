"""What a client is given of one result: the same over HTTP, in an event stream and over a WebSocket."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson
from graphql import ExecutionResult

from schema.server import failures


@dataclass(frozen=True, slots=True)
class Answer:
    """A response of GraphQL, ready to be encoded; `ran` is False when the operation was refused."""

    body: dict[str, Any]
    ran: bool
    cost: int | None = None

    @classmethod
    def of(cls, result: ExecutionResult, request_id: str, *, wants_cost: bool = False) -> Answer:
        """A document that did not run has no `data`; one that ran has it, if only as null.

        `cost`, how many objects the answer may hold, stands in `extensions` where it is wanted.
        """
        body: dict[str, Any] = {}
        if result.errors:
            body["errors"] = [failures.told(error, request_id) for error in result.errors]
        ran = result.data is not None or any(error.path for error in result.errors or ())
        if ran:
            body["data"] = result.data
        cost = (result.extensions or {}).get("cost")
        if wants_cost and cost is not None:
            body["extensions"] = {"cost": cost}
        return cls(body, ran, cost)

    @classmethod
    def refusal(cls, message: str, code: str, request_id: str) -> Answer:
        """One error and nothing else."""
        return cls({"errors": [failures.refusal(message, code, request_id)]}, False)

    @property
    def code(self) -> str | None:
        """The code of the first error, for the log."""
        errors = self.body.get("errors")
        return errors[0]["extensions"]["code"] if errors else None

    def json(self) -> bytes:
        """The response as it is sent."""
        return orjson.dumps(self.body)
