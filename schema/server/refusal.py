"""The HTTP status and headers of a request that is refused and not executed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import orjson
from graphql import ExecutionResult
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from graph.errors import CrossSite, GraphError, Overloaded, RateLimited, Unauthenticated, Unavailable
from schema.server.request_state import RequestState

RETRY_AFTER_S: Final = 1
"""What a client is asked to wait when too much runs."""


class Refusal(NamedTuple):
    """Status and headers of a response."""

    status: int
    headers: Mapping[str, str]


def refusal(error: GraphError) -> Refusal | None:
    """The refusal that an error is; None for one that the caller can fix."""
    if isinstance(error, Unauthenticated):
        return Refusal(401, {"www-authenticate": 'Bearer realm="learning-sites"'})
    if isinstance(error, CrossSite):
        return Refusal(403, {})
    if isinstance(error, RateLimited):
        return Refusal(429, {"retry-after": str(error.retry_after_s)})
    if isinstance(error, Overloaded | Unavailable):
        return Refusal(503, {"retry-after": str(RETRY_AFTER_S)})
    return None


async def refuse(
    scope: Scope, receive: Receive, send: Send, error: Mapping[str, Any], refused: Refusal
) -> None:
    """Answers a request with this entry of `errors` alone, whatever its path; its log line has the code."""
    RequestState.of(scope).line["code"] = error["extensions"]["code"]
    headers = {"content-type": "application/json; charset=utf-8", **refused.headers}
    await Response(orjson.dumps({"errors": [error]}), refused.status, headers)(scope, receive, send)


def refusal_of(result: ExecutionResult) -> Refusal | None:
    """The refusal of an operation; None if it was executed, or is invalid."""
    error = result.errors[0] if result.errors and result.data is None else None
    if error is None or error.path or not isinstance(error.original_error, GraphError):
        return None
    return refusal(error.original_error)
