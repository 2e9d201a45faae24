"""A request as a row of a file, and the file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import orjson

REQUEST: Final[dict[str, Any]] = {
    "month": "2024-05",
    "jurisdiction": "Houston, TX",
    "jurisdiction_type": "city",
    "jurisdiction_key": ["us-place:4699066"],
    "state": "TX",
    "status": "received",
    "synthetic": True,
}
"""All that a request needs but its id."""


def write_jsonl(path: Path, rows: Iterable[dict[str, Any]]) -> Path:
    """Writes the rows, and returns the path."""
    path.write_bytes(b"".join(orjson.dumps(each, option=orjson.OPT_APPEND_NEWLINE) for each in rows))
    return path
