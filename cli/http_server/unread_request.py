"""The response to what is not a valid request: the application does not answer it."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Final

import orjson
from uvicorn.protocols.http.httptools_impl import STATUS_LINE

from graph.settings import Settings
from schema.server.error_format import BAD_REQUEST, request_error
from schema.server.security_headers import security_headers

LogUnread = Callable[[str, int], None]
"""Logs and counts what is refused: its id, and the status of the response."""
HEADERS: Final = ((b"content-type", b"application/json; charset=utf-8"), (b"connection", b"close"))


class UnreadRequests:
    """Refuses heads that are too large or too late, and what is not HTTP."""

    def __init__(self, settings: Settings, log: LogUnread) -> None:
        self._log = log
        self._headers = [*HEADERS, *security_headers(settings).items()]

    def refused(self, status: int, message: str) -> bytes:
        """The whole response, after which the connection ends; it is logged and counted."""
        request_id = f"{random.getrandbits(128):032x}"
        self._log(request_id, status)
        body = orjson.dumps({"errors": [request_error(message, BAD_REQUEST, request_id)]})
        own = ((b"content-length", b"%d" % len(body)), (b"x-request-id", request_id.encode()))
        head = b"".join(b"%b: %b\r\n" % header for header in (*self._headers, *own))
        return STATUS_LINE[status] + head + b"\r\n" + body
