"""The HTTP server of this process: its socket, uvicorn and shutdown."""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import Callable
from functools import partial
from time import monotonic

import uvicorn
from starlette.applications import Starlette

from cli.connection_watch import ConnectionWatch
from cli.garbage_collection import tune_garbage_collection
from cli.http_protocol import BoundedHTTP
from cli.service_log import flush_log
from cli.socket_protocol import BoundedWebSocket
from graph.errors import PortTaken, SettingInvalid
from graph.settings import Settings, variable
from schema.server.drain import Drain
from sign_in.credentials import Credentials

UNSENT_IN_KERNEL = 32 * 1024
"""Bytes of a response that the kernel holds, beside those on their way. Without a limit it takes megabytes,
and whether the client reads them cannot be seen."""
CLOSE_S = 1
"""How long connections may take to close once nothing runs."""
POLL_S = 0.1
BACKLOG = 2048


def listen(settings: Settings) -> socket.socket:
    """The listening socket, bound before anything is started. Raises PortTaken, SettingInvalid."""
    check_sign_in(settings)
    return bind(settings)


def check_sign_in(settings: Settings) -> None:
    """Raises SettingInvalid where the service would be reached from elsewhere and nobody could sign in."""
    if not settings.on_loopback and settings.stranger is None and not Credentials(settings).any:
        raise SettingInvalid(
            f"{variable('host')}: {settings.host} is not loopback, and nobody could sign in. Make an API "
            f"key (`learning-sites keys create`), set {variable('jwt_issuer')} or {variable('oidc_issuer')}, "
            f"open reading to all with {variable('open_reading')}=true, or listen on 127.0.0.1."
        )


def bind(settings: Settings, setting: str = "port", example: int = 8001) -> socket.socket:
    """The listening socket of the configured address and port.

    Raises PortTaken, which names the `setting` of the port, with an example.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # asyncio sets TCP_NODELAY only on sockets that name the protocol; without it a response takes 40 ms more.
    taken = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if hasattr(socket, "TCP_NOTSENT_LOWAT"):  # not on Windows; accepted sockets inherit it
        taken.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, UNSENT_IN_KERNEL)
    try:
        taken.bind((settings.host, settings.port))
        taken.listen(BACKLOG)
    except OSError as error:
        taken.close()
        raise PortTaken(
            f"{variable(setting)}: {settings.host}:{settings.port} cannot be used ({error.strerror}); "
            f"end the other program, or choose another, such as {variable(setting)}={example}."
        ) from None
    return taken


def address(taken: socket.socket) -> str:
    """The base address of the service, for a person's browser."""
    host, port = taken.getsockname()[:2]
    host = "127.0.0.1" if host == "0.0.0.0" else f"[{host}]" if ":" in host else host  # noqa: S104
    return f"http://{host}:{port}"


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
        config = uvicorn.Config(
            app,
            loop="uvloop" if sys.platform != "win32" else "asyncio",
            http=partial(BoundedHTTP, settings, app.state.log_unread),  # type: ignore[arg-type]  # uvicorn calls it
            ws=BoundedWebSocket,
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
