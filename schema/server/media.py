"""Which media type an answer has: GraphQL over HTTP names two."""

from __future__ import annotations

from typing import Final

RESPONSE_JSON: Final = "application/graphql-response+json"
JSON: Final = "application/json"
HTML: Final = "text/html"


def accepted(header: str | None) -> str | None:
    """The best of our two types for an Accept header, or None when it allows neither.

    Without a header, or with a wildcard, it is `application/json`, as the specification's transition
    rules say for clients that do not know the newer type.
    """
    ranges = _ranges(header or "*/*")
    for kind, quality in ranges:
        if quality > 0 and kind in (RESPONSE_JSON, JSON):
            return kind
        if quality > 0 and kind in ("*/*", "application/*"):
            return JSON
    return None


def prefers_html(header: str | None) -> bool:
    """True for a browser that opens the address: it names `text/html` before any JSON."""
    kinds = [kind for kind, quality in _ranges(header or "") if quality > 0]
    first = next((kind for kind in kinds if kind in (HTML, JSON, RESPONSE_JSON)), None)
    return first == HTML


def _ranges(header: str) -> list[tuple[str, float]]:
    """Media ranges with their quality, best first; equal ones keep their order."""
    found = []
    for part in header.split(","):
        kind, *parameters = (piece.strip() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip() == "q":
                quality = _number(value)
        found.append((kind.lower(), quality))
    return sorted(found, key=lambda each: -each[1])


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
