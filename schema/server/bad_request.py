"""The refusal of an HTTP request that is not a well-formed GraphQL request."""

from __future__ import annotations

from collections.abc import Mapping


class BadRequest(Exception):
    """The request is not well-formed; `status` and `headers` are those of the response."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.headers = headers or {}
