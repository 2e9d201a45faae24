"""Quarantine files of versions before the store: their rows become entries that are known."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from loaders.pipeline.quarantine.entry import row_id

SUFFIX: Final = ".quarantine.jsonl"
FILE_NAME: Final = re.compile(
    r"(\d{4}-\d\d-\d\d)T(\d\d)(\d\d)(\d\d)\.\d+\+0000-([a-z-]+)-([0-9a-f]{6})-(.+)" + re.escape(SUFFIX)
)
"""Moment, source and number of the run, and the file that it read; colons were left out."""


def earlier_rows(folder: Path) -> Iterator[dict[str, Any]]:
    """The rows of the files in a folder as the store writes them; what somebody has damaged is left out."""
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        if found := FILE_NAME.fullmatch(path.name):
            day, hour, minute, second, source, number, file = found.groups()
            run = f"run:{day}T{hour}:{minute}:{second}-{source}-{number}"
            place = {"source": source, "file": file, "run": run, "seen": f"{day}T{hour}:{minute}:{second}Z"}
            yield from _rows(path, place)


def _rows(path: Path, place: dict[str, str]) -> Iterator[dict[str, Any]]:
    for text in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            cells = json.loads(text)
            line, problems = cells.pop("_line"), cells.pop("_problems")
        except (ValueError, AttributeError, TypeError, KeyError):
            continue
        yield place | {
            "id": row_id(place["source"], cells, f"{place['file']}, {line}", problems),
            "cells": json.dumps(cells),
            "problems": json.dumps(problems),
            "line": line,
        }
