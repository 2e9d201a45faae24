"""A row as the statements of cypher/load/ read it: a map with a key and a fingerprint."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import orjson

Cells = Mapping[str, Any]
"""A row of a file by field, unchecked."""
Row = dict[str, Any]
"""A map with a `key`, and a `fingerprint` once it is to be written (`Target.fingerprinted`).

Rows of one key with different `year`s are not duplicates.
"""


def fingerprint(content: Any) -> str:
    """A hash of it, 24 hexadecimal digits, the same in whatever order the keys of maps come."""
    text = orjson.dumps(content, option=orjson.OPT_SORT_KEYS, default=str)
    return hashlib.blake2b(text, digest_size=12).hexdigest()


def stamped(row: Row) -> Row:
    """The row with a hash of its content as `fingerprint`."""
    return row | {"fingerprint": fingerprint(row)}
