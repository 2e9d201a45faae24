"""A row as the statements of cypher/load/ read it: a map with a key and a fingerprint."""

from __future__ import annotations

import hashlib
from typing import Any

import orjson

Row = dict[str, Any]
"""A map with a `key` and a `fingerprint`. Rows of one key with different `year`s are no duplicates."""


def fingerprint(content: Any) -> str:
    """A hash of it, the same in whatever order the keys of maps come."""
    text = orjson.dumps(content, option=orjson.OPT_SORT_KEYS, default=str)
    return hashlib.blake2b(text, digest_size=12).hexdigest()


def stamped(row: Row) -> Row:
    """The row with a hash of its content, by which a statement sees that nothing changed."""
    return row | {"fingerprint": fingerprint(row)}
