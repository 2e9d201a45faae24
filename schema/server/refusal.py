"""The HTTP status and headers of a request that was refused and not executed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from graphql import ExecutionResult

from graph.errors import CrossSite, GraphError, Overloaded, RateLimited, Unauthenticated, Unavailable

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


def refusal_of(result: ExecutionResult) -> Refusal | None:
    """The refusal of an operation; None if it was executed, or is invalid."""
    error = result.errors[0] if result.errors and result.data is None else None
    if error is None or error.path or not isinstance(error.original_error, GraphError):
        return None
    return refusal(error.original_error)
