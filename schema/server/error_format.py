"""Errors as a client sees them: a stable code, and a message that reveals nothing internal."""

from __future__ import annotations

import logging
from typing import Any

from graphql import GraphQLError, GraphQLSyntaxError

from graph.errors import GraphError, InvalidInput

log = logging.getLogger(__name__)

PARSE_FAILED = "GRAPHQL_PARSE_FAILED"
VALIDATION_FAILED = "GRAPHQL_VALIDATION_FAILED"
BAD_REQUEST = "BAD_REQUEST"
INTERNAL = GraphError.code

MASKED_MESSAGE = GraphError.public_message


def format_error(error: GraphQLError, request_id: str) -> dict[str, Any]:
    """The error as an entry of `errors`. Unexpected errors are masked, and logged with their traceback."""
    original = error.original_error
    formatted: dict[str, Any] = dict(error.formatted)
    code = _code(error)
    if original is not None and not isinstance(original, GraphError | GraphQLError):
        log.error("request %s: %s at %s", request_id, code, error.path, exc_info=original)
        formatted["message"] = MASKED_MESSAGE
    if isinstance(original, GraphError) and not isinstance(original, InvalidInput):
        log.error("request %s: %s: %s", request_id, code, original)
        formatted["message"] = original.public_message
    extensions = {"code": code, "requestId": request_id}
    if isinstance(original, GraphError):
        extensions["retryable"] = original.retryable  # type: ignore[assignment]
    return {**formatted, "extensions": {**formatted.get("extensions", {}), **extensions}}


def request_error(
    message: str, code: str, request_id: str, *, retryable: bool | None = None
) -> dict[str, Any]:
    """An error of the request as an entry of `errors`; GraphQL calls one without a path a request error."""
    extensions: dict[str, Any] = {"code": code, "requestId": request_id}
    if retryable is not None:
        extensions["retryable"] = retryable
    return {"message": message, "extensions": extensions}


def _code(error: GraphQLError) -> str:
    if isinstance(error.original_error, GraphError):
        return error.original_error.code
    if isinstance(error, GraphQLSyntaxError):
        return PARSE_FAILED
    return INTERNAL if error.path else VALIDATION_FAILED
