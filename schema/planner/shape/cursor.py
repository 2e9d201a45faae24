"""Cursors: opaque to clients, and valid for one type and one order."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Sequence
from typing import Any, Final

import orjson

from graph.errors import BadCursor

VERSION: Final = 2


def tag(order: str) -> str:
    """A short hash of a type and an order, which each cursor carries."""
    return hashlib.blake2s(order.encode(), digest_size=4).hexdigest()


def encode(values: list[Any], tag: str) -> str:
    """The cursor of a row from its values of the order's keys."""
    return base64.urlsafe_b64encode(orjson.dumps([VERSION, tag, *values])).decode().rstrip("=")


def decode(cursor: str, tag: str, accepts: Sequence[Callable[[Any], bool]], argument: str) -> list[Any]:
    """The values of a cursor, one for each of `accepts`.

    Raises BadCursor, with the name of the `argument`, for text that is not a cursor or one of another order.
    """
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        content = orjson.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except ValueError:
        content = None
    if not isinstance(content, list) or len(content) < 2:
        raise BadCursor(f"{argument}: not a valid cursor; take one from `pageInfo` or an edge.")
    version, found, *values = content
    if version != VERSION or found != tag or len(values) != len(accepts):
        raise BadCursor(
            f"{argument}: this cursor belongs to another list, another sort or an older version; "
            "start from the first page."
        )
    if not all(accepted(value) for accepted, value in zip(accepts, values, strict=True)):
        raise BadCursor(f"{argument}: not a valid cursor; take one from `pageInfo` or an edge.")
    return values
