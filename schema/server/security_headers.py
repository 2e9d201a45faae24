"""ASGI middleware that gives every answer the headers that make browsers careful with it."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph.settings import Settings

CLOSED_POLICY: Final = b"default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""For what is no page: a browser that shows it runs, loads and frames nothing."""
PERMISSIONS: Final = b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"
STARTS: Final = ("http.response.start", "websocket.http.response.start")


def security_headers(settings: Settings) -> dict[bytes, bytes]:
    """The headers of the OWASP Secure Headers Project, for what is no page."""
    hsts = {b"strict-transport-security": b"max-age=%d" % settings.hsts_s} if settings.hsts_s else {}
    return {
        b"content-security-policy": CLOSED_POLICY,
        b"x-content-type-options": b"nosniff",
        b"referrer-policy": b"no-referrer",
        b"cross-origin-opener-policy": b"same-origin",
        b"cross-origin-resource-policy": b"same-origin",
        b"permissions-policy": PERMISSIONS,
        **hsts,
    }


class SecurityHeaders:
    """Adds the headers to each response; an endpoint's own value of one stays."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        headers = security_headers(settings)
        self._headers = [*headers.items()]
        self._names = {*headers}

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Handles one ASGI scope."""
        if scope["type"] == "lifespan":
            return self._app(scope, receive, send)

        async def send_with_headers(message: Message) -> None:
            if message["type"] in STARTS:
                given = message.get("headers", ())
                added = self._headers
                if not self._names.isdisjoint([name for name, _ in given]):
                    own = {name for name, _ in given}
                    added = [each for each in added if each[0] not in own]
                message["headers"] = [*given, *added]
            await send(message)

        return self._app(scope, receive, send_with_headers)
