"""Which media type an answer has: GraphQL over HTTP names two, and events come as a third."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

RESPONSE_JSON: Final = "application/graphql-response+json"
JSON: Final = "application/json"
EVENTS: Final = "text/event-stream"
HTML: Final = "text/html"

ANY: Final = ("*/*", "application/*")

remembered = lru_cache(128)
"""Clients repeat their headers; a program that makes up new ones costs no memory."""


@remembered
def accepted(header: str | None) -> str | None:
    """The best of our three types for an Accept header, or None when it allows none.

    Without a header, or with a wildcard, it is `application/json`, as the specification's transition
    rules say for clients that do not know the newer type.
    """
    ranges = _ranges(header or "*/*")
    refused = {kind for kind, quality in ranges if quality <= 0}
    for kind, quality in ranges:
        if quality > 0 and kind in (RESPONSE_JSON, JSON, EVENTS):
            return kind
        if quality > 0 and kind in ANY and JSON not in refused:
            return JSON
    return None


def accepts_events(header: str | None) -> bool:
    """True when the header names `text/event-stream`; a wildcard does not mean it."""
    return any(kind == EVENTS and quality > 0 for kind, quality in _ranges(header or ""))


@remembered
def prefers_html(header: str | None) -> bool:
    """True for a browser that opens the address: it names `text/html` before any type of ours."""
    kinds = [kind for kind, quality in _ranges(header or "") if quality > 0]
    first = next((kind for kind in kinds if kind in (HTML, JSON, RESPONSE_JSON, EVENTS)), None)
    return first == HTML


@remembered
def charset(header: str) -> str:
    """The charset that a Content-Type names, in lower case; `utf-8` when it names none."""
    for parameter in header.split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip('"').lower()
    return "utf-8"


def _ranges(header: str) -> list[tuple[str, float]]:
    """Media ranges with their quality, best first; equal ones keep their order."""
    found = []
    for part in header.split(","):
        kind, *parameters = (piece.strip() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "q":
                quality = _number(value)
        found.append((kind.lower(), quality))
    return sorted(found, key=lambda each: -each[1])


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
