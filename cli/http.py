"""The HTTP service in this process: its socket, its uvicorn, its end."""

from __future__ import annotations

import gc
import logging
import socket
import sys
from collections.abc import Callable

import uvicorn
from starlette.applications import Starlette

from cli.joined_writes import JoinedWrites
from cli.log_lines import LogLines
from graph.errors import PortTaken, SettingInvalid
from graph.settings import Settings, variable

GRACE_S = 5
BACKLOG = 2048
ACCESS = logging.getLogger("learning_sites.access")
GC_THRESHOLDS = (20_000, 20, 20)
"""An answer of 200 KB makes 9,000 containers, so that the usual 700 would look for garbage a dozen times."""


def listen(settings: Settings) -> socket.socket:
    """Takes the port before anything is started. Raises PortTaken, SettingInvalid."""
    if not settings.open_reading and not settings.on_loopback:
        raise SettingInvalid(
            f"{variable('host')}: {settings.host} is not loopback, and reading needs no sign-in. State that "
            f"anyone may read with {variable('open_reading')}=true, or listen on 127.0.0.1."
        )
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # asyncio sends without delay (TCP_NODELAY) only where the protocol is named: it is worth 40 ms an answer.
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


def settle() -> None:
    """Modules, schema and types live as long as the process: the garbage collector need not look at them.

    Without it a third of the time of a large answer goes into collections that find nothing.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GC_THRESHOLDS)


def log_errors() -> None:
    """Errors of any command, one line each; a Neo4j that has just started is slow, and that is no warning."""
    logging.basicConfig(level=logging.ERROR, format="%(levelname)s %(name)s: %(message)s")


def log_service() -> None:
    """From now on warnings too, and a line for each request, which is JSON already.

    No line says in which thread, process, task or file it was written, so nothing looks for that (the
    optimizations that Python's documentation of logging names).
    """
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    logging._srcfile = None
    logging.getLogger().setLevel(logging.WARNING)
    ACCESS.addHandler(LogLines())
    ACCESS.setLevel(logging.INFO)
    ACCESS.propagate = False


class Server(uvicorn.Server):
    """uvicorn as this service needs it; `started` is called once it accepts requests."""

    def __init__(
        self, app: Starlette, settings: Settings, started: Callable[[], None] = lambda: None
    ) -> None:
        config = uvicorn.Config(
            app,
            loop="uvloop" if sys.platform != "win32" else "asyncio",
            http=JoinedWrites,
            ws="websockets-sansio",
            ws_max_size=settings.max_body_kb * 1024,
            # Costs memory a socket, and Node's client loses our close frame behind a compressed message.
            ws_per_message_deflate=False,
            lifespan="on",
            access_log=False,
            log_config=None,
            server_header=False,
            timeout_graceful_shutdown=GRACE_S,
        )
        super().__init__(config)
        self._on_start = started
        self._on_end: Callable[[], None] = app.state.end_streams

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            settle()
            self._on_start()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._on_end()  # event streams would keep uvicorn waiting
        await super().shutdown(sockets)
        for handler in ACCESS.handlers:
            handler.flush()  # uvicorn ends the process by the signal that it got, and nothing else runs
