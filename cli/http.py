"""The HTTP server of this process: its socket, uvicorn and shutdown."""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable

import uvicorn
from starlette.applications import Starlette

from cli.garbage_collection import tune_garbage_collection
from cli.joined_writes import JoinedWrites
from cli.service_log import flush_log
from graph.errors import PortTaken, SettingInvalid
from graph.settings import Settings, variable
from sign_in.credentials import Credentials

GRACE_S = 5
BACKLOG = 2048


def listen(settings: Settings) -> socket.socket:
    """The listening socket, bound before anything is started. Raises PortTaken, SettingInvalid."""
    if not settings.on_loopback and settings.stranger is None and not Credentials(settings).any:
        raise SettingInvalid(
            f"{variable('host')}: {settings.host} is not loopback, and nobody could sign in. Make an API "
            f"key (`learning-sites keys create`), set {variable('jwt_issuer')} or {variable('oidc_issuer')}, "
            f"open reading to all with {variable('open_reading')}=true, or listen on 127.0.0.1."
        )
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # asyncio sets TCP_NODELAY only on sockets that name the protocol; without it a response takes 40 ms more.
    taken = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((settings.host, settings.port))
        taken.listen(BACKLOG)
    except OSError as error:
        taken.close()
        raise PortTaken(
            f"{variable('port')}: {settings.host}:{settings.port} cannot be used ({error.strerror}); "
            f"end the other program, or choose another, such as {variable('port')}=8001."
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
            http=JoinedWrites,
            ws="websockets-sansio",
            ws_max_size=settings.max_body_kb * 1024,
            # Costs memory per socket, and Node's client loses our close frame after a compressed message.
            ws_per_message_deflate=False,
            lifespan="on",
            access_log=False,
            log_config=None,
            server_header=False,
            forwarded_allow_ips=list(settings.trusted_proxies),
            timeout_graceful_shutdown=GRACE_S,
        )
        super().__init__(config)
        self._on_start = started
        self._end_streams: Callable[[], None] = app.state.end_streams

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            tune_garbage_collection()
            self._on_start()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._end_streams()  # uvicorn would wait for event streams
        await super().shutdown(sockets)
        flush_log()  # uvicorn re-raises the signal, which ends the process
