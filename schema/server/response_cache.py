"""Answers that were given, kept while the data are the same: the same request again costs no statement.

Data change at night, questions come all day. An answer is kept under the bytes of its request, the state of
the data and the period. How old it may be is how old the known state of the data may be: an interval, or
nothing after a change of our own; or a period, after a change that does not tell (a person's, in Neo4j
Browser) and where a question means today. The same name is the ETag of a `GET`.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
from dataclasses import dataclass
from importlib.metadata import version
from time import time
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph.changes import Changes
from graph.deadline import Deadline
from graph.errors import GraphError
from graph.settings import PACKAGE, Settings
from schema.lru_cache import LRUCache

METHODS: Final = ("GET", "HEAD", "POST")
"""What the view answers; the router refuses the others."""
KEEP: Final = "keep"
"""The view puts this into the request's state when an answer holds for as long as the data are the same."""
BODY: Final = "body"
"""Under this name the request's state holds the body, once it is here whole."""
DECIDING: Final = (b"accept", b"content-type", b"content-encoding")
"""Headers that decide an answer beside what is asked."""
STAMP_S: Final = 1.0
"""How long a request may wait for the state of the data to be known; after that nothing is kept for it."""
LATE: Final[Message] = {"type": "late"}
"""In the place of a part of a body that did not come in time."""
LOGGED: Final = ("operation", "cost")
"""What a log line tells of an answer, also when it is given again."""
OVERHEAD: Final = 1000
"""Bytes that an answer takes beside its body, roughly."""
TAG: Final = re.compile(rb'(?:W/)?"([\x21\x23-\x7e\x80-\xff]*)"')
"""An entity tag of If-None-Match, which compares tags weakly (RFC 9110, 8.8.3 and 13.1.2)."""
ANY_TAG: Final = b"*"
NO_BODY: Final[Message] = {"type": "http.response.body", "body": b""}
VARY: Final = (b"vary", b"accept")
CACHED: Final = (b"cache-control", b"private, no-cache")
"""A browser may keep an answer, and asks each time whether it still holds."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A response without what middleware around us adds, and what the log says of it."""

    start: Message
    body: bytes
    line: dict[str, object]

    def begin(self) -> Message:
        """Its first message; middleware writes into the list of headers, so each needs one of its own."""
        return {**self.start, "headers": [*self.start["headers"]]}


