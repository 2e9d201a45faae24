"""Content encodings: which of them a client accepts, and a response that is compressed as it is sent."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from schema.server import media

GZIP: Final = "gzip"
VARY: Final = "accept-encoding"
MIN_BYTES: Final = 1024
"""Length of a body from which it is compressed: a shorter one fits into a packet or two as it is."""
LEVEL: Final = 4
"""Of zlib, 1 to 9; docs/decisions/compression.md has the measurement."""
THREAD_BYTES: Final = 256 * 1024
"""Length from which a body is compressed in a thread, so that the event loop goes on."""
GZIP_WINDOW: Final = 16 + zlib.MAX_WBITS
"""Makes zlib write the header and trailer of gzip."""
TEXTS: Final = (b"application/json", b"application/graphql-response+json", b"text/plain")
"""Media types that are compressed. Not HTML: pages may hold secrets. Not events: they are sent one by one."""


def accepted(headers: Iterable[tuple[bytes, bytes]], supported: tuple[str, ...]) -> str | None:
    """The first of the supported encodings that has the highest quality in Accept-Encoding.

    None where the client prefers none, or sends no such header (RFC 9110, 12.5.3).
    """
    sent = [value for name, value in headers if name == b"accept-encoding"]
    return _best(b",".join(sent), supported) if sent else None


@lru_cache(maxsize=256)
def _best(header: bytes, supported: tuple[str, ...]) -> str | None:
    """As `accepted`; clients send few different headers, and reading one takes 5 µs."""
    qualities = {each.kind: each.quality for each in media.ranges(header.decode("latin-1"))}
    others = qualities.get("*", 0.0)
    found = {name: qualities.get(name, others) for name in supported}
    best = max(supported, key=found.__getitem__, default="")
    return best if best and found[best] > 0 and found[best] >= qualities.get("identity", 0.0) else None


class Compression:
    """ASGI middleware that compresses whole bodies of `TEXTS` for clients that accept gzip.

    The application below sends `vary: accept-encoding`, and each body in one message. A client that does not
    ask costs one look at its headers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one request."""
        if accepted(scope["headers"], (GZIP,)) is None:
            await self._app(scope, receive, send)
            return
        held: Message | None = None

        async def compressed(message: Message) -> None:
            nonlocal held
            if message["type"] == "http.response.start" and _worthwhile(message["headers"]):
                held = message
            elif held is None or message["type"] != "http.response.body":
                await send(message)
            else:
                body = await _gzip(message["body"])
                await send({**held, "headers": _encoded(held["headers"], len(body))})
                held = None
                await send({**message, "body": body})

        await self._app(scope, receive, compressed)


def _worthwhile(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """True for a long text that is not encoded yet."""
    named: dict[bytes, Any] = dict(headers)
    return (
        int(named.get(b"content-length", 0)) >= MIN_BYTES
        and named.get(b"content-type", b"").startswith(TEXTS)
        and b"content-encoding" not in named
    )


def _encoded(headers: Iterable[tuple[bytes, bytes]], length: int) -> list[tuple[bytes, bytes]]:
    rest = [header for header in headers if header[0] != b"content-length"]
    return [*rest, (b"content-encoding", GZIP.encode()), (b"content-length", b"%d" % length)]


async def _gzip(body: bytes) -> bytes:
    if len(body) >= THREAD_BYTES:
        return await asyncio.to_thread(_deflated, body)
    return _deflated(body)


def _deflated(body: bytes) -> bytes:
    compressor = zlib.compressobj(LEVEL, zlib.DEFLATED, GZIP_WINDOW)
    return compressor.compress(body) + compressor.flush()
