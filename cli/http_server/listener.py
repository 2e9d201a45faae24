"""The socket that the service listens on, bound before anything else starts."""

from __future__ import annotations

import socket

from graph.errors import PortTaken, SettingInvalid
from graph.settings import Settings, variable
from sign_in.credentials import Credentials

UNSENT_IN_KERNEL = 32 * 1024
"""Bytes of a response that the kernel holds, beside those on their way. Without a limit it takes megabytes,
and whether the client reads them cannot be seen."""
BACKLOG = 2048


def listen(settings: Settings) -> socket.socket:
    """The listening socket, bound before anything is started. Raises PortTaken, SettingInvalid."""
    check_sign_in(settings)
    return bind(settings)


def check_sign_in(settings: Settings) -> None:
    """Raises SettingInvalid where keys or settings of sign-in cannot be used, or nobody could sign in.

    The latter matters where the service would be reached from elsewhere.
    """
    possible = Credentials(settings).any
    if not (settings.on_loopback or settings.stranger or possible):
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
