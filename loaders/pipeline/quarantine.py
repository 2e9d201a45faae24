"""Rows that could not be loaded, each with why and what to do, in a file that can be loaded once mended."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, Self

import orjson

from domain.write_result import RowProblem
from graph.errors import HomeUnusable
from loaders.pipeline.privacy import redacted
from loaders.pipeline.privacy.screening import hidden

SUFFIX: Final = ".quarantine.jsonl"
OWNER_ONLY: Final = 0o600


class Quarantine:
    """One file of one run: a JSON object a line, the row's own fields beside `_line` and `_problems`.

    Columns that no contract names (contacts, narratives) never come here, and personal data are removed from
    the others, of the fields `names` only where that is what is wrong with them. Only its owner can read it.
    There is no file while there is no row.
    """

    def __init__(self, folder: Path, name: str, names: Collection[str] = ()) -> None:
        self.path = folder / f"{name}{SUFFIX}"
        self._names = names
        self._file: int | None = None

    def put(self, rows: Iterable[tuple[int, Mapping[str, Any], Iterable[RowProblem]]]) -> None:
        """Appends rows, with their lines and problems, and waits until the disk has them.

        Raises HomeUnusable where the file cannot be written.
        """
        lines = [
            orjson.dumps(
                hidden(cells, self._names)
                | {"_line": line, "_problems": [_told(problem) for problem in problems]},
                option=orjson.OPT_APPEND_NEWLINE,
                default=str,
            )
            for line, cells, problems in rows
        ]
        if not lines:
            return
        try:
            if self._file is None:
                self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                self._file = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, OWNER_ONLY)
            os.write(self._file, b"".join(lines))
            os.fsync(self._file)
        except OSError as error:
            raise HomeUnusable(
                f"{self.path}: rows cannot be set aside ({error.strerror}); make room, or give the folder "
                "to this user. Nothing of the batch was written."
            ) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            os.close(self._file)


def sweep(folder: Path, *, days: int) -> list[str]:
    """Removes files of quarantine that are older than so many days; returns their names."""
    oldest = (datetime.now(UTC) - timedelta(days=days)).timestamp()
    old = [path for path in folder.glob(f"*{SUFFIX}") if path.stat().st_mtime < oldest]
    for path in old:
        path.unlink(missing_ok=True)
    return sorted(path.name for path in old)


def _told(problem: RowProblem) -> dict[str, str]:
    return {
        "code": problem.code.name,
        "field": problem.field,
        "reason": redacted(problem.reason),
        "remedy": problem.remedy,
    }
