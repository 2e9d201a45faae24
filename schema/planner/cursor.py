"""Cursors: opaque to clients, bound to the order that they were made for."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import orjson

from graph.errors import BadCursor
from schema.declare import By

VERSION = 1


def order_tag(order: tuple[By, ...]) -> str:
    """A short name of an order; a cursor made for one order is refused by another."""
    spelled = ",".join(f"{'-' if by.descending else ''}{'edge.' if by.edge else ''}{by.name}" for by in order)
    return hashlib.blake2s(spelled.encode(), digest_size=4).hexdigest()


def encode(values: list[Any], order: tuple[By, ...]) -> str:
    """The cursor of a row from its values of the order's keys."""
    return base64.urlsafe_b64encode(orjson.dumps([VERSION, order_tag(order), *values])).decode().rstrip("=")


def decode(cursor: str, order: tuple[By, ...]) -> list[Any]:
    """The values that a cursor holds. Raises BadCursor when it is not one of ours or of this order."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        content = orjson.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except ValueError:
        content = None
    if not isinstance(content, list) or len(content) < 2:
        raise BadCursor("after: this is not a cursor of ours; take it from `pageInfo` or an edge.")
    version, tag, *values = content
    if version != VERSION or tag != order_tag(order) or len(values) != len(order):
        raise BadCursor(
            "after: this cursor belongs to another list or an older version; start from page one."
        )
    if not all(map(_is_key, values)):
        raise BadCursor("after: this is not a cursor of ours; take it from `pageInfo` or an edge.")
    return values


def _is_key(value: Any) -> bool:
    # Neo4j's whole numbers have 64 bits; the driver cannot send longer ones.
    if type(value) is int:
        return -(2**63) <= value < 2**63
    return isinstance(value, str | float)
