"""uvicorn's HTTP protocol, with limits on the size and duration of a request; it notices clients that leave.

uvicorn and httptools read a head of any size for any time, and let a body trickle in that nobody reads.
"""

from __future__ import annotations

import asyncio
import re
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

from cli.http_server.joined_writes import JoinedWrites
from cli.http_server.unread_request import UnreadRequests
from graph.settings import Settings, variable

LINGER_S: Final = 2.0
"""How long the rest of a request is read after its response, which an RST could overtake."""
CHUNKED: Final = 8
"""Bytes that a client may send for each byte of the limit of bodies: chunks of one byte take six."""
MAX_PIPELINED: Final = 256
"""Requests of one connection that wait for the response to an earlier one."""
INVALID: Final = "The request is not valid HTTP/1.1."


class HeadRefused(Exception):
    """The head of a request exceeds a limit; `status` is that of the response."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class BoundedHTTP(JoinedWrites):
    """One connection. `check`, called about twice a second, ends what takes too long.

    A request whose client disconnects is cancelled, so that its statement ends.
    """

    def __init__(self, settings: Settings, unread: UnreadRequests, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._settings = settings
        self._unread = unread
        self._max_head = settings.max_head_kb * 1024
        self._max_headers = settings.max_headers
        self._max_sent = settings.max_body_kb * 1024 * CHUNKED
        self._head_bytes = self._body_bytes = 0
        self._head_since: float | None = None
        """When the head that is being received began; None while nothing of one is expected."""
        self._body_since: float | None = None
        """When the body that is being received began; None while a head is expected."""
        self._linger_since: float | None = None
        """When the response to a request was complete whose body is not."""
        self._refused: HeadRefused | None = None
        self._running: asyncio.Task[Any] | None = None
        self._cycle: RequestResponseCycle | None = None
        """The request that runs, or ran last, and its task; uvicorn's `cycle` is the last that was read."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._head_since = self.loop.time()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._cancel()

    def data_received(self, data: bytes) -> None:
        if self._refused is not None:
            return
        if self._body_since is None:
            self._head_bytes += len(data)
            if self._head_since is None:
                self._head_since = self.loop.time()
        else:
            self._body_bytes += len(data)
            if self._body_bytes > self._max_sent:
                self.transport.abort()
                return
        super().data_received(data)
        if self._head_bytes > self._max_head and self._refused is None:
            self._refuse(self._too_large())

    def on_headers_complete(self) -> None:
        if (
            self._head_bytes > self._max_head
            or len(self.headers) > self._max_headers
            or len(self.pipeline) >= MAX_PIPELINED
        ):
            self._check_head()
        if not self.url.startswith(b"/"):
            self._take_host_of_target()
        self._head_bytes, self._body_bytes, self._head_since = 0, 0, None
        self._body_since = self.loop.time()
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._body_since = None
        if self._linger_since is not None:
            self._linger_since, self._head_since = None, self.loop.time()

    def on_response_complete(self) -> None:
        super().on_response_complete()  # begins the next request, which is `_cycle` then
        if self._body_since is not None:
            self._linger_since = self.loop.time()
        elif self._refused is not None and self._cycle is not None and self._cycle.response_complete:
            self._send_refusal()

    def send_400_response(self, msg: str) -> None:
        self._refuse(self._refused or HeadRefused(400, INVALID))

    def check(self, now: float) -> None:
        """Ends a connection whose head, body or end of the request is overdue."""
        settings = self._settings
        if self._linger_since is not None:
            if now - self._linger_since > LINGER_S:
                self.transport.abort()
        elif self._head_since is not None:
            if now - self._head_since <= settings.head_timeout_s or self.flow.read_paused:
                return
            if not self._head_bytes:
                self.transport.close()  # as a browser leaves a connection that it opened in advance
                return
            limit = f"{settings.head_timeout_s:g} seconds ({variable('head_timeout_s')})"
            self._refuse(HeadRefused(408, f"The head of the request did not arrive in {limit}."))
        # `RequestBody` has answered before, where the body is read.
        elif self._body_since is not None and now - self._body_since > settings.deadline_s + LINGER_S:
            self.transport.abort()

    def _check_head(self) -> None:
        """Raises HeadRefused, which the parser turns into an error of its own."""
        if self._head_bytes > self._max_head and self._size_of_head() > self._max_head:
            self._refused = self._too_large()
        elif len(self.headers) > self._max_headers:
            limit = f"{self._max_headers} header lines ({variable('max_headers')})"
            self._refused = HeadRefused(431, f"The request has more than {limit}.")
        elif len(self.pipeline) >= MAX_PIPELINED:
            self._refused = HeadRefused(429, f"More than {MAX_PIPELINED} requests wait on this connection.")
        if self._refused is not None:
            raise self._refused

    def _take_host_of_target(self) -> None:
        """The host in `GET http://host/path` counts, and not the Host header (RFC 9112, section 3.2.2)."""
        _, scheme_ends, rest = self.url.partition(b"://")
        if scheme_ends:
            host = re.split(rb"[/?#]", rest, maxsplit=1)[0]
            self.headers[:] = [(name, host if name == b"host" else value) for name, value in self.headers]

    def _size_of_head(self) -> int:
        """Bytes of the first line and the headers, without what came after them in the same piece."""
        return len(self.url) + sum(len(name) + len(value) + len(b": \r\n") for name, value in self.headers)

    def _too_large(self) -> HeadRefused:
        limit = f"{self._settings.max_head_kb} KiB ({variable('max_head_kb')})"
        return HeadRefused(431, f"The head of the request is larger than {limit}.")

    def _refuse(self, refusal: HeadRefused) -> None:
        """Answers once earlier requests are answered; what still comes is not read."""
        self._refused = refusal
        self._head_since = self._body_since = None
        last = self.cycle
        if last is None or last.response_complete:
            self._send_refusal()
        elif not last.more_body:
            return  # `on_response_complete` sends it
        elif last is not self._cycle:  # the body that is not HTTP is of a request that waits
            self.pipeline.popleft()
        elif last.response_started:
            self.transport.close()
        else:
            self._cancel()
            self._send_refusal()

    def _send_refusal(self) -> None:
        """Then reads and drops what still comes, for a while."""
        if self._refused is not None and not self.transport.is_closing():
            self.transport.write(self._unread.refused(self._refused.status, str(self._refused)))
            self.transport.write_eof()
            self._linger_since = self.loop.time()

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        # As uvicorn does, but keeps the task.
        self._cycle = cycle
        self._running = task = self.loop.create_task(cycle.run_asgi(self._run))
        task.add_done_callback(self.tasks.discard)
        self.tasks.add(task)

    def _cancel(self) -> None:
        """Ends the request that runs; what it still sends is dropped."""
        if self._cycle is not None:
            self._cycle.disconnected = True  # uvicorn does so for the last request only
        if self._running is not None:
            self._running.cancel()

    async def _run(self, scope: Any, receive: Any, send: Any) -> None:
        """The application; its task ends quietly when the client has left, or sends what is not HTTP."""
        try:
            await self.app(scope, receive, send)
        except asyncio.CancelledError:
            if self._cycle is None or not self._cycle.disconnected:
                raise