class ResponseCache:
    """Stands before the application, and keeps the answers of the view at one address in so many bytes.

    What the view is asked reaches it straight from here, not by way of the router.
    """

    def __init__(
        self, app: ASGIApp, *, path: str, view: ASGIApp, changes: Changes, settings: Settings
    ) -> None:
        self._app = app
        self._path = path
        self._view = view
        self._changes = changes
        self._deadline_s = settings.deadline_s
        self._most_asked = settings.max_body_kb * 1024
        self._period_s = settings.answer_period_s
        # Another version, or other settings, may answer otherwise.
        self._salt = hashlib.blake2b(f"{version(PACKAGE)} {settings!r}".encode(), digest_size=8).hexdigest()
        self._keeps = settings.answer_cache_mb > 0
        self._kept: LRUCache[Kept] = LRUCache(settings.answer_cache_mb * 1024 * 1024)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers out of memory, or lets the view answer and remembers what may be remembered."""
        if scope["type"] != "http" or scope["path"] != self._path or scope["method"] not in METHODS:
            await self._app(scope, receive, send)
            return
        if not self._concerns(scope):
            await self._view(scope, receive, send)
            return
        asked: bytes | None = scope["query_string"]
        if scope["method"] == "POST":
            messages: list[Message] = []
            asked = await self._body(receive, messages)
            receive = _again(messages, receive)
            if asked is not None:
                scope["state"][BODY] = asked
        name = await self._name(scope, asked)
        tags = b"" if scope["method"] == "POST" else _header(scope, b"if-none-match").strip()
        if name is None:
            await self._view(scope, receive, send)
        elif name.hex().encode() in TAG.findall(tags):
            scope["state"]["line"]["kept"] = True
            await send(_not_modified(name))
            await send(NO_BODY)
        elif scope["method"] != "HEAD" and (kept := self._kept.get(name)) is not None:
            scope["state"]["line"] |= kept.line | {"kept": True}
            await send(_not_modified(name) if tags == ANY_TAG else kept.begin())
            await send(NO_BODY if tags == ANY_TAG else {"type": "http.response.body", "body": kept.body})
        else:
            sending = self._remembering(name, scope, send, unless_there=tags == ANY_TAG)
            await self._view(scope, receive, sending)

    def _concerns(self, scope: Scope) -> bool:
        """True where an answer may be kept, or has an ETag, which what is posted has not."""
        if scope["method"] == "POST" and not self._keeps:
            return False
        length = _header(scope, b"content-length")
        return len(length) <= 9 and not (length.isdigit() and int(length) > self._most_asked)

    async def _body(self, receive: Receive, messages: list[Message]) -> bytes | None:
        """The whole body, its messages put by; None when it is too long, or is not whole in time."""
        body = bytearray()
        try:
            async with asyncio.timeout(self._deadline_s):
                while len(body) <= self._most_asked:
                    message = await receive()
                    messages.append(message)
                    if message["type"] != "http.request":
                        break
                    body += message.get("body", b"")
                    if not message.get("more_body"):
                        return bytes(body)
        except TimeoutError:
            messages.append(LATE)
        return None

    async def _name(self, scope: Scope, asked: bytes | None) -> bytes | None:
        """What an answer is kept under; None when it cannot be kept."""
        if not asked or len(asked) > self._most_asked:
            return None
        try:
            stamp = await self._changes.stamp(Deadline.after(min(STAMP_S, self._deadline_s)))
        except GraphError:
            return None
        period = int(time() // self._period_s)
        decided = [header for header in scope["headers"] if header[0] in DECIDING]
        name = hashlib.blake2b(asked, digest_size=16)
        verb = "POST" if scope["method"] == "POST" else "GET"  # HEAD tells what GET would
        name.update(f"{verb} {self._salt} {stamp} {period} {decided}".encode())
        return name.digest()

    def _remembering(self, name: bytes, scope: Scope, send: Send, *, unless_there: bool) -> Send:
        """Sends and remembers an answer; with `unless_there` (`If-None-Match: *`) only a failure is sent."""
        start: Message = {}

        async def sending(message: Message) -> None:
            nonlocal start
            if scope["state"].get(KEEP):
                if message["type"] == "http.response.start":
                    more = _told(name) if scope["method"] != "POST" else []
                    start = {**message, "headers": [*message["headers"], *more]}
                    message = _not_modified(name) if unless_there else Kept(start, b"", {}).begin()
                elif message["type"] == "http.response.body":
                    if scope["method"] != "HEAD":
                        line = {key: value for key, value in scope["state"]["line"].items() if key in LOGGED}
                        kept = Kept(start, message["body"], line)
                        self._kept.put(name, kept, len(kept.body) + OVERHEAD)
                    message = NO_BODY if unless_there else message
            await send(message)

        return sending


def _again(messages: list[Message], receive: Receive) -> Receive:
    """Gives the messages once more, then what comes behind them."""
    waiting = iter(messages)

    async def received() -> Message:
        message = next(waiting, None)
        if message is LATE:
            raise TimeoutError
        return await receive() if message is None else message

    return received


def _not_modified(name: bytes) -> Message:
    return {"type": "http.response.start", "status": 304, "headers": [*_told(name), VARY]}


def _tag(name: bytes) -> bytes:
    return b'W/"%s"' % name.hex().encode()


def _told(name: bytes) -> list[tuple[bytes, bytes]]:
    return [(b"etag", _tag(name)), CACHED]


def _header(scope: Scope, name: bytes) -> bytes:
    """The values of a header, joined where it comes several times."""
    return b",".join(value for each, value in scope["headers"] if each == name)
