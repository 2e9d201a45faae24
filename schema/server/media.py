"""Content negotiation: the two media types of GraphQL over HTTP, and that of event streams."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from starlette.datastructures import Headers

RESPONSE_JSON: Final = "application/graphql-response+json"
JSON: Final = "application/json"
EVENTS: Final = "text/event-stream"
HTML: Final = "text/html"
VARY: Final = "accept, accept-encoding, authorization, cookie"
"""Request headers that a GraphQL response depends on."""

SUPPORTED: Final = (JSON, RESPONSE_JSON, EVENTS)
"""The media types of a response. Where a client prefers none of them, the first is taken."""


def accept_header(headers: Headers) -> str | None:
    """The Accept header; several lines of it are one list (RFC 9110, 5.3)."""
    return ", ".join(headers.getlist("accept")) or None


@lru_cache(maxsize=256)  # clients send few different headers, and reading one takes 8 µs
def accepted(header: str | None) -> str | None:
    """The best supported media type for an Accept header, or None when it allows none of them.

    The most specific range that a type lies in decides its quality (RFC 9110, 12.5.1); of types of
    equal quality, the one whose range comes first. Without a header, or with a wildcard, it is
    `application/json`, as the specification's transition rules say for clients that do not know the newer
    type.
    """
    found = ranges(header or "*/*")
    allowed = {}
    for kind in SUPPORTED:
        by_specificity = (kind, f"{kind.partition('/')[0]}/*", "*/*")
        deciding = next((r for name in by_specificity for r in found if r.kind == name), None)
        if deciding is not None and deciding.quality > 0:
            allowed[kind] = found.index(deciding)
    return min(allowed, key=allowed.__getitem__, default=None)


def accepts_events(header: str | None) -> bool:
    """True when the header names `text/event-stream`; a wildcard does not mean it."""
    return any(each.kind == EVENTS and each.quality > 0 for each in ranges(header or ""))


def prefers_html(header: str | None) -> bool:
    """True for a browser that opens the URL: it prefers `text/html` to every supported type."""
    kinds = [each.kind for each in ranges(header or "") if each.quality > 0]
    return next((kind for kind in kinds if kind in (HTML, *SUPPORTED)), None) == HTML


def charset(header: str) -> str:
    """The charset that a Content-Type names, in lower case; `utf-8` when it names none."""
    for parameter in header.split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip('"').lower()
    return "utf-8"


class MediaRange(NamedTuple):
    """A media range, such as `text/*`, and its quality: 1 is best, 0 is not acceptable."""

    kind: str
    quality: float


def ranges(header: str) -> list[MediaRange]:
    """The media ranges of an Accept header, by descending quality, then in their order.

    Accept-Encoding has the same form.
    """
    found = []
    for part in header.split(","):
        kind, *parameters = (piece.strip() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "q":
                quality = _number(value)
        found.append(MediaRange(kind.lower(), quality))
    return sorted(found, key=lambda each: -each.quality)


def _number(text: str) -> float:
    """A quality from 0 to 1; what is not a number is 0."""
    try:
        found = float(text)
    except ValueError:
        return 0.0
    return min(found, 1.0) if found >= 0 else 0.0  # not a number is neither
