"""The quarantine of one run: its bad rows become entries, and those that are new a file to fix."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

import orjson

from graph.errors import HomeUnusable
from loaders.pipeline.load_options import LoadOptions
from loaders.pipeline.privacy.screening import hidden
from loaders.pipeline.quarantine.earlier_files import SUFFIX
from loaders.pipeline.quarantine.entry import BadRow, EntryState, QuarantineEntry, row_id, written_problems
from loaders.pipeline.quarantine.store import QuarantineStore
from loaders.pipeline.quarantine.store_file import OWNER_ONLY
from loaders.pipeline.row_checker import CheckedRow, Problems
from loaders.pipeline.source import Source


class Quarantine:
    """The bad rows of one run over a file.

    Each becomes an entry of the store. Those that are new are written to a file, too: a JSON object a line,
    the row's own fields beside `_line` and `_problems`. It is made with its first row; only its owner can
    read it. Columns without a field in the contract (contacts, narratives) never come here, and personal data
    are removed from the others; from a name only where that is its problem.
    """

    def __init__(self, source: Source, options: LoadOptions, run: str, file: str) -> None:
        folder = options.quarantine
        self.path = folder / f"{run.removeprefix('run:').replace(':', '')}-{file}{SUFFIX}"
        self._source, self._options, self._run, self._file_name = source, options, run, file
        self._store = QuarantineStore(folder)
        self._waiting: dict[str, list[str]] | None = None
        self._file: int | None = None

    def rows(self, bad: Mapping[CheckedRow, Problems]) -> list[BadRow]:
        """Bad rows of the file with their problems, without personal data.

        Superseded is one whose key another file of the same command has in a good row.
        """
        keys = {each: self._key_of(each) for each in bad}
        others = self._options.seen.in_other_files(
            [key for key in keys.values() if key is not None], self._options.file
        )
        return [
            self._row(each, problems, keys[each], superseded=keys[each] in others)
            for each, problems in bad.items()
        ]

    def add(self, rows: Sequence[BadRow]) -> int:
        """Adds rows, and waits until the disk has them; how many are new. Raises HomeUnusable."""
        new = self._store.add(rows, self._run) if rows else ()
        lines = [_line(row) for row in rows if row.id in new]
        if lines:
            self._append(b"".join(lines))
        return len(lines)

    def count(self, rows: Sequence[BadRow]) -> int:
        """How many of the rows would be new; adds none."""
        known = self._store.entries_of({row.id for row in rows})
        return sum(not row.superseded and _is_new(known.get(row.id)) for row in rows)

    def fixed(self, rows: Sequence[BadRow]) -> dict[str, str]:
        """The entries of these rows that are fixed, each with the key of the node that must be there then."""
        found = self._store.entries_of({row.id for row in rows})
        return {each.id: each.key for each in found.values() if each.state is EntryState.FIXED and each.key}

    def reopen(self, ids: Collection[str]) -> None:
        """Makes fixed entries new again, because their nodes are gone."""
        if ids:
            self._store.reopen(ids)

    @property
    def waiting(self) -> Mapping[str, Collection[str]]:
        """Keys of nodes whose rows waited when they were first asked for, each with its entries."""
        if self._waiting is None:
            self._waiting = self._store.waiting_keys(self._source.name)
        return self._waiting

    def fix(self, keys: Iterable[str]) -> None:
        """Marks the entries of keys of `waiting` as fixed."""
        if ids := [each for key in keys for each in self.waiting.get(key, ())]:
            self._store.fix(ids)

    def _row(self, row: CheckedRow, problems: Problems, key: str | None, *, superseded: bool) -> BadRow:
        source, file = self._source, self._file_name
        cells, written = hidden(row.cells, source.name_fields), written_problems(problems)
        return BadRow(
            id=row_id(source.name, cells, row.text_digest or f"{file}, {row.line}", written),
            source=source.name,
            file=file,
            line=row.line,
            cells=cells,
            problems=written,
            key=key,
            superseded=superseded,
        )

    def _key_of(self, row: CheckedRow) -> str | None:
        key = row.row["key"] if row.row is not None else self._source.key_of(row.cells)
        return key if isinstance(key, str) else None

    def _append(self, lines: bytes) -> None:
        try:
            if self._file is None:
                self._file = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, OWNER_ONLY)
            os.write(self._file, lines)
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


def _is_new(entry: QuarantineEntry | None) -> bool:
    return entry is None or (entry.state is EntryState.WAITING and not entry.reported)


def _line(row: BadRow) -> bytes:
    own = {"_line": row.line, "_problems": row.problems}
    return orjson.dumps(row.cells | own, option=orjson.OPT_APPEND_NEWLINE, default=str)
