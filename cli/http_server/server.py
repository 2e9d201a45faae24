"""The HTTP server of this process: uvicorn and its shutdown."""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import Callable
from functools import partial
from time import monotonic

import uvicorn
from starlette.applications import Starlette

from cli.garbage_collection import tune_garbage_collection
from cli.http_server.connection_watch import ConnectionWatch
from cli.http_server.http_protocol import BoundedHTTP
from cli.http_server.socket_protocol import BoundedWebSocket
from cli.http_server.unread_request import UnreadRequests
from cli.service_log import flush_log
from graph.settings import Settings
from schema.server.drain import Drain

CLOSE_S = 1
"""How long connections may take to close once nothing runs."""
POLL_S = 0.1


def serve(
    app: Starlette, settings: Settings, taken: socket.socket, started: Callable[[], None] = lambda: None
) -> None:
    """Serves until SIGINT or SIGTERM; `started` is called once the service accepts requests."""
    Server(app, settings, started).run(sockets=[taken])


class Server(uvicorn.Server):
    """uvicorn with the configuration of this service; `started` is called once it accepts requests."""

    def __init__(
        self, app: Starlette, settings: Settings, started: Callable[[], None] = lambda: None
    ) -> None:
        unread = UnreadRequests(settings, app.state.log_unread)
        config = uvicorn.Config(
            app,
            loop="uvloop" if sys.platform != "win32" else "asyncio",
            http=partial(BoundedHTTP, settings, unread),  # type: ignore[arg-type]  # uvicorn calls it
            ws=partial(BoundedWebSocket, unread),  # type: ignore[arg-type]
            ws_max_size=settings.max_body_kb * 1024,
            # Costs memory per socket, and Node's client loses our close frame after a compressed message.
            ws_per_message_deflate=False,
            lifespan="on",
            access_log=False,
            log_config=None,
            server_header=False,
            forwarded_allow_ips=list(settings.trusted_proxies),
            timeout_graceful_shutdown=CLOSE_S,
        )
        super().__init__(config)
        self._on_start = started
        self._drain: Drain = app.state.drain
        self._grace_s = settings.grace_s
        self._watch = ConnectionWatch(self.server_state.connections, settings)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            tune_garbage_collection()
            self._watching = asyncio.create_task(self._watch.run())
            self._on_start()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._drain.begin(self._grace_s)
        for connection in [*self.server_state.connections]:
            if isinstance(connection, BoundedHTTP):
                connection.shutdown()  # now if it is idle, else after its response
        await self._end_tasks(self._drain.left)
        for task in self.server_state.tasks:
            task.cancel()  # answered by RefuseWhileStopping
        late = monotonic() + CLOSE_S
        await self._end_tasks(lambda: late - monotonic())
        await super().shutdown(sockets)
        self._watching.cancel()
        flush_log()  # uvicorn re-raises the signal, which ends the process

    async def _end_tasks(self, left: Callable[[], float]) -> None:
        """Waits until no request runs; not longer than is left, nor after a second Ctrl-C."""
        while self.server_state.tasks and left() > 0 and not self.force_exit:
            await asyncio.wait([*self.server_state.tasks], timeout=min(POLL_S, left()))
