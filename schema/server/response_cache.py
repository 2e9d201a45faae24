"""The response cache: an identical request costs no statement while the data stay the same.

A response is kept under a key of the request, the state of the data and the time. It is stale for at most
`LEARNING_SITES_CHANGE_POLL_S` after a change, not at all after a write of this process, and for at most
`LEARNING_SITES_CACHE_MAX_STALENESS_S` after a change that raises no data version (by hand, in Neo4j Browser)
or where a question means today. The key is the ETag of a `GET`, too. Compressed responses have keys of their
own.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from importlib.metadata import version
from time import time
from typing import Any, Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph.data_version import DataVersion
from graph.deadline import Deadline
from graph.errors import GraphError
from graph.settings import PACKAGE, Settings
from monitoring.request_tally import FieldUse
from schema.lru_cache import LRUCache
from schema.server import encoding, media
from schema.server.request_state import LogLine, RequestState

VARYING: Final = (b"accept", b"content-type", b"content-encoding")
"""Request headers that the response depends on."""
TOKEN_S: Final = 1.0
"""How long a request may wait for the state of the data, seconds; after that it is answered uncached."""
LOGGED: Final = ("operation", "cost")
"""Fields of the log line that a cached response repeats."""
OVERHEAD: Final = 1000
"""Bytes that a cached response takes beside its body, roughly."""
ETAGS: Final = re.compile(rb'(?:W/)?"([\x21\x23-\x7e\x80-\xff]*)"')
"""An entity tag of If-None-Match, which compares tags weakly (RFC 9110, 8.8.3 and 13.1.2)."""
ANY_ETAG: Final = b"*"
EMPTY_BODY: Final[Message] = {"type": "http.response.body", "body": b""}
VARY: Final = (b"vary", media.VARY.encode())
REVALIDATE: Final = b"private, no-cache"
"""A browser may store the response, and asks each time whether it is still valid."""


@dataclass(frozen=True, slots=True)
class CachedResponse:
    """A response without the headers of the middleware around, and what is logged and counted of it."""

    start: Message
    body: bytes
    line: LogLine
    field_use: FieldUse | None


class ResponseCache:
    """ASGI middleware around the GraphQL view; answers conditional requests, and repeated ones from memory.

    The view marks a response as cacheable in `RequestState`. Below `RequestBody`, which reads the body.
    """

    def __init__(self, app: ASGIApp, data_version: DataVersion, settings: Settings) -> None:
        self._app = app
        self._data_version = data_version
        self._token_s = min(TOKEN_S, settings.deadline_s)
        self._max_staleness_s = settings.cache_max_staleness_s
        # Another version of the program, or other settings, may answer otherwise.
        self._salt = hashlib.blake2b(f"{version(PACKAGE)} {settings!r}".encode(), digest_size=8).hexdigest()
        self._enabled = settings.answer_cache_mb > 0
        shared = f"public, max-age=0, s-maxage={settings.edge_max_age_s}".encode()
        self._for_strangers = shared if settings.edge_max_age_s else REVALIDATE
        self._responses: LRUCache[CachedResponse] = LRUCache(settings.answer_cache_mb * 1024 * 1024)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers from memory, or lets the view answer and stores what is cacheable."""
        state = RequestState.of(scope)
        key = await self._key(scope, state)
        if key is None:
            await self._app(scope, receive, send)
            return
        posted = scope["method"] == "POST"
        etags = b"" if posted else _header(scope, b"if-none-match").strip()
        headers = [] if posted else self._headers(key, state)
        if etags and key.hex().encode() in ETAGS.findall(etags):
            state.line["kept"] = True
            await send(_not_modified(headers))
            await send(EMPTY_BODY)
        elif scope["method"] != "HEAD" and (cached := self._responses.get(key)) is not None:
            state.line |= cached.line | {"kept": True}
            state.field_use = cached.field_use
            await send(_not_modified(headers) if etags == ANY_ETAG else _copy(cached.start))
            await send(EMPTY_BODY if etags == ANY_ETAG else {"type": EMPTY_BODY["type"], "body": cached.body})
        else:
            sender = self._store_and_send(key, headers, scope, state, send, only_failures=etags == ANY_ETAG)
            await self._app(scope, receive, sender)

    async def _key(self, scope: Scope, state: RequestState) -> bytes | None:
        """The key of the response; None for a request that has neither a cached response nor an ETag."""
        posted = scope["method"] == "POST"
        content = state.body if posted else scope["query_string"]
        if state.identity is None or state.refusal is not None:
            return None
        if not content or not isinstance(content, bytes) or (posted and not self._enabled):
            return None
        try:
            token = await self._data_version.cache_token(Deadline.after(self._token_s))
        except GraphError:
            return None
        period = int(time() // self._max_staleness_s)
        encoded = encoding.accepted(scope["headers"], (encoding.GZIP,))
        method = "POST" if posted else "GET"  # HEAD has the headers of GET
        viewer = state.identity.viewer
        key = hashlib.blake2b(content, digest_size=16)
        key.update(
            f"{method} {self._salt} {token} {period} {viewer.role} {viewer.stranger} {encoded}\n".encode()
            + b"".join([b"%b: %b\n" % header for header in scope["headers"] if header[0] in VARYING])
        )
        return key.digest()

    def _headers(self, key: bytes, state: RequestState) -> list[tuple[bytes, bytes]]:
        """What a response to GET tells caches. That of one stranger is that of all, and may be shared."""
        stranger = state.identity is not None and state.identity.viewer.stranger
        control = self._for_strangers if stranger else REVALIDATE
        return [(b"etag", b'W/"%s"' % key.hex().encode()), (b"cache-control", control)]

    def _store_and_send(
        self,
        key: bytes,
        headers: list[tuple[bytes, bytes]],
        scope: Scope,
        state: RequestState,
        send: Send,
        *,
        only_failures: bool,
    ) -> Send:
        """Stores a cacheable response and sends it; with `only_failures` (`If-None-Match: *`) sends 304."""
        start = dict[str, Any]()

        async def sender(message: Message) -> None:
            nonlocal start
            if state.cacheable and message["type"] == "http.response.start":
                start = {**message, "headers": [*message["headers"], *headers]}
                message = _not_modified(headers) if only_failures else _copy(start)
            elif state.cacheable and message["type"] == "http.response.body":
                if scope["method"] != "HEAD":
                    line = {name: value for name, value in state.line.items() if name in LOGGED}
                    response = CachedResponse(start, message["body"], line, state.field_use)
                    self._responses.put(key, response, len(response.body) + OVERHEAD)
                message = EMPTY_BODY if only_failures else message
            await send(message)

        return sender


def _copy(start: Message) -> Message:
    """A first message of its own: middleware appends to the list of headers."""
    return {**start, "headers": [*start["headers"]]}


def _not_modified(headers: list[tuple[bytes, bytes]]) -> Message:
    return {"type": "http.response.start", "status": 304, "headers": [*headers, VARY]}


def _header(scope: Scope, name: bytes) -> bytes:
    """The values of a header, joined where it occurs several times."""
    return b",".join(value for each, value in scope["headers"] if each == name)
