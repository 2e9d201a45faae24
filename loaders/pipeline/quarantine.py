"""Quarantine: rows that could not be loaded, each with its problems, in a file to load again once fixed."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, Self

import orjson

from domain.write_result import RowProblem
from graph.errors import HomeUnusable
from loaders.pipeline.privacy import redacted
from loaders.pipeline.privacy.screening import hidden
from loaders.pipeline.row import Cells

SUFFIX: Final = ".quarantine.jsonl"
OWNER_ONLY: Final = 0o600


class Quarantine:
    """One file of one run: a JSON object a line, the row's own fields beside `_line` and `_problems`.

    Columns without a field in the contract (contacts, narratives) never come here, and personal data are
    removed from the others; from `name_fields` only where that is their problem. Only its owner can read it.
    The file is made with its first row.
    """

    def __init__(self, folder: Path, name: str, name_fields: Collection[str] = ()) -> None:
        self.path = folder / f"{name}{SUFFIX}"
        self._name_fields = name_fields
        self._file: int | None = None

    def add(self, rows: Iterable[tuple[int, Cells, Iterable[RowProblem]]]) -> None:
        """Appends rows, with their lines and problems, and waits until the disk has them.

        Raises HomeUnusable where the file cannot be written.
        """
        lines = [
            orjson.dumps(
                hidden(cells, self._name_fields)
                | {"_line": line, "_problems": [_problem(each) for each in problems]},
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
                f"{self.path}: rows cannot be quarantined ({error.strerror}); free some disk space, or make "
                "this user the owner of the folder. Nothing of the batch was written."
            ) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            os.close(self._file)


def remove_expired(folder: Path, *, days: int) -> list[str]:
    """Removes quarantine files that are older than so many days; returns their names."""
    oldest = (datetime.now(UTC) - timedelta(days=days)).timestamp()
    old = [path for path in folder.glob(f"*{SUFFIX}") if path.stat().st_mtime < oldest]
    for path in old:
        path.unlink(missing_ok=True)
    return sorted(path.name for path in old)


def _problem(problem: RowProblem) -> dict[str, str]:
    return {
        "code": problem.code.name,
        "field": problem.field,
        "reason": redacted(problem.reason),
        "remedy": problem.remedy,
    }
