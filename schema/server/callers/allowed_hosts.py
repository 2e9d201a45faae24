"""ASGI middleware that refuses requests for hosts that are not ours."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Iterable
from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from graph.errors import HostNotAllowed
from graph.settings import Settings, variable
from schema.server.error_format import request_error
from schema.server.refusal import Refusal, refuse
from schema.server.request_state import RequestState

HOST: Final = re.compile(r"(\[[\da-f:.]+\]|[^\[\]:/@]+)(:\d*)?", re.IGNORECASE)
"""The name or address of a Host header, and its port (RFC 9110, section 7.2)."""
MESSAGE: Final = (
    f"The Host header names none of {variable('allowed_hosts')}. Add the public name of this service to that "
    "setting, or let the proxy send one that is there."
)


class AllowedHosts:
    """Refuses what is for none of the hosts in the settings, over HTTP and WebSocket.

    A page whose name was pointed at this machine (DNS rebinding) would send such requests.
    `*.example.org` stands for all names below example.org, and `*` for any host.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        hosts = [host.lower() for host in settings.allowed_hosts]
        self._any = "*" in hosts
        self._names = frozenset(hosts)
        self._endings = tuple(host[1:] for host in hosts if host.startswith("*."))

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Handles one ASGI scope. What only hands on needs no coroutine of its own."""
        if scope["type"] == "lifespan" or self._any or self._allows(scope["headers"]):
            return self._app(scope, receive, send)
        request_id = RequestState.of(scope).request_id
        error = request_error(MESSAGE, HostNotAllowed.code, request_id, retryable=HostNotAllowed.retryable)
        return refuse(scope, receive, send, error, Refusal(400, {}))

    def _allows(self, headers: Iterable[tuple[bytes, bytes]]) -> bool:
        hosts = [value for name, value in headers if name == b"host"]
        found = HOST.fullmatch(hosts[0].decode("latin-1")) if len(hosts) == 1 else None
        if found is None:
            return False
        name = found[1].lower()
        return name in self._names or name.endswith(self._endings)
